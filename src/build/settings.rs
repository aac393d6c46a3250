//! site.toml, and its Markdown texts.

use std::path::{Path, PathBuf};

use super::Options;
use super::overlay::Overlay;
use crate::compose::Setting;
use crate::config::{self, Config};
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::error::Error;
use crate::fs::{Folder, ReadFailure, is_there};
use crate::parse::markdown;
use crate::parse::{ParseOptions, document::Prose};
use crate::resolve::SETTINGS;
use crate::text::{RelPath, Text};
use crate::write::Record;

/// The largest site.toml that is read, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// The settings of a site.
pub struct Settings {
    /// Decided and typed.
    pub config: Config,
    path: RelPath,
    /// What the file contained when it was read.
    content: Record,
}

/// Reads site.toml; `None` if there is none.
///
/// # Errors
/// A file that cannot be read, or a `--base-url` that is no address.
pub fn read(root: &Path, options: &Options) -> Result<Diagnosed<Option<Settings>>, Error> {
    let path = RelPath::new(SETTINGS).expect("the name of a file");
    if !is_there(&path.on_disk(root))? {
        let message = format!("there is no `{SETTINGS}` in `{}`", root.display());
        let diagnostic = Diagnostic::at(Code::MissingConfig, None, message);
        if let Some(above) = above(root) {
            let site = above.display();
            let help = format!("the site begins further up: go to `{site}` first, or write `--root {site}`");
            return Ok(Diagnosed { value: None, diagnostics: vec![diagnostic.help(help)] });
        }
        let diagnostic = diagnostic
            .help("make a whole site with `byline new site DIR`")
            .help("write one with two lines: `title = \"My site\"` and `base_url = \"https://example.org\"`")
            .help("or name the site's folder: `--root DIR`");
        return Ok(Diagnosed { value: None, diagnostics: vec![diagnostic] });
    }
    match Folder::open(root)?.read(&path, LARGEST) {
        Ok((bytes, _)) => of_bytes(bytes, options),
        Err(ReadFailure::TooLarge(_)) => {
            let diagnostic = Diagnostic::in_file(Code::TooLarge, &path, "the file is larger than 1 MiB");
            Ok(Diagnosed { value: None, diagnostics: vec![diagnostic] })
        }
        Err(ReadFailure::Io(error)) => Err(error),
    }
}

/// The same of an editor's site.toml, if it holds one.
///
/// # Errors
/// As [`read`].
pub fn read_below(held: &Overlay, root: &Path, options: &Options) -> Result<Diagnosed<Option<Settings>>, Error> {
    match RelPath::new(SETTINGS).as_ref().and_then(|path| held.bytes(path)) {
        Some(bytes) => of_bytes(bytes.to_vec(), options),
        None => read(root, options),
    }
}

/// The folder above that has a site.toml, as it is written from the current folder.
fn above(root: &Path) -> Option<PathBuf> {
    let resolved = root.canonicalize().ok()?;
    let levels = resolved.ancestors().skip(1).position(|folder| folder.join(SETTINGS).is_file())? + 1;
    let up: PathBuf = std::iter::repeat_n("..", levels).collect();
    Some(if root == Path::new(".") { up } else { root.join(up) })
}

/// Reads what site.toml says; `None` if it is no text.
///
/// # Errors
/// A `--base-url` that is no address.
pub fn of_bytes(bytes: Vec<u8>, options: &Options) -> Result<Diagnosed<Option<Settings>>, Error> {
    let path = RelPath::new(SETTINGS).expect("the name of a file");
    let content = Record::of(&bytes);
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let span = crate::text::Span::new(at, at + 1);
            let diagnostic = Diagnostic::new(Code::InvalidUtf8, &path, span, "the file is not text in UTF-8")
                .help("save it as UTF-8");
            return Ok(Diagnosed { value: None, diagnostics: vec![diagnostic] });
        }
    };
    let Diagnosed { value: mut config, diagnostics } = config::site::read(&path, &text);
    if let Some(base_url) = &options.base_url {
        let (url, path) = config::site::split_base_url(base_url)
            .map_err(|(message, _)| Error::new(format!("build for `--base-url {base_url}`"), message))?;
        config.move_to(url, path);
    }
    Ok(Diagnosed { value: Some(Settings { config, path, content }), diagnostics })
}

impl Settings {
    /// The file, as diagnostics name it.
    pub fn path(&self) -> &RelPath {
        &self.path
    }

    /// What the file contained when it was read.
    pub fn content(&self) -> Record {
        self.content
    }

    /// The Markdown texts of site.toml: those of the trust box and of the newsletter.
    pub fn texts(&self, config: &Config, options: &ParseOptions) -> Diagnosed<Vec<Setting>> {
        let options = &ParseOptions { language: config.language.clone(), ..options.clone() };
        let mut diagnostics = Vec::new();
        let trust = config.trust.as_ref().and_then(|trust| trust.text.as_ref());
        let newsletter = config.newsletter.as_ref().and_then(|newsletter| newsletter.text.as_ref());
        let mut read = |text: &Text| {
            let reading = markdown::read_alone(&self.path, text, options).collect(&mut diagnostics);
            let prose = Prose { first_section: None, ..reading.prose };
            Setting { span: text.span, references: reading.references, prose }
        };
        let texts = trust.into_iter().chain(newsletter).map(&mut read).collect();
        Diagnosed { value: texts, diagnostics }
    }
}
