//! Which names are left out, and which cannot be used.

use std::ffi::OsStr;

/// The longest name that can be used, in bytes: most disks take 255, and byline and web servers add to a name.
const LONGEST: usize = 240;

/// Whether a file or folder is left out without a word: hidden, or an editor's or a desktop's leftover.
///
/// `.well-known` and `.nojekyll` are meant to be published and stay where `keep_public` says so.
pub fn is_left_out(name: &OsStr, is_folder: bool, keep_public: bool) -> bool {
    let bytes = name.as_encoded_bytes();
    if bytes.starts_with(b".") {
        let public = (is_folder && bytes == b".well-known") || (!is_folder && bytes == b".nojekyll");
        return !(keep_public && public);
    }
    !is_folder && is_leftover(bytes)
}

/// What editors and desktops leave beside a file: `x~`, `x.swp`, `#x#`, vim's `4913`, `Thumbs.db`.
fn is_leftover(name: &[u8]) -> bool {
    let ends = |suffix: &[u8]| name.len() > suffix.len() && name.ends_with(suffix);
    ends(b"~")
        || ends(b".swp")
        || ends(b".swo")
        || ends(b"___jb_tmp___")
        || ends(b"___jb_old___")
        || (name.len() > 2 && name.starts_with(b"#") && name.ends_with(b"#"))
        || matches!(name, b"4913" | b"Thumbs.db" | b"ehthumbs.db" | b"desktop.ini")
}

/// A name that can be used, or what is wrong with it and what to do instead.
pub fn usable(name: &OsStr) -> Result<&str, (String, &'static str)> {
    let Some(text) = name.to_str() else {
        return Err((
            format!("the file name `{}` is not UTF-8", escaped(name)),
            "rename the file so that its name is text in UTF-8",
        ));
    };
    let plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if !plain && text.chars().any(is_control) {
        return Err((
            format!("the file name `{}` has a control character", escaped(name)),
            "rename the file without the character that is shown escaped",
        ));
    }
    if text.len() > LONGEST {
        return Err((
            format!("the file name `{}…` is too long: {} bytes, and {LONGEST} fit", beginning(text), text.len()),
            "shorten the name",
        ));
    }
    Ok(text)
}

/// The name with every byte that is not text as `\xFF` and every control character as `\u{a}`, safe to print.
pub fn escaped(name: &OsStr) -> String {
    let mut shown = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            if is_control(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
        }
        for byte in chunk.invalid() {
            shown.push_str(&format!("\\x{byte:02X}"));
        }
    }
    shown
}

/// Control characters, line separators, and the marks that turn the direction of the text around them.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn beginning(text: &str) -> String {
    text.chars().take(32).collect()
}
