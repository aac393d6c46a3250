//! Front matter, people, ledgers and sidecars: YAML → typed fields, each with its place.
//!
//! In: the text of one file. Out: its fields.
//!
//! 1. [`split()`] finds the front matter of a document.
//! 2. [`article()`], [`section()`], [`person()`], [`sources()`] and [`sidecar()`] read the YAML into the types of
//!    `fields`.
//! 3. `bibliography` reads ledgers of other programs as if they were our own; `corrections` looks at the dates of
//!    corrections.
//! 4. `address` checks slugs, terms, former addresses and links, which become paths and URLs later.
//!
//! Invariant: a field that cannot be read is a diagnostic and has its default; the other fields are read all the same.

mod address;
mod article;
mod bibliography;
mod corrections;
mod fields;
mod image;
mod person;
mod section;
mod source;
mod split;
#[cfg(test)]
mod tests;

pub use address::{address_fault, link_fault};
pub use article::article;
pub use fields::*;
pub use image::sidecar;
pub use person::person;
pub use section::section;
pub use source::sources;
pub use split::{Split, split};

use crate::decode::{self, Fields, Mistakes, Node, Value};
use crate::diagnostics::Code;
use crate::text::Span;

/// How many bytes front matter or a sidecar may have.
pub const MAX_LENGTH: usize = 256 << 10;

/// The tree of front matter; `None`, and a mistake, if there is none or it is too long.
fn tree(mistakes: &Mistakes<'_>, yaml: &str, offset: usize) -> Option<Node> {
    if yaml.len() <= MAX_LENGTH {
        return mistakes.read(decode::yaml(mistakes.path, yaml, offset));
    }
    let (name, start, length) = longest_field(yaml);
    let message = format!("the front matter is too long: {} bytes, and at most {MAX_LENGTH} are read", yaml.len());
    let span = Span::new(offset + start, offset + start + name.len());
    mistakes.add(
        mistakes
            .at(Code::TooLarge, span, message)
            .label(format!("`{name}` alone has {length} bytes"))
            .help("what is so long belongs into the text below the front matter"),
    );
    // Often the indentation is what makes it long, and then that is the mistake to mend.
    let begin = yaml.get(..yaml.floor_char_boundary(MAX_LENGTH)).unwrap_or_default();
    let begin = begin.rsplit_once('\n').map_or(begin, |(lines, _)| lines);
    let read = decode::yaml(mistakes.path, begin, offset).diagnostics;
    mistakes.add_all(read.into_iter().filter(|diagnostic| diagnostic.code == Code::TooDeep).collect());
    None
}

/// The fields of front matter, of which `what` is the name in messages; none at all if there is no YAML.
fn mapping<'m>(mistakes: &'m Mistakes<'m>, yaml: &str, offset: usize, what: &str) -> Option<Fields<'m>> {
    let node = match tree(mistakes, yaml, offset) {
        Some(node) => node,
        None if yaml.len() > MAX_LENGTH || mistakes.is_incomplete() => return None,
        None => Node::new(Value::Map(Vec::new()), Span::at(offset)),
    };
    // `---`, `---` and nothing but a comment between them.
    let node = if node.value == Value::Null { Node::new(Value::Map(Vec::new()), node.span) } else { node };
    Fields::of(node, what, mistakes)
}

/// The name of the longest field, where it begins, and how long it is.
fn longest_field(yaml: &str) -> (&str, usize, usize) {
    let mut longest = ("", 0, 0);
    let mut current = ("", 0);
    let mut at = 0;
    for line in yaml.split_inclusive('\n').chain([""]) {
        let begins = !line.starts_with([' ', '\t', '-', '#', '\n', '\r']);
        if begins {
            if at - current.1 > longest.2 {
                longest = (current.0, current.1, at - current.1);
            }
            current = (line.split([':', '\n', '\r']).next().unwrap_or(""), at);
        }
        at += line.len();
    }
    longest
}
