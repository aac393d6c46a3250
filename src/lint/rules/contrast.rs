//! Two colours of the theme that are too alike for text.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::colour::Palette;
use crate::lint::{Looks, Rule, Subject, Token};

/// The rule.
pub const RULE: Rule = Rule { code: Code::Contrast, looks: Looks::Site(look) };

/// The least contrast of a text with what is behind it (WCAG 2.2, 1.4.3).
const LEAST: f64 = 4.5;

/// What themes call the colours of texts and links.
const TEXTS: &[&str] = &["text", "muted", "accent", "link", "ink", "quiet", "signal"];
/// What themes call the colours behind them.
const GROUNDS: &[&str] = &["background", "surface", "paper"];

fn look(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let palette = Palette::new(subject.tokens.iter().map(|token| (token.name.as_str(), token.value.as_str())));
    let token = |name: &str| subject.tokens.iter().find(|token| token.name == name);
    for dark in [false, true] {
        // In dark surroundings a token without a dark one is what it is in light.
        let of = |name: &&str| if dark { token(&format!("{name}-dark")).or(token(name)) } else { token(name) };
        for ground in GROUNDS.iter().filter_map(of) {
            for text in TEXTS.iter().filter_map(of) {
                let is_new = !dark || text.name.ends_with("-dark") || ground.name.ends_with("-dark");
                if let (true, Some(contrast)) = (is_new, palette.contrast(&text.name, &ground.name))
                    && contrast < LEAST
                {
                    found.push(too_low(text, ground, contrast));
                }
            }
        }
    }
}

fn too_low(text: &Token, ground: &Token, contrast: f64) -> Diagnostic {
    // Never rounded up to what is enough.
    let contrast = (contrast * 100.0).floor() / 100.0;
    let message = format!("`{}` on `{}` has a contrast of {contrast}:1", text.name, ground.name);
    // Whoever sets one of them in site.toml has the mistake there.
    let place = if ground.place.span.is_some() && text.place.span.is_none() { &ground.place } else { &text.place };
    Diagnostic::at(Code::Contrast, Some(place.clone()), message)
        .help(format!("text needs {LEAST}:1 to be read by most people: make one of the two lighter or darker"))
}
