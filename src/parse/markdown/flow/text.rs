//! Runs of text: bare addresses become links, quotes follow the language, undefined footnotes are found.

use std::ops::Range;

use pulldown_cmark::CowStr;

use super::{Flow, Frame};
use crate::parse::document::Markup;
use crate::parse::markdown::{autolink, link};
use crate::parse::passages::is_unspaced;
use crate::text::{has_control, is_control};

impl<'f> Flow<'f, '_> {
    /// Takes a piece of text; neighbouring pieces are written together.
    pub(super) fn piece(&mut self, mut text: CowStr<'f>, mut range: Range<usize>) {
        if let Some(Frame::Code { code, .. }) = self.stack.last_mut() {
            code.push_str(&text);
            return;
        }
        if range.start < self.skip_until {
            if range.end <= self.skip_until {
                return;
            }
            let cut = self.skip_until - range.start;
            if range.len() == text.len()
                && let Some(rest) = text.get(cut..)
            {
                text = CowStr::from(rest.to_owned());
                range.start = self.skip_until;
            }
        }
        // One that stands in the file as it is has been taken out before; this one is a reference such as `&#1;`.
        if (self.draft.control || !self.is_copy(&text, &range)) && has_control(&text) {
            text = CowStr::from(text.replace(is_control, "\u{fffd}"));
        }
        self.run.push((text, range));
    }

    /// Whether a piece stands in the source as it is.
    fn is_copy(&self, text: &str, range: &Range<usize>) -> bool {
        self.draft.text.get(range.clone()).is_some_and(|source| std::ptr::eq(source, text) || source == text)
    }

    /// Whether a piece could hold a bare address.
    fn has_address(&self, text: &str, range: &Range<usize>) -> bool {
        (self.signs.address_in(range) || !self.is_copy(text, range)) && autolink::possible(text)
    }

    /// Writes the pieces that have come together.
    pub(super) fn flush(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let run = std::mem::take(&mut self.run);
        if let Some((_, range)) = run.last() {
            self.touch(range.end);
        }
        if let Some(Frame::Link(link)) = self.stack.last()
            && link.named()
        {
            // A wiki link without a text of its own shows its target's title.
            for (text, _) in &run {
                self.plain(text);
            }
            return;
        }
        if self.muted == 0 && self.pictured == 0 {
            if self.signs.caret {
                self.undefined_footnotes(&run);
            }
            if let (Some((_, first)), Some((_, last))) = (run.first(), run.last())
                && run.len() > 2
            {
                self.report_printed_links(first.start..last.end);
            }
            if run.iter().any(|(text, range)| self.has_address(text, range)) && !self.linked() {
                return self.linkify(run);
            }
        }
        for (text, range) in &run {
            self.quoted(text, range);
        }
        self.recycle(run);
    }

    /// Keeps the list's room for the next run.
    fn recycle(&mut self, mut run: Vec<(CowStr<'f>, Range<usize>)>) {
        run.clear();
        if run.capacity() <= 64 {
            self.run = run;
        }
    }

    fn linked(&self) -> bool {
        self.stack.iter().any(|frame| matches!(frame, Frame::Link(_)))
    }

    /// Writes a piece; quotes that the parser made are those of the site's language.
    fn quoted(&mut self, text: &str, range: &Range<usize>) {
        if range.len() != 1 || !matches!(text, "“" | "”" | "‘" | "’") {
            return self.text(text);
        }
        let quotes = quotes(&self.shared.options.language);
        let source = &*self.draft.text;
        let before = source.get(..range.start).and_then(|before| before.chars().next_back());
        let after = source.get(range.end..).and_then(|rest| rest.chars().next());
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        // Behind a digit nothing is opened: `5'10"`.
        let is_measure = before.is_some_and(|c| c.is_ascii_digit());
        // Where no blanks stand between words the sign between two letters opens and closes in turn.
        let opens = |parsed: bool, is_open: bool| match (is_letter(before), is_letter(after)) {
            _ if is_measure => false,
            (true, true) => !is_open,
            (true, false) => false,
            (false, _) => parsed,
        };
        let is_unspaced = [before, after].into_iter().flatten().any(is_unspaced);
        let quote = match text {
            "“" | "”" => {
                self.double_open = opens(text == "“", self.double_open);
                if self.double_open { quotes.double.0 } else { quotes.double.1 }
            }
            _ if is_unspaced => {
                self.single_open = opens(is_letter(after), self.single_open);
                if self.single_open { quotes.single.0 } else { quotes.single.1 }
            }
            "‘" if !is_measure => {
                self.single_open = true;
                quotes.single.0
            }
            // The same sign closes a quotation and stands for a letter left out.
            _ if self.single_open && !is_letter(after) => {
                self.single_open = false;
                quotes.single.1
            }
            _ => "’",
        };
        self.text(quote);
    }

    fn undefined_footnotes(&mut self, run: &[(CowStr<'f>, Range<usize>)]) {
        let source = &*self.draft.text;
        for (text, range) in run {
            let Some(at) = text.find('^') else {
                continue;
            };
            // The parser gives `[`, `^label` and `]`, or all of it in one piece.
            let Some(open) = (range.start + at).checked_sub(1) else {
                continue;
            };
            let bytes = source.as_bytes();
            let escaped = open.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'\\');
            if bytes.get(open) != Some(&b'[') || bytes.get(open + 1) != Some(&b'^') || escaped {
                continue;
            }
            let rest = &source[open + 2..];
            let Some(len) = rest.bytes().take(200).position(|byte| matches!(byte, b']' | b'[' | b'\n')) else {
                continue;
            };
            if len == 0 || rest.as_bytes().get(len) != Some(&b']') {
                continue;
            }
            let label = &rest[..len];
            let span = self.draft.span(open..open + 3 + len);
            self.report_undefined(label, span);
        }
    }

    /// Writes a run with its bare addresses as links.
    fn linkify(&mut self, run: Vec<(CowStr<'f>, Range<usize>)>) {
        let source = &*self.draft.text;
        // An address keeps its quotes and dashes as they were typed.
        let mut whole = String::new();
        let mut starts = Vec::with_capacity(run.len());
        for (text, range) in &run {
            starts.push(whole.len());
            whole.push_str(typed(source, text, range));
        }
        let before = run.first().and_then(|(_, range)| source[..range.start].chars().next_back());
        let mut links = autolink::find(&whole, before).into_iter().peekable();
        for ((text, range), start) in run.iter().zip(starts) {
            let written = typed(source, text, range);
            let end = start + written.len();
            let mut at = start;
            while let Some(found) = links.peek() {
                if found.range.start >= end {
                    break;
                }
                if found.range.start >= start {
                    if found.range.start > at {
                        self.text(&whole[at..found.range.start]);
                    }
                    let address = &whole[found.range.clone()];
                    let mut tag = String::from("<a href=\"");
                    tag.push_str(found.scheme);
                    link::escape_href(address, &mut tag);
                    tag.push_str("\">");
                    self.raw(&tag);
                    self.text(address);
                    self.raw("</a>");
                }
                at = found.range.end;
                if at > end {
                    break;
                }
                links.next();
            }
            if at == start {
                self.quoted(text, range);
            } else if at < end {
                self.text(&whole[at..end]);
            }
        }
        self.recycle(run);
    }

    pub(super) fn code_span(&mut self, code: &str) {
        if self.pictured > 0 {
            self.text(code);
            return;
        }
        self.inline("<code>");
        self.text(code);
        self.inline("</code>");
    }

    /// The HTML collected, without white space around it.
    pub(super) fn trimmed(markup: &mut Markup) {
        let end = markup.html.trim_end().len();
        let last = markup.holes.last().map_or(0, |hole| hole.at as usize);
        markup.html.truncate(end.max(last));
    }
}

/// A piece as it was typed, if the parser has made it typographic.
fn typed<'t>(source: &'t str, text: &'t str, range: &Range<usize>) -> &'t str {
    match text {
        "“" | "”" | "‘" | "’" | "–" | "—" | "…" => source.get(range.clone()).unwrap_or(text),
        text => text,
    }
}

/// The quotes of a language, each opening and closing.
struct Quotes {
    double: (&'static str, &'static str),
    single: (&'static str, &'static str),
}

/// The quotes of a language; those of English, if nothing else is known.
fn quotes(language: &str) -> Quotes {
    let tag = language.to_ascii_lowercase();
    let base = tag.split(['-', '_']).next().unwrap_or_default();
    let (double, single) = match (base, tag.as_str()) {
        ("de", "de-ch" | "de-li") => (("«", "»"), ("‹", "›")),
        ("de" | "cs" | "sk" | "sl" | "bg" | "is" | "lt" | "et" | "ka", _) => (("„", "“"), ("‚", "‘")),
        ("fr", "fr-ch") => (("«", "»"), ("‹", "›")),
        ("fr", _) => (("«\u{202f}", "\u{202f}»"), ("“", "”")),
        ("es" | "it" | "pt" | "ca" | "gl" | "el" | "hy" | "fa", tag) if tag != "pt-br" => (("«", "»"), ("“", "”")),
        ("ru" | "uk" | "be", _) => (("«", "»"), ("„", "“")),
        ("no" | "nb" | "nn", _) => (("«", "»"), ("‘", "’")),
        ("pl" | "hu" | "ro", _) => (("„", "”"), ("«", "»")),
        ("hr" | "sr" | "mk", _) => (("„", "”"), ("‘", "’")),
        ("sv" | "fi", _) => (("”", "”"), ("’", "’")),
        ("da", _) => (("»", "«"), ("›", "‹")),
        _ => (("“", "”"), ("‘", "’")),
    };
    Quotes { double, single }
}
