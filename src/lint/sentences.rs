//! Running text, sentence by sentence; and what is quoted in it.

use std::ops::Range;

/// Words before a full stop that ends no sentence, in small letters.
const ABBREVIATIONS: &[&str] = &[
    "abb", "approx", "bd", "bspw", "bzw", "ca", "cf", "co", "dr", "e.g", "evtl", "fig", "figs", "ggf", "i.e", "inc",
    "inkl", "jh", "jr", "ltd", "max", "min", "mio", "mr", "mrd", "mrs", "ms", "no", "nr", "p", "pp", "prof", "sog",
    "sr", "st", "str", "tsd", "u.a", "u.s", "usw", "vgl", "vol", "vs",
];

/// No abbreviation has more bytes.
const LONGEST: usize = 6;

/// The sentences of a text, each with its marks and what closes behind them.
pub fn sentences(text: &str, language: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let (mut start, mut from) = (0, 0);
    let is_plain = text.is_ascii();
    let next = |from: usize| {
        let rest = text.as_bytes().get(from..)?;
        if is_plain {
            return memchr::memchr3(b'.', b'!', b'?', rest);
        }
        rest.iter().position(|byte| matches!(byte, b'.' | b'!' | b'?') || !byte.is_ascii())
    };
    while let Some(at) = next(from) {
        let at = from + at;
        let mut letters = text.get(at..).unwrap_or_default().chars();
        let Some(c) = letters.next() else { break };
        from = at + c.len_utf8();
        if !is_end(c) {
            continue;
        }
        from += letters.take_while(|c| is_end(*c) || is_closing(*c)).map(char::len_utf8).sum::<usize>();
        let end = from;
        let (before, after) = (text.get(start..at).unwrap_or_default(), text.get(end..).unwrap_or_default());
        let is_apart = after.is_empty() || after.starts_with(char::is_whitespace) || "。！？".contains(c);
        let goes_on = after.trim_start().starts_with(char::is_lowercase);
        if is_apart && !goes_on && !(c == '.' && is_abbreviated(before, language)) {
            push(text, start..end, &mut sentences);
            start = end;
        }
    }
    push(text, start..text.len(), &mut sentences);
    sentences
}

fn push(text: &str, range: Range<usize>, into: &mut Vec<Range<usize>>) {
    let inside = text.get(range.clone()).unwrap_or_default();
    let blank = inside.len() - inside.trim_start().len();
    let filled = inside.trim().len();
    if filled > 0 {
        into.push(range.start + blank..range.start + blank + filled);
    }
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '"' | '\'' | '”' | '’' | '“' | '»' | '«' | '」' | '』')
}

/// Whether the full stop after a text belongs to its last word.
fn is_abbreviated(before: &str, language: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || "(“„\"".contains(c)).next().unwrap_or_default();
    let mut letters = word.chars();
    let is_initial = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none() && word != "I";
    // In German, `3.` is the third.
    let is_ordinal = language.starts_with("de") && word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_known = || ABBREVIATIONS.contains(&word.to_lowercase().as_str());
    is_initial || (is_ordinal && !word.is_empty()) || (word.len() <= LONGEST && is_known())
}

/// Whether what stands at an offset begins a sentence.
pub fn begins(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || "(“„\"‘«»*".contains(c));
    before.is_empty() || before.trim_end_matches(is_closing).ends_with(|c| is_end(c) || c == ':')
}

