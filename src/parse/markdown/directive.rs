//! Finding directives and attribute blocks, and cutting them out of a text before it is parsed.
//!
//! 1. [`lines`] finds what looks like a directive at the start of a line, and puts a comment in its place; other text
//!    that begins with a colon is kept from being taken for a definition.
//! 2. One pass of the parser over that text tells which of them stand in code, and where inline text is; [`inline`]
//!    finds inline directives and the attribute blocks of pictures in it.
//! 3. Containers are matched, and all edits are applied at once.
//!
//! A text without anything of the sort is borrowed as it is.

mod inline;
mod lines;

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::Parser;

use self::lines::{Line, LineKind};
use super::draft::{BLOCK, Directive, Draft, MarkKind};
use super::parser_options;
use crate::diagnostics::{Code, Diagnostic};
use crate::text::{RelPath, SourceMap, Span, Text, has_control};

/// What stands before a colon that begins a line, while it is found out whether the line is code.
const GUARD: &str = "<i></i>";

/// A change of the text; `mark` is put where it begins.
struct Edit {
    range: Range<usize>,
    with: &'static str,
    mark: Option<MarkKind>,
}

/// Cuts directives and attribute blocks out of a text.
pub(super) fn cut<'a>(
    path: &RelPath,
    text: &'a str,
    map: SourceMap,
    smart: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Draft<'a> {
    if !possible(text.as_bytes()) {
        return Draft::plain(text, map);
    }
    let lines = lines::find(text);
    if lines.is_empty() && !inline::possible(text) {
        return Draft::plain(text, map);
    }
    let trial = Trial::new(text, &lines);
    let found = inline::find(&trial.text, Parser::new_ext(&trial.text, parser_options(smart)).into_offset_iter());
    let (mut standing, mut swallowed) = (Vec::new(), Vec::new());
    for (line, at) in lines.into_iter().zip(&trial.placed) {
        if found.html.binary_search(at).is_ok() {
            standing.push(line);
        } else if matches!(line.kind, LineKind::Close) && found.is_in_html(*at) {
            swallowed.push(line);
        }
    }
    let mut cutter = Cutter { path, text, map: &map, diagnostics, edits: Vec::new(), swallowed };
    cutter.lines(standing);
    cutter.inline(&trial, found);
    let Cutter { mut edits, .. } = cutter;
    if edits.is_empty() {
        return Draft::plain(text, map);
    }
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    apply(text, &map, edits)
}

/// Cuts directives and attribute blocks out of a text that was decoded.
pub(super) fn cut_text<'a>(
    path: &RelPath,
    text: &'a Text,
    smart: bool,
    diagnostics: &mut Vec<Diagnostic>,
) -> Draft<'a> {
    Draft { control: has_control(&text.value), ..cut(path, &text.value, text.map.clone(), smart, diagnostics) }
}

/// Whether a text has two bytes side by side, or begins with one, without which there is nothing to cut out.
fn possible(text: &[u8]) -> bool {
    let sign = |byte: u8, after: u8| {
        let line = (after == b':') & ((byte == b' ') | (byte == b'\t') | (byte == b'>') | (byte == b'\n'));
        let call = (byte == b':') & ((after | 0x20).wrapping_sub(b'a') < 26);
        line | call | ((after == b'{') & ((byte == b']') | (byte == b')')))
    };
    let pairs = text.iter().zip(text.get(1..).unwrap_or_default());
    // Folded without leaving early, for the sake of speed: hardly any text has one.
    text.first() == Some(&b':') || pairs.fold(false, |any, (byte, after)| any | sign(*byte, *after))
}

fn apply(text: &str, map: &SourceMap, edits: Vec<Edit>) -> Draft<'static> {
    let whole = Draft::plain(text, map.clone());
    let mut draft = Draft::empty(text.len());
    let mut from = 0;
    let mut edits = edits.into_iter().peekable();
    while let Some(Edit { range, with, mark }) = edits.next() {
        let guarded =
            mark.is_none() && with == "\\" && edits.peek().is_some_and(|next| next.range.start == range.start);
        if range.start < from || guarded {
            // One edit within another: an attribute block that holds what looks like a directive, or an inline
            // directive at the start of a line, which needs no guard.
            continue;
        }
        draft.append(&whole, from..range.start);
        if let Some(mark) = mark {
            draft.mark(mark);
        }
        if !with.is_empty() {
            draft.made(with, map.span(range.clone()));
        }
        from = range.end;
    }
    draft.append(&whole, from..text.len());
    draft
}

/// The text with a comment for every line that looks like a directive, and the way back to the text.
struct Trial<'a> {
    text: Cow<'a, str>,
    /// Where each line's comment is.
    placed: Vec<usize>,
    /// Pairs of an offset here and the same place in the text; between two of them both run alike.
    steps: Vec<(usize, usize)>,
}

