//! Sources: of an article, and ledgers that many articles share.

use std::sync::Arc;

use super::{Source, SourceDetails, SourceKind, address, bibliography};
use crate::date::PartialDate;
use crate::decode::{self, Field, Fields, Mistakes, Node, Syntax, Value, shown};
use crate::diagnostics::{Code, Diagnosed, Level};
use crate::text::{RelPath, Span, Spanned};

const KINDS: [(&str, SourceKind); 9] = [
    ("article", SourceKind::Article),
    ("book", SourceKind::Book),
    ("chapter", SourceKind::Chapter),
    ("web", SourceKind::Web),
    ("report", SourceKind::Report),
    ("standard", SourceKind::Standard),
    ("dataset", SourceKind::Dataset),
    ("video", SourceKind::Video),
    ("interview", SourceKind::Interview),
];

/// How long a key may be, in bytes: it is a part of an address.
const MAX_KEY: usize = 200;

/// Reads a ledger, a whole file: BibTeX or CSL-JSON by its extension, else YAML.
pub fn sources(path: &RelPath, text: &str) -> Diagnosed<Vec<Arc<Source>>> {
    match path.extension().to_ascii_lowercase().as_str() {
        "bib" => entries(path, Syntax::Bibtex, |mistakes| bibliography::of_bibtex(path, text, mistakes)),
        "json" => entries(path, Syntax::Json, |mistakes| bibliography::of_json(path, text, mistakes)),
        _ => of_yaml(path, text),
    }
}

