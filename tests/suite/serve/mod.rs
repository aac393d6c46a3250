//! `byline serve`: a real server, real files, and requests as they go over the wire.

mod attacks;
pub mod client;
#[cfg(feature = "csl")]
mod csl;
mod house_style;
#[cfg(unix)]
mod preprocessors;
pub mod random_edits;
mod saving;
mod scenarios;
mod showing;
