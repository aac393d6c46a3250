//! What `clean` removes.

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
    assert_eq!(report, CleanReport { removed: 2, edited: vec!["a/index.html".into()], foreign: true, cache: false });
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

#[cfg(unix)]
#[test]
fn cleaning_keeps_a_folder_that_a_link_leads_to_and_the_link() {
    let place = Place::new();
    let www = place.place.path().join("www");
    fs::create_dir(&www).unwrap();
    std::os::unix::fs::symlink("../www", place.output()).unwrap();
    for named in ["public", "public/", "public/a/.."] {
        place.build(&[("index.html", "1"), ("a/b/c", "2")]).unwrap();
        let (root, cache) = (place.root(), place.root().join(".byline"));
        let output = root.join(named);
        let report =
            clean(&Target { root: &root, output: &output, cache: &cache, site: "site", force: false }).unwrap();
        assert_eq!(report, CleanReport { removed: 2, ..CleanReport::default() }, "{named}");
        assert!(place.output().is_symlink() && www.is_dir(), "{named}");
        assert_eq!(tree_of(&www), Files::new(), "{named}");
    }
}
