//! The records of the wire: which members are read, under every name they were seen by.
//!
//! A record is a row of slots, one a member, each for the value as it was written. Members that are not known are
//! passed over; one that comes twice, or under two names, counts as it came last, but never as nothing where there was
//! something: `null` counts as not at all, and a string without a letter where nothing else came.

use super::{Raw, Reader};

/// A row of slots for raw values.
pub(in crate::task) trait Record<'a>: Default {
    /// The slot that holds the member of this name, if it is read at all.
    fn slot(&mut self, name: &str) -> Option<&mut Option<Raw<'a>>>;

    /// Puts a member into its slot.
    #[inline]
    fn fill(&mut self, name: &str, value: Raw<'a>) {
        if let Some(slot) = self.slot(name).filter(|_| !value.is_null())
            && (slot.is_none() || !value.is_empty())
        {
            *slot = Some(value);
        }
    }

    /// Reads an object; `None` where it is no JSON.
    #[inline]
    fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let mut record = Self::default();
        reader.object(|name, value| record.fill(name, value))?;
        Some(record)
    }
}

/// Declares a record: each slot with the names under which it was seen.
macro_rules! record {
    ($(#[$about:meta])* $record:ident { $($slot:ident: $($name:literal)|+),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default)]
        pub(in crate::task) struct $record<'a> { $(pub $slot: Option<Raw<'a>>,)+ }

        impl<'a> Record<'a> for $record<'a> {
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
        upstreams: "upstreams",
        upstream: "upstream",
        downstreams: "downstreams",
        downstream: "downstream",
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
        subtasks: "subtasks" | "tasks",
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
