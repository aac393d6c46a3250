//! Files that are copied.

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
            assert_eq!(writer.commit().unwrap().0.written, usize::from(!same), "{size} {byte}");
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
        writer.commit().unwrap().0
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
