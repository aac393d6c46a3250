//! What all articles share, and what each is called: enough for one to link to another before it is written.

use std::collections::{BTreeMap, BTreeSet};

use super::random::{Random, Weights};
use super::words::{Words, capitalised, slug};

/// The sections of the site, by the names of their folders.
pub const SECTIONS: [&str; 12] = [
    "health",
    "finance",
    "travel",
    "science",
    "food",
    "culture",
    "housing",
    "energy",
    "education",
    "sport",
    "work",
    "technology",
];
/// How many people write and review.
pub const PEOPLE: usize = 40;
/// How many tags there are.
pub const TAGS: usize = 200;

const GIVEN_NAMES: [&str; 20] = [
    "Amara", "Bela", "Carlo", "Dina", "Emil", "Farah", "Goran", "Hana", "Ines", "Jonas", "Kira", "Leon", "Mira",
    "Nils", "Oona", "Pavel", "Quinn", "Rosa", "Sven", "Tala",
];
/// The names of families, of the people and of those whom the articles cite.
pub const FAMILY_NAMES: [&str; 20] = [
    "Okafor",
    "Lindqvist",
    "Marchetti",
    "Novak",
    "Duarte",
    "Haddad",
    "Kowalski",
    "Iversen",
    "Petrov",
    "Quiroga",
    "Renard",
    "Szabo",
    "Tanaka",
    "Ueda",
    "Varga",
    "Weiss",
    "Xanthou",
    "Yilmaz",
    "Zeller",
    "Abara",
];
const ROLES: [&str; 6] = ["Editor", "Senior writer", "Physician reviewer", "Analyst", "Researcher", "Correspondent"];

/// 5 January 2015, 06:00, and the minutes in the almost eleven years in which the articles appeared.
const FIRST: i64 = 1_420_437_600;
const MINUTES: u64 = 5_676_480;

/// The whole site but for the articles' texts.
pub struct Site {
    /// Where every number of the site comes from.
    pub seed: u64,
    /// The words that its texts are made of.
    pub words: Words,
    /// Who writes and reviews.
    pub people: Vec<Person>,
    /// The tags, the commonest first.
    pub tags: Vec<String>,
    /// A sentence about each section.
    pub section_deks: Vec<String>,
    /// The articles.
    pub heads: Vec<Head>,
}

/// Somebody who writes or reviews.
pub struct Person {
    /// The name as a part of an address.
    pub id: String,
    /// The name.
    pub name: String,
    /// What the person does.
    pub role: &'static str,
    /// A few sentences.
    pub bio: String,
}

/// An article without its text.
pub struct Head {
    /// Its place among the articles.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// Its file's name without the extension.
    pub slug: String,
    /// Its section's folder.
    pub section: &'static str,
    /// When it appeared, in seconds since 1970.
    pub published: i64,
    /// When it was changed.
    pub updated: i64,
    /// Its tags, by their places in the site's.
    pub tags: Vec<usize>,
    /// Its authors, by their places among the people.
    pub authors: Vec<usize>,
    /// Its reviewer.
    pub reviewer: usize,
}

impl Site {
    /// A site of so many articles.
    pub fn new(articles: usize, seed: u64) -> Site {
        let words = Words::new(seed);
        let mut random = Random::new(seed, 1);
        let people = people(&words, &mut random);
        let tags = tags(&words, &mut random);
        let section_deks = SECTIONS.iter().map(|_| words.sentence(&mut random, false)).collect();
        let heads = heads(articles, seed, &words);
        Site { seed, words, people, tags, section_deks, heads }
    }

    /// The newest articles of each tag, to find related ones by.
    pub fn newest_by_tag(&self) -> BTreeMap<usize, Vec<usize>> {
        let mut newest: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut order: Vec<&Head> = self.heads.iter().collect();
        order.sort_by_key(|head| (-head.published, head.number));
        for head in order {
            for tag in &head.tags {
                let articles = newest.entry(*tag).or_default();
                if articles.len() < 6 {
                    articles.push(head.number);
                }
            }
        }
        newest
    }

    /// The five newest articles that share a tag with one.
    pub fn related(&self, head: &Head, newest: &BTreeMap<usize, Vec<usize>>) -> Vec<&Head> {
        let numbers: BTreeSet<usize> = head.tags.iter().filter_map(|tag| newest.get(tag)).flatten().copied().collect();
        let mut related: Vec<&Head> = numbers.iter().map(|number| &self.heads[*number]).collect();
        related.retain(|other| other.number != head.number);
        related.sort_by_key(|other| (-other.published, other.number));
        related.truncate(5);
        related
    }
}

fn people(words: &Words, random: &mut Random) -> Vec<Person> {
    let names = random.different(PEOPLE, GIVEN_NAMES.len() * FAMILY_NAMES.len());
    let person = |number: usize| {
        let given = GIVEN_NAMES[number % GIVEN_NAMES.len()];
        let name = format!("{given} {}", FAMILY_NAMES[number / GIVEN_NAMES.len()]);
        let sentences: Vec<String> = (0..4).map(|_| words.sentence(random, false)).collect();
        Person { id: slug(&name), name, role: random.of(&ROLES), bio: sentences.join(" ") }
    };
    names.into_iter().map(person).collect()
}

fn tags(words: &Words, random: &mut Random) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut tags = Vec::with_capacity(TAGS);
    while tags.len() < TAGS {
        let tag = words.phrase(random, 1, 2);
        if seen.insert(tag.clone()) {
            tags.push(tag);
        }
    }
    tags
}

fn heads(articles: usize, seed: u64, words: &Words) -> Vec<Head> {
    let weights = Weights::new(TAGS, 10);
    let mut slugs = BTreeSet::new();
    let head = |number: usize| {
        let mut random = Random::new(seed ^ 0x4ead, number as u64);
        let title = title(words, &mut random);
        let mut slug = slug(&title);
        if !slugs.insert(slug.clone()) {
            slug = format!("{slug}-{number}");
            slugs.insert(slug.clone());
        }
        // The golden ratio spreads the dates evenly, and neighbours far apart.
        let minute = (number as u64 * 6_180_339_887 % 10_000_000_000) * MINUTES / 10_000_000_000;
        let published = FIRST + minute as i64 * 60 + number as i64 % 60;
        let updated = published + random.between(1, 59) as i64 * 86_400;
        let mut people = random.different(3, PEOPLE);
        let reviewer = people.remove(2);
        people.truncate(random.between(1, 2));
        let section = SECTIONS[number % SECTIONS.len()];
        let tags = article_tags(number, &weights, &mut random);
        Head { number, title, slug, section, published, updated, tags, authors: people, reviewer }
    };
    (0..articles).map(head).collect()
}

fn title(words: &Words, random: &mut Random) -> String {
    let phrase = words.phrase(random, 3, 6);
    let mut title: Vec<&str> = phrase.split(' ').collect();
    title.insert(random.between(1, title.len() - 1), words.function_word(random));
    capitalised(&title.join(" ")) + if random.chance(150) { "?" } else { "" }
}

/// Three tags. The first articles see to it that every tag has one.
fn article_tags(number: usize, weights: &Weights, random: &mut Random) -> Vec<usize> {
    if number * 3 < TAGS {
        return (0..3).map(|more| (number * 3 + more) % TAGS).collect();
    }
    let mut tags = Vec::with_capacity(3);
    while tags.len() < 3 {
        let tag = random.weighted(weights);
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}
