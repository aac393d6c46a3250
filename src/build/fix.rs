//! `byline check --fix`: files as the fixes of their mistakes leave them.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostics::{Diagnostic, Fix, mend};
use crate::error::Error;
use crate::fs::{Folder, ReadFailure};
use crate::text::RelPath;

/// The largest file that is mended, in bytes.
const LARGEST: u64 = 32 * 1024 * 1024;

/// A file that can be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mending {
    /// The file.
    pub path: RelPath,
    /// What it says.
    pub before: String,
    /// What it would say.
    pub after: String,
    /// How many mistakes that mends.
    pub made: usize,
}

/// What the fixes of some diagnostics would make of their files; nothing is written.
///
/// # Errors
/// A file that cannot be read.
pub fn mendings(root: &Path, diagnostics: &[Diagnostic]) -> Result<Vec<Mending>, Error> {
    let mut by_file: BTreeMap<&RelPath, Vec<&Fix>> = BTreeMap::new();
    for diagnostic in diagnostics {
        if let (Some(place), Some(fix)) = (&diagnostic.place, &diagnostic.fix) {
            by_file.entry(&place.path).or_default().push(fix);
        }
    }
    let folder = Folder::open(root)?;
    let mut mendings = Vec::new();
    for (path, fixes) in by_file {
        let bytes = match folder.read(path, LARGEST) {
            Ok((bytes, _)) => bytes,
            Err(ReadFailure::TooLarge(_)) => continue,
            Err(ReadFailure::Io(error)) => return Err(error),
        };
        // Places in a file that is no text are not those of its bytes.
        let Ok(before) = String::from_utf8(bytes) else { continue };
        let mended = mend(&before, fixes);
        if mended.made > 0 && mended.text != before {
            mendings.push(Mending { path: path.clone(), before, after: mended.text, made: mended.made });
        }
    }
    Ok(mendings)
}

/// Puts a mended file in the place of the one that was read, unless somebody has changed that meanwhile.
///
/// # Errors
/// A file that cannot be written; the one that was there stays.
pub fn write(root: &Path, mending: &Mending) -> Result<bool, Error> {
    let to = mending.path.on_disk(root);
    // Through a link the file that it leads to is written, as an editor would.
    let to = to.canonicalize().unwrap_or(to);
    let now = std::fs::read(&to).map_err(|cause| Error::io("read", &to, &cause))?;
    if now != mending.before.as_bytes() {
        return Ok(false);
    }
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}~", std::process::id()));
    let beside = to.with_file_name(name);
    let put = || {
        std::fs::write(&beside, &mending.after)?;
        std::fs::set_permissions(&beside, std::fs::metadata(&to)?.permissions())?;
        std::fs::rename(&beside, &to)
    };
    put().map_err(|cause| {
        // What could not be put in place is of no use.
        let _ = std::fs::remove_file(&beside);
        Error::io("write", &to, &cause)
    })?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Code;
    use crate::text::Span;

    #[test]
    fn a_file_that_changed_after_it_was_checked_is_left_alone() {
        let root = tempfile::tempdir().expect("a folder");
        let path = RelPath::new("a.md").expect("a clean path");
        let file = root.path().join("a.md");
        std::fs::write(&file, "titel: a\n").expect("a file");
        let found =
            Diagnostic::new(Code::UnknownField, &path, Span::new(0, 5), "").fix(Fix::replace(Span::new(0, 5), "title"));
        let mendings = mendings(root.path(), &[found]).expect("a fix");
        let [mending] = mendings.as_slice() else { panic!("one file") };
        std::fs::write(&file, "titel: b\n").expect("a file");
        assert!(!write(root.path(), mending).expect("a look"));
        std::fs::write(&file, "titel: a\n").expect("a file");
        assert!(write(root.path(), mending).expect("a write"));
        assert_eq!(std::fs::read_to_string(&file).expect("the file"), "title: a\n");
        assert_eq!(std::fs::read_dir(root.path()).expect("the folder").count(), 1);
    }
}
