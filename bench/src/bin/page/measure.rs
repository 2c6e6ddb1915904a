//! What is measured, by the names that the browser's driver tells it by. Times are in ms, memory in bytes.
//!
//! Every run is a browser of its own, in which the page has loaded and rested for half a second: nothing has been drawn
//! yet. The clock starts where the data is in memory: for ours where the answer has been read to its end (the end of
//! `taskscope:fetch`; decoding is still to come), for a peer at the call that draws, with the task parsed already. "On the
//! screen" is the end of the main thread's work on the frame: the first message after an animation frame. A frame's
//! interval is from one animation frame to the next; at the display's 60 Hz it is never below 16.7.

/// Until a picture of all steps and edges is on the screen: for ours the frame after the end of `taskscope:draft`, or of
/// `taskscope:picture` where that comes first, for a peer the first frame in which it has as many nodes and edges as the
/// task.
pub const COMPLETE: &str = "complete";
/// Until the picture that stays is on the screen: the frame after `taskscope:picture`. A draft has more crossings. Ours
/// alone.
pub const REFINED: &str = "refined";
/// [`COMPLETE`] in a browser that has seen nothing of the page, from a link: from the navigation on, with all that is loaded
/// and compiled, and from the answer on. Ours alone.
pub const LINK: &str = "link";
/// See [`LINK`].
pub const LINK_ANSWERED: &str = "linkAnswered";
/// The lengths of `taskscope:decode`, `:insight` and `:layout`, with the turns that they give the browser.
pub const STAGES: [&str; 3] = ["decode", "insight", "layout"];
/// The main thread's longest task from the clock's start until the page rests, by the browser's trace.
pub const LONGEST: &str = "longest";
/// Until the last task of more than 16 ms has ended.
pub const SETTLE: &str = "settle";
/// One step has succeeded, and nothing else changed but the server's clock: from the new data in memory until the change
/// is on the screen. The median of nine such changes, to and fro: the first also compiles what it runs. Ours shows the details
/// of one step beside the graph, which no peer has, and keeps to it; the step that changes is another where two are in sight.
pub const POLL: &str = "poll";
/// The main thread's work in [`POLL`], without its waiting for the frame.
pub const POLL_WORK: &str = "pollWork";
/// The part of [`POLL_WORK`] up to the end of the task in which the change comes into the document: all that is done to
/// apply it, before the browser draws. Ours alone.
pub const POLL_APPLY: &str = "pollApply";
/// [`POLL_WORK`] of the first of the changes.
pub const POLL_FIRST: &str = "pollFirst";
/// The longest task in any [`POLL`] and the half second after it.
pub const POLL_LONGEST: &str = "pollLongest";
/// 1 if a node, or the view, is elsewhere after [`POLL`], else 0.
pub const MOVED: &str = "moved";
/// Frames while the graph is dragged by the mouse where the page opens.
pub const PAN: &str = "pan";
/// Frames while the wheel zooms out from there and in again.
pub const ZOOM: &str = "zoom";
/// Frames while the graph is dragged with all of it in sight. Ours alone.
pub const FAR: &str = "far";
/// Frames while the wheel scrolls the timeline. Ours alone.
pub const SCROLL: &str = "scroll";
/// JavaScript's heap after a garbage collection, with the picture on the screen.
pub const HEAP: &str = "heap";
/// The size of wasm's memory then.
pub const WASM: &str = "wasm";
/// How many bytes the task has as it comes.
pub const PAYLOAD: &str = "payload";
/// [`HEAP`] and [`WASM`] after the changes of [`POLL`]. Ours alone.
pub const LATER: &str = "later";
/// Elements in the document, the most of all moments that were looked at.
pub const ELEMENTS: &str = "elements";
/// Bytes that came over the wire for the page itself, compressed by brotli for all, without the task.
pub const WIRE: &str = "wire";

/// The name of the main thread's work in each frame of a gesture.
pub fn work(gesture: &str) -> String {
    format!("{gesture}Work")
}
