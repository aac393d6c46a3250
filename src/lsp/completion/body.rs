//! What may be typed in the text of a document, by what stands before the cursor on its line.

use std::ops::Range;

use gen_lsp_types::CompletionItemKind;

use super::{Offer, Wanted, files, paths, signature};
use crate::config::theme::{Form, Parameter, ParameterKind, Signature};
use crate::lsp::desk::{Desk, Here};
use crate::lsp::known::{Target, Written};
use crate::parse::document::{LinkTarget, Place};
use crate::parse::front_matter::Source;
use crate::resolve::links::as_written;
use crate::text::RelPath;

/// What a figure takes in braces.
const FIGURE: [&str; 7] = ["credit", "credit_url", "creator", "copyright", "license", "digital_source", "width"];

/// What may be typed at a place in a text.
pub fn wanted(desk: &Desk<'_>, here: &Here<'_>) -> Option<Wanted> {
    let start = here.text.get(..here.offset)?.rfind('\n').map_or(0, |at| at + 1);
    let line = here.text.get(start..here.offset)?;
    let from = |at: usize| start + at..here.offset;
    if let Some(at) = opened(line, "[[", "]]") {
        return Some(wiki(desk, here, from(at)));
    }
    if let Some(wanted) = in_link(desk, here, line, &from) {
        return Some(wanted);
    }
    if let Some(at) = opened(line, "[!", "]").filter(|_| line.trim_start().starts_with('>')) {
        let kinds = desk.known.output.parse_options().markdown.callout_kinds();
        let offers = kinds.map(|kind| Offer::new(kind.to_uppercase(), CompletionItemKind::Keyword));
        return Some(Wanted { typed: from(at), offers: offers.collect() });
    }
    if let Some(at) = citing(line) {
        return Some(Wanted { typed: from(at), offers: sources(desk, here) });
    }
    if let Some(at) = opened(line, "{", "}") {
        return attributes(desk, line, at, from(at));
    }
    components(desk, line, &from)
}

/// What may be typed in a link or a citation in a value of front matter, which has marks of its own for all else.
pub fn wanted_in_value(desk: &Desk<'_>, here: &Here<'_>) -> Option<Wanted> {
    let start = here.text.get(..here.offset)?.rfind('\n').map_or(0, |at| at + 1);
    let line = here.text.get(start..here.offset)?;
    let from = |at: usize| start + at..here.offset;
    let cited = || {
        let at = citing(line)?;
        // No address of mail.
        let is_mark = line.get(..at - 1)?.ends_with(['[', ' ', '-', ';']);
        is_mark.then(|| Wanted { typed: from(at), offers: sources(desk, here) })
    };
    in_link(desk, here, line, &from).or_else(cited)
}

fn in_link(desk: &Desk<'_>, here: &Here<'_>, line: &str, from: &dyn Fn(usize) -> Range<usize>) -> Option<Wanted> {
    let at = opened(line, "](", ")")?;
    let is_picture = line.get(..at - 2).is_some_and(is_picture);
    let at = at + usize::from(line.get(at..).is_some_and(|rest| rest.starts_with('<')));
    Some(destination(desk, here, from(at), is_picture))
}

/// Where the key begins that is being cited.
fn citing(line: &str) -> Option<usize> {
    let at = opened(line, "[", "]")?;
    let key = at + line.get(at..)?.rfind('@')? + 1;
    (!line.get(key..)?.contains([' ', ';', ','])).then_some(key)
}

/// Where the text begins behind the last opening mark that is not closed.
fn opened(line: &str, open: &str, close: &str) -> Option<usize> {
    let at = line.rfind(open)? + open.len();
    (!line.get(at..)?.contains(close)).then_some(at)
}

/// Whether the bracket that ends here is the text of a picture.
fn is_picture(before: &str) -> bool {
    before.rfind('[').is_some_and(|at| before.get(..at).is_some_and(|before| before.ends_with('!')))
}

