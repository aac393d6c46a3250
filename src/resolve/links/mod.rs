//! What every link within the site points to.
//!
//! 1. [`index`] lists what links can point to in one edition, [`editions`] joins them.
//! 2. [`find`] finds a path, an address or a name in it, or says what was probably meant.
//! 3. [`connect`] follows every link of a document, and checks its heading.

mod editions;
mod find;
mod index;

use std::sync::Arc;

use super::routes::listed;
use super::sources::Works;
use super::{ArticleId, HOME, PageId, Target};
use crate::diagnostics::{self, Code, Diagnostic, Fix};
use crate::parse::document::{Link, LinkTarget, References};
use crate::parse::front_matter::Source;
use crate::route::{self, Route};
use crate::text::{RelPath, Span, Spanned};

pub use editions::Index;
use find::Found;
pub use find::{as_written, relative, similar_path, unpublished};
pub use index::{Pages, address_key, name_key};

/// Finds what the links of a document point to, and to which pages; a broken one is a diagnostic and leads nowhere.
pub fn connect(
    page: PageId,
    path: &RelPath,
    references: &References,
    works: &Works,
    index: &Index<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Target>, Vec<PageId>) {
    let from = Origin { page, path, own: Some(Own { references, works }), index };
    let mut pages = Vec::new();
    let mut follow = |link| match from.follow(link) {
        Ok((target, to)) => {
            pages.extend(to);
            target
        }
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            Target::default()
        }
    };
    let targets = references.links.iter().map(&mut follow).collect();
    (targets, pages)
}

/// Finds the articles that an author names by their files, each once; any other page is a diagnostic.
pub fn articles(
    page: PageId,
    path: &RelPath,
    named: &[Spanned<String>],
    index: &Index<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ArticleId> {
    let mut articles = Vec::with_capacity(named.len());
    let from = Origin { page, path, own: None, index };
    for file in named {
        let found = from.find_file(&file.value, file.span);
        // A name may be written as in a link, with what is no letter encoded.
        let decoded = route::decode(&file.value).filter(|decoded| *decoded != file.value);
        let found =
            found.or_else(|wrong| decoded.and_then(|decoded| from.find_file(&decoded, file.span).ok()).ok_or(wrong));
        match found {
            Ok(Found::Page(id)) if id == page => {
                let message = format!("`{}` is this article itself", file.value);
                diagnostics.push(from.broken(file.span, message).help("name another article, or remove it"));
            }
            Ok(Found::Page(PageId::Article(id))) if articles.contains(&id) => {}
            Ok(Found::Page(PageId::Article(id))) => articles.push(id),
            // Not translated yet: it is named once it is.
            Ok(Found::Page(PageId::Foreign(..))) => {}
            Ok(_) => {
                let message = format!("`{}` is no article", file.value);
                diagnostics.push(from.broken(file.span, message).help("name the file of an article"));
            }
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    articles
}

/// Finds what one link of a document that cites nothing points to.
pub fn follow(path: &RelPath, link: &Link, index: &Index<'_>, diagnostics: &mut Vec<Diagnostic>) -> Target {
    let from = Origin { page: PageId::Section(HOME), path, own: None, index };
    from.follow(link).map_or_else(
        |diagnostic| {
            diagnostics.push(*diagnostic);
            Target::default()
        },
        |(target, _)| target,
    )
}

/// The page that a link of site.toml leads to, if it is one.
pub fn page_of(path: &RelPath, link: &Link, index: &Index<'_>) -> Option<PageId> {
    let from = Origin { page: PageId::Section(HOME), path, own: None, index };
    from.follow(link).ok()?.1
}

/// Where a link stands.
struct Origin<'a> {
    page: PageId,
    path: &'a RelPath,
    /// What the document itself offers.
    own: Option<Own<'a>>,
    index: &'a Index<'a>,
}

/// What a document offers to its own links.
#[derive(Clone, Copy)]
struct Own<'a> {
    references: &'a References,
    works: &'a Works,
}

/// What links can lead to within a page: of a document that is being written, as it stands now.
struct Offered<'a> {
    references: Option<&'a References>,
    sources: &'a [Arc<Source>],
    works: Option<&'a Works>,
}

impl<'a> Offered<'a> {
    /// The text of the heading or question of this id.
    fn heading(&self, fragment: &str) -> Option<&'a str> {
        let references = self.references.filter(|_| !fragment.is_empty())?;
        let heading = references.headings.iter().find(|heading| heading.id == fragment).map(|heading| &heading.text);
        let question = || references.questions.iter().find(|one| one.id == fragment).map(|question| &question.text);
        heading.or_else(question).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// Whether there is something of this id, blocks and sources included.
    fn has(&self, fragment: &str) -> bool {
        if fragment.is_empty() || fragment == "top" {
            return true;
        }
        let Some(references) = self.references else { return false };
        if references.anchors().any(|anchor| anchor == fragment) {
            return true;
        }
        match fragment {
            "faqs" => !references.questions.is_empty(),
            "toc" | "trust" | "sources" | "newsletter" | "related" => true,
            _ => fragment.strip_prefix("source-").is_some_and(|key| {
                let numbered = self.works.iter().flat_map(|works| &works.sources).map(|numbered| &numbered.source);
                let mut sources = self.sources.iter().chain(numbered);
                let mut cited = references.citations.iter().flat_map(|citation| &citation.items);
                sources.any(|source| source.id.value == key) || cited.any(|item| item.key.value == key)
            }),
        }
    }
}

