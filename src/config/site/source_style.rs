//! `[sources] style`: a style that is built in, or one of the Citation Style Language.

use super::SourceStyle;
use crate::decode::{self, Mistakes};
use crate::diagnostics::Code;
use crate::text::{RelPath, Spanned};

/// The styles that need nothing else.
const BUILT_IN: [&str; 2] = ["numbered", "author-date"];

/// Reads the name of a style, or the path of its file; whether there is one of that name is seen when it is loaded.
pub(super) fn read(style: Spanned<String>, mistakes: &Mistakes<'_>) -> Option<SourceStyle> {
    let name = style.value.as_str();
    let shown = decode::shown(name);
    match name {
        "numbered" => return Some(SourceStyle::Numbered),
        "author-date" => return Some(SourceStyle::AuthorDate),
        _ => {}
    }
    if !cfg!(feature = "csl") {
        let message = format!("this byline is built without styles of references such as `{shown}`");
        let fault = mistakes.at(Code::NotSupported, style.span, message).did_you_mean(name, BUILT_IN);
        let fault = fault.help("write `style = \"numbered\"` or `style = \"author-date\"`, which are built in");
        mistakes.add(fault.help("or build byline with all of them: `cargo build --release --features csl`"));
        return None;
    }
    if !name.ends_with(".csl") {
        return Some(SourceStyle::Csl(style));
    }
    let Some(path) = RelPath::new(name) else {
        let fault = mistakes.at(Code::InvalidValue, style.span, format!("the style `{shown}` is not within the site"));
        mistakes.add(fault.help("copy the file beside site.toml, and write its name: `style = \"house.csl\"`"));
        return None;
    };
    if ["content", "static"].iter().any(|folder| path.below(folder).is_some()) {
        let message = format!("the style `{shown}` lies where files are published");
        let fault = mistakes.at(Code::InvalidValue, style.span, message);
        mistakes.add(fault.help(format!("move it beside site.toml, and write `style = \"{}\"`", path.file_name())));
        return None;
    }
    Some(SourceStyle::CslFile(Spanned::new(path, style.span)))
}