/// The sources of a ledger in a format of other programs, whose further fields are none of ours.
fn entries(
    path: &RelPath,
    syntax: Syntax,
    read: impl FnOnce(&Mistakes<'_>) -> Vec<Node>,
) -> Diagnosed<Vec<Arc<Source>>> {
    let mistakes = Mistakes::new(path, syntax);
    let key = Spanned::new("sources".to_owned(), Span::at(0));
    let items = read(&mistakes).into_iter().map(|node| Field::new(key.clone(), node, &mistakes));
    let sources = items.filter_map(|item| source(item, false)).collect();
    let sources = without_duplicates(sources, &mistakes);
    mistakes.with(sources)
}

/// Reads a ledger in YAML: a list of sources, or a mapping from id to source.
fn of_yaml(path: &RelPath, text: &str) -> Diagnosed<Vec<Arc<Source>>> {
    let mistakes = Mistakes::new(path, Syntax::Yaml);
    let node = mistakes.read(decode::yaml(path, text, 0));
    let sources = match node.map(|node| (node.span, node.value)) {
        None | Some((_, Value::Null)) => Vec::new(),
        Some((span, Value::Map(entries))) => {
            let fields = Fields::of(Node::new(Value::Map(entries), span), "a ledger of sources", &mistakes);
            fields.into_iter().flat_map(Fields::rest).filter_map(keyed).collect()
        }
        Some((span, Value::List(items))) => {
            let key = Spanned::new("sources".to_owned(), Span { start: span.start, end: span.start });
            let items = items.into_iter().map(|node| Field::new(key.clone(), node, &mistakes));
            items.filter_map(|item| source(item, false)).collect()
        }
        Some((span, _)) => {
            mistakes.add(
                mistakes
                    .at(Code::WrongType, span, "a ledger of sources must be a list, or a mapping from id to source")
                    .help("begin each source with `- id: example2020`"),
            );
            Vec::new()
        }
    };
    let sources = without_duplicates(sources, &mistakes);
    mistakes.with(sources)
}

/// The sources of an article: a list; `{id: KEY, listed: true}` names one of a ledger.
pub(super) fn of_article(field: Field<'_>) -> Vec<Arc<Source>> {
    let mistakes = field.mistakes();
    let items = field.list().unwrap_or_default();
    without_duplicates(items.into_iter().filter_map(|item| source(item, true)).collect(), mistakes)
}

fn without_duplicates(sources: Vec<Source>, mistakes: &Mistakes<'_>) -> Vec<Arc<Source>> {
    let mut seen: std::collections::BTreeMap<String, Span> = std::collections::BTreeMap::new();
    let mut kept = Vec::with_capacity(sources.len());
    for source in sources {
        let Some(first) = seen.get(&source.id.value) else {
            seen.insert(source.id.value.clone(), source.id.span);
            kept.push(Arc::new(source));
            continue;
        };
        let message = format!("two sources have the id `{}`", source.id.value);
        mistakes.add(
            mistakes
                .at(Code::DuplicateSource, source.id.span, message)
                .related(mistakes.path, Some(*first), "the first is here")
                .help("give one of them another id, or delete it if both are one work"),
        );
    }
    kept
}

/// A source of a mapping from id to source.
fn keyed(field: Field<'_>) -> Option<Source> {
    let id = key(field.key.clone(), field.mistakes());
    let (span, mistakes) = (field.key.span.to(field.node.span), field.mistakes());
    let mut fields = field.map("a source")?;
    let own = fields.take("id", &[]).and_then(Field::text);
    if let (Some(id), Some(own)) = (&id, &own)
        && id.value != own.value
    {
        let message = format!("the source is called `{}` and has the id `{}`", id.value, shown(&own.value));
        mistakes.add(mistakes.at(Code::InvalidValue, own.span, message).help("delete this line"));
    }
    read(fields, id, span, false)
}

fn source(field: Field<'_>, may_refer: bool) -> Option<Source> {
    if let Value::Text(text) = &field.node.value {
        let id = shown(&text.value);
        let help = match may_refer {
            true => format!("to show a source of the ledger, write `- {{id: {id}, listed: true}}`"),
            false => format!("write `- id: {id}` and, below it, `title: …`"),
        };
        let mistakes = field.mistakes();
        mistakes
            .add(mistakes.at(Code::WrongType, field.node.span, "a source must be a mapping, not a text").help(help));
        return None;
    }
    let (span, mistakes) = (field.node.span, field.mistakes());
    let mut fields = field.map("a source")?;
    let id = fields.require("id", &[], "this source", "example2020");
    let id = id.and_then(Field::filled_line).and_then(|text| key(text, mistakes));
    read(fields, id, span, may_refer)
}

fn read(mut fields: Fields<'_>, id: Option<Spanned<String>>, span: Span, may_refer: bool) -> Option<Source> {
    fields.hint(&[
        ("author", "write `authors: [\"Example, Jane\"]`"),
        ("type", "the sort of source is its `kind`"),
        ("link", "the address of a source is its `url`"),
        ("name", "the name of a source is its `title`"),
    ]);
    let line = |fields: &mut Fields<'_>, name: &str, aliases: &[&str]| {
        fields.take(name, aliases).and_then(Field::line).map(|text| text.value)
    };
    let listed = fields.take("listed", &[]).and_then(Field::boolean).unwrap_or(false);
    let title = match fields.take("title", &[]) {
        Some(field) => field.filled_line().map(|text| text.value),
        None if may_refer && listed => None,
        None => {
            let what = id.as_ref().map_or("this source".to_owned(), |id| format!("the source `{}`", id.value));
            fields.missing("title", &what, "A paper about tides");
            None
        }
    };
    let container = line(&mut fields, "container", &["journal", "site"]);
    let publisher = line(&mut fields, "publisher", &[]);
    let (publisher, house) = match container {
        Some(container) => (Some(container), publisher),
        None => (publisher, None),
    };
    let details = SourceDetails {
        house,
        editors: fields.take("editors", &["editor"]).map(names).unwrap_or_default(),
        isbn: line(&mut fields, "isbn", &[]),
        pages: line(&mut fields, "pages", &[]),
        volume: line(&mut fields, "volume", &[]),
        issue: line(&mut fields, "issue", &[]),
        edition: line(&mut fields, "edition", &[]),
        accessed: fields.take("accessed", &[]).and_then(Field::partial_date).map(|date| date.value),
        archive: fields.take("archive", &[]).and_then(address::web_address),
        dead: fields.take("dead", &[]).and_then(Field::boolean).unwrap_or(false),
        note: line(&mut fields, "note", &[]),
    };
    let source = Source {
        id: id.clone().unwrap_or_default(),
        title: title.unwrap_or_default(),
        authors: fields.take("authors", &[]).map(names).unwrap_or_default(),
        publisher,
        date: fields.take("date", &["year"]).and_then(Field::partial_date).map(|date| date.value),
        url: fields.take("url", &[]).and_then(address::web_address),
        doi: fields.take("doi", &[]).and_then(doi),
        kind: fields.take("kind", &[]).and_then(|field| field.choice(&KINDS)).map(|kind| kind.value),
        listed,
        span,
        details: (details != SourceDetails::default()).then(|| Box::new(details)),
    };
    fields.finish();
    id.map(|_| source)
}

