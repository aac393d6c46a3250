//! A pass for somebody who writes: every stage up to the site, and every rule, with what an editor has not saved yet.

use std::collections::BTreeMap;

use std::sync::Arc;

use super::{Last, Session, of_copied};
use crate::build::findings::{Asker, Findings};
use crate::build::inputs::Inputs;
use crate::build::lints::OfArticle;
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

/// What the rules found in the words of articles when they looked last.
#[derive(Default)]
pub(super) struct Looked {
    /// What tells the rules that have run, and how words were read.
    rules: u64,
    /// The titles of articles when all were looked at last.
    titles: u64,
    /// By article: what tells its words, and what they found.
    articles: BTreeMap<RelPath, (u64, Vec<Diagnostic>)>,
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
    /// Whether what the rules say of the words of articles may be as old as the last look at all.
    pub is_behind: bool,
    /// The instant of the pass.
    pub now: Instant,
}

impl Session {
    /// Looks at every file, with those that an editor holds instead of those on the disk; `None` if all is as it was.
    ///
    /// The rules that read words look again at those that have changed. For what the others say of articles whose titles
    /// have changed, they look again only if `all` is set. Of what the editor holds nothing is kept on the disk.
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
                is_behind: false,
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
        let chosen = Chosen::all(&settings.config.lints, &Overrides::default());
        let checked = site::check(&inputs, settings, looked_at, site::Purpose::Build, &options, &Unwatched)?;
        let site::Checked { output, diagnostics, built_in: _, kept, levels } = checked;
        let (of_documents, of_site) = divided(diagnostics, kept.of_documents());
        found.extend(of_site);
        let mut of_articles = Vec::new();
        let mut is_behind = false;
        let is_kept = self.memory.is_none() && overlay.is_empty();
        if let Some(output) = &output {
            found.extend(lints::of_sites(output, &chosen, now));
            // A few articles are looked at sooner than what was kept of all is read.
            let is_new = all || self.looked.articles.is_empty();
            let options = output.parse_options();
            let findings = if is_new { Findings::open } else { Findings::begin };
            let cache = Arc::clone(&self.cache);
            let findings = findings(&cache, Asker::Check, &chosen, options);
            (of_articles, is_behind) = self.rules(output, &chosen, &findings, now, all)?;
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
            is_behind,
            now,
        })))
    }

    /// What the rules find in single articles, and whether that is behind; of words they are asked again where those have
    /// changed, or of all.
    fn rules(
        &mut self,
        output: &Output,
        chosen: &Chosen,
        findings: &Findings<'_>,
        now: Instant,
        all: bool,
    ) -> Result<(Vec<Diagnostic>, bool), Error> {
        let Looked { rules: of, titles: seen, articles } = std::mem::take(&mut self.looked);
        let rules = print(&(chosen.of_kept().map(Code::name).collect::<Vec<&str>>(), output.parse_options().print()));
        let of_editions = output.editions().iter().map(|edition| edition.index().titles(edition.site()).print());
        let titles = print(&of_editions.collect::<Vec<u64>>());
        let all = all || of != rules || articles.is_empty();
        let known = |path: &RelPath, print: u64| {
            let (known, found) = articles.get(path).filter(|_| !all)?;
            (*known == print).then(|| found.clone())
        };
        let looked = lints::of_articles(output, chosen, now, findings, &known, &|_| {})?;
        let mut found = Vec::new();
        let mut articles = BTreeMap::new();
        for OfArticle { path, of_connected, of_words, print } in looked {
            found.extend(of_connected);
            found.extend(of_words.iter().cloned());
            articles.insert(path, (print, of_words));
        }
        let seen = if all { titles } else { seen };
        self.looked = Looked { rules, titles: seen, articles };
        Ok((found, seen != titles))
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
