//! The filter `permalinks`: each heading of a text gets a link to itself.

use tera::{Kwargs, State, TeraResult};

use crate::html::{Value, escape};

/// Adds to every heading below the first level that has an id a link to itself, called as the argument `label` says; a
/// heading that links to itself already stays as it is, and so does text that is not HTML.
pub(super) fn permalinks(html: &Value, arguments: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let label = arguments.must_get::<&Value>("label")?.to_string();
    Ok(match html.as_str() {
        Some(text) if html.is_safe() => Value::safe_string(&linked(text, &label)),
        _ => html.clone(),
    })
}

fn linked(html: &str, label: &str) -> String {
    let mut escaped = String::with_capacity(label.len());
    escape(label, &mut escaped);
    // A link takes about a hundred bytes and its label, and most texts have a heading for each thousand.
    let mut out = String::with_capacity(html.len() + html.len() / 8 + escaped.len());
    let mut rest = html;
    while let Some(at) = tag(rest, "<h") {
        let (before, heading) = rest.split_at(at);
        out.push_str(before);
        let Some((length, id)) = with_id(heading) else {
            out.push_str("<h");
            rest = &heading[2..];
            continue;
        };
        let (heading, after) = heading.split_at(length);
        out.push_str(heading);
        if !links_to(heading, id) {
            for part in [" <a class=\"anchor\" data-page-only href=\"#", id, "\" aria-label=\"", &escaped, "\">#</a>"] {
                out.push_str(part);
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// How long the heading at the start of `html` is without its end tag, and its id as it is written.
fn with_id(html: &str) -> Option<(usize, &str)> {
    let level = html[2..].chars().next().filter(|level| matches!(level, '2'..='6'))?;
    let (start, _) = html.split_once('>')?;
    let (_, id) = start[3..].split_once(" id=\"")?;
    let (id, _) = id.split_once('"')?;
    Some((tag(html, &format!("</h{level}>"))?, id))
}

/// Where a tag begins as `start` does.
fn tag(html: &str, start: &str) -> Option<usize> {
    html.match_indices('<').map(|(at, _)| at).find(|at| html[*at..].starts_with(start))
}

/// Whether a heading has a link to an id.
fn links_to(heading: &str, id: &str) -> bool {
    heading.match_indices('#').any(|(at, _)| {
        let after = heading[at + 1..].strip_prefix(id);
        heading[..at].ends_with("href=\"") && after.is_some_and(|after| after.starts_with('"'))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::linked;

    #[test]
    fn a_heading_with_an_id_links_to_itself_once() {
        let link = |id: &str| {
            format!(" <a class=\"anchor\" data-page-only href=\"#{id}\" aria-label=\"To &quot;it&quot;\">#</a>")
        };
        for (html, expected) in [
            ("<p>a</p><h2 id=\"b\">B</h2>", format!("<p>a</p><h2 id=\"b\">B{}</h2>", link("b"))),
            (
                "<h3 class=\"x\" id=\"ö&amp;\"><em>B</em></h3>c",
                format!("<h3 class=\"x\" id=\"ö&amp;\"><em>B</em>{}</h3>c", link("ö&amp;")),
            ),
            ("<h2 id=\"b\">B <a href=\"#b\">#</a></h2>", "<h2 id=\"b\">B <a href=\"#b\">#</a></h2>".to_owned()),
            (
                "<h1 id=\"b\">B</h1><h2>B</h2><hr id=\"b\"><header id=\"c\">",
                "<h1 id=\"b\">B</h1><h2>B</h2><hr id=\"b\"><header id=\"c\">".to_owned(),
            ),
        ] {
            assert_eq!(linked(html, "To \"it\""), expected);
        }
    }

    proptest! {
        #[test]
        fn no_text_is_lost(html in "(<h[1-3]( id=\"[a-c]?\"?)?>?|</h[23]>|<|h|é| )*") {
            let out = linked(&html, "x");
            let mut rest = out.as_str();
            for c in html.chars() {
                rest = &rest[rest.find(c).expect("every character is still there, in order") + c.len_utf8()..];
            }
            prop_assert_eq!(linked(&html, "y").len(), out.len());
        }
    }
}
