//! Without the feature `sass`: what a stylesheet in Sass is told.

use super::Sheets;
use crate::diagnostics::{Code, Diagnostic};
use crate::text::RelPath;

pub fn compile(path: &RelPath, _: &Sheets) -> Result<String, Box<Diagnostic>> {
    let mistake = Diagnostic::in_file(Code::NotSupported, path, "this byline compiles no Sass")
        .help("write it as CSS, which has nesting, layers and variables of its own")
        .help("or build byline with it: `cargo build --release --features sass`");
    Err(Box::new(mistake))
}
