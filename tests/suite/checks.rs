//! `byline check`: exit codes, levels, excuses, and what it leaves alone.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use byline::build::check::{self, Asked};
use byline::build::preview::Unwatched;
use byline::build::{Now, Options};
use byline::date::Date;
use byline::diagnostics::Code;

use super::support::{byline, told, tree, without_cache, write};

/// The instant of every run.
const NOW: &str = "2026-01-15T12:00:00Z";

const SETTINGS: &str = "title = \"Site\"\nbase_url = \"https://site.example\"\n";

/// A heading too deep, which is a warning, and a paragraph too long, which is advice.
const TIDES: &str = "---\ntitle: Tides\n---\nTwice a day.\n\n### Why\n\nThe moon pulls, and the water comes.\n";

/// A site of one article.
fn site(article: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    configure(folder.path(), "[lints.limits]\nparagraph = 5\n");
    write(&folder.path().join("content/tides.md"), article.as_bytes());
    folder
}

fn configure(site: &Path, lints: &str) {
    write(&site.join("site.toml"), format!("{SETTINGS}\n{lints}").as_bytes());
}

fn run(site: &Path, command: &str, arguments: &[&str]) -> Output {
    byline(site, &[&[command, "--now", NOW], arguments].concat())
}

/// What a check says, but for how long it took.
fn check(site: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let run = run(site, "check", arguments);
    (run.status.code(), String::from_utf8_lossy(&run.stderr).into_owned())
}

#[test]
fn a_check_fails_for_errors_alone_and_a_failing_machine_is_another_code() {
    let tides = site(TIDES);
    let (code, said) = check(tides.path(), &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("warning[skipped-heading]") && said.contains("advice[long-paragraph]"), "{said}");
    assert!(said.contains("1 warning"), "{said}");

    let clean = site("---\ntitle: Tides\n---\nTwice a day.\n");
    let (code, said) = check(clean.path(), &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("nothing to say"), "{said}");

    let broken = site("---\ntitle: Tides\n---\nSee [ebb](ebb.md).\n");
    let (code, said) = check(broken.path(), &[]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("error[broken-link]"), "{said}");

    let (code, said) = check(broken.path(), &["--root", "nowhere"]);
    assert_eq!(code, Some(2), "{said}");
    let (code, said) = check(broken.path(), &["--allow", "broken-link"]);
    assert_eq!(code, Some(2), "{said}");
}

