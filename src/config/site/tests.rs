use proptest::prelude::*;

use super::*;
use crate::diagnostics::{Code, Level};
use crate::text::RelPath;

const SMALLEST: &str = "title = \"T\"\nbase_url = \"https://a.example\"\n";

fn file() -> RelPath {
    RelPath::new("site.toml").expect("a clean path")
}

/// Settings without a mistake, below the smallest site.
#[track_caller]
fn clean(text: &str) -> Config {
    let read = read(&file(), &format!("{SMALLEST}{text}"));
    assert_eq!(read.diagnostics, [], "{text:?}");
    read.value
}

#[track_caller]
fn words(text: &str) -> Vec<String> {
    read(&file(), text)
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let span = diagnostic.place.as_ref().and_then(|place| place.span).expect("a place");
            format!("{}: {} @ {}", diagnostic.code, diagnostic.message, &text[span.range()])
        })
        .collect()
}

/// Asserts that settings below the smallest site give one mistake: its code, message and place.
#[track_caller]
fn wrong(text: &str, expected: &str) {
    assert_eq!(words(&format!("{SMALLEST}{text}")), [expected], "{text:?}");
}

#[test]
fn every_setting_is_read() {
    let text = r##"
title = "The Harbour Review"
base_url = "https://review.example/journal/"
language = "en-GB"
timezone = "Europe/London"
description = "The coast."

[[nav]]
title = "Coast"
url = "/coast/"
[[nav]]
title = "Elsewhere"
url = "https://other.example/"

[publisher]
founded = 1922
logo = "logo.svg"
same_as = ["https://social.example/@harbour"]
[publisher.policies]
principles = "about/editorial-policy.md"
corrections = "about/corrections.md"

[trust]
title = "Why trust us"
text = "*Markdown*."

[newsletter]
text = "Read on."
action = "https://letters.example/subscribe"

[theme]
name = "plain"
[theme.tokens]
accent = "#7a3e2b"
width = 1.50

[taxonomies.tags]
title = "Topics"
[taxonomies.sea-areas]

[pagination]
per_page = 10
[feeds]
limit = 5
formats = ["rss"]
[markdown]
raw_html = "deny"
smart_punctuation = false
callouts = ["Key-Facts"]
[sources]
style = "numbered"
[images]
widths = [960, 480]
[search]
engine = "none"
[cards]
enabled = false
[urls]
lock = false
[lints]
orphan-article = "warn"
[editor]
link = "vscode://file/{path}:{line}:{column}"
[languages.de]
title = "Die Hafenrundschau"
description = "Die Küste, mit Quellen erklärt."
nav = [{ title = "Küste", url = "/de/coast/" }]
trust = { title = "Warum uns vertrauen" }
newsletter = { text = "Ein Brief im Monat." }
taxonomies = { tags = "Themen" }
"##;
    assert_eq!(words(text), [""; 0]);
    let config = read(&file(), text).value;
    assert_eq!((config.base_url.as_str(), config.base_path.as_str()), ("https://review.example/journal", "/journal"));
    assert_eq!((config.language.as_str(), config.timezone.name()), ("en-GB", "Europe/London"));
    let nav = config.nav.expect("a navigation");
    assert_eq!((nav.len(), nav[0].url.value.as_str()), (2, "/coast/"));
    assert_eq!((config.publisher.name.as_str(), config.publisher.founded), ("The Harbour Review", Some(1922)));
    let policies: Vec<&str> = config.publisher.policies.iter().map(|(name, _)| name.value.as_str()).collect();
    assert_eq!(policies, ["principles", "corrections"]);
    assert_eq!(config.trust.expect("a box").text.expect("a text").value, "*Markdown*.");
    assert_eq!(
        config.newsletter.expect("a newsletter").action.expect("an address").value,
        "https://letters.example/subscribe"
    );
    let tokens: Vec<(&str, &str)> =
        config.theme.tokens.iter().map(|(name, value)| (name.value.as_str(), value.value.as_str())).collect();
    assert_eq!((config.theme.name.value.as_str(), tokens), ("plain", vec![("accent", "#7a3e2b"), ("width", "1.50")]));
    let taxonomies: Vec<(&str, &str)> =
        config.taxonomies.iter().map(|(name, taxonomy)| (name.as_str(), taxonomy.title.as_str())).collect();
    assert_eq!(taxonomies, [("sea-areas", "Sea areas"), ("tags", "Topics")]);
    assert_eq!((config.per_page, config.feeds.limit, config.feeds.formats.len()), (10, 5, 1));
    assert_eq!(
        config.markdown,
        MarkdownOptions { raw_html: false, smart_punctuation: false, callouts: vec!["key-facts".to_owned()] }
    );
    assert_eq!((config.images.widths, config.search_engine.value.as_str()), (vec![480, 960], "none"));
    assert_eq!(config.lints.levels[&Code::OrphanArticle].value, Some(Level::Warning));
    assert_eq!(config.editor_link.as_deref(), Some("vscode://file/{path}:{line}:{column}"));
    let german = &config.languages["de"];
    assert_eq!((german.title.as_str(), german.taxonomies["tags"].as_str()), ("Die Hafenrundschau", "Themen"));
    assert_eq!(german.trust.as_ref().and_then(|trust| trust.title.as_deref()), Some("Warum uns vertrauen"));
    assert!(german.newsletter.is_some() && german.nav.as_ref().is_some_and(|nav| nav.len() == 1));
}

