//! From bytes to tasks: the one way in.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::edges::{self, Claim};
use super::finding::{Side, impossible_times};
use super::raw::Raw;
use super::wire::{Node, NodeRecord, PartyRecord, SubtaskRecord};
use super::{Creator, Envelope, Failure, Finding, Id, Millis, Owner, Subtask, SubtaskIdx, Task, Timestamp};

/// What a payload held: one task or, in the list and submit shapes, several.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// At least one.
    pub tasks: Vec<Task>,
    /// What came around them.
    pub envelope: Envelope,
}

/// Why a payload holds no task.
#[derive(Clone, Debug)]
pub enum DecodeError {
    /// Nothing was sent.
    Empty,
    /// It does not begin as JSON does: a login page, a proxy's error page.
    NotJson {
        /// Its first letters.
        beginning: String,
    },
    /// It begins as JSON and then is none.
    Malformed {
        /// Counted from 1.
        line: usize,
        /// Counted from 1, in bytes.
        column: usize,
        /// Whether it ends too early: a connection that was cut.
        truncated: bool,
        /// The parser's word for it.
        reason: String,
    },
    /// It is JSON, and no task.
    NotATask,
    /// OCP says that the call failed.
    Rejected(Box<Failure>),
}

/// Reads a response of `GET /tasks/instances/{id}`, a bare task, or a list of tasks.
///
/// # Errors
/// [`DecodeError`] where there is no task in it at all. Whatever is odd in a task is a [`Finding`] instead.
pub fn decode(payload: &[u8]) -> Result<Decoded, DecodeError> {
    let (text, damaged) = match std::str::from_utf8(payload) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (String::from_utf8_lossy(payload), true),
    };
    let text = text.trim_start_matches('\u{feff}').trim();
    match text.bytes().next() {
        None => return Err(DecodeError::Empty),
        Some(b'{' | b'[') => {}
        Some(_) => return Err(DecodeError::NotJson { beginning: text.chars().take(80).collect() }),
    }
    let root: Node<'_> = serde_json::from_str(text).map_err(|error| DecodeError::Malformed {
        line: error.line(),
        column: error.column(),
        truncated: error.is_eof(),
        reason: error.to_string(),
    })?;

    let envelope = envelope(&root.members);
    if let Some(failure) = Failure::of(&root.members, &envelope) {
        return Err(DecodeError::Rejected(Box::new(failure)));
    }
    let mut tasks = Vec::new();
    for node in task_nodes(&root) {
        let mut builder = Builder::default();
        if damaged {
            builder.findings.push(Finding::InvalidUtf8);
        }
        tasks.push(builder.task(node));
    }
    if tasks.is_empty() { Err(DecodeError::NotATask) } else { Ok(Decoded { tasks, envelope }) }
}

/// The tasks of a payload, in whichever of the shapes they came.
fn task_nodes<'n, 'a>(root: &'n Node<'a>) -> Vec<&'n Node<'a>> {
    let holder = root.data.as_deref().unwrap_or(root);
    match &holder.contents {
        Some(contents) => {
            contents.iter().flatten().map(|node| node.data.as_deref().unwrap_or(node)).filter(is_task).collect()
        }
        None => Some(holder).filter(is_task).into_iter().collect(),
    }
}

fn is_task(node: &&Node<'_>) -> bool {
    let NodeRecord { id, name, operation, start_time, .. } = node.members;
    node.subtasks.is_some() || (id.is_some() && (name.is_some() || operation.is_some() || start_time.is_some()))
}

fn envelope(members: &NodeRecord<'_>) -> Envelope {
    let text = |value: Option<Raw<'_>>| value.and_then(Raw::text).filter(|text| !text.is_empty()).map(Arc::from);
    Envelope {
        timestamp: members.timestamp.and_then(|value| value.time().ok().flatten()),
        trace_id: text(members.trace_id),
        server: text(members.server),
        status: members.status.and_then(Raw::integer).and_then(|status| u16::try_from(status).ok()),
    }
}

/// Builds the model of one task and gathers what was odd.
#[derive(Default)]
struct Builder {
    findings: Vec<Finding>,
    /// Names and addresses repeat: each is kept once.
    texts: HashSet<Arc<str>>,
}

/// The fields that every subtask has had in every version, as names on the wire.
const EXPECTED: [&str; 5] = ["id", "name", "status", "upstreams", "downstreams"];

/// A subtask with what the wire said of it and the model does not keep.
struct Draft<'a> {
    record: SubtaskRecord<'a>,
    position: u32,
    id: Option<Id>,
}

