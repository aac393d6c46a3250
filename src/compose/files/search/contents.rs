//! `search/index.json`: which files there are.

/// The path of the file in the output.
pub use crate::resolve::routes::SEARCH_INDEX as PATH;

/// The text of the file.
///
/// `pages` is how many there are; `words` has the first word and the name of each part of the alphabet in order, `cards`
/// the first number and the name of each file of cards.
pub fn text(pages: usize, words: &[(String, String)], cards: &[(u32, String)]) -> String {
    let lines = |entries: Vec<String>| entries.join(",\n");
    let json = |text: &str| serde_json::Value::from(text).to_string();
    let words = lines(words.iter().map(|(bound, name)| format!("{},{}", json(bound), json(name))).collect());
    let cards = lines(cards.iter().map(|(first, name)| format!("{first},{}", json(name))).collect());
    format!("{{\"pages\":{pages},\n\"words\":[{words}],\n\"cards\":[{cards}]}}\n")
}
