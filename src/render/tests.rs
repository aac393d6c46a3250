use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::compose::view::MetaView;
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
        let inventory = crate::discover::discover(root.path(), &[]).expect("a folder that can be listed").value;
        Site { root, inventory }
    }

    /// A site with a theme copied from a folder.
    fn with_theme(name: &str, folder: &Path) -> Site {
        let mut files = Vec::new();
        for entry in walkdir::WalkDir::new(folder) {
            let entry = entry.expect("a folder that can be listed");
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(folder).expect("it lies below").to_str().expect("UTF-8");
                files.push((format!("themes/{name}/{path}"), fs::read_to_string(entry.path()).expect("a text")));
            }
        }
        Site::new(&files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect::<Vec<_>>())
    }

    fn load(&self, theme: &str, language: &str) -> Diagnosed<Option<Renderer>> {
        self.load_with(theme, language, &[])
    }

    fn load_with(&self, theme: &str, language: &str, tokens: &[(&str, &str)]) -> Diagnosed<Option<Renderer>> {
        let spanned = |text: &str| Spanned::new(text.to_owned(), Span::default());
        let tokens = tokens.iter().map(|(name, value)| (spanned(name), spanned(value))).collect();
        let choice = ThemeChoice { name: spanned(theme), tokens };
        Renderer::load(&self.inventory, self.root.path(), &choice, &[language], "").expect("files that can be read")
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
    renderer.speaker(0).render(&page).map(shown)
}

/// The place of a diagnostic as `path:line` and the text it marks.
fn place(diagnostic: &Diagnostic, text: &str) -> (String, String) {
    let place = diagnostic.place.as_ref().expect("a place");
    let span = place.span.expect("a span");
    let line = crate::text::LineIndex::new(text).line_column(span.start as usize).line;
    (format!("{}:{line}", place.path), text[span.range()].to_owned())
}

