//! The line of facts, and the bar of work and wait.

use taskscope_core::task::{Millis, Owner, SubtaskIdx};
use taskscope_core::words;

use super::super::part::{IntoPart, Line, Part, Text, drawn, lines, only, say, view};
use super::super::share::CopyButton;
use crate::dom::percent;
use crate::state::{Derived, Loaded, Session};

/// How many facts there may be.
const FACTS: usize = 7;

/// The parts of the wall time: work, whether idle time lies in it, waits, closing.
type Split = (Millis, bool, Millis, Option<Millis>);

/// The line and the bar. Each changes only where it says something else.
pub(super) fn facts(session: Session) -> Part {
    let name = move || {
        session.loaded.get().map(|loaded| {
            let id = loaded.task.id.as_ref().map(ToString::to_string);
            (loaded.task.name.to_string(), id.unwrap_or_default())
        })
    };
    let facts = move || session.loaded.get().map(|loaded| facts_of(session, &loaded).into()).unwrap_or_default();
    let split = Derived::new(move |_| {
        let loaded = session.loaded.get()?;
        let path = &loaded.insight.path;
        let times = &loaded.insight.times;
        let is_span = |step: SubtaskIdx| times.get(step.index()).is_some_and(|time| time.is_span);
        let is_idle = path.parts.iter().any(|part| part.run > Millis::ZERO && is_span(part.step));
        path.run.zip(path.wait).map(|(run, wait)| (run, is_idle, wait, loaded.insight.totals.closing))
    });
    view! {
        <div class="ts-meta">
            {drawn(name, |name| draw_name(name.unwrap_or_default()))}
            {lines(FACTS, facts, draw_fact)}
        </div>
        {only(move || split.with(Option::is_some), move || draw_split(session, split))}
    }
    .part()
}

fn facts_of(session: Session, loaded: &Loaded) -> [Line; FACTS] {
    let (text, lang, zone) = (session.text(), session.lang.get(), session.zone.get());
    let (task, totals) = (&loaded.task, loaded.insight.totals);
    let plain = |label: &str, value: String| vec![label.to_owned(), value, String::new()];
    let owner = |label: &str, owner: &Option<Owner>| {
        owner.as_ref().map(|owner| {
            let name = if owner.name.is_empty() {
                owner.id.as_ref().map(|id| format!("#{id}")).unwrap_or_default()
            } else {
                owner.name.to_string()
            };
            let kind = owner.kind.as_ref().map(|kind| format!(" ({kind})")).unwrap_or_default();
            plain(label, format!("{name}{kind}"))
        })
    };
    let is_over = task.is_over();
    let span = totals.start.map(|start| {
        let (span, name) = zone.span(start, totals.end.filter(|_| is_over));
        vec![String::new(), span, name]
    });
    let so_far = if is_over { "" } else { text.so_far };
    let took = totals.wall.map(|wall| vec![text.took.to_owned(), words::duration(lang, wall), so_far.to_owned()]);
    [
        task.creator.as_ref().map(|creator| {
            let id = || creator.id.as_ref().map(|id| format!("#{id}")).unwrap_or_default();
            plain(text.by, if creator.name.is_empty() { id() } else { creator.name.to_string() })
        }),
        owner(text.cluster, &task.cluster),
        owner(text.tenant, &task.tenant),
        span,
        took,
        Some(plain(text.rollback, words::rollback(lang, task, &loaded.insight))),
        Some(plain(text.retried, words::retries(lang, task))),
    ]
}

fn draw_name((name, id): (String, String)) -> Part {
    let id =
        (!id.is_empty()).then(|| view! { <span class="ts-id">{format!("#{id}")} <CopyButton text=id /></span> }.part());
    view! {
        <b class="ts-task-name">{name}</b>
        {id}
    }
    .part()
}

/// Draws what stands before a fact, the fact itself, and what stands behind it.
fn draw_fact(texts: &[Text]) -> Part {
    let [before, fact, after] = texts else { return Part::none() };
    view! { <span class="ts-fact">{before.part()} " " <b>{fact.part()}</b> " " {after.part()}</span> }.part()
}

/// The bar stays while its lengths change: those of a task that runs are others at each poll.
fn draw_split(session: Session, split: Derived<Option<Split>>) -> Part {
    let (text, lang) = (session.text(), session.lang.get_untracked());
    let split = move || split.get().unwrap_or_default();
    let said = move |label: &str, span: Millis| format!("{label} {}", words::duration(lang, span));
    let work = move || {
        let (run, is_idle, ..) = split();
        said(if is_idle { text.work_and_idle } else { text.work }, run)
    };
    let share = move || {
        let (run, _, wait, closing) = split();
        let whole = run + wait + closing.unwrap_or(Millis::ZERO);
        percent(run.0 as f64 / whole.0.max(1) as f64)
    };
    let waited = move || said(text.wait, split().2);
    let closing = move || split().3.map(|closing| said(text.closing, closing)).unwrap_or_default();
    view! {
        <div class="ts-split" title=text.split_hint>
            <span>{say(work)}</span>
            <span class="ts-split-bar" aria-hidden="true">
                <i style:width=say(share)></i>
            </span>
            <span>{say(waited)}</span>
            <span>{say(closing)}</span>
        </div>
    }
    .part()
}
