//! What the files of a site contain, and the documents among them that have changed.

use std::collections::BTreeSet;

use crate::build::cache::{Cache, FileState, State};
use crate::build::documents::{self, Found};
use crate::build::inputs::Inputs;
use crate::build::preprocessors::Preprocessors;
use crate::build::settings::Settings;
use crate::build::{Options, Progress, cards, house_style, lock, style};
use crate::compose::files::search::BUILT_IN;
use crate::config::Config;
use crate::date::Instant;
use crate::diagnostics::{Diagnosed, Diagnostic};
use crate::discover::Inventory;
use crate::error::Error;
use crate::fingerprint::print;
use crate::parse::ParseOptions;
use crate::planted::{self, Bug};
use crate::render::Renderer;
use crate::text::RelPath;

/// What the files of a site contain, as far as it was not known before.
pub struct LookedAt {
    /// The files.
    pub inventory: Inventory,
    /// Its documents, in the order of the inventory.
    pub documents: Vec<Found>,
    /// Files that are no documents.
    pub others: Vec<FileState>,
    /// How documents are parsed.
    pub parse_options: ParseOptions,
    /// What articles are given to before, and what is wrong with those programs.
    pub(super) preprocessors: Diagnosed<Preprocessors>,
    /// The theme, if it is loaded already.
    pub(super) renderer: Option<Diagnosed<Option<Renderer>>>,
    /// The hash of options and names.
    pub(super) names: u64,
}

/// Looks at every file of the site, and parses the documents that have changed.
///
/// # Errors
/// A file that cannot be read.
pub fn look(
    inputs: &Inputs,
    settings: &Settings,
    inventory: Inventory,
    diagnostics: &[Diagnostic],
    options: &Options,
    progress: &dyn Progress,
) -> Result<LookedAt, Error> {
    let config = &settings.config;
    let parse_options = parse_options(settings);
    let Diagnosed { value: (preprocessors, of_programs), diagnostics: wrong } = Preprocessors::new(inputs, settings)?;
    progress.stage("parsing", inventory.documents.len());
    let load = || load_theme(inputs, &inventory, config);
    // A build that may turn out to have nothing to do waits with the theme until it knows.
    let is_first = inputs.cache().state().last.is_none();
    // What files contain is noted before they are read for what they say: of one that changes in between, the next build
    // finds that it is another. The settings were read already.
    let mut others = as_read(inputs.others(&inventory)?, settings);
    let (documents, renderer) = rayon::join(
        || documents::look(inputs, &inventory.documents, &parse_options, &preprocessors, progress),
        || is_first.then(load).transpose(),
    );
    let renderer = renderer?;
    // What `discover` found wrong depends on names and links alone, and belongs to them.
    let found = diagnostics.iter().map(|diagnostic| format!("{diagnostic:?}")).collect::<Vec<String>>();
    let Options { base_url, drafts, future, root: _, output: _, now: _, jobs: _, force: _ } = options;
    let chosen = planted::either(Bug::UnchangedWhateverTheOptions, None, Some((base_url, drafts, future)));
    let listed = planted::either(Bug::UnchangedWhateverTheNames, None, Some(&inventory));
    let names = print(&(listed, found, chosen));
    if planted::either(Bug::UnchangedWhateverIsPromised, false, lock::is_kept(inputs, settings)?) {
        others.push(inputs.state(&lock::path())?);
    }
    if let Some(path) = style::file(inputs, settings)? {
        others.push(inputs.state(path)?);
    }
    if let Some(path) = house_style::file(inputs, settings)? {
        others.push(inputs.state(path)?);
    }
    if let Some(path) = cards::file(inputs, settings) {
        others.push(inputs.state(path)?);
    }
    // Below content/ and static/ it is a matter of publishing which files are listed; articles know what was read there.
    let is_apart = |state: &FileState| state.path.below("content").is_none() && state.path.below("static").is_none();
    others.extend(of_programs.into_iter().filter(is_apart));
    others.sort_by(|a, b| a.path.cmp(&b.path));
    // A style may lie where other inputs do.
    others.dedup_by(|a, b| a.path == b.path);
    let preprocessors = Diagnosed { value: preprocessors, diagnostics: wrong };
    Ok(LookedAt { inventory, documents: documents?, others, parse_options, preprocessors, renderer, names })
}

