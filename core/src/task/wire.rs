//! The payload's shape: which members are read, in every spelling seen, and how the parts are nested.
//!
//! Reads the bytes once and keeps slices of them. Four shapes are known: an envelope around a task, a bare task, and,
//! in the envelope or bare, a list of tasks. Members that are not known are passed over; a member that comes twice
//! counts as it came last, `null` as not at all.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::raw::Raw;

/// A record whose members are slots for raw values.
pub(super) trait Members<'a>: Default {
    /// The slot that holds the member of this name, if it is read at all.
    fn slot(&mut self, name: &str) -> Option<&mut Option<Raw<'a>>>;
}

/// Declares a record: each slot with the names under which it was seen.
macro_rules! record {
    ($(#[$about:meta])* $record:ident { $($slot:ident: $($name:literal)|+),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default)]
        pub(super) struct $record<'a> { $(pub $slot: Option<Raw<'a>>,)+ }

        impl<'a> Members<'a> for $record<'a> {
            fn slot(&mut self, name: &str) -> Option<&mut Option<Raw<'a>>> {
                match name {
                    $($($name)|+ => Some(&mut self.$slot),)+
                    _ => None,
                }
            }
        }
    };
}

record! {
    /// A subtask.
    SubtaskRecord {
        id: "id",
        series_id: "seriesId",
        name: "name",
        description: "description",
        timeout: "timeout",
        status: "status",
        operation: "operation",
        executor: "executor",
        run_time: "runTime",
        node_type: "nodeType",
        parallel_index: "parallelIdx" | "paralleIdx",
        upstreams: "upstreams" | "upstream",
        downstreams: "downstreams" | "downstream",
        prohibit_rollback: "prohibitRollback",
        create_time: "createTime",
        start_time: "startTime",
        finish_time: "finishTime",
    }
}

record! {
    /// A task and, since a bare task has no envelope, the envelope too: `status` is a number or a name, and tells them
    /// apart.
    NodeRecord {
        id: "id",
        name: "name",
        definition_id: "taskDefinitionId",
        status: "status",
        kind: "type",
        operation: "operation",
        executor: "executor",
        prohibit_rollback: "prohibitRollback",
        creator: "creator",
        cluster: "cluster",
        cluster_id: "clusterId",
        tenant: "tenant" | "tenantInfo",
        tenant_id: "tenantId",
        host_id: "hostId",
        is_remote: "isRemote",
        create_time: "createTime",
        start_time: "startTime",
        finish_time: "finishTime",
        error: "error",
        successful: "successful",
        timestamp: "timestamp",
        trace_id: "traceId",
        server: "server",
    }
}

record! {
    /// A cluster, a tenant, or a creator.
    PartyRecord {
        id: "id",
        name: "name",
        ob_id: "obClusterId" | "obTenantId",
        kind: "type" | "mode",
    }
}

record! {
    /// What may hold subtasks.
    Holder {
        data: "data",
        contents: "contents",
        subtasks: "subtasks" | "tasks",
    }
}

record! {
    /// The `error` of a failed call.
    ErrorRecord {
        code: "code",
        message: "message",
        debug_message: "debugMessage",
        sub_errors: "subErrors",
    }
}

record! {
    /// One of the parts of an error.
    SubErrorRecord {
        code: "code",
        object: "object",
        field: "field",
        rejected_value: "rejectedValue",
        message: "message",
    }
}

/// A record, or `None` where the payload has something else than an object.
pub(super) struct Lenient<M>(pub Option<M>);

impl<'de, M: Members<'de>> Deserialize<'de> for Lenient<M> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(Anything(RecordVisitor(PhantomData))).map(|record| Self(record.flatten()))
    }
}

/// One object of the payload that may be an envelope, a task, or both in one.
#[derive(Debug, Default)]
pub(super) struct Node<'a> {
    pub members: NodeRecord<'a>,
    /// The entries of the list of subtasks, `None` for one that is no object; `None` where there is no list at all.
    pub subtasks: Option<Vec<Option<SubtaskRecord<'a>>>>,
    /// What an envelope holds.
    pub data: Option<Box<Node<'a>>>,
    /// The tasks of a list, `None` for one that is no object.
    pub contents: Option<Vec<Option<Node<'a>>>>,
}

/// How deep nodes nest: envelope, list, task.
const NODE_DEPTH: u8 = 3;

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        NodeSeed { depth: NODE_DEPTH }.deserialize(input).map(Option::unwrap_or_default)
    }
}

#[derive(Clone, Copy)]
struct NodeSeed {
    depth: u8,
}

impl<'de> DeserializeSeed<'de> for NodeSeed {
    type Value = Option<Node<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        if self.depth == 0 {
            return IgnoredAny::deserialize(input).map(|_| None);
        }
        input.deserialize_any(Anything(NodeVisitor(self)))
    }
}

