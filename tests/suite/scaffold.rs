//! `byline new`: what it makes is right from the first build on, and nothing of the author's is touched.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::support::{byline, told, tree, write};

/// Titles that YAML, TOML, Markdown or a file system could take for something else.
const ODD_TITLES: [&str; 12] = [
    "Why: the \"tides\" & the moon",
    "# Not a heading",
    "- not: {a: list}",
    "'quoted'",
    "yes",
    "2024-01-01",
    "1e3",
    "[@nobody] says",
    "back\\slash {{ title }}",
    "Ünïcode 東京 🙂",
    "a | b > c",
    "trailing: ",
];

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Runs `byline new` as of a day, and says what it printed.
fn new(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = byline(folder, &[&["new"], arguments].concat());
    (output.status.code(), String::from_utf8(output.stderr).expect("text"))
}

/// A site made by `byline new site`, and the folder that it lies in.
fn site(arguments: &[&str]) -> (TempDir, std::path::PathBuf) {
    let folder = folder();
    let (code, said) = new(folder.path(), &[&["site", "review"], arguments].concat());
    assert_eq!(code, Some(0), "{said}");
    let root = folder.path().join("review");
    (folder, root)
}

fn is_clean(root: &Path, arguments: &[&str]) {
    for command in [&["build"][..], &["check", "--deny", "warnings"]] {
        let output = byline(root, &[command, arguments].concat());
        assert_eq!(output.status.code(), Some(0), "{}", told(&output));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!said.contains("warning"), "{said}");
    }
}

#[test]
fn a_new_site_builds_and_checks_without_a_word() {
    for arguments in [&[][..], &["--minimal"], &["--no-ci", "--language", "de"], &["--ci", "gitlab-pages"]] {
        let (_folder, root) = site(arguments);
        is_clean(&root, &[]);
    }
}

#[test]
fn a_new_site_says_what_it_was_told() {
    let arguments =
        ["--title", "The \"Harbour\" Review", "--base-url", "https://review.example/a", "--author", "Jo: O'Doe"];
    let (_folder, root) = site(&arguments);
    is_clean(&root, &[]);
    let home = fs::read_to_string(root.join("public/index.html")).expect("a home page");
    assert!(home.contains("<title>The &quot;Harbour&quot; Review</title>"), "{home}");
    let person = fs::read_to_string(root.join("public/people/jo-odoe/index.html")).expect("the author's page");
    assert!(person.contains("Jo: O&#39;Doe"), "{person}");
    let article = fs::read_to_string(root.join("public/articles/what-goes-into-an-article/index.html"));
    let article = article.expect("the first article");
    let parts = [
        "class=\"dek\"",
        "/a/people/jo-odoe/",
        "/a/people/john-sample/",
        "<figcaption",
        "callout-title",
        "class=\"credit\"",
        "class=\"faqs\"",
        "class=\"trust\"",
        "class=\"sources\"",
    ];
    for part in parts {
        assert!(article.contains(part), "the first article has no {part}");
    }
}

#[test]
fn the_first_page_says_what_to_do_next() {
    let (_folder, root) = site(&[]);
    is_clean(&root, &[]);
    let home = fs::read_to_string(root.join("public/index.html")).expect("a home page");
    for words in ["What to do next", "byline new article", "content/_index.md", "byline check", "site.toml"] {
        assert!(home.contains(words), "{words} is not on the first page");
    }
}

#[test]
fn two_sites_of_one_day_are_the_same() {
    let (_one, one) = site(&["--now", "2026-01-31"]);
    let (_other, other) = site(&["--now", "2026-01-31"]);
    assert!(tree(&one) == tree(&other));
    let article = fs::read_to_string(one.join("content/articles/what-goes-into-an-article/index.md")).expect("it");
    assert!(article.contains("\npublished: 2026-01-31\n"), "{article}");
}

