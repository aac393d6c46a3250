use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use proptest::prelude::*;

use super::pages::Listed;
use super::*;
use crate::compose::PageKey;
use crate::parse::search::of_names;
use crate::route::Route;

fn page(number: u32, route: &Route) -> Listed<'_> {
    Listed {
        key: PageKey::NotFound,
        number,
        route,
        title: "",
        section: "",
        date: None,
        about: "",
        names: Arc::default(),
        hash: u64::from(number),
    }
}

/// The shards of pages with these texts: where each begins, its name and its text.
fn shards_of(texts: &[(u32, &str)], language: &str) -> Vec<(String, String, String)> {
    let routes: Vec<Route> = texts.iter().map(|(number, _)| Route::new(format!("/{number}/"))).collect();
    let pages: Vec<Listed<'_>> = texts.iter().zip(&routes).map(|((number, _), route)| page(*number, route)).collect();
    let words: Vec<WordList> = texts.iter().map(|(_, text)| of_names([*text])).collect();
    let config = Config { language: language.to_owned(), ..Config::default() };
    let bounds = bounds::Sample::of(pages.len()).bounds(&words.iter().collect::<Vec<_>>());
    let seed = Seed::new(pages.len(), &config);
    let index = Index::new(&bounds, &pages, words, &seed);
    let mut shards = Vec::new();
    for group in index.groups(&vec![true; bounds.len()]) {
        let taken: Result<(), ()> = group.each(|shard| {
            shards.push((shard.bound.to_owned(), shard.name(), shard.text));
            Ok(())
        });
        assert_eq!(taken, Ok(()));
    }
    shards
}

/// The pages that have a form, as a reader of the files finds them.
fn pages_with(shards: &[(String, String, String)], form: &str) -> BTreeMap<u32, u32> {
    let at = shards.partition_point(|(bound, _, _)| bound.as_str() <= form) - 1;
    let lines = shards[at].2.lines().map(|line| line.split_once(':').expect("a colon"));
    let mut found = BTreeMap::new();
    for (forms, pages) in lines {
        if !forms.split(' ').any(|other| other == form) {
            continue;
        }
        let mut numbers = digits::read(pages.trim_start_matches('*')).into_iter();
        let mut page = 0;
        while let Some(far) = numbers.next() {
            page += far >> 1;
            let weight = if far & 1 == 1 { numbers.next().expect("a weight") + 2 } else { 1 };
            found.insert(page, weight);
        }
    }
    found
}

#[test]
fn forms_of_a_stem_are_found_together_by_any_of_them() {
    let shards = shards_of(&[(3, "tides rising"), (900, "tide"), (70_000, "rises")], "en");
    let [(_, _, text)] = &shards[..] else { panic!("one shard: {shards:?}") };
    let forms: Vec<&str> = text.lines().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(forms, ["-rise rises rising", "tide tides"]);
    let numbers = |form| pages_with(&shards, form).into_keys().collect::<Vec<u32>>();
    assert_eq!(numbers("tides"), [3, 900]);
    assert_eq!(numbers("tide"), [3, 900]);
    assert_eq!(numbers("rising"), [3, 70_000]);
    assert_eq!(numbers("tid"), [0; 0]);
    let plain = shards_of(&[(3, "tides"), (900, "tide")], "xx");
    assert_eq!(pages_with(&plain, "tide").len(), 1, "a language without rules has no stems");
}

#[test]
fn a_word_that_is_everywhere_lists_only_where_it_is_more_than_a_word_of_the_body() {
    let texts: Vec<(u32, &str)> = (0..600).map(|number| (number, "common")).collect();
    let shards = shards_of(&texts, "en");
    assert!(shards[0].2.contains(":*"), "{}", &shards[0].2[..40]);
    assert_eq!(pages_with(&shards, "common").len(), 600, "names weigh more than a body");
}

#[test]
fn many_words_are_divided_into_shards_of_some_size_and_none_is_lost() {
    let texts: Vec<(u32, String)> = (0..3_000_u32)
        .map(|number| {
            let words = (0..40).map(|at| format!("con{:03} w{}x", (number * 7 + at * 13) % 900, (number + at) % 50));
            (number * 3, words.collect::<Vec<_>>().join(" "))
        })
        .collect();
    let borrowed: Vec<(u32, &str)> = texts.iter().map(|(number, text)| (*number, text.as_str())).collect();
    let shards = shards_of(&borrowed, "en");
    assert!(shards.len() > 5, "{}", shards.len());
    assert!(shards.iter().all(|(_, _, text)| text.len() < 60_000));
    let expected: BTreeSet<u32> = texts
        .iter()
        .filter(|(_, text)| text.split(' ').any(|word| word == "con123"))
        .map(|(number, _)| *number)
        .collect();
    assert_eq!(pages_with(&shards, "con123").into_keys().collect::<BTreeSet<u32>>(), expected);
}

