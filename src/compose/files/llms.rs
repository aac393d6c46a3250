//! `llms.txt`: what there is to read, in Markdown, for programs that read a site for somebody (llmstxt.org).

use super::copies;
use crate::compose::brief::Part;
use crate::compose::{Composer, meta};
use crate::config::Config;
use crate::fingerprint::print;
use crate::resolve::routes::{LLMS, copy_of};
use crate::resolve::{Article, HOME, Section, Site};
use crate::route::Route;

/// All that the file shows of the site.
#[derive(Hash)]
pub struct LlmsBrief<'b> {
    about: String,
    /// The sections that have articles, from above to below; the home page's has no title.
    groups: Vec<(Option<&'b str>, Vec<Line<'b>>)>,
    /// The plain pages.
    pages: Vec<Line<'b>>,
}

/// An article or plain page.
#[derive(Hash)]
struct Line<'b> {
    title: &'b str,
    about: &'b str,
    route: Route,
}

impl<'b> LlmsBrief<'b> {
    /// Lists what search engines may show, too.
    pub fn new(site: &'b Site, config: &Config) -> LlmsBrief<'b> {
        let home = site.sections.get(HOME);
        let mut brief = LlmsBrief {
            about: home.and_then(meta::section_description).unwrap_or_else(|| config.description.clone()),
            groups: Vec::new(),
            pages: Vec::new(),
        };
        let mut below = vec![HOME];
        while let Some(section) = below.pop().and_then(|id| site.sections.get(id)) {
            let Section { title, parent, children, articles, pages, .. } = section;
            below.extend(children.iter().rev());
            let listed = |id: &usize| site.articles.get(*id).and_then(|article| Line::new(article, config));
            brief.pages.extend(pages.iter().filter_map(listed));
            let lines: Vec<Line<'_>> = articles.iter().filter_map(listed).collect();
            if !lines.is_empty() {
                brief.groups.push((parent.map(|_| title.as_str()), lines));
            }
        }
        brief
    }

    /// The fingerprints of its parts.
    pub fn parts(&self) -> Vec<(Part, u64)> {
        vec![(Part::Lines, print(self))]
    }
}

impl<'b> Line<'b> {
    fn new(article: &'b Article, config: &Config) -> Option<Line<'b>> {
        let fields = &article.facts.fields;
        let is_listed = !fields.noindex && fields.canonical.is_none();
        let route = if config.machines.markdown { copy_of(&article.route) } else { article.route.clone() };
        is_listed.then(|| Line { title: &fields.title.value, about: meta::description(article), route })
    }
}

/// The path of the file in the output.
pub fn path() -> String {
    Route::new(LLMS).file()
}

/// The text of the file.
pub fn compose(composer: &Composer<'_>, brief: &LlmsBrief<'_>) -> String {
    let LlmsBrief { about, groups, pages } = brief;
    let mut text = format!("# {}\n", copies::text(&composer.config.title));
    if !about.is_empty() {
        text.push_str(&format!("\n> {}\n", copies::text(about)));
    }
    for (title, lines) in groups {
        group(composer, title.unwrap_or_else(|| composer.words.get("articles")), lines, &mut text);
    }
    if !pages.is_empty() {
        // The format gives this title a meaning: what may be left out where there is little room.
        group(composer, "Optional", pages, &mut text);
    }
    text
}

fn group(composer: &Composer<'_>, title: &str, lines: &[Line<'_>], text: &mut String) {
    text.push_str(&format!("\n## {}\n\n", copies::text(title)));
    for Line { title, about, route } in lines {
        text.push_str(&format!("- [{}]({})", copies::text(title), composer.absolute(route)));
        text.push_str(&if about.is_empty() { "\n".to_owned() } else { format!(": {}\n", copies::text(about)) });
    }
}
