//! The author's mistakes: what is wrong, where, and what to type instead.
//!
//! - [`Diagnostic`] is one mistake; [`Diagnosed`] is a result that may come with some.
//! - [`Code`] is the catalogue: every mistake byline can name.
//! - `human`, `short`, `json`, `sarif`, `github` print them; [`Format`] chooses.
//! - [`nearest`] finds the known name that was probably meant.

mod catalogue;
mod diagnostic;
mod nearest;

pub use catalogue::{Code, Level};
pub use diagnostic::{Diagnosed, Diagnostic, Place};
pub use nearest::nearest;
