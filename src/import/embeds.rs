//! Calls that many sites have, by whatever name, and what each is in byline.

use super::body::as_block;
use super::calls::{Arguments, Becomes, Call};

/// A picture as Markdown: alternative text, caption and credit.
pub fn picture(src: &str, alt: &str, caption: &str, credit: &str, credit_url: &str) -> String {
    let alt = alt.replace(['[', ']', '\n'], " ");
    let mut markdown = format!("![{}]({}", alt.trim(), destination(src));
    let caption = caption.split_whitespace().collect::<Vec<_>>().join(" ");
    if !caption.is_empty() {
        markdown.push_str(&format!(" \"{}\"", caption.replace('\\', "\\\\").replace('"', "\\\"")));
    }
    markdown.push(')');
    let mut attributes = Vec::new();
    let credit_url = if credit_url.trim().starts_with("www.") {
        format!("https://{}", credit_url.trim())
    } else {
        credit_url.trim().to_owned()
    };
    let is_address = ["https://", "http://", "/"].iter().any(|begin| credit_url.starts_with(begin));
    let credit_url = if is_address { credit_url.as_str() } else { "" };
    for (key, value) in [("credit", credit), ("credit_url", credit_url)] {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            attributes.push(format!("{key}=\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\"")));
        }
    }
    if !attributes.is_empty() {
        markdown.push_str(&format!("{{{}}}", attributes.join(" ")));
    }
    markdown
}

/// An address as it can stand between the brackets of a link.
pub fn destination(address: &str) -> String {
    let address = address.trim();
    if address.contains([' ', '(', ')', '<', '>']) {
        let mut out = String::new();
        for c in address.chars() {
            match c {
                ' ' => out.push_str("%20"),
                '(' => out.push_str("%28"),
                ')' => out.push_str("%29"),
                '<' => out.push_str("%3C"),
                '>' => out.push_str("%3E"),
                c => out.push(c),
            }
        }
        return out;
    }
    address.to_owned()
}

/// A link as a paragraph, for what was embedded and is not.
fn link(text: &str, address: &str) -> Becomes {
    Becomes::Block(format!("[{text}]({})", destination(address)))
}

/// A film as a paragraph; as a link if its address is none that a player is known for.
fn film(host: &str, address: &str, arguments: &Arguments) -> Becomes {
    let film = video(address, arguments.get(&["title", "caption"]), arguments.get(&["start", "time"]));
    film.map_or_else(|| link(&format!("Video on {host}"), address), Becomes::Block)
}

/// The kind of call-out that a name stands for.
pub fn callout_kind(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "note" | "info" | "notice" | "admonition" | "callout" | "alert" | "primary" | "secondary" | "quote-box"
        | "message" | "abstract" | "summary" | "todo" | "question" | "example" => "NOTE",
        "tip" | "hint" | "success" | "check" | "done" | "question-tip" => "TIP",
        "important" | "attention" | "key" => "IMPORTANT",
        "warning" | "warn" | "fyi-warning" => "WARNING",
        "caution" | "danger" | "error" | "bug" | "failure" => "CAUTION",
        _ => return None,
    })
}

/// A call-out around what stands in a call.
fn callout(kind: &str, title: Option<&str>) -> Becomes {
    let title = title.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default();
    let open = format!("> [!{kind}] {title}").trim_end().to_owned();
    Becomes::Around { open: format!("{open}\n"), close: String::new(), line: "> " }
}

/// The call-out of a call whose kind may be its name, or what it is given.
fn callout_of(name: &str, arguments: &Arguments, inner: Option<&str>) -> Option<Becomes> {
    callout_kind(name)?;
    let given = arguments.get(&["type", "kind", "class", "level", "style", "context", "color"]);
    let first = arguments.positional.first().map(String::as_str);
    let generic = matches!(name, "notice" | "admonition" | "callout" | "alert" | "message" | "hint");
    let kind = given.or(first.filter(|_| generic)).and_then(callout_kind).or_else(|| callout_kind(name))?;
    let title = arguments.get(&["title", "heading", "header", "summary"]);
    let further = arguments.positional.iter().map(String::as_str).find(|word| callout_kind(word).is_none());
    let title = title.or(further.filter(|_| inner.is_some()));
    if inner.is_none() {
        let text = arguments.get(&["content", "text", "body", "message"]).or(further)?;
        return Some(Becomes::Block(format!("> [!{kind}]\n> {}", text.replace('\n', "\n> "))));
    }
    Some(callout(kind, title))
}

