//! The parts of an address that asking needs.

/// The scheme, host and port of a web address, in lower case: `https://example.org:8080`; `None` for other addresses.
pub fn host(address: &str) -> Option<String> {
    let (scheme, rest) = address.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest.get(..end)?.rsplit('@').next()?.to_ascii_lowercase();
    (matches!(scheme.as_str(), "http" | "https") && !host.is_empty()).then(|| format!("{scheme}://{host}"))
}

/// The path and query of an address, `/` if it has none.
pub fn path(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    rest.find(['/', '?']).and_then(|at| rest.get(at..)).unwrap_or("/")
}

/// An address without its fragment: what a server is asked for.
pub fn asked(address: &str) -> &str {
    address.split('#').next().unwrap_or_default()
}

/// Where a `Location` leads from an address; `None` if it is none of the web.
pub fn joined(base: &str, location: &str) -> Option<String> {
    let location = asked(location.trim());
    if location.contains("://") {
        return host(location).map(|_| location.to_owned());
    }
    let origin = host(base)?;
    if let Some(rest) = location.strip_prefix("//") {
        let scheme = origin.split("://").next()?;
        return Some(format!("{scheme}://{rest}"));
    }
    if location.starts_with('/') {
        return Some(format!("{origin}{location}"));
    }
    let path = path(base).split('?').next().unwrap_or("/");
    if location.starts_with('?') || location.is_empty() {
        return Some(format!("{origin}{path}{location}"));
    }
    let folder = path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or("/");
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let (written, query) = location.split_once('?').map_or((location, None), |(path, query)| (path, Some(query)));
    let mut names: Vec<&str> = written.split('/').collect();
    let last = names.pop().unwrap_or_default();
    for name in names {
        match name {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    let folder: String = parts.iter().map(|part| format!("/{part}")).collect();
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    Some(format!("{origin}{folder}/{last}{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_compared_without_case_path_and_user() {
        assert_eq!(host("HTTPS://User@Example.org:80/a").as_deref(), Some("https://example.org:80"));
        assert_eq!(host("http://example.org?x").as_deref(), Some("http://example.org"));
        assert_eq!([host("mailto:a@b"), host("ftp://a"), host("https:///x")], [None, None, None]);
        assert_eq!([path("https://a.b/c?d#e"), path("https://a.b"), path("https://a.b?c")], ["/c?d", "/", "?c"]);
    }

    #[test]
    fn a_location_leads_on_from_where_it_was_given() {
        let from = |location| joined("https://a.example/b/c?d", location);
        let expected = [
            ("https://x.example/y", Some("https://x.example/y")),
            ("//x.example/y#z", Some("https://x.example/y")),
            ("/y", Some("https://a.example/y")),
            ("y?z", Some("https://a.example/b/y?z")),
            ("../y", Some("https://a.example/y")),
            ("./y/", Some("https://a.example/b/y/")),
            ("?z", Some("https://a.example/b/c?z")),
            ("file:///etc/passwd", None),
        ];
        for (location, wanted) in expected {
            assert_eq!(from(location).as_deref(), wanted, "{location}");
        }
    }
}
