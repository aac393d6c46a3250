//! Edits of articles, sections, people and sources. Each says what it did.

use super::content;
use super::random::Random;
use super::site::{Document, Kind, Site, quoted};

/// What an edit says that had nothing to change.
pub const NOTHING: &str = "nothing";

pub fn new_article(site: &mut Site, random: &mut Random) -> String {
    let (folder, name, key) = (some_folder(site, random), content::name(random), content::fresh(random));
    let path = if random.one_in(4) { format!("{folder}{name}/index.md") } else { format!("{folder}{name}.md") };
    let mut blocks = vec![format!("Lead of {}.", content::words(random, 3))];
    blocks.extend((0..2 + random.below(5)).map(|_| content::block(random, site)));
    let mut fields: Vec<(&str, String)> = (0..random.below(5)).map(|_| content::article_field(random, site)).collect();
    if !random.one_in(4) {
        fields.push(("published", content::date(random)));
    }
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let title = content::title(random);
    add(site, path, Document { key, kind: Kind::Article, title, fields, blocks })
}

pub fn new_section(site: &mut Site, random: &mut Random) -> String {
    let inside = if random.one_in(3) { some_folder(site, random) } else { String::new() };
    let path = format!("{inside}{}/_index.md", content::name(random));
    let fields = (0..random.below(3)).map(|_| content::section_field(random, site));
    let fields = fields.map(|(name, value)| (name.to_owned(), value)).collect();
    let blocks = (0..random.below(2)).map(|_| content::prose(random)).collect();
    let (key, title) = (content::fresh(random), content::title(random));
    add(site, path, Document { key, kind: Kind::Section, title, fields, blocks })
}

/// What introduces a list that is no section; at times no article is in it.
pub fn new_introduction(site: &mut Site, random: &mut Random) -> String {
    let path = format!("{}/_index.md", content::introduced(random));
    let blocks = (0..random.below(3)).map(|_| content::block(random, site)).collect();
    let fields = (0..random.below(3)).map(|_| content::section_field(random, site));
    let fields = fields.map(|(name, value)| (name.to_owned(), value)).collect();
    let (key, title) = (content::fresh(random), content::title(random));
    add(site, path, Document { key, kind: Kind::Section, title, fields, blocks })
}

pub fn new_home(site: &mut Site, random: &mut Random) -> String {
    let blocks = vec![content::prose(random)];
    let (key, title) = (content::fresh(random), content::title(random));
    let fields = [("dek".to_owned(), content::words(random, 4))].into();
    add(site, "_index.md".to_owned(), Document { key, kind: Kind::Section, title, fields, blocks })
}

pub fn new_person(site: &mut Site, random: &mut Random) -> String {
    let key = content::fresh(random);
    let fields = (0..random.below(3)).map(|_| content::person_field(random, site));
    let fields = fields.map(|(name, value)| (name.to_owned(), value)).collect();
    let blocks = (0..random.below(3)).map(|_| content::block(random, site)).collect();
    let (path, title) = (format!("people/{key}.md"), content::title(random));
    add(site, path, Document { key, kind: Kind::Person, title, fields, blocks })
}

pub fn copy_article(site: &mut Site, random: &mut Random) -> String {
    let Some(from) = some(site, random, Kind::Article) else { return NOTHING.to_owned() };
    let mut document = site.documents[&from].clone();
    document.key = content::fresh(random);
    let to = format!("{}{}.md", some_folder(site, random), content::name(random));
    format!("copy {from}: {}", add(site, to, document))
}

/// The same in German, of whatever document; without the language in site.toml it is another article.
pub fn translate(site: &mut Site, random: &mut Random) -> String {
    let is_first = |path: &&String| !path.ends_with(".de.md");
    let Some(from) = random.pick(site.documents.keys().filter(is_first)) else { return NOTHING.to_owned() };
    let mut document = site.documents[&from].clone();
    document.key = content::fresh(random);
    document.title = content::title(random);
    for field in ["aliases", "related"] {
        document.fields.remove(field);
    }
    add(site, from.replace(".md", ".de.md"), document)
}

