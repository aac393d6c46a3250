//! What each name of a template stands for, and the fields that are not there.

use std::collections::{BTreeMap, BTreeSet};

use super::super::layers::Source;
use super::super::references::{self, Kind};
use super::paths::{self, Reading, Step, Token};
use super::views::{Shape, Views};
use crate::diagnostics::{Code, Diagnostic};
use crate::text::Span;

/// The templates of pages, each with what `page` is.
pub(super) const PAGES: [(&str, &str); 15] = [
    ("home", "HomeView"),
    ("section", "SectionView"),
    ("article", "ArticleView"),
    ("page", "ArticleView"),
    ("person", "PersonPageView"),
    ("people", "PeopleView"),
    ("term", "TermPageView"),
    ("terms", "TermsView"),
    ("series", "SeriesPageView"),
    ("source", "SourcePageView"),
    ("sources", "LibraryView"),
    ("questions", "QuestionsView"),
    ("corrections", "CorrectionsView"),
    ("search", "SearchPageView"),
    ("404", "NotFoundView"),
];

/// The components that the program calls, each with what its argument of the same name is.
pub(in crate::render) const CALLED: [(&str, &str); 9] = [
    ("figure", "FigureView"),
    ("callout", "CalloutView"),
    ("faqs", "FaqsView"),
    ("newsletter", "NewsletterView"),
    ("trust", "TrustView"),
    ("sources", "SourcesView"),
    ("toc", "TocView"),
    ("related", "RelatedView"),
    ("social_card", "SocialCardView"),
];

/// How often the arguments of components are followed to where they come from.
const ROUNDS: usize = 8;

/// What is given to components, by component and argument.
type Given = BTreeMap<(String, String), Shape>;

/// What a template may name besides what it makes itself.
const NAMES: [&str; 5] = ["page", "site", "meta", "words", "queries"];

/// What templates read by names that no view has.
pub(super) struct Known {
    /// The words that some language has.
    pub words: BTreeSet<String>,
    /// The queries of the site and its themes.
    pub queries: BTreeSet<String>,
}

/// Every place that reads a field which is not there, or a word or a query that is none of the known ones.
pub(super) fn unknown_fields(templates: &[(&str, &Source)], known: &Known) -> Vec<Diagnostic> {
    let views = Views::read();
    let pages = pages(templates);
    let mut given: Given = CALLED
        .into_iter()
        .map(|(component, view)| ((component.to_owned(), component.to_owned()), Shape::view(view)))
        .collect();
    for _ in 0..ROUNDS {
        let before = given.clone();
        for (path, source) in templates {
            let mut walk = Walk::new(&views, &pages, path, source, &before);
            walk.template();
            for (key, shape) in walk.gives {
                let before = given.remove(&key);
                given.insert(key, before.map_or(shape.clone(), |known| known.or(shape)));
            }
        }
        if given == before {
            break;
        }
    }
    let mut found = Vec::new();
    for (path, source) in templates.iter().filter(|(_, source)| !source.built_in) {
        let mut walk = Walk::new(&views, &pages, path, source, &given);
        walk.known = Some(known);
        walk.template();
        found.extend(walk.found);
    }
    found
}

/// What `page` may be in each template: its own kind, and those of all that extend or include it.
fn pages(templates: &[(&str, &Source)]) -> BTreeMap<String, BTreeSet<&'static str>> {
    let own = |path: &str| -> BTreeSet<&'static str> {
        let name = path.strip_suffix(".html").unwrap_or(path);
        PAGES.into_iter().filter(|(page, _)| *page == name).map(|(_, view)| view).collect()
    };
    let mut pages: BTreeMap<String, BTreeSet<&'static str>> =
        templates.iter().map(|(path, _)| ((*path).to_owned(), own(path))).collect();
    let within: Vec<(&str, String)> = templates
        .iter()
        .flat_map(|(path, source)| {
            let of_pages = |one: &references::Reference| matches!(one.kind, Kind::Extends | Kind::Include);
            references::read(&source.text).into_iter().filter(of_pages).map(|one| (*path, one.name))
        })
        .collect();
    loop {
        let before = pages.clone();
        for (path, named) in &within {
            let views = pages.get(*path).cloned().unwrap_or_default();
            // A template of a theme may be named with the theme in front.
            let behind = named.split_once('/').map(|(_, behind)| behind);
            let named = [Some(named.as_str()), behind].into_iter().flatten().find(|name| pages.contains_key(*name));
            if let Some(known) = named.and_then(|named| pages.get_mut(named)) {
                known.extend(views);
            }
        }
        if pages == before {
            return pages;
        }
    }
}

/// A way through one template.
struct Walk<'t, 'v> {
    views: &'v Views,
    source: &'t Source,
    given: &'v Given,
    page: Shape,
    /// What names stand for, the innermost place last.
    scopes: Vec<BTreeMap<&'t str, Shape>>,
    gives: Vec<((String, String), Shape)>,
    /// The words and queries, if somebody is told of others.
    known: Option<&'v Known>,
    found: Vec<Diagnostic>,
}

