//! The output of the site, and what others than byline do to it. Each damage says what it did.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::content;
use super::disk::{self, Thing, Things, folders_of};
use super::documents::NOTHING;
use super::random::Random;

/// byline's list of its files.
pub const MANIFEST: &str = ".byline-site";
/// The list of a build that was interrupted.
pub const JOURNAL: &str = ".byline-site.next";

/// Whether a file is the compressed copy of another.
pub fn is_compressed(path: &str, files: &Things) -> bool {
    let original = [".gz", ".br", ".zst"].iter().find_map(|ending| path.strip_suffix(ending));
    original.is_some_and(|original| files.contains_key(original))
}

/// An output folder, and what is known of it besides.
pub struct Output {
    pub folder: PathBuf,
    /// What byline did not write.
    pub foreign: Things,
    /// byline's own files that were changed by hand since the last build that wrote.
    pub edited: BTreeSet<String>,
    /// Whether byline's list is gone or damaged.
    pub is_unknown: bool,
    /// A file outside, which links lead to.
    pub canary: PathBuf,
}

impl Output {
    /// The paths of byline's own files.
    fn own(&self) -> Vec<String> {
        let is_own = |path: &String| !path.starts_with('.') && !self.foreign.contains_key(path);
        let things = disk::things(&self.folder);
        things
            .iter()
            .filter(|(path, thing)| **thing != Thing::Folder && is_own(path))
            .map(|(path, _)| path.clone())
            .collect()
    }

    /// A foreign thing that stands where the output has a file or a folder.
    pub fn obstacles(&self, wanted: &Things) -> Vec<String> {
        let stands_in_the_way = |path: &String| {
            wanted.contains_key(path) || folders_of(path).any(|above| matches!(wanted.get(above), Some(Thing::File(_))))
        };
        self.foreign.keys().filter(|path| stands_in_the_way(path)).cloned().collect()
    }

    /// What lies in the output when it holds what is wanted beside all that is foreign.
    pub fn with_foreign(&self, wanted: &Things) -> Things {
        let mut things = wanted.clone();
        for (path, thing) in &self.foreign {
            things.extend(folders_of(path).map(|above| (above.to_owned(), Thing::Folder)));
            things.insert(path.clone(), thing.clone());
        }
        things
    }

    /// Removes foreign things again, with the folders that this leaves empty.
    pub fn remove_foreign(&mut self, paths: &[String]) {
        for path in paths {
            self.foreign.remove(path);
            disk::remove(&self.folder.join(path));
            disk::prune(&self.folder, path);
        }
    }

    /// Removes the whole output.
    pub fn remove(&mut self) {
        disk::remove(&self.folder);
        self.foreign = BTreeMap::new();
        self.edited = BTreeSet::new();
        self.is_unknown = false;
    }

    fn put_foreign(&mut self, path: String, thing: Thing) -> String {
        disk::put(&self.folder, &path, &thing);
        let is_there = |path: &String| self.folder.join(path).symlink_metadata().is_ok_and(|there| !there.is_dir());
        self.edited.retain(is_there);
        self.foreign.retain(|path, _| is_there(path));
        let told = format!("output: put {path}, which is foreign");
        self.foreign.insert(path, thing);
        told
    }

    fn edit(&mut self, path: String, thing: Thing) -> String {
        disk::put(&self.folder, &path, &thing);
        self.edited.insert(path.clone());
        format!("output: edit {path}")
    }
}

pub fn remove_file(output: &mut Output, random: &mut Random) -> String {
    let Some(path) = random.pick(&output.own()) else { return NOTHING.to_owned() };
    disk::remove(&output.folder.join(&path));
    output.edited.remove(&path);
    if random.one_in(2) {
        disk::prune(&output.folder, &path);
    }
    format!("output: remove {path}")
}

/// Changes a file: all of it, one byte of it, or its end.
pub fn edit_file(output: &mut Output, random: &mut Random) -> String {
    let Some(path) = random.pick(&output.own()) else { return NOTHING.to_owned() };
    let Ok(mut bytes) = std::fs::read(output.folder.join(&path)) else { return NOTHING.to_owned() };
    match random.below(4) {
        0 => bytes = content::prose(random).into_bytes(),
        1 => bytes.truncate(random.below(bytes.len().max(1))),
        2 => bytes.push(b'\n'),
        _ => {
            let at = random.below(bytes.len().max(1));
            bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1);
        }
    }
    output.edit(path, Thing::File(bytes))
}

/// A link that leads out of the output, in place of a file.
pub fn link_file(output: &mut Output, random: &mut Random) -> String {
    let Some(path) = random.pick(&output.own()) else { return NOTHING.to_owned() };
    let canary = Thing::Link(output.canary.clone());
    output.edit(path, canary)
}

