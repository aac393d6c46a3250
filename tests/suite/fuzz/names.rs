//! Slugs and addresses.

use byline::route::{Route, decode, encode_path};
use byline::slug::{fold, slugify};

use super::run;
use crate::support::{repository, tree};

#[test]
fn a_slug_and_an_address_of_any_text_stay_in_their_folder_and_are_read_back() {
    let mut seeds: Vec<Vec<u8>> = tree(&repository().join("content")).into_keys().map(String::into_bytes).collect();
    seeds.extend(
        ["ﬁancée", "İstanbul", "Ⅻ ½ ß", "a/../b", "%2e%2e/", "漢字 🙂", "e\u{301}\u{323}"].map(|text| text.into()),
    );
    run("names", seeds, 3_000, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let slug = slugify(&text);
        let is_clean = !slug.chars().any(|c| c.is_control() || c.is_whitespace() || "/\\?#%<>\"'&".contains(c));
        if !is_clean || slug == "." || slug == ".." || slug.starts_with('.') {
            return Err(format!("the slug is {slug:?}"));
        }
        if slugify(&slug) != slug {
            return Err(format!("the slug of {slug:?} is {:?}", slugify(&slug)));
        }
        if fold(&fold(&text)) != fold(&text) {
            return Err(format!("folded twice {text:?} is something else"));
        }
        let mut encoded = String::new();
        encode_path(&text, &mut encoded);
        if decode(&encoded).as_deref() != Some(&*text) {
            return Err(format!("{text:?} is not read back from {encoded:?}"));
        }
        if !encoded.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"'`{}\\^|".contains(&byte)) {
            return Err(format!("{encoded:?} is not encoded"));
        }
        // Whatever it decodes to, nothing is lost and nothing panics.
        let _ = decode(&text);
        let file = Route::page(slug.split('-')).file();
        if file.split('/').any(|part| part == "..") || file.starts_with('/') {
            return Err(format!("the file is {file:?}"));
        }
        Ok(())
    });
}
