use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;

struct Site {
    place: TempDir,
}

impl Site {
    /// A site in a folder of a temporary place, so that there is an outside.
    fn new(files: &[&str]) -> Site {
        let site = Site { place: tempfile::tempdir().unwrap() };
        fs::create_dir(site.root()).unwrap();
        for file in files {
            site.write(file);
        }
        site
    }

    fn root(&self) -> PathBuf {
        self.place.path().join("site")
    }

    fn write(&self, path: impl AsRef<Path>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "text").unwrap();
    }

    #[cfg(unix)]
    fn link(&self, target: impl AsRef<Path>, path: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(target, path).unwrap();
    }

    fn discover(&self) -> (Inventory, Vec<Diagnostic>) {
        let found = discover(&self.root(), &[]).unwrap();
        (found.value, found.diagnostics)
    }

    /// The inventory of a site in which nothing is wrong.
    fn clean(&self) -> Inventory {
        let (inventory, diagnostics) = self.discover();
        assert_eq!(diagnostics, []);
        inventory
    }
}

fn names(paths: &[RelPath]) -> Vec<&str> {
    paths.iter().map(RelPath::as_str).collect()
}

#[test]
fn files_are_listed_by_role_and_sorted_by_path() {
    let site = Site::new(&[
        "site.toml",
        "content/b.md",
        "content/a/index.md",
        "content/a.md",
        "content/a-b.MD",
        "content/a/quay.jpg",
        "content/a/quay.jpg.yml",
        "content/a/notes.yml",
        "content/sources.yml",
        "content/a/sources.yml",
        "content/sources/more.bib",
        "content/sources/papers/x.json",
        "content/table.json",
        "static/style.css",
        "templates/page.html",
        "themes/plain/theme.toml",
        "i18n/de.toml",
        "data/d.csv",
        "src/not-an-input.md",
    ]);
    let inventory = site.clean();
    assert_eq!(
        names(&inventory.documents),
        [
            "content/a-b.MD",
            "content/a.md",
            "content/a/index.md",
            "content/a/quay.jpg.yml",
            "content/b.md",
            "content/sources.yml",
            "content/sources/more.bib",
            "content/sources/papers/x.json",
        ]
    );
    assert_eq!(
        names(&inventory.assets),
        ["content/a/notes.yml", "content/a/quay.jpg", "content/a/sources.yml", "content/table.json"]
    );
    assert_eq!(names(&inventory.statics), ["static/style.css"]);
    assert_eq!(names(&inventory.templates), ["templates/page.html"]);
    assert_eq!(names(&inventory.themes), ["themes/plain/theme.toml"]);
    assert_eq!(names(&inventory.words), ["i18n/de.toml"]);
    assert_eq!(names(&inventory.data), ["data/d.csv"]);
}

#[test]
fn a_site_without_any_folder_has_no_files() {
    assert_eq!(Site::new(&["site.toml"]).clean(), Inventory::default());
}

#[test]
fn a_root_that_is_missing_is_an_empty_site() {
    let site = Site::new(&[]);
    fs::remove_dir(site.root()).unwrap();
    assert_eq!(site.clean(), Inventory::default());
}

#[test]
fn hidden_files_and_leftovers_of_editors_are_left_out() {
    let site = Site::new(&[
        "content/.hidden.md",
        "content/.git/x.md",
        "content/a.md~",
        "content/.a.md.swp",
        "content/a.md.swp",
        "content/#a.md#",
        "content/.#a.md",
        "content/4913",
        "content/.DS_Store",
        "content/Thumbs.db",
        "content/.well-known/a.md",
        "static/.nojekyll",
        "static/.well-known/security.txt",
        "static/.well-known/.hidden",
        "static/.htaccess",
        "static/sub/.env",
    ]);
    let inventory = site.clean();
    assert_eq!((inventory.documents, inventory.assets), (Vec::new(), Vec::new()));
    assert_eq!(names(&inventory.statics), ["static/.nojekyll", "static/.well-known/security.txt"]);
}

#[test]
fn folders_named_like_leftovers_stay() {
    let inventory = Site::new(&["content/4913/a.md", "content/x~/a.md", "content/c#.md"]).clean();
    assert_eq!(names(&inventory.documents), ["content/4913/a.md", "content/c#.md", "content/x~/a.md"]);
}

