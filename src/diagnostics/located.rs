//! Places as people count them: lines and columns.

use super::excerpt::Excerpt;
use super::source::Source;
use super::{Diagnostic, Place, SourceTexts, visible};
use crate::text::{LineColumn, LineIndex, RelPath, Span};

/// A diagnostic whose places have been looked up.
pub(super) struct Located<'d> {
    pub diagnostic: &'d Diagnostic,
    pub place: Option<Position>,
    /// Beside `diagnostic.related`.
    pub related: Vec<Position>,
}

/// A place, looked up.
#[derive(Clone, Debug)]
pub(super) struct Position {
    /// The path as it is printed; not yet escaped.
    pub path: String,
    /// `None` if the whole file is meant or the file cannot be read.
    pub range: Option<Range>,
}

/// The part of a file that is meant.
#[derive(Clone, Debug)]
pub(super) struct Range {
    pub start: LineColumn,
    /// One past the last character.
    pub end: LineColumn,
    /// The bytes of the file.
    pub bytes: Span,
    /// The line to show, if it was asked for.
    pub excerpt: Option<Excerpt>,
}

impl Position {
    /// `path:line:column`, escaped.
    pub fn line_column(&self) -> String {
        let path = visible::escaped(&self.path);
        match &self.range {
            Some(Range { start, .. }) => format!("{path}:{}:{}", start.line, start.column),
            None => path.into_owned(),
        }
    }
}

/// Whether lines to show are cut out.
pub(super) struct Excerpts;

/// Looks up all places, reading each file once and holding one at a time.
pub(super) fn locate<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    sources: &dyn SourceTexts,
    excerpts: Option<Excerpts>,
) -> Vec<Located<'d>> {
    let diagnostics: Vec<&Diagnostic> = diagnostics.into_iter().collect();
    let mut places: Vec<&Place> = diagnostics
        .iter()
        .flat_map(|diagnostic| diagnostic.place.iter().chain(diagnostic.related.iter().map(|(place, _)| place)))
        .collect();
    places.sort_unstable();
    places.dedup();

    let mut positions: Vec<Position> = Vec::with_capacity(places.len());
    for of_one_file in places.chunk_by(|one, other| one.path == other.path) {
        if let Some(Place { path, .. }) = of_one_file.first() {
            look_up(path, of_one_file, sources, excerpts.is_some(), &mut positions);
        }
    }

    let position = |place: &Place| {
        let at = places.binary_search(&place).ok()?;
        positions.get(at).cloned()
    };
    diagnostics
        .into_iter()
        .map(|diagnostic| Located {
            diagnostic,
            place: diagnostic.place.as_ref().and_then(position),
            related: diagnostic.related.iter().filter_map(|(place, _)| position(place)).collect(),
        })
        .collect()
}

fn look_up(
    path: &RelPath,
    places: &[&Place],
    sources: &dyn SourceTexts,
    excerpts: bool,
    positions: &mut Vec<Position>,
) {
    let shown = sources.shown(path);
    let whole = |shown: &String| Position { path: shown.clone(), range: None };
    // The whole file comes first among its places: nothing needs to be read for it.
    if places.iter().all(|place| place.span.is_none()) {
        positions.extend(places.iter().map(|_| whole(&shown)));
        return;
    }
    let Some(bytes) = sources.bytes(path) else {
        positions.extend(places.iter().map(|_| whole(&shown)));
        return;
    };
    let source = Source::new(bytes);
    let index = LineIndex::new(&source.text);
    for place in places {
        let range = place.span.map(|span| range(&source, &index, span, excerpts));
        positions.push(Position { path: shown.clone(), range });
    }
}

fn range(source: &Source, index: &LineIndex<'_>, span: Span, excerpts: bool) -> Range {
    let bytes = source.clamp(span);
    let (start, end) = (source.offset(bytes.start as usize), source.offset(bytes.end as usize));
    let (first, last) = (column(source, index, start), column(source, index, end));
    let excerpt = excerpts.then(|| {
        let line_start = source.text[..start].rfind('\n').map_or(0, |at| at + 1);
        Excerpt::new(index, first.line, start - line_start..end - line_start)
    });
    Range { start: first, end: last, bytes, excerpt }
}

/// The line and column; a byte order mark is no column, as no editor shows it.
fn column(source: &Source, index: &LineIndex<'_>, offset: usize) -> LineColumn {
    let LineColumn { line, column } = index.line_column(offset);
    let mark = line == 1 && column > 1 && source.text.starts_with('\u{feff}');
    LineColumn { line, column: if mark { column - 1 } else { column } }
}
