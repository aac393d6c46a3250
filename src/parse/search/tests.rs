use proptest::prelude::*;

use super::list::{head, pick};
use super::table::{LONGEST, Table};
use super::words::{self, Text};
use super::*;
use crate::config::site::MarkdownOptions;
use crate::date::Zone;
use crate::parse::{Document, ParseOptions, parse};
use crate::text::RelPath;

fn words_of(text: Text<'_>) -> Vec<String> {
    let mut found = Vec::new();
    words::each(text, |word| found.push(word.to_owned()));
    found
}

fn listed(list: &WordList) -> Vec<(String, u8)> {
    let mut words = list.words();
    let mut listed = Vec::new();
    while words.advance() {
        listed.push((String::from_utf8(words.word().to_vec()).expect("a word is text"), words.weight()));
    }
    listed
}

#[test]
fn words_are_folded_as_the_table_says_that_the_script_is_held_to() {
    let table = include_str!("../../../tests/search/words.json");
    let table: Vec<(String, Vec<String>)> = serde_json::from_str(table).expect("a table");
    for (text, expected) in table {
        assert_eq!(words_of(Text::Plain(&text)), expected, "{text}");
    }
}

#[test]
fn a_head_is_the_first_eight_bytes_of_a_word_and_nothing_behind_a_shorter_one() {
    for length in 0..=10 {
        let word = &b"abcdefghij"[..length];
        let mut bytes = [0; 8];
        bytes[..length.min(8)].copy_from_slice(&word[..length.min(8)]);
        assert_eq!(head(word), u64::from_be_bytes(bytes), "{length}");
    }
}

#[test]
fn tags_of_phrases_part_no_word_and_what_is_not_read_is_not_found() {
    for (html, expected) in [
        ("<p>un<em>believ</em>able</p><p>b</p>", &["unbelievable", "b"][..]),
        ("H<sub>2</sub>O tide<sup>1</sup>", &["h2o", "tide", "1"]),
        ("<!-- gone --><script>gone()</script>a<style>gone</style>b", &["a", "b"]),
        ("R&amp;D caf&#233; x&shy;y &unknown; &", &["r", "d", "cafe", "xy"]),
        ("<li>a<li>b<", &["a", "b"]),
    ] {
        assert_eq!(words_of(Text::Html(html)), expected, "{html}");
    }
}

fn article(text: &str) -> Vec<(String, u8)> {
    let options = ParseOptions {
        languages: Vec::new(),
        markdown: MarkdownOptions { raw_html: true, smart_punctuation: true, callouts: Vec::new() },
        taxonomies: vec!["tags".to_owned()],
        timezone: Zone::utc(),
        language: "en".to_owned(),
        search: true,
    };
    let path = RelPath::new("content/a.md").expect("a path");
    match parse(&path, text.as_bytes(), &options).value {
        Some(Document::Article(article)) => listed(&of_article(&article)),
        other => panic!("no article: {other:?}"),
    }
}

#[test]
fn an_article_is_found_by_every_part_of_it_and_most_by_its_title() {
    let list = article(
        "---\ntitle: Tides\ndek: Moon\ntags: [water]\nfaqs:\n  - {question: Why?, answer: Because.}\n---\n\n\
         Twice twice.\n\n## Surge\n\n![alt](https://a.example/b.jpg \"Quay\")\n",
    );
    let weight = |word: &str| list.iter().find(|(known, _)| known == word).map(|(_, weight)| *weight);
    assert_eq!(weight("tides"), Some(24));
    assert_eq!((weight("moon"), weight("water"), weight("why")), (Some(8), Some(8), Some(6)));
    assert_eq!(weight("because"), Some(2));
    assert_eq!(weight("twice"), Some(3), "twice as often weighs one more");
    assert_eq!(weight("surge"), Some(6), "a heading is part of the body, too");
    assert_eq!(weight("quay"), Some(2));
    assert_eq!(weight("b"), None, "addresses are not read");
}

#[test]
fn a_word_weighs_less_in_a_longer_text_and_never_more_than_the_most() {
    let body = |filling: usize| article(&format!("---\ntitle: T\n---\n\ntide {}\n", "water ".repeat(filling)));
    let weight =
        |list: &[(String, u8)], word: &str| list.iter().find(|(known, _)| known == word).map(|(_, weight)| *weight);
    assert_eq!(weight(&body(10), "tide"), Some(2));
    assert_eq!(weight(&body(3000), "tide"), Some(1));
    assert_eq!(weight(&body(3000), "water"), Some(HEAVIEST_IN_BODY));
}

proptest! {
    #[test]
    fn a_list_has_the_words_of_its_table_in_order(
        words in prop::collection::vec("[a-c]{1,4}|[a-c]{14,18}|[é漢]{1,3}|[a-b]{44,60}", 0..120),
        bound in "[a-c]{0,3}",
    ) {
        let mut table = Table::default();
        words.iter().for_each(|word| table.add(word, Part::Title));
        let list = WordList::of(&mut table, 0);
        prop_assert!(table.is_empty());
        let mut expected: Vec<&str> = words.iter().map(String::as_str).filter(|word| word.len() <= LONGEST).collect();
        expected.sort_unstable();
        expected.dedup();
        let found = listed(&list);
        prop_assert_eq!(found.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>(), expected.clone());
        let mut words = list.words();
        let mut from_bound = Vec::new();
        let mut more = words.seek(head(bound.as_bytes()));
        while more {
            from_bound.push(String::from_utf8(words.word().to_vec()).unwrap());
            more = words.advance();
        }
        let behind: Vec<&str> = expected.iter().copied().filter(|word| *word >= bound.as_str()).collect();
        prop_assert_eq!(from_bound, behind);
        let ranges = [(head(b"aa"), Some(head(b"ab"))), (head(b"b"), Some(head(b"c")))];
        expected.retain(|word| word.starts_with("aa") || word.starts_with('b'));
        let picked = listed(&pick(&list.0, &ranges));
        prop_assert_eq!(picked.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn bytes_that_are_no_list_are_never_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let list = WordList(bytes);
        let mut words = list.words();
        while words.advance() {}
        prop_assert!(words.word().len() <= LONGEST);
        words.seek(head(b"m"));
        pick(&list.0, &[(0, None)]);
    }
}
