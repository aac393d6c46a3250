//! The door of quick-xml: WordPress's export file (WXR, RSS with elements of its own) → typed values.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::model::Finding;
use super::super::source::line_number;

/// An export.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// The site's title.
    pub title: String,
    /// What it is.
    pub description: String,
    /// Its language.
    pub language: String,
    /// The address of its home page.
    pub home: String,
    /// Its authors.
    pub authors: Vec<Author>,
    /// Its terms.
    pub terms: Vec<Term>,
    /// Everything else.
    pub items: Vec<Item>,
}

/// Somebody who writes.
#[derive(Clone, Debug, Default)]
pub struct Author {
    /// The name of the account.
    pub login: String,
    /// The name that readers see.
    pub name: String,
}

/// A term of a taxonomy.
#[derive(Clone, Debug, Default)]
pub struct Term {
    /// `category`, `post_tag`, or another.
    pub taxonomy: String,
    /// The part of its address.
    pub slug: String,
    /// The slug of the term above.
    pub parent: String,
    /// Its name.
    pub name: String,
    /// What introduces it.
    pub description: String,
}

/// A post, a page, a file, an entry of a menu.
#[derive(Clone, Debug, Default)]
pub struct Item {
    /// The line of the file that it begins in.
    pub line: u32,
    /// Its title.
    pub title: String,
    /// Its address.
    pub link: String,
    /// The account that wrote it.
    pub creator: String,
    /// Its text, HTML.
    pub content: String,
    /// The line that the text begins in.
    pub content_line: u32,
    /// Its standfirst, HTML.
    pub excerpt: String,
    /// Its number.
    pub id: String,
    /// When it was published, local time.
    pub date: String,
    /// The same in UTC.
    pub date_gmt: String,
    /// When it was changed, local time.
    pub modified: String,
    /// The same in UTC.
    pub modified_gmt: String,
    /// The part of its address.
    pub slug: String,
    /// `publish`, `draft`, …
    pub status: String,
    /// The number of what it belongs to.
    pub parent: String,
    /// Its place in a list.
    pub order: String,
    /// `post`, `page`, `attachment`, …
    pub kind: String,
    /// The word without which nobody may read it.
    pub password: String,
    /// Where the file lies that it is.
    pub attachment: String,
    /// Its terms: taxonomy, slug, name.
    pub terms: Vec<(String, String, String)>,
    /// Further fields.
    pub meta: Vec<(String, String)>,
    /// How many comments it has.
    pub comments: usize,
}

impl Item {
    /// A further field.
    pub fn meta(&self, key: &str) -> Option<&str> {
        self.meta.iter().find(|(name, _)| name == key).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }
}

/// Reads an export; a fault of the XML is reported, and what stands before it is kept.
pub fn read(path: &str, text: &str, findings: &mut Vec<Finding>) -> Export {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut into = Into { lines: Lines { text, at: 0, line: 1 }, ..Into::default() };
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match reader.read_event() {
            Ok(Event::Start(start)) => into.start(&start, before),
            Ok(Event::Empty(start)) => {
                into.start(&start, before);
                into.end();
            }
            Ok(Event::End(_)) => into.end(),
            Ok(Event::Text(text)) => into.text(&text, before),
            Ok(Event::CData(data)) => into.text(&data, before + "<![CDATA[".len()),
            Ok(Event::GeneralRef(name)) => {
                let text = format!("&{};", &*name);
                into.text(&super::html::decoded(&text), before);
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(fault) => {
                let line = into.lines.of(before);
                findings.push(Finding::new("export that cannot be read to its end", path, line, fault.to_string()));
                break;
            }
        }
    }
    into.export
}

/// Lines of places that come one after the other.
#[derive(Default)]
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    fn of(&mut self, at: usize) -> u32 {
        let at = at.clamp(self.at, self.text.len());
        self.line += self.text.as_bytes()[self.at..at].iter().filter(|byte| **byte == b'\n').count();
        self.at = at;
        line_number(self.line)
    }
}

#[derive(Default)]
struct Into<'t> {
    export: Export,
    lines: Lines<'t>,
    stack: Vec<String>,
    text: String,
    text_at: Option<usize>,
    item: Item,
    author: Author,
    term: Term,
    meta: (String, String),
    category: (String, String),
}

