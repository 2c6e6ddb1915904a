//! Which pages are measured with which tasks.

use serde_json::{Value, json};

/// The page that all others are set against.
pub const OURS: &str = "taskscope";

/// The peers: G6 3.4.10 with dagre as OCP Express sets it, and React Flow 12 with dagre as its documentation has it. Both lay
/// out anew whatever data comes.
pub const PEERS: [&str; 2] = ["g6", "reactflow"];

/// React Flow as it can be tuned by hand by who knows what a poll brings: nothing is measured, and a change is no layout; with
/// all nodes in the document, or those in sight alone. What a page made for one purpose could reach.
pub const TUNED: [&str; 2] = ["reactflow-tuned", "reactflow-visible"];

/// The families of tasks.
const FAMILIES: [&str; 2] = ["stages", "layered"];

fn all_pages() -> impl Iterator<Item = &'static str> {
    [OURS].into_iter().chain(PEERS).chain(TUNED)
}

/// What to measure.
pub struct Plan {
    /// The sizes that every page is measured at, in steps.
    sizes: Vec<u32>,
    /// The sizes of ours alone.
    alone: Vec<u32>,
    families: Vec<String>,
    pages: Vec<String>,
    /// Runs of each case.
    pub runs: u32,
    /// What a page may take for a stage of a run.
    pub seconds: u32,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            sizes: vec![100, 500, 1_000, 2_000, 5_000],
            alone: vec![10_000, 100_000],
            families: FAMILIES.map(str::to_owned).into(),
            pages: all_pages().map(str::to_owned).collect(),
            runs: 3,
            seconds: 60,
        }
    }
}

impl Plan {
    /// Takes an option of the command line.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let number = |word: &str| word.parse::<u32>().map_err(|_| format!("{name}: {word:?} is no number"));
        let words = || value.split(',').filter(|word| !word.is_empty());
        let known = |all: &[&str]| {
            let word = |word: &str| {
                let known = all.contains(&word).then(|| word.to_owned());
                known.ok_or_else(|| format!("{name}: there is no {word:?}, but {}", all.join(", ")))
            };
            words().map(word).collect::<Result<Vec<_>, _>>()
        };
        match name {
            "--sizes" => self.sizes = words().map(number).collect::<Result<_, _>>()?,
            "--alone" => self.alone = words().map(number).collect::<Result<_, _>>()?,
            "--families" => self.families = known(&FAMILIES)?,
            "--only" => self.pages = known(&all_pages().collect::<Vec<_>>())?,
            "--runs" => self.runs = number(value)?.max(1),
            "--seconds" => self.seconds = number(value)?.max(1),
            _ => return Err(format!("there is no option {name}")),
        }
        Ok(())
    }

    /// All cases, the small ones first: who is too slow is known before the large ones.
    pub fn cases(&self) -> Vec<Case> {
        let beside = self.sizes.iter().map(|&nodes| (nodes, &self.pages[..]));
        let ours = self.pages.iter().position(|page| page == OURS).map_or(&[][..], |at| &self.pages[at..=at]);
        let alone = self.alone.iter().map(|&nodes| (nodes, ours));
        let mut cases = Vec::new();
        for (nodes, pages) in beside.chain(alone) {
            for family in &self.families {
                cases.extend(pages.iter().map(|page| Case { page: page.clone(), family: family.clone(), nodes }));
            }
        }
        cases
    }
}

/// One page with one task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// One of [`OURS`], [`PEERS`] and [`TUNED`].
    pub page: String,
    /// The task's family.
    pub family: String,
    /// How many steps it has.
    pub nodes: u32,
}

impl Case {
    /// What the browser's driver is told.
    pub fn order(&self, run: u32, seconds: u32) -> Value {
        // Ours is not capped: that it is slow must be seen.
        let seconds = if self.page == OURS { seconds.max(300) } else { seconds };
        json!({ "page": self.page, "family": self.family, "nodes": self.nodes, "run": run, "seconds": seconds })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn peers_are_spared_the_largest() {
        let mut plan = Plan::default();
        for (name, value) in
            [("--sizes", "100"), ("--alone", "9000"), ("--only", "g6,taskscope"), ("--families", "layered")]
        {
            plan.set(name, value).unwrap();
        }
        let cases: Vec<_> = plan.cases().into_iter().map(|case| (case.page, case.nodes)).collect();
        assert_eq!(cases, [("g6".to_owned(), 100), (OURS.to_owned(), 100), (OURS.to_owned(), 9000)]);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let mut plan = Plan::default();
        assert!(plan.set("--only", "g7").unwrap_err().contains("taskscope, g6"));
        assert!(plan.set("--sizes", "1,x").unwrap_err().contains("\"x\" is no number"));
        assert!(plan.set("--seed", "1").is_err());
    }
}
