//! Pre-processors: when they run, what they may do, and that a build with them is what a clean build would be.

use std::fs;
use std::path::{Path, PathBuf};

use super::support::{byline, copy, repository, told, tree, write};

const NOW: &str = "2026-01-15T12:00:00Z";

/// Puts the words of data/chart.txt in the place of `CHART`, and notes each run in the file that its argument names.
const CHARTS: &str = r#"#!/bin/sh
words=$(cat data/chart.txt)
input=$(cat)
printf '%s\n' "$input" | sed 's/^.*,"path":"\([^"]*\)",.*$/\1/' >> "$1"
printf '%s' "$input" | sed -e 's/^.*,"body":/{"body":/' -e "s/CHART/$words/g"
"#;

/// A site with three articles, of which two lie where the program is given them.
struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new(program: &str, script: &str) -> Site {
        let site = Site { folder: tempfile::tempdir().expect("a temporary folder") };
        site.write("tools/charts.sh", script);
        site.write("data/chart.txt", "a chart of tides");
        site.write("content/coast/a.md", "---\ntitle: A\n---\n\nSee CHART.\n");
        site.write("content/coast/b.md", "---\ntitle: B\n---\n\nAlso CHART.\n");
        site.write("content/c.md", "---\ntitle: C\n---\n\nNo CHART here.\n");
        site.settings(&site.charts(program));
        site
    }

    /// The usual one.
    fn charts(&self, more: &str) -> String {
        let runs = self.folder.path().join("runs");
        format!(
            "[extensions]\nallow = [\"charts\"]\n[preprocessors.charts]\ncommand = [\"sh\", \"tools/charts.sh\", \"{}\"]\n\
             paths = [\"content/coast/**\"]\ninputs = [\"data/*.txt\"]\n{more}",
            runs.display()
        )
    }

    fn settings(&self, more: &str) {
        self.write("site.toml", &format!("title = \"Site\"\nbase_url = \"https://site.example\"\n{more}\n"));
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn write(&self, path: &str, text: &str) {
        write(&self.root().join(path), text.as_bytes());
    }

    fn page(&self, path: &str) -> String {
        fs::read_to_string(self.root().join("public").join(path)).expect("a page")
    }

    /// The articles that the program was given since this was asked last, sorted.
    fn runs(&self) -> Vec<String> {
        let path = self.folder.path().join("runs");
        let noted = fs::read_to_string(&path).unwrap_or_default();
        let _ = fs::remove_file(path);
        let mut runs: Vec<String> = noted.lines().map(str::to_owned).collect();
        runs.sort();
        runs
    }

    /// Builds without a mistake, and says what was said.
    fn build(&self) -> String {
        let run = byline(&self.root(), &["build", "--now", NOW, "--explain"]);
        assert_eq!(run.status.code(), Some(0), "{}", told(&run));
        told(&run)
    }

    /// Builds with a mistake; the output is what it was.
    fn fails(&self) -> String {
        let before = tree(&self.root().join("public"));
        let run = byline(&self.root(), &["build", "--now", NOW]);
        assert_eq!(run.status.code(), Some(1), "{}", told(&run));
        assert_eq!(tree(&self.root().join("public")), before);
        told(&run)
    }

    /// The output is what a build without any cache makes.
    fn is_as_clean(&self) {
        let clean = self.folder.path().join("clean");
        copy(&self.root(), &clean);
        for left in ["public", ".byline"] {
            fs::remove_dir_all(clean.join(left)).expect("a folder");
        }
        let run = byline(&clean, &["build", "--now", NOW]);
        assert_eq!(run.status.code(), Some(0), "{}", told(&run));
        assert!(tree(&clean.join("public")) == tree(&self.root().join("public")), "another output than a clean one");
        fs::remove_dir_all(clean).expect("a folder");
        self.runs();
    }
}

