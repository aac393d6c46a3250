//! The folder `.byline`, and what happens to it besides. Each damage says what it did.

use std::fs;
use std::path::{Path, PathBuf};

use super::disk::{self, Thing, Things};
use super::documents::NOTHING;
use super::random::Random;

/// How many copies of a cache are kept to be put back.
const COPIES: usize = 4;

/// The cache of a site, and what it was after earlier builds.
pub struct Cache {
    pub folder: PathBuf,
    copies: Vec<Things>,
}

impl Cache {
    /// The cache in a folder, which need not be there.
    pub fn new(folder: PathBuf) -> Cache {
        Cache { folder, copies: Vec::new() }
    }

    /// Keeps a copy of what is there now, at times in place of an earlier one.
    pub fn copy(&mut self, random: &mut Random) {
        let now = disk::things(&self.folder);
        if self.copies.len() < COPIES {
            self.copies.push(now);
        } else if random.one_in(4) {
            self.copies[random.below(COPIES)] = now;
        }
    }

    /// The state, a file of facts, or a copy of a picture.
    fn some_file(&self, random: &mut Random) -> Option<PathBuf> {
        let mut names = disk::things(&self.folder);
        names.retain(|name, _| name == "state" || name.starts_with("facts.") || name.starts_with("pictures/"));
        random.pick(names.keys()).map(|name| self.folder.join(name))
    }
}

pub fn remove(cache: &mut Cache, _: &mut Random) -> String {
    disk::remove(&cache.folder);
    "cache: remove all of it".to_owned()
}

pub fn remove_file(cache: &mut Cache, random: &mut Random) -> String {
    let Some(path) = cache.some_file(random) else { return NOTHING.to_owned() };
    disk::remove(&path);
    format!("cache: remove {}", name(&path))
}

/// One bit is another one, most often in a word.
pub fn flip(cache: &mut Cache, random: &mut Random) -> String {
    change(cache, random, "flip a bit of", |bytes, random| {
        let words: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_lowercase()).collect();
        let at = if words.is_empty() || random.one_in(4) { random.below(bytes.len()) } else { random.of(&words) };
        bytes[at] ^= 1;
    })
}

/// Every word is another one, as it would be on a disk that mixed files up.
pub fn garble(cache: &mut Cache, random: &mut Random) -> String {
    change(cache, random, "garble", |bytes, _| {
        bytes.iter_mut().filter(|byte| byte.is_ascii_lowercase()).for_each(|byte| *byte ^= 1);
    })
}

pub fn cut_off(cache: &mut Cache, random: &mut Random) -> String {
    change(cache, random, "cut off", |bytes, random| {
        let length = if random.one_in(3) { 0 } else { random.below(bytes.len()) };
        bytes.truncate(length);
    })
}

pub fn fill(cache: &mut Cache, random: &mut Random) -> String {
    change(cache, random, "fill with noise", |bytes, random| {
        let from = if random.one_in(2) { 0 } else { random.below(bytes.len()) };
        bytes[from..].fill_with(|| random.next() as u8);
    })
}

/// What a build that was killed leaves.
pub fn interrupt(cache: &mut Cache, random: &mut Random) -> String {
    let Some(path) = cache.some_file(random) else { return NOTHING.to_owned() };
    for left in ["lock", "state.17", "facts.999"] {
        fs::write(cache.folder.join(left), "left behind").expect("a new file");
    }
    if let Some(facts) = path.to_str().filter(|path| path.contains("facts.")) {
        let mut bytes = fs::read(facts).expect("a readable file");
        bytes.extend_from_slice(b"appended, and not named by the state");
        fs::write(facts, bytes).expect("a longer file");
    }
    "cache: interrupt a build".to_owned()
}

/// The cache of an earlier build, as a service that builds sites may restore it.
pub fn restore(cache: &mut Cache, random: &mut Random) -> String {
    if cache.copies.is_empty() {
        return NOTHING.to_owned();
    }
    let number = random.below(cache.copies.len());
    disk::remove(&cache.folder);
    for (path, thing) in &cache.copies[number] {
        disk::put(&cache.folder, path, thing);
    }
    format!("cache: put back copy {number}")
}

fn change(cache: &Cache, random: &mut Random, doing: &str, change: impl FnOnce(&mut Vec<u8>, &mut Random)) -> String {
    let Some(path) = cache.some_file(random) else { return NOTHING.to_owned() };
    let mut bytes = fs::read(&path).expect("a readable file");
    if bytes.is_empty() {
        return NOTHING.to_owned();
    }
    change(&mut bytes, random);
    disk::put(&cache.folder, &name(&path), &Thing::File(bytes));
    format!("cache: {doing} {}", name(&path))
}

fn name(path: &Path) -> String {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned()
}
