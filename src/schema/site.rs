//! `site.toml`.

use super::table::{Entry, Kind, Table};
use crate::diagnostics::{Code, Level};

const TEXT: Entry = Entry::new("text", Kind::Text, "Markdown.");
const TITLE: Entry = Entry::new("title", Kind::Text, "The title, instead of the theme's.");
static NAV_KIND: Kind = Kind::Map(&NAV_ENTRY);
const NAV: Entry = Entry::new("nav", Kind::List(&NAV_KIND), "The navigation; by default the sections by their weight.");
const TRUST: Entry = Entry::new("trust", Kind::Map(&TRUST_BOX), "The box that says why to trust the site.");
const NEWSLETTER: Entry = Entry::new("newsletter", Kind::Map(&CALL), "The call-out that `::newsletter` places.");

static PATTERN: Kind = Kind::Filled;

static NAV_ENTRY: Table = Table {
    what: "an entry of `nav`",
    fields: &[
        Entry::new("title", Kind::Filled, "What the reader sees.").required(),
        Entry::new("url", Kind::Filled, "An address of the site, a content file, or another site.")
            .like("/coast/")
            .required(),
    ],
    exception: None,
    rest: None,
};

static TRUST_BOX: Table = Table { what: "`trust`", fields: &[TITLE, TEXT], exception: None, rest: None };

static CALL: Table = Table {
    what: "`newsletter`",
    fields: &[
        TITLE,
        TEXT,
        Entry::new("action", Kind::Text, "Where the form is sent, or the link leads.").like("https://letters.example/"),
    ],
    exception: None,
    rest: None,
};

static PUBLISHER: Table = Table {
    what: "`publisher`",
    fields: &[
        Entry::new("name", Kind::Text, "Who publishes the site; by default its title."),
        Entry::new("founded", Kind::Integer(0..=9999), "The year of the foundation."),
        Entry::new("logo", Kind::Filled, "A file of static/ or content/.").like("logo.svg"),
        Entry::new("same_as", Kind::ListOrOne(&Kind::Text), "Addresses that are the publisher elsewhere.")
            .like("https://social.example/@harbour"),
        Entry::new(
            "policies",
            Kind::MapOf("corrections", &Kind::Filled),
            "Policies by name (principles, corrections, …), each a path below content/.",
        ),
    ],
    exception: None,
    rest: None,
};

static THEME: Table = Table {
    what: "`theme`",
    fields: &[
        Entry::new("name", Kind::Filled, "A folder below themes/, or `default`.").like("default"),
        Entry::new("tokens", Kind::MapOf("accent", &Kind::Filled), "Colours, type, width: what the theme declares."),
    ],
    exception: None,
    rest: None,
};

static TAXONOMY: Table = Table {
    what: "a taxonomy",
    fields: &[Entry::new("title", Kind::Text, "What the reader sees; by default the name.")],
    exception: None,
    rest: None,
};

static PAGINATION: Table = Table {
    what: "`pagination`",
    fields: &[Entry::new("per_page", Kind::Integer(1..=1000), "How many articles a page of a list shows.")],
    exception: None,
    rest: None,
};

static RELATED: Table = Table {
    what: "`related`",
    fields: &[Entry::new("limit", Kind::Integer(0..=100), "How many related articles an article shows.")],
    exception: None,
    rest: None,
};

static FEEDS: Table = Table {
    what: "`feeds`",
    fields: &[
        Entry::new("limit", Kind::Integer(1..=1000), "How many articles a feed holds."),
        Entry::new("formats", Kind::List(&Kind::Choice(&["atom", "rss", "json"])), "The formats of feeds."),
        Entry::new("sections", Kind::Boolean, "Whether sections have feeds of their own."),
        Entry::new("people", Kind::Boolean, "Whether people have feeds of their own."),
        Entry::new("terms", Kind::Boolean, "Whether terms have feeds of their own."),
    ],
    exception: None,
    rest: None,
};

static SITEMAP: Table = Table {
    what: "`sitemap`",
    fields: &[
        Entry::new("enabled", Kind::Boolean, "Whether there is a sitemap."),
        Entry::new("news", Kind::Boolean, "Whether there is a sitemap of news, too."),
    ],
    exception: None,
    rest: None,
};

static MACHINES: Table = Table {
    what: "`machines`",
    fields: &[
        Entry::new("llms", Kind::Boolean, "Whether there is an `llms.txt`."),
        Entry::new("markdown", Kind::Boolean, "Whether each article has a copy in Markdown."),
    ],
    exception: None,
    rest: None,
};

