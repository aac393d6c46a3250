//! Bare addresses as links (GitHub Flavored Markdown, section 6.9).

use std::ops::Range;

/// A bare address within a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Autolink {
    /// Where it stands.
    pub range: Range<usize>,
    /// What comes before it in the link's address.
    pub scheme: &'static str,
}

/// Whether a text could hold a bare address.
pub(super) fn possible(text: &str) -> bool {
    text.contains("://") || text.contains("www.") || text.contains('@')
}

/// Finds the bare addresses of a text; `before` is the character that stands before it.
pub(super) fn find(text: &str, before: Option<char>) -> Vec<Autolink> {
    let mut found: Vec<Autolink> = Vec::new();
    let mut from = 0;
    while let Some(offset) = text[from..].find([':', '.', '@']) {
        let at = from + offset;
        let floor = found.last().map_or(0, |last| last.range.end);
        let link = match text.as_bytes()[at] {
            b':' => url(text, at, floor, before),
            b'.' => www(text, at, floor, before),
            _ => email(text, at, floor),
        };
        from = match link {
            Some(link) => {
                let end = link.range.end;
                found.push(link);
                end
            }
            None => at + 1,
        };
    }
    found
}

fn opens(text: &str, start: usize, before: Option<char>) -> bool {
    let previous = text[..start].chars().next_back().or(before);
    previous.is_none_or(|c| c.is_whitespace() || matches!(c, '*' | '_' | '~' | '('))
}

fn url(text: &str, colon: usize, floor: usize, before: Option<char>) -> Option<Autolink> {
    let rest = text.get(colon + 3..).filter(|_| text[colon..].starts_with("://"))?;
    let scheme = ["https", "http"].into_iter().find(|scheme| {
        let start = colon.checked_sub(scheme.len());
        start.and_then(|start| text.get(start..colon)).is_some_and(|written| written.eq_ignore_ascii_case(scheme))
    })?;
    let start = colon - scheme.len();
    if start < floor || !opens(text, start, before) || domain_len(rest, true) == 0 {
        return None;
    }
    Some(Autolink { range: start..colon + 3 + extent(rest), scheme: "" })
}

fn www(text: &str, dot: usize, floor: usize, before: Option<char>) -> Option<Autolink> {
    let start = dot.checked_sub(3)?;
    if start < floor || !text.get(start..dot)?.eq_ignore_ascii_case("www") || !opens(text, start, before) {
        return None;
    }
    let rest = &text[start..];
    if domain_len(rest, false) <= 4 {
        return None;
    }
    Some(Autolink { range: start..start + extent(rest), scheme: "http://" })
}

fn email(text: &str, at: usize, floor: usize) -> Option<Autolink> {
    let local = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let len = text[floor..at].chars().rev().take(256).take_while(local).count();
    if len == 0 {
        return None;
    }
    let rest = &text[at + 1..];
    let mut end =
        rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))).unwrap_or(rest.len());
    if rest[end..].starts_with('@') {
        return None;
    }
    end = rest[..end].trim_end_matches('.').len();
    let domain = &rest[..end];
    if !domain.contains('.') || domain.ends_with(['-', '_']) || domain.split('.').any(str::is_empty) {
        return None;
    }
    Some(Autolink { range: at - len..at + 1 + end, scheme: "mailto:" })
}

/// The length of the domain at the start of a text, 0 if it is none; `short` allows one without a dot.
fn domain_len(text: &str, short: bool) -> usize {
    // No domain is longer; the bound keeps a text of nothing but `_www.` from being read over and over.
    let text = super::near(text, 512);
    let len = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))).unwrap_or(text.len());
    let domain = text[..len].trim_end_matches('.');
    let mut last_two = domain.rsplit('.').take(2);
    let underscored = last_two.any(|segment| segment.contains('_'));
    let dotted = domain.contains('.');
    if domain.is_empty() || underscored || !(dotted || short) { 0 } else { domain.len() }
}

/// The length of the address at the start of a text: up to white space or `<`, without punctuation at its end.
fn extent(text: &str) -> usize {
    let mut end = text.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(text.len());
    // How many more brackets are closed than opened, kept up to date as the end moves.
    let count = |c: char| text[..end].matches(c).count();
    let mut surplus = count(')').saturating_sub(count('('));
    loop {
        let address = &text[..end];
        let Some(last) = address.chars().next_back() else {
            return end;
        };
        match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' => end -= 1,
            ')' if surplus > 0 => {
                surplus -= 1;
                end -= 1;
            }
            ';' => {
                let name = address[..end - 1].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
                if name.ends_with('&') && name.len() < end - 1 {
                    end = name.len() - 1;
                } else {
                    end -= 1;
                }
            }
            _ => return end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<&str> {
        find(text, None).into_iter().map(|link| &text[link.range]).collect()
    }

    #[test]
    fn addresses_are_found_without_the_punctuation_after_them() {
        assert_eq!(links("see www.a.org/help, or (https://b.org/x_(y))."), ["www.a.org/help", "https://b.org/x_(y)"]);
        assert_eq!(links("www.a.org/search?q=x&hl; and www.a.org/he<lp"), ["www.a.org/search?q=x", "www.a.org/he"]);
        assert_eq!(links("a.b-c_d@a.b and a.b-c_d@a.b. but a@b_ a@b"), ["a.b-c_d@a.b", "a.b-c_d@a.b"]);
        assert_eq!(links("xhttps://a.org wwww.a.org http:// https://a_b.org 10:30 a.b"), Vec::<&str>::new());
    }
}