/// A file at the top, in a folder of its own, or most often beside a file of byline's, which may go away one day.
pub fn add_foreign(output: &mut Output, random: &mut Random) -> String {
    let own = output.own();
    let Some(beside) = random.pick(own.iter().filter(|path| path.contains('/'))) else { return NOTHING.to_owned() };
    let folder = match random.below(5) {
        0 => String::new(),
        1 => format!("{}/", content::fresh(random)),
        _ => beside.rfind('/').map_or(String::new(), |at| beside[..=at].to_owned()),
    };
    let path = format!("{folder}{}.txt", content::fresh(random));
    output.put_foreign(path, Thing::File(content::prose(random).into_bytes()))
}

/// Where the output of another day may have a page.
pub fn add_foreign_page(output: &mut Output, random: &mut Random) -> String {
    let path = format!("{}/index.html", content::name(random));
    if !output.folder.exists() || output.own().contains(&path) || output.foreign.contains_key(&path) {
        return NOTHING.to_owned();
    }
    output.put_foreign(path, Thing::File(content::prose(random).into_bytes()))
}

pub fn remove_foreign(output: &mut Output, random: &mut Random) -> String {
    let Some(path) = random.pick(output.foreign.keys()) else { return NOTHING.to_owned() };
    output.remove_foreign(std::slice::from_ref(&path));
    format!("output: remove {path}, which is foreign")
}

/// A folder with a foreign file, in place of a file.
pub fn folder_for_file(output: &mut Output, random: &mut Random) -> String {
    let Some(path) = random.pick(&output.own()) else { return NOTHING.to_owned() };
    output.put_foreign(format!("{path}/foreign.txt"), Thing::File(b"foreign".to_vec()))
}

/// A foreign file or link, in place of a folder.
pub fn file_for_folder(output: &mut Output, random: &mut Random) -> String {
    let own = output.own();
    let folders: Vec<String> = own.iter().filter_map(|path| folders_of(path).last().map(str::to_owned)).collect();
    let Some(path) = random.pick(&folders) else { return NOTHING.to_owned() };
    let outside = output.canary.parent().expect("it lies in a folder").to_owned();
    let thing = if random.one_in(2) { Thing::Link(outside) } else { Thing::File(b"foreign".to_vec()) };
    output.put_foreign(path, thing)
}

/// byline's list of its files is removed or damaged.
pub fn lose_manifest(output: &mut Output, random: &mut Random) -> String {
    let path = output.folder.join(MANIFEST);
    let Ok(bytes) = std::fs::read(&path) else { return NOTHING.to_owned() };
    // With the list of an interrupted build the files are known all the same.
    if output.folder.join(JOURNAL).exists() || bytes.is_empty() {
        return NOTHING.to_owned();
    }
    output.is_unknown = true;
    if random.one_in(2) {
        disk::remove(&path);
        return "output: remove the manifest".to_owned();
    }
    std::fs::write(&path, &bytes[..random.below(bytes.len())]).expect("a shorter file");
    "output: cut off the manifest".to_owned()
}

pub fn remove_output(output: &mut Output, _: &mut Random) -> String {
    output.remove();
    "output: remove all of it".to_owned()
}

/// Leaves what a build leaves that was interrupted: it makes `next` of what lies there.
pub fn interrupt(output: &mut Output, random: &mut Random, next: &Things) -> String {
    let is_output = output.folder.join(MANIFEST).exists() && !output.is_unknown && output.edited.is_empty();
    if !is_output || !output.obstacles(next).is_empty() || output.folder.join(JOURNAL).exists() {
        return NOTHING.to_owned();
    }
    disk::put(&output.folder, JOURNAL, &next[MANIFEST]);
    let (removed, placed) = match random.below(4) {
        0 => (0, 0),
        1 => (1, 0),
        2 => (2, 1),
        _ => (2, 2),
    };
    let partly = |random: &mut Random, how: usize| how == 2 || (how == 1 && random.one_in(2));
    for path in output.own() {
        if !next.contains_key(&path) && partly(random, removed) {
            disk::remove(&output.folder.join(&path));
            if removed == 2 {
                disk::prune(&output.folder, &path);
            }
        }
    }
    for (path, thing) in next {
        let is_free = !folders_of(path).any(|above| output.folder.join(above).is_file());
        if !path.starts_with(MANIFEST) && *thing != Thing::Folder && is_free && partly(random, placed) {
            disk::put(&output.folder, path, thing);
        }
    }
    if random.one_in(2) {
        disk::put(&output.folder, ".byline-tmp", &Thing::Folder);
    }
    "output: interrupt a build".to_owned()
}
