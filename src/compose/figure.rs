//! Pictures and figures.

use super::body::Manuscript;
use super::view::{FigureView, ImageSourceView, ImageView};
use crate::diagnostics::Diagnostic;
use crate::html::{Html, Value, escape};
use crate::media::credit::is_made_by_ai;
use crate::media::{Format, Tint};
use crate::parse::document::Figure;
use crate::resolve::{Picture, PictureCopy};

/// How wide the copy is at most that a browser loads which knows no `srcset`.
const USUAL: u32 = 1_000;

/// A picture with its size, if its file tells, and its copies.
pub fn image(picture: &Picture, alt: &str) -> ImageView {
    let usual = picture.own_copies().filter(|copy| copy.width <= USUAL).last().or_else(|| picture.own_copies().next());
    ImageView {
        url: usual.map_or(&picture.url, |copy| &copy.url).clone(),
        alt: alt.to_owned(),
        width: picture.size.map(|(width, _)| width),
        height: picture.size.map(|(_, height)| height),
        tint: picture.tint.map(Tint::names),
        srcset: set(picture.own_copies()),
        sources: sources(picture),
    }
}

/// A picture alone, as other sites show it: not larger than the largest copy.
pub fn single(picture: &Picture, alt: &str) -> ImageView {
    let copy = picture.own_copies().last();
    let size = copy.map(|copy| (copy.width, copy.height)).or(picture.size);
    ImageView {
        url: copy.map_or(&picture.url, |copy| &copy.url).clone(),
        alt: alt.to_owned(),
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
        tint: picture.tint.map(Tint::names),
        srcset: String::new(),
        sources: Vec::new(),
    }
}

fn sources(picture: &Picture) -> Vec<ImageSourceView> {
    let mut formats: Vec<Format> = picture.copies.iter().map(|copy| copy.format).collect();
    formats.sort_unstable();
    formats.dedup();
    let further = formats.into_iter().filter(|format| Some(*format) != picture.format);
    let source = |format: Format| ImageSourceView {
        media_type: format.media_type(),
        srcset: set(picture.copies.iter().filter(|copy| copy.format == format)),
    };
    further.map(source).collect()
}

fn set<'c>(copies: impl Iterator<Item = &'c PictureCopy>) -> String {
    copies.map(|copy| format!("{} {}w", copy.url, copy.width)).collect::<Vec<_>>().join(", ")
}

/// The lead image of a page.
pub fn lead(picture: &Picture, caption: Option<Html>) -> FigureView {
    FigureView { lead: true, ..figure(picture, caption) }
}

fn figure(picture: &Picture, caption: Option<Html>) -> FigureView {
    let license = picture.license.clone();
    let license_url =
        license.clone().filter(|license| license.starts_with("https://") || license.starts_with("http://"));
    FigureView {
        image: image(picture, &picture.alt),
        caption: caption.or_else(|| picture.caption.clone().map(Html)),
        credit: picture.credit.clone().or_else(|| picture.creator.clone()),
        credit_url: picture.credit_url.clone(),
        copyright: picture.copyright.clone(),
        license: license.and_then(|license| license_name(&license)),
        license_url,
        digital_source: picture.digital_source.clone(),
        made_by_ai: picture.digital_source.as_deref().is_some_and(is_made_by_ai),
        display_width: None,
        id: None,
        classes: String::new(),
        lead: false,
    }
}

/// The name of a licence; `None` for one that is given by an address nobody knows by name.
fn license_name(license: &str) -> Option<String> {
    let address = license.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    let named = address.strip_prefix("creativecommons.org/").and_then(|path| {
        match path.trim_end_matches('/').split('/').collect::<Vec<_>>().as_slice() {
            ["publicdomain", "zero", version, ..] => Some(format!("CC0 {version}")),
            ["licenses", kind, version, ..] => Some(format!("CC {} {version}", kind.to_uppercase())),
            _ => None,
        }
    });
    named.or_else(|| (address == license).then(|| license.to_owned()))
}

