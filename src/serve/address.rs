//! From the target of a request to a path of the site.

/// Decodes the path of a request target, once; `None` if it is none that a page can have.
///
/// What comes out begins with `/`, is text, and has no `.`, `..`, empty or control parts, so that it means the same
/// to everybody who reads it.
pub fn decoded(raw: &str) -> Option<String> {
    let path = crate::route::decode(raw)?;
    let inner = path.strip_prefix('/')?;
    let is_clean = |part: &str| !part.is_empty() && part != "." && part != "..";
    let parts = inner.strip_suffix('/').unwrap_or(inner);
    let is_clean = inner.is_empty() || parts.split('/').all(is_clean);
    (is_clean && !path.contains(|c: char| c == '\\' || c.is_control())).then_some(path)
}

/// The paths of the output that an address can stand for: what it names, and the same as a folder, where a slash is
/// missing.
#[derive(Debug, PartialEq, Eq)]
pub struct Meant {
    /// The file.
    pub file: String,
    /// The file if the address had a slash at its end.
    pub folder: Option<String>,
}

/// The paths of the output that a decoded path stands for; `None` if it lies outside of the site's own part of the host.
pub fn meant(path: &str, base_path: &str) -> Option<Meant> {
    let base = base_path.trim_end_matches('/');
    let below = path.strip_prefix(base)?;
    if below.is_empty() {
        return Some(Meant { file: String::new(), folder: Some("index.html".to_owned()) });
    }
    let below = below.strip_prefix('/')?;
    if below.is_empty() || below.ends_with('/') {
        return Some(Meant { file: format!("{below}index.html"), folder: None });
    }
    Some(Meant { file: below.to_owned(), folder: Some(format!("{below}/index.html")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_decoded_once() {
        assert_eq!(decoded("/caf%C3%A9/").as_deref(), Some("/café/"));
        assert_eq!(decoded("/%2561/").as_deref(), Some("/%61/"));
        assert_eq!(decoded("/").as_deref(), Some("/"));
        assert_eq!(decoded("/a/b.txt").as_deref(), Some("/a/b.txt"));
    }

    #[test]
    fn what_could_mean_another_place_is_no_path() {
        for raw in [
            "/%2e%2e/a",
            "/a/../b",
            "/a/./b",
            "//a",
            "/a//b",
            "/..%5ca",
            "/%5ca",
            "/a%00",
            "/a%0d%0ab",
            "/%",
            "/%2",
            "/%zz",
            "/%c0%ae%c0%ae/a",
            "/a%2f%2fb",
            "a",
            "",
            "*",
            "//",
        ] {
            assert_eq!(decoded(raw), None, "{raw}");
        }
    }

    #[test]
    fn an_address_stands_for_the_file_that_a_host_gives() {
        let file = |path: &str| meant(path, "").expect("within the site").file;
        assert_eq!(file("/"), "index.html");
        assert_eq!(file("/a/"), "a/index.html");
        assert_eq!(file("/a.txt"), "a.txt");
        assert_eq!(meant("/a", "").expect("within the site").folder.as_deref(), Some("a/index.html"));
        assert_eq!(file("/index.html/"), "index.html/index.html");
    }

    #[test]
    fn a_site_below_a_path_of_its_host_is_found_there_alone() {
        assert_eq!(
            meant("/blog/a/", "/blog/").expect("within the site").file,
            "blog/a/index.html".trim_start_matches("blog/")
        );
        assert_eq!(meant("/blog", "/blog").expect("within the site").folder.as_deref(), Some("index.html"));
        assert_eq!(meant("/blogs/", "/blog"), None);
        assert_eq!(meant("/", "/blog"), None);
    }
}
