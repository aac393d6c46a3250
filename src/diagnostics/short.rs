//! One line each: `path:line:column: error[code]: message`.

use std::io;

use super::located::Located;
use super::visible::one_line;

pub(super) fn write(located: &[Located<'_>], out: &mut dyn io::Write) -> io::Result<()> {
    for Located { diagnostic, place, related: _ } in located {
        if let Some(place) = place {
            write!(out, "{}: ", place.line_column())?;
        }
        writeln!(out, "{}[{}]: {}", diagnostic.level, diagnostic.code, one_line(&diagnostic.message))?;
    }
    Ok(())
}
