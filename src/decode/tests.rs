use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::text::RelPath;

fn file() -> RelPath {
    RelPath::new("content/a.md").expect("a clean path")
}

fn read(text: &str) -> Diagnosed<Option<Node>> {
    yaml(&file(), text, 0)
}

fn json(text: &str) -> serde_json::Value {
    let read = read(text);
    assert_eq!(read.diagnostics, [], "{text:?}");
    read.value.map_or(serde_json::Value::Null, Node::into_json)
}

fn at<'t>(text: &'t str, diagnostic: &Diagnostic) -> &'t str {
    let span = diagnostic.place.as_ref().and_then(|place| place.span).expect("a place");
    &text[span.range()]
}

/// Asserts that a text has one fault, where it begins, what it is called, and what is read besides it.
#[track_caller]
fn fault(text: &str, place: &str, message: &str, rest: &str) {
    let read = read(text);
    let [only] = read.diagnostics.as_slice() else { panic!("{text:?}: {:#?}", read.diagnostics) };
    assert_eq!(only.message, message, "{text:?}");
    assert_eq!(at(text, only), place, "{text:?}");
    assert_eq!(read.value.map_or(serde_json::Value::Null, Node::into_json).to_string(), rest, "{text:?}");
}

fn text_of(node: &Node, key: &str) -> crate::text::Text {
    let Value::Map(entries) = &node.value else { panic!("no mapping: {node:?}") };
    let (_, node) = entries.iter().find(|(name, _)| name.value == key).expect("the key");
    node.clone().into_text().expect("a text")
}

/// Asserts where each of some words of the decoded text stands in the file.
#[track_caller]
fn traces(yaml: &str, words: &[(&str, &str)]) {
    let node = read(yaml).value.expect("a tree");
    let text = text_of(&node, "k");
    for (word, written) in words {
        let start = text.value.find(word).unwrap_or_else(|| panic!("{word:?} is not in {:?}", text.value));
        let span = text.map.span(start..start + word.len());
        assert_eq!(&yaml[span.range()], *written, "{word:?} in {yaml:?}");
    }
}

#[test]
fn a_value_without_quotes_is_what_the_core_schema_of_yaml_1_2_says() {
    assert_eq!(
        json("a: no\nb: true\nc: ~\nd:\ne: 12\nf: -1.5\ng: 2024-06-06\nh: 0755\ni: 0x1F\nj: 1_000\nk: Null\nl: yes"),
        serde_json::json!({
            "a": "no", "b": true, "c": null, "d": null, "e": 12, "f": -1.5, "g": "2024-06-06", "h": "0755", "i": 31,
            "j": "1_000", "k": null, "l": "yes"
        })
    );
}

#[test]
fn a_number_read_as_text_is_as_it_was_written() {
    let node = read("a: 1.10\nb: 2024\nc: 0x1F\nd: .inf").value.expect("a tree");
    for (key, written) in [("a", "1.10"), ("b", "2024"), ("c", "0x1F"), ("d", ".inf")] {
        assert_eq!(text_of(&node, key).value, written);
    }
}

#[test]
fn spans_are_bytes_of_the_whole_file() {
    let file_text = "---\né: ü\nk: \"x y\"\nl: [a, b]\nm:\n  n: o\n---\n";
    let front = &file_text[4..file_text.len() - 4];
    let node = yaml(&file(), front, 4).value.expect("a tree");
    let Value::Map(entries) = &node.value else { panic!("no mapping") };
    let spans: Vec<(&str, &str)> =
        entries.iter().map(|(key, node)| (&file_text[key.span.range()], &file_text[node.span.range()])).collect();
    assert_eq!(spans, [("é", "ü"), ("k", "\"x y\""), ("l", "[a, b]"), ("m", "n: o")]);
    assert_eq!(&file_text[node.span.range()], "é: ü\nk: \"x y\"\nl: [a, b]\nm:\n  n: o");
}

