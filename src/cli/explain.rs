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
                None => text.push_str(line),
            },
        }
        if ticks < 3 {
            text.push('\n');
        }
    }
    text
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
    fn the_list_has_every_code() {
        assert_eq!(list().lines().count(), Code::ALL.len());
    }
}
