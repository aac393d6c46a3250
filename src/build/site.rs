//! From the files of a site to its output as a value.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cache::{Cache, FileState, Last, Slot, State};
use super::documents::{self, Documents, Found};
use super::inputs::Inputs;
use super::memory::{Memory, Remembered};
use super::output::{self, Edition};
use super::preprocessors::{self, Preprocessors};
use super::settings::Settings;
use super::{Now, Options, Output, Progress, cards, dataset, house_style, lock, style};
use crate::compose::Setting;
use crate::compose::files::search::BUILT_IN;
use crate::config::Config;
use crate::date::Instant;
use crate::diagnostics::{Diagnosed, Diagnostic};
use crate::discover::Inventory;
use crate::error::Error;
use crate::fingerprint::print;
use crate::lint::{Chosen, Index, Levels, Overrides};
use crate::parse::ParseOptions;
use crate::parse::document::{Allowance, Facts};
use crate::parse::front_matter::SectionFields;
use crate::planted::{self, Bug};
use crate::render::{self, Renderer};
use crate::resolve::{self, feeds};
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
    preprocessors: Diagnosed<Preprocessors>,
    /// The theme, if it is loaded already.
    renderer: Option<Diagnosed<Option<Renderer>>>,
    /// The hash of options and names.
    names: u64,
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
fn load_theme(inputs: &Inputs, inventory: &Inventory, config: &Config) -> Result<Diagnosed<Option<Renderer>>, Error> {
    let further = config.languages.keys().map(String::as_str);
    let languages: Vec<&str> = std::iter::once(config.language.as_str()).chain(further).collect();
    Renderer::load(inventory, inputs.root(), &config.theme, &languages)
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
/// show of them [says the same](Facts::says_the_same), so what those are made from is what it was.
fn reworded(looked_at: &LookedAt, cache: &Cache, now: Instant) -> Option<BTreeSet<RelPath>> {
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

fn inputs_print(names: u64, mut states: Vec<&FileState>) -> u64 {
    states.sort_by(|a, b| a.path.cmp(&b.path));
    if planted::is_planted(Bug::UnchangedWhateverIsCopied) {
        states.retain(|state| state.path.below("static").is_none());
    }
    let contents: Vec<_> = states.iter().map(|state| (&state.path, state.content.hash, state.processed)).collect();
    print(&(names, contents))
}

/// What the stages made before anything is rendered.
pub struct Checked {
    /// The output as a value; `None` if there is no theme to make it from.
    pub output: Option<Output>,
    /// The author's mistakes.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts of files that are not on disk.
    pub built_in: Vec<(RelPath, String)>,
    /// What is known of the files.
    pub kept: KeptFiles,
    /// What a diagnostic matters.
    pub levels: Levels,
}

/// What is known of the files of a site, for the next build.
#[derive(Clone)]
pub struct KeptFiles {
    documents: Vec<FileState>,
    others: Vec<FileState>,
    remembered: Vec<Remembered>,
    reworded: Option<BTreeSet<RelPath>>,
    parse_options: u64,
    names: u64,
    from: Option<Instant>,
    until: Option<Instant>,
    rules: Chosen,
    now: Instant,
    /// Where it says which articles are related, by the edition's folder.
    relations: BTreeMap<String, Slot>,
}

impl KeptFiles {
    /// Where the author's body begins in each article of which another one is read.
    fn rewritten(&self) -> BTreeMap<&RelPath, u32> {
        preprocessors::bodies(self.documents.iter().map(|state| (&state.path, state.processed)))
    }

    /// The names of what pre-processors returned for its articles.
    pub fn results(&self) -> BTreeSet<String> {
        preprocessors::names(self.documents.iter())
    }

    /// The rules that are to fail a build.
    pub fn rules(&self) -> &Chosen {
        &self.rules
    }

    /// The instant of the build.
    pub fn now(&self) -> Instant {
        self.now
    }

    /// What was wrong with each document by itself.
    pub fn of_documents(&self) -> impl Iterator<Item = (&RelPath, &[Diagnostic])> {
        self.remembered.iter().map(|one| (&one.path, &*one.diagnostics))
    }

    /// Notes what is known of pictures, so that a session does not read them again.
    fn know(&mut self, pictures: impl Iterator<Item = FileState>) {
        let mut pictures: Vec<FileState> = pictures.collect();
        pictures.append(&mut self.others);
        // Stable: what has just been found out stays.
        pictures.sort_by(|a, b| a.path.cmp(&b.path));
        pictures.dedup_by(|a, b| a.path == b.path);
        self.others = pictures;
    }

    /// What is known of a file that is no document.
    pub fn other(&self, path: &RelPath) -> Option<&FileState> {
        let at = self.others.binary_search_by(|state| state.path.cmp(path)).ok()?;
        self.others.get(at)
    }

    /// Whether the last build, too, was made from all that a page shows besides its own document, and from that document
    /// if it has one.
    pub fn is_as_before(&self, document: Option<&RelPath>) -> bool {
        let Some(reworded) = &self.reworded else { return false };
        let is_reworded = document.is_some_and(|document| reworded.contains(document));
        !planted::either(Bug::RewordedPageAsItWas, false, is_reworded)
    }

    /// The state after a build that wrote nothing: of the output it says what it said before.
    pub fn state(self, before: &State) -> State {
        let KeptFiles { documents, others, parse_options, relations, .. } = self;
        let mut files = documents;
        files.extend(others);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        State { files, parse_options, relations, ..before.clone() }
    }

    /// The files of a build that wrote, with those that it `copied`, and what it was made from.
    ///
    /// The second is `None` if something that was copied could not be known.
    pub fn after(
        &self,
        copied: Vec<Option<FileState>>,
        pages: usize,
        diagnostics: &[Diagnostic],
    ) -> (Vec<FileState>, Option<Last>) {
        let all_known = copied.iter().all(Option::is_some);
        let copied: Vec<FileState> = copied.into_iter().flatten().collect();
        let is_read =
            |state: &&FileState| state.path.below("content").is_none() && state.path.below("static").is_none();
        let others = self.others.iter().filter(is_read).cloned();
        let mut files: Vec<FileState> = copied;
        files.extend(self.documents.iter().cloned().chain(others));
        // Stable: of a file of the theme that is both copied and read, what was known when it was copied stays.
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files.dedup_by(|a, b| a.path == b.path);
        let inputs = inputs_print(self.names, files.iter().collect());
        let (from, until) = (self.from, self.until);
        let last = all_known.then(|| Last { inputs, from, until, pages, diagnostics: diagnostics.to_vec() });
        (files, last)
    }

    /// What a session remembers after a pass.
    pub fn memory(self) -> Memory {
        let KeptFiles { documents, others, remembered, parse_options, .. } = self;
        let mut files = documents;
        files.extend(others);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Memory::new(files, remembered, parse_options)
    }

    /// The hash of all that the output depends on but the instant.
    pub fn print(&self) -> u64 {
        inputs_print(self.names, self.documents.iter().chain(&self.others).collect())
    }

    /// Since when the same articles are public as now.
    pub fn from(&self) -> Option<Instant> {
        self.from
    }

    /// When other articles are public than now, if nobody edits anything.
    pub fn until(&self) -> Option<Instant> {
        self.until
    }

    /// Where it says which articles are related, by the edition's folder.
    pub fn relations(&self) -> &BTreeMap<String, Slot> {
        &self.relations
    }

    /// The hash of the parse options.
    pub fn parse_options(&self) -> u64 {
        self.parse_options
    }
}

/// What a site is connected for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To build it, if it keeps what `urls.lock` promises.
    Build,
    /// To list its addresses.
    List,
}

/// Connects the documents and loads the theme.
///
/// # Errors
/// A failure of the machine.
pub fn check(
    inputs: &Arc<Inputs>,
    settings: Settings,
    looked_at: LookedAt,
    purpose: Purpose,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Checked, Error> {
    progress.stage("connecting", 0);
    let now = instant(options, &settings);
    let reworded = reworded(&looked_at, inputs.cache(), now);
    let LookedAt { inventory, documents, others, parse_options, preprocessors, renderer, names } = looked_at;
    let config = &settings.config;
    let load = || match renderer {
        Some(loaded) => Ok(loaded),
        None => load_theme(inputs, &inventory, config),
    };
    let mut diagnostics = Vec::new();
    let preprocessors = preprocessors.collect(&mut diagnostics);
    let join = || documents::join(inputs, documents, &parse_options, &preprocessors);
    let ((renderer, style), joined) = rayon::join(|| rayon::join(load, || style::load(inputs, &settings)), join);
    let renderer = renderer?.collect(&mut diagnostics);
    let style = style?.collect(&mut diagnostics);
    let house_style = Arc::new(house_style::load(inputs, &settings)?.collect(&mut diagnostics));
    let drawer = cards::load(inputs, &settings)?.collect(&mut diagnostics);
    let documents::Joined { documents, states, remembered } = joined?;
    let documents = documents.collect(&mut diagnostics);
    let (from, until) = holds(&documents, &settings, now);
    let rules = Chosen::errors(&settings.config.lints);
    // A rule may find tomorrow what it does not find today.
    let until =
        if rules.is_empty() { until } else { until.into_iter().chain(settings.config.timezone.next_day(now)).min() };
    let mut kept = KeptFiles {
        documents: states,
        others,
        remembered,
        reworded,
        parse_options: parse_options.print(),
        names,
        from,
        until,
        rules,
        now,
        relations: BTreeMap::new(),
    };
    let levels = levels(&settings.config, documents.allowances(), now, &Overrides::default());
    let Some(renderer) = renderer else {
        preprocessors::tell_apart(&mut diagnostics, &kept.rewritten());
        return Ok(Checked { output: None, diagnostics, built_in: render::built_in_texts(), kept, levels });
    };
    let answers = dataset::answer(inputs, &inventory, &settings, renderer.queries())?.collect(&mut diagnostics);
    let built_in = renderer.built_in().to_vec();
    let theme_files = output::theme_files(&renderer, &inventory, &settings.config);
    let is_locked = settings.config.lock_urls && purpose == Purpose::Build;
    let promised = if is_locked { lock::read(inputs)?.collect(&mut diagnostics) } else { None };
    if is_locked && !lock::is_kept(inputs, &settings)? {
        diagnostics.push(lock::missing());
    }
    let configs = settings.config.editions();
    let documents = documents.of_editions(&configs);
    let texts: Vec<Vec<Setting>> =
        configs.iter().map(|config| settings.texts(config, &parse_options).collect(&mut diagnostics)).collect();
    let first: Vec<_> = documents.first().map_or_else(Vec::new, sections_of);
    let relations = inputs.cache().relations();
    let parts = configs.iter().zip(&documents).zip(&texts);
    let resolved = parts.map(|((config, documents), texts)| resolve::Input {
        lock: promised.as_ref(),
        lists_published: purpose == Purpose::List,
        relations: relations.get(&config.edition),
        first_sections: if config.edition.is_empty() { &[] } else { &first },
        answers: &answers,
        ..input(documents, texts, &inventory, config, &renderer, &theme_files, now, options)
    });
    let resolved: Vec<resolve::Input<'_>> = resolved.collect();
    let sites = resolve::resolve(&resolved).collect(&mut diagnostics);
    drop(resolved);
    let found = configs.iter().map(|config| config.edition.as_str()).zip(sites.iter().map(|site| &site.relations));
    kept.relations = inputs.cache().keep_relations(&relations, found);
    let parts = configs.into_iter().zip(texts).zip(documents).zip(sites);
    let editions = parts.map(|(((config, settings), documents), site)| {
        let style = style.as_ref().map(|style| style.in_language(&config.language));
        Edition::new(config, settings, documents, site, style, Index::new(Arc::clone(&house_style)))
    });
    let output = Output::new(
        Arc::clone(inputs),
        (parse_options, preprocessors),
        inventory,
        editions.collect(),
        renderer,
        drawer,
    )?;
    let output = output.collect(&mut diagnostics);
    preprocessors::tell_apart(&mut diagnostics, &kept.rewritten());
    kept.know(output.pictures.iter().filter_map(|(path, measured)| measured.state(path)));
    Ok(Checked { output: Some(output), diagnostics, built_in, kept, levels })
}

/// What a diagnostic matters.
pub fn levels<'a>(
    config: &Config,
    allowances: impl IntoIterator<Item = (&'a RelPath, &'a [Allowance])>,
    now: Instant,
    overrides: &Overrides,
) -> Levels {
    Levels::new(&config.lints, allowances, (now, &config.timezone), overrides)
}

/// The instant of the build.
pub fn instant(options: &Options, settings: &Settings) -> Instant {
    match options.now {
        Now::Instant(instant) => instant,
        Now::Date(date) => date.instant(&settings.config.timezone),
    }
}

/// From which instant until before which the same articles are public and the same are news as now.
fn holds(documents: &Documents, settings: &Settings, now: Instant) -> (Option<Instant>, Option<Instant>) {
    let zone = &settings.config.timezone;
    let mut from = None;
    let mut until = None;
    for article in &documents.articles {
        let fields = &article.facts.fields;
        let expires = planted::either(Bug::UnchangedPastExpiry, &None, &fields.expires);
        let dates = fields.published.iter().chain(expires).map(|date| date.value.instant(zone));
        let is_listed = settings.config.sitemap.news && !planted::is_planted(Bug::UnchangedPastNews);
        let published = fields.published.as_ref().filter(|_| is_listed);
        let ends = published.and_then(|date| feeds::news_until(fields, date.value, &settings.config));
        for at in dates.chain(ends) {
            if at <= now {
                from = from.max(Some(at));
            } else if until.is_none_or(|until| at < until) {
                until = Some(at);
            }
        }
    }
    (from, until)
}

/// All that connecting a site reads, from the site as it was connected; `work` is given it edition by edition.
pub fn connected_from<T>(
    output: &Output,
    now: Instant,
    options: &Options,
    work: impl FnOnce(&[resolve::Input<'_>]) -> T,
) -> T {
    let (inventory, editions) = (output.inventory(), output.editions());
    let theme_files = editions.first().map_or_else(Vec::new, |first| output.theme_files(first.config()));
    let first: Vec<_> = editions.first().map_or_else(Vec::new, |first| sections_of(first.documents()));
    let read = editions.iter().map(|edition| {
        let config = edition.config();
        resolve::Input {
            first_sections: if config.edition.is_empty() { &[] } else { &first },
            answers: &edition.site().answers,
            ..input(
                edition.documents(),
                edition.settings(),
                inventory,
                config,
                output.renderer(),
                &theme_files,
                now,
                options,
            )
        }
    });
    let inputs: Vec<resolve::Input<'_>> = read.collect();
    work(&inputs)
}

fn sections_of(documents: &Documents) -> Vec<Arc<Facts<SectionFields>>> {
    documents.sections.iter().map(|section| section.facts.clone()).collect()
}

#[expect(clippy::too_many_arguments, reason = "each is one of the things that resolving reads")]
fn input<'a>(
    documents: &Documents,
    texts: &'a [Setting],
    inventory: &'a Inventory,
    config: &'a Config,
    renderer: &'a Renderer,
    theme_files: &'a [String],
    now: Instant,
    options: &Options,
) -> resolve::Input<'a> {
    resolve::Input {
        articles: documents.articles.iter().map(|article| article.facts.clone()).collect(),
        sections: sections_of(documents),
        first_sections: &[],
        people: documents.people.iter().map(|person| person.facts.clone()).collect(),
        ledger: documents.ledger.clone(),
        sidecars: documents.sidecars.clone(),
        settings: texts.iter().map(|text| &text.references).collect(),
        inventory,
        config,
        signatures: renderer.signatures(),
        templates: renderer.templates(),
        theme_files,
        answers: &[],
        now,
        drafts: options.drafts,
        future: options.future,
        lock: None,
        lists_published: false,
        relations: None,
    }
}
