use proptest::prelude::*;

use super::*;
use crate::diagnostics::{Code, Diagnosed};
use crate::text::RelPath;

fn file() -> RelPath {
    RelPath::new("content/a.md").expect("a clean path")
}

fn read(text: &str) -> Diagnosed<Option<Node>> {
    yaml(&file(), text, 0)
}

#[test]
fn show() {
    for text in [
        "a: \"unclosed\nb: c\n",
        "a: 'it's\nb: c\n",
        "t: 1\na: [x, y\nb: c\n",
        "a: {x: y\nb: c\n",
        "a: [x\n",
        "a:\n\tk: v\nb: 1\n",
        "a:\n  b: 1\n c: 2\nd: 3\n",
        "a: b: c\n",
        "title: How: to \"do\"\nx: 1\n",
        "a: 1\n- b\n",
        "- a\nb: 1\n",
        "a: x\n  b: y\n",
        "a: &x\nb: *y\nc: 1\n",
        "title: *Bold* text\n",
        "a: @foo\n",
        "a: `foo\n",
        "a: %x\n",
        "a: ]\n",
        "a: [x]]\n",
        "a: \"x\" y\n",
        "a: !tag x\n",
        "k: |\n  a\n b\nc: d\n",
        "a: b\n...\nc: d\n",
        "a: b\n--- \nc: d\n",
        "a: \"b\\q\"\n",
        "title: T\nfoo\nbar: x\n",
        "a: &a [*a]\n",
        "a: b\u{10}c\n",
        "a: >\n\n   x\n  y\nb: 1\n",
        "a:b\nc: d\n",
        "%FOO\na: b\n",
        "a: - b\n",
        "a: x\n\tb\n",
        "a:\tx\n",
        "a: |x\n  b\n",
        "a: 'x\ny'\n",
        "a: {b: [c}\nd: e\n",
        "a: [b, c}\n",
        "[a]: b\n",
        "a: [b, \"c]\nd: e\n",
        "a: & b\n",
        "a: * b\n",
        "a: ! b\n",
        "a: !b\n",
        "tags: [a b: c: d]\n",
        "a: 1\na: 2\nb: {c: 1, c: 2}\n",
        "title: foo #1: bar\n",
        "title:foo\ndate: 1\n",
        "a: 1\n b: 2\n",
        "a: [\n  x\n  y: z\n]\nb: 1\n",
        "a: 'x' 'y'\n",
        "k: \"a: b\" c: d\n",
        "a:\n- x\n  y: z\n",
        "- a\n - b\n- c\n",
    ] {
        let read = read(text);
        println!("=== {text:?}");
        for d in &read.diagnostics {
            let span = d.place.as_ref().unwrap().span.unwrap();
            println!(
                "  {} {:?} @{} {:?} {:?} {:?}",
                d.code,
                d.message,
                span.start,
                &text[span.range()],
                d.label,
                d.help
            );
        }
        println!("  {}", read.value.map_or(serde_json::Value::Null, Node::into_json));
    }
    for text in [
        "a = foo bar\nb = 1\n",
        "a = [1, 2\nb = 3\n",
        "a = \"x\nb = 2\n",
        "a = 1\na = 2\n",
        "[x]\na=1\n[x]\nb=2\n",
        "a\nb = 1",
        "a = \n",
        "a = 'x' y\n",
        "title: x\n",
        "[a\nb=1\n",
        "a = no\n",
        "a = 2024-02-30\n",
        "é = 1",
        "x = \"\\q\"",
        "a = {b = 1, b = 2}",
    ] {
        let read = toml(&file(), text);
        println!("=== {text:?}");
        for d in &read.diagnostics {
            let span = d.place.as_ref().unwrap().span.unwrap();
            println!(
                "  {} {:?} @{} {:?} {:?} {:?}",
                d.code,
                d.message,
                span.start,
                text.get(span.range()),
                d.label,
                d.help
            );
        }
        println!("  {}", read.value.map_or(serde_json::Value::Null, Node::into_json));
    }
}