/// Hides a translation from search engines, or shows it to them again.
pub fn hide_translation(site: &mut Site, random: &mut Random) -> String {
    let is_one = |(path, document): &(&String, &Document)| path.ends_with(".de.md") && document.kind != Kind::Person;
    let paths = site.documents.iter().filter(is_one).map(|(path, _)| path);
    let Some(path) = random.pick(paths) else { return NOTHING.to_owned() };
    let fields = &mut site.documents.get_mut(&path).expect("a document").fields;
    if fields.remove("noindex").is_none() {
        fields.insert("noindex".to_owned(), "true".to_owned());
    }
    format!("hide or show {path}")
}

pub fn set_title(site: &mut Site, random: &mut Random) -> String {
    let title = content::title(random);
    change(site, random, None, |document| {
        document.title.clone_from(&title);
        format!("title `{title}`")
    })
}

/// The title of a section, which the pages below it show, or the name of a person.
pub fn set_name(site: &mut Site, random: &mut Random) -> String {
    let title = content::title(random);
    let kind = if random.one_in(3) { Kind::Person } else { Kind::Section };
    change(site, random, Some(kind), |document| {
        document.title.clone_from(&title);
        format!("title `{title}`")
    })
}

/// A field of a section or a person that other pages show.
pub fn set_shown_field(site: &mut Site, random: &mut Random) -> String {
    let text = quoted(&content::words(random, 2));
    match random.below(3) {
        0 => {
            let page_type = random.of(&["MedicalWebPage", "CollectionPage"]);
            set(site, random, Kind::Section, "page_type", page_type.to_owned())
        }
        1 => set(site, random, Kind::Section, "dek", text),
        _ => set(site, random, Kind::Person, "role", text),
    }
}

pub fn set_slug(site: &mut Site, random: &mut Random) -> String {
    let slug = content::fresh(random);
    change(site, random, Some(Kind::Article), |document| match document.fields.remove("slug") {
        Some(_) => "remove the slug".to_owned(),
        None => {
            document.fields.insert("slug".to_owned(), slug.clone());
            format!("slug {slug}")
        }
    })
}

pub fn set_article_field(site: &mut Site, random: &mut Random) -> String {
    let (name, value) = content::article_field(random, site);
    set(site, random, Kind::Article, name, value)
}

pub fn set_section_field(site: &mut Site, random: &mut Random) -> String {
    let (name, value) = content::section_field(random, site);
    set(site, random, Kind::Section, name, value)
}

pub fn set_person_field(site: &mut Site, random: &mut Random) -> String {
    let (name, value) = content::person_field(random, site);
    set(site, random, Kind::Person, name, value)
}

pub fn set_date(site: &mut Site, random: &mut Random) -> String {
    let date = content::date(random);
    set(site, random, Kind::Article, "published", date)
}

/// Former addresses of any document.
pub fn set_aliases(site: &mut Site, random: &mut Random) -> String {
    let aliases = content::aliases(random);
    change(site, random, None, |document| {
        let told = format!("aliases: {aliases}");
        document.fields.insert("aliases".to_owned(), aliases);
        told
    })
}

pub fn set_expiry(site: &mut Site, random: &mut Random) -> String {
    // At times when nothing is published, so that an article expires and nothing else happens.
    let date = random.of(&["2026-01-15", "2026-02-10", "2026-02-20", "2026-02-20T09:30:00"]);
    set(site, random, Kind::Article, "expires", date.to_owned())
}

/// An article that is news for a while, in a site that lists news.
pub fn set_news(site: &mut Site, random: &mut Random) -> String {
    site.settings.insert(("sitemap".to_owned(), "news".to_owned()), "true".to_owned());
    let published = random.of(&["2026-02-04", "2026-02-04", "2026-01-14"]).to_owned();
    let kind = set(site, random, Kind::Article, "kind", "news".to_owned());
    let Some((path, _)) = kind.split_once(": ") else { return kind };
    if let Some(article) = site.documents.get_mut(path) {
        article.fields.insert("published".to_owned(), published.clone());
    }
    format!("{kind}, published: {published}")
}

