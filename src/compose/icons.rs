//! The icons of a site and its web manifest: files of static/ that are known by their names.

use super::view::IconView;
use crate::config::Config;
use crate::route::Route;

/// What browsers look for: file, `rel`, media type, size. Browsers take the last icon that they can show, so the picture
/// that fits every size comes after those of one.
const KNOWN: [(&str, &str, Option<&str>, Option<&str>); 7] = [
    ("favicon.ico", "icon", None, Some("32x32")),
    ("favicon.png", "icon", Some("image/png"), None),
    ("favicon.svg", "icon", Some("image/svg+xml"), Some("any")),
    ("icon.svg", "icon", Some("image/svg+xml"), Some("any")),
    ("apple-touch-icon.png", "apple-touch-icon", None, None),
    ("site.webmanifest", "manifest", None, None),
    ("manifest.webmanifest", "manifest", None, None),
];

/// Those that the site has; `has` says whether static/ has a file.
pub fn of_site(config: &Config, has: impl Fn(&str) -> bool) -> Vec<IconView> {
    let known = KNOWN.into_iter().filter(|(file, ..)| has(file));
    known
        .map(|(file, rel, media_type, sizes)| {
            let url = Route::new(format!("/{file}")).href(&config.root_path);
            IconView { rel, url, media_type, sizes }
        })
        .collect()
}
