//! The address and the browser's history: where the reader goes, and what "back" leads to.

use std::sync::Arc;

use taskscope_core::task::Timestamp;
use wasm_bindgen::JsValue;

use super::Session;
use crate::dom::{absolute, is_framed, window};
use crate::state::address::task_route;
use crate::state::choice::{Known, PARAMETERS};
use crate::state::{Address, Choice, Load, Notice, Pick, Route};

impl Session {
    /// Takes over an address that the reader went to: a link, back, forward, or typed.
    pub fn arrive(&self, fragment: &str) {
        let (mut address, notices) = Address::parse(fragment);
        let here = window().history().and_then(|history| history.state()).ok().and_then(|state| state.as_f64());
        let kept = self.given.with_untracked(|given| given.as_ref().map(|(number, _)| Route::Given(*number)));
        let known = [Some(self.route.get_untracked()), kept].into_iter().flatten();
        let mut given = known.filter(|route| matches!(route, Route::Given(number) if here == Some((*number).into())));
        if let (Route::Open, Some(given)) = (&address.route, given.next()) {
            address.route = given;
        }
        self.adopt(address, notices);
    }

    /// Shows what the page around the viewer wants. `wish` has the values of parameters of the address by their names, and of
    /// `taskId`; none leaves things as they are, an empty one gives them up. It is no step of the history, which is that of the
    /// page around, too.
    pub fn oblige(&self, wish: &dyn Fn(&str) -> Option<String>) {
        let here = self.route.get_untracked();
        let route =
            wish("taskId").map_or_else(|| here.clone(), |id| if id.is_empty() { Route::Open } else { task_route(&id) });
        let choice = self.choice.get_untracked();
        let choice = if route == here { Choice::clone(&choice) } else { choice.likings() };
        let value = |&name: &&'static str| Some((name, wish(if name == "subtask" { "subtaskId" } else { name })?));
        let (wishes, given_up): (Vec<_>, Vec<_>) =
            PARAMETERS.iter().filter_map(value).partition(|(_, value)| !value.is_empty());
        let mut parameters = choice.parameters();
        parameters.retain(|it| !given_up.iter().any(|(name, _)| it.split('=').next() == Some(name)));
        let (mut address, mut notices) = Address::parse(&format!("?{}", parameters.join("&")));
        address.route = route;
        for (name, value) in wishes {
            if let Known::Bad = address.choice.set(name, &value) {
                notices.push(Notice { name: name.to_owned(), value });
            }
        }
        self.write(false, &address);
        self.adopt(address, notices);
    }

    fn adopt(&self, address: Address, notices: Vec<Notice>) {
        self.turn_to(address);
        if matches!(self.choice.get_untracked().pick, Pick::Step(_)) {
            self.uncover();
        }
        self.notices.set(notices);
        self.reveal.update(|count| *count += 1);
    }

    fn turn_to(&self, address: Address) {
        let old = self.route.get_untracked();
        if old != address.route {
            let (load, given) = (self.load.get_untracked(), self.given.get_untracked());
            if let (Route::Given(number), Load::Ready(_) | Load::Choose(_)) = (&old, &load) {
                self.given.set(Some((*number, load)));
            }
            self.opened.set(Vec::new());
            self.closed_lanes.set(Vec::new());
            self.stretch.set(None);
            let again = given.filter(|(number, _)| address.route == Route::Given(*number));
            self.route.set(address.route);
            if let Some((_, load)) = again {
                self.load.set(load);
            }
        }
        if *self.choice.get_untracked() != address.choice {
            self.choice.set(Arc::new(address.choice));
        }
        self.playhead.set(None);
    }

    /// Turns to a task that the reader gave. The page before is one step back.
    pub fn take_in(&self, number: u32) {
        self.move_to(Route::Given(number));
        self.notices.set(Vec::new());
    }

    fn move_to(&self, route: Route) {
        let address = self.page(route);
        self.write(true, &address);
        self.turn_to(address);
    }

