//! The feed of the corrections of all articles, newest first, in the formats of the others.

use super::{Written, item, title};
use crate::compose::Composer;
use crate::compose::brief::Part;
use crate::config::Config;
use crate::date::Date;
use crate::fingerprint::print;
use crate::html::escape;
use crate::resolve::Site;
use crate::resolve::feeds::{Format, lasting_name};
use crate::resolve::routes::CORRECTIONS;
use crate::route::Route;

/// A correction in the feed.
#[derive(Hash)]
pub struct Line<'b> {
    /// When it was made.
    date: Date,
    /// What was corrected, plain.
    text: &'b str,
    /// The article's headline.
    title: &'b str,
    /// Where the article is.
    route: &'b Route,
    /// What names the correction for ever: what names its article, its day, and which of that day it is.
    name: String,
}

/// All that the feed shows of the site.
pub struct CorrectionsBrief<'f> {
    /// How it is written.
    pub format: Format,
    /// The newest corrections, newest first.
    pub lines: &'f [Line<'f>],
}

/// The newest corrections of a site; none if it has no feeds.
pub fn listed<'b>(site: &'b Site, config: &Config) -> Vec<Line<'b>> {
    if config.feeds.formats.is_empty() {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for corrected in site.corrections.iter().take(config.feeds.limit) {
        let Some(article) = site.articles.get(corrected.article) else { continue };
        let facts = &article.facts;
        let all = &facts.fields.corrections;
        let Some(correction) = all.get(corrected.correction) else { continue };
        let date = correction.date.value;
        // Authors add to the list at either end, so only those of one day are counted.
        let earlier = all.iter().take(corrected.correction).filter(|other| other.date.value == date).count();
        let (is_path, name) = lasting_name(facts);
        let kind = if is_path { "path" } else { "id" };
        let name = format!("correction\n{kind}\n{name}\n{}\n{earlier}", date.iso(&config.timezone));
        let title = &facts.fields.title.value;
        lines.push(Line { date, text: &correction.plain, title, route: &article.route, name });
    }
    lines
}

impl CorrectionsBrief<'_> {
    /// Its path in the output.
    pub fn path(&self) -> String {
        self.route().file()
    }

    fn route(&self) -> Route {
        self.format.route(&Route::new(CORRECTIONS))
    }

    /// The fingerprints of its parts.
    pub fn parts(&self) -> Vec<(Part, u64)> {
        vec![(Part::Lines, print(self.lines))]
    }
}

impl Composer<'_> {
    /// Writes the feed of corrections.
    pub fn corrections_feed(&self, brief: &CorrectionsBrief<'_>) -> String {
        let contents = brief.lines.iter().map(|line| {
            let mut html = String::from("<p>");
            escape(line.text, &mut html);
            html.push_str("</p>");
            html
        });
        let contents: Vec<String> = contents.collect();
        let items: Vec<item::Written<'_>> =
            brief.lines.iter().zip(&contents).map(|(line, content)| self.correction(line, content)).collect();
        let feed = Written {
            title: title(self.config, Some(self.words.get("corrections_all"))),
            about: "",
            page: self.absolute(&Route::new(CORRECTIONS)),
            own: self.absolute(&brief.route()),
            updated: items.iter().map(|item| item.updated).max(),
            items,
        };
        feed.write(self, brief.format)
    }

    fn correction<'a>(&self, line: &Line<'a>, content: &'a str) -> item::Written<'a> {
        let made = line.date.instant(&self.config.timezone);
        item::Written {
            id: item::uuid(&self.config.base_url, &line.name),
            title: line.title,
            url: self.absolute(line.route),
            summary: line.text,
            content,
            published: made,
            updated: made,
            authors: Vec::new(),
            terms: Vec::new(),
            image: None,
        }
    }
}