static MARKDOWN: Table = Table {
    what: "`markdown`",
    fields: &[
        Entry::new("raw_html", Kind::Choice(&["allow", "deny"]), "Whether HTML in Markdown is an error."),
        Entry::new("smart_punctuation", Kind::Boolean, "Typographic quotation marks, dashes and dots."),
        Entry::new("callouts", Kind::List(&Kind::Filled), "Kinds of call-out besides the five.").like("key-facts"),
    ],
    exception: None,
    rest: None,
};

static SOURCES: Table = Table {
    what: "`sources`",
    fields: &[Entry::new(
        "style",
        Kind::Filled,
        "How citations and references are written: `numbered`, `author-date`.",
    )
    .like("numbered")],
    exception: None,
    rest: None,
};

/// The formats that this program writes.
static FORMATS: Kind = Kind::Choice(if cfg!(feature = "avif") { &["avif", "webp"] } else { &["webp"] });

static IMAGES: Table = Table {
    what: "`images`",
    fields: &[
        Entry::new("responsive", Kind::Boolean, "Whether copies of pictures are made in several widths and formats."),
        Entry::new("widths", Kind::List(&Kind::Integer(16..=8192)), "The widths of copies, in pixels."),
        Entry::new("formats", Kind::List(&FORMATS), "Formats of copies besides a picture's own."),
        Entry::new("quality", Kind::Integer(1..=100), "How much of a picture its copies keep."),
    ],
    exception: None,
    rest: None,
};

static SEARCH: Table = Table {
    what: "`search`",
    fields: &[Entry::new("engine", Kind::Choice(&["built-in", "pagefind", "none"]), "What the search is made with.")],
    exception: None,
    rest: None,
};

static CARDS: Table = Table {
    what: "`cards`",
    fields: &[
        Entry::new("enabled", Kind::Boolean, "Whether articles without a lead image get a card for other sites."),
        Entry::new("font", Kind::Filled, "The font of cards: a file in TrueType or OpenType.").like("fonts/Inter.ttf"),
    ],
    exception: None,
    rest: None,
};

static ROW_PAGES: Table = Table {
    what: "the pages of rows",
    fields: &[
        Entry::new("from", Kind::Filled, "The query.").like("cities").required(),
        Entry::new("template", Kind::Filled, "The template.").like("city").required(),
        Entry::new("route", Kind::Filled, "The address; `{column}` is what the row has there.")
            .like("/cities/{name}/")
            .required(),
        Entry::new("title", Kind::Filled, "The title; `{column}` is what the row has there.").like("{name}").required(),
        Entry::new("description", Kind::Filled, "What the page is about, for search engines.").like("{about}"),
    ],
    exception: None,
    rest: None,
};

static URLS: Table = Table {
    what: "`urls`",
    fields: &[Entry::new("lock", Kind::Boolean, "Whether a build sees that the addresses of urls.lock stay.")],
    exception: None,
    rest: None,
};

static REDIRECTS: Table = Table {
    what: "`redirects`",
    fields: &[
        Entry::new("from", Kind::MapOf("/old/", &Kind::Filled), "Former addresses, and where each leads."),
        Entry::new(
            "formats",
            Kind::ListOrOne(&Kind::Choice(&["netlify", "cloudflare", "nginx"])),
            "The files of redirects that hosts read.",
        ),
    ],
    exception: None,
    rest: None,
};

static HEADERS: Table = Table {
    what: "`headers`",
    fields: &[
        Entry::new(
            "formats",
            Kind::ListOrOne(&Kind::Choice(&["netlify", "cloudflare", "nginx"])),
            "The files in which hosts read what to say with every file.",
        ),
        Entry::new("policy", Kind::Map(&POLICY), "What pages may load besides what is the site's own."),
    ],
    exception: None,
    rest: None,
};

const ALLOWED: Kind = Kind::ListOrOne(&Kind::Filled);

static POLICY: Table = Table {
    what: "`[headers.policy]`",
    fields: &[
        Entry::new("connect-src", ALLOWED, "What scripts may ask for."),
        Entry::new("font-src", ALLOWED, "Where fonts may come from."),
        Entry::new("form-action", ALLOWED, "Where forms may be sent."),
        Entry::new("frame-ancestors", ALLOWED, "Which pages may frame the site."),
        Entry::new("frame-src", ALLOWED, "Which pages may be framed."),
        Entry::new("img-src", ALLOWED, "Where pictures may come from."),
        Entry::new("media-src", ALLOWED, "Where films and sounds may come from."),
        Entry::new("script-src", ALLOWED, "Where scripts may come from."),
        Entry::new("style-src", ALLOWED, "Where styles may come from."),
    ],
    exception: None,
    rest: None,
};

