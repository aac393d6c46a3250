//! Annotations of GitHub Actions: `::error file=…,line=…::message`.
//!
//! The syntax is that of GitHub's workflow commands; values are escaped as its toolkit does.

use std::io;

use super::Level;
use super::located::{Located, Range};
use super::visible::{escaped, paragraph};

pub(super) fn write(located: &[Located<'_>], out: &mut dyn io::Write) -> io::Result<()> {
    for Located { diagnostic, place, related } in located {
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Advice => "notice",
        };
        write!(out, "::{command} ")?;
        if let Some(place) = place {
            write!(out, "file={},", property(&place.path))?;
            if let Some(Range { start, end, bytes: _, excerpt: _ }) = &place.range {
                // A place that ends with its line break ends on the line before.
                let broken = end.line > start.line && end.column == 1;
                write!(out, "line={},endLine={},", start.line, end.line - usize::from(broken))?;
                // GitHub takes columns only for a place on one line.
                if start.line == end.line {
                    write!(out, "col={},endColumn={},", start.column, end.column)?;
                }
            }
        }
        let mut message = diagnostic.message.clone();
        for (place, (_, words)) in related.iter().zip(&diagnostic.related) {
            message.push_str(&format!("\n{}: {words}", place.line_column()));
        }
        for help in &diagnostic.help {
            message.push_str("\nhelp: ");
            message.push_str(help);
        }
        writeln!(out, "title={}::{}", property(diagnostic.code.name()), value(&paragraph(&message)))?;
    }
    Ok(())
}

fn value(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    value(&escaped(text)).replace(':', "%3A").replace(',', "%2C")
}
