//! What the preview adds to a page: one line, which loads its script.

use crate::html::escape;

/// What becomes of an article that is shown to its author and not, or not any more, to readers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Readers see it.
    #[default]
    Public,
    /// It is a draft.
    Draft,
    /// It is not due yet.
    Scheduled,
    /// It has expired.
    Expired,
    /// It is a page of the preview's own, because the site has none to show.
    Unbuilt,
}

impl State {
    /// As the script and the desk name it.
    pub fn name(self) -> &'static str {
        match self {
            State::Public => "public",
            State::Draft => "draft",
            State::Scheduled => "scheduled",
            State::Expired => "expired",
            State::Unbuilt => "unbuilt",
        }
    }
}

/// What is wrong with a page, as JSON.
#[derive(Clone, Copy)]
pub enum Wrong<'j> {
    /// What the theme has wrong, because of which the page is the last good one.
    OfTheme(&'j str),
    /// What the page itself has, which keeps it from being published.
    OfPage(&'j str),
}

/// The line for a page.
pub fn line(state: State, follow: bool, wrong: Option<Wrong<'_>>) -> String {
    let state = match state {
        State::Public => String::new(),
        state => format!(" data-state=\"{}\"", state.name()),
    };
    let follow = if follow { " data-follow" } else { "" };
    let wrong = wrong.map_or_else(String::new, |wrong| {
        let (name, json) = match wrong {
            Wrong::OfTheme(json) => ("mistakes", json),
            Wrong::OfPage(json) => ("refused", json),
        };
        let mut attribute = format!(" data-{name}=\"");
        escape(json, &mut attribute);
        attribute + "\""
    });
    format!("<script type=\"module\" src=\"/__byline/preview.js\"{state}{follow}{wrong}></script>\n")
}

/// Puts a line into a page: before the end of its head, else at its end.
pub fn inject(html: Vec<u8>, line: &str) -> Vec<u8> {
    let at = find(&html, b"</head>").unwrap_or(html.len());
    let mut injected = Vec::with_capacity(html.len() + line.len());
    let (before, after) = html.split_at(at);
    injected.extend_from_slice(before);
    injected.extend_from_slice(line.as_bytes());
    injected.extend_from_slice(after);
    injected
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted))
}

/// A page of the preview's own, for where the site has none to show; the overlay says what is wrong.
pub fn own(title: &str, text: &str, line: &str) -> Vec<u8> {
    let escaped = |text: &str| {
        let mut escaped = String::new();
        escape(text, &mut escaped);
        escaped
    };
    let (title, text) = (escaped(title), escaped(text));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n{line}</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n<p>{text}</p>\n</main>\n</body>\n</html>\n"
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_stands_in_the_head_and_taking_it_out_gives_the_page_back() {
        let page = "<html><HEAD><title>a</title></HEAD><body></head></body></html>";
        let line = line(State::Draft, true, Some(Wrong::OfTheme("[\"<\\n\"]")));
        let injected = String::from_utf8(inject(page.as_bytes().to_vec(), &line)).expect("text");
        assert!(injected.starts_with("<html><HEAD><title>a</title><script type=\"module\" "), "{injected}");
        assert!(line.contains("data-state=\"draft\" data-follow data-mistakes=\"[&quot;&lt;\\n&quot;]\">"), "{line}");
        assert_eq!(injected.replacen(&line, "", 1), page);
    }

    #[test]
    fn a_page_without_a_head_has_the_line_at_its_end() {
        assert_eq!(inject(b"hello".to_vec(), "x"), b"hellox");
    }

    #[test]
    fn texts_of_the_previews_own_pages_stay_text() {
        let page = String::from_utf8(own("<b>", "a & <script>", "")).expect("text");
        assert!(page.contains("<h1>&lt;b&gt;</h1>") && !page.contains("<script>"), "{page}");
    }
}
