//! The keys of the whole viewer. They count only while the viewer has the focus, or nothing on the page has it.

use leptos::ev::KeyboardEvent;
use taskscope_core::task::SubtaskIdx;
use taskscope_core::words;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

use super::app::focused;
use super::detail::show_insights;
use super::graph::toggle_focus;
use super::replay::toggle_replay;
use super::share::copy_link;
use super::shown::Shown;
use crate::state::{Pick, Session, View};

/// What takes letters for itself.
const TAKES_TEXT: &str = "textarea, select, input:not([type=checkbox], [type=radio], [type=range], [type=file])";

/// Does what a key means, if it means anything here.
pub fn handle_key(session: Session, shown: Shown, root: &Element, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let is_ours = target
        .as_ref()
        .is_none_or(|target| root.contains(Some(target.unchecked_ref::<Node>())) || target.tag_name() == "BODY");
    let is_typing = target.as_ref().is_some_and(|target| target.matches(TAKES_TEXT).unwrap_or(false));
    // A dialog that has just closed may hold the focus until the next frame.
    let in_dialog = target.as_ref().is_some_and(|target| target.closest("dialog[open]").ok().flatten().is_some());
    let Some(loaded) = session.loaded.get_untracked().filter(|_| is_ours && !is_typing && !in_dialog) else { return };
    let key = event.key();
    match key.as_str() {
        "/" => focus(root, "#ts-find"),
        "?" => show_keys(root),
        "1" | "2" | "3" | "4" => {
            let place = key.parse::<usize>().unwrap_or(1) - 1;
            if let Some(&view) = View::ALL.get(place) {
                session.choose(|choice| choice.view = view);
            }
        }
        "n" | "p" | "c" | "C" => {
            let scene = session.scene.get_untracked();
            let failed = |step| scene.as_ref().is_some_and(|scene| scene.outcome(step).is_failure());
            let critical = |step: SubtaskIdx| loaded.insight.path.contains.get(step.index()) == Some(&true);
            let wanted: &dyn Fn(SubtaskIdx) -> bool = if matches!(&*key, "n" | "p") { &failed } else { &critical };
            if let Some(step) = shown.next(session, matches!(&*key, "n" | "c"), wanted) {
                session.select(step);
                say_selected(session);
            }
        }
        "f" | "0" => session.fit.update(|count| *count += 1),
        "+" | "=" => session.zoom.update(|steps| *steps += 1),
        "-" => session.zoom.update(|steps| *steps -= 1),
        "g" | "*" => {
            session.opened.set(Vec::new());
            if key == "*" {
                session.closed_lanes.set(Vec::new());
            }
            session.choose(|choice| choice.fold = key == "g" && !choice.fold);
        }
        "[" | "]" => {
            let neighbours =
                |step| if key == "[" { loaded.task.upstream.of(step) } else { loaded.task.downstream.of(step) };
            if let Some(&step) = session.selected.get_untracked().and_then(|step| neighbours(step).first()) {
                session.select(step);
                say_selected(session);
            }
        }
        "." => {
            session.reveal.update(|count| *count += 1);
            say_selected(session);
        }
        "o" => toggle_focus(session),
        "r" => toggle_replay(session),
        "y" => copy_link(session),
        "Escape" if is_focused(session) => session.choose(|choice| choice.focus = None),
        "i" => show_insights(session),
        "Escape" => session.choose(|choice| choice.pick = Pick::Nothing),
        _ => return,
    }
    event.prevent_default();
}

/// Says which step is selected, and how it stands: the focus stays where it is, and would not tell.
fn say_selected(session: Session) {
    let (Some(scene), Some(step)) = (session.scene.get_untracked(), session.selected.get_untracked()) else { return };
    let lang = session.lang.get_untracked();
    let (name, outcome) = (words::step(lang, &scene.task, step), words::outcome(lang, scene.outcome(step)));
    session.voice.say(format!("{name}, {outcome}"));
}

/// Whether the graph is on the screen and shows only what the selected step has to do with.
fn is_focused(session: Session) -> bool {
    let choice = session.choice.get_untracked();
    let has_graph = matches!(choice.view, View::Graph | View::Both);
    has_graph && choice.focus.is_some() && session.selected.get_untracked().is_some()
}

fn focus(root: &Element, selector: &str) {
    let found = root.query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok())
        && focused().as_ref() != Some(&element)
    {
        let _ = element.focus();
    }
}

fn show_keys(root: &Element) {
    let dialog = root.query_selector("#ts-keys").ok().flatten();
    if let Some(dialog) = dialog.and_then(|dialog| dialog.dyn_into::<web_sys::HtmlDialogElement>().ok()) {
        let _ = dialog.show_modal();
    }
}
