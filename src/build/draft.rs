//! An article as it is being written, before the site is connected anew.
//!
//! In: the site as it was connected last, and the article as it stands now. Out: what the rules find in it.

use std::sync::Arc;

use super::lints::subject;
use super::output::{Edition, Output};
use crate::date::Instant;
use crate::diagnostics::Diagnostic;
use crate::lint::{self, Chosen};
use crate::parse::document::Facts;
use crate::parse::front_matter::ArticleFields;
use crate::parse::passages;
use crate::resolve::{Article, Connections, NumberedSource};

/// What the chosen rules find in an article; nothing in one that is not public. `facts` are those of `bytes`, all else is
/// what the site knew of the article.
pub fn look(
    output: &Output,
    facts: &Arc<Facts<ArticleFields>>,
    bytes: &[u8],
    chosen: &Chosen,
    now: Instant,
) -> Vec<Diagnostic> {
    let path = &facts.path;
    let find =
        |edition: &Edition| edition.site().articles.binary_search_by(|article| article.facts.path.cmp(path)).ok();
    let Some((edition, at)) = output.editions().iter().find_map(|edition| Some((edition, find(edition)?))) else {
        return Vec::new();
    };
    let Some(known) = edition.site().articles.get(at) else { return Vec::new() };
    let connections = aligned(&known.connections, &known.facts, facts);
    let article = Article { facts: Arc::clone(facts), connections, ..known.clone() };
    let passages =
        if chosen.reads_words() { passages::of_article(path, bytes, output.parse_options()) } else { Vec::new() };
    lint::of_article(&subject(output, edition, now), &article, &passages, chosen)
}

/// What an article was connected to, beside what it refers to now: its lists are again parallel to those of the article,
/// and places are those of now. What is new in it is connected to nothing.
fn aligned(known: &Connections, before: &Facts<ArticleFields>, now: &Facts<ArticleFields>) -> Connections {
    let (old, new) = (&before.references, &now.references);
    let Connections { links, pictures, calls, marks, sources } = known;
    let own = |numbered: &NumberedSource| {
        let key = &numbered.source.id.value;
        let source = now.fields.sources.iter().find(|source| source.id.value == *key)?;
        Some(NumberedSource { source: Arc::clone(source), ..numbered.clone() })
    };
    let is_own = |numbered: &NumberedSource| {
        !numbered.shared && before.fields.sources.iter().any(|source| Arc::ptr_eq(source, &numbered.source))
    };
    Connections {
        links: beside(&new.links, &old.links, links, |one, other| one.target == other.target),
        pictures: beside(&new.figures, &old.figures, pictures, |one, other| one.src.value == other.src.value),
        calls: beside(&new.calls, &old.calls, calls, |one, other| one.name.value == other.name.value),
        marks: beside(&new.citations, &old.citations, marks, |one, other| {
            let keys = one.items.iter().map(|item| &item.key.value);
            keys.eq(other.items.iter().map(|item| &item.key.value))
        }),
        sources: sources
            .iter()
            .filter_map(|numbered| if is_own(numbered) { own(numbered) } else { Some(numbered.clone()) })
            .collect(),
    }
}

/// The values of old things beside the new ones that are like them, the first for the first.
fn beside<T, V: Clone + Default>(new: &[T], old: &[T], values: &[V], is_like: impl Fn(&T, &T) -> bool) -> Vec<V> {
    let mut left: Vec<(&T, &V)> = old.iter().zip(values).collect();
    new.iter()
        .map(|one| {
            let at = left.iter().position(|(other, _)| is_like(one, other));
            at.map(|at| left.remove(at).1.clone()).unwrap_or_default()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::site::MarkdownOptions;
    use crate::date::Zone;
    use crate::parse::document::{Document, Parsed};
    use crate::parse::{self, ParseOptions};
    use crate::resolve::{Picture, Target};
    use crate::text::RelPath;

    fn read(text: &str) -> Arc<Facts<ArticleFields>> {
        let options = ParseOptions {
            markdown: MarkdownOptions { raw_html: true, smart_punctuation: true, callouts: Vec::new() },
            taxonomies: Vec::new(),
            timezone: Zone::utc(),
            language: "en".to_owned(),
            search: false,
            languages: Vec::new(),
        };
        match parse::parse(&path("content/a.md"), text.as_bytes(), &options).value {
            Some(Document::Article(Parsed { facts, .. })) => facts,
            other => panic!("{other:?}"),
        }
    }

    fn path(path: &str) -> RelPath {
        RelPath::new(path).expect("a clean path")
    }

    #[test]
    fn what_was_known_stays_with_what_it_was_known_of() {
        let before = read("---\ntitle: T\nsources:\n  - id: a\n    title: A\n---\n![x](one.png)\n\n[l](b.md) [@a]\n");
        let now = read(
            "---\ntitle: T\ndek: New\nsources:\n  - id: a\n    title: A\n---\n![y](two.png)\n\n![x](one.png)\n\n[m](c.md) [l](b.md) [@a]\n",
        );
        let picture = Picture { url: "one".to_owned(), ..Picture::default() };
        let target = Target { href: "b".into(), title: "B".into() };
        let source = Arc::clone(before.fields.sources.first().expect("a source"));
        let numbered = NumberedSource { source, uses: 1, shared: false, letter: 0, page: None };
        let known = Connections {
            links: vec![target.clone()],
            pictures: vec![picture.clone()],
            calls: Vec::new(),
            marks: vec![Vec::new()],
            sources: vec![numbered],
        };
        let aligned = aligned(&known, &before, &now);
        assert_eq!(aligned.links, [Target::default(), target]);
        assert_eq!(aligned.pictures, [Picture::default(), picture]);
        assert_eq!(aligned.marks.len(), 1);
        let [source] = aligned.sources.as_slice() else { panic!("one source") };
        assert!(Arc::ptr_eq(&source.source, now.fields.sources.first().expect("a source")));
    }
}
