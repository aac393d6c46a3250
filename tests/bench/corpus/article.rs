//! The text of an article, without the syntax in which generators differ.

use super::random::Random;
use super::site::{FAMILY_NAMES, Head, Site};
use super::snippets;
use super::words::capitalised;

/// An article but for its head.
pub struct Article {
    /// What it says, in one sentence.
    pub dek: String,
    /// Its picture.
    pub picture: Picture,
    /// Questions with their answers in Markdown.
    pub faqs: Vec<(String, String)>,
    /// The works that it cites.
    pub sources: Vec<Source>,
    /// Its Markdown, in blocks.
    pub body: Vec<Block>,
}

/// A picture elsewhere, so that no generator has sizes to derive.
pub struct Picture {
    /// Its address.
    pub src: String,
    /// What is seen on it.
    pub alt: String,
    /// What is said about it.
    pub caption: String,
    /// Who made it.
    pub credit: String,
}

/// A cited work.
pub struct Source {
    /// The key that citations have.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Where it appeared.
    pub journal: String,
    /// Its authors.
    pub authors: Vec<String>,
    /// When it appeared.
    pub year: usize,
    /// Its address.
    pub url: String,
}

/// A block of the body.
pub enum Block {
    /// Sentences.
    Paragraph(Vec<Sentence>),
    /// Markdown as it is: a heading, a list, a table, a quotation, code.
    Plain(String),
}

/// A sentence with the links and citations that come after it.
pub struct Sentence {
    /// The sentence itself.
    pub text: String,
    /// What it refers to.
    pub after: Vec<Reference>,
}

/// What a sentence refers to.
pub enum Reference {
    /// An article, by its number.
    Article(usize),
    /// A source, by its place.
    Source(usize),
}

const SECTIONS_OF_BODY: usize = 6;
const LINKS: usize = 12;
const SOURCES: usize = 6;
const FAQS: usize = 4;

impl Article {
    /// The text of the article with a head.
    pub fn new(site: &Site, head: &Head) -> Article {
        let mut random = Random::new(site.seed ^ 0xb0d4, head.number as u64);
        let random = &mut random;
        let dek = site.words.sentence(random, false);
        let picture = picture(site, head, random);
        let sources = (0..SOURCES).map(|place| source(site, place, random)).collect();
        let faqs = (0..FAQS).map(|_| question(site, random)).collect();
        let mut body = body(site, head, random);
        refer(&mut body, site, head, random);
        Article { dek, picture, faqs, sources, body }
    }
}

fn picture(site: &Site, head: &Head, random: &mut Random) -> Picture {
    Picture {
        src: format!("https://img.example.org/img/hero-{}.jpg", head.number % 500),
        alt: site.words.heading(random, 5, 8),
        caption: site.words.sentence(random, false),
        credit: format!("{} / Example Pictures", random.of(&FAMILY_NAMES)),
    }
}

fn source(site: &Site, place: usize, random: &mut Random) -> Source {
    let initials = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M"];
    let count = random.between(1, 3);
    let authors: Vec<String> =
        (0..count).map(|_| format!("{} {}", random.of(&FAMILY_NAMES), random.of(&initials))).collect();
    let year = random.between(2004, 2025);
    let family = authors[0].split(' ').next().unwrap_or_default().to_lowercase();
    let journal: Vec<String> = site.words.phrase(random, 1, 2).split(' ').map(capitalised).collect();
    Source {
        id: format!("{family}{year}{}", ["a", "b", "c", "d", "e", "f"][place]),
        title: site.words.heading(random, 5, 9),
        journal: format!("Journal of {}", journal.join(" ")),
        authors,
        year,
        url: format!("https://doi.example.org/10.{}/{}", random.between(1_000, 9_999), random.below(1_000_000)),
    }
}

