//! The front matter of articles and sections.

use super::table::{Entry, INTEGER, Kind, Table};
use super::{people, pictures, sources};

/// What sorts of article there are; the first is that of an article that does not say.
pub const KINDS: [&str; 7] = ["explainer", "news", "analysis", "opinion", "review", "guide", "page"];
const SORTS: &[&str] = &["date", "weight", "title"];

const DEK: Entry = Entry::new("dek", Kind::Text, "The sentence below the headline, Markdown within a line.");
const DESCRIPTION: Entry = Entry::new("description", Kind::Text, "The description for search engines, plain.");
const ALIASES: Entry =
    Entry::new("aliases", Kind::ListOrOne(&Kind::Former), "Former addresses, which lead here from now on.")
        .like("/old/name/");
const WEIGHT: Entry = Entry::new("weight", INTEGER, "The smaller, the earlier in its section.");
const NOINDEX: Entry = Entry::new("noindex", Kind::Boolean, "`true` asks search engines to leave the page out.");
const IMAGE: Entry =
    Entry::new("image", pictures::LEAD, "The lead image: its path, or a mapping with its credits.").like("quay.jpg");
const TEMPLATE: Entry =
    Entry::new("template", Kind::Text, "The name of another template, without `.html`.").like("page");

/// `{id: …, part: 2}`.
static SERIES: Table = Table {
    what: "a series",
    fields: &[
        Entry::new("id", Kind::Slug, "The series.").like("harbours").required(),
        Entry::new("part", Kind::Integer(1..=100_000), "The part, from 1."),
    ],
    exception: None,
    rest: None,
};

/// A section written in front matter.
static SECTION: Table = Table {
    what: "a section",
    fields: &[
        Entry::new("title", Kind::Filled, "The heading, Markdown within a line.").required(),
        Entry::new("id", Kind::Filled, "The id of the heading, for links.").like("why"),
        Entry::new("body", Kind::Text, "Markdown."),
        Entry::new("sections", Kind::List(&Kind::Map(&SECTION)), "Sections one level deeper."),
    ],
    exception: None,
    rest: None,
};

static QUESTION: Table = Table {
    what: "a question",
    fields: &[
        Entry::new("question", Kind::Filled, "The question, Markdown within a line.").required(),
        Entry::new("answer", Kind::Filled, "The answer, Markdown.").required(),
        Entry::new("id", Kind::Filled, "The id of the question, for links.").like("two-tides"),
    ],
    exception: None,
    rest: None,
};

static CORRECTION: Table = Table {
    what: "a correction",
    fields: &[
        Entry::new("date", Kind::Date, "When the article was corrected.").required(),
        Entry::new("text", Kind::Filled, "What was wrong, Markdown within a line.").required(),
    ],
    exception: None,
    rest: None,
};

/// The front matter of an article; taxonomies are further fields.
pub static ARTICLE: Table = Table {
    what: "the front matter",
    fields: &[
        Entry::new("title", Kind::Filled, "The headline.").like("How tides shape a harbour town").required(),
        Entry::new("short_title", Kind::Text, "The headline for navigation and breadcrumbs."),
        DEK,
        DESCRIPTION,
        Entry::new("published", Kind::Date, "When it is published: later than the build means scheduled.")
            .or(&["date"]),
        Entry::new("updated", Kind::Date, "When it was last changed in a way that readers should know of."),
        Entry::new("reviewed", Kind::Date, "When somebody qualified last read it."),
        Entry::new("expires", Kind::Date, "From when on it is no longer public."),
        Entry::new("review_every", Kind::Period, "After how long the next review falls due.").like("12 months"),
        Entry::new("draft", Kind::Boolean, "`true` while it is not yet public."),
        Entry::new("authors", people::ROLE_OF_ARTICLE, "Who wrote it: ids of people, or `{name: …}`.")
            .like("jane-example"),
        Entry::new("reviewers", people::ROLE_OF_ARTICLE, "Who reviewed it.").like("john-sample"),
        Entry::new("editors", people::ROLE_OF_ARTICLE, "Who edited it.").like("jane-example"),
        Entry::new("fact_checkers", people::ROLE_OF_ARTICLE, "Who checked its facts.").like("jane-example"),
        Entry::new("contributors", people::ROLE_OF_ARTICLE, "Who helped.").like("jane-example"),
        Entry::new(
            "series",
            Kind::Either(&[Kind::Slug, Kind::Map(&SERIES)]),
            "The series that it is a part of: its id, or `{id: …, part: 2}`.",
        )
        .like("harbours"),
        Entry::new("related", Kind::ListOrOne(&Kind::Filled), "Files of articles to read next.").like("storms.md"),
        Entry::new("kind", Kind::Choice(&KINDS), "What sort of article it is."),
        IMAGE,
        Entry::new("sections", Kind::List(&Kind::Map(&SECTION)), "Sections written as YAML, behind the body."),
        Entry::new("faqs", Kind::List(&Kind::Map(&QUESTION)), "Questions and answers.").or(&["faq"]),
        Entry::new("sources", Kind::List(&Kind::Map(&sources::OF_ARTICLE)), "The works that it cites.")
            .or(&["references"]),
        Entry::new("corrections", Kind::List(&Kind::Map(&CORRECTION)), "What was corrected, and when."),
        Entry::new("disclosure", Kind::Text, "Markdown above the body: what a reader should know of interests."),
        Entry::new("id", Kind::Filled, "What feeds call it for ever, even if its file is renamed.")
            .like("storm-of-1953"),
        Entry::new("slug", Kind::Slug, "The last part of the address, instead of the file's name.").like("tides"),
        ALIASES,
        TEMPLATE,
        Entry::new("toc", Kind::Boolean, "Whether the contents are shown; by default from three headings on."),
        WEIGHT,
        Entry::new("canonical", Kind::Elsewhere, "Where the piece first appeared, if that is on another site.")
            .like("https://example.org/piece"),
        NOINDEX,
        Entry::new("extra", Kind::Any, "Whatever the theme wants; byline does not look into it."),
    ],
    exception: None,
    rest: None,
};

/// The front matter of an `_index.md`.
pub static INDEX: Table = Table {
    what: "the front matter",
    fields: &[
        Entry::new("title", Kind::Filled, "The title of the section."),
        DEK,
        DESCRIPTION,
        WEIGHT,
        IMAGE,
        TEMPLATE,
        Entry::new("page_type", Kind::Text, "The schema.org type of its pages.").like("MedicalWebPage"),
        Entry::new("sort", Kind::Choice(SORTS), "How its articles are sorted, instead of by weight, date and title."),
        ALIASES,
        NOINDEX,
    ],
    exception: None,
    rest: None,
};
