//! `byline theme`: a theme is made, a file of the default one is copied, and what is doubtful in templates is told.

use std::path::Path;

use super::serve::client::Preview;
use super::support::{byline, command, repository, told, tree, write};

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(&folder.path().join("site.toml"), b"title = \"Site\"\nbase_url = \"https://site.example\"\n");
    write(&folder.path().join("content/a.md"), b"---\ntitle: Tides\nsummary: s\n---\nText.\n\n## One\n\nMore.\n");
    folder
}

/// Runs a command that has to succeed, and gives what it said.
fn run(root: &Path, arguments: &[&str]) -> String {
    let run = byline(root, arguments);
    assert_eq!(run.status.code(), Some(0), "{arguments:?}: {}", told(&run));
    told(&run)
}

fn choose(root: &Path, theme: &str) {
    let settings = std::fs::read_to_string(root.join("site.toml")).expect("settings");
    write(&root.join("site.toml"), format!("{settings}\n[theme]\nname = \"{theme}\"\n").as_bytes());
}

#[test]
fn a_new_theme_builds_and_has_nothing_to_be_told_of_and_its_ten_lines_are_in_the_stylesheet() {
    let folder = site();
    let root = folder.path();
    let said = run(root, &["theme", "new", "The Review"]);
    assert!(said.contains("themes/the-review/theme.toml") && said.contains("name = \"the-review\""), "{said}");
    choose(root, "the-review");
    assert!(run(root, &["theme", "check"]).contains("nothing to say"));
    run(root, &["build"]);
    let output = tree(&root.join("public"));
    let stylesheet = output.iter().find(|(path, _)| path.ends_with(".css")).map(|(_, bytes)| bytes);
    let css = String::from_utf8_lossy(stylesheet.expect("a stylesheet"));
    for token in ["--accent:#0b5a7a", "--background-dark:#11161b", "--radius:8px"] {
        assert!(css.contains(token), "{token} is missing in {css}");
    }
    let before = tree(&root.join("themes"));
    assert_eq!(byline(root, &["theme", "new", "The Review"]).status.code(), Some(2), "what is there stays");
    assert_eq!(tree(&root.join("themes")), before);
}

#[test]
fn a_copied_file_changes_no_page_until_it_is_changed() {
    let folder = site();
    let root = folder.path();
    run(root, &["build"]);
    let before = tree(&root.join("public"));
    let listed = run(root, &["theme", "copy"]);
    assert!(listed.contains("templates/components/figure.html\n") && listed.contains("i18n/en.yml\n"), "{listed}");
    for file in listed.lines().filter(|line| line.contains('/')) {
        run(root, &["theme", "copy", file]);
    }
    run(root, &["theme", "check"]);
    run(root, &["build"]);
    assert_eq!(tree(&root.join("public")), before);
}

#[test]
fn a_misspelt_field_is_told_at_its_place_by_the_check_of_the_theme_and_by_that_of_the_site() {
    let folder = site();
    let root = folder.path();
    let template =
        "{% extends \"default/article.html\" %}\n{% block head %}{% if page.titel %}x{% endif %}{% endblock head %}\n";
    write(&root.join("templates/article.html"), template.as_bytes());
    for command in [&["theme", "check"][..], &["check"]] {
        let run = byline(root, command);
        let said = told(&run);
        assert!(said.contains("`page` is an ArticleView, which has no field `titel`"), "{said}");
        assert!(said.contains("templates/article.html:2:28") && said.contains("did you mean `title`?"), "{said}");
    }
    run(root, &["build"]);
}

fn preview(root: &Path) -> Preview {
    Preview::run(command(Path::new(env!("CARGO_BIN_EXE_byline")), root, &["theme", "preview", "--port", "0"]))
}

