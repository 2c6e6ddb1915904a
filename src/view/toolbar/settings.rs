//! How the reader likes it: zone, language, light or dark.

use leptos::prelude::*;
use taskscope_core::words::Lang;

use super::super::icon::SETTINGS;
use super::super::menu::menu;
use super::super::part::{IntoPart, Part, all, does, say, view};
use crate::state::{Choice, Session, TimeZone, use_session};
use crate::text::Messages;

/// The menu of settings. Each is kept in the address, so a link shows the page as its sender saw it.
#[component]
pub fn Settings() -> Part {
    let session = use_session();
    let panel = move || {
        let themes: [Setting; 3] = [
            (|text| text.theme_auto, |choice| choice.dark = None, |choice| choice.dark.is_none()),
            (|text| text.theme_light, |choice| choice.dark = Some(false), |choice| choice.dark == Some(false)),
            (|text| text.theme_dark, |choice| choice.dark = Some(true), |choice| choice.dark == Some(true)),
        ];
        // Where the deployment decides, the system is not asked.
        let first = usize::from(session.config.get().dark().is_some());
        view! {
            <Options
                heading=|text| text.zone
                options=vec![
                    (|text| text.zone_server, |choice| choice.zone = TimeZone::Server, |choice| choice.zone == TimeZone::Server),
                    (|text| text.zone_local, |choice| choice.zone = TimeZone::Local, |choice| choice.zone == TimeZone::Local),
                    (|text| text.zone_utc, |choice| choice.zone = TimeZone::Utc, |choice| choice.zone == TimeZone::Utc),
                    (|text| text.zone_elapsed, |choice| choice.zone = TimeZone::Elapsed, |choice| choice.zone == TimeZone::Elapsed),
                ]
            />
            <Options
                heading=|text| text.language
                options=vec![
                    (|_| "English", |choice| choice.lang = Some(Lang::En), |choice| choice.lang == Some(Lang::En)),
                    (|_| "简体中文", |choice| choice.lang = Some(Lang::Zh), |choice| choice.lang == Some(Lang::Zh)),
                ]
            />
            <Options
                heading=|text| text.theme
                options=themes.into_iter().skip(first).collect()
            />
        }
        .part()
    };
    menu(session.text().settings, Some(SETTINGS), panel)
}

/// The choices as the page follows them: what the reader left open, the deployment or the browser decides.
fn in_force(session: Session) -> Choice {
    let choice = session.choice.get();
    let dark = choice.dark.or(session.config.get().dark());
    Choice { lang: Some(session.lang.get()), dark, ..Choice::clone(&choice) }
}

/// What an option says, what it does, and whether it holds.
pub(super) type Setting = (fn(&Messages) -> &'static str, fn(&mut Choice), fn(&Choice) -> bool);

/// One heading with the options under it, of which one holds.
#[component]
pub(super) fn Options(heading: fn(&Messages) -> &'static str, options: Vec<Setting>) -> Part {
    let session = use_session();
    let option = |(label, set, holds): Setting| {
        view! {
            <button
                aria-pressed=say(move || holds(&in_force(session)).to_string())
                on:click=does(move |_| session.choose(set))
            >
                {label(session.text())}
            </button>
        }
        .part()
    };
    view! {
        <div class="ts-options" role="group" aria-label=heading(session.text())>
            <h2>{heading(session.text())}</h2>
            <div class="ts-segments">{all(options.into_iter().map(option))}</div>
        </div>
    }
    .part()
}