#[test]
fn a_program_that_nobody_allows_never_runs_and_is_named_with_the_line_that_allows_it() {
    let site = Site::new("", CHARTS);
    site.settings(&site.charts("").replace("allow = [\"charts\"]", "allow = []"));
    for command in ["build", "check"] {
        let run = byline(&site.root(), &[command, "--now", NOW]);
        let said = told(&run);
        assert!(said.contains("[preprocessor-not-allowed]") && said.contains("write `allow = [\"charts\"]`"), "{said}");
    }
    assert_eq!(site.runs(), [] as [&str; 0]);
    assert!(site.page("coast/a/index.html").contains("See CHART."));
}

#[test]
fn a_page_shows_what_a_program_returned_for_the_articles_that_it_is_given_alone() {
    let site = Site::new("", CHARTS);
    site.build();
    assert_eq!(site.runs(), ["content/coast/a.md", "content/coast/b.md"]);
    assert!(site.page("coast/a/index.html").contains("See a chart of tides."));
    assert!(site.page("c/index.html").contains("No CHART here."));
    assert!(fs::read_to_string(site.root().join("content/coast/a.md")).expect("the article").contains("CHART"));
}

#[test]
fn an_article_that_did_not_change_is_given_to_no_program_again_not_even_without_the_facts_of_the_last_build() {
    let site = Site::new("", CHARTS);
    site.build();
    site.runs();
    assert!(!site.build().contains("index.html:"));
    assert_eq!(site.runs(), [] as [&str; 0]);
    // Another program, such as the next version of byline, makes nothing of the state; of the results it does.
    fs::remove_file(site.root().join(".byline/state")).expect("a state");
    fs::remove_dir_all(site.root().join("public")).expect("an output");
    site.build();
    assert_eq!(site.runs(), [] as [&str; 0]);
    site.write("content/coast/a.md", "---\ntitle: A\n---\n\nLook at CHART.\n");
    site.build();
    assert_eq!(site.runs(), ["content/coast/a.md"]);
    // What no article is made from any more goes.
    assert_eq!(tree(&site.root().join(".byline/preprocessed")).len(), 2);
    site.is_as_clean();
}

#[test]
fn what_a_program_is_made_of_and_reads_is_part_of_what_its_pages_are_made_from() {
    let site = Site::new("", CHARTS);
    let both = ["content/coast/a.md", "content/coast/b.md"];
    site.build();
    site.runs();
    site.write("data/chart.txt", "a map of wrecks");
    let said = site.build();
    assert_eq!(site.runs(), both);
    assert!(said.contains("coast/a/index.html: pre-processor changed"), "{said}");
    assert!(!said.contains("\nc/index.html:"), "{said}");
    assert!(site.page("coast/b/index.html").contains("Also a map of wrecks."));
    site.is_as_clean();
    // A second file that the pattern fits, then the script, then its arguments.
    site.write("data/more.txt", "");
    site.build();
    assert_eq!(site.runs(), both);
    site.write("tools/charts.sh", &CHARTS.replace("s/CHART/$words/g", "s/CHART/<em>$words<\\/em>/g"));
    site.build();
    assert_eq!(site.runs(), both);
    assert!(site.page("coast/a/index.html").contains("See <em>a map of wrecks</em>."));
    site.is_as_clean();
    site.settings(&site.charts("").replace("\"]\npaths", "\", \"more\"]\npaths"));
    site.build();
    assert_eq!(site.runs(), both);
    // Neither the time it has nor its neighbours change what it returns.
    site.settings(&site.charts("timeout = 20").replace("\"]\npaths", "\", \"more\"]\npaths"));
    site.write("static/note.txt", "");
    site.build();
    assert_eq!(site.runs(), [] as [&str; 0]);
    site.is_as_clean();
    // Without it, the pages are what their authors wrote.
    site.settings("");
    site.build();
    assert!(site.page("coast/a/index.html").contains("See CHART."));
    site.is_as_clean();
}

