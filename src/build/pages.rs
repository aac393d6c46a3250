//! Every file of the output: rendered or copied if it changed, else kept as it lies there.

use std::cell::LazyCell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant as Stopwatch;

use rayon::prelude::*;

use super::cache::{FileState, OutputState, Slot, State, place_of};
use super::explain::{self, Reason, Rendered};
use super::inputs::Inputs;
use super::lints;
use super::output::{self, Broken, Content, Entry, Measured, Output, Studio};
use super::page_rules::PageRules;
use super::search::{self, Searched};
use super::site::KeptFiles;
use super::{Done, Options, Places, Progress, compressed, go_on};
use crate::compose::brief::{ArticleBrief, Briefs, Part};
use crate::compose::files::Files;
use crate::compose::{Composer, PageKey};
use crate::diagnostics::{Diagnosed, Diagnostic};
use crate::error::Error;
use crate::fs::Signature;
use crate::lint::{Levels, Origin, Wrong};
use crate::text::RelPath;
use crate::write::{Lies, Seen, WriteReport, Writer};

/// What was made.
pub struct Built {
    /// In numbers.
    pub done: Done,
    /// The pages and files for machines that were made.
    pub rendered: Vec<Rendered>,
}

/// What was found before any page was made, and what a finding matters.
pub struct Judged<'d> {
    /// What was found.
    pub diagnostics: &'d [Diagnostic],
    /// What it matters.
    pub levels: &'d Levels,
}

/// What became of one file of the output.
enum Put {
    /// A page, and where it comes from if rules have found something on it.
    Page(Made, Option<Box<(Origin, Vec<Wrong>)>>),
    /// A file for machines.
    File(Made),
    Copy(Box<Copy>),
    /// A picture, and what is known of its file.
    Picture(Made, Box<Option<FileState>>),
    /// The copies of a picture.
    Copies(Vec<Made>),
    /// A social card, and what the cache calls it if it was asked.
    Card(Made, Option<String>),
    /// A file that is made anew each time.
    Other,
    /// A page that cannot be rendered.
    Failed(Broken),
}

/// The files of an edition's search.
struct Indexed {
    made: Vec<Made>,
    /// What the search reads.
    searched: Searched,
    /// How they were made, if that is kept.
    kept: Option<Slot>,
}

/// A page or a file for machines, and why it was made if it was.
struct Made {
    path: String,
    parts: Vec<(Part, u64)>,
    reason: Option<Reason>,
}

/// A copy of a file of the site.
struct Copy {
    path: String,
    from: RelPath,
    /// What was known of the file, or its signature before it was copied.
    before: Result<FileState, Option<Signature>>,
}

