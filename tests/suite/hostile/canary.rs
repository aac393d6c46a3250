//! A canary in every field, from the tables of which the schemas are made, looked for in everything that byline writes.
//!
//! A new field gets a canary by itself. If what it takes is not any text, the site of this test does not build until
//! `tests/hostile/canary.tsv` has a right value for it, with the reason.

use std::collections::BTreeMap;
use std::path::Path;

use byline::schema::Subject;
use byline::schema::table::{Entry, Kind, Table};
use scraper::Html;
use serde_json::{Map, Value, json};

use super::place::{holds, things};
use super::rules::{faults_of_page, faults_of_text, faults_of_xml};
use super::run;
use super::steps::program;
use crate::serve::client::Preview;
use crate::support::{repository, write};

/// What makes an element if it is not escaped, and closes what it stands in.
const ELEMENT: &str = "'\"><byline-canary>&lt;byline-canary&gt;</script><script>XSS-CANARY</script>]]> -->";
/// What acts on a terminal.
const CONTROL: &str = "\u{1b}]0;pwned\u{7}\u{1b}[2J";

/// A page of a row of data, with its cells wherever a template may put them.
const TOWN: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{{ page.title }}</title>
<meta name=\"description\" content=\"{{ page.description }}\"></head><body data-row='{{ page.row | json }}'>
<h1>{{ page.title }}</h1><p title=\"{{ page.row.note }}\">{{ page.row.more }}
<a href=\"{{ \"/find/\" ~ page.row.more | url }}\">{{ page.row.name }}</a></p>
<ul>{% for town in queries.towns %}<li>{{ town.note }}</li>{% endfor %}</ul>
<script type=\"application/json\">{{ queries.towns | json }}</script></body></html>\n";

/// Makes values for the fields of a table.
struct Filler {
    /// What no canary can stand for, by the path of the field.
    given: BTreeMap<String, Value>,
    used: Vec<String>,
    /// What each canary ends with.
    text: String,
    /// The field of each canary.
    fields: Vec<String>,
}

impl Filler {
    fn new(text: &str) -> Filler {
        let list = std::fs::read_to_string(repository().join("tests/hostile/canary.tsv")).expect("the list");
        let mut given = BTreeMap::new();
        for line in list.lines().skip(1) {
            let fields: Vec<&str> = line.split('\t').collect();
            let [path, value, why] = fields.as_slice() else { panic!("a line has three fields: {line}") };
            assert!(!why.is_empty(), "{path}: say why");
            let value = serde_json::from_str(value).unwrap_or_else(|cause| panic!("{path}: {cause}"));
            assert!(given.insert((*path).to_owned(), value).is_none(), "{path} is given twice");
        }
        Filler { given, used: Vec::new(), text: text.to_owned(), fields: Vec::new() }
    }

    /// A text that is told from all others; as Markdown it says the same.
    fn canary(&mut self, field: &str, is_markdown: bool) -> String {
        self.fields.push(field.to_owned());
        let text = format!("Canary{}x{}", self.fields.len() - 1, self.text);
        if !is_markdown {
            return text;
        }
        text.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect()
    }

    fn table(&mut self, path: &str, table: &Table) -> Value {
        let mut fields = Map::new();
        for entry in table.fields {
            let of = format!("{path}.{}", entry.name);
            if let Some(value) = self.entry(&of, entry) {
                fields.insert(entry.name.to_owned(), value);
            }
        }
        Value::Object(fields)
    }

    /// The value of a field; `None` if it is left out.
    fn entry(&mut self, path: &str, entry: &Entry) -> Option<Value> {
        let is_markdown = entry.description.contains("Markdown");
        Some(self.value(path, &entry.kind, is_markdown)).filter(|value| !value.is_null())
    }