/// One letter of the lead, which lists may show.
pub fn set_lead(site: &mut Site, random: &mut Random) -> String {
    change(site, random, Some(Kind::Article), |document| {
        let (from, to) = if document.blocks[0].starts_with("Lead") { ("Lead", "Mead") } else { ("Mead", "Lead") };
        document.blocks[0] = document.blocks[0].replacen(from, to, 1);
        format!("{to} of")
    })
}

pub fn set_tags(site: &mut Site, random: &mut Random) -> String {
    let tags = content::tags(random);
    set(site, random, Kind::Article, "tags", tags)
}

pub fn set_series(site: &mut Site, random: &mut Random) -> String {
    let series = content::series(random);
    set(site, random, Kind::Article, "series", series)
}

/// Another number for a part of a series, which may leave the order as it is.
pub fn set_part(site: &mut Site, random: &mut Random) -> String {
    let part = 1 + random.below(6);
    let is_part = |(_, document): &(&String, &Document)| document.fields.contains_key("series");
    let Some(path) = random.pick(site.documents.iter().filter(is_part).map(|(path, _)| path)) else {
        return NOTHING.to_owned();
    };
    let fields = &mut site.documents.get_mut(&path).expect("it was picked").fields;
    fields.insert("series".to_owned(), format!("{{id: harbours, part: {part}}}"));
    format!("{path}: part {part} of harbours")
}

pub fn set_related(site: &mut Site, random: &mut Random) -> String {
    let related = content::related(random, site);
    set(site, random, Kind::Article, "related", related)
}

pub fn set_authors(site: &mut Site, random: &mut Random) -> String {
    let people = content::people(random, site);
    set(site, random, Kind::Article, "authors", people)
}

/// An author of another name, in a site that has copies in Markdown.
pub fn rename_author(site: &mut Site, random: &mut Random) -> String {
    site.settings.insert(("machines".to_owned(), "markdown".to_owned()), "true".to_owned());
    let (article, person) = (some(site, random, Kind::Article), some(site, random, Kind::Person));
    let (Some(article), Some(person)) = (article, person) else { return NOTHING.to_owned() };
    let name = content::title(random);
    let author = site.documents.get_mut(&person).expect("it was picked");
    author.title.clone_from(&name);
    let authors = format!("{{{{people {}}}}}", author.key);
    site.documents.get_mut(&article).expect("it was picked").fields.insert("authors".to_owned(), authors);
    format!("{article} by {person}, who is called `{name}`")
}

pub fn remove_field(site: &mut Site, random: &mut Random) -> String {
    let number = random.next();
    change(site, random, None, |document| {
        let Some(name) = Random::new(number).pick(document.fields.keys()) else { return NOTHING.to_owned() };
        document.fields.remove(&name);
        format!("remove `{name}`")
    })
}

pub fn add_block(site: &mut Site, random: &mut Random) -> String {
    let (block, at) = (content::block(random, site), random.below(6));
    change(site, random, Some(Kind::Article), |document| {
        document.blocks.insert((1 + at).min(document.blocks.len()), block.clone());
        format!("add the block {block:?}")
    })
}

/// A footnote that nobody wrote, which is a mistake that no other page can know of.
pub fn miss_footnote(site: &mut Site, random: &mut Random) -> String {
    change(site, random, Some(Kind::Article), |document| {
        document.blocks.push("Words with a note.[^gone]".to_owned());
        "a footnote that is missing".to_owned()
    })
}

/// The text of a heading, and what stands below it stays.
pub fn set_heading(site: &mut Site, random: &mut Random) -> String {
    let text = content::words(random, 2);
    change(site, random, Some(Kind::Article), |document| {
        let Some(block) = document.blocks.iter_mut().find(|block| block.starts_with("## About")) else {
            return NOTHING.to_owned();
        };
        *block = format!("## About {text}");
        format!("heading `{text}`")
    })
}