#[test]
fn text_in_every_style_knows_where_it_was_written() {
    traces("k: plain text\n", &[("plain text", "plain text")]);
    traces("k: plain\n  that goes\n\n  on\n", &[("plain", "plain"), ("goes", "goes"), ("on", "on"), (" ", "\n  ")]);
    traces("k: 'it''s ''so'''\n", &[("'", "''"), ("so", "so"), ("s", "s")]);
    traces(
        "k: \"a\\tb \\u00e9 c\\\n   d\n   e\"\n",
        &[("\t", "\\t"), ("é", "\\u00e9"), ("cd", "c\\\n   d"), ("e", "e")],
    );
    traces("k: |\n  one\n    *two*\n\n  é three\nl: x\n", &[("one", "one"), ("*two*", "*two*"), ("three", "three")]);
    traces("k: |\r\n  one\r\n  two\r\n", &[("one", "one"), ("two", "two")]);
    traces(
        "k: >-  # folded\n\n  one\n  two\n\n  three\n   four\n",
        &[("one", "one"), ("two", "two"), ("four", "four")],
    );
    traces("k: |2+\n   one\n  two\n\n", &[(" one", " one"), ("two", "two")]);
    traces("k: &name text here\nl: *name\n", &[("here", "here")]);
}

#[test]
fn a_block_of_text_spans_its_header_and_its_last_line() {
    let yaml = "k: |\n  one\n  two\n\nl: x\n";
    let node = read(yaml).value.expect("a tree");
    assert_eq!(&yaml[text_of(&node, "k").span.range()], "|\n  one\n  two");
}

