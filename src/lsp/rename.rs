//! New names for headings, sources and files, and every use mended.

use std::collections::BTreeMap;

use gen_lsp_types::PrepareRenamePlaceholder;

use super::definition::place_of;
use super::desk::{Desk, Here};
use super::edits::Edits;
use super::known::{Target, Written};
use super::names::{self, Name};
use super::references::{Thing, thing, uses};
use super::settings::{self, Text};
use super::spot::{self, Spot};
use crate::parse;
use crate::parse::document::{LinkTarget, References};
use crate::resolve::links::{as_written, name_key, relative};
use crate::resolve::{library, sections};
use crate::route;
use crate::slug;
use crate::text::{RelPath, Span};

/// What can get a new name at the cursor: its words, and what it is called now.
pub fn prepare(desk: &Desk<'_>, here: &Here<'_>) -> Option<PrepareRenamePlaceholder> {
    let (span, placeholder) = match spot::find(here) {
        Some(Spot::Citation(item)) => (item.key.span, item.key.value.clone()),
        Some(Spot::Source(source)) => (source.id.span, source.id.value.clone()),
        spot => match names::at(desk, here, spot)? {
            Name::Id(span, id) => (span, id),
            Name::Words(span) | Name::Value(span, _) => (span, here.text.get(span.range())?.to_owned()),
        },
    };
    Some(PrepareRenamePlaceholder { range: desk.text(here.path)?.range(span), placeholder })
}

/// Gives what is at the cursor a new name.
///
/// # Errors
/// A name that it cannot have, in words for the author.
pub fn rename(desk: &Desk<'_>, here: &Here<'_>, new: &str) -> Result<Edits, String> {
    let new = new.trim();
    match spot::find(here) {
        Some(Spot::Citation(_) | Spot::Source(_)) => source(desk, here, new),
        spot => match names::at(desk, here, spot) {
            Some(Name::Id(span, old)) => id(desk, here, &old, span, new),
            Some(Name::Words(span)) => words(desk, here, span, (new, new)),
            Some(Name::Value(span, value)) => words(desk, here, span, (new, &value.with(new))),
            None if matches!(spot, Some(Spot::Heading(_) | Spot::Question(_) | Spot::Questions(_))) => {
                Err("the words of this heading are not on one line: put them there first, or give it an id".to_owned())
            }
            None => Err(
                "here is nothing that can get a new name: put the cursor on a heading, an id or the key of a source"
                    .to_owned(),
            ),
        },
    }
}

/// The key of a source, in the file that describes it and wherever it is cited.
fn source(desk: &Desk<'_>, here: &Here<'_>, new: &str) -> Result<Edits, String> {
    let Some((Thing::Source(path, key), Some((_, span)))) = thing(desk, here) else {
        return Err("this source is described nowhere".to_owned());
    };
    let is_word = |c: char| c.is_alphanumeric() || "_-.:/+".contains(c);
    let is_bounded = new.starts_with(char::is_alphanumeric) && new.ends_with(char::is_alphanumeric);
    if !is_bounded || !new.chars().all(is_word) {
        return Err(format!("`{new}` cannot be the key of a source: use letters, digits, `-` and `_`"));
    }
    let citing = uses(desk, &Thing::Source(path.clone(), key.clone()));
    // Nobody may describe what the ledger does, whether it is cited there or not.
    let is_shared = desk.known.ledger().any(|ledger| *ledger == path);
    let others = desk.documents().filter(|_| is_shared).map(|(path, _)| path);
    let mut taken = std::iter::once(&path).chain(citing.iter().map(|(citing, _)| citing)).chain(others);
    if new != key
        && let Some((other, _)) = taken.find_map(|path| desk.source(path, new))
    {
        return Err(format!("there is a source `{new}` already, in `{other}`"));
    }
    let mut edits = Edits::default();
    for (path, span) in citing.into_iter().chain([(path, span)]) {
        let text = desk.text(&path);
        match text.as_ref().and_then(|text| page_of_source(&text.text, span, &key)) {
            Some(name) => edits.replace(&path, name, library::name(new)),
            None => replace_word(desk, &mut edits, &path, span, &key, new),
        }
    }
    Ok(edits)
}

/// Where a link to the page of a source names that: `/sources/KEY/`.
fn page_of_source(text: &str, link: Span, key: &str) -> Option<Span> {
    let span = destination(text, link);
    let written = text.get(span.range())?;
    let folder = format!("/{}/", library::SOURCES);
    let start = written.find(&folder)? + folder.len();
    let length = written.get(start..)?.find(['/', '#', '?']).unwrap_or(written.len() - start);
    let name = route::decode(written.get(start..start + length)?)?;
    let at = span.start as usize + start;
    (name == library::name(key)).then(|| Span::new(at, at + length))
}