/// Arguments by name.
fn named(arguments: Vec<(&'static str, Value)>) -> Vec<(String, Value)> {
    arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Every page of the sample, as file name and HTML.
fn sample_pages(renderer: &Renderer, stylesheet: &str) -> Vec<(&'static str, String)> {
    let site = sample::site(stylesheet);
    let components = renderer.speaker(0).components(Value::from_serializable(&site));
    let component = |name: &'static str, arguments: Vec<(&'static str, Value)>, body: Option<&str>| {
        components
            .render(name, named(arguments), body.map(|body| Html(body.to_owned())))
            .expect("a component that renders")
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
        ("term", list.clone(), Value::from_serializable(&sample::term_page())),
        ("terms", list.clone(), Value::from_serializable(&sample::terms())),
        ("series", list.clone(), Value::from_serializable(&sample::series_page())),
        ("source", list.clone(), Value::from_serializable(&sample::source_page())),
        ("sources", list.clone(), Value::from_serializable(&sample::library())),
        ("questions", list.clone(), Value::from_serializable(&sample::questions())),
        ("corrections", list.clone(), Value::from_serializable(&sample::corrections())),
        ("search", list.clone(), Value::from_serializable(&sample::search_page())),
        ("404", MetaView { canonical: None, noindex: true, ..list }, Value::from_serializable(&sample::not_found())),
    ];
    views
        .into_iter()
        // A theme may have no search.
        .filter(|(template, ..)| *template != "search" || renderer.templates().contains(*template))
        .map(|(template, meta, view)| {
            let page = sample::page(template, &site, &meta, view);
            (
                template,
                shown(renderer.speaker(0).render(&page).unwrap_or_else(|mistake| panic!("{template}: {mistake:#?}"))),
            )
        })
        .collect()
}

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

#[test]
fn every_template_of_the_plain_theme_renders_the_sample() {
    let site = Site::with_theme("plain", &repository("tests/themes/plain"));
    let renderer = site.renderer("plain");
    let pages = sample_pages(&renderer, "/style.css");
    assert_eq!(pages.len(), 14);
    let (_, article) = &pages[0];
    assert!(article.contains("<h1>How tides shape a harbour town</h1>\n"), "{article}");
    assert!(article.contains("\n    <a href=\"#moon\">The moon’s part</a>\n"), "{article}");
}

#[test]
fn two_renderers_of_one_theme_print_the_same_bytes() {
    let (one, other) = (built_in(), built_in());
    assert_eq!(sample_pages(&one, "/s.css"), sample_pages(&other, "/s.css"));
    assert_eq!(one.speaker(0).fingerprint("article"), other.speaker(0).fingerprint("article"));
    assert_eq!(one.stylesheet(), other.stylesheet());
    assert_eq!(one.signatures(), other.signatures());
}

#[test]
fn a_change_of_a_template_tells_on_the_templates_that_it_reaches_and_no_others() {
    const ALL: [&str; 7] = ["article", "section", "home", "person", "people", "search", "404"];
    let changed = |path: &str, text: &str| -> Vec<&str> {
        let (plain, own) = (built_in(), Site::new(&[(path, text)]).renderer("default"));
        ALL.into_iter().filter(|name| plain.speaker(0).fingerprint(name) != own.speaker(0).fingerprint(name)).collect()
    };
    assert_eq!(changed("templates/person.html", "{% extends \"default/person.html\" %}"), ["person"]);
    assert_eq!(changed("templates/base.html", "{% extends \"default/base.html\" %}"), ALL);
    let component = "{% component callout(callout: map) %}own{% endcomponent callout %}";
    assert_eq!(changed("templates/components/callout.html", component), ALL, "any page may call any component");
    assert_eq!(changed("i18n/en.yml", "home: Front page\n"), ALL);
    assert_eq!(changed("templates/unused.html", "nothing"), [""; 0]);
    assert_eq!(built_in().speaker(0).fingerprint("no-such-template"), 0);
}

#[test]
fn the_site_s_template_wins_over_the_theme_s_and_can_build_on_it() {
    let site = Site::new(&[(
        "templates/page.html",
        "{% extends \"default/page.html\" %}{% block head %}<meta name=\"own\" content=\"1\">{% endblock head %}",
    )]);
    let renderer = site.renderer("default");
    let pages = sample_pages(&renderer, "/style.css");
    let page = &pages.iter().find(|(name, _)| *name == "page").expect("a page").1;
    assert!(page.contains("<meta name=\"own\" content=\"1\">"));
    assert!(page.contains("<h1>Policy</h1>"));
    assert_ne!(renderer.speaker(0).fingerprint("page"), built_in().speaker(0).fingerprint("page"));
}

#[test]
fn the_site_s_component_wins_over_the_theme_s() {
    let own = "{% component callout(callout: map) %}own {{ callout.kind }}{% endcomponent callout %}";
    let site = Site::new(&[("templates/components/callout.html", own)]);
    let renderer = site.renderer("default");
    let callout = Value::from_serializable(&sample::callout("tip", "Tip", None, false));
    let html = renderer.speaker(0).components(Value::none()).render("callout", named(vec![("callout", callout)]), None);
    assert_eq!(html.expect("it renders").0, "own tip");
}

#[test]
fn the_site_s_folder_themes_default_wins_over_the_built_in_theme() {
    let site = Site::new(&[("themes/default/templates/page.html", "own")]);
    let renderer = site.renderer("default");
    assert_eq!(render(&renderer, "page", Value::none()).expect("it renders"), "own");
    assert!(renderer.built_in().is_empty());
}

#[test]
fn a_theme_has_what_it_lacks_from_the_one_it_extends() {
    let site = Site::new(&[
        ("themes/a/theme.toml", "extends = \"b\"\n[tokens]\nink = \"red\"\n"),
        ("themes/a/templates/page.html", "{% extends \"base.html\" %}{% block main %}a{% endblock main %}"),
        ("themes/a/static/logo.txt", "a"),
        ("themes/b/theme.toml", "stylesheets = [\"css/b.css\"]\n[tokens]\nink = \"black\"\npaper = \"white\"\n"),
        ("themes/b/css/b.css", "p { color: var(--ink); }"),
        ("themes/b/templates/base.html", "[{% block main %}{% endblock main %}]"),
        ("themes/b/static/logo.txt", "b"),
        ("themes/b/static/mark.txt", "b"),
    ]);
    let renderer = site.renderer("a");
    assert_eq!(render(&renderer, "page", Value::none()).expect("it renders"), "[a]");
    assert_eq!(renderer.stylesheet().css, ":root{--ink:red;--paper:white}p{color:var(--ink)}");
    let files: Vec<String> = renderer.assets().iter().map(|asset| format!("{asset:?}")).collect();
    assert!(files[0].contains("themes/a/static/logo.txt"), "{files:?}");
    assert!(files[1].contains("themes/b/static/mark.txt"), "{files:?}");
}

#[test]
fn a_theme_that_is_not_there_is_named_with_the_nearest_one() {
    let mistakes = Site::new(&[("themes/coast/theme.toml", "")]).mistakes("cost");
    assert_eq!(mistakes[0].code, Code::UnknownTheme);
    assert_eq!(mistakes[0].help[0], "did you mean `coast`?");
    let site = Site::new(&[("themes/a/theme.toml", "extends = \"gone\"\n")]);
    let mistakes = site.mistakes("a");
    assert_eq!(place(&mistakes[0], "extends = \"gone\"\n"), ("themes/a/theme.toml:1".into(), "\"gone\"".into()));
    for theme in ["", "..", "../default", "a/../../x"] {
        assert_eq!(Site::new(&[]).mistakes(theme)[0].code, Code::UnknownTheme, "{theme}");
    }
}

#[test]
fn themes_that_extend_each_other_are_an_error() {
    let site = Site::new(&[("themes/a/theme.toml", "extends = \"b\"\n"), ("themes/b/theme.toml", "extends = \"a\"\n")]);
    let mistakes = site.mistakes("a");
    assert_eq!(mistakes.len(), 1);
    assert_eq!(mistakes[0].message, "the theme `a` extends itself");
    assert_eq!(mistakes[0].help[0], "the chain is a → b → a");
}

#[test]
fn an_unknown_setting_of_a_theme_is_an_error() {
    let text = "extend = \"default\"\n";
    let mistakes = Site::new(&[("themes/a/theme.toml", text)]).mistakes("a");
    assert_eq!(mistakes[0].code, Code::UnknownSetting);
    assert_eq!(place(&mistakes[0], text), ("themes/a/theme.toml:1".into(), "extend".into()));
}

#[test]
fn a_token_that_the_theme_does_not_declare_is_an_error() {
    let loaded = Site::new(&[]).load_with("default", "en", &[("acent", "red")]);
    assert_eq!(loaded.diagnostics[0].code, Code::UnknownSetting);
    assert_eq!(loaded.diagnostics[0].help, ["did you mean `accent`?"]);
}

#[test]
fn a_token_cannot_leave_its_declaration() {
    for value in ["red;}body{display:none", "red}", "url(x", "\"x", "a/*", "</style>", "x\\"] {
        let loaded = Site::new(&[]).load_with("default", "en", &[("accent", value)]);
        assert_eq!(loaded.diagnostics.first().map(|d| d.code), Some(Code::InvalidValue), "{value}");
    }
    let loaded = Site::new(&[]).load_with("default", "en", &[("accent", "oklch(from var(--x) .5 c h)")]);
    assert!(loaded.diagnostics.is_empty());
    let css = loaded.value.expect("a renderer").stylesheet().css.clone();
    assert!(css.starts_with(":root{--accent:oklch(from var(--x) .5 c h);"));
}

#[test]
fn words_fall_back_from_the_country_to_the_language_to_english() {
    let site = Site::new(&[
        ("i18n/de.yml", "by: durch\n"),
        ("i18n/de-AT.yml", "home: Dahoam\n"),
        ("i18n/en.yml", "only_here: Only in English\nby: through\n"),
    ]);
    let loaded = site.load("default", "de-AT").value.expect("a renderer");
    assert_eq!(loaded.speaker(0).words().get("home"), "Dahoam");
    assert_eq!(loaded.speaker(0).words().get("by"), "durch");
    assert_eq!(loaded.speaker(0).words().get("sources"), "Quellen");
    assert_eq!(loaded.speaker(0).words().get("only_here"), "Only in English");
}

#[test]
fn both_translations_of_the_default_theme_have_the_same_words() {
    let keys = |language: &str| -> Vec<String> {
        let text = fs::read_to_string(repository(&format!("themes/default/i18n/{language}.yml"))).expect("a file");
        text.lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| Some(line.split_once(':')?.0.to_owned()))
            .collect()
    };
    assert_eq!(keys("en"), keys("de"));
}