/// One more use of a source that the article cites already.
pub fn cite_again(site: &mut Site, random: &mut Random) -> String {
    change(site, random, Some(Kind::Article), |document| {
        let Some(block) = document.blocks.iter().find(|block| block.contains("{{cite ")).cloned() else {
            return NOTHING.to_owned();
        };
        document.blocks.push(block);
        "cite again".to_owned()
    })
}

/// A sentence that cites something, in another article too.
pub fn cite_elsewhere(site: &mut Site, random: &mut Random) -> String {
    let articles = site.documents.values().filter(|document| document.kind == Kind::Article);
    let citing: Vec<String> =
        articles.flat_map(|article| &article.blocks).filter(|block| block.contains("{{cite ")).cloned().collect();
    let Some(block) = random.pick(&citing) else { return NOTHING.to_owned() };
    change(site, random, Some(Kind::Article), |document| {
        document.blocks.push(block.clone());
        format!("cite elsewhere: {block:?}")
    })
}

pub fn set_bib_source(site: &mut Site, random: &mut Random) -> String {
    let known = random.pick(site.bibliography.keys()).filter(|_| random.one_in(2));
    let key = known.unwrap_or_else(|| content::fresh(random));
    let entry = content::bib_entry(random, &key);
    site.bibliography.insert(key.clone(), entry);
    format!("the entry {key} of the bibliography")
}

pub fn remove_block(site: &mut Site, random: &mut Random) -> String {
    let number = random.next();
    change(site, random, Some(Kind::Article), |document| {
        let Some(block) = Random::new(number).pick(&document.blocks[1..]) else { return NOTHING.to_owned() };
        document.blocks.retain(|one| *one != block);
        format!("remove the block {block:?}")
    })
}

pub fn swap_blocks(site: &mut Site, random: &mut Random) -> String {
    change(site, random, Some(Kind::Article), |document| {
        document.blocks[1..].reverse();
        "reverse the blocks".to_owned()
    })
}

pub fn rename(site: &mut Site, random: &mut Random) -> String {
    let Some(from) = some(site, random, Kind::Article) else { return NOTHING.to_owned() };
    let name = content::name(random);
    let (stem, end) =
        from.strip_suffix("/index.md").map_or((from.trim_end_matches(".md"), ".md"), |s| (s, "/index.md"));
    let folder = stem.rsplit_once('/').map_or("", |(folder, _)| folder);
    let to = format!("{folder}/{name}{end}").trim_start_matches('/').to_owned();
    if random.one_in(3)
        && let Some(document) = site.documents.get_mut(&from)
    {
        document.fields.insert("aliases".to_owned(), format!("[\"/{stem}/\"]"));
    }
    relocate(site, &from, &to)
}

pub fn move_article(site: &mut Site, random: &mut Random) -> String {
    let Some(from) = some(site, random, Kind::Article) else { return NOTHING.to_owned() };
    let folder = some_folder(site, random);
    let stem = from.strip_suffix("/index.md").unwrap_or(&from);
    let to = format!("{folder}{}", &from[stem.rfind('/').map_or(0, |at| at + 1)..]);
    relocate(site, &from, &to)
}

pub fn article_or_bundle(site: &mut Site, random: &mut Random) -> String {
    let Some(from) = some(site, random, Kind::Article) else { return NOTHING.to_owned() };
    let to = match from.strip_suffix("/index.md") {
        Some(stem) => format!("{stem}.md"),
        None => format!("{}/index.md", from.trim_end_matches(".md")),
    };
    relocate(site, &from, &to)
}

pub fn rename_person(site: &mut Site, random: &mut Random) -> String {
    let Some(from) = some(site, random, Kind::Person) else { return NOTHING.to_owned() };
    let to = format!("people/{}.md", content::fresh(random));
    relocate(site, &from, &to)
}

