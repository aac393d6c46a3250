//! A picture whose file is larger than readers like to wait for.

use crate::diagnostics::{Code, Diagnostic};
use crate::lint::{Looks, PictureSubject, Rule};

/// The rule.
pub const RULE: Rule = Rule { code: Code::HeavyImage, looks: Looks::Picture(look) };

fn look(picture: &PictureSubject<'_>, found: &mut Vec<Diagnostic>) {
    let limit = picture.subject.config.lints.limits.image_size;
    let weight = picture.picture.file.as_ref().and_then(|file| picture.subject.weights.get(file));
    let (Some(weight), Some(name)) = (weight, picture.file_name()) else { return };
    let kilobytes = weight.div_ceil(1_000);
    if kilobytes > u64::try_from(limit).unwrap_or(u64::MAX) {
        let message = format!("`{name}` has {kilobytes} kB, more than {limit}");
        let help = "save it smaller, or in a format such as WebP; `image_size` below `[lints.limits]` sets the limit";
        found.push(picture.at(Code::HeavyImage, message).help(help));
    }
}
