//! Plain blocks and inline elements, as CommonMark and GitHub write them.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Tag};

use super::{Flow, Frame, Paragraph, Role, fold};
use crate::diagnostics::{Code, Diagnostic};
use crate::parse::document::HoleKind;

/// The table being written; tables hold no tables.
#[derive(Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    cell: usize,
    head: bool,
    rows: bool,
}

impl<'f> Flow<'f, '_> {
    pub(super) fn start_plain(&mut self, tag: Tag<'f>) {
        let frame = match tag {
            Tag::Paragraph => self.start_paragraph(),
            Tag::CodeBlock(kind) => {
                self.begin_block();
                let (info, fenced) = match kind {
                    CodeBlockKind::Fenced(info) => (info, true),
                    CodeBlockKind::Indented => (CowStr::Borrowed(""), false),
                };
                Frame::Code { info, code: String::new(), fenced }
            }
            Tag::HtmlBlock => {
                self.begin_block();
                Frame::Html(super::raw::Html::Written)
            }
            Tag::List(start) => {
                self.begin_block();
                match start {
                    None => self.raw("<ul>\n"),
                    Some(1) => self.raw("<ol>\n"),
                    Some(start) => self.raw(&format!("<ol start=\"{start}\">\n")),
                }
                Frame::Block(if start.is_some() { "</ol>\n" } else { "</ul>\n" })
            }
            Tag::Item => {
                self.new_line();
                let sink = self.sink();
                let (at, holes) = (sink.html.len(), sink.holes.len());
                self.raw("<li>");
                Frame::Item { at, holes, label: false }
            }
            Tag::DefinitionList => {
                self.begin_block();
                self.raw("<dl>\n");
                Frame::Block("</dl>\n")
            }
            Tag::DefinitionListTitle => {
                self.new_line();
                self.raw("<dt>");
                Frame::Cell("</dt>\n")
            }
            Tag::DefinitionListDefinition => {
                self.new_line();
                self.raw("<dd>");
                Frame::Cell("</dd>\n")
            }
            Tag::Table(alignments) => {
                self.begin_block();
                self.table = Table { alignments, ..Table::default() };
                self.raw("<div class=\"table-wrap\" tabindex=\"0\">\n<table>\n");
                Frame::Block("</table>\n</div>\n")
            }
            Tag::TableHead => {
                self.table.head = true;
                self.table.cell = 0;
                self.raw("<thead>\n<tr>\n");
                Frame::Block("</tr>\n</thead>\n")
            }
            Tag::TableRow => {
                self.table.head = false;
                self.table.cell = 0;
                if !std::mem::replace(&mut self.table.rows, true) {
                    self.raw("<tbody>\n");
                }
                self.raw("<tr>\n");
                Frame::Block("</tr>\n")
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.element("<em>", "</em>"),
            Tag::Strong => self.element("<strong>", "</strong>"),
            Tag::Strikethrough => self.element("<del>", "</del>"),
            Tag::Superscript => self.element("<sup>", "</sup>"),
            Tag::Subscript => self.element("<sub>", "</sub>"),
            _ => Frame::Nothing,
        };
        self.stack.push(frame);
    }

    fn element(&mut self, start: &str, end: &'static str) -> Frame<'f> {
        if self.pictured > 0 {
            return Frame::Nothing;
        }
        self.inline(start);
        Frame::Inline(end)
    }

    /// Makes room for a block: a task's label ends, a line begins.
    pub(super) fn begin_block(&mut self) {
        (self.double_open, self.single_open) = (false, false);
        if let Some(Frame::Item { label, .. }) = self.stack.last_mut()
            && std::mem::take(label)
        {
            self.raw("</label>");
        }
        self.new_line();
    }

    pub(super) fn end_block(&mut self, end: &str) {
        self.new_line();
        if end.starts_with("</table>") && std::mem::take(&mut self.table.rows) {
            self.raw("</tbody>\n");
        }
        self.raw(end);
    }

    fn start_paragraph(&mut self) -> Frame<'f> {
        self.begin_block();
        let first = self.role == Role::Body && self.stack.is_empty() && self.first_paragraph.is_none();
        if first {
            self.plains.push(String::new());
        }
        let sink = self.sink();
        let (html, holes) = (sink.html.len(), sink.holes.len());
        self.raw("<p>");
        Frame::Paragraph(Paragraph { html, holes, label: false, first })
    }

    /// Ends a paragraph; one of nothing but pictures becomes figures.
    pub(super) fn end_paragraph(&mut self, paragraph: &Paragraph) {
        let Paragraph { html, holes, label, first } = *paragraph;
        if first {
            let plain = fold(&self.take_plain(true));
            if !plain.is_empty() {
                self.first_paragraph = Some(plain);
            }
        }
        if self.are_figures(html, "<p>", holes) {
            self.sink().html.push('\n');
            return;
        }
        if label {
            self.raw("</label>");
        }
        self.raw("</p>\n");
    }

    /// Makes figures of the pictures of which an element consists that began at `html` with `tag`, and takes its tag away;
    /// whether it consists of pictures. `holes` were there before it.
    fn are_figures(&mut self, html: usize, tag: &str, holes: usize) -> bool {
        let sink = self.sink();
        let alone = sink.holes.len() > holes
            && sink.holes.iter().skip(holes).all(|hole| matches!(hole.kind, HoleKind::Figure(_)))
            && sink.html.get(html..).and_then(|all| all.strip_prefix(tag)).is_some_and(|inner| inner.trim().is_empty());
        if !alone {
            return false;
        }
        sink.html.truncate(html);
        let mut shown: Vec<u32> = Vec::new();
        for (number, hole) in sink.holes.iter_mut().skip(holes).enumerate() {
            if number > 0 {
                sink.html.push('\n');
            }
            hole.at = super::offset(&sink.html);
            // Pictures of captions are further figures, which stand within their line.
            if let HoleKind::Figure(index) = hole.kind {
                shown.push(index);
            }
        }
        for index in shown {
            if let Some(figure) = self.shared.references.figures.get_mut(index as usize) {
                figure.block = true;
            }
        }
        true
    }

    /// Ends an item of a list; one of nothing but pictures holds figures.
    pub(super) fn end_item(&mut self, at: usize, holes: usize, label: bool) {
        if label {
            self.raw("</label>");
        } else if self.are_figures(at, "<li>", holes) {
            const TAG: &str = "<li>\n";
            let sink = self.sink();
            sink.html.insert_str(at, TAG);
            sink.holes.iter_mut().skip(holes).for_each(|hole| hole.at += super::offset(TAG));
            sink.html.push('\n');
        }
        self.raw("</li>\n");
    }

    /// Reports cells of a row for which the table has no column: nobody is shown them.
    pub(super) fn report_lost_cells(&mut self, range: &Range<usize>) {
        let row = self.draft.text.get(range.clone()).unwrap_or_default().trim_end();
        let columns = self.table.alignments.len();
        let lead = row.len() - row.trim_start().trim_start_matches('|').len();
        let (mut bars, mut escaped, mut lost) = (0, false, None);
        for (at, byte) in row.bytes().enumerate().skip(lead) {
            match byte {
                b'\\' => escaped = !escaped,
                b'|' if !escaped => {
                    bars += 1;
                    if bars == columns {
                        lost = Some(at + 1);
                    }
                }
                _ => escaped = false,
            }
        }
        let Some(from) = lost.filter(|from| row.get(*from..).is_some_and(|rest| !rest.trim().is_empty())) else {
            return;
        };
        let rest = row[from..].trim_end_matches('|');
        if rest.trim().is_empty() {
            return;
        }
        let start = range.start + from + (rest.len() - rest.trim_start().len());
        let span = self.draft.span(start..range.start + from + rest.trim_end().len());
        let message = format!("readers are not shown this cell: the table has {columns} columns");
        let wrong = Diagnostic::new(Code::LostCell, self.shared.path, span, message);
        self.shared.report(wrong.help(if row.contains("[[") {
            "write the bar of a link within a table as `\\|`: `[[page\\|text]]`"
        } else {
            "add a column to the first two rows of the table; a bar that is text is written `\\|`"
        }));
    }

    /// Writes a task's box; the label around its text is what names it for a screen reader.
    pub(super) fn task(&mut self, done: bool) {
        let item = self.stack.iter_mut().rev().take(2).find_map(|frame| match frame {
            Frame::Item { at, .. } => Some(*at),
            _ => None,
        });
        if let Some(at) = item {
            let html = &mut self.sink().html;
            if html.get(at..).is_some_and(|tag| tag.starts_with("<li>")) {
                html.insert_str(at + "<li".len(), " class=\"task\"");
            }
        }
        match self.stack.last_mut() {
            Some(Frame::Item { label, .. }) => *label = true,
            Some(Frame::Paragraph(paragraph)) => {
                paragraph.label = true;
                if item.is_some() {
                    paragraph.html += " class=\"task\"".len();
                }
            }
            _ => {
                self.raw(if done {
                    "<input type=\"checkbox\" disabled checked>"
                } else {
                    "<input type=\"checkbox\" disabled>"
                });
                return;
            }
        }
        self.raw(if done {
            "<label><input type=\"checkbox\" disabled checked> "
        } else {
            "<label><input type=\"checkbox\" disabled> "
        });
    }

    fn start_cell(&mut self) -> Frame<'f> {
        let (tag, end) = if self.table.head { ("<th", "</th>\n") } else { ("<td", "</td>\n") };
        let class = match self.table.alignments.get(self.table.cell) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            Some(Alignment::None) | None => "",
        };
        self.raw(tag);
        self.raw(class);
        self.raw(">");
        Frame::Cell(end)
    }

    pub(super) fn end_cell(&mut self, end: &str) {
        self.table.cell += 1;
        self.raw(end);
    }

    pub(super) fn line_break(&mut self, hard: bool) {
        if self.muted > 0 {
            return;
        }
        self.in_word = false;
        if let Some(Frame::CalloutTitle(_)) = self.stack.last() {
            if let Some(Frame::CalloutTitle(marker)) = self.stack.pop() {
                self.end_title(&marker, true);
            }
            return;
        }
        self.plain(" ");
        if self.pictured > 0 {
            return;
        }
        self.raw(if hard { "<br>\n" } else { "\n" });
        if let Some(bare) = &mut self.bare {
            bare.push(' ');
        }
    }
}
