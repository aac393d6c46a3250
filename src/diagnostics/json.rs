//! A JSON array, one object on a line.
//!
//! The fields are always there; what does not apply is `null`. Lines and columns count from 1, columns in characters,
//! ends one past the last character; `span` counts the file's bytes from 0.

use std::io;

use serde::Serialize;

use super::located::{Located, Position, Range};
use super::visible;

#[derive(Serialize)]
struct Object<'a> {
    code: &'a str,
    level: String,
    message: &'a str,
    #[serde(flatten)]
    place: PlaceFields<'a>,
    label: &'a str,
    help: &'a [String],
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: PlaceFields<'a>,
}

#[derive(Default, Serialize)]
struct PlaceFields<'a> {
    path: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    span: Option<Bytes>,
}

#[derive(Serialize)]
struct Bytes {
    start: u32,
    end: u32,
}

impl<'a> PlaceFields<'a> {
    fn new(Position { path, range }: &'a Position) -> PlaceFields<'a> {
        let fields = PlaceFields { path: Some(path), ..PlaceFields::default() };
        match range {
            None => fields,
            Some(Range { start, end, bytes, excerpt: _ }) => PlaceFields {
                line: Some(start.line),
                column: Some(start.column),
                end_line: Some(end.line),
                end_column: Some(end.column),
                span: Some(Bytes { start: bytes.start, end: bytes.end }),
                ..fields
            },
        }
    }
}

pub(super) fn write(located: &[Located<'_>], out: &mut dyn io::Write) -> io::Result<()> {
    out.write_all(b"[")?;
    for (index, Located { diagnostic, place, related }) in located.iter().enumerate() {
        let object = Object {
            code: diagnostic.code.name(),
            level: diagnostic.level.to_string(),
            message: &diagnostic.message,
            place: place.as_ref().map(PlaceFields::new).unwrap_or_default(),
            label: &diagnostic.label,
            help: &diagnostic.help,
            related: related
                .iter()
                .zip(&diagnostic.related)
                .map(|(place, (_, words))| Related { message: words, place: PlaceFields::new(place) })
                .collect(),
        };
        out.write_all(if index == 0 { b"\n  " } else { b",\n  " })?;
        out.write_all(visible::json(&serde_json::to_string(&object)?).as_bytes())?;
    }
    out.write_all(if located.is_empty() { b"]\n" } else { b"\n]\n" })
}
