//! Documents: front matter, ledgers, people, credits, directives.

use byline::config::site::MarkdownOptions;
use byline::date::Zone;
use byline::diagnostics::Diagnostic;
use byline::parse::{ParseOptions, parse};
use byline::text::RelPath;

use super::run;
use crate::support::{repository, tree};

fn options(raw_html: bool) -> ParseOptions {
    ParseOptions {
        markdown: MarkdownOptions { raw_html, smart_punctuation: true, callouts: vec!["key-facts".to_owned()] },
        taxonomies: vec!["tags".to_owned()],
        timezone: Zone::utc(),
        language: "en".to_owned(),
        search: true,
        languages: vec!["de".to_owned()],
    }
}

/// The texts of this repository with some ending.
pub fn texts(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let files = tree(&repository().join(folder)).into_iter().filter(|(path, _)| path.ends_with(ending));
    files.map(|(_, bytes)| bytes).filter(|bytes| bytes.len() < 16 << 10).collect()
}

/// What is wrong with the places of diagnostics.
pub fn misplaced(diagnostics: &[Diagnostic], bytes: &[u8]) -> Result<(), String> {
    for diagnostic in diagnostics {
        let Some(span) = diagnostic.place.as_ref().and_then(|place| place.span) else { continue };
        let range = span.range();
        // A place may be the end of the file, and the text of one in another encoding is not the file's.
        if range.start > range.end || (range.end > bytes.len() + 1 && std::str::from_utf8(bytes).is_ok()) {
            return Err(format!("{diagnostic:?} lies outside of {} bytes", bytes.len()));
        }
    }
    Ok(())
}

/// Parses the bytes as each kind of document.
fn parse_as(paths: &[&str], bytes: &[u8]) -> Result<(), String> {
    for path in paths {
        let path = RelPath::new(path).expect("a clean path");
        for raw_html in [true, false] {
            let parsed = parse(&path, bytes, &options(raw_html));
            misplaced(&parsed.diagnostics, bytes)?;
            let again = parse(&path, bytes, &options(raw_html));
            if format!("{parsed:?}") != format!("{again:?}") {
                return Err("parsing it twice gives two things".to_owned());
            }
        }
    }
    Ok(())
}

#[test]
fn front_matter_of_any_bytes_is_read_or_refused_with_a_place() {
    let mut seeds: Vec<Vec<u8>> = texts("content", ".md");
    seeds.extend(texts("tests/problems", ".txt"));
    seeds.extend(texts("content", ".yml"));
    let fields = |bytes: &[u8]| {
        let text = [b"---\n".as_slice(), bytes, b"\n---\nText.\n"].concat();
        parse_as(&["content/a.md", "content/_index.md", "content/people/x.md"], &text)?;
        parse_as(&["content/a.md", "content/_index.md"], bytes)?;
        parse_as(&["content/sources.yml", "content/x.jpg.yml", "content/sources/x.bib", "content/a.de.md"], bytes)
    };
    run("front-matter", seeds, 150, fields);
}

#[test]
fn directives_of_any_bytes_are_read_or_refused_with_a_place() {
    let of_components = |path: &str| texts(path, ".md");
    let mut seeds = of_components("tests/sites/components");
    seeds.extend(of_components("tests/sites/markdown"));
    seeds.extend(texts("tests/problems", "directive-syntax.txt"));
    seeds.push(
        b":::note[Label]{#id .class key=\"value\" flag}\nText :kbd[x]{a=1} and ::line{b}.\n::::outer\n:::\n:::::\n"
            .to_vec(),
    );
    run("directives", seeds, 300, |bytes| parse_as(&["content/a.md"], bytes));
}
