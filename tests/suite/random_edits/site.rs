//! A site as a value that edits change, and the files that it is on disk.
//!
//! Texts have tokens such as `{{link KEY}}` for what they refer to. A token follows its target wherever edits move it,
//! and is left out where it would not be valid: so most sites are valid ones, however they were edited.

use std::collections::{BTreeMap, BTreeSet};

use byline::slug::slugify;

/// The template of the search page, which gives the plain theme a search.
const SEARCH: &[u8] = b"{% extends \"base.html\" %}{% block main %}{{ site.search.url }}
{% for row in queries.towns %}{{ row.name }} {{ row.note }}
{% endfor %}{% endblock main %}";

/// What shows data: the settings, the file, the template of the page of a row, and a component for articles.
const QUERIES: [(&str, &str, &str); 6] = [
    ("queries.towns", "file", "\"data/towns.csv\""),
    ("queries.towns", "templates", "[\"search\"]"),
    ("pages.towns", "from", "\"towns\""),
    ("pages.towns", "template", "\"row\""),
    ("pages.towns", "route", "\"/towns/{name}/\""),
    ("pages.towns", "title", "\"{name}\""),
];
const DATA: [(&str, &str); 3] = [
    ("data/towns.csv", "name,note\nTown 0,a note\nTown 1,another\n"),
    ("templates/row.html", "{{ page.title }}: {{ page.row.note }}\n"),
    (
        "templates/components/rows.html",
        "{% component rows(of: array) {\"directive\": [\"line\"]} %}{% for row in of %}{{ row.note }},{% endfor %}{% endcomponent rows %}",
    ),
];

/// A site, and how it is built.
#[derive(Clone)]
pub struct Site {
    /// By path below content/.
    pub documents: BTreeMap<String, Document>,
    /// The ledger: the fields of each source, by key.
    pub ledger: BTreeMap<String, String>,
    /// The entries of a ledger in BibTeX, by key.
    pub bibliography: BTreeMap<String, String>,
    /// Whether the ledger is one file for each source.
    pub ledger_is_split: bool,
    /// site.toml: values by table and key.
    pub settings: BTreeMap<(String, String), String>,
    /// All other files, by path below the root.
    pub files: BTreeMap<String, Vec<u8>>,
    /// `--now`.
    pub now: String,
    /// Further arguments of the build.
    pub arguments: BTreeSet<String>,
}

/// An article, a section or a person.
#[derive(Clone)]
pub struct Document {
    /// What tokens call it; it stays when the file is moved.
    pub key: String,
    pub kind: Kind,
    /// The title, or a person's name.
    pub title: String,
    /// The rest of the front matter. A value that begins with a line break is a block of YAML.
    pub fields: BTreeMap<String, String>,
    /// The body; the first block of an article is its lead and stays.
    pub blocks: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Article,
    Section,
    Person,
}