#[test]
fn a_changed_page_changes_the_shards_of_its_words_and_no_other() {
    let words: Vec<String> = (0..26_u8).map(|at| char::from(b'a' + at).to_string().repeat(3)).collect();
    let texts: Vec<(u32, String)> = (0..2_000)
        .map(|number| (number, words.iter().map(|word| format!("{word}{} ", number % 40)).collect()))
        .collect();
    let of = |texts: &[(u32, String)]| {
        shards_of(&texts.iter().map(|(number, text)| (*number, text.as_str())).collect::<Vec<_>>(), "en")
    };
    let before = of(&texts);
    let mut edited = texts.clone();
    edited[77].1.push_str(" mmmnew");
    let after = of(&edited);
    assert!(before.len() > 2);
    let changed = before.iter().zip(&after).filter(|(one, other)| one.1 != other.1);
    assert_eq!(changed.count(), 1);
    assert!(before.iter().zip(&after).all(|(one, other)| (one.1 == other.1) == (one.2 == other.2)));
}

#[test]
fn the_parts_that_two_lists_mark_are_those_whose_words_differ() {
    let bounds = ["", "g", "m", "t"].map(str::to_owned);
    let marked = |one: &str, other: &str| {
        let mut changed = [false; 4];
        changes::mark(&bounds, &of_names([one]), &of_names([other]), &mut changed);
        changed
    };
    assert_eq!(marked("a h n z", "z n h a"), [false; 4]);
    assert_eq!(marked("a h", "a h g t"), [false, true, false, true]);
    assert_eq!(marked("fz n", ""), [true, false, true, false]);
}

#[test]
fn cards_are_divided_by_number_so_that_a_new_page_moves_no_other() {
    let route = Route::new("/");
    let numbers: Vec<u32> = (0..500).map(|at| at * 37 % 9_000).collect::<BTreeSet<u32>>().into_iter().collect();
    let decks = |numbers: &[u32]| cards::decks(&numbers.iter().map(|number| page(*number, &route)).collect::<Vec<_>>());
    let before = decks(&numbers);
    assert!(before.len() > 15 && before.len() < 60, "{}", before.len());
    let mut more = numbers.clone();
    more.insert(more.partition_point(|number| *number < 5_000), 5_000);
    let firsts = |decks: &[cards::Deck]| decks.iter().map(|deck| deck.first).collect::<BTreeSet<u32>>();
    assert!(firsts(&decks(&more)).is_superset(&firsts(&before)));
    assert_eq!(decks(&[]), []);
}

proptest! {
    #[test]
    fn the_files_answer_as_all_lists_together_do(
        texts in prop::collection::vec(prop::collection::vec("[a-d]{1,5}|[é海岸]{1,3}", 0..12), 1..30),
        language in "en|de|xx",
    ) {
        let texts: Vec<(u32, String)> = (1..).step_by(17).zip(texts.iter().map(|words| words.join(" "))).collect();
        let borrowed: Vec<(u32, &str)> = texts.iter().map(|(number, text)| (*number, text.as_str())).collect();
        let shards = shards_of(&borrowed, &language);
        let stems = stem::Stems::of(&language);
        let mut lists: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
        for (number, text) in &borrowed {
            crate::parse::search::words::each(crate::parse::search::words::Text::Plain(text), |word| {
                lists.entry(word.to_owned()).or_default().insert(*number);
            });
        }
        let begin = |word: &str| word.chars().take(3).collect::<String>();
        for word in lists.keys() {
            let alike = lists.iter().filter(|(other, _)| stems.stem(other) == stems.stem(word) && begin(other) == begin(word));
            let expected: BTreeSet<u32> = alike.flat_map(|(_, pages)| pages.iter().copied()).collect();
            prop_assert_eq!(pages_with(&shards, word).into_keys().collect::<BTreeSet<u32>>(), expected, "{}", word);
        }
    }

    #[test]
    fn digits_read_back_as_they_were_written(numbers in prop::collection::vec(any::<u32>(), 0..20)) {
        let mut text = String::new();
        numbers.iter().for_each(|number| digits::write(*number, &mut text));
        prop_assert_eq!(digits::read(&text), numbers);
    }
}
