//! Where sentences begin in running text, and what is quoted in it.

use std::ops::Range;

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？')
}

fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '"' | '\'' | '”' | '’' | '“' | '»' | '«' | '」' | '』')
}

/// Whether what stands at an offset begins a sentence.
pub fn begins(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || "(“„\"‘«»*".contains(c));
    before.is_empty() || before.trim_end_matches(is_closing).ends_with(|c| is_end(c) || c == ':')
}

/// What stands between quotation marks, with the marks; a mark that nothing closes quotes nothing.
pub fn quoted(text: &str) -> Vec<Range<usize>> {
    const PAIRS: [(char, &str); 6] = [('“', "”"), ('„', "“”"), ('«', "»"), ('»', "«"), ('"', "\""), ('「', "」")];
    let mut quoted = Vec::new();
    let mut from = 0;
    while let Some((at, c)) = text.get(from..).unwrap_or_default().char_indices().find(|(_, c)| "“„«»\"「".contains(*c))
    {
        let start = from + at;
        let inside = start + c.len_utf8();
        let closing = PAIRS.iter().find(|(opening, _)| *opening == c).map_or("", |(_, closing)| closing);
        let end = text.get(inside..).and_then(|rest| rest.char_indices().find(|(_, c)| closing.contains(*c)));
        from = match end {
            Some((at, c)) => {
                let end = inside + at + c.len_utf8();
                quoted.push(start..end);
                end
            }
            None => inside,
        };
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_found_in_the_marks_of_each_language() {
        for text in ["Say “this” now", "Sag „dies“ jetzt", "Sag »dies« jetzt", "Dis « ceci » ici", "Say \"this\" now"]
        {
            let [range] = quoted(text).try_into().expect("one quotation");
            assert!(text[range].len() >= 6, "{text}");
        }
        assert!(quoted("It is 5\" wide, and “open").is_empty());
    }

    #[test]
    fn a_sentence_begins_behind_another_and_not_within_one() {
        let text = "One. Two “Three” four";
        assert!(begins(text, 0) && begins(text, 5));
        assert!(!begins(text, 12) && !begins(text, 21));
    }
}
