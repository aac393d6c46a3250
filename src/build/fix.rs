//! `byline check --fix`: files as the fixes of their mistakes leave them.

use std::collections::BTreeMap;
use std::path::Path;

use super::overlay::Overlay;
use crate::diagnostics::{Diagnostic, Fix, mend};
use crate::error::Error;
use crate::fs::{Folder, ReadFailure};
use crate::resolve::SETTINGS;
use crate::text::RelPath;

/// How often files are mended: mended front matter may show a mistake that could not be seen.
pub const ROUNDS: usize = 4;

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
    further(root, diagnostics, &BTreeMap::new())
}

/// What [`ROUNDS`] of mending would make of the site's files, each in all; nothing is written. `look` says what is wrong
/// with the site once it has certain files.
///
/// # Errors
/// A file that cannot be read, or what keeps `look` from looking.
pub fn foreseen(
    root: &Path,
    diagnostics: &[Diagnostic],
    look: impl Fn(Overlay) -> Result<Vec<Diagnostic>, Error>,
) -> Result<Vec<Mending>, Error> {
    let mut mended: BTreeMap<RelPath, Mending> = BTreeMap::new();
    for mending in mendings(root, diagnostics)? {
        mended.insert(mending.path.clone(), mending);
    }
    for _ in 1..ROUNDS {
        // The theme's files are read from the disk.
        let held = mended.iter().filter(|(path, _)| path.below("content").is_some() || path.as_str() == SETTINGS);
        let held = held.map(|(path, mending)| (path.clone(), mending.after.as_bytes().into()));
        let held = Overlay::new(held.collect::<Vec<_>>());
        if held.is_empty() {
            break;
        }
        let mut found = look(held.clone())?;
        found.retain(|one| {
            one.place
                .as_ref()
                .is_some_and(|place| held.bytes(&place.path).is_some() || !mended.contains_key(&place.path))
        });
        let next = further(root, &found, &mended)?;
        if next.is_empty() {
            break;
        }
        for Mending { path, before, after, made } in next {
            let known = mended.entry(path.clone()).or_insert(Mending { path, before, after: String::new(), made: 0 });
            known.after = after;
            known.made += made;
        }
    }
    mended.retain(|_, mending| mending.after != mending.before);
    Ok(mended.into_values().collect())
}

/// The same of files of which some have been mended.
fn further(
    root: &Path,
    diagnostics: &[Diagnostic],
    mended: &BTreeMap<RelPath, Mending>,
) -> Result<Vec<Mending>, Error> {
    let mut by_file: BTreeMap<&RelPath, Vec<&Fix>> = BTreeMap::new();
    for diagnostic in diagnostics {
        if let (Some(place), Some(fix)) = (&diagnostic.place, &diagnostic.fix) {
            by_file.entry(&place.path).or_default().push(fix);
        }
    }
    let folder = Folder::open(root)?;
    let mut mendings = Vec::new();
    for (path, fixes) in by_file {
        let before = match mended.get(path) {
            Some(mending) => mending.after.clone(),
            None => match folder.read(path, LARGEST) {
                // Places in a file that is no text are not those of its bytes.
                Ok((bytes, _)) => match String::from_utf8(bytes) {
                    Ok(text) => text,
                    Err(_) => continue,
                },
                Err(ReadFailure::TooLarge(_)) => continue,
                Err(ReadFailure::Io(error)) => return Err(error),
            },
        };
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