#[test]
fn broken_words_are_shown_where_they_break() {
    for (text, line) in [("a: b\nc: \"d\n", 2), ("a: [x]\n", 1), ("a: 1\na: 2\n", 1), ("[[[[[[", 1), ("a: *b\n", 1)] {
        let mistakes = Site::new(&[("i18n/en.yml", text)]).mistakes("default");
        assert_eq!(mistakes.first().map(|mistake| mistake.code), Some(Code::YamlSyntax), "{text}");
        let (at, _) = place(&mistakes[0], text);
        assert!(at.starts_with("i18n/en.yml:"), "{text}: {at}");
        assert!(at <= format!("i18n/en.yml:{}", line + 2), "{text}: {at}");
    }
}

#[test]
fn words_nested_without_measure_are_refused_at_once() {
    for unit in ["[", "{", "[ ", "- ", "? ", "- ? ", "a: [", "a: {"] {
        let text = unit.repeat(100_000);
        let started = std::time::Instant::now();
        let mistakes = Site::new(&[("i18n/en.yml", &text)]).mistakes("default");
        assert_eq!(mistakes.first().map(|mistake| mistake.code), Some(Code::YamlSyntax), "{unit}");
        assert!(started.elapsed().as_secs() < 2, "{unit}: {:?}", started.elapsed());
    }
}

