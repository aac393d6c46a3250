//! Redirects in the files that hosts read: an answer of the server, to which a browser adds the fragment by itself.

use crate::compose::Composer;
use crate::config::site::redirects::Host;
use crate::resolve::Redirect;
use crate::route;

/// The text of the file.
pub fn compose(composer: &Composer<'_>, host: Host, redirects: &[&Redirect]) -> String {
    let base_path = composer.config.base_path.as_str();
    let (mut text, line): (String, fn(&str, &Redirect, &mut String)) = match host {
        // Netlify would rather show the page of the former address, unless it is forced.
        Host::Netlify => (String::new(), |base, redirect, text| line(base, redirect, "301!", text)),
        Host::Cloudflare => (String::new(), |base, redirect, text| line(base, redirect, "301", text)),
        Host::Nginx => (NGINX.to_owned(), map_line),
    };
    for redirect in redirects {
        line(base_path, redirect, &mut text);
    }
    text
}

const NGINX: &str = "\
# Within http { }:    map_hash_bucket_size 1024;  map $uri $moved { include redirects.map; }
# Within server { }:  if ($moved) { return 301 $moved; }
";

/// A line of `_redirects`: the former path as browsers send it, and the address.
fn line(base_path: &str, redirect: &Redirect, status: &str, text: &mut String) {
    push_plain(base_path, text);
    for c in redirect.from.as_str().chars() {
        // The path percent-encode set of the URL standard, and `%` itself.
        if c.is_ascii_graphic() && !"\"#<>?^`{}|%\\".contains(c) {
            push_plain(c.encode_utf8(&mut [0; 4]), text);
        } else {
            c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| text.push_str(&format!("%{byte:02X}")));
        }
    }
    text.push(' ');
    match redirect.to.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            text.push_str(&format!("{scheme}://{host}"));
            push_plain(path, text);
        }
        None => push_plain(&redirect.to, text),
    }
    text.push(' ');
    text.push_str(status);
    text.push('\n');
}

/// An encoded address without the signs of a pattern: both hosts take `*` and a part like `:name` for one.
fn push_plain(address: &str, text: &mut String) {
    for c in address.chars() {
        match c {
            '*' => text.push_str("%2A"),
            ':' => text.push_str("%3A"),
            c => text.push(c),
        }
    }
}

/// A line of a map: the decoded path, and the address with the reader's query, in which `$` names a variable.
fn map_line(base_path: &str, redirect: &Redirect, text: &mut String) {
    let from = format!("{}{}", route::decode(base_path).as_deref().unwrap_or(base_path), redirect.from);
    text.push('"');
    for c in from.chars() {
        if matches!(c, '"' | '\\') {
            text.push('\\');
        }
        text.push(c);
    }
    text.push_str("\" \"");
    let (path, fragment) = redirect.to.find('#').map_or((&*redirect.to, ""), |at| redirect.to.split_at(at));
    text.push_str(&path.replace('$', "%24"));
    if !path.contains('?') {
        text.push_str("$is_args$args");
    }
    text.push_str(&fragment.replace('$', "%24"));
    text.push_str("\";\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::Route;

    fn redirect(from: &str, to: &str) -> Redirect {
        Redirect { from: Route::new(from), to: to.into() }
    }

    #[test]
    fn every_character_of_an_address_keeps_its_meaning_in_each_syntax() {
        for (from, to, in_redirects, in_map) in [
            ("/old/", "/new/", "/old/ /new/", r#""/old/" "/new/$is_args$args""#),
            ("/a b/", "/n%C3%A4her/", "/a%20b/ /n%C3%A4her/", r#""/a b/" "/n%C3%A4her/$is_args$args""#),
            ("/ä/", "/b/#c", "/%C3%A4/ /b/#c", r#""/ä/" "/b/$is_args$args#c""#),
            ("/$x/:y/*", "/$z/:a", "/$x/%3Ay/%2A /$z/%3Aa", r#""/$x/:y/*" "/%24z/:a$is_args$args""#),
            ("/q'\"\\/", "/r/", "/q'%22%5C/ /r/", r#""/q'\"\\/" "/r/$is_args$args""#),
            (
                "/x/",
                "https://a.example:80/b:c?d=$e",
                "/x/ https://a.example:80/b%3Ac?d=$e",
                r#""/x/" "https://a.example:80/b:c?d=%24e""#,
            ),
        ] {
            let redirect = redirect(from, to);
            let (mut plain, mut map) = (String::new(), String::new());
            line("", &redirect, "301", &mut plain);
            map_line("", &redirect, &mut map);
            assert_eq!((plain, map), (format!("{in_redirects} 301\n"), format!("{in_map};\n")));
        }
    }

    #[test]
    fn the_path_of_the_site_stands_before_the_former_address() {
        let mut text = String::new();
        line("/sub%20path", &redirect("/old/", "/sub%20path/new/"), "301!", &mut text);
        map_line("/sub%20path", &redirect("/old/", "/sub%20path/new/"), &mut text);
        let expected =
            "/sub%20path/old/ /sub%20path/new/ 301!\n\"/sub path/old/\" \"/sub%20path/new/$is_args$args\";\n";
        assert_eq!(text, expected);
    }
}
