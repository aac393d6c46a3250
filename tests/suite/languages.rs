//! A site in several languages: what a reader, a search engine and the author of one more translation get.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::output::{all, golden_site};
use super::support::{byline, copy, repository, told, tree, write};

/// The golden site of several languages, to be edited.
fn site(folder: &Path) -> PathBuf {
    let site = folder.join("site");
    for (path, bytes) in tree(&repository().join("tests/sites/languages")) {
        if !path.starts_with("expected/") {
            write(&site.join(path), &bytes);
        }
    }
    copy(&repository().join("tests/themes/plain"), &site.join("themes/plain"));
    site
}

fn replace(path: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(path).expect("a file");
    assert!(text.contains(from), "{from}");
    write(path, text.replace(from, to).as_bytes());
}

#[test]
fn pages_that_are_the_same_in_several_languages_name_each_other_and_themselves() {
    let site = golden_site("languages");
    let attribute = |link: &scraper::ElementRef<'_>, name| link.attr(name).unwrap_or_default().to_owned();
    let alternates = |path: &str| -> BTreeSet<(String, String)> {
        let links = all(&site.pages[path], "link[hreflang]");
        links.iter().map(|link| (attribute(link, "hreflang"), attribute(link, "href"))).collect()
    };
    let sitemap = scraper::Html::parse_document(&site.text("sitemap.xml"));
    let listed = |own: &str| -> BTreeSet<(String, String)> {
        let entries = all(&sitemap, "url").into_iter();
        let entry = entries.filter(|entry| entry.text().any(|text| text == own));
        let links =
            entry.flat_map(|entry| entry.select(&"[hreflang]".parse().expect("a selector")).collect::<Vec<_>>());
        links.map(|link| (attribute(&link, "hreflang"), attribute(&link, "href"))).collect()
    };
    let mut translated = 0;
    for (path, page) in &site.pages {
        let named = alternates(path);
        let switch = all(page, ".masthead-languages li").len();
        if named.is_empty() {
            assert!(switch == 0 || path.ends_with("policy/index.html"), "{path}");
            continue;
        }
        translated += 1;
        assert_eq!(switch + 1, named.len(), "{path}: one for each language, and the one for all others");
        let own = all(page, "link[rel=canonical]")[0].attr("href").expect("an address");
        let language = all(page, "html")[0].attr("lang").expect("a language");
        assert!(named.contains(&(language.to_owned(), own.to_owned())), "{path}: {named:?}");
        assert_eq!(listed(own), named, "{path}: the sitemap says the same");
        for (_, address) in &named {
            let below = address.strip_prefix("https://site.example/sub/").expect("an address of the site");
            assert_eq!(alternates(&format!("{below}index.html")), named, "{path} and {address}");
        }
    }
    assert!(translated > 10, "{translated}");
    assert!(alternates("guides/only/index.html").is_empty());
}