#[test]
fn a_missing_word_is_an_error_at_the_place_that_asks_for_it() {
    let text = "one\n{{ words.hom }}";
    let site = Site::new(&[("templates/page.html", text)]);
    let mistake = render(&site.renderer("default"), "page", Value::none()).expect_err("the word is missing");
    assert_eq!(mistake.code, Code::MissingWord);
    assert_eq!(mistake.message, "no translation has the word `hom`");
    assert_eq!(mistake.help[0], "did you mean `home`?");
    assert_eq!(place(&mistake, text).0, "templates/page.html:2");
}

#[test]
fn a_field_that_is_not_there_is_an_error_at_its_place() {
    let text = "\n{{ nope.title }}";
    let site = Site::new(&[("templates/page.html", text)]);
    let mistake = render(&site.renderer("default"), "page", Value::none()).expect_err("there is no such name");
    assert_eq!(place(&mistake, text), ("templates/page.html:2".into(), "nope".into()));
    assert_eq!(mistake.message, "variable `nope` is not defined");
}

#[test]
fn a_component_that_fails_says_who_called_it() {
    let site = Site::new(&[
        ("templates/components/a.html", "{% component a(x: map) %}{{ x.gone }}{% endcomponent a %}"),
        ("templates/page.html", "line\n{{ <a x={ {\"here\": 1} } /> }}"),
    ]);
    let mistake = render(&site.renderer("default"), "page", Value::none()).expect_err("the field is missing");
    let (path, _) = place(&mistake, "{% component a(x: map) %}{{ x.gone }}{% endcomponent a %}");
    assert_eq!(path, "templates/components/a.html:1");
    let (caller, words) = &mistake.related[0];
    assert_eq!((caller.path.as_str(), words.as_str()), ("templates/page.html", "called from here"));
}

#[test]
fn every_broken_template_is_reported() {
    let site = Site::new(&[("templates/one.html", "{% if %}"), ("templates/two.html", "a\n{{ b ")]);
    let mistakes = site.mistakes("default");
    let paths: Vec<&str> =
        mistakes.iter().map(|mistake| mistake.place.as_ref().expect("a place").path.as_str()).collect();
    assert_eq!(paths, ["templates/one.html", "templates/two.html"]);
    assert!(mistakes.iter().all(|mistake| mistake.code == Code::TemplateError));
}

#[test]
fn unknown_names_are_errors_at_their_place_with_the_nearest_name() {
    for (text, marked, message, help) in [
        ("a\n{{ page | uper }}", "uper", "unknown filter `uper`", "did you mean `upper`?"),
        ("a\n{{ <figur /> }}", "figur", "unknown component `figur`", ""),
        ("a\n{% include \"bas.html\" %}", "bas.html", "there is no template `bas.html`", "did you mean `base.html`?"),
        ("\n{% extends \"bas.html\" %}", "bas.html", "there is no template `bas.html`", "did you mean `base.html`?"),
        ("\n{{ x is odder }}", "odder", "unknown test `odder`", ""),
    ] {
        let mistakes = Site::new(&[("templates/page.html", text)]).mistakes("default");
        assert_eq!(mistakes.len(), 1, "{mistakes:#?}");
        assert_eq!(mistakes[0].message, message);
        assert_eq!(place(&mistakes[0], text), ("templates/page.html:2".into(), marked.into()));
        assert!(help.is_empty() || mistakes[0].help[0] == help, "{:?}", mistakes[0].help);
    }
}

