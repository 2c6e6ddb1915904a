//! The columns of the table: what each says of a step, and how it sorts.

use taskscope_core::task::{Millis, SubtaskIdx, Timestamp};
use taskscope_core::words;

use crate::state::{Column, Scene, Session};
use crate::text::Messages;
use crate::view::shown::numbered_name;

/// What a cell sorts by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Number(i64),
    Text(String),
    /// It is not known.
    Nothing,
}

impl<T: Into<i64>> From<Option<T>> for Key {
    fn from(number: Option<T>) -> Self {
        number.map_or(Self::Nothing, |number| Self::Number(number.into()))
    }
}

/// What the cells of a column say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    /// An outcome, behind its icon.
    Outcome,
    /// A moment, by the clock that the heading names.
    Moment,
    Number,
    Text,
    Status,
    Id,
}

impl Kind {
    /// How wide the column is, and how its text stands.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Name => "ts-col-name",
            Self::Outcome | Self::Text => "ts-col-text",
            Self::Moment => "ts-col-time",
            Self::Number => "ts-col-number",
            Self::Status => "ts-col-status",
            Self::Id => "ts-col-id",
        }
    }
}

/// How a column looks, and what it says.
pub(super) struct Look {
    pub label: fn(&Messages) -> &'static str,
    pub kind: Kind,
    pub text: fn(Session, &Scene, SubtaskIdx) -> String,
    pub key: fn(&Scene, SubtaskIdx) -> Key,
}

/// Of each column.
pub(super) fn look(column: Column) -> Look {
    match column {
        Column::Name => Look {
            label: |text| text.step,
            kind: Kind::Name,
            text: |_, scene, step| numbered_name(&scene.task, step),
            key: |scene, step| text_key(scene.task.get(step).map(|subtask| subtask.name.to_ascii_lowercase())),
        },
        Column::Outcome => Look {
            label: |text| text.outcome,
            kind: Kind::Outcome,
            text: |session, scene, step| words::outcome(session.lang.get(), scene.outcome(step)).to_owned(),
            key: |scene, step| Key::Number(scene.outcome(step) as i64),
        },
        Column::Start => Look {
            label: |text| text.start,
            kind: Kind::Moment,
            text: |session, scene, step| moment(session, scene.time(step).and_then(|time| time.start)),
            key: |scene, step| scene.time(step).and_then(|time| time.start).map(|time| time.epoch).into(),
        },
        Column::Finish => Look {
            label: |text| text.finish,
            kind: Kind::Moment,
            text: |session, scene, step| moment(session, finish(scene, step)),
            key: |scene, step| finish(scene, step).map(|time| time.epoch).into(),
        },
        Column::Wait => Look {
            label: |text| text.waited,
            kind: Kind::Number,
            text: |session, scene, step| span(session, scene.time(step).and_then(|time| time.wait())),
            key: |scene, step| scene.time(step).and_then(|time| time.wait()).map(|span| span.0).into(),
        },
        Column::Duration => Look {
            label: |text| text.duration,
            kind: Kind::Number,
            text: |session, scene, step| span(session, scene.time(step).and_then(|time| time.run())),
            key: |scene, step| scene.time(step).and_then(|time| time.run()).map(|span| span.0).into(),
        },
        Column::Limit => Look {
            label: |text| text.time_limit,
            kind: Kind::Number,
            text: |session, scene, step| span(session, scene.task.get(step).and_then(|subtask| subtask.time_limit)),
            key: |scene, step| scene.task.get(step).and_then(|subtask| subtask.time_limit).map(|span| span.0).into(),
        },
        Column::Attempts => Look {
            label: |text| text.attempts,
            kind: Kind::Number,
            text: |_, scene, step| {
                scene.task.get(step).map(|subtask| subtask.attempts().to_string()).unwrap_or_default()
            },
            key: |scene, step| scene.task.get(step).map(taskscope_core::task::Subtask::attempts).into(),
        },
        Column::Node => Look {
            label: |text| text.ocp_node,
            kind: Kind::Text,
            text: |_, scene, step| {
                scene.task.get(step).and_then(|subtask| subtask.executor.as_deref()).unwrap_or_default().to_owned()
            },
            key: |scene, step| {
                text_key(scene.task.get(step).and_then(|subtask| subtask.executor.as_deref().map(str::to_owned)))
            },
        },
        Column::Index => Look {
            label: |text| text.parallel_index,
            kind: Kind::Number,
            text: |_, scene, step| number(scene.task.get(step).and_then(|subtask| subtask.parallel_index)),
            key: |scene, step| scene.task.get(step).and_then(|subtask| subtask.parallel_index).into(),
        },
        Column::Upstream => Look {
            label: |text| text.upstream,
            kind: Kind::Number,
            text: |_, scene, step| scene.task.upstream.of(step).len().to_string(),
            key: |scene, step| Key::Number(scene.task.upstream.of(step).len() as i64),
        },
        Column::Downstream => Look {
            label: |text| text.downstream,
            kind: Kind::Number,
            text: |_, scene, step| scene.task.downstream.of(step).len().to_string(),
            key: |scene, step| Key::Number(scene.task.downstream.of(step).len() as i64),
        },
        Column::Status => Look {
            label: |text| text.status,
            kind: Kind::Status,
            text: |_, scene, step| {
                scene
                    .task
                    .get(step)
                    .map(|subtask| format!("{} · {}", subtask.status, subtask.operation))
                    .unwrap_or_default()
            },
            key: |scene, step| {
                text_key(scene.task.get(step).map(|subtask| format!("{} {}", subtask.status, subtask.operation)))
            },
        },
        Column::Id => Look {
            label: |text| text.subtask_id,
            kind: Kind::Id,
            text: |_, scene, step| scene.task.get(step).map(|subtask| subtask.id.to_string()).unwrap_or_default(),
            // Steps are indexed in the order of their ids.
            key: |_, step| Key::Number(i64::from(step.0)),
        },
    }
}

fn text_key(text: Option<String>) -> Key {
    text.map_or(Key::Nothing, Key::Text)
}

fn finish(scene: &Scene, step: SubtaskIdx) -> Option<Timestamp> {
    scene.time(step).filter(|time| !time.is_open).and_then(|time| time.end)
}

fn moment(session: Session, moment: Option<Timestamp>) -> String {
    moment.map(|moment| session.zone.get().moment(moment)).unwrap_or_default()
}

fn span(session: Session, span: Option<Millis>) -> String {
    span.map(|span| words::duration(session.lang.get(), span)).unwrap_or_default()
}

fn number(number: Option<u32>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}
