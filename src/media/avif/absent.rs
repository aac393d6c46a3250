//! A byline that writes no AVIF: settings that ask for it are refused, so nobody calls these.

use std::borrow::Cow;

use crate::media::container::Written;
use crate::media::decode::Pixels;

/// Nothing.
pub fn encode(_: &Pixels, _: u8) -> Option<Vec<u8>> {
    None
}

/// Nothing.
pub fn rewrite<'a>(_: &'a [u8], _: Written<'_>) -> Option<Cow<'a, [u8]>> {
    None
}
