//! The page's own words, in each language: labels, hints, errors. What is said about a task's data is in
//! `taskscope_core::words`.
//!
//! One struct, one constant of it a language: a text that is missing in one does not compile.

mod comparing;
mod copying;
mod en;
mod error;
mod insights;
mod opening;
mod replaying;
mod zh;

pub use comparing::Comparing;
pub use copying::Copying;
pub use en::EN;
pub use error::{technical, words_of};
pub use insights::Insights;
pub use opening::Opening;
pub use replaying::Replaying;
pub use zh::ZH;

/// Where a step stands among the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stand {
    /// Its place in reading order, from 1.
    pub place: u32,
    /// How many steps there are.
    pub of: usize,
    /// How many of its upstreams are done.
    pub done: usize,
    /// How many upstreams it has.
    pub upstream: usize,
    /// How many steps wait for it.
    pub downstream: usize,
}

/// Every text of the page.
pub struct Messages {
    /// What the page is.
    pub tagline: &'static str,
    /// Shown while a file is held over the page.
    pub drop_here: &'static str,
    /// What is said where a task is opened.
    pub opening: Opening,
    /// Bytes are on their way.
    pub fetching: &'static str,
    /// Bytes become a task.
    pub decoding: &'static str,
    /// The numbers get their meaning.
    pub analysing: &'static str,
    /// Brings the selected step back into sight; takes its name.
    pub back_to: fn(&str) -> String,
    /// The graph is being laid out.
    pub laying_out: &'static str,
    /// The link that leaves a task that is on its way.
    pub cancel: &'static str,
    /// Goes to the open page.
    pub home: &'static str,
    /// The toolbar.
    pub tools: &'static str,
    /// Views.
    pub view: &'static str,
    /// The timeline.
    pub timeline: &'static str,
    /// The graph.
    pub graph: &'static str,
    /// Timeline and graph.
    pub both: &'static str,
    /// The table.
    pub table: &'static str,
    /// Label of the search field.
    pub find: &'static str,
    /// Label of the filter by outcome.
    pub filter: &'static str,
    /// Ends the filter.
    pub clear_filter: &'static str,
    /// Reads siblings as one.
    pub fold: &'static str,
    /// Opens the menu of how rows are arranged.
    pub arrange: &'static str,
    /// Heads the choice of what rows stand under.
    pub rows_by: &'static str,
    /// Rows by step, siblings as one.
    pub rows_by_step: &'static str,
    /// Heads the choice of what rows are sorted by.
    pub sort_by: &'static str,
    /// Sorted as the work is read.
    pub sort_order: &'static str,
    /// Sorted by the wait before the start.
    pub sort_wait: &'static str,
    /// Heads the choice of how wide idle time is.
    pub idle_time: &'static str,
    /// Idle time as wide as it was long.
    pub idle_to_scale: &'static str,
    /// Idle time drawn short.
    pub idle_shorten: &'static str,
    /// No step says when it ran.
    pub untimed: &'static str,
    /// How long nothing ran, and of how long.
    pub idle_hint: fn(&str, &str) -> String,
    /// How long the idle time is that is drawn short.
    pub idle_is_short: fn(&str) -> String,
    /// The lane of steps that no OCP node has picked up yet.
    pub no_node_yet: &'static str,
    /// The lane of steps that no OCP node picked up.
    pub no_node: &'static str,
    /// How long an OCP node had a step to run.
    pub busy: &'static str,
    /// Names the edge of the name column.
    pub name_width: &'static str,
    /// Says how that edge is moved.
    pub name_width_hint: &'static str,
    /// Which of the matches is selected, and of how many.
    pub match_place: fn(usize, usize) -> String,
    /// Selects the next match.
    pub next_match: &'static str,
    /// Selects the match before.
    pub previous_match: &'static str,
    /// Opens zone, language, appearance.
    pub settings: &'static str,
    /// Label of the choice of a zone.
    pub zone: &'static str,
    /// The server's zone.
    pub zone_server: &'static str,
    /// The reader's zone.
    pub zone_local: &'static str,
    /// UTC.
    pub zone_utc: &'static str,
    /// No zone: the axis counts from the task's start. Also what the axis says then.
    pub zone_elapsed: &'static str,
    /// Label of the choice of a language.
    pub language: &'static str,
    /// Label of the choice of light or dark.
    pub theme: &'static str,
    /// As the system has it.
    pub theme_auto: &'static str,
    /// Light.
    pub theme_light: &'static str,
    /// Dark.
    pub theme_dark: &'static str,
    /// Opens the list of ways to share.
    pub share: &'static str,
    /// Copies the link.
    pub copy_link: &'static str,
    /// Copies a link that carries the task.
    pub copy_snapshot: &'static str,
    /// Warns of what such a link holds.
    pub snapshot_hint: &'static str,
    /// Saves the payload.
    pub save_json: &'static str,
    /// Saves the table.
    pub save_csv: &'static str,
    /// What became of copying.
    pub copying: Copying,
    /// Opens the list of keys.
    pub keys: &'static str,
    /// Closes.
    pub close: &'static str,
    /// Who started it.
    pub by: &'static str,
    /// The cluster.
    pub cluster: &'static str,
    /// The tenant.
    pub tenant: &'static str,
    /// How long it took, or takes so far.
    pub took: &'static str,
    /// So far.
    pub so_far: &'static str,
    /// Time at work.
    pub work: &'static str,
    /// Time at work, where idle time lies in it that nobody can tell from work.
    pub work_and_idle: &'static str,
    /// Behind such a time of a single step.
    pub idle_included: &'static str,
    /// Time between steps.
    pub wait: &'static str,
    /// Time from the last step's end to the task's.
    pub closing: &'static str,
    /// Says how the bar of work and wait is to be read.
    pub split_hint: &'static str,
    /// Whether it may be rolled back.
    pub rollback: &'static str,
    /// Whether it was retried.
    pub retried: &'static str,
    /// How many anomalies there are.
    pub notes: fn(usize) -> String,
    /// Says why there is such a list.
    pub notes_hint: &'static str,
    /// Says how many more there are than shown.
    pub more: fn(usize) -> String,
    /// Names what stands above a task: what was left out of the link, or why there is nothing newer.
    pub notice: &'static str,
    /// No parameter of that name has that value.
    pub bad_parameter: fn(&str, &str) -> String,
    /// The address names a step that the task does not have.
    pub no_such_step: fn(&str) -> String,
    /// The state is being followed.
    pub live: &'static str,
    /// Polling has stopped, for good.
    pub stopped: &'static str,
    /// How old the state is, in seconds.
    pub age: fn(u64) -> String,
    /// Asks now.
    pub refresh: &'static str,
    /// The task ended so long ago.
    pub ended_ago: fn(String) -> String,
    /// The task came from a file.
    pub from_file: &'static str,
    /// The task came from the link.
    pub from_link: &'static str,
    /// The newest state could not be had.
    pub stale: &'static str,
    /// The name column.
    pub step: &'static str,
    /// The outcome column.
    pub outcome: &'static str,
    /// The duration column.
    pub duration: &'static str,
    /// The start column.
    pub start: &'static str,
    /// The finish column.
    pub finish: &'static str,
    /// The name of the grid.
    pub subtasks: &'static str,
    /// No step passes search and filter.
    pub no_match: &'static str,
    /// The task has no steps.
    pub no_steps: &'static str,
    /// Ends search and filter.
    pub show_all: &'static str,
    /// How many steps pass.
    pub matches: fn(usize, usize) -> String,
    /// Opens a group.
    pub expand: &'static str,
    /// Closes a group.
    pub collapse: &'static str,
    /// The strip above the timeline.
    pub strip: &'static str,
    /// The current moment.
    pub now: &'static str,
    /// A time limit of so long.
    pub limit: fn(String) -> String,
    /// Marks a run of several attempts.
    pub spans_attempts: &'static str,
    /// The longest run of siblings.
    pub longest: fn(&str) -> String,
    /// The graph, for a screen reader.
    pub graph_hint: &'static str,
    /// How the graph can be walked.
    pub graph_name: fn(usize, usize) -> String,
    /// Shows the whole.
    pub fit: &'static str,
    /// Closer.
    pub zoom_in: &'static str,
    /// Further away.
    pub zoom_out: &'static str,
    /// The details of a step.
    pub details: &'static str,
    /// No step is selected.
    pub nothing_selected: &'static str,
    /// It waited so long.
    pub waited: &'static str,
    /// It ran from when to when.
    pub ran: &'static str,
    /// Its share of the whole.
    pub share_of_task: &'static str,
    /// Attempts.
    pub attempts: &'static str,
    /// The time limit.
    pub time_limit: &'static str,
    /// There is no time limit.
    pub no_limit: &'static str,
    /// How much of the limit is used.
    pub limit_used: &'static str,
    /// The OCP server that ran it.
    pub ocp_node: &'static str,
    /// The id.
    pub subtask_id: &'static str,
    /// The index among siblings.
    pub parallel_index: &'static str,
    /// Rollback is forbidden once it has run.
    pub prohibits_rollback: &'static str,
    /// Upstream steps.
    pub upstream: &'static str,
    /// Downstream steps.
    pub downstream: &'static str,
    /// There are none.
    pub none: &'static str,
    /// All fields as sent.
    pub all_fields: &'static str,
    /// Copies the fields.
    pub copy_json: &'static str,
    /// Copies a link to the step.
    pub copy_step_link: &'static str,
    /// Fetches the log.
    pub log: &'static str,
    /// The log is on its way.
    pub log_loading: &'static str,
    /// There is nothing in the log.
    pub log_empty: &'static str,
    /// How many KB of a log are left out.
    pub log_cut: fn(usize) -> String,
    /// OCP's word for the task's state.
    pub status: &'static str,
    /// OCP's word for what the task does.
    pub operation: &'static str,
    /// What kind of task it is.
    pub kind: &'static str,
    /// Leads support to the request.
    pub trace_id: &'static str,
    /// The server that answered.
    pub server: &'static str,
    /// More about the task.
    pub about: &'static str,
    /// When the record was made.
    pub created: &'static str,
    /// Tries again.
    pub retry: &'static str,
    /// Tries again in so many seconds.
    pub retry_in: fn(u64) -> String,
    /// OCP's code.
    pub code: &'static str,
    /// OCP's message.
    pub message: &'static str,
    /// The HTTP status.
    pub http_status: &'static str,
    /// What the program saw.
    pub technical: &'static str,
    /// Copies the report for a ticket.
    pub copy_report: &'static str,
    /// What the insights say.
    pub insights: Insights,
    /// By how much a step could have ended later.
    pub slack: &'static str,
    /// The step is on the critical path.
    pub on_path: &'static str,
    /// Heads what a failed step holds up.
    pub holds_up: &'static str,
    /// Shows only what the selected step has to do with.
    pub focus: &'static str,
    /// What is shown, of which step, and how many nodes are hidden.
    pub focus_on: fn(&str, usize) -> String,
    /// How many edges up and down.
    pub focus_depth: &'static str,
    /// However many edges.
    pub focus_all: &'static str,
    /// Shows the whole graph again.
    pub focus_leave: &'static str,
    /// A failed step holds this one up.
    pub held_up: &'static str,
    /// Where a step stands among the others.
    pub stand: fn(Stand) -> String,
    /// Shows the refined picture of the graph.
    pub refine: &'static str,
    /// While a better picture of the graph is looked for.
    pub refining: &'static str,
    /// Stops that.
    pub keep_draft: &'static str,
    /// Heads the list of keys; then each with what it does.
    pub keys_title: &'static str,
    /// What each key does, in the order of the list of keys.
    pub key_words: &'static [(&'static str, &'static str)],
    /// What the replay says.
    pub replaying: Replaying,
    /// What the comparison says.
    pub comparing: Comparing,
}
