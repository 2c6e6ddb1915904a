//! The step's log, fetched when it is asked for.

use std::sync::Arc;

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use taskscope_core::task::Id;
use web_sys::HtmlDialogElement;

use super::super::error::error_text;
use super::super::part::{IntoPart, NodeRef, Part, does, live, view};
use crate::dom::spawn;
use crate::source::{LoadError, fetch_log};
use crate::state::{Var, use_session};

/// The most of a log that is shown, in bytes from its end: an error stands there, and a browser chokes on megabytes.
const MOST: usize = 400_000;

/// The button, and the log once it was pressed.
#[component]
pub(super) fn Log(task: Id, subtask: Id) -> Part {
    let session = use_session();
    let dialog = NodeRef::<HtmlDialogElement>::new();
    let log = Var::new(None::<Result<String, Arc<LoadError>>>);
    let ask = move |_: MouseEvent| {
        let (task, subtask) = (task.clone(), subtask.clone());
        log.set(None);
        if let Some(dialog) = dialog.get_untracked() {
            let _ = dialog.show_modal();
        }
        spawn(async move {
            let config = session.config.get_untracked();
            let lang = session.lang.get_untracked();
            let answer = fetch_log(&config, lang, &task, &subtask).await;
            log.try_set(Some(answer.map_err(Arc::new)));
        });
    };
    let close = move |_: MouseEvent| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let shown = move || {
        let text = session.text();
        let text = match log.get() {
            None => text.log_loading.to_owned(),
            Some(Ok(log)) if log.is_empty() => text.log_empty.to_owned(),
            Some(Ok(log)) => end_of(&log, text.log_cut),
            Some(Err(error)) => {
                return view! {
                    <div class="ts-error" role="alert" data-error=error.kind.as_str()>
                        {error_text(session, &error, None)}
                    </div>
                }
                .part();
            }
        };
        view! { <pre class="ts-selectable" tabindex="0">{text}</pre> }.part()
    };
    view! {
        <button class="ts-button" on:click=does(ask)>
            {session.text().log}
        </button>
        <dialog class="ts-dialog ts-log" node_ref=dialog aria-label=session.text().log>
            <div class="ts-detail-head">
                <h2>{session.text().log}</h2>
                <button class="ts-button" on:click=does(close)>
                    {session.text().close}
                </button>
            </div>
            {live(shown)}
        </dialog>
    }
    .part()
}

/// The end of a log; where that is not all of it, under words that say so.
fn end_of(text: &str, cut: fn(usize) -> String) -> String {
    let mut start = text.len().saturating_sub(MOST);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let end = text.get(start..).unwrap_or(text);
    if start == 0 { end.to_owned() } else { format!("[{}]\n\n{end}", cut(start.div_ceil(1000))) }
}