/// Names of people: texts; one alone needs no list, since a comma stands within a name.
fn names(field: Field<'_>) -> Vec<String> {
    let names = match &field.node.value {
        Value::Text(_) => vec![field],
        _ => field.list().unwrap_or_default(),
    };
    names.into_iter().filter_map(Field::line).map(|name| name.value).collect()
}

/// A key, as in `[@key]`.
fn key(text: Spanned<String>, mistakes: &Mistakes<'_>) -> Option<Spanned<String>> {
    let value = text.value.as_str();
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let foreign = value.chars().find(|c| !word(*c) && !":.#$%&+?<>~/-".contains(*c));
    let wrong = if let Some(c) = foreign {
        match c {
            '@' => "is written without `@`".to_owned(),
            c if c.is_control() => format!("holds the control character U+{:04X}", u32::from(c)),
            ' ' => "holds a space, so it cannot be cited".to_owned(),
            c => format!("holds `{c}`, so it cannot be cited"),
        }
    } else if !value.starts_with(word) {
        "does not begin with a letter or digit".to_owned()
    } else if !value.ends_with(|c: char| word(c) || c == '/') {
        "ends with a mark that would belong to the sentence".to_owned()
    } else if value.contains("..") || value.contains("//") || value.contains("/.") || value.contains("./") {
        "holds a path".to_owned()
    } else if value.len() > MAX_KEY {
        format!("is too long: at most {MAX_KEY} bytes")
    } else {
        return Some(text);
    };
    let message = format!("the id `{}` {wrong}", shown(value).escape_debug());
    let better = crate::slug::slugify(value);
    let fault = mistakes.at(Code::InvalidValue, text.span, message);
    let short = !better.is_empty() && better.len() <= 60;
    mistakes.add(if short { fault.help(format!("write `{better}`")) } else { fault });
    None
}

/// A date as other programs write it, if a source can have it: the first of a range, the day of an instant.
pub(super) fn keep_readable_date(text: Spanned<String>, mistakes: &Mistakes<'_>) -> Option<Spanned<String>> {
    let first = text.value.split(['/', '–', 'T']).next().unwrap_or_default().trim();
    if first.parse::<PartialDate>().is_ok() {
        return Some(Spanned::new(first.to_owned(), text.span));
    }
    let message = format!("`{}` is no date that a source can have, and is left out", shown(&text.value));
    let mut warning = mistakes.at(Code::InvalidDate, text.span, message);
    warning.level = Level::Warning;
    mistakes.add(warning.help("write it like `2020`, `2020-03` or `2020-03-07`"));
    None
}

/// A DOI, without the address of its resolver.
fn doi(field: Field<'_>) -> Option<Spanned<String>> {
    let mistakes = field.mistakes();
    let text = field.line()?;
    let lower = text.value.to_ascii_lowercase();
    let prefixes =
        ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "http://dx.doi.org/", "doi.org/", "doi:"];
    let prefix = prefixes.iter().find(|prefix| lower.starts_with(**prefix)).map_or(0, |prefix| prefix.len());
    let bare = text.value[prefix..].trim();
    let plain = !bare.chars().any(|c| c.is_whitespace() || c.is_control() || c == '"');
    let registrant = bare.strip_prefix("10.").and_then(|rest| rest.split_once('/'));
    if plain && registrant.is_some_and(|(number, name)| !number.is_empty() && !name.is_empty()) {
        return Some(Spanned::new(bare.to_owned(), text.span));
    }
    let message = format!("`{}` is not a DOI: one begins with `10.` and holds a `/`", shown(&text.value));
    mistakes.add(mistakes.at(Code::InvalidValue, text.span, message).help("write it like `doi: 10.1000/182`"));
    None
}