impl Origin<'_> {
    fn follow(&self, link: &Link) -> Result<(Target, Option<PageId>), Box<Diagnostic>> {
        // Files, and addresses as they are written, are those of the whole site.
        let root_path = &self.index.input.config.root_path;
        match &link.target {
            LinkTarget::Anchor(fragment) => {
                let own = self.index.target(self.page).title;
                let title = self.check_anchor(self.page, fragment, link.span)?.unwrap_or(own);
                Ok((Target { href: with_fragment(String::new(), fragment).into(), title }, None))
            }
            LinkTarget::File { path, fragment } => match self.find_file(path, link.span)? {
                Found::Page(id) => self.page_target(id, fragment, link.span),
                Found::File(route) => {
                    let title = route.as_str().trim_end_matches('/').rsplit('/').next().unwrap_or_default().into();
                    Ok((Target { href: with_fragment(route.href(root_path), fragment).into(), title }, None))
                }
            },
            LinkTarget::Address { path, fragment } => {
                let (address, query) = path.split_once('?').map_or((path.as_str(), None), |(a, q)| (a, Some(q)));
                let address = self.within_site(address);
                match self.find_address(address, link.span)? {
                    Some(id) => self.page_target(id, fragment, link.span),
                    None => {
                        // A browser takes the part along to where a former address leads.
                        if !fragment.is_empty()
                            && let Some(id) = self.index.leads_on(&address_key(address))
                        {
                            self.check_anchor(id, fragment, link.span)?;
                        }
                        let mut href = Route::new(address).href(root_path);
                        if let Some(query) = query {
                            href.push('?');
                            route::encode_path(query, &mut href);
                        }
                        Ok((Target { href: with_fragment(href, fragment).into(), title: address.into() }, None))
                    }
                }
            }
            LinkTarget::Wiki { name, fragment } => {
                let id = self.find_name(name, link.span)?;
                self.page_target(id, fragment, link.span)
            }
        }
    }

    fn page_target(&self, id: PageId, fragment: &str, span: Span) -> Result<(Target, Option<PageId>), Box<Diagnostic>> {
        let heading = self.check_anchor(id, fragment, span)?;
        let Target { href, title } = self.index.target(id);
        let title = heading.unwrap_or(title);
        let href = if fragment.is_empty() { href } else { with_fragment(href.to_string(), fragment).into() };
        Ok((Target { href, title }, Some(id)))
    }

    /// The text of the heading or question that a fragment names, if it names one.
    fn check_anchor(&self, id: PageId, fragment: &str, span: Span) -> Result<Option<Arc<str>>, Box<Diagnostic>> {
        let Some(page) = self.index.page(id) else { return Ok(None) };
        let own = self.own.filter(|_| id == self.page);
        // What stands on a page of another document has its sources there, and no heading.
        let document = own.filter(|_| page.path == Some(self.path));
        let offered = Offered {
            references: document.map(|own| own.references).or(page.references),
            sources: if document.is_some() { &[] } else { page.sources },
            works: own.map(|own| own.works),
        };
        if offered.has(fragment) {
            return Ok(offered.heading(fragment).map(Arc::from));
        }
        let message = format!("`{}` has no heading `#{fragment}`", page.title);
        let anchors: Vec<&str> = offered.references.iter().flat_map(|references| references.anchors()).collect();
        let diagnostic = Diagnostic::new(Code::BrokenAnchor, self.path, span, message);
        let diagnostic = match diagnostics::nearest(fragment, anchors.iter().copied()) {
            Some(near) => {
                let fix = Fix::within(span, format!("#{fragment}"), format!("#{near}"));
                let diagnostic = diagnostic.help(format!("did you mean `#{near}`?"));
                let is_certain = diagnostics::is_certain(fragment, near, anchors.iter().copied());
                if is_certain { diagnostic.fix(fix) } else { diagnostic }
            }
            None if anchors.is_empty() => diagnostic.help("the page has no headings: link to the page itself"),
            None => {
                let shown: Vec<String> = anchors.iter().take(12).map(|anchor| format!("#{anchor}")).collect();
                diagnostic.help(format!("it has {}", listed(&shown)))
            }
        };
        Err(Box::new(diagnostic))
    }
}

fn with_fragment(mut href: String, fragment: &str) -> String {
    if !fragment.is_empty() {
        href.push('#');
        route::encode_path(fragment, &mut href);
    }
    href
}
