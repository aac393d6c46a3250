//! A style of references is a file of the site wherever it lies.

use std::fs;

use super::client::Preview;
use crate::support::{copy, repository};

#[test]
fn a_saved_csl_style_is_shown_and_so_is_one_that_goes_and_comes_back() {
    for file in ["house.csl", "styles/house.csl", "kept/styles/house.csl", "data/house.csl"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        copy(&repository().join("tests/csl/sites/numeric"), root);
        copy(&repository().join("tests/themes/plain"), &root.join("themes/plain"));
        let text = fs::read_to_string(root.join("styles/house.csl")).expect("a style");
        fs::remove_dir_all(root.join("styles")).expect("removed");
        let settings = fs::read_to_string(root.join("site.toml")).expect("settings");
        fs::write(root.join("site.toml"), settings.replace("styles/house.csl", file)).expect("written");
        let style = root.join(file);
        let save = |text: &str| {
            fs::create_dir_all(style.parent().expect("a folder")).expect("a folder");
            fs::write(&style, text).expect("written");
        };
        save(&text);
        let preview = Preview::start(root, &[]);
        preview.wait_for("/one/", |shown| shown.contains("(3) <a href"));
        let events = preview.events();
        save(&text.replace("prefix=\"(\" suffix=\")\"", "suffix=\".\""));
        events.next_of("changed");
        preview.wait_for("/one/", |shown| shown.contains("3. <a href"));
        match style.parent().filter(|folder| *folder != root && !folder.ends_with("data")) {
            Some(folder) => fs::remove_dir_all(folder).expect("removed"),
            None => fs::remove_file(&style).expect("removed"),
        }
        while events.next_of("problems")["problems"].as_array().is_none_or(Vec::is_empty) {}
        save(&text);
        preview.wait_for("/one/", |shown| shown.contains("(3) <a href"));
    }
}
