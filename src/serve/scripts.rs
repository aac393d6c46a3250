//! The preview's own files: they are part of the program.

/// Every file below `/__byline/`, by name; the start page is `desk.html`.
const FILES: &[(&str, &str)] = &[
    ("desk.css", include_str!("desk.css")),
    ("desk.html", include_str!("desk.html")),
    ("desk.js", include_str!("js/desk.js")),
    ("elements.js", include_str!("js/elements.js")),
    ("events.js", include_str!("js/events.js")),
    ("fields.js", include_str!("js/fields.js")),
    ("files.js", include_str!("js/files.js")),
    ("focus.js", include_str!("js/focus.js")),
    ("host.js", include_str!("js/host.js")),
    ("lists.js", include_str!("js/lists.js")),
    ("look.js", include_str!("js/look.js")),
    ("match.js", include_str!("js/match.js")),
    ("morph.js", include_str!("js/morph.js")),
    ("overlay.js", include_str!("js/overlay.js")),
    ("page.js", include_str!("js/page.js")),
    ("panel.js", include_str!("js/panel.js")),
    ("preview.js", include_str!("js/preview.js")),
    ("scroll.js", include_str!("js/scroll.js")),
    ("source.js", include_str!("js/source.js")),
    ("texts.js", include_str!("js/texts.js")),
];

/// A file of the preview: its name, which tells its type, and its text.
pub fn find(path: &str) -> Option<(&'static str, &'static str)> {
    let name = if path.is_empty() { "desk.html" } else { path };
    FILES.iter().copied().find(|(known, _)| *known == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_and_every_one_that_it_imports_is_part_of_the_program() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/serve/js");
        let mut count = 0;
        for entry in folder.read_dir().expect("the scripts") {
            let name = entry.expect("a readable folder").file_name().into_string().expect("a name in UTF-8");
            assert!(find(&name).is_some(), "{name} is not served");
            count += 1;
        }
        assert_eq!(count, FILES.len() - 2);
        for (name, text) in FILES {
            for imported in text.split("'./").skip(1).filter_map(|rest| rest.split('\'').next()) {
                assert!(find(imported).is_some(), "{name} imports {imported}");
            }
        }
    }
}