    fn value(&mut self, path: &str, kind: &Kind, is_markdown: bool) -> Value {
        if let Some(value) = self.given.get(path) {
            self.used.push(path.to_owned());
            return value.clone();
        }
        match kind {
            Kind::Text | Kind::Filled | Kind::Names | Kind::Slug | Kind::Former | Kind::Elsewhere | Kind::Doi => {
                self.canary(path, is_markdown).into()
            }
            Kind::Date => "2026-01-02".into(),
            Kind::PartialDate => "2025".into(),
            Kind::Period => "12 months".into(),
            Kind::Boolean => true.into(),
            Kind::Integer(range) => (*range.start().max(&1)).into(),
            Kind::Choice(words) => words[0].into(),
            // Each choice is written somewhere else: one of them would leave the others untried.
            Kind::List(Kind::Choice(words)) => json!(words),
            Kind::List(kind) | Kind::ListOrOne(kind) => json!([self.value(path, kind, is_markdown)]),
            Kind::Map(table) if path.matches(".sections").count() > 1 => {
                let _ = table;
                Value::Null
            }
            Kind::Map(table) => self.table(path, table),
            Kind::MapOf(key, kind) => json!({ *key: self.value(path, kind, is_markdown) }),
            // The last is the richest.
            Kind::Either(kinds) => self.value(path, kinds.last().expect("a kind"), is_markdown),
            Kind::Any => json!({"any": self.canary(path, false)}),
        }
    }

    fn subject(&mut self, subject: Subject) -> Value {
        self.value(subject.name(), &subject.kind(), false)
    }
}

