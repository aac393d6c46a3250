//! Reads CSS as browsers do: its tokens, as far as its meaning hangs on them (CSS Syntax Level 3, section 4).
//!
//! Invariant: the tokens of a text, one after the other, are the text.

use crate::diagnostics::{Code, Diagnostic};
use crate::text::{RelPath, Span};

/// A piece of CSS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'c> {
    /// From `/*` to `*/`.
    Comment(&'c str),
    /// Blanks and line breaks.
    Blank(&'c str),
    /// From quote to quote.
    Text(&'c str),
    /// A name or a number, with its escapes; with `@` or `#` in front of it if there is one.
    Word(&'c str),
    /// `url(` and, without quotes, an address, up to its bracket.
    Address(&'c str),
    /// Any other sign.
    Sign(&'c str),
}

impl<'c> Token<'c> {
    /// What stands there.
    pub fn text(self) -> &'c str {
        match self {
            Token::Comment(text)
            | Token::Blank(text)
            | Token::Text(text)
            | Token::Word(text)
            | Token::Address(text)
            | Token::Sign(text) => text,
        }
    }
}

/// The tokens of some CSS.
pub(super) fn tokens(css: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = css;
    std::iter::from_fn(move || {
        let token = first(rest)?;
        rest = &rest[token.text().len()..];
        Some(token)
    })
}

fn first(css: &str) -> Option<Token<'_>> {
    let c = css.chars().next()?;
    let upto = |length: usize| css.split_at(length).0;
    Some(match c {
        '/' if css.starts_with("/*") => {
            Token::Comment(upto(css[2..].find("*/").map_or(css.len(), |end| end + "/**/".len())))
        }
        c if is_blank(c) => Token::Blank(upto(css.find(|c| !is_blank(c)).unwrap_or(css.len()))),
        '"' | '\'' => Token::Text(upto(text(css, c))),
        '@' | '#' => Token::Word(upto(1 + word(&css[1..]))),
        _ => match word(css) {
            0 => Token::Sign(upto(c.len_utf8())),
            3 if css.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("url(")) => {
                match css[4..].trim_start_matches(is_blank).starts_with(['"', '\'']) {
                    true => Token::Word(upto(3)),
                    false => Token::Address(upto(4 + address(&css[4..]))),
                }
            }
            length => Token::Word(upto(length)),
        },
    })
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// How many bytes the string at the start has, with its quotes; one that is not closed ends with its line.
fn text(css: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in css.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' => return at,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    css.len()
}

/// How many bytes the name at the start has.
fn word(css: &str) -> usize {
    let mut at = 0;
    while let Some(c) = css[at..].chars().next() {
        at += match c {
            '\\' => escape(&css[at..]),
            c if c.is_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii() => c.len_utf8(),
            _ => break,
        };
    }
    at
}

/// How many bytes an escape has: the blank behind a number is part of it.
fn escape(css: &str) -> usize {
    let digits = css[1..].bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
    let rest = &css[1 + digits..];
    let behind = match rest.chars().next() {
        _ if digits > 0 && rest.starts_with("\r\n") => 2,
        Some(c) if digits > 0 && is_blank(c) => 1,
        Some(c) if digits == 0 && !matches!(c, '\n' | '\r' | '\u{c}') => c.len_utf8(),
        _ => 0,
    };
    1 + digits + behind
}

/// How many bytes an address without quotes has, with the bracket behind it.
fn address(css: &str) -> usize {
    let mut escaped = false;
    for (at, c) in css.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ')' => return at + 1,
            _ => {}
        }
    }
    css.len()
}

/// What is never closed or closes nothing, so that browsers pass over rules that are right; the first such mistake.
pub(super) fn unbalanced(path: &RelPath, css: &str) -> Option<Diagnostic> {
    let mistake = |start: usize, length: usize, message: String| {
        Diagnostic::new(Code::TemplateError, path, Span::new(start, start + length), message)
    };
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut at = 0;
    for token in tokens(css) {
        let start = at;
        at += token.text().len();
        match token {
            Token::Comment(text) if text.len() < 4 || !text.ends_with("*/") => {
                return Some(
                    mistake(start, 2, "this comment is never closed".to_owned()).help("write `*/` where it ends"),
                );
            }
            Token::Text(text) if text.len() < 2 || !text.ends_with(text.split_at(1).0) => {
                let message = "this string is not closed on its line".to_owned();
                let help = format!("write `{}` where it ends", text.split_at(1).0);
                return Some(mistake(start, text.trim_end().len(), message).help(help));
            }
            Token::Address(text) if !text.ends_with(')') => {
                let message = "this address is never closed".to_owned();
                return Some(mistake(start, 4, message).help("write `)` where it ends"));
            }
            Token::Sign("{") => open.push((start, '}')),
            Token::Sign("(") => open.push((start, ')')),
            Token::Sign("[") => open.push((start, ']')),
            Token::Sign(sign @ ("}" | ")" | "]")) => match open.pop() {
                Some((_, close)) if sign.starts_with(close) => {}
                Some((opened, close)) => {
                    let message = format!("`{sign}` stands here while `{}` is still open", css[opened..].split_at(1).0);
                    return Some(
                        mistake(start, 1, message)
                            .related(path, Some(Span::new(opened, opened + 1)), "this is still open")
                            .help(format!("write `{close}` where it ends")),
                    );
                }
                None => {
                    let message = format!("`{sign}` ends nothing here");
                    return Some(mistake(start, 1, message).help("take it out, or write what it ends"));
                }
            },
            _ => {}
        }
    }
    let (opened, close) = open.pop()?;
    let message = format!("`{}` is never closed", css[opened..].split_at(1).0);
    Some(mistake(opened, 1, message).help(format!("write `{close}` where it ends")))
}

/// An `@import` where browsers pass it over, because rules stand before it; `is_first` says that none do outside of the file.
pub(super) fn late_import(path: &RelPath, css: &str, is_first: bool) -> Option<Diagnostic> {
    let mut is_late = !is_first;
    let mut at = 0;
    for token in tokens(css) {
        let start = at;
        at += token.text().len();
        match token {
            Token::Sign("{") => is_late = true,
            Token::Word(word) if is_late && word.eq_ignore_ascii_case("@import") => {
                let message = "browsers pass over this `@import`, because rules stand before it";
                let help = "name the file in `stylesheets` of theme.toml instead: all of them become one stylesheet";
                let span = Span::new(start, at);
                return Some(Diagnostic::new(Code::TemplateError, path, span, message).help(help));
            }
            _ => {}
        }
    }
    None
}

/// Takes out comments and the blanks that mean nothing; strings and addresses stay as they are.
pub(super) fn minify(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let (mut blank, mut comment, mut lone) = (false, false, false);
    for token in tokens(css) {
        match token {
            Token::Comment(_) => comment = true,
            Token::Blank(_) => blank = true,
            token => {
                let text = token.text();
                let meaningless = |c: char| matches!(c, '{' | '}' | ';' | ',' | '>');
                let before = out.chars().next_back();
                let is_between = before.is_some_and(|before| !meaningless(before)) && !text.starts_with(meaningless);
                if lone {
                    // A backslash before a line break escapes nothing, and must not begin to.
                    out.push('\n');
                } else if blank && is_between && before != Some(':') {
                    out.push(' ');
                } else if comment && !blank && is_between {
                    // What it parts are two, though no blank is between them.
                    out.push_str("/**/");
                }
                (blank, comment) = (false, false);
                lone = matches!(token, Token::Word(_)) && (text.len() - text.trim_end_matches('\\').len()) % 2 == 1;
                if text == "}" && out.ends_with(';') {
                    out.pop();
                }
                out.push_str(text);
            }
        }
    }
    out
}

/// Puts the path of the site in front of the addresses that begin at its root: `url(/fonts/a.woff2)`.
pub(super) fn below(css: &str, base: &str) -> String {
    if base.is_empty() {
        return css.to_owned();
    }
    let is_of_root = |address: &str| address.starts_with('/') && !address.starts_with("//");
    let mut out = String::with_capacity(css.len());
    // 1 behind `url`, 2 behind its bracket.
    let mut within = 0;
    for token in tokens(css) {
        let text = token.text();
        let address = match token {
            Token::Address(text) => text.get(4..).map(|address| address.trim_start_matches(is_blank)),
            Token::Text(text) if within == 2 => text.get(1..),
            _ => None,
        };
        within = match (within, token) {
            (_, Token::Word(word)) if word.eq_ignore_ascii_case("url") => 1,
            (1, Token::Sign("(")) | (2, Token::Blank(_)) => 2,
            _ => 0,
        };
        match address.filter(|address| is_of_root(address)) {
            Some(address) => {
                out.push_str(&text[..text.len() - address.len()]);
                out.push_str(base);
                out.push_str(address);
            }
            None => out.push_str(text),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn mistake(css: &str) -> Option<(String, String)> {
        let path = RelPath::new("themes/a/css/a.css").expect("a path");
        let found = unbalanced(&path, css)?;
        let span = found.place.expect("a place").span.expect("a span");
        Some((found.message, css[span.range()].to_owned()))
    }

    #[test]
    fn what_is_not_closed_or_closes_nothing_is_told_at_its_place() {
        for (css, message, marked) in [
            (".x { color: red", "`{` is never closed", "{"),
            (".x{color:red;}}", "`}` ends nothing here", "}"),
            ("a{b:calc(1px}", "`}` stands here while `(` is still open", "}"),
            ("a{b:'open;\n}", "this string is not closed on its line", "'open;"),
            ("a{}/* open", "this comment is never closed", "/*"),
            ("/*/", "this comment is never closed", "/*"),
            ("a{b:url( x", "this address is never closed", "url("),
        ] {
            assert_eq!(mistake(css), Some((message.to_owned(), marked.to_owned())), "{css}");
        }
    }

    #[test]
    fn css_that_is_right_is_not_blamed() {
        for css in [
            "a{content:\"}\";b:url(a}b);c:'\\'}'}",
            "a{b:url(\"x)y\")}/* { ( [ ' */.\\{ { x:y }",
            "a{content:\"a\\\nb\"}",
            "a[href=\"(\"]:is(b,c)::after{content:\"[\"}",
            "a{b:URL(data:image/svg+xml;utf8,<x/*y)}",
            "@media(min-width:1px){a{&:hover{b:c}}}",
            ".url\\({}",
            "",
        ] {
            assert_eq!(mistake(css), None, "{css}");
        }
    }

    #[test]
    fn an_import_behind_rules_is_told_and_one_in_front_is_not() {
        let path = RelPath::new("themes/a/css/a.css").expect("a path");
        let late = |css: &str, is_first| late_import(&path, css, is_first).is_some();
        assert!(late("a{}@IMPORT 'b.css';", true));
        assert!(late("@import 'b.css';", false));
        assert!(!late("/* { */@layer a, b;@import 'b.css';a{}", true));
        assert!(!late("a{content:'@import'}", false));
    }

    #[test]
    fn an_address_from_the_root_begins_with_the_path_of_the_site() {
        let css = "a{b:url(/f.woff2) URL( '/g' );c:url(//h/i),url(j),url(\"k\");content:'/l'}";
        let moved = "a{b:url(/p/f.woff2) URL( '/p/g' );c:url(//h/i),url(j),url(\"k\");content:'/l'}";
        assert_eq!(below(css, "/p"), moved);
        assert_eq!(below(css, ""), css);
    }

    proptest! {
        #[test]
        fn the_tokens_of_any_text_are_the_text(css in "[a1@#.:;{}()\\[\\]'\"\\\\/* \n\réurlURL-]{0,60}") {
            let path = RelPath::new("themes/a/css/a.css").expect("a path");
            let joined: String = tokens(&css).map(Token::text).collect();
            prop_assert_eq!(&joined, &css);
            let _ = (unbalanced(&path, &css), late_import(&path, &css, true));
            let once = minify(&css);
            if unbalanced(&path, &css).is_none() {
                prop_assert_eq!(unbalanced(&path, &once), None, "{}", once);
                prop_assert_eq!(minify(&once), once.clone());
            }
        }
    }
}
