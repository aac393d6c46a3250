//! CSS without comments and without the blanks that mean nothing.

/// Takes out comments and the blanks that mean nothing; strings and addresses stay as they are.
///
/// What is left is cut into the same tokens (CSS Syntax Module Level 3): where a comment alone stands between two of
/// them that would grow together, an empty one stays. The word `url` is known as it is, not with a letter escaped.
pub(super) fn minify(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    let mut between = Between::Nothing;
    // The sign that stands last; an escaped one is part of a name.
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
            between = between.max(Between::Comment);
            continue;
        }
        if is_blank(c) {
            rest = &rest[1..];
            between = Between::Blank;
            continue;
        }
        let meaningless = |c: char| matches!(c, '{' | '}' | ';' | ',' | '>');
        // `-->` is one token, left over from when browsers without styles had to be kept from reading them.
        let is_needed = before.is_some_and(|before| !meaningless(before) && before != ':')
            && (!meaningless(c) || (c == '>' && out.ends_with("--")));
        match std::mem::replace(&mut between, Between::Nothing) {
            Between::Blank if is_needed => out.push(' '),
            Between::Comment if is_needed || before == Some(':') => out.push_str("/**/"),
            _ => {}
        }
        if c == ';' && before == Some(';') {
            rest = &rest[1..];
            continue;
        }
        if c == '}' && before == Some(';') {
            out.pop();
        }
        let length = match c {
            '"' | '\'' => string(rest, c),
            '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
            '<' if rest.starts_with("<!--") => 4,
            c if is_name(c) => name(rest),
            c => c.len_utf8(),
        };
        before = Some(if length == c.len_utf8() { c } else { 'a' });
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// What stands between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Between {
    Nothing,
    Comment,
    Blank,
}

/// What CSS calls whitespace.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0c')
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii()
}

/// How many bytes the name at the start of `text` has; with what stands in the parentheses if it is an address without
/// quotes, which may hold anything but blanks.
fn name(text: &str) -> usize {
    if text.starts_with("-->") {
        return 3;
    }
    let length = text.find(|c| !is_name(c)).unwrap_or(text.len());
    let is_address = text[..length].eq_ignore_ascii_case("url") && text[length..].starts_with('(');
    let inside = &text[length..];
    let first = inside.get(1..).unwrap_or_default().trim_start_matches(is_blank).chars().next();
    if !is_address || matches!(first, Some('"' | '\'')) {
        return length;
    }
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ')' => return length + at + 1,
            _ => {}
        }
    }
    text.len()
}

