//! The project's folders, and how a command is run in them.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What went wrong, as the one sentence that the reader sees.
#[derive(Debug)]
pub struct Problem(String);

/// A result whose error is ready to be shown.
pub type Result<T> = std::result::Result<T, Problem>;

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl From<String> for Problem {
    fn from(sentence: String) -> Self {
        Self(sentence)
    }
}

impl From<&str> for Problem {
    fn from(sentence: &str) -> Self {
        Self(sentence.to_owned())
    }
}

/// Says on the terminal what happens next. Goes to stderr, as cargo's own progress does, so that the two keep their order.
pub fn say(sentence: &str) {
    eprintln!("xtask: {sentence}");
}

/// Where things are.
pub struct Project {
    /// The repository's root.
    pub root: PathBuf,
    /// Cargo's target folder, wherever the configuration put it.
    pub target: PathBuf,
    /// Where cargo keeps the registry and its installed programs.
    pub cargo_home: PathBuf,
    path: OsString,
}

impl Project {
    /// Finds the project that this very program was built from.
    pub fn find() -> Result<Self> {
        let package =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = package.parent().ok_or("xtask has no folder above it")?.to_path_buf();
        // This program runs from <target>/debug/xtask.
        let program = env::current_exe().map_err(|e| format!("cannot tell where xtask runs from: {e}"))?;
        let target = program.ancestors().nth(2).ok_or("xtask runs from an odd place")?.to_path_buf();
        let cargo_home = env::var_os("CARGO_HOME")
            .map(PathBuf::from)
            .or_else(|| Some(env::home_dir()?.join(".cargo")))
            .ok_or("neither CARGO_HOME nor HOME is set")?;
        let path = search_path(&root, &cargo_home)?;
        Ok(Self { root, target, cargo_home, path })
    }

    /// A command that runs in the root and finds the tools that set-up installs.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let program = program.as_ref();
        // Rust looks a bare name up on this process's own PATH, so it is resolved here.
        let resolved = self.which(program).map_or_else(|| program.to_owned(), PathBuf::into_os_string);
        let mut command = Command::new(resolved);
        command.current_dir(&self.root).env("PATH", &self.path);
        command
    }

    /// Where `program` is, if it is installed.
    pub fn which(&self, program: impl AsRef<OsStr>) -> Option<PathBuf> {
        let program = Path::new(program.as_ref());
        if program.components().count() > 1 {
            return program.is_file().then(|| program.to_path_buf());
        }
        env::split_paths(&self.path).map(|folder| folder.join(program)).find(|file| file.is_file())
    }

    /// What `program arguments` prints, or `None` if it cannot be run or fails.
    pub fn output_of(&self, program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
        let output = self.command(program).args(arguments).stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// The bundle that a static server can serve as it is.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }
}

/// Runs `command` to its end; a failure is told as "`what` failed".
pub fn run(what: &str, command: &mut Command) -> Result<()> {
    let status =
        command.status().map_err(|e| format!("{what}: cannot run {}: {e}", command.get_program().display()))?;
    if status.success() { Ok(()) } else { Err(format!("{what} failed ({status})").into()) }
}

/// The caller's PATH behind the folders that set-up installs into, which a fresh shell may lack.
fn search_path(root: &Path, cargo_home: &Path) -> Result<OsString> {
    let mut folders = vec![root.join("xtask/npm/node_modules/.bin"), cargo_home.join("bin")];
    folders.extend(env::var_os("PATH").iter().flat_map(env::split_paths));
    env::join_paths(folders).map_err(|e| format!("a folder on PATH cannot stay there: {e}").into())
}