#[test]
fn several_programs_are_given_an_article_in_the_order_in_which_they_stand() {
    let script = |from: &str, to: &str| format!("sed -e 's/^.*,\"body\":/{{\"body\":/' -e 's/{from}/{to}/g'\n");
    let site = Site::new("", "");
    site.write("tools/one.sh", &script("CHART", "SECOND"));
    site.write("tools/two.sh", &script("SECOND", "the end"));
    let of = |name: &str| format!("[preprocessors.{name}]\ncommand = [\"sh\", \"tools/{name}.sh\"]\n");
    let allow = "[extensions]\nallow = [\"two\", \"one\"]\n";
    site.settings(&format!("{allow}{}{}", of("one"), of("two")));
    site.build();
    assert!(site.page("c/index.html").contains("No the end here."));
    site.settings(&format!("{allow}{}{}", of("two"), of("one")));
    site.build();
    assert!(site.page("c/index.html").contains("No SECOND here."));
    site.is_as_clean();
}

#[test]
fn a_program_is_given_the_article_as_it_stands_in_the_site_s_folder_with_an_environment_of_its_own() {
    let script = "cat > given.json\nenv | sort > environment\npwd > folder\nprintf '{\"body\": \"x\"}'\n";
    let site = Site::new("", script);
    site.settings("[extensions]\nallow = [\"p\"]\n[preprocessors.p]\ncommand = [\"sh\", \"tools/charts.sh\"]\n");
    for other in ["coast/a.md", "coast/b.md"] {
        fs::remove_file(site.root().join("content").join(other)).expect("an article");
    }
    site.write("content/c.md", "\u{feff}---\ntitle: \"C\"\n# a note\n---\nTwo\n\"lines\"\n");
    let mut build = super::support::command(Path::new(env!("CARGO_BIN_EXE_byline")), &site.root(), &["build"]);
    let run = build.args(["--now", NOW]).env("SECRET_TOKEN", "canary").output().expect("byline starts");
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let given = fs::read_to_string(site.root().join("given.json")).expect("what it was given");
    let expected = r#"{"byline":1,"preprocessor":"p","path":"content/c.md","front_matter":"title: \"C\"\n# a note\n","body":"Two\n\"lines\"\n"}"#;
    assert_eq!(given, expected);
    let folder = fs::read_to_string(site.root().join("folder")).expect("a folder");
    assert_eq!(Path::new(folder.trim()), site.root().canonicalize().expect("a folder"));
    let environment = fs::read_to_string(site.root().join("environment")).expect("an environment");
    let names: Vec<&str> = environment.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name).collect();
    let own = ["PWD", "OLDPWD", "SHLVL", "_"];
    let names: Vec<&str> = names.into_iter().filter(|name| !own.contains(name) && *name != "HOME").collect();
    assert_eq!(names, ["BYLINE_ROOT", "LANG", "PATH"], "{environment}");
}

#[test]
fn a_program_that_fails_is_an_error_at_the_article_and_runs_again_the_next_time() {
    let site = Site::new("", CHARTS);
    site.build();
    site.runs();
    for (script, said) in [
        ("echo 'no data for 2020' >&2; exit 3", &["ended with exit code 3", "no data for 2020"][..]),
        ("kill -9 $$", &["was ended by the system"]),
        ("echo '# Title'", &["gave no answer", "not JSON"]),
        ("true", &["wrote nothing"]),
        ("printf '{\"body\": 1}'", &["another shape"]),
        ("printf '{\"body\": \"x\", \"title\": \"y\"}'", &["unknown field `title`"]),
        ("printf '{\"body\": \" \"}'", &["returned nothing of what the article says", "as it was given"]),
        ("printf '\\377\\376'", &["not JSON"]),
        ("head -c 9000000 /dev/zero", &["wrote more than 8 MiB"]),
        ("head -c 9000000 /dev/zero >&2; exit 1", &["ended with exit code 1"]),
        ("exec /no/such/program", &["ended with exit code 127"]),
    ] {
        site.write("tools/charts.sh", &format!("echo given >> \"$1\"\n{script}\n"));
        let found = site.fails();
        for one in said.iter().chain(&["error[preprocessor-failed]: the pre-processor `charts`", "content/coast/a.md"])
        {
            assert!(found.contains(one), "{script}: no `{one}` in {found}");
        }
        assert_eq!(site.runs().len(), 2, "{script}");
        site.fails();
        assert_eq!(site.runs().len(), 2, "{script}");
    }
    site.write("tools/charts.sh", CHARTS);
    site.build();
    site.is_as_clean();
}

