//! Random inputs, made from the corpus of `tests/fuzz` and from this repository's own texts by changing them at random.
//!
//! Each target is a test: an input, and what must be so whatever it is. A run in CI makes few of them, always the same.
//! To look for new findings, which are kept in `tests/fuzz/TARGET/` as files once they are mended:
//!
//!     BYLINE_FUZZ_SECONDS=600 BYLINE_FUZZ_SEED=7 cargo test --test suite fuzz:: -- --nocapture
//!     BYLINE_FUZZ_INPUT=FILE cargo test --test suite fuzz::markdown
//!
//! `mutation` changes inputs, `runner` runs them; the other files are the targets.

mod documents;
mod mutation;
mod names;
mod reader;
mod requests;
mod runner;
mod sites;
mod writers;

use runner::run;
pub use sites::build;
