use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::super::full;
use super::read;
use crate::text::RelPath;

/// Whether the text is read here; what is read must be what the full reader reads.
fn agrees(text: &str, offset: usize) -> Result<bool, TestCaseError> {
    let Some(root) = read(text, offset) else { return Ok(false) };
    let path = RelPath::new("content/a.md").expect("a clean path");
    let full = full(&path, text, offset);
    prop_assert_eq!(&full.diagnostics, &[], "{:?}", text);
    prop_assert_eq!(full.value.as_ref(), Some(&root), "{:?}", text);
    Ok(true)
}

#[track_caller]
fn is_read(text: &str) {
    assert!(agrees(text, 3).expect("the same tree"), "{text:?} is left to the full reader");
}

#[track_caller]
fn is_left(text: &str) {
    assert!(read(text, 0).is_none(), "{text:?} is read");
}

#[test]
fn what_people_write_is_read_at_once() {
    is_read("title: A title\n");
    is_read("title: \"one \\\"two\\\" \\u00e9\\n\\nthree\"\nb: 'it''s'");
    is_read("a: 1\nb: -1.5\nc: ~\nd:\ne: true\nf: 2024-06-06T10:00:00Z\ng: 0x1F\nh: https://example.org/a?b=c#d\n");
    is_read("a: [b, \"c\", 'd e' , 12, ]\nb: []\nc: {d: e, \"f\": 'g'}\ne: [[a], {b: c}]  # and so on\n");
    is_read("# one\na: b # two\n\n# three\nc:  # four\n  # five\n  - d\n\n  - e # six\n  # seven\n");
    is_read("a:\n  b:\n    c: d\n  e: f\ng: h\n");
    is_read("a:\n- b\n-\n- - c\n  - d\n- e: f\n  g:\n  - h\ni: j\n");
    is_read("- a: b\n  c: d\n-   e: f\n    g: h\n-\n  i: j\n");
    is_read("a: |\n  one\n    two\n\n  three\n\n\nb: >-\n\n  one\n  two\n\n  three\n   four\n  five");
    is_read("a b: c\n\"d #e\": f\né: ü\n1: 2\ntrue: x:y#z\n");
}

#[test]
fn what_is_odd_or_wrong_is_left_to_the_full_reader() {
    for text in [
        "",
        "# c\n",
        "a",
        "a: b\n  c\n",
        "a: \"b\n  c\"\n",
        "a: &x b\n",
        "a: *x\n",
        "a: !x b\n",
        "a:\tb\n",
        "a: b\r\n",
        "---\na: b\n",
        "a: b\n...\n",
        "? a\n: b\n",
        "a: b\na: c\n",
        "a: {b: c, b: d}\n",
        "a: b: c\n",
        "a:\n  b\n",
        "a: [b\n  c]\n",
        "a: {b}\n",
        "a: [b: c]\n",
        "a: |2\n   b\n",
        "a: |+\n  b\n",
        "a: \"b\" c\n",
        "a: \"b\" # c\n",
        "a: 'b\n",
        "a: \"\\q\"\n",
        "a: \"\\ud83d\"\n",
        "a: @b\n",
        "a : b\n",
        "a: b\n c: d\n",
        "- a\nb: c\n",
        "a: - b\n",
        "\u{feff}a: b\n",
        "a: b\u{7}\n",
        "a: b\u{9f}\n",
        "a: - \n",
        "a: |\nb: c\n",
    ] {
        is_left(text);
    }
    is_left(&format!("a: {}{}\n", "[".repeat(64), "]".repeat(64)));
    is_read(&format!("a: {}{}\n", "[".repeat(63), "]".repeat(63)));
    is_left(&format!("{}: b\n", "a".repeat(2000)));
    is_left(&"- ".repeat(100_000));
}

/// The front matter of every file with Markdown below a folder of the repository.
fn front_matter(folder: &str) -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                walk(&entry, found);
            } else if entry.extension().is_some_and(|extension| extension == "md") {
                let text = std::fs::read_to_string(&entry).expect("text");
                let Some((yaml, _)) = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n")) else {
                    continue;
                };
                found.push((entry, format!("{yaml}\n")));
            }
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    found.sort();
    found
}

