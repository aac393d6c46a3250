//! Builds that were interrupted.

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
        let steps = writer.prepare().unwrap().steps;
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
    let steps = writer.prepare().unwrap().steps;
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
    let steps = writer.prepare().unwrap().steps;
    place.put("z/mine", "mine");
    assert!(carry_out(&steps).is_err());
    drop(writer);
    assert!(!place.output().join(staging::INSIDE).exists());
    fails(place.build(&[("a", "2"), ("m/x", "2"), ("z", "2")]), &["in the way"]);
    fs::remove_dir_all(place.output().join("z")).unwrap();
    place.build(&[("a", "2"), ("m/x", "2"), ("z", "2")]).unwrap();
    assert_eq!(place.files(), list(&[("a", "2"), ("m/x", "2"), ("z", "2")]));
}
