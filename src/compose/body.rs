//! Prose with its holes filled.

use std::borrow::Cow;

use super::brief::ArticleBrief;
use super::view::{CalloutView, NewsletterView};
use super::{Composer, Setting, csl, faqs, figure, related, sources, toc, trust};
use crate::diagnostics::Diagnostic;
use crate::html::{Html, Value, escape};
use crate::parse::document::{Callout, Fold, Hole, HoleKind, Markup, Place, Prose, References};
use crate::resolve::{Argument, Connections};
use crate::text::Text;

/// One document, about to be shown.
pub struct Manuscript<'a> {
    /// What all pages share.
    pub composer: &'a Composer<'a>,
    /// What the prose refers to.
    pub references: &'a References,
    /// Where that leads.
    pub connections: &'a Connections,
    /// The prose.
    pub prose: &'a Prose,
    /// What the page shows of the site besides, if it is an article.
    pub brief: Option<&'a ArticleBrief<'a>>,
    /// Its citations and sources in the style of site.toml.
    pub cited: csl::Cited,
}

/// Room for what fills a hole, in bytes: most are links and citations.
const FILLING: usize = 128;

/// What stands between an opening hole and its end.
enum Open {
    Call(usize),
    Callout(usize),
}

impl Manuscript<'_> {
    /// Fills a whole text.
    ///
    /// # Errors
    /// A mistake in a component of the theme.
    pub fn fill(&self, markup: &Markup) -> Result<Html, Box<Diagnostic>> {
        self.fill_part(&markup.html, 0, &markup.holes)
    }

    /// Fills the body up to its first section, and the rest.
    ///
    /// # Errors
    /// A mistake in a component of the theme.
    pub fn fill_body(&self) -> Result<(Html, Html), Box<Diagnostic>> {
        let body = &self.prose.body;
        let Some(split) = self.prose.first_section else { return Ok((self.fill(body)?, Html::default())) };
        let mut before = body.holes.partition_point(|hole| hole.at <= split);
        // Questions are a section, too: right before the first heading they begin the rest.
        while before > 0 && body.holes[before - 1].at == split && self.is_faqs(body.holes[before - 1].kind) {
            before -= 1;
        }
        let (lead, rest) = body.html.split_at(split as usize);
        Ok((self.fill_part(lead, 0, &body.holes[..before])?, self.fill_part(rest, lead.len(), &body.holes[before..])?))
    }

    fn is_faqs(&self, hole: HoleKind) -> bool {
        let HoleKind::Place(index) = hole else { return false };
        self.references.places.get(index as usize).is_some_and(|place| place.value == Place::Faqs)
    }

    /// Fills a part of a text that begins at `start` of it; `holes` are those of the part, in order.
    fn fill_part(&self, part: &str, start: usize, holes: &[Hole]) -> Result<Html, Box<Diagnostic>> {
        let mut finished: Vec<(Open, String)> = Vec::new();
        let mut html = String::with_capacity(part.len() + FILLING * holes.len());
        let mut at = 0;
        for hole in holes {
            let hole_at = hole.at as usize - start;
            html.push_str(&part[at..hole_at]);
            at = hole_at;
            match hole.kind {
                HoleKind::Link(index) => {
                    if let Some(target) = self.connections.links.get(index as usize) {
                        escape(&target.href, &mut html);
                    }
                }
                HoleKind::LinkTitle(index) => {
                    if let Some(target) = self.connections.links.get(index as usize) {
                        escape(&target.title, &mut html);
                    }
                }
                HoleKind::Citation(index) => sources::mark(self, index as usize, &mut html)?,
                HoleKind::Figure(index) => html.push_str(&figure::render(self, index as usize)?.0),
                HoleKind::Call(index) => html.push_str(&self.call(index as usize, None)?.0),
                HoleKind::OpenCall(index) => {
                    finished.push((Open::Call(index as usize), std::mem::take(&mut html)));
                }
                HoleKind::OpenCallout(index) => {
                    finished.push((Open::Callout(index as usize), std::mem::take(&mut html)));
                }
                HoleKind::Close => {
                    if let Some((open, before)) = finished.pop() {
                        let body = Html(std::mem::replace(&mut html, before));
                        let whole = match open {
                            Open::Call(index) => self.call(index, Some(body))?,
                            Open::Callout(index) => self.callout(index, body)?,
                        };
                        html.push_str(&whole.0);
                    }
                }
                HoleKind::Place(index) => {
                    if let Some(place) = self.references.places.get(index as usize) {
                        html.push_str(&self.place(place.value)?.0);
                    }
                }
            }
        }
        html.push_str(&part[at..]);
        Ok(Html(html))
    }

    /// The text of a markup without any tag, and without the marks of citations and footnotes.
    pub fn plain(&self, markup: &Markup) -> String {
        if markup.holes.is_empty() {
            return crate::html::plain_text(&without_notes(&markup.html));
        }
        let mut html = String::with_capacity(markup.html.len());
        let mut at = 0;
        for hole in &markup.holes {
            html.push_str(&markup.html[at..hole.at as usize]);
            at = hole.at as usize;
            match hole.kind {
                HoleKind::LinkTitle(index) => {
                    if let Some(target) = self.connections.links.get(index as usize) {
                        escape(&target.title, &mut html);
                    }
                }
                // The blank before a mark belongs to it.
                HoleKind::Citation(_) => html.truncate(html.trim_end().len()),
                HoleKind::OpenCallout(index) => {
                    let title = self.prose.callouts.get(index as usize).and_then(|callout| callout.title.as_ref());
                    self.plain_line(title, &mut html);
                }
                HoleKind::OpenCall(index) => self.plain_line(self.label(index), &mut html),
                HoleKind::Call(index) => {
                    self.label(index).iter().for_each(|label| escape(&self.plain(label), &mut html));
                }
                HoleKind::Figure(index) => {
                    self.plain_line(self.prose.captions.get(index as usize).and_then(Option::as_ref), &mut html);
                }
                HoleKind::Link(_) | HoleKind::Close | HoleKind::Place(_) => {}
            }
        }
        html.push_str(&markup.html[at..]);
        crate::html::plain_text(&without_notes(&html))
    }

    /// Adds the text of a markup that stands on a line of its own.
    fn plain_line(&self, markup: Option<&Markup>, html: &mut String) {
        if let Some(markup) = markup {
            html.push_str("<p>");
            escape(&self.plain(markup), html);
            html.push_str("</p>");
        }
    }

    fn label(&self, call: u32) -> Option<&Markup> {
        self.prose.labels.get(call as usize)?.as_ref()
    }

    /// Whether the article says where a block stands.
    pub fn places(&self, place: Place) -> bool {
        self.references.places.iter().any(|placed| placed.value == place)
    }

    fn call(&self, index: usize, body: Option<Html>) -> Result<Html, Box<Diagnostic>> {
        let (Some(call), Some(attributes)) = (self.references.calls.get(index), self.connections.calls.get(index))
        else {
            return Ok(Html::default());
        };
        let mut arguments: Vec<(String, Value)> = attributes
            .iter()
            .map(|(name, argument)| {
                let value = match argument {
                    Argument::Text(text) => Value::normal_string(text),
                    Argument::Bool(value) => Value::from(*value),
                    Argument::Integer(value) => Value::from(*value),
                    Argument::Rows(query, _) => self.composer.rows(query),
                };
                (name.clone(), value)
            })
            .collect();
        let label = self.prose.labels.get(index).and_then(Option::as_ref).map(|label| self.fill(label)).transpose()?;
        if let Some(label) = label {
            arguments.push(("label".to_owned(), Value::safe_string(&label.0)));
        }
        if let Some(id) = &call.id {
            arguments.push(("id".to_owned(), Value::normal_string(id)));
        }
        if !call.classes.is_empty() {
            arguments.push(("classes".to_owned(), Value::normal_string(&call.classes.join(" "))));
        }
        let rendered = self.composer.components.render(&call.name.value, arguments, body);
        rendered.map_err(|wrong| match self.brief {
            Some(brief) => Box::new(wrong.related(&brief.article.facts.path, Some(call.span), "called from here")),
            None => wrong,
        })
    }

    fn callout(&self, index: usize, body: Html) -> Result<Html, Box<Diagnostic>> {
        let Some(callout) = self.prose.callouts.get(index) else { return Ok(body) };
        let Callout { kind, title, fold } = callout;
        let key = format!("callout_{}", kind.replace('-', "_"));
        let kind_title = match self.composer.words.0.get(&key) {
            Some(word) => word.clone(),
            None => capitalized(&kind.replace('-', " ")),
        };
        let view = CalloutView {
            kind: kind.clone(),
            title: title.as_ref().map(|title| self.fill(title)).transpose()?,
            kind_title,
            foldable: *fold != Fold::Never,
            open: *fold != Fold::Closed,
        };
        let arguments = vec![("callout".to_owned(), Value::from_serializable(&view))];
        self.composer.components.render("callout", arguments, Some(body))
    }

    fn place(&self, place: Place) -> Result<Html, Box<Diagnostic>> {
        let argument = match place {
            Place::Faqs => faqs::view(self)?.map(|view| Value::from_serializable(&view)),
            Place::Sources => sources::view(self)?.map(|view| Value::from_serializable(&view)),
            Place::Newsletter => self.newsletter()?.map(|view| Value::from_serializable(&view)),
            Place::Trust => trust::view(self)?.map(|view| Value::from_serializable(&view)),
            Place::Toc => toc::view(self.references).map(|view| Value::from_serializable(&view)),
            Place::Related => related::view(self).map(|view| Value::from_serializable(&view)),
        };
        match argument {
            Some(argument) => {
                self.composer.components.render(place.name(), vec![(place.name().to_owned(), argument)], None)
            }
            None => Ok(Html::default()),
        }
    }

    fn newsletter(&self) -> Result<Option<NewsletterView>, Box<Diagnostic>> {
        let Some(newsletter) = self.composer.config.newsletter.as_ref() else { return Ok(None) };
        Ok(Some(NewsletterView {
            title: newsletter.title.clone(),
            text: self.composer.settings_text(newsletter.text.as_ref())?,
            action: self.composer.navigation.newsletter.clone(),
        }))
    }
}

