//! Texts of HTML as Markdown writes them.

/// White space as one blank.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !matches!(c, ' ' | '\n' | '\t' | '\r') {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// White space as one blank, but lines and blank lines stay.
pub(super) fn keep_breaks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => {
                let end = out.trim_end_matches(' ').len();
                out.truncate(end);
                if !out.ends_with("\n\n") {
                    out.push('\n');
                }
            }
            ' ' | '\t' | '\r' => {
                if !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out
}

pub(super) fn plain_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text in which nothing is Markdown.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let special = match c {
            '\\' | '*' | '`' | '[' | ']' | '~' => true,
            '<' => after.is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '!' | '?')),
            '_' => !(letter(before) && letter(after)),
            '&' => after.is_some_and(|c| c.is_alphabetic() || c == '#'),
            '{' => matches!(after, Some('#' | '.')),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(*c);
    }
    out
}

/// A paragraph of which no line begins as something else.
pub(super) fn finish(text: &str) -> String {
    let line = |line: &str| {
        let rest = line.trim_start();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let is_number = digits > 0
            && digits < 10
            && rest[digits..].starts_with(['.', ')'])
            && rest[digits + 1..].starts_with([' ', '\u{a0}']);
        if is_number {
            return format!("{}\\{}", &rest[..digits], &rest[digits..]);
        }
        let hashes = rest.trim_start_matches('#');
        let is_heading = hashes.len() < rest.len() && (hashes.is_empty() || hashes.starts_with(' '));
        let is_item = rest.starts_with("- ") || rest.starts_with("+ ") || matches!(rest, "-" | "+");
        let is_rule = rest.len() > 1 && (rest.chars().all(|c| c == '-') || rest.chars().all(|c| c == '='));
        if is_heading || is_item || is_rule || rest.starts_with('>') || rest.starts_with(':') {
            format!("\\{rest}")
        } else {
            rest.to_owned()
        }
    };
    text.trim().trim_end_matches('\\').trim_end().split('\n').map(line).collect::<Vec<_>>().join("\n")
}
