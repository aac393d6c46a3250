//! The page of a theme's components.

use crate::render::Documented;

/// Drawings that stand in for pictures of examples.
const DRAWINGS: [&str; 4] = ["harbour.svg", "marsh.svg", "cliffs.svg", "wave.svg"];

/// What a comment consists of.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// Sentences.
    Text(String),
    /// What an author may write.
    Example(String),
}

/// The page as Markdown: each component that articles may call with its examples, as they are written and as they look;
/// then what the others are for.
pub(super) fn page(components: &[Documented]) -> String {
    let mut page = "---\ntitle: Components\nkind: page\ndek: What the theme has besides Markdown, as it is written and as it \
        looks.\n---\n\nThe text of each is the comment above its definition. A comment may hold examples, indented by four \
        blanks.\n\n## What articles may call\n"
        .to_owned();
    let mut drawings = DRAWINGS.iter().cycle();
    for one in components.iter().filter(|one| one.is_for_articles) {
        head(one, &mut page);
        for part in parts(&one.comment) {
            match part {
                Part::Text(text) => page.push_str(&format!("\n{}\n", plain(&text))),
                Part::Example(example) => {
                    let example = with_drawings(&example, &mut drawings);
                    let fence = fence(&example);
                    page.push_str(&format!("\n{fence}markdown\n{example}\n{fence}\n\n{example}\n"));
                }
            }
        }
    }
    page.push_str("\n## What the program and templates call\n");
    for one in components.iter().filter(|one| !one.is_for_articles) {
        head(one, &mut page);
        for part in parts(&one.comment) {
            match part {
                Part::Text(text) => page.push_str(&format!("\n{}\n", plain(&text))),
                Part::Example(example) => {
                    let fence = fence(&example);
                    page.push_str(&format!("\n{fence}\n{example}\n{fence}\n"));
                }
            }
        }
    }
    page
}

fn head(one: &Documented, page: &mut String) {
    page.push_str(&format!("\n### {}\n\n{}\n", plain(&one.name), plain(one.path.as_str())));
    if one.comment.is_empty() {
        page.push_str("\n*It has no comment.*\n");
    }
}

/// Takes a comment apart: what is indented by four blanks is an example.
fn parts(comment: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for line in comment.lines() {
        match (line.strip_prefix("    "), parts.last_mut()) {
            (Some(line), Some(Part::Example(example))) => example.push_str(&format!("\n{line}")),
            (Some(line), _) => parts.push(Part::Example(line.to_owned())),
            (None, Some(Part::Example(example))) if line.trim().is_empty() => example.push('\n'),
            (None, Some(Part::Text(text))) => text.push_str(&format!("\n{line}")),
            (None, _) => parts.push(Part::Text(line.to_owned())),
        }
    }
    for part in &mut parts {
        let (Part::Text(text) | Part::Example(text)) = part;
        *text = text.trim_end().trim_start_matches('\n').to_owned();
    }
    parts.retain(|part| !matches!(part, Part::Text(text) if text.trim().is_empty()));
    parts
}

/// A text of which Markdown takes nothing for a sign, but for code between backticks.
fn plain(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for (at, piece) in text.split('`').enumerate() {
        let is_code = at % 2 == 1;
        if at > 0 {
            written.push('`');
        }
        for sign in piece.chars() {
            if !is_code && sign.is_ascii_punctuation() {
                written.push('\\');
            }
            written.push(sign);
        }
    }
    // One that nothing ends is a sign of its own.
    if text.matches('`').count() % 2 == 1 {
        written.push('`');
    }
    written
}

/// A fence that is longer than any in the text.
fn fence(text: &str) -> String {
    let longest = text.split(|sign| sign != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}

/// The example with drawings in place of its pictures, which lie nowhere.
fn with_drawings<'d>(example: &str, drawings: &mut impl Iterator<Item = &'d &'d str>) -> String {
    let mut written = String::with_capacity(example.len());
    let mut rest = example;
    while let Some((before, from)) = rest.split_once("](") {
        written.push_str(before);
        written.push_str("](");
        let end = from.find([' ', ')', '\n']).unwrap_or(from.len());
        let is_picture = before.rfind('[').is_some_and(|open| before[..open].ends_with('!'));
        let is_named = is_picture && !from[..end].contains('/');
        written.push_str(if is_named { drawings.next().copied().unwrap_or_default() } else { &from[..end] });
        rest = &from[end..];
    }
    written.push_str(rest);
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::RelPath;

    fn documented(name: &str, comment: &str, is_for_articles: bool) -> Documented {
        let path = RelPath::new("themes/a/templates/components/a.html").expect("a path");
        Documented { name: name.to_owned(), path, comment: comment.to_owned(), is_for_articles }
    }

    #[test]
    fn an_example_is_shown_as_it_is_written_and_as_it_looks() {
        let comment = "A [box] for `code`.\n\n    :::box\n    ```a\n    x\n    ```\n\n    Text.\n    :::\n\nOr less.";
        let page = page(&[documented("box", comment, true)]);
        let example = ":::box\n```a\nx\n```\n\nText.\n:::";
        assert!(page.contains(&format!("\n````markdown\n{example}\n````\n\n{example}\n")), "{page}");
        assert!(page.contains("\nA \\[box\\] for `code`\\.\n") && page.contains("\nOr less\\.\n"), "{page}");
    }

    #[test]
    fn what_articles_may_not_call_is_not_called() {
        let page = page(&[documented("card", "One.\n\n    {{ <card /> }}", false), documented("bare", "", false)]);
        assert_eq!(page.matches("{{ <card /> }}").count(), 1, "{page}");
        assert!(page.contains("It has no comment"), "{page}");
    }

    #[test]
    fn pictures_of_examples_are_drawings_and_links_stay() {
        let mut drawings = DRAWINGS.iter().cycle();
        let example = "![One](one.jpg \"A\") ![Two](two.jpg) [three](four.md) ![b](/c/d.png)";
        let shown = "![One](harbour.svg \"A\") ![Two](marsh.svg) [three](four.md) ![b](/c/d.png)";
        assert_eq!(with_drawings(example, &mut drawings), shown);
    }
}
