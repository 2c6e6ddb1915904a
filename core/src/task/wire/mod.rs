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

mod json;
mod raw;
mod record;
mod text;

pub(super) use json::Reader;
pub(super) use raw::Raw;
pub(super) use record::{ErrorRecord, NodeRecord, PartyRecord, Record, SubErrorRecord, SubtaskRecord};

/// What the entries of a list of subtasks are made into, one by one as they are read.
pub(super) trait Gather<'a>: Sized {
    /// Reads the whole list; `None` where it is no JSON.
    fn gather(reader: &mut Reader<'a>) -> Option<Self>;
}

impl<'a> Gather<'a> for Vec<Raw<'a>> {
    fn gather(reader: &mut Reader<'a>) -> Option<Self> {
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

impl<'a, G: Gather<'a>> Node<'a, G> {
    /// Reads a text that is an object or a list and nothing more; `None` if it is no JSON.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut reader = Reader::new(text);
        let node = Self::read(&mut reader, DEPTH)?;
        reader.is_at_end().then(|| node.unwrap_or_default())
    }

    /// Reads a node of at most this depth; reads over all else, which counts as nothing.
    fn read(reader: &mut Reader<'a>, depth: u8) -> Option<Option<Self>> {
        let mut node = Self::default();
        match reader.peek()? {
            b'{' if depth > 0 => reader.object(|reader, name| node.read_member(name, reader, depth - 1))?,
            // A list in the place of a task is a list of tasks.
            b'[' if depth > 0 => node.contents = Self::read_list(reader, depth - 1)?,
            _ => return reader.value().map(|_| None),
        }
        Some(Some(node))
    }

    /// Reads one member of a node. One that can't be used leaves what was there, as `null` does in a record.
    fn read_member(&mut self, name: &str, reader: &mut Reader<'a>, depth: u8) -> Option<()> {
        match name {
            "data" => self.data = Self::read(reader, depth)?.map(Box::new).or(self.data.take()),
            "contents" => self.contents = Self::read_list(reader, depth)?.or(self.contents.take()),
            "subtasks" | "tasks" if reader.peek()? == b'[' => self.subtasks = Some(G::gather(reader)?),
            _ => self.members.fill(name, reader.value()?),
        }
        Some(())
    }

    /// Reads a list of nodes; what is no node in it is left out.
    fn read_list(reader: &mut Reader<'a>, depth: u8) -> Option<Option<Vec<Self>>> {
        if reader.peek()? != b'[' {
            return reader.value().map(|_| None);
        }
        let mut nodes = Vec::new();
        reader.list(|reader| Self::read(reader, depth).map(|node| nodes.extend(node)))?;
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
