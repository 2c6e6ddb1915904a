//! `cargo xtask demo`: the viewer before a simulated OCP, or a real one.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::project::{Problem, Project, Result, say};
use crate::{bundle, sim};

/// What the command line chooses.
#[derive(Debug, PartialEq)]
pub struct Options {
    ocp: Option<String>,
    port: u16,
    speed: Option<String>,
    open: bool,
}

impl Options {
    /// Reads the arguments behind `demo`.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self { ocp: None, port: 8080, speed: None, open: true };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || rest.next().cloned().ok_or_else(|| Problem::from(format!("{argument} wants a value")));
            match argument.as_str() {
                "--ocp" => options.ocp = Some(value()?),
                "--speed" => options.speed = Some(value()?),
                "--no-open" => options.open = false,
                "--port" => {
                    let port = value()?;
                    options.port =
                        port.parse().map_err(|_| format!("{port:?} is no port: give a number up to 65535"))?;
                }
                unknown => return Err(format!("demo has no option {unknown:?}").into()),
            }
        }
        Ok(options)
    }
}

/// Builds all, then becomes the simulator: an interrupt or a kill meets it alone, and nothing is left running.
pub fn run(project: &Project, options: Options) -> Result<()> {
    let address = format!("127.0.0.1:{}", options.port);
    // Better known now than after minutes of building.
    TcpListener::bind(&address).map_err(|e| format!("cannot listen on {address} ({e}); choose another with --port"))?;
    bundle::build(project)?;
    let mut server = project.command(sim::build(project)?);
    server.args(["--listen", &address, "--dist"]).arg(project.dist());
    // A real OCP has other tasks than the simulated one.
    let start = if options.ocp.is_none() { SAMPLE } else { "#/" };
    server.args((start == SAMPLE).then_some("--links"));
    for (name, value) in [("--ocp", options.ocp), ("--speed", options.speed)] {
        server.args(value.iter().flat_map(|value| [name, value]));
    }
    if options.open {
        open_when_up(project, options.port, start);
    }
    say("starting; Ctrl-C ends it");
    Err(format!("cannot start the simulated OCP: {}", server.exec()).into())
}

/// The task that the demo opens with the simulated OCP: OCP's own sample.
const SAMPLE: &str = "#/tasks/35000312";

/// Opens the page in the reader's browser as soon as the server answers; where there is no desktop, does nothing.
fn open_when_up(project: &Project, port: u16, start: &str) {
    let desktop = ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    let (true, Some(opener)) = (desktop, project.which("xdg-open")) else { return };
    // A process of its own, because this one is about to become the server.
    const WAIT: &str = r#"
        for _ in {1..100}; do
            if (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then exec "$2" "http://127.0.0.1:$1/$3"; fi
            sleep 0.1
        done"#;
    let script = format!("({WAIT}\n) >/dev/null 2>&1 &");
    let port = port.to_string();
    let started = Command::new("bash").args(["-c", &script, "bash", &port]).arg(opener).arg(start).status();
    if started.is_err() {
        say("cannot open a browser: follow a link below instead");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn every_option_is_read() {
        let defaults = Options { ocp: None, port: 8080, speed: None, open: true };
        assert_eq!(parse("").unwrap(), defaults);
        let all = Options {
            ocp: Some("https://ocp.example".to_owned()),
            port: 9000,
            speed: Some("20".to_owned()),
            open: false,
        };
        assert_eq!(parse("--ocp https://ocp.example --port 9000 --no-open --speed 20").unwrap(), all);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for (line, sentence) in [
            ("--port", "--port wants a value"),
            ("--port 80800", "\"80800\" is no port: give a number up to 65535"),
            ("--prot 1", "demo has no option \"--prot\""),
        ] {
            assert_eq!(parse(line).unwrap_err().to_string(), sentence);
        }
    }
}
