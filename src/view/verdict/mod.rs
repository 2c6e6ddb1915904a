//! The verdict bar: did it work, where is it, how long did it take, may it be rolled back.

mod about;
mod facts;
mod live;
mod news;

use leptos::prelude::*;
use taskscope_core::task::Verdict;
use taskscope_core::words;

use self::about::About;
use self::facts::facts;
use self::live::Live;
use self::news::follow_news;
use super::error::home_button;
use super::icon::VerdictIcon;
use super::notes::DataNotes;
use super::part::{IntoPart, Part, live, say, view, when};
use super::share::ShareMenu;
use crate::state::{Derived, use_session};

/// The verdict bar.
#[component]
pub fn VerdictBar() -> Part {
    let session = use_session();
    follow_news(session);
    session.pasted.set(String::new());
    let loaded = move || session.loaded.get();
    let family = move || loaded().map(|loaded| loaded.insight.verdict.family().as_str());
    let verdict = Derived::new(move |_| loaded().map_or(Verdict::Unknown, |loaded| loaded.insight.verdict));
    let sentence = move || {
        let (Some(loaded), lang) = (session.loaded.get(), session.lang.get()) else { return String::new() };
        words::verdict_sentence(lang, &loaded.task, &loaded.insight)
    };
    view! {
        <header class="ts-verdict" data-family=when(family)>
            <div class="ts-say">
                {live(move || view! { <VerdictIcon verdict=verdict.get() /> }.part())}
                <h1>{say(sentence)}</h1>
            </div>
            <div class="ts-actions">
                <Live />
                <DataNotes />
                <About />
                <ShareMenu />
                {home_button(session)}
            </div>
            {facts(session)}
        </header>
    }
    .part()
}
