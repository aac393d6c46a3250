use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::text::Span;

const FORMATS: [Format; 5] = [Format::Human, Format::Short, Format::Json, Format::Sarif, Format::GitHub];

/// Files in memory.
#[derive(Default)]
struct Files {
    files: BTreeMap<String, Vec<u8>>,
    folder: &'static str,
}

impl Files {
    fn with(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Files {
        self.files.insert(path.to_owned(), bytes.as_ref().to_vec());
        self
    }
}

impl SourceTexts for Files {
    fn bytes(&self, path: &RelPath) -> Option<Cow<'_, [u8]>> {
        self.files.get(path.as_str()).map(|bytes| Cow::Borrowed(bytes.as_slice()))
    }

    fn shown(&self, path: &RelPath) -> String {
        format!("{}{path}", self.folder)
    }
}

fn path(path: &str) -> RelPath {
    RelPath::new(path).expect("a clean path")
}

fn print_as(diagnostics: &[Diagnostic], files: &Files, format: Format, style: Style) -> String {
    let mut out = Vec::new();
    write(diagnostics, files, format, style, &mut out).expect("memory takes all");
    String::from_utf8(out).expect("output is UTF-8")
}

fn print(diagnostics: &[Diagnostic], files: &Files, format: Format) -> String {
    print_as(diagnostics, files, format, Style::Plain)
}

fn draw(diagnostic: Diagnostic, files: &Files) -> String {
    print(&[diagnostic], files, Format::Human)
}

/// The mistake of the first `needle` in a file's text.
fn at(text: &str, needle: &str, message: &str) -> Diagnostic {
    let start = text.find(needle).expect("the needle is in the text");
    Diagnostic::new(Code::UnknownField, &path("content/a.md"), Span::new(start, start + needle.len()), message)
}

const ARTICLE: &str = "---\ntitle: Tides\ntitel: How tides\n\nauthor: 東京 bar\nid: 1\n---\n";

/// One of each kind of place.
fn several() -> (Vec<Diagnostic>, Files) {
    let ledger = "tides:\r\n  title: T\r\n";
    let span = |text: &str, needle: &str| {
        let start = text.find(needle).expect("the needle is in the text");
        Some(Span::new(start, start + needle.len()))
    };
    let diagnostics = vec![
        Diagnostic::at(Code::MissingConfig, None, "there is no `site.toml` here")
            .help("create a file site.toml, or name the site's folder with `--root`"),
        Diagnostic::in_file(Code::TooLarge, &path("content/100%, big.md"), "the file has 40 MiB").help("split it"),
        at(ARTICLE, "titel", "unknown field `titel`")
            .label("no such field")
            .related(&path("content/a.md"), span(ARTICLE, "title"), "`title` is here")
            .related(&path("sources.yml"), span(ledger, "title"), "and here")
            .related(&path("data/gone.yml"), Some(Span::new(1, 2)), "and there")
            .help("did you mean `title`?"),
    ];
    (diagnostics, Files::default().with("content/a.md", ARTICLE).with("sources.yml", ledger))
}

#[test]
fn people_see_the_line_the_place_and_the_way_out() {
    let (diagnostics, files) = several();
    assert_eq!(
        print(&diagnostics, &files, Format::Human),
        "\
error[missing-config]: there is no `site.toml` here
 |
 = help: create a file site.toml, or name the site's folder with `--root`

error[too-large]: the file has 40 MiB
--> content/100%, big.md
 |
 = help: split it

warning[unknown-field]: unknown field `titel`
 --> content/a.md:3:1
  |
2 | title: Tides
  | ----- `title` is here
3 | titel: How tides
  | ^^^^^ no such field
  |
 ::: sources.yml:2:3
  |
2 |   title: T
  |   ----- and here
  |
  = note: data/gone.yml: and there
  = help: did you mean `title`?

"
    );
}