/// Makes every file of an output and puts all in place; `None` and diagnostics if a page could not be rendered.
///
/// # Errors
/// A failure of the machine.
pub fn make(
    inputs: &Inputs,
    output: &Output,
    kept: &KeptFiles,
    Judged { diagnostics, levels }: Judged<'_>,
    places: &Places,
    options: &Options,
    progress: &dyn Progress,
) -> Result<Diagnosed<Option<(Built, State)>>, Error> {
    let writer = Writer::open(&places.target(output.title(), options.force), inputs.cache().seen(&places.output))?;
    let (studios, briefs) = (output.studios(), output.briefs());
    let files = output.files(&briefs);
    let rules = PageRules::of(kept.rules(), inputs.cache());
    let parts = studios.iter().zip(&briefs).zip(&files);
    let work = parts.map(|((studio, briefs), files)| {
        let (composer, items) = (studio.composer(), studio.item_composer());
        Work { inputs, output, kept, studio, briefs, files, composer, items, writer: &writer, rules: rules.as_ref() }
    });
    let work: Vec<Work<'_>> = work.collect();
    let entries = output.entries(&files);
    progress.stage("rendering", entries.len());
    let all_put = entries
        .par_iter()
        .map(|(edition, entry)| {
            go_on(progress)?;
            let started = Stopwatch::now();
            let put = work[*edition].put(entry);
            progress.step(put.as_ref().map_or("", Put::name), started);
            put
        })
        .collect::<Result<Vec<Put>, Error>>()?;
    let mut failures = Vec::new();
    let mut pages = Vec::new();
    let mut for_machines = Vec::new();
    let mut copies = Vec::new();
    let mut looked_at = Vec::new();
    let (mut of_pictures, mut pictures, mut cards) = (Vec::new(), Vec::new(), BTreeMap::new());
    for put in all_put {
        match put {
            Put::Page(page, found) => {
                looked_at.extend(found.map(|found| (page.path.clone(), *found)));
                pages.push(page);
            }
            Put::File(file) => for_machines.push(file),
            Put::Copy(copy) => copies.push(*copy),
            Put::Picture(made, state) => {
                of_pictures.push(made);
                pictures.push(*state);
            }
            Put::Copies(made) => of_pictures.extend(made),
            Put::Card(made, name) => {
                cards.insert(output::card_of(&made.path), name);
                of_pictures.push(made);
            }
            Put::Other => {}
            Put::Failed(broken) => failures.push(broken),
        }
    }
    let (paths, of_pages): (Vec<String>, Vec<(Origin, Vec<Wrong>)>) = looked_at.into_iter().unzip();
    let wrong = levels.weigh(lints::of_pages(output, &of_pages));
    if !failures.is_empty() || wrong.iter().any(Diagnostic::is_error) {
        let mut diagnostics = output::once_each(failures);
        diagnostics.extend(wrong);
        return Ok(Diagnosed { value: None, diagnostics });
    }
    let excused = paths.into_iter().zip(of_pages).map(|(path, (_, found))| (path, found)).collect();
    let mut indexed = Vec::new();
    let mut searched: Option<Searched> = None;
    let mut searches = BTreeMap::new();
    for work in &work {
        let Some(of_edition) = work.index(progress)? else { continue };
        indexed.extend(of_edition.made);
        searched = searched.into_iter().chain([of_edition.searched]).reduce(Searched::with);
        searches.extend(of_edition.kept.map(|slot| (work.studio.folder().to_owned(), slot)));
    }
    let formats = output.compress_formats();
    let compressed::Made { compressed, known } = compressed::make(&writer, inputs.cache(), formats, progress)?;
    progress.stage("writing", 0);
    // From here on the output changes, and half of it would be worse than all.
    go_on(progress)?;
    let (report, seen) = writer.commit()?;
    let copies_kept = output.copy_names();
    inputs.cache().pictures().prune(|name| copies_kept.contains(name) || is_kept_card(name, &cards));
    let results = kept.results();
    inputs.cache().prune_preprocessed(|name| results.contains(name));
    let WriteReport { files, written, removed, ref edited, .. } = report;

    let is_rendered = |page: &&Made| page.reason.is_some();
    let done = Done {
        pages: pages.len(),
        rendered: pages.iter().filter(is_rendered).count(),
        read: inputs.opened(),
        files,
        written,
        removed,
        compressed,
        searched,
    };
    let mut made = pages;
    made.extend(for_machines);
    made.extend(indexed);
    made.extend(of_pictures);
    made.sort_by(|a, b| a.path.cmp(&b.path));
    let rendered =
        made.iter().filter_map(|made| Some(Rendered { path: made.path.clone(), reason: made.reason.clone()? }));
    let rendered = rendered.collect();
    let mut copied: Vec<_> = copies.into_iter().map(|copy| copied(copy, &seen, &output.pictures)).collect();
    copied.extend(pictures);
    let (files, last) = kept.after(copied, done.pages, diagnostics);
    let state = State {
        files,
        parse_options: kept.parse_options(),
        facts: inputs.cache().state().facts,
        searches,
        relations: kept.relations().clone(),
        outputs: outputs(made, &seen),
        compressed: known,
        pages_looked_at: rules.as_ref().map(|rules| rules.state(excused)).unwrap_or_default(),
        output: place_of(&places.output),
        seen,
        last,
    };
    let diagnostics = edited.iter().map(|path| output::edited(places, path)).collect();
    Ok(Diagnosed { value: Some((Built { done, rendered }, state)), diagnostics })
}

impl Put {
    fn name(&self) -> &str {
        match self {
            Put::Page(made, _) | Put::File(made) | Put::Picture(made, _) | Put::Card(made, _) => &made.path,
            Put::Copy(copy) => &copy.path,
            Put::Copies(made) => made.first().map_or("", |made| &made.path),
            Put::Other | Put::Failed(_) => "",
        }
    }
}

/// What making one file needs.
struct Work<'w> {
    inputs: &'w Inputs,
    output: &'w Output,
    kept: &'w KeptFiles,
    studio: &'w Studio<'w>,
    briefs: &'w Briefs<'w>,
    files: &'w Files<'w>,
    composer: Composer<'w>,
    /// What composes the texts of articles in feeds.
    items: Composer<'w>,
    writer: &'w Writer,
    /// Those that look at pages.
    rules: Option<&'w PageRules<'w>>,
}

