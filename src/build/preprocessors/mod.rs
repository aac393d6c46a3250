//! Pre-processors: programs that site.toml allows and that are given articles before they are read.
//!
//! In: the settings, and an article as its author wrote it. Out: the body that is read instead, with its way back to the
//! author's file, and what the programs say is wrong.
//!
//! 1. [`files`] finds what each program is made of and reads; that and its command tell its results from others.
//! 2. [`run`] gives an article to one program as [`protocol`] says, within limits.
//! 3. [`lines`] leads from what came back to what the author wrote.
//! 4. [`results`] keeps it, so that a program runs once for an article.
//!
//! Invariant: no program runs that `[extensions] allow` does not name; nothing that it returns is written into a file of the
//! author's.

mod files;
mod lines;
mod protocol;
mod results;
mod run;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use super::cache::{FileState, Processed};
use super::inputs::Inputs;
use super::settings::Settings;
use crate::config::site::Preprocessor;
use crate::diagnostics::{Change, Code, Diagnosed, Diagnostic, Edit, Fix, Level, Place};
use crate::error::Error;
use crate::fingerprint::{Fingerprint, print};
use crate::fs::Signature;
use crate::parse::{self, front_matter};
use crate::text::{RelPath, SourceMap, Span, Text};
use crate::write::Record;

pub use files::named;
use protocol::{Finding, FindingLevel, Given, Returned, VERSION};
pub use results::{Found, Made, Results};
use run::Failure;

/// After how many articles for which it took too long a program is asked for no more: a thousand of them would take hours.
const PATIENCE: usize = 3;
/// How many findings of one program in one article are told.
const FINDINGS: usize = 100;
/// How many characters of a finding are told.
const WORDS: usize = 1000;

/// The programs that may run, in their order.
#[derive(Clone, Default)]
pub struct Preprocessors {
    programs: Arc<[Program]>,
    root: PathBuf,
    languages: Vec<String>,
}

/// A program.
struct Program {
    name: String,
    command: Vec<String>,
    timeout: Duration,
    declared: Preprocessor,
    /// The hash of its command and of what it reads.
    print: u64,
    /// What it reads, and how that lay there before it was read.
    reads: Vec<(RelPath, Option<Signature>)>,
    /// For how many articles it took too long in this pass.
    too_slow: AtomicUsize,
}

/// Which articles are given to their programs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Runs {
    /// Those of which no result is kept.
    #[default]
    New,
    /// None: one of which no result is kept is read as its author wrote it.
    Never,
}

/// An article as its author wrote it.
#[derive(Clone, Copy)]
pub struct Written<'a> {
    /// The file.
    pub path: &'a RelPath,
    /// What it says.
    pub bytes: &'a [u8],
    /// The hash and the size of that.
    pub content: Record,
}

/// An article as the programs left it.
pub struct Prepared {
    /// The body to read, with its way back to the file; `None` if it is the author's own.
    pub body: Option<Text>,
    /// What is known of it from now on.
    pub processed: Processed,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

impl Preprocessors {
    /// The programs that site.toml allows, and what is known of the files that they read.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn new(inputs: &Inputs, settings: &Settings) -> Result<Diagnosed<(Preprocessors, Vec<FileState>)>, Error> {
        let mut programs = Vec::new();
        let mut states: Vec<FileState> = Vec::new();
        let mut diagnostics = Vec::new();
        for declared in &settings.config.preprocessors.0 {
            let read = files::of(inputs.root(), settings, declared)?.collect(&mut diagnostics);
            let mut reads = Vec::with_capacity(read.len());
            let mut contents = Vec::with_capacity(read.len());
            for path in read {
                let lies = inputs.look(&path)?;
                let state = inputs.saved_state(&path)?;
                contents.push((path.clone(), state.content.hash));
                reads.push((path, lies));
                states.push(state);
            }
            let Preprocessor { name, command, timeout, .. } = declared;
            let command: Vec<String> = command.iter().map(|word| word.value.clone()).collect();
            let print = print(&(VERSION, name, &command, contents));
            let (name, timeout, declared) = (name.clone(), *timeout, declared.clone());
            programs.push(Program { name, command, timeout, declared, print, reads, too_slow: AtomicUsize::new(0) });
        }
        let languages = settings.config.languages.keys().cloned().collect();
        let root = if programs.is_empty() {
            PathBuf::new()
        } else {
            let root = inputs.root();
            root.canonicalize().map_err(|cause| Error::io("read", root, &cause))?
        };
        let preprocessors = Preprocessors { programs: programs.into(), root, languages };
        Ok(Diagnosed { value: (preprocessors, states), diagnostics })
    }

