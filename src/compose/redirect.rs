//! Pages at former addresses that lead to the new one.

use super::Composer;
use crate::html::escape;
use crate::resolve::Redirect;

/// The bytes of a redirect's page.
pub fn compose(composer: &Composer<'_>, redirect: &Redirect) -> String {
    let mut href = String::new();
    escape(&composer.href(&redirect.to), &mut href);
    let mut canonical = String::new();
    escape(&composer.absolute(&redirect.to), &mut canonical);
    let mut language = String::new();
    escape(&composer.config.language, &mut language);
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{canonical}</title>\n\
         <link rel=\"canonical\" href=\"{canonical}\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={href}\">\n</head>\n\
         <body>\n<p><a href=\"{href}\">{canonical}</a></p>\n</body>\n</html>\n"
    )
}
