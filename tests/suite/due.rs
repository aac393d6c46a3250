//! `byline due`: the articles whose review falls due.

use std::path::Path;

use tempfile::TempDir;

use super::support::{byline, tree, write};

const DAY: [&str; 2] = ["--now", "2026-06-15"];

fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = byline(folder, &[&["due"], arguments, &DAY].concat());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("byline was not killed"), text(&output.stdout), text(&output.stderr))
}

/// A site in two languages with an article of each field given.
fn site(articles: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let settings =
        "title = \"The Review, daily\"\nbase_url = \"https://s.example/paper\"\n[languages.de]\ntitle = \"D\"\n";
    write(&folder.path().join("site.toml"), settings.as_bytes());
    write(&folder.path().join("content/people/jo.md"), b"---\nname: Jo Sample\n---\n");
    for (path, fields) in articles {
        let text = format!("---\ntitle: T {path}\n{fields}\n---\n\nText.\n");
        write(&folder.path().join(format!("content/{path}.md")), text.as_bytes());
    }
    folder
}

fn usual() -> TempDir {
    site(&[
        ("a/late", "published: 2024-01-01\nreview_every: 12 months\nreviewers: [jo, {name: Al}]"),
        ("a/today", "published: 2024-01-01\nreviewed: 2026-06-08\nreview_every: 1 week\nslug: now"),
        ("a/soon", "published: 2024-01-01\nupdated: 2026-06-01\nreview_every: 1 month"),
        ("a/soon.de", "published: 2024-01-01\nupdated: 2026-06-02\nreview_every: 1 month\nreviewers: [jo]"),
        ("b/later", "published: 2026-01-01\nreview_every: 10 years"),
        ("b/none", "published: 2020-01-01"),
        ("c/draft", "published: 2024-02-01\nreview_every: 1 month\ndraft: true"),
        ("c/future", "published: 2026-12-01\nreview_every: 1 day"),
        ("c/gone", "published: 2024-01-01\nexpires: 2025-01-01\nreview_every: 1 month"),
    ])
}

#[test]
fn what_is_due_today_or_before_is_a_table_and_nothing_is_written() {
    let site = usual();
    let before = tree(site.path());
    let (code, out, err) = run(site.path(), &[]);
    let expected = "\
due         overdue      article             title      reviewer
2025-01-01  by 530 days  content/a/late.md   T a/late   Jo Sample, Al
2026-06-15  today        content/a/today.md  T a/today  -
";
    assert_eq!((code, out.as_str()), (0, expected));
    assert_eq!(err, "2 reviews are due today or before\nthe next is that of content/a/soon.md on 2026-07-01\n");
    assert_eq!(tree(site.path()), before);
}

#[test]
fn until_a_day_that_day_counts_and_further_languages_are_looked_at() {
    let site = usual();
    let (_, out, err) = run(site.path(), &["--before", "2026-07-02"]);
    assert!(out.contains("2026-07-01  in 16 days   content/a/soon.md "), "{out}");
    assert!(out.contains("2026-07-02  in 17 days   content/a/soon.de.md "), "{out}");
    assert!(err.starts_with("4 reviews are due on 2026-07-02 or before\n"), "{err}");
    let (_, out, _) = run(site.path(), &["--before", "2026-07-01"]);
    assert!(!out.contains("soon.de"), "{out}");
}

#[test]
fn drafts_and_what_is_not_published_yet_are_looked_at_when_a_build_would() {
    let site = usual();
    let (_, out, _) = run(site.path(), &["--before", "2030-01-01", "--drafts", "--future"]);
    assert!(out.contains("content/c/draft.md") && out.contains("content/c/future.md"), "{out}");
    assert!(!out.contains("content/c/gone.md"), "{out}");
}

#[test]
fn programs_get_every_field() {
    let site = usual();
    let (_, out, _) = run(site.path(), &["--format", "json", "--before", "2026-07-02"]);
    let found: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(found["before"], "2026-07-02");
    let expected = serde_json::json!({
        "path": "content/a/late.md", "title": "T a/late", "url": "https://s.example/paper/a/late/",
        "due": "2025-01-01", "overdue_days": 530, "last": "2024-01-01", "reviewed": false,
        "reviewers": ["Jo Sample", "Al"], "authors": [],
    });
    assert_eq!(found["reviews"][0], expected);
    assert_eq!(found["reviews"][1]["url"], "https://s.example/paper/a/now/");
    assert_eq!(found["reviews"][3]["url"], "https://s.example/paper/de/a/soon/");
    assert_eq!(found["reviews"][3]["overdue_days"], -17);
}

#[test]
fn a_calendar_has_an_event_for_each_review_with_a_name_that_stays() {
    let site = usual();
    let (_, out, _) = run(site.path(), &["--format", "ics"]);
    let lines: Vec<&str> = out.strip_suffix("\r\n").expect("a last line").split("\r\n").collect();
    assert_eq!(lines[..4], ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//byline//byline 0.1.0//EN", "METHOD:PUBLISH"]);
    assert_eq!(lines[4], "X-WR-CALNAME:Reviews: The Review\\, daily");
    assert_eq!(lines.iter().filter(|line| **line == "BEGIN:VEVENT").count(), 2);
    for line in [
        "DTSTAMP:20260615T000000Z",
        "DTSTART;VALUE=DATE:20250101",
        "SUMMARY:Review: T a/late",
        "URL:https://s.example/paper/a/late/",
    ] {
        assert!(lines.contains(&line), "{line} in {out}");
    }
    assert!(lines.iter().all(|line| line.len() <= 75 && !line.contains('\n')), "{out}");
    let names = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect()
    };
    let first = names(&out);
    assert!(first.iter().all(|name| name.ends_with("@s.example")) && first[0] != first[1], "{first:?}");
    let late = site.path().join("content/a/late.md");
    write(&late, b"---\ntitle: Another\nslug: new\nreviewed: 2026-06-01\nreview_every: 1 day\n---\n\nText.\n");
    let (_, out, _) = run(site.path(), &["--format", "ics"]);
    assert_eq!(names(&out), first, "{out}");
    assert!(out.contains("DTSTART;VALUE=DATE:20260602\r\n"), "{out}");
}

#[test]
fn that_nothing_is_or_ever_will_be_due_is_said() {
    let (code, out, err) = run(site(&[("a", "published: 2024-01-01")]).path(), &[]);
    let nothing = "no review is due, and none will be: no public article has a `review_every`\n";
    assert_eq!((code, out.as_str(), err.as_str()), (0, "", nothing));
    let (_, _, err) = run(site(&[("a", "review_every: 1 day")]).path(), &[]);
    assert!(err.contains("never due content/a.md: its `review_every` has no `reviewed`"), "{err}");
}

#[test]
fn what_cannot_be_read_is_said_and_no_list_is_guessed() {
    let (code, out, err) =
        run(site(&[("a", "review_every: often"), ("b", "published: 2024-01-01\nreview_every: 1 day")]).path(), &[]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("review_every") && err.ends_with("while these cannot be read\n"), "{err}");
}

#[test]
fn a_day_that_is_none_is_a_wrong_command_line() {
    let site = usual();
    for day in ["soon", "2026-02-30", "01.02.2026", ""] {
        let (code, out, err) = run(site.path(), &["--before", day]);
        assert_eq!((code, out.as_str()), (2, ""), "{day}");
        assert!(err.contains("--before <DATE>"), "{err}");
    }
}
