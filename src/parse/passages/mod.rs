//! What an article says, paragraph by paragraph, as the rules of [`lint`](crate::lint) read it.
//!
//! Nothing of it is kept: passages are read again from the file when a rule asks for them.

mod tokens;

use super::bytes::read_text;
use super::front_matter::{self, ArticleFields};
use super::markdown::{self, Manuscript};
use super::{ParseOptions, Role, caption, plain, role, split};
use crate::text::{RelPath, SourceMap, Span};

pub use tokens::{Token, fold, is_unspaced, mixed, tokens, typed, words};

/// A piece of running text: a paragraph, a heading, an item of a list; or what stands between two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// What it says: plain text without citations, each code span as [`OBJECT`].
    pub text: String,
    /// The text, cut into tokens.
    pub tokens: Vec<Token>,
    /// Its way back to the file.
    pub map: SourceMap,
    /// How many headings of the body stand before it, a heading itself included.
    pub headings: usize,
    /// Offsets of the text at which citations stand, in order.
    pub citations: Vec<usize>,
    /// Offsets of the text at which marks of footnotes stand, in order.
    pub notes: Vec<usize>,
    /// The links in it.
    pub links: Vec<PassageLink>,
}

/// Stands in a passage for what is no text: code, a formula.
pub const OBJECT: char = '\u{fffc}';

/// What a passage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassageKind {
    /// The headline.
    Title,
    /// The standfirst.
    Dek,
    /// A heading of the body or a question, with its level as written.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// What somebody else said.
    Quotation,
    /// A cell of a table.
    Cell,
    /// A footnote.
    Footnote,
    /// A caption, disclosure or correction.
    Aside,
    /// A block of the body that shows and has no text to read: a figure, code, a directive. The passage's text is empty.
    Object,
}

/// A link in a passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassageLink {
    /// Its text: a range of the passage's.
    pub range: std::ops::Range<usize>,
    /// Where it leads, as written.
    pub destination: String,
    /// The whole link in the file.
    pub span: Span,
    /// What holds its destination there: the link, or the definition that it refers to.
    pub written: Span,
    /// Whether it holds a picture.
    pub pictured: bool,
    /// Whether its text is also the name of the reference that says where it leads, `[text][]`.
    pub is_label: bool,
}

impl Passage {
    /// One that says nothing yet.
    pub fn empty(kind: PassageKind, headings: usize) -> Passage {
        let (text, tokens, map, citations, notes, links) = Default::default();
        Passage { kind, text, tokens, map, headings, citations, notes, links }
    }

    /// The place in the file of a range of the text.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        self.map.span(range)
    }

    /// The place in the file of the whole.
    pub fn whole(&self) -> Span {
        // What has no text stands for something all the same.
        self.span(0..self.text.len().max(1))
    }

    /// The words of the text with their ranges.
    pub fn words(&self) -> impl Iterator<Item = (std::ops::Range<usize>, &str)> {
        words(&self.text)
    }

    /// The tokens that stand in a range of the text.
    pub fn tokens_in(&self, range: &std::ops::Range<usize>) -> &[Token] {
        let first = self.tokens.partition_point(|token| token.range.start < range.start);
        let behind = self.tokens.partition_point(|token| token.range.end <= range.end);
        self.tokens.get(first..behind).unwrap_or_default()
    }

    /// How many words the text has.
    pub fn word_count(&self) -> usize {
        self.tokens.iter().filter(|token| token.begins_word).count()
    }
}

/// Reads what an article says, in reading order: title, dek, captions, body with questions, corrections.
pub fn of_article(path: &RelPath, bytes: &[u8], options: &ParseOptions) -> Vec<Passage> {
    let in_language;
    let options = match path.without_language(&options.languages) {
        Some((_, code)) => {
            in_language = ParseOptions { language: code.to_owned(), ..options.clone() };
            &in_language
        }
        None => options,
    };
    // What is wrong with the file has been said when it was parsed.
    let mut said = Vec::new();
    let text = read_text(path, bytes, &mut said);
    let (yaml, body_start, _) = split(path, &text, &mut said);
    let fields = match yaml {
        Some((yaml, offset)) => front_matter::article(path, yaml, offset, options).value,
        None => ArticleFields::default(),
    };
    let mut passages = Vec::new();
    if !fields.title.value.is_empty() {
        let mut title = Passage::empty(PassageKind::Title, 0);
        title.map = written(&text, fields.title.span, &fields.title.value);
        title.text.clone_from(&fields.title.value);
        title.tokens = tokens(&title.text);
        passages.push(title);
    }
    let manuscript = Manuscript {
        path,
        dek: fields.dek.as_ref(),
        image_caption: caption(fields.image.as_ref()),
        disclosure: fields.disclosure.as_ref(),
        body: text.get(body_start..).unwrap_or_default(),
        map: SourceMap::copied_from(body_start, text.len() - body_start),
        sections: &fields.sections,
        faqs: &fields.faqs,
        corrections: &fields.corrections,
    };
    markdown::passages(&manuscript, options, &mut passages);
    passages
}

