//! Joining the body with the sections and questions of the front matter into one text.
//!
//! A section becomes the heading that an author would write, and so gives the same HTML. Questions stand where the
//! body places them, else at the end, so that everything is numbered in reading order.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use super::directive::{cut, cut_text};
use super::draft::{BLOCK, Draft, MarkKind};
use super::{Manuscript, parser_options};
use crate::diagnostics::Diagnostic;
use crate::parse::document::Place;
use crate::parse::front_matter::{FaqField, SectionField};
use crate::text::{RelPath, Span, Text};

/// What joining needs besides the texts.
pub(super) struct Joiner<'j> {
    /// The file.
    pub path: &'j RelPath,
    /// Whether punctuation is made typographic.
    pub smart: bool,
    /// Where mistakes go.
    pub diagnostics: &'j mut Vec<Diagnostic>,
}

impl Joiner<'_> {
    /// The body with the sections and questions; borrowed if there is nothing to join.
    pub fn body<'a>(&mut self, manuscript: &Manuscript<'a>) -> Draft<'a> {
        let body = cut(self.path, manuscript.body, manuscript.map.clone(), self.smart, self.diagnostics);
        if manuscript.sections.is_empty() && manuscript.faqs.is_empty() {
            return body;
        }
        let splice = if manuscript.faqs.is_empty() { None } else { splice_at(&body, self.smart) };
        let mut joined = Draft::empty(body.text.len() + length(manuscript));
        joined.append(&body, 0..splice.unwrap_or(body.text.len()));
        if let Some(splice) = splice {
            self.faqs(&mut joined, manuscript.faqs);
            let end = joined.map.span(joined.text.len().saturating_sub(1)..joined.text.len());
            joined.made("\n\n", end);
            joined.mark(MarkKind::FaqsEnd);
            joined.made(BLOCK, end);
            joined.made("\n\n", end);
            joined.append(&body, splice..body.text.len());
        }
        self.sections(&mut joined, manuscript.sections);
        if splice.is_none() {
            self.faqs(&mut joined, manuscript.faqs);
        }
        joined
    }

    /// A short text as a draft of inline Markdown alone: the content of a heading, which is dropped.
    pub fn inline(&mut self, text: &Text) -> Draft<'static> {
        let mut draft = Draft::empty(text.value.len() + "#  {}".len());
        draft.mark(MarkKind::Inline);
        draft.made("# ", Span::at(text.span.start as usize));
        self.one_line(&mut draft, text);
        draft.made(" {}", Span::at(text.span.end as usize));
        draft
    }

    fn sections(&mut self, joined: &mut Draft<'_>, sections: &[SectionField]) {
        // Depth first without recursion: the front matter may be nested.
        let mut rest: Vec<(&SectionField, usize)> = sections.iter().rev().map(|section| (section, 2)).collect();
        while let Some((SectionField { title, id, body, sections }, level)) = rest.pop() {
            self.heading(joined, level, title, MarkKind::Heading(id.clone(), title.span));
            if let Some(body) = body {
                self.text(joined, body);
            }
            rest.extend(sections.iter().rev().map(|section| (section, (level + 1).min(6))));
        }
    }

    fn faqs(&mut self, joined: &mut Draft<'_>, faqs: &[FaqField]) {
        for FaqField { question, answer, id } in faqs {
            self.heading(joined, 3, question, MarkKind::Question(id.clone(), question.span));
            self.text(joined, answer);
        }
    }

    fn heading(&mut self, joined: &mut Draft<'_>, level: usize, title: &Text, mark: MarkKind) {
        let start = Span::at(title.span.start as usize);
        joined.made("\n\n", start);
        joined.mark(mark);
        joined.made(&"#".repeat(level), start);
        joined.made(" ", start);
        self.one_line(joined, title);
        // An empty block of attributes keeps what the title itself ends with from being taken for one.
        joined.made(" {}\n\n", Span::at(title.span.end as usize));
    }

    fn text(&mut self, joined: &mut Draft<'_>, text: &Text) {
        let draft = cut_text(self.path, text, self.smart, self.diagnostics);
        joined.append(&draft, 0..draft.text.len());
    }

    fn one_line(&mut self, joined: &mut Draft<'_>, text: &Text) {
        let draft = cut_text(self.path, text, self.smart, self.diagnostics);
        let trimmed = draft.text.trim_end();
        let end = trimmed.len();
        let mut from = end - trimmed.trim_start().len();
        // A run of `#` at the end would be taken for the end of the heading.
        let hashes = trimmed.len() - trimmed.trim_end_matches('#').len();
        let guard = (hashes > 0 && (hashes == end - from || trimmed[..end - hashes].ends_with([' ', '\t'])))
            .then_some(end - hashes);
        while from < end {
            let line = trimmed[from..].find(['\n', '\r']).map_or(end, |at| from + at);
            match guard.filter(|guard| (from..line).contains(guard)) {
                Some(guard) => {
                    joined.append(&draft, from..guard);
                    joined.made("\\", draft.span(guard..guard));
                    joined.append(&draft, guard..line);
                }
                None => joined.append(&draft, from..line),
            }
            let next = end - trimmed[line..].trim_start().len();
            if next > line {
                joined.made(" ", draft.span(line..next));
            }
            from = next;
        }
    }
}

/// About how many bytes the sections and questions have as Markdown.
fn length(manuscript: &Manuscript<'_>) -> usize {
    const SIGNS: usize = 16;
    let faqs = manuscript.faqs.iter().map(|faq| SIGNS + faq.question.value.len() + faq.answer.value.len());
    let of = |section: &SectionField| {
        SIGNS + section.title.value.len() + section.body.as_ref().map_or(0, |body| body.value.len())
    };
    faqs.chain(manuscript.sections.iter().map(of)).sum()
}

/// Where the questions of the front matter belong in the body: after `::faqs`, or after the body's own questions.
fn splice_at(body: &Draft<'_>, smart: bool) -> Option<usize> {
    let line = body.marks.iter().find_map(|mark| match &mark.kind {
        MarkKind::Line(directive) if Place::from_name(&directive.name.value) == Some(Place::Faqs) => Some(mark.at),
        _ => None,
    });
    let top_level = line.filter(|at| *at == 0 || body.text.as_bytes().get(at - 1) == Some(&b'\n'));
    let placed = top_level.map(|at| at + BLOCK.len());
    if !body.text.contains(".faqs") {
        return placed;
    }
    let mut depth = 0_usize;
    let mut begun = false;
    for (event, range) in Parser::new_ext(&body.text, parser_options(smart)).into_offset_iter() {
        if placed.is_some_and(|placed| range.start >= placed) && !begun {
            return placed;
        }
        match event {
            Event::Start(Tag::Heading { level, classes, .. }) => {
                if depth == 0 && begun && level <= HeadingLevel::H2 {
                    return Some(range.start);
                }
                begun |= depth == 0 && level <= HeadingLevel::H2 && classes.iter().any(|class| &**class == "faqs");
                depth += 1;
            }
            Event::Start(_) => depth += 1,
            Event::End(TagEnd::HtmlBlock) => {
                depth = depth.saturating_sub(1);
                let first = body.marks.partition_point(|mark| mark.at < range.start);
                match body.marks.get(first).filter(|mark| mark.at < range.end).map(|mark| &mark.kind) {
                    Some(MarkKind::Open(_, Some(_))) => depth += 1,
                    Some(MarkKind::Close(ids, _)) => depth = depth.saturating_sub(ids.len()),
                    _ => {}
                }
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    if begun { Some(body.text.len()) } else { placed }
}