/// The same files, the settings with what they contained when they were read.
fn as_read(mut others: Vec<FileState>, settings: &Settings) -> Vec<FileState> {
    let changed = |state: &&mut FileState| state.path == *settings.path() && state.content != settings.content();
    for state in others.iter_mut().filter(changed) {
        // Its signature is that of another content.
        *state = FileState::new(state.path.clone(), None, settings.content());
    }
    others
}

/// How the documents of a site are parsed.
pub fn parse_options(settings: &Settings) -> ParseOptions {
    let config = &settings.config;
    ParseOptions {
        markdown: config.markdown.clone(),
        taxonomies: config.taxonomies.keys().cloned().collect(),
        timezone: config.timezone.clone(),
        language: config.language.clone(),
        languages: config.languages.keys().cloned().collect(),
        search: config.search_engine.value == BUILT_IN,
    }
}

/// Loads the theme with its words in every language of the site.
pub(super) fn load_theme(
    inputs: &Inputs,
    inventory: &Inventory,
    config: &Config,
) -> Result<Diagnosed<Option<Renderer>>, Error> {
    let further = config.languages.keys().map(String::as_str);
    let languages: Vec<&str> = std::iter::once(config.language.as_str()).chain(further).collect();
    Renderer::load(inventory, inputs.root(), &config.theme, &languages, &config.root_path)
}

impl LookedAt {
    /// The hash of all that the output depends on but the instant, if no document had to be parsed.
    pub fn unchanged_print(&self) -> Option<u64> {
        let mut states: Vec<&FileState> = self.others.iter().collect();
        for found in &self.documents {
            match found.looked {
                documents::Looked::Parsed(..) => return None,
                documents::Looked::Kept(_) | documents::Looked::Remembered(_) => states.extend(&found.state),
            }
        }
        Some(inputs_print(self.names, states))
    }
}

/// If words have changed in more documents than this, it is no longer worth asking whether anything else has.
const REWORDED: usize = 100;

/// The documents of which words alone have changed since the last build, if nothing else has: all that other pages may
/// show of them [says the same](crate::parse::document::Facts::says_the_same), so what those are made from is what it was.
pub(super) fn reworded(looked_at: &LookedAt, cache: &Cache, now: Instant) -> Option<BTreeSet<RelPath>> {
    let State { last, parse_options, .. } = cache.state();
    let last = last.as_ref().filter(|last| last.holds_at(now))?;
    // What was kept since by a build that failed may have been parsed in another way.
    if *parse_options != looked_at.parse_options.print() {
        return None;
    }
    let mut states: Vec<&FileState> = looked_at.others.iter().collect();
    let mut reworded = BTreeSet::new();
    for found in &looked_at.documents {
        match found.looked {
            documents::Looked::Parsed(..) => {
                let before = found.reworded(cache).filter(|_| reworded.len() < REWORDED)?;
                reworded.insert(before.path.clone());
                states.push(before);
            }
            documents::Looked::Kept(_) | documents::Looked::Remembered(_) => states.push(found.state.as_ref()?),
        }
    }
    (inputs_print(looked_at.names, states) == last.inputs).then_some(reworded)
}

/// The hash of what files contain, and of options and names.
pub(super) fn inputs_print(names: u64, mut states: Vec<&FileState>) -> u64 {
    states.sort_by(|a, b| a.path.cmp(&b.path));
    if planted::is_planted(Bug::UnchangedWhateverIsCopied) {
        states.retain(|state| state.path.below("static").is_none());
    }
    let contents: Vec<_> = states.iter().map(|state| (&state.path, state.content.hash, state.processed)).collect();
    print(&(names, contents))
}
