//! From texts to words.
//!
//! A word is a run of letters, digits and their marks. Scripts without blanks between words give every two neighbouring
//! characters instead, so that a word of such a script is found by what it is made of.

use super::fold::{fold, is_of_word, is_unspaced};

/// A text in which words are looked for.
#[derive(Clone, Copy, Debug)]
pub enum Text<'t> {
    /// As it is read.
    Plain(&'t str),
    /// With tags and references.
    Html(&'t str),
}

/// Gives every word of a text, folded.
pub fn each(text: Text<'_>, mut give: impl FnMut(&str)) {
    match text {
        Text::Plain(text) => each_of_lower(&text.to_ascii_lowercase(), &mut give),
        Text::Html(html) => {
            let mut plain = String::with_capacity(html.len());
            bare(html, &mut plain);
            plain.make_ascii_lowercase();
            each_of_lower(&plain, &mut give);
        }
    }
}

/// Which bytes are letters and digits of ASCII: to look it up is faster than to compare.
const PLAIN: [bool; 256] = {
    let mut plain = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        plain[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    plain
};

/// Gives the words of a text of which the ASCII letters are small.
fn each_of_lower(text: &str, give: &mut impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let mut folded = String::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let plain = bytes[at..].iter().take_while(|byte| PLAIN[usize::from(**byte)]).count();
        at += plain;
        let gap = match bytes.get(at) {
            None => 0,
            Some(byte) if byte.is_ascii() => 1,
            Some(_) => text[at..].chars().next().filter(|c| is_gap(*c)).map_or(usize::MAX, char::len_utf8),
        };
        if gap == usize::MAX {
            let is_of_run = |c: char| c.is_ascii_alphanumeric() || (!c.is_ascii() && !is_gap(c));
            at = text[at..].find(|c| !is_of_run(c)).map_or(bytes.len(), |length| at + length);
            folded.clear();
            fold(&text[start..at], &mut folded);
            folded.split(|c| !is_of_word(c)).filter(|word| !word.is_empty()).for_each(|word| single(word, give));
            continue;
        }
        if plain > 0 {
            give(&text[start..at]);
        }
        at += gap;
    }
}

/// Gives a word, or the pairs of a script without blanks.
fn single(word: &str, give: &mut impl FnMut(&str)) {
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let unspaced = is_unspaced(first);
        let end = rest.find(|c| is_unspaced(c) != unspaced).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        let starts = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect::<Vec<usize>>();
        if !unspaced || starts.len() <= 2 {
            give(run);
        } else {
            starts.windows(3).for_each(|pair| give(&run[pair[0]..pair[2]]));
        }
    }
}

/// Quotes, dashes and the like, which texts have more of than of all other characters beyond ASCII.
fn is_gap(c: char) -> bool {
    matches!(c, '\u{a0}' | '«' | '»' | '·' | '\u{2010}'..='\u{2027}' | '\u{202f}'..='\u{205e}')
}

/// The text of HTML; the tags of phrases part no word, all others do.
fn bare(html: &str, into: &mut String) {
    let mut rest = html;
    loop {
        let at = crate::html::run_without(rest.as_bytes(), |byte| (byte == b'<') | (byte == b'&'));
        let (plain, markup) = rest.split_at(at);
        into.push_str(plain);
        rest = match markup.as_bytes().first() {
            None => return,
            Some(b'<') => tag(markup, into),
            Some(_) => reference(markup, into),
        };
    }
}

/// Takes a tag, and the content of those that show none; gives what follows.
fn tag<'h>(markup: &'h str, into: &mut String) -> &'h str {
    if let Some(comment) = markup.strip_prefix("<!--") {
        return comment.find("-->").map_or("", |end| &comment[end + 3..]);
    }
    let after = &markup[markup.bytes().position(|byte| byte == b'>').map_or(markup.len(), |end| end + 1)..];
    let inner = markup[1..].trim_start_matches('/');
    let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    match name {
        "a" | "abbr" | "b" | "code" | "del" | "em" | "i" | "ins" | "kbd" | "mark" | "s" | "span" | "strong" | "sub"
        | "u" => return after,
        _ => into.push(' '),
    }
    match name {
        "script" if !markup.starts_with("</") => after.find("</script").map_or("", |end| &after[end..]),
        "style" if !markup.starts_with("</") => after.find("</style").map_or("", |end| &after[end..]),
        _ => after,
    }
}

/// Takes a reference such as `&amp;`: of all that the program writes none is part of a word.
fn reference<'h>(markup: &'h str, into: &mut String) -> &'h str {
    let length = markup[1..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    let (name, after) = markup[1..].split_at(length);
    let Some(after) = after.strip_prefix(';') else {
        into.push(' ');
        return &markup[1..];
    };
    let code = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => digits.parse().ok(),
    });
    match (name, code.and_then(char::from_u32)) {
        ("shy", _) => {}
        (_, Some(c)) => into.push(c),
        _ => into.push(' '),
    }
    after
}
