//! What of a style is changed before it is used: what a page cannot show, and what hayagriva 0.10 gets wrong.

use hayagriva::citationberg::{
    Citation, Collapse, IndependentStyle, Layout, LayoutRenderingElement as Element, Name, Names, NamesChild,
    StyleClass,
};

/// Makes a style fit for a page.
pub fn mend(style: &mut IndependentStyle) {
    // Of a style with notes only the entries are shown, and its notes take most of the time.
    if style.settings.class == StyleClass::Note && style.bibliography.is_some() {
        style.citation = Citation::with_layout(Layout::with_elements(Vec::new()));
    }
    // In a range such as 1–3 the second number would be no link.
    if style.citation.collapse == Some(Collapse::CitationNumber) {
        style.citation.collapse = None;
    }
    // CSL 1.0.2 says that years of one author stand apart by a comma, and their letters as citations do.
    if style.citation.collapse.is_some() && style.citation.cite_group_delimiter.is_none() {
        style.citation.cite_group_delimiter = Some(", ".to_owned());
        if style.citation.year_suffix_delimiter.is_none() {
            style.citation.year_suffix_delimiter = style.citation.layout.delimiter.clone();
        }
    }
    elements(&mut style.citation.layout.elements);
    if let Some(list) = &mut style.bibliography {
        // A link leads to one entry, and dashes instead of its authors say nothing there. Of several authors the words
        // between them would stay.
        list.subsequent_author_substitute = None;
        elements(&mut list.layout.elements);
    }
    for written in &mut style.macros {
        elements(&mut written.children);
    }
}

fn elements(elements_of: &mut [Element]) {
    for element in elements_of {
        match element {
            Element::Group(group) => elements(&mut group.children),
            Element::Choose(choose) => {
                elements(&mut choose.if_.children);
                for branch in &mut choose.else_if {
                    elements(&mut branch.children);
                }
                if let Some(branch) = &mut choose.otherwise {
                    elements(&mut branch.children);
                }
            }
            Element::Names(written) => names(written),
            Element::Text(_) | Element::Date(_) | Element::Number(_) | Element::Label(_) => {}
        }
    }
}

/// Without `<name/>` names that have a label or a substitute would not be shown in a group.
fn names(names: &mut Names) {
    let has_name = names.children.iter().any(|child| matches!(child, NamesChild::Name(_)));
    if !names.children.is_empty() && !has_name {
        names.children.insert(0, NamesChild::Name(Name::default()));
    }
    for child in &mut names.children {
        if let NamesChild::Substitute(substitute) = child {
            elements(&mut substitute.children);
        }
    }
}