#[test]
fn a_site_is_made_only_where_nothing_of_the_authors_is() {
    let folder = folder();
    write(&folder.path().join("notes.txt"), b"mine");
    let (code, said) = new(folder.path(), &["site", "."]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("the folder is not empty: it has notes.txt"), "{said}");
    assert_eq!(tree(folder.path()).len(), 1);
    fs::remove_file(folder.path().join("notes.txt")).expect("it is there");
    write(&folder.path().join("README.md"), b"mine");
    assert_eq!(new(folder.path(), &["site", "."]).0, Some(0), "a new repository has a README");
    assert_eq!(fs::read(folder.path().join("README.md")).expect("it"), b"mine");
    let before = tree(folder.path());
    let (code, said) = new(folder.path(), &["site", "."]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("there is one already"), "{said}");
    assert!(tree(folder.path()) == before);
}

#[test]
fn the_settings_of_editors_can_be_read_and_name_schemas_that_are_there() {
    let (_folder, root) = site(&[]);
    for path in [".vscode/settings.json", ".vscode/extensions.json", ".zed/settings.json"] {
        let text = fs::read_to_string(root.join(path)).expect(path);
        serde_json::from_str::<serde_json::Value>(&text).expect(path);
        schemas_are_there(&root, &text);
    }
    for path in [".taplo.toml", ".helix/languages.toml", "site.toml"] {
        let text = fs::read_to_string(root.join(path)).expect(path);
        text.parse::<toml::Table>().expect(path);
        schemas_are_there(&root, &text);
    }
    // What `byline schema` writes for this site is what lies there.
    let again = byline(&root, &["schema", "--write", "again"]);
    assert_eq!(again.status.code(), Some(0), "{}", told(&again));
    assert!(tree(&root.join("again")) == tree(&root.join("schemas")));
}

fn schemas_are_there(root: &Path, text: &str) {
    for (at, _) in text.match_indices("schemas/") {
        let name: String = text[at..].chars().take_while(|c| c.is_alphanumeric() || "/.-".contains(*c)).collect();
        assert!(root.join(&name).is_file(), "{name} is named, and not there");
    }
}

