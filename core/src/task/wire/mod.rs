//! The payload as it was written: which parts are read, by what names, and how they are nested.
//!
//! Reads the bytes once and keeps slices of them. Four shapes are known, of which any may be inside any:
//!
//! ```text
//!  an envelope   {"data": …, "traceId": …}
//!  a task        {"id": …, "subtasks": [ … ]}
//!  a page        {"contents": [task, …], "page": …}
//!  a bare list   [task, …]
//! ```
//!
//! The entries of a list of subtasks, of which there may be 100,000, go straight to whoever [`Gather`]s them.

mod anything;
mod raw;
mod record;

use std::borrow::Cow;
use std::marker::PhantomData;

use serde::de::{Deserialize as _, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess};

use anything::{Anything, Compound};
pub(super) use raw::Raw;
pub(super) use record::{ErrorRecord, Into, Members, NodeRecord, PartyRecord, SubErrorRecord, SubtaskRecord};

/// What the entries of a list of subtasks are made into, one by one as they are read.
pub(super) trait Gather<'de>: Sized {
    /// Reads the whole list, which may have about so many entries.
    fn gather<A: SeqAccess<'de>>(list: A, expected: usize) -> Result<Self, A::Error>;
}

impl<'de> Gather<'de> for Vec<Raw<'de>> {
    fn gather<A: SeqAccess<'de>>(mut list: A, expected: usize) -> Result<Self, A::Error> {
        let mut entries = Vec::with_capacity(expected);
        while let Some(entry) = list.next_element()? {
            entries.push(entry);
        }
        Ok(entries)
    }
}

/// One object of the payload that may be an envelope, a task, or both in one.
#[derive(Debug)]
pub(super) struct Node<'a, G> {
    /// The members that are neither of those below.
    pub members: NodeRecord<'a>,
    /// The subtasks; `None` where there is no list of them.
    pub subtasks: Option<G>,
    /// What an envelope holds.
    pub data: Option<Box<Node<'a, G>>>,
    /// The tasks of a list.
    pub contents: Option<Vec<Node<'a, G>>>,
}

impl<G> Default for Node<'_, G> {
    fn default() -> Self {
        Self { members: NodeRecord::default(), subtasks: None, data: None, contents: None }
    }
}

impl<'a, G: Gather<'a>> Node<'a, G> {
    /// Reads a text that is an object or a list, and nothing more.
    pub fn parse(text: &'a str) -> Result<Self, serde_json::Error> {
        let mut parser = serde_json::Deserializer::from_str(text);
        let node = NodeSeed::outermost(text.len()).deserialize(&mut parser)?;
        parser.end()?;
        Ok(node.unwrap_or_default())
    }

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
struct NodeSeed<G> {
    depth: u8,
    /// How many subtasks there may be.
    expected: usize,
    gather: PhantomData<G>,
}

impl<G> NodeSeed<G> {
    /// The least that OCP writes of a subtask that has run, in bytes; most have half as much again.
    const ENTRY: usize = 350;

    /// Of an envelope, a list, a task.
    const fn outermost(length: usize) -> Self {
        Self { depth: 3, expected: length / Self::ENTRY, gather: PhantomData }
    }

    const fn inner(&self) -> Self {
        Self { depth: self.depth.saturating_sub(1), expected: self.expected, gather: PhantomData }
    }

    /// For one of many.
    const fn listed(&self) -> Self {
        Self { depth: self.depth, expected: 0, gather: PhantomData }
    }
}

impl<'de, G: Gather<'de>> DeserializeSeed<'de> for NodeSeed<G> {
    type Value = Option<Node<'de, G>>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        if self.depth == 0 {
            return IgnoredAny::deserialize(input).map(|_| None);
        }
        input.deserialize_any(Anything(self))
    }
}

impl<'de, G: Gather<'de>> Compound<'de> for NodeSeed<G> {
    type Value = Node<'de, G>;

    fn object<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Self::Value>, A::Error> {
        let mut node = Node::default();
        while let Some(name) = map.next_key::<Cow<'_, str>>()? {
            match name.as_ref() {
                "data" => node.data = map.next_value_seed(self.inner())?.map(Box::new).or(node.data),
                "contents" => node.contents = map.next_value_seed(Nodes(self.inner()))?.or(node.contents),
                "subtasks" | "tasks" => {
                    node.subtasks = map.next_value_seed(Entries(self.expected, PhantomData))?.or(node.subtasks);
                }
                other => record::fill(node.members.slot(other), &mut map)?,
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
struct Nodes<G>(NodeSeed<G>);

impl<'de, G: Gather<'de>> DeserializeSeed<'de> for Nodes<G> {
    type Value = Option<Vec<Node<'de, G>>>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        input.deserialize_any(Anything(self))
    }
}

impl<'de, G: Gather<'de>> Compound<'de> for Nodes<G> {
    type Value = Vec<Node<'de, G>>;

    fn list<A: SeqAccess<'de>>(self, mut list: A) -> Result<Option<Self::Value>, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element_seed(self.0.listed())? {
            nodes.extend(node);
        }
        Ok(Some(nodes))
    }
}

/// Lets the entries of a list of subtasks be gathered.
struct Entries<G>(usize, PhantomData<G>);

impl<'de, G: Gather<'de>> DeserializeSeed<'de> for Entries<G> {
    type Value = Option<G>;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Self::Value, D::Error> {
        input.deserialize_any(Anything(self))
    }
}

impl<'de, G: Gather<'de>> Compound<'de> for Entries<G> {
    type Value = G;

    fn list<A: SeqAccess<'de>>(self, list: A) -> Result<Option<G>, A::Error> {
        G::gather(list, self.0).map(Some)
    }
}