#[test]
fn further_pages_and_the_lists_of_an_edition_name_their_like_where_every_language_has_them() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = folder.path();
    let settings = "title = \"S\"\nbase_url = \"https://s.example\"\nlanguage = \"en\"\n\n\
                    [pagination]\nper_page = 1\n\n[languages.de]\ntitle = \"S auf Deutsch\"\n";
    write(&site.join("site.toml"), settings.as_bytes());
    for (name, languages) in [("a", &["", ".de"][..]), ("b", &["", ".de"]), ("c", &[""])] {
        for language in languages {
            let text = format!(
                "---\ntitle: {name}\npublished: 2025-01-01\ntags: [tides]\nfaqs:\n  - question: Why {name}?\n    answer: So.\n\
                 sources:\n  - id: s{name}\n    title: A work on {name}\ncorrections:\n  - date: 2025-02-01\n    text: Mended.\n\
                 ---\n\nText [@s{name}].\n"
            );
            write(&site.join(format!("content/coast/{name}{language}.md")), text.as_bytes());
        }
    }
    let run = byline(site, &["build", "--now", "2026-01-01"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let sitemap = std::fs::read_to_string(site.join("public/sitemap.xml")).expect("a sitemap");
    let named = |address: &str| -> Vec<String> {
        let page = std::fs::read_to_string(site.join(format!("public/{address}index.html"))).expect("a page");
        let page = scraper::Html::parse_document(&page);
        let links = all(&page, "link[hreflang]");
        let entry =
            sitemap.split("<url>").find(|entry| entry.contains(&format!("<loc>https://s.example/{address}</loc>")));
        assert_eq!(entry.expect("an entry").matches("hreflang").count(), links.len(), "{address}");
        links.iter().map(|link| link.attr("href").unwrap_or_default().replace("https://s.example/", "")).collect()
    };
    for list in ["coast/", "coast/page/2/", "tags/tides/page/2/", "sources/", "questions/", "corrections/"] {
        let both = [list.to_owned(), format!("de/{list}"), list.to_owned()];
        assert_eq!(named(list), both);
        assert_eq!(named(&format!("de/{list}")), both);
    }
    assert_eq!(named("coast/page/3/"), [""; 0], "German has no third page");
    assert_eq!(named("tags/tides/page/3/"), [""; 0]);
}

#[test]
fn a_page_that_search_engines_may_not_show_is_a_translation_for_readers_alone() {
    let site = golden_site("languages");
    for path in ["policy/index.html", "de/policy/index.html"] {
        let page = &site.pages[path];
        assert_eq!(
            (all(page, ".masthead-languages li").len(), all(page, "[hreflang=x-default]").len()),
            (2, 0),
            "{path}"
        );
    }
}

#[test]
fn a_page_names_its_translations_to_social_networks_as_far_as_their_languages_have_a_country() {
    let site = golden_site("languages");
    let named = |path: &str, name: &str| -> Vec<String> {
        let tags = all(&site.pages[path], &format!("meta[property='{name}']"));
        tags.iter().map(|tag| tag.attr("content").unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(named("index.html", "og:locale:alternate"), ["pt_BR"]);
    assert_eq!(named("de/index.html", "og:locale:alternate"), ["en_GB", "pt_BR"]);
    assert_eq!(named("guides/only/index.html", "og:locale:alternate"), [""; 0]);
}

#[test]
fn a_translation_that_is_added_shows_on_the_original_and_its_links_lead_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    assert_eq!(byline(&site, &["build"]).status.code(), Some(0));
    write(&site.join("content/guides/only.de.md"), b"---\ntitle: Nun auch deutsch\n---\n\nEs gibt es.\n");
    let run = byline(&site, &["build", "--explain"]);
    let is_original =
        |line: &&str| line.contains(" guides/only/index.html") || line.starts_with("guides/only/index.html");
    let told = told(&run);
    let reason = told.lines().find(is_original).unwrap_or_default();
    assert!(reason.contains("the same page in other languages"), "{told}");
    let page = std::fs::read_to_string(site.join("public/de/guides/nur/index.html")).expect("a page");
    assert!(page.contains("<a href=\"/sub/de/guides/only/\">Nun auch deutsch</a>"), "{page}");
    assert_eq!(byline(&site, &["build", "--verify"]).status.code(), Some(0));
}

#[test]
fn the_addresses_of_every_language_are_promised_in_one_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let site = site(folder.path());
    replace(&site.join("site.toml"), "[trust]", "[urls]\nlock = true\n\n[trust]");
    assert_eq!(byline(&site, &["urls", "accept"]).status.code(), Some(0));
    let lock = std::fs::read_to_string(site.join("urls.lock")).expect("a file");
    for address in
        ["/coast/tides/", "/coast/tides/#why", "/de/coast/gezeiten/", "/de/coast/gezeiten/#warum", "/de/alte-gezeiten/"]
    {
        assert!(lock.lines().any(|line| line == address), "{address}: {lock}");
    }
    assert_eq!(byline(&site, &["build"]).status.code(), Some(0));
    let german = site.join("content/coast/tides.de.md");
    replace(&german, "slug: gezeiten", "slug: ebbe");
    replace(&site.join("content/coast/tides.md"), "(/de/coast/gezeiten/)", "(tides.de.md)");
    replace(&german, "/de/coast/gezeiten/#warum", "tides.md#warum");
    let run = byline(&site, &["build"]);
    assert_eq!(run.status.code(), Some(1), "{}", told(&run));
    assert!(told(&run).contains("nothing answers at `/de/coast/gezeiten/` any more"), "{}", told(&run));
    replace(&german, "aliases: [", "aliases: [/de/coast/gezeiten/, ");
    let run = byline(&site, &["build"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
}

#[test]
fn the_former_address_of_a_person_whom_all_languages_share_leads_to_the_page_in_the_first() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let put = |path: &str, text: &str| write(&folder.path().join(path), text.as_bytes());
    put("site.toml", "title = \"S\"\nbase_url = \"https://s.example\"\n[languages.de]\ntitle = \"S\"\n");
    put("content/people/jane.md", "---\nname: Jane\naliases: [/staff/jane/]\n---\nWrites.\n");
    put("content/people/jo.md", "---\nname: Jo\naliases: [/staff/jo/]\n---\nDraws.\n");
    put("content/people/jo.de.md", "---\nname: Jo\naliases: [/de/redaktion/jo/]\n---\nZeichnet.\n");
    put("content/a.md", "---\ntitle: A\nauthors: [jane, jo]\n---\nText.\n");
    put("content/a.de.md", "---\ntitle: A\nauthors: [jane, jo]\n---\nText.\n");
    let run = byline(folder.path(), &["build"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let leads_to = |from: &str, to: &str| {
        let path = folder.path().join(format!("public{from}index.html"));
        let html = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{from} is not there"));
        assert!(html.contains(&format!("href=\"{to}\"")), "{from}: {html}");
    };
    leads_to("/staff/jane/", "/people/jane/");
    leads_to("/staff/jo/", "/people/jo/");
    leads_to("/de/redaktion/jo/", "/de/people/jo/");
}