#[test]
fn a_program_that_cannot_start_says_what_to_write() {
    let site = Site::new("", CHARTS);
    for (command, said) in [
        ("\"no-such-program-of-byline\"", "is not installed"),
        ("\"tools/charts.sh\"", "may not be run"),
        ("\"/no/such/program\"", "there is no program"),
        ("\"tools/gone.sh\"", "there is no file `tools/gone.sh`"),
    ] {
        site.settings(&format!("[extensions]\nallow = [\"p\"]\n[preprocessors.p]\ncommand = [{command}]\n"));
        let found = site.fails();
        assert!(found.contains(said), "{command}: {found}");
    }
}

#[test]
fn a_program_that_takes_too_long_is_ended_with_all_that_it_started() {
    let site = Site::new("timeout = 1", "");
    let pid = site.folder.path().join("pid");
    // The one that sleeps holds the output open, and the one that started it is gone.
    site.write(
        "tools/charts.sh",
        &format!("sleep 600 & echo $! > {0}.$$; mv {0}.$$ {0}; echo slow >&2; wait\n", pid.display()),
    );
    let found = site.fails();
    assert!(found.contains("took longer than 1 seconds for this article, and was ended"), "{found}");
    assert!(found.contains("`timeout = 3` below `[preprocessors.charts]`") && found.contains("slow"), "{found}");
    let number = fs::read_to_string(&pid).expect("a number");
    let state = fs::read_to_string(format!("/proc/{}/stat", number.trim())).unwrap_or_default();
    assert!(state.is_empty() || state.contains(") Z "), "it still runs: {state}");
}

#[test]
fn a_program_that_takes_too_long_for_a_few_articles_is_asked_for_no_more() {
    let site = Site::new("timeout = 1", "echo run >> \"$1\"\nsleep 600\n");
    for number in 0..30 {
        site.write(&format!("content/coast/more{number}.md"), "---\ntitle: T\n---\nCHART\n");
    }
    let found = site.fails();
    assert!(found.contains("is not asked any more: it took too long for 3 articles"), "{found}");
    // On two cores two may be under way when the third is over.
    let runs = site.runs().len();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    assert!((3..3 + cores).contains(&runs), "{runs} runs");
}

#[test]
fn what_a_program_leaves_behind_does_not_keep_its_answer_back() {
    let site = Site::new("", "sleep 600 &\nprintf '{\"body\": \"quick\"}'\n");
    site.build();
    assert!(site.page("coast/a/index.html").contains("quick"));
}

#[test]
fn a_program_that_does_not_read_its_input_or_writes_before_it_does_is_not_waited_for_without_end() {
    let site = Site::new("", "printf '{\"body\": \"%s\"}' \"$(head -c 300000 /dev/zero | tr '\\0' 'x')\"\n");
    site.write("content/coast/a.md", &format!("---\ntitle: A\n---\n\n{}\n", "long words ".repeat(100_000)));
    site.build();
    assert!(site.page("coast/a/index.html").contains(&"x".repeat(300_000)));
}

#[test]
fn what_a_program_finds_wrong_is_reported_at_the_line_of_the_author() {
    let finding = r#"printf '{"body": "x", "diagnostics": [{"line": 3, "message": "no data\\nfor 2020"}]}'"#;
    let site = Site::new("", finding);
    site.write("content/coast/a.md", "---\ntitle: A\n---\n\nFirst.\nCHART of 2020\n");
    let found = site.fails();
    assert!(
        found.contains("error[preprocessor-finding]: the pre-processor `charts` says: no data for 2020"),
        "{found}"
    );
    assert!(found.contains("content/coast/a.md:6:1"), "{found}");
    site.write("tools/charts.sh", &finding.replace("\"message\"", "\"level\": \"warning\", \"message\""));
    for _ in 0..2 {
        assert!(site.build().contains("warning[preprocessor-finding]"));
    }
}