#[test]
fn the_front_matter_of_the_handbook_and_of_the_sites_of_the_tests_is_read_at_once() {
    for folder in ["content", "tests/sites"] {
        let mut all = front_matter(folder);
        // It is broken on purpose, and its site leaves it out.
        all.retain(|(path, _)| !path.ends_with("head/content/drafts/broken.md"));
        assert!(all.len() > 10, "{folder}");
        for (path, yaml) in all {
            let read = agrees(&yaml, 4).expect("the same tree");
            assert!(read, "{}:\n{yaml}", path.display());
        }
    }
}

/// A value and what its lines look like.
#[derive(Clone, Debug)]
enum Written {
    Line(String),
    Lines(String, Vec<String>),
    Map(Vec<(String, Written)>, Layout),
    List(Vec<Written>, Layout),
}

/// How the entries of a block are laid out.
#[derive(Clone, Debug)]
struct Layout {
    indent: usize,
    /// Stands in front of each entry, as lines of their own.
    between: String,
    /// Behind the colon or dash.
    gap: String,
    /// A list or mapping within a list begins on the dash's line.
    compact: bool,
}

impl Written {
    fn render(&self, indent: usize, out: &mut String) {
        match self {
            Written::Line(line) => out.push_str(line),
            Written::Lines(header, lines) => {
                out.push_str(header);
                for line in lines {
                    out.push('\n');
                    if !line.is_empty() {
                        out.push_str(&" ".repeat(indent));
                    }
                    out.push_str(line);
                }
            }
            Written::Map(entries, layout) => {
                for (index, (key, value)) in entries.iter().enumerate() {
                    begin(index, indent, layout, out);
                    out.push_str(&format!("{key}:"));
                    value.render_below(indent, layout, false, out);
                }
            }
            Written::List(items, layout) => {
                for (index, item) in items.iter().enumerate() {
                    begin(index, indent, layout, out);
                    out.push('-');
                    item.render_below(indent, layout, layout.compact, out);
                }
            }
        }
    }

    fn render_below(&self, indent: usize, layout: &Layout, compact: bool, out: &mut String) {
        let block = matches!(self, Written::Map(..) | Written::List(..));
        let inner = indent + layout.indent;
        out.push_str(&layout.gap);
        if block && compact {
            return self.render(indent + 1 + layout.gap.len(), out);
        }
        if block {
            out.push('\n');
            out.push_str(&layout.between);
            out.push_str(&" ".repeat(inner));
        }
        self.render(inner, out);
    }
}

fn begin(index: usize, indent: usize, layout: &Layout, out: &mut String) {
    if index > 0 {
        out.push('\n');
        out.push_str(&layout.between);
        out.push_str(&" ".repeat(indent));
    }
}

fn layout() -> impl Strategy<Value = Layout> {
    let between = select(vec!["", "", "", "\n", "# c\n", "   # c\n", "  \n", "\n\n"]);
    let gap = select(vec![" ", " ", " ", "  ", ""]);
    let indent = select(vec![2_usize, 2, 2, 4, 1, 0, 3]);
    (indent, between, gap, any::<bool>()).prop_map(|(indent, between, gap, compact)| Layout {
        indent,
        between: between.to_owned(),
        gap: gap.to_owned(),
        compact,
    })
}

fn pieces(all: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(select(all), 0..most).prop_map(|pieces| pieces.concat())
}