    fn of(&self, path: &RelPath) -> impl Iterator<Item = &Program> {
        let is_article = !self.programs.is_empty() && parse::is_article(path, &self.languages);
        self.programs.iter().filter(move |program| is_article && program.declared.concerns(path))
    }

    /// What tells the programs that are given a document, and what they read, from others; `None` if there are none.
    fn print(&self, path: &RelPath) -> Option<u64> {
        let prints: Vec<u64> = self.of(path).map(|program| program.print).collect();
        (!prints.is_empty()).then(|| print(&prints))
    }

    /// Whether what is known of a file was made by the programs as they are now.
    pub fn are_as_for(&self, known: &FileState) -> bool {
        known.processed.map(|processed| processed.by) == self.print(&known.path).map(Some)
    }

    /// Gives an article to its programs; `None` if it has none, or cannot be taken apart.
    pub fn prepare(
        &self,
        inputs: &Inputs,
        written: Written<'_>,
        is_interrupted: &dyn Fn() -> bool,
    ) -> Option<Prepared> {
        let by = self.print(written.path)?;
        let article = Article::of(written)?;
        let as_written = || {
            let body = Fingerprint::of(article.body.as_bytes());
            Processed { by: None, body, instead_of: None }
        };
        let name = name(written.path, written.content, by);
        if inputs.runs() == Runs::Never && inputs.results().get(inputs.cache(), &name).is_none() {
            return Some(Prepared { body: None, processed: as_written(), diagnostics: Vec::new() });
        }
        match self.made(inputs, written, &article, &name, is_interrupted) {
            Ok(made) => {
                let body = article.rewritten(&made.body);
                let found = made.findings.iter().map(|found| diagnostic(written.path, found)).collect();
                let instead_of = body.as_ref().map(|_| Span::at(article.start).start);
                let processed = Processed { by: Some(by), body: Fingerprint::of(made.body.as_bytes()), instead_of };
                Some(Prepared { body, processed, diagnostics: found })
            }
            Err(failed) => {
                let diagnostics = vec![failed.diagnostic(written.path)];
                Some(Prepared { body: None, processed: as_written(), diagnostics })
            }
        }
    }

    /// The body that an article was read with, as [`Preprocessors::prepare`] gave it.
    ///
    /// # Errors
    /// If it is not kept, and the programs return another one now, or fail.
    pub fn again(&self, inputs: &Inputs, written: Written<'_>, processed: Processed) -> Result<Option<Text>, Error> {
        let (Some(by), Some(article)) = (processed.by, Article::of(written)) else { return Ok(None) };
        let failed = |cause: String| {
            Error { path: Some(written.path.on_disk(inputs.root())), ..Error::new("make a page from", cause) }
                .with_help("a pre-processor must return the same for the same article, command and `inputs`")
        };
        let name = name(written.path, written.content, by);
        let made = self.made(inputs, written, &article, &name, &|| false);
        let made =
            made.map_err(|Failed { by, failure }| failed(format!("the pre-processor `{by}` {}", failure.what)))?;
        if Fingerprint::of(made.body.as_bytes()) != processed.body {
            return Err(failed("its pre-processors returned something else than when it was read".to_owned()));
        }
        Ok(article.rewritten(&made.body))
    }

