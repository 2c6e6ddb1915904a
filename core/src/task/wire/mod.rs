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
//! A gateway may put envelopes of its own around that of OCP.
//!
//! The entries of a list of subtasks, of which there may be 100,000, go straight to whoever [`Gather`]s them.

use std::future::Future;
use std::pin::Pin;

use crate::pace::{Steps, apart};

mod json;
mod raw;
mod record;
mod text;

pub(super) use json::{Reader, hits};
pub(super) use raw::{Raw, whole_number};
pub(super) use record::{ErrorRecord, NodeRecord, PartyRecord, Record, SubErrorRecord, SubtaskRecord};

/// Whoever takes the entries of a list of subtasks, one by one as they are read.
pub(super) trait Gather<'a> {
    /// What it makes of a list.
    type Entries;
    /// Reads the whole list, or the values of an object, in slices, and adds it to what another has brought; `None` where
    /// it is no JSON, or not what it wants.
    async fn gather(
        &self,
        reader: &mut Reader<'a>,
        steps: &Steps<'_>,
        before: Option<Self::Entries>,
    ) -> Option<Self::Entries>;
}

/// One object of the payload that may be an envelope, a task, or both in one.
#[derive(Debug)]
pub(super) struct Node<'a, E> {
    /// The members that are none of those below.
    pub members: NodeRecord<'a>,
    /// The subtasks; `None` where there is no list of them. What came instead is a member.
    pub subtasks: Option<E>,
    /// The last list of them, as it was written.
    list: &'a [u8],
    /// What an envelope holds.
    data: Option<Box<Self>>,
    /// The tasks of a list.
    contents: Option<Vec<Self>>,
}

impl<E> Default for Node<'_, E> {
    fn default() -> Self {
        Self { members: NodeRecord::default(), subtasks: None, list: &[], data: None, contents: None }
    }
}

/// How deep nodes nest at most: an envelope, a list, a task, and what gateways put around them.
const DEPTH: u8 = 6;

/// A node that is being read: none where the value was something else, and nothing at all where it is no JSON.
type Reading<'r, N> = Pin<Box<dyn Future<Output = Option<Option<N>>> + 'r>>;

/// How the nodes of a payload are read.
pub(super) struct Nodes<'r, G> {
    /// Who takes the subtasks.
    pub gather: &'r G,
    /// When to pause.
    pub steps: &'r Steps<'r>,
}

impl<'r, 'a, G: Gather<'a>> Nodes<'r, G> {
    /// Reads what a reader has before it: an object or a list, and nothing more; `None` if it is no JSON.
    pub async fn all(&self, mut reader: Reader<'a>) -> Option<Node<'a, G::Entries>> {
        let node = self.node(&mut reader, DEPTH).await?;
        reader.is_at_end().then(|| node.unwrap_or_default().unwrapped())
    }

    /// Reads a node of at most this depth; reads over all else, which counts as nothing.
    fn node<'f>(&'f self, reader: &'f mut Reader<'a>, depth: u8) -> Reading<'f, Node<'a, G::Entries>> {
        Box::pin(async move {
            let mut node = Node::default();
            match reader.peek()? {
                b'{' if depth > 0 => {
                    let mut goes_on = reader.enter(b'{', b'}')?;
                    while goes_on {
                        let name = reader.name()?;
                        self.member(&mut node, &name, reader, depth - 1).await?;
                        goes_on = reader.goes_on(b'}')?;
                    }
                }
                // A list in the place of a task is a list of tasks.
                b'[' if depth > 0 => node.contents = apart(self.list(reader, depth - 1)).await?,
                _ => return reader.value().map(|_| None),
            }
            Some(Some(node))
        })
    }

