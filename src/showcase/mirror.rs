//! The folder of the showcase, which follows the theme of a site.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{components, site};
use crate::build::{Options, Places, cache, settings};
use crate::config::Config;
use crate::config::dataset::Query;
use crate::date::Day;
use crate::diagnostics::Diagnostic;
use crate::discover::{self, Inventory};
use crate::error::Error;
use crate::fs::{Folder, ReadFailure};
use crate::render;
use crate::text::RelPath;

/// The day on which the magazine is looked at: its newest article is a few days old then.
pub const DAY: Day = Day { year: 2026, month: 11, day: 27 };

/// The folder in the cache.
const FOLDER: &str = "showcase";
/// The largest file that is copied, in bytes.
const LARGEST: u64 = 64 << 20;

/// The folder of the showcase, and what was written there.
pub struct Mirror {
    options: Options,
    folder: PathBuf,
    written: BTreeMap<String, Written>,
}

/// A file of the showcase.
#[derive(Clone, PartialEq)]
enum Written {
    /// It says this.
    Text(String),
    /// It is a copy of a file of the site, which was so large and so old.
    Copy(RelPath, u64, Option<SystemTime>),
}

impl Mirror {
    /// Makes the showcase of a site's theme, in the cache.
    ///
    /// # Errors
    /// A `site.toml` with mistakes, or a failure of the machine.
    pub fn new(options: &Options) -> Result<Mirror, Error> {
        let folder = cache::empty(&Places::of(options)?.cache, FOLDER)?;
        let mut mirror = Mirror { options: options.clone(), folder, written: BTreeMap::new() };
        if !mirror.update()? {
            let error = Error::new("show the theme", "`site.toml` has mistakes");
            return Err(error.with_help("run `byline check`, and mend what it says of site.toml"));
        }
        Ok(mirror)
    }

    /// The folder, which is a site.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes what has changed since the last time; `false` if `site.toml` has mistakes, and all stays as it is then.
    ///
    /// # Errors
    /// A failure of the machine.
    pub fn update(&mut self) -> Result<bool, Error> {
        let root = self.options.root.clone();
        let mut diagnostics = Vec::new();
        let settings = settings::read(&root, &self.options)?.collect(&mut diagnostics);
        let Some(settings) = settings.filter(|_| !diagnostics.iter().any(Diagnostic::is_error)) else {
            return Ok(false);
        };
        let inventory = discover::discover(&root, &settings.config.exclude)?.value;
        let wanted = wanted(&root, &inventory, &settings.config)?;
        let files = Folder::open(&root)?;
        for (path, file) in &wanted {
            if self.written.get(path) == Some(file) {
                continue;
            }
            let bytes = match file {
                Written::Text(text) => text.clone().into_bytes(),
                Written::Copy(from, ..) => match files.read(from, LARGEST) {
                    Ok((bytes, _)) => bytes,
                    // It has just been taken away, or is none that a theme needs.
                    Err(ReadFailure::Io(_) | ReadFailure::TooLarge(_)) => continue,
                },
            };
            write(&self.folder.join(path), &bytes)?;
            self.written.insert(path.clone(), file.clone());
        }
        self.written.retain(|path, _| wanted.contains_key(path) || fs::remove_file(self.folder.join(path)).is_err());
        Ok(true)
    }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |cause: &std::io::Error| Error::io("write", path, cause);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|cause| failed(&cause))?;
    }
    fs::write(path, bytes).map_err(|cause| failed(&cause))
}

