//! Ledgers of other programs, BibTeX and CSL-JSON, as the fields of our own sources.
//!
//! Only what a source has is read; the rest (abstracts, keywords, files) is the other program's business.

use super::source::keep_readable_date;
use crate::decode::{self, BibEntry, Mistakes, Node, Value};
use crate::diagnostics::Code;
use crate::text::{RelPath, SourceMap, Span, Spanned, Text};

/// Fields of our own with their values, in the making.
struct Entry {
    span: Span,
    fields: Vec<(Spanned<String>, Node)>,
}

impl Entry {
    fn new(span: Span) -> Entry {
        Entry { span, fields: Vec::new() }
    }

    fn put(&mut self, name: &str, node: Option<Node>) {
        if let Some(node) = node {
            self.fields.push((Spanned::new(name.to_owned(), node.span), node));
        }
    }

    fn text(&mut self, name: &str, text: Option<Spanned<String>>) {
        self.put(name, text.filter(|text| !text.value.is_empty()).map(text_node));
    }

    /// What it stands in, and who published it. Who publishes a journal is said in few lists of sources.
    fn whole(&mut self, whole: Option<Spanned<String>>, publisher: Option<Spanned<String>>, kind: Option<&str>) {
        let whole = whole.filter(|whole| !whole.value.is_empty());
        self.text("publisher", publisher.filter(|_| whole.is_none() || kind == Some("chapter")));
        self.text("container", whole);
    }

    fn names(&mut self, name: &str, names: Option<Vec<Spanned<String>>>) {
        if let Some(names) = names.filter(|names| !names.is_empty()) {
            let span = names.iter().fold(names[0].span, |span, name| span.to(name.span));
            self.put(name, Some(Node::new(Value::List(names.into_iter().map(text_node).collect()), span)));
        }
    }

    /// A date, unless it is one that a source cannot have, which is a warning.
    fn date(&mut self, name: &str, text: Option<Spanned<String>>, mistakes: &Mistakes<'_>) {
        let date = text.and_then(|text| keep_readable_date(text, mistakes));
        self.text(name, date);
    }

    fn finish(self) -> Node {
        Node::new(Value::Map(self.fields), self.span)
    }
}

fn text_node(text: Spanned<String>) -> Node {
    let mut map = SourceMap::default();
    map.stands_for(0, text.span);
    Node::new(Value::Text(Text { value: text.value, map, span: text.span }), text.span)
}

/// The entries of a bibliography as sources.
pub(super) fn of_bibtex(path: &RelPath, text: &str, mistakes: &Mistakes<'_>) -> Vec<Node> {
    let read = decode::bibtex(path, text);
    mistakes.add_all(read.diagnostics);
    let entries = read.value;
    let parent = |entry: &BibEntry| {
        let key = bib_text(entry, &["crossref"])?;
        entries.iter().find(|other| other.key.value == key.value && other.key != entry.key)
    };
    let sources = entries.iter().filter(|entry| !matches!(entry.kind.as_str(), "xdata" | "set" | "control"));
    sources.map(|entry| of_bib_entry(entry, parent(entry), mistakes)).collect()
}

fn bib_text(entry: &BibEntry, names: &[&str]) -> Option<Spanned<String>> {
    let filled = |name: &&str| entry.fields.iter().find(|(known, text)| known == name && !text.value.is_empty());
    names.iter().find_map(filled).map(|(_, text)| text.clone())
}

