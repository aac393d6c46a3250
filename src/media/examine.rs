//! What byline knows of a picture before it makes something of it, and the picture as it is published.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::bounds::Bounds;
use super::container::{self, Header, Written};
use super::credit::Credit;
use super::drawing;
use super::format::Format;
use super::metadata::xmp;
use super::tint::{Tint, tint};

/// More pixels than byline decodes, in millions: as many as the largest sensors that many people have.
pub const MOST_MEGAPIXELS: u32 = 80;

/// What byline knows of a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Examined {
    /// Its format; `None` for a file that byline copies as it is.
    pub format: Option<Format>,
    /// Width and height in pixels as it is shown, if it tells.
    pub size: Option<(u32, u32)>,
    /// How it is to be turned, as Exif numbers it; 1 is upright.
    pub orientation: u8,
    /// Whether copies can be made of it in other sizes.
    pub is_scalable: bool,
    /// The colour that its place has until it is there; `None` if it moves, is a drawing, or something shines through it.
    pub tint: Option<Tint>,
    /// Whether it is drawn rather than taken: it has few colours, which a lossy format would blur.
    pub is_drawn: bool,
    /// Whose it is, as far as the file says.
    pub credit: Credit,
    /// What is wrong with it.
    pub fault: Option<Fault>,
}

/// What is wrong with a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// It is none that byline knows.
    Unknown,
    /// It ends before it is whole.
    CutOff,
    /// It does not say how wide and high it is, though it begins as one of a format that byline knows.
    Shapeless,
    /// It says that it is so many pixels across and down, of which one is none.
    Empty(u32, u32),
    /// It has more pixels than byline decodes: so many across and down.
    Huge(u32, u32),
    /// It is a drawing that cannot be made safe, for this reason.
    Unsafe(String),
    /// It is a drawing from which these things were left out.
    Cleaned(Vec<String>),
}

/// Looks at a picture, whose pixels are read for its tint and for whether it is drawn; `extension` is the end of its name.
pub fn examine(bytes: &[u8], extension: &str, bounds: &Bounds) -> Examined {
    let unknown = || {
        let size = imagesize::blob_size(bytes).ok();
        let size = size.and_then(|size| Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?)));
        let size = size.filter(|(width, height)| *width > 0 && *height > 0);
        Examined { size, orientation: 1, fault: Some(Fault::Unknown), ..Examined::default() }
    };
    match Format::of(bytes, extension) {
        _ if bytes.is_empty() => Examined { fault: Some(Fault::CutOff), ..unknown() },
        None => unknown(),
        Some(Format::Svg) => drawing(bytes),
        Some(format) => match container::header(format, bytes) {
            Some(header) => of_header(format, &header, |size| tint(format, bytes, size, bounds)),
            None => Examined { format: Some(format), fault: Some(Fault::Shapeless), ..unknown() },
        },
    }
}

fn of_header(format: Format, header: &Header<'_>, tint: impl FnOnce((u32, u32)) -> (Option<Tint>, bool)) -> Examined {
    let Header { size: (width, height), is_moving, is_decodable, is_whole, metadata } = header;
    let orientation = metadata.orientation();
    let size = if orientation > 4 { (*height, *width) } else { (*width, *height) };
    let pixels = u64::from(*width) * u64::from(*height);
    let fault = match () {
        () if !is_whole => Some(Fault::CutOff),
        () if pixels == 0 => Some(Fault::Empty(*width, *height)),
        () if pixels >= u64::from(MOST_MEGAPIXELS) * 1_000_000 => Some(Fault::Huge(*width, *height)),
        () => None,
    };
    let is_scalable = fault.is_none() && !is_moving && *is_decodable;
    let credit = metadata.credit();
    let (tint, is_drawn) = if is_scalable { tint(size) } else { (None, false) };
    let size = (pixels > 0).then_some(size);
    Examined { format: Some(format), size, orientation, is_scalable, tint, is_drawn, credit, fault }
}

fn drawing(bytes: &[u8]) -> Examined {
    let fault = match drawing::safe::made_safe(bytes, &Credit::default()) {
        Err(why) => Some(Fault::Unsafe(why.to_owned())),
        Ok(safe) if safe.removed.is_empty() => None,
        Ok(safe) => Some(Fault::Cleaned(safe.removed)),
    };
    Examined {
        format: Some(Format::Svg),
        size: drawing::size::size(bytes),
        orientation: 1,
        is_scalable: false,
        tint: None,
        is_drawn: false,
        credit: xmp::read(bytes),
        fault,
    }
}

impl Examined {
    /// Whether the picture is published without what its file says besides, and not copied as it is.
    pub fn is_rewritten(&self) -> bool {
        let is_broken =
            |fault: &Fault| matches!(fault, Fault::CutOff | Fault::Shapeless | Fault::Empty(..) | Fault::Unsafe(_));
        self.format.is_some() && !self.fault.as_ref().is_some_and(is_broken)
    }
}

/// The picture as it is published: the same pixels, the credit, and of all else that the file said nothing but its
/// colour profile and how it is to be turned. A drawing is without what could run or load something.
///
/// `None` for a file that is not [rewritten](Examined::is_rewritten).
pub fn published<'a>(bytes: &'a [u8], examined: &Examined, credit: &Credit) -> Option<Cow<'a, [u8]>> {
    match examined.format? {
        Format::Svg => Some(drawing::safe::made_safe(bytes, credit).ok()?.bytes),
        format => {
            let packet = xmp::packet(credit);
            let written = Written { orientation: examined.orientation, packet: packet.as_deref() };
            container::rewrite(format, bytes, written)
        }
    }
}
