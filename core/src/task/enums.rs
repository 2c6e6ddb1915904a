//! OCP's enums. Letters of either case are read; what is not known is kept as text, since newer servers add values.

use std::fmt;
use std::sync::Arc;

/// An enum that OCP writes as a name.
pub(super) trait WireEnum: Default {
    /// Reads the name, in either case.
    fn read(text: &str) -> Self;
    /// The text of a name that this version does not know.
    fn unknown(&self) -> Option<&Arc<str>>;
}

/// Makes an enum of names on the wire, with `Unknown` for any other text and `Missing` for none.
macro_rules! wire_enum {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal $(| $alias:literal)*),+ $(,)? }) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Default)]
        pub enum $name {
            $($(#[$doc])* $variant,)+
            /// A value that this version does not know, as it was sent.
            Unknown(Arc<str>),
            /// The field was absent or null.
            #[default]
            Missing,
        }

        impl $name {
            /// Reads the name as OCP writes it, in either case.
            #[must_use]
            pub fn new(text: &str) -> Self {
                $(if text.eq_ignore_ascii_case($text) $(|| text.eq_ignore_ascii_case($alias))* {
                    return Self::$variant;
                })+
                Self::Unknown(text.into())
            }

            /// The name as OCP writes it; empty where it was missing.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Unknown(text) => text,
                    Self::Missing => "",
                }
            }
        }

        impl WireEnum for $name {
            fn read(text: &str) -> Self {
                Self::new(text)
            }

            fn unknown(&self) -> Option<&Arc<str>> {
                match self {
                    Self::Unknown(text) => Some(text),
                    _ => None,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(self.as_str())
            }
        }
    };
}

wire_enum! {
    /// How a task stands. Means nothing without its [`Operation`]: a rolled-back task is SUCCESSFUL too.
    TaskStatus {
        /// Some step may still change.
        Running = "RUNNING",
        /// A step failed and nothing runs any more.
        Failed = "FAILED",
        /// The operation came to its end.
        Successful = "SUCCESSFUL",
    }
}

wire_enum! {
    /// How a subtask stands. Means nothing without its [`Operation`].
    SubtaskStatus {
        /// Waits for its upstreams, or for a place among the ten; also where a rollback ends.
        Pending = "PENDING",
        /// Picked by the scheduler, waits for a thread.
        Ready = "READY",
        /// A thread works on it.
        Running = "RUNNING",
        /// A stop was asked for; the thread has not stopped yet.
        Canceling = "CANCELING",
        /// It failed, ran out of time, or was terminated.
        Failed = "FAILED",
        /// It came to its end, or was set to successful by hand.
        Successful = "SUCCESSFUL",
    }
}

wire_enum! {
    /// What a task or subtask is doing, or did last.
    Operation {
        /// The work itself.
        Execute = "EXECUTE",
        /// The work again, after a failure.
        Retry = "RETRY",
        /// The work undone.
        Rollback = "ROLLBACK",
        /// Set to successful by a person; the work was not done.
        Skip = "SKIP",
        /// Stopped by a person.
        Cancel = "CANCEL",
        /// The undoing was skipped by a person.
        RollbackSkip = "ROLLBACK_SKIP",
    }
}

wire_enum! {
    /// Who or what starts tasks of this kind.
    TaskType {
        /// A person.
        Manual = "MANUAL",
        /// The system, once. The documents misspell it.
        SysOnce = "SYS_ONCE" | "SYS_ONECE",
        /// A schedule that a person made.
        Scheduled = "SCHEDULED",
        /// A schedule built into the system.
        SysScheduled = "SYS_SCHEDULED",
    }
}
