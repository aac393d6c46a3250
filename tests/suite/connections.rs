//! What connects articles: both ends of every connection show it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use scraper::{ElementRef, Html, Selector};

use byline::build::preview::Unwatched;
use byline::build::session::{self, Passed};
use byline::build::{Now, Options};
use byline::date::Instant;

use super::support::{byline, told, tree, write};

/// How many articles the site has.
const ARTICLES: usize = 60;

/// A number that looks random and is the same in every run.
fn number(seed: usize) -> usize {
    (seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 24
}

fn path(article: usize) -> String {
    format!("{}/article-{article}.md", ["coast", "towns", "coast/deep"][article % 3])
}

/// The path of another article as seen from one.
fn relative(from: usize, to: usize) -> String {
    "../".repeat(path(from).matches('/').count()) + &path(to)
}

fn text(article: usize) -> String {
    const WORDS: [&str; 12] =
        ["storm", "tide", "quay", "lamp", "rope", "gull", "shoal", "wreck", "dune", "pilot", "fog", "kelp"];
    let pick = |n: usize| number(article * 31 + n);
    let word = |n: usize| WORDS[pick(n) % WORDS.len()];
    let mut text = format!("---\ntitle: The {} and the {} {article}\n", word(1), word(2));
    if !pick(3).is_multiple_of(5) {
        text += &format!("published: 2024-{:02}-{:02}\n", 1 + pick(4) % 12, 1 + pick(5) % 28);
    }
    text += &format!("tags: [{}, {}]\n", word(6), word(7));
    if pick(8).is_multiple_of(4) {
        text += &format!("series: {{id: s{}, part: {}}}\n", pick(9) % 3, 1 + article);
    }
    if pick(10).is_multiple_of(6) {
        text += &format!("related: [{}]\n", relative(article, (article + 7) % ARTICLES));
    }
    text += "---\n\n";
    for n in 0..pick(11) % 6 {
        let to = pick(12 + n) % ARTICLES;
        text += &match n % 3 {
            0 => format!("See [there]({}).\n\n", relative(article, to)),
            1 => format!("See [there](/{}/).\n\n", path(to).trim_end_matches(".md")),
            _ => format!("See [[article-{to}]].\n\n"),
        };
    }
    text
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

fn links(page: &Html, selector: &str) -> Vec<String> {
    all(page, selector).iter().filter_map(|link| link.attr("href")).map(str::to_owned).collect()
}

/// The pages of the articles and of lists, by address.
fn built() -> BTreeMap<String, Html> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = "title = \"Site\"\nbase_url = \"https://site.example\"\n[pagination]\nper_page = 1000\n";
    write(&folder.path().join("site.toml"), settings.as_bytes());
    for article in 0..ARTICLES {
        write(&folder.path().join("content").join(path(article)), text(article).as_bytes());
    }
    let run = byline(folder.path(), &["build", "--now", "2026-01-15T12:00:00Z"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let pages = tree(&folder.path().join("public")).into_iter();
    let pages = pages.filter(|(path, _)| Path::new(path).file_name().is_some_and(|name| name == "index.html"));
    let parsed = |bytes: Vec<u8>| Html::parse_document(&String::from_utf8(bytes).expect("pages are UTF-8"));
    pages.map(|(path, bytes)| (format!("/{}", path.trim_end_matches("index.html")), parsed(bytes))).collect()
}

fn articles(pages: &BTreeMap<String, Html>) -> impl Iterator<Item = (&String, &Html)> {
    pages.iter().filter(|(address, _)| address.contains("/article-"))
}

#[test]
fn every_connection_shows_at_both_of_its_ends() {
    let pages = built();
    assert_eq!(articles(&pages).count(), ARTICLES);
    let mut mentions = BTreeSet::new();
    let mut shown = BTreeSet::new();
    let mut counts = BTreeMap::new();
    let (mut related, mut parts, mut terms) = (0, 0, 0);
    for (address, page) in articles(&pages) {
        let linked = links(page, ".article-body a[href^='/']");
        mentions.extend(linked.into_iter().filter(|to| to != address).map(|to| (address.clone(), to)));
        let mentioned_in = links(page, ".mentions a");
        counts.insert(address.clone(), mentioned_in.len());
        shown.extend(mentioned_in.into_iter().map(|from| (from, address.clone())));

        let series = links(page, ".series a");
        for to in links(page, ".related a") {
            assert_ne!(&to, address, "an article is not related to itself");
            assert!(pages.contains_key(&to), "{address}: {to} is there");
            related += 1;
        }
        let cards: Vec<String> = links(page, ".related h3 a");
        assert_eq!(cards.iter().collect::<BTreeSet<_>>().len(), cards.len(), "{address}: each is shown once");
        for term in links(page, ".terms a") {
            let listed = links(&pages[&term], ".list h3 a");
            assert!(listed.contains(address), "{term} lists {address}");
            terms += 1;
        }
        if let [series, others @ ..] = series.as_slice() {
            let listed = links(&pages[series], ".list h3 a");
            let own = listed.iter().position(|part| part == address).expect("the series lists the part");
            let mut expected = listed.clone();
            expected.remove(own);
            assert_eq!(others, expected, "{address} shows all parts of its series but itself");
            for (class, at) in [("previous", own.checked_sub(1)), ("next", Some(own + 1))] {
                let part = links(page, &format!(".series-neighbours .neighbour-{class}"));
                let expected = at.and_then(|at| listed.get(at));
                assert_eq!(part.first(), expected, "{address}: the {class} part");
            }
            parts += 1;
        }
    }
    for (address, page) in pages.iter().filter(|(address, _)| address.starts_with("/tags/") && *address != "/tags/") {
        for article in links(page, ".list h3 a") {
            assert!(links(&pages[&article], ".terms a").contains(address), "{article} shows {address}");
        }
    }
    assert!(related > ARTICLES && parts > 5 && terms > ARTICLES && mentions.len() > ARTICLES, "there is something");
    for (from, to) in &shown {
        assert!(mentions.contains(&(from.clone(), to.clone())), "{from} links to {to}, which says so");
    }
    for (from, to) in &mentions {
        // An article shows ten at most.
        assert!(shown.contains(&(from.clone(), to.clone())) || counts[to] == 10, "{to} is mentioned in {from}");
    }
}

#[test]
fn an_orphan_is_an_article_that_no_other_page_leads_to() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    write(
        &root.join("site.toml"),
        b"title = \"S\"\nbase_url = \"https://s.example\"\n\n[[nav]]\ntitle = \"N\"\nurl = \"of-nav.md\"\n",
    );
    let article = |name: &str, front: &str, body: &str| {
        let text = format!("---\ntitle: The {name}\npublished: 2025-01-01\n{front}---\n\n{body}\n");
        write(&root.join(format!("content/{name}.md")), text.as_bytes());
    };
    article("of-text", "", "Text.");
    article("of-answer", "", "Text.");
    article("of-nav", "", "Text.");
    article("of-related", "", "Text.");
    article("of-nobody", "related: [of-related.md]\n", "See [it](of-text.md) and [[The of-wiki]].");
    article("of-wiki", "faqs:\n  - question: Where?\n    answer: \"[There](of-answer.md).\"\n", "Text.");
    article("of-itself", "", "## Here {#here}\n\nSee [above](of-itself.md#here) and [it](#here).");
    article("of-draft", "", "Text.");
    article("draft", "draft: true\n", "See [it](of-draft.md).");
    let options = Options {
        root: root.to_owned(),
        output: None,
        base_url: None,
        drafts: false,
        future: false,
        now: Now::Instant(Instant::now()),
        jobs: Some(1),
        force: false,
    };
    let orphans = session::open(&options, |session| {
        let Passed::New(pass) = session.pass(None, &Unwatched)? else { panic!("a first pass is new") };
        let output = pass.output.unwrap_or_else(|| panic!("{:?}", pass.diagnostics));
        let site = output.editions()[0].site();
        Ok(site.orphans.iter().map(|id| site.articles[*id].facts.path.to_string()).collect::<Vec<String>>())
    });
    let expected = ["of-draft", "of-itself", "of-nobody"].map(|name| format!("content/{name}.md"));
    assert_eq!(orphans.expect("a pass"), expected);
}

#[test]
fn what_is_shown_on_other_pages_may_link_to_headings_of_the_home_page() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let put = |path: &str, text: &str| write(&folder.path().join(path), text.as_bytes());
    put(
        "site.toml",
        "title = \"S\"\nbase_url = \"https://s.example\"\n[newsletter]\ntext = \"See [it](_index.md#topics).\"\n\
         action = \"https://s.example/join\"\n",
    );
    put("content/_index.md", "---\ntitle: Home\n---\n\n## Topics\n\nMany.\n");
    put("content/people/_index.md", "---\ntitle: People\n---\n\nThey write of [these](../_index.md#topics).\n");
    put("content/people/jo.md", "---\nname: Jo\n---\n\nWrites.\n");
    let run = byline(folder.path(), &["build"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    put("content/people/_index.md", "---\ntitle: People\n---\n\nThey write of [these](../_index.md#nothing).\n");
    let run = byline(folder.path(), &["build"]);
    assert!(told(&run).contains("broken-anchor"), "{}", told(&run));
}

#[test]
fn files_that_are_made_for_machines_can_be_linked_to_in_a_text_and_in_the_navigation() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = "title = \"S\"\nbase_url = \"https://s.example\"\n[feeds]\nformats = [\"atom\", \"rss\"]\n\
                    [machines]\nllms = true\nmarkdown = true\n[[nav]]\ntitle = \"Search\"\nurl = \"/search/\"\n\
                    [[nav]]\ntitle = \"Feed\"\nurl = \"/feed.xml\"\n";
    write(&folder.path().join("site.toml"), settings.as_bytes());
    let addresses = [
        "/feed.xml",
        "/rss.xml",
        "/sitemap.xml",
        "/robots.txt",
        "/llms.txt",
        "/404.html",
        "/search/",
        "/coast/a/index.md",
    ];
    let links: String = addresses.iter().map(|address| format!("[to it]({address}) ")).collect();
    let text = format!("---\ntitle: A\npublished: 2026-01-01\n---\n{links}\n");
    write(&folder.path().join("content/coast/a.md"), text.as_bytes());
    let run = byline(folder.path(), &["build"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let output = tree(&folder.path().join("public"));
    for address in addresses {
        let path = address.trim_start_matches('/');
        let path = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        assert!(output.contains_key(&path), "{path} is not there");
    }
    write(&folder.path().join("content/coast/a.md"), (text + "[gone](/atom.xml)\n").as_bytes());
    assert_eq!(byline(folder.path(), &["build"]).status.code(), Some(1));
}