/// How many bytes the string at the start of `text` has, with its quotes; one that is not closed ends with its line.
fn string(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            // The line break itself ends it: it must not be taken for a blank that means nothing.
            '\n' | '\r' | '\x0c' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use cssparser::{Parser, Token};
    use proptest::prelude::*;

    use super::*;

    /// The tokens as a browser cuts them, without what has no meaning: comments, blanks beside a sign that ends what
    /// stands before it, and a `;` that ends no declaration, or the last one.
    fn meaning(css: &str) -> Vec<String> {
        let mut tokens = Vec::new();
        read(&mut Parser::new(css), &mut tokens);
        let mut kept: Vec<String> = Vec::new();
        for token in tokens {
            let ends = |token: &str| matches!(token, "{" | "}" | ";" | "," | ">");
            let last = kept.last().map(String::as_str);
            match token.as_str() {
                " " if last.is_none_or(|last| ends(last) || matches!(last, ":" | " ")) => continue,
                token if ends(token) && last == Some(" ") => {
                    kept.pop();
                }
                _ => {}
            }
            if token == ";" && kept.last().is_some_and(|last| last == ";") {
                continue;
            }
            if token == "}" && kept.last().is_some_and(|last| last == ";") {
                kept.pop();
            }
            kept.push(token);
        }
        if kept.last().is_some_and(|last| last == " ") {
            kept.pop();
        }
        kept
    }

    fn read(parser: &mut Parser<'_>, into: &mut Vec<String>) {
        while let Ok(token) = parser.next_including_whitespace_and_comments().cloned() {
            let (open, close) = match &token {
                Token::Comment(_) => continue,
                Token::WhiteSpace(_) => (" ".to_owned(), ""),
                Token::CurlyBracketBlock => ("{".to_owned(), "}"),
                Token::SquareBracketBlock => ("[".to_owned(), "]"),
                Token::ParenthesisBlock => ("(".to_owned(), ")"),
                Token::Function(name) => (format!("{name}("), ")"),
                Token::Colon => (":".to_owned(), ""),
                Token::Semicolon => (";".to_owned(), ""),
                Token::Comma => (",".to_owned(), ""),
                Token::Delim('>') => (">".to_owned(), ""),
                Token::CloseCurlyBracket => ("}".to_owned(), ""),
                other => (format!("{other:?}"), ""),
            };
            into.push(open);
            if !close.is_empty() {
                let nested: Result<(), cssparser::ParseError<()>> = parser.parse_nested_block(|inner| {
                    read(inner, into);
                    Ok(())
                });
                assert!(nested.is_ok());
                into.push(close.to_owned());
            }
        }
    }

    #[test]
    fn minified_css_is_as_short_as_it_is_said_to_be() {
        for (css, expected) in [
            ("a { b : c ; }\n/* x */\nd{e:f}", "a{b :c}d{e:f}"),
            ("a :hover > b , c { }", "a :hover>b,c{}"),
            ("a{width:calc(1px + 2px)}", "a{width:calc(1px + 2px)}"),
            ("a{content:\"/* ; } */  x\";}", "a{content:\"/* ; } */  x\"}"),
            ("a{content:'\\'  ;'}", "a{content:'\\'  ;'}"),
            ("a{background:url( data:x;y,  z )}", "a{background:url( data:x;y,  z )}"),
            ("a{background:URL(//x/*y*/z\\)  )}", "a{background:URL(//x/*y*/z\\)  )}"),
            (
                "@media (min-width: 40rem) and (x) { a { & + b { c: d; } } }",
                "@media (min-width:40rem) and (x){a{& + b{c:d}}}",
            ),
            ("a /* b */ c{}", "a c{}"),
            ("a/* b */.c{}/**/", "a/**/.c{}"),
            (".a\\:b  {}", ".a\\:b{}"),
            ("a{b:\"open", "a{b:\"open"),
            ("/* open", ""),
        ] {
            assert_eq!(minify(css), expected, "{css}");
        }
    }

    #[test]
    fn the_stylesheets_of_this_repository_say_the_same_when_they_are_minified() {
        let themes = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
        let mut seen = 0;
        for theme in ["default", "wire"] {
            for file in std::fs::read_dir(themes.join(theme).join("css")).expect("a folder") {
                let css = std::fs::read_to_string(file.expect("a file").path()).expect("a stylesheet");
                let small = minify(&css);
                assert_eq!(meaning(&small), meaning(&css));
                assert!(small.len() < css.len() && !small.contains("/*"));
                seen += 1;
            }
        }
        assert!(seen > 2);
    }

    /// Pieces of stylesheets, right and wrong, with anything between them; none ends with a blank in an open bracket.
    fn css() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "a",
            ".b",
            "#c",
            "*",
            "&",
            ">",
            "+",
            "~",
            ":hover",
            "::before",
            ":is(",
            "(",
            ")",
            "[x=y]",
            "{",
            "}",
            ";",
            ",",
            ":",
            "--x",
            "color",
            "red",
            "1px",
            "-1",
            "+2",
            "50%",
            ".5em",
            "calc(",
            "url(",
            "url(a;b)",
            "URL( /*x*/ )",
            "url(\"q\")",
            "curl(",
            "\"s /* */\"",
            "'t\\' }'",
            "@media",
            "@layer",
            "!important",
            "\\:",
            "é",
            "-",
            "--",
            "#",
            "@",
            "/",
            "<!--",
            "-->",
            "var(--x)",
            "u+26",
            "=",
            "|",
            "||",
            "1e3",
            "\"open",
        ]);
        let between = prop::sample::select(vec!["", "", " ", "\n", "\t ", "/* c */", " /**/ ", "/*;}*/", "\r\n"]);
        prop::collection::vec((piece, between), 0..24)
            .prop_map(|parts| parts.into_iter().flat_map(|(piece, between)| [piece, between]).chain(["z"]).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn a_minified_stylesheet_has_the_same_tokens(css in css()) {
            let small = minify(&css);
            prop_assert_eq!(meaning(&small), meaning(&css), "{}", small);
            prop_assert_eq!(minify(&small), small);
        }
    }
}
