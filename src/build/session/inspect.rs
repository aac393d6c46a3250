//! A pass for somebody who writes: every stage up to the site, and every rule, with what an editor has not saved yet.

use std::collections::BTreeMap;

use std::sync::Arc;

use super::{Last, Session, of_copied};
use crate::build::documents::Origin;
use crate::build::findings::{Asker, Findings};
use crate::build::inputs::Inputs;
use crate::build::output::Output;
use crate::build::overlay::Overlay;
use crate::build::preview::Unwatched;
use crate::build::{Now, Options, lints, settings, site};
use crate::date::Instant;
use crate::diagnostics::{Code, Diagnostic};
use crate::discover::{self, Inventory};
use crate::error::Error;
use crate::fingerprint::print;
use crate::lint::{Chosen, Levels, Overrides};
use crate::text::{Glob, RelPath};

/// What the rules found when they looked last.
#[derive(Default)]
pub(super) struct Looked {
    /// The hash of the settings.
    settings: u64,
    /// By article: what it was made from, and what they found.
    articles: BTreeMap<RelPath, (Origin, Vec<Diagnostic>)>,
}

/// What such a pass found; no diagnostic has been judged.
pub struct Inspected {
    /// The site, whatever is wrong with it; `None` if there are no settings or no theme.
    pub output: Option<Output>,
    /// What is wrong with documents by themselves.
    pub of_documents: Vec<Diagnostic>,
    /// What the rules found in single articles.
    pub of_articles: Vec<Diagnostic>,
    /// All else.
    pub of_site: Vec<Diagnostic>,
    /// What each matters; `None` without settings.
    pub levels: Option<Levels>,
    /// The rules that have run.
    pub chosen: Option<Chosen>,
    /// The instant of the pass.
    pub now: Instant,
}

impl Session {
    /// Looks at every file, with those that an editor holds instead of those on the disk; `None` if all is as it was.
    ///
    /// The rules that read articles look again at those that have changed, and at all if `all` is set: what they say of
    /// the others may be as old as that. Of what the editor holds nothing is kept on the disk.
    ///
    /// # Errors
    /// A failure of the machine.
    pub fn inspect(
        &mut self,
        now: Option<Instant>,
        overlay: &Overlay,
        all: bool,
    ) -> Result<Option<Box<Inspected>>, Error> {
        if self.memory.is_none() && !overlay.is_empty() {
            // The first pass is kept for the next program, so it knows nothing of the editor.
            self.look(now, &Overlay::default(), false)?;
            self.cache.release();
            self.last = None;
        }
        self.look(now, overlay, all)
    }

    fn look(&mut self, now: Option<Instant>, overlay: &Overlay, all: bool) -> Result<Option<Box<Inspected>>, Error> {
        let options = Options { now: now.map_or(self.options.now, Now::Instant), ..self.options.clone() };
        let mut found = Vec::new();
        let Some(settings) = settings::read_below(overlay, &self.places.root, &options)?.collect(&mut found) else {
            let of_mistakes = print(&found.iter().map(|one| format!("{one:?}")).collect::<Vec<String>>());
            if self.last.as_ref().is_some_and(|last| last.print == of_mistakes) {
                return Ok(None);
            }
            self.last = Some(Last { print: of_mistakes, from: None, until: None });
            return Ok(Some(Box::new(Inspected {
                output: None,
                of_documents: Vec::new(),
                of_articles: Vec::new(),
                of_site: found,
                levels: None,
                chosen: None,
                now: Instant::now(),
            })));
        };
        let mut inventory = discover::discover(&self.places.root, &settings.config.exclude)?.collect(&mut found);
        add_held(&mut inventory, overlay, &settings.config.exclude);
        let inputs =
            Inputs::of_session(&self.places.root, &self.cache, self.memory.clone(), &self.texts, &self.results)?;
        let inputs = Arc::new(inputs.below(overlay.clone()).running(self.runs));
        let copied = of_copied(&inputs, &inventory)?;
        let looked_at = site::look(&inputs, &settings, inventory, &found, &options, &Unwatched)?;
        let now = site::instant(&options, &settings);
        if let (Some(last), Some(print_now), false) = (&self.last, looked_at.unchanged_print(), all)
            && last.print == print(&(print_now, copied))
            && last.from.is_none_or(|from| from <= now)
            && last.until.is_none_or(|until| now < until)
        {
            return Ok(None);
        }
        let config = settings.config.clone();
        let chosen = Chosen::all(&config.lints, &Overrides::default());
        let checked = site::check(&inputs, settings, looked_at, site::Purpose::Build, &options, &Unwatched)?;
        let site::Checked { output, diagnostics, built_in: _, kept, levels } = checked;
        let (of_documents, of_site) = divided(diagnostics, kept.of_documents());
        found.extend(of_site);
        let mut of_articles = Vec::new();
        let is_kept = self.memory.is_none() && overlay.is_empty();
        if let Some(output) = &output {
            found.extend(lints::of_sites(output, &chosen, now));
            // A few articles are looked at sooner than what was kept of all is read.
            let is_new = all || self.looked.articles.is_empty();
            let options = output.parse_options();
            let findings = if is_new { Findings::open } else { Findings::begin };
            let cache = Arc::clone(&self.cache);
            let findings = findings(&cache, Asker::Check, &chosen, options);
            of_articles = self.rules(output, &chosen, &findings, print(&config), now, all)?;
            if is_kept {
                findings.keep(false);
            }
            // What an editor holds is what somebody looks at; `check` renders all pages. Where something is missing, a
            // page is not what it will be.
            let all = || found.iter().chain(&of_documents).chain(&of_articles).filter(|one| one.is_error());
            let is_at = |one: &Diagnostic, path: &RelPath| one.place.as_ref().is_some_and(|place| place.path == *path);
            let whole = overlay.paths().filter(|path| !all().any(|one| is_at(one, path)));
            let of_pages = lints::of_pages_of(output, &chosen, whole)?;
            found.extend(of_pages);
            self.texts.keep(|path| output.content(path));
        }
        let results = kept.results();
        self.results.retain(|name| results.contains(name));
        self.last = Some(Last { print: print(&(kept.print(), copied)), from: kept.from(), until: kept.until() });
        if is_kept {
            // If it cannot be kept, the next program takes longer.
            let _ = self.cache.save(kept.clone().state(self.cache.state()));
            self.cache.release();
        }
        self.memory = Some(Arc::new(kept.memory()));
        Ok(Some(Box::new(Inspected {
            output,
            of_documents,
            of_articles,
            of_site: found,
            levels: Some(levels),
            chosen: Some(chosen),
            now,
        })))
    }

