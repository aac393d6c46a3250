//! The scripts that stand within the theme's templates, by the hashes with which a policy allows them.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use super::layers::Layer;

/// The hashes of all scripts within templates that are the same on every page, sorted: `'sha256-…'` (Content Security
/// Policy Level 3, section 2.3.1).
pub(super) fn hashes(layers: &[Layer]) -> Vec<String> {
    let templates = layers.iter().flat_map(|layer| layer.templates.values());
    let mut hashes: Vec<String> = templates.flat_map(|source| scripts(&source.text)).map(hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

fn hash(script: String) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script)))
}

/// The scripts of a template that a browser runs, but for those that the template fills in.
fn scripts(template: &str) -> Vec<String> {
    let template = without_comments(template);
    let lower = template.to_ascii_lowercase();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = lower[at..].find("<script").map(|found| at + found) {
        let Some(open) = lower[start..].find('>').map(|found| start + found) else { break };
        let end = lower[open..].find("</script").map_or(lower.len(), |found| open + found);
        let (tag, script) = (&lower[start..open], &template[open + 1..end]);
        let is_filled = ["{{", "{%"].iter().any(|sign| script.contains(sign));
        if runs(tag) && !is_filled && !script.is_empty() {
            found.push(script.to_owned());
        }
        at = end;
    }
    found
}

/// Whether a browser does something with what stands in a script, by its tag in lower case.
fn runs(tag: &str) -> bool {
    let has_source = tag.split_ascii_whitespace().any(|attribute| attribute.starts_with("src="));
    let kind = tag.split_once("type=").map(|(_, rest)| {
        let rest = rest.trim_start_matches(['"', '\'']);
        &rest[..rest.find(['"', '\'', ' ', '>']).unwrap_or(rest.len())]
    });
    let does = [None, Some(""), Some("module"), Some("text/javascript"), Some("speculationrules"), Some("importmap")];
    !has_source && does.contains(&kind)
}

/// A template without what its engine leaves out, which may speak of scripts.
fn without_comments(template: &str) -> String {
    let mut kept = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, comment)) = rest.split_once("{#") {
        kept.push_str(before);
        rest = comment.split_once("#}").map_or("", |(_, after)| after);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_is_found_as_it_stands_and_what_a_template_fills_in_or_loads_is_not() {
        for (template, expected) in [
            ("<script>\nlet a = {b: 1};\n</script>", vec!["\nlet a = {b: 1};\n"]),
            ("<SCRIPT type=\"module\">a</SCRIPT><script type=speculationrules>{}</script>", vec!["a", "{}"]),
            ("<script src=\"/a.js\"></script><script type=\"module\" src=\"{{ x }}\"></script>", vec![]),
            ("<script type=\"application/ld+json\">{{ meta.structured_data }}</script>", vec![]),
            ("<script type=\"application/ld+json\">{}</script>", vec![]),
            ("<script>let a = {{ site.title }}</script>", vec![]),
            ("{#- A <script> is left out. -#}<p>{# <script>b</script> #}<script>c</script>", vec!["c"]),
            ("<script>never ends", vec!["never ends"]),
            ("<script", vec![]),
        ] {
            assert_eq!(scripts(template), expected, "{template}");
        }
    }

    #[test]
    fn a_hash_is_what_a_policy_expects() {
        // The example of the specification's section 8.4.
        assert_eq!(hash("alert('Hello, world.');".to_owned()), "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='");
    }
}
