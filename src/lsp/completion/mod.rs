//! What may be typed next.
//!
//! 1. In front matter and in files of YAML, [`front_matter`] asks the readers themselves which fields and values there are;
//!    [`described`] says what each is for.
//! 2. In the text, [`body`] tells by what stands before the cursor on its line what is wanted: a source, a link, an
//!    anchor, a component, a call-out.
//! 3. What fits with what is typed so far becomes a list.

mod body;
mod described;
mod front_matter;

use std::ops::Range;

use gen_lsp_types as types;
use gen_lsp_types::{CompletionItem, CompletionItemKind, CompletionList};

use super::desk::{Desk, Here};
use super::known::Written;
use crate::config::theme::{Form, Parameter, ParameterKind, Signature};
use crate::resolve::links::relative;
use crate::text::{RelPath, Span};

/// How many proposals are made at most; the client asks again when more is typed.
const MOST: usize = 200;

/// Something that may be typed.
#[derive(Debug, Default)]
struct Offer {
    label: String,
    /// What is typed; the label by default.
    insert: Option<String>,
    detail: Option<String>,
    kind: Option<CompletionItemKind>,
    /// Whether `insert` has parts to fill in, and what stands there for a client that cannot do that.
    plain: Option<String>,
}

impl Offer {
    fn new(label: impl Into<String>, kind: CompletionItemKind) -> Offer {
        Offer { label: label.into(), kind: Some(kind), ..Offer::default() }
    }

    fn detail(self, detail: impl Into<String>) -> Offer {
        Offer { detail: Some(detail.into()).filter(|detail| !detail.is_empty()), ..self }
    }

    fn insert(self, insert: impl Into<String>) -> Offer {
        Offer { insert: Some(insert.into()), ..self }
    }

    fn snippet(self, insert: impl Into<String>, plain: impl Into<String>) -> Offer {
        Offer { insert: Some(insert.into()), plain: Some(plain.into()), ..self }
    }

    /// How well it fits with what is typed: the smaller the better; `None` if it does not.
    fn rank(&self, typed: &str) -> Option<u8> {
        if typed.is_empty() {
            return Some(0);
        }
        let label = self.label.to_lowercase();
        let inserted = self.insert.as_deref().unwrap_or_default().to_lowercase();
        let detail = self.detail.as_deref().unwrap_or_default().to_lowercase();
        if label.starts_with(typed) || inserted.starts_with(typed) {
            return Some(0);
        }
        if detail.starts_with(typed) {
            return Some(1);
        }
        if label.contains(typed) || inserted.contains(typed) {
            return Some(2);
        }
        // A letter or two stand in every description.
        (typed.len() > 2 && detail.contains(typed)).then_some(3)
    }
}

/// What is wanted at the cursor.
struct Wanted {
    /// What is typed so far, which the proposal takes the place of.
    typed: Range<usize>,
    offers: Vec<Offer>,
}

