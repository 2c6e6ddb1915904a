//! What the row of a heading shows: siblings read as one, or the lane of an OCP node.

use taskscope_core::insight::Counts;
use taskscope_core::layout::timeline::{Heading, busy};
use taskscope_core::task::{Millis, SubtaskIdx, Timestamp};
use taskscope_core::words::{self, Lang};

use super::bars::bars_of;
use super::need::{BY_NEED, worst};
use super::row::{Content, said_times};
use crate::state::{Scene, Session};
use crate::view::shown::{Shown, is_heading_open, step_name};

/// Into how many parts the wall time is cut for the bar of a lane: what runs within one of them is drawn as one.
const LANE_PARTS: i64 = 400;

/// All that it shows; `None` where there is no such heading.
pub(super) fn heading_content(session: Session, shown: Shown, scene: &Scene, heading: Heading) -> Option<Content> {
    let (text, lang) = (session.text(), session.lang.get());
    let arrangement = shown.arrangement.get();
    let members = arrangement.members(&scene.insight, heading);
    let is_open = is_heading_open(session, scene, &arrangement, heading);
    let counts = Counts::of(members.iter().map(|&step| scene.outcome(step)));
    let each = each_outcome(lang, &counts);
    let wall = scene.insight.totals.wall.unwrap_or(Millis::ZERO);
    let whole = whole_of(scene, members);
    let said = |run: Millis| if run > Millis::ZERO { words::duration(lang, run) } else { String::new() };
    let (name, run, run_hint, gap) = match heading {
        Heading::Group(_) => {
            let longest = said(whole.longest);
            // What differs from another run is the longest of them.
            let ends = whole.start.zip(whole.end).filter(|_| session.contrast.get().is_none());
            let run = ends.map(|(start, end)| said(end - start));
            let hint = run.as_ref().map(|_| (text.longest)(&longest));
            (step_name(&scene.task, *members.first()?), run.unwrap_or(longest), hint, wall)
        }
        Heading::Lane(lane) => {
            let node = arrangement.lanes.get(lane)?.node.as_deref();
            let missing = if scene.task.has_ended() { text.no_node } else { text.no_node_yet };
            (
                node.unwrap_or(missing).to_owned(),
                said(busy(members.iter().filter_map(|&step| scene.time(step)))),
                None,
                Millis(wall.0 / LANE_PARTS),
            )
        }
    };
    let run_hint = run_hint.filter(|_| !run.is_empty());
    let is_lane = matches!(heading, Heading::Lane(_));
    Some(Content {
        name,
        outcome: worst(&counts),
        outcome_text: each.clone(),
        times: said_times(session, scene, (whole.start, whole.end.filter(|_| whole.is_over)), None),
        bars_hint: Some(if is_lane && !run.is_empty() {
            format!("{} {run}{}{each}", text.busy, lang.comma())
        } else {
            each
        }),
        run,
        run_hint,
        bars: bars_of(lang, text, scene, members, gap, !is_open),
        is_selected: !is_open && session.selected.get().is_some_and(|step| members.contains(&step)),
        is_open: Some(is_open),
        is_lane,
        group_size: Some(members.len().to_string()),
        ..Content::default()
    })
}

/// The times of several steps as a whole.
#[derive(Default)]
struct Whole {
    /// When the first of them began.
    start: Option<Timestamp>,
    /// When the last of them ended, so far.
    end: Option<Timestamp>,
    longest: Millis,
    /// Whether none of them goes on or may still begin.
    is_over: bool,
}

fn whole_of(scene: &Scene, members: &[SubtaskIdx]) -> Whole {
    let has_ended = !scene.is_past() && scene.task.has_ended();
    let mut whole = Whole { is_over: true, ..Whole::default() };
    for time in members.iter().filter_map(|&step| scene.time(step)) {
        whole.start = time.start.into_iter().chain(whole.start).min();
        whole.end = whole.end.max(time.end);
        whole.longest = whole.longest.max(time.run().unwrap_or(Millis::ZERO));
        whole.is_over &= !time.is_open && (has_ended || time.end.is_some());
    }
    whole
}

/// How many of a group came to what: `2 failed, 8 running, 2 eligible`. A count stays in one line with what it counts.
fn each_outcome(lang: Lang, counts: &Counts) -> String {
    let some = BY_NEED.into_iter().map(|outcome| (outcome, counts.get(outcome))).filter(|&(_, count)| count > 0);
    let said = |(outcome, count)| format!("{count} {}", words::outcome(lang, outcome)).replace(' ', "\u{a0}");
    some.map(said).collect::<Vec<_>>().join(lang.comma())
}
