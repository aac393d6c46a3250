//! What one query of one word loads at most once the list of the index's files is there, compressed as hosts do it.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::edits;

/// A word that may be a beginning is looked for in so many parts of the alphabet.
const PARTS: usize = 3;
/// So many results are shown at first; each reads a file of cards and a page.
const RESULTS: usize = 6;

/// The most that any query can load from a built site, in bytes: its largest files, whichever word they are for. The
/// articles are given by their paths below `content/`.
pub fn most(site: &Path, articles: &[PathBuf]) -> io::Result<usize> {
    let (mut parts, mut cards) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(site.join("search"))? {
        let path = entry?.path();
        match path.file_name().and_then(|name| name.to_str()) {
            Some(name) if name.starts_with("w-") => parts.push(path),
            Some(name) if name.starts_with("c-") => cards.push(path),
            _ => {}
        }
    }
    let pages: Vec<PathBuf> = articles.iter().map(|article| edits::page(site, article)).collect();
    if parts.is_empty() || cards.is_empty() {
        return Err(io::Error::other(format!("`{}` has no search", site.display())));
    }
    Ok(largest(parts, PARTS)? + largest(cards, RESULTS)? + largest(pages, RESULTS)?)
}

/// What the largest of some files come to, compressed.
fn largest(files: Vec<PathBuf>, count: usize) -> io::Result<usize> {
    let mut sizes = files.iter().map(|path| compressed(&fs::read(path)?)).collect::<io::Result<Vec<usize>>>()?;
    sizes.sort_unstable();
    Ok(sizes.iter().rev().take(count).sum())
}

fn compressed(bytes: &[u8]) -> io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_loads_three_parts_and_the_cards_and_pages_of_six_results() {
        let site = tempfile::tempdir().expect("a folder");
        let articles: Vec<PathBuf> = (0..9).map(|number| PathBuf::from(format!("{number}.md"))).collect();
        let put = |path: &Path| {
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, "text").expect("a file");
        };
        assert!(most(site.path(), &articles).is_err());
        for number in 0..9 {
            put(&site.path().join(format!("search/w-{number}.txt")));
            put(&site.path().join(format!("search/c-{number}.json")));
        }
        put(&site.path().join("search/index.json"));
        articles.iter().for_each(|article| put(&edits::page(site.path(), article)));
        let each = compressed(b"text").expect("bytes");
        assert_eq!(most(site.path(), &articles).expect("a site with a search"), (3 + 6 + 6) * each);
    }
}
