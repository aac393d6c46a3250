//! The front matter of an article.

use std::collections::BTreeMap;

use super::{
    ArticleFields, FaqField, Kind, SectionField, Series, address, corrections, image, mapping, person::people, source,
};
use crate::date::Date;
use crate::decode::{Field, Fields, Mistakes, Syntax, Value};
use crate::diagnostics::{Change, Code, Diagnosed, Diagnostic, Edit, Fix, Level};
use crate::parse::ParseOptions;
use crate::text::{RelPath, Span, Spanned};

const KINDS: [(&str, Kind); 7] = [
    ("explainer", Kind::Explainer),
    ("news", Kind::News),
    ("analysis", Kind::Analysis),
    ("opinion", Kind::Opinion),
    ("review", Kind::Review),
    ("guide", Kind::Guide),
    ("page", Kind::Page),
];

/// What to write instead of the fields of other programs.
const HINTS: &[(&str, &str)] = &[
    ("author", "write `authors: [jane-example]`"),
    ("reviewer", "write `reviewers: [john-sample]`"),
    ("editor", "write `editors: [jane-example]`"),
    ("fact_checker", "write `fact_checkers: [jane-example]`"),
    ("contributor", "write `contributors: [jane-example]`"),
    ("tag", "write `tags: [tides]`"),
    ("category", "declare `[taxonomies.categories]` in site.toml, then write `categories: [coast]`"),
    ("categories", "declare `[taxonomies.categories]` in site.toml to use it here"),
    ("subtitle", "the line below the headline is the `dek`"),
    ("standfirst", "the line below the headline is the `dek`"),
    ("lede", "the line below the headline is the `dek`"),
    ("lead", "the text before the first heading is the lead; the line below the headline is the `dek`"),
    ("summary", "the line below the headline is the `dek`; the search engine's is the `description`"),
    ("excerpt", "the line below the headline is the `dek`"),
    ("lastmod", "write `updated: 2024-06-06`"),
    ("modified", "write `updated: 2024-06-06`"),
    ("last_modified_at", "write `updated: 2024-06-06`"),
    ("publishDate", "write `published: 2024-06-06`"),
    ("pubDate", "write `published: 2024-06-06`"),
    ("expiryDate", "write `expires: 2024-06-06`"),
    ("guid", "what feeds call the article stands in `id`"),
    ("permalink", "write `slug` for the last part of the address, `aliases` for former addresses"),
    ("url", "write `slug` for the last part of the address, `aliases` for former addresses"),
    ("redirect_from", "write `aliases: [/old/]`"),
    ("layout", "write `template: page`"),
    ("type", "the sort of article is its `kind`"),
    ("cover", "the lead picture is the `image`"),
    ("hero", "the lead picture is the `image`"),
    ("thumbnail", "the lead picture is the `image`"),
    ("featured_image", "the lead picture is the `image`"),
    ("bibliography", "write the works as `sources`"),
    ("params", "what only the theme reads stands below `extra`"),
    ("order", "write `weight: 10`"),
];

/// Reads the front matter of an article: `yaml` begins at byte `offset` of the file.
pub fn article(path: &RelPath, yaml: &str, offset: usize, options: &ParseOptions) -> Diagnosed<ArticleFields> {
    let mistakes = Mistakes::new(path, Syntax::Yaml);
    let article = mapping(&mistakes, yaml, offset, "the front matter").map(|fields| read(fields, options));
    mistakes.with(article.unwrap_or_default())
}

fn read(mut fields: Fields<'_>, options: &ParseOptions) -> ArticleFields {
    fields.hint(HINTS);
    let article = take(&mut fields, options);
    fields.finish();
    article
}

