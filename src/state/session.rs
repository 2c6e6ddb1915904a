//! The one place where the page's state lives: signals that every view reads, and the ways to change them.

mod history;

use std::cell::Cell;
use std::sync::Arc;

use leptos::prelude::expect_context;
use taskscope_core::layout::timeline::Scale;
use taskscope_core::task::{SubtaskIdx, Timestamp};
use taskscope_core::words::Lang;
use wasm_bindgen::JsValue;

use super::reactive::{Derived, Var, follow};
use super::{Address, Brief, Choice, Contrast, Load, Loaded, Notice, Other, Pick, Route, Scene, Voice, Zone};
use crate::dom::{now_epoch, window};
use crate::source::{Config, LoadError};
use crate::text::{EN, Messages, ZH};

/// The state of one viewer. Copied freely. The signals live as long as the viewer is mounted; their names, of which a page
/// has as few as it has viewers, as long as the page.
#[derive(Clone, Copy)]
pub struct Session(&'static Signals);

/// The signals of a session.
pub struct Signals {
    /// What the deployment says.
    pub config: Var<Arc<Config>>,
    /// Which page.
    pub route: Var<Route>,
    /// The reader's choices; change them by [`Session::choose`].
    pub choice: Var<Arc<Choice>>,
    /// What the page has to show.
    pub load: Var<Load>,
    /// Counts up with each task that the reader asks for or gives: the newest is shown, those on their way are dropped.
    pub wanted: Var<u32>,
    /// What the reader gave last, by its number, once another page has taken its place: no address leads back to it.
    given: Var<Option<(u32, Load)>>,
    /// Whether nothing has come yet, of any task.
    pub waits: Var<bool>,
    /// Why the newest answer is not on the screen, where it is not.
    pub stale: Var<Option<Arc<LoadError>>>,
    /// What was left out of the address.
    pub notices: Var<Vec<Notice>>,
    /// The groups that the reader opened (`true`) or closed by hand, by their first members.
    pub opened: Var<Vec<(SubtaskIdx, bool)>>,
    /// The OCP nodes whose lanes the reader closed.
    pub closed_lanes: Var<Vec<Option<Arc<str>>>>,
    /// The stretch of time on the timeline; `None`: all of it.
    pub stretch: Var<Option<Scale>>,
    /// Counts up when the reader asks to see the selected step: the views scroll to it.
    pub reveal: Var<u32>,
    /// Counts up when the reader asks for the whole picture.
    pub fit: Var<u32>,
    /// Counts up when the reader asks for a closer look, down for a wider one, wherever the focus is.
    pub zoom: Var<i32>,
    /// What a screen reader is told.
    pub voice: Voice,
    /// What became of the last copying.
    pub copied: Brief,
    /// What was pasted to be opened, as long as it is no task.
    pub pasted: Var<String>,
    /// Whether the reader has just asked for the focus: it is answered once its graph is drawn.
    pub asked_focus: Var<bool>,
    /// How the server is asked for the task on the screen.
    pub asking: Asking,
    /// The language of the page.
    pub lang: Derived<Lang>,
    /// The task on the screen.
    pub loaded: Derived<Option<Same<Loaded>>>,
    /// Where the replay is while it is dragged or played: the address hears of it when that is over.
    playhead: Var<Option<Timestamp>>,
    /// The instant whose state is replayed; `None`: the newest.
    pub instant: Derived<Option<Timestamp>>,
    /// The task as the views show it: at the instant of the replay.
    pub scene: Derived<Option<Same<Scene>>>,
    /// By index: the first members of the groups in which a step failed, at the instant that is shown.
    pub failing: Derived<Arc<Vec<bool>>>,
    /// The task that the one on the screen is compared with.
    pub other: Var<Other>,
    /// How the server is asked for that one.
    pub other_asking: Asking,
    /// What differs from it.
    pub contrast: Derived<Option<Same<Contrast>>>,
    /// The selected step.
    pub selected: Derived<Option<SubtaskIdx>>,
    /// The clock of all times shown.
    pub zone: Derived<Zone>,
}

/// How the server is asked for a task.
#[derive(Clone, Copy)]
pub struct Asking {
    /// Counts up whenever the newest state is asked for.
    pub reload: Var<u32>,
    /// Whether it is being asked right now.
    pub is_busy: Var<bool>,
    /// When it is asked again after a failure, by the reader's clock in milliseconds since the epoch.
    pub next_try: Var<Option<f64>>,
}

impl Asking {
    fn new() -> Self {
        Self { reload: Var::new(0), is_busy: Var::new(false), next_try: Var::new(None) }
    }

    /// Asks for the newest state.
    pub fn again(&self) {
        self.reload.update(|count| *count += 1);
    }
}

/// A shared value that is equal to itself alone: cheap to compare, for memos.
#[derive(Debug)]
pub struct Same<T>(pub Arc<T>);

impl<T> Clone for Same<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> std::ops::Deref for Same<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// The session of the viewer that this component is part of.
#[must_use]
pub fn use_session() -> Session {
    expect_context()
}

impl std::ops::Deref for Session {
    type Target = Signals;

    fn deref(&self) -> &Signals {
        self.0
    }
}

impl Session {
    /// A session that starts at an address.
    #[must_use]
    pub fn new(config: Config, fragment: &str) -> Self {
        let (address, notices) = Address::parse(fragment);
        let route = Var::new(address.route);
        let choice = Var::new(Arc::new(address.choice));
        let load = Var::new(Load::default());
        let default_lang = config.lang.as_deref().and_then(Lang::from_tag).unwrap_or_else(browser_lang);
        let loaded = Derived::new(move |_| {
            load.with(|load| match load {
                Load::Ready(loaded) => Some(Same(loaded.clone())),
                _ => None,
            })
        });
        let playhead = Var::new(None);
        let instant = Derived::new(move |_| playhead.get().or_else(|| choice.get().at));
        let scene = Derived::new(move |_| Some(Same(Arc::new(Scene::new(loaded.get()?.0, instant.get())))));
        let failing = Derived::new(move |_| {
            let Some(scene) = scene.get() else { return Arc::default() };
            let mut failing = vec![false; scene.outcomes().len()];
            for group in scene
                .insight
                .groups
                .iter()
                .filter(|group| group.members.iter().any(|&it| scene.outcome(it).is_failure()))
            {
                if let Some(flag) = group.members.first().and_then(|first| failing.get_mut(first.index())) {
                    *flag = true;
                }
            }
            Arc::new(failing)
        });
        let other = Var::new(Other::default());
        let contrast = Derived::new(move |_| match other.get() {
            Other::Ready(other) => Some(Same(Arc::new(Contrast::of(&*loaded.get()?, other)))),
            _ => None,
        });
        let selected = Derived::new(move |_| {
            let loaded = loaded.get()?;
            match &choice.get().pick {
                Pick::Auto => loaded.focus(),
                Pick::Nothing => None,
                Pick::Step(id) => loaded.task.find(id),
            }
        });
        let zone = Derived::new(move |_| {
            let (offsets, start) =
                loaded.get().map(|loaded| (loaded.offsets.clone(), loaded.insight.totals.start)).unwrap_or_default();
            Zone::new(choice.get().zone, offsets, start)
        });
        Self(Box::leak(Box::new(Signals {
            config: Var::new(Arc::new(config)),
            route,
            choice,
            load,
            // The history outlives the page: a number of an earlier page's is none of this one's.
            wanted: Var::new((now_epoch() / 1000.0) as u32),
            given: Var::new(None),
            waits: Var::new(true),
            stale: Var::new(None),
            notices: Var::new(notices),
            opened: Var::new(Vec::new()),
            closed_lanes: Var::new(Vec::new()),
            stretch: Var::new(None),
            reveal: Var::new(0),
            fit: Var::new(0),
            zoom: Var::new(0),
            voice: Voice::new(),
            copied: Brief::empty(),
            pasted: Var::new(String::new()),
            asked_focus: Var::new(false),
            asking: Asking::new(),
            lang: Derived::new(move |_| choice.get().lang.unwrap_or(default_lang)),
            loaded,
            playhead,
            instant,
            scene,
            failing,
            other,
            other_asking: Asking::new(),
            contrast,
            selected,
            zone,
        })))
    }

    /// Notes that the reader wants another task, and numbers that.
    pub fn want(&self) -> u32 {
        let number = self.wanted.get_untracked() + 1;
        self.wanted.set(number);
        number
    }

    /// Notes that the first of a task has come.
    pub fn has_come(&self) {
        if self.waits.try_get_untracked() == Some(true) {
            self.waits.set(false);
        }
    }

    /// The page's words. Not tracked: the whole page is made anew when the language changes.
    #[must_use]
    pub fn text(&self) -> &'static Messages {
        match self.lang.get_untracked() {
            Lang::En => &EN,
            Lang::Zh => &ZH,
        }
    }

    /// Tells `zoom` by how many steps the reader zooms from now on, below 0 out.
    pub fn follow_zoom(&self, zoom: impl Fn(i32) + 'static) {
        let asked = self.zoom;
        let last = Cell::new(asked.get_untracked());
        follow(move || {
            let steps = asked.get();
            let by = steps - last.replace(steps);
            if by != 0 {
                zoom(by);
            }
        });
    }

    /// Makes the step that the page chose the reader's own choice: whoever does something with it wants no poll to put
    /// another in its place.
    pub fn pin(&self) {
        let step = self.loaded.get_untracked().zip(self.selected.get_untracked());
        if let Some((loaded, step)) = step.filter(|_| self.choice.get_untracked().pick == Pick::Auto)
            && let Some(subtask) = loaded.task.get(step)
        {
            self.adjust(|choice| choice.pick = Pick::Step(subtask.id.clone()));
        }
    }

    /// Selects a step and has the views scroll to it.
    pub fn select(&self, step: SubtaskIdx) {
        let id = self.loaded.get_untracked().and_then(|loaded| Some(loaded.task.get(step)?.id.clone()));
        if let Some(id) = id {
            self.choose(|choice| choice.pick = Pick::Step(id));
            self.uncover();
            self.reveal.update(|count| *count += 1);
        }
    }

    /// Forgets that the reader closed what the selected step stands under: what is asked for is seen.
    fn uncover(&self) {
        let (Some(loaded), Some(step)) = (self.loaded.get_untracked(), self.selected.get_untracked()) else { return };
        let node = loaded.task.get(step).map(|step| &step.executor);
        let groups = &loaded.insight.groups;
        let holds = |first: SubtaskIdx| {
            groups.iter().any(|group| group.members.first() == Some(&first) && group.members.contains(&step))
        };
        if self.opened.with_untracked(|opened| opened.iter().any(|&(first, open)| !open && holds(first))) {
            self.opened.update(|opened| opened.retain(|&(first, open)| open || !holds(first)));
        }
        if self.closed_lanes.with_untracked(|closed| closed.iter().any(|lane| Some(lane) == node)) {
            self.closed_lanes.update(|closed| closed.retain(|lane| Some(lane) != node));
        }
    }
}

/// The first of the reader's languages that taskscope speaks.
fn browser_lang() -> Lang {
    // Some browsers built into other programs have no such list.
    let tags: JsValue = window().navigator().languages().into();
    let tags = if js_sys::Array::is_array(&tags) { js_sys::Array::from(&tags) } else { js_sys::Array::new() };
    tags.iter().filter_map(|tag| Lang::from_tag(&tag.as_string()?)).next().unwrap_or_default()
}
