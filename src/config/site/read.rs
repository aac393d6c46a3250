//! From the text of `site.toml` to the settings.

use std::collections::BTreeMap;

use super::cards::{Cards, cards};
use super::compress::{Compress, compress};
use super::deploy::{Deploy, deploy};
use super::headers::headers;
use super::images::{Images, images};
use super::lints::{self, Lints};
use super::preprocessors::{Preprocessors, preprocessors};
use super::redirects::redirects;
use super::source_style;
use super::values;
use super::{
    Config, Feeds, Headers, Language, Machines, MarkdownOptions, NavItem, Newsletter, Publisher, Redirects, Sitemap,
    SourceStyle, Taxonomy, ThemeChoice, Trust,
};
use crate::config::dataset;
use crate::date::Zone;
use crate::decode::{self, Field, Fields, Mistakes, Node, Syntax, Value};
use crate::diagnostics::{Code, Diagnosed};
use crate::text::{RelPath, Span, Spanned};

/// Reads site.toml; `path` is `site.toml` and is named in diagnostics.
///
/// The value is always usable: what could not be read has its default.
pub fn read(path: &RelPath, text: &str) -> Diagnosed<Config> {
    let mistakes = Mistakes::new(path, Syntax::Toml);
    let node = mistakes.read(decode::toml(path, text));
    let node = node.unwrap_or(Node::new(Value::Map(Vec::new()), Span::at(0)));
    let mut config = Config::default();
    if let Some(mut fields) = Fields::of(node, "site.toml", &mistakes) {
        fields.hint(&[
            ("name", "the site's name is its `title`"),
            ("url", "write `base_url = \"https://review.example\"`"),
            ("baseURL", "write `base_url = \"https://review.example\"`"),
            ("lang", "write `language = \"en-GB\"`"),
            ("author", "who publishes the site stands in `[publisher]`"),
            ("params", "settings for the theme are its tokens: `[theme.tokens]`"),
            ("extra", "settings for the theme are its tokens: `[theme.tokens]`"),
            ("per_page", "it belongs below `[pagination]`"),
            ("raw_html", "it belongs below `[markdown]`"),
            ("smart_punctuation", "it belongs below `[markdown]`"),
            ("analytics", "write what the service wants into `head_extra`"),
            ("favicon", "put `favicon.svg` or `favicon.ico` into static/"),
            ("ignore", "write `exclude = [\"content/drafts/**\"]`"),
            ("ignored_content", "write `exclude = [\"content/drafts/**\"]`"),
            ("ignoreFiles", "write `exclude = [\"content/drafts/**\"]`"),
            ("policies", "write the table `[publisher.policies]`"),
            ("tokens", "write the table `[theme.tokens]`"),
            ("data", "write the table `[queries.NAME]` with `file = \"data/…\"`"),
            ("plugins", "write the table `[preprocessors.NAME]` with a `command`, and allow it below `[extensions]`"),
            ("menu", "write `[[nav]]` with `title` and `url` for each entry"),
        ]);
        take(&mut fields, &mut config);
        fields.finish();
    }
    mistakes.with(config)
}

impl Default for Config {
    /// The settings of a site.toml that says nothing.
    fn default() -> Config {
        let unplaced = |text: &str| Spanned::new(text.to_owned(), Span::default());
        Config {
            title: String::new(),
            base_url: String::new(),
            base_path: String::new(),
            root_url: String::new(),
            root_path: String::new(),
            edition: String::new(),
            language: "en".to_owned(),
            first_language: String::new(),
            timezone: Zone::utc(),
            description: String::new(),
            head_extra: String::new(),
            exclude: Vec::new(),
            nav: None,
            publisher: Publisher::default(),
            trust: None,
            newsletter: None,
            theme: ThemeChoice { name: unplaced("default"), tokens: Vec::new() },
            taxonomies: [("tags".to_owned(), Taxonomy { title: "Tags".to_owned() })].into(),
            per_page: 20,
            related_limit: 5,
            feeds: Feeds {
                limit: 50,
                formats: ["atom", "rss", "json"].map(unplaced).into(),
                sections: false,
                people: false,
                terms: false,
            },
            sitemap: Sitemap { enabled: true, news: false },
            machines: Machines::default(),
            markdown: MarkdownOptions { raw_html: true, smart_punctuation: true, callouts: Vec::new() },
            source_style: SourceStyle::Numbered,
            images: Images::default(),
            search_engine: unplaced("built-in"),
            cards: Cards::default(),
            lock_urls: false,
            queries: BTreeMap::new(),
            pages: BTreeMap::new(),
            preprocessors: Preprocessors::default(),
            redirects: Redirects::default(),
            headers: Headers::default(),
            compress: Compress::default(),
            lints: Lints::default(),
            deploy: Deploy::default(),
            editor_link: None,
            languages: BTreeMap::new(),
        }
    }
}

