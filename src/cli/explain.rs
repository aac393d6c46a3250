//! `byline explain`: what a code means, from its page in the handbook.

use clap::Args;

use super::Outcome;
use super::terminal::{ERROR, GOOD, Terminal, WARNING};
use crate::diagnostics::{Code, Level, nearest};
use crate::error::Error;

const EXAMPLES: &str = "\
Examples:
  byline explain                list every code with its level
  byline explain unused-source  say what it is, why it matters, and how to mend it";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ExplainArguments {
    /// The name in brackets behind `error`, `warning` or `advice`
    #[arg(value_name = "CODE", value_parser = code)]
    code: Option<Code>,
}

/// The code of a name on the command line.
pub(super) fn code(name: &str) -> Result<Code, String> {
    Code::from_name(name).ok_or_else(|| {
        let near = nearest(name, Code::ALL.iter().map(|code| code.name()));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        format!("there is no code of that name{near}")
    })
}

/// Prints the page of a code, or the list of all.
pub fn run(arguments: &ExplainArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    let text = arguments.code.map_or_else(list, explained);
    terminal.show(&text)?;
    Ok(Outcome::Done)
}

fn list() -> String {
    let width = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or_default();
    let mut codes = Code::ALL.to_vec();
    codes.sort_unstable_by_key(|code| code.name());
    let line = |code: &Code| format!("{:width$}  {:9}  {}\n", code.name(), level(*code), code.summary());
    codes.iter().map(line).collect()
}

/// The level that a code has unless somebody sets another.
fn level(code: Code) -> String {
    if code.is_on_request() { "(allowed)".to_owned() } else { code.default_level().to_string() }
}

fn explained(code: Code) -> String {
    let style = match code.default_level() {
        Level::Error => ERROR,
        Level::Warning | Level::Advice => WARNING,
    };
    let mut text = format!("{style}{}[{code}]{style:#}: {}\n", level(code), code.summary());
    let mut fence = None;
    for line in body(code.page()).lines() {
        let ticks = line.len() - line.trim_start_matches('`').len();
        match fence {
            Some(open) if ticks >= open && line.len() == ticks => fence = None,
            Some(_) => text.push_str(format!("    {line}").trim_end()),
            None if ticks >= 3 => {
                fence = Some(ticks);
                let path = line.split_once(' ').map(|(_, path)| path);
                text.push_str(&path.map(|path| format!("  {path}\n")).unwrap_or_default());
            }
            None => match line.strip_prefix("## ") {
                Some(heading) => text.push_str(&format!("{GOOD}{heading}{GOOD:#}")),
                None => text.push_str(&without_links(line)),
            },
        }
        if ticks < 3 {
            text.push('\n');
        }
    }
    text
}

/// A line with the words of its links alone, as a handbook of paper has them; code stays as it is.
fn without_links(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find(['`', '[']) {
        let (before, from) = rest.split_at(at);
        text.push_str(before);
        let (kept, after) = match link(from) {
            Some(("", page, after)) => (page, after),
            Some((words, _, after)) => (words, after),
            // Up to the end of the code, or the one character that begins nothing.
            None => from.split_at(from[1..].find('`').filter(|_| from.starts_with('`')).map_or(1, |end| end + 2)),
        };
        text.push_str(kept);
        rest = after;
    }
    text + rest
}

/// The link with which a text begins: its words, the name of its page, and what stands behind it.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    let (words, tail) = text.strip_prefix('[')?.split_once("](")?;
    let (to, after) = tail.split_once(')')?;
    let page = to.rsplit('/').next()?.split('.').next()?;
    (!words.contains('[')).then_some((words, page, after))
}

/// A page without its front matter.
fn body(page: &str) -> &str {
    page.split_once("\n---\n").map_or(page, |(_, body)| body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_shown_without_front_matter_and_fences() {
        let shown = anstream::adapter::strip_str(&explained(Code::UnusedSource)).to_string();
        assert!(shown.starts_with("warning[unused-source]: A source that its article never cites.\n\n"), "{shown}");
        assert!(shown.contains("\nWrong\n\n  content/coast/tides.md\n    ---\n    title: "), "{shown}");
        assert!(!shown.contains("```") && !shown.contains("kind: page"), "{shown}");
    }

    #[test]
    fn links_are_shown_by_their_words_and_code_as_it_is() {
        assert_eq!(without_links("See [a `b`](../c.md#d), and [e](f.md)."), "See a `b`, and e.");
        assert_eq!(without_links("Link so: `[text](path.md)`, [or](x.md)."), "Link so: `[text](path.md)`, or.");
        assert_eq!(without_links("All is in [](../publishing/check.md#x)."), "All is in check.");
        assert_eq!(without_links("An array[0] (of some), a ` and [@key]."), "An array[0] (of some), a ` and [@key].");
        let shown: Vec<String> = Code::ALL.iter().map(|code| explained(*code)).collect();
        let outside = shown.iter().flat_map(|page| page.lines()).filter(|line| !line.starts_with("  "));
        let written: Vec<&str> = outside.filter(|line| line.contains("](../")).collect();
        assert_eq!(written, Vec::<&str>::new());
    }

    #[test]
    fn the_list_has_every_code() {
        assert_eq!(list().lines().count(), Code::ALL.len());
    }
}
