//! What the desk knows between two passes, and what a pass hands to it.

use std::collections::VecDeque;
use std::time::{Duration, Instant as Stopwatch};

use tokio::sync::oneshot;

use super::Home;
use super::good::GoodPages;
use super::passing::Held;
use crate::build::output::Output;
use crate::build::preview::{PageAt, Revision};
use crate::date::Instant;
use crate::diagnostics::Diagnostic;
use crate::serve::desk::problem;
use crate::serve::message::{Answer, Changes, Question};
use crate::text::RelPath;

/// How long the disk must be quiet before the whole site is looked at after a body edit.
const QUIET: Duration = Duration::from_millis(120);
/// How long the whole site is not looked at, if the disk is never quiet.
const LONGEST: Duration = Duration::from_secs(1);

/// What the desk knows between two passes.
#[derive(Default)]
pub(super) struct State {
    /// Where the home page is, as it was last told.
    pub(super) home: Home,
    pub(super) edition: usize,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) built_in: Vec<(RelPath, String)>,
    /// What keeps the site from being built.
    pub(super) problems: Vec<problem::Problem>,
    /// Since when the machine fails whenever somebody looks.
    pub(super) failing: Option<Stopwatch>,
    /// Mistakes that may be those of a moment.
    pub(super) held: Option<Held>,
    /// When other articles are public.
    pub(super) until: Option<Instant>,
    /// The instant of the last pass.
    pub(super) now: Option<Instant>,
    /// What may have changed since the last pass.
    pub(super) pending: Changes,
    /// Since when.
    pub(super) since: Option<Stopwatch>,
    /// When to look at the whole site.
    pub(super) due: Option<Stopwatch>,
    /// When the last change of it was seen.
    pub(super) looked: Option<Stopwatch>,
    /// site.toml's link for an editor.
    pub(super) link: Option<String>,
    pub(super) waiting: VecDeque<(Question, oneshot::Sender<Answer>)>,
    pub(super) has_ended: bool,
    /// Whether there is a site to show, if only an earlier one.
    pub(super) has_site: bool,
    /// The pages of this site that were asked for and cannot be made.
    pub(super) broken: Vec<(PageAt, Diagnostic)>,
    /// What was last said of pages that cannot be made: each mistake is said once until its page is made again.
    pub(super) said_broken: Vec<(PageAt, problem::Problem)>,
    /// What rules refuse on a page, as far as that has been said.
    pub(super) said_refused: Vec<(PageAt, Vec<problem::Problem>)>,
    /// What was served of pages.
    pub(super) good: GoodPages,
}

impl State {
    /// Whether what is shown says that the machine fails: whoever asks need not wait until it no longer does.
    pub(super) fn shows_failure(&self) -> bool {
        self.problems.iter().any(|problem| problem.code == "machine")
    }

    /// Says when to look at the whole site after a change: at once, unless that can wait or was done just now.
    pub(super) fn wait_for_quiet(&mut self, is_shown: bool) {
        let now = Stopwatch::now();
        let since = *self.since.get_or_insert(now);
        let is_burst = self.looked.is_some_and(|looked| now.duration_since(looked) < LONGEST);
        let wait = if is_shown || is_burst { QUIET } else { Duration::ZERO };
        self.due = Some((now + wait).min(since + LONGEST));
    }
}

/// A site to show from now on.
pub(super) struct Finished {
    pub(super) output: Output,
    /// What is said of it as soon as it can be asked for; nobody waits for the first.
    pub(super) news: Option<News>,
}

/// What led to a site.
pub(super) struct News {
    pub(super) changes: Changes,
    /// Whether mistakes kept the site before from being built.
    pub(super) mends: bool,
    /// When the files were looked at.
    pub(super) started: Stopwatch,
}

/// The articles whose words have changed since the last pass.
#[derive(Default)]
pub(super) struct Revised(Vec<Revision>);

impl Revised {
    pub(super) fn of(&self, page: PageAt) -> Option<&Revision> {
        self.0.iter().find(|revision| revision.page() == page)
    }

    pub(super) fn add(&mut self, revision: Revision) {
        self.0.retain(|known| known.page() != revision.page());
        self.0.push(revision);
    }
}