fn take(fields: &mut Fields<'_>, config: &mut Config) {
    let title = fields.require("title", &[], "site.toml", "\"The Harbour Review\"");
    config.title = title.and_then(Field::filled_line).map_or(String::new(), |text| text.value);
    let base_url = fields.require("base_url", &[], "site.toml", "\"https://review.example\"");
    if let Some((url, path)) = base_url.and_then(values::base_url) {
        config.move_to(url, path);
    }
    set(&mut config.language, fields.take("language", &[]).and_then(values::language));
    set(&mut config.timezone, fields.take("timezone", &[]).and_then(values::timezone));
    set(&mut config.description, line(fields, "description"));
    set(&mut config.head_extra, line(fields, "head_extra"));
    let patterns = fields.take("exclude", &[]).and_then(Field::list).unwrap_or_default();
    config.exclude = patterns.into_iter().filter_map(values::pattern).map(|pattern| pattern.value).collect();
    config.nav = navigation(fields);
    table(fields, "publisher", |fields| config.publisher = publisher(fields));
    if config.publisher.name.is_empty() {
        config.publisher.name.clone_from(&config.title);
    }
    config.trust = trust(fields);
    config.newsletter = newsletter(fields);
    table(fields, "theme", |fields| {
        set(&mut config.theme.name, fields.take("name", &[]).and_then(values::theme_name));
        config.theme.tokens =
            entries(fields, "tokens", "[theme.tokens]").into_iter().filter_map(values::token).collect();
    });
    taxonomies(fields, config);
    table(fields, "pagination", |fields| set(&mut config.per_page, count(fields, "per_page", 1..=1000)));
    table(fields, "related", |fields| set(&mut config.related_limit, count(fields, "limit", 0..=100)));
    table(fields, "feeds", |fields| {
        set(&mut config.feeds.limit, count(fields, "limit", 1..=1000));
        if let Some(formats) = fields.take("formats", &[]).and_then(Field::list) {
            let choices = ["atom", "rss", "json"].map(|name| (name, name));
            config.feeds.formats = formats.into_iter().filter_map(|field| owned(field.choice(&choices))).collect();
        }
        set(&mut config.feeds.sections, fields.take("sections", &[]).and_then(Field::boolean));
        set(&mut config.feeds.people, fields.take("people", &[]).and_then(Field::boolean));
        set(&mut config.feeds.terms, fields.take("terms", &[]).and_then(Field::boolean));
    });
    table(fields, "sitemap", |fields| {
        set(&mut config.sitemap.enabled, fields.take("enabled", &[]).and_then(Field::boolean));
        set(&mut config.sitemap.news, fields.take("news", &[]).and_then(Field::boolean));
    });
    table(fields, "machines", |fields| {
        set(&mut config.machines.llms, fields.take("llms", &[]).and_then(Field::boolean));
        set(&mut config.machines.markdown, fields.take("markdown", &[]).and_then(Field::boolean));
    });
    table(fields, "markdown", |fields| markdown(fields, &mut config.markdown));
    features(fields, config);
    table(fields, "editor", |fields| config.editor_link = fields.take("link", &[]).and_then(values::editor_link));
    set(&mut config.lints, fields.take("lints", &[]).map(lints::lints));
    for field in entries(fields, "languages", "[languages]") {
        let Some(code) = values::further_language(&field, config) else { continue };
        let Some(mut fields) = field.map("a language") else { continue };
        let language = language(&mut fields, config);
        fields.finish();
        config.languages.insert(code, language);
    }
}

fn language(fields: &mut Fields<'_>, config: &Config) -> Language {
    let mut taxonomies = BTreeMap::new();
    table(fields, "taxonomies", |fields| {
        for name in config.taxonomies.keys() {
            let title = fields.take(name, &[]).and_then(Field::filled_line);
            taxonomies.extend(title.map(|title| (name.clone(), title.value)));
        }
    });
    Language {
        title: line(fields, "title").unwrap_or_else(|| config.title.clone()),
        description: line(fields, "description").unwrap_or_default(),
        nav: navigation(fields),
        trust: trust(fields),
        newsletter: newsletter(fields),
        taxonomies,
    }
}

fn navigation(fields: &mut Fields<'_>) -> Option<Vec<NavItem>> {
    let items = fields.take("nav", &[]).and_then(Field::list)?;
    Some(items.into_iter().filter_map(nav).collect())
}

fn trust(fields: &mut Fields<'_>) -> Option<Trust> {
    let mut trust = None;
    table(fields, "trust", |fields| {
        trust = Some(Trust { title: line(fields, "title"), text: fields.take("text", &[]).and_then(Field::prose) });
    });
    trust
}

fn newsletter(fields: &mut Fields<'_>) -> Option<Newsletter> {
    let mut newsletter = None;
    table(fields, "newsletter", |fields| {
        newsletter = Some(Newsletter {
            title: line(fields, "title"),
            text: fields.take("text", &[]).and_then(Field::prose),
            action: fields.take("action", &[]).and_then(values::link),
        });
    });
    newsletter
}