fn of_bib_entry(entry: &BibEntry, parent: Option<&BibEntry>, mistakes: &Mistakes<'_>) -> Node {
    let own = |names: &[&str]| bib_text(entry, names);
    // What is not said of a part is said of the whole that it refers to.
    let text = |names: &[&str]| own(names).or_else(|| bib_text(parent?, names));
    let mut source = Entry::new(entry.span);
    source.text("id", Some(entry.key.clone()));
    let title = own(&["title"]).map(|title| match own(&["subtitle"]) {
        Some(subtitle) => title.map(|title| format!("{title}: {}", subtitle.value)),
        None => title,
    });
    source.text("title", title);
    let names = |kind: &str| entry.names.iter().find(|(name, _)| name == kind).map(|(_, names)| names.clone());
    source.names("authors", names("author"));
    // A part seldom repeats who edited the whole.
    let of_whole = || parent?.names.iter().find(|(name, _)| name == "editor").map(|(_, names)| names.clone());
    source.names("editors", names("editor").or_else(of_whole));
    let whole = own(&["journaltitle", "journal", "booktitle", "maintitle"]);
    let whole = whole.or_else(|| bib_text(parent?, &["title"]));
    let printed = own(&["howpublished"]).filter(|text| !text.value.starts_with("http"));
    let publisher = text(&["publisher", "institution", "school", "organization"]).or(printed);
    source.whole(whole, publisher, bib_kind(&entry.kind));
    source.date("date", bib_date(entry).or_else(|| bib_date(parent?)), mistakes);
    let linked = own(&["howpublished"]).filter(|text| text.value.starts_with("http"));
    source.text("url", own(&["url"]).or(linked).or_else(|| preprint(entry)));
    source.text("doi", own(&["doi"]));
    source.text("isbn", text(&["isbn"]));
    source.text("pages", own(&["pages"]));
    source.text("volume", text(&["volume"]));
    source.text("issue", own(&["number", "issue"]));
    source.text("edition", text(&["edition"]));
    source.date("accessed", own(&["urldate"]), mistakes);
    source.text("note", own(&["note"]));
    source.text("kind", bib_kind(&entry.kind).map(|kind| Spanned::new(kind.to_owned(), entry.key.span)));
    source.finish()
}

/// `date`, or `year` and `month`.
fn bib_date(entry: &BibEntry) -> Option<Spanned<String>> {
    if let Some(date) = bib_text(entry, &["date"]) {
        return Some(date);
    }
    let year = bib_text(entry, &["year"])?;
    let Some(month) = bib_text(entry, &["month"]).and_then(|month| month_number(&month.value)) else {
        return Some(year);
    };
    Some(year.map(|year| format!("{year}-{month:02}")))
}

fn month_number(month: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let month = month.trim().to_lowercase();
    let named = || MONTHS.iter().position(|name| month.starts_with(name)).and_then(|at| u8::try_from(at + 1).ok());
    month.parse().ok().filter(|month| (1..=12).contains(month)).or_else(named)
}

/// The address of a preprint that is named by its number.
fn preprint(entry: &BibEntry) -> Option<Spanned<String>> {
    let archive = bib_text(entry, &["eprinttype", "archiveprefix"])?;
    let number = bib_text(entry, &["eprint"])?;
    archive.value.eq_ignore_ascii_case("arxiv").then(|| number.map(|number| format!("https://arxiv.org/abs/{number}")))
}

fn bib_kind(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "article" | "suppperiodical" | "review" => "article",
        "book" | "mvbook" | "booklet" | "collection" | "mvcollection" | "reference" | "mvreference" | "proceedings"
        | "mvproceedings" | "periodical" => "book",
        "inbook" | "bookinbook" | "suppbook" | "incollection" | "suppcollection" | "inproceedings" | "conference"
        | "inreference" => "chapter",
        "online" | "electronic" | "www" | "webpage" => "web",
        "report" | "techreport" | "manual" | "thesis" | "phdthesis" | "mastersthesis" | "unpublished" => "report",
        "standard" => "standard",
        "dataset" => "dataset",
        "video" | "movie" => "video",
        "interview" => "interview",
        _ => return None,
    })
}

/// The items of CSL-JSON as sources.
pub(super) fn of_json(path: &RelPath, text: &str, mistakes: &Mistakes<'_>) -> Vec<Node> {
    let Some(node) = mistakes.read(decode::json(path, text)) else { return Vec::new() };
    let span = node.span;
    let Value::List(items) = node.value else {
        let found = mistakes.at(Code::WrongType, span, "a ledger in CSL-JSON must be a list of items");
        mistakes.add(found.help("put brackets around them: `[{\"id\": …}]`"));
        return Vec::new();
    };
    items.into_iter().filter_map(|item| of_json_item(item, mistakes)).collect()
}

