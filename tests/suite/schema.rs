//! `byline schema`: JSON Schemas for editors.

use std::path::Path;

use serde_json::Value;

use super::support::{byline, told, tree, write};

const SUBJECTS: [&str; 7] = ["front-matter", "section", "person", "sources", "picture", "site", "theme"];

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = byline(folder, &[&["schema"], arguments].concat());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("byline was not killed"), text(&output.stdout), text(&output.stderr))
}

#[test]
fn each_schema_is_printed_and_written_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(&folder.path().join("site.toml"), b"title = \"S\"\nbase_url = \"https://s.example\"\n");
    let (code, out, err) = run(folder.path(), &["--write", "a/schemas"]);
    assert_eq!((code, out.as_str(), err.lines().count()), (0, "", SUBJECTS.len()), "{err}");
    let written = tree(&folder.path().join("a/schemas"));
    assert_eq!(written.len(), SUBJECTS.len());
    for subject in SUBJECTS {
        let (code, out, err) = run(folder.path(), &[subject]);
        assert_eq!((code, err.as_str()), (0, ""), "{subject}");
        assert_eq!(written[&format!("{subject}.schema.json")], out.as_bytes(), "{subject}");
        let schema: Value = serde_json::from_str(&out).expect("JSON");
        assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#", "{subject}");
    }
    let (_, _, err) = run(folder.path(), &["person", "--write", "b"]);
    assert_eq!((err.as_str(), tree(&folder.path().join("b")).len()), ("wrote b/person.schema.json\n", 1));
}

#[test]
fn in_a_site_its_taxonomies_are_fields_and_elsewhere_only_tags_are() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (code, out, err) = run(folder.path(), &["front-matter"]);
    assert_eq!(code, 0);
    assert!(err.starts_with("there is no site.toml here"), "{err}");
    let schema: Value = serde_json::from_str(&out).expect("JSON");
    assert!(schema["properties"].get("tags").is_some() && schema["properties"].get("regions").is_none());
    let settings = "title = \"S\"\nbase_url = \"https://s.example\"\n[taxonomies.regions]\n";
    write(&folder.path().join("docs/site.toml"), settings.as_bytes());
    let (_, out, err) = run(folder.path(), &["front-matter", "--root", "docs"]);
    let schema: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(schema["properties"]["regions"]["description"], "Terms of the taxonomy “Regions”.");
    assert_eq!(err, "");
}

#[test]
fn what_is_missing_or_wrong_is_said_and_nothing_is_printed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (code, out, err) = run(folder.path(), &[]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("<WHAT>"), "{err}");
    let (code, _, err) = run(folder.path(), &["article"]);
    assert_eq!(code, 2);
    assert!(err.contains("front-matter"), "{err}");
    write(&folder.path().join("site.toml"), b"title = 1\nnam = 2\n");
    let (code, out, err) = run(folder.path(), &["front-matter"]);
    assert_eq!((code, out.as_str()), (1, ""), "{err}");
    assert!(err.contains("missing-field") && err.ends_with("while site.toml has errors\n"), "{err}");
    write(&folder.path().join("site.toml"), b"title = \"S\"\nbase_url = \"https://s.example\"\n");
    write(&folder.path().join("file"), b"");
    let output = byline(folder.path(), &["schema", "--write", "file"]);
    assert_eq!(output.status.code(), Some(2), "{}", told(&output));
}
