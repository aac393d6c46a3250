//! The desk: one thread that looks, connects and answers, one thing after the other.
//!
//! What is shown is always one finished pass: a request that comes in while files are being looked at waits for it. A
//! body edit is shown before the rest of the site is looked at again, because nothing else can have changed with it; a
//! moment later the whole site is. [`answer`] says what is answered meanwhile; [`good`] keeps the pages that a mistake in the
//! theme keeps from being made again; [`passing`] keeps mistakes of a moment to itself; [`state`] is what is known between
//! two passes; [`copied`] tells browsers of files whose addresses stay.

mod answer;
mod copied;
mod good;
mod passing;
mod state;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant as Stopwatch};

use serde::Serialize;

use super::desk::problem;
use super::events::Hub;
use super::message::{Changes, Message, Question};
use super::watch::Watch;
use super::{Listener, Told, address};
use crate::build::output::Output;
use crate::build::preview::{Preview, Unwatched};
use crate::build::session::{Pass, Passed, Session};
use crate::compose::brief::Brief;
use crate::date::Instant;
use crate::diagnostics::Level;
use crate::error::Error;
use crate::planted::{self, Bug};
use crate::resolve::SETTINGS;
use crate::text::RelPath;

use passing::PASSING;
use state::{Finished, News, Revised, State};

/// For how long a burst of events is gathered: one save is several.
const BURST: Duration = Duration::from_millis(3);
/// Of how many files a burst is no save any more: a change of branches, say.
const MANY: usize = 20;
/// For how long the events of such a burst are gathered.
const FLOOD: Duration = Duration::from_millis(50);
/// How long to wait after one that stays before looking again.
const AGAIN: Duration = Duration::from_millis(500);

/// The desk.
pub struct Desk<'d> {
    /// The site.
    pub session: &'d mut Session,
    /// What happens.
    pub messages: Receiver<Message>,
    /// What watches the files.
    pub watch: Watch,
    /// Who listens in browsers.
    pub hub: Arc<Hub>,
    /// Who listens at the terminal.
    pub listener: &'d dyn Listener,
    /// Whether every pass has the instant of the options; else it is the clock's.
    pub is_fixed: bool,
    /// Whether pages follow what is saved.
    pub follow: bool,
    /// Tells this run of the preview from others.
    pub nonce: u64,
}

/// Where the home page is.
#[derive(Default)]
pub struct Home {
    /// The address of the host, without a slash at its end.
    pub host: String,
    /// The path of the site below it, without one.
    pub base_path: String,
}

impl Home {
    /// Its address.
    pub fn address(&self) -> String {
        format!("{}{}/", self.host, self.base_path)
    }
}

/// What `changed` tells.
#[derive(Serialize)]
struct ChangedEvent<'e> {
    edition: &'e str,
    page: Option<&'e str>,
    saved: &'e [String],
    /// Whether scripts of the theme changed, which have run on every page.
    scripts: bool,
    /// The addresses of changed files that are copied.
    files: &'e [String],
}

#[derive(Serialize)]
struct ProblemsEvent<'e> {
    #[serde(skip_serializing_if = "Option::is_none")]
    edition: Option<&'e str>,
    problems: &'e [problem::Problem],
}