impl Work<'_> {
    fn put(&self, entry: &Entry) -> Result<Put, Error> {
        if let Entry::Page(key) = entry {
            let path = self.studio.path(self.briefs.route(*key).file());
            // Most pages of most builds are what they were, and nobody asks what they show.
            let brief = LazyCell::new(|| self.briefs.of(*key));
            let parts = self.parts_before(*key, &path).unwrap_or_else(|| self.studio.parts(*key, &brief));
            let edition = self.studio.edition();
            let origin = |found: Vec<Wrong>| {
                (!found.is_empty()).then(|| Box::new((lints::origin(self.output, edition, *key, &brief), found)))
            };
            let Some(reason) = self.reason(&path, &parts)? else {
                let read = || self.kept_bytes(&path);
                let found = self.rules.map(|rules| rules.of_kept(&path, edition, *key, read)).transpose()?;
                return Ok(Put::Page(Made { path, parts, reason: None }, found.and_then(origin)));
            };
            return match self.studio.render(*key, &brief, &self.composer, self.files)? {
                Ok(html) => {
                    self.writer.put(&path, &html)?;
                    let found = self.rules.map(|rules| rules.of_made(edition, *key, &html));
                    Ok(Put::Page(Made { path, parts, reason: Some(reason) }, found.and_then(origin)))
                }
                Err(broken) => Ok(Put::Failed(broken)),
            };
        }
        if let Entry::File(key) = entry {
            let Some(brief) = self.files.of(*key) else { return Ok(Put::Other) };
            let (path, parts) = (self.studio.path(brief.path()), self.studio.file_parts(&brief));
            let reason = self.reason(&path, &parts)?;
            if reason.is_some() {
                match self.studio.file(&brief, &self.composer, &self.items)? {
                    Ok(text) => self.writer.put(&path, text.as_bytes())?,
                    Err(broken) => return Ok(Put::Failed(broken)),
                }
            }
            return Ok(Put::File(Made { path, parts, reason }));
        }
        match entry {
            Entry::Copies(at) => return self.copies(*at),
            Entry::Card(id) => return self.card(entry, &self.briefs.article(*id)),
            Entry::Picture(path, from) => return self.picture(path, from),
            _ => {}
        }
        let Some((path, content)) = self.studio.other(entry, &self.composer) else { return Ok(Put::Other) };
        match content {
            Content::Bytes(bytes) => self.writer.put(&path, &bytes).map(|()| Put::Other),
            Content::File(from) => self.copy(path, from),
        }
    }

    /// Makes the copies of a picture that are not there yet.
    fn copies(&self, at: usize) -> Result<Put, Error> {
        let Some(set) = self.output.copy_sets().get(at) else { return Ok(Put::Other) };
        let parts = vec![(Part::Pictures, set.copies.key.half())];
        let mut made = Vec::new();
        let mut wanted = Vec::new();
        for copy in &set.copies.copies {
            if self.reason(&copy.path, &parts)?.is_some() {
                wanted.push(copy);
            }
            made.push(Made { path: copy.path.clone(), parts: parts.clone(), reason: None });
        }
        if !wanted.is_empty() {
            match self.output.copies(set, &wanted)? {
                Ok(bytes) => {
                    wanted.iter().zip(bytes).try_for_each(|(copy, bytes)| self.writer.put(&copy.path, &bytes))?;
                }
                Err(broken) => return Ok(Put::Failed(broken)),
            }
        }
        Ok(Put::Copies(made))
    }

    /// Draws the card of an article, if anything on it has changed.
    fn card(&self, entry: &Entry, brief: &ArticleBrief<'_>) -> Result<Put, Error> {
        let Some(path) = self.studio.path_of(entry) else { return Ok(Put::Other) };
        let parts = self.studio.card_parts(brief);
        let mut name = None;
        if self.reason(&path, &parts)?.is_some() {
            match self.studio.card(brief, &self.composer) {
                Ok(card) => {
                    self.writer.put(&path, &card.bytes)?;
                    name = Some(card.name);
                }
                Err(broken) => return Ok(Put::Failed(*broken)),
            }
        }
        Ok(Put::Card(Made { path, parts, reason: None }, name))
    }

    fn picture(&self, path: &str, from: &RelPath) -> Result<Put, Error> {
        let parts = vec![(Part::Pictures, self.output.picture_key(from).unwrap_or_default())];
        let state = self.output.pictures.get(from).and_then(|measured| measured.state(from));
        if self.reason(path, &parts)?.is_some() {
            // If the file has changed since it was examined, the next build makes up for it.
            let Some(bytes) = self.output.picture(from) else { return Ok(Put::Other) };
            self.writer.put(path, &bytes)?;
        }
        Ok(Put::Picture(Made { path: path.to_owned(), parts, reason: None }, Box::new(state)))
    }

    /// Makes the files of the edition's search; `None` if the site has none.
    fn index(&self, progress: &dyn Progress) -> Result<Option<Indexed>, Error> {
        let made = Mutex::new(Vec::new());
        let note = |path: &str, parts: &[(Part, u64)]| {
            // Which parts of an alphabet are new tells nobody anything.
            let made_file = Made { path: path.to_owned(), parts: parts.to_vec(), reason: None };
            made.lock().unwrap_or_else(PoisonError::into_inner).push(made_file);
        };
        let keep = |path: &str, parts: &[(Part, u64)]| -> Result<Option<u64>, Error> {
            if self.reason(path, parts)?.is_some() {
                return Ok(None);
            }
            note(path, parts);
            Ok(self.inputs.cache().output(path).map(|before| before.record.size))
        };
        let put = |path: &str, parts: &[(Part, u64)], text: &str| -> Result<(), Error> {
            if keep(path, parts)?.is_none() {
                self.writer.put(path, text.as_bytes())?;
                note(path, parts);
            }
            Ok(())
        };
        let files = search::Files { keep: &keep, put: &put };
        let cache = self.inputs.cache();
        let before = cache.searched(self.studio.folder());
        let made_search =
            search::make(self.studio, self.briefs, &self.composer, self.inputs, progress, before, &files)?;
        let Some((searched, kept)) = made_search else { return Ok(None) };
        let kept = kept.and_then(|kept| cache.keep_searched(&kept));
        Ok(Some(Indexed { made: made.into_inner().unwrap_or_else(PoisonError::into_inner), searched, kept }))
    }

    /// What the last build made a page from, if that is what this one makes it from.
    fn parts_before(&self, key: PageKey, path: &str) -> Option<Vec<(Part, u64)>> {
        let is_as_before = self.kept.is_as_before(self.studio.document(key));
        let before = self.inputs.cache().output(path).filter(|before| is_as_before && !before.parts.is_empty())?;
        Some(before.parts.clone())
    }

    /// Why a file has to be made; `None` if its file was kept as it is.
    fn reason(&self, path: &str, parts: &[(Part, u64)]) -> Result<Option<Reason>, Error> {
        let Some(before) = self.inputs.cache().output(path) else { return Ok(Some(Reason::New)) };
        if let Some(changed) = explain::changed(&before.parts, parts) {
            return Ok(Some(changed));
        }
        Ok(match self.writer.keep(path, before.record)? {
            Lies::AsRecorded => None,
            Lies::Missing => Some(Reason::Missing),
            Lies::Edited => Some(Reason::Edited),
            Lies::Otherwise => Some(Reason::Otherwise),
        })
    }

    /// What a file of the output contains that was kept as it is.
    fn kept_bytes(&self, path: &str) -> Result<Vec<u8>, Error> {
        let record = self.inputs.cache().output(path).map(|before| before.record);
        record.map_or(Ok(Vec::new()), |record| self.writer.read(path, record))
    }

    fn copy(&self, path: String, from: &RelPath) -> Result<Put, Error> {
        let known = self.kept.other(from);
        if let Some(known) = known
            && self.writer.keep(&path, known.content)? == Lies::AsRecorded
        {
            return Ok(Put::Copy(Box::new(Copy { path, from: from.clone(), before: Ok(known.clone()) })));
        }
        let before = self.inputs.signature(from)?;
        self.writer.copy(&path, &from.on_disk(self.inputs.root()))?;
        Ok(Put::Copy(Box::new(Copy { path, from: from.clone(), before: Err(before) })))
    }
}

