//! The list of keys, by `?` or by its button.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use web_sys::HtmlDialogElement;

use super::super::part::{IntoPart, NodeRef, Part, all, does, view};
use crate::state::use_session;

/// The button and the list it opens.
#[component]
pub(super) fn KeysDialog() -> Part {
    let session = use_session();
    let dialog = NodeRef::<HtmlDialogElement>::new();
    let show = move |_: MouseEvent| {
        if let Some(dialog) = dialog.get_untracked() {
            let _ = dialog.show_modal();
        }
    };
    let close = move |_: MouseEvent| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let word =
        |&(key, meaning): &(&'static str, &'static str)| view! { <dt><kbd>{key}</kbd></dt> <dd>{meaning}</dd> }.part();
    view! {
        <button class="ts-button ts-square" aria-label=session.text().keys title=session.text().keys on:click=does(show)>
            "?"
        </button>
        <dialog class="ts-dialog" id="ts-keys" node_ref=dialog aria-label=session.text().keys_title>
            <div class="ts-detail-head">
                <h2>{session.text().keys_title}</h2>
                <button class="ts-button" on:click=does(close)>
                    {session.text().close}
                </button>
            </div>
            <dl class="ts-facts">
                {all(session.text().key_words.iter().map(word))}
            </dl>
        </dialog>
    }
    .part()
}
