//! The fields of every view, read from `themes/README.md`, which a test holds against the types.

use std::collections::{BTreeMap, BTreeSet};

/// What theme authors read.
const README: &str = include_str!("../../../themes/README.md");

/// What a name may stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A value with fields: one of these views.
    View(BTreeSet<&'static str>),
    /// A list of such.
    List(Box<Shape>),
    /// A value without fields, such as a text.
    Plain,
    /// Nobody knows.
    Any,
    /// Nothing was seen yet that would tell.
    Unseen,
}

impl Shape {
    pub fn view(name: &'static str) -> Shape {
        Shape::View(BTreeSet::from([name]))
    }

    /// What stands for either.
    pub fn or(self, other: Shape) -> Shape {
        match (self, other) {
            (Shape::View(one), Shape::View(other)) => Shape::View(&one | &other),
            (Shape::List(one), Shape::List(other)) => Shape::List(Box::new(one.or(*other))),
            (Shape::Unseen, shape) | (shape, Shape::Unseen) => shape,
            (one, other) if one == other => one,
            _ => Shape::Any,
        }
    }
}

/// The views by their names, each with its fields.
pub(super) struct Views(BTreeMap<&'static str, BTreeMap<&'static str, Shape>>);

impl Views {
    /// Reads them.
    pub fn read() -> Views {
        let sections: Vec<(&str, &str)> =
            README.split("\n### ").skip(1).filter_map(|section| section.split_once('\n')).collect();
        let names: BTreeSet<&'static str> = sections.iter().map(|(name, _)| *name).collect();
        let fields = |text: &'static str| text.lines().filter_map(field).map(|(name, of)| (name, shape(of, &names)));
        Views(sections.iter().map(|(name, text)| (*name, fields(text).collect())).collect())
    }

    /// What a field of some views stands for; `None` if none of them has it.
    pub fn field(&self, views: &BTreeSet<&str>, field: &str) -> Option<Shape> {
        views.iter().filter_map(|view| self.0.get(view)?.get(field).cloned()).reduce(Shape::or)
    }

    /// The fields of some views, sorted.
    pub fn fields(&self, views: &BTreeSet<&str>) -> Vec<&'static str> {
        let all = views.iter().filter_map(|view| self.0.get(view)).flat_map(|fields| fields.keys().copied());
        all.collect::<BTreeSet<&str>>().into_iter().collect()
    }
}

/// A line of a table: the field, and what it says of its type.
fn field(line: &'static str) -> Option<(&'static str, &'static str)> {
    let mut cells = line.strip_prefix("| `")?.split(" | ");
    Some((cells.next()?.strip_suffix('`')?, cells.next()?))
}

fn shape(text: &str, names: &BTreeSet<&'static str>) -> Shape {
    let text = text.strip_suffix(", or null").unwrap_or(text);
    if let Some(of) = text.strip_prefix("list of ") {
        return Shape::List(Box::new(shape(of, names)));
    }
    match names.get(text) {
        Some(name) => Shape::view(name),
        None if ["text", "HTML", "number", "bool"].contains(&text) => Shape::Plain,
        None => Shape::Any,
    }
}