static COMPRESS: Table = Table {
    what: "`compress`",
    fields: &[Entry::new(
        "formats",
        Kind::List(&Kind::Choice(&["gz", "br", "zst"])),
        "The formats in which each file has a compressed copy beside it.",
    )],
    exception: None,
    rest: None,
};

static DEPLOY: Table = Table {
    what: "`deploy`",
    fields: &[
        Entry::new(
            "to",
            Kind::Filled,
            "A folder, or a bucket: s3://BUCKET/PREFIX, gs://BUCKET/PREFIX, az://CONTAINER/PREFIX.",
        )
        .like("s3://review-example"),
        Entry::new("endpoint", Kind::Filled, "The address of a host that speaks as the storage does.")
            .like("https://storage.example"),
        Entry::new("region", Kind::Filled, "The region of the bucket.").like("eu-central-1"),
        Entry::new(
            "compressed",
            Kind::Choice(&["gz", "br", "zst"]),
            "The format in which files are published under their plain names.",
        ),
        Entry::new("max_removals", Kind::Integer(0..=1_000_000_000), "How many files may be removed at once."),
    ],
    exception: None,
    rest: None,
};

static EDITOR: Table = Table {
    what: "`editor`",
    fields: &[Entry::new("link", Kind::Filled, "The address that opens a file in your editor.")
        .like("vscode://file/{path}:{line}:{column}")],
    exception: None,
    rest: None,
};

static LANGUAGE: Table = Table {
    what: "a language",
    fields: &[
        Entry::new("title", Kind::Text, "The site's title in that language."),
        Entry::new("description", Kind::Text, "What the site is, in a sentence."),
        NAV,
        TRUST,
        NEWSLETTER,
        Entry::new("taxonomies", Kind::MapOf("tags", &Kind::Filled), "Titles of taxonomies, by their names."),
    ],
    exception: None,
    rest: None,
};

static EXCEPTION: Table = Table {
    what: "an entry of `lints.exceptions`",
    fields: &[
        Entry::new("rule", Kind::Filled, "The rule.").or(&["code"]).like("orphan-article").required(),
        Entry::new(
            "paths",
            Kind::Either(&[Kind::Filled, Kind::List(&Kind::Filled)]),
            "The files, with `*` for a part of a name and `**` for any folders.",
        )
        .or(&["path"])
        .like("content/archive/**")
        .required(),
        Entry::new("reason", Kind::Filled, "Why they are excused.").like("reached from the calendar").required(),
        Entry::new("until", Kind::Date, "The first day on which it is an exception no more."),
    ],
    exception: None,
    rest: None,
};

const LIMIT: Kind = Kind::Integer(1..=1_000_000);

static LIMITS: Table = Table {
    what: "`[lints.limits]`",
    fields: &[
        Entry::new("title", LIMIT, "Characters of a title."),
        Entry::new("dek", LIMIT, "Characters of a dek."),
        Entry::new("paragraph", LIMIT, "Words of a paragraph."),
        Entry::new("section", LIMIT, "Words of a section between two headings."),
        Entry::new("source_age", LIMIT, "Years since a source appeared."),
        Entry::new("image_size", LIMIT, "Kilobytes of a picture."),
        Entry::new("self_citation", LIMIT, "Percent of an article's sources that may be the site's own."),
        Entry::new("unsourced", LIMIT, "Words that an article may have without a source."),
        Entry::new("changed", LIMIT, "Percent of an article's words that may change without a new `updated`."),
    ],
    exception: None,
    rest: None,
};

static LINTS: Table = Table {
    what: "`[lints]`",
    fields: &[
        Entry::new("exceptions", Kind::List(&Kind::Map(&EXCEPTION)), "Files that a rule does not apply to, and why."),
        Entry::new("limits", Kind::Map(&LIMITS), "From where on something is too long, too old, too heavy."),
        Entry::new("house_style", Kind::Filled, "The file with words that the site does not use.").like("house.yml"),
    ],
    exception: None,
    rest: Some(rules),
};

/// The level of each rule; what is always an error has no other.
fn rules() -> Vec<Entry> {
    let rule = |code: &Code| {
        let levels: &'static [&'static str] =
            if code.default_level() == Level::Error { &["error"] } else { &["allow", "warn", "error"] };
        Entry::new(code.name(), Kind::Choice(levels), code.summary())
    };
    Code::ALL.iter().map(rule).collect()
}

