//! Time passes: coordinators tick, threads pick up READY subtasks, attempts end, timers ring.

use super::CONCURRENCY;
use super::log::Line;
use super::script::{Direction, Fate};
use super::task::{Busy, Next, Operation, Status, Task, TaskOperation, TaskStatus};
use crate::rng::{Rng, hash};
use crate::time::Millis;

/// The coordinators sleep one second between two rounds, and a round takes about this long itself.
const TICK_MS: i64 = 1_015;

/// When the timer rings that does not exist. Far, but safe to calculate with.
const NEVER: Millis = Millis(i64::MAX / 4);

impl Task {
    /// Lets the engine run until `to`; a time that has passed already changes nothing.
    pub fn advance(&mut self, to: Millis) {
        if to < self.now {
            return;
        }
        loop {
            let event = self.next_event().filter(|(at, _)| *at <= to);
            let tick = self.next_useful_tick(event.map(|(at, _)| at)).filter(|at| *at <= to);
            match (event, tick) {
                (Some((at, slot)), tick) if tick.is_none_or(|tick| at <= tick) => self.happen(at, slot),
                (_, Some(at)) => self.coordinate(at),
                _ => break,
            }
        }
        self.now = to;
    }

    /// Lets the engine run until nothing will change any more; at most `limit_ms` from now.
    pub fn settle(&mut self, limit_ms: i64) -> Millis {
        let limit = self.now.plus(limit_ms);
        self.advance_until(limit, |task| task.status != TaskStatus::Running && task.busy.is_empty())
    }

    /// Lets the engine run tick by tick until `reached` holds; at most until `limit`. Returns when it held.
    pub fn advance_until(&mut self, limit: Millis, reached: impl Fn(&Self) -> bool) -> Millis {
        while !reached(self) && self.now < limit {
            let event = self.next_event().map(|(at, _)| at);
            let next = [event, self.next_useful_tick(event)].into_iter().flatten().min();
            self.advance(next.unwrap_or(limit).min(limit));
        }
        self.now
    }

    /// The next thing that happens to a busy subtask, and its slot.
    fn next_event(&self) -> Option<(Millis, usize)> {
        let due = self.busy.iter().enumerate().filter_map(|(slot, busy)| busy.next.map(|(at, _)| (at, slot)));
        due.min()
    }

    /// The next tick that can change something. Only events free a place or end a step, so ticks between a quiet
    /// one and the next event are skipped: a week's wait costs nothing.
    fn next_useful_tick(&self, event: Option<Millis>) -> Option<Millis> {
        if self.has_work() {
            return Some(self.tick_after(self.now));
        }
        event.map(|at| self.tick_after(at))
    }

    fn has_work(&self) -> bool {
        if !self.canceling.is_empty() || self.busy.iter().any(|busy| self.is_stopping(busy.index)) {
            return true;
        }
        if self.failed_to_retry().is_some() {
            return true;
        }
        if self.status != TaskStatus::Running {
            return false;
        }
        if self.count(Status::Failed) > 0 {
            return self.count(Status::Running) == 0;
        }
        self.is_complete() || (self.free_places() > 0 && self.candidates() > 0)
    }

    fn tick_at(&self, tick: i64) -> Millis {
        let jitter = hash(&[self.script.seed, 4, tick as u64]) % 12;
        self.start_on_engine().plus(tick * TICK_MS - 70 + jitter as i64)
    }

    /// The first tick after an instant.
    fn tick_after(&self, at: Millis) -> Millis {
        let mut tick = at.since(self.start_on_engine()) / TICK_MS;
        while self.tick_at(tick) <= at {
            tick += 1;
        }
        self.tick_at(tick)
    }

    fn start_on_engine(&self) -> Millis {
        self.start.plus(-self.cluster.skew_ms(0))
    }

    /// One round of all coordinators.
    fn coordinate(&mut self, at: Millis) {
        self.now = at;
        self.stop_canceled();
        while let Some(index) = self.failed_to_retry() {
            self.retry_by_engine(index);
        }
        if self.status == TaskStatus::Running {
            self.schedule();
            self.conclude();
        }
    }

    /// CANCELING becomes RUNNING with operation CANCEL at one tick and FAILED at the next.
    fn stop_canceled(&mut self) {
        let stopping: Vec<usize> = self.busy.iter().map(|b| b.index).filter(|i| self.is_stopping(*i)).collect();
        for index in stopping {
            self.end(index, Status::Failed, |at| Line::Canceled { at });
        }
        for index in std::mem::take(&mut self.canceling) {
            if let Some(subtask) = self.subtasks.get_mut(index) {
                subtask.operation = Operation::Cancel;
                subtask.finish = None;
            }
            self.set_status(index, Status::Running);
            self.busy.push(Busy { index, next: Some((NEVER, Next::TimesOut)) });
        }
    }

    fn is_stopping(&self, index: usize) -> bool {
        self.subtasks
            .get(index)
            .is_some_and(|subtask| subtask.operation == Operation::Cancel && subtask.status == Status::Running)
    }

    /// A FAILED step that the engine will retry by itself.
    fn failed_to_retry(&self) -> Option<usize> {
        if self.count(Status::Failed) == 0 {
            return None;
        }
        let mut steps = self.plan.steps.iter().zip(&self.subtasks);
        steps.position(|(step, subtask)| {
            subtask.status == Status::Failed
                && subtask.run_time <= step.auto_retries
                && matches!(subtask.operation, Operation::Execute | Operation::Retry)
        })
    }