#[test]
fn a_theme_is_shown_with_a_magazine_and_its_components_with_their_examples_and_each_change_of_it_at_once() {
    let folder = site();
    let root = folder.path();
    let before = tree(&root.join("content"));
    let preview = preview(root);
    assert!(preview.text("/").expect("a page").contains("Tidemark"));
    assert_eq!(preview.get("/a/").status, 404, "the articles of the site are left alone");
    let gallery = preview.text("/components/").expect("a page");
    assert!(gallery.contains("<h3 id=\"gallery\">") && gallery.contains("<figure class=\"pullquote\">"), "{gallery}");
    let component = "{#- A quay.\n\n    ::quay{n=3}\n-#}\n{% component quay(n: integer) {\"directive\": [\"line\"]} -%}\n\
        <p>Quay {{ n }}</p>\n{%- endcomponent quay %}\n";
    write(&root.join("templates/components/quay.html"), component.as_bytes());
    preview.wait_for("/components/", |page| page.contains("<p>Quay 3</p>"));
    write(&root.join("templates/components/quay.html"), component.replace("n=3", "m=3").as_bytes());
    preview.wait_until_said("error[unknown-attribute]");
    write(&root.join("templates/components/quay.html"), component.replace("Quay", "Pier").as_bytes());
    preview.wait_for("/components/", |page| page.contains("<p>Pier 3</p>"));
    // Rows of data that the site gives to a template are there, too.
    write(&root.join("data/towns.csv"), b"name\nMarrow Quay\n");
    let template = "{% for town in queries.towns %}<p>{{ town.name }}</p>{% endfor %}\n";
    write(&root.join("templates/404.html"), template.as_bytes());
    let settings = std::fs::read_to_string(root.join("site.toml")).expect("settings");
    let queries = format!("{settings}[queries.towns]\nfile = \"data/towns.csv\"\ntemplates = [\"404\"]\n");
    write(&root.join("site.toml"), queries.as_bytes());
    preview.wait_for("/404.html", |page| page.contains("<p>Marrow Quay</p>"));
    assert_eq!(tree(&root.join("content")), before);
    assert!(!root.join("public").exists());
}

#[test]
fn the_magazine_has_nothing_wrong_in_any_theme_of_this_repository() {
    for theme in ["default", "wire"] {
        let folder = site();
        let root = folder.path();
        for (path, bytes) in tree(&repository().join("themes")) {
            write(&root.join("themes").join(path), &bytes);
        }
        choose(root, theme);
        let preview = preview(root);
        let said = preview.wait_until_said("shown in");
        assert!(!said.contains("error[") && !said.contains("warning["), "{theme}: {said}");
        for page in ["/", "/coast/", "/coast/harbour/", "/people/mara-lindqvist/", "/ar/coast/harbour/", "/components/"]
        {
            assert_eq!(preview.get(page).status, 200, "{theme} {page}");
        }
    }
}

/// A site whose theme has a stylesheet in Sass.
fn site_with_sass(text: &str) -> tempfile::TempDir {
    let folder = site();
    let theme = folder.path().join("themes/quay");
    let manifest = "name = \"quay\"\nextends = \"default\"\nstylesheets = [\"css/quay.scss\"]\n";
    write(&theme.join("theme.toml"), manifest.as_bytes());
    write(&theme.join("css/quay.scss"), text.as_bytes());
    write(&theme.join("css/_sea.scss"), b"$sea: #0b5a7a;\n");
    choose(folder.path(), "quay");
    folder
}

#[cfg(feature = "sass")]
#[test]
fn sass_is_compiled_into_the_stylesheet_and_a_mistake_in_it_is_told_at_its_place() {
    let folder = site_with_sass("@use 'sea';\n.quay { a { color: sea.$sea; } }\n");
    run(folder.path(), &["build", "--verify"]);
    let css = |root: &Path| {
        let output = tree(&root.join("public"));
        let file = output.into_iter().find(|(path, _)| path.ends_with(".css")).expect("a stylesheet");
        String::from_utf8(file.1).expect("text")
    };
    assert!(css(folder.path()).ends_with(".quay a{color:#0b5a7a}"));
    // What it uses is a part of it.
    write(&folder.path().join("themes/quay/css/_sea.scss"), b"$sea: teal;\n");
    run(folder.path(), &["build", "--verify"]);
    assert!(css(folder.path()).ends_with(".quay a{color:teal}"));
    write(&folder.path().join("themes/quay/css/_sea.scss"), b"$sea: $gone;\n");
    let failed = byline(folder.path(), &["build"]);
    assert_eq!(failed.status.code(), Some(1));
    assert!(told(&failed).contains("themes/quay/css/_sea.scss:1:7"), "{}", told(&failed));
}

#[cfg(not(feature = "sass"))]
#[test]
fn sass_without_the_feature_is_an_error_that_says_how_to_get_it() {
    let folder = site_with_sass("a { b { color: red } }");
    let failed = byline(folder.path(), &["build"]);
    assert_eq!(failed.status.code(), Some(1));
    let said = told(&failed);
    assert!(said.contains("themes/quay/css/quay.scss") && said.contains("--features sass"), "{said}");
}

#[test]
fn a_mark_that_an_editor_puts_in_front_of_a_template_is_nothing() {
    let folder = site();
    let root = folder.path();
    let template = "\u{feff}{% extends \"default/article.html\" %}\n";
    write(&root.join("templates/article.html"), template.as_bytes());
    run(root, &["build"]);
    let page = std::fs::read_to_string(root.join("public/a/index.html")).expect("a page");
    assert!(page.starts_with("<!doctype html>"), "{page}");
}
