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
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(at) = rest.find("<h") {
        let (before, heading) = rest.split_at(at);
        out.push_str(before);
        let Some((length, id)) = with_id(heading) else {
            out.push_str("<h");
            rest = &heading[2..];
            continue;
        };
        let (heading, after) = heading.split_at(length);
        out.push_str(heading);
        if !heading.contains(&format!("href=\"#{id}\"")) {
            out.push_str(&format!(" <a class=\"anchor\" data-page-only href=\"#{id}\" aria-label=\""));
            escape(label, &mut out);
            out.push_str("\">#</a>");
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// How long the heading at the start of `html` is without its end tag, and its id as it is written.
fn with_id(html: &str) -> Option<(usize, &str)> {
    let level = html[2..].chars().next().filter(|level| matches!(level, '2'..='6'))?;
    let (tag, _) = html.split_once('>')?;
    let (_, id) = tag[3..].split_once(" id=\"")?;
    let (id, _) = id.split_once('"')?;
    Some((html.find(&format!("</h{level}>"))?, id))
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
