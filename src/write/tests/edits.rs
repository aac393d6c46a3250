//! Files of byline's that were changed by hand.

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