#[test]
fn nothing_that_reaches_outside_can_be_called() {
    for call in [
        "now()",
        "get_env(name=\"HOME\")",
        "get_random(start=0, end=9)",
        "load_data(path=\"../outside/x.json\")",
        "get_url(path=\"/\")",
        "uuid()",
        "import(path=\"x\")",
    ] {
        let text = format!("{{{{ {call} }}}}");
        let mistakes = Site::new(&[("templates/page.html", &text)]).mistakes("default");
        let name = call.split('(').next().expect("a name");
        assert_eq!(mistakes[0].message, format!("unknown function `{name}`"));
    }
    for path in ["../../../outside/canary.md", "/etc/passwd", "../site.toml"] {
        let text = format!("{{% include \"{path}\" %}}");
        let mistakes = Site::new(&[("templates/page.html", &text)]).mistakes("default");
        assert_eq!(mistakes[0].message, format!("there is no template `{path}`"));
    }
    let mistakes = Site::new(&[("templates/page.html", "{{ __tera_context }}")]).mistakes("default");
    assert_eq!(mistakes[0].message, "`__tera_context` is not available");
}

#[test]
fn the_filters_that_help_lists_are_all_there() {
    let calls: String = fault::FILTERS.iter().map(|filter| format!("{{{{ x | {filter} }}}}")).collect();
    assert!(Site::new(&[("templates/page.html", &calls)]).mistakes("default").is_empty());
}

#[test]
fn templates_that_include_or_extend_themselves_are_errors() {
    for (files, message) in [
        (
            vec![("templates/page.html", "{% include \"page.html\" %}")],
            "`page.html` includes itself (circular includes)",
        ),
        (vec![("templates/page.html", "{% extends \"page.html\" %}")], "`page.html` extends itself (circular extends)"),
        (
            vec![("templates/a.html", "{% include \"b.html\" %}"), ("templates/b.html", "{% include \"a.html\" %}")],
            "`b.html` includes itself (circular includes)",
        ),
    ] {
        let mistakes = Site::new(&files).mistakes("default");
        assert_eq!(mistakes.len(), 1, "{mistakes:#?}");
        assert_eq!(mistakes[0].message, message);
        assert!(mistakes[0].help[0].starts_with("the chain is "), "{:?}", mistakes[0].help);
    }
}

#[test]
fn a_long_chain_of_includes_is_an_error_and_no_crash() {
    let files: Vec<(String, String)> = (0..3000)
        .map(|n| (format!("templates/t{n}.html"), format!("{{% include \"t{}.html\" %}}", (n + 1).min(2999) % 2999)))
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mistakes = Site::new(&files).mistakes("default");
    assert_eq!(mistakes.len(), 1);
    assert!(mistakes[0].message.starts_with("more than 12 templates"), "{}", mistakes[0].message);
}

#[test]
fn components_that_call_each_other_without_end_are_an_error_where_they_do() {
    let text = "{% component a() %}{{ <b /> }}{% endcomponent a %}\n{% component b() %}{{ <a /> }}{% endcomponent b %}";
    let site = Site::new(&[("templates/components/ab.html", text), ("templates/page.html", "{{ <a /> }}")]);
    let mistake = render(&site.renderer("default"), "page", Value::none()).expect_err("it never ends");
    assert_eq!(mistake.message, "components call each other without end");
    assert_eq!(place(&mistake, text), ("templates/components/ab.html:1".into(), "b".into()));
    assert_eq!(mistake.related.len(), 1);
}

#[test]
fn the_deepest_rendering_that_is_allowed_fits_the_stack_that_is_asked_for() {
    let mut files: Vec<(String, String)> = (0..12)
        .map(|n| {
            let next = if n == 11 {
                "{{ <c depth={depth + 1} /> }}".to_owned()
            } else {
                format!("{{% include \"i{}.html\" %}}", n + 1)
            };
            (format!("templates/i{n}.html"), format!("{{% if true %}}{next}{{% endif %}}"))
        })
        .collect();
    files.push((
        "templates/components/c.html".into(),
        "{% component c(depth: integer) %}{% if depth < 19 %}{% include \"i0.html\" %}{% endif %}{% endcomponent c %}"
            .into(),
    ));
    files.push(("templates/page.html".into(), "{{ <c depth={0} /> }}done".into()));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let renderer = Site::new(&files).renderer("default");
    let html = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_SIZE);
        let thread = thread.spawn_scoped(scope, || render(&renderer, "page", Value::none())).expect("a thread");
        thread.join().expect("it did not overflow")
    });
    assert_eq!(html.expect("it renders"), "done");
}

