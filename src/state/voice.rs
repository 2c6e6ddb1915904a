//! What a reader hears who does not see the page. One place of the page speaks (`view/app.rs`), and seldom: whoever types,
//! or walks from step to step, hears where that led, not each letter and step; and a poll says no more than it must.

use super::{Keep, Var};
use crate::dom::{Timer, now_performance};

/// How long words wait for newer ones, in milliseconds: longer than from one letter to the next.
const WAIT: f64 = 400.0;

/// The least time from one announcement to the next, in milliseconds.
const REST: f64 = 1000.0;

/// The same of what the reader did not ask for: a task that moves on has news at each poll.
const NEWS_REST: f64 = 5000.0;

/// What is said, and what waits for its turn.
#[derive(Clone, Copy)]
pub struct Voice {
    /// What was said last: the text of the page's live region.
    pub said: Var<String>,
    /// The answer to what the reader did last.
    answer: Var<String>,
    /// What became of the task since.
    news: Var<String>,
    /// When it spoke last, on the browser's clock, and when it last had news.
    spoke: Var<f64>,
    told: Var<f64>,
    /// Until it speaks.
    timer: Keep,
}

impl Voice {
    pub(super) fn new() -> Self {
        let silent = || Var::new(String::new());
        let (spoke, told) = (Var::new(-REST), Var::new(-NEWS_REST));
        Self { said: silent(), answer: silent(), news: silent(), spoke, told, timer: Keep::empty() }
    }

    /// Answers what the reader did. A newer answer takes the place of one that was not said yet; an empty one takes it
    /// back.
    pub fn say(&self, answer: impl Into<String>) {
        self.answer.try_set(answer.into());
        self.plan();
    }

    /// Says what the reader did not ask for. No answer takes its place.
    pub fn tell(&self, news: &str) {
        self.news.update(|all| {
            if !all.is_empty() {
                all.push_str(" · ");
            }
            all.push_str(news);
        });
        self.plan();
    }

    fn plan(self) {
        // Emptied until then: else the same words, said again, would be no change, and nobody would hear them.
        self.said.try_set(String::new());
        let Some(spoke) = self.spoke.try_get_untracked() else { return };
        let wait = WAIT.max(spoke + REST - now_performance());
        self.timer.put(Timer::new(wait as i32, move || self.speak()));
    }

    fn speak(self) {
        let (Some(news), Some(answer), Some(told)) =
            (self.news.try_get_untracked(), self.answer.try_get_untracked(), self.told.try_get_untracked())
        else {
            return;
        };
        let (now, has_news) = (now_performance(), !news.is_empty());
        let rest = told + NEWS_REST - now;
        let words = match (has_news && rest <= 0.0, answer.is_empty()) {
            (true, true) => news,
            (true, false) => format!("{news} · {answer}"),
            (false, _) => answer,
        };
        if has_news && rest > 0.0 {
            self.timer.put(Timer::new(rest as i32 + 1, move || self.speak()));
        } else if has_news {
            self.news.try_set(String::new());
            self.told.try_set(now);
        }
        if !words.is_empty() {
            self.answer.try_set(String::new());
            self.spoke.try_set(now);
            self.said.try_set(words);
        }
    }
}

/// How long words are seen that nobody has to answer, in milliseconds.
const SEEN: i32 = 5000;

/// Words that are seen for a while: what became of something that the reader did.
#[derive(Clone, Copy)]
pub struct Brief {
    /// The words; empty once they have been seen.
    pub words: Var<String>,
    timer: Keep,
}

impl Brief {
    /// No words.
    #[must_use]
    pub fn empty() -> Self {
        Self { words: Var::new(String::new()), timer: Keep::empty() }
    }

    /// Shows these.
    pub fn show(self, words: String) {
        self.words.try_set(words);
        self.timer.put(Timer::new(SEEN, move || self.words.try_set(String::new())));
    }
}