impl Into<'_> {
    fn start(&mut self, start: &BytesStart<'_>, at: usize) {
        let name = start.name().as_ref().to_owned();
        match name.as_str() {
            "item" => self.item = Item { line: self.lines.of(at), ..Item::default() },
            "wp:author" => self.author = Author::default(),
            "wp:category" | "wp:tag" | "wp:term" => self.term = Term::default(),
            "wp:postmeta" => self.meta = Default::default(),
            "wp:comment" => self.item.comments += 1,
            "category" => {
                let attribute = |name: &str| {
                    let found = start.attributes().flatten().find(|attribute| attribute.key.as_ref() == name);
                    found.map(|found| super::html::decoded(&found.value).into_owned()).unwrap_or_default()
                };
                self.category = (attribute("domain"), attribute("nicename"));
            }
            _ => {}
        }
        self.stack.push(name);
        self.text.clear();
        self.text_at = None;
    }

    fn text(&mut self, text: &str, at: usize) {
        if self.text_at.is_none() && !text.trim().is_empty() {
            self.text_at = Some(at);
        }
        self.text.push_str(text);
    }

    fn end(&mut self) {
        let Some(name) = self.stack.pop() else { return };
        let text = std::mem::take(&mut self.text);
        let above = self.stack.last().map_or("", String::as_str);
        let in_comment = self.stack.iter().any(|name| name == "wp:comment");
        let trimmed = || text.trim().to_owned();
        match (above, name.as_str()) {
            _ if in_comment => {}
            ("channel", "item") => self.export.items.push(std::mem::take(&mut self.item)),
            ("channel", "title") => self.export.title = trimmed(),
            ("channel", "link") if self.export.home.is_empty() => self.export.home = trimmed(),
            ("channel", "wp:base_blog_url") => self.export.home = trimmed(),
            ("channel", "description") => self.export.description = trimmed(),
            ("channel", "language") => self.export.language = trimmed(),
            ("channel", "wp:author") => self.export.authors.push(std::mem::take(&mut self.author)),
            ("wp:author", "wp:author_login") => self.author.login = trimmed(),
            ("wp:author", "wp:author_display_name") => self.author.name = trimmed(),
            ("channel", "wp:category" | "wp:tag" | "wp:term") => {
                let taxonomy = match name.as_str() {
                    "wp:category" => "category",
                    "wp:tag" => "post_tag",
                    _ => "",
                };
                if !taxonomy.is_empty() {
                    self.term.taxonomy = taxonomy.to_owned();
                }
                self.export.terms.push(std::mem::take(&mut self.term));
            }
            (_, "wp:term_taxonomy") => self.term.taxonomy = trimmed(),
            (_, "wp:category_nicename" | "wp:tag_slug" | "wp:term_slug") => self.term.slug = trimmed(),
            (_, "wp:category_parent" | "wp:term_parent") => self.term.parent = trimmed(),
            (_, "wp:cat_name" | "wp:tag_name" | "wp:term_name") => self.term.name = trimmed(),
            (_, "wp:category_description" | "wp:tag_description" | "wp:term_description") => {
                self.term.description = trimmed()
            }
            ("wp:postmeta", "wp:meta_key") => self.meta.0 = trimmed(),
            ("wp:postmeta", "wp:meta_value") => self.meta.1 = text,
            ("item", "wp:postmeta") => self.item.meta.push(std::mem::take(&mut self.meta)),
            ("item", "category") => {
                let (taxonomy, slug) = std::mem::take(&mut self.category);
                let name = trimmed();
                self.item.terms.push((taxonomy, slug, name));
            }
            ("item", "title") => self.item.title = trimmed(),
            ("item", "link") => self.item.link = trimmed(),
            ("item", "dc:creator") => self.item.creator = trimmed(),
            ("item", "content:encoded") => {
                self.item.content_line = self.text_at.map_or(self.item.line, |at| self.lines.of(at));
                self.item.content = text;
            }
            ("item", "excerpt:encoded") => self.item.excerpt = text,
            ("item", "wp:post_id") => self.item.id = trimmed(),
            ("item", "wp:post_date") => self.item.date = trimmed(),
            ("item", "wp:post_date_gmt") => self.item.date_gmt = trimmed(),
            ("item", "wp:post_modified") => self.item.modified = trimmed(),
            ("item", "wp:post_modified_gmt") => self.item.modified_gmt = trimmed(),
            ("item", "wp:post_name") => self.item.slug = trimmed(),
            ("item", "wp:status") => self.item.status = trimmed(),
            ("item", "wp:post_parent") => self.item.parent = trimmed(),
            ("item", "wp:menu_order") => self.item.order = trimmed(),
            ("item", "wp:post_type") => self.item.kind = trimmed(),
            ("item", "wp:post_password") => self.item.password = trimmed(),
            ("item", "wp:attachment_url") => self.item.attachment = trimmed(),
            _ => {}
        }
        self.text_at = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_export_is_read_up_to_its_fault() {
        let text = "<?xml version=\"1.0\"?>\n<rss><channel><title>A &amp; B</title>\n<wp:author><wp:author_login><![CDATA[jd]]></wp:author_login></wp:author>\n<item>\n<title>One&#8217;s</title>\n<content:encoded><![CDATA[\n<p>x</p>]]></content:encoded>\n<wp:postmeta><wp:meta_key>k</wp:meta_key><wp:meta_value><![CDATA[v]]></wp:meta_value></wp:postmeta><category domain=\"post_tag\" nicename=\"a-b\"><![CDATA[A B]]></category></item><item><title>Two</title></item><item><";
        let mut findings = Vec::new();
        let export = read("x.xml", text, &mut findings);
        assert_eq!((export.title.as_str(), export.authors[0].login.as_str()), ("A & B", "jd"));
        let item = &export.items[0];
        assert_eq!((item.title.as_str(), item.line, item.content_line), ("One’s", 4, 6));
        assert_eq!(item.meta("k"), Some("v"));
        assert_eq!(item.terms, [("post_tag".to_owned(), "a-b".to_owned(), "A B".to_owned())]);
        assert_eq!(export.items.len(), 2);
        assert_eq!(findings.len(), 1);
    }
}