/// The id of a heading, and every link to it.
fn id(desk: &Desk<'_>, here: &Here<'_>, old: &str, span: Span, new: &str) -> Result<Edits, String> {
    let new = new.strip_prefix('#').unwrap_or(new);
    if new.is_empty() || new.contains(|c: char| c.is_whitespace() || "{}#\"'<>()[]|%.".contains(c)) {
        return Err(format!("`{new}` cannot be an id: use letters, digits, `-` and `_`"));
    }
    let references = here.written.and_then(Written::references);
    if new != old && references.is_some_and(|references| references.anchors().any(|anchor| anchor == new)) {
        return Err(format!("this article has an id `{new}` already"));
    }
    let mut edits = Edits::default();
    edits.replace(here.path, span, new);
    links_to(desk, &mut edits, here.path, old, new);
    Ok(edits)
}

/// The words of a heading as they are `written`, and every link to the id that is made from them. Where several headings have
/// the same words, the ids of others can change with it.
fn words(desk: &Desk<'_>, here: &Here<'_>, span: Span, (new, written): (&str, &str)) -> Result<Edits, String> {
    if new.is_empty() || new.contains(['\n', '\r']) {
        return Err("a heading has words on one line".to_owned());
    }
    let anchors = |text: &str| {
        let document = parse::parse(here.path, text.as_bytes(), desk.known.output.parse_options()).value?;
        let document = Written::of(&document)?;
        let References { headings, questions, further_anchors, .. } = document.references()?;
        let counts = (headings.len(), questions.len(), further_anchors.len());
        Some((counts, document.references()?.anchors().map(str::to_owned).collect::<Vec<String>>()))
    };
    let (before, after) = (here.text.get(..span.start as usize), here.text.get(span.end as usize..));
    let changed = [before.unwrap_or_default(), written, after.unwrap_or_default()].concat();
    let mut edits = Edits::default();
    edits.replace(here.path, span, written);
    let (old, new) = (anchors(here.text).unwrap_or_default(), anchors(&changed).unwrap_or_default());
    if old.0 != new.0 {
        return Err("with these words it would be a heading no more".to_owned());
    }
    for (old, new) in old.1.iter().zip(&new.1).filter(|(old, new)| old != new) {
        links_to(desk, &mut edits, here.path, old, new);
    }
    Ok(edits)
}

/// Mends what leads to an anchor: what stands behind the `#`.
fn links_to(desk: &Desk<'_>, edits: &mut Edits, path: &RelPath, old: &str, new: &str) {
    for (path, span) in uses(desk, &Thing::Anchor(path.clone(), old.to_owned())) {
        let Some(text) = desk.text(&path) else { continue };
        let span = destination(&text.text, span);
        let Some(written) = text.text.get(span.range()) else { continue };
        if let Some((before, anchor)) = written.rsplit_once('#')
            && route::decode(anchor).as_deref() == Some(old)
        {
            edits.replace(&path, Span::new(span.start as usize + before.len() + 1, span.end as usize), new);
        }
    }
    settings::anchor(desk, edits, path, (old, new));
}

/// Where the destination of a link is written: that of `[text][name]` stands elsewhere, behind `[name]:`.
fn destination(text: &str, link: Span) -> Span {
    let written = text.get(link.range()).unwrap_or_default();
    let Some(inner) = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else { return link };
    let (label, name) =
        inner.rsplit_once('[').map_or((inner, inner), |(label, name)| (label.trim_end_matches(']'), name));
    let name = if name.is_empty() { label } else { name }.to_lowercase();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let Some((before, rest)) = line.split_once("]:") else { continue };
        if before.trim_start().strip_prefix('[').is_some_and(|defined| defined.to_lowercase() == name) {
            let blank = rest.len() - rest.trim_start_matches([' ', '\t', '<']).len();
            let length = rest.get(blank..).unwrap_or_default().find([' ', '\t', '>', '\r', '\n']);
            let from = start + before.len() + 2 + blank;
            return Span::new(from, from + length.unwrap_or(rest.len() - blank));
        }
    }
    link
}

/// Puts a word in the place of another within some bytes of a file, which may have quotes around it.
fn replace_word(desk: &Desk<'_>, edits: &mut Edits, path: &RelPath, span: Span, old: &str, new: &str) {
    let Some(text) = desk.text(path) else { return };
    let Some(at) = text.text.get(span.range()).and_then(|written| written.find(old)) else { return };
    let start = span.start as usize + at;
    edits.replace(path, Span::new(start, start + old.len()), new);
}