#[test]
fn mistakes_in_what_was_returned_are_reported_where_the_author_wrote() {
    // Two lines above, one below, and a mistake in what is new.
    let script = r#"sed -e 's/^.*,"body":/{"body":/' -e 's/CHART/New.\\n\\nNew [gone](new.md).\\n/'"#;
    let site = Site::new("", script);
    site.write("content/coast/a.md", "---\ntitle: A\n---\n\nCHART\n\nSee [it](gone.md).\n\nEnd.\n");
    let found = site.fails();
    assert!(found.contains("content/coast/a.md:7:10"), "{found}");
    assert!(found.contains("See [it](gone.md)."), "{found}");
    // What nobody wrote leads to the line above it.
    assert!(found.contains("content/coast/a.md:4:1"), "{found}");
}

#[test]
fn nothing_that_a_program_returned_is_written_into_an_article_and_the_author_s_own_words_can_be_mended() {
    // The same mistake stands in what the author wrote and in what is put above and below.
    let script = r#"sed -e 's/^.*,"body":/{"body":/' -e 's/CHART/[it](storm.md)\\n\\n[it](storm.md)/g'"#;
    let site = Site::new("", script);
    let article = "---\ntitle: A\ndekk: B\n---\n\nCHART\n\nThe [it](storm.md).\n\nCHART\n";
    site.write("content/archive/storm.md", "---\ntitle: Storms\n---\nWind.\n");
    site.write("content/coast/a.md", article);
    let run = byline(&site.root(), &["check", "--now", NOW, "--fix"]);
    let mended = fs::read_to_string(site.root().join("content/coast/a.md")).expect("the article");
    let expected = article.replace("dekk", "dek").replace("storm.md", "../archive/storm.md");
    assert_eq!(mended, expected, "{}", told(&run));
    assert!(
        told(&run).contains("it is not in the file: a pre-processor returned it below this line"),
        "{}",
        told(&run)
    );
}

#[test]
fn the_commands_that_show_pages_agree_on_what_a_program_returned() {
    let site = Site::new("", CHARTS);
    site.build();
    let verified = byline(&site.root(), &["build", "--now", NOW, "--verify"]);
    assert_eq!(verified.status.code(), Some(0), "{}", told(&verified));
    site.runs();
    let checked = byline(&site.root(), &["check", "--now", NOW]);
    assert!(!told(&checked).contains("error["), "{}", told(&checked));
    // What the build kept is good for the check, too.
    assert_eq!(site.runs(), [] as [&str; 0]);
    // A program that returns another text each time is found by comparing with a clean build.
    site.write("tools/charts.sh", "cat > /dev/null\nprintf '{\"body\": \"%s\"}' \"$(date +%N)\"\n");
    site.build();
    let verified = byline(&site.root(), &["build", "--now", NOW, "--verify"]);
    assert_ne!(verified.status.code(), Some(0), "{}", told(&verified));
}

#[test]
fn a_program_that_changes_what_it_reads_is_told_so_and_nothing_is_kept() {
    let site = Site::new("", &format!("{CHARTS}echo again >> data/chart.txt\n"));
    let found = site.fails();
    assert!(found.contains("ran while a file was changed that it reads"), "{found}");
    assert_eq!(tree(&site.root().join(".byline/preprocessed")).len(), 0);
}

