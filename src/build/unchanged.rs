//! The build of which nothing changed: its result is known, and only the output is looked at.

use rayon::prelude::*;

use super::cache::{FileState, State};
use super::documents::Looked;
use super::inputs::Inputs;
use super::pages::Built;
use super::settings::Settings;
use super::site::{self, LookedAt};
use super::{Done, Options, Places, Progress, not_kept};
use crate::diagnostics::Diagnostic;
use crate::error::Error;
use crate::planted::{self, Bug};
use crate::write::{Lies, WriteReport, Writer};

/// What such a build reports and made; `None` if something changed, or the output is not as the last build left it.
///
/// # Errors
/// A failure of the machine.
pub fn build(
    inputs: &Inputs,
    looked_at: &LookedAt,
    settings: &Settings,
    places: &Places,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Option<(Vec<Diagnostic>, Built)>, Error> {
    let cache = inputs.cache();
    let state = cache.state();
    let Some(last) = &state.last else { return Ok(None) };
    let holds = last.holds_at(site::instant(options, settings));
    let holds = holds || planted::is_planted(Bug::UnchangedWhateverTheInstant);
    if !holds || looked_at.unchanged_print() != Some(last.inputs) {
        return Ok(None);
    }
    progress.stage("comparing", state.outputs.len());
    let target = places.target(&settings.config.title, options.force);
    let writer = Writer::open(&target, cache.seen(&places.output))?;
    let is_kept = |path: &str, record| -> Result<bool, Error> { Ok(writer.keep(path, record)? == Lies::AsRecorded) };
    let all_kept = state
        .outputs
        .par_iter()
        .map(|output| is_kept(&output.path, output.record))
        .try_reduce(|| true, |a, b| Ok(a && b))?;
    if !all_kept {
        return Ok(None);
    }
    progress.stage("writing", 0);
    let (WriteReport { files, written, removed, .. }, seen) = writer.commit()?;
    let mut diagnostics = planted::either(Bug::UnchangedWithoutDiagnostics, &Vec::new(), &last.diagnostics).clone();
    let next =
        State { files: files_of(looked_at), seen, output: super::cache::place_of(&places.output), ..state.clone() };
    diagnostics.extend(cache.save(next).err().map(not_kept));
    let (pages, read) = (last.pages, inputs.opened());
    let done = Done { pages, rendered: 0, read, files, written, removed, compressed: 0, searched: None };
    Ok(Some((diagnostics, Built { done, rendered: Vec::new() })))
}

/// The files as they are known now: some signatures can only now stand for their content.
fn files_of(looked_at: &LookedAt) -> Vec<FileState> {
    let documents = looked_at.documents.iter().filter(|found| matches!(found.looked, Looked::Kept(_)));
    let mut files: Vec<FileState> = documents.filter_map(|found| found.state.clone()).collect();
    files.extend(looked_at.others.iter().cloned());
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
