//! What hayagriva made, as our own HTML: every text is escaped, and a link leads to an address of the source alone.

use hayagriva::citationberg::{Display, FontStyle, FontVariant, FontWeight, TextDecoration, VerticalAlign};
use hayagriva::{Elem, ElemChild, ElemChildren, Formatted, Formatting};

use crate::html::escape;

/// Where the links of an entry lead.
#[derive(Default)]
pub struct Addresses {
    /// The address as hayagriva writes it, and as the author did.
    pub url: Option<(String, String)>,
    /// The DOI, and its address.
    pub doi: Option<(String, String)>,
}

impl Addresses {
    /// Where a link leads, and its words if they are others than hayagriva's; `None` if that is none of the source's.
    fn of<'a>(&'a self, url: &str, text: &str) -> Option<(&'a str, Option<&'a str>)> {
        if let Some((known, written)) = &self.url
            && url == known
        {
            return Some((written, (text == known).then_some(written.as_str())));
        }
        let (doi, address) = self.doi.as_ref()?;
        url.ends_with(doi.as_str()).then_some((address.as_str(), None))
    }
}

/// How to write.
pub struct Writer<'a> {
    /// Where links lead; without it they are text, as within another link.
    pub addresses: Option<&'a Addresses>,
    /// Whether what is raised stands in something that is raised already.
    pub is_raised: bool,
}

impl Writer<'_> {
    /// Writes elements; whether a link was among them.
    pub fn write(&self, children: &ElemChildren, html: &mut String) -> bool {
        let mut has_link = false;
        for child in &children.0 {
            has_link |= self.child(child, html);
        }
        has_link
    }

    /// Writes one element; whether a link was in it.
    pub fn child(&self, child: &ElemChild, html: &mut String) -> bool {
        match child {
            ElemChild::Text(text) => self.formatted(text, None, html),
            ElemChild::Markup(text) => escape(text, html),
            ElemChild::Elem(elem) => return self.elem(elem, html),
            ElemChild::Link { text, url } => {
                let target = self.addresses.and_then(|addresses| addresses.of(url, &text.text));
                let Some((href, words)) = target else {
                    self.formatted(text, None, html);
                    return false;
                };
                html.push_str("<a href=\"");
                escape(href, html);
                html.push_str("\">");
                self.formatted(text, words, html);
                html.push_str("</a>");
                return true;
            }
            // Only for what we never ask for: locators of our own.
            ElemChild::Transparent { .. } => {}
        }
        false
    }

    fn elem(&self, elem: &Elem, html: &mut String) -> bool {
        if matches!(elem.display, Some(Display::Block | Display::Indent)) && !html.is_empty() {
            html.push_str("<br>");
        }
        let has_link = self.write(&elem.children, html);
        // The margin is none on a page: a space keeps the number apart from the rest.
        if matches!(elem.display, Some(Display::LeftMargin)) {
            html.truncate(html.trim_end().len());
            html.push(' ');
        }
        has_link
    }

    fn formatted(&self, Formatted { text, formatting }: &Formatted, instead: Option<&str>, html: &mut String) {
        let text = instead.unwrap_or(text);
        let tags = if text.trim().is_empty() { Vec::new() } else { tags(formatting, self.is_raised) };
        for (open, _) in &tags {
            html.push_str(open);
        }
        // Before a field that is not there a style may leave a comma or semicolon: `Journal,.`
        if text.starts_with('.') && html.ends_with(',') {
            html.pop();
        }
        escape(&text.replace(",.", ".").replace(";.", "."), html);
        for (_, close) in tags.iter().rev() {
            html.push_str(close);
        }
    }
}

/// The tags around a text, from the outermost.
fn tags(formatting: &Formatting, is_raised: bool) -> Vec<(&'static str, &'static str)> {
    let Formatting { font_style, font_variant, font_weight, text_decoration, vertical_align } = formatting;
    let mut tags = Vec::new();
    match vertical_align {
        VerticalAlign::Sup if !is_raised => tags.push(("<sup>", "</sup>")),
        VerticalAlign::Sub => tags.push(("<sub>", "</sub>")),
        _ => {}
    }
    if *font_weight == FontWeight::Bold {
        tags.push(("<strong>", "</strong>"));
    }
    if *font_style == FontStyle::Italic {
        tags.push(("<em>", "</em>"));
    }
    if *text_decoration == TextDecoration::Underline {
        tags.push(("<u>", "</u>"));
    }
    if *font_variant == FontVariant::SmallCaps {
        tags.push(("<span class=\"small-caps\">", "</span>"));
    }
    tags
}

/// Whether all text is raised, and there is some.
pub fn is_raised(children: &ElemChildren) -> bool {
    let mut any = false;
    let mut all = true;
    texts(children, &mut |text| {
        if !text.text.trim().is_empty() {
            any = true;
            all &= text.formatting.vertical_align == VerticalAlign::Sup;
        }
    });
    any && all
}

/// Whether there is nothing to read.
pub fn is_blank(children: &ElemChildren) -> bool {
    let mut is_blank = true;
    texts(children, &mut |text| is_blank &= text.text.trim().is_empty());
    is_blank
}

fn texts(children: &ElemChildren, see: &mut impl FnMut(&Formatted)) {
    for child in &children.0 {
        match child {
            ElemChild::Text(text) | ElemChild::Link { text, .. } => see(text),
            ElemChild::Elem(elem) => texts(&elem.children, see),
            ElemChild::Markup(text) => see(&Formatted { text: text.clone(), formatting: Formatting::default() }),
            ElemChild::Transparent { .. } => {}
        }
    }
}