#[test]
fn a_text_that_is_never_closed_is_reported_where_it_opens() {
    fault("a: \"x\nb: c\n", "\"x", "the double quote that opens here is never closed", r#"{"b":"c"}"#);
    fault("a: 'x\nb: c\n", "'x", "the single quote that opens here is never closed", r#"{"b":"c"}"#);
    fault("t: 1\na: [x, \"y\n", "\"y", "the double quote that opens here is never closed", r#"{"t":1}"#);
}

#[test]
fn a_bracket_that_is_never_closed_is_reported_where_it_opens() {
    fault("t: 1\na: [x, y\nb: c\n", "[", "the `[` that opens here is never closed", r#"{"b":"c","t":1}"#);
    fault("a: {x: y\nb: c\n", "{", "the `{` that opens here is never closed", r#"{"b":"c"}"#);
    fault("a: [b, c}\nd: e\n", "[", "the `[` that opens here is never closed", r#"{"d":"e"}"#);
    fault("a: [x", "[", "the `[` that opens here is never closed", "{}");
}

#[test]
fn other_faults_are_reported_where_they_begin_and_cost_no_other_field() {
    fault("a:\n\tk: v\nb: 1\n", "\t", "a tab is used for indentation, and YAML allows only spaces", r#"{"b":1}"#);
    fault(
        "a:\n  b: 1\n c: 2\nd: 3\n",
        "c: 2",
        "this line is not indented like the lines it belongs to",
        r#"{"a":{"b":1},"d":3}"#,
    );
    fault("t: How: to\nx: 1\n", "How: to", "a value with `: ` in it needs quotes", r#"{"t":"How","x":1}"#);
    fault("a: 1\n- b\n", "- b", "a list item stands where a field is expected", r#"{"a":1}"#);
    fault("- a\nb: 1\n", "b: 1", "a list goes on above, and this line does not begin with `- `", r#"["a"]"#);
    fault(
        "a: x\n  b: y\nc: 1\n",
        "b: y",
        "this line is indented as if it went on with the text above it",
        r#"{"a":"x b","c":1}"#,
    );
    fault("t: *Bold* x\n", "*Bold* x", "`*Bold*` refers to an anchor that is not defined", "{}");
    fault("a: @foo\nb: 1\n", "@foo", "a value that begins with `@` needs quotes", r#"{"b":1}"#);
    fault("a: `foo`\n", "`foo`", "a value that begins with a backtick needs quotes", "{}");
    fault("a: & b\n", "& b", "a value that begins with `&` needs quotes", "{}");
    fault("a: [x]]\n", "]", "this `]` closes nothing", r#"{"a":["x"]}"#);
    fault("a: \"x\" y\n", "\"x\" y", "text follows behind the closing quote", "{}");
    fault("a: 'it's\nb: c\n", "'it's", "text follows behind the closing quote", r#"{"b":"c"}"#);
    fault("a: \"b\\q\"\n", "\\q", "`\\q` is not an escape that YAML knows", "{}");
    fault(
        "a: \"x \\ud83d\\udc4d\"\nb: c\n",
        "\\ud83d\\udc4d",
        "`\\ud83d\\udc4d` is one character in two halves, which YAML does not know",
        r#"{"b":"c"}"#,
    );
    fault("a: \"\\ud83d.\"\n", "\\ud83d", "there is no character `\\ud83d`", "{}");
    fault("a: \"\\U00110000\"\n", "\\U00110000", "there is no character `\\U00110000`", "{}");
    fault("a: \"\\u12é\"\n", "\\u12", "an escape with `\\u` has 4 digits, and this one has fewer", "{}");
    fault("t: T\nfoo\nb: x\n", "foo", "this line is neither a field nor part of the one above", r#"{"b":"x","t":"T"}"#);
    fault("title:foo\nb: 1\n", "title:foo", "a space is missing behind the colon", r#"{"b":1}"#);
    fault("a: - b\nc: 1\n", "- b", "a list cannot begin behind the colon", r#"{"c":1}"#);
    fault("a: !tag x\n", "!tag", "the tag `!tag` is not read", r#"{"a":"x"}"#);
    fault("[a]: b\nc: d\n", "[a]", "a name must be a text, not a list or a mapping", r#"{"c":"d"}"#);
    fault("a: b\u{10}c\n", "\u{10}", "the control character U+0010 cannot stand in YAML", "{\"a\":\"b\\u0010c\"}");
    fault("a: b\n--- \nc: d\n", "---", "a second YAML document begins here, and only one is read", r#"{"a":"b"}"#);
}

#[test]
fn every_fault_of_a_file_is_reported() {
    let text = "a: \"x\nb: 1\nc: [y\nd: 2\ne: f: g\n";
    let read = read(text);
    let places: Vec<&str> = read.diagnostics.iter().map(|diagnostic| at(text, diagnostic)).collect();
    assert_eq!(places, ["\"x", "[", "f: g"]);
}

#[test]
fn the_second_of_two_equal_keys_is_reported_and_points_at_the_first() {
    let text = "title: one\nextra: {k: 1, k: 2}\ntitle: two\n";
    let read = read(text);
    let found: Vec<(Code, &str)> =
        read.diagnostics.iter().map(|diagnostic| (diagnostic.code, at(text, diagnostic))).collect();
    assert_eq!(found, [(Code::DuplicateField, "k"), (Code::DuplicateField, "title")]);
    let first = read.diagnostics[1].related[0].0.span.expect("a place");
    assert_eq!(first.range(), 0..5);
    assert_eq!(read.value.map(Node::into_json), Some(serde_json::json!({"title": "one", "extra": {"k": 1}})));
}

#[test]
fn aliases_stand_for_what_they_name() {
    assert_eq!(
        json("a: &x [1, 2]\nb: *x\nc: {d: *x}\n"),
        serde_json::json!({"a": [1, 2], "b": [1, 2], "c": {"d": [1, 2]}})
    );
}

fn quickly(work: impl FnOnce() -> Diagnosed<Option<Node>>) -> Vec<(Code, String)> {
    let began = Instant::now();
    let read = work();
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    read.diagnostics.into_iter().map(|diagnostic| (diagnostic.code, diagnostic.message)).collect()
}

#[test]
fn an_alias_bomb_ends_at_once() {
    let mut bomb = "a0: &a0 [\"lol\"]\n".to_owned();
    for level in 1..=9 {
        let inner = vec![format!("*a{}", level - 1); 9].join(",");
        bomb.push_str(&format!("a{level}: &a{level} [{inner}]\n"));
    }
    let found = quickly(|| read(&bomb));
    assert_eq!(found, [(Code::YamlSyntax, "the aliases of this file stand for too much in all".to_owned())]);
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(100_000), vec!["*a"; 40_000].join(","));
    assert_eq!(quickly(|| read(&long)).len(), 1);
}

#[test]
fn aliases_cannot_nest_deeper_than_what_is_written() {
    let mut text = format!("a0: &a0 {}1{}\n", "[".repeat(40), "]".repeat(40));
    text.push_str(&format!("a1: {}*a0{}\n", "[".repeat(40), "]".repeat(40)));
    assert_eq!(quickly(|| read(&text)).first().map(|(code, _)| *code), Some(Code::TooDeep));
}

#[test]
fn deep_nesting_ends_at_once_and_says_so() {
    let nested = "lists and mappings are nested deeper than 64 levels".to_owned();
    let flow = format!("title: T\nx: {}{}\n", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(quickly(|| read(&flow)), [(Code::TooDeep, nested.clone())]);
    let block: String = (0..2000).map(|depth| format!("{}k:\n", " ".repeat(depth))).collect();
    assert_eq!(quickly(|| read(&block)), [(Code::TooDeep, nested)]);
    let fits = format!("x: {}{}\n", "[".repeat(63), "]".repeat(63));
    assert_eq!(quickly(|| read(&fits)), []);
}

#[test]
fn toml_is_read_in_written_order_with_its_places() {
    let text = "z = 1_000\na = \"x\\ty\"\nd = 2024-06-06\n[t]\nm = '''\none\ntwo'''\nl = [1, true]\n";
    let read = toml(&file(), text);
    assert_eq!(read.diagnostics, []);
    let Some(Node { value: Value::Map(entries), .. }) = read.value else { panic!("no table") };
    let keys: Vec<&str> = entries.iter().map(|(key, _)| &text[key.span.range()]).collect();
    assert_eq!(keys, ["z", "a", "d", "t"]);
    assert_eq!(entries[0].1.value, Value::Number("1_000".to_owned()));
    let escaped = entries[1].1.clone().into_text().expect("a text");
    assert_eq!(escaped.value, "x\ty");
    assert_eq!(&text[escaped.map.span(1..2).range()], "\\t");
    assert_eq!(&text[escaped.map.span(2..3).range()], "y");
    assert_eq!(entries[2].1.clone().into_text().expect("a text").value, "2024-06-06");
    let block = text_of(&entries[3].1, "m");
    assert_eq!(block.value, "one\ntwo");
    assert_eq!(&text[block.map.span(4..7).range()], "two");
}

#[track_caller]
fn toml_fault(text: &str, place: &str, message: &str, rest: &str) {
    let read = toml(&file(), text);
    let [only] = read.diagnostics.as_slice() else { panic!("{text:?}: {:#?}", read.diagnostics) };
    assert_eq!((only.message.as_str(), at(text, only)), (message, place), "{text:?}");
    assert_eq!(read.value.map_or(serde_json::Value::Null, Node::into_json).to_string(), rest, "{text:?}");
}

#[test]
fn faults_of_toml_are_reported_where_they_begin_and_cost_no_other_setting() {
    toml_fault("a = foo bar\nb = 1\n", "foo bar", "a text needs quotes", r#"{"b":1}"#);
    toml_fault("a = [1, 2\nb = 3\n", "[", "the `[` that opens here is never closed", "{}");
    toml_fault("a = \"x\nb = 2\n", "\"x", "the quote that opens here is never closed", r#"{"b":2}"#);
    toml_fault("a = 1\na = 2\n", "a", "duplicate setting `a`", r#"{"a":1}"#);
    toml_fault("b = 1\na\n", "a", "this line is not a setting", r#"{"b":1}"#);
    toml_fault("a =\nb = 1\n", "a =", "this setting has no value", r#"{"b":1}"#);
    toml_fault("a = 'x' y\n", "y", "something follows behind the value", "{}");
    toml_fault("title: x\n", "title: x", "a setting is written with `=`, not with a colon", "{}");
    toml_fault("a = T\nb = 1\n", "T", "a text needs quotes", r#"{"b":1}"#);
    toml_fault(
        "a = \"\\q\"\n",
        "a = \"\\q\"",
        "a backslash in a text in double quotes begins an escape, and this one is not known",
        "{}",
    );
    toml_fault("a = no\nb = 1\n", "no", "a switch is `true` or `false`", r#"{"b":1}"#);
}

fn fields_of(text: &str, take: impl FnOnce(&mut Fields<'_>)) -> Vec<(Code, String, Vec<String>)> {
    let path = file();
    let mistakes = Mistakes::new(&path, Syntax::Yaml);
    let node = mistakes.read(yaml(&path, text, 0)).expect("a tree");
    let mut fields = Fields::of(node, "the front matter", &mistakes).expect("a mapping");
    take(&mut fields);
    fields.finish();
    let found = mistakes.with(()).diagnostics;
    found.into_iter().map(|diagnostic| (diagnostic.code, diagnostic.message, diagnostic.help)).collect()
}

#[test]
fn a_value_of_the_wrong_type_says_what_was_expected_and_what_to_write() {
    let found = fields_of("a: \"x, y\"\nb: yes\nc: ~\nd: [1]\ne: ten\nf: true\ng: 1.5\nh: \"20\"\n", |fields| {
        assert!(fields.take("a", &[]).and_then(Field::list).is_none());
        assert!(fields.take("b", &[]).and_then(Field::boolean).is_none());
        assert!(fields.take("c", &[]).and_then(Field::text).is_none());
        assert!(fields.take("d", &[]).and_then(Field::text).is_none());
        assert!(fields.take("e", &[]).and_then(Field::integer).is_none());
        assert!(fields.take("f", &[]).and_then(Field::text).is_none());
        assert!(fields.take("g", &[]).and_then(Field::integer).is_none());
        assert!(fields.take("h", &[]).and_then(Field::integer).is_none());
    });
    let messages: Vec<String> =
        found.iter().map(|(_, message, help)| format!("{message} | {}", help.join(" | "))).collect();
    assert_eq!(
        messages,
        [
            "`a` must be a list, not a text | write it like `a: [\"x\", \"y\"]`",
            "`b` must be `true` or `false`, not a text | write it like `b: true`, without quotes",
            "`c` has no value | give it a value, or take the line out | if the word is meant, put it in quotes: `c: \"null\"`",
            "`d` must be a text, not a list | write one text: `d: \"…\"`",
            "`e` must be a whole number, not a text | write digits alone, such as `10`",
            "`f` must be a text, not true or false | if the word is meant, put it in quotes: `f: \"true\"`",
            "`g` must be a whole number, not `1.5` | ",
            "`h` must be a whole number, not a text | write `20`, without quotes",
        ]
    );
    assert!(found.iter().all(|(code, ..)| *code == Code::WrongType));
}

#[test]
fn a_field_that_nobody_takes_is_unknown_and_the_nearest_known_one_is_named() {
    let found = fields_of("titel: x\n", |fields| assert!(fields.take("title", &[]).is_none()));
    assert_eq!(
        found,
        [(Code::UnknownField, "unknown field `titel`".to_owned(), vec!["did you mean `title`?".to_owned()])]
    );
}

#[test]
fn a_field_and_its_alias_at_once_are_a_mistake() {
    let found = fields_of("date: 1\npublished: 2\n", |fields| {
        let taken = fields.take("published", &["date"]).expect("the first");
        assert_eq!(taken.key.value, "date");
    });
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].1, "`date` and `published` mean the same and both are given");
}

/// The value in the shape of serde_yaml's, which reads `0755` as a text.
fn as_json(value: serde_yaml::Value) -> serde_json::Value {
    use serde_yaml::Value as Yaml;
    match value {
        Yaml::Null => serde_json::Value::Null,
        Yaml::Bool(value) => value.into(),
        Yaml::Number(number) => serde_json::to_value(number).expect("a finite number"),
        Yaml::String(text) => text.into(),
        Yaml::Sequence(items) => items.into_iter().map(as_json).collect(),
        Yaml::Mapping(entries) => serde_json::Value::Object(
            entries
                .into_iter()
                .map(|(key, value)| (key.as_str().expect("a text").to_owned(), as_json(value)))
                .collect(),
        ),
        Yaml::Tagged(_) => panic!("no tag is generated"),
    }
}

/// A document of the shapes that people write, each value indented by two more spaces.
fn document() -> impl Strategy<Value = String> {
    let word = "[a-zé][a-z0-9]{0,5}";
    let line = prop::collection::vec(word, 1..4).prop_map(|words| words.join(" "));
    let scalar = prop_oneof![
        line.clone(),
        line.clone().prop_map(|line| format!("\"{line}: \\\"x\\\" \\u00e9\"")),
        line.clone().prop_map(|line| format!("'{line} ''x'' # no comment'")),
        line.clone().prop_map(|line| format!("{line}  # a comment")),
        (line.clone(), line.clone()).prop_map(|(a, b)| format!("{a}\n@  {b}\n\n@  {a}")),
        (line.clone(), line.clone()).prop_map(|(a, b)| format!("\"{a}\n@  {b}\n\n@  {a} \\\n@    b\"")),
        "-?[0-9]{1,6}|[0-9]{1,3}\\.[0-9]{1,3}|0x[0-9A-F]{1,3}|true|false|~|null|2024-0[1-9]-1[0-9]|no|yes",
        prop::collection::vec(line.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(", "))),
        prop::collection::btree_map(word, line.clone(), 1..3).prop_map(|map| format!(
            "{{{}}}",
            map.iter().map(|(key, value)| format!("{key}: {value}")).collect::<Vec<_>>().join(", ")
        )),
        (
            prop_oneof!["[|>][+-]?"],
            prop::collection::vec(prop_oneof![3 => line.clone(), 1 => Just(String::new()), 1 => line.clone().prop_map(|line| format!("  {line}"))], 1..6)
        )
            .prop_filter("a block begins with a line that is not indented", |(_, lines)| {
                lines.iter().find(|line| !line.is_empty()).is_some_and(|line| !line.starts_with(' '))
            })
            .prop_map(|(header, lines)| {
                let body: String = lines.iter().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("\n@  {line}") }).collect();
                format!("{header}{body}")
            }),
    ];
    let node = scalar.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::btree_map("[a-z]{1,6}", inner.clone(), 1..4).prop_map(|map| {
                map.iter().map(|(key, value)| format!("\n@  {key}: {}", value.replace('@', "@  "))).collect::<String>()
            }),
            prop::collection::vec(inner, 1..4).prop_map(|items| {
                items
                    .iter()
                    .map(|item| {
                        let item = item.replace('@', "@  ");
                        format!("\n@  - {}", item.strip_prefix("\n@    ").unwrap_or(&item))
                    })
                    .collect::<String>()
            }),
        ]
    });
    prop::collection::btree_map("[a-z]{1,6}", node, 1..6).prop_map(|map| {
        map.iter().map(|(key, value)| format!("# c\n{key}: {}\n", value.replace('@', ""))).collect::<String>()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn what_people_write_reads_as_in_serde_yaml(text in document()) {
        let theirs: serde_yaml::Value =
            serde_yaml::from_str(&text).map_err(|error| TestCaseError::fail(format!("{error}: {text}")))?;
        let ours = read(&text);
        prop_assert_eq!(&ours.diagnostics, &[], "{}", text);
        let ours = ours.value.map_or(serde_json::Value::Null, Node::into_json);
        prop_assert_eq!(ours, as_json(theirs), "{}", text);
    }

    #[test]
    fn every_text_knows_where_its_words_were_written(text in document()) {
        fn check(text: &str, node: &Node) -> Result<(), TestCaseError> {
            match &node.value {
                Value::Map(entries) => entries.iter().try_for_each(|(_, node)| check(text, node)),
                Value::List(items) => items.iter().try_for_each(|node| check(text, node)),
                Value::Text(decoded) => {
                    let mut here = 0;
                    for word in decoded.value.split([' ', '\n']) {
                        let plain = word.chars().all(|c| c.is_ascii_alphanumeric());
                        if plain && !word.is_empty() {
                            let span = decoded.map.span(here..here + word.len());
                            prop_assert_eq!(&text[span.range()], word, "{:?} in {:?}", decoded.value, text);
                        }
                        here += word.len() + 1;
                    }
                    Ok(())
                }
                Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
            }
        }
        check(&text, &read(&text).value.expect("a tree"))?;
    }

    #[test]
    fn no_yaml_panics(text in "([a-c:\\-\\[\\]{}\"'|>&*!#%@`, \\n\\r\\t\\\\0éx\u{200b}\u{0}\u{feff}?]|\\PC){0,60}", offset in 0usize..9) {
        let read = yaml(&file(), &text, offset);
        for diagnostic in &read.diagnostics {
            let span = diagnostic.place.as_ref().and_then(|place| place.span).expect("a place");
            let range = span.start as usize - offset..span.end as usize - offset;
            prop_assert!(text.get(range).is_some(), "{:?}", diagnostic);
        }
        let _ = read.value.map(Node::into_json);
    }

    #[test]
    fn no_toml_panics(text in "([a-c=\\.\\[\\]{}\"',# \\n\\r\\t\\\\0éxu1\u{0}]|\\PC){0,60}") {
        let read = toml(&file(), &text);
        for diagnostic in &read.diagnostics {
            let span = diagnostic.place.as_ref().and_then(|place| place.span).expect("a place");
            prop_assert!(text.get(span.range()).is_some(), "{:?}", diagnostic);
        }
    }
}

#[test]
fn a_quote_that_ends_the_text_is_reported_within_the_text() {
    for text in ["%\u{10380}\u{fb00}\r'", "a: '", "'", "a: \""] {
        for diagnostic in yaml(&file(), text, 0).diagnostics {
            let span = diagnostic.place.and_then(|place| place.span).expect("a place");
            assert!(text.get(span.range()).is_some(), "{text:?}");
        }
    }
}