impl Composer<'_> {
    /// A Markdown text of site.toml.
    ///
    /// # Errors
    /// A mistake in a component of the theme.
    pub(super) fn settings_text(&self, text: Option<&Text>) -> Result<Option<Html>, Box<Diagnostic>> {
        let Some(text) = text else { return Ok(None) };
        let mut written = self.settings.iter().zip(self.connections);
        let Some((setting, connections)) = written.find(|(setting, _)| setting.span == text.span) else {
            return Ok(None);
        };
        let Setting { references, prose, span: _ } = setting;
        let manuscript =
            Manuscript { composer: self, references, connections, prose, brief: None, cited: Default::default() };
        manuscript.fill(&prose.body).map(Some)
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// HTML without the numbers that lead to footnotes, which are no part of what it says.
fn without_notes(html: &str) -> Cow<'_, str> {
    const MARK: &str = "<sup><a href=\"#fn-";
    const END: &str = "</a></sup>";
    if !html.contains(MARK) {
        return Cow::Borrowed(html);
    }
    let mut parts = html.split(MARK);
    let mut without = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        // The blank before a mark belongs to it.
        without.truncate(without.trim_end().len());
        without.push_str(part.split_once(END).map_or(part, |(_, after)| after));
    }
    Cow::Owned(without)
}

#[cfg(test)]
mod tests {
    use super::without_notes;

    #[test]
    fn a_number_that_leads_to_a_footnote_is_no_part_of_a_text() {
        let mark = "<sup><a href=\"#fn-1\" id=\"fnref-1\" class=\"footnote-ref\" role=\"doc-noteref\">1</a></sup>";
        assert_eq!(without_notes(&format!("Low{mark} water{mark}.")), "Low water.");
        assert_eq!(without_notes(&format!("See {mark}.")), "See.");
        assert_eq!(
            without_notes("10<sup>2</sup> <sup><a href=\"/x/\">x</a></sup>"),
            "10<sup>2</sup> <sup><a href=\"/x/\">x</a></sup>"
        );
    }
}