/// A value as TOML in one line.
fn toml(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| format!("{} = {}", json!(key), toml(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        // TOML escapes texts as JSON does.
        other => other.to_string(),
    }
}

/// Writes a site with a canary in every field; gives the fields.
fn put(root: &Path, text: &str) -> Vec<String> {
    let mut filler = Filler::new(text);
    let put = |path: &str, text: &str| write(&root.join(path), text.as_bytes());
    let settings = filler.subject(Subject::Site);
    let lines = settings.as_object().expect("settings").iter().map(|(key, value)| format!("{key} = {}\n", toml(value)));
    put("site.toml", &lines.collect::<String>());
    let article = filler.subject(Subject::FrontMatter);
    let in_body = |filler: &mut Filler, what: &str| filler.canary(what, true);
    let heading = in_body(&mut filler, "a heading");
    let label = in_body(&mut filler, "a call-out's title");
    let alternative = in_body(&mut filler, "an alternative text");
    let code = filler.canary("code", false).replace('`', "");
    let note = in_body(&mut filler, "a footnote");
    let body = format!(
        "## {heading}\n\n> [!NOTE] {label}\n> Text [@s1] and [a link](b.md \"{note}\").\n\n![{alternative}](quay.svg)\n\n\
         ```\n{code}\n```\n\n| {note} |\n|-|\n| {note} |\n\nA note.[^n]\n\n[^n]: {note}\n"
    );
    put("content/a.md", &format!("---\n{article}\n---\n{body}"));
    put("content/b.md", "---\ntitle: B\nauthors: [jane]\ntags: [T]\n---\nText [@example2020]. [](a.md)\n");
    put("content/series.md", "---\ntitle: C\nseries: {id: harbours, part: 2}\n---\nText.\n");
    let section = filler.subject(Subject::Section);
    put("content/coast/_index.md", &format!("---\n{section}\n---\n"));
    put("content/coast/d.md", "---\ntitle: D\n---\n![x](named.svg)\n");
    let person = filler.subject(Subject::Person);
    put("content/people/jane.md", &format!("---\n{person}\n---\n{}\n", in_body(&mut filler, "a biography")));
    put("content/sources.yml", &filler.subject(Subject::Sources).to_string());
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"400\" height=\"300\"></svg>\n";
    put("content/quay.svg", drawing);
    put("content/coast/named.svg", drawing);
    put("content/coast/named.svg.yml", &filler.subject(Subject::Picture).to_string());
    put(
        "content/na'me\"<byline-canary>.md",
        &format!(
            "---\ntitle: {}\n---\n![x](pi%27c%22%3Cbyline-canary%3E.svg)\n",
            json!(filler.canary("a title", false))
        ),
    );
    put("content/pi'c\"<byline-canary>.svg", drawing);
    put("static/fi'le\"<byline-canary>.txt", "x\n");
    let row: Map<String, Value> = ["name", "title", "note", "more"]
        .iter()
        .map(|cell| ((*cell).to_owned(), filler.canary(&format!("the cell {cell}"), false).into()))
        .collect();
    put("data/towns.json", &json!([row]).to_string());
    put("templates/town.html", TOWN);
    let words = std::fs::read_to_string(repository().join("themes/default/i18n/en.yml")).expect("the words");
    let mut translated = String::new();
    for (key, word) in
        words.lines().filter(|line| !line.starts_with(['#', ' '])).filter_map(|line| line.split_once(": "))
    {
        let holes: String =
            word.split('{').skip(1).filter_map(|rest| Some(format!("{{{}}}", rest.split_once('}')?.0))).collect();
        let mut filled = filler.canary(&format!("the word {key}"), false) + &holes;
        // Months are refused unless there are twelve.
        let missing = 12_usize.saturating_sub(filled.split_whitespace().count());
        if key == "months" {
            filled.push_str(&" m".repeat(missing));
        }
        translated.push_str(&format!("{key}: {}\n", json!(filled)));
    }
    put("i18n/en.yml", &translated);
    // The theme's own file is its author's; its table is looked at so that no subject is forgotten.
    assert_eq!(Subject::ALL.len(), 7, "a further kind of file has fields of its own: give it canaries");
    let unused: Vec<&String> = filler.given.keys().filter(|path| !filler.used.contains(path)).collect();
    assert!(unused.is_empty(), "there are no such fields: {unused:?}");
    filler.fields
}

/// What is an element on a page although it is a text.
fn broken_out(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut faults = faults_of_page(html);
    for element in page.tree.nodes().filter_map(|node| node.value().as_element().cloned()) {
        let attributes =
            element.attrs().any(|(name, _)| name.contains("canary") || name.contains('<') || name.contains('"'));
        if element.name().contains("canary") || attributes {
            faults.push(format!("a text makes {element:?}"));
        }
    }
    faults
}

/// What is wrong with a file, by its kind.
fn faults_of(name: &str, text: &str) -> Vec<String> {
    let of_markdown = |text: &str| {
        let mut html = String::new();
        pulldown_cmark::html::push_html(
            &mut html,
            pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::all()),
        );
        broken_out(&html)
    };
    match Path::new(name).extension().and_then(|extension| extension.to_str()) {
        Some("html") => broken_out(text),
        Some("xml") => {
            let mut faults = faults_of_xml(text);
            let feed = roxml(text);
            faults.extend(feed.iter().flat_map(|text| broken_out(text)));
            faults.extend(text.contains("<byline-canary>").then(|| "a text is not escaped".to_owned()));
            faults
        }
        Some("json") => match serde_json::from_str::<Value>(text) {
            Err(cause) => vec![cause.to_string()],
            Ok(value) => html_in(&value).iter().flat_map(|html| broken_out(html)).collect(),
        },
        Some("md") => of_markdown(text),
        Some("txt") if name == "llms.txt" => of_markdown(text),
        _ => Vec::new(),
    }
}

/// The HTML that a feed holds, as its readers get it.
fn roxml(text: &str) -> Vec<String> {
    let Ok(feed) = feed_rs::parser::parse(text.as_bytes()) else { return Vec::new() };
    feed.entries.into_iter().filter_map(|entry| entry.content?.body).collect()
}

