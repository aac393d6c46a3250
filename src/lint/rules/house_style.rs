//! A word that the site does not use, or spells in another way.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use crate::config::house_style::{Avoided, HouseStyle};
use crate::diagnostics::{Code, Diagnostic, Fix};
use crate::lint::phrases::Phrases;
use crate::lint::sentences::{begins, is_within, quoted};
use crate::lint::words::{DescribedPicture, Settled};
use crate::lint::{Looks, Rule, WordsSubject};
use crate::parse::passages::{Passage, PassageKind, Token, tokens, typed};
use crate::text::Span;

/// The rule.
pub const RULE: Rule = Rule { code: Code::HouseStyle, looks: Looks::Words(look) };

/// The words that articles in one language avoid.
#[derive(Debug, Default)]
pub struct Wording {
    phrases: Phrases,
    listed: Vec<Listed>,
    entries: Vec<Avoided>,
}

/// The entries say all of it.
impl Hash for Wording {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Wording { entries, phrases: _, listed: _ } = self;
        entries.hash(state);
    }
}

/// A word of an entry.
#[derive(Debug)]
struct Listed {
    entry: usize,
    word: String,
    is_preferred: bool,
}

impl Wording {
    /// Those of a house style that are for a language.
    pub fn of(style: &HouseStyle, language: &str) -> Wording {
        let primary = language.split('-').next().unwrap_or_default();
        let is_for = |entry: &&Avoided| {
            let named = entry.language.as_ref();
            named.is_none_or(|named| [language, primary].iter().any(|code| named.eq_ignore_ascii_case(code)))
        };
        let entries: Vec<Avoided> = style.words.iter().filter(is_for).cloned().collect();
        // What is preferred is found first, so that `North Sea` can be preferred to `sea`.
        let preferred = entries.iter().enumerate().flat_map(|(entry, avoided)| {
            avoided.prefer.iter().map(move |word| Listed { entry, word: word.clone(), is_preferred: true })
        });
        let avoided = entries.iter().enumerate().flat_map(|(entry, avoided)| {
            avoided.avoid.iter().map(move |word| Listed { entry, word: word.clone(), is_preferred: false })
        });
        let listed: Vec<Listed> = preferred.chain(avoided).collect();
        let phrases = Phrases::new(listed.iter().map(|listed| listed.word.as_str()));
        Wording { phrases, listed, entries }
    }

    /// The words in a text, which has these tokens, that should be others, each with its entry.
    fn avoided<'w>(&'w self, text: &str, tokens: &[Token]) -> Vec<(Range<usize>, &'w Avoided)> {
        let is_meant = |number: usize, range: &Range<usize>| {
            let Some(Listed { entry, word, is_preferred }) = self.listed.get(number) else { return false };
            let written = text.get(range.clone()).unwrap_or_default();
            let same = |word: &str| written.chars().map(typed).eq(word.chars().map(typed));
            if *is_preferred {
                return same(word) || (begins(text, range.start) && same(&capitalised(word)));
            }
            let is_exact = self.entries.get(*entry).is_some_and(|entry| entry.case_sensitive);
            !is_exact || same(word)
        };
        let found = self.phrases.find(text, tokens, is_meant);
        let quoted = if found.is_empty() { Vec::new() } else { quoted(text) };
        let found = found.into_iter().filter_map(|found| {
            let Listed { entry, is_preferred, .. } = self.listed.get(found.number)?;
            let is_left = is_within(&quoted, found.range.start) || is_of_address(text, &found.range);
            let entry = self.entries.get(*entry).filter(|_| !is_preferred && !is_left)?;
            Some((found.range, entry))
        });
        found.collect()
    }
}