    /// Reads one member of a node. One that can't be used leaves what was there, as `null` does in a record.
    async fn member(
        &self,
        node: &mut Node<'a, G::Entries>,
        name: &str,
        reader: &mut Reader<'a>,
        depth: u8,
    ) -> Option<()> {
        match name {
            "data" => node.data = self.node(reader, depth).await?.map(Box::new).or(node.data.take()),
            "contents" => node.contents = apart(self.list(reader, depth)).await?.or(node.contents.take()),
            "subtasks" | "tasks" if has_subtasks(reader)? => self.subtasks(node, reader).await?,
            _ => node.members.fill(name, reader.value()?),
        }
        Some(())
    }

    /// Reads a list of subtasks. Where they come under both names, they are those of both lists, if these are not the same.
    async fn subtasks(&self, node: &mut Node<'a, G::Entries>, reader: &mut Reader<'a>) -> Option<()> {
        let (text, start) = (reader.rest(), reader.read());
        if !node.list.is_empty() && text.starts_with(node.list) {
            reader.skip(node.list.len());
            return Some(());
        }
        node.subtasks = Some(apart(self.gather.gather(reader, self.steps, node.subtasks.take())).await?);
        node.list = text.get(..reader.read() - start)?;
        Some(())
    }

    /// Reads a list of nodes; what is no node in it is left out.
    async fn list(&self, reader: &mut Reader<'a>, depth: u8) -> Option<Option<Vec<Node<'a, G::Entries>>>> {
        if reader.peek()? != b'[' {
            return reader.value().map(|_| None);
        }
        let mut nodes = Vec::new();
        let mut goes_on = reader.enter(b'[', b']')?;
        while goes_on {
            nodes.extend(self.node(reader, depth).await?);
            goes_on = reader.goes_on(b']')?;
        }
        Some(Some(nodes))
    }
}

/// Whether a list of subtasks comes next: a list, or an object that has them by their ids.
fn has_subtasks(reader: &mut Reader<'_>) -> Option<bool> {
    let first = reader.peek()?;
    let mut values = reader.rest().split(|byte| *byte == b':').skip(1);
    let is_object = |value: &[u8]| value.trim_ascii_start().starts_with(b"{");
    Some(first == b'[' || (first == b'{' && values.next().is_some_and(is_object)))
}

impl<E> Node<'_, E> {
    /// The tasks in here, in whichever of the shapes they came.
    pub fn into_tasks(self) -> impl Iterator<Item = Self> {
        let holder = self.into_data();
        let (alone, listed) = match holder.contents {
            Some(contents) if holder.subtasks.is_none() => (None, contents),
            contents => (Some(Self { contents, ..holder }), Vec::new()),
        };
        alone.into_iter().chain(listed.into_iter().map(Self::into_data)).filter(Self::is_task)
    }

    fn into_data(self) -> Self {
        let mut envelope = self.unwrapped();
        // Whatever else comes with steps is no more than a member of their task.
        match envelope.data.take_if(|_| envelope.subtasks.is_none()) {
            Some(data) => *data,
            None => envelope,
        }
    }

    /// The innermost of envelopes in envelopes, with what only those around it say.
    pub fn unwrapped(mut self) -> Self {
        while let Some(inner) = self.data.take_if(|data| self.subtasks.is_none() && data.is_envelope()) {
            let outer = std::mem::replace(&mut self, *inner).members;
            let own = &mut self.members;
            own.timestamp = own.timestamp.or(outer.timestamp);
            own.trace_id = own.trace_id.or(outer.trace_id);
            own.server = own.server.or(outer.server);
            own.status = own.status.or(outer.status);
            own.successful = own.successful.or(outer.successful);
            own.error = own.error.or(outer.error);
        }
        self
    }

    /// Whether it is surely none but an envelope.
    fn is_envelope(&self) -> bool {
        !self.is_task() && (self.data.is_some() || self.members.successful.is_some())
    }

    fn is_task(&self) -> bool {
        let NodeRecord { id, name, operation, start_time, .. } = self.members;
        self.subtasks.is_some() || (id.is_some() && (name.is_some() || operation.is_some() || start_time.is_some()))
    }
}
