//! The schemas of sitemaps.org as rules: `sitemap.xsd` and `siteindex.xsd` of version 0.9, and the limits of the protocol
//! that no schema can say. What a rule says is what the schema says, not what byline writes.

use quick_xml::events::Event;
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

/// The namespace of the protocol.
const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
/// How many entries a file may have.
const ENTRIES: usize = 50_000;
/// How large a file may be, in bytes.
const SIZE: usize = 50 * 1024 * 1024;

/// An element with its namespace, its elements in their order, and its text.
struct Element {
    is_of_protocol: bool,
    name: String,
    elements: Vec<Element>,
    text: String,
    has_attributes: bool,
}

/// What a file breaks first; `own` is the address of its folder, below which all of its entries have to be.
pub fn check(xml: &[u8], own: &str) -> Result<(), String> {
    if xml.len() > SIZE {
        return Err(format!("{} bytes are too many", xml.len()));
    }
    let root = read(xml)?;
    let (entry, may_be_further): (&str, &[&str]) = match root.name.as_str() {
        "urlset" => ("url", &["changefreq", "priority"]),
        "sitemapindex" => ("sitemap", &[]),
        other => return Err(format!("`{other}` is no root")),
    };
    if !root.is_of_protocol {
        return Err("the root is in another namespace".to_owned());
    }
    // Elements of other namespaces may come first in a `urlset`.
    let is_foreign = |element: &&Element| !element.is_of_protocol && root.name == "urlset";
    let entries: Vec<&Element> = root.elements.iter().skip_while(is_foreign).collect();
    if entries.is_empty() || entries.len() > ENTRIES {
        return Err(format!("{} entries", entries.len()));
    }
    for found in entries {
        if !found.is_of_protocol || found.name != entry || found.has_attributes {
            return Err(format!("`{}` in `{}`", found.name, root.name));
        }
        check_entry(found, may_be_further, own).map_err(|what| format!("{what} in an entry of `{}`", root.name))?;
    }
    Ok(())
}

/// `loc`, then perhaps `lastmod`, then what else may be there in its order, then elements of other namespaces in a `url`.
fn check_entry(entry: &Element, may_be_further: &[&str], own: &str) -> Result<(), String> {
    let mut elements = entry.elements.iter().peekable();
    let mut next = |name: &str| elements.next_if(|element| element.is_of_protocol && element.name == name);
    let loc = next("loc").ok_or("no `loc` at the beginning")?;
    if !(12..=2048).contains(&loc.text.chars().count()) || !is_uri(&loc.text) || !loc.text.starts_with(own) {
        return Err(format!("the address `{}`", loc.text));
    }
    if let Some(lastmod) = next("lastmod")
        && !is_date(&lastmod.text)
        && !is_date_time(&lastmod.text)
    {
        return Err(format!("the date `{}`", lastmod.text));
    }
    for name in may_be_further {
        if let Some(found) = next(name) {
            let is_right = match *name {
                "changefreq" => {
                    ["always", "hourly", "daily", "weekly", "monthly", "yearly", "never"].contains(&found.text.as_str())
                }
                _ => found.text.parse::<f64>().is_ok_and(|priority| (0.0..=1.0).contains(&priority)),
            };
            if !is_right {
                return Err(format!("`{}` as {name}", found.text));
            }
        }
    }
    let rest = elements.find(|element| element.is_of_protocol || entry.name != "url");
    rest.map_or(Ok(()), |element| Err(format!("`{}`, which may not stand there", element.name)))
}

/// An absolute address in which whatever has to be encoded is.
fn is_uri(text: &str) -> bool {
    let is_written = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let is_encoded =
        text.split('%').skip(1).all(|rest| rest.len() > 1 && rest.bytes().take(2).all(|b| b.is_ascii_hexdigit()));
    (text.starts_with("https://") || text.starts_with("http://")) && text.chars().all(is_written) && is_encoded
}

/// `xsd:date`: `2024-06-06`, perhaps with a zone.
fn is_date(text: &str) -> bool {
    let Some((date, zone)) = text.split_at_checked(10) else { return false };
    let is_there = |from: usize, to: usize, most: u32| {
        let part = &date.as_bytes()[from..to];
        let number = part.iter().try_fold(0, |sum, byte| Some(sum * 10 + char::from(*byte).to_digit(10)?));
        number.is_some_and(|number| (1..=most).contains(&number))
    };
    let has_dashes = date.is_ascii() && date.as_bytes()[4] == b'-' && date.as_bytes()[7] == b'-';
    has_dashes
        && is_there(0, 4, 9999)
        && is_there(5, 7, 12)
        && is_there(8, 10, 31)
        && (zone.is_empty() || is_zone(zone))
}

/// `xsd:dateTime`: `2024-06-06T09:30:00`, perhaps with a fraction and a zone.
fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let Some((clock, rest)) = time.split_at_checked(8) else { return false };
    let parts: Vec<Option<u32>> = clock.split(':').map(|part| part.parse().ok().filter(|_| part.len() == 2)).collect();
    let is_clock = matches!(parts[..], [Some(0..=23), Some(0..=59), Some(0..=59)]);
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    date.len() == 10 && is_date(date) && is_clock && (zone.is_empty() || is_zone(zone))
}