/// What has to change when files or folders move: links to them and from them, related articles, pictures, the ids of
/// people, what site.toml leads to. The client moves the files themselves.
pub fn files(desk: &Desk<'_>, moved: &[(RelPath, RelPath)]) -> Edits {
    let mut edits = Edits::default();
    let inventory = desk.known.output.inventory();
    let mut map: BTreeMap<RelPath, RelPath> = moved.iter().cloned().collect();
    for path in inventory.documents.iter().chain(&inventory.assets) {
        let mut folders = moved.iter().filter_map(|(from, to)| Some((path.below(from.as_str())?, to)));
        if let Some(new) = folders.next().and_then(|(below, to)| RelPath::new(&format!("{to}/{below}"))) {
            map.insert(path.clone(), new);
        }
    }
    for (from, to) in moved {
        // The credits of a picture go with it.
        for extension in ["yml", "yaml"] {
            let beside = |path: &RelPath| RelPath::new(&format!("{path}.{extension}"));
            if let (Some(from), Some(to)) = (beside(from), beside(to))
                && inventory.documents.binary_search(&from).is_ok()
                && !map.contains_key(&from)
            {
                edits.rename(from, to);
            }
        }
    }
    for (path, written) in desk.documents() {
        let after = map.get(path).unwrap_or(path).clone();
        let mut mover = Mover { desk, edits: &mut edits, map: &map, file: path.clone(), before: path.clone(), after };
        written.references().into_iter().for_each(|references| mover.text(references));
        mover.front_matter(written);
    }
    for Text { file, before, references } in settings::texts(desk) {
        let after = before.clone();
        Mover { desk, edits: &mut edits, map: &map, file, before, after }.text(references);
    }
    settings::files(desk, &mut edits, &map);
    edits
}

/// Mends what one file says of files that move, itself perhaps among them.
struct Mover<'m, 'd> {
    desk: &'m Desk<'d>,
    edits: &'m mut Edits,
    map: &'m BTreeMap<RelPath, RelPath>,
    /// The file.
    file: RelPath,
    /// From where its paths are read, and from where when all has moved.
    before: RelPath,
    after: RelPath,
}

impl Mover<'_, '_> {
    fn text(&mut self, references: &References) {
        for link in &references.links {
            match &link.target {
                LinkTarget::Anchor(_) => {}
                LinkTarget::Wiki { name, .. } => self.wiki(link.span, name),
                target @ (LinkTarget::File { path, .. } | LinkTarget::Address { path, .. }) => {
                    self.in_text(link.span, target, path);
                }
            }
        }
        for figure in &references.figures {
            self.in_text(figure.src.span, &place_of(&figure.src.value), &figure.src.value);
        }
    }

    fn front_matter(&mut self, written: Written<'_>) {
        if let Some(image) = written.image().filter(|image| !image.src.value.is_empty()) {
            self.in_front_matter(image.src.span, &place_of(&image.src.value), &image.src.value);
        }
        for file in written.related() {
            let target = LinkTarget::File { path: file.value.clone(), fragment: String::new() };
            self.in_front_matter(file.span, &target, &file.value);
        }
        for id in written.people() {
            let person = self.desk.known.person(&self.before, &id.value);
            if let Some(new) = person.and_then(|person| self.map.get(&person)) {
                // A translation is known by the id of the person.
                let new = self.desk.known.place_of(new);
                replace_word(self.desk, self.edits, &self.file, id.span, &id.value, new.stem());
            }
        }
    }

    /// A path or an address in Markdown, where it may have to be encoded.
    fn in_text(&mut self, span: Span, target: &LinkTarget, written: &str) {
        let Some(text) = self.desk.text(&self.file) else { return };
        let Some((span, place)) = self.place(&text.text, destination(&text.text, span), target, written) else {
            return;
        };
        let is_bracketed = text.text.get(..span.start as usize).is_some_and(|before| before.ends_with('<'));
        let was_encoded = text.text.get(span.range()).is_some_and(|there| there.contains('%'));
        let mut encoded = String::new();
        if was_encoded {
            route::encode_path(&place, &mut encoded);
        } else if place.contains(['%', '#', '?']) || (!is_bracketed && place.contains(['(', ')', ' '])) {
            encoded = as_written(&place);
        } else {
            encoded = place;
        }
        self.edits.replace(&self.file, span, encoded);
    }

