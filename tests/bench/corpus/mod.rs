//! The site that is built: the same articles for each generator, in its own syntax.
//!
//! Articles of about 1,640 words with a front matter of about 5 KB: 4 questions, 6 cited sources, 12 links to other
//! articles, 3 of 200 tags, authors and a reviewer of 40 people, two lists, a table and a quotation, in 12 sections;
//! every tenth has code. The same number of articles gives the same texts on every machine.

mod article;
mod random;
mod site;
mod snippets;
mod syntax;
mod words;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::json;
use walkdir::WalkDir;

use self::site::{Head, Person, SECTIONS, Site};
use self::words::capitalised;

const SEED: u64 = 7;
const TITLE: &str = "Example Review";
const DESCRIPTION: &str = "Reviewed articles for readers.";

/// For whom a corpus is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// For byline.
    Byline,
    /// For Hugo, which looks for related articles itself.
    Hugo,
    /// For Hugo, with five related articles in each front matter: what finding them costs it is the difference.
    HugoRelated,
}

impl Flavour {
    /// Every flavour.
    pub const ALL: [Flavour; 3] = [Flavour::Byline, Flavour::Hugo, Flavour::HugoRelated];

    /// Its name on the command line and in folders' names.
    pub fn name(self) -> &'static str {
        match self {
            Flavour::Byline => "byline",
            Flavour::Hugo => "hugo",
            Flavour::HugoRelated => "hugo-related",
        }
    }
}

/// Writes the corpus of so many articles into a folder, one article at a time.
pub fn write(articles: usize, flavour: Flavour, folder: &Path) -> io::Result<()> {
    let site = Site::new(articles, SEED);
    let content = folder.join("content");
    for (place, section) in SECTIONS.iter().enumerate() {
        put(&content.join(section).join("_index.md"), &section_file(&site, place, flavour))?;
    }
    match flavour {
        Flavour::Byline => write_for_byline(&site, folder)?,
        Flavour::Hugo | Flavour::HugoRelated => write_for_hugo(&site, folder)?,
    }
    let newest = site.newest_by_tag();
    for head in &site.heads {
        let related = site.related(head, &newest);
        fs::write(content.join(article_path(head)), syntax::source_file(&site, head, &related, flavour))?;
    }
    Ok(())
}

/// The articles of such a corpus, by their paths below `content/`; the sections take turns.
pub fn article_paths(articles: usize) -> Vec<PathBuf> {
    Site::new(articles, SEED).heads.iter().map(article_path).collect()
}

fn article_path(head: &Head) -> PathBuf {
    Path::new(head.section).join(format!("{}.md", head.slug))
}

fn section_file(site: &Site, place: usize, flavour: Flavour) -> String {
    let mut text = String::from("---\n");
    syntax::line(&mut text, "title", json!(capitalised(SECTIONS[place])));
    let dek = if flavour == Flavour::Byline { "dek" } else { "description" };
    syntax::line(&mut text, dek, json!(site.section_deks[place]));
    syntax::line(&mut text, "weight", json!(place + 1));
    text.push_str("---\n");
    text
}

fn write_for_byline(site: &Site, folder: &Path) -> io::Result<()> {
    let mut settings = format!(
        "title = \"{TITLE}\"\nbase_url = \"https://www.example.org\"\ndescription = \"{DESCRIPTION}\"\n\
         language = \"en\"\n\n[pagination]\nper_page = 20\n\n[feeds]\nlimit = 50\nformats = [\"atom\"]\n\n\
         [search]\nengine = \"none\"\n"
    );
    for section in SECTIONS {
        settings.push_str(&format!("\n[[nav]]\ntitle = \"{}\"\nurl = \"/{section}/\"\n", capitalised(section)));
    }
    put(&folder.join("site.toml"), &settings)?;
    site.people.iter().try_for_each(|person| {
        let text = person_file(person, "name", ("same_as", json!([profile(person)])));
        put(&folder.join(format!("content/people/{}.md", person.id)), &text)
    })
}

fn write_for_hugo(site: &Site, folder: &Path) -> io::Result<()> {
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/hugo"), folder)?;
    let home = format!("---\ntitle: {TITLE}\ndescription: {DESCRIPTION}\n---\n");
    put(&folder.join("content/_index.md"), &home)?;
    site.people.iter().try_for_each(|person| {
        let text = person_file(person, "title", ("profile", json!(profile(person))));
        put(&folder.join(format!("content/people/{}/_index.md", person.id)), &text)
    })
}

fn person_file(person: &Person, name: &str, profile: (&str, serde_json::Value)) -> String {
    let mut text = String::from("---\n");
    syntax::line(&mut text, name, json!(person.name));
    syntax::line(&mut text, "role", json!(person.role));
    syntax::line(&mut text, profile.0, profile.1);
    text + "---\n\n" + &person.bio + "\n"
}

fn profile(person: &Person) -> String {
    format!("https://profiles.example.org/{}", person.id)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in WalkDir::new(from) {
        let entry = entry?;
        if let (true, Ok(below)) = (entry.file_type().is_file(), entry.path().strip_prefix(from)) {
            put(&to.join(below), &fs::read_to_string(entry.path())?)?;
        }
    }
    Ok(())
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

#[cfg(test)]
mod tests;
