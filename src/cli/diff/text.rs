//! What differs, for a terminal.

use super::words::{self, Parts, clipped, counted, growth};
use crate::build::diff::passages::{Passage, Piece};
use crate::build::diff::{Comparison, PageChange};
use crate::cli::terminal::{ERROR, GOOD, HELP, WARNING};
use crate::diagnostics::escaped;

/// How many passages of a page are shown.
const PASSAGES: usize = 20;
/// How many pages or files are listed of those that say little.
const LISTED: usize = 10;

/// The whole report.
pub fn text(comparison: &Comparison) -> String {
    let name = words::named(&comparison.with);
    if comparison.is_same() {
        return format!("{GOOD}no change{GOOD:#} since {name}: {}\n", words::same(comparison));
    }
    let mut text = format!("since {name}: {}\n", words::summary(comparison));
    let Parts { lost, removed, added, changed, markup } = Parts::of(comparison);
    if !lost.is_empty() {
        text.push_str(&format!("\n{ERROR}removed, and nothing leads on from there{ERROR:#}\n"));
        for page in lost {
            text.push_str(&line(page));
            if let Some(way_out) = words::way_out(page, &added) {
                text.push_str(&format!("    {HELP}help{HELP:#}: {}\n", escaped(&way_out)));
            }
        }
    }
    for (head, pages) in [("removed", removed), ("added", added)] {
        if !pages.is_empty() {
            text.push_str(&format!("\n{HELP}{head}{HELP:#}\n"));
            for page in pages {
                text.push_str(&line(page));
                facts(page, &mut text);
            }
        }
    }
    if !changed.is_empty() {
        text.push_str(&format!("\n{HELP}changed{HELP:#}\n"));
        for page in changed {
            text.push_str(&line(page));
            facts(page, &mut text);
            let mut heading = "";
            for passage in page.passages.iter().take(PASSAGES) {
                put(passage, heading, &mut text);
                heading = &passage.heading;
            }
            if let more @ 1.. = page.passages.len().saturating_sub(PASSAGES) {
                text.push_str(&format!("    … and {}\n", counted(more, "more passage")));
            }
        }
    }
    if !markup.is_empty() {
        text.push_str(&format!("\n{HELP}changed in the markup, or in what is shown of other pages{HELP:#}\n"));
        markup.iter().take(LISTED).for_each(|page| text.push_str(&line(page)));
        more(markup.len(), "page", &mut text);
    }
    if !comparison.files.is_empty() {
        text.push_str(&format!("\n{HELP}other files{HELP:#}\n"));
        for (what, file) in comparison.files.iter().take(LISTED).map(words::file) {
            text.push_str(&format!("  {what} {file}\n"));
        }
        more(comparison.files.len(), "file", &mut text);
    }
    text
}

fn more(all: usize, what: &str, text: &mut String) {
    if let more @ 1.. = all.saturating_sub(LISTED) {
        text.push_str(&format!("  … and {}; `--format json` lists all\n", counted(more, &format!("more {what}"))));
    }
}

fn line(page: &PageChange) -> String {
    let mut line = format!("  {}", escaped(&page.address));
    if !page.title.is_empty() {
        line.push_str(&format!("  {}", escaped(&page.title)));
    }
    match &page.document {
        Some(document) => line.push_str(&format!(" ({}, {})", escaped(document.as_str()), growth(page.sizes))),
        None => line.push_str(&format!(" ({})", growth(page.sizes))),
    }
    line + "\n"
}

fn facts(page: &PageChange, text: &mut String) {
    for fact in words::facts(page) {
        text.push_str(&format!("    {}\n", escaped(&fact)));
    }
}

fn put(passage: &Passage, last_heading: &str, text: &mut String) {
    let Passage { heading, before, after } = passage;
    if heading != last_heading {
        text.push_str(&format!("    {HELP}{}{HELP:#}\n", escaped(heading)));
    }
    for (mark, pieces, style) in [('-', before, WARNING), ('+', after, GOOD)] {
        if pieces.is_empty() {
            continue;
        }
        text.push_str(&format!("    {style}{mark}{style:#} "));
        for Piece { is_changed, text: piece } in pieces {
            let piece = clipped(piece);
            let piece = escaped(&piece);
            text.push_str(&if *is_changed { format!("{style}{piece}{style:#}") } else { piece.into_owned() });
        }
        text.push('\n');
    }
}
