//! `byline urls`: the addresses and ids that the site has, beside those that were promised. Nothing is built.

use std::sync::Arc;

use super::cache::Cache;
use super::inputs::Inputs;
use super::{Options, Places, Progress, in_pool, lock, settings, site};
use crate::diagnostics::{self, Code, Diagnostic};
use crate::discover;
use crate::error::Error;
use crate::lint::Ran;
use crate::parse::lock::Promise;
use crate::text::RelPath;

/// The addresses of a site.
pub struct Urls {
    /// The author's mistakes, sorted; with an error it is not known which addresses there are.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts of files that are not on disk, for showing source lines.
    pub built_in: Vec<(RelPath, String)>,
    /// As lines of `urls.lock`, sorted.
    pub now: Vec<String>,
    /// Those that the file has, sorted; `None` if there is none.
    pub promised: Option<Vec<String>>,
    /// Whether site.toml asks for the file.
    pub is_locked: bool,
}

/// Lists the addresses of a site; the cache is read and not written.
///
/// # Errors
/// A failure of the machine.
pub fn urls(options: &Options, progress: &dyn Progress) -> Result<Urls, Error> {
    let places = Places::of(options)?;
    in_pool(options, || run(options, &places, progress))
}

fn run(options: &Options, places: &Places, progress: &dyn Progress) -> Result<Urls, Error> {
    let mut urls =
        Urls { diagnostics: Vec::new(), built_in: Vec::new(), now: Vec::new(), promised: None, is_locked: false };
    let Some(settings) = settings::read(&places.root, options)?.collect(&mut urls.diagnostics) else {
        return Ok(urls);
    };
    urls.is_locked = settings.config.lock_urls;
    let cache = Arc::new(Cache::open_to_read(&places.cache));
    let inputs = Arc::new(Inputs::new(&places.root, &cache)?);
    let inventory = discover::discover(&places.root, &settings.config.exclude)?.collect(&mut urls.diagnostics);
    let looked_at = site::look(&inputs, &settings, inventory, &urls.diagnostics, options, progress)?;
    // The file may be broken, because it is about to be written anew.
    let lock = lock::read(&inputs)?.value;
    urls.promised = lock.map(|lock| {
        let mut lines: Vec<String> = lock.promises.iter().map(|promise| Promise::line(&promise.value)).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    });
    let checked = site::check(&inputs, settings, looked_at, site::Purpose::List, options, progress)?;
    urls.diagnostics.extend(checked.diagnostics);
    urls.diagnostics = checked.levels.judge(std::mem::take(&mut urls.diagnostics), Ran::Build);
    urls.diagnostics.retain(|diagnostic| diagnostic.code != Code::MissingLock);
    diagnostics::sort(&mut urls.diagnostics);
    urls.built_in = checked.built_in;
    if let Some(output) = checked.output {
        urls.now = output.published().to_vec();
    }
    Ok(urls)
}