impl Builder {
    fn task(mut self, node: &Node<'_>) -> Task {
        let record = &node.members;
        let mut task = Task {
            id: record.id.and_then(Raw::id),
            name: self.text(None, "name", record.name).unwrap_or_default(),
            definition_id: record.definition_id.and_then(Raw::id),
            status: self
                .name(None, "status", record.status)
                .map(|name| super::TaskStatus::new(&name))
                .unwrap_or_default(),
            operation: self
                .name(None, "operation", record.operation)
                .map(|name| super::Operation::new(&name))
                .unwrap_or_default(),
            kind: self.name(None, "type", record.kind).map(|name| super::TaskType::new(&name)).unwrap_or_default(),
            executor: self.text(None, "executor", record.executor),
            prohibit_rollback: self.flag(None, "prohibitRollback", record.prohibit_rollback),
            creator: self.creator(record.creator),
            cluster: self.owner("cluster", record.cluster, record.cluster_id),
            tenant: self.owner("tenant", record.tenant, record.tenant_id),
            host_id: record.host_id.and_then(Raw::id),
            is_remote: record.is_remote.and_then(Raw::flag).unwrap_or(false),
            create_time: self.time(None, "createTime", record.create_time),
            start_time: self.time(None, "startTime", record.start_time),
            finish_time: self.time(None, "finishTime", record.finish_time),
            ..Task::default()
        };
        for (field, missing) in [
            ("id", task.id.is_none()),
            ("name", record.name.is_none()),
            ("status", record.status.is_none()),
            ("operation", record.operation.is_none()),
            ("subtasks", node.subtasks.is_none()),
        ] {
            if missing {
                self.findings.push(Finding::MissingField { subtask: None, field });
            }
        }
        self.unknown(None, "status", matches!(task.status, super::TaskStatus::Unknown(_)), record.status);
        self.unknown(None, "operation", matches!(task.operation, super::Operation::Unknown(_)), record.operation);
        self.unknown(None, "type", matches!(task.kind, super::TaskType::Unknown(_)), record.kind);

        let drafts = self.drafts(node.subtasks.as_deref().unwrap_or_default());
        self.missing_fields(&drafts);
        let ids = self.unique_ids(&drafts);
        let by_id = ids.iter().enumerate().map(|(place, id)| (id, SubtaskIdx::from_place(place))).collect();
        let mut claims = Vec::new();
        for (place, draft) in drafts.iter().enumerate() {
            let step = SubtaskIdx::from_place(place);
            self.claims(step, Side::Upstream, draft.record.upstreams, &mut claims);
            self.claims(step, Side::Downstream, draft.record.downstreams, &mut claims);
        }
        let has_list = |step: SubtaskIdx, side| {
            drafts.get(step.index()).is_some_and(|draft| match side {
                Side::Upstream => draft.record.upstreams.is_some(),
                Side::Downstream => draft.record.downstreams.is_some(),
            })
        };
        let edges = edges::join(drafts.len(), &claims, &by_id, has_list, &mut self.findings);
        drop(by_id);
        task.upstream = edges.upstream;
        task.downstream = edges.downstream;
        task.cut_edges = edges.cut;
        task.subtasks =
            drafts.iter().zip(ids).enumerate().map(|(place, (draft, id))| self.subtask(place, draft, id)).collect();
        impossible_times(&task, &mut self.findings);
        task.findings = self.findings;
        task
    }