#[test]
fn text_stays_text_and_html_stays_html() {
    let site = Site::new(&[("templates/page.html", "{{ page.text }}<a title=\"{{ page.text }}\">{{ page.html }}")]);
    let mut page = std::collections::BTreeMap::new();
    page.insert("text", Value::from("<script>\"&"));
    page.insert("html", Value::from_serializable(&Html("<b>".into())));
    let html = render(&site.renderer("default"), "page", Value::from_serializable(&page)).expect("it renders");
    assert_eq!(html, "&lt;script&gt;&quot;&amp;<a title=\"&lt;script&gt;&quot;&amp;\"><b>");
}

#[test]
fn a_text_from_an_article_is_escaped_in_a_component() {
    let renderer = built_in();
    let arguments = vec![("label", Value::safe_string("<em>x</em>")), ("title", Value::from("\"><script>"))];
    let html =
        renderer.speaker(0).components(Value::none()).render("abbr", named(arguments), None).expect("it renders");
    assert_eq!(html.0, "<abbr title=\"&quot;&gt;&lt;script&gt;\"><em>x</em></abbr>");
}

#[test]
fn wrong_arguments_of_a_component_are_errors_at_its_definition() {
    let renderer = built_in();
    let components = renderer.speaker(0).components(Value::none());
    for (arguments, message) in [
        (vec![("label", Value::from("x"))], "the argument `title` is missing"),
        (
            vec![("label", Value::from("x")), ("title", Value::from(1))],
            "the argument `title` must be of type `string`, not `i64`",
        ),
        (
            vec![("label", Value::from("x")), ("title", Value::from("x")), ("other", Value::from(1))],
            "unknown argument `other`",
        ),
    ] {
        let mistake = components.render("abbr", named(arguments), None).expect_err("the arguments are wrong");
        let path = &mistake.place.as_ref().expect("a place").path;
        assert_eq!(path.as_str(), "themes/default/templates/components/directives.html");
        assert_eq!(mistake.message, message);
    }
    let mistake = components.render("abr", vec![], None).expect_err("there is no such component");
    assert_eq!(mistake.code, Code::UnknownComponent);
    assert_eq!(mistake.help[0], "did you mean `abbr`?");
}

#[test]
fn a_component_sees_the_words_and_the_site_that_it_declares() {
    let own = "{% component mark(@words, @site) %}{{ words.home }} {{ site }}{% endcomponent mark %}";
    let renderer = Site::new(&[("templates/components/mark.html", own)]).renderer("default");
    let html = renderer.speaker(0).components(Value::from("S")).render("mark", vec![], None).expect("it renders");
    assert_eq!(html.0, "Home S");
}

#[test]
fn signatures_tell_what_articles_may_call() {
    use crate::config::theme::{Form, Parameter, ParameterKind};
    let own = "{% component z(label: string, count: integer, wide: bool = false, id: string = \"\", @words) \
               {\"directive\": [\"line\", \"container\"]} %}{% endcomponent z %}";
    let renderer = Site::new(&[("templates/components/z.html", own)]).renderer("default");
    let signature = renderer.signatures().iter().find(|signature| signature.name == "z").expect("it is there");
    let parameter = |name: &str, kind, required| Parameter { name: name.to_owned(), kind, required };
    assert_eq!(
        *signature,
        Signature {
            name: "z".to_owned(),
            forms: vec![Form::Container, Form::Line],
            parameters: vec![
                parameter("count", ParameterKind::Integer, true),
                parameter("wide", ParameterKind::Bool, false)
            ],
            one_of: Vec::new(),
            takes_label: true,
            takes_id: true,
            takes_classes: false,
        }
    );
    let card = renderer.signatures().iter().find(|signature| signature.name == "card").expect("it is there");
    assert!(card.forms.is_empty());
}

#[test]
fn a_directive_with_an_argument_that_no_article_can_write_is_an_error() {
    let text = "\n{% component z(list: map) {\"directive\": [\"line\"]} %}{% endcomponent z %}";
    let mistakes = Site::new(&[("templates/components/z.html", text)]).mistakes("default");
    assert_eq!(place(&mistakes[0], text), ("templates/components/z.html:2".into(), "z".into()));
}