/// What may be typed at a place.
pub fn complete(desk: &Desk<'_>, here: &Here<'_>) -> CompletionList {
    let wanted = if front_matter::is_yaml(here) {
        // A value may be Markdown, where these marks mean what they do in the body.
        let in_markdown = here.written.and_then(Written::references).and_then(|_| body::wanted_in_value(desk, here));
        in_markdown.or_else(|| front_matter::wanted(desk, here))
    } else {
        body::wanted(desk, here)
    };
    let Some(Wanted { typed, offers }) = wanted else { return CompletionList::default() };
    let said = here.text.get(typed.clone()).unwrap_or_default().trim_matches(['"', '\'']).to_lowercase();
    let mut ranked: Vec<(u8, Offer)> =
        offers.into_iter().filter_map(|offer| Some((offer.rank(&said)?, offer))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let is_incomplete = ranked.len() > MOST;
    let Some(text) = desk.text(here.path) else { return CompletionList::default() };
    let range = text.range(Span::new(typed.start, typed.end));
    let said = here.text.get(typed).unwrap_or_default();
    let items = ranked.into_iter().take(MOST).zip(0_u32..).map(|((_, offer), at)| {
        let Offer { label, insert, detail, kind, plain } = offer;
        let is_snippet = plain.is_some() && desk.snippets;
        let new_text = match (insert, plain) {
            (Some(insert), None) => insert,
            (Some(insert), Some(_)) if is_snippet => insert,
            (_, Some(plain)) => plain,
            (None, None) => label.clone(),
        };
        CompletionItem {
            // What fits was chosen here, by more than the client knows; its filter must not take it away again.
            filter_text: Some(if said.is_empty() { label.clone() } else { format!("{said} {label}") }),
            sort_text: Some(format!("{at:04}")),
            label,
            kind,
            detail,
            insert_text_format: is_snippet.then_some(types::InsertTextFormat::Snippet),
            text_edit: Some(types::CompletionItemTextEdit::TextEdit(types::TextEdit { range, new_text })),
            ..CompletionItem::default()
        }
    });
    // More letters are asked for again: what fits is told by titles, too.
    CompletionList {
        is_incomplete: is_incomplete || !said.is_empty(),
        items: items.collect(),
        ..CompletionList::default()
    }
}

/// How a component is written.
pub fn signature(signature: &Signature) -> String {
    let Signature { name, forms, parameters, one_of, takes_label, takes_id, takes_classes } = signature;
    let written = |parameter: &Parameter| {
        let value = match parameter.kind {
            ParameterKind::Text => "text",
            ParameterKind::Bool => "true",
            ParameterKind::Integer => "1",
            ParameterKind::Rows => "query",
        };
        format!("{}=\"{value}\"", parameter.name)
    };
    let (alternatives, others): (Vec<&Parameter>, Vec<_>) =
        parameters.iter().partition(|parameter| one_of.contains(&parameter.name));
    let alternatives: Vec<String> = alternatives.into_iter().map(written).collect();
    let mut arguments: Vec<String> = others
        .into_iter()
        .map(|parameter| if parameter.required { written(parameter) } else { format!("({})", written(parameter)) })
        .collect();
    if !alternatives.is_empty() {
        arguments.insert(0, alternatives.join(" or "));
    }
    arguments.extend(takes_id.then(|| "(#id)".to_owned()));
    arguments.extend(takes_classes.then(|| "(.class)".to_owned()));
    let label = if *takes_label { "[label]" } else { "" };
    let arguments = if arguments.is_empty() { String::new() } else { format!("{{{}}}", arguments.join(" ")) };
    let written = forms.iter().map(|form| match form {
        Form::Container => format!(":::{name}{label}{arguments} … :::"),
        Form::Line => format!("::{name}{label}{arguments}"),
        Form::Inline => format!(":{name}[text]{arguments}"),
    });
    written.collect::<Vec<String>>().join("\n")
}

/// The documents and files that a path may lead to, as one is written in a file.
fn paths(desk: &Desk<'_>, here: &Here<'_>, of: &dyn Fn(&RelPath) -> bool) -> Vec<Offer> {
    let edition = desk.known.edition(here.path);
    let documents = desk.known.public().filter(|path| desk.known.edition(path) == edition && of(path));
    let documents = documents.filter(|path| *path != here.path).map(|path| {
        let title = desk.title(&super::known::Target::Document(path.clone()));
        Offer::new(relative(here.path, path.as_str()), CompletionItemKind::File).detail(title)
    });
    documents.collect()
}

/// The pictures and other files that a path may lead to.
fn files(desk: &Desk<'_>, here: &Here<'_>, pictures: bool) -> Vec<Offer> {
    let is_picture = |path: &&RelPath| {
        let known = ["jpg", "jpeg", "png", "webp", "gif", "svg", "avif"];
        !pictures || known.iter().any(|extension| path.extension().eq_ignore_ascii_case(extension))
    };
    let mut files: Vec<&RelPath> = desk.known.files().iter().filter(is_picture).collect();
    // What lies beside the article is meant more often.
    files.sort_by_key(|path| path.parent() != here.path.parent());
    files.into_iter().map(|path| Offer::new(relative(here.path, path.as_str()), CompletionItemKind::File)).collect()
}
