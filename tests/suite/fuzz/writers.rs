//! What byline writes for programs says what went in: feeds, structured data, the search.

use std::path::Path;

use scraper::{Html, Selector};
use serde_json::Value;

use super::mutation::text;
use super::run;
use super::sites::build;
use crate::random_edits::random::Random;
use crate::support::write;

#[test]
fn feeds_and_structured_data_say_the_title_that_went_in() {
    let seeds = (1..20_u64).map(|seed| text(&mut Random::new(seed)).into_bytes()).collect();
    run("writers", seeds, 100, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        // What YAML does not take, or byline tidies up before anything is written, is not the writers' matter.
        let usual: String = text.chars().filter(|c| !c.is_control() && *c != '\u{feff}').take(120).collect();
        let title = usual.split_whitespace().collect::<Vec<_>>().join(" ");
        if title.is_empty() {
            return Ok(());
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        let settings =
            "title = \"S\"\nbase_url = \"https://s.example\"\n[feeds]\nformats = [\"atom\", \"rss\", \"json\"]\n";
        write(&root.join("site.toml"), settings.as_bytes());
        let json = serde_json::to_string(&title).expect("a text");
        let article = format!("---\ntitle: {json}\ndate: 2026-01-02\nslug: a\n---\nText.\n");
        write(&root.join("content/a.md"), article.as_bytes());
        let report = build(root).map_err(|error| error.to_string())?;
        if report.done.is_none() {
            // Characters that YAML has no room for are the author's mistake.
            return Ok(());
        }
        said(&root.join("public"), &title)
    });
}

/// Whether every file for programs says the title.
fn said(output: &Path, title: &str) -> Result<(), String> {
    let read = |path: &str| std::fs::read_to_string(output.join(path)).expect("a file of text");
    let json: Value = serde_json::from_str(&read("feed.json")).map_err(|cause| format!("feed.json: {cause}"))?;
    let page = Html::parse_document(&read("a/index.html"));
    let data = Selector::parse("script[type='application/ld+json']").expect("a selector");
    let heading = Selector::parse("h1").expect("a selector");
    let graph: String = page.select(&data).flat_map(|script| script.text()).collect();
    let graph: Value = serde_json::from_str(&graph).map_err(|cause| format!("structured data: {cause}"))?;
    let mut headlines = Vec::new();
    headlines_of(&graph, &mut headlines);
    let mut found = vec![("JSON Feed", json["items"][0]["title"].as_str().unwrap_or_default().to_owned())];
    found.push(("structured data", headlines.first().cloned().unwrap_or_default()));
    found.push(("h1", page.select(&heading).next().map(|h1| h1.text().collect()).unwrap_or_default()));
    for (name, path) in [("Atom", "feed.xml"), ("RSS", "rss.xml")] {
        let feed = feed_rs::parser::parse(read(path).as_bytes()).map_err(|cause| format!("{path}: {cause}"))?;
        let title = feed.entries[0].title.as_ref().map(|title| title.content.clone());
        found.push((name, title.unwrap_or_default()));
    }
    for (name, said) in found {
        if said != title {
            return Err(format!("{name} says {said:?} and not {title:?}"));
        }
    }
    Ok(())
}

fn headlines_of(value: &Value, headlines: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            headlines.extend(fields.get("headline").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| headlines_of(value, headlines));
        }
        Value::Array(items) => items.iter().for_each(|item| headlines_of(item, headlines)),
        _ => {}
    }
}