fn look(article: &WordsSubject<'_>, passages: &[Passage], found: &mut Vec<Diagnostic>) {
    let Settled { wording, house_style, .. } = article.settled;
    let Some(file) = house_style.filter(|_| !wording.entries.is_empty()) else { return };
    let of_file = |(range, entry): (Range<usize>, &Avoided), text: &str, place: Span| {
        let written = text.get(range.clone()).unwrap_or_default();
        let mut avoided = article.at(Code::HouseStyle, place, format!("this site does not write `{written}`"));
        let prefer = preferred(entry, written, begins(text, range.start));
        if let Some(prefer) = &prefer {
            avoided = avoided.help(format!("write `{prefer}`"));
        }
        if let Some(reason) = &entry.reason {
            avoided = avoided.help(reason.clone());
        }
        if avoided.help.is_empty() {
            avoided = avoided.help(format!("say it in other words; `{file}` lists those to avoid"));
        }
        (avoided, prefer)
    };
    for passage in passages.iter().filter(|passage| passage.kind != PassageKind::Quotation) {
        for (range, entry) in wording.avoided(&passage.text, &passage.tokens) {
            let written = passage.text.get(range.clone()).unwrap_or_default();
            let place = passage.span(range.clone());
            let (avoided, prefer) = of_file((range.clone(), entry), &passage.text, place);
            // The address of a heading is made of its words, and others may lead there, or by its title to the article.
            let is_address = matches!(passage.kind, PassageKind::Heading(_) | PassageKind::Title);
            // Nor is what a reference is called by, `[word][]`, of which the definition has the name, too.
            let is_address =
                is_address || passage.links.iter().any(|link| link.is_label && overlaps(&link.range, &range));
            let is_whole = passage.text.trim() == written;
            let is_text = |prefer: &String| {
                prefer.chars().all(is_text_everywhere) && !prefer.starts_with('-') && !(is_whole && is_no_text(prefer))
            };
            let prefer = prefer.filter(|prefer| !is_address && is_text(prefer));
            let fix = prefer.map(|prefer| Fix::within(place, written, prefer));
            found.push(fix.into_iter().fold(avoided, Diagnostic::fix));
        }
    }
    // What search engines and lists show in the place of the dek and of the headline.
    let fields = article.fields();
    for text in [&fields.description, &fields.short_title].into_iter().flatten() {
        for (range, entry) in wording.avoided(&text.value, &tokens(&text.value)) {
            found.push(of_file((range, entry), &text.value, text.span).0);
        }
    }
    // What a sidecar says is said once for many articles, and is none of this one's words.
    let own = |picture: &&DescribedPicture<'_>| {
        picture.alt_place.as_ref().filter(|(path, _)| *path == article.facts.path).map(|(_, place)| *place)
    };
    for (picture, place) in article.pictures.iter().filter_map(|picture| Some((picture, own(&picture)?))) {
        for (range, entry) in wording.avoided(picture.alt, &tokens(picture.alt)) {
            found.push(of_file((range, entry), picture.alt, place).0);
        }
    }
}

/// Whether a word is a part of an address, which is nobody's style.
fn is_of_address(text: &str, range: &Range<usize>) -> bool {
    let begin = text[..range.start].rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let end = text[range.end..].find(char::is_whitespace).map_or(text.len(), |at| range.end + at);
    let around = text.get(begin..end).unwrap_or_default();
    ["://", "www.", "@"].iter().any(|sign| around.contains(sign))
}

/// Whether a letter is itself in Markdown and in YAML, whatever is around it.
fn is_text_everywhere(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ' ' | '-' | '\u{2019}')
}

/// Whether YAML takes a word for something else than a text where it stands alone.
fn is_no_text(word: &str) -> bool {
    const OTHERS: [&str; 8] = ["true", "false", "null", "yes", "no", "on", "off", "nan"];
    word.starts_with(|c: char| c.is_ascii_digit()) || OTHERS.iter().any(|other| other.eq_ignore_ascii_case(word))
}

