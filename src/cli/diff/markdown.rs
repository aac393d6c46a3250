//! What differs, as Markdown for the comment of a pull request.
//!
//! Nothing of the site is read as Markdown there, and nobody is called by it: texts stand in blocks of code, and what
//! stands elsewhere is escaped.

use super::words::{self, Parts, clipped, counted, growth};
use crate::build::diff::passages::{Passage, Piece};
use crate::build::diff::{Comparison, PageChange};
use crate::diagnostics::escaped;

/// GitHub takes 65,536 characters; the rest is for what somebody puts around it.
const LIMIT: usize = 60_000;
/// How much one list or page may take of that.
const SHARE: usize = 12_000;
/// How many lines of a list are shown before the rest is folded away.
const OPEN: usize = 10;

/// The whole comment.
pub fn markdown(comparison: &Comparison) -> String {
    let name = inline(&words::named(&comparison.with));
    if comparison.is_same() {
        return format!("**No change** since {name}: {}.\n", words::same(comparison));
    }
    let mut text = format!("**Since {name}:** {}\n", words::summary(comparison));
    let Parts { lost, removed, added, changed, markup } = Parts::of(comparison);
    let lost_row = |page: &&PageChange| match words::way_out(page, &added) {
        Some(way_out) => format!("{}  {}\n", row(page), inline(&clipped(&way_out))),
        None => row(page),
    };
    let lost: Vec<String> = lost.iter().map(lost_row).collect();
    list("Removed, and nothing leads on from there :warning:", lost, &mut text);
    for (head, pages) in [("Removed", removed), ("Added", added)] {
        list(head, pages.iter().map(|page| row(page)).collect(), &mut text);
    }
    if !changed.is_empty() {
        text.push_str("\n### Changed\n");
        let mut left_out = 0;
        for page in changed {
            let details = details(page);
            if text.len() + details.len() > LIMIT - SHARE {
                left_out += 1;
            } else {
                text.push_str(&details);
            }
        }
        if left_out > 0 {
            text.push_str(&format!("\n… and {} that no comment has room for\n", counted(left_out, "page")));
        }
    }
    let markup = markup.iter().map(|page| row(page)).collect();
    list("Changed in the markup, or in what is shown of other pages", markup, &mut text);
    let files = comparison.files.iter().map(words::file).map(|(what, file)| format!("- {what} {}\n", inline(&file)));
    list("Other files", files.collect(), &mut text);
    text
}

/// A list below a heading, folded if it is long, cut where there is no room.
fn list(head: &str, rows: Vec<String>, text: &mut String) {
    if rows.is_empty() {
        return;
    }
    let is_folded = rows.len() > OPEN;
    let count = rows.len();
    text.push_str(&match is_folded {
        true => format!("\n<details><summary><b>{head}</b> ({count})</summary>\n\n"),
        false => format!("\n### {head}\n\n"),
    });
    let room = SHARE.min(LIMIT.saturating_sub(text.len() + 200));
    let begin = text.len();
    for (at, row) in rows.iter().enumerate() {
        if text.len() - begin + row.len() > room {
            text.push_str(&format!("- … and {} more\n", count - at));
            break;
        }
        text.push_str(row);
    }
    if is_folded {
        text.push_str("\n</details>\n");
    }
}

fn row(page: &PageChange) -> String {
    let mut row = format!("- {}", code(&clipped(&page.address)));
    if !page.title.is_empty() {
        row.push_str(&format!(" {}", inline(&clipped(&page.title))));
    }
    row.push_str(&page.leads_to.as_ref().map_or_else(String::new, |to| format!(" leads to {}", code(to))));
    row.push('\n');
    row
}

/// A page that changed, folded.
fn details(page: &PageChange) -> String {
    let passages = counted(page.passages.len(), "passage");
    let mut text = format!(
        "\n<details><summary>{} {} ({passages}, {})</summary>\n\n",
        code(&clipped(&page.address)),
        inline(&clipped(&page.title)),
        growth(page.sizes)
    );
    if let Some(document) = &page.document {
        text.push_str(&format!("{}\n\n", code(document.as_str())));
    }
    for fact in words::facts(page) {
        if text.len() < SHARE / 2 {
            text.push_str(&format!("- {}\n", inline(&clipped(&fact))));
        }
    }
    if !text.ends_with("\n\n") {
        text.push('\n');
    }
    let mut lines: Vec<String> = Vec::new();
    let mut length = text.len();
    let mut shown = 0;
    let mut heading = "";
    for passage in &page.passages {
        let of_passage = self::lines(passage, heading);
        heading = &passage.heading;
        let more: usize = of_passage.iter().map(|line| line.len() + 1).sum();
        if length + more > SHARE {
            break;
        }
        length += more;
        shown += 1;
        lines.extend(of_passage);
    }
    if !lines.is_empty() {
        let fence = "`".repeat(lines.iter().map(|line| longest_run(line)).max().unwrap_or(0).max(2) + 1);
        text.push_str(&format!("{fence}diff\n{}\n{fence}\n", lines.join("\n")));
    }
    if let more @ 1.. = page.passages.len() - shown {
        text.push_str(&format!("\n… and {}\n", counted(more, "more passage")));
    }
    text.push_str("\n</details>\n");
    text
}

