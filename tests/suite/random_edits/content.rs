//! Random content: words, names, blocks of Markdown, values of fields and settings.

use super::random::Random;
use super::site::{Document, Kind, Site, quoted};

const WORDS: &[&str] = &[
    "tide", "harbour", "storm", "quay", "kelp", "gull", "shoal", "mole", "ebb", "swell", "buoy", "wreck", "sand",
    "dune", "pilot", "anchor", "salt", "fog", "lamp", "rope",
];

/// Names of files that are not all plain.
const NAMES: &[&str] = &["ebb tide", "Ärger", "潮", "a.b", "Quay", "o'clock", "100%25"];

const TERMS: &[&str] =
    &["tides", "tides", "tides", "tides", "Tides", "towns", "Sea & sand", "sea sand", "Fähren", "tide"];

const SERIES: &[&str] = &["harbours", "Harbours", "quays"];

const DATES: &[&str] =
    &["2023-02-11", "2024-06-06", "2025-12-31", "2026-01-14", "2026-01-15", "2026-01-16", "2027-01-01"];

/// Some words.
pub fn words(random: &mut Random, count: usize) -> String {
    (0..count).map(|_| random.of(WORDS)).collect::<Vec<_>>().join(" ")
}

/// A word that nothing else has.
pub fn fresh(random: &mut Random) -> String {
    format!("{}{:x}", random.of(WORDS), random.next() >> 32)
}

/// The name of a file or folder, most of them plain ones.
pub fn name(random: &mut Random) -> String {
    if random.one_in(6) { random.of(NAMES).to_owned() } else { format!("{}{}", random.of(WORDS), random.below(20)) }
}

/// A title; two may be equal.
pub fn title(random: &mut Random) -> String {
    let marks = ["", "", "", " & <b>", " \"quoted\"", " *not so*", ": a report", " – 東京", "?"];
    let words = words(random, 2);
    format!("The {words} {}{}", random.below(50), random.of(&marks))
}

/// A paragraph that other pages do not show.
pub fn prose(random: &mut Random) -> String {
    format!("Prose with {} and {}.", words(random, 4), fresh(random))
}

/// A picture: small, or so wide that copies are made of it; at times with a name in it.
pub fn picture(random: &mut Random) -> Vec<u8> {
    let (width, height) = (random.below(30) + 1, random.below(30) + 1);
    let rows: Vec<u8> = (0..width * height * 3).map(|_| random.below(4) as u8 * 80).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    if random.one_in(3) {
        encoder.add_text_chunk("Author".to_owned(), words(random, 2)).expect("a text");
    }
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&rows).expect("rows");
    writer.finish().expect("an end");
    bytes
}

/// A name below the documents, pictures or sources; a name that nobody has if there are none.
fn some<'a>(random: &mut Random, names: impl Iterator<Item = &'a String>) -> String {
    random.pick(names).unwrap_or_else(|| "nobody".to_owned())
}

fn articles(site: &Site) -> impl Iterator<Item = &Document> {
    site.documents.values().filter(|document| document.kind == Kind::Article)
}

fn some_picture(random: &mut Random, site: &Site) -> String {
    let names: Vec<String> = site
        .files
        .keys()
        .filter(|path| path.starts_with("content/") && path.ends_with(".png"))
        .filter_map(|path| path.rsplit('/').next().map(str::to_owned))
        .collect();
    some(random, names.iter())
}

