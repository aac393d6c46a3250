use super::*;

fn file(site: &Site, number: usize, flavour: Flavour) -> String {
    let head = &site.heads[number];
    syntax::source_file(site, head, &site.related(head, &site.newest_by_tag()), flavour)
}

fn parts(text: &str) -> (&str, &str) {
    text.strip_prefix("---\n").and_then(|rest| rest.split_once("---\n\n")).expect("front matter and body")
}

#[test]
fn the_same_number_of_articles_gives_the_same_texts() {
    let [first, second] = [30, 30].map(|articles| Site::new(articles, SEED));
    for flavour in Flavour::ALL {
        assert_eq!(file(&first, 7, flavour), file(&second, 7, flavour));
    }
}

#[test]
fn articles_differ_and_no_two_have_the_same_path() {
    let mut paths = article_paths(3_000);
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), 3_000);
    let site = Site::new(30, SEED);
    assert_ne!(file(&site, 7, Flavour::Byline), file(&site, 19, Flavour::Byline));
}

#[test]
fn every_article_has_what_the_corpus_promises() {
    let site = Site::new(60, SEED);
    for head in &site.heads {
        let text = syntax::source_file(&site, head, &[], Flavour::Byline);
        let (front, body) = parts(&text);
        let count = |mark: &str| body.matches(mark).count();
        assert_eq!(front.matches("question: ").count(), 4, "{text}");
        assert_eq!(front.matches("    url: ").count(), 6, "{text}");
        assert_eq!(count(" [@"), 6, "{text}");
        assert_eq!(count(".md)"), 12, "{text}");
        assert_eq!((count("\n## "), count("\n### ")), (6, 6), "{text}");
        assert_eq!((count("\n- "), count("\n1. ")), (5, 5), "{text}");
        assert_eq!((count("\n> "), count("\n|---")), (1, 1), "{text}");
        assert_eq!(count("\n```"), if head.number % 10 == 3 { 2 } else { 0 }, "{text}");
        assert_eq!(head.tags.len(), 3);
        assert!(front.contains("src: \"https://"), "{text}");
    }
}

#[test]
fn articles_are_as_long_as_the_corpus_promises() {
    let site = Site::new(200, SEED);
    let (mut words, mut front) = (0, 0);
    for head in &site.heads {
        let text = syntax::source_file(&site, head, &[], Flavour::Byline);
        front += parts(&text).0.len();
        words += parts(&text).1.split_whitespace().count();
    }
    assert!((1_590..1_690).contains(&(words / 200)), "{} words", words / 200);
    assert!((4_700..5_400).contains(&(front / 200)), "{} bytes of front matter", front / 200);
}

#[test]
fn flavours_differ_in_syntax_alone() {
    let site = Site::new(400, SEED);
    let [byline, hugo, related] = Flavour::ALL.map(|flavour| file(&site, 300, flavour));
    let without_references = |text: &str| -> String {
        let words = parts(text).1.split(' ').filter(|word| !word.contains(['[', ']', '<', '>', '(', ')']));
        words.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(without_references(&byline), without_references(&hugo).replace("<a", ""));
    assert_eq!(parts(&hugo).1, parts(&related).1);
    assert_eq!(hugo.matches("<a href=\"#source-").count(), 6);
    assert_eq!(hugo.matches(".md)").count(), 12);
    assert!(!hugo.contains("related:"));
    assert_eq!(related.split_once("related:\n").expect("related articles").1.matches("  - url: ").count(), 5);
}

#[test]
fn every_link_has_its_article() {
    let site = Site::new(40, SEED);
    let paths: Vec<String> = site.heads.iter().map(|head| format!("/{}/{}.md", head.section, head.slug)).collect();
    let text = file(&site, 3, Flavour::Hugo);
    for link in parts(&text).1.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link) {
        assert!(paths.iter().any(|path| path == link), "{link}");
    }
}

#[test]
fn every_tag_has_an_article() {
    let site = Site::new(70, SEED);
    assert_eq!(site.newest_by_tag().len(), site::TAGS);
}
