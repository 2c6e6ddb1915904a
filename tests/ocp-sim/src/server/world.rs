//! The simulated OCP's memory: its clock, the tasks that live, how often each was asked for.

use crate::catalogue;
use crate::engine::{Attempt, Cluster, Fate, Script, Task, Template};
use crate::fixtures::{self, Body, Fault, Moment, submit};
use crate::rng::{Rng, hash};
use crate::time::Millis;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

/// Where the simulated clock begins.
const BEGIN: Millis = Millis::china(2026, 3, 2, 10, 0, 0);

/// How many tasks made on request are kept: some are tens of megabytes.
const KEPT: usize = 4;

/// A clock that runs at its own speed.
struct Clock {
    /// A simulated instant and the real one at which it was.
    anchor: (Millis, Instant),
    speed: f64,
}

impl Clock {
    fn now(&self) -> Millis {
        let (simulated, real) = self.anchor;
        simulated.plus((real.elapsed().as_secs_f64() * 1_000.0 * self.speed) as i64)
    }

    fn set(&mut self, now: Millis, speed: f64) {
        *self = Self { anchor: (now, Instant::now()), speed };
    }
}

/// A task that lives. Its own time may lie years before the clock's.
struct Live {
    task: Task,
    behind_ms: i64,
}

/// What an id stands for.
pub(super) enum Found {
    /// A task, and how often it was asked for before.
    Task(Arc<Moment>, u64),
    /// Fixed bytes.
    Bytes(Vec<u8>),
    /// An answer that is no task; how often it was asked for before, and when first.
    Fault(Fault, u64, Instant),
    /// Nothing.
    Nothing,
}

/// All that changes while the server runs.
pub(super) struct World {
    seed: u64,
    begin: Millis,
    begin_speed: f64,
    clock: Clock,
    live: BTreeMap<u64, Live>,
    polls: BTreeMap<u64, (u64, Instant)>,
    kept: Vec<(u64, Arc<Moment>)>,
    documented: Option<Vec<Arc<Moment>>>,
}

impl World {
    pub(super) fn new(seed: u64, speed: f64, wall_clock: bool) -> Self {
        let begin = if wall_clock { Millis::wall_clock() } else { BEGIN };
        Self {
            seed,
            begin,
            begin_speed: speed,
            clock: Clock { anchor: (begin, Instant::now()), speed },
            live: BTreeMap::new(),
            polls: BTreeMap::new(),
            kept: Vec::new(),
            documented: None,
        }
    }

    /// The simulated time.
    pub(super) fn now(&self) -> Millis {
        self.clock.now()
    }

    /// Simulated seconds per real second.
    pub(super) fn speed(&self) -> f64 {
        self.clock.speed
    }

    /// Moves the clock.
    pub(super) fn advance(&mut self, ms: i64) {
        self.clock.set(self.now().plus(ms), self.clock.speed);
    }

    /// Changes how fast it runs.
    pub(super) fn set_speed(&mut self, speed: f64) {
        self.clock.set(self.now(), speed);
    }

    /// Forgets everything that happened.
    pub(super) fn reset(&mut self) {
        self.clock.set(self.begin, self.begin_speed);
        self.live.clear();
        self.polls.clear();
    }

    /// Looks a task up for an answer; this counts as a request.
    pub(super) fn ask(&mut self, id: u64) -> Found {
        match fixtures::by_id(id).map(|fixture| fixture.body) {
            Some(Body::Bytes(make)) => return Found::Bytes(make(id)),
            Some(Body::Fault(fault)) => {
                let (before, first) = self.count_poll(id);
                return Found::Fault(fault, before, first);
            }
            Some(Body::Moment(_)) | None => {}
        }
        match self.peek(id) {
            Some(moment) => Found::Task(moment, self.count_poll(id).0),
            None => Found::Nothing,
        }
    }

    /// Looks a task up without counting.
    pub(super) fn peek(&mut self, id: u64) -> Option<Arc<Moment>> {
        let now = self.now();
        if self.is_live_id(id) && !self.live.contains_key(&id) {
            let task = self.begin_live(id, now)?;
            self.live.insert(id, Live { task, behind_ms: 0 });
        }
        if let Some(live) = self.live.get_mut(&id) {
            let at = now.plus(-live.behind_ms);
            live.task.advance(at);
            return Some(Arc::new(Moment { task: live.task.clone(), at }));
        }
        if let Some((_, moment)) = self.kept.iter().find(|(kept, _)| *kept == id) {
            return Some(Arc::clone(moment));
        }
        let moment = Arc::new(self.make(id)?);
        if self.kept.len() >= KEPT {
            self.kept.remove(0);
        }
        self.kept.push((id, Arc::clone(&moment)));
        Some(moment)
    }