fn wiki(desk: &Desk<'_>, here: &Here<'_>, typed: Range<usize>) -> Wanted {
    let written = here.text.get(typed.clone()).unwrap_or_default();
    if let Some((name, _)) = written.split_once('#') {
        let target = LinkTarget::Wiki { name: name.trim().to_owned(), fragment: String::new() };
        let offers = if name.trim().is_empty() { own_anchors(here) } else { anchors(desk, here, &target) };
        return Wanted { typed: typed.start + name.len() + 1..typed.end, offers };
    }
    let edition = desk.known.edition(here.path);
    let is_other = |path: &RelPath| path != here.path && desk.known.edition(path) == edition;
    let public = desk.known.addresses().filter(|(_, path)| is_other(path));
    let closed = here.text.get(typed.end..).is_some_and(|rest| rest.starts_with("]]"));
    let offers = public.map(|(address, path)| {
        let title = desk.title(&Target::Document(path.clone()));
        // What means something between the brackets cannot be part of a name: then it is the end of the address.
        let slug = address.rsplit('/').next().unwrap_or_default();
        let name = if title.contains(['|', '#', '[', ']']) && !slug.is_empty() { slug } else { &title };
        let insert = if closed { name.to_owned() } else { format!("{name}]]") };
        Offer::new(title, CompletionItemKind::Reference).detail(path.as_str()).insert(insert)
    });
    Wanted { offers: offers.collect(), typed }
}

fn destination(desk: &Desk<'_>, here: &Here<'_>, typed: Range<usize>, is_picture: bool) -> Wanted {
    let written = here.text.get(typed.clone()).unwrap_or_default();
    if let Some((path, _)) = written.split_once('#') {
        let (path_text, fragment) = (path.to_owned(), String::new());
        let offers = match path {
            "" => own_anchors(here),
            path if path.starts_with('/') => anchors(desk, here, &LinkTarget::Address { path: path_text, fragment }),
            _ => anchors(desk, here, &LinkTarget::File { path: path_text, fragment }),
        };
        return Wanted { typed: typed.start + path.len() + 1..typed.end, offers };
    }
    let encoded = |offers: Vec<Offer>| {
        let encoded = |offer: Offer| {
            let insert = as_written(&offer.label);
            offer.insert(insert)
        };
        offers.into_iter().map(encoded).collect()
    };
    if is_picture {
        return Wanted { typed, offers: encoded(files(desk, here, true)) };
    }
    if written.starts_with('/') {
        let offers = desk.known.addresses().map(|(address, path)| {
            let title = desk.title(&Target::Document(path.clone()));
            Offer::new(format!("{address}/"), CompletionItemKind::File).detail(title)
        });
        return Wanted { typed, offers: encoded(offers.collect()) };
    }
    let mut offers = paths(desk, here, &|_| true);
    offers.extend(files(desk, here, false));
    Wanted { typed, offers: encoded(offers) }
}

fn own_anchors(here: &Here<'_>) -> Vec<Offer> {
    here.written.map(anchors_of).unwrap_or_default()
}

fn anchors(desk: &Desk<'_>, here: &Here<'_>, target: &LinkTarget) -> Vec<Offer> {
    match desk.known.find(here.path, target) {
        Some(Target::Document(path)) => desk.written(&path).map(anchors_of).unwrap_or_default(),
        Some(Target::File(_)) | None => Vec::new(),
    }
}

fn anchors_of(written: Written<'_>) -> Vec<Offer> {
    let Some(references) = written.references() else { return Vec::new() };
    let words = |id: &str| {
        let heading = references.headings.iter().find(|heading| heading.id == id).map(|heading| &heading.text);
        let question = || references.questions.iter().find(|question| question.id == id).map(|question| &question.text);
        heading.or_else(question).cloned().unwrap_or_default()
    };
    let offer = |id: &str| Offer::new(id.to_owned(), CompletionItemKind::Reference).detail(words(id));
    references.anchors().map(offer).collect()
}

/// The keys that can be cited: the document's own, then the ledger's.
fn sources(desk: &Desk<'_>, here: &Here<'_>) -> Vec<Offer> {
    let own = here.written.map(Written::sources).unwrap_or_default().iter();
    let ledger = desk.known.ledger().filter_map(|path| desk.written(path)).flat_map(Written::sources);
    let all = own.chain(ledger).filter(|source| !source.title.is_empty());
    all.map(|source| Offer::new(source.id.value.clone(), CompletionItemKind::Reference).detail(brief(source))).collect()
}

/// A source in a line.
fn brief(source: &Source) -> String {
    let authors = source.makers().first().map(|first| crate::resolve::sources::family(first).to_owned());
    let more = if source.makers().len() > 1 { " et al." } else { "" };
    let year = source.date.map(|date| format!(" ({date})")).unwrap_or_default();
    match authors {
        Some(author) => format!("{author}{more}{year}: {}", source.title),
        None => format!("{}{year}", source.title),
    }
}