    fn made(
        &self,
        inputs: &Inputs,
        written: Written<'_>,
        article: &Article<'_>,
        name: &str,
        is_interrupted: &dyn Fn() -> bool,
    ) -> Result<Arc<Made>, Failed> {
        if let Some(made) = inputs.results().get(inputs.cache(), name) {
            return Ok(made);
        }
        if inputs.runs() == Runs::Never {
            let by = self.of(written.path).map(|program| program.name.as_str()).collect::<Vec<_>>().join("`, `");
            return Err(Failed {
                by,
                failure: Failure::new("does not run, and its result is kept no more", "build again"),
            });
        }
        let made = Arc::new(self.make(inputs, written.path, article, is_interrupted)?);
        // Of what an editor holds nothing is kept on the disk.
        let cache = (!inputs.is_held(written.path)).then(|| inputs.cache());
        inputs.results().keep(cache, name, &made);
        Ok(made)
    }

    fn make(
        &self,
        inputs: &Inputs,
        path: &RelPath,
        article: &Article<'_>,
        is_interrupted: &dyn Fn() -> bool,
    ) -> Result<Made, Failed> {
        let mut made = Made { body: article.body.to_owned(), findings: Vec::new() };
        for program in self.of(path) {
            let failed = |failure| Failed { by: program.name.clone(), failure };
            let Returned { body, diagnostics } =
                self.ask(program, path, article, &made.body, is_interrupted).map_err(failed)?;
            if program.has_changed(inputs) {
                let what = "ran while a file was changed that it reads";
                return Err(failed(Failure::new(what, "build again")));
            }
            // Who tells of an error may well have nothing to return.
            let is_told = diagnostics.iter().any(|finding| finding.level == FindingLevel::Error);
            if body.trim().is_empty() && !made.body.trim().is_empty() && !is_told {
                let what = "returned nothing of what the article says";
                return Err(failed(Failure::new(what, "return the body as it was given where nothing is to change")));
            }
            let map = lines::map(article.body, &made.body, article.start);
            let found = |finding: Finding| {
                let line = finding.line.and_then(|line| line.checked_sub(1));
                Found {
                    by: program.name.clone(),
                    span: line.and_then(|line| lines::line_of(&made.body, &map, line)),
                    // On one line, as all messages are.
                    message: finding
                        .message
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" ")
                        .chars()
                        .take(WORDS)
                        .collect(),
                    is_warning: finding.level == FindingLevel::Warning,
                }
            };
            let found: Vec<Found> = diagnostics.into_iter().take(FINDINGS).map(found).collect();
            made.findings.extend(found);
            made.body = body;
        }
        Ok(made)
    }

    fn ask(
        &self,
        program: &Program,
        path: &RelPath,
        article: &Article<'_>,
        body: &str,
        is_interrupted: &dyn Fn() -> bool,
    ) -> Result<Returned, Failure> {
        let (preprocessor, path, front_matter) = (program.name.as_str(), path.as_str(), article.front_matter);
        let given = Given { byline: VERSION, preprocessor, path, front_matter, body };
        let input = serde_json::to_vec(&given);
        let input = input.map_err(|cause| Failure::new(format!("cannot be asked: {cause}"), "build again"))?;
        if program.too_slow.load(Ordering::Relaxed) >= PATIENCE {
            let what = format!("is not asked any more: it took too long for {PATIENCE} articles");
            return Err(Failure::new(what, "make it faster for these first"));
        }
        let output = run::run(program, &self.root, input, is_interrupted).inspect_err(|failure| {
            program.too_slow.fetch_add(usize::from(failure.is_too_slow), Ordering::Relaxed);
        })?;
        protocol::read(&output).map_err(|wrong| {
            Failure::new(
                format!("gave no answer: {wrong}"),
                "it must write `{\"body\": \"…\"}` to its standard output, and nothing else",
            )
        })
    }
}

impl Program {
    /// Whether a file that it reads lies there in another way than before its results were named.
    fn has_changed(&self, inputs: &Inputs) -> bool {
        self.reads.iter().any(|(path, before)| inputs.look(path).is_ok_and(|now| now != *before))
    }
}

/// Where the author's body begins in each article of which another one is read.
pub fn bodies<'a>(articles: impl Iterator<Item = (&'a RelPath, Option<Processed>)>) -> BTreeMap<&'a RelPath, u32> {
    articles.filter_map(|(path, processed)| Some((path, processed?.instead_of?))).collect()
}

