//! HTML that stands elsewhere: its addresses made absolute, and what only works on its page left out.

use crate::html::tag::{DROPPED, Tag, Tags};

/// The attribute of elements that are of use on their page alone.
const PAGE_ONLY: &str = "data-page-only";

/// Attributes that hold one address.
const ADDRESSES: &[&str] =
    &["href", "src", "poster", "cite", "action", "formaction", "background", "longdesc", "data", "xlink:href"];
/// Attributes that hold several, each with a width or density behind it.
const SETS: &[&str] = &["srcset", "imagesrcset"];
/// The page that some HTML comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// Scheme and host: `https://review.example`.
    pub host: &'a str,
    /// The absolute address of the page.
    pub page: &'a str,
}

impl Origin<'_> {
    /// The absolute form of an address that stands in HTML of the page.
    pub fn absolute(&self, address: &str) -> String {
        let address = address.trim();
        let path = self.page.split(['?', '#']).next().unwrap_or(self.page);
        if has_scheme(address) {
            return address.to_owned();
        }
        if address.starts_with("//") {
            let scheme = self.host.split("//").next().unwrap_or_default();
            return format!("{scheme}{address}");
        }
        if address.starts_with('/') {
            return format!("{}{address}", self.host);
        }
        if address.is_empty() || address.starts_with(['#', '?']) {
            return format!("{path}{address}");
        }
        let mut folder = path.get(..=path.rfind('/').unwrap_or_default()).unwrap_or_default();
        let mut rest = address;
        loop {
            if let Some(below) = rest.strip_prefix("./") {
                rest = below;
            } else if let Some(below) = rest.strip_prefix("../") {
                rest = below;
                let above = folder.trim_end_matches('/').rfind('/').map(|at| at + 1);
                folder = above.filter(|at| *at > self.host.len()).and_then(|at| folder.get(..at)).unwrap_or(folder);
            } else {
                break;
            }
        }
        format!("{folder}{rest}")
    }

    fn set(&self, written: &str) -> String {
        // A comma ends a candidate only behind white space or at the end of one that says no width.
        let candidates = written.split_inclusive([',', ' ', '\n', '\t', '\r']);
        let mut set = String::with_capacity(written.len() + self.host.len() * 2);
        let mut address = String::new();
        let mut within_address = true;
        for part in candidates {
            let (text, end) = part.split_at(part.len() - usize::from(part.ends_with([',', ' ', '\n', '\t', '\r'])));
            if !within_address {
                set.push_str(part);
                within_address = end == ",";
                continue;
            }
            address.push_str(text);
            if end == "," {
                address.push(',');
                continue;
            }
            if address.is_empty() {
                set.push_str(end);
                continue;
            }
            within_address = self.push_candidate(&mut address, &mut set);
            set.push_str(end);
        }
        self.push_candidate(&mut address, &mut set);
        set
    }

    /// Whether the next address follows at once.
    fn push_candidate(&self, address: &mut String, set: &mut String) -> bool {
        let written = std::mem::take(address);
        let bare = written.trim_end_matches(',');
        if !bare.is_empty() {
            set.push_str(&self.absolute(bare));
        }
        set.push_str(written.get(bare.len()..).unwrap_or_default());
        bare.len() < written.len()
    }
}

/// Whether an address says how it is reached: `https:`, `mailto:`, `data:`, …
fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

/// The HTML with every address absolute, without scripts, comments, handlers of events, and elements that have the
/// attribute `data-page-only`.
pub fn detached(html: &str, origin: Origin<'_>) -> String {
    let mut detached = String::with_capacity(html.len() + html.len() / 4);
    let (mut tags, mut rest) = (Tags::new(html), html);
    while let Some(at) = rest.find('<') {
        let (text, markup) = rest.split_at(at);
        detached.push_str(text);
        if let Some(comment) = markup.strip_prefix("<!--") {
            rest = comment.find("-->").and_then(|end| comment.get(end + "-->".len()..)).unwrap_or_default();
            continue;
        }
        let Some(tag) = tags.read(markup) else {
            // A `<` that begins no tag.
            detached.push('<');
            rest = markup.get(1..).unwrap_or_default();
            continue;
        };
        rest = markup.get(tag.length..).unwrap_or_default();
        let is_dropped = DROPPED.iter().any(|name| tag.name.eq_ignore_ascii_case(name));
        let is_page_only = tag.attributes.iter().any(|(name, _)| name.eq_ignore_ascii_case(PAGE_ONLY));
        if !tag.is_end && (is_dropped || is_page_only) {
            rest = tags.behind_element(rest, &tag, is_dropped);
        } else if !(tag.is_end && is_dropped) {
            tag.write(origin, &mut detached);
        }
    }
    detached.push_str(rest);
    detached
}

