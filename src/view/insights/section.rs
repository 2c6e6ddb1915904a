//! What a section of the panel is made of: a headed list of steps, and plain lines. As data first, so that a poll draws
//! only those sections anew that say something else.

use taskscope_core::task::{Outcome, SubtaskIdx};

use super::super::icon::OutcomeIcon;
use super::super::part::{IntoPart, Part, does, view};
use super::super::shown::step_label;
use crate::dom::percent;
use crate::state::{Loaded, Session};

/// A section.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Section {
    pub heading: &'static str,
    /// How it is to be read; empty where that is plain.
    pub hint: &'static str,
    pub entries: Vec<Entry>,
    /// Lines behind the entries.
    pub after: Vec<String>,
}

/// A step with what is said of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub step: SubtaskIdx,
    pub name: String,
    pub outcome: Outcome,
    /// A figure, at the end of the line.
    pub value: String,
    /// A sentence, below it.
    pub note: String,
    /// A share of the whole, from 0 to 1, drawn as a bar.
    pub share: Option<f64>,
}

impl Entry {
    /// A step with a sentence.
    pub fn new(loaded: &Loaded, step: SubtaskIdx, note: String) -> Self {
        let name = step_label(&loaded.task, step);
        Self { step, name, outcome: loaded.outcome(step), value: String::new(), note, share: None }
    }

    fn draw(self, session: Session) -> Part {
        let Self { step, name, outcome, value, note, share } = self;
        let bar = share.map(|share| {
            view! {
                <span class="ts-limit-bar" aria-hidden="true">
                    <i style:width=percent(share)></i>
                </span>
            }
            .part()
        });
        let note = (!note.is_empty()).then(|| view! { <span class="ts-note">{note}</span> }.part());
        view! {
            <li class="ts-entry">
                <OutcomeIcon outcome=outcome />
                <button class="ts-link" on:click=does(move |_| session.select(step))>
                    {name}
                </button>
                <span class="ts-value">{value}</span>
                {note}
                {bar}
            </li>
        }
        .part()
    }
}

impl Section {
    /// The section, if it has anything to say.
    pub fn unless_empty(self) -> Option<Self> {
        Some(self).filter(|section| !(section.entries.is_empty() && section.after.is_empty()))
    }

    /// Draws it.
    pub fn draw(self, session: Session) -> Part {
        let line = |line: String| view! { <p>{line}</p> }.part();
        let list = (!self.entries.is_empty()).then(|| {
            let entries: Vec<Part> = self.entries.into_iter().map(|entry| entry.draw(session)).collect();
            view! { <ul class="ts-entries">{entries}</ul> }.part()
        });
        let hint = (!self.hint.is_empty()).then(|| view! { <p class="ts-soft ts-small">{self.hint}</p> }.part());
        view! {
            <section class="ts-insight">
                <h3>{self.heading}</h3>
                {list}
                {self.after.into_iter().map(line).collect::<Vec<_>>()}
                {hint}
            </section>
        }
        .part()
    }
}