fn of_json_item(item: Node, mistakes: &Mistakes<'_>) -> Option<Node> {
    let span = item.span;
    let Value::Map(fields) = item.value else {
        let found = mistakes.at(Code::WrongType, span, "an item of CSL-JSON must be an object");
        mistakes.add(found.help("begin it with `{\"id\": …`"));
        return None;
    };
    let value = |name: &str| fields.iter().find(|(key, _)| key.value == name).map(|(_, node)| node);
    let text = |name: &str| value(name).and_then(csl_text);
    let mut source = Entry::new(span);
    source.text("id", text("id"));
    source.text("title", text("title"));
    let people = |roles: &[&str]| {
        let Value::List(people) = &roles.iter().find_map(|role| value(role))?.value else { return None };
        Some(people.iter().filter_map(csl_name).collect())
    };
    source.names("authors", people(&["author", "director"]));
    source.names("editors", people(&["editor"]));
    let kind = text("type").and_then(|kind| Some(Spanned::new(csl_kind(&kind.value)?, kind.span)));
    source.whole(text("container-title"), text("publisher"), kind.as_ref().map(|kind| kind.value));
    source.date("date", value("issued").and_then(csl_date), mistakes);
    source.text("url", text("URL"));
    source.text("doi", text("DOI"));
    source.text("isbn", text("ISBN"));
    source.text("pages", text("page"));
    source.text("volume", text("volume"));
    source.text("issue", text("issue").or_else(|| text("number")));
    source.text("edition", text("edition"));
    source.date("accessed", value("accessed").and_then(csl_date), mistakes);
    source.text("note", text("note"));
    source.text("kind", kind.map(|kind| kind.map(str::to_owned)));
    Some(source.finish())
}

/// A text, a number as a text, or the first of a list of them; without the few tags that CSL-JSON knows.
fn csl_text(node: &Node) -> Option<Spanned<String>> {
    const TAGS: [&str; 10] =
        ["<i>", "</i>", "<b>", "</b>", "<sub>", "</sub>", "<sup>", "</sup>", "<span class=\"nocase\">", "</span>"];
    if let Value::List(items) = &node.value {
        return items.first().filter(|first| !matches!(first.value, Value::List(_))).and_then(csl_text);
    }
    let mut text = node.clone().into_text()?.value;
    if text.contains('<') {
        TAGS.iter().for_each(|tag| text = text.replace(tag, ""));
    }
    Some(Spanned::new(text.split_whitespace().collect::<Vec<_>>().join(" "), node.span))
}

fn csl_name(node: &Node) -> Option<Spanned<String>> {
    let Value::Map(parts) = &node.value else { return csl_text(node) };
    let part = |name: &str| {
        let found = parts.iter().find(|(key, _)| key.value == name).and_then(|(_, node)| csl_text(node));
        found.map(|text| text.value).filter(|text| !text.is_empty())
    };
    if let Some(literal) = part("literal") {
        // Several words are one name, which a comma at its end says.
        let literal = if literal.contains(' ') { literal + "," } else { literal };
        return Some(Spanned::new(literal, node.span));
    }
    let family =
        ["dropping-particle", "non-dropping-particle", "family", "suffix"].iter().filter_map(|name| part(name));
    let family = family.collect::<Vec<_>>().join(" ");
    let whole = match part("given") {
        Some(given) if family.is_empty() => given,
        Some(given) => format!("{family}, {given}"),
        None => family,
    };
    (!whole.is_empty()).then(|| Spanned::new(whole, node.span))
}

/// `date-parts`, else the date as it was typed.
fn csl_date(node: &Node) -> Option<Spanned<String>> {
    let Value::Map(parts) = &node.value else { return csl_text(node) };
    let part = |name: &str| parts.iter().find(|(key, _)| key.value == name).map(|(_, node)| node);
    if let Some(Node { value: Value::List(dates), .. }) = part("date-parts")
        && let Some(Node { value: Value::List(numbers), .. }) = dates.first()
    {
        let numbers = numbers.iter().filter_map(csl_text).map(|number| number.value);
        let padded = numbers.enumerate().map(|(at, number)| if at == 0 { number } else { format!("{number:0>2}") });
        let date = padded.collect::<Vec<_>>().join("-");
        return (!date.is_empty()).then(|| Spanned::new(date, node.span));
    }
    let typed = part("raw").or_else(|| part("literal")).and_then(csl_text)?;
    Some(Spanned::new(typed.value, node.span))
}

fn csl_kind(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "article" | "article-journal" | "article-magazine" | "article-newspaper" | "review" | "review-book" => {
            "article"
        }
        "book" | "classic" | "collection" => "book",
        "chapter" | "entry" | "entry-dictionary" | "entry-encyclopedia" | "paper-conference" => "chapter",
        "webpage" | "post" | "post-weblog" => "web",
        "report" | "thesis" | "manuscript" => "report",
        "standard" => "standard",
        "dataset" => "dataset",
        "motion_picture" | "broadcast" => "video",
        "interview" => "interview",
        _ => return None,
    })
}
