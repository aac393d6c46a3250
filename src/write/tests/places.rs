//! Where an output may be.

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
