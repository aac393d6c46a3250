//! Which program this is.

use std::fs::File;
use std::sync::OnceLock;

use crate::fingerprint::Fingerprint;

/// The hash of the program that is running; `None` if its file cannot be read, and then nothing can be kept.
///
/// Every build of byline may parse and render differently, whatever its version says.
pub fn fingerprint() -> Option<Fingerprint> {
    static PROGRAM: OnceLock<Option<Fingerprint>> = OnceLock::new();
    *PROGRAM.get_or_init(|| {
        let file = File::open(std::env::current_exe().ok()?).ok()?;
        let size = file.metadata().ok()?.len();
        Some(Fingerprint::of_reader(file, size).ok()?.0)
    })
}
