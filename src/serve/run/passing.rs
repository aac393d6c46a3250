//! Mistakes of a moment: a file that somebody is just saving is empty, or half of what it will be.

use std::time::{Duration, Instant as Stopwatch};

use super::state::State;
use super::{BURST, Desk};
use crate::build::session::Pass;
use crate::serve::message::Changes;

/// How long a mistake, or a failure of the machine, is kept to ourselves if it may pass.
pub(super) const PASSING: Duration = Duration::from_millis(100);

/// A pass with mistakes of which nothing is said yet.
pub(super) struct Held {
    /// Since when one follows another.
    since: Stopwatch,
    pass: Box<Pass>,
}

impl Desk<'_> {
    /// What to take from a pass: nothing yet if it found mistakes and the files have changed since, or one of them is
    /// empty; then what changed is added, and it is time to look again. A file that stays as it is brings the mistakes back.
    pub(super) fn unless_passing(
        &self,
        pass: Box<Pass>,
        pending: &mut Changes,
        state: &mut State,
    ) -> Option<Box<Pass>> {
        let now = Stopwatch::now();
        let since = state.held.take().map_or(now, |held| held.since);
        if pass.output.is_some() || now.duration_since(since) >= PASSING {
            return Some(pass);
        }
        let news = self.gather(Changes::default(), state);
        let root = &self.session.places().root;
        let is_empty = pass.diagnostics.iter().filter(|one| one.is_error()).any(|one| {
            let file = one.place.as_ref().and_then(|place| place.path.on_disk(root).metadata().ok());
            file.is_some_and(|file| file.len() == 0)
        });
        if news.is_empty() && !is_empty {
            return Some(pass);
        }
        pending.add(news);
        state.due = Some(if is_empty { now + BURST } else { now });
        state.held = Some(Held { since, pass });
        None
    }

    /// The mistakes that were kept back, now that nothing has changed since.
    pub(super) fn held_back(&self, state: &mut State) -> Option<Box<Pass>> {
        state.held.take().map(|held| held.pass)
    }
}
