//! The folder that is imported: its files, and nothing outside of it.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use super::model::Finding;
use crate::decode;
use crate::error::Error;
use crate::fs::{Folder, ReadFailure};
use crate::text::RelPath;

/// How many bytes a page or a file of settings may have.
const LARGEST: u64 = 32 << 20;

/// How many bytes an export file may have: it is a whole site.
const LARGEST_EXPORT: u64 = 1 << 30;

/// Folders that hold what other programs made, and tools.
const LEFT_OUT: &[&str] = &["node_modules", "vendor", "__pycache__"];

/// The files of the folder that is imported.
pub struct Source {
    folder: Folder,
    /// Every file below the folder, sorted.
    pub files: Vec<String>,
}

impl Source {
    /// Lists a folder, or takes a file alone; links are followed if they lead to a file of the folder, and reported if they do not.
    ///
    /// # Errors
    /// If the folder is not there or cannot be listed.
    pub fn open(path: &Path, findings: &mut Vec<Finding>) -> Result<Source, Error> {
        if let Some((folder, name)) = path.is_file().then(|| path.parent().zip(path.file_name()?.to_str())).flatten() {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            return Ok(Source { folder: Folder::open(folder)?, files: vec![name.to_owned()] });
        }
        let folder = Folder::open(path)?;
        let real = path.canonicalize().map_err(|cause| Error::io("open the folder", path, &cause))?;
        let mut files = Vec::new();
        let mut folders = vec![String::new()];
        while let Some(below) = folders.pop() {
            let on_disk = real.join(&below);
            let entries = std::fs::read_dir(&on_disk).map_err(|cause| Error::io("list", &on_disk, &cause))?;
            for entry in entries {
                let entry = entry.map_err(|cause| Error::io("list", &on_disk, &cause))?;
                let name = entry.file_name();
                let Some(name) = name.to_str().filter(|name| !name.contains(char::is_control)) else {
                    let text = format!("the name {} is no text", name.to_string_lossy().escape_debug());
                    findings.push(Finding::new("file left out", &below, 0, text));
                    continue;
                };
                let path = if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") };
                let kind = entry.file_type().map_err(|cause| Error::io("list", &on_disk, &cause))?;
                if kind.is_dir() {
                    if (!name.starts_with('.') || name == ".well-known") && !LEFT_OUT.contains(&name) {
                        folders.push(path);
                    }
                } else if kind.is_file() {
                    files.push(path);
                } else if kind.is_symlink() {
                    let target = real.join(&path).canonicalize();
                    let inside = target.as_ref().is_ok_and(|target| target.starts_with(&real) && target.is_file());
                    if inside {
                        files.push(path);
                    } else {
                        let text =
                            "a symbolic link that leads out of the folder, to a folder, or nowhere; it is not followed";
                        findings.push(Finding::new("file left out", &path, 0, text));
                    }
                } else {
                    findings.push(Finding::new("file left out", &path, 0, "neither a file nor a folder"));
                }
            }
        }
        files.sort();
        Ok(Source { folder, files })
    }

    /// Whether there is a file.
    pub fn has(&self, path: &str) -> bool {
        self.files.binary_search_by(|file| file.as_str().cmp(path)).is_ok()
    }