/// A block of Markdown.
pub fn block(random: &mut Random, site: &Site) -> String {
    let text = words(random, 3);
    let one = fresh(random);
    let article = some(random, site.keys(Kind::Article));
    let any = some(random, site.documents.values().map(|document| &document.key));
    let source = some(random, site.source_keys());
    let picture = some_picture(random, site);
    match random.below(36) {
        0..=2 => prose(random),
        3 => format!("Somebody wrote {} of {one}.", some(random, articles(site).map(|article| &article.title))),
        4 => format!("## About {text}"),
        5 => format!("### The {text} {{#{one}}}"),
        6 | 24..=25 => format!("See {{{{link {article}}}}} and {{{{link {any}}}}}, *{text}*."),
        7 | 26..=27 => format!("See {{{{wiki {article}}}}}, {{{{untitled {article}}}}} and {{{{untitled {any}}}}}."),
        8 | 28..=30 => format!("A claim {{{{cite {source}}}}}, and \"{text}\" -- again {{{{cite {source}}}}}."),
        9 | 31..=32 => format!("![A {text}](<{{{{picture {picture}}}}}> \"Its *{text}*.\"){{credit=\"{text}\" .wide}}"),
        10 => format!("Inline ![{text}](<{{{{picture {picture}}}}}>) in a line."),
        11 => {
            format!("> [!{}]- Mind the {text}\n> {text} {{{{cite {source}}}}}.", random.of(&["TIP", "NOTE", "WARNING"]))
        }
        12 => format!("A note[^{one}] on {text}.\n\n[^{one}]: The note, {{{{link {article}}}}}."),
        13 => format!(":::details[More {text}]\n{text}\n\n- a list\n:::"),
        14 => format!(":::pullquote{{cite=\"{text}\"}}\nA line.\n:::\n\nAn :abbr[{one}]{{title=\"{text}\"}}."),
        15 => format!("| {text} | b |\n|---|--:|\n| 1 | {one} |"),
        16 => format!("```rust\nfn {}() {{ }} // {one}\n```", words(random, 1)),
        17..=18 => random.of(&["::faqs", "::sources", "::newsletter", "::trust", "::toc"]).to_owned(),
        19 => format!("<div class=\"raw\">{text} <em>{one}</em></div>"),
        20 => format!("Term {one}\n: Its {text}."),
        21 => format!("## Questions {{.faqs}}\n\n### Why {text}?\n\nBecause {one} {{{{cite {source}}}}}."),
        22 => format!("1. {text}\n2. {one}\n   - [x] done"),
        33..=34 => "::rows{of=\"towns\"}".to_owned(),
        _ => "<!-- more -->".to_owned(),
    }
}

/// A day, at times with an hour.
pub fn date(random: &mut Random) -> String {
    let hour = ["", "", "", "T09:30:00", "T23:30:00+02:00"];
    format!("{}{}", random.of(DATES), random.of(&hour))
}

/// A list of people.
pub fn people(random: &mut Random, site: &Site) -> String {
    let (a, b) = (some(random, site.keys(Kind::Person)), some(random, site.keys(Kind::Person)));
    if a == b { format!("{{{{people {a}}}}}") } else { format!("{{{{people {a} {b}}}}}") }
}

/// A list of terms.
pub fn tags(random: &mut Random) -> String {
    let terms: Vec<String> = (0..random.below(4)).map(|_| quoted(random.of(TERMS))).collect();
    format!("[{}]", terms.join(", "))
}

/// A place in a series.
pub fn series(random: &mut Random) -> String {
    let id = random.of(SERIES);
    if random.one_in(4) { id.to_owned() } else { format!("{{id: {id}, part: {}}}", 1 + random.below(4)) }
}

/// Articles that go with one.
pub fn related(random: &mut Random, site: &Site) -> String {
    let (a, b) = (some(random, site.keys(Kind::Article)), some(random, site.keys(Kind::Article)));
    format!("{{{{related {a} {b}}}}}")
}

/// The folder of what introduces a term, all terms, or a series.
pub fn introduced(random: &mut Random) -> String {
    match random.below(5) {
        0 => "tags".to_owned(),
        1 => format!("series/{}", random.of(SERIES)),
        _ => format!("tags/{}", byline::slug::slugify(random.of(TERMS))),
    }
}

/// The fields of a source, without its key.
pub fn source(random: &mut Random) -> String {
    let mut fields = format!("  title: {}\n", quoted(&title(random)));
    let optional = [
        "  authors: [\"Example, Jane\", John Sample]\n",
        "  publisher: Journal of Examples\n  volume: 2\n  pages: 4–5\n",
        "  url: https://example.org/paper?a=1&b=2\n  accessed: 2024-02-01\n",
        "  doi: 10.0000/example\n",
        "  kind: book\n  isbn: 978-3-16-148410-0\n",
        "  archive: https://archive.example/paper\n  dead: true\n",
    ];
    fields.extend(optional.into_iter().filter(|_| random.one_in(2)));
    fields + &format!("  date: {}\n", 1900 + random.below(120))
}

/// An entry of a bibliography.
pub fn bib_entry(random: &mut Random, key: &str) -> String {
    let title = words(random, 3);
    let optional = [
        "  doi = {10.0000/example},\n",
        "  author = {Example, Jane and S{\\o}rensen, Jo},\n",
        "  journal = {Tides},\n",
    ];
    let fields: String = optional.into_iter().filter(|_| random.one_in(2)).collect();
    format!("@article{{{key},\n  title = {{The {title}}},\n{fields}  year = {},\n}}\n", 1900 + random.below(120))
}

