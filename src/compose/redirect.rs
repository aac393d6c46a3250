//! Pages at former addresses that lead to the new one.

use super::Composer;
use crate::html::escape;
use crate::resolve::Redirect;

/// Goes on to the page's only link, with the query and the fragment that the reader came with.
///
/// It is the same on every page, so that a Content-Security-Policy can allow it by its hash.
const SCRIPT: &str = "const to=new URL(document.links[0].href);to.search=to.search||location.search;\
                      to.hash=location.hash||to.hash;location.replace(to)";

/// The bytes of a redirect's page; without scripts it leads there too, but without the fragment.
pub fn compose(composer: &Composer<'_>, redirect: &Redirect) -> String {
    let mut href = String::new();
    escape(&redirect.to, &mut href);
    let absolute = composer.absolute_href(&redirect.to);
    let (mut shown, mut canonical) = (String::new(), String::new());
    escape(&absolute, &mut shown);
    escape(absolute.split('#').next().unwrap_or(&absolute), &mut canonical);
    let mut language = String::new();
    escape(&composer.config.language, &mut language);
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{shown}</title>\n\
         <link rel=\"canonical\" href=\"{canonical}\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <noscript><meta http-equiv=\"refresh\" content=\"0; url={href}\"></noscript>\n</head>\n\
         <body>\n<p><a href=\"{href}\">{shown}</a></p>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )
}