/// What belongs into the folder: the magazine, and over it what the site has for its theme.
fn wanted(root: &Path, inventory: &Inventory, config: &Config) -> Result<BTreeMap<String, Written>, Error> {
    let mut wanted = BTreeMap::new();
    for (path, text) in site::FILES {
        let text = if path.ends_with(".md") { text.replace(".jpg", ".svg") } else { text.to_owned() };
        wanted.insert(path.to_owned(), Written::Text(text));
    }
    for (folder, names) in site::PLACES {
        for (name, svg) in site::PICTURES.iter().filter(|(name, _)| names.contains(name)) {
            wanted.insert(format!("{folder}/{name}.svg"), Written::Text((*svg).to_owned()));
        }
    }
    if let Some(Written::Text(settings)) = wanted.get_mut("site.toml") {
        settings.push_str(&chosen(config));
    }
    let page = components::page(&render::documented(inventory, root, &config.theme)?);
    wanted.insert("content/components.md".to_owned(), Written::Text(page));
    let Inventory { documents: _, assets: _, statics, templates, themes, words, data } = inventory;
    // A page that lies in static/ would have the address of one that is shown.
    let statics = statics.iter().filter(|path| path.extension() != "html");
    for path in statics.chain(templates).chain(themes).chain(words).chain(data) {
        let (size, time) = path.on_disk(root).metadata().map_or((0, None), |of| (of.len(), of.modified().ok()));
        wanted.insert(path.as_str().to_owned(), Written::Copy(path.clone(), size, time));
    }
    Ok(wanted)
}

/// The theme as `site.toml` chooses it, the data that its templates see, and the way to the page of its components.
fn chosen(config: &Config) -> String {
    let mut table = format!(
        "\n[[nav]]\ntitle = \"Components\"\nurl = \"/components/\"\n\n[theme]\nname = {}\n\n[theme.tokens]\n",
        quoted(&config.theme.name.value)
    );
    for (token, value) in &config.theme.tokens {
        table.push_str(&format!("{} = {}\n", quoted(&token.value), quoted(&value.value)));
    }
    for (name, Query { file, templates }) in &config.queries {
        let templates: Vec<String> = templates.iter().map(|template| quoted(&template.value)).collect();
        let (name, file) = (quoted(name), quoted(file.value.as_str()));
        table.push_str(&format!("\n[queries.{name}]\nfile = {file}\ntemplates = [{}]\n", templates.join(", ")));
    }
    table
}

/// A text as TOML has it between quotes; JSON writes the same signs.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::Now;
    use crate::date::Date;

    fn options(root: &Path) -> Options {
        Options {
            root: root.to_owned(),
            output: None,
            base_url: None,
            drafts: false,
            future: false,
            now: Now::Date(Date::Day(DAY)),
            jobs: None,
            force: false,
        }
    }

    #[test]
    fn it_follows_the_theme_and_leaves_the_articles_of_the_site_alone() {
        let root = tempfile::tempdir().expect("a folder");
        let put = |path: &str, text: &str| write(&root.path().join(path), text.as_bytes()).expect("a file");
        put("site.toml", "title = \"T\"\nbase_url = \"https://t.example\"\n[theme.tokens]\naccent = \"#123\"\n");
        put("content/own.md", "---\ntitle: Own\n---\nText.\n");
        put("templates/components/a.html", "{# Of *mine*. #}\n{% component a() %}A{% endcomponent a %}\n");
        let mut mirror = Mirror::new(&options(root.path())).expect("a showcase");
        let read = |path: &str| fs::read_to_string(root.path().join(".byline/showcase").join(path));
        assert!(read("content/own.md").is_err());
        assert!(read("site.toml").expect("settings").ends_with("[theme.tokens]\n\"accent\" = \"#123\"\n"));
        assert!(read("content/components.md").expect("a page").contains("Of \\*mine\\*\\."));
        put("templates/components/a.html", "{# Changed. #}\n{% component a() %}B{% endcomponent a %}\n");
        put("site.toml", "nonsense");
        assert!(!mirror.update().expect("it can be read"));
        put("site.toml", "title = \"T\"\nbase_url = \"https://t.example\"\n");
        assert!(mirror.update().expect("it can be read"));
        assert!(read("content/components.md").expect("a page").contains("Changed"));
        fs::remove_file(root.path().join("templates/components/a.html")).expect("removed");
        mirror.update().expect("it can be read");
        assert!(read("templates/components/a.html").is_err());
    }
}
