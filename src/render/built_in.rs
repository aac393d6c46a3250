//! The default theme's files, within the program.

/// Where the files would lie in a site.
pub(super) const FOLDER: &str = "themes/default";

macro_rules! files {
    ($($path:literal),+ $(,)?) => {
        /// The files by their path below the theme's folder.
        pub(super) const FILES: &[(&str, &[u8])] =
            &[$(($path, include_bytes!(concat!("../../themes/default/", $path)))),+];
    };
}

files! {
    "css/article.css",
    "css/base.css",
    "css/embeds.css",
    "css/lists.css",
    "css/media.css",
    "css/prose.css",
    "css/tints.css",
    "i18n/de.yml",
    "i18n/en.yml",
    "js/pagefind.js",
    "js/search.js",
    "templates/404.html",
    "templates/article.html",
    "templates/base.html",
    "templates/components/breadcrumbs.html",
    "templates/components/byline.html",
    "templates/components/callout.html",
    "templates/components/card.html",
    "templates/components/directives.html",
    "templates/components/embeds.html",
    "templates/components/faqs.html",
    "templates/components/figure.html",
    "templates/components/mentions.html",
    "templates/components/newsletter.html",
    "templates/components/pagination.html",
    "templates/components/picture.html",
    "templates/components/related.html",
    "templates/components/script.html",
    "templates/components/series.html",
    "templates/components/social_card.html",
    "templates/components/sources.html",
    "templates/components/toc.html",
    "templates/components/trust.html",
    "templates/corrections.html",
    "templates/home.html",
    "templates/page.html",
    "templates/people.html",
    "templates/person.html",
    "templates/questions.html",
    "templates/search.html",
    "templates/section.html",
    "templates/series.html",
    "templates/source.html",
    "templates/sources.html",
    "templates/term.html",
    "templates/terms.html",
    "theme.toml",
}
