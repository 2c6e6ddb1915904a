//! The payload as it was written: which parts are read, by what names, and how they are nested.
//!
//! Reads the bytes once and keeps slices of them. Four shapes are known:
//!
//! ```text
//!  a task        {"id": …, "subtasks": [ … ]}
//!  an envelope   {"data": a task or a page or a bare list, "traceId": …}
//!  a page        {"contents": [task, …], "page": …}
//!  a bare list   [task, …]
//! ```

mod json;
mod patient;
mod raw;
mod record;

use std::borrow::Cow;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess};

use super::Id;
use patient::{Part, Patient};
pub(super) use raw::Raw;
use record::Record;
pub(super) use record::{ErrorRecord, NodeRecord, PartyRecord, SubErrorRecord, SubtaskRecord};

/// One entry of a list of subtasks.
#[derive(Clone, Debug)]
pub(super) struct Entry<'a> {
    /// The whole of it.
    pub json: Raw<'a>,
    /// Its id, where it has one: what the entries are sorted by before they are read.
    pub id: Option<Id>,
}

impl<'de> Deserialize<'de> for Entry<'de> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let json = Raw::deserialize(input)?;
        Ok(Self { json, id: json.member("id").and_then(Raw::id) })
    }
}

/// One object of the payload that may be an envelope, a task, or both in one.
#[derive(Debug, Default)]
pub(super) struct Node<'a> {
    /// The members that are none of those below.
    pub members: NodeRecord<'a>,
    /// The subtasks; `None` where there is no list of them.
    pub subtasks: Option<Vec<Entry<'a>>>,
    /// What an envelope holds.
    data: Option<Box<Self>>,
    /// The tasks of a list.
    contents: Option<Vec<Self>>,
}

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        NodeSeed::OUTERMOST.deserialize(input).map(Option::unwrap_or_default)
    }
}

impl Node<'_> {
    /// The tasks in here, in whichever of the shapes they came.
    pub fn into_tasks(self) -> impl Iterator<Item = Self> {
        let holder = self.into_data();
        let (alone, listed) = match holder.contents {
            Some(contents) => (None, contents),
            None => (Some(holder), Vec::new()),
        };
        alone.into_iter().chain(listed.into_iter().map(Self::into_data)).filter(Self::is_task)
    }

    fn into_data(self) -> Self {
        match self.data {
            Some(data) => *data,
            None => self,
        }
    }

    fn is_task(&self) -> bool {
        let NodeRecord { id, name, operation, start_time, .. } = self.members;
        self.subtasks.is_some() || (id.is_some() && (name.is_some() || operation.is_some() || start_time.is_some()))
    }
}

/// Reads a node, as long as no more of them are nested than a list of envelopes needs.
#[derive(Clone, Copy)]
struct NodeSeed {
    depth: u8,
}

impl NodeSeed {
    /// An envelope, a list, a task.
    const OUTERMOST: Self = Self { depth: 3 };

    const fn inner(self) -> Self {
        Self { depth: self.depth.saturating_sub(1) }
    }
}

impl<'de> DeserializeSeed<'de> for NodeSeed {
    type Value = Option<Node<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        match self.depth {
            0 => IgnoredAny::deserialize(input).map(|_| None),
            _ => input.deserialize_any(Patient(self)),
        }
    }
}

impl<'de> Part<'de> for NodeSeed {
    type Value = Node<'de>;

    fn object<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Self::Value>, A::Error> {
        let mut node = Node::default();
        while let Some(name) = map.next_key::<Cow<'_, str>>()? {
            match name.as_ref() {
                "data" => node.data = node.data.or(map.next_value_seed(self.inner())?.map(Box::new)),
                "contents" => node.contents = node.contents.or(map.next_value_seed(Nodes(self.inner()))?),
                "subtasks" | "tasks" => node.subtasks = node.subtasks.or(map.next_value_seed(Entries)?),
                other => node.members.fill(other, map.next_value()?),
            }
        }
        Ok(Some(node))
    }

    /// A list in the place of a task is a list of tasks.
    fn list<A: SeqAccess<'de>>(self, list: A) -> Result<Option<Self::Value>, A::Error> {
        let contents = Nodes(self.inner()).list(list)?;
        Ok(Some(Node { contents, ..Node::default() }))
    }
}

/// Reads a list of nodes; what is no node in it is left out.
struct Nodes(NodeSeed);

impl<'de> DeserializeSeed<'de> for Nodes {
    type Value = Option<Vec<Node<'de>>>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        input.deserialize_any(Patient(self))
    }
}

impl<'de> Part<'de> for Nodes {
    type Value = Vec<Node<'de>>;

    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<Self::Value>, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element_seed(self.0)? {
            nodes.extend(node);
        }
        Ok(Some(nodes))
    }
}

/// Reads a list of subtasks.
struct Entries;

impl<'de> DeserializeSeed<'de> for Entries {
    type Value = Option<Vec<Entry<'de>>>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        input.deserialize_any(Patient(self))
    }
}

impl<'de> Part<'de> for Entries {
    type Value = Vec<Entry<'de>>;

    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<Self::Value>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = list.next_element()? {
            entries.push(entry);
        }
        Ok(Some(entries))
    }
}
