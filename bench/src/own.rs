//! Our own engine, native: its picture, its time, its memory.

use std::process::Command;
use std::time::{Duration, Instant};

use taskscope_bench::pictures::Picture;
use taskscope_bench::{Case, fingerprint, graph, options};
use taskscope_core::layout::dag::layout;

/// Runs fill this much time, and are at least and at most so many.
const PATIENCE: Duration = Duration::from_millis(500);
const RUNS: std::ops::RangeInclusive<u32> = 3..=500;

/// Lays a graph out. Returns the picture, the CPU milliseconds of one run, and the fingerprint.
pub fn run(case: &Case) -> (Picture, f64, u32) {
    let graph = graph(case.nodes as usize, &case.edges);
    let options = options();
    let first = layout(&graph, &options);
    let (begun, mut runs) = (cpu(), 0);
    let mut least = Duration::MAX;
    // The kernel counts by the tick, so many short runs are timed together.
    while runs < *RUNS.start() || (cpu() - begun < PATIENCE && runs < *RUNS.end()) {
        let start = Instant::now();
        std::hint::black_box(layout(&graph, &options));
        least = least.min(start.elapsed());
        runs += 1;
    }
    let mean = (cpu() - begun) / runs;
    (Picture::of(&first), least.min(mean).as_secs_f64() * 1e3, fingerprint(&first))
}

/// The CPU time of this thread so far; where the kernel does not tell, time on the clock.
fn cpu() -> Duration {
    static BEGUN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = told.split_ascii_whitespace().next().and_then(|word| word.parse().ok());
    nanos.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}

/// Bytes a node that laying out a graph takes at its peak, by the kernel's count of this process's pages.
pub fn memory(family: usize, nodes: u32, seed: u64) -> Result<f64, String> {
    let case = Case::new(family, nodes, seed);
    let graph = graph(case.nodes as usize, &case.edges);
    // From now on the peak counts anew.
    std::fs::write("/proc/self/clear_refs", "5").map_err(|e| format!("the peak of memory cannot be reset: {e}"))?;
    let before = status("VmRSS:")?;
    std::hint::black_box(layout(&graph, &options()));
    Ok((status("VmHWM:")? - before) * 1024.0 / f64::from(case.nodes))
}

/// The same in a process of its own, whose heap is fresh.
pub fn memory_apart(family: usize, nodes: u32, seed: u64) -> Result<f64, String> {
    let this = std::env::current_exe().map_err(|e| e.to_string())?;
    let numbers = [family as u64, u64::from(nodes), seed].map(|number| number.to_string());
    let output = Command::new(this).arg("memory").args(numbers).output().map_err(|e| e.to_string())?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    printed.trim().parse().map_err(|_| format!("no figure of memory: {}", String::from_utf8_lossy(&output.stderr)))
}

/// A line of the kernel's about this process, in KiB.
fn status(name: &str) -> Result<f64, String> {
    let text = std::fs::read_to_string("/proc/self/status").map_err(|e| e.to_string())?;
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|rest| rest.split_ascii_whitespace().next()).and_then(|word| word.parse().ok());
    number.ok_or_else(|| format!("the kernel tells no {name}"))
}
