//! Subtasks as they stand before they know each other: each entry of the payload's list is made into one at once, in
//! the place where it stays, so that a large task needs no second copy.

use std::ops::Range;

use super::again::Known;
use super::fields::{Fields, Problem};
use super::print::{Print, Sum, print};
use super::sieve::Sifted;
use crate::pace::Steps;
use crate::task::wire::{Gather, Raw, Reader, Record, SubtaskRecord};
use crate::task::{Id, Millis, Side, Subtask, SubtaskIdx, Subtasks};

/// The fields that every subtask has had in every version, by their names on the wire: of one subtask, and of all.
pub(super) const EXPECTED: [(&str, &str); 6] = [
    ("id", "subtasks[].id"),
    ("name", "subtasks[].name"),
    ("status", "subtasks[].status"),
    ("operation", "subtasks[].operation"),
    ("upstreams", "subtasks[].upstreams"),
    ("downstreams", "subtasks[].downstreams"),
];

/// The entries of one list of subtasks.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    /// What the model keeps of each.
    pub subtasks: Subtasks,
    /// The rest, in the same order.
    pub rests: Vec<Rest>,
    /// How many lack each of the [`EXPECTED`] fields.
    pub lacking: [usize; EXPECTED.len()],
    /// The ids in the lists of edges, list after list.
    named: Vec<Id>,
    /// What is odd about the fields of the subtask at a position, in the order of positions.
    pub problems: Vec<(u32, Problem)>,
    /// The positions of entries that are no objects.
    pub strays: Vec<usize>,
    /// The entries that the last answer had letter by letter, as its steps, and where they begin now: nothing more was
    /// read of them.
    pub same: Vec<(SubtaskIdx, u32)>,
}

/// Which of the [`EXPECTED`] fields a subtask came without.
type Lacks = [bool; EXPECTED.len()];

/// What the wire said of a subtask and the model does not keep.
#[derive(Debug, Default)]
pub(super) struct Rest {
    /// As it was sent; the model's is made unique.
    pub id: Option<Id>,
    /// Its place in the payload's array.
    pub position: u32,
    /// Where the payload has it, in bytes.
    pub json: Range<u32>,
    pub lacks: Lacks,
    /// For the next answer.
    pub print: Print,
    upstreams: Option<Span>,
    downstreams: Option<Span>,
}

/// A list of edges, as a part of [`Drafts::named`].
#[derive(Clone, Copy, Debug)]
struct Span {
    start: u32,
    end: u32,
}

/// The least that OCP writes of a subtask, in bytes: so that some odd entries reserve no more than twice the payload.
const SHORTEST: usize = 200;

/// Entries between two looks at the clock.
const BATCH: usize = 256;

/// Makes the entries of a list into drafts.
pub(super) struct Gatherer<'l> {
    /// What has been read already: the payload's only list.
    pub sifted: Option<&'l Sifted>,
}

impl<'a> Gather<'a> for Gatherer<'_> {
    type Entries = Drafts;

    async fn gather(&self, reader: &mut Reader<'a>, steps: &Steps<'_>, before: Option<Drafts>) -> Option<Drafts> {
        let first = reader.peek()?;
        if let Some(sifted) = self.sifted {
            let is_it = before.is_none() && reader.read() == sifted.list;
            reader.list(drop)?;
            return sifted.drafts.take().filter(|_| is_it);
        }
        let mut fields = Fields::default();
        let mut drafts = before.unwrap_or_default();
        let (open, close) = if first == b'{' { (b'{', b'}') } else { (b'[', b']') };
        let mut goes_on = reader.enter(open, close)?;
        let (start, had) = (reader.read(), drafts.rests.len());
        while goes_on {
            drafts.make_room(drafts.rests.len() - had, reader.read() - start, reader.left());
            goes_on = drafts.read_batch(reader, close, &mut fields)?;
            steps.reached(count(reader.read())).await;
        }
        Some(drafts)
    }
}

impl Drafts {
    /// Makes room for the entries that are `left`, in bytes, if there is none for another batch: on the average they are about as
    /// long as the `seen` before them were, which took `read` bytes. A vector that grows by itself has both its old and its
    /// new self in memory, twice as large, and leaves holes that wasm can't give back.
    pub fn make_room(&mut self, seen: usize, read: usize, left: usize) {
        if seen < BATCH || self.rests.capacity() - self.rests.len() >= BATCH {
            return;
        }
        let more = left / (read / seen).max(SHORTEST);
        let more = more + more / 16 + BATCH;
        self.rests.reserve_exact(more);
        let names = self.named.len() as u64 * more as u64 / self.rests.len().max(1) as u64;
        self.named.reserve_exact(usize::try_from(names).unwrap_or_default());
    }