/// A field of an article, and its value.
pub fn article_field(random: &mut Random, site: &Site) -> (&'static str, String) {
    let text = words(random, 3);
    let one = fresh(random);
    let source_key = some(random, site.source_keys());
    let picture = some_picture(random, site);
    let article = some(random, site.keys(Kind::Article));
    match random.below(31) {
        0 => ("short_title", quoted(&format!("Short {text}"))),
        1..=2 => ("dek", quoted(&format!("A *{text}* {{{{cite {source_key}}}}}"))),
        3 => ("description", quoted(&text)),
        4..=5 => ("published", date(random)),
        6 => ("updated", date(random)),
        7 => ("reviewed", date(random)),
        8 => ("expires", date(random)),
        9 => ("draft", "true".to_owned()),
        10 => ("review_every", format!("{} months", 1 + random.below(12))),
        11 => ("authors", people(random, site)),
        12 => (random.of(&["reviewers", "editors", "fact_checkers", "contributors"]), people(random, site)),
        13 => ("authors", format!("[{{name: {}, role: {}}}]", quoted(&title(random)), quoted(&text))),
        14 => ("tags", tags(random)),
        15 => ("series", series(random)),
        16 => ("kind", random.of(&["news", "analysis", "opinion", "review", "guide", "page"]).to_owned()),
        17 => ("image", format!("{{src: \"{{{{picture {picture}}}}}\", alt: A {text}, credit: {text}}}")),
        18 => ("sections", format!("\n  - title: Written {text}\n    body: |\n      {one} {{{{link {article}}}}}.")),
        19..=20 => {
            let answer = format!("Because {{{{cite {source_key}}}}}.\n\n      {one}");
            let text = if random.one_in(2) { words(random, 1) } else { text };
            ("faqs", format!("\n  - question: Why {text}?\n    answer: |\n      {answer}"))
        }
        21..=22 => {
            ("sources", format!("\n  - id: own-{}\n  {}", words(random, 1), source(random).replace("\n", "\n  ")))
        }
        23 => (
            "corrections",
            format!("\n  - {{date: {{{{dated {}}}}}, text: The *{text}* was wrong.}}", random.of(DATES)),
        ),
        24 => ("disclosure", quoted(&text)),
        25 => ("aliases", format!("[/old/{one}/, /{}/]", words(random, 1))),
        26 => (random.of(&["toc", "noindex"]), random.one_in(2).to_string()),
        27 => ("weight", random.below(5).to_string()),
        29 => ("id", if random.one_in(2) { one } else { format!("tag:old.example,2020:{one}") }),
        28 => ("canonical", format!("https://elsewhere.example/{one}")),
        _ => ("extra", format!("{{any: [1, {one}]}}")),
    }
}

/// Former addresses; two documents may want one.
pub fn aliases(random: &mut Random) -> String {
    let one = fresh(random);
    let path = random.of(&["/old/", "/before/that/", "/older.html", "/alt ä/", "/$1/:x/"]);
    if random.one_in(2) { format!("[\"{path}\"]") } else { format!("[/was/{one}/, \"{path}\"]") }
}

/// A rule of `[redirects.from]`: an address in quotes, and where it leads.
pub fn redirect(random: &mut Random, site: &Site) -> (&'static str, String) {
    let article = some(random, site.keys(Kind::Article));
    let from = random.of(&["\"/gone/\"", "\"/gone/too\"", "\"/gone.html\"", "\"/old/\""]);
    let to = match random.below(5) {
        0 => "\"/\"".to_owned(),
        1 => "\"https://elsewhere.example/x?y=z#a\"".to_owned(),
        2 => "\"/gone/\"".to_owned(),
        _ => format!("\"{{{{page {article}}}}}\""),
    };
    (from, to)
}

/// A field of a section, and its value.
pub fn section_field(random: &mut Random, site: &Site) -> (&'static str, String) {
    let text = words(random, 3);
    match random.below(8) {
        0 => ("dek", quoted(&format!("All of *{text}*"))),
        1 => ("description", quoted(&text)),
        2 => ("weight", random.below(4).to_string()),
        3..=4 => ("sort", random.of(&["date", "weight", "title"]).to_owned()),
        5 => ("page_type", "MedicalWebPage".to_owned()),
        6 => ("image", format!("{{src: \"{{{{picture {}}}}}\", alt: {text}}}", some_picture(random, site))),
        _ => ("noindex", "true".to_owned()),
    }
}