impl<'t, 'v> Walk<'t, 'v> {
    fn new(
        views: &'v Views,
        pages: &BTreeMap<String, BTreeSet<&'static str>>,
        path: &str,
        source: &'t Source,
        given: &'v Given,
    ) -> Walk<'t, 'v> {
        let page = match pages.get(path) {
            Some(views) if !views.is_empty() => Shape::View(views.clone()),
            // Articles, sections and pages of rows may ask for it by its name.
            _ => Shape::View(BTreeSet::from(["ArticleView", "SectionView", "RowPageView"])),
        };
        Walk { views, source, given, page, scopes: Vec::new(), gives: Vec::new(), known: None, found: Vec::new() }
    }

    fn template(&mut self) {
        let names = [("site", Shape::view("SiteView")), ("meta", Shape::view("MetaView")), ("page", self.page.clone())];
        self.scopes = vec![names.into_iter().collect()];
        let text: &'t str = &self.source.text;
        for (start, end) in references::tags(text) {
            let inner = text.get(start + 2..end.saturating_sub(2)).unwrap_or_default();
            let tokens = paths::tokens(inner, start + 2);
            // A blank may be taken away before and behind a tag.
            let tokens = match tokens.as_slice() {
                [Token::Sign('-'), inner @ .., Token::Sign('-')] => inner,
                [Token::Sign('-'), inner @ ..] | [inner @ .., Token::Sign('-')] => inner,
                inner => inner,
            };
            if text[start..].starts_with("{%") { self.statement(tokens) } else { self.expression(tokens) }
        }
    }

