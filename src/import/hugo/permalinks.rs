//! At which address Hugo had a page.

use super::super::dates::date;
use super::super::value::Value;
use super::config::{self, Config};
use crate::date::{Date, Day, Zone};
use crate::text::is_control;

/// What an address is made of.
pub struct Parts<'a> {
    /// The folders below the content.
    pub folders: Vec<&'a str>,
    /// The name of the file, or of the bundle's folder.
    pub name: &'a str,
    /// The title.
    pub title: &'a str,
    /// The slug of the front matter.
    pub slug: Option<&'a str>,
    /// The date of the front matter.
    pub date: Option<&'a str>,
}

/// The address of a page below the prefix of its language: by the pattern of its section, else by its folders.
pub fn address(parts: &Parts<'_>, config: &Config) -> String {
    let section = parts.folders.first().copied().unwrap_or_default();
    let path = pattern(section, config).and_then(|pattern| expand(pattern, parts)).unwrap_or_else(|| {
        let mut path: String = parts.folders.iter().map(|folder| format!("{folder}/")).collect();
        path.push_str(parts.slug.unwrap_or(parts.name));
        path
    });
    let mut path = sanitized(&path);
    if !config.is_on("disablePathToLower") {
        path = path.to_lowercase();
    }
    let path = path.trim_matches('/').to_owned();
    if config.is_on("uglyURLs") && !path.is_empty() {
        format!("/{path}.html")
    } else {
        format!("/{path}/").replace("//", "/")
    }
}

/// The pattern of a section, of the old and of the new form of the setting.
fn pattern<'c>(section: &str, config: &'c Config) -> Option<&'c str> {
    let permalinks = config.get("permalinks")?;
    let of_pages = config::get(permalinks, "page").filter(|pages| matches!(pages, Value::Map(_)));
    let find = |patterns: &'c Value| {
        config::get(patterns, section).or_else(|| config::get(patterns, "/")).and_then(Value::as_text)
    };
    of_pages.and_then(find).or_else(|| find(permalinks))
}

/// The pattern with its words replaced; `None` if it names something that is not known.
fn expand(pattern: &str, parts: &Parts<'_>) -> Option<String> {
    let day = parts.date.and_then(date).and_then(|read| read.parse::<Date>().ok()).map(|date| date.day(&Zone::utc()));
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(':') {
        out.push_str(&rest[..at]);
        let word = &rest[at + 1..];
        let end = word.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(word.len());
        let (name, after) = word.split_at(end);
        rest = after;
        out.push_str(&match name {
            "year" => format!("{:04}", day?.year),
            "month" => format!("{:02}", day?.month),
            "day" => format!("{:02}", day?.day),
            "monthname" => MONTHS.get(usize::try_from(day?.month).ok()?.checked_sub(1)?)?.to_owned().to_owned(),
            "yearday" => (day?.days_since(Day { year: day?.year, month: 1, day: 1 }) + 1).to_string(),
            "section" => parts.folders.first().copied().unwrap_or_default().to_owned(),
            "sections" if !after.starts_with('[') => parts.folders.join("/"),
            "title" => urlized(parts.title),
            "slug" => parts.slug.map_or_else(|| urlized(parts.title), str::to_owned),
            "slugorfilename" | "slugorcontentbasename" => parts.slug.unwrap_or(parts.name).to_owned(),
            "filename" | "contentbasename" => parts.name.to_owned(),
            _ => return None,
        });
    }
    out.push_str(rest);
    Some(out)
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A text as Hugo makes a part of an address of it.
pub fn urlized(text: &str) -> String {
    sanitized(text).to_lowercase().trim_matches('-').to_owned()
}

/// What Hugo leaves of a path: letters, digits and a few signs; blanks become hyphens.
fn sanitized(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.trim().chars() {
        if c.is_alphanumeric() || matches!(c, '.' | '/' | '_' | '#' | '+' | '~' | '-' | '@' | '\u{300}'..='\u{36f}') {
            out.push(c);
        } else if c.is_whitespace() && !out.ends_with('-') {
            out.push('-');
        } else if is_control(c) {
            continue;
        }
    }
    out.replace('#', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_pattern_are_replaced() {
        let parts = Parts {
            folders: vec!["posts", "sea"],
            name: "My File",
            title: "A Storm, in 1953!",
            slug: None,
            date: Some("2020-02-03T10:00:00+01:00"),
        };
        for (pattern, expanded) in [
            ("/:year/:month/:day/:title/", "/2020/02/03/a-storm-in-1953/"),
            ("/:sections/:slug/", "/posts/sea/a-storm-in-1953/"),
            ("/:section/:filename", "/posts/My File"),
            ("/x:yearday/", "/x34/"),
        ] {
            assert_eq!(expand(pattern, &parts).as_deref(), Some(expanded));
        }
        assert_eq!(expand("/:unheardof/", &parts), None);
        assert_eq!(urlized("C++ & Größe (2)"), "c++-größe-2");
    }
}