impl Site {
    /// A site with nothing but its settings and a theme's files.
    pub fn new(theme: BTreeMap<String, Vec<u8>>) -> Site {
        let settings = [("title", "\"The Harbour Review\""), ("base_url", "\"https://review.example\"")];
        let settings = settings.map(|(key, value)| ((String::new(), key.to_owned()), value.to_owned()));
        let mut settings = BTreeMap::from(settings);
        settings.insert(("images".to_owned(), "widths".to_owned()), "[16]".to_owned());
        settings.insert(("theme".to_owned(), "name".to_owned()), "\"plain\"".to_owned());
        let mut files: BTreeMap<String, Vec<u8>> =
            theme.into_iter().map(|(path, bytes)| (format!("themes/plain/{path}"), bytes)).collect();
        files.insert("themes/plain/templates/search.html".to_owned(), SEARCH.to_vec());
        files.extend(DATA.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
        settings.extend(QUERIES.map(|(table, key, value)| ((table.to_owned(), key.to_owned()), value.to_owned())));
        Site {
            documents: BTreeMap::new(),
            ledger: BTreeMap::new(),
            bibliography: BTreeMap::new(),
            ledger_is_split: false,
            settings,
            files,
            now: "2026-01-15T12:00:00Z".to_owned(),
            arguments: BTreeSet::new(),
        }
    }

    /// The paths of the documents of one kind.
    pub fn paths(&self, kind: Kind) -> impl Iterator<Item = &String> {
        self.documents.iter().filter(move |(_, document)| document.kind == kind).map(|(path, _)| path)
    }

    /// The keys of the documents of one kind.
    pub fn keys(&self, kind: Kind) -> impl Iterator<Item = &String> {
        self.documents.values().filter(move |document| document.kind == kind).map(|document| &document.key)
    }

    /// The keys of the ledger, in whatever format.
    pub fn source_keys(&self) -> impl Iterator<Item = &String> {
        self.ledger.keys().chain(self.bibliography.keys())
    }

    /// Every file below the root, by path.
    pub fn to_files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.files.clone();
        for (path, document) in &self.documents {
            files.insert(format!("content/{path}"), self.document(path, document).into_bytes());
        }
        let source = |(key, fields): (&String, &String)| format!("- id: {key}\n{fields}");
        if self.ledger_is_split {
            for entry in &self.ledger {
                files.insert(format!("content/sources/{}.yml", entry.0), source(entry).into_bytes());
            }
        } else if !self.ledger.is_empty() {
            let text: String = self.ledger.iter().map(source).collect();
            files.insert("content/sources.yml".to_owned(), text.into_bytes());
        }
        if !self.bibliography.is_empty() {
            let text: String = self.bibliography.values().map(String::as_str).collect();
            files.insert("content/sources.bib".to_owned(), text.into_bytes());
        }
        files.insert("site.toml".to_owned(), self.site_toml().into_bytes());
        // Two edits may want a file and a folder of one name; no disk has both.
        let below_a_file = |path: &String| path.match_indices('/').any(|(at, _)| files.contains_key(&path[..at]));
        let impossible: Vec<String> = files.keys().filter(|path| below_a_file(path)).cloned().collect();
        for path in impossible {
            files.remove(&path);
        }
        files
    }

    /// Whether an article is surely public: not a draft, due and without an end.
    pub fn is_public(&self, document: &Document) -> bool {
        let due = document.fields.get("published").is_none_or(|date| date[..10] < self.now[..10]);
        due && !document.fields.contains_key("draft") && !document.fields.contains_key("expires")
    }

    fn site_toml(&self) -> String {
        let mut text = String::new();
        let mut last = "";
        for ((table, key), value) in &self.settings {
            let Some(value) = self.expand(value, "", None) else { continue };
            if table != last {
                text.push_str(&format!("[{table}]\n"));
                last = table;
            }
            text.push_str(&format!("{key} = {value}\n"));
        }
        text
    }

    fn document(&self, path: &str, document: &Document) -> String {
        let name = if document.kind == Kind::Person { "name" } else { "title" };
        let mut text = format!("---\n{name}: {}\n", quoted(&document.title));
        for (field, value) in &document.fields {
            if let Some(value) = self.expand(value, path, Some(document)) {
                let space = if value.starts_with('\n') { "" } else { " " };
                text.push_str(&format!("{field}:{space}{value}\n"));
            }
        }
        text.push_str("---\n");
        for block in &document.blocks {
            if let Some(block) = self.expand(block, path, Some(document)) {
                text.push_str(&format!("\n{block}\n"));
            }
        }
        text
    }

    /// The text with its tokens replaced; `None` if it is nothing without the target of one.
    fn expand(&self, text: &str, path: &str, document: Option<&Document>) -> Option<String> {
        let mut expanded = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("{{") {
            let (token, after) = after.split_once("}}").expect("a token has an end");
            expanded.push_str(before);
            expanded.push_str(&self.token(token, path, document)?);
            rest = after;
        }
        Some(expanded + rest)
    }

