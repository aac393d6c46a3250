//! What lists of a site say, and in which order.

use std::path::Path;

use super::support::{byline, told, write};

/// Builds a site of these files, and gives it back as a folder.
fn built(settings: &str, files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = format!("title = \"Site\"\nbase_url = \"https://site.example\"\n{settings}");
    write(&folder.path().join("site.toml"), settings.as_bytes());
    for (path, text) in files {
        write(&folder.path().join("content").join(path), text.as_bytes());
    }
    let run = byline(folder.path(), &["build"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    folder
}

fn page(folder: &tempfile::TempDir, address: &str) -> String {
    let path = Path::new("public").join(address).join("index.html");
    let html = std::fs::read_to_string(folder.path().join(path)).unwrap_or_default();
    html.split_once("<main").map_or("", |(_, main)| main).to_owned()
}

/// Whether texts stand in a page in this order.
fn follow(page: &str, texts: &[&str]) -> bool {
    let places: Vec<Option<usize>> = texts.iter().map(|text| page.find(&format!(">{text}<"))).collect();
    places.iter().all(Option::is_some) && places.is_sorted()
}

#[test]
fn lists_by_title_or_name_follow_the_alphabet_of_the_language() {
    let titles = ["Apfel", "Ähre", "Öl", "Ohr", "Zebra"];
    let articles: Vec<(String, String)> = titles
        .iter()
        .enumerate()
        .map(|(at, title)| (format!("s/a{at}.md"), format!("---\ntitle: {title}\ntags: [{title}]\n---\n\nText.\n")))
        .collect();
    let people = [("vb", "von Berg"), ("a", "Ärmel"), ("z", "Zander"), ("e", "émile")]
        .map(|(id, name)| (format!("people/{id}.md"), format!("---\nname: {name}\n---\n")));
    let index = ("s/_index.md".to_owned(), "---\ntitle: S\nsort: title\n---\n".to_owned());
    let files: Vec<(String, String)> = articles.into_iter().chain(people).chain([index]).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let german = built("language = \"de\"\n", &files);
    let order = ["Ähre", "Apfel", "Ohr", "Öl", "Zebra"];
    assert!(follow(&page(&german, "s"), &order), "{}", page(&german, "s"));
    assert!(follow(&page(&german, "tags"), &order), "{}", page(&german, "tags"));
    let names = ["Ärmel", "émile", "von Berg", "Zander"];
    assert!(follow(&page(&german, "people"), &names), "{}", page(&german, "people"));
    let swedish = built("language = \"sv\"\n", &files);
    let order = ["Apfel", "Ohr", "Zebra", "Ähre", "Öl"];
    assert!(follow(&page(&swedish, "s"), &order), "{}", page(&swedish, "s"));
}

#[test]
fn a_work_that_is_only_listed_is_not_said_to_be_cited() {
    let ledger = "- id: once\n  title: Once\n- id: both\n  title: Both\n- id: never\n  title: Never\n";
    let listed = "---\ntitle: Listing\nsources:\n  - {id: once, listed: true}\n  - {id: never, listed: true}\n---\n\nText [@both].\n";
    let citing = "---\ntitle: Citing\n---\n\nText [@once; @both].\n";
    let site = built("", &[("sources.yml", ledger), ("s/a.md", listed), ("s/b.md", citing)]);
    let list = page(&site, "sources");
    let line = |title: &str| list.lines().find(|line| line.contains(&format!(">{title}<"))).unwrap_or_default();
    assert!(line("Never").contains("Listed in <a href=\"/s/a/\">Listing</a>"), "{list}");
    assert!(line("Once").contains("Cited in <a href=\"/s/b/\">Citing</a>"), "{list}");
    assert!(line("Both").contains("2 articles"), "{list}");
    assert_eq!(page(&site, "sources/once"), "", "one article cites it");
    assert!(page(&site, "sources/both").contains("Listing"));
}

#[test]
fn a_link_without_text_shows_the_heading_or_question_that_it_leads_to() {
    let other = "---\ntitle: Storms\nfaqs:\n  - {question: How high?, answer: Two metres., id: high}\n---\n\n## The *surge* {#surge}\n\nText.\n";
    let text =
        "---\ntitle: Tides\n---\n\n## Moon\n\n[](#moon), [](b.md#surge), [](b.md#high), [](b.md), [[Storms#surge]].\n";
    let site = built("", &[("s/a.md", text), ("s/b.md", other)]);
    let page = page(&site, "s/a");
    for link in [
        "<a href=\"#moon\">Moon</a>",
        "<a href=\"/s/b/#surge\">The surge</a>, ",
        "<a href=\"/s/b/#high\">How high?</a>",
        "<a href=\"/s/b/\">Storms</a>",
        "<a href=\"/s/b/#surge\">The surge</a>.",
    ] {
        assert!(page.contains(link), "{link}\n{page}");
    }
}

#[test]
fn a_wiki_link_by_the_title_of_the_original_leads_to_the_translation() {
    let site = built(
        "[languages.de]\ntitle = \"Seite\"\n",
        &[
            ("s/storms/index.md", "---\ntitle: \"Storms: a primer\"\n---\n\nText.\n"),
            ("s/storms/index.de.md", "---\ntitle: Stürme\n---\n\nText.\n"),
            ("s/tides.md", "---\ntitle: Tides\n---\n\n[[Storms: a primer]]\n"),
            ("s/tides.de.md", "---\ntitle: Gezeiten\n---\n\n[[Storms: a primer]]\n"),
        ],
    );
    assert!(page(&site, "s/tides").contains("<a href=\"/s/storms/\">Storms: a primer</a>"));
    let german = page(&site, "de/s/tides");
    assert!(german.contains("<a href=\"/de/s/storms/\">Stürme</a>"), "{german}");
}

#[test]
fn the_answers_in_structured_data_have_the_titles_of_call_outs_and_the_labels_of_components() {
    let answer = "    > [!CAUTION] Never touch\n    > the wire.\n\n    :::details[More]\n    See [^n].\n    :::\n\n    [^n]: Note.\n";
    let text = format!(
        "---\ntitle: T\nfaqs:\n  - question: Why?\n    answer: |\n{}---\n\nText.\n",
        answer.replace("    ", "      ")
    );
    let site = built("", &[("s/a.md", &text)]);
    let html = std::fs::read_to_string(site.path().join("public/s/a/index.html")).expect("a page");
    assert!(html.contains("\"text\":\"Never touch the wire. More See."), "{html}");
}

#[test]
fn a_work_without_author_begins_with_its_title_in_lists_by_author_and_date() {
    let text = "---\ntitle: T\nsources:\n  - {id: dead, title: Dead page}\n---\n\nText [@dead].\n";
    let site = built("[sources]\nstyle = \"author-date\"\n", &[("s/a.md", text)]);
    let page = page(&site, "s/a");
    assert!(page.contains("<cite>Dead page</cite>. n.d."), "{page}");
}