    /// A path in front matter, perhaps in quotes.
    fn in_front_matter(&mut self, span: Span, target: &LinkTarget, written: &str) {
        let Some(text) = self.desk.text(&self.file) else { return };
        let is_quoted = text.text.get(span.range()).is_some_and(|there| there.starts_with(['"', '\'']));
        let quote = usize::from(is_quoted);
        let span = Span::new(span.start as usize + quote, (span.end as usize).saturating_sub(quote));
        if let Some((span, place)) = self.place(&text.text, span, target, written) {
            self.edits.replace(&self.file, span, place);
        }
    }

    /// Where the path of a destination is written, and what it becomes; `None` if it stays, because it leads to the same place
    /// from where the file is then.
    ///
    /// Also where it is written in a way that is not understood here: then it is left alone, and reported as broken.
    fn place(&self, text: &str, span: Span, target: &LinkTarget, written: &str) -> Option<(Span, String)> {
        let known = self.desk.known;
        let (Target::Document(old) | Target::File(old)) = known.find(&self.before, target)?;
        let to = self.moved(&old);
        let is_address = matches!(target, LinkTarget::Address { .. });
        // A former address goes with the page that has it.
        if is_address && (to == old || known.leads_on(&self.before, target)) {
            return None;
        }
        let there = text.get(span.range())?;
        let path = there.split(['#', '?']).next()?;
        let written = written.split('?').next()?;
        if route::decode(path)?.as_str() != written {
            return None;
        }
        let goal = if is_address { to.as_str().to_owned() } else { self.named_alike(written, &old, &to) };
        if !is_address && self.after.sibling(written).is_some_and(|stays| stays.as_str() == goal) {
            return None;
        }
        let place = relative(&self.after, &goal);
        let place = if place.is_empty() { ".".to_owned() } else { place };
        (path != place).then(|| (Span::new(span.start as usize, span.start as usize + path.len()), place))
    }

    /// What names a file in the way in which `written` names the `old` one: by itself, without the code of its language, or by
    /// the folder that it stands for.
    fn named_alike(&self, written: &str, old: &RelPath, to: &RelPath) -> String {
        let known = self.desk.known;
        let at = self.before.sibling(written);
        let is = |named: &str| at.as_ref().is_some_and(|at| at.as_str() == named);
        let is_translated = known.edition(to) != known.edition(&self.after);
        if is(old.as_str()) || is_translated {
            return to.as_str().to_owned();
        }
        let (was, place) = (known.place_of(old), known.place_of(to));
        let folder = place.parent().filter(|_| !is(was.as_str()) && was.file_name() == place.file_name());
        folder.unwrap_or(place.as_str()).to_owned()
    }

    /// A wiki link that means a page by where it lies, not by what it says of itself.
    fn wiki(&mut self, span: Span, name: &str) {
        let target = LinkTarget::Wiki { name: name.to_owned(), fragment: String::new() };
        let Some(Target::Document(old)) = self.desk.known.find(&self.before, &target) else { return };
        let to = self.moved(&old);
        let key = name_key(name);
        if to == old || self.names_that_stay(&old).iter().any(|stays| name_key(stays) == key) {
            return;
        }
        let ((was, _), (is, is_folder)) = (self.name_by_place(&old), self.name_by_place(&to));
        let is_by_file = name_key(&was) == key;
        if !is_by_file && slug::slugify(&was) != key {
            return;
        }
        // A folder is known by its part of the address alone.
        let new = if is_folder || !is_by_file { slug::slugify(&is) } else { is };
        if name_key(&new) != key {
            replace_word(self.desk, self.edits, &self.file, span, name, &new);
        }
    }

    /// What a page is called wherever it lies.
    fn names_that_stay(&self, path: &RelPath) -> Vec<String> {
        let mut names = vec![self.desk.title(&Target::Document(path.clone()))];
        if let Some(Written::Article(facts)) = self.desk.written(path) {
            let fields = &facts.fields;
            names.extend(fields.short_title.as_ref().map(|title| title.value.clone()));
            names.extend(fields.slug.as_ref().map(|slug| slug::slugify(&slug.value)));
        }
        names
    }

    /// What a page is called by where it lies, and whether that is the name of the folder that it stands for.
    fn name_by_place(&self, path: &RelPath) -> (String, bool) {
        let place = self.desk.known.place_of(path);
        let stands_for_folder = sections::is_bundle(&place) || place.file_name() == "_index.md";
        match place.parent().filter(|_| stands_for_folder) {
            Some(folder) => (folder.rsplit('/').next().unwrap_or(folder).to_owned(), true),
            None => (place.stem().to_owned(), false),
        }
    }

    fn moved(&self, path: &RelPath) -> RelPath {
        self.map.get(path).unwrap_or(path).clone()
    }
}