    /// Puts an address into the history, as a step of its own or in the place of the last.
    fn write(&self, step: bool, address: &Address) {
        // What the reader gave is not in the address: its number tells it from the open page.
        let state = if let Route::Given(number) = address.route { number.into() } else { JsValue::NULL };
        let fragment = address.fragment();
        // The history of a frame is that of the page around: "back" there leads to what the reader saw before that.
        let step = step && !is_framed();
        // A history that refuses (Safari does, past a hundred calls in half a minute) costs the link, not the page.
        let _ = window().history().and_then(|history| {
            if step {
                history.push_state_with_url(&state, "", Some(&fragment))
            } else {
                history.replace_state_with_url(&state, "", Some(&fragment))
            }
        });
    }

    /// Changes the reader's choices as one step of the history, to which "back" leads.
    pub fn choose(&self, change: impl FnOnce(&mut Choice)) {
        self.change(true, &mut once(change));
    }

    /// Changes the reader's choices without a step of the history: for each letter typed.
    pub fn adjust(&self, change: impl FnOnce(&mut Choice)) {
        self.change(false, &mut once(change));
    }

    fn change(&self, step: bool, change: &mut dyn FnMut(&mut Choice)) {
        let old = self.choice.get_untracked();
        let mut choice = Choice::clone(&old);
        choice.at = self.instant.get_untracked();
        change(&mut choice);
        if *old == choice {
            return;
        }
        let address = Address { route: self.route.get_untracked(), choice };
        self.write(step, &address);
        self.choice.set(Arc::new(address.choice));
    }

    /// Moves the replay without a word to the address, which could not bear one for each frame.
    pub fn scrub(&self, at: Timestamp) {
        self.playhead.set(Some(at));
    }

    /// Puts into the address where the replay has come to, or has been left, as one step of the history or none.
    pub fn settle(&self, step: bool, at: Option<Timestamp>) {
        self.change(step, &mut |choice: &mut Choice| choice.at = at);
        self.playhead.set(None);
    }

    /// The fragment of another page, for a link to it.
    #[must_use]
    pub fn fragment_of(&self, route: Route) -> String {
        self.choice.track();
        self.page(route).fragment()
    }

    /// The address of another page, which keeps how the reader likes to see things.
    fn page(&self, route: Route) -> Address {
        Address { route, choice: self.choice.get_untracked().likings() }
    }

    /// Goes to another page, keeping how the reader likes to see things.
    pub fn go(&self, route: Route) {
        // What was given has the address of the open page, so the browser would not tell of that.
        if self.is_given() || is_framed() {
            return self.move_to(route);
        }
        // The browser tells of the new address by `hashchange`, and the page follows that.
        let _ = window().location().set_hash(&self.page(route).fragment());
    }

    /// Whether the task on the screen was given by the reader, so that no address leads to it.
    #[must_use]
    pub fn is_given(&self) -> bool {
        matches!(self.route.get_untracked(), Route::Given(_))
    }

    /// The whole address of what is on the screen now: the portal's where there is one, else the viewer's.
    #[must_use]
    pub fn link(&self) -> String {
        let route = self.route.get_untracked();
        let template = self.config.get_untracked().task_url_template.clone();
        let (Some(template), Route::Task(id)) = (template, &route) else { return self.link_to(route) };
        let query = self.shared_choice().parameters().join("&");
        let link = template.replace("{id}", &id.to_string()).replace("{query}", &query);
        absolute(link.trim_end_matches('?'))
    }

    /// The whole address by which the viewer shows this as things are shown now.
    #[must_use]
    pub fn link_to(&self, route: Route) -> String {
        let href = window().location().href().unwrap_or_default();
        let page = href.split('#').next().unwrap_or_default();
        format!("{page}{}", Address { route, choice: self.shared_choice() }.fragment())
    }

    /// What a link restores. It stands in no frame.
    fn shared_choice(&self) -> Choice {
        let choice = self.choice.get_untracked();
        Choice { at: self.instant.get_untracked(), embed: false, ..Choice::clone(&choice) }
    }
}

/// A change that is made once, as one type of change among all.
fn once(change: impl FnOnce(&mut Choice)) -> impl FnMut(&mut Choice) {
    let mut change = Some(change);
    move |choice| {
        if let Some(change) = change.take() {
            change(choice);
        }
    }
}