    /// Reads the next entries; tells whether others follow.
    fn read_batch<'a>(&mut self, reader: &mut Reader<'a>, close: u8, fields: &mut Fields<'a>) -> Option<bool> {
        for _ in 0..BATCH {
            if close == b'}' {
                // The entry says its id itself.
                reader.name()?;
            }
            self.read_entry(0, reader, fields, None)?;
            if !reader.goes_on(close)? {
                return Some(false);
            }
        }
        Some(true)
    }

    /// Reads the entry before the reader, whose text begins so many bytes behind the payload's; `None`, and all is as it was, where
    /// it is no JSON, or not there as a whole.
    #[inline(never)]
    pub fn read_entry<'a>(
        &mut self,
        begin: usize,
        reader: &mut Reader<'a>,
        fields: &mut Fields<'a>,
        known: Option<&Known<'_>>,
    ) -> Option<()> {
        let (first, start) = (reader.peek()?, reader.read());
        if let Some((step, length)) = known.and_then(|known| known.step_ahead(reader.rest())) {
            self.same.push((step, count(begin + start)));
            reader.skip(length);
        } else if first == b'{' {
            let record = SubtaskRecord::read(reader)?;
            let end = reader.read();
            let entry = print(reader.between(start..end));
            self.add(count(self.others()), count(begin + start)..count(begin + end), &record, fields, entry);
        } else {
            reader.value()?;
            // A number may go on.
            reader.peek()?;
            self.strays.push(self.others());
        }
        Some(())
    }

    /// How many entries there are that the last answer had not.
    pub fn others(&self) -> usize {
        self.rests.len() + self.strays.len()
    }

    fn add<'a>(
        &mut self,
        position: u32,
        json: Range<u32>,
        record: &SubtaskRecord<'a>,
        fields: &mut Fields<'a>,
        entry: u64,
    ) {
        let id = fields.id("id", record.id);
        let name = fields.text("name", record.name).unwrap_or_default();
        // It repeats the name as a rule.
        let says_more = record.description.map(Raw::json) != record.name.map(Raw::json);
        let limit = fields.integer("timeout", record.timeout, 0..=i64::MAX);
        let runs = fields.integer("runTime", record.run_time, 0..=u32::MAX.into());
        // -1: it is not one of several.
        let split = fields.integer("parallelIdx", record.parallel_index, -1..=u32::MAX.into());
        self.subtasks.push(Subtask {
            id: id.clone().unwrap_or_default(),
            description: fields.text("description", record.description.filter(|_| says_more)),
            name,
            series_id: fields.id("seriesId", record.series_id),
            time_limit: limit.filter(|&seconds| seconds > 0).map(Millis::from_seconds),
            is_unlimited: limit == Some(0),
            status: fields.name("status", record.status),
            operation: fields.name("operation", record.operation),
            executor: fields.text("executor", record.executor),
            run_time: runs.and_then(|runs| u32::try_from(runs).ok()).unwrap_or(1),
            node_type: fields.text("nodeType", record.node_type),
            parallel_index: split.and_then(|index| u32::try_from(index).ok()),
            prohibit_rollback: fields.flag("prohibitRollback", record.prohibit_rollback).unwrap_or(false),
            create_time: fields.time("createTime", record.create_time),
            start_time: fields.time("startTime", record.start_time),
            finish_time: fields.time("finishTime", record.finish_time),
        });
        let is_absent = |value: Option<Raw<'_>>| value.is_none_or(Raw::is_empty);
        let lists = [[record.upstreams, record.upstream], [record.downstreams, record.downstream]];
        let [lacks_up, lacks_down] = lists.map(|names| names.into_iter().all(is_absent));
        let [no_id, no_name, no_status, no_operation] =
            [record.id, record.name, record.status, record.operation].map(is_absent);
        let lacks = [no_id, no_name, no_status, no_operation, lacks_up, lacks_down];
        self.lacking.iter_mut().zip(lacks).for_each(|(count, is_absent)| *count += usize::from(is_absent));
        let [upstreams, downstreams] = lists;
        let upstreams = self.span("upstreams", upstreams, fields);
        let downstreams = self.span("downstreams", downstreams, fields);
        let mut edges = Sum::default();
        for span in [upstreams, downstreams] {
            edges.add(span.and_then(|span| self.ids(span)));
        }
        let lacking = lacks.iter().fold(0, |bits, &is_absent| bits << 1 | u64::from(is_absent));
        let edges = if fields.problems.is_empty() { edges.with(lacking) } else { 0 };
        self.rests.push(Rest { id, position, json, lacks, print: Print { entry, edges }, upstreams, downstreams });
        self.problems.extend(fields.problems.drain(..).map(|problem| (position, problem)));
    }

    /// Keeps the ids of one list, which may have come in parts, under each of its names. A lone id in the place of a
    /// list is a list of one.
    fn span(&mut self, field: &'static str, parts: [Option<Raw<'_>>; 2], fields: &mut Fields<'_>) -> Option<Span> {
        let start = count(self.named.len());
        let mut is_there = false;
        let mut keep = |value: Raw<'_>| match value.id() {
            Some(id) => self.named.push(id),
            None => fields.problems.push(Problem::malformed(field, value)),
        };
        for list in parts.into_iter().flatten().filter(|list| !list.is_empty()) {
            is_there = true;
            if list.each(&mut keep).is_err() {
                keep(list);
            }
        }
        is_there.then(|| Span { start, end: count(self.named.len()) })
    }

    /// How many edges the lists name, all together.
    pub fn named_count(&self) -> usize {
        self.named.len()
    }

    /// The ids in one of the lists of a subtask; `None` where it came without that list.
    pub fn list(&self, subtask: SubtaskIdx, side: Side) -> Option<&[Id]> {
        let rest = self.rests.get(subtask.index())?;
        let span = match side {
            Side::Upstream => rest.upstreams?,
            Side::Downstream => rest.downstreams?,
        };
        self.ids(span)
    }

    fn ids(&self, span: Span) -> Option<&[Id]> {
        self.named.get(span.start as usize..span.end as usize)
    }
}

pub(super) fn count(things: usize) -> u32 {
    SubtaskIdx::from_place(things).0
}
