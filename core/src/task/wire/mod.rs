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
//!
//! The entries of a list of subtasks, of which there may be 100,000, go straight to whoever [`Gather`]s them.

use std::future::Future;
use std::pin::Pin;

use crate::pace::Steps;

mod json;
mod raw;
mod record;
mod text;

pub(super) use json::Reader;
pub(super) use raw::Raw;
pub(super) use record::{ErrorRecord, NodeRecord, PartyRecord, Record, SubErrorRecord, SubtaskRecord};

/// What the entries of a list of subtasks are made into, one by one as they are read.
pub(super) trait Gather<'a>: Sized {
    /// Reads the whole list, in slices; `None` where it is no JSON.
    async fn gather(reader: &mut Reader<'a>, steps: &Steps<'_>) -> Option<Self>;
}

impl<'a> Gather<'a> for Vec<Raw<'a>> {
    async fn gather(reader: &mut Reader<'a>, _: &Steps<'_>) -> Option<Self> {
        let mut entries = Vec::new();
        reader.list(|reader| reader.value().map(|entry| entries.push(entry)))?;
        Some(entries)
    }
}

/// One object of the payload that may be an envelope, a task, or both in one.
#[derive(Debug)]
pub(super) struct Node<'a, G> {
    /// The members that are none of those below.
    pub members: NodeRecord<'a>,
    /// The subtasks; `None` where there is no list of them.
    pub subtasks: Option<G>,
    /// What an envelope holds.
    data: Option<Box<Self>>,
    /// The tasks of a list.
    contents: Option<Vec<Self>>,
}

impl<G> Default for Node<'_, G> {
    fn default() -> Self {
        Self { members: NodeRecord::default(), subtasks: None, data: None, contents: None }
    }
}

/// How deep nodes nest at most: an envelope, a list, a task.
const DEPTH: u8 = 3;

/// A node that is being read: none where the value was something else, and nothing at all where it is no JSON.
type Reading<'r, N> = Pin<Box<dyn Future<Output = Option<Option<N>>> + 'r>>;

impl<'a, G: Gather<'a>> Node<'a, G> {
    /// Reads a text that is an object or a list and nothing more; `None` if it is no JSON.
    pub async fn parse(text: &'a str, steps: &Steps<'_>) -> Option<Self> {
        let mut reader = Reader::new(text);
        let node = Self::read(&mut reader, DEPTH, steps).await?;
        reader.is_at_end().then(|| node.unwrap_or_default())
    }

    /// Reads a node of at most this depth; reads over all else, which counts as nothing.
    fn read<'r>(reader: &'r mut Reader<'a>, depth: u8, steps: &'r Steps<'_>) -> Reading<'r, Self> {
        Box::pin(async move {
            let mut node = Self::default();
            match reader.peek()? {
                b'{' if depth > 0 => {
                    let mut goes_on = reader.enter(b'{', b'}')?;
                    while goes_on {
                        let name = reader.name()?;
                        node.read_member(&name, reader, depth - 1, steps).await?;
                        goes_on = reader.goes_on(b'}')?;
                    }
                }
                // A list in the place of a task is a list of tasks.
                b'[' if depth > 0 => node.contents = Self::read_list(reader, depth - 1, steps).await?,
                _ => return reader.value().map(|_| None),
            }
            Some(Some(node))
        })
    }

    /// Reads one member of a node. One that can't be used leaves what was there, as `null` does in a record.
    async fn read_member(&mut self, name: &str, reader: &mut Reader<'a>, depth: u8, steps: &Steps<'_>) -> Option<()> {
        match name {
            "data" => self.data = Self::read(reader, depth, steps).await?.map(Box::new).or(self.data.take()),
            "contents" => self.contents = Self::read_list(reader, depth, steps).await?.or(self.contents.take()),
            "subtasks" | "tasks" if reader.peek()? == b'[' => self.subtasks = Some(G::gather(reader, steps).await?),
            _ => self.members.fill(name, reader.value()?),
        }
        Some(())
    }

    /// Reads a list of nodes; what is no node in it is left out.
    async fn read_list(reader: &mut Reader<'a>, depth: u8, steps: &Steps<'_>) -> Option<Option<Vec<Self>>> {
        if reader.peek()? != b'[' {
            return reader.value().map(|_| None);
        }
        let mut nodes = Vec::new();
        let mut goes_on = reader.enter(b'[', b']')?;
        while goes_on {
            nodes.extend(Self::read(reader, depth, steps).await?);
            goes_on = reader.goes_on(b']')?;
        }
        Some(Some(nodes))
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
