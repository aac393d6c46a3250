//! What of a style could take the program down: elements within elements without end, and macros that call each other.
//!
//! Neither can be caught when it happens, for it is the stack or the memory that ends.

use std::collections::BTreeMap;

use hayagriva::citationberg::taxonomy::{NumberOrPageVariable, NumberVariable, Variable};
use hayagriva::citationberg::{
    IndependentStyle, Label, LayoutRenderingElement as Element, NamesChild, Number, Sort, SortKey, TextTarget,
};

/// How deep the elements of a file may be nested; those of the styles that are built in at most 15.
pub const DEEPEST: usize = 128;

/// How deep they may be nested with macros written out; those that are built in at most 39.
const DEEPEST_WRITTEN_OUT: usize = 512;

/// How many elements they may be with macros written out; those that are built in at most 670,900.
const MOST: u64 = 2_000_000;

/// What some elements lead to, macros written out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// How deep they are nested.
    pub depth: usize,
    /// How many they are.
    pub elements: u64,
    /// Whether they show the locator of a citation.
    pub locator: bool,
    /// Whether they show the number of a source.
    pub number: bool,
}

impl Reach {
    fn and(self, other: Reach) -> Reach {
        Reach {
            depth: self.depth.max(other.depth),
            elements: self.elements.saturating_add(other.elements),
            locator: self.locator || other.locator,
            number: self.number || other.number,
        }
    }

    fn within(self) -> Reach {
        Reach { depth: self.depth + 1, elements: self.elements.saturating_add(1), ..self }
    }
}

/// What citations and entries of a style lead to.
///
/// # Errors
/// What is wrong with a style that would not end.
pub fn reaches(style: &IndependentStyle) -> Result<(Reach, Reach), String> {
    let mut walk = Walk::default();
    for written in &style.macros {
        // The first of one name is the one that counts.
        walk.macros.entry(&written.name).or_insert(&written.children);
    }
    let citation = walk.elements(&style.citation.layout.elements)?;
    let sorts = [style.citation.sort.as_ref(), style.bibliography.as_ref().and_then(|list| list.sort.as_ref())];
    for sort in sorts.into_iter().flatten() {
        walk.sort(sort)?;
    }
    let entries = match &style.bibliography {
        Some(list) => walk.elements(&list.layout.elements)?,
        None => Reach::default(),
    };
    Ok((citation, entries))
}

#[derive(Default)]
struct Walk<'s> {
    macros: BTreeMap<&'s str, &'s [Element]>,
    known: BTreeMap<&'s str, Reach>,
    /// The macros that are being looked at, each called by the one before.
    open: Vec<&'s str>,
}

impl<'s> Walk<'s> {
    fn elements(&mut self, elements: &'s [Element]) -> Result<Reach, String> {
        let mut all = Reach::default();
        for element in elements {
            all = all.and(self.element(element)?.within());
            if all.depth > DEEPEST_WRITTEN_OUT {
                return Err("its macros call each other too deeply".to_owned());
            }
            if all.elements > MOST {
                return Err("its macros call each other too often".to_owned());
            }
        }
        Ok(all)
    }

    fn element(&mut self, element: &'s Element) -> Result<Reach, String> {
        let shows = |variable: NumberVariable| Reach {
            locator: variable == NumberVariable::Locator,
            number: variable == NumberVariable::CitationNumber,
            ..Reach::default()
        };
        match element {
            Element::Text(text) => match &text.target {
                TextTarget::Macro { name } => self.called(name),
                TextTarget::Variable { var: Variable::Number(variable), .. } => Ok(shows(*variable)),
                _ => Ok(Reach::default()),
            },
            Element::Number(Number { variable, .. }) | Element::Label(Label { variable, .. }) => Ok(match variable {
                NumberOrPageVariable::Number(variable) => shows(*variable),
                NumberOrPageVariable::Page(_) => Reach::default(),
            }),
            Element::Date(_) => Ok(Reach::default()),
            Element::Group(group) => self.elements(&group.children),
            Element::Choose(choose) => {
                let mut all = Reach::default();
                let otherwise = choose.otherwise.iter().map(|branch| &branch.children);
                for children in choose.branches().map(|branch| &branch.children).chain(otherwise) {
                    all = all.and(self.elements(children)?);
                }
                Ok(all)
            }
            Element::Names(names) => {
                let mut all = Reach::default();
                for child in &names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        all = all.and(self.elements(&substitute.children)?);
                    }
                }
                Ok(all)
            }
        }
    }

    fn called(&mut self, name: &'s str) -> Result<Reach, String> {
        if let Some(known) = self.known.get(name) {
            return Ok(*known);
        }
        if self.open.contains(&name) {
            return Err(format!("its macro `{name}` calls itself"));
        }
        let Some(children) = self.macros.get(name).copied() else { return Ok(Reach::default()) };
        if self.open.len() >= DEEPEST_WRITTEN_OUT {
            return Err("its macros call each other too deeply".to_owned());
        }
        self.open.push(name);
        let reach = self.elements(children)?;
        self.open.pop();
        self.known.insert(name, reach);
        Ok(reach)
    }

    fn sort(&mut self, sort: &'s Sort) -> Result<(), String> {
        for key in &sort.keys {
            if let SortKey::MacroName { name, .. } = key {
                self.called(name)?;
            }
        }
        Ok(())
    }
}

/// How deep the elements of an XML text are nested. What is no XML is counted somehow: it is refused later.
pub fn depth(xml: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    let mut rest = xml;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let end = match rest {
            _ if rest.starts_with("<!--") => rest.find("-->"),
            _ if rest.starts_with("<![CDATA[") => rest.find("]]>"),
            _ if rest.starts_with("<?") => rest.find("?>"),
            _ => end_of_tag(rest),
        };
        let Some(end) = end else { return deepest };
        let tag = &rest[..end];
        if tag.starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if !tag.starts_with("<!") && !tag.starts_with("<?") {
            deepest = deepest.max(depth + 1);
            if !tag.ends_with('/') {
                depth += 1;
            }
        }
        rest = &rest[end..];
    }
    deepest
}

/// Where a tag ends: at the first `>` outside of quotes.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if byte == open => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::depth;

    #[test]
    fn nesting_is_counted_as_a_parser_would_and_not_in_comments() {
        assert_eq!(depth(""), 0);
        assert_eq!(depth("<a><b/><c><d/></c></a>"), 3);
        assert_eq!(depth("<?xml version='1.0'?><a t=\"</a></a>\"><b><!-- </b></a> --><c/></b></a>"), 3);
        assert_eq!(depth("<a><![CDATA[</a>]]><b>"), 2);
        assert_eq!(depth("<a><b"), 1);
    }
}
