//! The writer as a whole: builds into real folders, with hand edits, foreign files and interruptions in between.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::error::Error;

/// A site in a folder of a temporary place, so that there is an outside.
struct Place {
    place: TempDir,
}

type Files = BTreeMap<String, String>;

impl Place {
    fn new() -> Place {
        let place = Place { place: tempfile::tempdir().unwrap() };
        fs::create_dir_all(place.root().join("content")).unwrap();
        fs::write(place.root().join("content/a.md"), "source").unwrap();
        place
    }

    fn root(&self) -> PathBuf {
        self.place.path().join("site")
    }

    fn output(&self) -> PathBuf {
        self.root().join("public")
    }

    fn open_at(&self, output: &Path, force: bool) -> Result<Writer, Error> {
        let (root, cache) = (self.root(), self.root().join(".byline"));
        Writer::open(&Target { root: &root, output, cache: &cache, site: "site", force })
    }

    fn build_at(&self, output: &Path, force: bool, files: &Files) -> Result<WriteReport, Error> {
        let writer = self.open_at(output, force)?;
        for (path, text) in files {
            writer.put(path, text.as_bytes())?;
        }
        writer.commit()
    }

    fn build(&self, files: &[(&str, &str)]) -> Result<WriteReport, Error> {
        self.build_at(&self.output(), false, &list(files))
    }

    fn clean(&self) -> CleanReport {
        let (root, output, cache) = (self.root(), self.output(), self.root().join(".byline"));
        super::clean(&Target { root: &root, output: &output, cache: &cache, site: "site", force: false }).unwrap()
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.output().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The output's files but for the manifest, and nothing may be left over beside it.
    fn files(&self) -> Files {
        let beside: Vec<_> =
            self.root().read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        assert!(!beside.iter().any(|name| name.contains("byline-tmp")), "{beside:?}");
        let mut files = tree_of(&self.output());
        assert!(files.remove(manifest::JOURNAL).is_none(), "a journal is left over");
        files.remove(manifest::NAME);
        files.retain(|path, _| !path.ends_with('/'));
        files
    }
}

fn list(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// Every file with its text, every folder with a `/` behind its name, every link with its target.
fn tree_of(folder: &Path) -> Files {
    fn add(folder: &Path, prefix: &str, files: &mut Files) {
        for entry in folder.read_dir().unwrap() {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                add(&entry.path(), &format!("{path}/"), files);
                files.insert(format!("{path}/"), String::new());
            } else if kind.is_symlink() {
                files.insert(path, format!("-> {}", fs::read_link(entry.path()).unwrap().display()));
            } else {
                files.insert(path, String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned());
            }
        }
    }
    let mut files = Files::new();
    if folder.exists() {
        add(folder, "", &mut files);
    }
    files
}

/// The whole tree with the times of its files, to see that nothing at all was touched.
fn state_of(folder: &Path) -> BTreeMap<String, (String, Option<std::time::SystemTime>)> {
    tree_of(folder)
        .into_iter()
        .map(|(path, text)| {
            let time = folder.join(&path).symlink_metadata().and_then(|metadata| metadata.modified()).ok();
            (path, (text, time))
        })
        .collect()
}

fn fails<T: std::fmt::Debug>(result: Result<T, Error>, words: &[&str]) {
    let error = result.expect_err("it must fail");
    let shown = format!("{error} {}", error.help.clone().unwrap_or_default());
    for word in words {
        assert!(shown.contains(word), "`{word}` is not in: {shown}");
    }
}

mod places {
    use super::*;

    fn refused(place: &Place, output: &Path, words: &[&str]) {
        for force in [false, true] {
            let before = state_of(place.place.path());
            fails(place.open_at(output, force), words);
            assert_eq!(state_of(place.place.path()), before, "{}", output.display());
        }
    }

    #[test]
    fn the_root_and_what_holds_it_are_refused() {
        let place = Place::new();
        refused(&place, &place.root(), &["output", "source"]);
        refused(&place, &place.root().join("."), &["output", "source"]);
        refused(&place, &place.root().join(".."), &["output"]);
        refused(&place, &place.root().join("content/../../site"), &["output", "source"]);
        refused(&place, Path::new("/"), &["output"]);
    }

    #[test]
    fn inputs_and_what_lies_in_them_are_refused_even_if_they_are_missing() {
        let place = Place::new();
        for input in crate::discover::INPUTS {
            refused(&place, &place.root().join(input), &["output", input]);
            refused(&place, &place.root().join(input).join("public"), &["output", input]);
        }
    }

    #[test]
    fn the_cache_and_git_are_refused() {
        let place = Place::new();
        refused(&place, &place.root().join(".byline"), &["output", "cache"]);
        refused(&place, &place.root().join(".byline/x"), &["output", "cache"]);
        refused(&place, &place.root().join(".git"), &["output", "git"]);
        refused(&place, &place.root().join(".git/hooks"), &["output", "git"]);
    }