#[test]
fn the_short_format_is_a_line_each() {
    let (mut diagnostics, files) = several();
    if let Some(last) = diagnostics.last_mut() {
        last.message.push_str("\nor so");
    }
    assert_eq!(
        print(&diagnostics, &files, Format::Short),
        "\
error[missing-config]: there is no `site.toml` here
content/100%, big.md: error[too-large]: the file has 40 MiB
content/a.md:3:1: warning[unknown-field]: unknown field `titel` or so
"
    );
}

#[test]
fn json_has_every_field_in_one_order() {
    let (diagnostics, files) = several();
    assert_eq!(
        print(&diagnostics, &files, Format::Json),
        r#"[
  {"code":"missing-config","level":"error","message":"there is no `site.toml` here","path":null,"line":null,"column":null,"end_line":null,"end_column":null,"span":null,"label":"","help":["create a file site.toml, or name the site's folder with `--root`"],"related":[]},
  {"code":"too-large","level":"error","message":"the file has 40 MiB","path":"content/100%, big.md","line":null,"column":null,"end_line":null,"end_column":null,"span":null,"label":"","help":["split it"],"related":[]},
  {"code":"unknown-field","level":"warning","message":"unknown field `titel`","path":"content/a.md","line":3,"column":1,"end_line":3,"end_column":6,"span":{"start":17,"end":22},"label":"no such field","help":["did you mean `title`?"],"related":[{"message":"`title` is here","path":"content/a.md","line":2,"column":1,"end_line":2,"end_column":6,"span":{"start":4,"end":9}},{"message":"and here","path":"sources.yml","line":2,"column":3,"end_line":2,"end_column":8,"span":{"start":10,"end":15}},{"message":"and there","path":"data/gone.yml","line":null,"column":null,"end_line":null,"end_column":null,"span":null}]}
]
"#
    );
    assert_eq!(print(&[], &files, Format::Json), "[]\n");
}

#[test]
fn github_gets_commands_with_its_own_escapes() {
    let (diagnostics, files) = several();
    assert_eq!(
        print(&diagnostics, &files, Format::GitHub),
        "\
::error title=missing-config::there is no `site.toml` here%0Ahelp: create a file site.toml, or name the site's folder with `--root`
::error file=content/100%25%2C big.md,title=too-large::the file has 40 MiB%0Ahelp: split it
::warning file=content/a.md,line=3,endLine=3,col=1,endColumn=6,title=unknown-field::unknown field `titel`%0Acontent/a.md:2:1: `title` is here%0Asources.yml:2:3: and here%0Adata/gone.yml: and there%0Ahelp: did you mean `title`?
"
    );
}

#[test]
fn github_gets_no_columns_for_several_lines() {
    let files = Files::default().with("content/a.md", "one\ntwo\nthree\n");
    let lines = Diagnostic::new(Code::RawHtml, &path("content/a.md"), Span::new(0, 8), "100% wrong");
    assert_eq!(
        print(&[lines], &files, Format::GitHub),
        "::error file=content/a.md,line=1,endLine=2,title=raw-html::100%25 wrong\n"
    );
}

