//! The files of the site and what they contain, read only where the cache cannot tell.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use rayon::prelude::*;

use super::cache::{Cache, FileState};
use super::memory::{Memory, Texts};
use super::overlay::Overlay;
use super::preprocessors::{Results, Runs};
use crate::diagnostics::{Code, Diagnostic};
use crate::discover::Inventory;
use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::fs::{Folder, ReadFailure, Signature};
use crate::planted::{self, Bug};
use crate::resolve::SETTINGS;
use crate::text::{RelPath, Span};
use crate::write::Record;

/// The files of one site.
pub struct Inputs {
    folder: Folder,
    cache: Arc<Cache>,
    /// What the session holds, which knows more than the cache.
    memory: Option<Arc<Memory>>,
    /// What documents said, for a session that shows them after they have changed.
    texts: Option<Arc<Texts>>,
    /// What an editor holds.
    overlay: Overlay,
    /// How many files were read.
    opened: AtomicUsize,
    /// How long words were listed for the search, in nanoseconds, all threads together.
    listed: AtomicU64,
    /// What pre-processors returned.
    results: Arc<Results>,
    /// Whether they run.
    runs: Runs,
}

impl Inputs {
    /// The files below a root.
    ///
    /// # Errors
    /// If the root is not there.
    pub fn new(root: &Path, cache: &Arc<Cache>) -> Result<Inputs, Error> {
        Ok(Inputs {
            folder: Folder::open(root)?,
            cache: Arc::clone(cache),
            memory: None,
            texts: None,
            overlay: Overlay::default(),
            opened: AtomicUsize::new(0),
            listed: AtomicU64::new(0),
            results: Arc::default(),
            runs: Runs::default(),
        })
    }

    /// The files below a root, in a session that remembers `memory` and holds texts and what pre-processors returned.
    ///
    /// # Errors
    /// If the root is not there.
    pub fn of_session(
        root: &Path,
        cache: &Arc<Cache>,
        memory: Option<Arc<Memory>>,
        texts: &Arc<Texts>,
        results: &Arc<Results>,
    ) -> Result<Inputs, Error> {
        let (texts, results) = (Some(Arc::clone(texts)), Arc::clone(results));
        Ok(Inputs { memory, texts, results, ..Inputs::new(root, cache)? })
    }

    /// The same files, but for those that an editor holds.
    pub fn below(self, overlay: Overlay) -> Inputs {
        Inputs { overlay, ..self }
    }

    /// The same files, of which these are given to pre-processors.
    pub fn running(self, runs: Runs) -> Inputs {
        Inputs { runs, ..self }
    }

    /// Which articles are given to pre-processors.
    pub fn runs(&self) -> Runs {
        self.runs
    }

    /// Whether an editor holds a file.
    pub fn is_held(&self, path: &RelPath) -> bool {
        self.overlay.bytes(path).is_some()
    }

    /// The folder of site.toml.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The cache.
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// What the session remembers; `None` outside of one, and in its first pass.
    pub fn memory(&self) -> Option<&Memory> {
        self.memory.as_deref()
    }

    /// What pre-processors returned, as far as it is held.
    pub fn results(&self) -> &Results {
        &self.results
    }

    /// Whether what is parsed will be remembered.
    pub fn is_of_session(&self) -> bool {
        self.texts.is_some()
    }

    /// What was known of a file before.
    pub fn file(&self, path: &RelPath) -> Option<&FileState> {
        match &self.memory {
            Some(memory) => memory.file(path),
            None => self.cache.file(path),
        }
    }

    /// What a document said, if that is held.
    pub fn text(&self, path: &RelPath, content: Record) -> Option<Arc<[u8]>> {
        self.texts.as_ref()?.get(path, content)
    }

    /// How many files were read because their signature could not tell that they are unchanged.
    pub fn opened(&self) -> usize {
        self.opened.load(Ordering::Relaxed)
    }

    /// Notes that words were listed for the search for so long.
    pub fn listed_words(&self, took: Duration) {
        let nanoseconds = u64::try_from(took.as_nanos()).unwrap_or(u64::MAX);
        self.listed.fetch_add(nanoseconds, Ordering::Relaxed);
    }

    /// How long words were listed for the search, all threads together.
    pub fn listing(&self) -> Duration {
        Duration::from_nanos(self.listed.load(Ordering::Relaxed))
    }

    /// The files that the output depends on and that are no documents: settings, theme, what is copied.
    ///
    /// Files that are copied are among them only if the last build copied them: the others are read when they are.
    pub fn others(&self, inventory: &Inventory) -> Result<Vec<FileState>, Error> {
        let Inventory { documents: _, assets, statics, templates, themes, words, data } = inventory;
        let settings = RelPath::new(SETTINGS);
        let published = assets.par_iter().filter(|path| self.file(path).is_some());
        let copied = statics.par_iter().filter(|path| self.file(path).is_some());
        let read = [templates, themes, words, data].into_par_iter().flatten();
        read.chain(settings.par_iter()).chain(published).chain(copied).map(|path| self.state(path)).collect()
    }

    /// What is known of a file that has not changed, as its signature tells; the file is not opened.
    ///
    /// # Errors
    /// If the disk does not tell.
    pub fn unchanged(&self, path: &RelPath) -> Result<Option<&FileState>, Error> {
        let Some(known) = self.file(path) else { return Ok(None) };
        if let Some(content) = self.overlay.content(path) {
            return Ok((known.content == content).then_some(known));
        }
        self.unchanged_on_disk(known)
    }

