//! At which address Jekyll had a page.

use super::super::dates::date;
use super::super::value::Value;
use crate::date::{Date, Day, Zone};

/// What an address is made of.
pub struct Named<'a> {
    /// The categories.
    pub categories: &'a [String],
    /// The collection.
    pub collection: &'a str,
    /// The path below the collection, without an extension.
    pub path: &'a str,
    /// The slug, else the name of the file.
    pub title: &'a str,
    /// The date.
    pub date: Option<&'a str>,
}

/// Whether pages have addresses that end with a slash.
pub fn is_pretty(config: &Value) -> bool {
    config.get("permalink").and_then(Value::as_text).is_some_and(|style| style == "pretty" || style.ends_with('/'))
}

/// The address of a post or a document by its own pattern, else by that of the settings.
pub fn address(own: Option<&str>, config: &Value, named: &Named<'_>) -> String {
    let style = own.or_else(|| config.get("permalink").and_then(Value::as_text)).unwrap_or("date");
    let pattern = match style {
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
        "none" => "/:categories/:title:output_ext",
        pattern => pattern,
    };
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(':') {
        out.push_str(&rest[..at]);
        let word = &rest[at + 1..];
        let end = word.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(word.len());
        // The longest name that is known: `:title_x` is the title and `_x`.
        let known = (1..=end).rev().find_map(|end| Some((expand(&word[..end], named)?, end)));
        let (with, end) = known.unwrap_or_else(|| (format!(":{}", &word[..end]), end));
        out.push_str(&with);
        rest = &word[end..];
    }
    out.push_str(rest);
    let mut address = String::from("/");
    for part in out.split('/').filter(|part| !part.is_empty()) {
        address.push_str(part);
        address.push('/');
    }
    if !out.ends_with('/') && address.len() > 1 {
        address.pop();
    }
    address
}

fn expand(name: &str, named: &Named<'_>) -> Option<String> {
    let day = || -> Option<Day> { Some(date(named.date?)?.parse::<Date>().ok()?.day(&Zone::utc())) };
    Some(match name {
        "year" => format!("{:04}", day()?.year),
        "short_year" => format!("{:02}", day()?.year % 100),
        "month" => format!("{:02}", day()?.month),
        "i_month" => day()?.month.to_string(),
        "day" => format!("{:02}", day()?.day),
        "i_day" => day()?.day.to_string(),
        "y_day" => {
            let day = day()?;
            format!("{:03}", day.days_since(Day { year: day.year, month: 1, day: 1 }) + 1)
        }
        "title" => part(named.title, true),
        "slug" => part(named.title, false),
        "name" => part(named.path.rsplit('/').next().unwrap_or(named.path), false),
        "path" => named.path.to_owned(),
        "collection" => named.collection.to_owned(),
        "categories" => named.categories.iter().map(|one| part(one, false)).collect::<Vec<_>>().join("/"),
        "output_ext" => ".html".to_owned(),
        _ => return None,
    })
}

/// A part of an address: runs of anything but letters and digits are one hyphen; a title keeps its case.
fn part(text: &str, keeps_case: bool) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || (keeps_case && matches!(c, '_' | '.')) {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    let out = out.trim_end_matches('-');
    if keeps_case { out.to_owned() } else { out.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_of_permalink_is_known() {
        let categories = ["Sea Life".to_owned()];
        let named = Named {
            categories: &categories,
            collection: "posts",
            path: "a-Storm",
            title: "a-Storm",
            date: Some("2020-02-03 10:00 +0100"),
        };
        for (style, expected) in [
            (None, "/sea-life/2020/02/03/a-Storm.html"),
            (Some("pretty"), "/sea-life/2020/02/03/a-Storm/"),
            (Some("ordinal"), "/sea-life/2020/034/a-Storm.html"),
            (Some("/blog/:year-:i_month/:slug"), "/blog/2020-2/a-storm"),
            (Some("/:collection/:title_x/"), "/posts/a-Storm_x/"),
        ] {
            assert_eq!(address(style, &Value::Null, &named), expected);
        }
    }
}
