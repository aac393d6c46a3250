//! `byline check --fix`: what it mends, and what it leaves alone.

use super::support::{byline, told, without_cache, write};

const SETTINGS: &str = "title = \"Site\"\nbase_url = \"https://site.example\"\n\n[lints]\nunsorted-terms = \"warn\"\n";

const BEFORE: &str = "\
---
# What everybody should know.
titel:  'Tides'   # not yet final
tags: [moon, coast, moon]
published: 2026-01-02
---

The sea, and [storms](weather/storms.md#surg \"The surge\").
";

const AFTER: &str = "\
---
# What everybody should know.
title:  'Tides'   # not yet final
tags: [coast, moon]
published: 2026-01-02
---

The sea, and [storms](../archive/storms.md#surge \"The surge\").
";

fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(&folder.path().join("site.toml"), SETTINGS.as_bytes());
    write(&folder.path().join("content/coast/tides.md"), BEFORE.as_bytes());
    let storms = "---\ntitle: Storms\n---\nSee [tides](../coast/tides.md).\n\n## Surge\n\nHigh.\n";
    write(&folder.path().join("content/archive/storms.md"), storms.as_bytes());
    folder
}

#[test]
fn what_has_one_right_answer_is_mended_and_comments_and_layout_stay() {
    let site = site();
    let run = byline(site.path(), &["check", "--fix"]);
    let mended = std::fs::read_to_string(site.path().join("content/coast/tides.md")).expect("the article");
    assert_eq!(mended, AFTER, "{}", told(&run));
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    assert!(told(&run).contains("mended"), "{}", told(&run));
    let before = without_cache(site.path());
    let again = byline(site.path(), &["check", "--fix"]);
    assert!(!told(&again).contains("mended"), "{}", told(&again));
    assert_eq!(without_cache(site.path()), before, "a second run finds nothing to mend");
}

#[test]
fn a_dry_run_shows_the_lines_that_would_change_and_changes_none() {
    let site = site();
    let before = without_cache(site.path());
    let run = byline(site.path(), &["check", "--fix", "--dry-run"]);
    assert_eq!(without_cache(site.path()), before);
    let patch = String::from_utf8_lossy(&run.stdout);
    assert!(patch.starts_with("--- a/content/coast/tides.md\n+++ b/content/coast/tides.md\n"), "{patch}");
    let lines: Vec<&str> = patch.lines().collect();
    assert!(lines.contains(&"@@ -3,2 +3,2 @@") && lines.contains(&"-tags: [moon, coast, moon]"), "{patch}");
    assert!(lines.contains(&"+title:  'Tides'   # not yet final"), "{patch}");
}

#[test]
fn a_dry_run_shows_what_comes_to_light_once_something_is_mended() {
    let site = site();
    let text = "---\ntitle: Ebb\nsoruces:\n  - id: a\n    titel: Tables\n---\nThe sea.[@a]\n";
    write(&site.path().join("content/ebb.md"), text.as_bytes());
    let before = without_cache(site.path());
    let run = byline(site.path(), &["check", "--fix", "--dry-run"]);
    let patch = String::from_utf8_lossy(&run.stdout);
    assert!(patch.contains("+sources:\n") && patch.contains("+    title: Tables\n"), "{patch}");
    assert_eq!(without_cache(site.path()), before);
    byline(site.path(), &["check", "--fix"]);
    let mended = std::fs::read_to_string(site.path().join("content/ebb.md")).expect("the article");
    assert_eq!(mended, text.replace("soruces", "sources").replace("titel", "title"));
}

#[test]
fn what_could_mean_two_things_is_left_to_the_author() {
    let site = site();
    // Both fields are there: the misspelt one cannot be the other.
    let text = "---\ntitle: Tides\ntitel: Ebb\n---\nTo [the moon](moon.md).\n";
    write(&site.path().join("content/coast/tides.md"), text.as_bytes());
    for folder in ["a", "b"] {
        write(&site.path().join(format!("content/{folder}/moon.md")), b"---\ntitle: Moon\n---\nMoon.\n");
    }
    let run = byline(site.path(), &["check", "--fix"]);
    let left = std::fs::read_to_string(site.path().join("content/coast/tides.md")).expect("the article");
    assert_eq!(left, text, "{}", told(&run));
}

#[test]
fn a_preferred_spelling_takes_the_place_of_one_to_avoid_and_what_has_marks_within_is_left() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = "title = \"Site\"\nbase_url = \"https://site.example\"\n[lints]\nhouse_style = \"style.toml\"\n";
    write(&folder.path().join("site.toml"), settings.as_bytes());
    let style =
        "[[words]]\navoid = [\"utilise\", \"in order to\"]\nprefer = \"use\"\n[[words]]\navoid = [\"simply\"]\n";
    write(&folder.path().join("style.toml"), style.as_bytes());
    let article = folder.path().join("content/a.md");
    // Others may lead to an article by its title, and what somebody else said is not ours to change.
    let others =
        ":::pullquote{cite=\"Jo\"}\nUtilise it.\n:::\n\nShe said ‘we utilise it’, see [[Utilise the tides]].\n";
    let front = |dek: &str| format!("---\ntitle: Utilise the tides\ndek: '{dek} the tides' # now\n---\n");
    let before = front("Utilise") + "Simply utilise **them**, in *order* to live. `utilise`\n\n" + others;
    write(&article, before.as_bytes());
    let run = byline(folder.path(), &["check", "--fix"]);
    let after = std::fs::read_to_string(&article).expect("the article");
    let expected = front("Use") + "Simply use **them**, in *order* to live. `utilise`\n\n" + others;
    assert_eq!(after, expected, "{}", told(&run));
}

