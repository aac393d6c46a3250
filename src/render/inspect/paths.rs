//! What a tag of a template reads: names, and the fields behind them.

use crate::text::Span;

/// What stands in a tag, with its place in the template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// A name or a keyword.
    Name(&'t str, Span),
    /// What stands between quotes.
    Text(&'t str, Span),
    /// A number.
    Number,
    /// `.` or `?.`
    Dot,
    /// Any other sign.
    Sign(char),
}

/// A step behind a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step<'t> {
    /// `.field`, or `["field"]`.
    Field(&'t str, Span),
    /// `[0]`, or whatever else finds one of many.
    Element,
    /// `[1:5]`
    Slice,
}

/// A name with the steps behind it: `page.latest[0].title`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Reading<'t> {
    /// The name.
    pub root: &'t str,
    /// What follows.
    pub steps: Vec<Step<'t>>,
}

/// Words that stand for nothing that a page shows.
const KEYWORDS: [&str; 12] = ["and", "or", "not", "in", "is", "if", "elif", "else", "true", "false", "none", "null"];

/// The tokens of a text that begins at `start` of its template.
pub(super) fn tokens(text: &str, start: usize) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let span = |from: usize, to: usize| Span::new(start + from, start + to);
        let length = if matches!(c, '"' | '\'' | '`') {
            let inner = rest[1..].find(c).unwrap_or(rest.len() - 1);
            tokens.push(Token::Text(&rest[1..=inner], span(at + 1, at + 1 + inner)));
            inner + 2
        } else if c.is_ascii_digit() {
            tokens.push(Token::Number);
            rest.find(|c: char| !c.is_ascii_digit() && c != '_').unwrap_or(rest.len())
        } else if is_name(c) {
            let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            tokens.push(Token::Name(&rest[..length], span(at, at + length)));
            length
        } else if rest.starts_with("?.") {
            tokens.push(Token::Dot);
            2
        } else {
            match c {
                '.' => tokens.push(Token::Dot),
                c if c.is_whitespace() => {}
                c => tokens.push(Token::Sign(c)),
            }
            c.len_utf8()
        };
        at = (at + length).min(text.len());
    }
    tokens
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Everything that some tokens read.
pub(super) fn readings<'t>(tokens: &[Token<'t>]) -> Vec<Reading<'t>> {
    (0..tokens.len()).filter_map(|at| Some(reading(tokens, at)?.0)).collect()
}

/// What is read by all of some tokens together: one reading, or, behind it, another in its place.
pub(super) fn whole<'t>(tokens: &[Token<'t>]) -> Option<Reading<'t>> {
    let (reading, end) = reading(tokens, 0)?;
    let instead = matches!(tokens.get(end), None | Some(Token::Name("or", _)));
    instead.then_some(reading)
}

/// The reading that begins at a token, and the token behind it.
fn reading<'t>(tokens: &[Token<'t>], at: usize) -> Option<(Reading<'t>, usize)> {
    let Some(Token::Name(root, _)) = tokens.get(at) else { return None };
    let before = at.checked_sub(1).and_then(|before| tokens.get(before));
    let is_called = matches!(tokens.get(at + 1), Some(Token::Sign('(')));
    // What is given by its name, unless the two are compared.
    let is_given = matches!(tokens.get(at + 1), Some(Token::Sign('=')))
        && !matches!(tokens.get(at + 2), Some(Token::Sign('=')))
        && !matches!(before, Some(Token::Sign('=' | '!' | '<' | '>')));
    let is_of_another = match before {
        Some(Token::Dot | Token::Sign('|' | '<') | Token::Name("is", _)) => true,
        Some(Token::Name("not", _)) => {
            matches!(at.checked_sub(2).and_then(|at| tokens.get(at)), Some(Token::Name("is", _)))
        }
        _ => false,
    };
    if KEYWORDS.contains(root) || is_called || is_given || is_of_another {
        return None;
    }
    let mut steps = Vec::new();
    let mut next = at + 1;
    loop {
        match (tokens.get(next), tokens.get(next + 1)) {
            (Some(Token::Dot), Some(Token::Name(field, span))) => {
                steps.push(Step::Field(field, *span));
                next += 2;
            }
            (Some(Token::Dot), Some(Token::Number)) => {
                steps.push(Step::Element);
                next += 2;
            }
            (Some(Token::Sign('[')), _) => {
                let close = closing(tokens, next)?;
                let inner = &tokens[next + 1..close];
                steps.push(match inner {
                    [Token::Text(field, span)] => Step::Field(field, *span),
                    _ if inner.contains(&Token::Sign(':')) => Step::Slice,
                    _ => Step::Element,
                });
                next = close + 1;
            }
            _ => return Some((Reading { root, steps }, next)),
        }
    }
}

/// The token that closes the bracket at a token.
pub(super) fn closing(tokens: &[Token<'_>], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token {
            Token::Sign('[' | '{' | '(') => depth += 1,
            Token::Sign(']' | '}' | ')') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}