impl<'a> Trial<'a> {
    fn new(text: &'a str, lines: &[Line]) -> Trial<'a> {
        if lines.is_empty() {
            return Trial { text: Cow::Borrowed(text), placed: Vec::new(), steps: vec![(0, 0)] };
        }
        let mut changed = String::with_capacity(text.len());
        let mut placed = Vec::with_capacity(lines.len());
        let mut steps = vec![(0, 0)];
        let mut from = 0;
        for line in lines {
            changed.push_str(&text[from..line.range.start]);
            placed.push(changed.len());
            changed.push_str(if matches!(line.kind, LineKind::Text) { GUARD } else { BLOCK });
            from = line.range.end;
            steps.push((changed.len(), from));
        }
        changed.push_str(&text[from..]);
        Trial { text: Cow::Owned(changed), placed, steps }
    }

    fn back(&self, at: usize) -> usize {
        let index = self.steps.partition_point(|(here, _)| *here <= at);
        let (here, there) = index.checked_sub(1).and_then(|index| self.steps.get(index)).copied().unwrap_or_default();
        there + (at - here)
    }
}

struct Cutter<'c, 'a> {
    path: &'c RelPath,
    text: &'a str,
    map: &'c SourceMap,
    diagnostics: &'c mut Vec<Diagnostic>,
    edits: Vec<Edit>,
    /// Ends of containers that stand in a block of HTML and so are a part of it.
    swallowed: Vec<Line>,
}

impl Cutter<'_, '_> {
    /// Takes lines out, and matches containers with their ends.
    fn lines(&mut self, lines: Vec<Line>) {
        // Open containers: how many colons, which edit, which place.
        let mut open: Vec<(usize, usize, Span)> = Vec::new();
        // The colons of containers whose first line is broken: their last closes nothing else.
        let mut broken: Vec<usize> = Vec::new();
        let mut next = 0_u32;
        for Line { range, colons, kind } in lines {
            let span = self.map.span(range.clone());
            let mark = match kind {
                LineKind::Directive(parts) => {
                    let directive = parts.directive(self.text, self.map, span);
                    if colons == 2 {
                        Some(MarkKind::Line(directive))
                    } else {
                        open.push((colons, self.edits.len(), span));
                        next += 1;
                        Some(MarkKind::Open(directive, Some(next - 1)))
                    }
                }
                LineKind::Close
                    if broken.last() == Some(&colons) && open.last().is_none_or(|(len, ..)| *len > colons) =>
                {
                    broken.pop();
                    None
                }
                LineKind::Close => self.close(&mut open, colons, span),
                LineKind::Text => {
                    self.edits.push(Edit { range, with: "\\", mark: None });
                    continue;
                }
                LineKind::Broken(message) => {
                    broken.push(colons);
                    self.diagnostics.push(syntax(self.path, span, message));
                    None
                }
            };
            // What is broken is an error already; its line is not shown as text too.
            self.edits.push(Edit { range, with: BLOCK, mark });
        }
        for (colons, edit, span) in open {
            self.unclosed(colons, edit, span);
        }
    }

    fn close(&mut self, open: &mut Vec<(usize, usize, Span)>, colons: usize, span: Span) -> Option<MarkKind> {
        let matching = open
            .iter()
            .rposition(|(len, ..)| *len == colons)
            .or_else(|| open.iter().rposition(|(len, ..)| *len <= colons));
        let Some(matching) = matching else {
            self.diagnostics.push(match open.last() {
                Some((len, _, opened)) => {
                    syntax(self.path, span, "this closes no container: the open one has more colons".to_owned())
                        .related(self.path, Some(*opened), "the innermost open container")
                        .help(format!("close it with {len} colons: `{}`", ":".repeat(*len)))
                }
                None => syntax(self.path, span, "this closes a container, and none is open".to_owned())
                    .help("open one with `:::name`, or write `\\:::` for text"),
            });
            return None;
        };
        for (colons, edit, span) in open.split_off(matching + 1) {
            self.unclosed(colons, edit, span);
        }
        let (_, edit, _) = open.pop()?;
        match self.edits.get(edit)?.mark.as_ref()? {
            MarkKind::Open(_, Some(id)) => Some(MarkKind::Close(vec![*id], span)),
            _ => None,
        }
    }

