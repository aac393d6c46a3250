//! A drawing without what could run or load something, whoever opens it.
//!
//! Only elements of SVG itself are kept, and none that holds a program, another document or a medium. Attributes are kept
//! unless they are handlers, or name something outside of the drawing. What is kept stays as it is written.

use std::borrow::Cow;

use quick_xml::NsReader;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use crate::media::Credit;
use crate::media::metadata::xmp;

const SVG: &str = "http://www.w3.org/2000/svg";

/// Elements that hold programs, other documents or media.
const REFUSED: &[&str] = &[
    "script",
    "foreignObject",
    "handler",
    "listener",
    "iframe",
    "embed",
    "object",
    "audio",
    "video",
    "canvas",
    "link",
];
/// Elements that change an attribute later.
const CHANGING: &[&str] = &["set", "animate", "animateTransform", "animateMotion", "discard"];
/// Media types that an address may hold itself.
const HELD: &[&str] = &["data:image/png", "data:image/jpeg", "data:image/gif", "data:image/webp", "data:image/avif"];
/// How deep elements lie in each other at most.
const DEEPEST: usize = 500;

/// A drawing that was made safe.
#[derive(Debug, PartialEq, Eq)]
pub struct Safe<'a> {
    /// The drawing; the very same bytes if nothing had to change.
    pub bytes: Cow<'a, [u8]>,
    /// What was left out, in words, each once, in written order.
    pub removed: Vec<String>,
}

/// Leaves out what could run or load something, and writes the credit into it.
///
/// # Errors
/// Why it cannot be made safe, in words.
pub fn made_safe<'a>(bytes: &'a [u8], credit: &Credit) -> Result<Safe<'a>, &'static str> {
    let text = std::str::from_utf8(bytes).map_err(|_| "is not text in UTF-8")?;
    let mut cleaner =
        Cleaner { made: String::with_capacity(text.len()), removed: Vec::new(), open: Vec::new(), credit };
    cleaner.run(text.trim_start_matches('\u{feff}'))?;
    let Cleaner { made, removed, .. } = cleaner;
    let bytes = if made.as_bytes() == bytes { Cow::Borrowed(bytes) } else { Cow::Owned(made.into_bytes()) };
    Ok(Safe { bytes, removed })
}

struct Cleaner<'c> {
    made: String,
    removed: Vec<String>,
    /// Of each open element whether it is kept, and whether it is a style sheet.
    open: Vec<(bool, bool)>,
    credit: &'c Credit,
}

