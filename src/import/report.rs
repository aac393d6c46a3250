//! What could not be taken over as it was, by kind, the most frequent first.

use std::collections::BTreeMap;

use super::Counts;
use super::body::as_code;
use super::model::Finding;

/// The findings of each kind, the kind with most of them first.
pub fn by_kind(findings: &[Finding]) -> Vec<(&str, Vec<&Finding>)> {
    let mut kinds: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        kinds.entry(&finding.kind).or_default().push(finding);
    }
    let mut kinds: Vec<(&str, Vec<&Finding>)> = kinds.into_iter().collect();
    // Stable: kinds of which there are as many stand by name.
    kinds.sort_by_key(|(_, findings)| std::cmp::Reverse(findings.len()));
    for (_, findings) in &mut kinds {
        findings.sort();
    }
    kinds
}

/// The report as Markdown; it lies beside site.toml and is no page of the site.
pub fn markdown(counts: &Counts, findings: &[Finding]) -> String {
    let mut out = format!("# What was imported\n\n{}.\n", said(counts));
    if findings.is_empty() {
        out.push_str("\nEverything was taken over.\n");
        return out;
    }
    out.push_str(
        "\nWhat could not be taken over as it was follows, by kind. What readers saw is still there, as text, as code or as a\n\
         link; what only the old generator read is kept as `extra` in the front matter or as a comment.\n",
    );
    for (kind, findings) in by_kind(findings) {
        out.push_str(&format!("\n## {kind} ({})\n\n", findings.len()));
        for Finding { file, line, text, .. } in findings {
            let place = if *line == 0 { file.clone() } else { format!("{file}:{line}") };
            let parts = [place.as_str(), text].into_iter().filter(|part| !part.is_empty()).map(as_code);
            out.push_str(&format!("- {}\n", parts.collect::<Vec<_>>().join(": ")));
        }
    }
    out
}

/// The counts as a sentence without its full stop.
pub fn said(counts: &Counts) -> String {
    let Counts { articles, sections, people, files, redirects } = *counts;
    let mut parts = Vec::new();
    for (count, one, many) in [
        (articles, "article", "articles"),
        (sections, "page of a section", "pages of sections"),
        (people, "person", "people"),
        (files, "file", "files"),
        (redirects, "redirect", "redirects"),
    ] {
        match count {
            0 => {}
            1 => parts.push(format!("1 {one}")),
            count => parts.push(format!("{count} {many}")),
        }
    }
    if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") }
}
