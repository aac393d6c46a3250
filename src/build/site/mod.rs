//! From the files of a site to its output as a value.
//!
//! 1. [`look`](look()) finds out what the files contain, and parses the documents that have changed.
//! 2. [`check`] connects all documents, loads the theme, and makes an [`Output`] of both; [`kept`] is what it knows of
//!    the files then.

mod kept;
mod look;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::documents::{self, Documents};
use super::inputs::Inputs;
use super::output::{self, Edition};
use super::settings::Settings;
use super::{Now, Options, Output, Progress, cards, dataset, house_style, lock, preprocessors, style};
use crate::compose::Setting;
use crate::config::Config;
use crate::date::Instant;
use crate::diagnostics::Diagnostic;
use crate::discover::Inventory;
use crate::error::Error;
use crate::lint::{Chosen, Index, Levels, Overrides};
use crate::parse::document::{Allowance, Facts};
use crate::parse::front_matter::SectionFields;
use crate::planted::{self, Bug};
use crate::render::{self, Renderer};
use crate::resolve::{self, feeds};
use crate::text::RelPath;

pub use kept::KeptFiles;
pub use look::{LookedAt, look, parse_options};
use look::{load_theme, reworded};

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