#[test]
fn at_most_as_many_programs_run_at_once_as_threads_may_work() {
    let site = Site::new("", "echo begin >> \"$1\"\nsleep 0.05\necho end >> \"$1\"\nprintf '{\"body\": \"x\"}'\n");
    for number in 0..12 {
        site.write(&format!("content/coast/{number}.md"), "---\ntitle: T\n---\n\nText.\n");
    }
    let run = byline(&site.root(), &["build", "--now", NOW, "--jobs", "2"]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let noted = fs::read_to_string(site.folder.path().join("runs")).expect("a list");
    let (mut now, mut most) = (0_i32, 0);
    for line in noted.lines() {
        now += if line == "begin" { 1 } else { -1 };
        most = most.max(now);
    }
    assert_eq!(noted.lines().count(), 28);
    assert!(most <= 2, "{most} at once");
}

#[test]
fn a_build_that_is_interrupted_ends_at_once_with_its_programs_and_writes_nothing() {
    let site = Site::new("timeout = 600", "echo $$ >> \"$1\"\nsleep 600\n");
    let mut build = super::support::command(Path::new(env!("CARGO_BIN_EXE_byline")), &site.root(), &["build"]);
    let child = build.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn();
    let child = child.expect("byline starts");
    let begun = site.folder.path().join("runs");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while !fs::read_to_string(&begun).is_ok_and(|noted| noted.ends_with('\n')) {
        assert!(std::time::Instant::now() < until, "the program never ran");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    let number = child.id().to_string();
    let sent = std::process::Command::new("kill").args(["-INT", &number]).status().expect("a signal");
    assert!(sent.success());
    let ended = child.wait_with_output().expect("byline ends");
    assert_eq!(ended.status.code(), Some(130), "{}", told(&ended));
    assert!(!site.root().join("public").exists());
    for program in fs::read_to_string(&begun).expect("a list").lines() {
        let state = fs::read_to_string(format!("/proc/{program}/stat")).unwrap_or_default();
        assert!(state.is_empty() || state.contains(") Z "), "it still runs: {state}");
    }
}

/// A step that is made of an earlier one: the same in every run.
struct Steps(u64);

impl Steps {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

#[test]
fn however_articles_programs_and_what_they_read_are_edited_an_incremental_build_is_a_clean_one() {
    let site = Site::new("", CHARTS);
    site.write("tools/more.sh", "sed -e 's/^.*,\"body\":/{\"body\":/' -e 's/chart/picture/g' -e 's/Also/Also, /'\n");
    site.write("static/note.txt", "a note");
    let runs = site.folder.path().join("runs");
    let settings = |steps: &mut Steps| {
        let paths = ["content/coast/**", "content/**", "content/*.md"][steps.next(3) as usize];
        let inputs = ["data/*.txt", "static/note.txt", "content/coast/b.md", "tools/**/*.sh"][steps.next(4) as usize];
        let charts = format!(
            "[preprocessors.charts]\ncommand = [\"sh\", \"tools/charts.sh\", \"{}\"]\npaths = [\"{paths}\"]\n\
             inputs = [\"data/chart.txt\", \"{inputs}\"]\n",
            runs.display()
        );
        let more = "[preprocessors.more]\ncommand = [\"sh\", \"tools/more.sh\"]\n";
        let allow = ["\"charts\"", "\"charts\"", "\"charts\", \"more\"", ""][steps.next(4) as usize];
        let both = if steps.next(2) == 0 { format!("{charts}{more}") } else { format!("{more}{charts}") };
        format!("[extensions]\nallow = [{allow}]\n{both}[machines]\nmarkdown = true\n")
    };
    let mut steps = Steps(7);
    site.settings(&settings(&mut steps));
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..40 {
        let number = steps.next(1000);
        match steps.next(16) {
            0 | 10..=12 => site.write("data/chart.txt", &format!("chart {}", number % 3)),
            1 => {
                site.write("content/coast/a.md", &format!("---\ntitle: A{}\n---\n\nSee CHART [](b.md).\n", number % 3))
            }
            2 => site.write("content/coast/b.md", &format!("---\ntitle: B\n---\n\nAlso CHART {}.\n", number % 4)),
            3 => site.write(&format!("content/{}.md", number % 2), "---\ntitle: New\n---\n\nCHART\n"),
            4 => drop(fs::remove_file(site.root().join(format!("content/{}.md", number % 2)))),
            5 | 13..=14 => {
                site.write("tools/charts.sh", &CHARTS.replace("$words/g", &format!("$words {}/g", number % 3)))
            }
            6 => site.write("static/note.txt", &format!("note {}", number % 3)),
            7 => {
                // A build that fails, and what mends it again.
                site.write("tools/more.sh", "exit 1\n");
                byline(&site.root(), &["build", "--now", NOW]);
                let mended = format!("sed -e 's/^.*,\"body\":/{{\"body\":/' -e 's/chart/picture {}/g'\n", number % 3);
                site.write("tools/more.sh", &mended);
            }
            8 => {
                let kept = site.root().join(".byline/preprocessed");
                for file in super::support::tree(&kept).into_keys() {
                    fs::write(kept.join(file), b"damaged").expect("a file");
                }
                let _ = fs::remove_file(site.root().join(".byline/state"));
            }
            _ => site.settings(&settings(&mut steps)),
        }
        site.build();
        site.is_as_clean();
        seen.insert(tree(&site.root().join("public")));
    }
    assert!(seen.len() > 15, "only {} outputs differ", seen.len());
}

#[test]
fn a_revision_is_compared_as_its_own_programs_make_it() {
    use std::os::unix::fs::PermissionsExt;

    let site = Site::new("", "");
    let root = site.root();
    let script = |word: &str| {
        site.write("tools/p", &format!("#!/bin/sh\nsed -e 's/^.*,\"body\":/{{\"body\":/' -e 's/CHART/{word}/'\n"));
        let program = fs::Permissions::from_mode(0o755);
        fs::set_permissions(root.join("tools/p"), program).expect("a program");
    };
    site.settings(
        "[extensions]\nallow = [\"p\"]\n[preprocessors.p]\ncommand = [\"tools/p\"]\npaths = [\"content/c.md\"]\n",
    );
    script("sandbank");
    let git = |arguments: &[&str]| {
        let mut git = std::process::Command::new("git");
        git.arg("-C").arg(&root).args(["-c", "user.name=T", "-c", "user.email=t@t.example"]).args(arguments);
        let output = git.env("GIT_CONFIG_GLOBAL", "/dev/null").output().expect("git is installed");
        assert!(output.status.success(), "{}", told(&output));
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message=one"]);
    script("lighthouse");
    let run = byline(&root, &["diff", "HEAD", "--now", NOW]);
    assert!(told(&run).contains("sandbank") && told(&run).contains("lighthouse"), "{}", told(&run));
    assert!(!told(&run).contains("coast/a"), "{}", told(&run));
}

#[test]
fn what_the_handbook_shows_of_pre_processors_builds_as_it_says() {
    let text = fs::read_to_string(repository().join("content/publishing/preprocessors.md")).expect("an article");
    let blocks = text.split("\n```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'));
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in blocks.filter_map(|(head, text)| Some((head.split_once(' ')?.1, text))) {
        let head = if path == "site.toml" { "title = \"T\"\nbase_url = \"https://site.example\"\n" } else { "" };
        write(&folder.path().join(path), format!("{head}{text}\n").as_bytes());
    }
    let run = byline(folder.path(), &["build", "--now", NOW]);
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    let page = fs::read_to_string(folder.path().join("public/harbour/trade/index.html")).expect("a page");
    assert!(page.contains("131") && page.contains(&"█".repeat(20)) && page.contains(&"█".repeat(18)), "{page}");
    write(&folder.path().join("content/harbour/trade.md"), b"---\ntitle: T\n---\n\nCHART ../site.toml\n");
    let run = byline(folder.path(), &["build", "--now", NOW]);
    assert!(told(&run).contains("says: there is no file data/site.toml"), "{}", told(&run));
    assert!(told(&run).contains("content/harbour/trade.md:5:1"), "{}", told(&run));
}

#[test]
fn what_nobody_can_have_meant_in_the_settings_is_told() {
    let site = Site::new("", CHARTS);
    site.settings(&site.charts("").replace("data/*.txt", "data/*.text"));
    let found = site.fails();
    assert!(found.contains("no file fits `data/*.text`"), "{found}");
    site.settings("[extensions]\nallow = [\"charts\"]\n[preprocessors.charts]\ncommand = \"sh tools/charts.sh\"\n");
    let found = site.fails();
    assert!(found.contains("write `command = [\"sh\", \"tools/charts.sh\"]`"), "{found}");
}