/// What stands between quotation marks, with the marks, in order; a mark that nothing closes quotes nothing.
pub fn quoted(text: &str) -> Vec<Range<usize>> {
    const PAIRS: [(char, &str); 11] = [
        ('“', "”"),
        ('„', "“”"),
        ('«', "»"),
        ('»', "«"),
        ('"', "\""),
        ('「', "」"),
        ('‘', "’"),
        ('\'', "'"),
        ('‚', "‘’"),
        ('‹', "›"),
        ('›', "‹"),
    ];
    let mut quoted = Vec::new();
    // A mark that is never closed is looked for once: texts may be long, and have nothing else.
    let mut open: Vec<(char, &str)> = PAIRS.to_vec();
    let mut from = 0;
    loop {
        let next = text
            .as_bytes()
            .get(from..)
            .and_then(|rest| rest.iter().position(|byte| matches!(byte, b'"' | b'\'') || !byte.is_ascii()));
        let Some(at) = next.map(|next| from + next) else { return quoted };
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { return quoted };
        let inside = at + c.len_utf8();
        // The sign of an apostrophe opens before a word alone.
        let opens = |mark: char| mark != '\'' || !text[..at].ends_with(char::is_alphanumeric);
        let Some((mark, closing)) = open.iter().find(|(mark, _)| *mark == c && opens(c)).copied() else {
            from = inside;
            continue;
        };
        let rest = text.get(inside..).unwrap_or_default();
        // And it closes behind one: `isn't` goes on.
        let closes = |(at, c): &(usize, char)| {
            let goes_on = || rest[at + c.len_utf8()..].starts_with(char::is_alphanumeric);
            closing.contains(*c) && !(matches!(c, '\'' | '’') && goes_on())
        };
        match rest.char_indices().find(closes) {
            Some((len, c)) => {
                let end = inside + len + c.len_utf8();
                quoted.push(at..end);
                from = end;
            }
            None => {
                open.retain(|(other, _)| *other != mark);
                from = inside;
            }
        }
    }
}

/// Whether an offset lies in one of some ranges, which are in order.
pub fn is_within(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).is_some_and(|range| range.start <= at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
        sentences(text, language).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_text_is_cut_where_sentences_end() {
        assert_eq!(
            cut("It rises. Why? “The moon.” That is all", "en"),
            ["It rises.", "Why?", "“The moon.”", "That is all"]
        );
        assert_eq!(cut("潮が満ちる。月だ。", "ja"), ["潮が満ちる。", "月だ。"]);
    }

    #[test]
    fn no_abbreviation_is_longer_than_those_that_are_looked_for() {
        assert_eq!(ABBREVIATIONS.iter().map(|word| word.len()).max(), Some(LONGEST));
    }

    #[test]
    fn an_abbreviation_a_number_and_an_initial_end_no_sentence() {
        for text in ["By approx. 3.5 m, e.g. at St. Mary’s, says J. Smith.", "“Why?” he asked."] {
            assert_eq!(cut(text, "en"), [text]);
        }
        let text = "Am 3. Mai, d. h. zur Springflut, stieg sie um ca. 2 m.";
        assert_eq!(cut(text, "de"), [text]);
        assert_eq!(cut("In 1953 there were 3. Then none.", "en").len(), 2);
    }

    #[test]
    fn what_is_quoted_is_found_in_the_marks_of_each_language() {
        for text in ["Say “this” now", "Sag „dies“ jetzt", "Sag »dies« jetzt", "Dis « ceci » ici", "Say \"this\" now"]
        {
            let [range] = quoted(text).try_into().expect("one quotation");
            assert!(text[range].len() >= 6, "{text}");
        }
        for text in ["He said ‘we don’t’ twice", "He said 'we don't' twice", "Er sagt ‚dies‘ oft", "Er sagt ›dies‹ oft"]
        {
            let [range] = quoted(text).try_into().expect("one quotation");
            assert!(text[range].ends_with(['’', '\'', '‘', '‹']), "{text}");
        }
        assert!(quoted("The boys' boats aren't here, it’s said").is_empty());
        assert!(quoted("It is 5\" wide, and “open").is_empty());
        let text = "A “b” c “d” e “f";
        let ranges = quoted(text);
        let inside: String = text.char_indices().filter(|(at, _)| is_within(&ranges, *at)).map(|(_, c)| c).collect();
        assert_eq!(inside, "“b”“d”");
    }

    #[test]
    fn a_sentence_begins_behind_another_and_not_within_one() {
        let text = "One. Two “Three” four";
        assert!(begins(text, 0) && begins(text, 5));
        assert!(!begins(text, 12) && !begins(text, 21));
    }
}
