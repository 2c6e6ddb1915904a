//! How many tests passed and failed, read from what the runners print.

use std::fmt;

/// Whose output is read.
#[derive(Clone, Copy)]
pub enum Runner {
    /// `cargo test`, natively or through wasm-bindgen's runner: `test result: ok. 5 passed; 1 failed; …`, once a program.
    Libtest,
    /// Playwright's list reporter: at the end a line for each kind of result, such as `  12 passed (3.4s)`.
    Playwright,
}

/// The count.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Tests that ran and held.
    pub passed: usize,
    /// Tests that did not hold, or did not come to their end.
    pub failed: usize,
}

impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} passed, {} failed", self.passed, self.failed)
    }
}

impl Tally {
    /// Adds another count.
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Adds what one line of a runner's output says.
    pub fn read_line(&mut self, runner: Runner, line: &str) {
        match runner {
            Runner::Libtest => self.read_libtest(line),
            Runner::Playwright => self.read_playwright(line),
        }
    }

    fn read_libtest(&mut self, line: &str) {
        let Some(results) = line.trim_start().strip_prefix("test result: ") else { return };
        let count = |kind: &str| {
            let words: Vec<&str> = results.split([' ', ';', '.']).filter(|word| !word.is_empty()).collect();
            words.windows(2).find(|pair| pair.get(1) == Some(&kind))?.first()?.parse::<usize>().ok()
        };
        self.passed += count("passed").unwrap_or(0);
        self.failed += count("failed").unwrap_or(0);
    }

    fn read_playwright(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("  ") else { return };
        let Some((count, kind)) = rest.split_once(' ') else { return };
        let Ok(count) = count.parse::<usize>() else { return };
        // The kind may be followed by the time alone: anything longer is a test's own output.
        let kind = kind.split_once(" (").map_or(kind, |(kind, _)| kind);
        match kind {
            "passed" => self.passed += count,
            // There are no retries: what passes only sometimes has failed.
            "failed" | "flaky" | "interrupted" | "did not run" => self.failed += count,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(runner: Runner, output: &str) -> Tally {
        let mut tally = Tally::default();
        output.lines().for_each(|line| tally.read_line(runner, line));
        tally
    }

    #[test]
    fn programs_add_up() {
        let output = "
running 3 tests
test decode::ids ... ok
test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.02s

test result: FAILED. 10 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 1.20s
";
        assert_eq!(read(Runner::Libtest, output), Tally { passed: 13, failed: 2 });
    }

    #[test]
    fn playwright_sums_up_by_kind() {
        let output = "
Running 16 tests using 2 workers
  ✓   1 [chromium] › smoke.spec.ts:5:1 › the page starts (1.2s)
  1) [chromium] › graph.spec.ts:9:1 › 7 passed nodes ───────────────
    3 passed through here
  2 failed
    [chromium] › graph.spec.ts:9:1 › 7 passed nodes ───────────────
  1 skipped
  1 did not run
  12 passed (3.4s)
";
        assert_eq!(read(Runner::Playwright, output), Tally { passed: 12, failed: 3 });
    }

    #[test]
    fn the_closing_line_is_plain() {
        assert_eq!(Tally { passed: 12, failed: 0 }.to_string(), "12 passed, 0 failed");
    }
}
