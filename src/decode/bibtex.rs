//! BibTeX and BibLaTeX → entries with places; LaTeX in them → Unicode.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use biblatex::{
    Bibliography, Chunk, ChunksExt, ParseError, ParseErrorKind, Person, RawBibliography, RawChunk, RawEntry, Token,
};

use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::text::{RelPath, Span, Spanned};

/// How deep braces may be nested in a field: the parser of LaTeX calls itself.
const DEEPEST: usize = 32;

/// How many pieces a field or an abbreviation may be joined from.
const MOST_PIECES: usize = 64;

/// Fields that hold names.
const NAMES: [&str; 3] = ["author", "editor", "bookauthor"];

/// Fields that hold keys of other entries, which the parser would follow without an end.
const KEYS: [&str; 3] = ["crossref", "xdata", "ids"];

/// Fields whose text is no LaTeX.
const VERBATIM: [&str; 4] = ["doi", "url", "eprint", "file"];

/// One entry of a bibliography.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BibEntry {
    /// What it is, such as `article`; lower case.
    pub kind: String,
    /// Its key.
    pub key: Spanned<String>,
    /// Its fields by name, lower case; those of names are in `names`.
    pub fields: Vec<(String, Spanned<String>)>,
    /// `author` and `editor`: `Family, Given`, or the name of an organization.
    pub names: Vec<(String, Vec<Spanned<String>>)>,
    /// The whole.
    pub span: Span,
}

type Abbreviations<'t> = BTreeMap<String, Vec<biblatex::Spanned<RawChunk<'t>>>>;

/// Reads a bibliography; an entry that cannot be read is a diagnostic, and the others are read all the same.
pub fn bibtex(path: &RelPath, text: &str) -> Diagnosed<Vec<BibEntry>> {
    let text = &*dotless(text);
    let mut reader = Reader { path, text, start: 0, diagnostics: Vec::new(), entries: Vec::new() };
    let mut abbreviations = Abbreviations::new();
    match RawBibliography::parse(text) {
        Ok(raw) => reader.bibliography(raw, &mut abbreviations),
        Err(fault) => {
            // One after the other, so that one that is broken hides no other.
            for piece in pieces(text) {
                reader.start = piece.start;
                match RawBibliography::parse(&text[piece.clone()]) {
                    Ok(raw) => reader.bibliography(raw, &mut abbreviations),
                    Err(fault) => reader.report(&fault, Some(piece.len())),
                }
            }
            if reader.diagnostics.is_empty() {
                reader.start = 0;
                reader.report(&fault, None);
            }
        }
    }
    Diagnosed { value: reader.entries, diagnostics: reader.diagnostics }
}

/// Stands where a character was taken out, so that every place stays where it is.
const NOTHING: char = '\u{7f}';

/// The text with `\'i` for `\'\i`, which the parser does not know.
fn dotless(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for letter in ["i", "j"] {
        for accent in ["'", "`", "^", "\"", "~", "=", "."] {
            let written = format!("\\{accent}\\{letter}");
            if text.contains(&written) {
                text = Cow::Owned(text.replace(&written, &format!("\\{accent}{letter}{NOTHING}")));
            }
        }
    }
    text
}

/// The parts of a file that begin with a line that begins with `@`.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = text.match_indices("\n@").map(|(at, _)| at + 1).collect();
    if text.starts_with('@') {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

struct Reader<'t> {
    path: &'t RelPath,
    text: &'t str,
    /// Where the part that is read begins in the file.
    start: usize,
    diagnostics: Vec<Diagnostic>,
    entries: Vec<BibEntry>,
}

impl<'t> Reader<'t> {
    fn bibliography(&mut self, raw: RawBibliography<'t>, abbreviations: &mut Abbreviations<'t>) {
        for pair in raw.abbreviations {
            let joined = self.joined(&pair.value.v, abbreviations);
            abbreviations.insert(pair.key.v.to_ascii_lowercase(), joined);
        }
        for entry in raw.entries {
            self.entry(entry, abbreviations);
        }
    }

    /// The pieces of a value without abbreviations.
    fn joined(
        &mut self,
        value: &[biblatex::Spanned<RawChunk<'t>>],
        abbreviations: &Abbreviations<'t>,
    ) -> Vec<biblatex::Spanned<RawChunk<'t>>> {
        let mut pieces = Vec::with_capacity(value.len());
        for piece in value {
            match &piece.v {
                RawChunk::Abbreviation(name) => match abbreviations.get(&name.to_ascii_lowercase()) {
                    Some(known) => pieces.extend(known.iter().cloned()),
                    None => pieces.push(piece.clone()),
                },
                RawChunk::Normal(_) => pieces.push(piece.clone()),
            }
            if pieces.len() > MOST_PIECES {
                let message = format!("this value is joined from more than {MOST_PIECES} pieces");
                self.add(Code::TooLarge, &piece.span, message, "write it as one text");
                pieces.truncate(MOST_PIECES);
                break;
            }
        }
        pieces
    }

