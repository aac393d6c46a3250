//! How well the rule tells claims from other sentences, measured on paragraphs labelled by hand.

use super::claims;
use crate::config::Config;
use crate::parse::passages::{Passage, PassageKind, tokens};
use crate::parse::{ParseOptions, passages};
use crate::text::RelPath;

/// One paragraph on a line: `claim` or `fine`, the language, the text.
const SET: &str = include_str!("../../../../tests/lints/claims.tsv");

/// Every fourth paragraph was not looked at while the words were chosen.
const HELD_OUT: usize = 4;

/// How often the rule was right.
#[derive(Default)]
struct Measured {
    right: usize,
    false_alarms: usize,
    missed: usize,
}

impl Measured {
    fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.false_alarms) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / (self.right + self.missed) as f64
    }

    /// As it is published.
    fn row(&self, name: &str, paragraphs: usize) -> String {
        format!("| {name} | {paragraphs} | {:.2} | {:.2} |", self.precision(), self.recall())
    }
}

fn is_claim(language: &str, text: &str) -> bool {
    let path = RelPath::new("content/a.md").expect("a clean path");
    let file = format!("---\ntitle: T\n---\n\n{text}\n\n[^n]: A note.\n");
    let Config { markdown, timezone, .. } = Config::default();
    let (taxonomies, languages) = (Vec::new(), Vec::new());
    let language = language.to_owned();
    let options = ParseOptions { markdown, taxonomies, timezone, language, search: false, languages };
    let passages = passages::of_article(&path, file.as_bytes(), &options);
    passages.iter().any(|passage| !claims(passage, &options.language, "https://site.example").is_empty())
}

#[test]
fn the_published_precision_and_recall_are_those_of_the_labelled_paragraphs() {
    let lines: Vec<&str> = SET.lines().collect();
    assert_eq!(lines.len(), 200);
    let mut measured = [Measured::default(), Measured::default()];
    let mut wrong = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let parts: Vec<&str> = line.split('\t').collect();
        let [label, language, text] = parts[..] else { panic!("three fields: {line}") };
        assert!(matches!(label, "claim" | "fine"), "{line}");
        let is_held_out = index % HELD_OUT == HELD_OUT - 1;
        let part = &mut measured[usize::from(is_held_out)];
        match (label == "claim", is_claim(language, text)) {
            (true, true) => part.right += 1,
            (true, false) => part.missed += 1,
            (false, true) => part.false_alarms += 1,
            (false, false) => {}
        }
        if !is_held_out && (label == "claim") != is_claim(language, text) {
            wrong.push(line.to_owned());
        }
    }
    println!("wrong among those that are looked at:\n{}", wrong.join("\n"));
    let [seen, held_out] = &measured;
    let all = Measured {
        right: seen.right + held_out.right,
        false_alarms: seen.false_alarms + held_out.false_alarms,
        missed: seen.missed + held_out.missed,
    };
    let published = include_str!("../../../../content/publishing/check.md");
    let rows = [all.row("all", 200), seen.row("looked at while choosing words", 150), held_out.row("held out", 50)];
    let unpublished: Vec<&String> = rows.iter().filter(|row| !published.contains(*row)).collect();
    assert!(unpublished.is_empty(), "content/publishing/check.md says otherwise: {unpublished:#?}");
    assert!(all.precision() >= 0.85 && all.recall() >= 0.75);
    assert!(held_out.precision() >= 0.85 && held_out.recall() >= 0.7);
}

#[test]
fn a_sentence_without_end_is_read_once() {
    // Read again for each of its words, it would take days.
    let text = "study 1 “ largest, ".repeat(100_000);
    let passage = Passage { tokens: tokens(&text), text, ..Passage::empty(PassageKind::Paragraph, 0) };
    assert!(claims(&passage, "en", "").is_empty());
}
