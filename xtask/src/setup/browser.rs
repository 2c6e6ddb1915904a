//! The browser that tests run in: Chromium, its WebDriver, and a font for the Chinese page.

use std::env;
use std::path::PathBuf;

use crate::project::{Project, Result, run, say};

/// A browser, and what drives it.
pub struct Browser {
    /// The Chromium (or Chrome) program.
    pub chromium: PathBuf,
    /// Its chromedriver, of the same major version.
    pub driver: PathBuf,
}

/// A program of the browser: how the environment overrides it, its names, and the Debian package that has it.
struct Program {
    variable: &'static str,
    names: &'static [&'static str],
    package: &'static str,
}

const CHROMIUM: Program =
    Program { variable: "CHROMIUM", names: &["chromium", "chromium-browser", "google-chrome"], package: "chromium" };
const DRIVER: Program = Program { variable: "CHROMEDRIVER", names: &["chromedriver"], package: "chromium-driver" };
const CHINESE_FONT: &str = "fonts-noto-cjk";

/// Finds the browser, and installs it where it is missing.
pub fn install(project: &Project) -> Result<Browser> {
    let mut missing: Vec<&str> = Vec::new();
    for program in [&CHROMIUM, &DRIVER] {
        if program.find(project)?.is_none() {
            missing.push(program.package);
        }
    }
    // Without such a font the tests pass, but every Chinese letter in a screenshot is a box.
    let fonts = project.output_of("fc-list", &[":lang=zh"]);
    if fonts.is_none_or(|fonts| fonts.trim().is_empty()) {
        missing.push(CHINESE_FONT);
    }
    if missing == [CHINESE_FONT] && project.which("apt-get").is_none() {
        say("no font with Chinese letters is installed: they will be boxes in screenshots");
    } else if !missing.is_empty() {
        apt_install(project, &missing)?;
    }
    let found = |program: &Program| program.find(project)?.ok_or_else(|| program.missing());
    Ok(Browser { chromium: found(&CHROMIUM)?, driver: found(&DRIVER)? })
}

impl Program {
    fn find(&self, project: &Project) -> Result<Option<PathBuf>> {
        match env::var_os(self.variable) {
            Some(path) if !path.is_empty() => match project.which(&path) {
                Some(file) => Ok(Some(file)),
                None => Err(format!("{} names {}, which is not there", self.variable, path.display()).into()),
            },
            _ => Ok(self.names.iter().find_map(|name| project.which(name))),
        }
    }

    fn missing(&self) -> crate::project::Problem {
        let (name, variable) = (self.names.first().copied().unwrap_or_default(), self.variable);
        format!("{name} is missing: install it, or name it in the variable {variable}").into()
    }
}

fn apt_install(project: &Project, packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    if project.which("apt-get").is_none() {
        return Err(format!(
            "missing, and no apt-get to install it with: {names} (CHROMIUM and CHROMEDRIVER name programs elsewhere)"
        )
        .into());
    }
    let root = project.output_of("id", &["-u"]).is_some_and(|id| id.trim() == "0");
    if !root && project.which("sudo").is_none() {
        return Err(format!("missing: {names}; run `apt-get install {names}` as root").into());
    }
    say(&format!("installing {names} with apt-get (1 to 5 minutes)"));
    let apt_get = |arguments: &[&str]| {
        // The frontend is set behind sudo, which would drop it from the environment.
        let mut words = if root { vec![] } else { vec!["sudo"] };
        words.extend(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]);
        words.extend(arguments);
        let (program, rest) = words.split_first().ok_or("nothing to run")?;
        run(&format!("apt-get {}", arguments.join(" ")), project.command(program).args(rest))
    };
    apt_get(&["update"])?;
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(packages);
    apt_get(&install)
}