    fn entry(&mut self, entry: biblatex::Spanned<RawEntry<'t>>, abbreviations: &Abbreviations<'t>) {
        let biblatex::Spanned { v: RawEntry { key, kind, fields }, span } = entry;
        let mut read = BibEntry {
            kind: kind.v.to_ascii_lowercase(),
            key: Spanned::new(key.v.to_owned(), self.place(&key.span)),
            fields: Vec::new(),
            names: Vec::new(),
            span: self.place(&span),
        };
        for mut pair in fields {
            let name = pair.key.v.to_ascii_lowercase();
            pair.value.v = self.joined(&pair.value.v, abbreviations);
            let place = self.place(&pair.value.span);
            if pair.value.v.iter().any(|piece| matches!(piece.v, RawChunk::Normal(text) if depth(text) > DEEPEST)) {
                let message = format!("braces are nested deeper than {DEEPEST} levels in `{name}`");
                self.add(Code::TooDeep, &pair.value.span, message, "take braces out");
                self.keep_unread(&mut read, name, place);
                continue;
            }
            if KEYS.contains(&name.as_str()) {
                let keys = pair.value.v.iter().map(|piece| match piece.v {
                    RawChunk::Normal(text) | RawChunk::Abbreviation(text) => text,
                });
                read.fields.push((name, Spanned::new(keys.collect::<String>().trim().to_owned(), place)));
                continue;
            }
            let is_said = pair.value.v.iter().any(|piece| match piece.v {
                RawChunk::Normal(text) | RawChunk::Abbreviation(text) => !text.trim().is_empty(),
            });
            let written = pair.value.span.clone();
            // By itself: so a field that cannot be read hides no other, and nothing refers round in a circle.
            let alone = RawEntry { key: key.clone(), kind: kind.clone(), fields: vec![pair] };
            let alone = vec![biblatex::Spanned::new(alone, span.clone())];
            let raw = RawBibliography { preamble: String::new(), entries: alone, abbreviations: Vec::new() };
            let known = match Bibliography::from_raw(raw) {
                Ok(known) => known,
                Err(fault) => {
                    self.report(&fault, None);
                    self.keep_unread(&mut read, name, place);
                    continue;
                }
            };
            let Some(chunks) = known.iter().next().and_then(|entry| entry.get(&name)) else { continue };
            if NAMES.contains(&name.as_str()) {
                let people: Vec<Person> = chunks.parse().unwrap_or_default();
                let people = people.iter().map(spoken).filter(|person| !person.is_empty());
                let people = people.map(|person| if person == "others" { "et al.".to_owned() } else { person });
                read.names.push((name, people.map(|person| Spanned::new(person, place)).collect()));
                continue;
            }
            let text: String = chunks.iter().map(|chunk| shown(&name, &chunk.v)).collect();
            let text = if VERBATIM.contains(&name.as_str()) { text } else { undressed(&text) };
            let text = text.replace(NOTHING, "");
            if name == "title" && is_said && text.trim().is_empty() {
                let help = "write its words between braces: `title = {…}`";
                self.add(Code::BibtexSyntax, &written, "nothing of this title can be read".to_owned(), help);
                self.keep_unread(&mut read, name, place);
                continue;
            }
            read.fields.push((name, Spanned::new(text.trim().to_owned(), place)));
        }
        self.entries.push(read);
    }

    /// Keeps a title that cannot be read as it is written: no source goes without one, and that it is missing would be untrue.
    fn keep_unread(&self, entry: &mut BibEntry, name: String, place: Span) {
        if name == "title" {
            let written = self.text.get(place.range()).unwrap_or_default();
            entry.fields.push((name, Spanned::new(written.to_owned(), place)));
        }
    }

