//! What is published as it is, and keeps its address when it changes: pictures, fonts, downloads.

use crate::build::output::Output;
use crate::discover;
use crate::route::Route;
use crate::text::RelPath;

/// The addresses of changed files that are copied, as they stand in links.
pub fn addresses<'p>(output: &Output, changed: impl Iterator<Item = &'p RelPath>) -> Vec<String> {
    let Some(first) = output.editions().first() else { return Vec::new() };
    let base_path = &first.config().base_path;
    let of = |path: &RelPath| {
        let of_theme = || path.below("themes")?.split_once("/static/").map(|(_, below)| below);
        if let Some(below) = path.below("static").or_else(of_theme) {
            return Some(Route::new(format!("/{below}")).href(base_path));
        }
        if path.below("content").is_none() || discover::is_document(path) {
            return None;
        }
        let file = first.site().files.iter().find(|file| file.path == *path)?;
        Some(file.route.href(base_path))
    };
    changed.filter_map(of).collect()
}