/// What a component or a figure takes in braces; `line` ends at the cursor, the brace stands before `at`.
fn attributes(desk: &Desk<'_>, line: &str, at: usize, braces: Range<usize>) -> Option<Wanted> {
    let written = line.get(at..)?;
    // Within a value nothing can be proposed.
    if written.matches('"').count() % 2 == 1 {
        return None;
    }
    let typed = written.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let given = |name: &str| written.contains(&format!("{name}="));
    let before = line.get(..at - 1)?;
    let typed = braces.start + typed..braces.end;
    if before.ends_with(')') && before.contains("![") {
        let open = FIGURE.iter().filter(|name| !given(name));
        let offer = |name: &&str| {
            Offer::new(*name, CompletionItemKind::Property).snippet(format!("{name}=\"$1\""), format!("{name}=\"\""))
        };
        return Some(Wanted { typed, offers: open.map(offer).collect() });
    }
    let name = before.rsplit(':').next()?.split('[').next()?.trim();
    let signature = desk.known.output.signatures().iter().find(|signature| signature.name == name)?;
    let has_one = signature.one_of.iter().any(|name| given(name));
    let is_alternative = |parameter: &Parameter| signature.one_of.contains(&parameter.name);
    let is_open = |parameter: &&Parameter| !(given(&parameter.name) || has_one && is_alternative(parameter));
    let open = signature.parameters.iter().filter(is_open);
    let offers = open.map(|parameter| {
        let detail = match (parameter.required, parameter.kind) {
            (true, _) => "needed",
            (false, _) if is_alternative(parameter) => "one of these is needed",
            (false, ParameterKind::Text) => "a text",
            (false, ParameterKind::Bool) => "true or false",
            (false, ParameterKind::Integer) => "a whole number",
            (false, ParameterKind::Rows) => "the name of a query",
        };
        let name = &parameter.name;
        Offer::new(name.clone(), CompletionItemKind::Property)
            .detail(detail)
            .snippet(format!("{name}=\"$1\""), format!("{name}=\"\""))
    });
    Some(Wanted { typed, offers: offers.collect() })
}

/// Components and places, after colons.
fn components(desk: &Desk<'_>, line: &str, from: &dyn Fn(usize) -> Range<usize>) -> Option<Wanted> {
    let at = line.rfind(':')? + 1;
    let name = line.get(at..)?;
    if !name.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_') {
        return None;
    }
    let before = line.get(..at)?.trim_end_matches(':');
    let colons = at - before.len();
    let is_alone = before.trim_start_matches([' ', '\t', '>']).is_empty();
    let form = match colons {
        1 if before.is_empty() || before.ends_with([' ', '\t', '(']) => Form::Inline,
        2 if is_alone => Form::Line,
        3.. if is_alone => Form::Container,
        _ => return None,
    };
    let callable = desk.known.output.signatures().iter().filter(|signature| signature.forms.contains(&form));
    let mut offers: Vec<Offer> = callable.map(|one| call(one, form, colons)).collect();
    if form == Form::Line {
        let places =
            Place::ALL.iter().map(|(name, _)| Offer::new(*name, CompletionItemKind::Keyword).detail("a place"));
        offers.extend(places);
    }
    Some(Wanted { typed: from(at), offers })
}

/// A call of a component, with what it needs.
fn call(component: &Signature, form: Form, colons: usize) -> Offer {
    let Signature { name, parameters, takes_label, .. } = component;
    let needed: Vec<&str> =
        parameters.iter().filter(|parameter| parameter.required).map(|parameter| parameter.name.as_str()).collect();
    let mut next = 0;
    let mut stop = || {
        next += 1;
        format!("${next}")
    };
    let mut written = name.clone();
    if form == Form::Inline || *takes_label {
        written.push_str(&format!("[{}]", stop()));
    }
    if !needed.is_empty() {
        let arguments: Vec<String> = needed.iter().map(|name| format!("{name}=\"{}\"", stop())).collect();
        written.push_str(&format!("{{{}}}", arguments.join(" ")));
    }
    if form == Form::Container {
        written.push_str(&format!("\n$0\n{}", ":".repeat(colons)));
    }
    let plain = name.clone();
    let detail = signature(&Signature { forms: vec![form], ..component.clone() });
    Offer::new(name.clone(), CompletionItemKind::Function).detail(detail).snippet(written, plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_open_until_it_is_closed() {
        assert_eq!(opened("a [[b", "[[", "]]"), Some(4));
        assert_eq!(opened("a [[b]] c", "[[", "]]"), None);
        assert_eq!(opened("[a](b) [c](", "](", ")"), Some(11));
        assert!(is_picture("x ![a"));
        assert!(!is_picture("x [a"));
    }
}