#[test]
fn arguments_of_which_one_is_needed_are_some_that_articles_may_leave_out() {
    let define = |one_of: &str| {
        format!(
            "{{% component z(at: string = \"\", in: string = \"\", of: string) {{\"directive\": [\"line\"], \"one_of\": {one_of}}} %}}{{% endcomponent z %}}"
        )
    };
    let renderer = Site::new(&[("templates/components/z.html", &define("[\"in\", \"at\"]"))]).renderer("default");
    let signature = renderer.signatures().iter().find(|signature| signature.name == "z").expect("it is there");
    assert_eq!(signature.one_of, ["in", "at"]);
    for wrong in ["\"in\"", "[\"on\"]", "[\"in\", \"of\"]", "[1]"] {
        let mistakes = Site::new(&[("templates/components/z.html", &define(wrong))]).mistakes("default");
        assert!(mistakes[0].message.starts_with("`one_of` of `z` must be a list"), "{}", mistakes[0].message);
    }
}

#[test]
fn an_article_without_a_template_of_its_own_uses_page() {
    let site = Site::new(&[("themes/a/templates/page.html", "page"), ("themes/a/templates/home.html", "home")]);
    let renderer = site.renderer("a");
    assert_eq!(render(&renderer, "article", Value::none()).expect("it renders"), "page");
    let mistake = render(&renderer, "hom", Value::none()).expect_err("there is no such template");
    assert_eq!(mistake.code, Code::UnknownTemplate);
    assert_eq!(mistake.help[0], "did you mean `home`?");
}

#[test]
fn group_by_keeps_the_order_of_the_list() {
    let text = "{% for k, v in page | group_by(attribute=\"k\") %}{{ k }}{{ v | length }} {% endfor %}";
    let renderer = Site::new(&[("templates/page.html", text)]).renderer("default");
    let item = |k: &str| std::collections::BTreeMap::from([("k", k.to_owned())]);
    let items = ["z", "a", "m", "a", "q", "b"].map(item);
    let html = render(&renderer, "page", Value::from_serializable(&items)).expect("it renders");
    assert_eq!(html, "z1 a2 m1 q1 b1 ");
}

#[test]
fn a_word_is_filled_with_what_it_asks_for_and_with_nothing_that_that_says() {
    for (template, html) in [
        ("{{ page | fill(n=3, of=\"{n}\") }}", "3 of {n} &lt;"),
        ("{{ page | fill(n=none) }}", " of {of} &lt;"),
        ("{{ \"{a} {b{n}} {}} {\" | fill(n=1, a=\"\") }}", " {b1} {}} {"),
    ] {
        let renderer = Site::new(&[("templates/page.html", template)]).renderer("default");
        let filled = render(&renderer, "page", Value::from("{n} of {of} <")).expect("it renders");
        assert_eq!(filled, html, "{template}");
    }
}

#[test]
fn an_address_that_content_gives_leads_somewhere_and_runs_nothing() {
    let renderer = Site::new(&[("templates/page.html", "<a href=\"{{ page | url }}\">")]).renderer("default");
    for (address, href) in [
        ("https://s.example/a b?q=\"1\"&r=2#ä", "https://s.example/a%20b?q=%221%22&amp;r=2#ä"),
        ("  /towns/bern/\n", "/towns/bern/"),
        ("MAILTO:jane@s.example", "MAILTO:jane@s.example"),
        ("a/b:c", "a/b:c"),
        ("?at=12:30", "?at=12:30"),
        ("#12:30", "#12:30"),
        ("", ""),
        ("it's {here}", "it&#39;s%20%7Bhere%7D"),
    ] {
        let html = render(&renderer, "page", Value::from(address)).expect("it renders");
        assert_eq!(html, format!("<a href=\"{href}\">"), "{address}");
    }
    for address in [
        "javascript:alert(1)",
        " Java\u{0}Script:x",
        "java\nscript:x",
        "data:text/html,x",
        "vbscript:x",
        "\u{1}javascript:x",
        "file:///etc/passwd",
    ] {
        let mistake = render(&renderer, "page", Value::from(address)).expect_err("no address to lead to");
        assert!(mistake.message.contains("is no address to lead to"), "{address}: {}", mistake.message);
        assert!(mistake.place.is_some() && !mistake.message.contains(char::is_control), "{address}: {mistake:?}");
    }
}

