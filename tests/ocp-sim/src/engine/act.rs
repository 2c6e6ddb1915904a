//! What a person may do to a task: retry, roll back, skip, cancel, each under OCP's conditions.

use super::task::{Operation, Status, Task, TaskOperation, TaskStatus};

/// Why an action was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such subtask.
    NoSuchSubtask,
    /// Not in this status, or not while this operation is going on.
    NotNow {
        /// The task or subtask.
        id: u64,
        /// The status or operation that stands against it.
        because: &'static str,
    },
    /// Rolling back is forbidden.
    RollbackProhibited {
        /// The task.
        id: u64,
    },
}

impl Task {
    /// Runs every FAILED step again. Allowed when the task FAILED, but not in a rollback.
    pub fn retry(&mut self) -> Result<(), Refusal> {
        self.require_failed()?;
        if self.operation == TaskOperation::Rollback {
            return Err(self.not_now(self.operation.word()));
        }
        self.status = TaskStatus::Running;
        self.operation = TaskOperation::Retry;
        for index in self.with_status(Status::Failed) {
            if let Some(subtask) = self.subtasks.get_mut(index) {
                subtask.operation = Operation::Retry;
                subtask.run_time += 1;
            }
            self.make_ready(index);
        }
        Ok(())
    }

    /// Undoes all that ran, from the last step to the first. Allowed when the task FAILED and nothing forbids it.
    pub fn roll_back(&mut self) -> Result<(), Refusal> {
        self.require_failed()?;
        if self.prohibits_rollback() {
            return Err(Refusal::RollbackProhibited { id: self.plan.identity.id });
        }
        self.status = TaskStatus::Running;
        self.operation = TaskOperation::Rollback;
        for subtask in self.subtasks.iter_mut().filter(|subtask| subtask.status != Status::Pending) {
            subtask.operation = Operation::Rollback;
        }
        // What failed has nothing downstream that ran, so it can be undone at once. The rest follows tick by tick.
        for index in self.with_status(Status::Failed) {
            self.make_ready(index);
        }
        Ok(())
    }

    /// Runs one FAILED step again; `runTime` stays as it is.
    pub fn retry_subtask(&mut self, id: u64) -> Result<(), Refusal> {
        let index = self.require(id, Status::Failed)?;
        if self.subtasks.get(index).is_some_and(|subtask| subtask.operation == Operation::Rollback) {
            return Err(Refusal::NotNow { id, because: Operation::Rollback.word() });
        }
        self.rerun(index, Operation::Retry);
        Ok(())
    }

    /// Counts a FAILED step as done (or, in a rollback, as undone) without doing it.
    pub fn skip_subtask(&mut self, id: u64) -> Result<(), Refusal> {
        let index = self.require(id, Status::Failed)?;
        let undoing = self.operation == TaskOperation::Rollback;
        self.rerun(index, if undoing { Operation::RollbackSkip } else { Operation::Skip });
        Ok(())
    }

    /// Stops a RUNNING step: CANCELING, then FAILED with operation CANCEL. A step whose node has forgotten it is
    /// never stopped.
    pub fn cancel_subtask(&mut self, id: u64) -> Result<(), Refusal> {
        let index = self.require(id, Status::Running)?;
        let known = self.busy.iter().any(|busy| busy.index == index && busy.next.is_some());
        self.busy.retain(|busy| busy.index != index);
        if known {
            self.canceling.push(index);
        }
        self.set_status(index, Status::Canceling);
        Ok(())
    }

    fn rerun(&mut self, index: usize, operation: Operation) {
        self.status = TaskStatus::Running;
        if let Some(subtask) = self.subtasks.get_mut(index) {
            subtask.operation = operation;
        }
        self.make_ready(index);
    }

    fn with_status(&self, status: Status) -> Vec<usize> {
        let subtasks = self.subtasks.iter().enumerate();
        subtasks.filter(|(_, subtask)| subtask.status == status).map(|(index, _)| index).collect()
    }

    fn require_failed(&self) -> Result<(), Refusal> {
        if self.status == TaskStatus::Failed { Ok(()) } else { Err(self.not_now(self.status.word())) }
    }

    fn not_now(&self, because: &'static str) -> Refusal {
        Refusal::NotNow { id: self.plan.identity.id, because }
    }

    fn require(&self, id: u64, status: Status) -> Result<usize, Refusal> {
        let index = self.plan.index_of(id).ok_or(Refusal::NoSuchSubtask)?;
        match self.subtasks.get(index) {
            Some(subtask) if subtask.status == status => Ok(index),
            Some(subtask) => Err(Refusal::NotNow { id, because: subtask.status.word() }),
            None => Err(Refusal::NoSuchSubtask),
        }
    }
}