/// A field of a person, and its value.
pub fn person_field(random: &mut Random, site: &Site) -> (&'static str, String) {
    let text = words(random, 2);
    match random.below(7) {
        0..=1 => ("role", quoted(&text)),
        2 => ("credentials", quoted(&text)),
        3 => ("type", random.of(&["person", "organization"]).to_owned()),
        4 => ("same_as", format!("[https://social.example/@{}]", words(random, 1))),
        5 => ("knows_about", tags(random)),
        _ => ("image", format!("{{src: \"{{{{picture {}}}}}\", alt: {text}}}", some_picture(random, site))),
    }
}

/// A setting of site.toml: table, key and value.
pub fn setting(random: &mut Random, site: &Site) -> (&'static str, &'static str, String) {
    let text = words(random, 2);
    let article = some(random, site.keys(Kind::Article));
    let of = |random: &mut Random, values: &[&str]| random.of(values).to_owned();
    match random.below(43) {
        0 => ("", "title", quoted(&title(random))),
        1 => ("", "base_url", of(random, &["\"https://review.example\"", "\"https://other.example/sub/path/\""])),
        2 => ("", "language", of(random, &["\"en\"", "\"en-GB\"", "\"de\""])),
        3 => ("", "timezone", of(random, &["\"UTC\"", "\"Europe/Berlin\"", "\"Pacific/Apia\""])),
        4 => ("", "description", quoted(&text)),
        5 => ("", "nav", format!("[{{title = \"{text}\", url = \"{{{{page {article}}}}}\"}}]")),
        6 => ("", "nav", format!("[{{title = \"{text}\", url = \"https://elsewhere.example/\"}}]")),
        7 => ("publisher", "name", quoted(&text)),
        8 => ("publisher", "founded", (1900 + random.below(100)).to_string()),
        9 => ("publisher", "logo", format!("\"{{{{picture {}}}}}\"", some_picture(random, site))),
        10 => ("publisher", "same_as", "[\"https://social.example/@harbour\"]".to_owned()),
        11 => ("publisher.policies", random.of(&["principles", "corrections"]), format!("\"{{{{page {article}}}}}\"")),
        12 => ("trust", "title", quoted(&text)),
        13 => ("trust", "text", format!("\"We *name* {text}.\"")),
        14 => ("newsletter", "title", quoted(&text)),
        15 => ("newsletter", "text", format!("\"One *{text}*.\"")),
        16 => ("newsletter", "action", "\"https://letters.example/subscribe\"".to_owned()),
        17..=18 => ("theme", "name", of(random, &["\"plain\"", "\"default\""])),
        19 => ("theme.tokens", "accent", of(random, &["\"#123\"", "\"#7a3e2b\""])),
        20 => ("taxonomies.topics", "title", quoted(&text)),
        21..=22 => ("pagination", "per_page", of(random, &["1", "2", "3", "20"])),
        23 => ("related", "limit", of(random, &["0", "0", "1", "5"])),
        24 => ("feeds", "limit", of(random, &["1", "3", "50"])),
        25 => ("markdown", "smart_punctuation", random.one_in(2).to_string()),
        26 => ("markdown", "raw_html", of(random, &["\"allow\"", "\"allow\"", "\"deny\""])),
        27..=28 => ("feeds", random.of(&["sections", "people", "terms"]), random.one_in(2).to_string()),
        29 => ("feeds", "formats", of(random, &["[]", "[\"rss\"]", "[\"json\", \"atom\", \"json\"]"])),
        30 => ("sitemap", "enabled", random.one_in(2).to_string()),
        31 => ("sitemap", "news", "true".to_owned()),
        32..=33 => ("sources", "style", of(random, &["\"numbered\"", "\"author-date\""])),
        34 => ("search", "engine", of(random, &["\"built-in\"", "\"none\"", "\"pagefind\""])),
        35..=37 => (
            "machines",
            random.of(&["llms", "markdown", "markdown"]),
            random.of(&["true", "true", "false"]).to_string(),
        ),
        38 => ("images", "quality", of(random, &["60", "90"])),
        39 => ("images", "responsive", random.one_in(2).to_string()),
        40 => ("images", "formats", of(random, &["[]", "[\"webp\"]"])),
        41 => ("compress", "formats", of(random, &["[]", "[\"gz\"]", "[\"gz\", \"br\", \"zst\"]"])),
        _ => ("images", "widths", of(random, &["[16]", "[16, 20]", "[20, 24]", "[480]"])),
    }
}
