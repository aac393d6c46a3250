//! A house style is a file of the site wherever it lies.

use super::client::Preview;
use crate::support::write;

#[test]
fn a_saved_house_style_is_followed_and_so_is_one_in_a_folder_of_its_own() {
    for file in ["house.toml", "words/of/the/house.toml"] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        let settings = format!(
            "title = \"Site\"\nbase_url = \"https://site.example\"\n[lints]\nhouse-style = \"error\"\n\
             house_style = \"{file}\"\n"
        );
        write(&root.join("site.toml"), settings.as_bytes());
        write(&root.join("content/a.md"), b"---\ntitle: Tides\n---\n\nIt simply rises.\n");
        let avoid = |word: &str| write(&root.join(file), format!("[[words]]\navoid = [\"{word}\"]\n").as_bytes());
        avoid("utilise");
        let preview = Preview::start(root, &[]);
        preview.wait_for("/a/", |shown| shown.contains("It simply rises."));
        let events = preview.events();
        avoid("simply");
        while events.next_of("problems")["problems"].as_array().is_none_or(Vec::is_empty) {}
        avoid("utilise");
        while events.next_of("problems")["problems"].as_array().is_none_or(|problems| !problems.is_empty()) {}
    }
}