    fn statement(&mut self, tokens: &[Token<'t>]) {
        match tokens {
            [Token::Name("for", _), rest @ ..] => self.begin_loop(rest),
            // One that begins nowhere ends nothing: the engine tells of it.
            [Token::Name("endfor" | "endcomponent", _), ..] if self.scopes.len() > 1 => {
                self.scopes.pop();
            }
            [Token::Name("set" | "set_global", _), Token::Name(name, _), Token::Sign('='), value @ ..] => {
                self.expression(value);
                let shape = self.shape(value);
                if let Some(scope) = self.scopes.last_mut() {
                    scope.insert(name, shape);
                }
            }
            [Token::Name("component", _), Token::Name(name, _), arguments @ ..] => self.component(name, arguments),
            [Token::Name("extends" | "include" | "block" | "endblock" | "raw", _), ..] => {}
            [Token::Name(_, _), rest @ ..] => self.expression(rest),
            _ => {}
        }
    }

    fn begin_loop(&mut self, tokens: &[Token<'t>]) {
        let at = tokens.iter().position(|token| matches!(token, Token::Name("in", _))).unwrap_or(tokens.len());
        let (names, of) = (&tokens[..at], tokens.get(at + 1..).unwrap_or_default());
        self.expression(of);
        let element = match self.shape(of) {
            Shape::List(element) => *element,
            Shape::Unseen => Shape::Unseen,
            _ => Shape::Any,
        };
        let names: Vec<&'t str> = names
            .iter()
            .filter_map(|token| if let Token::Name(name, _) = token { Some(*name) } else { None })
            .collect();
        let shape = if names.len() == 1 { element } else { Shape::Any };
        self.scopes.push(names.into_iter().map(|name| (name, shape.clone())).collect());
    }

    /// A component sees its arguments and what it names with `@`, and nothing else.
    fn component(&mut self, name: &str, arguments: &[Token<'t>]) {
        let mut scope = BTreeMap::new();
        // Names that end what is around hide it: the lookup goes no further than a scope with `page` in it.
        scope.insert("page", Shape::Any);
        scope.insert("meta", Shape::Any);
        scope.insert("site", Shape::view("SiteView"));
        for pair in arguments.windows(2) {
            if let [Token::Name(argument, _), Token::Sign(':')] = pair {
                let known = self.given.get(&(name.to_owned(), (*argument).to_owned()));
                scope.insert(argument, known.cloned().unwrap_or(Shape::Unseen));
            }
        }
        self.scopes.push(scope);
    }

    /// Reads an expression: what it gives to components, and fields that are not there.
    fn expression(&mut self, tokens: &[Token<'t>]) {
        self.calls(tokens);
        let bound: BTreeSet<&str> = tokens
            .windows(2)
            .filter_map(|pair| match pair {
                [Token::Name("for", _), Token::Name(name, _)] => Some(*name),
                _ => None,
            })
            .collect();
        for reading in paths::readings(tokens) {
            if !bound.contains(reading.root) {
                self.follow(&reading, true);
            }
        }
    }

    /// What an expression stands for, as far as that is told by what it reads.
    fn shape(&mut self, tokens: &[Token<'t>]) -> Shape {
        match tokens {
            [Token::Sign('['), inner @ .., Token::Sign(']')] if !inner.contains(&Token::Sign(',')) => {
                Shape::List(Box::new(self.shape(inner)))
            }
            [Token::Text(..) | Token::Number] => Shape::Plain,
            tokens => paths::whole(tokens).map_or(Shape::Any, |reading| self.follow(&reading, false)),
        }
    }

    /// Notes what the calls of components in an expression give them.
    fn calls(&mut self, tokens: &[Token<'t>]) {
        for at in 0..tokens.len() {
            let [Token::Sign('<'), Token::Name(name, _), ..] = tokens[at..] else { continue };
            let mut next = at + 2;
            while let Some(token) = tokens.get(next) {
                match (token, tokens.get(next + 1), tokens.get(next + 2)) {
                    (Token::Name(argument, _), Some(Token::Sign('=')), Some(Token::Sign('{'))) => {
                        let Some(close) = paths::closing(tokens, next + 2) else { break };
                        let shape = self.shape(&tokens[next + 3..close]);
                        self.gives.push(((name.to_owned(), (*argument).to_owned()), shape));
                        next = close + 1;
                    }
                    (Token::Name(argument, _), Some(Token::Sign('=')), _) => {
                        self.gives.push(((name.to_owned(), (*argument).to_owned()), Shape::Plain));
                        next += 3;
                    }
                    (Token::Sign('{'), Some(Token::Name(argument, _)), _) => {
                        let Some(close) = paths::closing(tokens, next) else { break };
                        let shape = self.shape(&tokens[next + 1..close]);
                        self.gives.push(((name.to_owned(), (*argument).to_owned()), shape));
                        next = close + 1;
                    }
                    (Token::Name(..), ..) => next += 1,
                    _ => break,
                }
            }
        }
    }

    /// Follows a reading to what it stands for, and tells of a field that is not there.
    fn follow(&mut self, reading: &Reading<'t>, tells: bool) -> Shape {
        let known = self.scopes.iter().rev().find_map(|scope| scope.get(reading.root)).cloned();
        if tells && known.is_none() {
            self.tell_name(reading);
        }
        let mut shape = known.unwrap_or(Shape::Any);
        let mut way = reading.root.to_owned();
        for step in &reading.steps {
            shape = match (step, shape) {
                (Step::Field(field, span), Shape::View(views)) => {
                    let Some(next) = self.views.field(&views, field) else {
                        if tells {
                            self.tell(&way, &views, field, *span);
                        }
                        return Shape::Any;
                    };
                    way = format!("{way}.{field}");
                    next
                }
                (Step::Element, Shape::List(element)) => {
                    way.push_str("[…]");
                    *element
                }
                (Step::Slice, list @ Shape::List(_)) => list,
                (_, Shape::Unseen) => return Shape::Unseen,
                _ => return Shape::Any,
            };
        }
        shape
    }

    /// Tells of a word that no language has, of a query that nobody declares, and of a name that is almost one of those that are there.
    fn tell_name(&mut self, reading: &Reading<'t>) {
        let Some(Known { words, queries }) = self.known else { return };
        match (reading.root, reading.steps.first()) {
            ("words", Some(Step::Field(word, span))) if !words.contains(*word) => {
                let message = format!("no translation has the word `{word}`");
                self.found.push(
                    Diagnostic::new(Code::MissingWord, &self.source.path, *span, message)
                        .did_you_mean(word, words.iter().map(String::as_str))
                        .help(format!("add a line `{word}: …` to `i18n/en.yml`")),
                );
            }
            ("queries", Some(Step::Field(query, span))) if !queries.contains(*query) => {
                let message = format!("there is no query `{query}`");
                let mistake = Diagnostic::new(Code::UnknownQuery, &self.source.path, *span, message)
                    .did_you_mean(query, queries.iter().map(String::as_str));
                self.found.push(mistake.help(format!(
                    "declare it in site.toml or theme.toml: `[queries.{query}]` with `file = \"data/…\"` and `templates`"
                )));
            }
            (name, Some(Step::Field(_, span))) if !NAMES.contains(&name) => {
                // The name stands directly before the dot of its first field.
                let end = (span.start as usize).saturating_sub(1);
                let start = end.saturating_sub(name.len());
                let near = crate::diagnostics::nearest(name, NAMES);
                if let (Some(near), Some(true)) = (near, self.source.text.get(start..end).map(|there| there == name)) {
                    let message = format!("there is no `{name}` in a template");
                    self.found.push(
                        Diagnostic::new(Code::UnknownViewField, &self.source.path, Span::new(start, end), message)
                            .help(format!("did you mean `{near}`?")),
                    );
                }
            }
            _ => {}
        }
    }

    fn tell(&mut self, way: &str, views: &BTreeSet<&'static str>, field: &str, span: Span) {
        let names = views.iter().copied().collect::<Vec<&str>>();
        let what = match names.as_slice() {
            [one] => {
                let article = if one.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
                format!("`{way}` is {article} {one}, which has no field `{field}`")
            }
            _ => format!("`{way}` has no field `{field}`, whichever page it is"),
        };
        let fields = self.views.fields(views);
        let mut mistake = Diagnostic::new(Code::UnknownViewField, &self.source.path, span, what)
            .did_you_mean(field, fields.iter().copied());
        if mistake.help.is_empty() {
            let list = fields.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>().join(", ");
            mistake = mistake.help(format!("it has {list}"));
        }
        self.found.push(mistake);
    }
}