#[test]
fn no_reference_loses_its_definition_and_no_text_becomes_a_number_for_a_preferred_word() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings = "title = \"Site\"\nbase_url = \"https://site.example\"\n[lints]\nhouse_style = \"style.toml\"\n";
    write(&folder.path().join("site.toml"), settings.as_bytes());
    let style =
        "[[words]]\navoid = [\"handy\"]\nprefer = \"phone\"\n[[words]]\navoid = [\"correct\"]\nprefer = \"true\"\n";
    write(&folder.path().join("style.toml"), style.as_bytes());
    let article = folder.path().join("content/a.md");
    let before = "---\ntitle: Calls\nfaqs:\n  - question: Is it?\n    answer: correct\n---\n\
        A [handy] or a [handy][], [a handy][handy], [the handy](https://x.example/) is correct.\n\n\
        [handy]: https://x.example/handy\n";
    write(&article, before.as_bytes());
    let run = byline(folder.path(), &["check", "--fix"]);
    let after = std::fs::read_to_string(&article).expect("the article");
    let expected =
        before.replace("[a handy]", "[a phone]").replace("[the handy]", "[the phone]").replace("is correct", "is true");
    assert_eq!(after, expected, "{}", told(&run));
    assert_eq!(told(&run).matches("house-style").count(), 4, "the others are told: {}", told(&run));
}

#[test]
fn a_moved_file_whose_path_has_other_signs_is_found_by_what_is_written() {
    let site = site();
    let moved = "content/sea, sand [new] #2/ebb.md";
    write(&site.path().join(moved), b"---\ntitle: Ebb\n---\n[Tides](../coast/tides.md)\n");
    let text = "---\ntitle: Tides\nrelated: [ebb.md]\ndisclosure: \"[Ebb](ebb.md) told.\"\n---\n\
        [Ebb](ebb.md \"Ebb\"), <a href=\"ebb.md\">Ebb</a>, [storms](../archive/storms.md).\n";
    write(&site.path().join("content/coast/tides.md"), text.as_bytes());
    byline(site.path(), &["check", "--fix"]);
    let again = byline(site.path(), &["check"]);
    let mended = std::fs::read_to_string(site.path().join("content/coast/tides.md")).expect("the article");
    assert_eq!(mended, text.replace("ebb.md", "../sea%2C%20sand%20%5Bnew%5D%20%232/ebb.md"));
    assert!(!told(&again).contains("broken-link"), "{}", told(&again));
}

#[test]
fn a_link_to_the_site_by_its_whole_address_becomes_one_that_is_followed() {
    let site = site();
    let links = |address: &str| {
        format!(
            "[Storms]({address}#surge), [again][S], <a href=\"{address}?q=1\">once more</a>.\n\n[S]: {address} 'Wind'\n"
        )
    };
    let text = |address: &str| format!("---\ntitle: Tides\n---\nSee {}", links(address));
    let article = site.path().join("content/coast/tides.md");
    write(&article, text("https://site.example/archive/storms/").as_bytes());
    let run = byline(site.path(), &["check", "--fix"]);
    let mended = std::fs::read_to_string(&article).expect("the article");
    assert_eq!(mended, text("/archive/storms/"), "{}", told(&run));
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
}

#[cfg(unix)]
#[test]
fn a_file_that_a_link_of_the_site_leads_to_is_mended_once_and_nothing_else_is_said() {
    let site = site();
    std::os::unix::fs::symlink("tides.md", site.path().join("content/coast/waters.md")).expect("a link");
    let run = byline(site.path(), &["check", "--fix"]);
    let mended = std::fs::read_to_string(site.path().join("content/coast/tides.md")).expect("the article");
    assert_eq!(mended, AFTER, "{}", told(&run));
    assert!(told(&run).contains("in content/coast/tides.md") && !told(&run).contains("left alone"), "{}", told(&run));
}
