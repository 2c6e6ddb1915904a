//! Measures our layout beside its peers, all on the same graphs in the same run. `cargo xtask bench layout` starts it.
//!
//! Times are CPU time of the layout alone. An engine that takes longer than it may is stopped, and asked for no larger
//! graph of that family.

mod engines;
mod own;

use std::path::PathBuf;
use std::process::ExitCode;

use engines::{Engines, Outcome};
use taskscope_bench::Case;
use taskscope_bench::families::FAMILIES;
use taskscope_bench::ruler::{Worth, measure};

/// What the command line says.
struct Options {
    sizes: Vec<u32>,
    seed: u64,
    seconds: u64,
    engines: PathBuf,
    wasm: PathBuf,
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("bench: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), String> {
    if let [word, family, nodes, seed] = arguments
        && word == "memory"
    {
        let number = |word: &String| word.parse().map_err(|_| format!("{word:?} is no number"));
        println!("{:.0}", own::memory(number(family)? as usize, number(nodes)? as u32, number(seed)?)?);
        return Ok(());
    }
    compare(&options(arguments)?)
}

fn options(arguments: &[String]) -> Result<Options, String> {
    let mut options =
        Options { sizes: Vec::new(), seed: 1, seconds: 20, engines: PathBuf::new(), wasm: PathBuf::new() };
    let mut words = arguments.iter();
    while let Some(name) = words.next() {
        let value = words.next().ok_or_else(|| format!("{name} wants a value"))?;
        let number = |word: &str| word.parse::<u64>().map_err(|_| format!("{name}: {word:?} is no number"));
        match name.as_str() {
            "--sizes" => {
                options.sizes = value.split(',').map(|word| Ok(number(word)? as u32)).collect::<Result<_, String>>()?;
            }
            "--seed" => options.seed = number(value)?,
            "--seconds" => options.seconds = number(value)?,
            "--engines" => options.engines = value.into(),
            "--wasm" => options.wasm = value.into(),
            _ => return Err(format!("there is no option {name}")),
        }
    }
    Ok(options)
}

fn compare(options: &Options) -> Result<(), String> {
    let mut engines = Engines::new(&options.engines, &options.wasm, options.seconds);
    println!("| nodes | family | engine | CPU time | crossings | edge length | bends | faults |");
    println!("|--:|---|---|--:|--:|--:|--:|--:|");
    let mut alone = Vec::new();
    for &nodes in &options.sizes {
        for family in 0..FAMILIES.len() {
            let case = Case::new(family, nodes, options.seed);
            let (picture, time, print) = own::run(&case);
            let nodes = case.nodes;
            let ours = measure(&case.edges, &picture);
            let name = case.family;
            println!(
                "| {nodes} | {name} | taskscope | {time:.2} ms | {} | {:.0} px | {} | {} |",
                ours.crossings,
                ours.length,
                ours.bends,
                ours.faults()
            );
            for peer in ["dagre", "elk", "graphviz"] {
                match engines.run(peer, &case)? {
                    Outcome::Drawn(picture, times) => {
                        let theirs = measure(&case.edges, &picture);
                        println!("| {nodes} | {name} | {peer} | {} |", row(&ours, time, &theirs, least(&times)));
                    }
                    Outcome::Failed(why) => println!("| {nodes} | {name} | {peer} | {why} | | | | |"),
                }
            }
            alone.push(own_row(&mut engines, &case, family, options.seed, time, print)?);
        }
    }
    println!("\n| nodes | family | native | wasm | longest slice | memory |\n|--:|---|--:|--:|--:|--:|");
    alone.iter().for_each(|row| println!("{row}"));
    Ok(())
}

/// What only ours is asked for: time in wasm, the longest slice of the asynchronous form (on the clock, so of many runs
/// the one least disturbed by the machine's other work), memory.
fn own_row(
    engines: &mut Engines,
    case: &Case,
    family: usize,
    seed: u64,
    time: f64,
    print: u32,
) -> Result<String, String> {
    let wasm = match engines.run("wasm", case)? {
        Outcome::Drawn(picture, times) => {
            if picture.nodes.first().copied().flatten() != Some((f64::from(print), 0.0)) {
                return Err(format!("{} of {}: wasm draws another picture", case.family, case.nodes));
            }
            format!("{:.2}×", least(&times) / time)
        }
        Outcome::Failed(why) => why,
    };
    let slice = match engines.run("slices", case)? {
        Outcome::Drawn(_, times) => format!("{:.1} ms", least(&times)),
        Outcome::Failed(why) => why,
    };
    let memory = own::memory_apart(family, case.nodes, seed)?;
    Ok(format!("| {} | {} | {time:.2} ms | {wasm} | {slice} | {memory:.0} B a node |", case.nodes, case.family))
}

fn least(times: &[f64]) -> f64 {
    times.iter().copied().fold(f64::INFINITY, f64::min)
}

/// A peer's row, in multiples of ours; where ours is 0, as it is.
fn row(ours: &Worth, our_time: f64, theirs: &Worth, their_time: f64) -> String {
    let times =
        |ours: f64, theirs: f64| if ours > 0.0 { format!("{:.2}×", theirs / ours) } else { format!("{theirs}") };
    format!(
        "{:.0}× | {} | {} | {} | {}",
        their_time / our_time,
        times(ours.crossings as f64, theirs.crossings as f64),
        times(ours.length, theirs.length),
        times(ours.bends as f64, theirs.bends as f64),
        theirs.faults()
    )
}