    /// Reports what the parser could not read; `unclosed` is how long the part is that may lack its end.
    fn report(&mut self, fault: &ParseError, unclosed: Option<usize>) {
        let ends_early = unclosed.is_some_and(|length| {
            let piece = self.text.get(self.start..self.start + length).unwrap_or_default();
            fault.span.start >= piece.trim_end().len()
        });
        let kind = if ends_early { &ParseErrorKind::UnexpectedEof } else { &fault.kind };
        let (message, help) = match kind {
            ParseErrorKind::UnexpectedEof => ("this entry has no end", "close it with `}`, and each of its fields"),
            ParseErrorKind::Expected(Token::Comma) => ("a comma is missing here", "end each field with `,`"),
            ParseErrorKind::Expected(Token::Equals) => ("a `=` is missing here", "write a field as `title = {…},`"),
            ParseErrorKind::Expected(Token::Identifier) => {
                ("the name of a field is missing here", "write a field as `title = {…},`")
            }
            ParseErrorKind::Expected(Token::ClosingBrace) => ("a `}` is missing here", "close the entry with `}`"),
            ParseErrorKind::Unexpected(Token::ClosingBrace) => ("this `}` closes nothing", "delete it"),
            ParseErrorKind::MalformedCommand => ("this LaTeX command cannot be read", "write the character itself"),
            ParseErrorKind::UnknownAbbreviation(name) => {
                let message = format!("the abbreviation `{name}` is not defined");
                let help =
                    format!("write `{{{name}}}` if the word is meant, or define it: `@string{{{name} = {{…}}}}`");
                self.add(Code::BibtexSyntax, &fault.span, message, &help);
                return;
            }
            other => {
                let message = format!("this is not BibTeX: {other}");
                self.add(Code::BibtexSyntax, &fault.span, message, "write an entry as `@article{key, title = {…}}`");
                return;
            }
        };
        let first_line = self.text.get(self.start..).and_then(|piece| piece.lines().next()).map_or(0, str::len);
        let span = if ends_early { 0..first_line } else { fault.span.clone() };
        self.add(Code::BibtexSyntax, &span, message.to_owned(), help);
    }

    fn add(&mut self, code: Code, span: &Range<usize>, message: String, help: &str) {
        self.diagnostics.push(Diagnostic::new(code, self.path, self.place(span), message).help(help));
    }

