//! What a build puts in place.

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
        assert!(!place.output().join("new").exists());
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
        assert_eq!(writer.commit().unwrap().0.written, 200);
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