/// Reads what any document says: an article, what introduces a section or a list, a biography; nothing of other files.
pub fn of_document(path: &RelPath, bytes: &[u8], options: &ParseOptions) -> Vec<Passage> {
    let alone = path.without_language(&options.languages).map(|(alone, _)| alone);
    let is_section = match role(alone.as_ref().unwrap_or(path)) {
        Some(Role::Article) => return of_article(path, bytes, options),
        Some(Role::Section) => true,
        Some(Role::Person) => false,
        Some(Role::Sources | Role::Sidecar) | None => return Vec::new(),
    };
    let mut said = Vec::new();
    let text = read_text(path, bytes, &mut said);
    let (yaml, body_start, _) = split(path, &text, &mut said);
    let section = yaml.filter(|_| is_section).map(|(yaml, offset)| front_matter::section(path, yaml, offset).value);
    let manuscript = Manuscript {
        dek: section.as_ref().and_then(|fields| fields.dek.as_ref()),
        image_caption: section.as_ref().and_then(|fields| caption(fields.image.as_ref())),
        ..plain(path, &text, body_start)
    };
    let mut passages = Vec::new();
    markdown::passages(&manuscript, options, &mut passages);
    passages
}

/// The way back from a line of the front matter: byte by byte if it stands in the file as it is, with quotes or without.
fn written(file: &str, span: Span, line: &str) -> SourceMap {
    let (start, end) = (span.start as usize, span.end as usize);
    for start in [start, start + 1] {
        if start + line.len() <= end && file.get(start..start + line.len()) == Some(line) {
            return SourceMap::copied_from(start, line.len());
        }
    }
    let mut map = SourceMap::default();
    map.stands_for(0, span);
    map
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::tests::options;

    fn read(text: &str) -> Vec<Passage> {
        let path = RelPath::new("content/coast/tides.md").expect("a clean path");
        of_article(&path, text.as_bytes(), &options())
    }

    fn shown(text: &str) -> Vec<(PassageKind, String)> {
        read(text).into_iter().map(|passage| (passage.kind, passage.text)).collect()
    }

    #[test]
    fn an_article_is_read_passage_by_passage() {
        use PassageKind::*;
        let text = "---\ntitle: Tides\ndek: Twice a *day*\nfaqs:\n  - question: Why?\n    answer: The moon.\n---\n\
            Water rises[@a] and `falls`.\nDaily.\n\n## Why {#w}\n\n- One\n- Two\n\n> Said she.\n\n```\ncode\n```\n\n\
            |a|b|\n|-|-|\n|c|d|\n\nNote.[^n]\n\n[^n]: Below.\n";
        let expected = [
            (Title, "Tides"),
            (Dek, "Twice a day"),
            (Paragraph, "Water rises and \u{fffc}. Daily."),
            (Heading(2), "Why"),
            (Item, "One"),
            (Item, "Two"),
            (Quotation, "Said she."),
            (Object, ""),
            (Cell, "a"),
            (Cell, "b"),
            (Cell, "c"),
            (Cell, "d"),
            (Paragraph, "Note."),
            (Footnote, "Below."),
            (Heading(3), "Why?"),
            (Paragraph, "The moon."),
        ];
        assert_eq!(shown(text), expected.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn what_shows_without_words_is_a_passage_and_a_comment_is_none() {
        use PassageKind::*;
        let text = "---\ntitle: T\n---\n\n::toc\n\n<!-- byline-allow: x y -->\n\n![A boat](boat.png)\n\n\
            Text with ![a boat](boat.png) in it.[^n]\n\n<div>\n\n:::note\n\nInside.\n\n:::\n\n<!-- more -->\n\n\
            [^n]: ![A boat](boat.png)\n";
        let expected = [
            (Title, "T"),
            (Object, ""),
            (Object, ""),
            (Paragraph, "Text with  in it."),
            (Object, ""),
            (Object, ""),
            (Paragraph, "Inside."),
        ];
        assert_eq!(shown(text), expected.map(|(kind, text)| (kind, text.to_owned())));
        let passages = read(text);
        let place = passages[2].whole();
        assert_eq!(&text[place.start as usize..place.end as usize], "![A boat](boat.png)");
        assert_eq!(passages[3].notes, [passages[3].text.len()]);
    }

    #[test]
    fn a_passage_leads_back_to_the_file() {
        let text = "---\ntitle: T\n---\n\nThe sea [is *deep*](b.md) here[@a], they “say”.\n";
        let passages = read(text);
        let passage = passages.last().expect("a passage");
        assert_eq!(passage.text, "The sea is deep here, they “say”.");
        let of = |word: &str| {
            let at = passage.text.find(word).expect("a word");
            let span = passage.span(at..at + word.len());
            &text[span.start as usize..span.end as usize]
        };
        assert_eq!([of("deep"), of("here"), of("say")], ["deep", "here", "say"]);
        assert_eq!(passage.citations, [passage.text.find(", they").expect("words")]);
        let [link] = passage.links.as_slice() else { panic!("one link") };
        assert_eq!((&passage.text[link.range.clone()], link.destination.as_str()), ("is deep", "b.md"));
        assert_eq!(&text[link.span.start as usize..link.span.end as usize], "[is *deep*](b.md)");
    }

    #[test]
    fn links_of_html_are_read_like_those_of_markdown() {
        let text = "---\ntitle: T\n---\n\nSee <a class=x href=\"http://a.example/?a&amp;b\">the *tides*</a> and <A HREF=b.md>more.\n\n\
            <div>\n<!-- <a href=\"http://no.example/\"> -->\n<a\n  href='http://c.example/'>C</a> <a id=x>x</a>\n</div>\n";
        let passages = read(text);
        let links = passages.iter().flat_map(|passage| passage.links.iter().map(move |link| (passage, link)));
        let told = links.map(|(passage, link)| {
            (&passage.text[link.range.clone()], link.destination.as_str(), &text[link.span.range()])
        });
        let first = "<a class=x href=\"http://a.example/?a&amp;b\">the *tides*</a>";
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                ("the tides", "http://a.example/?a&b", first),
                ("more.", "b.md", "<A HREF=b.md>"),
                ("", "http://c.example/", "<a\n  href='http://c.example/'>"),
            ]
        );
    }

    #[test]
    fn a_link_says_where_its_destination_is_written() {
        let text = "---\ntitle: T\n---\n\nThe [sea][S], [s] and [it](b.md).\n\n- x\n\n  [S]: a.md 'T'\n";
        let passages = read(text);
        let links = passages.iter().flat_map(|passage| &passage.links);
        let written: Vec<&str> = links.map(|link| &text[link.written.range()]).collect();
        assert_eq!(written, ["[S]: a.md 'T'", "[S]: a.md 'T'", "[it](b.md)"]);
    }

    #[test]
    fn the_words_of_a_title_lead_back_to_the_file() {
        for title in ["High tides", "\"High tides\"", "'High tides'", "# High tides", "\"High\\x20tides\""] {
            let text = match title.strip_prefix('#') {
                Some(_) => format!("{title}\n\nText.\n"),
                None => format!("---\ntitle: {title}\n---\n\nText.\n"),
            };
            let passages = read(&text);
            let Some(passage) = passages.first().filter(|passage| passage.kind == PassageKind::Title) else { continue };
            let place = passage.span(5..10);
            let wanted = if title.contains('x') { title } else { "tides" };
            assert_eq!(&text[place.start as usize..place.end as usize], wanted, "{title}");
        }
    }

    #[test]
    fn the_caption_of_a_figure_is_read_where_the_figure_stands() {
        let text = "---\ntitle: T\nimage:\n  src: a.jpg\n  caption: A *quay*\n---\n## Boats\n\n\
            ![Two boats](b.jpg \"Aground, *until* noon.\"){width=640}\n\nAfter ![a flag](c.png 'A \\'red\\' flag') it.\n";
        let passages = read(text);
        let asides: Vec<&Passage> = passages.iter().filter(|passage| passage.kind == PassageKind::Aside).collect();
        let told: Vec<(&str, usize)> = asides.iter().map(|aside| (aside.text.as_str(), aside.headings)).collect();
        assert_eq!(told, [("A quay", 0), ("Aground, until noon.", 1), ("A ‘red’ flag", 1)]);
        let at = |aside: &Passage| text.get(aside.whole().range()).expect("a range").to_owned();
        assert_eq!(at(asides[1]), "Aground, *until* noon.");
        assert!(at(asides[2]).contains("red"));
        assert_eq!(passages.last().map(|passage| passage.text.as_str()), Some("After  it."));
    }
}