    #[test]
    fn the_home_folder_is_refused() {
        let place = Place::new();
        let home = std::env::home_dir().filter(|home| home.is_dir());
        if let Some(home) = home.filter(|home| home.parent().is_some()) {
            fails(place.open_at(&home, true), &["output", "home"]);
        }
    }

    #[test]
    fn a_file_is_refused() {
        let place = Place::new();
        fs::write(place.place.path().join("file"), "x").unwrap();
        refused(&place, &place.place.path().join("file"), &["output", "folder"]);
    }

    #[test]
    fn a_way_that_goes_up_from_a_folder_that_is_not_there_is_refused() {
        let place = Place::new();
        refused(&place, &place.root().join("missing/../content"), &["output", ".."]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_judged_by_what_it_leads_to() {
        use std::os::unix::fs::symlink;
        let place = Place::new();
        symlink(place.root().join("content"), place.place.path().join("link")).unwrap();
        symlink(place.root(), place.place.path().join("to-root")).unwrap();
        symlink("gone", place.place.path().join("nowhere")).unwrap();
        refused(&place, &place.place.path().join("link"), &["output", "content"]);
        refused(&place, &place.place.path().join("to-root/content/x"), &["output", "content"]);
        refused(&place, &place.place.path().join("nowhere"), &["output", "nowhere"]);
        // A link that leads to a good place is that place.
        fs::create_dir(place.place.path().join("real")).unwrap();
        symlink("real", place.place.path().join("good")).unwrap();
        place.build_at(&place.place.path().join("good"), false, &list(&[("x", "1")])).unwrap();
        assert_eq!(fs::read_to_string(place.place.path().join("real/x")).unwrap(), "1");
    }

    #[cfg(unix)]
    #[test]
    fn an_input_that_is_a_link_is_refused_where_it_really_is() {
        let place = Place::new();
        fs::create_dir(place.root().join("articles")).unwrap();
        std::os::unix::fs::symlink("articles", place.root().join("static")).unwrap();
        refused(&place, &place.root().join("articles/public"), &["output", "static"]);
    }

    #[test]
    fn a_folder_with_foreign_files_is_refused() {
        let place = Place::new();
        place.put("diary.txt", "mine");
        place.put(".git/config", "mine");
        let before = state_of(place.place.path());
        fails(place.build(&[("index.html", "1")]), &["output", "not empty", "public", "--force"]);
        assert_eq!(state_of(place.place.path()), before);
    }

    #[test]
    fn a_damaged_manifest_is_as_good_as_none_and_the_message_says_so() {
        let place = Place::new();
        place.build(&[("index.html", "1")]).unwrap();
        let manifest = place.output().join(manifest::NAME);
        fs::write(&manifest, fs::read_to_string(&manifest).unwrap().replace("index", "indox")).unwrap();
        fails(place.build(&[("index.html", "2")]), &["not empty", "damaged", ".byline-site"]);
        fails(place.build_at(&place.output(), true, &list(&[("index.html", "2")])), &["damaged"]);
        assert_eq!(place.files(), list(&[("index.html", "1")]));
    }

    #[test]
    fn folders_on_the_way_to_the_output_are_made_and_removed_again_without_a_commit() {
        let place = Place::new();
        let output = place.place.path().join("x/y/public");
        let before = tree_of(place.place.path());
        let writer = place.open_at(&output, false).unwrap();
        writer.put("a/index.html", b"1").unwrap();
        drop(writer);
        assert_eq!(tree_of(place.place.path()), before);
        place.build_at(&output, false, &list(&[("a", "1")])).unwrap();
        assert_eq!(fs::read_to_string(output.join("a")).unwrap(), "1");
    }
}

mod builds {
    use super::*;

    #[test]
    fn a_first_build_makes_the_output_whole() {
        let place = Place::new();
        let report = place.build(&[("index.html", "1"), ("a/b/index.html", "2"), ("é ü.txt", "3")]).unwrap();
        assert_eq!(place.files(), list(&[("index.html", "1"), ("a/b/index.html", "2"), ("é ü.txt", "3")]));
        assert_eq!((report.files, report.written, report.removed), (3, 3, 0));
        assert_eq!(report.written_paths, ["a/b/index.html", "index.html", "é ü.txt"]);
    }

    #[test]
    fn nothing_is_in_place_before_the_commit_and_nothing_is_left_without_one() {
        for first in [true, false] {
            let place = Place::new();
            if !first {
                place.build(&[("index.html", "1"), ("old", "1")]).unwrap();
            }
            let before = state_of(&place.root());
            let writer = place.open_at(&place.output(), false).unwrap();
            writer.put("index.html", b"2").unwrap();
            writer.put("new/index.html", b"2").unwrap();
            assert_eq!(place.output().join("new").exists(), false);
            drop(writer);
            let after = state_of(&place.root());
            assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
            for (path, state) in before.iter().filter(|(path, _)| !path.ends_with('/')) {
                assert_eq!(after.get(path), Some(state), "{path}");
            }
        }
    }

    #[test]
    fn a_second_build_of_the_same_touches_nothing() {
        let place = Place::new();
        let files = [("index.html", "1"), ("a/b/index.html", "2")];
        place.build(&files).unwrap();
        let before = state_of(&place.root());
        let report = place.build(&files).unwrap();
        assert_eq!((report.files, report.written, report.removed), (2, 0, 0));
        assert_eq!(state_of(&place.root()), before);
    }

    #[test]
    fn only_what_changed_is_touched() {
        let place = Place::new();
        place.build(&[("index.html", "1"), ("a/index.html", "2"), ("b/c/index.html", "3")]).unwrap();
        let before = state_of(&place.output());
        let report = place.build(&[("index.html", "1"), ("a/index.html", "22"), ("d", "4")]).unwrap();
        let after = state_of(&place.output());
        assert_eq!(before["index.html"], after["index.html"]);
        assert_eq!(place.files(), list(&[("index.html", "1"), ("a/index.html", "22"), ("d", "4")]));
        assert!(!place.output().join("b").exists(), "the folders that became empty are gone");
        assert_eq!((report.written, report.removed), (2, 1));
        assert_eq!(report.written_paths, ["a/index.html", "d"]);
        assert_eq!(report.edited, Vec::<String>::new());
    }

    #[test]
    fn the_output_is_the_same_after_any_history() {
        let (fresh, changed) = (Place::new(), Place::new());
        changed.build(&[("x/y", "1"), ("index.html", "0")]).unwrap();
        changed.build(&[]).unwrap();
        for place in [&fresh, &changed] {
            place.build(&[("index.html", "1"), ("x", "1")]).unwrap();
        }
        assert_eq!(tree_of(&changed.output()), tree_of(&fresh.output()));
    }

    #[test]
    fn an_empty_folder_is_filled_and_stays_the_same_folder() {
        let place = Place::new();
        fs::create_dir(place.output()).unwrap();
        let before = fs::metadata(place.output()).unwrap();
        place.build(&[("index.html", "1"), ("a/b", "2")]).unwrap();
        assert_eq!(place.files(), list(&[("index.html", "1"), ("a/b", "2")]));
        let fresh = Place::new();
        fresh.build(&[("index.html", "1"), ("a/b", "2")]).unwrap();
        assert_eq!(tree_of(&place.output()), tree_of(&fresh.output()));
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            assert_eq!(before.ino(), fs::metadata(place.output()).unwrap().ino());
        }
    }

    #[test]
    fn an_empty_folder_is_staged_within_if_the_name_beside_it_is_taken() {
        let place = Place::new();
        fs::create_dir(place.output()).unwrap();
        fs::write(place.root().join(".public.byline-tmp"), "mine").unwrap();
        place.build(&[("index.html", "1")]).unwrap();
        assert_eq!(tree_of(&place.output())["index.html"], "1");
        assert!(!place.output().join(staging::INSIDE).exists());
        assert_eq!(fs::read_to_string(place.root().join(".public.byline-tmp")).unwrap(), "mine");
    }

    #[test]
    fn files_and_folders_change_places() {
        let place = Place::new();
        place.build(&[("a", "1"), ("b/c/d", "2"), ("b/e", "3")]).unwrap();
        place.build(&[("a/x/y", "1"), ("b", "2")]).unwrap();
        assert_eq!(place.files(), list(&[("a/x/y", "1"), ("b", "2")]));
        place.build(&[("a", "1"), ("b/c/d", "2"), ("b/e", "3")]).unwrap();
        assert_eq!(place.files(), list(&[("a", "1"), ("b/c/d", "2"), ("b/e", "3")]));
    }

    #[test]
    fn a_path_that_is_taken_twice_is_an_error() {
        for first in [true, false] {
            let place = Place::new();
            if !first {
                place.build(&[("z", "1")]).unwrap();
            }
            let writer = place.open_at(&place.output(), false).unwrap();
            writer.put("a/index.html", b"1").unwrap();
            fails(writer.put("a/index.html", b"1"), &["a/index.html", "two files"]);
        }
    }

    #[test]
    fn a_path_that_is_a_file_and_a_folder_is_an_error_and_changes_nothing() {
        for first in [true, false] {
            for paths in [["a", "a/b"], ["a/b", "a"]] {
                let place = Place::new();
                if !first {
                    place.build(&[("z", "1")]).unwrap();
                }
                let before = tree_of(&place.root());
                let writer = place.open_at(&place.output(), false).unwrap();
                let put = paths.iter().try_for_each(|path| writer.put(path, b"1"));
                assert!(put.and_then(|()| writer.commit()).is_err(), "{paths:?}");
                assert_eq!(tree_of(&place.root()), before);
            }
        }
    }

    #[test]
    fn a_path_that_leaves_the_output_is_refused() {
        let place = Place::new();
        let writer = place.open_at(&place.output(), false).unwrap();
        for path in ["../x", "/x", "a/../../x", "", "a//b", ".git/x", ".byline-site", "a\0b"] {
            assert!(writer.put(path, b"x").is_err(), "{path:?}");
        }
        writer.commit().unwrap();
        assert_eq!(place.files(), Files::new());
    }

    #[test]
    fn files_are_taken_from_many_threads() {
        let place = Place::new();
        for round in 0..2 {
            let writer = place.open_at(&place.output(), false).unwrap();
            std::thread::scope(|scope| {
                for thread in 0..4 {
                    let writer = &writer;
                    scope.spawn(move || {
                        for page in 0..50 {
                            let path = format!("s{}/t{page}/{thread}/index.html", page % 7);
                            writer.put(&path, format!("{round} {page}").as_bytes()).unwrap();
                        }
                    });
                }
            });
            assert_eq!(writer.commit().unwrap().written, 200);
            assert_eq!(place.files().len(), 200);
        }
    }

    #[test]
    fn a_second_build_at_the_same_time_is_refused() {
        let place = Place::new();
        let first = place.open_at(&place.output(), false).unwrap();
        fails(place.open_at(&place.output(), false), &["another build"]);
        first.commit().unwrap();
        let second = place.open_at(&place.output(), false).unwrap();
        fails(place.open_at(&place.output(), false), &["another build"]);
        second.commit().unwrap();
        place.build(&[("a", "1")]).unwrap();
    }
}

mod copies {
    use super::*;

