//! How far a build has come: a bar for people who wait, and the times of the stages.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::build::Progress;

/// Nothing is drawn before: a bar that flashes up is worse than none.
const PATIENCE: Duration = Duration::from_secs(1);

/// Draws a bar on standard error, and takes the times.
pub struct Watch {
    bar: ProgressBar,
    /// Whether a bar may be drawn that is not drawn yet.
    waiting: AtomicBool,
    began: Instant,
    stages: Mutex<Vec<Stage>>,
}

/// A stage and when it began.
struct Stage {
    name: &'static str,
    steps: usize,
    began: Instant,
}

/// How long a stage took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    pub name: &'static str,
    pub steps: usize,
    pub took: Duration,
}

impl Watch {
    /// Begins; `drawn` is whether a bar may appear.
    pub fn new(drawn: bool) -> Watch {
        let style = ProgressStyle::with_template("{msg:>12} {bar:40} {pos}/{len}");
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Watch { bar, waiting: AtomicBool::new(drawn), began: Instant::now(), stages: Mutex::default() }
    }

    /// Takes the bar away and gives the times.
    pub fn end(self) -> Vec<Timing> {
        let Watch { bar, waiting: _, began: _, stages } = self;
        bar.finish_and_clear();
        let stages = stages.into_inner().unwrap_or_default();
        let ends = stages.iter().skip(1).map(|next| next.began).chain([Instant::now()]);
        let timing = |(stage, end): (&Stage, Instant)| {
            let Stage { name, steps, began } = *stage;
            Timing { name, steps, took: end.saturating_duration_since(began) }
        };
        stages.iter().zip(ends).map(timing).collect()
    }

    fn draw_if_late(&self) {
        if self.waiting.load(Ordering::Relaxed)
            && self.began.elapsed() >= PATIENCE
            && self.waiting.swap(false, Ordering::Relaxed)
        {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
            self.bar.tick();
        }
    }
}

impl Progress for Watch {
    fn stage(&self, name: &'static str, steps: usize) {
        if let Ok(mut stages) = self.stages.lock() {
            stages.push(Stage { name, steps, began: Instant::now() });
        }
        self.bar.set_position(0);
        self.bar.set_length(steps as u64);
        self.bar.set_message(name);
        self.draw_if_late();
    }

    fn step(&self) {
        self.bar.inc(1);
        self.draw_if_late();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_is_timed_in_order() {
        let watch = Watch::new(false);
        watch.stage("parse", 2);
        watch.step();
        watch.step();
        watch.stage("render", 0);
        let timings = watch.end();
        assert_eq!(
            timings.iter().map(|timing| (timing.name, timing.steps)).collect::<Vec<_>>(),
            [("parse", 2), ("render", 0)]
        );
    }
}
