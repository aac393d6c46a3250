//! Diagnostics for people, drawn as rustc draws them.

use std::io;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level as Title, Origin, Padding, Renderer, Snippet,
};

use super::excerpt::Excerpt;
use super::located::{Excerpts, Located, Position, Range, locate};
use super::visible::{one_line, paragraph};
use super::{Counts, Diagnostic, HUMAN_LIMIT, Level, SourceTexts, Style, count};

/// Related places shown for one diagnostic.
const RELATED_LIMIT: usize = 10;
/// Characters shown of one text; an author's own text in a message may be any length.
const TEXT_LIMIT: usize = 2_000;
/// Lines between two places that are still drawn as one piece of source.
const NEAR: usize = 30;
/// Begins the stand-in for a path. Shown text holds no control character, so nothing else can look like one.
const STAND_IN: char = '\u{1}';

pub(super) fn write(
    diagnostics: &[Diagnostic],
    sources: &dyn SourceTexts,
    style: Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let (shown, hidden) = choose(diagnostics);
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    // Lines come here cut already.
    let renderer = renderer.term_width(4_096);
    for located in locate(shown, sources, Some(Excerpts)) {
        writeln!(out, "{}\n", draw(&located, &renderer))?;
    }
    if !hidden.is_empty() {
        writeln!(out, "and {} more: {} (`--format short` lists all)\n", hidden.len(), count(hidden))?;
    }
    Ok(())
}

/// The diagnostics that are shown and those that are not; nothing takes the place of something graver.
fn choose(diagnostics: &[Diagnostic]) -> (Vec<&Diagnostic>, Vec<&Diagnostic>) {
    let Counts { errors, warnings, advice: _ } = count(diagnostics);
    let mut errors = errors.min(HUMAN_LIMIT);
    let mut warnings = warnings.min(HUMAN_LIMIT - errors);
    let mut advice = HUMAN_LIMIT - errors - warnings;
    diagnostics.iter().partition(|diagnostic| {
        let left = match diagnostic.level {
            Level::Error => &mut errors,
            Level::Warning => &mut warnings,
            Level::Advice => &mut advice,
        };
        let shown = *left > 0;
        *left = left.saturating_sub(1);
        shown
    })
}

fn draw(located: &Located<'_>, renderer: &Renderer) -> String {
    let Diagnostic { code, level, message, place: _, label, related: _, help, fix: _ } = located.diagnostic;
    let level = match level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
        Level::Advice => Title::NOTE.with_name("advice"),
    };
    let mut group = Group::with_title(level.primary_title(text(message)).id(code.name()));

    let (pieces, notes) = pieces(located);
    if let Some(place) = &located.place
        && place.range.is_none()
    {
        group = group.element(Element::Origin(Origin::path(place.line_column())));
        if pieces.is_empty() && !(label.is_empty() && notes.is_empty() && help.is_empty()) {
            group = group.element(Element::Padding(Padding));
        }
        if !label.is_empty() {
            group = group.element(Title::NOTE.message(text(label)));
        }
    }
    for (number, piece) in pieces.iter().enumerate() {
        group = group.element(piece.snippet(number));
    }
    for note in notes {
        group = group.element(Title::NOTE.message(note));
    }
    for help in help {
        group = group.element(Title::HELP.message(text(help)));
    }
    restore_paths(&renderer.render(&[group]), &pieces)
}

fn text(text: &str) -> String {
    match text.char_indices().nth(TEXT_LIMIT) {
        Some((cut, _)) => format!("{}…", paragraph(&text[..cut])),
        None => paragraph(text).into_owned(),
    }
}

/// A mark in the source with its words.
struct Mark<'p> {
    kind: AnnotationKind,
    position: &'p Position,
    excerpt: &'p Excerpt,
    words: String,
}

/// Marks of one file that are drawn together, by rising line; never empty.
struct Piece<'p> {
    marks: Vec<Mark<'p>>,
}