    #[test]
    fn small_and_large_files_are_copied_and_copied_again_only_if_they_changed() {
        let place = Place::new();
        let from = place.root().join("content/big.jpg");
        for size in [0, 10, 3 * 1024 * 1024] {
            for byte in [1, 2, 2] {
                let bytes = vec![byte; size];
                let same = fs::read(place.output().join("a/big.jpg")).is_ok_and(|old| old == bytes);
                fs::write(&from, &bytes).unwrap();
                let writer = place.open_at(&place.output(), false).unwrap();
                writer.copy("a/big.jpg", &from).unwrap();
                assert_eq!(writer.commit().unwrap().written, usize::from(!same), "{size} {byte}");
                assert_eq!(fs::read(place.output().join("a/big.jpg")).unwrap(), bytes);
            }
        }
    }

    #[test]
    fn a_large_file_that_was_changed_by_hand_is_copied_again() {
        let place = Place::new();
        let from = place.root().join("content/big.jpg");
        fs::write(&from, vec![1; 2 * 1024 * 1024]).unwrap();
        let build = || {
            let writer = place.open_at(&place.output(), false).unwrap();
            writer.copy("big.jpg", &from).unwrap();
            writer.commit().unwrap()
        };
        build();
        fs::write(place.output().join("big.jpg"), vec![2; 2 * 1024 * 1024]).unwrap();
        assert_eq!(build().edited, ["big.jpg"]);
        assert_eq!(fs::read(place.output().join("big.jpg")).unwrap(), fs::read(&from).unwrap());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_leads_out_of_the_site_is_not_copied() {
        let place = Place::new();
        fs::write(place.place.path().join("canary"), "canary").unwrap();
        std::os::unix::fs::symlink("../../canary", place.root().join("content/x")).unwrap();
        let writer = place.open_at(&place.output(), false).unwrap();
        fails(writer.copy("x", &place.root().join("content/x")), &["outside", "content/x"]);
        fails(writer.copy("x", &place.root().join("gone")), &["gone"]);
    }
}

mod edits {
    use super::*;