fn publisher(fields: &mut Fields<'_>) -> Publisher {
    Publisher {
        name: line(fields, "name").unwrap_or_default(),
        founded: fields.take("founded", &[]).and_then(|field| field.integer_within(0..=9999)).map(|year| year.value),
        logo: fields.take("logo", &[]).and_then(values::file),
        same_as: fields
            .take("same_as", &[])
            .and_then(Field::list_or_one)
            .unwrap_or_default()
            .into_iter()
            .filter_map(values::web_address)
            .collect(),
        policies: entries(fields, "policies", "[publisher.policies]")
            .into_iter()
            .filter_map(|field| Some((field.key.clone(), values::file(field)?)))
            .collect(),
    }
}

fn nav(field: Field<'_>) -> Option<NavItem> {
    let mut fields = field.map("an entry of `nav`")?;
    let title = fields.require("title", &[], "this entry of `nav`", "\"Coast\"").and_then(Field::filled_line);
    let url = fields.require("url", &[], "this entry of `nav`", "\"/coast/\"").and_then(values::target);
    fields.finish();
    Some(NavItem { title: title?.value, url: url? })
}

fn taxonomies(fields: &mut Fields<'_>, config: &mut Config) {
    let Some(field) = fields.take("taxonomies", &[]) else { return };
    if matches!(field.node.value, Value::List(_)) {
        let (mistakes, span) = (field.mistakes(), field.node.span);
        let names: Vec<String> =
            field.list().unwrap_or_default().into_iter().filter_map(Field::text).map(|name| name.value).collect();
        let help = names.iter().map(|name| format!("[taxonomies.{name}]")).collect::<Vec<_>>().join(", ");
        mistakes.add(
            mistakes
                .at(Code::WrongType, span, "`taxonomies` must be a table, not a list")
                .help(format!("write a table for each: {help}")),
        );
        return;
    }
    let declared = field.map("`taxonomies`").map(Fields::rest).unwrap_or_default();
    for field in declared {
        let Some(name) = values::taxonomy(&field) else { continue };
        let Some(mut fields) = field.map("a taxonomy") else { continue };
        let title = line(&mut fields, "title").unwrap_or_else(|| capitalized(&name));
        fields.finish();
        config.taxonomies.insert(name, Taxonomy { title });
    }
}

fn capitalized(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn markdown(fields: &mut Fields<'_>, options: &mut MarkdownOptions) {
    let raw_html = fields.take("raw_html", &[]);
    set(
        &mut options.raw_html,
        raw_html.and_then(|field| field.choice(&[("allow", true), ("deny", false)])).map(|choice| choice.value),
    );
    set(&mut options.smart_punctuation, fields.take("smart_punctuation", &[]).and_then(Field::boolean));
    let callouts = fields.take("callouts", &[]).and_then(Field::list).unwrap_or_default();
    options.callouts = callouts.into_iter().filter_map(values::callout).collect();
}

/// Settings of which this version can do only some values; the others are refused, never ignored.
fn features(fields: &mut Fields<'_>, config: &mut Config) {
    let mistakes = fields.mistakes();
    table(fields, "sources", |fields| {
        let style = fields.take("style", &[]).and_then(Field::filled_line);
        set(&mut config.source_style, style.and_then(|style| source_style::read(style, mistakes)));
    });
    config.images = images(fields);
    table(fields, "search", |fields| {
        let engines = ["built-in", "pagefind", "none"].map(|name| (name, name));
        set(&mut config.search_engine, owned(fields.take("engine", &[]).and_then(|field| field.choice(&engines))));
    });
    config.cards = cards(fields);
    table(fields, "urls", |fields| set(&mut config.lock_urls, fields.take("lock", &[]).and_then(Field::boolean)));
    config.queries = dataset::queries(fields);
    config.pages = dataset::pages(fields);
    config.preprocessors = preprocessors(fields);
    table(fields, "redirects", |fields| config.redirects = redirects(fields));
    table(fields, "headers", |fields| config.headers = headers(fields));
    config.compress = compress(fields);
    config.deploy = deploy(fields);
}

/// Reads a table if it is there, and reports what is unknown in it.
pub(super) fn table(fields: &mut Fields<'_>, name: &str, read: impl FnOnce(&mut Fields<'_>)) {
    if let Some(mut inner) = fields.take(name, &[]).and_then(|field| field.map(&format!("`{name}`"))) {
        read(&mut inner);
        inner.finish();
    }
}

/// The entries of a table whose keys are the author's own, in written order.
pub(super) fn entries<'m>(fields: &mut Fields<'m>, name: &str, what: &str) -> Vec<Field<'m>> {
    fields.take(name, &[]).and_then(|field| field.map(&format!("`{what}`"))).map(Fields::rest).unwrap_or_default()
}

fn line(fields: &mut Fields<'_>, name: &str) -> Option<String> {
    fields.take(name, &[]).and_then(Field::line).map(|text| text.value)
}

fn count(fields: &mut Fields<'_>, name: &str, bounds: std::ops::RangeInclusive<i64>) -> Option<usize> {
    let number = fields.take(name, &[])?.integer_within(bounds)?;
    usize::try_from(number.value).ok()
}

fn owned(choice: Option<Spanned<&str>>) -> Option<Spanned<String>> {
    choice.map(|choice| choice.map(str::to_owned))
}

fn set<T>(setting: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *setting = value;
    }
}
