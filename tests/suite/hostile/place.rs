//! The folders of one case: a site, a folder beside it with canaries, and what lies in both.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::TempDir;

use super::content::{Made, made, unescaped};
use super::list::{Case, Row};
use crate::support::{copy, repository};

/// What must never be read from the site.
pub const OUTSIDE: &str = "CANARY-OUTSIDE-7f3a";

/// The folders of one case.
pub struct Place {
    pub folder: TempDir,
    /// How often generators that repeat do so, and the seed of those that are random.
    times: usize,
    seed: u64,
    /// The name of the site's folder, which a case may change.
    pub name: Cell<&'static str>,
}

/// What lies at a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// The bytes of a file, the target of a link.
    bytes: Vec<u8>,
    kind: &'static str,
    modified: Option<SystemTime>,
}

/// All that lies in a folder, by path.
pub type Things = BTreeMap<Vec<u8>, Thing>;

impl Place {
    pub fn new(case: &Case, times: usize, seed: u64) -> Place {
        let place =
            Place { folder: tempfile::tempdir().expect("a temporary folder"), times, seed, name: Cell::new("site") };
        let put = |path: &str, bytes: &[u8]| place.put(&place.folder.path().join(path), bytes);
        put("outside/canary.md", format!("---\ntitle: {OUTSIDE}\n---\n{OUTSIDE}\n").as_bytes());
        put("outside/canary.json", format!("{{\"x\":\"{OUTSIDE}\"}}").as_bytes());
        put("outside/canary.png", OUTSIDE.as_bytes());
        let theme = if case.has_theme() { "theme.name = \"t\"\n" } else { "" };
        let settings = format!("title = \"Site\"\nbase_url = \"https://site.example\"\n{theme}");
        put("site/site.toml", settings.as_bytes());
        fs::create_dir_all(place.root().join("content")).expect("a folder");
        if case.has_theme() {
            copy(&repository().join("themes/default"), &place.root().join("themes/t"));
        }
        for row in &case.rows {
            if !is_later(&row.path) {
                place.make(row);
            }
        }
        place
    }

    pub fn root(&self) -> PathBuf {
        self.folder.path().join(self.name.get())
    }

    pub fn output(&self) -> PathBuf {
        self.root().join("public")
    }

    /// The places of the site in a field of the list.
    pub fn filled(&self, field: &[u8]) -> Vec<u8> {
        let (base, root) = (self.folder.path().to_owned(), self.root());
        let places = [
            ("{root}", root.clone()),
            ("{outside}", base.join("outside")),
            ("{content}", root.join("content")),
            ("{theme}", root.join("themes/t")),
            ("{static}", root.join("static")),
            ("{data}", root.join("data")),
            ("{out}", root.join("public")),
            ("{cache}", root.join(".byline")),
            ("{config}", root.join("site.toml")),
        ];
        let mut bytes = field.to_vec();
        for (name, path) in places {
            bytes = replaced(&bytes, name.as_bytes(), path.as_os_str().as_bytes());
        }
        bytes
    }

    pub fn filled_text(&self, field: &str) -> String {
        String::from_utf8(self.filled(field.as_bytes())).expect("text")
    }

    fn path(&self, field: &str) -> PathBuf {
        let mut field = field.to_owned();
        if let Some((before, rest)) = field.clone().split_once("gen:deep(") {
            let (count, after) = rest.split_once(')').expect("a parenthesis");
            field = format!("{before}{}{after}", vec!["d"; count.parse().expect("a number")].join("/"));
        }
        if let Some((before, rest)) = field.clone().split_once("gen:name(") {
            let (count, after) = rest.split_once(')').expect("a parenthesis");
            field = format!("{before}{}{after}", "n".repeat(count.parse().expect("a number")));
        }
        PathBuf::from(std::ffi::OsString::from_vec(self.filled(&unescaped(&field))))
    }

    fn put(&self, path: &Path, bytes: &[u8]) {
        let parent = path.parent().expect("a file in a folder");
        fs::create_dir_all(parent).unwrap_or_else(|cause| panic!("{}: {cause}", parent.display()));
        fs::write(path, bytes).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
    }