    fn unchanged_on_disk<'k>(&self, known: &'k FileState) -> Result<Option<&'k FileState>, Error> {
        let Some(signature) = known.signature else { return Ok(None) };
        let now = self.folder.look(&known.path)?;
        let of_that_size = now.map(|now| Signature { size: now.size, ..signature });
        Ok((planted::either(Bug::SignatureWithoutTimes, of_that_size, now) == Some(signature)).then_some(known))
    }

    /// A file's signature as it is now; `None` if it is gone.
    ///
    /// # Errors
    /// If the disk does not tell.
    pub fn look(&self, path: &RelPath) -> Result<Option<Signature>, Error> {
        self.folder.look(path)
    }

    /// A file's signature now, if it stands for what is read from now on.
    ///
    /// # Errors
    /// If the disk does not tell.
    pub fn signature(&self, path: &RelPath) -> Result<Option<Signature>, Error> {
        let tick = self.cache.tick();
        let signature = self.folder.look(path)?;
        Ok(signature.filter(|signature| tick.is_some_and(|tick| signature.is_settled(&tick))))
    }

    /// Reads a document and says what it contains.
    ///
    /// # Errors
    /// As [`Folder::read`].
    pub fn read(&self, path: &RelPath, limit: u64) -> Result<(Vec<u8>, FileState), ReadFailure> {
        if let Some((bytes, state)) = self.held(path) {
            let size = bytes.len() as u64;
            return if size > limit { Err(ReadFailure::TooLarge(size)) } else { Ok((bytes.to_vec(), state)) };
        }
        let tick = self.cache.tick();
        self.opened.fetch_add(1, Ordering::Relaxed);
        let (bytes, signature) = self.folder.read(path, limit)?;
        let signature = signature.filter(|signature| tick.is_some_and(|tick| signature.is_settled(&tick)));
        let content = Record::of(&bytes);
        if let Some(texts) = self.texts.as_ref().filter(|_| !planted::is_planted(Bug::TextsOfBeginning)) {
            texts.hold(path, content, &bytes);
        }
        Ok((bytes, FileState::new(path.clone(), signature, content)))
    }

    /// Reads a picture as a whole and says what it contains.
    ///
    /// # Errors
    /// As [`Folder::read`].
    pub fn read_picture(&self, path: &RelPath, limit: u64) -> Result<(Vec<u8>, FileState), ReadFailure> {
        let tick = self.cache.tick();
        let (bytes, signature) = self.folder.read(path, limit)?;
        let signature = signature.filter(|signature| tick.is_some_and(|tick| signature.is_settled(&tick)));
        let content = Record::of(&bytes);
        Ok((bytes, FileState::new(path.clone(), signature, content)))
    }

    /// Reads a file of settings as text, or says what is wrong with it.
    ///
    /// # Errors
    /// A failure of the machine, or a file that lies outside of the site.
    pub fn read_text(&self, path: &RelPath, limit: u64) -> Result<Result<String, Box<Diagnostic>>, Error> {
        let bytes = match self.read(path, limit) {
            Ok((bytes, _)) => bytes,
            Err(ReadFailure::TooLarge(_)) => {
                let message = format!("the file is larger than {} MiB", limit >> 20);
                return Ok(Err(Box::new(Diagnostic::in_file(Code::TooLarge, path, message))));
            }
            Err(ReadFailure::Io(error)) => return Err(error),
        };
        Ok(String::from_utf8(bytes).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let place = Span::new(at, at + 1);
            let fault = Diagnostic::new(Code::InvalidUtf8, path, place, "the file is not text in UTF-8");
            Box::new(fault.help("save it as UTF-8"))
        }))
    }

    /// What an editor holds of a file. It has no signature: as soon as it is held no longer, the disk is asked.
    fn held(&self, path: &RelPath) -> Option<(&[u8], FileState)> {
        let (bytes, content) = (self.overlay.bytes(path)?, self.overlay.content(path)?);
        let path = path.clone();
        Some((bytes, FileState::new(path, None, content)))
    }

    /// What a file contains: known if it has not changed, else read piece by piece.
    ///
    /// # Errors
    /// If the file cannot be read or leads outside the site.
    pub fn state(&self, path: &RelPath) -> Result<FileState, Error> {
        if let Some(known) = self.unchanged(path)? {
            return Ok(known.clone());
        }
        if let Some((_, state)) = self.held(path) {
            return Ok(state);
        }
        self.read_piecewise(path)
    }

    /// What a file contains on the disk, whatever an editor holds: so other programs see it.
    ///
    /// # Errors
    /// As [`Inputs::state`].
    pub fn saved_state(&self, path: &RelPath) -> Result<FileState, Error> {
        match self.file(path).map(|known| self.unchanged_on_disk(known)).transpose()?.flatten() {
            Some(known) => Ok(known.clone()),
            None => self.read_piecewise(path),
        }
    }

    fn read_piecewise(&self, path: &RelPath) -> Result<FileState, Error> {
        let tick = self.cache.tick();
        self.opened.fetch_add(1, Ordering::Relaxed);
        let on_disk = path.on_disk(self.folder.path());
        let (file, metadata) = self.folder.open_file(&on_disk, self.folder.path())?;
        let signature = Signature::of(&metadata);
        let signature = signature.filter(|signature| tick.is_some_and(|tick| signature.is_settled(&tick)));
        let failed = |cause: io::Error| Error::io("read", &on_disk, &cause);
        let (hash, size) = Fingerprint::of_reader(file, metadata.len()).map_err(failed)?;
        let content = Record { hash, size };
        // A picture of the same content has the same size.
        let same = self.file(path).filter(|known| known.content == content);
        let picture = same.and_then(|known| known.picture.clone());
        Ok(FileState { path: path.clone(), signature, content, facts: None, words: None, picture, processed: None })
    }
}
