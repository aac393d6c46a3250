//! A title that is cut where titles are listed.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{ArticleSubject, Looks, Rule};

/// The rule.
pub const RULE: Rule = Rule { code: Code::LongTitle, looks: Looks::Article(look) };

fn look(article: &ArticleSubject<'_>, found: &mut Vec<Diagnostic>) {
    let limit = article.subject.config.lints.limits.title;
    let title = &article.fields().title;
    let characters = title.value.chars().count();
    if characters > limit {
        let message = format!("this title has {characters} characters, more than {limit}");
        let help = "say it in fewer: search engines and cards cut what is longer; `title` below `[lints.limits]` sets the \
            limit";
        found.push(article.at(Code::LongTitle, title.span, message).help(help));
    }
}
