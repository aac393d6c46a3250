//! Data: which templates see which rows, and the pages that are made of rows.

use std::sync::Arc;

use super::routes::{self, listed};
use super::{Input, SETTINGS};
use crate::config::dataset::{Pattern, Piece, RowPages};
use crate::diagnostics::{Code, Diagnostic};
use crate::fingerprint::print;
use crate::parse::dataset::{Dataset, Datum, Row};
use crate::route::Route;
use crate::slug::slugify;
use crate::text::{RelPath, Span, Spanned};

/// How long a part of an address may be, in bytes: file systems take 255.
const LONGEST_PART: usize = 200;

/// A query with its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The name, as in `queries.NAME`.
    pub name: String,
    /// The templates that see it, without `.html`.
    pub templates: Vec<Spanned<String>>,
    /// The file that declares it.
    pub declared_in: RelPath,
    /// The rows; `None` if the file is not there or cannot be read.
    pub dataset: Option<Arc<Dataset>>,
    /// What tells the rows from others: what they hold, not where it was written.
    pub print: u64,
}

impl Answer {
    /// Joins a query with its answer.
    pub fn new(
        name: String,
        templates: Vec<Spanned<String>>,
        declared_in: RelPath,
        dataset: Option<Arc<Dataset>>,
    ) -> Answer {
        let rows = dataset.iter().flat_map(|dataset| &dataset.rows).map(|row| &row.fields).collect::<Vec<_>>();
        let print = print(&rows);
        Answer { name, templates, declared_in, dataset, print }
    }

    /// The rows.
    pub fn rows(&self) -> &[Row] {
        self.dataset.as_ref().map_or(&[], |dataset| &dataset.rows)
    }

    /// Whether a template sees it.
    pub fn is_for(&self, template: &str) -> bool {
        self.templates.iter().any(|named| named.value == template)
    }
}

/// A page that is made of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct RowPage {
    /// Where it stands.
    pub route: Route,
    /// The title.
    pub title: String,
    /// What it is about; may be empty.
    pub description: String,
    /// The template, without `.html`.
    pub template: String,
    /// What the row holds.
    pub fields: Vec<(String, Datum)>,
    /// The query and the row, to say where it was written.
    pub(super) source: (usize, Span),
}

impl RowPage {
    /// The file of its row.
    pub(super) fn place<'a>(&self, input: &Input<'a>) -> Option<(&'a RelPath, Option<Span>)> {
        let (answer, span) = self.source;
        let dataset = input.answers.get(answer)?.dataset.as_ref()?;
        Some((&dataset.path, Some(span)))
    }
}

/// Warns of templates that the theme does not have.
pub fn check(input: &Input<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for answer in input.answers.iter().filter(|_| input.is_first()) {
        for template in &answer.templates {
            routes::check_template(&answer.declared_in, Some(template), input.templates, diagnostics);
        }
    }
}