fn take(fields: &mut Fields<'_>, options: &ParseOptions) -> ArticleFields {
    let title = fields.require("title", &[], "the front matter", "How tides shape a harbour town");
    let mut article = ArticleFields {
        title: title.and_then(Field::filled_line).unwrap_or_default(),
        short_title: fields.take("short_title", &[]).and_then(Field::line),
        dek: fields.take("dek", &[]).and_then(Field::prose),
        description: fields.take("description", &[]).and_then(Field::line),
        published: date(fields, "published", &["date"], options),
        updated: date(fields, "updated", &[], options),
        reviewed: date(fields, "reviewed", &[], options),
        expires: date(fields, "expires", &[], options),
        review_every: fields.take("review_every", &[]).and_then(Field::period),
        draft: fields.take("draft", &[]).and_then(Field::boolean).unwrap_or(false),
        authors: people(fields, "authors"),
        reviewers: people(fields, "reviewers"),
        editors: people(fields, "editors"),
        fact_checkers: people(fields, "fact_checkers"),
        contributors: people(fields, "contributors"),
        terms: options.taxonomies.iter().map(|name| (name.clone(), terms(fields, name))).collect(),
        series: fields.take("series", &[]).and_then(series),
        related: items(fields, "related").into_iter().filter_map(Field::filled_line).collect(),
        kind: fields
            .take("kind", &[])
            .and_then(|field| field.choice(&KINDS))
            .map_or(Kind::default(), |kind| kind.value),
        image: fields.take("image", &[]).and_then(image::image),
        sections: sections(fields),
        faqs: faqs(fields),
        sources: fields.take("sources", &["references"]).map(source::of_article).unwrap_or_default(),
        corrections: corrections::take(fields, options),
        disclosure: fields.take("disclosure", &[]).and_then(Field::prose),
        id: fields.take("id", &[]).and_then(address::lasting_id),
        slug: fields.take("slug", &[]).and_then(address::slug),
        aliases: items(fields, "aliases").into_iter().filter_map(address::alias).collect(),
        template: fields.take("template", &[]).and_then(|field| address::name(field, "page")),
        toc: fields.take("toc", &[]).and_then(Field::boolean),
        weight: fields.take("weight", &[]).and_then(Field::integer).map(|number| number.value),
        canonical: fields.take("canonical", &[]).and_then(address::web_address),
        noindex: fields.take("noindex", &[]).and_then(Field::boolean).unwrap_or(false),
        extra: fields.take("extra", &[]).map(|field| field.node.into_json()),
    };
    drop_duplicate_ids(&mut article, fields.mistakes());
    corrections::check(&article, fields.mistakes(), &options.timezone);
    article
}

fn items<'m>(fields: &mut Fields<'m>, name: &str) -> Vec<Field<'m>> {
    fields.take(name, &[]).and_then(Field::list_or_one).unwrap_or_default()
}

fn date(fields: &mut Fields<'_>, name: &str, aliases: &[&str], options: &ParseOptions) -> Option<Spanned<Date>> {
    let field = fields.take(name, aliases)?;
    let (key, mistakes) = (field.key.value.clone(), field.mistakes());
    existing(field.date()?, &key, mistakes, options)
}

/// Warns of a local time that the clocks of the site's zone leave out.
pub(super) fn existing(
    date: Spanned<Date>,
    key: &str,
    mistakes: &Mistakes<'_>,
    options: &ParseOptions,
) -> Option<Spanned<Date>> {
    if !date.exists(&options.timezone) {
        let zone = options.timezone.name();
        let message = format!("the time in `{key}` does not exist in {zone}: clocks are put forward over it");
        let mut warning = mistakes.at(Code::InvalidDate, date.span, message);
        warning.level = Level::Warning;
        mistakes.add(warning.help(format!("it counts as `{}`", date.iso(&options.timezone))));
    }
    Some(date)
}

fn terms(fields: &mut Fields<'_>, taxonomy: &str) -> Vec<Spanned<String>> {
    let mistakes = fields.mistakes();
    let mut terms: Vec<Spanned<String>> = Vec::new();
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    for term in items(fields, taxonomy).into_iter().filter_map(address::term) {
        match seen.get(&term.value).copied() {
            None => {
                seen.insert(term.value.clone(), term.span);
                terms.push(term);
            }
            Some(first) => mistakes.add(repeated(mistakes, taxonomy, &term, first)),
        }
    }
    terms
}

