//! What a section of the panel is made of: a headed list of steps, and plain lines. As data first, so that a poll makes
//! elements anew only where there are others, and elsewhere changes what they say.

use taskscope_core::task::{Outcome, SubtaskIdx};

use super::super::icon::OutcomeIcon;
use super::super::part::{IntoPart, Part, all, does, say, view};
use super::super::shown::numbered_name;
use crate::dom::percent;
use crate::state::{Derived, Loaded, Session};

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
        let name = numbered_name(&loaded.task, step);
        Self { step, name, outcome: loaded.outcome(step), value: String::new(), note, share: None }
    }
}

/// What of a section is elements. They stay, and with them the focus and whatever is selected, as long as it is the same;
/// what they say is read from the section itself, poll after poll.
#[derive(Clone, PartialEq)]
pub(super) struct Outline {
    heading: &'static str,
    hint: &'static str,
    entries: Vec<Slot>,
    lines: usize,
}

/// The elements of an entry.
#[derive(Clone, PartialEq)]
struct Slot {
    step: SubtaskIdx,
    name: String,
    outcome: Outcome,
    has_note: bool,
    has_bar: bool,
}

/// A section, as it is now.
pub(super) type Found = Derived<Option<Section>>;

impl Section {
    /// The section, if it has anything to say.
    pub fn unless_empty(self) -> Option<Self> {
        Some(self).filter(|section| !(section.entries.is_empty() && section.after.is_empty()))
    }

    /// Its elements.
    pub fn outline(&self) -> Outline {
        let slot = |entry: &Entry| Slot {
            step: entry.step,
            name: entry.name.clone(),
            outcome: entry.outcome,
            has_note: !entry.note.is_empty(),
            has_bar: entry.share.is_some(),
        };
        let entries = self.entries.iter().map(slot).collect();
        Outline { heading: self.heading, hint: self.hint, entries, lines: self.after.len() }
    }
}

impl Outline {
    /// Draws them.
    pub fn draw(self, session: Session, found: Found) -> Part {
        let line = |nth: usize| {
            let words = move |section: &Section| section.after.get(nth).cloned();
            view! { <p>{say(move || read(found, words))}</p> }.part()
        };
        let list = (!self.entries.is_empty()).then(|| {
            let entries = self.entries.into_iter().enumerate();
            let entries = all(entries.map(|(nth, slot)| slot.draw(session, found, nth)));
            view! { <ul class="ts-entries">{entries}</ul> }.part()
        });
        let hint = (!self.hint.is_empty()).then(|| view! { <p class="ts-soft ts-small">{self.hint}</p> }.part());
        view! {
            <section class="ts-insight">
                <h3>{self.heading}</h3>
                {list}
                {all((0..self.lines).map(line))}
                {hint}
            </section>
        }
        .part()
    }
}

impl Slot {
    fn draw(self, session: Session, found: Found, nth: usize) -> Part {
        let Self { step, name, outcome, has_note, has_bar } = self;
        let said =
            move |see: fn(&Entry) -> String| say(move || read(found, |section| section.entries.get(nth).map(see)));
        let bar = has_bar.then(|| {
            view! {
                <span class="ts-limit-bar" aria-hidden="true">
                    <i style:width=said(|entry| percent(entry.share.unwrap_or_default()))></i>
                </span>
            }
            .part()
        });
        let note = has_note.then(|| view! { <span class="ts-note">{said(|entry| entry.note.clone())}</span> }.part());
        view! {
            <li class="ts-entry">
                <OutcomeIcon outcome=outcome />
                <button class="ts-link" on:click=does(move |_| session.select(step))>
                    {name}
                </button>
                <span class="ts-value">{said(|entry| entry.value.clone())}</span>
                {note}
                {bar}
            </li>
        }
        .part()
    }
}

/// What a section says at one place; nothing where that has just gone.
fn read(found: Found, see: impl Fn(&Section) -> Option<String>) -> String {
    found.with(|section| section.as_ref().and_then(see).unwrap_or_default())
}