/// The pages that are made of rows; a row that makes none is a mistake. They are in the site's first language alone.
pub fn pages(input: &Input<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<RowPage> {
    if !input.is_first() {
        return Vec::new();
    }
    let settings = RelPath::new(SETTINGS).expect("the name of a file");
    let mut pages = Vec::new();
    for declared in input.config.pages.values() {
        let RowPages { from, template, .. } = declared;
        routes::check_template(&settings, Some(template), input.templates, diagnostics);
        let Some(at) = input.answers.iter().position(|answer| answer.name == from.value) else {
            diagnostics.push(unknown(&settings, from, input.answers));
            continue;
        };
        let answer = &input.answers[at];
        let Some(dataset) = &answer.dataset else { continue };
        let missing = missing_columns(declared, dataset, &settings);
        if !missing.is_empty() {
            diagnostics.extend(missing);
            continue;
        }
        pages.extend(dataset.rows.iter().filter_map(|row| page(declared, (at, row), &dataset.path, diagnostics)));
    }
    pages
}

/// The columns that a page of a row is to be made of and that no row has.
fn missing_columns(declared: &RowPages, dataset: &Dataset, settings: &RelPath) -> Vec<Diagnostic> {
    let RowPages { from: _, template: _, route, title, description } = declared;
    let Some(first) = dataset.rows.first() else { return Vec::new() };
    let names: Vec<&str> = first.fields.iter().map(|(name, _)| name.as_str()).collect();
    let mut missing: Vec<(&str, Diagnostic)> = Vec::new();
    for pattern in [Some(route), Some(title), description.as_ref()].into_iter().flatten() {
        for piece in pattern.value.pieces() {
            let Piece::Column(column) = piece else { continue };
            let is_known = missing.iter().any(|(known, _)| known == column);
            if is_known || dataset.rows.iter().any(|row| row.get(column).is_some()) {
                continue;
            }
            let message = format!("no row of `{}` has `{column}`", dataset.path);
            let fault = Diagnostic::new(Code::MissingField, settings, pattern.span, message)
                .did_you_mean(column, names.iter().copied())
                .help(format!("they have {}", listed(&names)));
            missing.push((column, fault));
        }
    }
    missing.into_iter().map(|(_, fault)| fault).collect()
}

/// The mistake of naming a query that there is not.
pub(super) fn unknown(path: &RelPath, named: &Spanned<String>, answers: &[Answer]) -> Diagnostic {
    let names: Vec<&str> = answers.iter().map(|answer| answer.name.as_str()).collect();
    let message = format!("there is no query `{}`", named.value);
    let fault = Diagnostic::new(Code::UnknownQuery, path, named.span, message);
    match names.as_slice() {
        [] => fault.help(format!("declare it in site.toml: `[queries.{}]` with `file = \"data/…\"`", named.value)),
        names => {
            let fault = fault.did_you_mean(&named.value, names.iter().copied());
            fault.help(format!("the queries are {}", listed(names)))
        }
    }
}

fn page(
    declared: &RowPages,
    (at, row): (usize, &Row),
    path: &RelPath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<RowPage> {
    let RowPages { from: _, template, route, title, description } = declared;
    let mut filled = |pattern: &Pattern, purpose| {
        fill(pattern, row, purpose).map_err(|wrong| diagnostics.push(wrong.at(path, row))).ok()
    };
    let address = filled(&route.value, Purpose::Address)?;
    let title = filled(&title.value, Purpose::Title)?;
    let description =
        description.as_ref().map_or(Some(String::new()), |pattern| filled(&pattern.value, Purpose::Description))?;
    if address.split('/').any(|part| part.len() > LONGEST_PART) {
        let message = format!("the row makes an address with a part of more than {LONGEST_PART} bytes");
        let fault = Diagnostic::new(Code::BadAddress, path, row.span, message);
        diagnostics.push(fault.help("name a column with shorter texts in the `route`"));
        return None;
    }
    Some(RowPage {
        route: Route::new(address),
        title,
        description,
        template: template.value.clone(),
        fields: row.fields.clone(),
        source: (at, row.span),
    })
}

/// Why a row does not fill a pattern.
enum Unfilled {
    Missing(String),
    NoText(String, Span),
    NoSlug(String, Span),
}

impl Unfilled {
    fn at(self, path: &RelPath, row: &Row) -> Diagnostic {
        match self {
            Unfilled::Missing(column) => {
                let start = Span::at(row.span.start as usize);
                let names: Vec<&str> = row.fields.iter().map(|(name, _)| name.as_str()).collect();
                let message = format!("the row has no `{column}`, of which site.toml makes its page");
                let fault = Diagnostic::new(Code::MissingField, path, start, message);
                fault.did_you_mean(&column, names.iter().copied()).help(format!("it has {}", listed(&names)))
            }
            Unfilled::NoText(column, place) => {
                let message = format!("`{column}` must be a text or a number, because site.toml makes a page of it");
                Diagnostic::new(Code::WrongType, path, place, message).help("fill it in, or name another column")
            }
            Unfilled::NoSlug(column, place) => {
                let message = format!("`{column}` has no letter or digit to make an address from");
                Diagnostic::new(Code::BadAddress, path, place, message).help("write a word, or name another column")
            }
        }
    }
}

/// What a pattern is filled for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Address,
    Title,
    /// It may be empty.
    Description,
}

fn fill(pattern: &Pattern, row: &Row, purpose: Purpose) -> Result<String, Unfilled> {
    let mut text = String::new();
    for piece in pattern.pieces() {
        let column = match piece {
            Piece::Text(written) => {
                text.push_str(written);
                continue;
            }
            Piece::Column(column) => column,
        };
        let (datum, place) = row.get(column).ok_or_else(|| Unfilled::Missing(column.clone()))?;
        let value = match datum {
            Datum::Text(value) => value.trim().to_owned(),
            Datum::Whole(value) => value.to_string(),
            Datum::Bool(_) | Datum::Nothing | Datum::List(_) | Datum::Map(_) => String::new(),
        };
        if purpose == Purpose::Address && matches!(datum, Datum::Text(_) | Datum::Whole(_)) {
            let slug = slugify(&value);
            if slug.is_empty() {
                return Err(Unfilled::NoSlug(column.clone(), place));
            }
            text.push_str(&slug);
        } else if value.is_empty() && purpose != Purpose::Description {
            return Err(Unfilled::NoText(column.clone(), place));
        } else {
            text.push_str(&value);
        }
    }
    Ok(text)
}