    fn unclosed(&mut self, colons: usize, edit: usize, span: Span) {
        let mut name = String::new();
        let opened = self.edits.get(edit).map_or(0, |edit| edit.range.start);
        let next = self.swallowed.partition_point(|line| line.range.start < opened);
        // The next few will do: a text of nothing but containers must not be searched for each of them.
        let end = self.swallowed.iter().skip(next).take(8).find(|line| line.colons == colons);
        let end = end.map(|line| self.map.span(line.range.clone()));
        if let Some(Edit { mark: Some(MarkKind::Open(directive, id)), .. }) = self.edits.get_mut(edit) {
            *id = None;
            name.clone_from(&directive.name.value);
        }
        let message = format!("the container `{name}` is never closed");
        let wrong = Diagnostic::new(Code::UnclosedBlock, self.path, span, message);
        self.diagnostics.push(match end {
            Some(end) => wrong
                .related(self.path, Some(end), "this line is read as a part of the HTML above it")
                .help("put a blank line between the HTML and the line that ends the container"),
            None => wrong.help("end it with a line of as many colons and nothing else"),
        });
    }

    fn inline(&mut self, trial: &Trial<'_>, found: inline::Found) {
        for inline::Call { open, close, attributes_end, parts, .. } in found.calls {
            let whole = trial.back(open.start)..trial.back(attributes_end);
            let span = self.map.span(whole);
            let back = |range: Range<usize>| trial.back(range.start)..trial.back(range.end);
            let map = self.map;
            let directive = parts.back(&back).inline(self.text, map, span);
            let open = back(open);
            let close = trial.back(close)..trial.back(attributes_end);
            self.edits.push(Edit {
                range: open,
                with: super::draft::INLINE_OPEN,
                mark: Some(MarkKind::InlineOpen(directive)),
            });
            self.edits.push(Edit { range: close, with: super::draft::INLINE_CLOSE, mark: Some(MarkKind::InlineClose) });
        }
        for (image, block) in found.pictures {
            let image = trial.back(image);
            let block = trial.back(block.start)..trial.back(block.end);
            let map = self.map;
            let offset = block.start;
            let span = |range: Range<usize>| map.span(range.start + offset..range.end + offset);
            let Some((attributes, _)) =
                self.text.get(block.clone()).and_then(|text| super::attributes::read(text, &span))
            else {
                continue;
            };
            self.edits.push(Edit { range: image..image, with: "", mark: Some(MarkKind::Attributes(attributes)) });
            self.edits.push(Edit { range: block, with: "", mark: None });
        }
        for range in found.printed {
            let span = self.map.span(trial.back(range.start)..trial.back(range.end));
            let message = "this is printed as it stands here, and calls no component";
            self.diagnostics.push(
                Diagnostic::new(Code::PrintedMarkup, self.path, span, message)
                    .help("put the text that it is for into brackets before the braces: `:name[text]{…}`")
                    .help("or write `::name{…}` on a line of its own"),
            );
        }
        for (range, message) in found.broken {
            let span = self.map.span(trial.back(range.start)..trial.back(range.end));
            self.diagnostics.push(syntax(self.path, span, message.to_owned()));
        }
    }
}

/// Where the parts of a directive are.
#[derive(Clone, Debug)]
struct Parts {
    name: Range<usize>,
    label: Option<Range<usize>>,
    /// With the braces.
    attributes: Option<Range<usize>>,
}

impl Parts {
    fn back(self, back: &dyn Fn(Range<usize>) -> Range<usize>) -> Parts {
        Parts { name: back(self.name), label: self.label.map(back), attributes: self.attributes.map(back) }
    }

    fn inline(self, text: &str, map: &SourceMap, span: Span) -> Directive {
        let mut directive = self.directive(text, map, span);
        directive.form = crate::config::theme::Form::Inline;
        directive
    }

    fn directive(self, text: &str, map: &SourceMap, span: Span) -> Directive {
        use crate::config::theme::Form;
        let Parts { name, label, attributes } = self;
        let container = text.get(..name.start).is_some_and(|before| before.ends_with(":::"));
        let label = label.map(|range| {
            let mut part = SourceMap::default();
            part.append_part(0, map, range.clone());
            Text { value: text.get(range.clone()).unwrap_or_default().to_owned(), map: part, span: map.span(range) }
        });
        let attributes = attributes.and_then(|range| {
            let offset = range.start;
            let span = |part: Range<usize>| map.span(part.start + offset..part.end + offset);
            super::attributes::read(text.get(range)?, &span).map(|(attributes, _)| attributes)
        });
        let name = crate::text::Spanned::new(text.get(name.clone()).unwrap_or_default().to_owned(), map.span(name));
        let form = if container { Form::Container } else { Form::Line };
        Directive { name, form, attributes: attributes.unwrap_or_default(), label, span }
    }
}

fn syntax(path: &RelPath, span: Span, message: String) -> Diagnostic {
    Diagnostic::new(Code::DirectiveSyntax, path, span, message)
}
