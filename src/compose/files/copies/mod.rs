//! A copy of an article in Markdown, for readers that want its text alone.
//!
//! 1. [`CopyBrief`] tells a copy from every other.
//! 2. [`Composer::copy`] puts what the head of the page says above the text of the article as [feeds](super::feeds) have
//!    it, and [`markdown`] turns that into Markdown.
//!
//! `tree` reads HTML; `blocks` writes what stands in lines of its own; `pieces` reads and `line` writes what stands
//! within a line.

mod blocks;
mod line;
mod pieces;
#[cfg(test)]
mod tests;
mod tree;

use crate::compose::brief::{ArticleBrief, Credited, Part};
use crate::compose::files::feeds::Item;
use crate::compose::{Composer, credit, date};
use crate::html::escape;
use crate::planted::{self, Bug};
use crate::resolve::ArticleId;
use crate::resolve::routes::{copy_of, has_copy};
use crate::route::Route;
use crate::text::blanked;

/// All that a copy shows of the site.
pub struct CopyBrief<'b> {
    /// Its article.
    pub item: Item<'b>,
    /// Whether a feed shows the text, too.
    pub is_in_feeds: bool,
}

impl CopyBrief<'_> {
    /// Its path in the output.
    pub fn path(&self) -> String {
        copy_of(&self.item.brief().article.route).file()
    }

    /// The fingerprints of its parts; `document` tells what an article's own file contains.
    pub fn parts(&self, document: impl Fn(ArticleId) -> u64) -> Vec<(Part, u64)> {
        let is_shown = |(part, _): &(Part, u64)| !matches!(part, Part::Series | Part::Related | Part::Mentions);
        let mut parts: Vec<(Part, u64)> = self.item.parts().filter(is_shown).collect();
        if planted::is_planted(Bug::CopyWithoutPeople) {
            parts.retain(|(part, _)| *part != Part::People);
        }
        if !planted::is_planted(Bug::CopyWithoutDocument) {
            parts.push((Part::Document, document(self.item.article)));
        }
        parts
    }
}

/// HTML as Markdown (CommonMark with GitHub's tables, footnotes and strikethrough); scripts and comments are left out, and
/// of what Markdown has no sign for the text is kept.
pub fn markdown(html: &str) -> String {
    let mut markdown = blocks::write(&tree::read(&blanked(html)));
    if !markdown.is_empty() {
        markdown.push('\n');
    }
    markdown
}

/// A text in one line of Markdown.
pub(super) fn text(text: &str) -> String {
    line::write(&pieces::read(&[tree::Node::Text(blanked(text).into_owned())]), line::Place::Paragraph)
}

impl Composer<'_> {
    /// Writes a copy; `content` is the article's text as feeds have it.
    pub fn copy(&self, brief: &CopyBrief<'_>, content: &str) -> String {
        let ArticleBrief { article, credits, .. } = brief.item.brief();
        let mut html = String::with_capacity(content.len() + 1024);
        html.push_str("<h1>");
        escape(&article.facts.fields.title.value, &mut html);
        html.push_str("</h1>\n<p>");
        let authors = credits.authors.len();
        for (at, author) in credits.authors.iter().enumerate() {
            match at {
                0 => html.push_str(&format!("{} ", escaped(self.words.get("by")))),
                _ if at + 1 == authors => html.push_str(&format!(" {} ", escaped(self.words.get("and")))),
                _ => html.push_str(", "),
            }
            self.author(author, &mut html);
        }
        html.push_str("<br>");
        let dates = [("published", article.published), ("updated", article.updated), ("reviewed", article.reviewed)];
        let dated = dates.into_iter().filter_map(|(word, date)| Some((word, date?)));
        for (at, (word, date)) in dated.enumerate() {
            html.push_str(if at > 0 { " · " } else { "" });
            html.push_str(&format!("{} {}", escaped(self.words.get(word)), escaped(&date::view(self, date).text)));
        }
        let address = escaped(&self.absolute(&article.route));
        html.push_str(&format!("<br><a href=\"{address}\">{address}</a></p>\n{content}"));
        markdown(&html)
    }

    fn author(&self, author: &Credited<'_>, html: &mut String) {
        let name = escaped(&credit::fields(author).name.value);
        match author {
            Credited::Member(member) => {
                let address = escaped(&self.absolute(&member.person.route));
                html.push_str(&format!("<a href=\"{address}\">{name}</a>"));
            }
            Credited::Inline(_) => html.push_str(&name),
        }
    }

    /// The address of the copy of an article, if it has one.
    pub fn copy_address(&self, brief: &ArticleBrief<'_>) -> Option<Route> {
        has_copy(&brief.article.facts.fields, self.config).then(|| copy_of(&brief.article.route))
    }
}

fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    escape(text, &mut html);
    html
}
