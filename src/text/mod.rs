//! Input text and places in it: paths, spans, lines, and the way back from decoded text to the file.
//!
//! Nothing here knows what the text means.

mod control;
mod full_stop;
mod glob;
mod lines;
mod path;
mod source_map;
mod span;

pub use control::{blanked, has_control, is_control, may_be_control};
pub use full_stop::full_stop;
pub use glob::Glob;
pub use lines::{LineColumn, LineIndex};
pub use path::RelPath;
pub use source_map::{SourceMap, Text};
pub use span::{Span, Spanned};