#[test]
fn denied_warnings_fail_and_advice_does_not() {
    let folder = site(TIDES);
    let (code, said) = check(folder.path(), &["--deny", "warnings"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("error[skipped-heading]") && said.contains("advice[long-paragraph]"), "{said}");
    let (code, said) = check(folder.path(), &["--deny", "warnings", "--allow", "skipped-heading"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(!said.contains("skipped-heading") && said.contains("advice[long-paragraph]"), "{said}");
}

#[test]
fn a_denied_rule_fails_and_the_others_stay_what_they_are() {
    let folder = site(TIDES);
    let (code, said) = check(folder.path(), &["--deny", "long-paragraph"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("error[long-paragraph]") && said.contains("warning[skipped-heading]"), "{said}");
    configure(folder.path(), "[lints]\nlong-paragraph = \"allow\"\nskipped-heading = \"allow\"\n");
    let (code, said) = check(folder.path(), &["--deny", "skipped-heading"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("error[skipped-heading]"), "{said}");
}

#[test]
fn an_allowed_rule_is_not_heard_of() {
    let folder = site(TIDES);
    let (code, said) = check(folder.path(), &["--allow", "skipped-heading", "--allow", "long-paragraph"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("nothing to say"), "{said}");
}

#[test]
fn a_rule_that_is_an_error_fails_the_build_and_nothing_is_written() {
    let folder = site(TIDES);
    configure(folder.path(), "[lints]\nskipped-heading = \"error\"\n");
    let built = run(folder.path(), "build", &[]);
    assert_eq!(built.status.code(), Some(1), "{}", told(&built));
    assert!(told(&built).contains("error[skipped-heading]"), "{}", told(&built));
    assert!(!folder.path().join("public").exists());

    // What lay there before stays as it is.
    configure(folder.path(), "");
    let built = run(folder.path(), "build", &[]);
    assert_eq!(built.status.code(), Some(0), "{}", told(&built));
    assert!(!told(&built).contains("skipped-heading"), "{}", told(&built));
    let before = tree(&folder.path().join("public"));
    configure(folder.path(), "[lints]\nskipped-heading = \"error\"\n");
    write(&folder.path().join("content/ebb.md"), b"---\ntitle: Ebb\n---\nSee [tides](tides.md).\n");
    let built = run(folder.path(), "build", &[]);
    assert_eq!(built.status.code(), Some(1), "{}", told(&built));
    assert_eq!(tree(&folder.path().join("public")), before);
}

/// An article with a button that says nothing, and another without mistake.
fn site_with_button() -> tempfile::TempDir {
    let folder = site("---\ntitle: Tides\n---\nTwice a day.\n\n<button></button>\n");
    write(&folder.path().join("content/ebb.md"), b"---\ntitle: Ebb\n---\nThe water leaves.\n");
    folder
}

#[test]
fn a_rule_about_pages_that_is_an_error_fails_the_build_whether_or_not_the_page_is_made_again() {
    let folder = site_with_button();
    let site = folder.path();
    const ERROR: &str = "[lints]\nnameless-control = \"error\"\n";
    configure(site, "");
    let built = run(site, "build", &[]);
    assert_eq!(built.status.code(), Some(0), "{}", told(&built));
    let before = tree(&site.join("public"));
    configure(site, ERROR);
    for ebb in ["The water leaves.", "The water goes.", "The water goes."] {
        write(&site.join("content/ebb.md"), format!("---\ntitle: Ebb\n---\n{ebb}\n").as_bytes());
        let built = run(site, "build", &[]);
        assert_eq!(built.status.code(), Some(1), "{}", told(&built));
        assert!(told(&built).contains("error[nameless-control]"), "{}", told(&built));
        assert!(told(&built).contains("content/tides.md"), "{}", told(&built));
        assert!(!told(&built).contains("content/ebb.md"), "{}", told(&built));
        assert_eq!(tree(&site.join("public")), before);
    }
    fs::remove_dir_all(site.join(".byline")).expect("a cache");
    assert_eq!(run(site, "build", &[]).status.code(), Some(1), "a clean build says so too");
}

#[test]
fn a_mistake_that_was_found_on_a_page_before_is_shown_in_the_line_that_it_stands_in_now() {
    let folder = site_with_button();
    let site = folder.path();
    configure(site, "[lints]\nnameless-control = \"error\"\n");
    // A comment in the front matter changes nothing on the page.
    for (front, line) in [("", 6), ("# Not for readers.\n", 7)] {
        let text = format!("---\n{front}title: Tides\n---\nTwice a day.\n\n<button></button>\n");
        write(&site.join("content/tides.md"), text.as_bytes());
        for command in ["check", "build"] {
            let run = run(site, command, &[]);
            assert!(told(&run).contains(&format!("content/tides.md:{line}:1")), "{command}: {}", told(&run));
        }
    }
}

#[test]
fn an_exception_from_what_is_always_an_error_is_told_so() {
    let folder = site("---\ntitle: Tides\n---\n[b](nope.md)\n");
    let exception = "rule = \"broken-link\"\npaths = \"content/**\"\nreason = \"r\"\n";
    configure(folder.path(), &format!("[[lints.exceptions]]\n{exception}"));
    let run = run(folder.path(), "check", &[]);
    assert!(told(&run).contains("`broken-link` is always an error, and nothing is excused from it"), "{}", told(&run));
    assert!(!told(&run).contains("finds nothing"), "{}", told(&run));
}

#[test]
fn what_is_excused_on_a_page_is_found_again_when_the_excuse_goes() {
    let folder = site_with_button();
    let site = folder.path();
    let excused = |until: &str| {
        let exception =
            format!("rule = \"nameless-control\"\npaths = \"content/tides.md\"\nreason = \"a toy\"\n{until}");
        format!("[lints]\nnameless-control = \"error\"\n\n[[lints.exceptions]]\n{exception}")
    };
    configure(site, &excused(""));
    for ebb in ["The water leaves.", "The water goes."] {
        write(&site.join("content/ebb.md"), format!("---\ntitle: Ebb\n---\n{ebb}\n").as_bytes());
        let built = run(site, "build", &[]);
        assert_eq!(built.status.code(), Some(0), "{}", told(&built));
        assert!(!told(&built).contains("nameless-control"), "{}", told(&built));
    }
    let before = tree(&site.join("public"));
    configure(site, "[lints]\nnameless-control = \"error\"\n");
    let built = run(site, "build", &[]);
    assert_eq!(built.status.code(), Some(1), "{}", told(&built));
    assert!(told(&built).contains("error[nameless-control]"), "{}", told(&built));
    assert_eq!(tree(&site.join("public")), before);
    // An exception ends by itself, although nobody edits anything.
    configure(site, &excused("until = 2030-01-01\n"));
    assert_eq!(run(site, "build", &[]).status.code(), Some(0));
    let later = byline(site, &["build", "--now", "2030-01-02"]);
    assert_eq!(later.status.code(), Some(1), "{}", told(&later));
    // A button with a name is another page.
    write(&site.join("content/tides.md"), b"---\ntitle: Tides\n---\nTwice a day.\n\n<button>Ring</button>\n");
    configure(site, "[lints]\nnameless-control = \"error\"\n");
    assert_eq!(run(site, "build", &[]).status.code(), Some(0));
}

#[test]
fn a_comment_excuses_its_article_and_no_reader_sees_it() {
    let comment = "<!-- byline-allow: skipped-heading the old site had it so -->";
    let folder = site(&TIDES.replace("Twice a day.", &format!("Twice a day.\n\n{comment}")));
    write(&folder.path().join("content/ebb.md"), b"---\ntitle: Ebb\n---\nSee [tides](tides.md).\n\n#### Why\n\nSo.\n");
    let (code, said) = check(folder.path(), &["--allow", "long-paragraph", "--allow", "orphan-article"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("content/ebb.md") && !said.contains("content/tides.md"), "{said}");

    configure(folder.path(), "[lints]\nskipped-heading = \"error\"\n");
    let built = run(folder.path(), "build", &[]);
    assert_eq!(built.status.code(), Some(1), "{}", told(&built));
    assert!(!told(&built).contains("content/tides.md"), "{}", told(&built));
    std::fs::remove_file(folder.path().join("content/ebb.md")).expect("a file to remove");
    let built = run(folder.path(), "build", &[]);
    assert_eq!(built.status.code(), Some(0), "{}", told(&built));
    let pages = tree(&folder.path().join("public"));
    assert!(pages.contains_key("tides/index.html"));
    for (path, bytes) in pages {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("byline-allow") && !text.contains("the old site had it so"), "{path}");
    }
}

#[test]
fn a_check_writes_nothing_but_the_cache() {
    let folder = site(TIDES);
    let before = without_cache(folder.path());
    check(folder.path(), &[]);
    assert_eq!(without_cache(folder.path()), before);
    let built = run(folder.path(), "build", &[]);
    assert_eq!(built.status.code(), Some(0), "{}", told(&built));
    write(&folder.path().join("content/ebb.md"), b"---\ntitle: Ebb\n---\nSee [tides](tides.md).\n");
    let before = without_cache(folder.path());
    for arguments in [&[][..], &["--deny", "warnings"], &["--format", "json"], &["--drafts", "--future"]] {
        check(folder.path(), arguments);
        assert!(without_cache(folder.path()) == before, "{arguments:?}");
    }
}

#[test]
fn a_check_that_can_keep_nothing_says_the_same() {
    let folder = site(TIDES);
    let without_time = |said: String| said.lines().filter(|line| !line.starts_with("checked ")).collect::<String>();
    let (_, first) = check(folder.path(), &[]);
    let (_, second) = check(folder.path(), &[]);
    fs::remove_dir_all(folder.path().join(".byline")).expect("a cache");
    write(&folder.path().join(".byline"), b"a file of somebody's");
    let before = tree(folder.path());
    let (code, third) = check(folder.path(), &["--deny", "output-edited"]);
    assert_eq!(code, Some(0), "{third}");
    assert_eq!(tree(folder.path()), before);
    let [first, second, third] = [first, second, third].map(without_time);
    assert!(first.contains("skipped-heading") && first == second && first == third, "{first}\n{second}\n{third}");
}

fn options(site: &Path) -> Options {
    Options {
        root: site.to_owned(),
        output: None,
        base_url: None,
        drafts: false,
        future: false,
        now: Now::Date(Date::Instant(NOW.parse().expect("an instant"))),
        jobs: None,
        force: false,
    }
}

/// How many texts, pages and files a check of a site looks at anew.
fn looked(site: &Path) -> usize {
    check::check(&options(site), &Asked::default(), &Unwatched).expect("a check").looked
}

#[test]
fn a_check_looks_again_at_what_has_changed_and_at_nothing_else() {
    let folder = site(TIDES);
    let article = |name: &str, text: &str| {
        let path = folder.path().join(format!("content/{name}.md"));
        write(&path, format!("---\ntitle: The {name} of the sea\ndek: Of the sea\n---\n{text}\n").as_bytes());
    };
    article("ebb", "It goes. See [tides](tides.md).");
    article("flood", "It comes, and [tides](tides.md) tell when.");
    assert!(looked(folder.path()) > 9);
    assert_eq!(looked(folder.path()), 0);
    // Its words, what they say of others, and its page.
    article("ebb", "It goes and goes. See [tides](tides.md).");
    assert_eq!(looked(folder.path()), 3);
    // A level is nothing that a rule looks at.
    configure(folder.path(), "[lints]\nskipped-heading = \"error\"\n[lints.limits]\nparagraph = 5\n");
    assert_eq!(looked(folder.path()), 0);
    // A limit is something that rules of words look at, and nothing that a page shows.
    configure(folder.path(), "[lints.limits]\nparagraph = 4\n");
    assert_eq!(looked(folder.path()), 3);
    // Another title may be mentioned in any article.
    article("flow", "It flows.");
    let with_new = looked(folder.path());
    assert!((6..20).contains(&with_new), "{with_new}");
    fs::remove_file(folder.path().join("content/flow.md")).expect("an article");
    article("ebb", "It goes and goes, as the flood of the sea does. See [tides](tides.md).");
    assert!(looked(folder.path()) > 3);
    assert_eq!(looked(folder.path()), 0);
    // What was built is looked at by nobody.
    let built = run(folder.path(), "build", &[]);
    assert_eq!(built.status.code(), Some(0), "{}", told(&built));
    assert_eq!(looked(folder.path()), 0);
}

#[test]
fn a_build_that_a_rule_of_words_may_fail_reads_no_article_that_has_not_changed() {
    let folder = site(TIDES);
    configure(folder.path(), "[lints]\nlong-paragraph = \"error\"\n[lints.limits]\nparagraph = 9\n");
    let article = |name: &str, text: &str| {
        let path = folder.path().join(format!("content/{name}.md"));
        write(&path, format!("---\ntitle: The {name}\ndek: Of the sea\n---\n{text}\n").as_bytes());
    };
    ["ebb", "flood", "flow", "spring", "neap"].into_iter().for_each(|name| article(name, "It goes."));
    let build = || byline::build::build(&options(folder.path()), &Unwatched).expect("a build");
    assert!(build().done.expect("an output").read > 10);
    article("ebb", "It goes and goes.");
    // Parsed, and read for its words.
    assert_eq!(build().done.expect("an output").read, 2);
    article("ebb", "It goes and goes and goes and goes and goes and goes.");
    let report = build();
    assert!(report.done.is_none() && report.diagnostics.iter().any(|one| one.code == Code::LongParagraph));
    // What a failing build found is found again.
    assert!(build().done.is_none());
}

#[test]
fn an_exception_of_several_patterns_excuses_what_fits_one_of_them_and_says_which_excuses_nothing() {
    let folder = site(TIDES);
    write(&folder.path().join("content/ebb.md"), TIDES.replace("Tides", "Ebb").as_bytes());
    let except = |paths: &str| {
        let exception = format!("rule = \"skipped-heading\"\npaths = {paths}\nreason = \"so\"\n");
        configure(folder.path(), &format!("[[lints.exceptions]]\n{exception}"));
        check(folder.path(), &[]).1
    };
    let of = |said: &str| (said.matches("[skipped-heading]").count(), said.matches("[unused-exception]").count());
    assert_eq!(of(&except("\"content/ebb.md\"")), (1, 0));
    assert_eq!(of(&except("\"content/{ebb,tides}.md\"")), (0, 0));
    assert_eq!(of(&except("[\"content/ebb.md\", \"content/tides.md\"]")), (0, 0));
    let said = except("[]");
    assert!(said.contains("error[invalid-value]: `paths` is empty, so nothing is excused"), "{said}");
    let said = except("[\"content/ebb.md\", \"content/t*.md\", \"content/quays/**\"]");
    assert!(of(&said) == (0, 1) && said.contains("`skipped-heading` finds nothing in `content/quays/**`"), "{said}");
}

#[test]
fn of_a_site_only_what_concerns_the_files_and_folders_that_are_named_is_said() {
    let folder = site(TIDES);
    let root = folder.path();
    for path in ["content/coast/_index.md", "content/coast/ebb.md", "content/coastline.md"] {
        let name = path.rsplit('/').next().unwrap_or_default();
        let text = format!("---\ntitle: Of {name}\ntitel: x\n---\nSee [](/tides/).\n");
        write(&root.join(path), text.as_bytes());
    }
    let said = |arguments: &[&str]| {
        let run = run(root, "check", &[arguments, &["--format", "short"]].concat());
        let lines = String::from_utf8_lossy(&run.stdout).into_owned();
        lines.lines().filter_map(|line| line.split(':').next()).map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let [index, ebb, line, tides] =
        ["content/coast/_index.md", "content/coast/ebb.md", "content/coastline.md", "content/tides.md"];
    assert!(said(&[]).is_superset(&[index, ebb, line, tides].map(str::to_owned).into()));
    assert_eq!(said(&[ebb]), [ebb.to_owned()].into());
    assert_eq!(said(&["./content/coast/"]), [index, ebb].map(str::to_owned).into());
    assert_eq!(said(&[line, tides]), [line, tides].map(str::to_owned).into());
    assert!(said(&["."]).is_superset(&[index, ebb, line, tides].map(str::to_owned).into()));
    for (wrong, why) in [("content/no.md", "name a file or a folder of the site"), ("/", "does not lie in the site")] {
        let (code, said) = check(root, &[wrong]);
        assert!(code == Some(2) && said.contains(why), "{said}");
    }
}

#[test]
fn a_rule_s_level_is_no_part_of_any_page() {
    let folder = site(TIDES);
    let built = run(folder.path(), "build", &[]);
    assert!(!told(&built).contains("(0 rendered"), "{}", told(&built));
    let before = tree(&folder.path().join("public"));
    for lints in [
        "[lints]\nskipped-heading = \"allow\"\n",
        "[lints]\nunused-source = \"error\"\n\n[lints.limits]\nparagraph = 900\n",
        "[lints]\n\n[[lints.exceptions]]\nrule = \"skipped-heading\"\npaths = \"content/**\"\nreason = \"so\"\n",
    ] {
        configure(folder.path(), lints);
        let built = run(folder.path(), "build", &[]);
        assert!(told(&built).contains("(0 rendered, 0 written, 0 removed)"), "{}", told(&built));
        assert!(tree(&folder.path().join("public")) == before, "{lints}");
    }
}

#[test]
fn drafts_are_checked_if_they_are_asked_for() {
    let folder = site(&TIDES.replace("title: Tides", "title: Tides\ndraft: true"));
    let (_, said) = check(folder.path(), &[]);
    assert!(!said.contains("skipped-heading"), "{said}");
    let (_, said) = check(folder.path(), &["--drafts"]);
    assert!(said.contains("warning[skipped-heading]"), "{said}");
}
