//! The change of one word of one article, which writes one page and the feeds that hold it.

use super::content;
use super::disk::{Thing, Things};
use super::output::{MANIFEST, is_compressed};
use super::random::Random;
use super::site::{Kind, Site};

/// A word of an article that was changed.
pub struct Word {
    pub word: String,
    /// Whether the article is public, so that one page shows it.
    is_shown: bool,
}

/// Changes one word of an article, where no other page shows it.
pub fn change_word(site: &mut Site, random: &mut Random) -> Option<Word> {
    let word = content::fresh(random);
    let has_prose = |path: &&String| prose_of(&site.documents[*path].blocks).is_some();
    let path = random.pick(site.paths(Kind::Article).filter(has_prose))?;
    let is_shown = site.is_public(&site.documents[&path]);
    let blocks = &mut site.documents.get_mut(&path)?.blocks;
    let at = prose_of(blocks)?;
    let (start, end) = blocks[at].rsplit_once(" and ")?;
    // At times of the same length, so that the size of the page tells nothing.
    let old = end.trim_end_matches('.');
    let word =
        if random.one_in(2) && old.len() < word.len() { word[word.len() - old.len()..].to_owned() } else { word };
    blocks[at] = format!("{start} and {word}.");
    Some(Word { word, is_shown })
}

/// The place of a paragraph that is neither the excerpt nor part of an answer.
fn prose_of(blocks: &[String]) -> Option<usize> {
    let at = blocks.iter().rposition(|block| block.starts_with("Prose "))?;
    let is_excerpt = blocks[at..].iter().any(|block| block.starts_with("<!-- more"));
    let is_answer = blocks[..at].iter().any(|block| block.contains("{.faqs}"));
    (at > 0 && !is_excerpt && !is_answer).then_some(at)
}

/// The edit of one body's word wrote the page of that article, the feeds that hold it, and nothing else.
pub fn see_one_page(Word { word, is_shown }: &Word, before: &Things, after: &Things) -> Result<(), String> {
    let shows = |thing: &Thing| matches!(thing, Thing::File(bytes) if bytes.windows(word.len()).any(|at| at == word.as_bytes()));
    // Which of the search's files a word is in is for other tests to say.
    let of_search = |path: &str| {
        let path = path.strip_prefix("de/").unwrap_or(path);
        path.starts_with("search/") && path != "search/index.html"
    };
    // A compressed copy changes with its file, and no word can be read in it.
    let is_read = |path: &str| !of_search(path) && !is_compressed(path, after);
    let shown: Vec<&String> =
        after.iter().filter(|(path, thing)| shows(thing) && is_read(path)).map(|(path, _)| path).collect();
    let changed =
        |(path, thing): &(&String, &Thing)| *path != MANIFEST && is_read(path) && before.get(*path) != Some(thing);
    let changed: Vec<&String> = after.iter().filter(changed).map(|(path, _)| path).collect();
    let is_page =
        |path: &&&String| !["feed.xml", "rss.xml", "feed.json", "/index.md"].iter().any(|feed| path.ends_with(feed));
    let pages = shown.iter().filter(is_page).count();
    if shown != changed || pages > 1 || (*is_shown && pages == 0) {
        return Err(format!("`{word}` is on {shown:?}, and {changed:?} changed"));
    }
    Ok(())
}
