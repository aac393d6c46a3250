//! What happens to the folder of a site besides. Each says what it did.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::bench::Bench;
use super::content;
use super::disk::{self, Thing};
use super::documents::{self, NOTHING};
use super::files::{self, LOCK};
use super::random::Random;
use super::runs;

/// Content of the same size and with the same time as before, written into the file or put in its place.
pub fn disguise(bench: &mut Bench<'_>, random: &mut Random) -> String {
    if !bench.root.exists() {
        return NOTHING.to_owned();
    }
    bench.save();
    let before = bench.site.to_files();
    let told = match random.below(3) {
        0 => files::replace_picture(&mut bench.site, random),
        1 => files::replace_static(&mut bench.site, random),
        _ => documents::set_lead(&mut bench.site, random),
    };
    let is_new = random.one_in(2);
    for (path, bytes) in bench.site.to_files() {
        if before.get(&path).is_none_or(|then| *then == bytes || then.len() != bytes.len()) {
            continue;
        }
        let at = bench.root.join(path);
        let modified = fs::metadata(&at).and_then(|file| file.modified()).expect("a time");
        if is_new {
            let beside = bench.folder.path().join("new");
            fs::write(&beside, bytes).expect("a new file");
            fs::rename(&beside, &at).expect("a file in its place");
        } else {
            fs::write(&at, bytes).expect("a changed file");
        }
        set_modified(&at, modified);
    }
    format!("{told}, in disguise{}", if is_new { ", another file" } else { "" })
}

/// Every file of the site has another time: now, one of whole seconds as archives have, or one to come.
pub fn touch(bench: &mut Bench<'_>, random: &mut Random) -> String {
    let now = SystemTime::now();
    let time = random.of(&[now, SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000), now + HOUR]);
    for (path, thing) in disk::things(&bench.root) {
        if matches!(thing, Thing::File(_)) && !path.starts_with("public/") && !path.starts_with(".byline/") {
            set_modified(&bench.root.join(path), time);
        }
    }
    "touch all files".to_owned()
}

const HOUR: Duration = Duration::from_secs(3600);

/// The site with its output and its cache lies in another folder: moved there, or copied.
pub fn relocate(bench: &mut Bench<'_>, random: &mut Random) -> String {
    if !bench.root.exists() {
        return NOTHING.to_owned();
    }
    let to = bench.folder.path().join(content::fresh(random));
    let is_copied = random.one_in(2);
    if is_copied {
        for (path, thing) in disk::things(&bench.root) {
            disk::put(&to, &path, &thing);
        }
        disk::remove(&bench.root);
    } else {
        fs::rename(&bench.root, &to).expect("a folder in another place");
    }
    bench.output.folder = to.join("public");
    bench.cache.folder = to.join(".byline");
    bench.root = to;
    format!("{} the whole folder", if is_copied { "copy" } else { "move" })
}

fn set_modified(path: &Path, time: SystemTime) {
    let file = File::options().write(true).open(path).expect("a file that can be written");
    file.set_modified(time).expect("another time");
}

/// Promises every address that the site has, as its author would.
pub fn accept(bench: &mut Bench<'_>, _: &mut Random) -> String {
    bench.save();
    let Some(lines) = runs::accept(&bench.root, &bench.site) else { return NOTHING.to_owned() };
    bench.site.files.insert(LOCK.to_owned(), lines);
    bench.site.settings.insert(("urls".to_owned(), "lock".to_owned()), "true".to_owned());
    "accept the addresses".to_owned()
}
