//! `robots.txt`: everything may be read, and where the sitemap is (RFC 9309).

use crate::compose::Composer;
use crate::resolve::routes::SITEMAP;
use crate::route::Route;

/// The text of the file.
pub fn compose(composer: &Composer<'_>) -> String {
    format!("User-agent: *\nDisallow:\n\nSitemap: {}\n", composer.absolute(&Route::new(SITEMAP)))
}
