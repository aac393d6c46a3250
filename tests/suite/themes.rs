//! `byline theme`: a theme is made, a file of the default one is copied, and what is doubtful in templates is told.

use std::path::Path;

use super::support::{byline, told, tree, write};

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
