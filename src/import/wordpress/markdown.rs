//! A tree of HTML → Markdown where that says the same, else the HTML as it was.

use super::super::body::{as_block, as_code};
use super::super::embeds;
use super::super::value::Value;
use super::html::{Element, Node};

/// What is converted.
pub struct Converter<'a> {
    /// The HTML.
    pub html: &'a str,
    /// Whether blank lines part paragraphs, as in texts from before there were blocks.
    pub classic: bool,
    /// What an address of a picture or a file becomes.
    pub media: &'a dyn Fn(&str) -> String,
    /// What was found: a kind, where, and the text.
    pub found: Vec<(String, usize, String)>,
    /// Questions that were found, each with its answer.
    pub faqs: Vec<Value>,
}

/// Elements that stand within a line.
const INLINE: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "b",
    "bdo",
    "big",
    "br",
    "cite",
    "code",
    "del",
    "em",
    "font",
    "i",
    "img",
    "ins",
    "kbd",
    "label",
    "mark",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "var",
    "wbr",
    "x-shortcode",
];

/// Elements of no meaning of their own around blocks.
const CONTAINERS: &[&str] =
    &["div", "section", "article", "main", "header", "footer", "center", "address", "hgroup", "tbody", "body", "html"];

impl Converter<'_> {
    /// The blocks of a text, each with where it begins.
    pub fn blocks(&mut self, nodes: &[Node]) -> Vec<(usize, String)> {
        let mut blocks: Vec<(usize, String)> = Vec::new();
        let mut line: Vec<&Node> = Vec::new();
        for node in nodes {
            let is_inline = match node {
                Node::Text(..) => true,
                Node::Element(element) => INLINE.contains(&element.name.as_str()),
                Node::Comment(..) => false,
            };
            if is_inline {
                line.push(node);
                continue;
            }
            self.paragraphs(&std::mem::take(&mut line), &mut blocks);
            match node {
                Node::Comment(text, at) => self.comment(text, *at, &mut blocks),
                Node::Element(element) => self.block(element, &mut blocks),
                Node::Text(..) => {}
            }
        }
        self.paragraphs(&line, &mut blocks);
        blocks.retain(|(_, text)| !text.trim().is_empty());
        blocks
    }

    fn joined(&mut self, nodes: &[Node]) -> String {
        let blocks = self.blocks(nodes);
        blocks.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n\n")
    }

    /// Inline nodes as paragraphs: one, or several where blank lines part them.
    fn paragraphs(&mut self, line: &[&Node], blocks: &mut Vec<(usize, String)>) {
        let Some(first) = line.first() else { return };
        let start = match first {
            Node::Text(_, at) | Node::Comment(_, at) => *at,
            Node::Element(element) => element.start,
        };
        let text = self.inline_of(line.iter().copied());
        if !self.classic {
            blocks.push((start, finish(&text)));
            return;
        }
        let mut at = start;
        for part in text.split("\n\n") {
            let skipped =
                self.html[at.min(self.html.len())..].len() - self.html[at.min(self.html.len())..].trim_start().len();
            blocks.push((at + skipped, finish(&part.trim().replace('\n', "\\\n"))));
            let lines = part.matches('\n').count() + 2;
            let rest = &self.html[at.min(self.html.len())..];
            at += rest.match_indices('\n').nth(lines - 1).map_or(rest.len(), |(end, _)| end + 1);
        }
    }

    fn block(&mut self, element: &Element, blocks: &mut Vec<(usize, String)>) {
        let start = element.start;
        let name = element.name.as_str();
        let text = match name {
            "p" => {
                let nodes = self.blocks(&element.children);
                blocks.extend(nodes);
                return;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name[1..].parse::<usize>().unwrap_or(2);
                let text = self.inline_of(element.children.iter()).replace('\n', " ");
                let id = element
                    .get("id")
                    .filter(|id| !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')));
                let id = id.map_or(String::new(), |id| format!(" {{#{id}}}"));
                let text = text.trim();
                if text.is_empty() { String::new() } else { format!("{} {text}{id}", "#".repeat(level.max(2))) }
            }
            "ul" | "ol" => self.list(element),
            "blockquote" => self.quote(element),
            "pre" => {
                let code = element.find("code").unwrap_or(element);
                let classes =
                    [element.get("class"), code.get("class")].into_iter().flatten().collect::<Vec<_>>().join(" ");
                let language = classes
                    .split([' ', ';'])
                    .find_map(|class| class.strip_prefix("language-").or(class.strip_prefix("lang-")));
                as_block(&element.text(), language.unwrap_or_default())
            }
            "hr" => "* * *".to_owned(),
            "figure" => self.figure(element),
            "table" => self.table(element),
            "details" => {
                let summary = element.elements().find(|inner| inner.name == "summary");
                let title = summary.map_or_else(|| "Details".to_owned(), |summary| plain_line(&summary.text()));
                let rest: Vec<Node> = element
                    .children
                    .iter()
                    .filter(|node| !matches!(node, Node::Element(inner) if inner.name == "summary"))
                    .cloned()
                    .collect();
                let body = self.joined(&rest);
                let colons = ":".repeat(3 + body.lines().filter(|line| line.starts_with(":::")).count().min(1) * 2);
                format!("{colons}details[{}]\n{body}\n{colons}", title.replace(['[', ']'], " "))
            }
            "dl" => self.definitions(element),
            "iframe" => self.frame(element),
            "x-gallery" => {
                let inner = self.joined(&element.children);
                format!(":::gallery\n\n{inner}\n\n:::")
            }
            "x-link" => {
                let address = element.text();
                format!("<{}>", address.trim())
            }
            _ if self.is_faq(element) => {
                let is_first = self.faqs.is_empty();
                self.faq(element);
                if is_first && !self.faqs.is_empty() { "::faqs".to_owned() } else { String::new() }
            }
            name if CONTAINERS.contains(&name) => {
                let class = element.get("class").unwrap_or_default();
                if !class.is_empty() && !class.starts_with("wp-") && !class.starts_with("schema-") {
                    let first = class.split_whitespace().next().unwrap_or_default();
                    self.found.push((format!("container {name}.{first}"), start, class.to_owned()));
                }
                let inner = self.blocks(&element.children);
                blocks.extend(inner);
                return;
            }
            name => {
                self.found.push((format!("HTML element {name}"), start, self.written(element).to_owned()));
                self.raw(element)
            }
        };
        blocks.push((start, text));
    }

    /// An element as it was written.
    fn written(&self, element: &Element) -> &str {
        self.html.get(element.start..element.end).unwrap_or_default().trim()
    }

    /// HTML that stays; a blank line would end it for Markdown.
    fn raw(&self, element: &Element) -> String {
        let lines = self.written(element).lines().filter(|line| !line.trim().is_empty());
        let html = lines.map(str::trim_end).collect::<Vec<_>>().join("\n");
        // Only some elements begin a block that goes on to the next blank line.
        format!("<div>\n{html}\n</div>")
    }

    fn comment(&mut self, text: &str, at: usize, blocks: &mut Vec<(usize, String)>) {
        let text = text.trim();
        if text == "more" || text.starts_with("more ") {
            blocks.push((at, "<!-- more -->".to_owned()));
        } else if let Some(block) = text.strip_prefix("wp:").and_then(|block| block.strip_suffix('/')) {
            // Made anew whenever it was shown; nothing of it is in the text.
            let name = block.split_whitespace().next().unwrap_or_default();
            if !matches!(name, "separator" | "spacer" | "more" | "nextpage") {
                self.found.push((format!("block {name}"), at, text.to_owned()));
                blocks.push((at, as_code(&format!("<!-- wp:{}/-->", block))));
            }
        } else if text == "nextpage" {
            self.found.push(("page break".to_owned(), at, text.to_owned()));
            blocks.push((at, "* * *".to_owned()));
        } else if !text.starts_with("wp:") && !text.starts_with("/wp:") && !text.is_empty() {
            blocks.push((at, format!("<!-- {} -->", text.replace("--", "- -").replace("\n\n", "\n"))));
        }
    }

    fn list(&mut self, element: &Element) -> String {
        let first = element.get("start").and_then(|start| start.parse::<u32>().ok()).unwrap_or(1);
        let mut entries: Vec<String> = Vec::new();
        let mut is_loose = false;
        for node in &element.children {
            let entry = match node {
                Node::Element(entry) if entry.name == "li" => self.blocks(&entry.children),
                Node::Element(entry) if matches!(entry.name.as_str(), "ul" | "ol") => {
                    vec![(entry.start, self.list(entry))]
                }
                Node::Element(entry) => {
                    let mut blocks = Vec::new();
                    self.block(entry, &mut blocks);
                    blocks
                }
                Node::Text(text, at) if !text.trim().is_empty() => vec![(*at, finish(&escaped(text)))],
                _ => continue,
            };
            let parts: Vec<String> = entry.into_iter().map(|(_, text)| text).collect();
            let nested = parts.get(1).is_some_and(|part| part.starts_with(['-', '1']) && parts.len() == 2);
            is_loose |= parts.len() > 1 && !nested;
            entries.push(parts.join(if nested { "\n" } else { "\n\n" }));
        }
        let mark = |number: usize| match element.name.as_str() {
            "ol" => format!("{}. ", first as usize + number),
            _ => "- ".to_owned(),
        };
        let items = entries.iter().enumerate().map(|(number, entry)| {
            let mark = mark(number);
            let indent = " ".repeat(mark.len());
            let entry = entry.replace('\n', &format!("\n{indent}")).replace(&format!("\n{indent}\n"), "\n\n");
            format!("{mark}{entry}").trim_end().to_owned()
        });
        items.collect::<Vec<_>>().join(if is_loose { "\n\n" } else { "\n" })
    }

    fn quote(&mut self, element: &Element) -> String {
        let (cites, rest): (Vec<&Node>, Vec<&Node>) = element
            .children
            .iter()
            .partition(|node| matches!(node, Node::Element(inner) if matches!(inner.name.as_str(), "cite" | "footer")));
        let rest: Vec<Node> = rest.into_iter().cloned().collect();
        let mut text = self.joined(&rest);
        for cite in cites {
            if let Node::Element(cite) = cite {
                let cite = self.inline_of(cite.children.iter());
                text.push_str(&format!("\n\n— {}", cite.trim()));
            }
        }
        text.trim()
            .lines()
            .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn figure(&mut self, element: &Element) -> String {
        let caption = element.elements().find(|inner| inner.name == "figcaption");
        let pictures: Vec<&Element> = all(element, "img");
        if let Some(quote) = element.find("blockquote") {
            return self.quote(quote);
        }
        let caption_text =
            caption.map(|caption| self.inline_of(caption.children.iter()).replace('\n', " ")).unwrap_or_default();
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

    fn linked_picture(&mut self, element: &Element, picture: &Element, caption: &str) -> String {
        let markdown = self.picture(picture, caption);
        let link = element.find("a").filter(|link| link.find("img").is_some()).and_then(|link| link.get("href"));
        let source = picture.get("src").unwrap_or_default();
        match link {
            // A picture that leads to itself, larger, is the picture.
            Some(href) if !same_file(href, source) && !href.contains("attachment_id=") => {
                format!("[{markdown}]({})", embeds::destination(&(self.media)(href)))
            }
            _ => markdown,
        }
    }

    fn picture(&self, picture: &Element, caption: &str) -> String {
        let source = picture.get("src").filter(|src| !src.starts_with("data:")).or_else(|| picture.get("data-src"));
        let source = (self.media)(source.or_else(|| picture.get("src")).unwrap_or_default());
        embeds::picture(&source, picture.get("alt").unwrap_or_default(), caption, "", "")
    }

    fn frame(&mut self, element: &Element) -> String {
        let address = element.get("src").unwrap_or_default();
        let address = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
        if address.contains("youtube.com") || address.contains("youtube-nocookie.com") || address.contains("youtu.be") {
            self.found.push(("embed as a link".to_owned(), element.start, address.clone()));
            return format!("[Video on YouTube]({})", embeds::destination(&embeds::youtube(&address)));
        }
        if address.contains("vimeo.com") {
            self.found.push(("embed as a link".to_owned(), element.start, address.clone()));
            return format!("[Video on Vimeo]({})", embeds::destination(&address));
        }
        self.found.push(("HTML element iframe".to_owned(), element.start, address));
        self.raw(element)
    }

    fn table(&mut self, element: &Element) -> String {
        let rows = all(element, "tr");
        let is_plain = !rows.is_empty()
            && all(element, "table").is_empty()
            && rows.iter().all(|row| {
                row.elements().all(|cell| {
                    let spans =
                        ["colspan", "rowspan"].iter().any(|name| cell.get(name).is_some_and(|span| span != "1"));
                    let blocks = ["ul", "ol", "p", "div", "pre", "blockquote", "table"]
                        .iter()
                        .any(|name| cell.find(name).is_some());
                    !spans && !blocks
                })
            });
        if !is_plain {
            self.found.push(("table that Markdown cannot hold".to_owned(), element.start, element.text()));
            return self.raw(element);
        }
        let cells: Vec<Vec<String>> = rows
            .iter()
            .map(|row| {
                row.elements()
                    .map(|cell| self.inline_of(cell.children.iter()).replace('\n', " ").trim().replace('|', "\\|"))
                    .collect()
            })
            .collect();
        let width = cells.iter().map(Vec::len).max().unwrap_or(1);
        let has_head = rows[0].elements().next().is_some_and(|cell| cell.name == "th");
        let line = |row: &[String]| {
            let cells = (0..width).map(|at| format!(" {} ", row.get(at).map_or("", String::as_str)));
            format!("|{}|", cells.collect::<Vec<_>>().join("|"))
        };
        let empty = Vec::new();
        let (head, body) = if has_head { (&cells[0], &cells[1..]) } else { (&empty, &cells[..]) };
        let rule = format!("|{}", " --- |".repeat(width));
        std::iter::once(line(head)).chain([rule]).chain(body.iter().map(|row| line(row))).collect::<Vec<_>>().join("\n")
    }

    fn definitions(&mut self, element: &Element) -> String {
        let mut out = String::new();
        for inner in element.elements() {
            let text = match inner.name.as_str() {
                "dt" => format!("\n{}", self.inline_of(inner.children.iter()).replace('\n', " ").trim()),
                _ => format!(": {}", self.joined(&inner.children).replace('\n', "\n  ")),
            };
            out.push_str(&text);
            out.push('\n');
        }
        out.trim().to_owned()
    }

    /// Whether an element is a question of a plugin for search engines.
    fn is_faq(&self, element: &Element) -> bool {
        element.has_class("schema-faq-section") || element.has_class("rank-math-list-item")
    }

    fn faq(&mut self, element: &Element) {
        let question = element.elements().find(|inner| {
            inner.has_class("schema-faq-question")
                || inner.has_class("rank-math-question")
                || matches!(inner.name.as_str(), "strong" | "h3")
        });
        let Some(question) = question else { return };
        let rest: Vec<Node> = element
            .children
            .iter()
            .filter(|node| !matches!(node, Node::Element(inner) if inner == question))
            .cloned()
            .collect();
        let text = self.inline_of(question.children.iter()).replace('\n', " ").trim().to_owned();
        let answer = self.joined(&rest);
        if !text.is_empty() && !answer.trim().is_empty() {
            let entry = vec![("question".to_owned(), Value::Text(text)), ("answer".to_owned(), Value::Text(answer))];
            self.faqs.push(Value::Map(entry));
        }
    }

    fn inline_of<'n>(&mut self, nodes: impl Iterator<Item = &'n Node>) -> String {
        let mut out = String::new();
        for node in nodes {
            match node {
                Node::Text(text, _) => {
                    let text = if self.classic { keep_breaks(text) } else { fold(text) };
                    let text = if out.is_empty() || out.ends_with([' ', '\n']) {
                        text.trim_start_matches(' ').to_owned()
                    } else {
                        text
                    };
                    out.push_str(&escaped(&text));
                }
                Node::Comment(..) => {}
                Node::Element(element) => self.inline(element, &mut out),
            }
        }
        out
    }

    fn inline(&mut self, element: &Element, out: &mut String) {
        let wrap = |inner: &str, mark: &str, out: &mut String, tag: &str| {
            let text = inner.trim();
            if text.is_empty() {
                out.push_str(inner);
                return;
            }
            let lead = &inner[..inner.len() - inner.trim_start().len()];
            let trail = &inner[inner.trim_end().len()..];
            // A sign beside a letter would not be taken for the mark that it is.
            let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let sign = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric());
            let stuck =
                (lead.is_empty() && letter(out.chars().next_back())) && (sign(text.chars().next()) || mark == "*");
            out.push_str(lead);
            if stuck || sign(text.chars().next_back()) && trail.is_empty() {
                out.push_str(&format!("<{tag}>{text}</{tag}>"));
            } else {
                out.push_str(&format!("{mark}{text}{mark}"));
            }
            out.push_str(trail);
        };
        let name = element.name.as_str();
        match name {
            "br" => {
                let end = out.trim_end_matches(' ').len();
                out.truncate(end);
                out.push_str(if self.classic { "\n" } else { "\\\n" });
            }
            "strong" | "b" => {
                let inner = self.inline_of(element.children.iter());
                wrap(&inner, "**", out, "strong");
            }
            "em" | "i" => {
                let inner = self.inline_of(element.children.iter());
                wrap(&inner, "*", out, "em");
            }
            "del" | "s" | "strike" => {
                let inner = self.inline_of(element.children.iter());
                wrap(&inner, "~~", out, "del");
            }
            "code" | "tt" | "samp" => {
                let text = fold(&element.text());
                if !text.trim().is_empty() {
                    out.push_str(&as_code(&text));
                }
            }
            "img" => out.push_str(&self.picture(element, "")),
            "a" => {
                let inner = self.inline_of(element.children.iter());
                match element.get("href").map(str::trim).filter(|href| !href.is_empty()) {
                    Some(href) if !inner.trim().is_empty() => {
                        let lead = if inner.starts_with(' ') { " " } else { "" };
                        let trail = if inner.ends_with(' ') { " " } else { "" };
                        let title = element.get("title").filter(|title| !title.is_empty() && *title != inner.trim());
                        let title = title.map_or(String::new(), |title| {
                            format!(" \"{}\"", plain_line(title).replace('\\', "\\\\").replace('"', "\\\""))
                        });
                        out.push_str(&format!(
                            "{lead}[{}]({}{title}){trail}",
                            inner.trim(),
                            embeds::destination(&(self.media)(href))
                        ));
                    }
                    _ => {
                        let id = element
                            .get("id")
                            .or_else(|| element.get("name"))
                            .filter(|id| !id.is_empty() && !id.contains('"'));
                        let anchor = id.filter(|_| element.get("href").is_none());
                        out.push_str(&anchor.map_or(String::new(), |id| format!("<a id=\"{id}\"></a>")));
                        out.push_str(&inner);
                    }
                }
            }
            "sub" | "sup" | "u" | "small" | "ins" | "kbd" | "mark" | "q" | "abbr" | "cite" | "var" | "bdo" | "big" => {
                let inner = self.inline_of(element.children.iter());
                let title = element
                    .get("title")
                    .filter(|title| !title.contains('"'))
                    .map_or(String::new(), |title| format!(" title=\"{title}\""));
                if !inner.trim().is_empty() {
                    out.push_str(&format!("<{name}{title}>{inner}</{name}>"));
                }
            }
            "wbr" => {}
            "x-shortcode" => out.push_str(&as_code(&element.text())),
            name if INLINE.contains(&name) => {
                let inner = self.inline_of(element.children.iter());
                out.push_str(&inner);
            }
            _ => {
                // A block within a line, such as a paragraph in a cell.
                let mut blocks = Vec::new();
                self.block(element, &mut blocks);
                let text = blocks.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(" ");
                out.push_str(&text.replace('\n', " "));
            }
        }
    }
}

