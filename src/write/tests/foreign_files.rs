//! Files that byline did not write.

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
fn an_empty_foreign_folder_in_the_place_of_a_page_is_an_error_and_nothing_is_written() {
    let place = Place::new();
    place.build(&[("old", "1")]).unwrap();
    fs::create_dir(place.output().join("a")).unwrap();
    let before = state_of(&place.output());
    fails(place.build(&[("a", "1")]), &["in the way", "public/a"]);
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