/// Whether the cache goes on keeping a card: of a path that has one, and of those the one that this build used, if it asked.
fn is_kept_card(name: &str, cards: &BTreeMap<String, Option<String>>) -> bool {
    let of_path = name.rfind('-').and_then(|at| name.get(..=at));
    let used = of_path.and_then(|of_path| cards.get(of_path));
    used.is_some_and(|used| used.as_ref().is_none_or(|used| used == name))
}

/// What is known of a file that was copied; `None` if it may have changed in between.
fn copied(copy: Copy, seen: &Seen, pictures: &BTreeMap<RelPath, Measured>) -> Option<FileState> {
    let Copy { path, from, before } = copy;
    let state = match before {
        Ok(known) => known,
        Err(signature) => FileState::new(from, signature, seen.get(&path)?.record),
    };
    let measured = pictures.get(&state.path).filter(|measured| measured.signature.is_some());
    let measured = measured.filter(|measured| measured.signature == state.signature);
    Some(FileState { picture: measured.map(|measured| Arc::clone(&measured.examined)), ..state })
}

/// What each file of the output was made from; `made` is sorted by path.
fn outputs(made: Vec<Made>, seen: &Seen) -> Vec<OutputState> {
    let mut made = made.into_iter().peekable();
    seen.files()
        .iter()
        .map(|file| {
            let parts = made.next_if(|made| made.path == file.path).map(|made| made.parts);
            OutputState { path: file.path.clone(), record: file.record, parts: parts.unwrap_or_default() }
        })
        .collect()
}
