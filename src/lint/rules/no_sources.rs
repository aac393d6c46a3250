//! An article of a kind that needs sources, and cites none.

use crate::diagnostics::{Code, Diagnostic, Level};
use crate::lint::{Looks, Rule, WordsSubject};
use crate::parse::front_matter::Kind;
use crate::parse::passages::{Passage, PassageKind};

/// The rule.
pub const RULE: Rule = Rule { code: Code::NoSources, looks: Looks::Words(look) };

fn look(article: &WordsSubject<'_>, passages: &[Passage], found: &mut Vec<Diagnostic>) {
    let fields = article.fields();
    let level = match fields.kind {
        Kind::Explainer | Kind::Analysis => RULE.code.default_level(),
        // One that shows how something is done knows it by having done it.
        Kind::Guide => Level::Advice,
        // News is its own source, a review and an opinion are somebody's.
        Kind::News | Kind::Opinion | Kind::Review | Kind::Page => return,
    };
    let cites = !article.facts.references.citations.is_empty() || article.shows_sources;
    if cites || passages.iter().any(|passage| shows_elsewhere(passage, article.settled.root_url)) {
        return;
    }
    let body = passages.iter().filter(|passage| !matches!(passage.kind, PassageKind::Title | PassageKind::Dek));
    let words: usize = body.map(|passage| passage.word_count()).sum();
    // A note, or the beginning of something, may go without.
    if words > article.settled.limits.unsourced {
        let message =
            format!("this article has {words} words, is of the kind `{}`, and cites no source", fields.kind.name());
        let diagnostic = article.at(Code::NoSources, fields.title.span, message);
        let diagnostic =
            diagnostic.help("list what it rests on under `sources`, and cite it where it is used: `[@key]`");
        let of_view = (fields.kind != Kind::Guide).then_some("if it is somebody's view, say so: `kind: opinion`");
        found.push(Diagnostic { level, ..of_view.into_iter().fold(diagnostic, Diagnostic::help) });
    }
}

/// Whether a passage links to another site, which is how much of the web cites.
fn shows_elsewhere(passage: &Passage, own: &str) -> bool {
    let is_elsewhere = |address: &str| {
        let is_web = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
        let is_own =
            address.strip_prefix(own).is_some_and(|below| below.is_empty() || below.starts_with(['/', '?', '#']));
        is_web && !is_own
    };
    passage.links.iter().any(|link| is_elsewhere(&link.destination))
}