#[test]
fn everything_new_is_right_from_the_first_build_on() {
    let (_folder, root) = site(&["--no-ci"]);
    for arguments in [
        &["section", "coast", "--title", "The: coast"][..],
        &["section", "coast/harbours"],
        &["article", "coast/how-tides-work"],
        &["article", "coast/harbours/quays", "--folder", "--kind", "guide", "--author", "john-sample"],
        &["article", "imprint", "--kind", "page"],
        &["post", "coast/ebb"],
        &["person", "Jo Doe", "--role", "Photographer: water"],
        &["person", "max-muster"],
        &["source", "https://doi.org/10.1000/Example.1", "--title", "A \"paper\""],
        &["source", "https://www.example.org/a/report.pdf"],
    ] {
        let (code, said) = new(&root, arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {said}");
        assert!(said.starts_with("made ") && said.contains("\nnext:\n"), "{said}");
    }
    let (code, said) = new(&root, &["article", "coast", "--title", "Twice a day", "--author", "jo-doe"]);
    assert_eq!((code, said.lines().next()), (Some(0), Some("made content/coast/twice-a-day.md")), "{said}");
    for path in [
        "coast/how-tides-work.md",
        "coast/harbours/quays/index.md",
        "imprint.md",
        "people/max-muster.md",
        "sources/example-1.yml",
        "sources/example-org-report.yml",
    ] {
        assert!(root.join("content").join(path).is_file(), "{path}");
    }
    let output = byline(&root, &["build", "--drafts"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    assert!(!told(&output).contains("warning"), "{}", told(&output));
    let article = fs::read_to_string(root.join("public/coast/how-tides-work/index.html")).expect("the article");
    assert!(article.contains("How tides work"), "{article}");
}

#[test]
fn any_title_is_the_headline_of_its_article() {
    let (_folder, root) = site(&["--minimal"]);
    assert_eq!(new(&root, &["section", "a"]).0, Some(0));
    for (at, title) in ODD_TITLES.into_iter().enumerate() {
        let (code, said) = new(&root, &["article", &format!("a/n{at}"), &format!("--title={title}")]);
        assert_eq!(code, Some(0), "{said}");
    }
    // A draft has a headline like any other article.
    let output = byline(&root, &["build", "--drafts"]);
    assert_eq!(output.status.code(), Some(0), "{}", told(&output));
    for (at, title) in ODD_TITLES.into_iter().enumerate() {
        let page = fs::read_to_string(root.join(format!("public/a/n{at}/index.html"))).expect("the article");
        let headline = scraper::Html::parse_document(&page);
        let headline =
            headline.select(&scraper::Selector::parse("h1").expect("a selector")).next().expect("a headline");
        let found: String = headline.text().collect();
        assert_eq!(found.trim(), title.trim());
    }
}

#[test]
fn nothing_new_stands_in_for_what_is_there() {
    let (_folder, root) = site(&["--no-ci"]);
    write(&root.join("content/articles/storms/index.md"), b"---\ntitle: Storms\n---\n");
    write(&root.join("content/sources.yml"), b"- id: known\n  title: A\n  url: https://example.org/known\n");
    let before = tree(&root);
    for (arguments, words) in [
        (&["section", "articles"][..], "content/articles/_index.md: it is there already, and stays as it is"),
        (&["article", "articles/storms"], "content/articles/storms/index.md exists already, with that address"),
        (&["article", "articles/Storms"], "content/articles/storms/index.md exists already, with that address"),
        (&["person", "Jane Example"], "content/people/jane-example.md: it is there already"),
        (&["source", "http://www.example.org/known/"], "content/sources.yml has this work already"),
        (&["source", "https://example.org/other", "--id", "known"], "another source with the key `known`"),
    ] {
        let (code, said) = new(&root, arguments);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    }
    assert!(tree(&root) == before);
}

#[test]
fn a_code_of_a_language_behind_a_name_makes_the_translation() {
    let (_folder, root) = site(&["--no-ci"]);
    let settings = fs::read_to_string(root.join("site.toml")).expect("settings");
    fs::write(root.join("site.toml"), settings + "\n[languages.de]\ntitle = \"D\"\n").expect("settings");
    for (arguments, file) in [
        (&["section", "coast"][..], "content/coast/_index.md"),
        (&["section", "coast.de"], "content/coast/_index.de.md"),
        (&["article", "coast/tides"], "content/coast/tides.md"),
        (&["article", "coast/tides.de", "--title", "Gezeiten"], "content/coast/tides.de.md"),
        (&["article", "coast/storms", "--folder"], "content/coast/storms/index.md"),
        (&["article", "content/coast/storms/index.de.md"], "content/coast/storms/index.de.md"),
        (&["article", "coast/moon.fr"], "content/coast/moon-fr.md"),
        (&["person", "jane-example.de"], "content/people/jane-example.de.md"),
    ] {
        let (code, said) = new(&root, arguments);
        assert_eq!(code, Some(0), "{said}");
        assert!(root.join(file).is_file(), "{arguments:?}: {said}");
    }
}

#[test]
fn one_word_makes_a_page_beside_the_sections_and_with_a_title_its_file_does() {
    let (_folder, root) = site(&["--no-ci"]);
    for (arguments, file) in [
        (&["article", "contact"][..], "content/contact.md"),
        (&["article", "legal.md", "--title", "Legal notice"], "content/legal.md"),
    ] {
        let (code, said) = new(&root, arguments);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains(&format!("made {file}\n")) && root.join(file).is_file(), "{said}");
    }
}

#[test]
fn what_cannot_be_made_says_what_to_do() {
    let (_folder, root) = site(&["--no-ci"]);
    write(&root.join("content/harbour.md"), b"---\ntitle: Harbour\n---\nText.\n");
    fs::create_dir(root.join("content/quays")).expect("a folder");
    for (arguments, words) in [
        (&["article", "quays", "--title", "Low tide"][..], "make it with `byline new section quays`"),
        (&["article", "nosec", "--title", "Low tide"], "there is no section `nosec`"),
        (&["article", "nosec", "--title", "Low tide"], "content/nosec.md, write `byline new article nosec.md`"),
        (&["article", "articels", "--title", "Low tide"], "`articles` was probably meant"),
        (&["article", "people", "--title", "Low tide"], "make a person with `byline new person NAME`"),
        (&["article", "artcles/tides"], "there is no section `artcles`; `articles` was probably meant"),
        (&["article", "coast/tides"], "make it with `byline new section coast`; the sections are `about`, `articles`"),
        (&["article", "articles"], "write `byline new article articles/SLUG`, or give a `--title`"),
        (&["article", "articles/index"], "give it another slug"),
        (&["article", "articles/???"], "`???` has no letter and no digit"),
        (&["article", "../tides"], "it would not lie below content/"),
        (&["article", "people/jo"], "make a person with `byline new person NAME`"),
        (&["article", "sources/jo"], "make a source with `byline new source DOI_OR_URL`"),
        (&["article", "articles/tides", "--author", "jane-exampel"], "`jane-example` was probably meant"),
        (&["section", "a/b"], "there is no section `a`"),
        (&["article", "tags/sea"], "make it in a section, and name its terms in it: `tags: [sea]`"),
        (&["section", "tags/sea/deep"], "introduce one term: `byline new section tags/TERM`"),
        (&["section", "harbour"], "`content/harbour.md` has its address already"),
        (&["person", "!!!"], "the name has no letter and no digit"),
        (&["source", "paper.pdf"], "it is neither a DOI nor the address of a page"),
    ] {
        let before = tree(&root);
        let (code, said) = new(&root, arguments);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
        assert!(tree(&root) == before);
    }
    let (code, said) = new(folder().path(), &["article", "articles/tides"]);
    assert_eq!(code, Some(1), "a folder that is no site: {said}");
    assert!(said.contains("missing-config") && said.contains("byline new site"), "{said}");
}

#[test]
fn what_comes_next_is_what_the_folder_is_for() {
    let (_folder, root) = site(&["--no-ci"]);
    for (path, next) in [
        ("tags", "byline new section tags/TERM"),
        ("tags/guides", "name it in an article: `tags: [guides]`"),
        ("people", "byline new person NAME"),
        ("coast", "byline new article coast/SLUG"),
    ] {
        let (code, said) = new(&root, &["section", path]);
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains(next), "{path}: {said}");
    }
    let built = byline(&root, &["build", "--drafts"]);
    assert_eq!(built.status.code(), Some(0), "{}", told(&built));
}

#[test]
fn archetypes_of_the_site_are_used_instead_of_bylines() {
    let (_folder, root) = site(&["--minimal"]);
    write(&root.join("archetypes/article.md"), b"---\ntitle: {{ title }}\nweight: 7\n---\n\nIn {{ section }}.\n");
    write(&root.join("archetypes/news.md"), b"---\ntitle: {{title}}\npublished: {{ date }}\n---\n\nNews.\n");
    write(&root.join("archetypes/person.md"), b"---\nname: {{ name }}\nrole: {{ role }}\n---\n\nOurs.\n");
    assert_eq!(new(&root, &["section", "a"]).0, Some(0));
    assert_eq!(new(&root, &["article", "a/one", "--title", "A: b"]).0, Some(0));
    assert_eq!(new(&root, &["article", "a/two", "--kind", "news", "--now", "2026-01-31"]).0, Some(0));
    assert_eq!(new(&root, &["person", "Jo Doe"]).0, Some(0));
    let text = |path: &str| fs::read_to_string(root.join("content").join(path)).expect(path);
    assert_eq!(text("a/one.md"), "---\ntitle: \"A: b\"\nweight: 7\n---\n\nIn a.\n");
    assert_eq!(text("a/two.md"), "---\ntitle: Two\npublished: 2026-01-31\n---\n\nNews.\n");
    assert_eq!(text("people/jo-doe.md"), "---\nname: Jo Doe\n---\n\nOurs.\n");
    write(&root.join("archetypes/article.md"), b"---\ntitle: {{ titel }}\n---\n");
    let (code, said) = new(&root, &["article", "a/three"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("archetypes/article.md: there is no value for `{{ titel }}`"), "{said}");
    assert!(!root.join("content/a/three.md").exists());
}