    #[test]
    fn a_file_that_was_changed_or_removed_by_hand_comes_back() {
        let place = Place::new();
        let files = [("a", "1"), ("b", "2"), ("c/d", "3")];
        place.build(&files).unwrap();
        place.put("a", "9");
        place.put("b", "longer");
        fs::remove_dir_all(place.output().join("c")).unwrap();
        let report = place.build(&files).unwrap();
        assert_eq!(place.files(), list(&files));
        assert_eq!(report.edited, ["a", "b"]);
        assert_eq!(report.written_paths, ["a", "b", "c/d"]);
    }

    #[test]
    fn a_stale_file_that_was_changed_by_hand_is_removed_and_reported() {
        let place = Place::new();
        place.build(&[("a", "1"), ("b/index.html", "2")]).unwrap();
        place.put("b/index.html", "EDITED");
        let report = place.build(&[("a", "1")]).unwrap();
        assert_eq!(place.files(), list(&[("a", "1")]));
        assert_eq!((report.removed, report.edited), (1, vec!["b/index.html".to_owned()]));
    }

    #[test]
    fn an_edit_that_makes_the_new_content_is_kept() {
        let place = Place::new();
        place.build(&[("a", "1")]).unwrap();
        place.put("a", "2");
        let report = place.build(&[("a", "2")]).unwrap();
        assert_eq!((report.written, report.edited.len()), (0, 0));
        let fresh = Place::new();
        fresh.build(&[("a", "2")]).unwrap();
        assert_eq!(tree_of(&place.output()), tree_of(&fresh.output()));
    }