fn inline() -> impl Strategy<Value = String> {
    const WORDS: [&str; 56] = [
        "",
        "~",
        "null",
        "Null",
        "NULL",
        "true",
        "True",
        "false",
        "yes",
        "no",
        "on",
        "12",
        "-1",
        "+1",
        "0755",
        "0x1F",
        "0o17",
        "1_000",
        ".5",
        "5.",
        "1e3",
        "1.5e-3",
        "1e",
        ".inf",
        "-.INF",
        ".nan",
        "-",
        "--",
        "---",
        "...",
        "- a",
        "-a",
        ".",
        "a:b",
        "a: b",
        "a:",
        ":a",
        ": a",
        "a #b",
        "a#b",
        "#",
        "?",
        "? a",
        "?a",
        "<<",
        "=",
        "a, b",
        "a]",
        "*a",
        "&a b",
        "!a b",
        "@a",
        "`a",
        "%a",
        "2024-06-06",
        "https://a.b/c?d=e#f",
    ];
    const DOUBLE: [&str; 24] = [
        "a",
        "b",
        " ",
        "\\n",
        "\\\"",
        "\\\\",
        "\\u00e9",
        "\\x41",
        "\\U0001F600",
        "\\ud83d",
        "\\/",
        "\\ ",
        "\\q",
        "é",
        "#",
        ": ",
        "'",
        "\\t",
        "\\N",
        "\\0",
        "\\u+041",
        "\\",
        " #",
        ",",
    ];
    const SINGLE: [&str; 10] = ["a", "b", " ", "''", "\"", "\\", "é", ": ", " #", "]"];
    const PLAIN: [&str; 26] = [
        "a",
        "b",
        "1",
        " ",
        "  ",
        ":",
        ": ",
        "#",
        " #",
        "é",
        "\u{1f600}",
        "-",
        ",",
        "[",
        "]",
        "{",
        "}",
        "'",
        "\"",
        "\\",
        "|",
        ">",
        "?",
        "&",
        "\u{a0}",
        "\u{85}",
    ];
    prop_oneof![
        4 => "[a-zé]{1,4}( [a-z0-9]{1,4}){0,3}",
        4 => select(&WORDS[..]).prop_map(str::to_owned),
        3 => pieces(&DOUBLE, 8).prop_map(|text| format!("\"{text}\"")),
        3 => pieces(&SINGLE, 8).prop_map(|text| format!("'{text}'")),
        3 => pieces(&PLAIN, 8),
        1 => "a{1000,1100}",
    ]
}

fn line() -> impl Strategy<Value = String> {
    let flow = inline().prop_recursive(3, 12, 4, |inner| {
        let gap = || select(vec!["", " ", "", "  "]);
        let colon = select(vec![": ", ": ", ":", " : ", ":  "]);
        prop_oneof![
            (prop::collection::vec((gap(), inner.clone(), gap()), 0..4), select(vec!["", ",", " , "])).prop_map(
                |(items, last)| {
                    let items: Vec<String> = items.iter().map(|(a, item, b)| format!("{a}{item}{b}")).collect();
                    format!("[{}{last}]", items.join(","))
                }
            ),
            prop::collection::vec((gap(), key(), colon, inner, gap()), 0..4).prop_map(|entries| {
                let entries: Vec<String> =
                    entries.iter().map(|(a, key, colon, value, b)| format!("{a}{key}{colon}{value}{b}")).collect();
                format!("{{{}}}", entries.join(","))
            }),
        ]
    });
    let behind = select(vec!["", "", "", "", " ", "  # c", "#c", " #", " # \"c\""]);
    (flow, behind).prop_map(|(value, behind)| format!("{value}{behind}"))
}

fn key() -> impl Strategy<Value = String> {
    const ODD: [&str; 22] = [
        "c d", "é", "\"q\"", "'s'", "1", "a#b", "a:b", "a ", "~", "-x", "true", "\"a #b\"", "'a: b'", "? a", "a #b",
        "\"\"", "''", "<<", "*a", "[a]", "null", "a\\",
    ];
    prop_oneof![6 => "[a-h]", 2 => "[a-z]{2,6}", 1 => select(&ODD[..]).prop_map(str::to_owned)]
}

fn written() -> impl Strategy<Value = Written> {
    const HEADERS: [&str; 14] =
        ["|", "|-", ">", ">-", "|", "|-", ">", ">-", "|+", ">2", "| ", "|- # c", ">\n", "|  # >"];
    let body = prop_oneof![
        4 => "[a-zé]{1,4}( [a-z]{1,4}){0,2}",
        1 => select(vec!["", "", " ", "  ", "    ", "  a", " b", "# c", "- d", "e: f", "g ", "---", "\"h", "|"]).prop_map(str::to_owned),
    ];
    let leaf = prop_oneof![
        4 => line().prop_map(Written::Line),
        1 => (select(&HEADERS[..]), prop::collection::vec(body, 0..5))
            .prop_map(|(header, lines)| Written::Lines(header.to_owned(), lines)),
    ];
    leaf.prop_recursive(4, 20, 5, |inner| {
        prop_oneof![
            (prop::collection::vec((key(), inner.clone()), 1..4), layout())
                .prop_map(|(entries, layout)| Written::Map(entries, layout)),
            (prop::collection::vec(inner, 1..4), layout()).prop_map(|(items, layout)| Written::List(items, layout)),
        ]
    })
}

