//! `[queries]` of site.toml and theme.toml: which files of data are rows, and which templates see them; `[pages]` of
//! site.toml: the pages that are made of rows.

use std::collections::BTreeMap;

use crate::decode::{Field, Fields, Mistakes, shown};
use crate::diagnostics::Code;
use crate::text::{RelPath, Span, Spanned};

/// What the names of files of data end with.
const EXTENSIONS: [&str; 5] = ["csv", "json", "toml", "yaml", "yml"];

/// The rows of a file.
#[derive(Clone, Debug, Hash)]
pub struct Query {
    /// The file below data/.
    pub file: Spanned<RelPath>,
    /// The templates that are given the rows, without `.html`.
    pub templates: Vec<Spanned<String>>,
}

/// A page for each row of a query.
#[derive(Clone, Debug, Hash)]
pub struct RowPages {
    /// The query.
    pub from: Spanned<String>,
    /// The template, without `.html`.
    pub template: Spanned<String>,
    /// The address: begins and ends with `/`.
    pub route: Spanned<Pattern>,
    /// The title.
    pub title: Spanned<Pattern>,
    /// What the page is about, for search engines.
    pub description: Option<Spanned<Pattern>>,
}

/// A text in which `{column}` stands for what a row has in a column.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern(Vec<Piece>);

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Piece {
    /// A text as it is.
    Text(String),
    /// What the row has in a column.
    Column(String),
}

impl Pattern {
    /// Its parts in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }

    fn read(text: &str) -> Result<Pattern, &'static str> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((column, after)) = after.split_once('}') else { return Err("a `{` is never closed") };
            if column.trim().is_empty() || column.contains('{') {
                return Err("between `{` and `}` stands the name of a column");
            }
            if before.contains('}') {
                return Err("a `}` closes nothing");
            }
            pieces.extend((!before.is_empty()).then(|| Piece::Text(before.to_owned())));
            pieces.push(Piece::Column(column.trim().to_owned()));
            rest = after;
        }
        if rest.contains('}') {
            return Err("a `}` closes nothing");
        }
        pieces.extend((!rest.is_empty()).then(|| Piece::Text(rest.to_owned())));
        Ok(Pattern(pieces))
    }
}

/// Reads `[queries]`.
pub(super) fn queries(fields: &mut Fields<'_>) -> BTreeMap<String, Query> {
    let mut queries = BTreeMap::new();
    for field in entries(fields, "queries") {
        let mistakes = field.mistakes();
        let Some(name) = name(&field.key, mistakes) else { continue };
        let Some(mut fields) = field.map("a query") else { continue };
        let file = fields.require("file", &[], "the query", "\"data/prices.csv\"").and_then(file);
        let templates = fields.take("templates", &[]).and_then(Field::list_or_one).unwrap_or_default();
        let templates = templates.into_iter().filter_map(template).collect();
        fields.finish();
        queries.extend(file.map(|file| (name, Query { file, templates })));
    }
    queries
}

/// Reads `[pages]`.
pub(super) fn pages(fields: &mut Fields<'_>) -> BTreeMap<String, RowPages> {
    let mut pages = BTreeMap::new();
    for field in entries(fields, "pages") {
        let key = field.key.value.clone();
        let Some(mut fields) = field.map("the pages of rows") else { continue };
        let what = "the table";
        let from = fields.require("from", &[], what, "\"cities\"").and_then(Field::filled_line);
        let named = fields.require("template", &[], what, "\"city\"").and_then(template);
        let route = fields.require("route", &[], what, "\"/cities/{name}/\"").and_then(route);
        let title = fields.require("title", &[], what, "\"{name}\"").and_then(pattern);
        let description = fields.take("description", &[]).and_then(pattern);
        fields.finish();
        if let (Some(from), Some(template), Some(route), Some(title)) = (from, named, route, title) {
            pages.insert(key, RowPages { from, template, route, title, description });
        }
    }
    pages
}

fn entries<'m>(fields: &mut Fields<'m>, name: &str) -> Vec<Field<'m>> {
    fields.take(name, &[]).and_then(|field| field.map(&format!("`[{name}]`"))).map(Fields::rest).unwrap_or_default()
}

/// A name that a template can write behind a dot.
fn name(key: &Spanned<String>, mistakes: &Mistakes<'_>) -> Option<String> {
    let Spanned { value, span } = key;
    let is_word = value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_word && value.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Some(value.clone());
    }
    let message = format!("`{}` cannot be the name of a query", shown(value));
    let fault = mistakes.at(Code::InvalidValue, *span, message);
    mistakes.add(fault.help("write letters of A to Z, digits and `_`, because templates write it as `queries.NAME`"));
    None
}

fn file(field: Field<'_>) -> Option<Spanned<RelPath>> {
    let mistakes = field.mistakes();
    let Spanned { value, span } = field.filled_line()?;
    let path = RelPath::new(&value).filter(|path| path.as_str() == value && path.below("data").is_some());
    if let Some(path) = path.filter(|path| EXTENSIONS.contains(&path.extension())) {
        return Some(Spanned::new(path, span));
    }
    let message = format!("`{}` is no file of data", shown(&value).escape_debug());
    let fault = mistakes.at(Code::InvalidValue, span, message);
    mistakes
        .add(fault.help("write the path of a file below `data/` that ends with `.csv`, `.json`, `.toml` or `.yaml`"));
    None
}

fn template(field: Field<'_>) -> Option<Spanned<String>> {
    let Spanned { value, span } = field.filled_line()?;
    Some(Spanned::new(value.strip_suffix(".html").unwrap_or(&value).to_owned(), span))
}

fn pattern(field: Field<'_>) -> Option<Spanned<Pattern>> {
    let mistakes = field.mistakes();
    let Spanned { value, span } = field.filled_line()?;
    match Pattern::read(&value) {
        Ok(pattern) => Some(Spanned::new(pattern, span)),
        Err(wrong) => refuse(mistakes, span, wrong, "write it like `{name}`"),
    }
}

fn route(field: Field<'_>) -> Option<Spanned<Pattern>> {
    let mistakes = field.mistakes();
    let help = "write it like `/cities/{name}/`";
    let Spanned { value, span } = field.filled_line()?;
    let pattern = match Pattern::read(&value) {
        Ok(pattern) => pattern,
        Err(wrong) => return refuse(mistakes, span, wrong, help),
    };
    let is_address = value.len() > 2 && value.starts_with('/') && value.ends_with('/') && !value.contains("//");
    if !is_address {
        return refuse(mistakes, span, "the address of pages begins and ends with one `/`", help);
    }
    let plain = |c: char| c == '/' || c == '-' || c == '_' || (c.is_alphanumeric() && !c.is_uppercase());
    let is_plain = |piece: &Piece| !matches!(piece, Piece::Text(text) if !text.chars().all(plain));
    if !pattern.pieces().iter().all(is_plain) {
        return refuse(mistakes, span, "an address is made of small letters, digits, `-` and `_`", help);
    }
    if !pattern.pieces().iter().any(|piece| matches!(piece, Piece::Column(_))) {
        return refuse(mistakes, span, "all rows would have one address: it names no column", help);
    }
    Some(Spanned::new(pattern, span))
}

fn refuse<T>(mistakes: &Mistakes<'_>, span: Span, message: &str, help: &str) -> Option<T> {
    mistakes.add(mistakes.at(Code::InvalidValue, span, message).help(help));
    None
}
