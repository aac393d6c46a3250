//! Lines of a paragraph that were meant as headings, lists, tables or places.

use std::ops::Range;

use super::Flow;
use super::printed::HARD_BLANK;
use crate::parse::document::Place;

/// What a line was meant as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meant {
    Heading,
    List,
    Table,
    Place,
}

/// A line that is almost such a block.
#[derive(Debug, PartialEq, Eq)]
struct Near {
    /// In the paragraph.
    place: Range<usize>,
    meant: Meant,
    help: String,
}

impl Flow<'_, '_> {
    /// Reports lines of a paragraph that were meant as blocks of their own; a list or a table is one mistake.
    pub(super) fn report_printed_blocks(&mut self, range: &Range<usize>) {
        let draft = self.draft;
        let mut last = None;
        for Near { place, meant, help } in find(draft.text.get(range.clone()).unwrap_or_default()) {
            if last.replace(meant) == Some(meant) && matches!(meant, Meant::List | Meant::Table) {
                continue;
            }
            let what = match meant {
                Meant::Heading => "heading",
                Meant::List => "list",
                Meant::Table => "table",
                Meant::Place => "place",
            };
            let place = draft.span(range.start + place.start..range.start + place.end);
            let wrong = self.printed(place, format!("this is printed as it stands here, and is no {what}"));
            self.shared.report(wrong.help(help));
        }
    }
}

/// What the lines of a paragraph were meant as.
fn find(paragraph: &str) -> Vec<Near> {
    let mut found = Vec::new();
    // The line before, and whether it begins with a number that a hard blank follows.
    let mut above: Option<(&str, bool)> = None;
    let mut from = 0;
    for whole in paragraph.split_inclusive('\n') {
        let line = whole.trim_start_matches([' ', '\t', '>']);
        let at = from + whole.len() - line.len();
        let line = line.trim_end();
        from += whole.len();
        let mut note = |len: usize, meant, help: String| found.push(Near { place: at..at + len, meant, help });
        let is_number = is_number(line);
        match line.as_bytes().first() {
            Some(b'#') => {
                let signs = line.len() - line.trim_start_matches('#').len();
                let behind = &line[signs..];
                let level = &line[..signs];
                // `#` and a number are text: `# 5`.
                let is_title = |rest: &str| signs > 1 || rest.starts_with(char::is_alphabetic);
                if signs <= 6 && behind.strip_prefix(HARD_BLANK).is_some_and(is_title) {
                    let help = format!("put an ordinary blank, not a no-break one, behind the signs: `{level} Title`");
                    note(line.len(), Meant::Heading, help);
                } else if (2..=6).contains(&signs) && behind.starts_with(char::is_alphabetic) {
                    let help = format!("put a blank behind the signs: `{level} Title`, or `\\#` before them for text");
                    note(line.len(), Meant::Heading, help);
                }
            }
            Some(b'-' | b'+' | b'*') if line[1..].starts_with(HARD_BLANK) => {
                let sign = &line[..1];
                let help = format!("put an ordinary blank, not a no-break one, behind the sign: `{sign} …`");
                note(1, Meant::List, help);
            }
            // A number by itself may well be kept with what follows: `1. Mai`.
            Some(b'0'..=b'9') if is_number && above.is_some_and(|(_, before)| before) => {
                let help = "put an ordinary blank, not a no-break one, behind each number: `1. …`".to_owned();
                note(line.find(HARD_BLANK).unwrap_or(line.len()), Meant::List, help);
            }
            _ => {}
        }
        if let Some((head, _)) = above
            && let Some(help) = table(head, line)
        {
            note(line.len(), Meant::Table, help);
        }
        let word = line.rsplit([' ', '\t']).next().unwrap_or_default();
        if word.len() < line.len() && word.strip_prefix("::").is_some_and(|name| Place::from_name(name).is_some()) {
            let help = format!("write `{word}` on a line of its own, between blank lines");
            let start = at + line.len() - word.len();
            found.push(Near { place: start..start + word.len(), meant: Meant::Place, help });
        }
        above = Some((line, is_number));
    }
    found
}

