//! Addresses within the site that templates write themselves, instead of asking a view for them.

use super::super::layers::{Layer, Source};
use crate::html::document::unescape;
use crate::text::{RelPath, Span};

/// Attributes that hold one address.
const HOLDING: [&str; 3] = ["href", "src", "poster"];

/// An address in a template.
pub struct WrittenAddress {
    /// The template.
    pub template: RelPath,
    /// Where the address stands.
    pub span: Span,
    /// From the root of the host on, as a browser understands it.
    pub address: String,
}

/// The addresses from the root of the host on that stand in attributes of templates that are not built in. What a template
/// puts together can be anything.
pub(super) fn written(layers: &[Layer]) -> Vec<WrittenAddress> {
    let templates = layers.iter().flat_map(|layer| layer.templates.values()).filter(|source| !source.built_in);
    templates.flat_map(of_template).collect()
}

fn of_template(source: &Source) -> Vec<WrittenAddress> {
    let found = |(start, written): (usize, &str)| WrittenAddress {
        template: source.path.clone(),
        span: Span::new(start, start + written.len()),
        address: unescape(written).into_owned(),
    };
    in_markup(&source.text).into_iter().map(found).collect()
}

/// The addresses of a text, each with where it begins.
pub fn in_markup(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text.get(at..).and_then(|rest| rest.find(['=', '{', '<'])) {
        let start = at + next;
        let rest = text.get(start..).unwrap_or_default();
        let comment = [("{#", "#}"), ("<!--", "-->")].into_iter().find(|(begin, _)| rest.starts_with(begin));
        if let Some((_, end)) = comment {
            at = rest.find(end).map_or(text.len(), |length| start + length + end.len());
            continue;
        }
        at = start + 1;
        let is_held = text.get(..start).is_some_and(holds_address);
        if let Some(quote) = rest.strip_prefix('=').and_then(|rest| rest.chars().next())
            && matches!(quote, '"' | '\'')
            && is_held
            && let Some((value, _)) = rest.get(2..).and_then(|rest| rest.split_once(quote))
            && value.starts_with('/')
            && !value.starts_with("//")
            && !value.contains(['{', '\n'])
        {
            found.push((start + 2, value));
        }
    }
    found
}

/// Whether a text ends with the name of an attribute that holds an address.
fn holds_address(before: &str) -> bool {
    let name = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
    // In a call of a component or a filter it is an argument, which stands behind a tag of the template's own.
    name.len() < before.len() && HOLDING.iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::in_markup;

    #[test]
    fn an_address_is_what_stands_in_an_attribute_from_the_root_on() {
        let text = "<a class=x href=\"/a/\">é</a><img alt='' SRC='/b.png'><a href=\"{{ page.url }}\"><a href=\"/t/{{ x }}/\">\
            <a href=\"https://x.example/\" data-href=\"/no/\"><a href=\"//x.example/\"><a href=\"#x\"><!-- <a href=\"/c/\"> -->\
            {# <a href=\"/d/\"> #}<video poster=\"/e.jpg\"><a\nhref=\"/f/?q=1#x\"><a href=\"/never";
        let addresses: Vec<&str> = in_markup(text).into_iter().map(|(_, address)| address).collect();
        assert_eq!(addresses, ["/a/", "/b.png", "/e.jpg", "/f/?q=1#x"]);
        for (at, address) in in_markup(text) {
            assert!(text[at..].starts_with(address));
        }
    }
}
