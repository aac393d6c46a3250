//! `[caption]` and the like → elements that the converter knows; what nobody knows → `<x-shortcode>`, which stays as code.

use super::super::calls::arguments;
use super::super::embeds;
use crate::html::escape;

/// Shortcodes that hold something.
const PAIRED: &[&str] =
    &["caption", "wp_caption", "embed", "code", "sourcecode", "php", "html", "css", "javascript", "python", "bash"];

/// A text with its shortcodes as elements; `gallery` gives the pictures of some numbers, each with its alternative text.
/// What is not known is noted with its name, its place and how it was written.
pub fn as_elements(
    text: &str,
    gallery: &dyn Fn(&str) -> Vec<(String, String)>,
    unknown: &mut Vec<(String, usize, String)>,
) -> String {
    if !text.contains('[') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(next) = text[at..].find('[').map(|next| at + next) {
        out.push_str(&text[at..next]);
        let Some(code) = read(text, next) else {
            out.push('[');
            at = next + 1;
            continue;
        };
        at = code.end;
        // Two brackets on both sides are how one writes of a shortcode.
        if text[..next].ends_with('[') && text[code.end..].starts_with(']') {
            out.push_str(&text[next..code.end]);
            continue;
        }
        match element(&code, gallery) {
            Some(element) => {
                // The text keeps its lines, so that places in it can be told.
                let lines = text[next..code.end].matches('\n').count().saturating_sub(element.matches('\n').count());
                out.push_str(&element);
                out.push_str(&"\n".repeat(if element.starts_with("<figure") || element.starts_with("<pre") {
                    0
                } else {
                    lines
                }));
            }
            None => {
                unknown.push((code.name.to_owned(), next, text[next..code.open_end].to_owned()));
                shown(&text[next..code.open_end], &mut out);
                if let Some(inner) = code.inner {
                    out.push_str(inner);
                    shown(&format!("[/{}]", code.name), &mut out);
                }
            }
        }
    }
    out.push_str(&text[at..]);
    out
}

fn shown(written: &str, out: &mut String) {
    out.push_str("<x-shortcode>");
    escape(written, out);
    out.push_str("</x-shortcode>");
}

struct Code<'t> {
    name: &'t str,
    given: &'t str,
    inner: Option<&'t str>,
    open_end: usize,
    end: usize,
}

/// The shortcode at a bracket, if it is one and no text in brackets.
fn read(text: &str, at: usize) -> Option<Code<'_>> {
    let rest = &text[at + 1..];
    let length = rest
        .bytes()
        .take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'))
        .count();
    let name = &rest[..length];
    if length < 2 || !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    let close = rest.find(']')?;
    let inner = &rest[length..close];
    if inner.contains(['[', '<']) && name != "caption" {
        return None;
    }
    let (given, is_single) = inner.trim_end().strip_suffix('/').map_or((inner, false), |given| (given, true));
    if !(given.is_empty() || given.starts_with(|c: char| c.is_whitespace() || c == '=')) {
        return None;
    }
    let open_end = at + 1 + close + 1;
    let end_mark = format!("[/{name}]");
    let stop = if is_single { None } else { text[open_end..].find(&end_mark) };
    let known = ["gallery", "youtube", "vimeo", "audio", "video", "embed", "tweet", "playlist"];
    let is_one = stop.is_some()
        || is_single
        || given.contains("=\"")
        || given.contains("='")
        || (known.contains(&name) && stop.is_none());
    if !is_one || (PAIRED.contains(&name) && stop.is_none()) {
        return None;
    }
    let inner = stop.map(|stop| &text[open_end..open_end + stop]);
    let end = stop.map_or(open_end, |stop| open_end + stop + end_mark.len());
    Some(Code { name, given: given.trim(), inner, open_end, end })
}

fn element(code: &Code<'_>, gallery: &dyn Fn(&str) -> Vec<(String, String)>) -> Option<String> {
    let given = arguments(code.given);
    let link = |address: &str| {
        let mut out = String::from("\n\n<x-link>");
        escape(address, &mut out);
        out.push_str("</x-link>\n\n");
        out
    };
    Some(match code.name {
        "caption" | "wp_caption" => {
            let inner = code.inner?.trim();
            // The picture, perhaps in a link, then the caption.
            let end = inner.find("/a>").map(|at| at + 3).filter(|_| inner.starts_with("<a")).or_else(|| {
                let image = inner.find("<img")?;
                Some(image + inner[image..].find('>')? + 1)
            })?;
            let caption = match inner[end..].trim() {
                "" => given.get(&["caption"]).unwrap_or_default().to_owned(),
                caption => caption.to_owned(),
            };
            format!("<figure>{}<figcaption>{caption}</figcaption></figure>", &inner[..end])
        }
        "gallery" => {
            let pictures = gallery(given.get(&["ids", "include"])?);
            if pictures.is_empty() {
                return None;
            }
            let mut out = String::from("<x-gallery>");
            for (address, alt) in pictures {
                out.push_str("<figure><img src=\"");
                escape(&address, &mut out);
                out.push_str("\" alt=\"");
                escape(&alt, &mut out);
                out.push_str("\"></figure>");
            }
            out.push_str("</x-gallery>");
            out
        }
        "embed" => link(code.inner?.trim()),
        "youtube" => link(&embeds::youtube(given.get_or(&["id", "url"], 0).or(code.inner)?.trim_start_matches('='))),
        "vimeo" | "tweet" => link(given.get_or(&["url"], 0).or(code.inner).filter(|address| address.contains("://"))?),
        "audio" | "video" => link(given.get_or(&["src", "mp3", "mp4", "m4a", "webm", "ogg"], 0)?),
        "code" | "sourcecode" | "php" | "html" | "css" | "javascript" | "python" | "bash" => {
            let own = if matches!(code.name, "code" | "sourcecode") { "" } else { code.name };
            let language = given.get(&["language", "lang"]).unwrap_or(own);
            let mut out = String::from("<pre class=\"language-");
            escape(language, &mut out);
            out.push_str("\">");
            escape(&super::html::decoded(code.inner?), &mut out);
            out.push_str("</pre>");
            out
        }
        _ => return None,
    })
}