/// Whether a line begins with a number as of a list, with a hard blank behind it.
fn is_number(line: &str) -> bool {
    let digits = line.bytes().take(10).take_while(u8::is_ascii_digit).count();
    (1..=9).contains(&digits)
        && line[digits..].strip_prefix(['.', ')']).is_some_and(|rest| rest.starts_with(HARD_BLANK))
}

/// What keeps two lines from beginning a table; `None` if they were not meant to.
fn table(head: &str, line: &str) -> Option<String> {
    let is_row = |line: &str| line.len() > 1 && line.starts_with('|') && line.ends_with('|');
    let bare: String = line.chars().filter(|c| !matches!(c, '|' | ':' | ' ' | '\t')).collect();
    let columns = cells(head);
    let hyphens = format!("|{}", "---|".repeat(columns.min(12)));
    if !bare.is_empty() && bare.bytes().all(|byte| byte == b'-') && line.contains('|') && head.contains('|') {
        let count = |cells: usize| if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") };
        return Some(format!(
            "the first line has {}, and the line of hyphens has {}: write `{hyphens}`",
            count(columns),
            count(cells(line))
        ));
    }
    if columns < 2 || !is_row(head) || !is_row(line) {
        return None;
    }
    if !bare.is_empty() && bare.chars().all(|c| matches!(c, '-' | '–' | '—' | '−')) {
        return Some(format!("write hyphens, not dashes, below the first line: `{hyphens}`"));
    }
    Some(format!("put a line of hyphens below the first line: `{hyphens}`"))
}

/// How many cells a row has.
fn cells(row: &str) -> usize {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = row.strip_suffix('|').filter(|rest| !rest.ends_with('\\')).unwrap_or(row);
    let mut escaped = false;
    let bars = row.bytes().filter(|byte| {
        let is_plain = !escaped;
        escaped = *byte == b'\\' && is_plain;
        *byte == b'|' && is_plain
    });
    bars.count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(paragraph: &str) -> Vec<(Meant, &str)> {
        find(paragraph).into_iter().map(|near| (near.meant, &paragraph[near.place])).collect()
    }

    #[test]
    fn lines_that_were_meant_as_blocks_are_found() {
        for (paragraph, meant, place) in [
            ("##Heading", Meant::Heading, "##Heading"),
            ("text\n###Heading", Meant::Heading, "###Heading"),
            ("#\u{a0}Heading", Meant::Heading, "#\u{a0}Heading"),
            ("-\u{a0}item", Meant::List, "-"),
            ("1.\u{a0}one\n2.\u{a0}two", Meant::List, "2."),
            ("|a|b|\n|c|d|", Meant::Table, "|c|d|"),
            ("|a|b|\n|—|—|", Meant::Table, "|—|—|"),
            ("|a|b|\n|---|", Meant::Table, "|---|"),
            ("a | b\n--- | --- | ---", Meant::Table, "--- | --- | ---"),
            ("Read on. ::newsletter", Meant::Place, "::newsletter"),
        ] {
            assert_eq!(found(paragraph), [(meant, place)], "{paragraph}");
        }
        assert!(table("|a|b \\| c|", "|---|").is_some_and(|help| help.contains("2 cells") && help.contains("1 cell:")));
    }

    #[test]
    fn prose_that_only_resembles_a_block_is_left_alone() {
        for paragraph in [
            "#hashtag and #another",
            "#\u{a0}5 of the charts",
            "## ",
            "##1 of the list",
            "\\##Heading",
            "a | b\nc | d",
            "|x| is a norm\n|y| too",
            "|x|\nis a norm",
            "1.\u{a0}Mai",
            "std::toc and the ::faqs of it",
            "`a ::toc`",
            "- - -",
            "-5 degrees",
            "a\n-- b",
        ] {
            assert_eq!(found(paragraph), [], "{paragraph}");
        }
    }
}
