//! A photograph whose maker is not named.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, PictureSubject, Rule};
use crate::resolve::Picture;

/// The rule.
pub const RULE: Rule = Rule { code: Code::NoCredit, looks: Looks::Picture(look) };

fn look(picture: &PictureSubject<'_>, found: &mut Vec<Diagnostic>) {
    let Picture { credit, creator, copyright, .. } = picture.picture;
    let is_named = [credit, creator, copyright].into_iter().flatten().any(|name| !name.trim().is_empty());
    // A picture within a line shows no credit.
    if is_named || !picture.is_photograph() || !picture.is_figure() || picture.is_decoration() {
        return;
    }
    let Some(name) = picture.file_name() else { return };
    let diagnostic = picture.at(Code::NoCredit, format!("nobody is named who made `{name}`"));
    found.push(picture.ways("credit", "Jo Doe / Agency").into_iter().fold(diagnostic, Diagnostic::help));
}