#[test]
fn an_edition_says_what_its_language_says_and_lies_below_its_code() {
    let text = r#"
[taxonomies.tags]
title = "Topics"
[trust]
text = "We name our sources."
[languages.pt-BR]
title = "Die Hafenrundschau"
nav = [{ title = "Küste", url = "/de/coast/" }]
taxonomies = { tags = "Themen" }
"#;
    let [first, further] = <[Config; 2]>::try_from(clean(text).editions()).expect("two editions");
    assert_eq!((first.edition.as_str(), first.language.as_str(), first.base_path.as_str()), ("", "en", ""));
    let addresses = (further.edition.as_str(), further.base_url.as_str(), further.base_path.as_str());
    assert_eq!(addresses, ("pt-br", "https://a.example/pt-br", "/pt-br"));
    assert_eq!((further.language.as_str(), further.title.as_str()), ("pt-BR", "Die Hafenrundschau"));
    assert_eq!((further.root_path.as_str(), further.taxonomies["tags"].title.as_str()), ("", "Themen"));
    assert!(further.trust.is_none(), "a text in another language is not shown");
    assert_eq!(further.nav.expect("a navigation").len(), 1);
}

#[test]
fn everything_but_title_and_address_has_a_default() {
    let config = clean("");
    assert_eq!((config.base_path.as_str(), config.language.as_str(), config.per_page), ("", "en", 20));
    assert_eq!(config.taxonomies.keys().collect::<Vec<_>>(), ["tags"]);
    assert_eq!(config.publisher.name, "T");
    assert!(config.nav.is_none() && config.trust.is_none() && config.markdown.raw_html);
    assert_eq!(
        words(""),
        ["missing-field: site.toml has no `title` @ ", "missing-field: site.toml has no `base_url` @ "]
    );
}

#[test]
fn an_unknown_setting_is_an_error_wherever_it_stands() {
    wrong("langauge = \"en\"\n", "unknown-setting: unknown setting `langauge` @ langauge");
    wrong("[feeds]\nlimits = 3\n", "unknown-setting: unknown setting `limits` @ limits");
    wrong("[fedes]\nlimit = 3\n", "unknown-setting: unknown setting `fedes` @ fedes");
    wrong("[taxonomies.tags]\nname = \"x\"\n", "unknown-setting: unknown setting `name` @ name");
    let read = read(&file(), &format!("{SMALLEST}langauge = \"en\"\n"));
    assert_eq!(read.diagnostics[0].help, ["did you mean `language`?"]);
    assert!(read.diagnostics[0].is_error());
}

#[test]
fn after_a_fault_of_the_syntax_no_setting_is_said_to_be_missing() {
    assert_eq!(
        words("title = T\nbase_url = \"https://a.example\"\nper_page = 3\n"),
        ["toml-syntax: a text needs quotes @ T", "unknown-setting: unknown setting `per_page` @ per_page",]
    );
}

#[test]
fn the_sites_address_is_checked() {
    let message = |url: &str| words(&format!("title = \"T\"\nbase_url = \"{url}\"\n")).join("; ");
    let refused = |url: &str, wrong: &str| assert_eq!(message(url), format!("invalid-value: {wrong} @ \"{url}\""));
    refused("a.example", "`base_url` must begin with `https://` or `http://`");
    refused("ftp://a.example", "`base_url` must begin with `https://` or `http://`");
    refused("https://a.example/?x", "`base_url` is the address of the home page, without `?` or `#`");
    refused("https://", "`` in `base_url` is not the name of a host");
    refused("https://a b.example", "`a b.example` in `base_url` is not the name of a host");
    refused("https://a.example/../x", "the path `/../x` of `base_url` cannot be used");
    refused("https://a.example/a\\\"b", "the path `/a\\\"b` of `base_url` cannot be used");
    for (url, base, path) in [
        ("http://localhost:8000", "http://localhost:8000", ""),
        ("https://a.example//", "https://a.example", ""),
        ("https://a.example/b/c/", "https://a.example/b/c", "/b/c"),
    ] {
        let config = read(&file(), &format!("title = \"T\"\nbase_url = \"{url}\"\n")).value;
        assert_eq!((config.base_url.as_str(), config.base_path.as_str()), (base, path));
    }
}

