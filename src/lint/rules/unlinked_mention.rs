//! The title of another article, without a link to it.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::fingerprint::print;
use crate::lint::phrases::Phrases;
use crate::lint::{Looks, MentionsSubject, Rule, sentences};
use crate::parse::front_matter::Kind;
use crate::parse::passages::{Passage, PassageKind, typed, words};
use crate::resolve::Site;
use crate::resolve::links::relative;
use crate::text::RelPath;

/// The rule.
pub const RULE: Rule = Rule { code: Code::UnlinkedMention, looks: Looks::Mentions(look) };

/// How many it names in one article: who mends three will see the others.
const MOST: usize = 3;

/// From how many letters on a title of one word is taken for a title.
const DISTINCTIVE: usize = 10;

/// Up to how many letters the first word of a title says nothing: `The`, `How`, `Die`.
const SHORT: usize = 3;

/// The titles of a site's articles.
#[derive(Debug, Default)]
pub struct Titles {
    phrases: Phrases,
    /// The file of each article, and its title.
    titles: Vec<(RelPath, String)>,
    print: u64,
}

impl Titles {
    /// Those of all articles that can be told from running text; one that two articles have says nothing.
    pub fn of(site: &Site) -> Titles {
        let mut owners: BTreeMap<String, Option<&RelPath>> = BTreeMap::new();
        for article in site.articles.iter().filter(|article| article.facts.fields.kind != Kind::Page) {
            let (path, fields) = (&article.facts.path, &article.facts.fields);
            for title in std::iter::once(&fields.title).chain(&fields.short_title) {
                let title = title.value.trim_end_matches(['?', '!', '.', '…']).trim();
                let owner = owners.entry(title.to_owned()).or_insert(Some(path));
                *owner = owner.filter(|owner| *owner == path);
            }
        }
        let telling = owners.into_iter().filter(|(title, _)| is_telling(title));
        let titles: Vec<(RelPath, String)> =
            telling.filter_map(|(title, owner)| Some((owner?.clone(), title))).collect();
        Titles { phrases: Phrases::new(titles.iter().map(|(_, title)| title.as_str())), print: print(&titles), titles }
    }

    /// What tells them from all others.
    pub fn print(&self) -> u64 {
        self.print
    }
}

/// Whether a title is more than a common word.
fn is_telling(title: &str) -> bool {
    words(title).nth(1).is_some() || title.chars().filter(|c| c.is_alphabetic()).count() >= DISTINCTIVE
}

fn look(article: &MentionsSubject<'_>, passages: &[Passage], found: &mut Vec<Diagnostic>) {
    let titles = article.titles;
    let mut told: Vec<&RelPath> = Vec::new();
    for passage in passages {
        if !matches!(passage.kind, PassageKind::Paragraph | PassageKind::Item) {
            continue;
        }
        let is_meant = |number: usize, range: &std::ops::Range<usize>| {
            let Some((other, title)) = titles.titles.get(number) else { return false };
            let is_linked =
                passage.links.iter().any(|link| link.range.start < range.end && range.start < link.range.end);
            !is_linked && !is_known(article, other) && is_title(&passage.text, range, title)
        };
        for one in titles.phrases.find(&passage.text, &passage.tokens, is_meant) {
            let Some((other, _)) = titles.titles.get(one.number) else { continue };
            if told.contains(&other) {
                continue;
            }
            told.push(other);
            let text = passage.text.get(one.range.clone()).unwrap_or_default();
            let path = relative(article.path, other.as_str());
            let path = if path.contains([' ', '(', ')']) { format!("<{path}>") } else { path };
            let message = format!("`{text}` is the title of another article, and no link leads there");
            let mention = article.at(Code::UnlinkedMention, passage.span(one.range), message);
            found.push(mention.help(format!("link it if that article is meant: `[{text}]({path})`")));
            if told.len() == MOST {
                return;
            }
        }
    }
}

/// Whether an article is the other, or leads there already.
fn is_known(article: &MentionsSubject<'_>, other: &RelPath) -> bool {
    article.path == other || article.known.binary_search(&other).is_ok()
}

/// Whether words are written as a title is: with its capitals, but for the first letter within a sentence. Titles of one
/// word, and those that begin with one as short as `The` or `How`, must be written as they are, where not every word has a
/// capital.
fn is_title(text: &str, range: &std::ops::Range<usize>, title: &str) -> bool {
    let written = text.get(range.clone()).unwrap_or_default();
    let same = |a: &str, b: &str| a.chars().map(typed).eq(b.chars().map(typed));
    let mut of_title = words(title);
    let first = of_title.next().map_or(0, |(_, word)| word.chars().count());
    if of_title.next().is_none() || first <= SHORT {
        return same(written, title) && !sentences::begins(text, range.start);
    }
    let (mut letters, mut wanted) = (written.chars(), title.chars());
    let (Some(a), Some(b)) = (letters.next(), wanted.next()) else { return false };
    let begins = typed(a) == typed(b) || a.to_lowercase().eq(b.to_lowercase());
    begins && same(letters.as_str(), wanted.as_str())
}

#[cfg(test)]
mod tests {
    use super::{is_telling, is_title};

    #[test]
    fn a_title_is_told_from_the_words_it_is_made_of() {
        let is_title = |text: &str, title: &str| {
            let at = text.to_lowercase().find(&title.to_lowercase()).expect("the words");
            is_title(text, &(at..at + title.len()), title)
        };
        assert!(is_title("The moon makes spring tides.", "Spring tides"));
        assert!(is_title("Read Spring tides.", "Spring tides"));
        assert!(is_title("It is in The harbour.", "The harbour"));
        assert!(is_title("About Photosynthesis and light.", "Photosynthesis"));
        assert!(!is_title("It is in the harbour.", "The harbour"));
        assert!(!is_title("It is high. The harbour is old.", "The harbour"));
        assert!(!is_title("The Spring Tides are high.", "Spring tides"));
        assert!(!is_title("Photosynthesis needs light.", "Photosynthesis"));
        assert!(!is_title("By photosynthesis.", "Photosynthesis"));
    }

    #[test]
    fn a_short_word_is_no_title_that_could_be_told() {
        assert!(
            is_telling("Spring tides")
                && is_telling("Photosynthesis")
                && is_telling("On tides")
                && is_telling("東京湾の潮汐と月の話")
        );
        assert!(!is_telling("Tides") && !is_telling("Markdown") && !is_telling("") && !is_telling("2024"));
    }
}