impl Cleaner<'_> {
    fn run(&mut self, text: &str) -> Result<(), &'static str> {
        let mut reader = NsReader::from_str(text);
        let mut at = 0;
        let mut has_root = false;
        // The text of a style sheet is judged as a whole.
        let mut sheet: Option<String> = None;
        loop {
            let event = reader.read_event().map_err(|_| "is not well-formed XML")?;
            let end = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
            let raw = text.get(at..end).unwrap_or_default();
            at = end;
            let is_open = self.open.last().is_none_or(|(kept, _)| *kept);
            let in_sheet = self.open.last().is_some_and(|(_, sheet)| *sheet);
            match event {
                Event::Start(start) | Event::Empty(start) => {
                    let is_empty = raw.ends_with("/>");
                    let is_root = self.open.is_empty();
                    if is_root && has_root {
                        return Err("is not well-formed XML");
                    }
                    has_root = true;
                    let (namespace, name) = reader.resolver().resolve_element(start.name());
                    let is_svg = matches!(namespace, ResolveResult::Bound(Namespace(SVG)));
                    let name = name.as_ref();
                    if is_root && (!is_svg || name != "svg") {
                        return Err("does not begin with `<svg xmlns=\"http://www.w3.org/2000/svg\">`");
                    }
                    let is_kept = is_open && !in_sheet && self.may_stand(&start, name, is_svg);
                    if is_kept {
                        self.element(&start, name, raw, is_empty);
                    }
                    if !is_empty {
                        if self.open.len() == DEEPEST {
                            return Err("has elements that lie too deep in each other");
                        }
                        let is_sheet = is_kept && name == "style";
                        sheet = if is_sheet { Some(String::new()) } else { sheet };
                        self.open.push((is_kept, is_sheet));
                    }
                    if is_root && is_kept {
                        self.write_credit(is_empty, start.name().as_ref());
                    }
                }
                Event::End(_) => {
                    if let Some(sheet) = sheet.take_if(|_| in_sheet)
                        && let Some(foreign) = foreign_style(&sheet)
                    {
                        let from = self.made.len().saturating_sub(sheet.len());
                        self.made.truncate(from);
                        self.note(foreign);
                    }
                    self.open.pop().ok_or("is not well-formed XML")?;
                    if is_open {
                        self.made.push_str(raw);
                    }
                }
                Event::DocType(declared) => {
                    if declared.contains('[') {
                        return Err("declares entities, which can hide anything");
                    }
                }
                Event::PI(_) => self.note("a processing instruction".to_owned()),
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                    if is_open {
                        self.made.push_str(raw);
                        if let Some(sheet) = sheet.as_mut().filter(|_| in_sheet) {
                            sheet.push_str(raw);
                        }
                    }
                }
                Event::Comment(_) => {
                    // Within a style sheet it could hide what its text says.
                    if is_open && !in_sheet {
                        self.made.push_str(raw);
                    }
                }
                Event::Decl(_) => self.made.push_str(raw),
                Event::Eof if has_root && self.open.is_empty() => return Ok(()),
                Event::Eof => return Err("ends before it is whole"),
            }
        }
    }

    fn note(&mut self, what: String) {
        if !self.removed.contains(&what) {
            self.removed.push(what);
        }
    }

    fn may_stand(&mut self, start: &BytesStart<'_>, name: &str, is_svg: bool) -> bool {
        if REFUSED.contains(&name) {
            self.note(format!("`<{name}>`"));
            return false;
        }
        if CHANGING.contains(&name) {
            let changed =
                start.attributes().with_checks(false).flatten().find(|one| one.key.as_ref() == "attributeName");
            let changed = changed.map(|one| value_of(&one.value));
            let changed = changed.as_deref().map(|name| name.trim().rsplit(':').next().unwrap_or_default());
            if let Some(changed) = changed.filter(|name| *name == "href" || is_handler(name)) {
                self.note(format!("`<{name}>` of `{changed}`"));
                return false;
            }
        }
        // What programs for drawing note down for themselves.
        is_svg
    }

    /// Writes a start tag without the attributes that may not stand.
    fn element(&mut self, start: &BytesStart<'_>, name: &str, raw: &str, is_empty: bool) {
        let mut dropped = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let Ok(attribute) = attribute else {
                // What cannot be read as attributes is left out as a whole.
                dropped.push(("attributes".to_owned(), String::new()));
                break;
            };
            let key = attribute.key.as_ref();
            if let Some(why) = refused(name, key, &value_of(&attribute.value)) {
                dropped.push((key.to_owned(), why));
            }
        }
        if dropped.is_empty() {
            self.made.push_str(raw);
            return;
        }
        self.made.push('<');
        self.made.push_str(start.name().as_ref());
        for attribute in start.attributes().with_checks(false).flatten() {
            let key = attribute.key.as_ref();
            if dropped.iter().any(|(one, _)| one == key) {
                continue;
            }
            let quote = if attribute.value.contains('"') { '\'' } else { '"' };
            self.made.push_str(&format!(" {key}={quote}{}{quote}", attribute.value));
        }
        self.made.push_str(if is_empty { "/>" } else { ">" });
        dropped.into_iter().filter(|(_, why)| !why.is_empty()).for_each(|(_, why)| self.note(why));
    }

    fn write_credit(&mut self, is_empty: bool, root: &str) {
        let Some(element) = xmp::element(self.credit).filter(|_| !is_empty) else { return };
        let prefix = root.rsplit_once(':').map_or(String::new(), |(prefix, _)| format!("{prefix}:"));
        self.made.push_str(&format!("<{prefix}metadata>{element}</{prefix}metadata>"));
    }
}