#[test]
fn settings_with_a_wrong_value_say_so() {
    wrong("language = \"en_GB\"\n", "invalid-value: `en_GB` is not a language tag @ \"en_GB\"");
    wrong("timezone = \"Europe/Lodnon\"\n", "invalid-value: there is no time zone `Europe/Lodnon` @ \"Europe/Lodnon\"");
    wrong("[pagination]\nper_page = 0\n", "invalid-value: `per_page` must be from 1 to 1000, not 0 @ 0");
    wrong("[feeds]\nformats = [\"atm\"]\n", "invalid-value: `formats` cannot be `atm` @ \"atm\"");
    wrong("[search]\nengine = \"google\"\n", "invalid-value: `engine` cannot be `google` @ \"google\"");
    wrong("[markdown]\nraw_html = true\n", "wrong-type: `raw_html` must be a text, not true or false @ true");
    wrong("[lints]\nlong-paragraph = \"loud\"\n", "invalid-value: `long-paragraph` cannot be `loud` @ \"loud\"");
    wrong("[languages.en]\ntitle = \"x\"\n", "invalid-value: `en` is the site's own language already @ en");
    wrong("[languages.english]\ntitle = \"x\"\n", "invalid-value: `english` is not a language tag @ english");
    wrong("[[nav]]\ntitle = \"x\"\n", "missing-field: this entry of `nav` has no `url` @ ");
    wrong(
        "[[nav]]\ntitle = \"x\"\nurl = \"javascript:x\"\n",
        "unsafe-link: `url` is an address that runs a program (`javascript:`) @ \"javascript:x\"",
    );
    wrong("cards = true\n", "wrong-type: `cards` must be a table, not true or false @ true");
    wrong(
        "[publisher]\nlogo = \"../x.svg\"\n",
        "invalid-value: `../x.svg` in `logo` is not the path of a file @ \"../x.svg\"",
    );
    wrong(
        "[editor]\nlink = \"javascript:{path}\"\n",
        "invalid-value: `javascript:{path}` cannot open a file in an editor @ \"javascript:{path}\"",
    );
    wrong("[theme]\nname = \"../x\"\n", "invalid-value: `../x` is not the name of a theme @ \"../x\"");
}

#[test]
fn a_token_is_one_value_of_css() {
    for (value, found) in
        [("red;", "`;`"), ("</style>", "`<`"), ("a}b", "`}`"), ("a/*b", "a comment"), ("a\\\\b", "`\\`")]
    {
        wrong(
            &format!("[theme.tokens]\naccent = \"{value}\"\n"),
            &format!("invalid-value: the token `accent` holds {found}, and a token is one value of CSS @ \"{value}\""),
        );
    }
    wrong("[theme.tokens]\naccent = [1]\n", "wrong-type: `accent` must be a text or a number, not a list @ [1]");
}

#[test]
fn a_taxonomy_has_a_name_that_can_be_a_field_and_an_address() {
    wrong("[taxonomies.\"../x\"]\n", "invalid-value: `../x` in `taxonomies` cannot be a name @ \"../x\"");
    wrong("[taxonomies.title]\n", "invalid-value: `title` in `taxonomies` already means something else @ title");
    let list = words(&format!("taxonomies = [\"../x\"]\n{SMALLEST}"));
    assert_eq!(list, ["wrong-type: `taxonomies` must be a table, not a list @ [\"../x\"]"]);
}

#[test]
fn what_this_version_cannot_do_is_refused() {
    let code = |text: &str| read(&file(), &format!("{SMALLEST}{text}")).diagnostics[0].code;
    if !cfg!(feature = "cards") {
        assert_eq!(code("[cards]\nenabled = true\n"), Code::NotSupported);
    }
    if !cfg!(feature = "csl") {
        assert_eq!(code("[sources]\nstyle = \"apa\"\n"), Code::NotSupported);
    }
    assert_eq!(clean("[search]\nengine = \"pagefind\"\n").search_engine.value, "pagefind");
}

proptest! {
    #[test]
    fn no_settings_panic(
        settings in prop::collection::vec(
            (
                "title|base_url|language|timezone|nav|theme|tokens|taxonomies|feeds|lints|languages|publisher|\\[[a-z.]{1,12}\\]",
                "( = )?(\"\\PC{0,12}\"|[0-9\\[\\]{}=,. \"a]{0,12})",
            ),
            0..6,
        )
    ) {
        let text: String = settings.iter().map(|(name, value)| format!("{name}{value}\n")).collect();
        for diagnostic in read(&file(), &text).diagnostics {
            let span = diagnostic.place.as_ref().and_then(|place| place.span).expect("a place");
            prop_assert!(text.get(span.range()).is_some(), "{:?}", diagnostic);
        }
    }
}

#[test]
fn avif_goes_before_webp_and_is_refused_by_a_byline_that_writes_none() {
    if cfg!(feature = "avif") {
        let formats = clean("[images]\nformats = [\"webp\", \"avif\"]\n").images.formats;
        assert_eq!(formats, [CopyFormat::Avif, CopyFormat::Webp]);
        return;
    }
    wrong("[images]\nformats = [\"webp\", \"avif\"]\n", "not-supported: this byline writes no AVIF @ \"avif\"");
}
