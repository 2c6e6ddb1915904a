//! How long it takes to decode large tasks, against reading over the same bytes: `cargo bench -p taskscope-core --bench
//! decode -- FILE…`. Without a file, makes payloads of its own.
//!
//! Each figure is the best of many runs, in which the two take turns: all others tell more of the machine's other work
//! than of ours.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde::de::IgnoredAny;
use taskscope_core::task::decode;

/// The bar: this many times what reading over the payload takes, and a fixed time on top.
const FACTOR: f64 = 1.5;
const EXTRA: Duration = Duration::from_millis(150);
/// How long each payload is measured.
const PATIENCE: Duration = Duration::from_secs(4);
/// The least that is worth a look at the clock.
const GRAIN: Duration = Duration::from_millis(40);

fn main() -> Result<(), std::io::Error> {
    println!("payload                        MB  subtasks  decode ms  ignore ms  ratio  of the bar");
    let files: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    for file in &files {
        let name = file.rsplit('/').next().unwrap_or(file);
        measure(name, &std::fs::read(file)?);
    }
    if files.is_empty() {
        for steps in [1_000, 10_000, 100_000] {
            measure(&format!("stages of 50, {steps}"), stages(steps).as_bytes());
        }
    }
    Ok(())
}

fn measure(name: &str, payload: &[u8]) {
    let (mut ignoring, mut decoding) = (Duration::MAX, Duration::MAX);
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        ignoring = ignoring.min(time_of(|| serde_json::from_slice::<IgnoredAny>(payload)));
        decoding = decoding.min(time_of(|| decode(payload)));
    }
    let subtasks = decode(payload).map_or(0, |decoded| decoded.tasks.iter().map(|task| task.subtasks.len()).sum());
    let bar = ignoring.mul_f64(FACTOR) + EXTRA;
    println!(
        "{name:<26} {:>7.1} {subtasks:>9} {:>10.2} {:>10.2} {:>6.2} {:>10.0}%",
        payload.len() as f64 / 1e6,
        decoding.as_secs_f64() * 1e3,
        ignoring.as_secs_f64() * 1e3,
        decoding.as_secs_f64() / ignoring.as_secs_f64(),
        100.0 * decoding.as_secs_f64() / bar.as_secs_f64(),
    );
}

/// How long some work takes, without letting go of what it made.
fn time_of<T>(work: impl Fn() -> T) -> Duration {
    let mut rounds = 1;
    loop {
        let start = Clock::read();
        let made: Vec<T> = (0..rounds).map(|_| work()).collect();
        let took = start.elapsed();
        drop(std::hint::black_box(made));
        if took >= GRAIN {
            return took / rounds;
        }
        rounds *= 2;
    }
}

/// The time that this thread has had a core for, where Linux tells it: a busy machine then disturbs less. Else the time
/// of day.
enum Clock {
    OnCore(Duration),
    OfDay(Instant),
}

impl Clock {
    fn read() -> Self {
        let on_core = std::fs::read_to_string("/proc/thread-self/schedstat");
        let nanos = on_core.ok().and_then(|text| text.split_whitespace().next()?.parse().ok());
        nanos.map_or_else(|| Self::OfDay(Instant::now()), |nanos| Self::OnCore(Duration::from_nanos(nanos)))
    }

    fn elapsed(&self) -> Duration {
        match (self, Self::read()) {
            (Self::OnCore(start), Self::OnCore(end)) => end.saturating_sub(*start),
            (Self::OfDay(start), _) => start.elapsed(),
            (Self::OnCore(_), Self::OfDay(_)) => Duration::ZERO,
        }
    }
}

/// A task as OCP would send it: stages of 50 parallel steps with a barrier between each two, shuffled, 600 bytes a step.
fn stages(steps: usize) -> String {
    const FIRST_ID: usize = 13_000_333;
    const WIDTH: usize = 51;
    let is_barrier = |step: usize| step.is_multiple_of(WIDTH);
    let ids =
        |steps: std::ops::Range<usize>| steps.map(|step| (FIRST_ID + step).to_string()).collect::<Vec<_>>().join(",");
    let mut subtasks = String::new();
    for nth in 0..steps {
        // A stride that shares no factor with the count visits each step once.
        let step = nth * 7_919 % steps;
        let barrier = step - step % WIDTH;
        let (upstreams, downstreams) = if is_barrier(step) {
            (ids(step.saturating_sub(WIDTH - 1)..step), ids(step + 1..(step + WIDTH).min(steps)))
        } else {
            let next = barrier + WIDTH;
            (ids(barrier..barrier + 1), ids(next.min(steps)..(next + 1).min(steps)))
        };
        let name = if is_barrier(step) { "Wait node".to_owned() } else { format!("Install ocp agent {}", step % 7) };
        let (minute, second, milli) = (step / 60 % 60, step % 60, step % 1000);
        let separator = if nth == 0 { "" } else { "," };
        let written = write!(
            subtasks,
            r#"{separator}{{"className":"com.oceanbase.ocp.service.task.business.host.InstallOcpAgentTask","createTime":"2021-08-25T15:09:31+08:00","description":"{name}","downstreams":[{downstreams}],"executor":"10.0.0.{}","finishTime":"2021-08-25T16:{minute:02}:{second:02}.{milli:03}+08:00","id":{},"name":"{name}","nodeType":"JAVA_TASK","operation":"EXECUTE","parallelIdx":{},"prohibitRollback":false,"runTime":1,"seriesId":{nth},"startTime":"2021-08-25T15:{minute:02}:{second:02}.{milli:03}+08:00","status":"SUCCESSFUL","timeout":5400,"upstreams":[{upstreams}]}}"#,
            step % 3,
            FIRST_ID + step,
            step as i64 % WIDTH as i64 - 1,
        );
        assert!(written.is_ok(), "a String takes whatever is written");
    }
    format!(
        r#"{{"data":{{"createTime":"2021-08-25T15:09:31+08:00","id":35000312,"name":"Batch install","operation":"EXECUTE","startTime":"2021-08-25T15:09:31.74+08:00","status":"SUCCESSFUL","subtasks":[{subtasks}],"type":"MANUAL"}},"status":200,"successful":true}}"#
    )
}