/// The value of an attribute with what XML escapes; an entity that is not XML's own makes it a text that is refused.
fn value_of(written: &str) -> String {
    quick_xml::escape::unescape(written).map_or_else(|_| "&".to_owned(), Cow::into_owned)
}

fn is_handler(name: &str) -> bool {
    name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on"))
}

/// Why an attribute may not stand, in words; `None` if it may.
fn refused(element: &str, key: &str, value: &str) -> Option<String> {
    let local = key.rsplit(':').next().unwrap_or(key);
    if key == "xmlns" || key.starts_with("xmlns:") {
        return None;
    }
    if is_handler(local) {
        return Some(format!("the handler `{local}`"));
    }
    match local {
        "href" | "src" | "base" | "data" | "action" | "formaction" | "ping" => {
            let address: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
            let address = address.to_ascii_lowercase();
            let is_held = HELD.iter().any(|held| address.starts_with(held));
            let is_link =
                element == "a" && ["https:", "http:", "mailto:"].iter().any(|known| address.starts_with(known));
            if address.starts_with('#') || is_link || (is_held && matches!(element, "image" | "feImage")) {
                return None;
            }
            Some(format!("a reference to `{}`", shortened(value)))
        }
        _ => foreign_style(value),
    }
}

/// What CSS, or a value that can hold some, loads from outside or runs.
fn foreign_style(written: &str) -> Option<String> {
    if !written.contains(['(', '@', '\\', '&']) {
        return None;
    }
    let css = plain_css(written);
    if css.contains("@import")
        || css.contains("expression(")
        || css.contains("-moz-binding")
        || css.contains("javascript:")
    {
        return Some("a style that loads or runs something".to_owned());
    }
    let is_foreign = ["url(", "image(", "image-set(", "src("].iter().any(|function| {
        css.match_indices(function).any(|(at, _)| {
            let inside = css.get(at + function.len()..).unwrap_or_default().trim_start_matches(['"', '\'', ' ']);
            let is_held =
                HELD.iter().chain(&["data:font/", "data:application/font"]).any(|held| inside.starts_with(held));
            // A gradient is called `image` by nobody, but a set may hold `url(…)` that is judged by itself.
            let is_nested = *function == "image-set(" && inside.starts_with("url(");
            !(inside.starts_with('#') || is_held || is_nested)
        })
    });
    is_foreign.then(|| "a style that loads something".to_owned())
}

/// CSS in small letters as a browser reads it: escapes resolved, comments and what parts a name left out.
fn plain_css(written: &str) -> String {
    let unescaped = value_of(written);
    let mut plain = String::new();
    let mut letters = unescaped.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '/' && letters.peek() == Some(&'*') {
            letters.next();
            let mut before = ' ';
            for next in letters.by_ref() {
                if before == '*' && next == '/' {
                    break;
                }
                before = next;
            }
            continue;
        }
        if letter != '\\' {
            plain.extend(letter.to_lowercase().filter(|c| !c.is_control()));
            continue;
        }
        let mut number = String::new();
        while let Some(digit) = letters.next_if(|c| c.is_ascii_hexdigit() && number.len() < 6) {
            number.push(digit);
        }
        if number.is_empty() {
            plain.extend(letters.next().into_iter().flat_map(char::to_lowercase));
        } else {
            letters.next_if(|c| c.is_whitespace());
            let letter = u32::from_str_radix(&number, 16).ok().and_then(char::from_u32);
            plain.extend(letter.unwrap_or('\u{fffd}').to_lowercase());
        }
    }
    plain
}