/// A question, and an answer of about 75 words in two paragraphs with a link.
fn question(site: &Site, random: &mut Random) -> (String, String) {
    let wanted = random.between(60, 76);
    let (mut sentences, mut words) = (Vec::new(), 0);
    while words < wanted {
        let sentence = site.words.pooled(random);
        words += sentence.split(' ').count();
        sentences.push(sentence);
    }
    let link = site.words.phrase(random, 2, 3);
    let (first, second) = sentences.split_at(2);
    let mut answer = format!("{} See [{link}](https://www.example.org/{}).", first.join(" "), random.below(100_000));
    if !second.is_empty() {
        answer.push_str("\n\n");
        answer.push_str(&second.join(" "));
    }
    (format!("What is {}?", site.words.phrase(random, 3, 6)), answer)
}

fn body(site: &Site, head: &Head, random: &mut Random) -> Vec<Block> {
    let lists = random.different(2, SECTIONS_OF_BODY);
    let quotation = random.below(SECTIONS_OF_BODY);
    let table = random.below(SECTIONS_OF_BODY);
    let code = (head.number % 10 == 3).then(|| random.below(SECTIONS_OF_BODY));
    let mut blocks = vec![paragraph(site, random, 3, 4), paragraph(site, random, 3, 4)];
    for section in 0..SECTIONS_OF_BODY {
        blocks.push(Block::Plain(format!("## {}", site.words.heading(random, 3, 6))));
        blocks.push(paragraph(site, random, 3, 4));
        blocks.push(paragraph(site, random, 2, 3));
        if let Some(kind) = lists.iter().position(|place| *place == section) {
            blocks.push(list(site, random, ["- ", "1. "][kind]));
        }
        if quotation == section {
            blocks.push(Block::Plain(format!("> {} {}", site.words.pooled(random), site.words.pooled(random))));
        }
        blocks.push(Block::Plain(format!("### {}", site.words.heading(random, 2, 5))));
        blocks.push(paragraph(site, random, 3, 4));
        if table == section {
            blocks.push(self::table(site, random));
        }
        if code == Some(section) {
            blocks.push(Block::Plain(snippets::fenced(head.number / 10)));
        }
    }
    blocks
}

fn paragraph(site: &Site, random: &mut Random, low: usize, high: usize) -> Block {
    let count = random.between(low, high);
    let sentence = |_| Sentence { text: site.words.pooled(random).to_owned(), after: Vec::new() };
    Block::Paragraph((0..count).map(sentence).collect())
}

fn list(site: &Site, random: &mut Random, mark: &str) -> Block {
    let items: Vec<String> = (0..5).map(|_| format!("{mark}{}", site.words.sentence(random, true))).collect();
    Block::Plain(items.join("\n"))
}

fn table(site: &Site, random: &mut Random) -> Block {
    let heads: Vec<String> = (0..4).map(|_| site.words.heading(random, 1, 2)).collect();
    let mut lines = vec![format!("| {} |", heads.join(" | ")), "|---|---|---:|---:|".to_owned()];
    for _ in 0..6 {
        let name = site.words.phrase(random, 1, 2);
        let what = site.words.phrase(random, 1, 3);
        lines.push(format!("| {name} | {what} | {} | 0.{:02} |", random.below(999), random.below(100)));
    }
    Block::Plain(lines.join("\n"))
}

/// Spreads links and citations over the paragraphs.
fn refer(body: &mut [Block], site: &Site, head: &Head, random: &mut Random) {
    let paragraphs = body.iter_mut().filter_map(|block| match block {
        Block::Paragraph(sentences) => Some(sentences),
        Block::Plain(_) => None,
    });
    let mut paragraphs: Vec<&mut Vec<Sentence>> = paragraphs.collect();
    let count = paragraphs.len();
    let mut put = |place: usize, reference: Reference, random: &mut Random| {
        let sentences = &mut paragraphs[place % count];
        let sentence = random.below(sentences.len());
        sentences[sentence].after.push(reference);
    };
    for link in 0..LINKS {
        let target = random.below(site.heads.len());
        let target = if target == head.number { (target + 1) % site.heads.len() } else { target };
        put(link * 2 + 1, Reference::Article(target), random);
    }
    for source in 0..SOURCES {
        put(source * 3, Reference::Source(source), random);
    }
}
