//! A link to an address that only redirects to another.

use std::collections::BTreeMap;

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, Rule, Subject};
use crate::parse::document::{Link, LinkTarget};
use crate::resolve::Redirect;
use crate::resolve::links::relative;
use crate::text::RelPath;
use crate::{route, slug};

/// The rule.
pub const RULE: Rule = Rule { code: Code::RedirectInUse, looks: Looks::Site(look) };

fn look(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let redirects = subject.all_sites.iter().flat_map(|site| &site.redirects);
    let redirects: BTreeMap<String, &Redirect> = redirects.map(|one| (key(one.from.as_str()), one)).collect();
    if redirects.is_empty() {
        return;
    }
    let root_path = subject.config.root_path.as_str();
    let mut files = None;
    for (path, references) in subject.documents() {
        for Link { target, span, .. } in &references.links {
            let LinkTarget::Address { path: address, fragment } = target else { continue };
            let plain = address.split('?').next().unwrap_or_default();
            // An address may be written as it is in the browser, with the path of the site.
            let below = plain.strip_prefix(root_path).filter(|below| below.starts_with('/'));
            let redirect = [Some(plain), below].into_iter().flatten().find_map(|plain| redirects.get(&key(plain)));
            let Some(redirect) = redirect else { continue };
            let files = files.get_or_insert_with(|| files_by_address(subject));
            let message = format!("`{plain}` is a former address, and only leads on");
            let better = better(path, redirect, fragment, files, root_path);
            let diagnostic = Diagnostic::new(Code::RedirectInUse, path, *span, message);
            found.push(diagnostic.help(format!("link to where it leads: `{better}`")));
        }
    }
}

/// The form in which addresses are compared.
fn key(address: &str) -> String {
    slug::fold(address.trim_end_matches('/'))
}

/// The files of the pages of an edition, by their addresses as they stand in links.
fn files_by_address<'a>(subject: &Subject<'a>) -> BTreeMap<String, &'a RelPath> {
    let (site, base_path) = (subject.site, &subject.config.base_path);
    let articles = site.articles.iter().map(|one| (&one.route, &one.facts.path));
    // A folder without an `_index.md` has no file.
    let sections = site.sections.iter().map(|one| (&one.route, &one.facts.path));
    let sections = sections.filter(|(_, path)| subject.inventory.documents.binary_search(path).is_ok());
    let people = site.people.iter().map(|one| (&one.route, &one.facts.path));
    articles.chain(sections).chain(people).map(|(route, path)| (route.href(base_path), path)).collect()
}

/// How to write a link to where a redirect leads: the path of a file, else an address.
fn better(
    path: &RelPath,
    redirect: &Redirect,
    fragment: &str,
    files: &BTreeMap<String, &RelPath>,
    root_path: &str,
) -> String {
    let (to, own) = redirect.to.split_once('#').unwrap_or((&redirect.to, ""));
    let place = match files.get(to) {
        Some(file) => relative(path, file.as_str()),
        None => {
            let below = to.strip_prefix(root_path).filter(|below| below.starts_with('/')).unwrap_or(to);
            route::decode(below).unwrap_or_else(|| below.to_owned())
        }
    };
    let fragment = if fragment.is_empty() { own } else { fragment };
    if fragment.is_empty() { place } else { format!("{place}#{fragment}") }
}
