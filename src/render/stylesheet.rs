//! The theme's CSS: all layers joined, tokens in front, comments and blanks taken out.

use super::layers::Layer;
use super::{css, sass};
use crate::diagnostics::{Code, Diagnosed, Diagnostic, Place};
use crate::fingerprint::Fingerprint;
use crate::lint::Token;
use crate::text::{RelPath, Spanned};

/// The stylesheet of every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stylesheet {
    /// Its path in the output, which changes with its content: `assets/style-0123456789.css`.
    pub path: String,
    /// The CSS.
    pub css: String,
}

/// What the theme's tokens are: those of a theme go above those of the one it extends, and site.toml's above all.
///
/// `chosen` are site.toml's; one that the theme does not have is left out.
pub(super) fn tokens(layers: &[Layer], chosen: &[(Spanned<String>, Spanned<String>)]) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for layer in layers.iter().rev() {
        let Some(path) = RelPath::new(&format!("themes/{}/theme.toml", layer.name)) else { continue };
        for (name, value) in &layer.tokens {
            let token =
                Token { name: name.clone(), value: value.clone(), place: Place { path: path.clone(), span: None } };
            match tokens.iter_mut().find(|known| known.name == *name) {
                Some(known) => *known = token,
                None => tokens.push(token),
            }
        }
    }
    let path = RelPath::new("site.toml").expect("a constant path is clean");
    for (name, value) in chosen {
        if let Some(known) = tokens.iter_mut().find(|known| known.name == name.value) {
            known.value.clone_from(&value.value);
            known.place = Place { path: path.clone(), span: Some(value.span) };
        }
    }
    tokens
}

/// Joins the stylesheets of the themes, those of a theme after those of the one it extends.
///
/// Every token is a custom property of `:root`; `chosen` are the values that site.toml gives instead of the theme's. What
/// lies at the root of the site is looked for below `base`, the path of its address.
pub(super) fn join(
    layers: &[Layer],
    chosen: &[(Spanned<String>, Spanned<String>)],
    base: &str,
) -> Diagnosed<Stylesheet> {
    let mut diagnostics = Vec::new();
    let mut tokens: Vec<(&str, &str)> = Vec::new();
    for layer in layers.iter().rev() {
        for (name, value) in &layer.tokens {
            set(&mut tokens, name, value);
        }
    }
    let known: Vec<&str> = tokens.iter().map(|(name, _)| *name).collect();
    let path = RelPath::new("site.toml").expect("a constant path is clean");
    for (name, value) in chosen {
        if !known.contains(&name.value.as_str()) {
            let mut mistake = Diagnostic::new(
                Code::UnknownSetting,
                &path,
                name.span,
                format!("the theme has no token `{}`", name.value),
            )
            .did_you_mean(&name.value, known.iter().copied());
            if mistake.help.is_empty() {
                let list = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                mistake = mistake.help(if known.is_empty() {
                    "the theme's `theme.toml` declares none".to_owned()
                } else {
                    format!("known here: {list}")
                });
            }
            diagnostics.push(mistake);
        } else if let Some(mistake) = token_mistake(&name.value, &value.value) {
            diagnostics.push(Diagnostic::new(Code::InvalidValue, &path, value.span, mistake));
        } else {
            set(&mut tokens, &name.value, &value.value);
        }
    }
    let mut joined = String::new();
    if !tokens.is_empty() {
        let properties: Vec<String> = tokens.iter().map(|(name, value)| format!("--{name}:{value}")).collect();
        joined.push_str(&format!(":root{{{}}}", properties.join(";")));
    }
    for stylesheet in layers.iter().rev().flat_map(|layer| &layer.stylesheets) {
        let broken = css::unbalanced(&stylesheet.path, &stylesheet.text);
        let late = || css::late_import(&stylesheet.path, &stylesheet.text, joined.is_empty());
        if let Some(mut mistake) = broken.or_else(late) {
            // The places of what Sass was compiled to are nobody's.
            if sass::is_sass(&stylesheet.path) {
                mistake.place = Some(Place { path: stylesheet.path.clone(), span: None });
            }
            diagnostics.push(mistake);
        }
        joined.push_str(&css::minify(&stylesheet.text));
    }
    let css = css::below(&joined, base);
    let path = format!("assets/style-{}.css", Fingerprint::of(css.as_bytes()).short());
    Diagnosed { value: Stylesheet { path, css }, diagnostics }
}

/// Sets a token, at its old place if there is one.
fn set<'a>(tokens: &mut Vec<(&'a str, &'a str)>, name: &'a str, value: &'a str) {
    match tokens.iter_mut().find(|(known, _)| *known == name) {
        Some(token) => token.1 = value,
        None => tokens.push((name, value)),
    }
}

/// What is wrong with a token, if anything: it must be one custom property and nothing more.
pub(super) fn token_mistake(name: &str, value: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || !name.chars().all(plain) {
        return Some(format!("a token's name has letters, digits and `-` only, not `{name}`"));
    }
    if value.trim().is_empty() {
        return Some(format!("the token `{name}` has no value"));
    }
    let mut depth = 0_i32;
    let mut quote = None;
    for c in value.chars() {
        match (quote, c) {
            (_, '\\' | '\n' | '\r' | '\0') => return Some(format!("the token `{name}` has a character that ends it")),
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            (None, ';' | '{' | '}' | '<' | '[' | ']') => {
                return Some(format!("the token `{name}` must be one CSS value, without `{c}`"));
            }
            (None, _) => {}
        }
        if depth < 0 {
            break;
        }
    }
    (depth != 0 || quote.is_some() || value.contains("/*"))
        .then(|| format!("the token `{name}` must be one CSS value, with each bracket and quote closed"))
}