#[test]
fn a_value_in_a_script_or_an_attribute_is_read_back_as_it_was() {
    let text = "<script type=\"application/json\">{{ page | json }}</script><p data-page='{{ page | json }}'></p>";
    let renderer = Site::new(&[("templates/page.html", text)]).renderer("default");
    let hostile = "</script><script>'\"&lt;\u{2028}\\u0027 --> <!--";
    let value = serde_json::json!({"text": hostile, "list": [1, true, null, {"n": -3}], "'>": ""});
    let html = render(&renderer, "page", Value::from_serializable(&value)).expect("it renders");
    let page = crate::html::document::Document::read(&html);
    let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).expect("JSON");
    let of = |name: &str| page.elements().find(|(_, element)| element.name == name).expect("an element").0;
    assert_eq!(read(page.raw(of("script"))), value);
    assert_eq!(read(&page.element(of("p")).and_then(|p| p.attribute("data-page")).expect("an attribute")), value);
    assert_eq!(html.matches("<script").count(), 1);
}

#[test]
fn a_filter_for_addresses_or_scripts_that_is_given_nothing_is_an_error_at_its_place() {
    for filter in ["url", "json"] {
        let template = format!("{{{{ page.missing | {filter} }}}}");
        let renderer = Site::new(&[("templates/page.html", &template)]).renderer("default");
        let page = std::collections::BTreeMap::from([("there", "x")]);
        let mistake = render(&renderer, "page", Value::from_serializable(&page)).expect_err("nothing is there");
        assert!(mistake.place.is_some(), "{mistake:?}");
        assert!(mistake.message.contains("does not exist"), "{}", mistake.message);
    }
}

#[test]
fn an_endless_page_is_an_error_and_no_lack_of_memory() {
    let text = "{% for a in range(end=10000) %}{% for b in range(end=10000) %}0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789{% endfor %}{% endfor %}";
    let renderer = Site::new(&[("templates/page.html", text)]).renderer("default");
    let mistake = render(&renderer, "page", Value::none()).expect_err("it is too large");
    assert_eq!(mistake.message, "the page would be larger than 64 MiB");
    assert_eq!(mistake.place.map(|place| place.path.to_string()).as_deref(), Some("templates/page.html"));
}

#[test]
fn minified_css_means_the_same() {
    for (text, expected) in [
        ("a { b : c ; }\n/* x */\nd{e:f}", "a{b :c}d{e:f}"),
        ("a :hover > b , c { }", "a :hover>b,c{}"),
        ("a{width:calc(1px + 2px)}", "a{width:calc(1px + 2px)}"),
        ("a{content:\"/* ; } */  x\";}", "a{content:\"/* ; } */  x\"}"),
        ("a{content:'\\'  ;'}", "a{content:'\\'  ;'}"),
        ("a{background:url( data:x;y,  z )}", "a{background:url( data:x;y,  z )}"),
        (
            "@media (min-width: 40rem) and (x) { a { & + b { c: d; } } }",
            "@media (min-width:40rem) and (x){a{& + b{c:d}}}",
        ),
        ("a /* b */ c{}", "a c{}"),
        (".c/**/.d /**/ .e", ".c/**/.d .e"),
        ("a{b:1/**/.5}/**/c{}", "a{b:1/**/.5}c{}"),
        (".\\31  .b", ".\\31  .b"),
        (".\\31 .b", ".\\31 .b"),
        ("a{b:URL( x/*y )}  c{}", "a{b:URL( x/*y )}c{}"),
        ("a{b:url(\"x)y\")}  c{}", "a{b:url(\"x)y\")}c{}"),
        (".a\\:b  {}", ".a\\:b{}"),
        ("a{b:\"open", "a{b:\"open"),
        ("/* open", ""),
    ] {
        assert_eq!(css::minify(text), expected, "{text}");
    }
}

#[test]
fn the_readme_of_the_themes_has_every_field_of_every_view() {
    let readme = fs::read_to_string(repository("themes/README.md")).expect("a file");
    let files = fs::read_dir(repository("src/compose/view")).expect("a folder");
    let views = files.map(|file| fs::read_to_string(file.expect("a file").path()).expect("a text"));
    let mut section = "";
    for line in views.collect::<String>().lines() {
        if let Some(name) = line.strip_prefix("pub struct ").and_then(|rest| rest.split(' ').next()) {
            let heading = format!("### {name}\n");
            let start = readme.find(&heading).unwrap_or_else(|| panic!("{name} is missing")) + heading.len();
            let end = readme[start..].find("\n### ").map_or(readme.len(), |end| start + end);
            section = &readme[start..end];
        } else if let Some(field) = line.strip_prefix("    pub ").and_then(|rest| rest.split(':').next()) {
            assert!(section.contains(&format!("| `{field}` |")), "{field} is missing in: {section}");
        }
    }
}