/// A text with YAML of all sorts in it, most of it good.
fn document() -> impl Strategy<Value = String> {
    let entries = (prop::collection::vec((key(), written()), 1..4), layout())
        .prop_map(|(entries, layout)| Written::Map(entries, Layout { gap: " ".to_owned(), ..layout }));
    let items =
        (prop::collection::vec(written(), 1..4), layout()).prop_map(|(items, layout)| Written::List(items, layout));
    let root = prop_oneof![5 => entries, 1 => items, 1 => written()];
    let end = select(vec!["\n", "\n", "\n", "", "\n\n", "\n  ", "\n# c", " ", "\n...\n", "\n---\n"]);
    (select(vec!["", "", "", "\n", "# c\n", "  "]), root, end).prop_map(|(start, root, end)| {
        let mut out = start.to_owned();
        root.render(0, &mut out);
        out + end
    })
}

/// A change of a text, at a place that is chosen later.
#[derive(Clone, Debug)]
enum Change {
    Insert(Index, String),
    Delete(Index),
    Truncate(Index),
    Repeat(Index, Index),
    Drop(Index),
    Indent(Index, usize),
    Dedent(Index, usize),
}

impl Change {
    fn apply(&self, text: &str) -> String {
        let mut places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        places.push(text.len());
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        if lines.is_empty() {
            return text.to_owned();
        }
        let of = lines.len();
        match self {
            Change::Insert(at, what) => {
                let at = places[at.index(places.len())];
                return format!("{}{what}{}", &text[..at], &text[at..]);
            }
            Change::Delete(at) => {
                let at = at.index(places.len() - 1);
                return format!("{}{}", &text[..places[at]], &text[places[at + 1]..]);
            }
            Change::Truncate(at) => return text[..places[at.index(places.len())]].to_owned(),
            Change::Repeat(from, to) => lines.insert(to.index(of), lines[from.index(of)].clone()),
            Change::Drop(line) => drop(lines.remove(line.index(of))),
            Change::Indent(line, by) => lines[line.index(of)].insert_str(0, &" ".repeat(*by)),
            Change::Dedent(line, by) => {
                let line = &mut lines[line.index(of)];
                let spaces = line.len() - line.trim_start_matches(' ').len();
                line.drain(..spaces.min(*by));
            }
        }
        lines.concat()
    }
}

fn change() -> impl Strategy<Value = Change> {
    const ODD: [&str; 44] = [
        " ", "  ", "\n", "\n\n", ":", ": ", "#", " #", " # c\n", "-", "- ", "\n- ", "\n  - ", "'", "\"", "\\", "[",
        "]", "{", "}", ",", "|", ">", "|\n", ">-\n  ", "&", "*", "!", "%", "@", "`", "?", "? ", "~", "\t", "\r",
        "\r\n", "\u{feff}", "\u{0}", "\u{85}", "é", "\u{2028}", "---\n", "...\n",
    ];
    prop_oneof![
        4 => (any::<Index>(), select(&ODD[..])).prop_map(|(at, what)| Change::Insert(at, what.to_owned())),
        3 => any::<Index>().prop_map(Change::Delete),
        1 => any::<Index>().prop_map(Change::Truncate),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Change::Repeat(from, to)),
        1 => any::<Index>().prop_map(Change::Drop),
        1 => (any::<Index>(), 1_usize..3).prop_map(|(line, by)| Change::Indent(line, by)),
        1 => (any::<Index>(), 1_usize..3).prop_map(|(line, by)| Change::Dedent(line, by)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_readers_make_the_same_of_a_text(text in document(), offset in 0_usize..5) {
        agrees(&text, offset)?;
    }

    #[test]
    fn both_readers_make_the_same_of_a_text_that_was_changed(
        text in prop_oneof![2 => document(), 1 => select(front_matter("content")).prop_map(|(_, yaml)| yaml)],
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let mut text = text;
        for change in changes {
            text = change.apply(&text);
            agrees(&text, 0)?;
        }
    }
}
