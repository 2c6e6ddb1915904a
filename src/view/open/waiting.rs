//! The page while a task is on its way.

use leptos::prelude::*;

use crate::state::{Load, Phase, Progress, use_session};

/// What is being done, and how far it has come.
#[component]
pub fn Waiting() -> impl IntoView {
    let session = use_session();
    let progress = Memo::new(move |_| {
        session.load.with(|load| match load {
            Load::Busy(progress) => *progress,
            _ => Progress { phase: Phase::Analysing, bytes: 0, total: None },
        })
    });
    let phase = move || {
        let text = session.text();
        match progress.get().phase {
            Phase::Fetching => text.fetching,
            Phase::Decoding => text.decoding,
            Phase::Analysing => text.analysing,
        }
    };
    let share = move || {
        let Progress { phase, bytes, total } = progress.get();
        let arrived = total.filter(|_| phase == Phase::Fetching).map(|total| bytes as f64 / total.max(1) as f64)?;
        Some(arrived.min(1.0))
    };
    let amount = move || {
        let bytes = progress.get().bytes;
        (bytes > 1 << 16).then(|| format!("{:.1} MB", bytes as f64 / 1e6))
    };
    view! {
        <main class="ts-page ts-waiting">
            <p>{phase} " " {amount}</p>
            <progress aria-label=phase max="1" value=share></progress>
        </main>
    }
}