/// What is said of mistakes that nobody wrote.
const RETURNED: &str = "it is not in the file: a pre-processor returned it below this line";

/// Says of mistakes in a body that was returned whether the author wrote what is wrong, and takes away what would mend
/// anything else: nothing that a program returned is written into a file. What was said before is not said again.
pub fn tell_apart(diagnostics: &mut [Diagnostic], bodies: &BTreeMap<&RelPath, u32>) {
    if bodies.is_empty() {
        return;
    }
    for diagnostic in diagnostics {
        let Some(place) = &diagnostic.place else { continue };
        let Some(start) = bodies.get(&place.path) else { continue };
        // What nobody wrote leads to no byte of the file.
        let is_returned = place.span.is_some_and(|span| span.is_empty() && span.start >= *start);
        // Words that are looked for before they are replaced are the author's own, if they are there.
        let is_own = |edit: &Edit| {
            edit.span.end <= *start || (!edit.span.is_empty() && matches!(edit.change, Change::Within { .. }))
        };
        diagnostic.fix = diagnostic.fix.take().filter(|Fix(edits)| edits.iter().all(is_own));
        let is_said = diagnostic.help.last().is_some_and(|help| help == RETURNED);
        if is_returned && !is_said && diagnostic.code != Code::PreprocessorFinding {
            diagnostic.help.push(RETURNED.to_owned());
        }
    }
}

/// The names of the results that files were made from.
pub fn names<'s>(states: impl Iterator<Item = &'s FileState>) -> BTreeSet<String> {
    let of = |state: &FileState| Some(name(&state.path, state.content, state.processed?.by?));
    states.filter_map(of).collect()
}

/// What a result is kept by.
fn name(path: &RelPath, content: Record, by: u64) -> String {
    let all = [path.as_str().as_bytes(), &[0], &content.hash.to_bytes(), &by.to_le_bytes()].concat();
    Fingerprint::of(&all).to_string()
}

/// The parts of an article.
struct Article<'a> {
    front_matter: &'a str,
    body: &'a str,
    /// Where the body begins in the file.
    start: usize,
}

impl<'a> Article<'a> {
    /// Takes an article apart; `None` if its mistakes keep anybody from doing so, which parsing it says.
    fn of(written: Written<'a>) -> Option<Article<'a>> {
        let text = std::str::from_utf8(written.bytes).ok().filter(|text| text.len() <= parse::MAX_LENGTH)?;
        let Diagnosed { value: split, diagnostics } = front_matter::split(written.path, text);
        if !diagnostics.is_empty() {
            return None;
        }
        let front_matter = split.yaml.map_or("", |range| &text[range]);
        Some(Article { front_matter, body: &text[split.body_start..], start: split.body_start })
    }

    /// A body that was returned, with its way back; `None` if it is the author's own.
    fn rewritten(&self, body: &str) -> Option<Text> {
        if body == self.body {
            return None;
        }
        let map: SourceMap = lines::map(self.body, body, self.start);
        let span = Span::new(self.start, self.start + self.body.len());
        Some(Text { value: body.to_owned(), map, span })
    }
}

/// A program that returned nothing.
struct Failed {
    by: String,
    failure: Failure,
}

impl Failed {
    fn diagnostic(self, path: &RelPath) -> Diagnostic {
        let Failed { by, failure: Failure { what, complaint, help, is_too_slow: _ } } = self;
        let message = format!("the pre-processor `{by}` {what}");
        let diagnostic = Diagnostic::in_file(Code::PreprocessorFailed, path, message).help(help);
        if complaint.is_empty() {
            return diagnostic;
        }
        diagnostic.help(format!("it wrote to its standard error:\n{complaint}"))
    }
}

fn diagnostic(path: &RelPath, found: &Found) -> Diagnostic {
    let Found { by, span, message, is_warning } = found;
    let place = Place { path: path.clone(), span: *span };
    let message = format!("the pre-processor `{by}` says: {message}");
    let diagnostic = Diagnostic::at(Code::PreprocessorFinding, Some(place), message);
    let level = if *is_warning { Level::Warning } else { diagnostic.level };
    Diagnostic { level, ..diagnostic }
}