pub fn rename_folder(site: &mut Site, random: &mut Random) -> String {
    let (from, to) = (some_folder(site, random), format!("{}/", content::name(random)));
    if from.is_empty() {
        return NOTHING.to_owned();
    }
    let renamed = |path: &str| path.strip_prefix(&from).map(|rest| format!("{to}{rest}"));
    let documents = std::mem::take(&mut site.documents);
    site.documents = documents.into_iter().map(|(path, one)| (renamed(&path).unwrap_or(path), one)).collect();
    let below = |path: &str| path.strip_prefix("content/").and_then(renamed).map(|path| format!("content/{path}"));
    let files = std::mem::take(&mut site.files);
    site.files = files.into_iter().map(|(path, bytes)| (below(&path).unwrap_or(path), bytes)).collect();
    format!("rename the folder {from} to {to}")
}

pub fn delete(site: &mut Site, random: &mut Random) -> String {
    let Some(path) = random.pick(site.documents.keys()) else { return NOTHING.to_owned() };
    site.documents.remove(&path);
    format!("delete {path}")
}

pub fn delete_article(site: &mut Site, random: &mut Random) -> String {
    let Some(path) = some(site, random, Kind::Article) else { return NOTHING.to_owned() };
    site.documents.remove(&path);
    format!("delete {path}")
}

pub fn set_source(site: &mut Site, random: &mut Random) -> String {
    let key = match random.pick(site.ledger.keys()) {
        Some(key) if !random.one_in(3) => key,
        _ => content::fresh(random),
    };
    let fields = content::source(random);
    let told = format!("the source {key} is {fields:?}");
    site.ledger.insert(key, fields);
    told
}

pub fn delete_source(site: &mut Site, random: &mut Random) -> String {
    let Some(key) = random.pick(site.ledger.keys()) else { return NOTHING.to_owned() };
    site.ledger.remove(&key);
    format!("delete the source {key}")
}

pub fn split_ledger(site: &mut Site, _: &mut Random) -> String {
    site.ledger_is_split = !site.ledger_is_split;
    format!("one file for each source: {}", site.ledger_is_split)
}

/// A folder of content/, with its last slash; empty for content/ itself.
fn some_folder(site: &Site, random: &mut Random) -> String {
    let is_list = |path: &&String| ["people/", "tags/", "series/"].iter().any(|list| path.starts_with(list));
    let folders = site.documents.keys().filter(|path| !is_list(path) && !path.ends_with("/index.md"));
    let folders = folders.filter_map(|path| path.rsplit_once('/').map(|(folder, _)| format!("{folder}/")));
    let folders: Vec<String> = folders.chain([String::new()]).collect();
    random.pick(&folders).unwrap_or_default()
}

fn some(site: &Site, random: &mut Random, kind: Kind) -> Option<String> {
    random.pick(site.paths(kind))
}

fn add(site: &mut Site, path: String, document: Document) -> String {
    let told = format!("new {path}");
    site.documents.insert(path, document);
    told
}

fn relocate(site: &mut Site, from: &str, to: &str) -> String {
    if let Some(document) = site.documents.remove(from) {
        site.documents.insert(to.to_owned(), document);
    }
    format!("move {from} to {to}")
}

fn set(site: &mut Site, random: &mut Random, kind: Kind, name: &str, value: String) -> String {
    change(site, random, Some(kind), |document| {
        document.fields.insert(name.to_owned(), value.clone());
        format!("{name}: {value:?}")
    })
}

/// Changes one document, of a kind if one is given.
fn change(
    site: &mut Site,
    random: &mut Random,
    kind: Option<Kind>,
    change: impl FnOnce(&mut Document) -> String,
) -> String {
    let fits = |(_, document): &(&String, &Document)| kind.is_none_or(|kind| document.kind == kind);
    let Some(path) = random.pick(site.documents.iter().filter(fits).map(|(path, _)| path)) else {
        return NOTHING.to_owned();
    };
    let document = site.documents.get_mut(&path).expect("it was picked");
    format!("{path}: {}", change(document))
}
