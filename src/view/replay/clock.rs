//! What moves a replay by itself.

use taskscope_core::layout::timeline::Scale;
use taskscope_core::task::{Millis, Timestamp};

use super::whole;
use crate::dom::{Timer, is_calm, now_performance};
use crate::state::{Derived, Keep, Session, Var, follow};

/// How long a whole task plays, in milliseconds, however long it took.
const PLAY: f64 = 20_000.0;

/// The time between two pictures, in milliseconds: as smooth as state, not motion, asks for.
const BEAT: i32 = 40;

/// The same for readers who asked their system for less motion.
const CALM_BEAT: i32 = 1_000;

/// Moves the replay on while `playing` holds, as far as the time since the last picture asks. It goes along the axis of
/// the timeline: what is drawn short is played short.
pub(super) fn play(session: Session, axis: Derived<Option<Scale>>, playing: Var<bool>) {
    let timer = Keep::empty();
    follow(move || {
        session.instant.track();
        if playing.get() {
            let since = now_performance();
            let advance = move || advance(session, axis, playing, now_performance() - since);
            timer.put(Timer::new(if is_calm() { CALM_BEAT } else { BEAT }, advance));
        } else {
            timer.put(());
        }
    });
}

fn advance(session: Session, axis: Derived<Option<Scale>>, playing: Var<bool>, elapsed: f64) {
    let Some((start, end)) = session.loaded.get_untracked().and_then(|loaded| whole(&loaded)) else { return };
    let Some(at) = session.instant.get_untracked() else { return };
    // What stands at the end begins anew.
    let from = if at >= end { start } else { at };
    let Some(axis) = axis.get_untracked() else { return };
    let step = (axis.place(end) - axis.place(start)) * elapsed / PLAY;
    let to: Timestamp = axis.moment(axis.place(from) + step).max(from + Millis(1));
    if to < end {
        session.scrub(to);
    } else {
        playing.set(false);
        session.settle(true, Some(end));
    }
}