impl Desk<'_> {
    /// Shows the site, whose home page was told, until the preview ends.
    ///
    /// # Errors
    /// A failure of the machine at the start; later ones are shown.
    pub fn run(mut self, home: Home) -> Result<(), Error> {
        let mut state = State { home, ..State::default() };
        let started = Stopwatch::now();
        let mut good: Option<Finished> = None;
        if let Passed::New(pass) = self.session.pass(self.clock(), &Unwatched)? {
            good = self.take(*pass, &mut state).map(|output| Finished { output, news: None });
        }
        self.greet(&state);
        state.has_site = good.is_some();
        self.tell(&state, &BTreeSet::new(), started);
        while !state.has_ended {
            let next = match &good {
                Some(Finished { output, news }) => output.preview(|preview| {
                    if let Some(news) = news {
                        self.announce(output, news, &mut state);
                    }
                    self.show(Some(preview), &mut state)
                }),
                None => self.show(None, &mut state),
            };
            good = next.or(good);
        }
        Ok(())
    }

    /// Says that there is another site to ask for.
    fn announce(&self, output: &Output, news: &News, state: &mut State) {
        let News { changes, mends, started } = news;
        if *mends {
            self.mended(state);
        }
        let saved = saved(output, changes);
        let scripts = changes.paths.iter().any(is_script);
        let files = copied::addresses(output, changes.paths.iter());
        state.edition += 1;
        self.greet(state);
        self.changed(&ChangedEvent {
            edition: &self.edition(state),
            page: None,
            saved: &saved,
            scripts,
            files: &files,
        });
        self.tell(state, &changes.paths, *started);
        if state.home.base_path != output.base_path() {
            output.base_path().clone_into(&mut state.home.base_path);
            self.listener.told(&Told::Moved { home: &state.home.address() });
        }
    }

    /// Answers and looks until there is another output to show, or the preview ends.
    fn show(&mut self, preview: Option<&Preview<'_>>, state: &mut State) -> Option<Finished> {
        let mut revised = Revised::default();
        loop {
            while let Some((question, reply)) = state.waiting.pop_front() {
                let is_known = state.pending.is_empty() || state.shows_failure();
                if !is_known && !is_revised(preview, &revised, &question) {
                    state.waiting.push_front((question, reply));
                    if state.failing.is_some() {
                        // In a moment somebody looks again.
                        break;
                    }
                    match self.look(state) {
                        Some(finished) => return Some(finished),
                        None => continue,
                    }
                }
                let answer = self.answer(preview, &revised, state, &question);
                // Whoever asked may have gone.
                let _ = reply.send(answer);
            }
            match self.wait(state) {
                Err(RecvTimeoutError::Disconnected) => state.has_ended = true,
                Err(RecvTimeoutError::Timeout) => {
                    if let Some(finished) = self.look(state) {
                        return Some(finished);
                    }
                }
                Ok(Message::End) => state.has_ended = true,
                Ok(Message::Asked(question, reply)) => state.waiting.push_back((question, reply)),
                Ok(Message::Changed(changes)) => {
                    let changes = self.gather(changes, state);
                    // What is wrong may be a file that the last good site did not have, and that is gone now.
                    let changes = match preview.filter(|_| state.problems.is_empty()) {
                        Some(preview) => self.without_passing(preview, changes),
                        None => changes,
                    };
                    if changes.is_empty() {
                        continue;
                    }
                    let is_shown =
                        !changes.rescan && !state.pending.rescan && self.revise(preview, &changes, &mut revised, state);
                    if is_shown && planted::is_planted(Bug::RevisionIsEnough) {
                        continue;
                    }
                    state.pending.add(changes);
                    state.wait_for_quiet(is_shown);
                }
            }
            if state.has_ended {
                return None;
            }
        }
    }

    /// Waits for what happens next, or until it is time to look.
    fn wait(&self, state: &State) -> Result<Message, RecvTimeoutError> {
        let scheduled = state.until.filter(|_| !self.is_fixed).map(until);
        let due = state.due.map(|due| due.saturating_duration_since(Stopwatch::now()));
        match due.into_iter().chain(scheduled).min() {
            // Requests that keep coming must not put it off.
            Some(Duration::ZERO) => Err(RecvTimeoutError::Timeout),
            Some(wait) => self.messages.recv_timeout(wait),
            None => self.messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
        }
    }

    /// Gathers what else happens in the same moment.
    fn gather(&self, mut changes: Changes, state: &mut State) -> Changes {
        loop {
            let quiet = if changes.paths.len() > MANY { FLOOD } else { BURST };
            match self.messages.recv_timeout(quiet) {
                Ok(Message::Changed(more)) => changes.add(more),
                Ok(Message::Asked(question, reply)) => state.waiting.push_back((question, reply)),
                Ok(Message::End) | Err(RecvTimeoutError::Disconnected) => {
                    state.has_ended = true;
                    return changes;
                }
                Err(RecvTimeoutError::Timeout) => return changes,
            }
        }
    }

    /// Leaves out files that came and went in one moment, as the temporary files of editors do.
    fn without_passing(&self, preview: &Preview<'_>, mut changes: Changes) -> Changes {
        let root = &self.session.places().root;
        let is_known = |path: &RelPath| path.as_str() == SETTINGS || preview.output().holds(path);
        let holds = |path: &RelPath| !planted::is_planted(Bug::ForgetsRemovedFiles) && is_known(path);
        changes.paths.retain(|path| holds(path) || path.on_disk(root).symlink_metadata().is_ok());
        changes
    }

    /// Reads articles again of which nothing but words has changed, and says so; whether all that changed is shown now.
    fn revise(
        &self,
        preview: Option<&Preview<'_>>,
        changes: &Changes,
        revised: &mut Revised,
        state: &mut State,
    ) -> bool {
        let started = Stopwatch::now();
        let Some(preview) = preview.filter(|_| state.problems.is_empty()) else { return false };
        let mut paths = changes.paths.iter();
        let (Some(path), None) = (paths.next(), paths.next()) else { return false };
        let Some(revision) = self.session.revise(preview.output(), path) else { return false };
        let (Some(edition), Some(Brief::Article(brief))) =
            (preview.edition(revision.page()), preview.brief(revision.page()))
        else {
            return false;
        };
        let address = brief.article.route.href(&edition.config().base_path);
        // What the theme keeps from being made stays so, whatever its words are.
        let is_broken = state.broken.iter().any(|(page, _)| *page == revision.page());
        revised.add(revision);
        state.edition += 1;
        self.greet(state);
        self.changed(&ChangedEvent {
            edition: &self.edition(state),
            page: Some(&address),
            saved: std::slice::from_ref(&address),
            scripts: false,
            files: &[],
        });
        if !is_broken {
            self.listener.told(&Told::Page { file: path, address: &address, took: started.elapsed() });
        }
        true
    }

    /// Looks at the whole site; what to show from now on, if there is another output.
    fn look(&mut self, state: &mut State) -> Option<Finished> {
        let started = Stopwatch::now();
        let mut pending = std::mem::take(&mut state.pending);
        state.due = None;
        state.since = None;
        let passed = self.session.pass(self.clock(), &Unwatched);
        if passed.is_ok() {
            state.failing = None;
        }
        let found = match passed {
            Ok(Passed::Same) => Ok(self.held_back(state)),
            Ok(Passed::New(pass)) => match self.unless_passing(pass, &mut pending, state) {
                Some(pass) => Ok(Some(pass)),
                None => {
                    state.pending = pending;
                    return None;
                }
            },
            Err(error) => Err(error),
        };
        match found {
            Ok(None) => {
                if state.shows_failure() {
                    self.mended(state);
                }
                None
            }
            Ok(Some(pass)) => {
                let mends = !state.problems.is_empty();
                state.looked = Some(Stopwatch::now());
                let Some(output) = self.take(*pass, state) else {
                    self.greet(state);
                    self.problems(state);
                    self.tell(state, &pending.paths, started);
                    return None;
                };
                state.has_site = true;
                Some(Finished { output, news: Some(News { changes: pending, mends, started }) })
            }
            Err(error) => {
                // Files come and go while they are looked at; what stays wrong is shown.
                state.pending = pending;
                let now = Stopwatch::now();
                let since = *state.failing.get_or_insert(now);
                if now.duration_since(since) < PASSING {
                    state.due = Some(since + PASSING);
                    return None;
                }
                let problem = problem::of_machine(&error);
                if state.problems.first() != Some(&problem) {
                    state.problems = vec![problem];
                    self.greet(state);
                    self.problems(state);
                    self.listener.told(&Told::Failed(&error));
                }
                state.due = Some(now + AGAIN);
                None
            }
        }
    }

    /// Notes what a pass found, and gives its output.
    fn take(&self, pass: Pass, state: &mut State) -> Option<Output> {
        let Pass { output, diagnostics, built_in, link, named, patterns, until, now } = pass;
        if !(named.is_empty() && patterns.is_empty()) {
            self.watch.follow(named, patterns);
        }
        // Without settings, those of before are as good as any.
        state.link = link.or(state.link.take());
        state.now = Some(now);
        state.diagnostics = diagnostics;
        state.broken.clear();
        state.built_in = built_in;
        state.until = until;
        let errors = state.diagnostics.iter().filter(|one| one.level == Level::Error);
        state.problems = problem::problems(errors, &self.texts(state), state.link.as_deref());
        output
    }

    fn mended(&self, state: &mut State) {
        state.problems.clear();
        self.problems(state);
    }

    fn texts<'t>(&'t self, state: &'t State) -> problem::Texts<'t> {
        problem::Texts { root: &self.session.places().root, built_in: &state.built_in }
    }

    fn clock(&self) -> Option<Instant> {
        (!self.is_fixed).then(Instant::now)
    }

    fn edition(&self, state: &State) -> String {
        format!("{:x}-{}", self.nonce, state.edition)
    }

    fn greet(&self, state: &State) {
        let edition = self.edition(state);
        let event = ProblemsEvent { edition: Some(&edition), problems: &state.problems };
        self.hub.greet(&json(&event));
    }

    fn problems(&self, state: &State) {
        self.hub.tell("problems", &json(&ProblemsEvent { edition: None, problems: &state.problems }));
    }

    fn changed(&self, event: &ChangedEvent<'_>) {
        self.hub.tell("changed", &json(event));
    }

    fn tell(&self, state: &State, files: &BTreeSet<RelPath>, started: Stopwatch) {
        let told = Told::Site {
            files,
            diagnostics: &state.diagnostics,
            built_in: &state.built_in,
            is_shown: state.problems.is_empty(),
            has_site: state.has_site,
            took: started.elapsed(),
        };
        self.listener.told(&told);
    }
}