    /// What the rules find in single articles: asked again of those that have changed, or of all.
    fn rules(
        &mut self,
        output: &Output,
        chosen: &Chosen,
        findings: &Findings<'_>,
        settings: u64,
        now: Instant,
        all: bool,
    ) -> Result<Vec<Diagnostic>, Error> {
        let known = std::mem::take(&mut self.looked);
        let all = all || known.settings != settings;
        let mut looked = known.articles;
        looked.retain(|path, (origin, _)| !all && output.origin(path) == Some(*origin));
        let again = lints::of_articles(output, chosen, now, findings, &|path| !looked.contains_key(path), &|_| {})?;
        looked
            .extend(again.into_iter().filter_map(|(path, found)| Some((path.clone(), (output.origin(&path)?, found)))));
        let public = |path: &RelPath| {
            let is_public = |site: &crate::resolve::Site| {
                site.articles.binary_search_by(|article| article.facts.path.cmp(path)).is_ok()
            };
            output.editions().iter().any(|edition| is_public(edition.site()))
        };
        looked.retain(|path, _| public(path));
        self.looked = Looked { settings, articles: looked };
        Ok(self.looked.articles.values().flat_map(|(_, found)| found.iter().cloned()).collect())
    }
}

/// Adds the documents that an editor holds and that are not on the disk, or not yet.
fn add_held(inventory: &mut Inventory, overlay: &Overlay, excluded: &[Glob]) {
    let is_excluded = |path: &RelPath| excluded.iter().any(|pattern| pattern.fits(path.as_str()));
    let is_new = |path: &&RelPath| path.below("content").is_some() && discover::is_document(path) && !is_excluded(path);
    for path in overlay.paths().filter(is_new) {
        if let Err(at) = inventory.documents.binary_search(path) {
            inventory.documents.insert(at, path.clone());
        }
    }
}

/// What is wrong with documents by themselves, and all else.
fn divided<'k>(
    diagnostics: Vec<Diagnostic>,
    of_documents: impl Iterator<Item = (&'k RelPath, &'k [Diagnostic])>,
) -> (Vec<Diagnostic>, Vec<Diagnostic>) {
    let known: BTreeMap<&RelPath, &[Diagnostic]> = of_documents.filter(|(_, found)| !found.is_empty()).collect();
    // What a pre-processor says of a document nobody knows who reads that by itself.
    let is_said = |one: &Diagnostic| matches!(one.code, Code::PreprocessorFailed | Code::PreprocessorFinding);
    diagnostics.into_iter().partition(|one| {
        !is_said(one)
            && one.place.as_ref().and_then(|place| known.get(&place.path)).is_some_and(|found| found.contains(one))
    })
}
