//! Why a page was rendered.

use crate::compose::brief::Part;

/// Why a page was rendered and not kept as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No earlier build is known to have made it.
    New,
    /// These parts of it are not what they were.
    Changed(Vec<Part>),
    /// Its file is not in the output any more.
    Missing,
    /// Somebody changed its file in the output.
    Edited,
    /// The output holds it as another build made it.
    Otherwise,
}

/// A page that was rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The path of its file in the output.
    pub path: String,
    /// Why.
    pub reason: Reason,
}

impl Reason {
    /// The reason in words: `theme changed`, `pre-processor changed`, `view changed: what it links to`, …
    pub fn words(&self) -> String {
        match self {
            Reason::New => "new".to_owned(),
            Reason::Changed(parts) if parts.contains(&Part::Theme) => "theme changed".to_owned(),
            Reason::Changed(parts) => {
                // Of an article that was edited, what was made of it changes with it.
                let is_told = |part: &&Part| **part != Part::Preprocessors || !parts.contains(&Part::Document);
                if parts[..] == [Part::Preprocessors] {
                    return "pre-processor changed".to_owned();
                }
                let parts: Vec<&str> = parts.iter().filter(is_told).map(|part| part.words()).collect();
                format!("view changed: {}", parts.join(", "))
            }
            Reason::Missing => "output missing".to_owned(),
            Reason::Edited => "output edited".to_owned(),
            Reason::Otherwise => "output made by another build".to_owned(),
        }
    }
}

/// What of a page changed; `None` if nothing did.
pub fn changed(before: &[(Part, u64)], now: &[(Part, u64)]) -> Option<Reason> {
    if before == now {
        return None;
    }
    let differs = |(part, print): &&(Part, u64)| before.iter().all(|known| known != &(*part, *print));
    let mut parts: Vec<Part> = now.iter().filter(differs).map(|(part, _)| *part).collect();
    let gone = before.iter().filter(|(part, _)| now.iter().all(|(other, _)| other != part));
    parts.extend(gone.map(|(part, _)| *part));
    parts.sort();
    parts.dedup();
    Some(Reason::Changed(parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_that_changed_came_or_went_are_named() {
        let before = [(Part::Document, 1), (Part::Links, 2), (Part::Sources, 3)];
        assert_eq!(changed(&before, &before), None);
        let now = [(Part::Document, 1), (Part::Links, 9), (Part::People, 4)];
        let parts = vec![Part::People, Part::Links, Part::Sources];
        assert_eq!(changed(&before, &now), Some(Reason::Changed(parts)));
    }

    #[test]
    fn a_reason_is_said_in_the_words_of_those_who_write() {
        let said = |parts: &[Part]| Reason::Changed(parts.to_vec()).words();
        assert_eq!(said(&[Part::Document]), "view changed: its own file");
        assert_eq!(said(&[Part::People, Part::Links]), "view changed: people, what it links to");
        assert_eq!(said(&[Part::Theme, Part::Settings]), "theme changed");
    }
}