    #[test]
    fn folders_that_lost_their_files_by_hand_go_with_them() {
        let place = Place::new();
        place.build(&[("a/b/c", "1"), ("z", "1")]).unwrap();
        fs::remove_file(place.output().join("a/b/c")).unwrap();
        let report = place.build(&[("z", "1")]).unwrap();
        assert_eq!(report.removed, 0);
        assert!(!place.output().join("a").exists());
    }
}

mod foreign_files {
    use super::*;

    #[test]
    fn foreign_files_stay_and_so_do_the_folders_that_they_are_in() {
        let place = Place::new();
        place.build(&[("a/index.html", "1"), ("b", "1")]).unwrap();
        place.put("a/mine.txt", "mine");
        place.put("CNAME", "mine");
        place.build(&[("b", "2")]).unwrap();
        assert_eq!(place.files(), list(&[("a/mine.txt", "mine"), ("b", "2"), ("CNAME", "mine")]));
    }

    #[test]
    fn with_force_byline_builds_beside_foreign_files_and_removes_its_own_alone() {
        let place = Place::new();
        place.put("diary.txt", "mine");
        place.put("a/diary.txt", "mine");
        place.build_at(&place.output(), true, &list(&[("a/index.html", "1"), ("b/x", "1")])).unwrap();
        place.build(&[("a/index.html", "2")]).unwrap();
        assert_eq!(place.files(), list(&[("diary.txt", "mine"), ("a/diary.txt", "mine"), ("a/index.html", "2")]));
        assert!(!place.output().join("b").exists());
    }

    #[test]
    fn a_foreign_file_in_the_place_of_a_page_is_an_error_and_nothing_is_written() {
        for force in [false, true] {
            let place = Place::new();
            place.build(&[("z", "1")]).unwrap();
            place.put("index.html", "1");
            let before = state_of(&place.output());
            // Even with the same content: it is not byline's, and would be removed one day if it were taken for it.
            let built = place.build_at(&place.output(), force, &list(&[("a", "1"), ("index.html", "1")]));
            fails(built, &["index.html", "in the way"]);
            assert_eq!(state_of(&place.output()), before);
        }
    }

    #[test]
    fn a_foreign_folder_in_the_place_of_a_page_is_an_error_and_nothing_is_written() {
        let place = Place::new();
        place.build(&[("a/own", "1")]).unwrap();
        place.put("a/sub/mine", "mine");
        place.put("b/mine", "mine");
        let before = state_of(&place.output());
        fails(place.build(&[("a", "1")]), &["in the way", "a/sub"]);
        fails(place.build(&[("b", "1")]), &["in the way", "b"]);
        assert_eq!(state_of(&place.output()), before);
    }

    #[test]
    fn a_foreign_file_in_the_place_of_a_folder_is_an_error_and_nothing_is_written() {
        let place = Place::new();
        place.build(&[("z", "1")]).unwrap();
        place.put("a", "mine");
        let before = state_of(&place.output());
        fails(place.build(&[("a/b/index.html", "1")]), &["in the way", "public/a"]);
        assert_eq!(state_of(&place.output()), before);
    }

