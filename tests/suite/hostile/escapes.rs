//! Every way to read a file, led out of the site; and names that some disk takes for one.

use std::path::Path;

use super::place::{OUTSIDE, holds, things};
use super::run;
use super::steps::program;
use crate::support::write;

const SETTINGS: &str = "title = \"S\"\nbase_url = \"https://s.example\"\n";

/// A site with a folder beside it, in which everything says what must not be read.
fn place(settings: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in
        ["canary.md", "canary.svg", "canary.yml", "canary.html", "canary.txt", "canary.toml", "canary.csv", "urls.lock"]
    {
        write(&folder.path().join("outside").join(name), format!("{OUTSIDE}\n").as_bytes());
    }
    let root = folder.path().join("site");
    write(&root.join("site.toml"), format!("{settings}{SETTINGS}").as_bytes());
    write(&root.join("content/a.md"), b"---\ntitle: A\n---\nText.\n");
    folder
}

/// What is wrong with how a site was built that tries to read what lies outside.
fn leak(root: &Path, must_fail: bool) -> Option<String> {
    for command in ["check", "build"] {
        let run = run::run(run::command(program(), root, &[command.to_owned()]), |_| {});
        let is_refused = matches!(run.code, Some(1 | 2));
        if must_fail && !is_refused {
            return Some(format!("{command} takes it: {}", run.text()));
        }
        if holds(&run.said, OUTSIDE.as_bytes()) || !run.faults().is_empty() {
            return Some(format!("{command} says {}", run.text()));
        }
    }
    let output = things(&root.join("public"));
    let leaked = output.iter().find(|(_, thing)| holds(thing.bytes(), OUTSIDE.as_bytes()));
    leaked.map(|(path, _)| format!("{} was published", String::from_utf8_lossy(path)))
}

#[test]
fn no_link_of_the_disk_leads_out_of_the_site_whatever_reads_it() {
    let links = [
        ("content/x.md", "canary.md"),
        ("content/x.svg", "canary.svg"),
        ("content/people/x.md", "canary.md"),
        ("content/sources.yml", "canary.yml"),
        ("content/sources/x.yml", "canary.yml"),
        ("content/quay.svg.yml", "canary.yml"),
        ("content/_index.md", "canary.md"),
        ("content/folder", ""),
        ("static/x.txt", "canary.txt"),
        ("static/folder", ""),
        ("templates/article.html", "canary.html"),
        ("templates/components/x.html", "canary.html"),
        ("themes/t/templates/article.html", "canary.html"),
        ("themes/t/theme.toml", "canary.toml"),
        ("i18n/en.yml", "canary.yml"),
        ("data/x.yml", "canary.yml"),
        ("data/rows.csv", "canary.csv"),
        ("urls.lock", "urls.lock"),
        ("house.yml", "canary.yml"),
    ];
    for (link, to) in links {
        let folder = place("lints = {house_style = \"house.yml\"}\nurls = {lock = true}\n");
        let root = folder.path().join("site");
        if link != "house.yml" {
            write(&root.join("house.yml"), b"[]\n");
        }
        if link != "urls.lock" {
            write(&root.join("urls.lock"), b"/a/\n");
        }
        let at = root.join(link);
        std::fs::create_dir_all(at.parent().expect("a link in a folder")).expect("a folder");
        std::os::unix::fs::symlink(folder.path().join("outside").join(to), at).expect("a link");
        assert_eq!(leak(&root, true), None, "{link}");
    }
}

