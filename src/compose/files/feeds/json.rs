//! JSON Feed 1.1.

use serde_json::Value;

use super::{Written, item};
use crate::compose::Composer;
use crate::route::Route;

/// An object in the making; its keys are written in the order in which they are given.
struct Object(String);

impl Object {
    fn new() -> Object {
        Object(String::from("{"))
    }

    fn raw(mut self, key: &str, json: &str) -> Object {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        self.0.push_str(&format!("\"{key}\":"));
        self.0.push_str(json);
        self
    }

    fn text(self, key: &str, text: &str) -> Object {
        let json = Value::from(text).to_string();
        self.raw(key, &json)
    }

    /// A text that is left out if it is empty.
    fn filled(self, key: &str, text: &str) -> Object {
        if text.is_empty() { self } else { self.text(key, text) }
    }

    fn maybe(self, key: &str, text: Option<&str>) -> Object {
        match text {
            Some(text) => self.text(key, text),
            None => self,
        }
    }

    /// A list that is left out if it is empty.
    fn list(self, key: &str, items: &[String]) -> Object {
        if items.is_empty() { self } else { self.raw(key, &format!("[{}]", items.join(","))) }
    }

    fn finish(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// The text of the feed.
pub(super) fn write(composer: &Composer<'_>, feed: &Written<'_>) -> String {
    let publisher = &composer.config.publisher.name;
    let publisher = Object::new().text("name", publisher).text("url", &composer.absolute(&Route::new("/"))).finish();
    let items: Vec<String> = feed.items.iter().map(|item| entry(composer, item)).collect();
    let mut json = Object::new()
        .text("version", "https://jsonfeed.org/version/1.1")
        .text("title", &feed.title)
        .text("home_page_url", &feed.page)
        .text("feed_url", &feed.own)
        .filled("description", feed.about)
        .text("language", &composer.config.language)
        .list("authors", &[publisher])
        .raw("items", &format!("[\n{}\n]", items.join(",\n")))
        .finish();
    json.push('\n');
    json
}

fn entry(composer: &Composer<'_>, item: &item::Written<'_>) -> String {
    let zone = &composer.config.timezone;
    let authors = item.authors.iter().map(|author| {
        let portrait = author.portrait.as_deref();
        Object::new().text("name", author.name).maybe("url", author.url.as_deref()).maybe("avatar", portrait).finish()
    });
    let authors: Vec<String> = authors.collect();
    let terms: Vec<String> = item.terms.iter().map(|term| Value::from(*term).to_string()).collect();
    Object::new()
        .text("id", &item.id)
        .text("url", &item.url)
        .text("title", item.title)
        .text("content_html", item.content)
        .filled("summary", item.summary)
        .maybe("image", item.image.as_ref().map(|image| image.url.as_str()))
        .text("date_published", &item.published.iso(zone))
        .text("date_modified", &item.updated.iso(zone))
        .list("authors", &authors)
        .list("tags", &terms)
        .finish()
}