    #[test]
    fn a_folder_that_somebody_put_in_the_place_of_a_stale_file_stays() {
        let place = Place::new();
        place.build(&[("a", "1"), ("z", "1")]).unwrap();
        fs::remove_file(place.output().join("a")).unwrap();
        place.put("a/mine", "mine");
        place.build(&[("z", "1")]).unwrap();
        assert_eq!(place.files(), list(&[("a/mine", "mine"), ("z", "1")]));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_or_removed_through_a_link() {
        let place = Place::new();
        let outside = place.place.path().join("outside");
        fs::create_dir_all(outside.join("sub")).unwrap();
        fs::write(outside.join("index.html"), "1").unwrap();
        place.build(&[("a/index.html", "1"), ("a/sub/x", "1"), ("z", "1")]).unwrap();
        fs::remove_dir_all(place.output().join("a")).unwrap();
        std::os::unix::fs::symlink(&outside, place.output().join("a")).unwrap();
        let before = tree_of(&outside);
        fails(place.build(&[("a/index.html", "1")]), &["in the way"]);
        fails(place.build(&[("a/new", "1")]), &["in the way"]);
        // What was below is stale: it is not looked for behind the link, and the link is not byline's.
        place.build(&[("z", "2")]).unwrap();
        assert_eq!(tree_of(&outside), before);
        assert!(place.output().join("a").is_symlink());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_of_a_page_is_replaced_and_what_it_leads_to_is_not_touched() {
        let place = Place::new();
        let outside = place.place.path().join("outside");
        fs::write(&outside, "1").unwrap();
        place.build(&[("a", "1"), ("b", "1")]).unwrap();
        for path in ["a", "b"] {
            fs::remove_file(place.output().join(path)).unwrap();
            std::os::unix::fs::symlink(&outside, place.output().join(path)).unwrap();
        }
        let report = place.build(&[("a", "1")]).unwrap();
        assert_eq!(place.files(), list(&[("a", "1")]));
        assert_eq!(report.edited, ["a", "b"]);
        assert_eq!(fs::read_to_string(outside).unwrap(), "1");
    }

    /// On a disk that ignores case `a.html` and `A.html` are one file; two names of one file are the nearest to it here.
    #[cfg(unix)]
    #[test]
    fn a_page_whose_name_changed_its_case_alone_is_not_foreign() {
        let place = Place::new();
        place.build(&[("A.html", "1")]).unwrap();
        fs::hard_link(place.output().join("A.html"), place.output().join("a.html")).unwrap();
        place.build(&[("a.html", "1")]).unwrap();
        assert_eq!(place.files(), list(&[("a.html", "1")]));
    }
}

mod interruptions {
    use super::*;
    use crate::write::step::{Step, carry_out};

    #[test]
    fn a_leftover_of_an_interrupted_build_is_removed() {
        for begun in [false, true] {
            let place = Place::new();
            if begun {
                place.build(&[("a", "1")]).unwrap();
            }
            let writer = place.open_at(&place.output(), false).unwrap();
            writer.put("b", b"1").unwrap();
            // The locks of a killed process are released, and nothing of it is cleaned up.
            let staging = if begun { place.output().join(staging::INSIDE) } else { staging::beside(&place.output()) };
            let kept = place.place.path().join("kept");
            fs::rename(&staging, &kept).unwrap();
            drop(writer);
            fs::rename(&kept, &staging).unwrap();
            place.build(&[("a", "2")]).unwrap();
            assert_eq!(place.files(), list(&[("a", "2")]));
        }
    }

    #[test]
    fn a_foreign_folder_with_the_name_of_the_staging_folder_is_not_removed() {
        let place = Place::new();
        let staging = place.root().join(".public.byline-tmp");
        fs::create_dir(&staging).unwrap();
        fs::write(staging.join("mine"), "mine").unwrap();
        fails(place.build(&[("a", "1")]), &[".public.byline-tmp"]);
        assert_eq!(fs::read_to_string(staging.join("mine")).unwrap(), "mine");
        assert!(!place.output().exists());
    }

    #[test]
    fn a_staging_folder_that_got_no_mark_yet_is_removed() {
        for mark in [None, Some("byline makes")] {
            let place = Place::new();
            let staging = place.root().join(".public.byline-tmp");
            fs::create_dir(&staging).unwrap();
            if let Some(mark) = mark {
                fs::write(staging.join(".byline-staging"), mark).unwrap();
            }
            place.build(&[("a", "1")]).unwrap();
            assert_eq!(place.files(), list(&[("a", "1")]));
        }
    }

    /// Interrupts the commit of `second` after each of its steps, then builds `third`.
    fn interrupt_everywhere(first: Option<&[(&str, &str)]>, second: &[(&str, &str)], third: &[(&str, &str)]) {
        let mut stop = 0;
        loop {
            let place = Place::new();
            match first {
                Some(first) => drop(place.build(first).unwrap()),
                None => fs::create_dir(place.output()).unwrap(),
            }
            place.put_foreign_if(first.is_some());
            let writer = place.open_at(&place.output(), false).unwrap();
            for (path, text) in second {
                writer.put(path, text.as_bytes()).unwrap();
            }
            let (steps, _) = writer.steps().unwrap();
            let ended = stop >= steps.len();
            carry_out(&steps[..stop.min(steps.len())]).unwrap();
            drop(writer);
            // Every file in place is whole.
            let texts: BTreeSet<(String, String)> = first
                .unwrap_or_default()
                .iter()
                .chain(second)
                .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
                .collect();
            for (path, text) in tree_of(&place.output()) {
                if !path.ends_with('/') && !path.starts_with('.') && path != "CNAME" {
                    assert!(texts.contains(&(path.clone(), text)), "{path} after {stop} of {steps:?}");
                }
            }
            let report = place.build(third).unwrap_or_else(|error| panic!("{error} after {stop} of {steps:?}"));
            assert_eq!(report.edited, Vec::<String>::new(), "after {stop} of {steps:?}");
            let mut expected = list(third);
            if first.is_some() {
                expected.insert("CNAME".to_owned(), "mine".to_owned());
            }
            assert_eq!(place.files(), expected, "after {stop} of {steps:?}");
            let fresh = Place::new();
            fresh.build(third).unwrap();
            fresh.put_foreign_if(first.is_some());
            assert_eq!(tree_of(&place.output()), tree_of(&fresh.output()), "after {stop} of {steps:?}");
            if ended {
                assert!(matches!(steps.last(), Some(Step::Move { to, .. }) if to.ends_with(manifest::NAME)));
                break;
            }
            stop += 1;
        }
        assert!(stop > 2);
    }

    impl Place {
        fn put_foreign_if(&self, wanted: bool) {
            if wanted {
                self.put("CNAME", "mine");
            }
        }
    }

    #[test]
    fn a_build_that_was_interrupted_anywhere_is_repaired_by_the_next_whatever_it_builds() {
        let first = [("a/x", "1"), ("a/y", "1"), ("b", "1"), ("c/d/e", "1"), ("same", "1")];
        let second = [("a", "2"), ("b/x/y", "2"), ("c/d/e", "2"), ("new/one", "2"), ("same", "1")];
        for third in [&first[..], &second, &[], &[("new", "3"), ("a/x/z", "3"), ("c", "3")]] {
            interrupt_everywhere(Some(&first), &second, third);
        }
    }

    #[test]
    fn a_first_build_into_an_empty_folder_that_was_interrupted_anywhere_is_repaired_by_the_next() {
        let second = [("a/x", "2"), ("b", "2"), ("c/d/e", "2")];
        for third in [&second[..], &[], &[("a", "3"), ("b/c", "3")]] {
            interrupt_everywhere(None, &second, third);
        }
    }

    #[test]
    fn a_foreign_file_that_an_interrupted_build_never_replaced_is_not_taken_for_its_own() {
        let place = Place::new();
        place.build(&[("z", "1")]).unwrap();
        let writer = place.open_at(&place.output(), false).unwrap();
        writer.put("diary.txt", b"a page").unwrap();
        let (steps, _) = writer.steps().unwrap();
        carry_out(&steps[..1]).unwrap();
        drop(writer);
        place.put("diary.txt", "mine");
        fails(place.build(&[("z", "1"), ("diary.txt", "a page")]), &["diary.txt", "in the way"]);
        place.build(&[("z", "1")]).unwrap();
        assert_eq!(place.files(), list(&[("diary.txt", "mine"), ("z", "1")]));
    }

    #[test]
    fn a_commit_that_fails_in_the_middle_cleans_up_and_the_next_build_repairs() {
        let place = Place::new();
        place.build(&[("a", "1"), ("m", "1"), ("old", "1")]).unwrap();
        let writer = place.open_at(&place.output(), false).unwrap();
        for path in ["a", "m/x", "z"] {
            writer.put(path, b"2").unwrap();
        }
        // Something appears in the way after the plan could have seen it.
        let (steps, _) = writer.steps().unwrap();
        place.put("z/mine", "mine");
        assert!(carry_out(&steps).is_err());
        drop(writer);
        assert!(!place.output().join(staging::INSIDE).exists());
        fails(place.build(&[("a", "2"), ("m/x", "2"), ("z", "2")]), &["in the way"]);
        fs::remove_dir_all(place.output().join("z")).unwrap();
        place.build(&[("a", "2"), ("m/x", "2"), ("z", "2")]).unwrap();
        assert_eq!(place.files(), list(&[("a", "2"), ("m/x", "2"), ("z", "2")]));
    }
}

mod cleaning {
    use super::*;

    #[test]
    fn cleaning_removes_all_that_byline_made() {
        let place = Place::new();
        let before = tree_of(&place.root());
        place.build(&[("index.html", "1"), ("a/b/c", "2")]).unwrap();
        fs::create_dir(place.root().join(".byline")).unwrap();
        fs::write(place.root().join(".byline").join(CACHE_TAG_FILE), CACHE_TAG).unwrap();
        fs::write(place.root().join(".byline/cache"), "x").unwrap();
        assert_eq!(place.clean(), CleanReport { removed: 2, edited: Vec::new(), foreign: false, cache: true });
        assert_eq!(tree_of(&place.root()), before);
        assert_eq!(place.clean(), CleanReport::default());
    }

    #[test]
    fn cleaning_keeps_foreign_files_and_files_changed_by_hand() {
        let place = Place::new();
        place.build(&[("a/index.html", "1"), ("b/index.html", "1"), ("c", "1")]).unwrap();
        place.put("a/index.html", "EDITED");
        place.put("b/mine", "mine");
        fs::create_dir(place.root().join(".byline")).unwrap();
        fs::write(place.root().join(".byline/mine"), "mine").unwrap();
        let report = place.clean();
        assert_eq!(
            report,
            CleanReport { removed: 2, edited: vec!["a/index.html".into()], foreign: true, cache: false }
        );
        assert_eq!(place.files(), list(&[("a/index.html", "EDITED"), ("b/mine", "mine")]));
        assert!(place.root().join(".byline/mine").exists());
    }

    #[test]
    fn cleaning_a_folder_that_byline_did_not_make_removes_nothing() {
        let place = Place::new();
        place.put("mine", "mine");
        assert_eq!(place.clean(), CleanReport { foreign: true, ..CleanReport::default() });
        assert_eq!(place.files(), list(&[("mine", "mine")]));
    }
}

/// What happens to an output between two builds, or a build.
#[derive(Clone, Debug)]
enum Event {
    Build(Files),
    /// A file of byline's is changed, by its rank among them.
    Edit(prop::sample::Index, String),
    /// A file of byline's is removed.
    Delete(prop::sample::Index),
    /// A file of its own, if nothing is in the way.
    Foreign(String, String),
}

/// Few names, so that files and folders often want one place.
fn path() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["a", "b", "c"]), 1..4).prop_map(|parts| parts.join("/"))
}

fn site() -> impl Strategy<Value = Files> {
    prop::collection::btree_map(path(), prop::sample::select(vec!["1", "2", "long"]).prop_map(str::to_owned), 0..8)
        .prop_map(|mut files| {
            let paths: BTreeSet<String> = files.keys().cloned().collect();
            files.retain(|path, _| !tree::folders_of(path).any(|folder| paths.contains(folder)));
            files
        })
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => site().prop_map(Event::Build),
        1 => (any::<prop::sample::Index>(), "[12x]{1,4}").prop_map(|(at, text)| Event::Edit(at, text)),
        1 => any::<prop::sample::Index>().prop_map(Event::Delete),
        1 => (path(), "[12x]{1,4}").prop_map(|(path, text)| Event::Foreign(path, text)),
    ]
}

fn folders(files: &Files) -> impl Iterator<Item = String> {
    files.keys().flat_map(|path| tree::folders_of(path)).map(|folder| format!("{folder}/"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]
    #[test]
    fn after_any_history_the_output_is_a_fresh_build_and_the_foreign_files(events in prop::collection::vec(event(), 1..12)) {
        let place = Place::new();
        let mut own = Files::new();
        let mut foreign = Files::new();
        for event in events {
            match event {
                Event::Edit(at, text) if !own.is_empty() => {
                    let path = at.get(&own.keys().collect::<Vec<_>>()).to_string();
                    if place.output().join(&path).is_file() {
                        place.put(&path, &text);
                    }
                }
                Event::Delete(at) if !own.is_empty() => {
                    let path = at.get(&own.keys().collect::<Vec<_>>()).to_string();
                    let _ = fs::remove_file(place.output().join(path));
                }
                Event::Foreign(path, text) => {
                    let on_disk = place.output().join(&path);
                    // Before a first build every foreign file would be refused.
                    let free = place.output().exists() && !own.contains_key(&path) && !on_disk.exists();
                    let blocked = tree::folders_of(&path)
                        .any(|folder| own.contains_key(folder) || place.output().join(folder).is_file());
                    if free && !blocked {
                        place.put(&path, &text);
                        foreign.insert(path, text);
                    }
                }
                Event::Build(files) => {
                    let before = state_of(&place.output());
                    let clash = files.keys().any(|path| {
                        foreign.keys().any(|mine| {
                            mine == path || tree::folders_of(mine).any(|folder| folder == path)
                                || tree::folders_of(path).any(|folder| folder == mine)
                        })
                    });
                    let built = place.build_at(&place.output(), false, &files);
                    prop_assert_eq!(built.is_err(), clash, "{:?}", built);
                    let Ok(report) = built else {
                        let after = state_of(&place.output());
                        // Staging in the output touches the time of the folder, and of nothing in it.
                        prop_assert_eq!(after, before);
                        continue;
                    };
                    prop_assert_eq!(report.files, files.len());
                    own = files;
                    let fresh = Place::new();
                    fresh.build_at(&fresh.output(), false, &own).unwrap();
                    let mut expected = tree_of(&fresh.output());
                    expected.extend(foreign.clone());
                    expected.extend(folders(&foreign).map(|folder| (folder, String::new())));
                    prop_assert_eq!(tree_of(&place.output()), expected);
                    let touched = state_of(&place.output());
                    let again = place.build_at(&place.output(), false, &own).unwrap();
                    prop_assert_eq!(again.written + again.removed, 0);
                    prop_assert_eq!(state_of(&place.output()), touched);
                }
                _ => {}
            }
        }
    }
}
