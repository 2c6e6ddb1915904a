//! The log of a subtask, as OCP keeps it: one string with a separator per attempt, Spring's line format, a stack
//! trace where an attempt failed, and a blank line after each event, because the flushed chunks are joined with
//! line breaks.

use super::plan::Step;
use super::task::{Operation, Status, Task};
use crate::rng::hash;
use crate::time::{Millis, iso, log_stamp};
use std::fmt::Write;

/// Something that a log holds.
#[derive(Clone, Debug)]
pub(super) enum Line {
    /// An attempt begins.
    Begun { at: Millis, node: usize, operation: Operation, run_time: u32 },
    /// It ended well.
    Ended { at: Millis },
    /// It ended badly.
    Failed { at: Millis, message: &'static str },
    /// Its timer rang.
    TimedOut { at: Millis },
    /// A person stopped it.
    Canceled { at: Millis },
    /// The status was written.
    State { operation: Operation, status: Status },
}

impl Task {
    /// The log of the subtask at `index`; empty if it never ran.
    pub fn log(&self, index: usize) -> String {
        let (Some(step), Some(subtask)) = (self.plan.steps.get(index), self.subtasks.get(index)) else {
            return String::new();
        };
        let mut text = String::new();
        for line in &subtask.log {
            self.write_line(&mut text, step, line);
        }
        text
    }

    fn write_line(&self, text: &mut String, step: &Step, line: &Line) {
        let offset = self.cluster.offset;
        let class = class_name(&step.name);
        let trace = format!("{:016x}", hash(&[self.script.seed, step.id]));
        let pid = 3_800 + self.plan.identity.seed % 900;
        let spring = |text: &mut String, at: Millis, level: &str, message: &str| {
            let thread = step.id % 16 + 1;
            let _ = write!(
                text,
                "{}  {level} {pid} --- [manual-subtask-executor{thread},{trace},{:012x}] c.o.o.service.task.{class} : {message}\n\n",
                log_stamp(at, offset),
                hash(&[step.id, thread]) >> 16,
            );
        };
        match line {
            Line::Begun { at, node, operation, run_time } => {
                let word = operation.word();
                let address = self.cluster.address(*node);
                let _ = write!(text, "############{{{word}}}{{{}}}############\n\n", iso(*at, offset));
                let verb = match operation {
                    Operation::Rollback | Operation::RollbackSkip => "Rollback",
                    Operation::Retry => "Retry",
                    _ => "Run",
                };
                let context = format!(
                    "Context(parallelIdx={}, stringMap={{operation={word}, password=******}})",
                    step.parallel_idx
                );
                let id = step.id;
                spring(text, *at, "INFO", &format!("{verb} subtask, id={id}, context={context}, executor={address}"));
                if matches!(operation, Operation::Skip | Operation::RollbackSkip) {
                    spring(text, at.plus(1), "WARN", &format!("Operation is {word}, do nothing"));
                } else {
                    spring(text, at.plus(3), "INFO", &format!("Begin: {}, attempt {run_time}", step.name));
                }
            }
            Line::Ended { at } => spring(text, *at, "INFO", &format!("Done: {}", step.name)),
            Line::Failed { at, message } => {
                let trace = format!(
                    "Execute task failed, subtask={id}\n\n\
                     com.oceanbase.ocp.core.exception.UnexpectedException: {message}\n\
                     \tat com.oceanbase.ocp.service.task.{class}.run({class}.java:87)\n\
                     \tat com.oceanbase.ocp.task.engine.runner.JavaSubtaskRunner.execute(JavaSubtaskRunner.java:75)\n\
                     \tat com.oceanbase.ocp.task.engine.runner.RunnerFactory.doRun(RunnerFactory.java:144)\n\
                     \tat java.base/java.lang.Thread.run(Thread.java:829)",
                    id = step.id,
                );
                spring(text, *at, "WARN", &trace);
            }
            Line::TimedOut { at } => {
                let (id, name, limit) = (step.id, &step.name, step.timeout_s);
                let message =
                    format!("Receive timeout callback, id={id}, name={name}, elapsed={limit}, timeout={limit}");
                spring(text, *at, "WARN", &message);
            }
            Line::Canceled { at } => {
                let _ = write!(text, "############{{CANCEL}}{{{}}}############\n\n", iso(*at, offset));
                spring(text, *at, "WARN", &format!("Cancel subtask, id={}", step.id));
            }
            Line::State { operation, status } => {
                let (word, status) = (operation.word(), status.word());
                let _ = write!(text, "Set state for subtask: {}, operation:{word}, state: {status}\n\n", step.id);
            }
        }
    }
}

/// `Install ocp agent` → `InstallOcpAgentTask`.
fn class_name(step: &str) -> String {
    let words = step.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut class: String = words
        .map(|word| {
            let (first, rest) = word.split_at(1);
            first.to_ascii_uppercase() + rest
        })
        .collect();
    class.push_str("Task");
    class
}