    fn token(&self, token: &str, path: &str, document: Option<&Document>) -> Option<String> {
        let (name, target) = token.split_once(' ').expect("a token has a target");
        let found = self.documents.iter().find(|(_, document)| document.key == target);
        let found = found.filter(|(_, found)| found.kind != Kind::Article || self.is_public(found));
        let found = found.filter(|(path, _)| self.is_list_in_use(path).unwrap_or(true));
        Some(match name {
            // A folder of content/ may be without an index: what is left is text.
            "link" => match found {
                Some((to, _)) => format!("[to {target}](<{}>)", relative(path, to)),
                None => format!("to {target}"),
            },
            "untitled" => match found {
                Some((to, _)) => format!("[](<{}>)", relative(path, to)),
                None => format!("to {target}"),
            },
            "wiki" => match found {
                Some((_, found)) if self.is_only_title(&found.title) => format!("[[{}]]", found.title),
                _ => format!("to {target}"),
            },
            "cite" => {
                let own = document.and_then(|document| document.fields.get("sources"));
                let is_own = own.is_some_and(|sources| sources.contains(&format!("id: {target}\n")));
                if is_own || self.ledger.contains_key(target) || self.bibliography.contains_key(target) {
                    format!("[@{target}]")
                } else {
                    target.to_owned()
                }
            }
            // What it stands in is left out where a correction of that day could not be.
            "dated" => {
                let day = |name: &str| Some(&document?.fields.get(name)?[..10]);
                let fits =
                    day("published").is_none_or(|day| day < target) && day("updated").is_none_or(|day| day > target);
                return fits.then(|| target.to_owned());
            }
            "people" => {
                // Who has a page in German, too, has one name in both.
                let named = |(path, one): (&String, &Document), key: &str| one.key == key && !path.ends_with(".de.md");
                let people = || self.documents.iter().filter(|(_, one)| one.kind == Kind::Person);
                let is_person = |key: &&str| people().any(|one| named(one, key));
                let ids = target.split(' ').filter(is_person).map(|key| self.id_of(key)).collect::<Vec<_>>();
                format!("[{}]", ids.join(", "))
            }
            "related" => {
                let is_other = |(_, found): &(&String, &Document)| {
                    found.kind == Kind::Article
                        && self.is_public(found)
                        && document.is_none_or(|document| document.key != found.key)
                };
                let others = self.documents.iter().filter(is_other);
                let named = others.filter(|(_, found)| target.split(' ').any(|key| key == found.key));
                let paths: Vec<String> = named.map(|(to, _)| quoted(&relative(path, to))).collect();
                format!("[{}]", paths.join(", "))
            }
            "page" => found?.0.clone(),
            "picture" => {
                let is_it = |file: &&str| file.rsplit('/').next() == Some(target);
                let to = self.files.keys().filter_map(|file| file.strip_prefix("content/")).find(is_it)?;
                relative(path, to)
            }
            _ => unreachable!("the token `{name}` has no meaning"),
        })
    }

    /// Whether a file introduces a list that has an article; `None` for every other file.
    fn is_list_in_use(&self, path: &str) -> Option<bool> {
        let (list, rest) = path.split_once('/').filter(|(list, _)| matches!(*list, "tags" | "series"))?;
        let slug = rest.strip_suffix("_index.md")?.trim_end_matches('/');
        let articles = self.documents.values().filter(|one| one.kind == Kind::Article && self.is_public(one));
        let mut articles =
            articles.filter(|one| list == "series" || one.fields.get("kind").is_none_or(|kind| kind != "page"));
        Some(articles.any(|one| {
            let Some(value) = one.fields.get(list) else { return false };
            if list == "series" {
                let id = value.trim_start_matches("{id: ").split(',').next().unwrap_or_default();
                return slugify(id) == slugify(slug);
            }
            let terms: Vec<String> = serde_json::from_str(value).expect("terms are a list of texts");
            terms.iter().any(|term| slug.is_empty() || slugify(term) == slug)
        }))
    }

    fn id_of(&self, key: &str) -> String {
        let path = self.paths(Kind::Person).find(|path| self.documents[*path].key == key).expect("it was looked up");
        path.trim_start_matches("people/").trim_end_matches(".md").to_owned()
    }

    fn is_only_title(&self, title: &str) -> bool {
        !title.contains(['[', ']', '|', '#']) && self.documents.values().filter(|one| one.title == title).count() == 1
    }
}

/// Text as YAML and TOML write it.
pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("text is JSON")
}

/// The path from a document to a file of content/.
fn relative(from: &str, to: &str) -> String {
    "../".repeat(from.matches('/').count()) + to
}