fn is_zone(text: &str) -> bool {
    let Some(clock) = text.strip_prefix(['+', '-']) else { return text == "Z" };
    let parts: Vec<Option<u32>> = clock.split(':').map(|part| part.parse().ok().filter(|_| part.len() == 2)).collect();
    matches!(parts[..], [Some(0..=14), Some(0..=59)])
}

fn read(xml: &[u8]) -> Result<Element, String> {
    let mut reader = NsReader::from_reader(xml);
    let mut open: Vec<Element> = Vec::new();
    loop {
        let (namespace, event) = reader.read_resolved_event().map_err(|error| error.to_string())?;
        let is_of_protocol = namespace == ResolveResult::Bound(Namespace(SITEMAP));
        let element = |start: &quick_xml::events::BytesStart<'_>| Element {
            is_of_protocol,
            name: start.local_name().as_ref().to_owned(),
            elements: Vec::new(),
            text: String::new(),
            has_attributes: start.attributes().flatten().any(|one| !one.key.as_ref().starts_with("xmlns")),
        };
        let closed = match event {
            Event::Start(start) => {
                open.push(element(&start));
                continue;
            }
            Event::Empty(start) => element(&start),
            Event::End(_) => open.pop().ok_or("an end without a beginning")?,
            Event::Text(text) => {
                match open.last_mut() {
                    Some(last) => last.text.push_str(&text),
                    None if text.trim().is_empty() => {}
                    None => return Err("text outside of the root".to_owned()),
                }
                continue;
            }
            Event::GeneralRef(reference) => {
                let meant = quick_xml::escape::resolve_predefined_entity(&reference).ok_or("an unknown entity")?;
                open.last_mut().ok_or("a reference outside of the root")?.text.push_str(meant);
                continue;
            }
            Event::Eof => return Err("the file ends early".to_owned()),
            Event::Decl(_) | Event::Comment(_) => continue,
            other => return Err(format!("{other:?}")),
        };
        match open.last_mut() {
            Some(parent) => parent.elements.push(closed),
            None => return Ok(closed),
        }
    }
}

#[test]
fn a_sitemap_that_breaks_a_rule_of_the_schema_is_found_out() {
    let whole = |root: &str, inside: &str| {
        let xml = format!(
            "<?xml version=\"1.0\"?>\n<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:x=\"urn:x\">{inside}</{root}>\n"
        );
        check(xml.as_bytes(), "https://s.example/")
    };
    let set = |inside: &str| whole("urlset", inside);
    let url = |inside: &str| set(&format!("<url>{inside}</url>"));
    let loc = "<loc>https://s.example/a/?b=1&amp;c=%C3%A4</loc>";
    for right in [
        url(loc),
        url(&format!("{loc}<lastmod>2024-06-06</lastmod><priority>0.5</priority><x:link a=\"b\"/>")),
        url(&format!("{loc}<lastmod>2024-06-06T09:30:00+01:00</lastmod><changefreq>daily</changefreq>")),
        url(&format!("{loc}<lastmod>2024-06-06T09:30:00.5Z</lastmod>")),
        whole("sitemapindex", &format!("<sitemap>{loc}<lastmod>2024-06-06</lastmod></sitemap>")),
    ] {
        assert_eq!(right, Ok(()));
    }
    for (wrong, why) in [
        (set(""), "no entry"),
        (set("<url/>"), "no address"),
        (set(&format!("<entry>{loc}</entry>")), "no entry of the protocol"),
        (set(&format!("<x:url>{loc}</x:url><url>{loc}</url><x:url/>")), "a foreign element behind an entry"),
        (url(&format!("<lastmod>2024-06-06</lastmod>{loc}")), "the date first"),
        (url(&format!("{loc}{loc}")), "two addresses"),
        (url(&format!("<x:link/>{loc}")), "a foreign element first"),
        (url(&format!("{loc}<priority>2</priority>")), "too high a priority"),
        (url(&format!("{loc}<priority>1</priority><lastmod>2024-06-06</lastmod>")), "the date last"),
        (url("<loc>https://other.example/a/</loc>"), "an address of another site"),
        (url("<loc>/a/</loc>"), "an address without a host"),
        (url("<loc>https://s.example/ä/</loc>"), "an address that is not encoded"),
        (url(&format!("<loc>https://s.example/{}</loc>", "a".repeat(2048))), "too long an address"),
        (whole("sitemapindex", &format!("<sitemap>{loc}<x:link/></sitemap>")), "a foreign element in an index"),
        (whole("feed", &format!("<url>{loc}</url>")), "another root"),
    ] {
        assert!(wrong.is_err(), "{why}");
    }
    for date in
        ["2024-06", "2024-13-01", "2024-06-06T09:30", "2024-06-06T24:30:00", "2024-06-06T09:30:00+1:00", "2024-06-06 "]
    {
        assert!(url(&format!("{loc}<lastmod>{date}</lastmod>")).is_err(), "{date}");
    }
    assert!(check(b"<urlset><url><loc>https://s.example/</loc></url></urlset>", "https://s.example/").is_err());
    let many = format!("<url>{loc}</url>").repeat(ENTRIES);
    assert_eq!((set(&many), set(&format!("{many}<url>{loc}</url>")).is_err()), (Ok(()), true));
}
