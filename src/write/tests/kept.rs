//! Files that an earlier build saw, and that are kept without being read.

use std::fs::File;
use std::time::{Duration, SystemTime};

use super::*;

impl Place {
    fn open_seen(&self, seen: &Seen) -> Writer {
        let (root, output, cache) = (self.root(), self.output(), self.root().join(".byline"));
        let target = Target { root: &root, output: &output, cache: &cache, site: "site", force: false };
        Writer::open(&target, seen.clone()).unwrap()
    }

    /// Builds as one that knows the content of each file before it is made.
    pub fn build_kept(&self, seen: &Seen, files: &Files) -> Result<(WriteReport, Seen), Error> {
        let writer = self.open_seen(seen);
        for (path, text) in files {
            if writer.keep(path, Record::of(text.as_bytes()))? != Lies::AsRecorded {
                writer.put(path, text.as_bytes())?;
            }
        }
        writer.commit()
    }

    /// Builds until all that was seen has a signature.
    fn settled(&self, files: &Files) -> Seen {
        let mut seen = Seen::default();
        for _ in 0..200 {
            seen = self.build_kept(&seen, files).unwrap().1;
            if seen.files().iter().all(|file| file.signature.is_some()) {
                return seen;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the clock of the disk stands still");
    }

    fn lies(&self, seen: &Seen, path: &str, text: &str) -> Lies {
        self.open_seen(seen).keep(path, Record::of(text.as_bytes())).unwrap()
    }
}

#[test]
fn a_kept_file_is_part_of_the_build_and_nothing_is_touched() {
    let place = Place::new();
    let files = list(&[("index.html", "1"), ("a/b/index.html", "2")]);
    let (_, seen) = place.build_kept(&Seen::default(), &files).unwrap();
    let before = state_of(&place.root());
    for seen in [Seen::default(), seen] {
        let (report, next) = place.build_kept(&seen, &files).unwrap();
        assert_eq!((report.files, report.kept, report.written, report.removed), (2, 2, 0, 0));
        assert_eq!(
            next.files().iter().map(|file| file.path.as_str()).collect::<Vec<_>>(),
            ["a/b/index.html", "index.html"]
        );
        assert_eq!(next.get("index.html").unwrap().record, Record::of(b"1"));
        assert_eq!(state_of(&place.root()), before);
    }
}

#[test]
fn what_lies_there_is_told_apart_with_and_without_an_earlier_build() {
    let place = Place::new();
    let files = list(&[("same", "1"), ("edited", "1"), ("longer", "1"), ("gone", "1"), ("folder", "1")]);
    assert_eq!(place.lies(&Seen::default(), "same", "1"), Lies::Missing, "there is no output");
    let settled = place.settled(&files);
    place.put("edited", "9");
    place.put("longer", "999");
    fs::remove_file(place.output().join("gone")).unwrap();
    fs::remove_file(place.output().join("folder")).unwrap();
    fs::create_dir(place.output().join("folder")).unwrap();
    for seen in [Seen::default(), settled] {
        for (path, lies) in [
            ("same", Lies::AsRecorded),
            ("edited", Lies::Edited),
            ("longer", Lies::Edited),
            ("gone", Lies::Missing),
            ("folder", Lies::Missing),
            ("new", Lies::Missing),
        ] {
            assert_eq!(place.lies(&seen, path, "1"), lies, "{path}");
        }
        for other in ["2", "22"] {
            assert_eq!(place.lies(&seen, "same", other), Lies::Otherwise);
        }
    }
}

#[test]
fn a_foreign_file_is_never_kept() {
    let place = Place::new();
    place.build(&[("a", "1")]).unwrap();
    place.put("mine", "1");
    let writer = place.open_at(&place.output(), false).unwrap();
    fails(writer.keep("mine", Record::of(b"1")), &["mine", "in the way"]);
    fails(writer.keep("../x", Record::of(b"1")), &["../x"]);
}

#[test]
fn a_file_that_was_kept_cannot_be_taken_again() {
    let place = Place::new();
    place.build(&[("a", "1")]).unwrap();
    let writer = place.open_at(&place.output(), false).unwrap();
    assert_eq!(writer.keep("a", Record::of(b"1")).unwrap(), Lies::AsRecorded);
    fails(writer.keep("a", Record::of(b"1")), &["two files"]);
    fails(writer.put("a", b"1"), &["two files"]);
}

#[cfg(unix)]
#[test]
fn an_edit_is_noticed_even_if_size_and_time_are_as_before() {
    let files = list(&[("a", "1"), ("b", "1")]);
    for replaced in [false, true] {
        let place = Place::new();
        let seen = place.settled(&files);
        let at = place.output().join("a");
        let modified = fs::metadata(&at).unwrap().modified().unwrap();
        if replaced {
            fs::write(place.root().join("other"), "2").unwrap();
            fs::rename(place.root().join("other"), &at).unwrap();
        } else {
            fs::write(&at, "2").unwrap();
        }
        File::options().write(true).open(&at).unwrap().set_modified(modified).unwrap();
        let (report, _) = place.build_kept(&seen, &files).unwrap();
        assert_eq!((report.edited, report.kept), (vec!["a".to_owned()], 1));
        assert_eq!(place.files(), files);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_was_seen_is_not_read_by_any_way_to_take_it() {
    let place = Place::new();
    let files = list(&[("a", "1"), ("b", "1"), ("c", "1")]);
    let mut seen = place.settled(&files).into_files();
    // Whoever reads the files finds another content than this.
    for file in &mut seen {
        file.record = Record::of(b"2");
    }
    let seen = Seen::new(seen);
    fs::write(place.root().join("content/c"), "2").unwrap();
    let writer = place.open_seen(&seen);
    assert_eq!(writer.keep("a", Record::of(b"2")).unwrap(), Lies::AsRecorded);
    writer.put("b", b"2").unwrap();
    writer.copy("c", &place.root().join("content/c")).unwrap();
    let (report, next) = writer.commit().unwrap();
    assert_eq!((report.written, report.kept), (0, 1));
    assert_eq!(next, seen);
}

#[cfg(unix)]
#[test]
fn what_was_written_within_one_tick_is_read_once_more_and_then_no_longer() {
    let place = Place::new();
    let files = list(&[("a/index.html", "1"), ("b", "1")]);
    let (_, seen) = place.build_kept(&Seen::default(), &files).unwrap();
    let now = SystemTime::now();
    // A clock that stands still would do the same: the file seems to change later than any tick.
    let late = File::options().write(true).open(place.output().join("b")).unwrap();
    late.set_modified(now + Duration::from_secs(3600)).unwrap();
    let (_, unsettled) = place.build_kept(&seen, &files).unwrap();
    assert_eq!(unsettled.get("b").unwrap().signature, None);
    assert_eq!(unsettled.get("b").unwrap().record, Record::of(b"1"));
    late.set_modified(now - Duration::from_secs(3600)).unwrap();
    let settled = place.settled(&files);
    assert_eq!(place.build_kept(&settled, &files).unwrap().1, settled);
}

#[cfg(unix)]
#[test]
fn a_file_that_this_build_replaced_has_a_signature_only_of_its_own() {
    let place = Place::new();
    let first = list(&[("a", "1"), ("b/c", "1")]);
    let seen = place.settled(&first);
    let second = list(&[("a", "2"), ("b/c", "1")]);
    let (report, next) = place.build_kept(&seen, &second).unwrap();
    assert_eq!((report.kept, report.written), (1, 1));
    assert_eq!(next.get("b/c"), seen.get("b/c"));
    let now = next.get("a").unwrap();
    assert_eq!(now.record, Record::of(b"2"));
    let on_disk = crate::fs::Signature::of(&fs::metadata(place.output().join("a")).unwrap());
    assert!(now.signature.is_none() || now.signature == on_disk);
}

#[test]
fn cache_files_of_another_output_only_cost_time() {
    let (one, other) = (Place::new(), Place::new());
    let files = list(&[("a", "1"), ("b", "1")]);
    let seen = one.settled(&files);
    other.build_kept(&seen, &list(&[("a", "2"), ("b", "1")])).unwrap();
    let (report, _) = other.build_kept(&seen, &files).unwrap();
    assert_eq!((report.kept, report.written, report.edited.len()), (1, 1, 0));
    assert_eq!(other.files(), files);
}
