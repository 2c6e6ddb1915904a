//! `cargo xtask test`: every test, in three suites, with one closing line for the whole.

mod tally;

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, ExitCode, Stdio};

use crate::project::{Project, Result, say};
use crate::{bundle, files, setup, sim};
use tally::{Runner, Tally};

/// What the command line chooses.
#[derive(Debug, PartialEq)]
pub struct Options {
    suites: Vec<Suite>,
    arguments: Vec<String>,
}

/// A kind of test, and with it where it runs.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Suite {
    /// Whatever needs no browser.
    Native,
    /// The tests of what is made for the browser, in wasm in it.
    Web,
    /// The built page before the simulated OCP.
    EndToEnd,
}

impl Options {
    /// Reads the arguments behind `test`.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let split = arguments.iter().position(|a| a == "--").unwrap_or(arguments.len());
        let (names, passed_on) = arguments.split_at(split);
        let arguments = passed_on.get(1..).unwrap_or_default().to_vec();
        let suites = match names {
            [] => vec![Suite::Native, Suite::Web, Suite::EndToEnd],
            names => names.iter().map(|name| Suite::parse(name)).collect::<Result<_>>()?,
        };
        if !arguments.is_empty() && suites.len() > 1 {
            return Err("arguments after -- go to one runner: name the suite (native, web or e2e)".into());
        }
        Ok(Self { suites, arguments })
    }
}

impl Suite {
    fn parse(name: &str) -> Result<Self> {
        match name {
            "native" => Ok(Self::Native),
            "web" => Ok(Self::Web),
            "e2e" => Ok(Self::EndToEnd),
            other => Err(format!("there is no test suite {other:?}: name native, web or e2e").into()),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Web => "in-browser",
            Self::EndToEnd => "end to end",
        }
    }

    fn command(self, project: &Project) -> Result<Command> {
        match self {
            Self::Native => Ok(native(project)),
            Self::Web => web(project),
            Self::EndToEnd => {
                let mut command = playwright(project)?;
                command.arg("--project=chromium");
                Ok(command)
            }
        }
    }

    fn runner(self) -> Runner {
        match self {
            Self::Native | Self::Web => Runner::Libtest,
            Self::EndToEnd => Runner::Playwright,
        }
    }
}

/// Runs the suites one after the other, all of them even when one fails. The last line on the terminal is the count.
pub fn run(project: &Project, options: &Options) -> Result<ExitCode> {
    let mut total = Tally::default();
    for suite in &options.suites {
        say(&format!("{} tests", suite.name()));
        let result =
            suite.command(project).and_then(|mut command| watch(command.args(&options.arguments), suite.runner()));
        let tally = result.unwrap_or_else(|problem| {
            say(&problem.to_string());
            Tally { passed: 0, failed: 1 }
        });
        if tally.failed > 0 {
            say(&format!("{} tests: {tally}", suite.name()));
        }
        total.add(tally);
    }
    if total == Tally::default() {
        say("no test ran");
    }
    println!("{total}");
    Ok(if total.failed == 0 && total.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Runs a suite, shows what it prints, and counts. A runner that fails without a failed test (it did not compile, the
/// browser did not start) counts as one failure.
fn watch(command: &mut Command, runner: Runner) -> Result<Tally> {
    let program = command.get_program().display().to_string();
    let failed = |e| format!("cannot run {program}: {e}");
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(failed)?;
    let mut tally = Tally::default();
    if let Some(output) = child.stdout.take() {
        let mut screen = std::io::stdout().lock();
        for line in BufReader::new(output).split(b'\n') {
            let line = line.map_err(failed)?;
            // Nobody may be reading any more (`| head`); the count goes on.
            let _ = screen.write_all(&line).and_then(|()| screen.write_all(b"\n"));
            tally.read_line(runner, &String::from_utf8_lossy(&line));
        }
    }
    if !child.wait().map_err(failed)?.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok(tally)
}

/// Without what is made for the browser, where [`web`] tests it. Compiling Leptos for this machine as well would test
/// nothing more.
fn native(project: &Project) -> Command {
    let mut command = project.command("cargo");
    command.args(["test", "--locked", "--workspace", "--no-fail-fast"]);
    command.args(["--exclude", "taskscope", "--exclude", "wasm-streams"]);
    // A snapshot that differs fails; it is not written anew.
    command.env("INSTA_UPDATE", "no");
    command
}

fn web(project: &Project) -> Result<Command> {
    let browser = setup::for_web_tests(project)?;
    let settings = project.target.join("webdriver.json");
    files::write(&settings, webdriver_settings(&browser).as_bytes())?;
    let mut command = project.command("cargo");
    command
        .args(["test", "--locked", "--target", "wasm32-unknown-unknown", "--tests", "--no-fail-fast"])
        .args(["--package", "taskscope", "--package", "wasm-streams"])
        .env("CHROMEDRIVER", browser.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings)
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    Ok(command)
}

/// How chromedriver starts the browser: as root in a container too, where there is neither a sandbox nor a big /dev/shm.
fn webdriver_settings(browser: &setup::Browser) -> String {
    format!(
        r#"{{ "goog:chromeOptions": {{
  "binary": {:?},
  "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
}} }}
"#,
        browser.chromium.display().to_string()
    )
}

/// Playwright over the built bundle and the simulated OCP, which its configuration starts.
pub fn playwright(project: &Project) -> Result<Command> {
    let browser = setup::for_end_to_end(project)?;
    bundle::build(project)?;
    let simulator = sim::build(project)?;
    let folder = project.root.join("tests/e2e");
    let mut command = project.command(folder.join("node_modules/.bin/playwright"));
    command
        .arg("test")
        .current_dir(folder)
        .env("CHROMIUM", browser.chromium)
        .env("OCP_SIM", simulator)
        // Both: the closing lines are read, and a colour is letters.
        .env("FORCE_COLOR", "0")
        .env_remove("NO_COLOR");
    Ok(command)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn parse(line: &str) -> Result<Options> {
        Options::parse(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn suites_are_chosen_by_name() {
        assert_eq!(parse("").unwrap().suites, [Suite::Native, Suite::Web, Suite::EndToEnd]);
        assert_eq!(parse("e2e").unwrap().suites, [Suite::EndToEnd]);
        let one = Options { suites: vec![Suite::Web], arguments: vec!["layout".to_owned(), "--nocapture".to_owned()] };
        assert_eq!(parse("web -- layout --nocapture").unwrap(), one);
        assert!(parse("unit").unwrap_err().to_string().contains("native, web or e2e"));
        assert!(parse("-- layout").is_err());
    }
}