#[test]
fn a_file_in_the_place_of_an_input_folder_is_an_error() {
    let (inventory, diagnostics) = Site::new(&["content"]).discover();
    assert_eq!(inventory, Inventory::default());
    assert_eq!(diagnostics[0].code, Code::BadFileName);
    assert!(diagnostics[0].message.contains("`content` must be a folder"), "{}", diagnostics[0].message);
}

#[test]
fn a_name_that_is_too_long_is_an_error_and_the_longest_that_fits_is_none() {
    let fits = format!("content/{}.md", "x".repeat(237));
    assert_eq!(names(&Site::new(&[&fits]).clean().documents), [fits]);
    let (inventory, diagnostics) = Site::new(&[&format!("content/{}.md", "x".repeat(251))]).discover();
    assert_eq!(inventory.documents, []);
    assert_eq!(diagnostics[0].code, Code::BadFileName);
    assert!(diagnostics[0].message.contains("too long: 254 bytes"), "{}", diagnostics[0].message);
}

#[test]
fn deeply_nested_folders_are_listed() {
    let path = format!("content/{}p.md", "d/".repeat(120));
    assert_eq!(names(&Site::new(&[&path]).clean().documents), [path]);
}

#[test]
fn a_name_with_a_control_character_is_an_error_that_prints_none() {
    let site = Site::new(&["content/a.md"]);
    for name in ["a\nb.md", "e\u{1b}[2J.md", "r\u{202E}dm.exe"] {
        site.write(Path::new("content").join(name));
    }
    let (inventory, diagnostics) = site.discover();
    assert_eq!(names(&inventory.documents), ["content/a.md"]);
    assert_eq!(diagnostics.len(), 3);
    for diagnostic in &diagnostics {
        assert_eq!(diagnostic.code, Code::BadFileName);
        assert!(diagnostic.message.contains("control"), "{}", diagnostic.message);
        let shown = format!("{}{}", diagnostic.message, diagnostic.place.as_ref().unwrap().path);
        assert!(!shown.contains(|c: char| c.is_control() || c == '\u{202E}'), "{shown:?}");
    }
    assert!(diagnostics.iter().any(|diagnostic| diagnostic.message.contains(r"`a\nb.md`")));
}

#[test]
fn escaping_shows_every_byte_that_is_not_text() {
    assert_eq!(name::escaped(OsStr::new("é\t")), r"é\t");
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_an_error_and_other_files_are_still_listed() {
    use std::os::unix::ffi::OsStrExt;
    let site = Site::new(&["content/a.md"]);
    site.write(Path::new("content/sub").join(OsStr::from_bytes(b"bad\xFF.md")));
    site.write(Path::new("content").join(OsStr::from_bytes(b"dir\xFE")).join("below.md"));
    let (inventory, diagnostics) = site.discover();
    assert_eq!(names(&inventory.documents), ["content/a.md"]);
    let messages: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(messages, [r"the file name `dir\xFE` is not UTF-8", r"the file name `bad\xFF.md` is not UTF-8"]);
    assert_eq!(diagnostics[1].place.as_ref().unwrap().path.as_str(), "content/sub");
}

#[cfg(unix)]
#[test]
fn links_to_files_and_folders_of_the_site_are_followed() {
    let site = Site::new(&["content/a/x.md", "static/style.css", "shared/deep/y.md"]);
    site.link("a/x.md", "content/y.md");
    site.link("a", "content/b");
    site.link("../shared", "content/shared");
    site.link(site.root().join("static/style.css"), "static/sub/again.css");
    let inventory = site.clean();
    assert_eq!(
        names(&inventory.documents),
        ["content/a/x.md", "content/b/x.md", "content/shared/deep/y.md", "content/y.md"]
    );
    assert_eq!(names(&inventory.statics), ["static/style.css", "static/sub/again.css"]);
}

#[cfg(unix)]
#[test]
fn an_input_folder_may_be_a_link_within_the_site() {
    let site = Site::new(&["articles/x.md"]);
    site.link("articles", "content");
    assert_eq!(names(&site.clean().documents), ["content/x.md"]);
}

#[cfg(unix)]
#[test]
fn links_that_lead_outside_are_errors_and_are_not_listed() {
    let site = Site::new(&["content/a.md"]);
    fs::create_dir(site.place.path().join("outside")).unwrap();
    fs::write(site.place.path().join("outside/canary.md"), "canary").unwrap();
    // A folder whose name begins like the root's is outside too.
    fs::create_dir(site.place.path().join("site-2")).unwrap();
    site.link("../../outside/canary.md", "content/leak.md");
    site.link(site.place.path().join("outside"), "static/folder");
    site.link("../../site-2", "static/folder-2");
    site.link("../../../../outside/canary.md", "themes/t/templates/leak.html");
    site.link("../../outside/canary.md", "content/sub-is-missing.md");
    site.link("../outside", "data");
    let (inventory, diagnostics) = site.discover();
    assert_eq!(names(&inventory.documents), ["content/a.md"]);
    assert_eq!((inventory.statics, inventory.themes, inventory.data), (Vec::new(), Vec::new(), Vec::new()));
    let outside: Vec<&str> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == Code::LinkOutside && diagnostic.message.contains("outside"))
        .map(|diagnostic| diagnostic.place.as_ref().unwrap().path.as_str())
        .collect();
    assert_eq!(
        outside,
        [
            "content/leak.md",
            "content/sub-is-missing.md",
            "data",
            "static/folder",
            "static/folder-2",
            "themes/t/templates/leak.html"
        ]
    );
}

