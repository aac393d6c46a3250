//! The floor: the least that any generator does. It reads every source, parses the Markdown, and writes as many bytes
//! to the same paths as byline does, on every processor.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use pulldown_cmark::{Options, Parser, html};
use walkdir::WalkDir;

/// Writes the list that [`run`] takes: the size and the path of every file of a built site.
pub fn list(site: &Path, manifest: &Path) -> io::Result<()> {
    let mut text = String::new();
    for entry in WalkDir::new(site).sort_by_file_name() {
        let entry = entry?;
        if let (true, Ok(below)) = (entry.file_type().is_file(), entry.path().strip_prefix(site)) {
            text.push_str(&format!("{} {}\n", entry.metadata()?.len(), below.to_string_lossy()));
        }
    }
    fs::write(manifest, text)
}

/// Reads every file below `content`, and writes every file of `manifest` below `output`.
pub fn run(content: &Path, output: &Path, manifest: &Path) -> io::Result<()> {
    let mut sources = Vec::new();
    for entry in WalkDir::new(content) {
        let entry = entry?;
        if entry.file_type().is_file() {
            sources.push(entry.into_path());
        }
    }
    let manifest = fs::read_to_string(manifest)?;
    let files: Vec<(usize, &str)> = manifest.lines().filter_map(listed).collect();
    let longest = files.iter().map(|(size, _)| *size).max().unwrap_or_default();
    let bytes: Vec<u8> = b"<p>The harbour at low water.</p>\n".iter().cycle().take(longest).copied().collect();

    each(&sources, String::new, |html, path| read(path, html))?;
    each(&files, PathBuf::new, |made, (size, path)| write(&output.join(path), &bytes[..*size], made))
}

fn listed(line: &str) -> Option<(usize, &str)> {
    let (size, path) = line.split_once(' ')?;
    Some((size.parse().ok()?, path))
}

fn read(path: &Path, html: &mut String) -> io::Result<()> {
    let text = fs::read_to_string(path)?;
    let body = text.splitn(3, "---\n").nth(2).unwrap_or_default();
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    html.clear();
    html::push_html(html, Parser::new_ext(body, options));
    Ok(())
}

fn write(path: &Path, bytes: &[u8], made: &mut PathBuf) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| folder != made) {
        fs::create_dir_all(folder)?;
        *made = folder.to_owned();
    }
    fs::write(path, bytes)
}

/// Does something with each thing, on every processor; each thread has a state of its own.
fn each<T: Sync, S>(
    things: &[T],
    state: fn() -> S,
    act: impl Fn(&mut S, &T) -> io::Result<()> + Sync,
) -> io::Result<()> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut state = state();
        while let Some(thing) = things.get(next.fetch_add(1, Ordering::Relaxed)) {
            act(&mut state, thing)?;
        }
        Ok(())
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| thread.join().unwrap_or_else(|_| Err(io::Error::other("a panic"))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floor_writes_files_of_the_same_sizes_to_the_same_paths() {
        let folder = tempfile::tempdir().expect("a folder");
        let [site, output, content] = ["site", "output", "content"].map(|name| folder.path().join(name));
        for (path, size) in [("index.html", 40), ("coast/tides/index.html", 1_000), ("empty.txt", 0)] {
            write(&site.join(path), &vec![b'x'; size], &mut PathBuf::new()).expect("a page");
        }
        write(&content.join("tides.md"), b"---\ntitle: Tides\n---\n\nTwice a day.\n", &mut PathBuf::new())
            .expect("a source");
        let [first, second] = ["first", "second"].map(|name| folder.path().join(name));
        list(&site, &first).expect("a list");
        run(&content, &output, &first).expect("a run");
        list(&output, &second).expect("a list");
        let [first, second] = [first, second].map(|path| fs::read_to_string(path).expect("a list"));
        assert_eq!(first.lines().count(), 3);
        assert_eq!(first, second);
    }
}