static EXTENSIONS: Table = Table {
    what: "`extensions`",
    fields: &[Entry::new("allow", Kind::ListOrOne(&Kind::Filled), "The names of the pre-processors that may run.")
        .like("charts")],
    exception: None,
    rest: None,
};

static PREPROCESSOR: Table = Table {
    what: "a pre-processor",
    fields: &[
        Entry::new("command", Kind::List(&Kind::Text), "The program and its arguments; no shell reads them.")
            .required(),
        Entry::new(
            "paths",
            Kind::ListOrOne(&Kind::Filled),
            "Patterns of the articles that it is given; by default all.",
        )
        .or(&["path"])
        .like("content/coast/**"),
        Entry::new("inputs", Kind::ListOrOne(&Kind::Filled), "Files of the site that it reads, and patterns of them.")
            .or(&["input"])
            .like("data/*.csv"),
        Entry::new("timeout", Kind::Integer(1..=600), "How many seconds it has for one article; by default 10."),
    ],
    exception: None,
    rest: None,
};

/// The settings of a site.
pub static SITE: Table = Table {
    what: "site.toml",
    fields: &[
        Entry::new("title", Kind::Filled, "The name of the site.").required(),
        Entry::new("base_url", Kind::Filled, "The address of the home page.").like("https://review.example").required(),
        Entry::new("language", Kind::Filled, "The language, as a tag (BCP 47).").like("en-GB"),
        Entry::new("timezone", Kind::Filled, "The zone of dates and of times without an offset.").like("Europe/London"),
        Entry::new("description", Kind::Text, "What the site is, in a sentence."),
        Entry::new(
            "head_extra",
            Kind::Text,
            "HTML for the head of every page, such as what an analytics service wants.",
        ),
        Entry::new("exclude", Kind::List(&PATTERN), "Files that are as if they were not there."),
        NAV,
        Entry::new("publisher", Kind::Map(&PUBLISHER), "Who publishes the site."),
        TRUST,
        NEWSLETTER,
        Entry::new("theme", Kind::Map(&THEME), "The theme, and what of it is set."),
        Entry::new(
            "taxonomies",
            Kind::MapOf("regions", &Kind::Map(&TAXONOMY)),
            "Fields of articles whose terms have pages.",
        ),
        Entry::new("pagination", Kind::Map(&PAGINATION), "The pages of lists."),
        Entry::new("related", Kind::Map(&RELATED), "Related articles."),
        Entry::new("feeds", Kind::Map(&FEEDS), "Feeds."),
        Entry::new("sitemap", Kind::Map(&SITEMAP), "The sitemap."),
        Entry::new("machines", Kind::Map(&MACHINES), "Texts for programs that read for somebody."),
        Entry::new("markdown", Kind::Map(&MARKDOWN), "How Markdown is read."),
        Entry::new("sources", Kind::Map(&SOURCES), "How sources are shown."),
        Entry::new("images", Kind::Map(&IMAGES), "Pictures."),
        Entry::new("search", Kind::Map(&SEARCH), "The search."),
        Entry::new("cards", Kind::Map(&CARDS), "Social cards."),
        Entry::new("urls", Kind::Map(&URLS), "Addresses that stay."),
        Entry::new("extensions", Kind::Map(&EXTENSIONS), "The programs of the site that may run."),
        Entry::new(
            "preprocessors",
            Kind::MapOf("charts", &Kind::Map(&PREPROCESSOR)),
            "Programs that are given articles and return their text, by name.",
        ),
        Entry::new(
            "queries",
            Kind::MapOf("cities", &Kind::Map(&super::theme::QUERY)),
            "Data that templates see, by name.",
        ),
        Entry::new("pages", Kind::MapOf("cities", &Kind::Map(&ROW_PAGES)), "Pages that are made of rows of data."),
        Entry::new("redirects", Kind::Map(&REDIRECTS), "Former addresses of pages that are gone."),
        Entry::new("headers", Kind::Map(&HEADERS), "What a host says with every file."),
        Entry::new("compress", Kind::Map(&COMPRESS), "Compressed copies of files."),
        Entry::new("lints", Kind::Map(&LINTS), "Which rules matter how much, and what is excused from them."),
        Entry::new("deploy", Kind::Map(&DEPLOY), "Where `byline deploy` publishes to."),
        Entry::new("editor", Kind::Map(&EDITOR), "Your editor."),
        Entry::new("languages", Kind::MapOf("de", &Kind::Map(&LANGUAGE)), "Further languages, by their tags."),
    ],
    exception: None,
    rest: None,
};