/// What a call becomes that many sites have; `None` if its name says nothing.
pub fn common(call: &Call<'_>) -> Option<Becomes> {
    let Call { name, arguments, inner, .. } = *call;
    let lower = name.to_ascii_lowercase();
    let get = |names: &[&str]| arguments.get(names);
    let id = || arguments.get_or(&["id", "video", "v", "src", "url"], 0);
    Some(match lower.as_str() {
        "figure" | "img" | "image" | "picture" | "imgproc" | "figure.html" | "image.html" | "img.html" => {
            let src = arguments.get_or(&["src", "url", "path", "image_path", "image", "file", "link"], 0)?;
            let title = get(&["title"]).unwrap_or_default();
            let text = get(&["caption"]).unwrap_or_default();
            let written = inner.map(str::trim).filter(|inner| !inner.contains("\n\n")).unwrap_or_default();
            let parts = [title, text, written];
            let caption = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ");
            let alt = get(&["alt", "description"]).unwrap_or_default();
            let credit = get(&["attr", "credit", "copyright", "source"]).unwrap_or_default();
            let credit_url = get(&["attrlink", "credit_url"]).unwrap_or_default();
            let markdown = picture(src, alt, &caption.replace("..", "."), credit, credit_url);
            let width = get(&["width"]).map(|width| width.trim().trim_end_matches("px"));
            let width = width.filter(|width| width.parse::<u32>().is_ok_and(|width| width > 0));
            let markdown = match (width, markdown.strip_suffix('}')) {
                (None, _) => markdown,
                (Some(width), Some(attributes)) => format!("{attributes} width={width}}}"),
                (Some(width), None) => format!("{markdown}{{width={width}}}"),
            };
            // A picture that leads to itself, larger, is the picture.
            let leads_to = get(&["link", "href"]).filter(|link| !link.is_empty() && *link != src);
            Becomes::Block(match leads_to {
                // Only a picture by itself shows its caption and its credit; where it led is said behind it.
                Some(link) if !(caption.is_empty() && credit.is_empty()) => {
                    format!("{markdown}\n\n[{}]({})", link.replace(['[', ']'], ""), destination(link))
                }
                Some(link) => format!("[{markdown}]({})", destination(link)),
                None => markdown,
            })
        }
        "youtube" | "youtube.html" | "yt" => film("YouTube", &youtube(id()?), arguments),
        "vimeo" | "vimeo.html" | "vimeo_simple" => {
            let id = id()?;
            let address = if id.contains("://") { id.to_owned() } else { format!("https://vimeo.com/{id}") };
            film("Vimeo", &address, arguments)
        }
        "tweet" | "twitter" | "x" | "twitter_simple" | "x_simple" => {
            let id = arguments.get_or(&["id", "url"], arguments.positional.len().saturating_sub(1))?;
            let user = get(&["user"]).unwrap_or("i/web");
            let address = if id.contains("://") { id.to_owned() } else { format!("https://x.com/{user}/status/{id}") };
            link("Post on X", &address)
        }
        "instagram" => link("Post on Instagram", &format!("https://www.instagram.com/p/{}/", id()?)),
        "streamable" => link("Video on Streamable", &format!("https://streamable.com/{}", id()?)),
        "gist" | "gist.html" => {
            let path = match (get(&["url"]), arguments.positional.as_slice()) {
                (Some(url), _) => url.to_owned(),
                (None, [one]) => format!("https://gist.github.com/{one}"),
                (None, [user, id, ..]) => format!("https://gist.github.com/{user}/{id}"),
                (None, []) => format!("https://gist.github.com/{}", id()?),
            };
            link("Code on GitHub", &path)
        }
        "video" | "audio" | "pdf" | "iframe" | "mp4" => {
            let address = arguments.get_or(&["src", "url", "mp4", "mp3", "webm", "file"], 0)?;
            let text = match lower.as_str() {
                "audio" => "Audio file",
                "pdf" => "PDF",
                "iframe" => "Embedded page",
                _ => "Video file",
            };
            link(get(&["title", "caption"]).unwrap_or(text), address)
        }
        "highlight" | "code" | "codeblock" | "prism" => {
            let language = arguments.get_or(&["lang", "language", "lexer"], 0).unwrap_or_default();
            let language = language.split([',', ' ', '{']).next().unwrap_or_default();
            Becomes::Block(as_block(inner?, language))
        }
        "mermaid" => Becomes::Block(as_block(inner?, "mermaid")),
        "raw" | "rawhtml" | "html" | "unsafe" => Becomes::Inline(inner?.trim_matches('\n').to_owned()),
        "details" | "expand" | "collapse" | "spoiler" | "accordion" | "toggle" => {
            inner?;
            let title = arguments.get_or(&["summary", "title", "label"], 0).unwrap_or("Details");
            let title = title.replace(['[', ']', '\n'], " ");
            // As many colons as no container in it has.
            let depth =
                inner.map_or(0, |inner| inner.matches("details").count() + inner.matches("expand").count()).min(4);
            let colons = ":".repeat(3 + depth);
            let open = if arguments.get(&["open"]).is_some_and(|open| open == "true") { "{open}" } else { "" };
            Becomes::Around {
                open: format!("{colons}details[{}]{open}\n", title.trim()),
                close: format!("\n{colons}"),
                line: "",
            }
        }
        "quote" | "blockquote" | "epigraph" | "pullquote" => {
            inner?;
            let author = arguments.get_or(&["author", "cite", "by", "attribution"], 0).unwrap_or_default();
            let close = if author.is_empty() { String::new() } else { format!("\n>\n> — {author}") };
            Becomes::Around { open: String::new(), close, line: "> " }
        }
        "gallery" => {
            inner?;
            Becomes::Around { open: ":::gallery\n\n".to_owned(), close: "\n\n:::".to_owned(), line: "" }
        }
        "button" | "btn" | "link" | "cta" => {
            let address = get(&["href", "url", "link", "relref", "page"])
                .or_else(|| arguments.positional.first().map(String::as_str))?;
            let text = get(&["text", "label", "title"]).or(inner).unwrap_or(address);
            Becomes::Inline(format!("[{}]({})", text.trim(), destination(address)))
        }
        "kbd" | "key" => {
            let key = inner.or_else(|| arguments.get_or(&["key", "text"], 0))?;
            Becomes::Inline(format!(":kbd[{}]", key.trim().replace(['[', ']'], " ")))
        }
        "mark" => Becomes::Inline(format!(":mark[{}]", inner?.trim().replace(['[', ']'], " "))),
        "toc" | "table_of_contents" => Becomes::Block("::toc".to_owned()),
        _ => return callout_of(&lower, arguments, inner),
    })
}

