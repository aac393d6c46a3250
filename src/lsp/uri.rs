//! Between the addresses of the protocol, `file:///…`, and paths on the disk.

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;

use crate::text::RelPath;

/// The path of a `file:` address.
pub fn path(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.0.strip_prefix("file://")?;
    // Before the path there may be a host, which can only be this one.
    let at = rest.find('/')?;
    let path = decoded(rest.get(at..)?)?;
    let of_drive = path.strip_prefix('/').filter(|rest| rest.as_bytes().get(1) == Some(&b':'));
    Some(PathBuf::from(of_drive.unwrap_or(&path)))
}

/// The address of a path.
pub fn of(path: &Path) -> Uri {
    let path = path.to_string_lossy().replace('\\', "/");
    // How Windows writes a path whose links are resolved.
    let path = path.strip_prefix("//?/").unwrap_or(&path);
    let mut uri = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=@".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    Uri(uri)
}

/// The path of an address below the root of a site; `root` has its links resolved.
pub fn below(uri: &Uri, root: &Path) -> Option<RelPath> {
    let path = path(uri)?;
    let below = match path.strip_prefix(root) {
        Ok(below) => below.to_owned(),
        // The file may not be there yet, its folder is.
        Err(_) => {
            let name = path.file_name()?;
            path.parent()?.canonicalize().ok()?.join(name).strip_prefix(root).ok()?.to_owned()
        }
    };
    RelPath::new(&below.to_str()?.replace('\\', "/"))
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_comes_back_from_its_address() {
        for path_as in ["/home/jo/Häfen & Meer/a b#c%.md", "/x"] {
            assert_eq!(path(&of(Path::new(path_as))), Some(PathBuf::from(path_as)));
        }
        assert_eq!(path(&Uri("file:///c%3A/site/a.md".to_owned())), Some(PathBuf::from("c:/site/a.md")));
        assert_eq!(path(&Uri("untitled:Untitled-1".to_owned())), None);
        assert_eq!(path(&Uri("file:///%zz".to_owned())), None);
    }

    #[test]
    fn only_what_lies_in_the_site_has_a_path_in_it() {
        let root = Path::new("/nowhere/site");
        let below = |uri: &str| below(&Uri(uri.to_owned()), root).map(|path| path.to_string());
        assert_eq!(below("file:///nowhere/site/content/a%20b.md").as_deref(), Some("content/a b.md"));
        assert_eq!(below("file:///nowhere/other/a.md"), None);
    }
}
