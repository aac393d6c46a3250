//! A picture that has no alternative text and is not marked as a decoration.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::picture::DECORATION;
use crate::lint::{Looks, PictureSubject, Rule, Written};

/// The rule.
pub const RULE: Rule = Rule { code: Code::NoAlt, looks: Looks::Picture(look) };

fn look(picture: &PictureSubject<'_>, found: &mut Vec<Diagnostic>) {
    if !picture.picture.alt.trim().is_empty() || picture.is_decoration() {
        return;
    }
    let source = picture.source();
    found.push(match picture.written {
        Written::Lead(_) => picture
            .at(Code::NoAlt, format!("the lead image `{source}` has no alternative text"))
            .help("say what can be seen: write `alt: …` below `image`")
            .help("if it is mere decoration, write `alt: \"\"`"),
        Written::Figure(figure) => {
            let message = format!("the picture `{source}` has no alternative text");
            Diagnostic::new(Code::NoAlt, picture.path, figure.span, message)
                .help(format!("say what can be seen: `![…]({source})`"))
                .help(format!("if it is mere decoration, write `![]({source}){{.{DECORATION}}}`"))
        }
    });
}