    /// The entries that are subtasks, in the order of their ids and, where these are the same, of their raw words: an
    /// order that does not depend on that of the array.
    fn drafts<'a>(&mut self, entries: &[Option<SubtaskRecord<'a>>]) -> Vec<Draft<'a>> {
        let mut drafts = Vec::with_capacity(entries.len());
        for (position, entry) in entries.iter().enumerate() {
            match entry {
                Some(record) => {
                    let id = record.id.and_then(Raw::id);
                    drafts.push(Draft { record: *record, position: SubtaskIdx::from_place(position).0, id });
                }
                None => self.findings.push(Finding::NotASubtask { position }),
            }
        }
        let start = |draft: &Draft<'a>| draft.record.start_time.map(Raw::json);
        let name = |draft: &Draft<'a>| draft.record.name.map(Raw::json);
        drafts.sort_by(|a, b| {
            // A subtask without an id comes last.
            let by_id = a.id.is_none().cmp(&b.id.is_none()).then_with(|| a.id.cmp(&b.id));
            by_id.then_with(|| start(a).cmp(&start(b))).then_with(|| name(a).cmp(&name(b)))
        });
        drafts
    }

    /// Says which expected fields are missing: once where no subtask has the field, else for each that lacks it.
    fn missing_fields(&mut self, drafts: &[Draft<'_>]) {
        let lacks = |draft: &Draft<'_>| {
            let SubtaskRecord { name, status, upstreams, downstreams, .. } = draft.record;
            [draft.id.is_none(), name.is_none(), status.is_none(), upstreams.is_none(), downstreams.is_none()]
        };
        let mut counts = [0; EXPECTED.len()];
        for draft in drafts {
            for (count, missing) in counts.iter_mut().zip(lacks(draft)) {
                *count += usize::from(missing);
            }
        }
        const NOWHERE: [&str; 5] =
            ["subtasks[].id", "subtasks[].name", "subtasks[].status", "subtasks[].upstreams", "subtasks[].downstreams"];
        for (field, _) in NOWHERE.into_iter().zip(counts).filter(|&(_, count)| count > 0 && count == drafts.len()) {
            self.findings.push(Finding::MissingField { subtask: None, field });
        }
        for (place, draft) in drafts.iter().enumerate() {
            let subtask = Some(SubtaskIdx::from_place(place));
            for ((field, count), missing) in EXPECTED.into_iter().zip(counts).zip(lacks(draft)) {
                if missing && count < drafts.len() {
                    self.findings.push(Finding::MissingField { subtask, field });
                }
            }
        }
    }

    /// An id for each draft that no other has. Lists of edges that name a doubled id mean the first that has it.
    fn unique_ids(&mut self, drafts: &[Draft<'_>]) -> Vec<Id> {
        let taken: HashSet<&Id> = drafts.iter().filter_map(|draft| draft.id.as_ref()).collect();
        let mut added: HashSet<Id> = HashSet::new();
        let mut copies: BTreeMap<String, u32> = BTreeMap::new();
        let mut ids: Vec<Id> = Vec::with_capacity(drafts.len());
        for (place, draft) in drafts.iter().enumerate() {
            let repeats =
                place > 0 && draft.id.is_some() && drafts.get(place - 1).is_some_and(|last| last.id == draft.id);
            if let Some(id) = draft.id.as_ref().filter(|_| !repeats) {
                ids.push(id.clone());
                continue;
            }
            let stem = draft.id.as_ref().map_or_else(|| "no-id".to_owned(), Id::to_string);
            let copy = copies.entry(stem.clone()).or_insert(u32::from(repeats));
            let id = loop {
                *copy += 1;
                let id = Id::new(&format!("{stem}~{copy}"));
                if !taken.contains(&id) && !added.contains(&id) {
                    break id;
                }
            };
            if let Some(original) = draft.id.clone() {
                self.findings.push(Finding::DuplicateId { subtask: SubtaskIdx::from_place(place), original });
            }
            added.insert(id.clone());
            ids.push(id);
        }
        ids
    }

    fn claims(&mut self, subtask: SubtaskIdx, side: Side, list: Option<Raw<'_>>, claims: &mut Vec<Claim>) {
        let Some(list) = list else { return };
        let field = match side {
            Side::Upstream => "upstreams",
            Side::Downstream => "downstreams",
        };
        // A lone id in the place of a list is a list of one.
        let named = list.elements().unwrap_or_else(|| vec![list]);
        for value in named {
            match value.id() {
                Some(other) => claims.push(Claim { subtask, side, other }),
                None => self.malformed(Some(subtask), field, value),
            }
        }
    }

    fn subtask(&mut self, place: usize, draft: &Draft<'_>, id: Id) -> Subtask {
        let step = Some(SubtaskIdx::from_place(place));
        let record = &draft.record;
        let name = self.text(step, "name", record.name).unwrap_or_default();
        let status: super::SubtaskStatus =
            self.name(step, "status", record.status).map(|name| super::SubtaskStatus::new(&name)).unwrap_or_default();
        let operation: super::Operation =
            self.name(step, "operation", record.operation).map(|name| super::Operation::new(&name)).unwrap_or_default();
        self.unknown(step, "status", matches!(status, super::SubtaskStatus::Unknown(_)), record.status);
        self.unknown(step, "operation", matches!(operation, super::Operation::Unknown(_)), record.operation);
        let limit = self.integer(step, "timeout", record.timeout);
        Subtask {
            id,
            position: draft.position,
            description: self.text(step, "description", record.description).filter(|description| *description != name),
            name,
            series_id: record.series_id.and_then(Raw::id),
            time_limit: limit.filter(|&seconds| seconds > 0).map(Millis::from_seconds),
            status,
            operation,
            executor: self.text(step, "executor", record.executor).filter(|executor| !executor.is_empty()),
            run_time: self
                .integer(step, "runTime", record.run_time)
                .map_or(1, |count| count.clamp(0, i64::from(u32::MAX)) as u32),
            node_type: self.text(step, "nodeType", record.node_type),
            parallel_index: self
                .integer(step, "parallelIdx", record.parallel_index)
                .and_then(|index| u32::try_from(index).ok()),
            prohibit_rollback: self.flag(step, "prohibitRollback", record.prohibit_rollback).unwrap_or(false),
            create_time: self.time(step, "createTime", record.create_time),
            start_time: self.time(step, "startTime", record.start_time),
            finish_time: self.time(step, "finishTime", record.finish_time),
        }
    }

    fn creator(&mut self, value: Option<Raw<'_>>) -> Option<Creator> {
        let value = value?;
        match value.members::<PartyRecord<'_>>() {
            Some(party) => Some(Creator {
                id: party.id.and_then(Raw::id),
                name: self.text(None, "creator", party.name).unwrap_or_default(),
            }),
            None => self.text(None, "creator", Some(value)).map(|name| Creator { id: None, name }),
        }
    }

    /// A cluster or tenant: as an object, as a bare name, or as an id alone.
    fn owner(&mut self, field: &'static str, value: Option<Raw<'_>>, id: Option<Raw<'_>>) -> Option<Owner> {
        let id = id.and_then(Raw::id);
        let Some(value) = value else {
            return id.map(|id| Owner { id: Some(id), name: Arc::default(), ob_id: None, kind: None });
        };
        match value.members::<PartyRecord<'_>>() {
            Some(party) => Some(Owner {
                id: party.id.and_then(Raw::id).or(id),
                name: self.text(None, field, party.name).unwrap_or_default(),
                ob_id: party.ob_id.and_then(Raw::id),
                kind: self.text(None, field, party.kind),
            }),
            None => self.text(None, field, Some(value)).map(|name| Owner { id, name, ob_id: None, kind: None }),
        }
    }

    fn malformed(&mut self, subtask: Option<SubtaskIdx>, field: &'static str, value: Raw<'_>) {
        self.findings.push(Finding::MalformedField { subtask, field, value: beginning(value) });
    }

    fn unknown(&mut self, subtask: Option<SubtaskIdx>, field: &'static str, is_unknown: bool, value: Option<Raw<'_>>) {
        if let Some(value) = value.and_then(Raw::text).filter(|_| is_unknown) {
            self.findings.push(Finding::UnknownEnum { subtask, field, value: value.into() });
        }
    }

    /// Reads a field, or notes that it can't be read.
    fn read<'a, T>(
        &mut self,
        subtask: Option<SubtaskIdx>,
        field: &'static str,
        value: Option<Raw<'a>>,
        reader: impl Fn(Raw<'a>) -> Option<T>,
    ) -> Option<T> {
        let value = value?;
        let read = reader(value);
        if read.is_none() {
            self.malformed(subtask, field, value);
        }
        read
    }

    fn name<'a>(
        &mut self,
        subtask: Option<SubtaskIdx>,
        field: &'static str,
        value: Option<Raw<'a>>,
    ) -> Option<Cow<'a, str>> {
        self.read(subtask, field, value, Raw::text)
    }

    fn text(&mut self, subtask: Option<SubtaskIdx>, field: &'static str, value: Option<Raw<'_>>) -> Option<Arc<str>> {
        let text = self.name(subtask, field, value)?;
        if let Some(kept) = self.texts.get(text.as_ref()) {
            return Some(kept.clone());
        }
        let kept: Arc<str> = text.into();
        self.texts.insert(kept.clone());
        Some(kept)
    }

    fn integer(&mut self, subtask: Option<SubtaskIdx>, field: &'static str, value: Option<Raw<'_>>) -> Option<i64> {
        self.read(subtask, field, value, Raw::integer)
    }

    fn flag(&mut self, subtask: Option<SubtaskIdx>, field: &'static str, value: Option<Raw<'_>>) -> Option<bool> {
        self.read(subtask, field, value, Raw::flag)
    }

    fn time(&mut self, subtask: Option<SubtaskIdx>, field: &'static str, value: Option<Raw<'_>>) -> Option<Timestamp> {
        self.read(subtask, field, value, |value| value.time().ok()).flatten()
    }
}

fn beginning(value: Raw<'_>) -> Arc<str> {
    value.json().chars().take(60).collect::<String>().into()
}
