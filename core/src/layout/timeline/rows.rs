//! The rows of the timeline: every step once, under what it stands under.

use super::{Arrangement, Heading};
use crate::task::SubtaskIdx;

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What it shows.
    pub item: Item,
    /// The heading above it, if it is shown under one.
    pub under: Option<Heading>,
    /// Its place among the rows under the same heading, from 1.
    pub position: u32,
    /// How many rows there are under that heading.
    pub set_size: u32,
}

/// What a row shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A step.
    Step(SubtaskIdx),
    /// What others stand under; and whether they follow as rows.
    Heading(Heading, bool),
}

/// The rows, top to bottom. `shows` tells which steps pass search and filter: a heading has a row as long as one of its
/// steps does. `opens` tells whether those are rows of their own.
#[must_use]
pub fn rows(
    arrangement: &Arrangement,
    shows: &dyn Fn(SubtaskIdx) -> bool,
    opens: &dyn Fn(Heading) -> bool,
) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::with_capacity(arrangement.steps.len());
    let (mut outer, mut inner) = (0, 0);
    let mut last = None;
    for &step in arrangement.steps.iter().filter(|step| shows(**step)) {
        let heading = arrangement.under(step);
        if let Some(heading) = heading.filter(|_| heading != last.map(|(heading, _)| heading)) {
            let open = opens(heading);
            outer += 1;
            inner = 0;
            last = Some((heading, open));
            rows.push(Row { item: Item::Heading(heading, open), under: None, position: outer, set_size: 0 });
        }
        match heading {
            Some(_) if last.is_some_and(|(_, open)| !open) => {}
            Some(_) => {
                inner += 1;
                rows.push(Row { item: Item::Step(step), under: heading, position: inner, set_size: 0 });
            }
            None => {
                outer += 1;
                rows.push(Row { item: Item::Step(step), under: None, position: outer, set_size: 0 });
            }
        }
    }
    // From below: the last row under a heading has the place that tells how many there are.
    let mut size = 0;
    for row in rows.iter_mut().rev() {
        match row.under {
            Some(_) => {
                size = if size == 0 { row.position } else { size };
                row.set_size = size;
            }
            None => {
                size = 0;
                row.set_size = outer;
            }
        }
    }
    rows
}