    /// Makes the file of a row.
    fn make(&self, row: &Row) {
        if row.path == "-" {
            return;
        }
        let path =
            self.path(row.path.split_once('@').filter(|_| is_later(&row.path)).map_or(&row.path, |(path, _)| path));
        let (kind, value) = row.content.split_once(':').unwrap_or_else(|| panic!("{}", row.content));
        match kind {
            "text" => self.put(&path, &self.filled(&unescaped(value))),
            "gen" => match made(value, self.times, self.seed) {
                Made::Bytes(bytes) => self.put(&path, &bytes),
                Made::Files(files) => files.iter().for_each(|(below, bytes)| self.put(&path.join(below), bytes)),
            },
            "symlink" => {
                fs::create_dir_all(path.parent().expect("a link in a folder")).expect("a folder");
                let to = self.filled(&unescaped(value));
                std::os::unix::fs::symlink(OsStr::from_bytes(&to), &path).expect("a link");
            }
            "fifo" => {
                fs::create_dir_all(path.parent().expect("a pipe in a folder")).expect("a folder");
                let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo runs");
                assert!(made.success());
            }
            "set" | "append" => {
                let settings = fs::read_to_string(&path).expect("the settings");
                let more = if kind == "set" { setting(value) } else { unescaped(value) };
                // A key at the end would belong to the last table.
                let text = match kind {
                    "set" => {
                        let key = value.split('=').next().unwrap_or_default();
                        let others = settings.lines().filter(|line| !line.starts_with(&format!("{key} =")));
                        [more, others.fold(String::new(), |text, line| text + "\n" + line).into_bytes()].concat()
                    }
                    _ => [settings.as_bytes(), &more].concat(),
                };
                self.put(&path, &[&text, b"\n".as_slice()].concat());
            }
            "delete" => fs::remove_file(&path).expect("a file is removed"),
            _ => panic!("there is no content `{kind}`"),
        }
    }

    /// Puts the n-th versions of a case's files in place; gives their paths.
    pub fn apply(&self, case: &Case, version: &str) -> Vec<PathBuf> {
        let rows: Vec<&Row> =
            case.rows.iter().filter(|row| is_later(&row.path) && row.path.ends_with(&format!("@{version}"))).collect();
        assert!(!rows.is_empty(), "{}: there is no version {version}", case.id);
        rows.into_iter()
            .map(|row| {
                self.make(row);
                self.path(row.path.split_once('@').expect("a version").0)
            })
            .collect()
    }

    /// All that lies here but in the output and the cache.
    pub fn around(&self) -> Things {
        let mut things = things(self.folder.path());
        let own = ["public", ".byline"].map(|own| format!("{}/{own}", self.name.get()).into_bytes());
        let is_own = |path: &[u8]| own.iter().any(|own| is_at_or_below(path, own));
        things.retain(|path, _| !is_own(path));
        // A folder's time changes with what is made in it, as the output is.
        things.values_mut().filter(|thing| thing.kind == "folder").for_each(|thing| thing.modified = None);
        things
    }
}

/// Whether a row is a later version of a file.
fn is_later(path: &str) -> bool {
    path.rsplit_once('@').is_some_and(|(_, version)| version.parse::<u32>().is_ok())
}

/// A line of site.toml.
fn setting(pair: &str) -> Vec<u8> {
    let (key, value) = pair.split_once('=').expect("a key and a value");
    let is_bare = value.parse::<i64>().is_ok() || value == "true" || value == "false";
    let quoted = if is_bare { value.to_owned() } else { format!("\"{}\"", value.trim_matches('\'')) };
    unescaped(&format!("{key} = {quoted}"))
}

/// All that lies in a folder, links not followed.
pub fn things(folder: &Path) -> Things {
    let mut things = Things::new();
    let mut below = vec![folder.to_owned()];
    while let Some(next) = below.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry.expect("a readable folder").path();
            let metadata = path.symlink_metadata().expect("what was just listed");
            let kind = metadata.file_type();
            let (kind, bytes) = if kind.is_symlink() {
                ("link", fs::read_link(&path).expect("a link").into_os_string().into_vec())
            } else if kind.is_dir() {
                below.push(path.clone());
                ("folder", Vec::new())
            } else if kind.is_file() {
                ("file", fs::read(&path).expect("a readable file"))
            } else {
                ("special", Vec::new())
            };
            let name = path.strip_prefix(folder).expect("below the folder").as_os_str().as_bytes().to_vec();
            things.insert(name, Thing { bytes, kind, modified: metadata.modified().ok() });
        }
    }
    things
}

impl Thing {
    pub fn is_file(&self) -> bool {
        self.kind == "file"
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn shown(&self) -> String {
        format!("{} of {} bytes, {:?}", self.kind, self.bytes.len(), self.modified)
    }
}

/// The first difference between what lay in a folder and what lies there now.
pub fn difference(before: &Things, after: &Things) -> Option<String> {
    let paths = before.keys().chain(after.keys());
    let path = paths.into_iter().find(|path| before.get(*path) != after.get(*path))?;
    let shown = |thing: Option<&Thing>| thing.map_or("nothing".to_owned(), Thing::shown);
    Some(format!("{} was {} and is {}", String::from_utf8_lossy(path), shown(before.get(path)), shown(after.get(path))))
}

/// The same without times.
pub fn contents(mut things: Things) -> Things {
    things.values_mut().for_each(|thing| thing.modified = None);
    things
}

pub fn replaced(text: &[u8], what: &[u8], with: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with(what) {
            bytes.extend_from_slice(with);
            at += what.len();
        } else {
            bytes.push(text[at]);
            at += 1;
        }
    }
    bytes
}

pub fn holds(text: &[u8], what: &[u8]) -> bool {
    text.windows(what.len()).any(|part| part == what)
}

/// Whether a path is another one or lies below it.
pub fn is_at_or_below(path: &[u8], other: &[u8]) -> bool {
    path.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest[0] == b'/')
}
