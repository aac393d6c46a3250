//! Imports point one way, and each outside crate has one door.

use std::collections::BTreeMap;
use std::path::Path;

use super::support::{repository, tree};

/// The modules from the lowest to the highest; a module uses only those of lower layers, or its own.
const LAYERS: &[&[&str]] = &[
    &["text", "error", "fingerprint", "fs", "html", "guard", "media_type", "planted", "slug"],
    &["route", "date"],
    &["diagnostics"],
    &["decode"],
    &["config"],
    &["discover"],
    &["media"],
    &["parse"],
    &["schema"],
    &["resolve"],
    &["lint", "external"],
    &["compose"],
    &["render"],
    &["write"],
    &["build"],
    &["serve"],
    &["deploy"],
    &["showcase"],
    &["lsp"],
    &["scaffold"],
    &["import"],
    &["cli"],
];

/// Each outside crate with the only places that import it.
const DOORS: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diagnostics/"]),
    ("anstream", &["cli/"]),
    ("anstyle", &["cli/", "diagnostics/"]),
    ("base64", &["render/"]),
    ("biblatex", &["decode/"]),
    ("brotli", &["write/compressed.rs"]),
    ("ciborium", &["compose/csl/"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/"]),
    ("epaint_default_fonts", &["media/card/"]),
    ("flate2", &["write/compressed.rs"]),
    ("futures_util", &["deploy/destination/"]),
    ("gen_lsp_types", &["lsp/"]),
    ("globset", &["text/"]),
    ("grass", &["render/sass/"]),
    ("hayagriva", &["compose/csl/"]),
    ("hyper", &["serve/"]),
    ("hyper_util", &["serve/"]),
    ("image_webp", &["media/"]),
    ("imagesize", &["media/"]),
    ("indicatif", &["cli/"]),
    ("jiff", &["date.rs", "date/"]),
    ("jpeg_encoder", &["media/"]),
    ("lsp_server", &["lsp/"]),
    ("memchr", &["lint/"]),
    ("mimalloc", &["main.rs"]),
    ("moxcms", &["media/"]),
    ("notify", &["serve/"]),
    ("object_store", &["deploy/destination/"]),
    ("png", &["media/"]),
    ("postcard", &["build/cache/"]),
    ("pulldown_cmark", &["parse/markdown/"]),
    ("quick_xml", &["import/wordpress/", "media/"]),
    ("ravif", &["media/avif/"]),
    ("reqwest", &[]),
    ("resvg", &["media/card/"]),
    ("rustix", &["build/preprocessors/"]),
    ("rust_stemmers", &["compose/files/search/"]),
    ("rustls", &["deploy/destination/"]),
    ("saphyr_parser", &["decode/"]),
    ("serde_yaml", &["render/"]),
    ("sha2", &["render/"]),
    ("signal_hook", &["cli/"]),
    ("similar", &["build/diff/"]),
    ("skrifa", &["media/card/"]),
    ("strsim", &["diagnostics/"]),
    ("syntect", &["parse/markdown/"]),
    ("tera", &["html.rs", "render/"]),
    ("tokio", &["deploy/destination/", "serve/"]),
    ("toml", &["decode/"]),
    ("two_face", &["parse/markdown/"]),
    ("unicode_normalization", &["parse/search/", "slug.rs"]),
    ("ureq", &["external/"]),
    ("walkdir", &["discover/"]),
    ("webp", &["media/"]),
    ("xxhash_rust", &["fingerprint.rs"]),
    ("zstd", &["write/compressed.rs"]),
    ("zune_core", &["media/"]),
    ("zune_jpeg", &["media/"]),
];

/// Crates that any module may use, each with the reason.
const EVERYWHERE: &[&str] = &[
    // Views derive Serialize, and what the cache keeps derives Deserialize too.
    "serde",
    // JSON stands in front matter and diagnostics.
    "serde_json",
    // Work is spread over the cores where it is.
    "rayon",
];

#[test]
fn imports_point_from_later_stages_to_earlier_ones() {
    let layer: BTreeMap<&str, usize> =
        LAYERS.iter().enumerate().flat_map(|(level, names)| names.iter().map(move |name| (*name, level))).collect();
    let mut failures = Vec::new();
    for (path, text) in sources() {
        let own = module_of(&path);
        let Some(level) = layer.get(own) else {
            assert!(matches!(own, "lib" | "main"), "{path}: give the module `{own}` a layer");
            continue;
        };
        for used in crate_paths(&text) {
            let Some(other) = layer.get(used.as_str()) else { continue };
            if used != own && (other > level || (other == level && *level > 1)) {
                failures.push(format!("{path} uses crate::{used}, which comes later"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn each_outside_crate_is_imported_through_one_door() {
    let mut failures = Vec::new();
    for (path, text) in sources() {
        for (name, doors) in DOORS {
            let used = code_lines(&text).any(|line| uses(line, name));
            if used && !doors.iter().any(|door| path.starts_with(door)) {
                failures.push(format!("{path} uses `{name}`, whose door is {doors:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_dependency_has_a_door() {
    let manifest = std::fs::read_to_string(repository().join("Cargo.toml")).expect("a manifest");
    let table = manifest.split("[dependencies]").nth(1).and_then(|rest| rest.split("\n[").next()).expect("a table");
    for line in table.lines().filter(|line| line.contains('=')) {
        let name = line.split('=').next().unwrap_or_default().trim().replace('-', "_");
        let known = DOORS.iter().any(|(door, _)| *door == name) || EVERYWHERE.contains(&name.as_str());
        assert!(known, "give `{name}` a door in tests/suite/architecture.rs");
    }
}

#[test]
fn among_the_stages_only_views_and_what_the_cache_keeps_derive_serialize() {
    for (path, text) in sources() {
        let stage = ["parse/", "resolve/", "compose/", "discover/"].iter().any(|stage| path.starts_with(stage));
        if stage && !path.starts_with("compose/view/") {
            for line in code_lines(&text).filter(|line| line.contains("derive(") && line.contains("Serialize")) {
                assert!(line.contains("Deserialize"), "{path} derives Serialize for something that is never read back");
            }
        }
    }
}

/// The files below src/ by path, without their unit tests.
fn sources() -> Vec<(String, String)> {
    let files = tree(&repository().join("src"));
    assert!(files.len() > 50, "the sources are there");
    files
        .into_iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|extension| extension == "rs"))
        .filter(|(path, _)| !path.ends_with("tests.rs") && !path.contains("tests/"))
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes).expect("sources are UTF-8");
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned();
            (path, code)
        })
        .collect()
}

fn module_of(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

/// The first names after `crate::` in code, those in braces included.
fn crate_paths(text: &str) -> Vec<String> {
    let code: String = code_lines(text).collect::<Vec<_>>().join("\n");
    let mut names = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let list = rest.strip_prefix('{').map_or(rest, |list| list.split('}').next().unwrap_or(list));
        let is_list = rest.starts_with('{');
        let parts: Vec<&str> = if is_list { list.split(',').collect() } else { vec![list] };
        for part in parts {
            let name: String = part.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            names.push(name);
        }
    }
    names
}

fn uses(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = &line[at + name.len()..];
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':' || c == '.' || c == '/' || c == '"')
            && (after.starts_with("::") || (line.trim_start().starts_with("use ") && after.starts_with([';', ' '])))
    })
}
