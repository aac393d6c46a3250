//! Where code, HTML and links stand in a Markdown text, for programs that change it.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::{link, parser_options};

/// Where things stand in a text; all ranges are of its bytes, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spots {
    /// Code, with its fences or ticks.
    pub code: Vec<Range<usize>>,
    /// Raw HTML, line by line or tag by tag.
    pub html: Vec<Range<usize>>,
    /// Links and pictures.
    pub links: Vec<LinkSpot>,
    /// Headings of level 1, with their signs.
    pub titles: Vec<Range<usize>>,
}

/// A link or a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkSpot {
    /// All of it.
    pub range: Range<usize>,
    /// The address, without `<` and `>`; of a link by reference it stands where the reference is explained.
    pub destination: Range<usize>,
    /// The address, without escapes.
    pub address: String,
    /// Whether it is a picture.
    pub is_picture: bool,
    /// Whether it is a wiki link: `[[address]]` or `[[address|text]]`.
    pub is_wiki: bool,
}

/// Finds them.
pub fn spots(text: &str) -> Spots {
    let mut spots = Spots::default();
    let parser = Parser::new_ext(text, parser_options(false));
    for (_, definition) in parser.reference_definitions().iter() {
        let written = &text[definition.span.clone()];
        let Some(colon) = written.find("]:") else { continue };
        let start = colon + 2 + (written[colon + 2..].len() - written[colon + 2..].trim_start().len());
        let rest = &written[start..];
        let range = match rest.strip_prefix('<') {
            Some(inner) => start + 1..start + 1 + inner.find('>').unwrap_or(inner.len()),
            None => start..start + rest.find(char::is_whitespace).unwrap_or(rest.len()),
        };
        spots.links.push(LinkSpot {
            range: definition.span.clone(),
            destination: definition.span.start + range.start..definition.span.start + range.end,
            address: definition.dest.to_string(),
            is_picture: false,
            is_wiki: false,
        });
    }
    // Every open link: where its last child ends.
    let mut open: Vec<(usize, LinkType, String, bool)> = Vec::new();
    for (event, range) in parser.into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) | Event::Code(_) => {
                spots.code.push(range.clone());
                touch(&mut open, range.end);
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                spots.html.push(range.clone());
                touch(&mut open, range.end);
            }
            Event::Start(Tag::Heading { level: pulldown_cmark::HeadingLevel::H1, .. }) => spots.titles.push(range),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                open.push((range.start, link_type, dest_url.to_string(), false));
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                open.push((range.start, link_type, dest_url.to_string(), true));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                let Some((child_end, kind, address, is_picture)) = open.pop() else { continue };
                let is_wiki = matches!(kind, LinkType::WikiLink { .. });
                let destination = match kind {
                    LinkType::Inline => {
                        text.get(child_end..range.end).and_then(link::destination_range).map(shift(child_end))
                    }
                    LinkType::WikiLink { .. } => text[range.clone()].find("[[").map(|at| {
                        let start = range.start + at + 2;
                        start..start + address.len()
                    }),
                    _ => None,
                };
                if let Some(destination) = destination.filter(|found| text.get(found.clone()).is_some()) {
                    spots.links.push(LinkSpot { range: range.clone(), destination, address, is_picture, is_wiki });
                }
                touch(&mut open, range.end);
            }
            Event::Start(_) => {}
            _ => touch(&mut open, range.end),
        }
    }
    spots.links.sort_by_key(|link| (link.destination.start, link.range.start));
    spots
}

fn shift(by: usize) -> impl Fn(Range<usize>) -> Range<usize> {
    move |range| range.start + by..range.end + by
}

fn touch(open: &mut [(usize, LinkType, String, bool)], end: usize) {
    if let Some((last, ..)) = open.last_mut() {
        *last = end;
    }
}

#[cfg(test)]
mod tests {
    use super::spots;

    #[test]
    fn the_address_of_every_sort_of_link_is_found_where_it_stands() {
        let text = "[a](b.md) ![c *d*](<e f.png> \"t\") [![g](h.png)](i.md#j) [k][l] [[Wiki|m]] `[n](o)` <a href=\"p\">\n\n    [q](r)\n\n[l]: s.md 'u'\n";
        let found = spots(text);
        let addresses: Vec<&str> = found.links.iter().map(|link| &text[link.destination.clone()]).collect();
        assert_eq!(addresses, ["b.md", "e f.png", "h.png", "i.md#j", "Wiki", "s.md"]);
        assert_eq!(found.links.iter().filter(|link| link.is_picture).count(), 2);
        assert_eq!(found.code.len(), 2);
        assert_eq!(&text[found.html[0].clone()], "<a href=\"p\">");
    }
}