/// What is drawn as source, the diagnostic's own place first, and what can only be said.
fn pieces<'p>(located: &'p Located<'_>) -> (Vec<Piece<'p>>, Vec<String>) {
    let mut notes = Vec::new();
    let mut marks: Vec<Mark<'p>> = Vec::new();
    let own = located.place.iter().map(|place| (AnnotationKind::Primary, place, located.diagnostic.label.as_str()));
    let related = located.related.iter().zip(&located.diagnostic.related);
    let related = related.map(|(place, (_, words))| (AnnotationKind::Context, place, words.as_str()));
    for (kind, position, words) in own.chain(related.clone().take(RELATED_LIMIT)) {
        if let Position { path: _, range: Some(Range { excerpt: Some(excerpt), .. }) } = position {
            let words = text(&one_line(words));
            marks.push(Mark { kind, position, excerpt, words });
        } else if kind == AnnotationKind::Context {
            let separator = if words.is_empty() { "" } else { ": " };
            notes.push(format!("{}{separator}{}", position.line_column(), text(words)));
        }
    }
    let more = located.related.len().saturating_sub(RELATED_LIMIT);
    if more > 0 {
        notes.push(format!("and {more} more place{}", if more == 1 { "" } else { "s" }));
    }

    let mut pieces: Vec<Piece<'p>> = Vec::new();
    for mark in marks {
        match pieces.iter_mut().find(|piece| piece.takes(&mark)) {
            Some(piece) => {
                let at = piece.marks.partition_point(|other| other.excerpt.line <= mark.excerpt.line);
                piece.marks.insert(at, mark);
            }
            None => pieces.push(Piece { marks: vec![mark] }),
        }
    }
    (pieces, notes)
}

impl<'p> Piece<'p> {
    /// Whether the mark lies near these, on lines that are shown alike.
    fn takes(&self, mark: &Mark<'p>) -> bool {
        let near = |other: &Mark<'p>| {
            other.position.path == mark.position.path && other.excerpt.line.abs_diff(mark.excerpt.line) <= NEAR
        };
        let alike =
            |other: &Mark<'p>| other.excerpt.line != mark.excerpt.line || other.excerpt.window == mark.excerpt.window;
        self.marks.iter().any(near) && self.marks.iter().all(alike)
    }

    /// The place that stands above the piece.
    fn head(&self) -> Option<&'p Position> {
        let own = self.marks.iter().find(|mark| mark.kind == AnnotationKind::Primary);
        own.or(self.marks.first()).map(|mark| mark.position)
    }

    /// The source from the first marked line to the last. Lines between them are left empty but for the one below a
    /// mark, which is the only one that may be drawn.
    fn snippet(&self, number: usize) -> Snippet<'p, Annotation<'p>> {
        let first = self.marks.first().map_or(1, |mark| mark.excerpt.line);
        let mut source = String::new();
        let (mut line, mut line_start, mut below) = (first, 0, "");
        let mut annotations = Vec::with_capacity(self.marks.len());
        for Mark { kind, position: _, excerpt, words } in &self.marks {
            while line < excerpt.line {
                source.push('\n');
                line_start = source.len();
                line += 1;
                if line < excerpt.line {
                    source.push_str(std::mem::take(&mut below));
                }
            }
            if source.len() == line_start {
                // Without any text the renderer does not count the last line.
                source.push_str(if excerpt.text.is_empty() { " " } else { &excerpt.text });
            }
            below = &excerpt.below;
            let span = line_start + excerpt.mark.start..line_start + excerpt.mark.end;
            let annotation = kind.span(span);
            annotations.push(if words.is_empty() { annotation } else { annotation.label(words.clone()) });
        }
        Snippet::source(source).line_start(first).path(format!("{STAND_IN}{number}")).annotations(annotations)
    }
}

/// Puts the paths where their stand-ins are.
///
/// The renderer counts the column in the text that it is shown, which is cut and escaped; the place above the piece is
/// therefore written here.
fn restore_paths(drawn: &str, pieces: &[Piece<'_>]) -> String {
    let mut parts = drawn.split(STAND_IN);
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let number = part.bytes().take_while(u8::is_ascii_digit).count();
        let place = part[..number].parse().ok().and_then(|number: usize| pieces.get(number)?.head());
        if let Some(place) = place {
            whole.push_str(&place.line_column());
        }
        whole.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':'));
    }
    whole
}
