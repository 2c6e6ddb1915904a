//! The records of the wire: which members are read, under every name they were seen by.
//!
//! A record is a row of slots, one a member, each for the value as it was written. Members that are not known are
//! passed over; one that comes twice counts as it came last, and `null` as not at all.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use super::Raw;
use super::anything::{Anything, Compound};

/// A record whose members are slots for raw values.
pub(in crate::task) trait Members<'a>: Default {
    /// The slot that holds the member of this name, if it is read at all.
    fn slot(&mut self, name: &str) -> Option<&mut Option<Raw<'a>>>;
}

/// Declares a record: each slot with the names under which it was seen.
macro_rules! record {
    ($(#[$about:meta])* $record:ident { $($slot:ident: $($name:literal)|+),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default)]
        pub(in crate::task) struct $record<'a> { $(pub $slot: Option<Raw<'a>>,)+ }

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

/// Reads an object's members into a record; tells whether it was an object.
pub(in crate::task) struct Into<'r, M>(pub &'r mut M);

impl<'de, M: Members<'de>> DeserializeSeed<'de> for Into<'_, M> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<bool, D::Error> {
        input.deserialize_any(Anything(self)).map(|object| object.is_some())
    }
}

impl<'de, M: Members<'de>> Compound<'de> for Into<'_, M> {
    type Value = ();

    fn object<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<()>, A::Error> {
        while let Some(slot) = map.next_key_seed(SlotSeed(&mut *self.0))? {
            fill(slot, &mut map)?;
        }
        Ok(Some(()))
    }
}

/// Reads the value of the member whose key was just read into its slot, or over it where it has none.
pub(super) fn fill<'de, A: MapAccess<'de>>(slot: Option<&mut Option<Raw<'de>>>, map: &mut A) -> Result<(), A::Error> {
    match slot {
        Some(slot) => {
            let value = map.next_value::<Raw<'de>>()?;
            if !value.is_null() {
                *slot = Some(value);
            }
        }
        None => drop(map.next_value::<IgnoredAny>()?),
    }
    Ok(())
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
