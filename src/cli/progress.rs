//! How far a build has come: a bar for people who wait, and the times of the stages.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;

use super::build::duration;
use super::interrupt::Interrupt;
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
    /// The single steps, if they are asked for.
    steps: Option<Mutex<Vec<Step>>>,
    interrupt: Interrupt,
}

/// A stage and when it began.
struct Stage {
    name: &'static str,
    steps: usize,
    began: Instant,
}

/// A step of a stage.
struct Step {
    what: String,
    thread: usize,
    began: Instant,
    ended: Instant,
}

/// The stages of a build that has ended.
pub struct Stages {
    began: Instant,
    stages: Vec<Stage>,
    steps: Vec<Step>,
    ended: Instant,
}

impl Watch {
    /// Begins; `drawn` is whether a bar may appear, `traced` whether every step is noted.
    pub fn new(drawn: bool, traced: bool) -> Watch {
        Watch::interruptible(drawn, traced, Interrupt::default())
    }

    /// As [`Watch::new`], and what is watched ends early where `interrupt` says so.
    pub fn interruptible(drawn: bool, traced: bool, interrupt: Interrupt) -> Watch {
        let style = ProgressStyle::with_template("{msg:>12} {bar:40} {pos}/{len}");
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let steps = traced.then(Mutex::default);
        Watch {
            bar,
            waiting: AtomicBool::new(drawn),
            began: Instant::now(),
            stages: Mutex::default(),
            steps,
            interrupt,
        }
    }

    /// Takes the bar away and gives the times.
    pub fn end(self) -> Stages {
        let Watch { bar, waiting: _, began, stages, steps, interrupt: _ } = self;
        let ended = Instant::now();
        bar.finish_and_clear();
        let steps = steps.and_then(|steps| steps.into_inner().ok()).unwrap_or_default();
        Stages { began, stages: stages.into_inner().unwrap_or_default(), steps, ended }
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
    fn is_interrupted(&self) -> bool {
        self.interrupt.code().is_some()
    }

    fn stage(&self, name: &'static str, steps: usize) {
        if let Ok(mut stages) = self.stages.lock() {
            stages.push(Stage { name, steps, began: Instant::now() });
        }
        self.bar.set_position(0);
        self.bar.set_length(steps as u64);
        self.bar.set_message(name);
        self.draw_if_late();
    }

    fn step(&self, what: &str, started: Instant) {
        self.bar.inc(1);
        self.draw_if_late();
        if let Some(mut steps) = self.steps.as_ref().and_then(|steps| steps.lock().ok()) {
            let thread = rayon::current_thread_index().map_or(0, |index| index + 1);
            steps.push(Step { what: what.to_owned(), thread, began: started, ended: Instant::now() });
        }
    }
}

impl Stages {
    /// Each stage with its time.
    fn timings(&self) -> impl Iterator<Item = (&Stage, Duration)> {
        let ends = self.stages.iter().skip(1).map(|next| next.began).chain([self.ended]);
        self.stages.iter().zip(ends).map(|(stage, end)| (stage, end.saturating_duration_since(stage.began)))
    }

    /// A table: each stage's time, its share of the whole, and how many things it did.
    pub fn table(&self) -> String {
        let whole = self.ended.saturating_duration_since(self.began).as_secs_f64().max(f64::MIN_POSITIVE);
        let mut text = format!("{:>12} {:>9} {:>6}  work\n", "stage", "time", "share");
        for (stage, took) in self.timings() {
            let share = format!("{:.0} %", took.as_secs_f64() / whole * 100.0);
            let work = if stage.steps == 0 { String::new() } else { stage.steps.to_string() };
            let line = format!("{:>12} {:>9} {share:>6}  {work}", stage.name, duration(took));
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// Stages and steps in the trace event format, which the profilers of Firefox and Chromium open.
    pub fn trace(&self) -> String {
        let event = |name: &str, thread: usize, began: Instant, took: Duration| {
            let since = began.saturating_duration_since(self.began);
            json!({
                "name": name,
                "ph": "X",
                "pid": 1,
                "tid": thread,
                "ts": u64::try_from(since.as_micros()).unwrap_or(u64::MAX),
                "dur": u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            })
        };
        let stages = self.timings().map(|(stage, took)| event(stage.name, 0, stage.began, took));
        let steps = self
            .steps
            .iter()
            .map(|step| event(&step.what, step.thread, step.began, step.ended.saturating_duration_since(step.began)));
        json!({ "traceEvents": stages.chain(steps).collect::<Vec<_>>(), "displayTimeUnit": "ms" }).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn watched() -> Stages {
        let watch = Watch::new(false, true);
        watch.stage("parsing", 2);
        watch.step("content/a.md", Instant::now());
        watch.step("content/b.md", Instant::now());
        watch.stage("writing", 0);
        watch.end()
    }

    #[test]
    fn every_stage_is_timed_in_order_with_its_work() {
        let table = watched().table();
        let lines: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines[0], ["stage", "time", "share", "work"]);
        assert_eq!((lines[1][0], lines[1].last()), ("parsing", Some(&"2")));
        assert_eq!((lines[2][0], lines.len()), ("writing", 3));
    }

    #[test]
    fn the_trace_has_an_event_with_its_time_for_every_stage_and_step() {
        let trace: serde_json::Value = serde_json::from_str(&watched().trace()).expect("JSON");
        let events = trace["traceEvents"].as_array().expect("a list");
        let names: Vec<&str> = events.iter().filter_map(|event| event["name"].as_str()).collect();
        assert_eq!(names, ["parsing", "writing", "content/a.md", "content/b.md"]);
        assert!(events.iter().all(|event| event["ph"] == "X" && event["ts"].is_u64() && event["dur"].is_u64()));
    }

    #[test]
    fn steps_are_noted_only_when_they_are_asked_for() {
        let watch = Watch::new(false, false);
        watch.stage("parsing", 1);
        watch.step("content/a.md", Instant::now());
        assert!(watch.end().steps.is_empty());
    }
}
