//! The command `ocp-sim`: see `--help` and the README beside this package.

use ocp_sim::cli::{Options, USAGE};
use ocp_sim::fixtures::dump;
use ocp_sim::server;
use std::path::Path;
use std::process::ExitCode;
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ocp-sim: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), String> {
    let options = Options::parse(std::env::args().skip(1))?;
    if options.help {
        print!("{USAGE}");
        return Ok(());
    }
    if let Some(folder) = &options.dump {
        return write_fixtures(folder);
    }
    let fail = |error: std::io::Error| format!("--listen {}: {error}", options.listen);
    let listener = TcpListener::bind(&options.listen).await.map_err(fail)?;
    let address = listener.local_addr().map_err(fail)?;
    let home = format!("http://{address}{}", options.config.base_path);
    let router = server::router(options.config)?;
    println!("listening on {home}");
    if options.links {
        for (id, title) in server::documented() {
            println!("{home}#/tasks/{id}  {title}");
        }
    }
    server::serve(listener, router).await.map_err(fail)
}

fn write_fixtures(folder: &Path) -> Result<(), String> {
    let fail = |error: std::io::Error| format!("--dump {}: {error}", folder.display());
    std::fs::create_dir_all(folder).map_err(fail)?;
    for (name, bytes) in dump::files() {
        std::fs::write(folder.join(name), bytes).map_err(fail)?;
    }
    Ok(())
}
