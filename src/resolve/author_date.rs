//! Sources by author and year: their order, and the letters that tell works of one author and year apart.

use super::NumberedSource;
use super::sources::{Works, family, is_others};
use crate::parse::front_matter::Source;
use crate::slug;

/// Puts the sources of a page into the order of authors, then dates, then titles, and gives letters to those that
/// would be cited alike.
pub fn arrange(works: &mut Works, language: &str) {
    let Works { marks, sources } = works;
    let mut order: Vec<usize> = (0..sources.len()).collect();
    order.sort_by_cached_key(|at| {
        let Source { title, date, .. } = &*sources[*at].source;
        let names = cited_as(&sources[*at].source);
        let alphabetical: Vec<String> = names.iter().map(|name| slug::alphabetical(name, language)).collect();
        (alphabetical, names, date.is_none(), *date, slug::alphabetical(title, language))
    });
    let mut position = vec![0; order.len()];
    for (to, from) in order.iter().enumerate() {
        position[*from] = to;
    }
    let mut sorted: Vec<NumberedSource> = order.iter().map(|at| sources[*at].clone()).collect();
    let year = |source: &NumberedSource| source.source.date.map(|date| date.year);
    let alike = |one: &NumberedSource, other: &NumberedSource| {
        year(one) == year(other) && cited_as(&one.source) == cited_as(&other.source)
    };
    for same in sorted.chunk_by_mut(alike).filter(|same| same.len() > 1) {
        for (letter, source) in (1..).zip(same) {
            source.letter = letter;
        }
    }
    for mark in marks.iter_mut().flatten() {
        mark.source = mark.source.and_then(|at| position.get(at).copied());
    }
    *sources = sorted;
}

/// Whom a citation names, folded: works of which this and the year are the same need letters.
fn cited_as(source: &Source) -> Vec<String> {
    let named = match source.makers() {
        [] => vec![source.publisher.as_deref().unwrap_or(&source.title)],
        [first, other] if is_others(other) => vec![family(first), ""],
        [first, _, _, ..] => vec![family(first), ""],
        few => few.iter().map(|author| family(author)).collect(),
    };
    named.into_iter().map(slug::fold).collect()
}
