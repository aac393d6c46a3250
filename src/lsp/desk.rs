//! All that a question is answered from: the site as it was connected last, and what is open as it stands now.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use gen_lsp_types::{Location, Position, Range, Uri};

use super::known::{Known, Target, Written};
use super::open::Open;
use super::positions::{Encoding, Lines};
use super::uri;
use crate::parse::document::References;
use crate::parse::front_matter::Source;
use crate::text::{RelPath, Span};

/// What a question is answered from.
pub struct Desk<'a> {
    /// The site.
    pub known: &'a Known,
    /// What is open, each document read.
    pub open: &'a BTreeMap<RelPath, Open>,
    /// The folder of site.toml, its links resolved.
    pub root: &'a Path,
    /// What positions count.
    pub encoding: Encoding,
    /// Whether the client can fill in the parts of a snippet.
    pub snippets: bool,
}

/// A text, and where its lines begin.
pub struct Text {
    /// The text.
    pub text: Arc<str>,
    /// Its lines.
    pub lines: Lines,
}

impl Text {
    /// The range of a span.
    pub fn range(&self, span: Span) -> Range {
        self.lines.range(&self.text, span)
    }
}

/// A file and what is at one place in it.
pub struct Here<'a> {
    /// The file.
    pub path: &'a RelPath,
    /// What it says.
    pub text: &'a str,
    /// The place.
    pub offset: usize,
    /// The document, if it is one.
    pub written: Option<Written<'a>>,
}

impl<'a> Desk<'a> {
    /// The place of a question in an open file.
    pub fn here(&self, uri: &Uri, position: Position) -> Option<Here<'a>> {
        let open = self.open.values().find(|open| open.uri == *uri)?;
        let offset = open.lines.offset(&open.text, position);
        Some(Here { path: &open.path, text: &open.text, offset, written: self.written(&open.path) })
    }

    /// A document as it stands in the editor, else as the last pass read it.
    ///
    /// Where front matter cannot be read now, it is what could be read last: its places may be a line off, its words are
    /// those that were meant.
    pub fn written(&self, path: &RelPath) -> Option<Written<'a>> {
        let Some(open) = self.open.get(path) else { return self.known.written(path) };
        let live = open.live()?;
        let document = Written::of(live.document.as_ref()?)?;
        let is_broken = document.title().is_some_and(|title| title.value.is_empty());
        let whole = open.whole().filter(|_| is_broken).and_then(|whole| Written::of(whole.document.as_ref()?));
        Some(whole.unwrap_or(document))
    }

    /// Every document.
    pub fn documents(&self) -> impl Iterator<Item = (&'a RelPath, Written<'a>)> {
        let new = self.open.keys().filter(|path| self.known.written(path).is_none());
        self.known.paths().chain(new).filter_map(|path| Some((path, self.written(path)?)))
    }

    /// What a file says: in the editor, else on the disk.
    pub fn text(&self, path: &RelPath) -> Option<Text> {
        if let Some(open) = self.open.get(path) {
            return Some(Text { text: Arc::clone(&open.text), lines: open.lines.clone() });
        }
        let text: Arc<str> = String::from_utf8(std::fs::read(path.on_disk(self.root)).ok()?).ok()?.into();
        Some(Text { lines: Lines::new(&text, self.encoding), text })
    }

    /// The address of a file, as the editor calls it if it is open.
    pub fn uri(&self, path: &RelPath) -> Uri {
        self.open.get(path).map_or_else(|| uri::of(&path.on_disk(self.root)), |open| open.uri.clone())
    }

    /// A place in a file; the file as a whole is its beginning.
    pub fn location(&self, path: &RelPath, span: Option<Span>) -> Option<Location> {
        let range = match span {
            Some(span) => self.text(path)?.range(span),
            None if path.on_disk(self.root).is_file() || self.open.contains_key(path) => Range::default(),
            None => return None,
        };
        Some(Location { uri: self.uri(path), range })
    }

    /// Where a document has an anchor; `None` if it has none of this name.
    pub fn anchor(&self, path: &RelPath, name: &str) -> Option<Span> {
        let References { headings, questions, figures, calls, .. } = self.written(path)?.references()?;
        let heading = headings.iter().find(|heading| heading.id == name).map(|heading| heading.span);
        let question = || questions.iter().find(|question| question.id == name).map(|question| question.span);
        let figure = || figures.iter().find(|figure| figure.id.as_deref() == Some(name)).map(|figure| figure.span);
        let call = || calls.iter().find(|call| call.id.as_deref() == Some(name)).map(|call| call.span);
        heading.or_else(question).or_else(figure).or_else(call)
    }

    /// The source that a key means in a document: its own, else the ledger's; and the file that describes it.
    pub fn source(&self, from: &RelPath, key: &str) -> Option<(RelPath, &'a Arc<Source>)> {
        let of = |path: &RelPath| {
            let sources = self.written(path)?.sources().iter();
            let mut found = sources.filter(|source| source.id.value == key && !source.title.is_empty());
            found.next().map(|source| (path.clone(), source))
        };
        of(from).or_else(|| self.known.ledger().find_map(of))
    }

    /// What readers call what a link leads to.
    pub fn title(&self, target: &Target) -> String {
        match target {
            Target::Document(path) => {
                let title = self.written(path).and_then(Written::title).map(|title| title.value.clone());
                title.filter(|title| !title.is_empty()).unwrap_or_else(|| path.stem().to_owned())
            }
            Target::File(path) => path.file_name().to_owned(),
        }
    }
}