fn lines(Passage { heading, before, after }: &Passage, last_heading: &str) -> Vec<String> {
    let mut lines = Vec::new();
    if heading != last_heading {
        lines.push(format!("@@ {} @@", escaped(&clipped(heading))));
    }
    for (mark, pieces) in [('-', before), ('+', after)] {
        if !pieces.is_empty() {
            let text: String = pieces.iter().map(|Piece { text, .. }| clipped(text)).collect();
            lines.push(format!("{mark} {}", escaped(&clipped(&text))));
        }
    }
    lines
}

fn longest_run(text: &str) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// A text as code that no Markdown and no mention is found in.
fn code(text: &str) -> String {
    format!("<code>{}</code>", html(text))
}

/// A text as text, also within HTML: no Markdown is found in it, and neither a mention nor a reference to an issue.
fn inline(text: &str) -> String {
    let mut safe = String::new();
    for c in html(text).chars() {
        match c {
            '@' | '#' => safe.extend([c].into_iter().chain("<!-- -->".chars())),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '|' | '!' | ':' | '$' => {
                safe.push_str(&format!("&#{};", u32::from(c)));
            }
            c => safe.push(c),
        }
    }
    safe
}

/// HTML's own characters as references.
fn html(text: &str) -> String {
    let mut safe = String::new();
    for c in escaped(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::build::diff::{FileChange, Totals, What, With};

    fn page(what: What, address: &str, passages: Vec<Passage>) -> PageChange {
        PageChange {
            what,
            address: address.to_owned(),
            leads_to: None,
            is_further: false,
            title: "@all: *see* <b> #12".to_owned(),
            document: None,
            sizes: [Some(1), Some(2)],
            dates: Vec::new(),
            description: None,
            sources_added: Vec::new(),
            sources_removed: Vec::new(),
            passages,
        }
    }

    fn comparison(pages: Vec<PageChange>, files: Vec<FileChange>) -> Comparison {
        let with = With::Output(PathBuf::from("public"));
        Comparison { with, pages, files, before: Totals::default(), after: Totals::default() }
    }

    fn passage(text: &str) -> Passage {
        let piece = |text: &str| vec![Piece { is_changed: true, text: text.to_owned() }];
        Passage { heading: "H".to_owned(), before: piece(text), after: piece(&format!("{text}!")) }
    }

    #[test]
    fn texts_of_the_site_are_neither_markup_nor_mentions() {
        let text = markdown(&comparison(vec![page(What::Added, "/<i>/", Vec::new())], Vec::new()));
        let row = "- <code>/&lt;i&gt;/</code> @<!-- -->all&#58; &#42;see&#42; &lt;b&gt; #<!-- -->12\n";
        assert!(text.contains(row), "{text}");
    }

    #[test]
    fn a_passage_cannot_end_the_block_of_code_that_it_stands_in() {
        let text = markdown(&comparison(vec![page(What::Changed, "/a/", vec![passage("````\n````")])], Vec::new()));
        assert!(text.contains("\n`````diff\n@@ H @@\n- ````\\u{a}````\n"), "{text}");
    }

    #[test]
    fn however_much_has_changed_the_comment_is_not_longer_than_one_may_be() {
        let long = "è".repeat(3_000);
        let of = |what: What, count: usize, passages: usize| {
            (0..count).map(move |at| (what, at, passages)).collect::<Vec<_>>()
        };
        let all =
            [of(What::Added, 900, 0), of(What::Changed, 400, 40), of(What::Removed, 900, 0), of(What::Changed, 900, 0)];
        let pages = all.concat().into_iter().map(|(what, at, passages)| {
            let mut page = page(what, &format!("/{at}/{long}/"), vec![passage(&long); passages]);
            page.title.clone_from(&long);
            page.sources_added = vec![long.clone(); if what == What::Changed && passages > 0 { 50 } else { 0 }];
            page
        });
        let file = |at: usize| FileChange { what: What::Changed, path: format!("{at}{long}"), sizes: [None, None] };
        let text = markdown(&comparison(pages.collect(), (0..900).map(file).collect()));
        assert!(text.chars().count() <= 65_536, "{}", text.chars().count());
        for end in ["more\n", "that no comment has room for\n"] {
            assert!(text.contains(end), "{end}");
        }
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
    }

    #[test]
    fn that_nothing_changed_is_one_line() {
        assert_eq!(
            markdown(&comparison(Vec::new(), Vec::new())),
            "**No change** since public: 0 pages and 0 other files are the same.\n"
        );
    }
}
