//! Pictures and their credits.

use super::{ImageFields, address, mapping};
use crate::decode::{Field, Fields, Mistakes, Syntax, Value};
use crate::diagnostics::Diagnosed;
use crate::media::credit::TERMS;
use crate::text::{RelPath, Spanned};

/// Reads the credits of a picture, a whole file (`photo.jpg.yml`); `src` stays empty.
pub fn sidecar(path: &RelPath, text: &str) -> Diagnosed<ImageFields> {
    let mistakes = Mistakes::new(path, Syntax::Yaml);
    let mut image = ImageFields::default();
    if let Some(mut fields) = mapping(&mistakes, text, 0, "the file of a picture's credits") {
        credits(&mut fields, &mut image);
        fields.finish();
    }
    mistakes.with(image)
}

/// A picture: a mapping, or the path alone.
pub(super) fn image(field: Field<'_>) -> Option<ImageFields> {
    let mistakes = field.mistakes();
    let key = field.key.value.clone();
    if !matches!(field.node.value, Value::Map(_)) {
        let src = address::picture(field.markdown()?, &key, mistakes)?;
        return Some(ImageFields { src, ..ImageFields::default() });
    }
    let mut fields = field.map("a picture")?;
    let src = fields.require("src", &[], &format!("`{key}`"), "quay.jpg");
    let src = src.and_then(Field::markdown).and_then(|text| address::picture(text, "src", mistakes));
    let mut image = ImageFields { src: src.clone().unwrap_or_default(), ..ImageFields::default() };
    credits(&mut fields, &mut image);
    fields.finish();
    src.map(|_| image)
}

/// The alternative text; an empty one is said on purpose, of a mere decoration.
fn alternative(field: Field<'_>) -> Option<Spanned<String>> {
    let text = field.text()?;
    Some(Spanned::new(text.value.trim().to_owned(), text.span))
}

/// A term of IPTC's digital source types.
fn digital_source(field: Field<'_>) -> Option<Spanned<String>> {
    let terms: Vec<(&str, &str)> = TERMS.iter().map(|(term, _)| (*term, *term)).collect();
    field.choice(&terms).map(|term| term.map(str::to_owned))
}

fn credits(fields: &mut Fields<'_>, image: &mut ImageFields) {
    image.alt = fields.take("alt", &[]).and_then(alternative);
    image.caption = fields.take("caption", &[]).and_then(Field::prose);
    image.credit = fields.take("credit", &[]).and_then(Field::line);
    image.credit_url = fields.take("credit_url", &[]).and_then(address::link);
    image.creator = fields.take("creator", &[]).and_then(Field::line);
    image.copyright = fields.take("copyright", &[]).and_then(Field::line);
    image.license = fields.take("license", &[]).and_then(address::name_or_address);
    image.digital_source = fields.take("digital_source", &[]).and_then(digital_source);
}
