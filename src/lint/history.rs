//! What an article was before, as far as rules compare it with what it is.

use crate::date::{Date, Instant, Zone};
use crate::parse::ParseOptions;
use crate::parse::dates::{self, Dates};
use crate::parse::passages::{self, Passage};
use crate::text::RelPath;

/// An article as it is and as it was.
pub struct History {
    /// As it is.
    pub now: Version,
    /// As it was when it got the date from which `updated` was moved to where it stands now.
    pub before: Option<Version>,
    /// Which of the versions that is, from the newest.
    pub before_at: usize,
    /// Whether readers see something else since then although the file says the same: a picture was replaced, or what a
    /// ledger says of a work that the article cites. Whoever knows of other files says so.
    pub is_shown_anew: bool,
    /// As it was when it was last said to be changed, or else when it was published.
    pub since: Option<Version>,
}

/// An article at one time.
#[derive(Clone)]
pub struct Version {
    /// The file.
    pub text: String,
    /// Its dates.
    pub dates: Dates,
    /// Its words.
    pub passages: Vec<Passage>,
}

impl Version {
    /// Reads a file as it is or was.
    pub fn read(path: &RelPath, bytes: &[u8], options: &ParseOptions) -> Version {
        Version {
            text: String::from_utf8_lossy(bytes).into_owned(),
            dates: dates::of_article(path, bytes, options),
            passages: passages::of_article(path, bytes, options),
        }
    }
}

/// A file as it was committed.
pub trait Committed {
    /// When.
    fn at(&self) -> Instant;
    /// Its bytes; `None` if they are not to be had.
    fn bytes(&mut self) -> Option<Vec<u8>>;
}

/// Finds the versions that matter among all of a file, newest first; no more of them are read than needed.
///
/// A version counts as said to be changed until the day of the date is over: who dates an article in the morning goes on
/// writing till the evening.
pub fn find(
    path: &RelPath,
    now: &[u8],
    versions: impl Iterator<Item = impl Committed>,
    options: &ParseOptions,
    zone: &Zone,
) -> Option<History> {
    let now = Version::read(path, now, options);
    let mark = now.dates.updated.or(now.dates.published)?;
    let evening = Date::Day(mark.day(zone)).instant(zone).after_days(1);
    let (mut since, mut before) = (None, None);
    let (mut date_before, mut before_at) = (None, 0);
    let mut is_found = false;
    for (at, mut version) in versions.enumerate() {
        let bytes = version.bytes()?;
        let then = dates::of_article(path, &bytes, options);
        if then.draft {
            // What nobody could read has no date of change.
            break;
        }
        // Who moves the date may have changed the text in an earlier commit: what counts is the text of the date before.
        if then.updated != now.dates.updated {
            if now.dates.updated.is_none() || date_before.is_some_and(|date| date != then.updated) {
                break;
            }
            date_before = Some(then.updated);
            (before, before_at) = (Some(bytes), at);
            continue;
        }
        if date_before.is_some() {
            break;
        }
        if then.published != now.dates.published && now.dates.updated.is_none() {
            break;
        }
        if !is_found {
            is_found = version.at() < evening;
            since = Some(bytes);
        }
    }
    let read = |bytes: Vec<u8>| Version::read(path, &bytes, options);
    Some(History { before: before.map(read), before_at, is_shown_anew: false, since: since.map(read), now })
}
