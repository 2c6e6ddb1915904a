//! The command line.

use crate::server::{Auth, Config, Upstream};
use std::path::PathBuf;

/// What to type.
pub const USAGE: &str = "\
ocp-sim: a simulated OceanBase Cloud Platform

  --listen ADDRESS      where to listen (127.0.0.1:8080; port 0 takes any)
  --base-path /x/y/     the path under which everything lies (/)
  --dist DIR            the built viewer to serve
  --frame-ancestors S   who may frame it ('self')
  --seed N              seed of the live tasks (1)
  --speed X             simulated seconds per real second (1)
  --paused              the clock moves only by POST /sim/advance
  --wall-clock          begin at the real time, not at 2026-03-02 10:00
  --auth KIND           none, basic or session (none); admin or viewer-none, password ocp
  --ocp URL             pass the API through to a real OCP instead of simulating one
  --ocp-ca FILE         trust these certificates (PEM) of it
  --ocp-insecure        trust any certificate of it
  --allow-writes        pass more than GET and HEAD to it
  --links               print the addresses of the documented tasks
  --dump DIR            write the documented answers to files and exit
  --help                print this
";

/// What the command line asks for.
#[derive(Debug)]
pub struct Options {
    /// Where to listen.
    pub listen: String,
    /// Print the links of the documented tasks.
    pub links: bool,
    /// Write the fixtures here and exit.
    pub dump: Option<PathBuf>,
    /// Print [`USAGE`] and exit.
    pub help: bool,
    /// All that concerns the server.
    pub config: Config,
}

impl Options {
    /// Reads the arguments behind the program's name.
    pub fn parse(arguments: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut options = Self {
            listen: "127.0.0.1:8080".to_owned(),
            links: false,
            dump: None,
            help: false,
            config: Config::default(),
        };
        let mut upstream = Upstream { url: String::new(), ca: None, insecure: false, allow_writes: false };
        let mut arguments = arguments.into_iter();
        while let Some(flag) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{flag} needs a value"));
            match flag.as_str() {
                "--listen" => options.listen = value()?,
                "--base-path" => options.config.base_path = base_path(&value()?)?,
                "--dist" => options.config.dist = Some(value()?.into()),
                "--frame-ancestors" => options.config.frame_ancestors = value()?,
                "--seed" => options.config.seed = number(&flag, &value()?)?,
                "--speed" => options.config.speed = speed(&value()?)?,
                "--paused" => options.config.speed = 0.0,
                "--wall-clock" => options.config.wall_clock = true,
                "--auth" => options.config.auth = auth(&value()?)?,
                "--ocp" => upstream.url = value()?,
                "--ocp-ca" => upstream.ca = Some(value()?.into()),
                "--ocp-insecure" => upstream.insecure = true,
                "--allow-writes" => upstream.allow_writes = true,
                "--links" => options.links = true,
                "--dump" => options.dump = Some(value()?.into()),
                "--help" | "-h" => options.help = true,
                _ => return Err(format!("unknown flag {flag}; --help lists them")),
            }
        }
        options.config.upstream = Some(upstream).filter(|upstream| !upstream.url.is_empty());
        Ok(options)
    }
}

fn base_path(text: &str) -> Result<String, String> {
    let inner = text.trim_matches('/');
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~/".contains(c);
    match inner {
        "" => Ok("/".to_owned()),
        _ if inner.chars().all(plain) => Ok(format!("/{inner}/")),
        _ => Err(format!("--base-path {text}: letters, digits, - _ . ~ and / only")),
    }
}

fn number(flag: &str, text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("{flag} {text}: not a whole number"))
}

fn speed(text: &str) -> Result<f64, String> {
    let speed = text.parse().ok().filter(|speed| (0.0..=1.0e6).contains(speed));
    speed.ok_or_else(|| format!("--speed {text}: not a number from 0 to 1000000"))
}

fn auth(text: &str) -> Result<Auth, String> {
    match text {
        "none" => Ok(Auth::None),
        "basic" => Ok(Auth::Basic),
        "session" => Ok(Auth::Session),
        _ => Err(format!("--auth {text}: none, basic or session")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn parse(line: &str) -> Result<Options, String> {
        Options::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn flags_reach_their_places() {
        let options = parse("--listen 127.0.0.1:0 --base-path ocp/tasks --speed 60 --auth session --seed 9").unwrap();
        assert_eq!(options.listen, "127.0.0.1:0");
        assert_eq!(options.config.base_path, "/ocp/tasks/");
        assert_eq!((options.config.speed, options.config.seed), (60.0, 9));
        assert_eq!(options.config.auth, Auth::Session);
        assert!(options.config.upstream.is_none());
        assert!(parse("--ocp https://ocp:8080 --ocp-insecure").unwrap().config.upstream.unwrap().insecure);
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(parse("--speed fast").unwrap_err(), "--speed fast: not a number from 0 to 1000000");
        assert_eq!(parse("--dump").unwrap_err(), "--dump needs a value");
        assert_eq!(parse("--port 1").unwrap_err(), "unknown flag --port; --help lists them");
        assert!(parse("--base-path /a%20b/").is_err());
    }
}
