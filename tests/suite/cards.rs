//! Social cards: who gets one, what is drawn anew, and what a font cannot write.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::support::{byline, repository, told, tree, write};

const SETTINGS: &str = "title = \"The Harbour Review\"\nbase_url = \"https://s.example/sub\"\n[cards]\nenabled = true\n[theme]\nname = \"default\"\n";
const NOW: [&str; 2] = ["--now", "2026-01-15T12:00:00Z"];
const CARD: &str = "public/assets/cards/coast/tides.png";

fn site(settings: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(&folder.path().join("site.toml"), settings.as_bytes());
    article(folder.path(), "Why the tide comes an hour later every day");
    folder
}

fn article(folder: &Path, title: &str) {
    let text = format!("---\ntitle: {title}\npublished: 2026-01-02\nauthors: [{{name: Jo Doe}}]\n---\nText.\n");
    write(&folder.join("content/coast/tides.md"), text.as_bytes());
}

fn build(folder: &Path, arguments: &[&str]) -> String {
    let run = byline(folder, &[&["build"], &NOW[..], arguments].concat());
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    told(&run)
}

fn kept(folder: &Path) -> Vec<String> {
    tree(&folder.join(".byline")).into_keys().filter(|name| name.starts_with("pictures/card-")).collect()
}

#[test]
fn an_article_without_a_lead_image_gets_a_card_and_one_with_a_lead_image_none() {
    let folder = site(SETTINGS);
    write(&folder.path().join("content/coast/quay.svg"), b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    write(&folder.path().join("content/coast/quay.md"), b"---\ntitle: Quay\nimage: quay.svg\n---\nText.\n");
    build(folder.path(), &[]);
    let cards: Vec<String> = tree(&folder.path().join("public/assets/cards")).into_keys().collect();
    assert_eq!(cards, ["coast/tides.png"]);
    let card = fs::read(folder.path().join(CARD)).expect("a card");
    assert_eq!(imagesize::blob_size(&card).map(|size| (size.width, size.height)).ok(), Some((1200, 630)));
    let html = fs::read_to_string(folder.path().join("public/coast/tides/index.html")).expect("a page");
    assert!(
        html.contains("property=\"og:image\" content=\"https://s.example/sub/assets/cards/coast/tides.png\""),
        "{html}"
    );
    assert!(html.contains("og:image:width\" content=\"1200\"") && html.contains("summary_large_image"), "{html}");
    build(folder.path(), &["--verify"]);
}

#[test]
fn a_card_is_drawn_anew_only_if_something_on_it_has_changed_and_former_ones_are_removed() {
    let folder = site(SETTINGS);
    build(folder.path(), &[]);
    let (card, names) = (fs::read(folder.path().join(CARD)).expect("a card"), kept(folder.path()));
    assert_eq!(names.len(), 1);
    let text = fs::read_to_string(folder.path().join("content/coast/tides.md")).expect("an article");
    write(&folder.path().join("content/coast/tides.md"), text.replace("Text.", "Other words.").as_bytes());
    // A card that is drawn is kept.
    fs::remove_file(folder.path().join(".byline").join(&names[0])).expect("removed");
    build(folder.path(), &[]);
    assert!(kept(folder.path()).is_empty(), "the card is not drawn again");
    article(folder.path(), "Another headline");
    build(folder.path(), &[]);
    assert_ne!(fs::read(folder.path().join(CARD)).expect("a card"), card);
    assert!(kept(folder.path()).len() == 1 && kept(folder.path()) != names);
    article(folder.path(), "A third headline");
    build(folder.path(), &[]);
    assert_eq!(kept(folder.path()).len(), 1, "the former card is removed");
    // The output is gone and the cache is not: nothing has to be drawn.
    fs::remove_dir_all(folder.path().join("public")).expect("removed");
    let names = kept(folder.path());
    build(folder.path(), &[]);
    assert_eq!(kept(folder.path()), names);
    write(&folder.path().join("site.toml"), SETTINGS.replace("enabled = true", "enabled = false").as_bytes());
    build(folder.path(), &[]);
    assert!(kept(folder.path()).is_empty() && !folder.path().join(CARD).exists());
}

#[test]
fn after_an_edit_of_anything_that_a_card_shows_it_is_that_of_a_clean_build() {
    let folder = site(SETTINGS);
    let at = |path: &str| folder.path().join(path);
    let tides = |more: &str, title: &str| format!("---\ntitle: {title}\npublished: 2026-01-02\n{more}---\nText.\n");
    let component = fs::read_to_string(repository().join("themes/default/templates/components/social_card.html"))
        .expect("the theme's component");
    build(folder.path(), &[]);
    let mut seen = vec![fs::read(at(CARD)).expect("a card")];
    let edits: [(&str, String); 8] = [
        ("content/coast/tides.md", tides("authors: [{name: Jo Doe}]\n", "Tides")),
        ("content/coast/tides.md", tides("authors: [{name: Jo Roe}]\n", "Tides")),
        ("content/coast/tides.md", tides("authors: [ada]\n", "Tides")),
        ("content/people/ada.md", "---\nname: Ada Byron\n---\n".to_owned()),
        ("content/people/ada.md", "---\nname: Ada King\n---\n".to_owned()),
        ("content/coast/_index.md", "---\ntitle: Harbours\n---\n".to_owned()),
        ("templates/components/social_card.html", component.replace("#fffdf9", "#fdf0e0")),
        ("site.toml", SETTINGS.replace("Harbour Review", "Quay Review")),
    ];
    for (path, text) in edits {
        write(&at(path), text.as_bytes());
        // A person who is not there yet is an error, and the card stays.
        if byline(folder.path(), &[&["build"], &NOW[..]].concat()).status.success() {
            build(folder.path(), &["--verify"]);
            let card = fs::read(at(CARD)).expect("a card");
            assert!(!seen.contains(&card), "{path} changes nothing on the card");
            seen.push(card);
        }
    }
    assert_eq!(seen.len(), 8);
    write(&at("content/coast/quay.svg"), b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    write(&at("content/coast/tides.md"), tides("image: quay.svg\n", "Tides").as_bytes());
    build(folder.path(), &["--verify"]);
    assert!(!at(CARD).exists() && kept(folder.path()).is_empty());
}

#[test]
fn a_headline_that_the_font_cannot_write_has_no_card_and_that_is_said() {
    let folder = site(SETTINGS);
    article(folder.path(), "潮汐");
    let said = build(folder.path(), &[]);
    assert!(said.contains("warning[unwritten-card]") && said.contains("no sign for `潮`"), "{said}");
    assert!(!folder.path().join(CARD).exists());
    let html = fs::read_to_string(folder.path().join("public/coast/tides/index.html")).expect("a page");
    assert!(!html.contains("og:image"));
}

#[test]
fn a_font_that_cannot_be_used_is_an_error_at_its_place() {
    let settings = SETTINGS.replace("enabled = true", "enabled = true\nfont = \"fonts/a.ttf\"");
    let folder = site(&settings);
    for (font, why) in [(None, "there is no file `fonts/a.ttf`"), (Some("no font"), "`fonts/a.ttf` is no font")] {
        if let Some(font) = font {
            write(&folder.path().join("fonts/a.ttf"), font.as_bytes());
        }
        let run = byline(folder.path(), &[&["build"], &NOW[..]].concat());
        assert_eq!(run.status.code(), Some(1), "{}", told(&run));
        assert!(told(&run).contains(why) && told(&run).contains("site.toml:5:8"), "{}", told(&run));
    }
    let own = epaint_default_fonts::HACK_REGULAR;
    write(&folder.path().join("fonts/a.ttf"), own);
    build(folder.path(), &[]);
    let with_own = fs::read(folder.path().join(CARD)).expect("a card");
    let with_usual = site(SETTINGS);
    build(with_usual.path(), &[]);
    assert_ne!(fs::read(with_usual.path().join(CARD)).expect("a card"), with_own);
}

#[test]
fn cards_are_named_after_all_that_draws_them() {
    let lock = fs::read_to_string(repository().join("Cargo.lock")).expect("a lock file");
    let (crates, _) = byline::media::card::DRAWN_WITH.split_once(';').expect("crates and a number");
    for one in crates.split(", ") {
        let (name, version) = one.split_once(' ').expect("a name and a version");
        assert!(lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"\n")), "{one} is not in Cargo.lock");
    }
}