    /// Lets an action change a task. A frozen task that is acted on lives from then on.
    pub(super) fn act<T, E>(
        &mut self,
        id: u64,
        action: impl FnOnce(&mut Task) -> Result<T, E>,
    ) -> Option<Result<T, E>> {
        let moment = self.peek(id)?;
        if let Some(live) = self.live.get_mut(&id) {
            return Some(action(&mut live.task));
        }
        let mut task = moment.task.clone();
        task.advance(moment.at);
        let done = action(&mut task);
        if done.is_ok() {
            let behind_ms = self.now().since(moment.at);
            self.live.insert(id, Live { task, behind_ms });
        }
        Some(done)
    }

    /// The documented tasks and those that live, for the list.
    pub(super) fn listed(&mut self) -> Vec<Arc<Moment>> {
        let documented = self.documented.get_or_insert_with(|| {
            let moments = fixtures::all().into_iter().filter_map(|fixture| match fixture.body {
                Body::Moment(make) => Some(Arc::new(make(fixture.id))),
                Body::Bytes(_) | Body::Fault(_) => None,
            });
            moments.collect()
        });
        let frozen = documented.iter().filter(|moment| !self.live.contains_key(&moment.task.plan.identity.id));
        let mut listed: Vec<Arc<Moment>> = frozen.cloned().collect();
        let live: Vec<u64> = self.live.keys().copied().collect();
        listed.extend(live.into_iter().filter_map(|id| self.peek(id)));
        listed
    }

    fn count_poll(&mut self, id: u64) -> (u64, Instant) {
        let (count, first) = self.polls.entry(id).or_insert((0, Instant::now()));
        *count += 1;
        (*count - 1, *first)
    }

    fn make(&self, id: u64) -> Option<Moment> {
        if let Some(fixture) = fixtures::by_id(id) {
            return match fixture.body {
                Body::Moment(make) => Some(make(id)),
                Body::Bytes(_) | Body::Fault(_) => None,
            };
        }
        match id / 1_000_000 {
            37 => {
                let (_, template) = kind(id)?;
                let submitted = self.begin.plus(-40 * 86_400_000 + (id % 1_000_000 * 61_000 % 86_400_000) as i64);
                let script = Script::smooth(hash(&[self.seed, id]));
                let mut task = submit(id, &template, script, Cluster::of_three(), submitted);
                task.settle(30 * 86_400_000);
                Some(Moment::seen_after(task, 180_000))
            }
            _ => fixtures::big::by_id(id),
        }
    }

    fn is_live_id(&self, id: u64) -> bool {
        matches!(id / 1_000_000, 38 | 39)
    }

    fn begin_live(&self, id: u64, now: Millis) -> Option<Task> {
        let (_, template) = kind(id)?;
        let mut script = Script::smooth(hash(&[self.seed, id]));
        if id / 1_000_000 == 39 {
            script = with_one_failure(script, &template);
        }
        Some(submit(id, &template, script, Cluster::of_three(), now))
    }
}

/// The kind of task that `xxcccKKK` means, and its template for K hosts.
fn kind(id: u64) -> Option<(usize, Template)> {
    let (index, hosts) = (id / 1_000 % 1_000, id % 1_000);
    let index = usize::try_from(index).ok()?;
    let template = catalogue::template(index, u32::try_from(hosts).ok().filter(|hosts| *hosts > 0)?)?;
    Some((index, template))
}

/// The middle one of the steps that do something fails the first time.
fn with_one_failure(script: Script, template: &Template) -> Script {
    let real: Vec<&str> =
        template.nodes.iter().map(|node| &*node.name).filter(|name| !name.ends_with(" node")).collect();
    let Some(step) = real.get(real.len() / 2) else { return script };
    let ms = Rng::new(script.seed).between(1_500, 6_000);
    script.with(step, Attempt::Nth(1), Fate::Fails(ms, "Execute command failed, exit code 255: Connection refused"))
}