/// Whether a call is shown as less than it was: as a link to what was embedded.
pub fn is_embedded(name: &str, becomes: &Becomes) -> bool {
    if matches!(becomes, Becomes::Block(text) if text.starts_with("::video{")) {
        return false;
    }
    let names = [
        "youtube",
        "yt",
        "vimeo",
        "vimeo_simple",
        "tweet",
        "twitter",
        "x",
        "twitter_simple",
        "x_simple",
        "instagram",
        "streamable",
        "gist",
        "video",
        "audio",
        "pdf",
        "iframe",
        "mp4",
    ];
    let name = name.to_ascii_lowercase();
    names.contains(&name.strip_suffix(".html").unwrap_or(&name))
}

/// A film of YouTube or Vimeo as the component `video`, which asks them for nothing before a reader clicks; `None` if the
/// address leads to no film of theirs.
pub fn video(address: &str, title: Option<&str>, start: Option<&str>) -> Option<String> {
    let address = address.trim();
    let is_of = |hosts: &[&str]| hosts.iter().any(|host| address.contains(host));
    let (service, name, id) = if is_of(&["youtube.com/", "youtube-nocookie.com/", "youtu.be/"]) {
        ("youtube", "YouTube", youtube_id(address)?)
    } else if is_of(&["vimeo.com/"]) {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        (
            "vimeo",
            "Vimeo",
            path.split('/').find(|part| part.len() > 4 && part.bytes().all(|byte| byte.is_ascii_digit()))?,
        )
    } else {
        return None;
    };
    let written = ["start=", "t="].iter().find_map(|key| {
        let query = address.split_once('?')?.1;
        query.split(['&', '#']).find_map(|part| part.strip_prefix(key))
    });
    let seconds = start.or(written).and_then(|start| start.trim_end_matches('s').parse::<u32>().ok());
    let title = title.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let title = if title.is_empty() { format!("Video on {name}") } else { title };
    let title = title.replace('\\', "\\\\").replace('"', "\\\"");
    let start = seconds.filter(|start| *start > 0).map_or(String::new(), |start| format!(" start={start}"));
    Some(format!("::video{{{service}=\"{id}\" title=\"{title}\"{start}}}"))
}

/// The id of a film in any of its addresses.
fn youtube_id(address: &str) -> Option<&str> {
    let before = ["v=", "/embed/", "youtu.be/", "/shorts/", "/live/"];
    let (_, rest) = before.iter().find_map(|before| address.split_once(before))?;
    let id = rest.split(['?', '&', '#', '/']).next().unwrap_or_default();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    ((6..=20).contains(&id.len()) && id.bytes().all(fits)).then_some(id)
}