/// What is wrong with an item that stands in a list before.
pub(super) fn repeated(mistakes: &Mistakes<'_>, list: &str, item: &Spanned<String>, first: Span) -> Diagnostic {
    let message = format!("`{}` stands twice in `{list}`", item.value);
    let fix = Fix(vec![Edit { span: item.span, change: Change::Remove }]);
    let diagnostic = mistakes.at(Code::RepeatedTerm, item.span, message).fix(fix);
    diagnostic.related(mistakes.path, Some(first), "the first is here").help("take one of them away")
}

fn series(field: Field<'_>) -> Option<Series> {
    if !matches!(field.node.value, Value::Map(_)) {
        return Some(Series { id: address::slug(field)?, part: None });
    }
    let mut fields = field.map("a series")?;
    let id = fields.require("id", &[], "`series`", "harbours").and_then(address::slug);
    let part = fields.take("part", &[]).and_then(|field| field.integer_within(1..=100_000));
    fields.finish();
    Some(Series { id: id?, part })
}

fn sections(fields: &mut Fields<'_>) -> Vec<SectionField> {
    let items = fields.take("sections", &[]).and_then(Field::list).unwrap_or_default();
    items.into_iter().filter_map(section).collect()
}

fn section(field: Field<'_>) -> Option<SectionField> {
    let mut fields = field.map("a section")?;
    let title = fields.require("title", &[], "this section", "Why the water moves").and_then(filled);
    let section = SectionField {
        title: title.clone().unwrap_or_default(),
        id: fields.take("id", &[]).and_then(address::id),
        body: fields.take("body", &[]).and_then(Field::prose),
        sections: sections(&mut fields),
    };
    fields.finish();
    title.map(|_| section)
}

fn faqs(fields: &mut Fields<'_>) -> Vec<FaqField> {
    let items = fields.take("faqs", &["faq"]).and_then(Field::list).unwrap_or_default();
    items.into_iter().filter_map(faq).collect()
}

fn faq(field: Field<'_>) -> Option<FaqField> {
    let mut fields = field.map("a question")?;
    let question = fields.take("question", &[]);
    let answer = fields.take("answer", &[]);
    let id = fields.take("id", &[]).and_then(address::id);
    let mistakes = fields.mistakes();
    let start = Span { start: fields.span.start, end: fields.span.start };
    let incomplete = |message: &str, example: &str| {
        mistakes.add(mistakes.at(Code::IncompleteFaq, start, message).help(format!("add a line such as `{example}`")));
    };
    if question.is_none() {
        incomplete("this answer has no `question`", "question: Why are there two tides a day?");
    }
    if answer.is_none() {
        incomplete("this question has no `answer`", "answer: Because the Earth turns below both bulges.");
    }
    fields.finish();
    let (question, answer) = (question.and_then(filled), answer.and_then(filled));
    Some(FaqField { question: question?, answer: answer?, id })
}

/// Markdown that must not be blank.
pub(super) fn filled(field: Field<'_>) -> Option<crate::text::Text> {
    let mistakes = field.mistakes();
    let (key, text) = field.keyed_text()?;
    if text.value.trim().is_empty() {
        mistakes.add(mistakes.at(Code::InvalidValue, text.span, format!("`{}` is empty", key.value)));
        return None;
    }
    Some(text)
}

/// Reports ids that stand twice in the front matter; the second is then made from the text.
fn drop_duplicate_ids(article: &mut ArticleFields, mistakes: &Mistakes<'_>) {
    let mut seen: BTreeMap<String, Span> = BTreeMap::new();
    let mut check = |id: &mut Option<Spanned<String>>| {
        let Some(written) = id.as_ref() else { return };
        let Some(first) = seen.get(&written.value) else {
            seen.insert(written.value.clone(), written.span);
            return;
        };
        mistakes.add(
            mistakes
                .at(Code::DuplicateId, written.span, format!("the id `{}` stands twice", written.value))
                .related(mistakes.path, Some(*first), "the first is here")
                .help("give one of them another id"),
        );
        *id = None;
    };
    fn walk(sections: &mut [SectionField], check: &mut impl FnMut(&mut Option<Spanned<String>>)) {
        for section in sections {
            check(&mut section.id);
            walk(&mut section.sections, check);
        }
    }
    walk(&mut article.sections, &mut check);
    for faq in &mut article.faqs {
        check(&mut faq.id);
    }
}
