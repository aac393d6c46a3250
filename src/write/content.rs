//! What a file of the output is to contain.

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::Path;

use super::seen::Record;
use crate::error::Error;
use crate::fingerprint::{Fingerprint, Hasher};

/// How much of a large file is in memory at once.
const BUFFER: usize = 256 * 1024;

/// The content of one file.
pub enum Content<'a> {
    /// All of it.
    Bytes(&'a [u8]),
    /// An open file and its path, for one that is too large to be held in memory.
    File(File, &'a Path),
}

impl Content<'_> {
    /// Its hash and size.
    pub fn record(&mut self) -> Result<Record, Error> {
        match self {
            Content::Bytes(bytes) => Ok(Record::of(bytes)),
            Content::File(file, from) => {
                let (hash, size) = Fingerprint::of_reader(file, u64::MAX).map_err(|cause| unread(from, &cause))?;
                Ok(Record { hash, size })
            }
        }
    }

    /// Writes it, and says what was written: a file may have changed since its `record` was taken.
    pub fn write(
        self,
        into: &mut File,
        record: Option<Record>,
        failed: impl Fn(io::Error) -> Error,
    ) -> Result<Record, Error> {
        let mut hasher = Hasher::default();
        match self {
            Content::Bytes(bytes) => {
                into.write_all(bytes).map_err(failed)?;
                return Ok(record.unwrap_or_else(|| Record::of(bytes)));
            }
            Content::File(mut file, from) => {
                file.rewind().map_err(|cause| unread(from, &cause))?;
                let mut buffer = vec![0; BUFFER];
                loop {
                    let read = match file.read(&mut buffer) {
                        Ok(0) => break,
                        Ok(read) => read,
                        Err(cause) if cause.kind() == ErrorKind::Interrupted => continue,
                        Err(cause) => return Err(unread(from, &cause)),
                    };
                    hasher.update(&buffer[..read]);
                    into.write_all(&buffer[..read]).map_err(&failed)?;
                }
            }
        }
        let (hash, size) = hasher.finish();
        Ok(Record { hash, size })
    }
}

fn unread(from: &Path, cause: &io::Error) -> Error {
    Error::io("read", from, cause)
}
