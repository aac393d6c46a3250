//! byline: a static site generator for people who publish articles.

pub mod build;
pub mod cli;
pub mod compose;
pub mod config;
pub mod date;
pub mod decode;
pub mod diagnostics;
pub mod discover;
pub mod error;
pub mod fingerprint;
pub mod fs;
pub mod html;
pub mod parse;
pub mod render;
pub mod resolve;
pub mod route;
pub mod slug;
pub mod text;
pub mod write;