    /// The place in the file of a range of the part that is read.
    fn place(&self, span: &Range<usize>) -> Span {
        let within = |at: usize| {
            let mut at = at.saturating_add(self.start).min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        Span::new(within(span.start), within(span.end))
    }
}

/// How deep braces are nested, at most: backslashes before them are not looked at, because the parser's own search
/// for the end of an argument does not look at them either.
fn depth(text: &str) -> usize {
    let mut deepest = 0;
    let mut open: usize = 0;
    for byte in text.bytes() {
        match byte {
            b'{' => open += 1,
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

fn shown(field: &str, chunk: &Chunk) -> String {
    let text = chunk.get();
    // An unescaped tilde is a space that does not break.
    if VERBATIM.contains(&field) { text.to_owned() } else { text.replace('~', " ") }
}

/// Commands of LaTeX that say how what stands in their braces looks.
const LOOKS: [&str; 16] = [
    "emph",
    "textit",
    "textbf",
    "textsc",
    "textsf",
    "textsl",
    "texttt",
    "textrm",
    "textup",
    "textnormal",
    "underline",
    "mbox",
    "enquote",
    "mkbibquote",
    "mkbibemph",
    "ensuremath",
];

/// Commands that say how all looks that follows them in the same braces.
const SWITCHES: [&str; 14] =
    ["em", "it", "bf", "sc", "tt", "sl", "rm", "sf", "itshape", "bfseries", "scshape", "normalfont", "small", "relax"];

/// A text without commands that only say how it looks, and without those around addresses; others stay as they are.
fn undressed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // For each brace that is open, whether it goes with the command before it.
    let mut open: Vec<bool> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '{', '}']) {
        out.push_str(&rest[..at]);
        let sign = &rest[at..at + 1];
        rest = &rest[at + 1..];
        match sign {
            "{" => {
                open.push(false);
                out.push('{');
            }
            "}" => {
                if !open.pop().unwrap_or(false) {
                    out.push('}');
                }
            }
            _ => {
                let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
                let (name, after) = rest.split_at(length);
                let inner = after.trim_start().strip_prefix('{');
                match inner {
                    Some(inner) if LOOKS.contains(&name) || matches!(name, "url" | "path") => {
                        open.push(true);
                        rest = inner;
                    }
                    // The text of a link stands behind its address.
                    Some(inner) if name == "href" => {
                        let behind = inner.split_once('}').map_or("", |(_, behind)| behind.trim_start());
                        open.extend(behind.starts_with('{').then_some(true));
                        rest = behind.strip_prefix('{').unwrap_or(behind);
                    }
                    _ if SWITCHES.contains(&name) => rest = after.trim_start(),
                    _ => {
                        out.push('\\');
                        out.push_str(name);
                        rest = after;
                    }
                }
            }
        }
    }
    out.push_str(rest);
    out
}

/// A name as ledgers write it: `Family, Given`.
fn spoken(person: &Person) -> String {
    let Person { name, given_name, prefix, suffix, .. } = person;
    let parts = [prefix.as_str(), name, suffix];
    let family = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let whole = if given_name.is_empty() { family } else { format!("{family}, {given_name}") };
    let whole = whole.replace('~', " ").replace(NOTHING, "").split_whitespace().collect::<Vec<_>>().join(" ");
    // Several words in braces are one name, which a comma at its end says.
    if given_name.is_empty() && prefix.is_empty() && whole.contains(' ') { whole + "," } else { whole }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> (Vec<BibEntry>, Vec<(String, String)>) {
        let path = RelPath::new("content/sources.bib").expect("a path");
        let Diagnosed { value, diagnostics } = bibtex(&path, text);
        let place = |found: &Diagnostic| found.place.as_ref().and_then(|place| place.span).unwrap_or_default();
        let found = diagnostics.iter().map(|found| (found.message.clone(), text[place(found).range()].to_owned()));
        (value, found.collect())
    }

    fn field<'e>(entry: &'e BibEntry, name: &str) -> Option<&'e str> {
        entry.fields.iter().find(|(known, _)| known == name).map(|(_, text)| text.value.as_str())
    }

    #[test]
    fn latex_becomes_unicode_and_names_their_parts() {
        let (entries, found) = read(
            "@string{jou = \"Journal of \" # {Examples}}\n@Article{a:1,\n  author = {van der Berg, J{\\\"o}rg and {World \
             Health Organization} and Mary Sm{\\'\\i}th and others},\n  title = {The {NASA} way --- caf\\'{e} \\& $x^2$},\n  \
             journal = jou # { Today},\n  month = mar, year = 2020,\n}\n",
        );
        assert_eq!(found, []);
        let [entry] = entries.as_slice() else { panic!("{entries:?}") };
        assert_eq!((entry.kind.as_str(), entry.key.value.as_str()), ("article", "a:1"));
        assert_eq!(field(entry, "title"), Some("The NASA way — café & x^2"));
        assert_eq!(field(entry, "journal"), Some("Journal of Examples Today"));
        assert_eq!((field(entry, "month"), field(entry, "year")), (Some("March"), Some("2020")));
        let names: Vec<&str> = entry.names[0].1.iter().map(|name| name.value.as_str()).collect();
        assert_eq!(names, ["van der Berg, Jörg", "World Health Organization,", "Smíth, Mary", "et al."]);
    }

    #[test]
    fn commands_that_say_how_a_text_looks_are_left_out() {
        let (entries, _) = read(
            "@misc{a, title = {On \\emph{high \\textbf{tides}} and {\\em odd} ones}, howpublished = {\\url{https://c.example/x_y}},\n  \
             note = {See \\href{https://d.example}{the map}, \\unknown{x} \\& more}}\n",
        );
        let [entry] = entries.as_slice() else { panic!("{entries:?}") };
        assert_eq!(field(entry, "title"), Some("On high tides and odd ones"));
        assert_eq!(field(entry, "howpublished"), Some("https://c.example/x_y"));
        assert_eq!(field(entry, "note"), Some("See the map, \\unknown{x} & more"));
        assert_eq!(undressed("\\emph{a \\url{b} {c}} }{"), "a b {c} }{");
    }

    #[test]
    fn an_entry_that_is_broken_is_reported_and_hides_no_other() {
        let text = "@book{a, title = {A}}\n@book{b,\n  title = {B\n}\n@book{c, title = {C} year = 2}\n@book{d, title = gone}\n";
        let (entries, found) = read(text);
        let keys: Vec<&str> = entries.iter().map(|entry| entry.key.value.as_str()).collect();
        assert_eq!(keys, ["a", "d"]);
        let of = |message: &str, place: &str| (message.to_owned(), place.to_owned());
        assert_eq!(
            found,
            [
                of("this entry has no end", "@book{b,"),
                of("a comma is missing here", ""),
                of("the abbreviation `gone` is not defined", "gone"),
            ]
        );
    }

    #[test]
    fn what_would_never_end_ends() {
        let nested = format!("@a{{k, title = {{{}x{}}}}}", "\\emph{".repeat(50_000), "}".repeat(50_000));
        assert_eq!(read(&nested).1.len(), 1);
        let bomb: String = (1..40).map(|n| format!("@string{{a{n} = a{} # a{}}}\n", n - 1, n - 1)).collect();
        let (_, found) = read(&format!("@string{{a0 = {{x}}}}\n{bomb}@a{{k, title = a39, crossref = {{k}}}}\n"));
        assert!(!found.is_empty());
        read("@string{a = a}\n@a{k, title = a}\n");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_reported(text in r#"([@{}",=\\%#$~ \n'é-]|@a\{k,|title = |author = |\\"| and |year = ){0,30}"#) {
            read(&text);
        }
    }
}
