//! Data files: what shows their rows is made again when they change, and nothing else is.

use std::fs;
use std::path::{Path, PathBuf};

use super::support::{byline, repository, told, tree, write};

const NOW: &str = "2026-01-15T12:00:00Z";

const SETTINGS: &str = r#"title = "Cities"
base_url = "https://site.example"
[queries.cities]
file = "data/cities.csv"
templates = ["home"]
[queries.prices]
file = "data/prices.yaml"
[pages.cities]
from = "cities"
template = "city"
route = "/cities/{name}/"
title = "{name}"
description = "{note}"
"#;

const CITY: &str = "<h1>{{ page.title }}</h1>\n<p>{{ page.row.people }} {{ page.row.note }}</p>\n";
const HOME: &str = "{% for city in queries.cities %}<li>{{ city.name }}</li>{% endfor %}\n";
const PRICES: &str = "{% component prices(of: array) {\"directive\": [\"line\"]} %}
{% for one in of %}<b>{{ one.what }}: {{ one.price }}</b>{% endfor %}
{% endcomponent prices %}
";

/// A site with two files of data: one for the home page and pages of rows, one for an article.
fn site(folder: &Path) -> PathBuf {
    let site = folder.join("site");
    for (path, text) in [
        ("site.toml", SETTINGS),
        (
            "data/cities.csv",
            "name,people,note\nBern,134000,\"The <b>capital</b>, since 1848\"\nBasel,173000,On the Rhine\n",
        ),
        ("data/prices.yaml", "- what: Bread\n  price: 3.50\n- what: A & B\n  price: 7\n"),
        ("templates/city.html", CITY),
        ("templates/home.html", HOME),
        ("templates/components/prices.html", PRICES),
        ("content/a.md", "---\ntitle: A\n---\n\nSee [Bern](/cities/bern/).\n\n::prices{of=\"prices\"}\n"),
        ("content/b.md", "---\ntitle: B\n---\n\nText.\n"),
    ] {
        write(&site.join(path), text.as_bytes());
    }
    site
}

/// Builds; gives the pages that were rendered.
fn build(site: &Path) -> Vec<String> {
    let run = byline(site, &["build", "--now", NOW, "--explain"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let text = String::from_utf8_lossy(&run.stdout).into_owned() + &String::from_utf8_lossy(&run.stderr);
    let pages = text.lines().filter_map(|line| line.split_once(": ")).map(|(page, _)| page.to_owned());
    pages.filter(|page| page.ends_with(".html")).collect()
}

fn replace(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("a text");
    assert!(text.contains(from), "`{from}` is there to be replaced");
    fs::write(path, text.replace(from, to)).expect("a new text");
}

fn page(site: &Path, path: &str) -> String {
    fs::read_to_string(site.join("public").join(path)).expect(path)
}

#[test]
fn rows_are_shown_by_templates_components_and_pages_of_their_own_as_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = site(folder.path());
    build(&site);
    assert_eq!(
        page(&site, "cities/bern/index.html"),
        "<h1>Bern</h1>\n<p>134000 The &lt;b&gt;capital&lt;/b&gt;, since 1848</p>\n"
    );
    assert_eq!(page(&site, "index.html"), "<li>Bern</li><li>Basel</li>\n");
    let article = page(&site, "a/index.html");
    assert!(article.contains("<b>Bread: 3.50</b><b>A &amp; B: 7</b>"), "{article}");
    assert!(page(&site, "sitemap.xml").contains("<loc>https://site.example/cities/basel/</loc>"));
    let search = tree(&site.join("public/search"));
    let found = |text: &str| search.values().any(|bytes| String::from_utf8_lossy(bytes).contains(text));
    assert!(found("/cities/basel/") && found("On the Rhine"), "{:?}", search.keys());
}

#[test]
fn a_changed_row_makes_the_pages_again_that_show_it_and_no_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = site(folder.path());
    build(&site);
    assert!(build(&site).is_empty());
    let cities = site.join("data/cities.csv");
    replace(&cities, "173000", "173001");
    assert_eq!(build(&site), ["cities/basel/index.html", "index.html"]);
    replace(&site.join("data/prices.yaml"), "3.50", "3.60");
    assert_eq!(build(&site), ["a/index.html"]);
    replace(&cities, "On the Rhine\n", "On the Rhine\nChur,39000,Old\n");
    assert_eq!(build(&site), ["cities/chur/index.html", "index.html"]);
    replace(&cities, "name,people,note\n", "name,people,note\n\n");
    assert!(build(&site).is_empty(), "where a row stands is nothing that a page shows");
    replace(&cities, "Chur,39000,Old\n", "");
    assert_eq!(build(&site), ["index.html"]);
    assert!(!site.join("public/cities/chur").exists());
}

