//! A photograph that does not say what others may do with it.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, PictureSubject, Rule};

/// The rule.
pub const RULE: Rule = Rule { code: Code::NoLicence, looks: Looks::Picture(look) };

fn look(picture: &PictureSubject<'_>, found: &mut Vec<Diagnostic>) {
    let is_licensed = picture.picture.license.as_ref().is_some_and(|license| !license.trim().is_empty());
    if is_licensed || !picture.is_photograph() || !picture.is_figure() || picture.is_decoration() {
        return;
    }
    let Some(name) = picture.file_name() else { return };
    let diagnostic = picture.at(Code::NoLicence, format!("`{name}` does not say what others may do with it"));
    found.push(picture.ways("license", "All rights reserved").into_iter().fold(diagnostic, Diagnostic::help));
}
