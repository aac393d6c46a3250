//! JUnit's XML, as CI services read it: a suite for each file, a case for each diagnostic.
//!
//! Errors and warnings are failures; advice is a case that passed, with its words as output. A list without diagnostics
//! is one case that passed, because services take a report without cases for a broken one.

use std::io;

use super::Level;
use super::located::Located;
use super::visible::paragraph;
use crate::html::Html;

pub(super) fn write(located: &[Located<'_>], out: &mut dyn io::Write) -> io::Result<()> {
    let failures = located.iter().filter(|one| is_failure(one)).count();
    let tests = located.len().max(1);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<testsuites name="byline" tests="{tests}" failures="{failures}" errors="0">"#)?;
    if located.is_empty() {
        writeln!(out, r#"  <testsuite name="site" tests="1" failures="0" errors="0">"#)?;
        writeln!(out, "    <testcase name=\"nothing to report\" classname=\"byline\"/>\n  </testsuite>")?;
    }
    for suite in located.chunk_by(|one, other| file(one) == file(other)) {
        let failures = suite.iter().filter(|one| is_failure(one)).count();
        let name = suite.first().map_or("", file);
        let (name, tests) = (xml(if name.is_empty() { "site" } else { name }), suite.len());
        writeln!(out, r#"  <testsuite name="{name}" tests="{tests}" failures="{failures}" errors="0">"#)?;
        suite.iter().try_for_each(|one| case(one, out))?;
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn file<'l>(located: &'l Located<'_>) -> &'l str {
    located.place.as_ref().map_or("", |place| place.path.as_str())
}

fn is_failure(located: &Located<'_>) -> bool {
    located.diagnostic.level != Level::Advice
}

fn case(located: &Located<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let Located { diagnostic, place, related } = located;
    let at = place.as_ref().map(|place| place.line_column());
    let code = diagnostic.code.name();
    let name = xml(&at.as_ref().map_or(code.to_owned(), |at| format!("{code} at {at}")));
    let mut words: Vec<String> = at.into_iter().collect();
    words.push(diagnostic.message.clone());
    for (place, (_, of_place)) in related.iter().zip(&diagnostic.related) {
        words.push(format!("{}: {of_place}", place.line_column()));
    }
    words.extend(diagnostic.help.iter().map(|help| format!("help: {help}")));
    let words = xml(&words.join("\n"));
    writeln!(out, r#"    <testcase name="{name}" classname="{code}">"#)?;
    match diagnostic.level {
        Level::Advice => writeln!(out, "      <system-out>{words}</system-out>")?,
        Level::Error | Level::Warning => {
            let (message, level) = (xml(&diagnostic.message), diagnostic.level);
            writeln!(out, r#"      <failure message="{message}" type="{level}">{words}</failure>"#)?;
        }
    }
    writeln!(out, "    </testcase>")
}

/// A text for XML, which cannot hold control characters even as references.
fn xml(text: &str) -> String {
    Html::text(&paragraph(text)).0
}