#[cfg(unix)]
#[test]
fn a_link_to_what_a_site_hides_is_an_error() {
    let site = Site::new(&[".git/config", "static/.well-known/x"]);
    site.link("../.git/config", "static/config.txt");
    site.link("../.git", "static/git");
    site.link(".well-known/x", "static/x");
    let (inventory, diagnostics) = site.discover();
    assert_eq!(names(&inventory.statics), ["static/.well-known/x", "static/x"]);
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.code == Code::LinkOutside));
    assert_eq!(diagnostics.len(), 2);
}

#[cfg(unix)]
#[test]
fn links_that_lead_nowhere_or_in_a_circle_are_errors() {
    let site = Site::new(&["content/a/x.md", "content/b/y.md"]);
    site.link("gone.md", "content/dangling.md");
    site.link("itself", "content/itself");
    site.link("..", "content/a/up");
    site.link("../b", "content/a/to-b");
    site.link("../a", "content/b/to-a");
    site.link("../a", "static/to-content-is-missing");
    let (inventory, diagnostics) = site.discover();
    // Each folder is seen through the other's link once, and there the circle is found.
    assert_eq!(
        names(&inventory.documents),
        ["content/a/to-b/y.md", "content/a/x.md", "content/b/to-a/x.md", "content/b/y.md"]
    );
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.code == Code::BrokenSymlink));
    let shown: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    for expected in [
        "`content/dangling.md` leads nowhere",
        "`content/itself` leads round in a circle",
        "`content/a/up` leads round in a circle",
        "`content/a/to-b/to-a` leads round in a circle",
        "`content/b/to-a/to-b` leads round in a circle",
        "`static/to-content-is-missing` leads nowhere",
    ] {
        assert!(shown.iter().any(|message| message.contains(expected)), "{expected}: {shown:#?}");
    }
}

#[cfg(unix)]
#[test]
fn links_that_multiply_are_an_error_and_not_an_endless_walk() {
    let site = Site::new(&[]);
    for level in 0..30 {
        for side in ["l", "r"] {
            site.link(format!("../d{}", level + 1), &format!("content/d{level}/{side}"));
        }
    }
    site.write("content/d30/x.md");
    let (_, diagnostics) = site.discover();
    let shown: Vec<&str> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert!(shown.iter().any(|message| message.contains("more than")), "{shown:?}");
    assert!(diagnostics.len() < 100);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_a_warning_and_is_never_opened() {
    let site = Site::new(&["content/a.md"]);
    fs::create_dir_all(site.root().join("static")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(site.root().join("static/socket")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(site.root().join("content/pipe.md")).status();
    site.link("socket", "static/link-to-socket");
    let (inventory, diagnostics) = site.discover();
    assert_eq!(names(&inventory.documents), ["content/a.md"]);
    assert_eq!(inventory.statics, []);
    let special: Vec<&str> = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == Code::SpecialFile && diagnostic.level == Level::Warning)
        .map(|diagnostic| diagnostic.place.as_ref().unwrap().path.as_str())
        .collect();
    let mut expected = vec!["static/link-to-socket", "static/socket"];
    if made.is_ok_and(|status| status.success()) {
        expected.insert(0, "content/pipe.md");
    }
    assert_eq!(special, expected);
}
