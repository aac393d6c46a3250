//! Draws cards with one font.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, ImageHrefResolver, fontdb};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

use super::{HEIGHT, WIDTH};
use crate::fingerprint::Fingerprint;
use crate::guard::guarded;
use crate::media::decode::Pixels;
use crate::media::encode::encode;
use crate::media::format::Format;

/// The crates that draw, with their versions, and how often what is done between them has changed. A test holds it
/// against Cargo.lock.
pub const DRAWN_WITH: &str = "png 0.18.1, resvg 0.49.0, skrifa 0.44.0, tiny-skia 0.12.0, usvg 0.49.0; 1";

/// The most bytes of a font.
const ONE_EM: f32 = 1000.0;

/// One who draws cards.
pub struct Drawer {
    font: Vec<u8>,
    family: String,
    print: u64,
    database: Arc<fontdb::Database>,
}

impl Drawer {
    /// Takes a font (TrueType or OpenType), or the one that is compiled in.
    ///
    /// # Errors
    /// Why it cannot be used, in words.
    pub fn new(font: Option<Vec<u8>>) -> Result<Drawer, &'static str> {
        let font = font.unwrap_or_else(|| epaint_default_fonts::UBUNTU_LIGHT.to_vec());
        let no_font = "is no font in TrueType or OpenType";
        let is_font = guarded(|| FontRef::from_index(&font, 0).is_ok()).unwrap_or_default();
        let mut database = fontdb::Database::new();
        database.load_font_data(font.clone());
        let family = database.faces().next().and_then(|face| face.families.first()).map(|(name, _)| name.clone());
        let family = family.filter(|_| is_font).ok_or(no_font)?;
        let print = Fingerprint::of(format!("{DRAWN_WITH}\n{}", Fingerprint::of(&font)).as_bytes()).half();
        Ok(Drawer { font, family, print, database: Arc::new(database) })
    }

    /// The name of the font.
    pub fn family(&self) -> &str {
        &self.family
    }

    /// What tells the font and the program from others, the same on every machine.
    pub fn print(&self) -> u64 {
        self.print
    }

    /// The first sign of a text that the font does not have.
    pub fn missing(&self, text: &str) -> Option<char> {
        let font = FontRef::from_index(&self.font, 0).ok()?;
        let signs = font.charmap();
        let mut shown = text.chars().filter(|sign| !sign.is_whitespace() && !sign.is_control());
        shown.find(|sign| signs.map(*sign).is_none())
    }

    /// A text in lines that are not wider than `width` where letters are `size` pixels high; what does not fit into `most`
    /// lines ends with an ellipsis.
    pub fn lines(&self, text: &str, size: f32, width: f32, most: usize) -> Vec<String> {
        let Ok(font) = FontRef::from_index(&self.font, 0) else { return Vec::new() };
        let (signs, metrics) = (font.charmap(), font.glyph_metrics(Size::new(ONE_EM), LocationRef::default()));
        let advance =
            |sign: char| signs.map(sign).and_then(|glyph| metrics.advance_width(glyph)).unwrap_or(ONE_EM / 2.0);
        let wide = |text: &str| text.chars().map(advance).sum::<f32>() * size / ONE_EM;
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if wide(&format!("{line} {word}")) <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        let is_cut = lines.len() > most;
        lines.truncate(most);
        for (at, line) in lines.iter_mut().enumerate() {
            let end = if is_cut && at + 1 == most { "…" } else { "" };
            // A word that is wider than the card is cut, too.
            let mut cut = !end.is_empty();
            while wide(&format!("{line}{end}")) > width && line.pop().is_some() {
                cut = true;
            }
            if cut {
                line.truncate(line.trim_end_matches([' ', ',', ':', ';', '.', '–', '-']).len());
                line.push('…');
            }
        }
        lines
    }

    /// The card as a PNG.
    ///
    /// # Errors
    /// What is wrong with the drawing, in words.
    pub fn draw(&self, svg: &str) -> Result<Vec<u8>, String> {
        guarded(|| self.drawn(svg)).unwrap_or_else(|| Err("it is nothing that can be drawn".to_owned()))
    }

    fn drawn(&self, svg: &str) -> Result<Vec<u8>, String> {
        let nothing = ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            // Files of the machine are no part of a card.
            resolve_string: Box::new(|_, _| None),
        };
        let options = usvg::Options {
            font_family: self.family.clone(),
            fontdb: Arc::clone(&self.database),
            image_href_resolver: nothing,
            ..usvg::Options::default()
        };
        let tree = usvg::Tree::from_str(svg, &options).map_err(|fault| fault.to_string())?;
        let mut pixmap = Pixmap::new(WIDTH, HEIGHT).ok_or("it has no size")?;
        pixmap.fill(resvg::tiny_skia::Color::WHITE);
        let size = tree.size();
        let scale = Transform::from_scale(WIDTH as f32 / size.width(), HEIGHT as f32 / size.height());
        resvg::render(&tree, scale, &mut pixmap.as_mut());
        // On a white ground nothing shines through.
        let bytes = pixmap.data().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
        let pixels = Pixels { width: WIDTH as usize, height: HEIGHT as usize, channels: 3, bytes };
        encode(Format::Png, &pixels, true, 0).ok_or_else(|| "it cannot be written".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawer() -> Drawer {
        Drawer::new(None).expect("the font that is compiled in")
    }

    #[test]
    fn a_title_is_broken_between_words_and_what_does_not_fit_is_cut() {
        let lines = drawer().lines("Why the tide comes an hour later every day at the old quay", 60.0, 500.0, 3);
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with("Why the tide") && lines[2].ends_with('…'), "{lines:?}");
        let long = drawer().lines(&"w".repeat(200), 60.0, 500.0, 3);
        assert!(long.len() == 1 && long[0].ends_with('…') && long[0].len() < 40, "{long:?}");
        assert!(drawer().lines(" ", 60.0, 500.0, 3).is_empty());
    }

    #[test]
    fn a_card_is_a_picture_of_its_drawing_and_the_same_each_time() {
        let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1200 630'><rect width='1200' height='630' fill='#8f2d1f'/>\
            <text x='60' y='300' font-size='80' fill='#fff'>Tides</text><image href='/etc/hostname' width='9' height='9'/></svg>";
        let card = drawer().draw(svg).expect("a card");
        assert_eq!(card, drawer().draw(svg).expect("a card"));
        let mut reader = png::Decoder::new(std::io::Cursor::new(&card)).read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let frame = reader.next_frame(&mut pixels).expect("pixels");
        assert_eq!((frame.width, frame.height), (WIDTH, HEIGHT));
        assert_eq!(pixels[..3], [0x8f, 0x2d, 0x1f]);
        assert!(pixels.chunks(3).any(|pixel| pixel == [255, 255, 255]), "there is a text");
        assert!(drawer().draw("<svg").is_err());
    }

    #[test]
    fn a_sign_that_the_font_does_not_have_is_named() {
        assert_eq!(drawer().missing("Gezeiten – Été 2024"), None);
        assert_eq!(drawer().missing("潮 tide"), Some('潮'));
        assert!(Drawer::new(Some(b"no font".to_vec())).is_err());
    }
}
