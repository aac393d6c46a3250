//! In which order files are published, so that no page is there before its files, and no list before its pages.

use crate::media_type;

/// When a file is published; lower ranks first, and a rank is finished before the next begins. Files are removed the other
/// way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Pictures, fonts, data and whatever else a page or a stylesheet shows.
    Asset,
    /// Stylesheets and scripts.
    Style,
    /// A page at a new address, to which nothing leads yet; those in more folders first.
    NewPage(Rest),
    /// A page at an address that was there before, and may lead to new ones, such as a redirect; those in more folders
    /// first, so that the front page is the last.
    Page(Rest),
    /// What tells programs of pages: feeds, sitemaps, the contents of the search, rules for hosts.
    List,
}

/// How far a page is from lying as deep as any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rest(usize);

/// When the file at a path is published; `replaces` is whether one lies there.
pub fn rank(path: &str, replaces: bool) -> Rank {
    let name = path.rsplit('/').next().unwrap_or(path);
    let rest = Rest(usize::MAX - path.matches('/').count());
    match media_type::of(path) {
        _ if is_list(path, name) => Rank::List,
        _ if media_type::is_html(path) && replaces => Rank::Page(rest),
        _ if media_type::is_html(path) => Rank::NewPage(rest),
        kind if kind.starts_with("text/css") || kind.starts_with("text/javascript") => Rank::Style,
        _ => Rank::Asset,
    }
}

fn is_list(path: &str, name: &str) -> bool {
    let is_feed = matches!(name, "feed.xml" | "rss.xml" | "feed.json");
    let is_sitemap = name.starts_with("sitemap") && name.ends_with(".xml");
    let is_for_hosts = matches!(path, "_redirects" | "_headers" | "redirects.map" | "headers.conf");
    let is_for_programs = matches!(name, "robots.txt" | "llms.txt" | "llms-full.txt");
    is_feed || is_sitemap || is_for_hosts || is_for_programs || path.ends_with("search/index.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_come_after_their_files_and_lists_after_pages() {
        let paths = [
            ("assets/pictures/a.jpg", false),
            ("assets/style-0.css", false),
            ("coast/new/index.html", false),
            ("new/index.html", false),
            ("coast/old/index.html", true),
            ("coast/index.html", true),
            ("index.html", true),
            ("feed.xml", true),
        ];
        let ranks: Vec<Rank> = paths.iter().map(|(path, replaces)| rank(path, *replaces)).collect();
        assert!(ranks.is_sorted_by(|a, b| a < b), "{ranks:?}");
    }

    #[test]
    fn what_programs_read_of_pages_comes_last_and_data_of_pages_first() {
        for path in ["de/feed.json", "sitemap-1.xml", "search/index.json", "_redirects", "robots.txt"] {
            assert_eq!(rank(path, false), Rank::List, "{path}");
        }
        for path in ["chart.json", "search/0123456789.txt", "fonts/a.woff2", "a/_redirects", "data.xml"] {
            assert_eq!(rank(path, false), Rank::Asset, "{path}");
        }
    }
}