#[test]
fn no_path_in_settings_content_or_templates_leads_out_of_the_site() {
    let outside = "../outside/canary";
    let query =
        |file: &str, template: &str| format!("queries = {{q = {{file = \"{file}\", templates = [\"{template}\"]}}}}\n");
    let pages = |template: &str, route: &str| {
        format!(
            "pages = {{q = {{from = \"q\", template = \"{template}\", route = \"{route}\", title = \"{{name}}\"}}}}\n"
        )
    };
    for settings in [
        query(&format!("{outside}.csv"), "home"),
        query("data/../../outside/canary.csv", "home"),
        query("/etc/passwd", "home"),
        query("data/rows.csv", "../../outside/canary"),
        query("data/rows.csv", "home") + &pages("../../outside/canary", "/{name}/"),
        query("data/rows.csv", "home") + &pages("row", "/../outside/{name}/"),
        query("data/rows.csv", "home") + &pages("row", "../{name}/"),
        format!("publisher = {{logo = \"{outside}.svg\"}}\n"),
        format!("publisher = {{policies = {{corrections = \"{outside}.md\"}}}}\n"),
        format!("nav = [{{title = \"X\", url = \"{outside}.md\"}}]\n"),
        "theme = {name = \"../../outside\"}\n".to_owned(),
        format!("lints = {{house_style = \"{outside}.yml\"}}\n"),
        format!("sources = {{style = \"{outside}.csl\"}}\n"),
        "language = \"../../outside/canary\"\n".to_owned(),
        "languages = {\"../x\" = {}}\n".to_owned(),
    ] {
        let folder = place(&settings);
        let root = folder.path().join("site");
        write(&root.join("data/rows.csv"), b"name\nBern\n");
        write(&root.join("templates/row.html"), b"{{ page.title }}\n");
        assert_eq!(leak(&root, true), None, "{settings}");
    }
    // A cell becomes one part of an address, whatever it says.
    for cell in ["../../outside/canary", "..", "/etc/passwd", "a\\..\\b", "%2e%2e%2foutside"] {
        let folder = place(&(query("data/rows.csv", "home") + &pages("row", "/rows/{name}/")));
        let root = folder.path().join("site");
        write(&root.join("data/rows.csv"), format!("name\n\"{cell}\"\n").as_bytes());
        write(&root.join("templates/row.html"), b"{{ page.title }}\n");
        assert_eq!(leak(&root, cell == ".."), None, "{cell}");
        let beside: Vec<_> = std::fs::read_dir(folder.path())
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        assert_eq!(beside.len(), 2, "{cell}: {beside:?}");
        let made = things(&root.join("public"));
        let rows = made.keys().filter(|path| path.ends_with(b"index.html") && path.starts_with(b"rows/")).count();
        assert_eq!(rows, usize::from(cell != ".."), "{cell}");
    }
    for (front_matter, body) in [
        ("image: ../../outside/canary.svg\n", ""),
        ("template: ../../outside/canary\n", ""),
        ("related: [../../outside/canary.md]\n", ""),
        ("slug: ../../outside\n", ""),
        ("aliases: [/../outside/]\n", ""),
        ("", "[x](../../outside/canary.md)"),
        ("", "![x](../../outside/canary.svg)"),
        ("", "![x](..%2f..%2foutside%2fcanary.svg)"),
        ("", "![x](/../outside/canary.svg)"),
        ("", "[x](file:///etc/passwd)"),
    ] {
        let folder = place("");
        let root = folder.path().join("site");
        write(&root.join("content/a.md"), format!("---\ntitle: A\n{front_matter}---\n{body}\n").as_bytes());
        // An address of the machine is a link like any other, and nothing of it is read.
        assert_eq!(leak(&root, !body.contains("file:")), None, "{front_matter}{body}");
    }
    for template in
        ["{% include \"../../outside/canary.html\" %}", "{% extends \"/etc/passwd\" %}", "{{ load_data(path=\"x\") }}"]
    {
        let folder = place("");
        let root = folder.path().join("site");
        write(&root.join("templates/article.html"), template.as_bytes());
        assert_eq!(leak(&root, true), None, "{template}");
    }
}

#[test]
fn names_that_some_disk_takes_for_one_are_an_error_on_every_disk() {
    let page = |slug: &str| format!("---\ntitle: T\nslug: {slug}\n---\nText.\n");
    let pairs: [[(&str, String); 2]; 6] = [
        [("content/b.md", page("Same")), ("content/c.md", page("same"))],
        [("content/b.md", page("caf\u{e9}")), ("content/c.md", page("cafe\u{301}"))],
        [("static/File.txt", "x".to_owned()), ("static/file.txt", "y".to_owned())],
        [("static/Folder/x.txt", "x".to_owned()), ("static/folder/X.TXT", "y".to_owned())],
        [("static/B/index.html", "x".to_owned()), ("content/b.md", page("b"))],
        [("static/stra\u{df}e.txt", "x".to_owned()), ("static/STRASSE.txt", "y".to_owned())],
    ];
    for pair in pairs {
        let folder = place("");
        let root = folder.path().join("site");
        for (path, text) in &pair {
            write(&root.join(path), text.as_bytes());
        }
        let run = run::run(run::command(program(), &root, &["build".to_owned()]), |_| {});
        assert_eq!(run.code, Some(1), "{pair:?}: {}", run.text());
        assert!(!root.join("public").exists(), "{pair:?}");
    }
}