/// So much of an address as a message shows.
fn shortened(address: &str) -> String {
    let shown: String = address.trim().chars().take(60).collect();
    if shown.len() < address.trim().len() { format!("{shown}…") } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(inside: &str) -> (String, Vec<String>) {
        let drawing = format!("<svg xmlns=\"{SVG}\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">{inside}</svg>");
        let safe = made_safe(drawing.as_bytes(), &Credit::default()).expect("a drawing");
        let made = String::from_utf8(safe.bytes.into_owned()).expect("text");
        let inside = made.split_once('>').expect("a root").1.strip_suffix("</svg>").expect("an end").to_owned();
        (inside, safe.removed)
    }

    #[test]
    fn what_only_draws_stays_byte_for_byte() {
        for drawing in [
            "<path d=\"M0 0\" style=\"fill: url(#a)\"/><!-- b --><use xlink:href=\"#c\"/>",
            "<style>@media (prefers-color-scheme: dark) { a { fill: #fff } }</style><a href=\"https://a.example\"><text>é</text></a>",
            "<image href=\"data:image/png;base64,AAAA\" /><animate attributeName=\"x\" dur='1s'/>",
            "<style><![CDATA[ .a > .b { fill: red } ]]></style>",
        ] {
            assert_eq!(clean(drawing), (drawing.to_owned(), Vec::new()));
        }
    }

    #[test]
    fn what_runs_or_loads_something_is_left_out() {
        for (drawing, left) in [
            ("<script>alert(1)</script><g/>", "<g/>"),
            ("<x:script xmlns:x=\"http://www.w3.org/1999/xhtml\">a<b/></x:script>", ""),
            ("<g onload=\"a()\" ONCLICK='b()' id='x'/>", "<g id=\"x\"/>"),
            ("<a href=\" java&#10;script:alert(1)\"><text/></a>", "<a><text/></a>"),
            ("<use xlink:href=\"https://evil.example/a.svg#b\"/>", "<use/>"),
            ("<image href=\"//evil.example/a.png\"/>", "<image/>"),
            ("<image href=\"data:image/svg+xml;base64,AAAA\"/>", "<image/>"),
            ("<foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\">a</body></foreignObject>", ""),
            ("<set attributeName=\"xlink:href\" to=\"javascript:a()\"/>", ""),
            ("<style>@import 'https://evil.example/a.css';</style>", "<style></style>"),
            ("<style>a { fill: u\\72l(https://evil.example) }</style>", "<style></style>"),
            ("<style>a { fill: u/**/rl(x) } b { background: url( \"http://x\") }</style>", "<style></style>"),
            ("<path style=\"fill: URL(http://x.example/)\" d=\"M0\"/>", "<path d=\"M0\"/>"),
            ("<path fill=\"url(&quot;http://x&quot;)\"/>", "<path/>"),
            ("<path filter=\"&unknown;(\"/>", "<path filter=\"&unknown;(\"/>"),
        ] {
            let (made, removed) = clean(drawing);
            assert_eq!(made, left, "{drawing}");
            assert!(!removed.is_empty() || made == drawing, "{drawing}");
        }
    }

    #[test]
    fn what_programs_note_for_themselves_is_left_out_without_a_word() {
        let drawing = "<n:view xmlns:n=\"urn:n\" a=\"/home/jo/a.svg\"><b/></n:view><g/>";
        assert_eq!(clean(drawing), ("<g/>".to_owned(), Vec::new()));
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for no_drawing in [
            "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>",
            "<svg/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><g></svg>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\">",
            "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            "",
            "no drawing",
        ] {
            assert!(made_safe(no_drawing.as_bytes(), &Credit::default()).is_err(), "{no_drawing}");
        }
    }

    #[test]
    fn a_credit_stands_in_the_drawing_and_is_read_again() {
        let credit = Credit { creator: Some("Jo <Doe>".to_owned()), ..Credit::default() };
        let drawing = format!("<?xml version=\"1.0\"?><s:svg xmlns:s=\"{SVG}\"><s:g/></s:svg>");
        let made = made_safe(drawing.as_bytes(), &credit).expect("a drawing").bytes.into_owned();
        assert!(String::from_utf8_lossy(&made).contains("<s:metadata><x:xmpmeta"));
        assert_eq!(xmp::read(&made), credit);
        let again = made_safe(&made, &Credit::default()).expect("a drawing");
        assert!(again.removed.is_empty());
    }
}