    fn retry_by_engine(&mut self, index: usize) {
        if let Some(subtask) = self.subtasks.get_mut(index) {
            subtask.operation = Operation::Retry;
            subtask.run_time += 1;
            subtask.finish = None;
        }
        self.make_ready(index);
    }

    /// Marks as many steps READY as there are places; a failure stops this.
    fn schedule(&mut self) {
        if self.count(Status::Failed) > 0 {
            return;
        }
        let undoing = self.operation == TaskOperation::Rollback;
        let source = if undoing { &self.undoable } else { &self.eligible };
        let chosen: Vec<usize> = source.iter().take(self.free_places()).map(|(_, index)| *index).collect();
        for index in chosen {
            self.make_ready(index);
        }
    }

    fn free_places(&self) -> usize {
        CONCURRENCY.saturating_sub(self.count(Status::Ready) + self.count(Status::Running))
    }

    fn candidates(&self) -> usize {
        if self.operation == TaskOperation::Rollback { self.undoable.len() } else { self.eligible.len() }
    }

    fn is_complete(&self) -> bool {
        let goal = if self.operation == TaskOperation::Rollback { Status::Pending } else { Status::Successful };
        self.count(goal) == self.subtasks.len()
    }

    /// The task ends when all is done, or when something failed and nothing RUNNING is left.
    fn conclude(&mut self) {
        let failed = self.count(Status::Failed) > 0;
        if self.count(Status::Running) > 0 || (!failed && !self.is_complete()) {
            return;
        }
        self.status = if failed { TaskStatus::Failed } else { TaskStatus::Successful };
        self.finish = Some(self.now.plus(self.cluster.skew_ms(0)));
    }

    /// A subtask waits for a thread: mostly picked up at once, now and then a round later.
    pub(super) fn make_ready(&mut self, index: usize) {
        self.set_status(index, Status::Ready);
        let mut rng = Rng::new(hash(&[self.script.seed, 5, index as u64, self.now.0 as u64]));
        let delay_ms = if rng.percent(75) { rng.between(8, 90) } else { rng.between(200, 1_150) };
        self.busy.push(Busy { index, next: Some((self.now.plus(delay_ms), Next::Starts)) });
    }

    /// Carries out what was due for the busy subtask in `slot`.
    fn happen(&mut self, at: Millis, slot: usize) {
        self.now = at;
        let Some(Busy { index, next: Some((_, next)) }) = self.busy.get(slot).copied() else { return };
        match next {
            Next::Starts => self.start(slot, index),
            Next::Succeeds => self.succeed(index),
            Next::Fails(message) => self.end(index, Status::Failed, |at| Line::Failed { at, message }),
            Next::TimesOut => self.end(index, Status::Failed, |at| Line::TimedOut { at }),
        }
    }

    fn start(&mut self, slot: usize, index: usize) {
        let plan = std::sync::Arc::clone(&self.plan);
        let (Some(step), Some(subtask)) = (plan.steps.get(index), self.subtasks.get_mut(index)) else { return };
        let direction = match subtask.operation {
            Operation::Rollback | Operation::RollbackSkip => Direction::Back,
            _ => Direction::Forward,
        };
        let idle = matches!(subtask.operation, Operation::Skip | Operation::RollbackSkip);
        subtask.attempts[direction as usize] += 1;
        let attempt = subtask.attempts[direction as usize];

        let nodes = self.cluster.nodes.len().max(1) as u64;
        let node = (hash(&[self.script.seed, 6, index as u64, u64::from(attempt)]) % nodes) as usize;
        let local = self.now.plus(self.cluster.skew_ms(node));
        subtask.node = Some(node);
        subtask.start = subtask.start.or(Some(local));
        subtask.finish = None;
        subtask.engine_span = (self.now, None);
        subtask.log.push(Line::Begun { at: local, node, operation: subtask.operation, run_time: subtask.run_time });

        let fate = if idle { Fate::Succeeds(12) } else { self.script.fate(index, step, direction, attempt) };
        let timer_ms = i64::from(step.timeout_s) * 1_000;
        let in_time = |ms: i64, next| {
            let (ms, next) = if timer_ms > 0 && ms > timer_ms { (timer_ms, Next::TimesOut) } else { (ms, next) };
            Some((self.now.plus(ms), next))
        };
        let next = match fate {
            Fate::Succeeds(ms) => in_time(ms, Next::Succeeds),
            Fate::Fails(ms, message) => in_time(ms, Next::Fails(message)),
            Fate::Hangs if timer_ms > 0 => in_time(timer_ms, Next::TimesOut),
            Fate::Hangs => Some((NEVER, Next::TimesOut)),
            Fate::Lost => None,
        };
        if let Some(busy) = self.busy.get_mut(slot) {
            busy.next = next;
        }
        self.set_status(index, Status::Running);
    }

    fn succeed(&mut self, index: usize) {
        let undone = self
            .subtasks
            .get(index)
            .is_some_and(|subtask| matches!(subtask.operation, Operation::Rollback | Operation::RollbackSkip));
        let status = if undone { Status::Pending } else { Status::Successful };
        self.end(index, status, |at| Line::Ended { at });
    }

    fn end(&mut self, index: usize, status: Status, line: impl FnOnce(Millis) -> Line) {
        self.busy.retain(|busy| busy.index != index);
        if let Some(subtask) = self.subtasks.get_mut(index) {
            let local = self.now.plus(subtask.node.map_or(0, |node| self.cluster.skew_ms(node)));
            subtask.finish = Some(local);
            subtask.engine_span.1 = Some(self.now);
            subtask.log.push(line(local));
            subtask.log.push(Line::State { operation: subtask.operation, status });
        }
        self.set_status(index, status);
    }
}