/// The address of a film, of which the id or any address may be given.
pub fn youtube(id: &str) -> String {
    let id = id.trim();
    match youtube_id(id) {
        Some(id) => format!("https://www.youtube.com/watch?v={id}"),
        None if id.contains("://") => id.to_owned(),
        None => format!("https://www.youtube.com/watch?v={id}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::calls::arguments;

    fn becomes(name: &str, given: &str, inner: Option<&str>) -> Option<Becomes> {
        common(&Call { name, arguments: &arguments(given), written: "", inner, line: 1 })
    }

    #[test]
    fn a_picture_keeps_its_caption_and_credit() {
        let figure = becomes(
            "figure",
            r#"src="a b.jpg" alt="A [b]" caption="He said \"x\"" attr="Jo" attrlink="https://j.example""#,
            None,
        );
        let expected = r#"![A  b](a%20b.jpg "He said \"x\""){credit="Jo" credit_url="https://j.example"}"#;
        assert_eq!(figure, Some(Becomes::Block(expected.to_owned())));
    }

    #[test]
    fn a_picture_that_led_somewhere_still_does() {
        let figure = becomes("figure", r#"src="a.jpg" alt="A" link="https://target.example/x y""#, None);
        let expected = "[![A](a.jpg)](https://target.example/x%20y)";
        assert_eq!(figure, Some(Becomes::Block(expected.to_owned())));
        let shown = becomes("figure", r#"src="a.jpg" alt="A" caption="C" link="/b/""#, None);
        assert_eq!(shown, Some(Becomes::Block("![A](a.jpg \"C\")\n\n[/b/](/b/)".to_owned())));
        let small = becomes("figure", r#"src="a.jpg" alt="A" width="50px" attr="Jo" attrlink="www.jo.example""#, None);
        let expected = r#"![A](a.jpg){credit="Jo" credit_url="https://www.jo.example" width=50}"#;
        assert_eq!(small, Some(Becomes::Block(expected.to_owned())));
        let itself = becomes("figure", r#"src="a.jpg" alt="A" link="a.jpg""#, None);
        assert_eq!(itself, Some(Becomes::Block("![A](a.jpg)".to_owned())));
    }

    #[test]
    fn a_call_out_has_the_kind_that_was_given() {
        let open = |name, given| match becomes(name, given, Some("x")) {
            Some(Becomes::Around { open, .. }) => open,
            other => panic!("{other:?}"),
        };
        assert_eq!(open("notice", "warning \"Mind the gap\""), "> [!WARNING] Mind the gap\n");
        assert_eq!(open("tip", ""), "> [!TIP]\n");
        assert_eq!(open("admonition", "type=danger title=Stop"), "> [!CAUTION] Stop\n");
        assert_eq!(becomes("unheard-of", "", Some("x")), None);
    }

    #[test]
    fn a_film_is_known_by_its_id_or_any_address_and_plays_on_the_page() {
        let block = |text: &str| Some(Becomes::Block(text.to_owned()));
        for given in [
            "aqz-KE-bpKQ",
            "id=aqz-KE-bpKQ",
            "https://youtu.be/aqz-KE-bpKQ",
            "https://www.youtube.com/embed/aqz-KE-bpKQ?rel=0",
            "https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
            "https://www.youtube.com/shorts/aqz-KE-bpKQ",
        ] {
            let expected = block("::video{youtube=\"aqz-KE-bpKQ\" title=\"Video on YouTube\"}");
            assert_eq!(becomes("youtube", given, None), expected, "{given}");
        }
        let titled = becomes("youtube", "id=aqz-KE-bpKQ title=\"The \\\"quay\\\"\" start=30", None);
        let expected = r#"::video{youtube="aqz-KE-bpKQ" title="The \"quay\"" start=30}"#;
        assert_eq!(titled, block(expected));
        let film = block("::video{vimeo=\"1084537\" title=\"Video on Vimeo\"}");
        assert_eq!(
            (becomes("vimeo", "1084537", None), becomes("vimeo", "https://player.vimeo.com/video/1084537", None)),
            (film.clone(), film)
        );
        // What is no film stays a link, and is told.
        let playlist = becomes("youtube", "https://www.youtube.com/playlist?list=PL1", None).expect("a call");
        assert_eq!(
            playlist,
            Becomes::Block("[Video on YouTube](https://www.youtube.com/playlist?list=PL1)".to_owned())
        );
        assert!(is_embedded("youtube", &playlist));
        assert!(!is_embedded("youtube", &becomes("youtube", "aqz-KE-bpKQ", None).expect("a call")));
        assert_eq!(video("https://elsewhere.example/aqz-KE-bpKQ", None, None), None);
        assert_eq!(video("https://youtu.be/aqz\"KE-bpKQ", None, None), None);
    }
}