/// What reads objects, and lists if it can make something of them.
trait Compound<'de> {
    type Value;
    fn object<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error>;
    fn list<A: SeqAccess<'de>>(self, list: A) -> Result<Option<Self::Value>, A::Error>;
}

struct RecordVisitor<M>(PhantomData<M>);

impl<'de, M: Members<'de>> Compound<'de> for RecordVisitor<M> {
    type Value = Option<M>;

    fn object<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut record = M::default();
        while let Some(slot) = map.next_key_seed(SlotSeed(&mut record))? {
            match slot {
                Some(slot) => {
                    let value = map.next_value::<Raw<'de>>()?;
                    if !value.is_null() {
                        *slot = Some(value);
                    }
                }
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Some(record))
    }

    fn list<A: SeqAccess<'de>>(self, list: A) -> Result<Option<Self::Value>, A::Error> {
        drain(list).map(|()| None)
    }
}

/// Finds the slot for a key without making a string of it.
struct SlotSeed<'r, M>(&'r mut M);

impl<'r, 'de: 'r, M: Members<'de>> DeserializeSeed<'de> for SlotSeed<'r, M> {
    type Value = Option<&'r mut Option<Raw<'de>>>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        input.deserialize_str(self)
    }
}

impl<'r, 'de: 'r, M: Members<'de>> Visitor<'de> for SlotSeed<'r, M> {
    type Value = Option<&'r mut Option<Raw<'de>>>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a member's name")
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(self.0.slot(name))
    }
}

struct NodeVisitor(NodeSeed);

impl<'de> Compound<'de> for NodeVisitor {
    type Value = Node<'de>;

    fn object<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let inner = NodeSeed { depth: self.0.depth - 1 };
        let mut node = Node::default();
        while let Some(name) = map.next_key::<Cow<'_, str>>()? {
            match name.as_ref() {
                "data" => node.data = map.next_value_seed(inner)?.map(Box::new).or(node.data),
                "contents" => node.contents = map.next_value_seed(NodesSeed(inner))?.or(node.contents),
                "subtasks" | "tasks" => node.subtasks = map.next_value::<Subtasks<'de>>()?.0.or(node.subtasks),
                other => match node.members.slot(other) {
                    Some(slot) => *slot = Some(map.next_value::<Raw<'de>>()?).filter(|value| !value.is_null()),
                    None => drop(map.next_value::<IgnoredAny>()?),
                },
            }
        }
        Ok(node)
    }

    /// A list in the place of a task is a list of tasks.
    fn list<A: SeqAccess<'de>>(self, list: A) -> Result<Option<Self::Value>, A::Error> {
        let contents = Some(nodes(list, NodeSeed { depth: self.0.depth - 1 })?);
        Ok(Some(Node { contents, ..Node::default() }))
    }
}

/// Reads the tasks of a list.
struct NodesSeed(NodeSeed);

impl<'de> DeserializeSeed<'de> for NodesSeed {
    type Value = Option<Vec<Option<Node<'de>>>>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        input.deserialize_any(Anything(self))
    }
}

impl<'de> Compound<'de> for NodesSeed {
    type Value = Vec<Option<Node<'de>>>;

    fn object<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        NodeVisitor(self.0).object(map).map(|node| vec![Some(node)])
    }

    fn list<A: SeqAccess<'de>>(self, list: A) -> Result<Option<Self::Value>, A::Error> {
        nodes(list, self.0).map(Some)
    }
}

fn nodes<'de, A: SeqAccess<'de>>(mut list: A, each: NodeSeed) -> Result<Vec<Option<Node<'de>>>, A::Error> {
    let mut nodes = Vec::new();
    while let Some(node) = list.next_element_seed(each)? {
        nodes.push(node);
    }
    Ok(nodes)
}

/// The list of subtasks; `None` where it is something else.
struct Subtasks<'a>(Option<Vec<Option<SubtaskRecord<'a>>>>);

impl<'de> Deserialize<'de> for Subtasks<'de> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(Anything(SubtasksVisitor)).map(Self)
    }
}

struct SubtasksVisitor;

impl<'de> Compound<'de> for SubtasksVisitor {
    type Value = Vec<Option<SubtaskRecord<'de>>>;

    fn object<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        RecordVisitor(PhantomData).object(map).map(|subtask| vec![subtask])
    }

    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<Self::Value>, A::Error> {
        let mut subtasks = Vec::new();
        while let Some(Lenient(subtask)) = list.next_element()? {
            subtasks.push(subtask);
        }
        Ok(Some(subtasks))
    }
}

/// Lends a [`Compound`] the patience for values of any other type: they are read over, and count as nothing.
struct Anything<C>(C);

impl<'de, C: Compound<'de>> Visitor<'de> for Anything<C> {
    type Value = Option<C::Value>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        self.0.object(map).map(Some)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        self.0.list(list)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

fn drain<'de, A: SeqAccess<'de>>(mut list: A) -> Result<(), A::Error> {
    while list.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}