fn overlaps(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

/// The preferred word with the capitals of the one in whose place it stands; its own stay.
fn preferred(entry: &Avoided, written: &str, is_first: bool) -> Option<String> {
    let prefer = entry.prefer.as_ref()?;
    // `ASAP` is written so, and says nothing of what stands in its place.
    let is_raised = is_loud(written) && !entry.avoid.iter().any(|word| is_loud(word));
    Some(if is_raised && !prefer.contains(char::is_uppercase) {
        prefer.to_uppercase()
    } else if is_first && written.starts_with(char::is_uppercase) {
        capitalised(prefer)
    } else {
        prefer.clone()
    })
}

/// Whether a word has capitals alone, and more than one.
fn is_loud(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    letters.clone().nth(1).is_some() && letters.all(char::is_uppercase)
}

/// A word with its first letter as a capital.
fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(avoid: &[&str], prefer: &str) -> Avoided {
        let prefer = (!prefer.is_empty()).then(|| prefer.to_owned());
        let avoid = avoid.iter().map(ToString::to_string).collect();
        Avoided { avoid, prefer, reason: None, case_sensitive: false, language: None }
    }

    fn avoided(words: Vec<Avoided>, text: &str) -> Vec<String> {
        let wording = Wording::of(&HouseStyle { words }, "en-GB");
        wording.avoided(text, &tokens(text)).into_iter().map(|(range, _)| text[range].to_owned()).collect()
    }

    #[test]
    fn what_is_preferred_is_never_what_is_avoided() {
        let words =
            || vec![entry(&["javascript"], "JavaScript"), entry(&["sea"], "North Sea"), entry(&["set-up"], "setup")];
        let text = "Javascript and JavaScript on the North Sea, and the sea. Setup, set-up.";
        assert_eq!(avoided(words(), text), ["Javascript", "sea", "set-up"]);
    }

    #[test]
    fn a_word_in_one_case_is_avoided_in_that_case_alone() {
        let exact = Avoided { case_sensitive: true, ..entry(&["Internet"], "internet") };
        assert_eq!(avoided(vec![exact], "Internet, the Internet, the internet."), ["Internet"]);
        assert_eq!(avoided(vec![entry(&["simply"], "")], "Simply SIMPLY simplify"), ["Simply", "SIMPLY"]);
    }

    #[test]
    fn what_is_to_be_written_has_the_capitals_of_what_was_written() {
        let of = |entry: &Avoided, written, is_first| preferred(entry, written, is_first).unwrap_or_default();
        let utilise = entry(&["utilise"], "use");
        assert_eq!(of(&utilise, "UTILISE", true), "USE");
        assert_eq!(of(&utilise, "Utilise", true), "Use");
        assert_eq!(of(&utilise, "Utilise", false), "use");
        assert_eq!(of(&entry(&["javascript"], "JavaScript"), "JAVASCRIPT", false), "JavaScript");
        assert_eq!(of(&entry(&["a"], "one"), "A", true), "One");
        let letters = entry(&["ASAP"], "as soon as possible");
        assert_eq!(of(&letters, "ASAP", false), "as soon as possible");
        assert_eq!(of(&letters, "ASAP", true), "As soon as possible");
    }

    #[test]
    fn what_somebody_else_said_is_left_alone() {
        let words = vec![entry(&["in order to"], "to")];
        assert_eq!(avoided(words, "“In order to”, she said, in order to say it."), ["in order to"]);
    }

    #[test]
    fn addresses_are_left_alone() {
        let text = "See https://a.example/utilise, www.utilise.example and me@utilise.example; utilise it.";
        let found = Wording::of(&HouseStyle { words: vec![entry(&["utilise"], "use")] }, "en");
        let at: Vec<usize> = found.avoided(text, &tokens(text)).into_iter().map(|(range, _)| range.start).collect();
        assert_eq!(at, [text.len() - "utilise it.".len()]);
    }

    #[test]
    fn words_of_another_language_are_no_mistakes_here() {
        let of = |language: &str| Avoided { language: Some(language.to_owned()), ..entry(&["gift"], "present") };
        assert_eq!(avoided(vec![of("de")], "A gift."), [""; 0]);
        assert_eq!(avoided(vec![of("en")], "A gift."), ["gift"]);
        assert_eq!(avoided(vec![of("EN-gb")], "A gift."), ["gift"]);
    }
}
