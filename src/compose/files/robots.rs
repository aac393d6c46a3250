//! `robots.txt`: everything may be read, and where the sitemap is (RFC 9309).

use crate::compose::Composer;
use crate::resolve::routes::{NEWS_SITEMAP, SITEMAP};
use crate::route::Route;

/// The text of the file.
pub fn compose(composer: &Composer<'_>) -> String {
    let settings = &composer.config.sitemap;
    let sitemaps = [(SITEMAP, settings.enabled), (NEWS_SITEMAP, settings.news)];
    let mut text = String::from("User-agent: *\nDisallow:\n");
    for (at, (address, _)) in sitemaps.into_iter().filter(|(_, is_made)| *is_made).enumerate() {
        text.push_str(if at == 0 { "\n" } else { "" });
        text.push_str(&format!("Sitemap: {}\n", composer.absolute(&Route::new(address))));
    }
    text
}