/// A figure of the body, by the theme's component; a picture within a line is plain HTML.
///
/// # Errors
/// A mistake in the component.
pub fn render(manuscript: &Manuscript<'_>, index: usize) -> Result<Html, Box<Diagnostic>> {
    let (Some(written), Some(picture)) =
        (manuscript.references.figures.get(index), manuscript.connections.pictures.get(index))
    else {
        return Ok(Html::default());
    };
    let composer = manuscript.composer;
    let caption = manuscript.prose.captions.get(index).and_then(Option::as_ref);
    let caption = caption.map(|caption| manuscript.fill(caption)).transpose()?;
    if !written.block {
        return Ok(within_a_line(&image(picture, &picture.alt), caption.as_ref(), written));
    }
    let view = FigureView {
        display_width: written.width,
        id: written.id.clone(),
        classes: written.classes.join(" "),
        ..figure(picture, caption)
    };
    composer.components.render("figure", vec![("figure".to_owned(), Value::from_serializable(&view))], None)
}

fn within_a_line(image: &ImageView, caption: Option<&Html>, written: &Figure) -> Html {
    let sizes = match written.width {
        Some(shown) => format!("{shown}px"),
        // As wide as it is, unless the screen is narrower.
        None => image.width.map_or(String::new(), |width| format!("(min-width: {width}px) {width}px, 100vw")),
    };
    let mut html = String::new();
    if !image.sources.is_empty() {
        html.push_str("<picture>");
    }
    for ImageSourceView { media_type, srcset } in &image.sources {
        html.push_str(&format!("<source type=\"{media_type}\" srcset=\""));
        escape(srcset, &mut html);
        html.push_str(&format!("\" sizes=\"{sizes}\">"));
    }
    html.push_str("<img src=\"");
    escape(&image.url, &mut html);
    if !image.srcset.is_empty() {
        html.push_str("\" srcset=\"");
        escape(&image.srcset, &mut html);
        html.push_str("\" sizes=\"");
        html.push_str(&sizes);
    }
    html.push_str("\" alt=\"");
    escape(&image.alt, &mut html);
    if let Some(caption) = caption {
        html.push_str("\" title=\"");
        escape(&crate::html::plain_text(&caption.0), &mut html);
    }
    if let Some(id) = &written.id {
        html.push_str("\" id=\"");
        escape(id, &mut html);
    }
    if let Some(tint) = &image.tint {
        html.push_str("\" data-tint=\"");
        html.push_str(tint);
    }
    if !written.classes.is_empty() {
        html.push_str("\" class=\"");
        escape(&written.classes.join(" "), &mut html);
    }
    html.push('"');
    match (written.width, image.width, image.height) {
        (None, Some(width), Some(height)) => html.push_str(&format!(" width=\"{width}\" height=\"{height}\"")),
        (Some(shown), Some(width), Some(height)) => {
            let high = (u64::from(shown) * u64::from(height)).div_ceil(u64::from(width.max(1)));
            html.push_str(&format!(" width=\"{shown}\" height=\"{high}\""));
        }
        (Some(shown), ..) => html.push_str(&format!(" width=\"{shown}\"")),
        (None, ..) => {}
    }
    html.push_str(" loading=\"lazy\">");
    if !image.sources.is_empty() {
        html.push_str("</picture>");
    }
    Html(html)
}

#[cfg(test)]
mod tests {
    use super::license_name;

    #[test]
    fn a_well_known_licence_is_named_and_other_words_are_shown_as_written() {
        let name = |license| license_name(license);
        assert_eq!(name("https://creativecommons.org/licenses/by-sa/4.0/").as_deref(), Some("CC BY-SA 4.0"));
        assert_eq!(name("http://www.creativecommons.org/publicdomain/zero/1.0").as_deref(), Some("CC0 1.0"));
        assert_eq!(name("All rights reserved").as_deref(), Some("All rights reserved"));
        assert_eq!(name("https://example.org/licence"), None);
    }
}
