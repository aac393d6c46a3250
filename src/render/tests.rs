use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::text::{Span, Spanned};

/// A site with the given files, loaded with a theme.
struct Site {
    root: tempfile::TempDir,
    inventory: Inventory,
}

impl Site {
    fn new(files: &[(&str, &str)]) -> Site {
        let root = tempfile::tempdir().expect("a temporary folder");
        for (path, text) in files {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let inventory = crate::discover::discover(root.path()).expect("a folder that can be listed").value;
        Site { root, inventory }
    }

    fn load(&self, theme: &str, language: &str) -> Diagnosed<Option<Renderer>> {
        self.load_with(theme, language, &[])
    }

    fn load_with(&self, theme: &str, language: &str, tokens: &[(&str, &str)]) -> Diagnosed<Option<Renderer>> {
        let spanned = |text: &str| Spanned::new(text.to_owned(), Span::default());
        let tokens = tokens.iter().map(|(name, value)| (spanned(name), spanned(value))).collect();
        let choice = ThemeChoice { name: spanned(theme), tokens };
        Renderer::load(&self.inventory, self.root.path(), &choice, language).expect("files that can be read")
    }

    fn renderer(&self, theme: &str) -> Renderer {
        let loaded = self.load(theme, "en");
        assert!(loaded.diagnostics.is_empty(), "{:#?}", loaded.diagnostics);
        loaded.value.expect("a renderer")
    }

    fn mistakes(&self, theme: &str) -> Vec<Diagnostic> {
        self.load(theme, "en").diagnostics
    }
}

fn built_in() -> Renderer {
    Site::new(&[]).renderer("default")
}

fn shown(html: Vec<u8>) -> String {
    String::from_utf8(html).expect("a page is text")
}

/// A page of a template that sees `page` only.
fn render(renderer: &Renderer, template: &str, page: Value) -> Result<String, Box<Diagnostic>> {
    let page =
        Page { route: crate::route::Route::page(["a"]), template: template.to_owned(), view: vec![("page", page)] };
    renderer.render(&page).map(shown)
}

/// The place of a diagnostic as `path:line` and the text it marks.
fn place(diagnostic: &Diagnostic, text: &str) -> (String, String) {
    let place = diagnostic.place.as_ref().expect("a place");
    let span = place.span.expect("a span");
    let line = crate::text::LineIndex::new(text).line_column(span.start as usize).line;
    (format!("{}:{line}", place.path), text[span.range()].to_owned())
}

/// Every page of the sample, as file name and HTML.
fn sample_pages(renderer: &Renderer, stylesheet: &str) -> Vec<(&'static str, String)> {
    let site = sample::site(stylesheet);
    let components = renderer.components(Value::from_serializable(&site));
    let component = |name: &'static str, arguments: Vec<(&'static str, Value)>, body: Option<&str>| {
        components.render(name, arguments, body.map(|body| Html(body.to_owned()))).expect("a component that renders")
    };
    let article = sample::article(&component);
    let mut list = sample::meta("Coast", "website");
    list.image = None;
    let views = [
        ("article", sample::meta(&article.title, "article"), Value::from_serializable(&article)),
        ("page", sample::meta("Policy", "website"), Value::from_serializable(&sample::bare_article("Policy"))),
        ("home", list.clone(), Value::from_serializable(&sample::home())),
        ("section", list.clone(), Value::from_serializable(&sample::section())),
        ("person", list.clone(), Value::from_serializable(&sample::person_page())),
        ("people", list.clone(), Value::from_serializable(&sample::people())),
        ("404", MetaView { canonical: None, noindex: true, ..list }, Value::from_serializable(&sample::not_found())),
    ];
    views
        .into_iter()
        .map(|(template, meta, view)| {
            let page = sample::page(template, &site, &meta, view);
            (template, shown(renderer.render(&page).unwrap_or_else(|mistake| panic!("{template}: {mistake:#?}"))))
        })
        .collect()
}

use crate::compose::view::MetaView;

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn every_template_of_the_default_theme_renders_the_sample() {
    let renderer = built_in();
    for (template, html) in sample_pages(&renderer, "/style.css") {
        assert!(html.starts_with("<!doctype html>"), "{template}");
        assert!(html.trim_end().ends_with("</html>"), "{template}");
    }
}

/// `cargo test write_the_sample_for_looking_at_it -- --ignored` writes the sample to `BYLINE_SAMPLE`.
#[test]
#[ignore = "writes files for a person to look at"]
fn write_the_sample_for_looking_at_it() {
    let folder = PathBuf::from(std::env::var("BYLINE_SAMPLE").expect("BYLINE_SAMPLE names a folder"));
    let renderer = built_in();
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("style.css"), &renderer.stylesheet().css).expect("a file");
    for (name, html) in sample_pages(&renderer, "/style.css") {
        fs::write(folder.join(format!("{name}.html")), html).expect("a file");
    }
}

#[test]
fn the_program_has_every_file_of_the_default_theme() {
    let root = repository("themes/default");
    let mut on_disk: Vec<String> = walkdir::WalkDir::new(&root)
        .into_iter()
        .map(|entry| entry.expect("a folder that can be listed"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(&root).expect("it lies below").to_str().expect("UTF-8").to_owned())
        .collect();
    on_disk.sort();
    let listed: Vec<&str> = built_in::FILES.iter().map(|(path, _)| *path).collect();
    assert_eq!(listed, on_disk);
}