#[test]
fn a_theme_may_ask_for_data_that_a_site_has_or_has_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = folder.path().join("site");
    let theme = "extends = \"default\"\n[queries.team]\nfile = \"data/team.json\"\ntemplates = \"home\"\n";
    for (path, text) in [
        ("site.toml", "title = \"T\"\nbase_url = \"https://site.example\"\n[theme]\nname = \"own\"\n"),
        ("themes/own/theme.toml", theme),
        ("themes/own/templates/home.html", "{% for one in queries.team %}{{ one.name }}{% else %}nobody{% endfor %}\n"),
    ] {
        write(&site.join(path), text.as_bytes());
    }
    build(&site);
    assert_eq!(page(&site, "index.html"), "nobody\n");
    write(&site.join("data/team.json"), b"[{\"name\": \"Jane <i>\"}]");
    assert_eq!(build(&site), ["index.html"]);
    assert_eq!(page(&site, "index.html"), "Jane &lt;i&gt;\n");
    // What site.toml says of the same name goes before.
    write(&site.join("data/other.toml"), b"[[person]]\nname = \"Jo\"\n");
    let settings = fs::read_to_string(site.join("site.toml")).expect("a text");
    let settings = settings + "[queries.team]\nfile = \"data/other.toml\"\ntemplates = [\"home\"]\n";
    write(&site.join("site.toml"), settings.as_bytes());
    build(&site);
    assert_eq!(page(&site, "index.html"), "Jo\n");
}

#[cfg(unix)]
#[test]
fn data_is_never_read_from_outside_of_the_site() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = site(folder.path());
    write(&folder.path().join("secret.csv"), b"name,people,note\nSecret,1,hidden\n");
    fs::remove_file(site.join("data/cities.csv")).expect("removed");
    std::os::unix::fs::symlink("../../secret.csv", site.join("data/cities.csv")).expect("a link");
    let run = byline(&site, &["build", "--now", NOW]);
    assert_eq!(run.status.code(), Some(1), "{}", told(&run));
    assert!(told(&run).contains("link-outside") && !told(&run).contains("hidden"), "{}", told(&run));
}

#[test]
fn what_the_handbook_shows_of_data_builds_as_it_says() {
    let text = fs::read_to_string(repository().join("content/themes/data.md")).expect("an article");
    let blocks: Vec<(&str, &str)> =
        text.split("\n```").skip(1).step_by(2).filter_map(|block| block.split_once('\n')).collect();
    let of =
        |language: &str| blocks.iter().filter(|(name, _)| *name == language).map(|(_, text)| *text).collect::<Vec<_>>();
    let (settings, templates) = (of("toml"), of("jinja"));
    let [home, town, component] = templates.as_slice() else { panic!("{templates:?}") };
    let folder = tempfile::tempdir().expect("a folder");
    let settings = format!(
        "title = \"T\"\nbase_url = \"https://site.example\"\n{}\n[queries.bread]\nfile = \"data/bread.json\"\n",
        settings.join("\n")
    );
    for (path, text) in [
        ("site.toml", settings.as_str()),
        ("data/towns.csv", of("csv data/towns.csv")[0]),
        ("data/bread.json", "[{\"what\": \"Rye\", \"price\": 3.50}]"),
        ("templates/home.html", home),
        ("templates/town.html", town),
        ("templates/components/prices.html", component),
        ("content/a.md", &format!("---\ntitle: A\n---\n\n{}\n", of("markdown")[0])),
    ] {
        write(&folder.path().join(path), text.as_bytes());
    }
    build(folder.path());
    assert!(page(folder.path(), "index.html").contains("<li>Basel: 173000</li>"));
    assert!(page(folder.path(), "towns/bern/index.html").contains("<p>134000 people. The capital, since 1848</p>"));
    assert!(page(folder.path(), "a/index.html").contains("<th scope=\"row\">Rye</th><td>3.50</td>"));
    let run = byline(folder.path(), &["theme", "check"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    assert!(!told(&run).contains("unknown-view-field"), "{}", told(&run));
}