fn html_in(value: &Value) -> Vec<String> {
    match value {
        Value::Object(fields) => {
            let own = fields.get("content_html").and_then(Value::as_str).map(str::to_owned);
            own.into_iter().chain(fields.values().flat_map(html_in)).collect()
        }
        Value::Array(items) => items.iter().flat_map(html_in).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn a_text_in_any_field_stays_text_wherever_it_is_written() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    let fields = put(root, ELEMENT);
    let run = run::run(run::command(program(), root, &["build".to_owned()]), |_| {});
    assert_eq!(run.code, Some(0), "{}", run.text());
    assert_eq!(faults_of_text(&run.said), Vec::<String>::new());
    let output = things(&root.join("public"));
    let mut faults = Vec::new();
    let mut everything = Vec::new();
    for (path, thing) in output.iter().filter(|(_, thing)| thing.is_file()) {
        let name = String::from_utf8_lossy(path);
        let text = String::from_utf8_lossy(thing.bytes());
        faults.extend(faults_of(&name, &text).into_iter().map(|fault| format!("{name}: {fault:.300}")));
        everything.extend_from_slice(thing.bytes());
        everything.push(b'\n');
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let is_shown = |at: usize| holds(&everything, format!("Canary{at}x").as_bytes());
    let unseen: Vec<&String> =
        fields.iter().enumerate().filter(|(at, _)| !is_shown(*at)).map(|(_, field)| field).collect();
    println!("{} canaries, of which the default theme shows all but {unseen:?}", fields.len());
    assert!(unseen.len() * 2 < fields.len(), "most are shown somewhere");
    // Each place where texts stand has some.
    for place in [
        "a page",
        "sitemap.xml",
        "feed.xml",
        "rss.xml",
        "feed.json",
        "llms.txt",
        "towns/",
        "canary/index.md",
        "canary/index.html",
        "search/",
    ] {
        let of_place = |(path, thing): &(&Vec<u8>, &super::place::Thing)| {
            let is_there = place == "a page" || String::from_utf8_lossy(path).starts_with(place);
            is_there && (holds(thing.bytes(), b"Canary") || place == "sitemap.xml")
        };
        assert!(output.iter().any(|entry| of_place(&entry)), "{place} has no canary");
    }
    let preview = Preview::start(root, &[]);
    for path in ["/canary/", "/__byline/", "/nothing"] {
        let answer = preview.get(path);
        let faults = broken_out(&String::from_utf8_lossy(&answer.body));
        assert!(faults.is_empty(), "{path}: {}", faults.join("\n"));
    }
    // A mistake, which the page shows over the last good site.
    write(
        &root.join("content/b.md"),
        format!("---\ntitle: B\nauthors: [{}]\n---\n[x](\\<byline-canary>.md)\n", json!(ELEMENT)).as_bytes(),
    );
    preview.wait_for("/__byline/", |_| true);
    let faults = broken_out(&String::from_utf8_lossy(&preview.get("/canary/").body));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert_eq!(faults_of_text(preview.said().as_bytes()), Vec::<String>::new());
}

#[test]
fn a_control_character_in_any_field_reaches_neither_terminal_nor_output() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path();
    put(root, CONTROL);
    for arguments in [
        &["build"][..],
        &["build", "--explain"],
        &["check"],
        &["check", "--format", "short"],
        &["check", "--format", "json"],
        &["check", "--format", "github"],
        &["check", "--format", "sarif"],
        &["check", "--format", "junit"],
        &["due"],
        &["next"],
        &["urls"],
    ] {
        let arguments: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        let run = run::run(run::command(program(), root, &arguments), |_| {});
        assert!(matches!(run.code, Some(0 | 1)), "{arguments:?}: {}", run.text());
        assert_eq!(faults_of_text(&run.said), Vec::<String>::new(), "{arguments:?}: {:?}", run.text());
    }
    // A compressed copy says what its file says, in any bytes.
    let is_read = |path: &[u8]| ![&b".gz"[..], b".br", b".zst"].iter().any(|ending| path.ends_with(ending));
    let output = things(&root.join("public"));
    for (path, thing) in output.iter().filter(|(path, thing)| thing.is_file() && is_read(path)) {
        let found = thing.bytes().iter().find(|byte| **byte < b' ' && !b"\n\t\r".contains(byte));
        assert_eq!(found, None, "{}", String::from_utf8_lossy(path));
    }
}
