//! The same article as the source file of each generator.

use std::fmt::Write;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::Flavour;
use super::article::{Article, Block, Reference, Sentence, Source};
use super::site::{Head, Site};

/// The source file of an article; `related` only for the flavour that is given them.
pub fn source_file(site: &Site, head: &Head, related: &[&Head], flavour: Flavour) -> String {
    let article = Article::new(site, head);
    let mut text = front_matter(site, head, &article, related, flavour);
    for block in &article.body {
        text.push('\n');
        match block {
            Block::Plain(markdown) => text.push_str(markdown),
            Block::Paragraph(sentences) => {
                let sentences: Vec<String> = sentences
                    .iter()
                    .map(|sentence| markdown(sentence, site, head, &article.sources, flavour))
                    .collect();
                text.push_str(&sentences.join(" "));
            }
        }
        text.push('\n');
    }
    text
}

fn front_matter(site: &Site, head: &Head, article: &Article, related: &[&Head], flavour: Flavour) -> String {
    let authors: Vec<&str> = head.authors.iter().map(|place| site.people[*place].id.as_str()).collect();
    let reviewer = &site.people[head.reviewer].id;
    let tags: Vec<&String> = head.tags.iter().map(|place| &site.tags[*place]).collect();
    let mut text = String::from("---\n");
    line(&mut text, "title", json!(head.title));
    match flavour {
        Flavour::Byline => {
            line(&mut text, "dek", json!(article.dek));
            text.push_str(&format!("published: {}\nupdated: {}\n", instant(head.published), instant(head.updated)));
            line(&mut text, "authors", json!(authors));
            line(&mut text, "reviewers", json!([reviewer]));
        }
        Flavour::Hugo | Flavour::HugoRelated => {
            line(&mut text, "description", json!(article.dek));
            text.push_str(&format!("date: {}\nlastmod: {}\n", instant(head.published), instant(head.updated)));
            line(&mut text, "people", json!(authors));
            line(&mut text, "reviewer", json!(reviewer));
        }
    }
    line(&mut text, "tags", json!(tags));
    let picture = &article.picture;
    text.push_str("image:\n");
    for (name, value) in
        [("src", &picture.src), ("alt", &picture.alt), ("caption", &picture.caption), ("credit", &picture.credit)]
    {
        line(&mut text, &format!("  {name}"), json!(value));
    }
    text.push_str("faqs:\n");
    for (question, answer) in &article.faqs {
        entry(&mut text, &[("question", json!(question)), ("answer", json!(answer))]);
    }
    text.push_str("sources:\n");
    for source in &article.sources {
        entry(&mut text, &source_fields(source, flavour));
    }
    if flavour == Flavour::HugoRelated {
        text.push_str("related:\n");
        for other in related {
            let url = format!("/{}/{}/", other.section, other.slug);
            let date = instant(other.published);
            entry(&mut text, &[("url", json!(url)), ("title", json!(other.title)), ("date", json!(date))]);
        }
    }
    text.push_str("---\n");
    text
}

fn source_fields(source: &Source, flavour: Flavour) -> Vec<(&'static str, Value)> {
    let (journal, year) = match flavour {
        Flavour::Byline => ("publisher", "date"),
        Flavour::Hugo | Flavour::HugoRelated => ("container", "year"),
    };
    vec![
        ("id", json!(source.id)),
        ("title", json!(source.title)),
        (journal, json!(source.journal)),
        ("authors", json!(source.authors)),
        (year, json!(source.year)),
        ("url", json!(source.url)),
    ]
}

/// A line of YAML: JSON's texts and lists are YAML, too.
pub fn line(text: &mut String, name: &str, value: Value) {
    let _ = writeln!(text, "{name}: {value}");
}

fn entry(text: &mut String, fields: &[(&str, Value)]) {
    for (place, (name, value)) in fields.iter().enumerate() {
        line(text, &format!("{}{name}", if place == 0 { "  - " } else { "    " }), value.clone());
    }
}

/// An instant as both generators read it.
fn instant(seconds: i64) -> String {
    Timestamp::from_second(seconds).unwrap_or_default().to_string()
}

/// A sentence with its citations before its full stop and its links behind it.
fn markdown(sentence: &Sentence, site: &Site, head: &Head, sources: &[Source], flavour: Flavour) -> String {
    let (mut before, end) = sentence.text.split_at(sentence.text.len() - 1);
    let mut after = String::new();
    let mut cited = String::new();
    for reference in &sentence.after {
        match reference {
            Reference::Article(number) => {
                let target = &site.heads[*number];
                let title = target.title.trim_end_matches('?').to_lowercase();
                after.push_str(&format!(" More in [{title}]({}).", address(head, target, flavour)));
            }
            Reference::Source(place) => cited.push_str(&citation(&sources[*place], place + 1, flavour)),
        }
    }
    if !cited.is_empty() {
        before = before.trim_end();
    }
    format!("{before}{cited}{end}{after}")
}

fn citation(source: &Source, number: usize, flavour: Flavour) -> String {
    match flavour {
        Flavour::Byline => format!(" [@{}]", source.id),
        Flavour::Hugo | Flavour::HugoRelated => format!(" <a href=\"#source-{}\">({number})</a>", source.id),
    }
}

fn address(from: &Head, to: &Head, flavour: Flavour) -> String {
    match flavour {
        Flavour::Hugo | Flavour::HugoRelated => format!("/{}/{}.md", to.section, to.slug),
        Flavour::Byline if from.section == to.section => format!("{}.md", to.slug),
        Flavour::Byline => format!("../{}/{}.md", to.section, to.slug),
    }
}
