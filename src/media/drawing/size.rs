//! The size that an SVG drawing declares on its root element.

/// How much of a file is searched for the root element.
const SEARCHED: usize = 16 * 1024;

/// The `width` and `height` of the root element, else those of its `viewBox`, in whole CSS pixels.
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    size_of(&String::from_utf8_lossy(bytes.get(..bytes.len().min(SEARCHED))?))
}

fn size_of(text: &str) -> Option<(u32, u32)> {
    let tag = &text[text.find("<svg")?..];
    let tag = &tag[..tag.find('>')?];
    let length = |name: &str| pixels(attribute(tag, name)?);
    if let (Some(width), Some(height)) = (length("width"), length("height")) {
        return Some((width, height));
    }
    let view_box: Vec<&str> = attribute(tag, "viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).collect();
    match view_box.as_slice() {
        [_, _, width, height] => Some((pixels(width)?, pixels(height)?)),
        _ => None,
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        let at = rest.find(name)?;
        let begins = rest[..at].ends_with(|c: char| c.is_ascii_whitespace());
        let after = rest[at + name.len()..].trim_start();
        if begins && let Some(value) = after.strip_prefix('=') {
            let value = value.trim_start();
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            return value[1..].split(quote).next();
        }
        rest = &rest[at + name.len()..];
    }
}

/// A length without a unit or in pixels, rounded; other units depend on the reader's screen.
fn pixels(length: &str) -> Option<u32> {
    let number: f64 = length.trim().trim_end_matches("px").parse().ok()?;
    // The bounds make the conversion exact enough: no picture is a million pixels wide.
    (1.0..1_000_000.0).contains(&number).then(|| number.round() as u32)
}

#[cfg(test)]
mod tests {
    use super::size_of;

    #[test]
    fn the_size_is_width_and_height_else_the_view_box() {
        assert_eq!(size_of("<?xml version='1.0'?><svg width='12px' height=\"7.6\">"), Some((12, 8)));
        assert_eq!(size_of("<svg stroke-width=\"3\" viewBox=\"0 0 640,480\">"), Some((640, 480)));
    }

    #[test]
    fn a_size_that_depends_on_the_screen_is_none() {
        assert_eq!(size_of("<svg width=\"100%\" height=\"1em\">"), None);
        assert_eq!(size_of("<svg width=\"100%"), None);
        assert_eq!(size_of("no drawing"), None);
    }
}
