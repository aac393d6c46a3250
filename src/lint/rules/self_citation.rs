//! An article that mostly cites its own site.

use crate::config::Config;
use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{ArticleSubject, Looks, Rule};
use crate::parse::front_matter::Source;
use crate::slug;

/// The rule.
pub const RULE: Rule = Rule { code: Code::SelfCitation, looks: Looks::Article(look) };

/// How many sources a share is worth counting of.
const FEW: usize = 4;

fn look(article: &ArticleSubject<'_>, found: &mut Vec<Diagnostic>) {
    let sources = &article.article.connections.sources;
    let config = article.subject.config;
    let limit = config.lints.limits.self_citation;
    let own = sources.iter().filter(|source| is_own(&source.source, config)).count();
    if sources.len() >= FEW && own * 100 > limit * sources.len() {
        let all = sources.len();
        let message = format!("{own} of {all} sources are the site's own, more than {limit} percent");
        let diagnostic = article.at(Code::SelfCitation, article.fields().title.span, message);
        let help = "cite who found it out; to an article of the site, a link is enough";
        let limit = "`self_citation` below `[lints.limits]` sets the limit";
        found.push(diagnostic.help(help).help(limit));
    }
}

/// Whether a source lies on the site's own host, or its publisher published it.
fn is_own(source: &Source, config: &Config) -> bool {
    let published = source.publisher.iter().chain(&source.details().house);
    let mut by_publisher = published.map(|name| slug::fold(name.trim()));
    let is_here = source.url.as_ref().is_some_and(|url| host(&url.value) == host(&config.root_url));
    is_here || by_publisher.any(|name| name == slug::fold(config.publisher.name.trim()))
}

/// The host of an address, without `www.` and port.
fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_ascii_lowercase();
    host.strip_prefix("www.").map_or(host.clone(), str::to_owned)
}