#[test]
fn junit_gets_a_suite_for_each_file_and_a_case_for_each_diagnostic() {
    let files = Files::default().with("content/a.md", "one <b>\ntwo\n");
    let found = [
        Diagnostic::at(Code::MissingConfig, None, "there is no `site.toml`").help("write one"),
        Diagnostic::new(Code::RawHtml, &path("content/a.md"), Span::new(4, 7), "`<b>` & \u{1b}[1m"),
        Diagnostic::new(Code::LongParagraph, &path("content/a.md"), Span::new(8, 11), "long"),
    ];
    assert_eq!(
        print(&found, &files, Format::JUnit),
        r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="byline" tests="3" failures="2" errors="0">
  <testsuite name="site" tests="1" failures="1" errors="0">
    <testcase name="missing-config" classname="missing-config">
      <failure message="there is no `site.toml`" type="error">there is no `site.toml`
help: write one</failure>
    </testcase>
  </testsuite>
  <testsuite name="content/a.md" tests="2" failures="1" errors="0">
    <testcase name="raw-html at content/a.md:1:5" classname="raw-html">
      <failure message="`&lt;b&gt;` &amp; \u{1b}[1m" type="error">content/a.md:1:5
`&lt;b&gt;` &amp; \u{1b}[1m</failure>
    </testcase>
    <testcase name="long-paragraph at content/a.md:2:1" classname="long-paragraph">
      <system-out>content/a.md:2:1
long</system-out>
    </testcase>
  </testsuite>
</testsuites>
"#
    );
    assert!(print(&[], &files, Format::JUnit).contains(r#"<testcase name="nothing to report""#));
}

#[test]
fn advice_is_a_note_to_services_and_never_a_warning() {
    let files = Files::default().with("content/a.md", "one\n");
    let advice = [Diagnostic::new(Code::LongParagraph, &path("content/a.md"), Span::new(0, 3), "long")];
    assert!(print(&advice, &files, Format::GitHub).starts_with("::notice file=content/a.md,"));
    assert!(print(&advice, &files, Format::Sarif).contains(r#""level":"note""#));
    assert!(print(&advice, &files, Format::Human).starts_with("advice[long-paragraph]: long"));
}

#[test]
fn sarif_names_every_rule_and_places_every_result() {
    let (mut diagnostics, mut files) = several();
    files = files.with("content/ä: b.md", "x");
    diagnostics.push(Diagnostic::new(Code::BodyH1, &path("content/ä: b.md"), Span::new(0, 1), "h1"));
    let log: serde_json::Value =
        serde_json::from_str(&print(&diagnostics, &files, Format::Sarif)).expect("SARIF is JSON");
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let rules = run["tool"]["driver"]["rules"].as_array().expect("a list of rules");
    assert_eq!(rules.len(), Code::ALL.len());
    for (result, diagnostic) in run["results"].as_array().expect("a list of results").iter().zip(&diagnostics) {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("a small number");
        assert_eq!(rules[index]["id"], diagnostic.code.name());
        assert_eq!(result["ruleId"], diagnostic.code.name());
    }
    assert_eq!(run["results"][0]["locations"], serde_json::json!([]));
    assert_eq!(
        run["results"][2]["locations"],
        serde_json::json!([{
            "physicalLocation": {
                "artifactLocation": {"uri": "content/a.md", "uriBaseId": "%SRCROOT%"},
                "region": {
                    "startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 6,
                    "byteOffset": 17, "byteLength": 5,
                },
            },
            "message": {"text": "no such field"},
        }])
    );
    let uri = |result: usize| &run["results"][result]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri(1), "content/100%25,%20big.md");
    assert_eq!(uri(3), "content/%C3%A4%3A%20b.md");
}

#[test]
fn sarif_gives_an_absolute_path_as_a_file_address() {
    let files = Files { folder: "/srv/my site/", ..Files::default() }.with("a.md", "x");
    let log = print(&[Diagnostic::in_file(Code::TooLarge, &path("a.md"), "x")], &files, Format::Sarif);
    assert!(log.contains(r#""artifactLocation":{"uri":"file:///srv/my%20site/a.md"}"#), "{log}");
}

#[test]
fn paths_are_printed_as_they_lead_to_the_file() {
    let (diagnostics, files) = several();
    let files = Files { folder: "docs/", ..files };
    assert!(print(&diagnostics, &files, Format::Human).contains(" --> docs/content/a.md:3:1\n"));
    assert!(print(&diagnostics, &files, Format::Short).contains("\ndocs/content/a.md:3:1: "));
}

#[test]
fn the_mark_stands_below_wide_characters_and_tabs() {
    let text = "東京:\tここ x e\u{301}nd\n";
    let files = Files::default().with("content/a.md", text);
    assert_eq!(
        draw(at(text, "ここ", "m").related(&path("content/a.md"), Some(Span::new(17, 20)), "r"), &files),
        "\
warning[unknown-field]: m
 --> content/a.md:1:5
  |
1 | 東京:    ここ x e\u{301}nd
  |          ^^^^   - r

"
    );
}

#[test]
fn a_place_of_several_lines_is_marked_on_its_first() {
    let files = Files::default().with("content/a.md", "one two\r\nthree\r\n");
    let lines = Diagnostic::new(Code::RawHtml, &path("content/a.md"), Span::new(4, 14), "m").label("here");
    assert_eq!(
        draw(lines, &files),
        "error[raw-html]: m\n --> content/a.md:1:5\n  |\n1 | one two\n  |     ^^^ here\n\n"
    );
}

#[test]
fn the_end_of_a_file_and_an_empty_file_can_be_pointed_to() {
    let end = |text: &str| {
        let files = Files::default().with("content/a.md", text);
        let end = Diagnostic::new(Code::UnclosedBlock, &path("content/a.md"), Span::at(text.len()), "m");
        draw(end, &files)
    };
    assert_eq!(end("ab"), "error[unclosed-block]: m\n --> content/a.md:1:3\n  |\n1 | ab\n  |   ^\n\n");
    assert_eq!(end("ab\n"), "error[unclosed-block]: m\n --> content/a.md:2:1\n  |\n2 |  \n  | ^\n\n");
    assert_eq!(end(""), "error[unclosed-block]: m\n --> content/a.md:1:1\n  |\n1 |  \n  | ^\n\n");
}

#[test]
fn a_file_that_became_shorter_is_pointed_to_at_its_end() {
    let files = Files::default().with("content/a.md", "été\n");
    let gone = Diagnostic::new(Code::UnknownField, &path("content/a.md"), Span::new(900, 1000), "m");
    assert_eq!(print(&[gone], &files, Format::Short), "content/a.md:2:1: warning[unknown-field]: m\n");
    let within = Diagnostic::new(Code::UnknownField, &path("content/a.md"), Span::new(1, 4), "m");
    assert_eq!(print(&[within], &files, Format::Short), "content/a.md:1:1: warning[unknown-field]: m\n");
}

#[test]
fn broken_bytes_are_shown_and_counted_as_one_character() {
    let files = Files::default().with("content/a.md", b"ok\ncaf\xe9 au lait\n");
    let broken = Diagnostic::new(Code::InvalidUtf8, &path("content/a.md"), Span::new(6, 7), "m");
    assert_eq!(
        draw(broken, &files),
        "error[invalid-utf8]: m\n --> content/a.md:2:4\n  |\n2 | caf� au lait\n  |    ^\n\n"
    );
}

#[test]
fn a_byte_order_mark_is_no_column() {
    let files = Files::default().with("content/a.md", "\u{feff}titel: x\n");
    let first = Diagnostic::new(Code::UnknownField, &path("content/a.md"), Span::new(3, 8), "m");
    assert_eq!(print(&[first], &files, Format::Short), "content/a.md:1:1: warning[unknown-field]: m\n");
}

#[test]
fn places_far_apart_on_one_long_line_are_shown_apart() {
    let files = Files::default().with("content/a.md", "x".repeat(1_000_000));
    let apart = Diagnostic::new(Code::DuplicateId, &path("content/a.md"), Span::new(500, 505), "m").related(
        &path("content/a.md"),
        Some(Span::new(900_000, 900_001)),
        "first",
    );
    let drawn = draw(apart, &files);
    assert!(drawn.contains(" --> content/a.md:1:501\n"), "{drawn}");
    assert!(drawn.contains(" ::: content/a.md:1:900001\n"), "{drawn}");
    assert!(drawn.lines().all(|line| line.chars().count() < 120), "{drawn}");
}

#[test]
fn lines_between_places_are_shown_as_they_are_or_left_out() {
    let files = Files::default().with("content/a.md", "1\n2\n3\n4\n5\n6\n");
    let line = |line: usize| Some(Span::new(2 * line - 2, 2 * line - 1));
    let places = Diagnostic::new(Code::DuplicateId, &path("content/a.md"), Span::new(4, 5), "m")
        .related(&path("content/a.md"), line(1), "a")
        .related(&path("content/a.md"), line(6), "b");
    assert_eq!(
        draw(places, &files),
        "\
error[duplicate-id]: m
 --> content/a.md:3:1
  |
1 | 1
  | - a
2 | 2
3 | 3
  | ^
...
6 | 6
  | - b

"
    );
}

#[test]
fn overlapping_places_are_all_named() {
    let files = Files::default().with("content/a.md", "key: value\n");
    let places = Diagnostic::new(Code::DuplicateField, &path("content/a.md"), Span::new(0, 10), "m")
        .label("whole")
        .related(&path("content/a.md"), Some(Span::new(0, 3)), "key")
        .related(&path("content/a.md"), Some(Span::new(2, 8)), "across")
        .related(&path("content/a.md"), Some(Span::new(0, 10)), "same");
    let drawn = draw(places, &files);
    for words in ["whole", "key", "across", "same"] {
        assert!(drawn.contains(words), "{drawn}");
    }
}

#[test]
fn many_related_places_are_counted_instead_of_shown() {
    let files = Files::default().with("content/a.md", "key: value\n");
    let mut many = Diagnostic::new(Code::DuplicateField, &path("content/a.md"), Span::new(0, 3), "m");
    for number in 0..1_000 {
        many = many.related(&path("content/a.md"), Some(Span::new(5, 10)), format!("number {number}"));
    }
    let drawn = draw(many, &files);
    assert!(drawn.contains("number 9\n") && !drawn.contains("number 10"), "{drawn}");
    assert!(drawn.ends_with("= note: and 990 more places\n\n"), "{drawn}");
}

#[test]
fn people_see_two_hundred_and_errors_before_warnings() {
    let files = Files::default().with("content/a.md", "x\n");
    let mut list: Vec<Diagnostic> = (0..250)
        .map(|number| Diagnostic::new(Code::UnknownField, &path("content/a.md"), Span::at(0), format!("w{number:03}")))
        .collect();
    list.push(Diagnostic::new(Code::WrongType, &path("content/a.md"), Span::at(0), "the error"));
    let human = print(&list, &files, Format::Human);
    assert_eq!(human.matches("--> content/a.md").count(), HUMAN_LIMIT);
    assert!(human.contains("the error") && human.contains("w198") && !human.contains("w199"));
    assert!(human.ends_with("and 51 more: 51 warnings (`--format short` lists all)\n\n"));
    assert_eq!(print(&list, &files, Format::Short).lines().count(), 251);
    assert_eq!(print(&list, &files, Format::GitHub).lines().count(), 251);
    assert_eq!(print(&list, &files, Format::Json).lines().count(), 253);
}

#[test]
fn control_characters_reach_no_terminal() {
    let name = "content/\u{1b}]0;owned\u{7}\u{202e}dm.a\nb.md";
    let text = "\u{1b}[31mred\u{9b}0m \u{202e}evil\u{2066}\u{7f}\u{7}\n";
    let files = Files::default().with(name, text);
    let hostile = "\u{1b}[2J\u{202e}\u{85}\u{7}".to_owned();
    let diagnostic = Diagnostic::new(Code::UnknownField, &path(name), Span::new(5, 8), hostile.clone())
        .label(hostile.clone())
        .help(hostile.clone())
        .related(&path(name), Some(Span::new(15, 19)), hostile.clone())
        .related(&path(name), None, hostile);
    for format in FORMATS {
        assert_clean(&print(std::slice::from_ref(&diagnostic), &files, format));
    }
    let drawn = print(&[diagnostic], &files, Format::Human);
    assert!(drawn.contains(r" --> content/\u{1b}]0;owned\u{7}\u{202e}dm.a\u{a}b.md:1:6"), "{drawn}");
    assert!(drawn.contains(r"1 | \u{1b}[31mred\u{9b}0m \u{202e}evil\u{2066}\u{7f}\u{7}"), "{drawn}");
    assert!(drawn.contains("\n  |           ^^^"), "{drawn}");
}

#[test]
fn colour_changes_nothing_but_the_colour() {
    let (diagnostics, files) = several();
    let coloured = print_as(&diagnostics, &files, Format::Human, Style::Coloured);
    assert!(coloured.contains("\u{1b}["));
    let stripped = anstream::adapter::strip_str(&coloured).to_string();
    assert_eq!(stripped, print(&diagnostics, &files, Format::Human));
    for format in [Format::Short, Format::Json, Format::Sarif, Format::GitHub] {
        assert!(!print_as(&diagnostics, &files, format, Style::Coloured).contains('\u{1b}'));
    }
}

#[test]
fn a_failing_writer_is_an_error_and_no_panic() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::Error::from(io::ErrorKind::StorageFull))
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let (diagnostics, files) = several();
    for format in FORMATS {
        let written = write(&diagnostics, &files, format, Style::Plain, &mut Full);
        assert_eq!(written.expect_err("the disk is full").kind(), io::ErrorKind::StorageFull);
    }
}

fn assert_clean(output: &str) {
    let raw = output.chars().find(|c| *c != '\n' && visible::is_hidden(*c));
    assert_eq!(raw, None, "{output:?}");
}

/// Bytes of all sorts: text of several widths, controls, broken UTF-8, long lines.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        any::<Vec<u8>>(),
        any::<String>().prop_map(String::into_bytes),
        "[a-z \t\r\n東\u{301}\u{200d}👩\u{1b}\u{202e}\u{1}]{0,40}".prop_map(String::into_bytes),
        (any::<char>(), 0..400_usize).prop_map(|(c, times)| c.to_string().repeat(times).into_bytes()),
    ];
    prop::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
}

fn place() -> impl Strategy<Value = (RelPath, Option<Span>)> {
    let file = prop_oneof!["a", "b", "missing", any::<String>()];
    let span = prop::option::of((0..900_usize, 0..900_usize).prop_map(|(one, other)| Span::new(one, other)));
    (file.prop_filter_map("a path", |name| RelPath::new(&name)), span)
}

fn diagnostic() -> impl Strategy<Value = Diagnostic> {
    let words = prop_oneof![Just(String::new()), any::<String>(), "[a-z \n\t\u{1b}\u{1}0-9:]{0,20}"];
    let related = prop::collection::vec((place(), words.clone()), 0..5);
    let help = prop::collection::vec(words.clone(), 0..3);
    let code = prop::sample::select(Code::ALL);
    (code, prop::option::of(place()), words.clone(), words, related, help).prop_map(
        |(code, place, message, label, related, help)| {
            let place = place.map(|(path, span)| Place { path, span });
            let mut diagnostic = Diagnostic::at(code, place, message).label(label);
            for ((path, span), words) in related {
                diagnostic = diagnostic.related(&path, span, words);
            }
            help.into_iter().fold(diagnostic, Diagnostic::help)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_file_and_no_place_panics_or_lets_a_control_character_through(
        one in bytes(),
        other in bytes(),
        mut diagnostics in prop::collection::vec(diagnostic(), 0..8),
    ) {
        let files = Files::default().with("a", one).with("b", other);
        sort(&mut diagnostics);
        for format in FORMATS {
            assert_clean(&print(&diagnostics, &files, format));
        }
        print_as(&diagnostics, &files, Format::Human, Style::Coloured);
        prop_assert_eq!(print(&diagnostics, &files, Format::Short).lines().count(), diagnostics.len());
        prop_assert_eq!(print(&diagnostics, &files, Format::GitHub).lines().count(), diagnostics.len());
        for format in [Format::Json, Format::Sarif] {
            let text = print(&diagnostics, &files, format);
            prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok());
        }
        let human = print(&diagnostics, &files, Format::Human);
        let heads = diagnostics.iter().filter(|diagnostic| diagnostic.place.is_some()).count();
        prop_assert_eq!(human.lines().filter(|line| line.trim_start().starts_with("--> ")).count() >= heads, true);
    }
}