    /// The files below a folder, each with its path below it.
    pub fn below<'s>(&'s self, folder: &'s str) -> impl Iterator<Item = (&'s str, &'s str)> {
        let files = self.files.iter();
        files.filter_map(move |file| Some((file.as_str(), file.strip_prefix(folder)?.strip_prefix('/')?)))
    }

    /// Reads a file as text with line feeds alone; what is no text becomes a question mark and is reported.
    ///
    /// # Errors
    /// If the file cannot be read, or lies outside.
    pub fn text(&self, path: &str, findings: &mut Vec<Finding>) -> Result<String, Error> {
        let Some(bytes) = self.bytes(path, findings)? else { return Ok(String::new()) };
        Ok(clean(path, bytes, findings))
    }

    /// Reads a file; one that is too large is reported and left out.
    ///
    /// # Errors
    /// If the file cannot be read, or lies outside.
    pub fn bytes(&self, path: &str, findings: &mut Vec<Finding>) -> Result<Option<Vec<u8>>, Error> {
        let clean = RelPath::new(path).ok_or_else(|| Error::new(format!("read {path}"), "it is no path of a file"))?;
        let limit = if path.to_ascii_lowercase().ends_with(".xml") { LARGEST_EXPORT } else { LARGEST };
        match self.folder.read(&clean, limit) {
            Ok((bytes, _)) => Ok(Some(bytes)),
            Err(ReadFailure::TooLarge(size)) => {
                findings.push(Finding::new("file left out", path, 0, format!("{size} bytes are too large")));
                Ok(None)
            }
            Err(ReadFailure::Io(error)) => Err(error),
        }
    }

    /// Copies a file of any size.
    ///
    /// # Errors
    /// If it cannot be read or written, or lies outside.
    pub fn copy(&self, path: &str, to: &Path) -> Result<(), Error> {
        let from = self.folder.path().join(path);
        let (mut file, _) = self.folder.open_file(&from, self.folder.path())?;
        let mut new = std::fs::File::create(to).map_err(|cause| Error::io("write", to, &cause))?;
        match std::io::copy(&mut file, &mut new) {
            Ok(_) => Ok(()),
            Err(cause) if cause.kind() == ErrorKind::StorageFull => Err(Error::io("write", to, &cause)),
            Err(cause) => Err(Error::io("copy", &from, &cause)),
        }
    }

    /// Reads the settings or data in a file, in the language of its extension; what cannot be read is reported.
    ///
    /// # Errors
    /// If the file cannot be read, or lies outside.
    pub fn data(&self, path: &str, findings: &mut Vec<Finding>) -> Result<super::value::Value, Error> {
        let text = self.text(path, findings)?;
        let at = RelPath::new(path).unwrap_or_else(|| RelPath::new("data").expect("a name"));
        let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let read = match extension.as_str() {
            "toml" => decode::toml(&at, &text),
            "json" => decode::json(&at, &text),
            _ => decode::yaml(&at, &text, 0),
        };
        let lines = crate::text::LineIndex::new(&text);
        for diagnostic in read.diagnostics {
            let span = diagnostic.place.and_then(|place| place.span);
            let line = span.map_or(0, |span| line_number(lines.line_column(span.start as usize).line));
            findings.push(Finding::new("settings that cannot be read", path, line, diagnostic.message));
        }
        Ok(read.value.map_or(super::value::Value::Null, Into::into))
    }
}

/// A number of a line.
pub fn line_number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

/// The text of some bytes: no mark of the byte order, line feeds alone, nothing that no page can hold.
pub fn clean(path: &str, bytes: Vec<u8>, findings: &mut Vec<Finding>) -> String {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let bytes = error.into_bytes();
            let utf16 = matches!(bytes.as_slice(), [0xff, 0xfe, ..] | [0xfe, 0xff, ..]);
            let line = bytes.utf8_chunks().next().map_or(1, |chunk| 1 + chunk.valid().matches('\n').count());
            let what = if utf16 { "UTF-16" } else { "no UTF-8, read as Windows-1252" };
            findings.push(Finding::new("encoding", path, line_number(line), what));
            if utf16 { from_utf16(&bytes) } else { from_windows(&bytes) }
        }
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
    if text.chars().any(crate::text::is_control) {
        let mut blank = String::with_capacity(text.len());
        blank.extend(text.chars().map(|c| if crate::text::is_control(c) { ' ' } else { c }));
        return blank;
    }
    text
}

fn from_utf16(bytes: &[u8]) -> String {
    let little = bytes.starts_with(&[0xff, 0xfe]);
    let units = bytes[2..].chunks_exact(2).map(|pair| match little {
        true => u16::from_le_bytes([pair[0], pair[1]]),
        false => u16::from_be_bytes([pair[0], pair[1]]),
    });
    char::decode_utf16(units).map(|c| c.unwrap_or('?')).collect()
}

/// Bytes that are no UTF-8 one by one as Windows-1252, which old texts of the west mostly are.
fn from_windows(bytes: &[u8]) -> String {
    const UPPER: [char; 32] = [
        '€', '?', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '?', 'Ž', '?', '?', '‘', '’', '“', '”', '•',
        '–', '—', '˜', '™', 'š', '›', 'œ', '?', 'ž', 'Ÿ',
    ];
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| match byte {
            0x80..=0x9f => UPPER[usize::from(byte - 0x80)],
            byte => char::from(*byte),
        }));
    }
    text
}

/// How many files lie below each of some folders, for what is not imported.
pub fn report_folders(source: &Source, folders: &[&str], kind: &str, findings: &mut Vec<Finding>) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for folder in folders {
        let count = source.below(folder).count();
        if count > 0 {
            counts.insert(folder, count);
        }
    }
    for (folder, count) in counts {
        let files = if count == 1 { "1 file".to_owned() } else { format!("{count} files") };
        findings.push(Finding::new(kind, folder, 0, files));
    }
}