impl Tag<'_> {
    fn write(&self, origin: Origin<'_>, into: &mut String) {
        into.push_str(if self.is_end { "</" } else { "<" });
        into.push_str(self.name);
        for (name, value) in &self.attributes {
            // Handlers of events are programs.
            let is_handler = name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on"));
            let is_nowhere = value.is_none() && ADDRESSES.iter().any(|known| name.eq_ignore_ascii_case(known));
            if is_handler || is_nowhere {
                continue;
            }
            into.push(' ');
            into.push_str(name);
            let Some(value) = value else { continue };
            into.push_str("=\"");
            push_value(&self.moved(name, value, origin), into);
            into.push('"');
        }
        into.push_str(if self.is_closed { " />" } else { ">" });
    }

    /// The value of an attribute, absolute if it is an address.
    fn moved(&self, name: &str, value: &str, origin: Origin<'_>) -> String {
        let is = |names: &[&str]| names.iter().any(|known| name.eq_ignore_ascii_case(known));
        if is(SETS) {
            return origin.set(value);
        }
        let is_data = name.eq_ignore_ascii_case("data") && !self.name.eq_ignore_ascii_case("object");
        // In a drawing such an address names another part of the same drawing.
        let is_link = ["a", "area"].iter().any(|link| self.name.eq_ignore_ascii_case(link));
        let is_within = value.trim_start().starts_with('#') && !is_link && !is(&["cite", "action", "formaction"]);
        if !is(ADDRESSES) || is_data || is_within { value.to_owned() } else { origin.absolute(value) }
    }
}

/// A value that stood in other quotes, or in none.
fn push_value(value: &str, into: &mut String) {
    for (at, part) in value.split('"').enumerate() {
        into.push_str(if at > 0 { "&quot;" } else { "" });
        into.push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use scraper::{Html, Selector};

    use super::{Origin, detached, has_scheme};

    const ORIGIN: Origin<'static> =
        Origin { host: "https://review.example", page: "https://review.example/sub/coast/tides/" };

    #[test]
    fn every_form_of_an_address_becomes_absolute() {
        for (written, expected) in [
            ("#why", "https://review.example/sub/coast/tides/#why"),
            ("?a=1", "https://review.example/sub/coast/tides/?a=1"),
            ("", "https://review.example/sub/coast/tides/"),
            ("/sub/x.png", "https://review.example/sub/x.png"),
            ("//other.example/x", "https://other.example/x"),
            ("x.png", "https://review.example/sub/coast/tides/x.png"),
            (" ./../x.png ", "https://review.example/sub/coast/x.png"),
            ("../../../../../x", "https://review.example/x"),
            ("mailto:a@b.example", "mailto:a@b.example"),
            ("HTTPS://a.example", "HTTPS://a.example"),
            ("a:b/1", "a:b/1"),
            ("1:b", "https://review.example/sub/coast/tides/1:b"),
        ] {
            assert_eq!(ORIGIN.absolute(written), expected, "{written}");
        }
    }

    #[test]
    fn each_address_of_a_set_becomes_absolute() {
        let absolute = |path: &str| format!("https://review.example{path}");
        for (written, expected) in [
            ("/a.png 1x, /b.png 2x", format!("{} 1x, {} 2x", absolute("/a.png"), absolute("/b.png"))),
            ("/a,b.png 480w,/c.png 960w", format!("{} 480w,{} 960w", absolute("/a,b.png"), absolute("/c.png"))),
            ("/a.png, /b.png", format!("{}, {}", absolute("/a.png"), absolute("/b.png"))),
            ("\n /a.png 1x,\n /b.png", format!("\n {} 1x,\n {}", absolute("/a.png"), absolute("/b.png"))),
        ] {
            assert_eq!(ORIGIN.set(written), expected, "{written:?}");
        }
    }

    #[test]
    fn what_only_works_on_its_page_is_left_out() {
        for (written, expected) in [
            ("a<script>if (1 < 2) { \"</b>\" }</script>b", "ab"),
            ("a<!-- <b> -->b", "ab"),
            ("<h3>Q <a data-page-only href=\"#q\">#<b>x</b></a></h3>", "<h3>Q </h3>"),
            ("<span data-page-only>a<span>b</span>c</span>d", "d"),
            ("<img data-page-only src=x>d", "d"),
            ("<b onclick=\"x()\" CLASS='a \"b\"'>c</b>", "<b CLASS=\"a &quot;b&quot;\">c</b>"),
            ("1 < 2 <3 a</b >", "1 < 2 <3 a</b>"),
            ("<br/>a <input disabled>", "<br />a <input disabled>"),
            ("<svg><use href=\"#wave\"/></svg>", "<svg><use href=\"#wave\" /></svg>"),
            ("cut <a href=\"x", "cut <a href=\"x"),
        ] {
            assert_eq!(detached(written, ORIGIN), expected, "{written}");
        }
    }

    proptest! {
        #[test]
        fn no_address_is_relative_whatever_the_html_is(html in "(<(a|img|b|/a|!--)| (href|src|x)|[=\"' >#/a?:.é]|-->){0,24}") {
            let fragment = Html::parse_fragment(&detached(&html, ORIGIN));
            for element in fragment.select(&Selector::parse("a[href], img[src]").expect("a selector")) {
                let value = element.value();
                for address in [value.attr("href"), value.attr("src")].into_iter().flatten() {
                    // What the parser repairs is no tag to others.
                    prop_assert!(has_scheme(address) || !html.contains('>'), "{address} in {html}");
                }
            }
        }
    }
}
