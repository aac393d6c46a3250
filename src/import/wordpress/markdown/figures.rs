//! Figures, pictures and what is embedded.

use super::{Converter, all};
use crate::import::embeds;
use crate::import::wordpress::html::Element;
use crate::import::wordpress::media::without_size;

impl Converter<'_> {
    pub(super) fn figure(&mut self, element: &Element) -> String {
        let caption = element.elements().find(|inner| inner.name == "figcaption");
        let pictures: Vec<&Element> = all(element, "img");
        if let Some(quote) = element.find("blockquote") {
            return self.quote(quote);
        }
        let caption_text = caption
            .map(|caption| self.inline_of(caption.children.iter()).replace("\\\n", " ").replace('\n', " "))
            .unwrap_or_default();
        if let Some(table) = element.find("table") {
            let table = self.table(table);
            return if caption_text.trim().is_empty() {
                table
            } else {
                format!("{table}\n\n*{}*", caption_text.trim())
            };
        }
        if pictures.len() > 1 || element.has_class("wp-block-gallery") {
            let figures: Vec<&Element> = element.elements().filter(|inner| inner.name == "figure").collect();
            let inner: Vec<String> = if figures.is_empty() {
                pictures.iter().map(|picture| self.picture(picture, "")).collect()
            } else {
                figures.into_iter().map(|figure| self.figure(figure)).collect()
            };
            let caption =
                if caption_text.trim().is_empty() { String::new() } else { format!("\n\n{}", caption_text.trim()) };
            return format!(":::gallery\n\n{}\n\n:::{caption}", inner.join("\n\n"));
        }
        if let [picture] = pictures.as_slice() {
            return self.linked_picture(element, picture, caption_text.trim());
        }
        let media = ["video", "audio", "iframe"].iter().find_map(|name| element.find(name));
        if let Some(media) = media {
            return match media.name.as_str() {
                "iframe" => self.frame(media),
                name => {
                    let source = media.get("src").or_else(|| media.find("source")?.get("src")).unwrap_or_default();
                    self.found.push((format!("embed {name} as a link"), media.start, source.to_owned()));
                    let text = if caption_text.trim().is_empty() {
                        if name == "video" { "Video file" } else { "Audio file" }
                    } else {
                        caption_text.trim()
                    };
                    format!("[{text}]({})", embeds::destination(&(self.media)(source)))
                }
            };
        }
        let text = element.text();
        let address = text.split_whitespace().next().unwrap_or_default();
        if address.starts_with("http") && element.get("class").is_some_and(|class| class.contains("embed")) {
            if let Some(film) = embeds::video(address, Some(caption_text.trim()), None) {
                return film;
            }
            self.found.push(("embed as a link".to_owned(), element.start, address.to_owned()));
            let title = if caption_text.trim().is_empty() {
                provider(address).to_owned()
            } else {
                caption_text.trim().to_owned()
            };
            return format!("[{title}]({})", embeds::destination(address));
        }
        self.joined(&element.children)
    }

    pub(super) fn linked_picture(&mut self, element: &Element, picture: &Element, caption: &str) -> String {
        let markdown = self.picture(picture, caption);
        let link = element.find("a").filter(|link| link.find("img").is_some()).and_then(|link| link.get("href"));
        let source = picture.get("src").unwrap_or_default();
        match link {
            // A picture that leads to itself, larger, is the picture.
            Some(href) if !same_file(href, source) && !href.contains("attachment_id=") => {
                // Only a picture by itself shows its caption.
                if !caption.is_empty() {
                    self.found.push(("link of a picture with a caption".to_owned(), element.start, href.to_owned()));
                    return markdown;
                }
                format!("[{markdown}]({})", embeds::destination(&(self.media)(href)))
            }
            _ => markdown,
        }
    }

    pub(super) fn picture(&self, picture: &Element, caption: &str) -> String {
        let source = picture.get("src").filter(|src| !src.starts_with("data:")).or_else(|| picture.get("data-src"));
        let source = (self.media)(source.or_else(|| picture.get("src")).unwrap_or_default());
        embeds::picture(&source, picture.get("alt").unwrap_or_default(), caption, "", "")
    }

    pub(super) fn frame(&mut self, element: &Element) -> String {
        let address = element.get("src").unwrap_or_default();
        let address = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
        if let Some(film) = embeds::video(&address, element.get("title"), None) {
            return film;
        }
        let host = provider(&address);
        if ["YouTube", "Vimeo"].iter().any(|known| host.contains(known)) {
            self.found.push(("embed as a link".to_owned(), element.start, address.clone()));
            return format!("[{host}]({})", embeds::destination(&address));
        }
        self.found.push(("HTML element iframe".to_owned(), element.start, address));
        self.raw(element)
    }
}

/// Whether two addresses are of one picture in two sizes.
fn same_file(a: &str, b: &str) -> bool {
    let plain = |address: &str| {
        let name =
            address.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned();
        without_size(&name).unwrap_or(name)
    };
    plain(a) == plain(b)
}

/// Who shows what stands at an address.
fn provider(address: &str) -> &'static str {
    for (host, name) in [
        ("youtu", "Video on YouTube"),
        ("vimeo", "Video on Vimeo"),
        ("twitter.com", "Post on X"),
        ("x.com", "Post on X"),
        ("instagram", "Post on Instagram"),
        ("spotify", "Sound on Spotify"),
        ("soundcloud", "Sound on SoundCloud"),
        ("facebook", "Post on Facebook"),
    ] {
        if address.contains(host) {
            return name;
        }
    }
    "Embedded page"
}