/// How long it is until an instant, as far as the clock is to be trusted: it may be set meanwhile.
fn until(instant: Instant) -> Duration {
    let now = Instant::now();
    if now >= instant {
        return Duration::ZERO;
    }
    let seconds = u64::try_from(instant.seconds().saturating_sub(now.seconds())).unwrap_or(0);
    Duration::from_secs(seconds.min(60)).max(Duration::from_millis(50))
}

/// Whether a question is about the page of an article that was read again, so that nothing else has to be looked at.
fn is_revised(preview: Option<&Preview<'_>>, revised: &Revised, question: &Question) -> bool {
    let (Some(preview), Question::File(address)) = (preview, question) else { return false };
    let meant = address::meant(address, preview.output().base_path());
    let key = meant.and_then(|meant| preview.page(&meant.file));
    key.is_some_and(|page| revised.of(page).is_some())
}

/// Whether a file is a script of a theme: it has run on pages, and does not run anew when one changes in place.
fn is_script(path: &RelPath) -> bool {
    (path.below("themes").is_some() || path.below("templates").is_some()) && path.extension() == "js"
}

/// The addresses of the documents among what was saved.
fn saved(output: &Output, changes: &Changes) -> Vec<String> {
    let of = |path: &RelPath| {
        output.editions().iter().find_map(|edition| {
            let site = edition.site();
            let article = site.articles.binary_search_by(|article| article.facts.path.cmp(path)).ok();
            let article = article.and_then(|at| site.articles.get(at)).map(|article| &article.route);
            let section = || site.sections.iter().find(|section| section.facts.path == *path);
            let person = || site.people.iter().find(|person| person.facts.path == *path);
            let route = article.or_else(|| section().map(|section| &section.route));
            let route = route.or_else(|| person().map(|person| &person.route))?;
            Some(route.href(&edition.config().base_path))
        })
    };
    // After a change of branches there is no one page that somebody has saved.
    if changes.paths.len() > 20 { Vec::new() } else { changes.paths.iter().filter_map(of).collect() }
}

/// JSON in one line. What is not representable is nothing that a view can hold.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "{}".to_owned())
}
