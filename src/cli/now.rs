//! The instant of a build: `--now`, else SOURCE_DATE_EPOCH, else the clock.

use crate::build::Now;
use crate::error::Error;

/// Reads the value of `--now`.
pub fn parse(text: &str) -> Result<Now, String> {
    let _ = text;
    unimplemented!()
}

/// SOURCE_DATE_EPOCH (seconds since 1970, as reproducible-builds.org defines it), else the clock.
pub fn from_environment() -> Result<Now, Error> {
    unimplemented!()
}
