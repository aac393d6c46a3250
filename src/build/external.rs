//! Links to other sites: where they stand, and what is said of those that are gone.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant as Stopwatch;

use rayon::prelude::*;

use super::cache;
use super::output::{Edition, Output};
use super::{Progress, lints};
use crate::date::{Date, Instant, Zone};
use crate::diagnostics::{Code, Diagnostic, Fix, Place};
use crate::error::Error;
use crate::external::{self, Class, Pace, Verdicts};
use crate::parse::document::References;
use crate::parse::passages::Passage;
use crate::text::{RelPath, Span};

/// The file of verdicts in the cache.
const VERDICTS: &str = "links.json";

/// How many addresses have come to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// They are there.
    pub ok: usize,
    /// They are there under another address.
    pub moved: usize,
    /// They are kept from programs.
    pub blocked: usize,
    /// Nobody can tell.
    pub unknown: usize,
    /// They were dead in two runs a day apart.
    pub dead: usize,
    /// They were dead for the first time.
    pub maybe_dead: usize,
}

/// An address where it was written.
struct Use {
    place: Place,
    /// What holds the address there.
    written: Span,
    /// Whether it is the address of a source, and whether the source has a copy.
    source: Option<SourceState>,
}

#[derive(Clone, Copy)]
struct SourceState {
    has_archive: bool,
    is_dead: bool,
}

/// Asks every address that documents link to or that sources and people have, and says which are gone.
///
/// What came of it is kept in the cache.
///
/// # Errors
/// A file that cannot be read, or verdicts that cannot be kept.
pub fn check(
    output: &Output,
    cache: &Path,
    pace: Pace,
    now: Instant,
    progress: &dyn Progress,
) -> Result<(Vec<Diagnostic>, Counts), Error> {
    let uses = uses(output, now)?;
    let text = std::fs::read_to_string(cache.join(VERDICTS)).unwrap_or_default();
    let mut verdicts = Verdicts::read(&text);
    verdicts.keep(|address| uses.contains_key(address));
    progress.stage("asking other sites", uses.len());
    let step = |address: &str, started: Stopwatch| progress.step(address, started);
    external::ask(uses.keys().map(String::as_str), &mut verdicts, pace, now, &step);
    cache::leave(cache, VERDICTS, verdicts.text().as_bytes())?;
    let zone = output.editions().first().map_or_else(Zone::utc, |first| first.config().timezone.clone());
    let mut counts = Counts::default();
    let mut found = Vec::new();
    for (address, uses) in &uses {
        let Some(verdict) = verdicts.of(address) else { continue };
        match &verdict.class {
            Class::Ok => counts.ok += 1,
            Class::Blocked(_) => counts.blocked += 1,
            Class::Unknown(_) => counts.unknown += 1,
            Class::Moved(to) => {
                counts.moved += 1;
                found.extend(uses.iter().map(|one| moved(address, to, one)));
            }
            Class::Dead(_) if !verdict.is_certainly_dead() => counts.maybe_dead += 1,
            Class::Dead(why) => {
                counts.dead += 1;
                let since = Instant::from_seconds(verdict.since)
                    .map_or_else(String::new, |since| format!(", since {}", Date::Day(since.day(&zone)).iso(&zone)));
                found.extend(uses.iter().filter_map(|one| dead(address, &format!("{why}{since}"), one)));
            }
        }
    }
    Ok((found, counts))
}

fn moved(address: &str, to: &str, Use { place, written, .. }: &Use) -> Diagnostic {
    let diagnostic = Diagnostic::at(Code::MovedLink, Some(place.clone()), format!("`{address}` has moved for good"));
    let diagnostic = diagnostic.help(format!("write `{to}`"));
    // What stands behind `#` is not told to a server, so whether the new page has it is not known.
    match address.contains('#') {
        true => diagnostic,
        false => diagnostic.fix(Fix::within(*written, address, to)),
    }
}

fn dead(address: &str, why: &str, Use { place, source, .. }: &Use) -> Option<Diagnostic> {
    let (code, help) = match source {
        // The reader is led to the copy already.
        Some(SourceState { has_archive: true, is_dead: true }) => return None,
        Some(SourceState { has_archive: true, is_dead: false }) => {
            (Code::DeadSource, "write `dead: true` in the source: readers are then led to its `archive`".to_owned())
        }
        Some(SourceState { has_archive: false, .. }) => (
            Code::DeadSource,
            format!(
                "look for a copy at https://web.archive.org/web/{address} and write it as `archive`, with `dead: true`"
            ),
        ),
        None => (Code::DeadLink, format!("link to another page, or to a copy: https://web.archive.org/web/{address}")),
    };
    Some(Diagnostic::at(code, Some(place.clone()), format!("`{address}` is gone: {why}")).help(help))
}

/// Every address of the web in what is written, with the places where it stands.
fn uses(output: &Output, now: Instant) -> Result<BTreeMap<String, Vec<Use>>, Error> {
    let mut uses: BTreeMap<String, Vec<Use>> = BTreeMap::new();
    let mut add = |address: &str, one: Use| {
        if external::address::host(address).is_some() {
            let known = uses.entry(address.to_owned()).or_default();
            if !known.iter().any(|other| other.place == one.place) {
                known.push(one);
            }
        }
    };
    for edition in output.editions() {
        let documents: Vec<(&RelPath, &References)> = lints::subject(output, edition, now).documents().collect();
        // A folder without an `_index.md` is a section, and has no file.
        let documents: Vec<(&RelPath, Vec<Passage>)> = documents
            .par_iter()
            .filter(|(path, _)| output.holds(path))
            .map(|(path, _)| Ok((*path, lints::read(output, path)?)))
            .collect::<Result<_, Error>>()?;
        for (path, passages) in documents {
            let place = |span: Span| Place { path: path.clone(), span: Some(span) };
            for link in passages.iter().flat_map(|passage| &passage.links) {
                add(&link.destination, Use { place: place(link.span), written: link.written, source: None });
            }
        }
        for person in &edition.site().people {
            for address in &person.facts.fields.same_as {
                let place = Place { path: person.facts.path.clone(), span: Some(address.span) };
                add(&address.value, Use { place, written: address.span, source: None });
            }
        }
        of_sources(edition, &mut add);
    }
    Ok(uses)
}

/// The addresses of the sources of articles and of the ledger.
fn of_sources(edition: &Edition, add: &mut impl FnMut(&str, Use)) {
    let own = edition.site().articles.iter();
    let own = own.flat_map(|article| article.facts.fields.sources.iter().map(|source| (&article.facts.path, source)));
    let ledger =
        edition.documents().ledger.iter().flat_map(|(path, sources)| sources.iter().map(move |one| (path, one)));
    for (path, source) in own.chain(ledger) {
        let Some(url) = &source.url else { continue };
        let details = source.details();
        let state = SourceState { has_archive: details.archive.is_some(), is_dead: details.dead };
        let place = Place { path: path.clone(), span: Some(url.span) };
        add(&url.value, Use { place, written: url.span, source: Some(state) });
    }
}