fn all<'e>(element: &'e Element, name: &str) -> Vec<&'e Element> {
    let mut found = Vec::new();
    for inner in element.elements() {
        if inner.name == name {
            found.push(inner);
        }
        found.extend(all(inner, name));
    }
    found
}

/// Whether two addresses are of one picture in two sizes.
fn same_file(a: &str, b: &str) -> bool {
    let plain = |address: &str| {
        let name =
            address.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned();
        super::without_size(&name).unwrap_or(name)
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

/// White space as one blank.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !matches!(c, ' ' | '\n' | '\t' | '\r') {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// White space as one blank, but lines and blank lines stay.
fn keep_breaks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => {
                let end = out.trim_end_matches(' ').len();
                out.truncate(end);
                if !out.ends_with("\n\n") {
                    out.push('\n');
                }
            }
            ' ' | '\t' | '\r' => {
                if !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out
}

fn plain_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text in which nothing is Markdown.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let special = match c {
            '\\' | '*' | '`' | '[' | ']' | '~' => true,
            '<' => after.is_some_and(|c| c.is_alphabetic() || matches!(c, '/' | '!' | '?')),
            '_' => !(letter(before) && letter(after)),
            '&' => after.is_some_and(|c| c.is_alphabetic() || c == '#'),
            '{' => matches!(after, Some('#' | '.')),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(*c);
    }
    out
}

/// A paragraph of which no line begins as something else.
fn finish(text: &str) -> String {
    let line = |line: &str| {
        let rest = line.trim_start();
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let is_number = digits > 0
            && digits < 10
            && rest[digits..].starts_with(['.', ')'])
            && rest[digits + 1..].starts_with([' ', '\u{a0}']);
        if is_number {
            return format!("{}\\{}", &rest[..digits], &rest[digits..]);
        }
        let hashes = rest.trim_start_matches('#');
        let is_heading = hashes.len() < rest.len() && (hashes.is_empty() || hashes.starts_with(' '));
        let is_item = rest.starts_with("- ") || rest.starts_with("+ ") || matches!(rest, "-" | "+");
        let is_rule = rest.len() > 1 && (rest.chars().all(|c| c == '-') || rest.chars().all(|c| c == '='));
        if is_heading || is_item || is_rule || rest.starts_with('>') || rest.starts_with(':') {
            format!("\\{rest}")
        } else {
            rest.to_owned()
        }
    };
    text.trim().trim_end_matches('\\').trim_end().split('\n').map(line).collect::<Vec<_>>().join("\n")
}
