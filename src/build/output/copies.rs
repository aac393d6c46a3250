//! The files that are made of pictures: each as it is published, and its copies.

use std::collections::BTreeSet;

use super::pictures::{CopySet, damaged, published_key};
use super::{Broken, Output};
use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::fs::ReadFailure;
use crate::media::{self, Copy, Credit, Work};
use crate::planted::{self, Bug};
use crate::text::RelPath;

/// More bytes than a picture has that is read.
const LARGEST: u64 = 256 << 20;

impl Output {
    /// Whether a picture is published without what its file says besides.
    pub fn is_rewritten(&self, path: &RelPath) -> bool {
        self.pictures.get(path).is_some_and(|measured| measured.content.is_some() && measured.examined.is_rewritten())
    }

    /// A picture as it is published; `None` if its file is no longer what it was.
    pub fn picture(&self, path: &RelPath) -> Option<Vec<u8>> {
        let measured = self.pictures.get(path)?;
        let (bytes, _) = self.inputs.read_picture(path, LARGEST).ok()?;
        let nobody = Credit::default();
        let credit = self.plan.credits.get(path).unwrap_or(&nobody);
        media::published(&bytes, &measured.examined, credit).map(std::borrow::Cow::into_owned)
    }

    /// What tells a picture as it is published from every other.
    pub fn picture_key(&self, path: &RelPath) -> Option<u64> {
        let content = self.pictures.get(path)?.content?;
        let nobody = Credit::default();
        Some(published_key(content, self.plan.credits.get(path).unwrap_or(&nobody)))
    }

    /// The copies of pictures.
    pub fn copy_sets(&self) -> &[CopySet] {
        &self.plan.sets
    }

    /// What the cache calls each copy.
    pub fn copy_names(&self) -> BTreeSet<String> {
        let of_set = |set: &CopySet| set.copies.copies.iter().map(|copy| name(set, copy)).collect::<Vec<_>>();
        self.plan.sets.iter().flat_map(of_set).collect()
    }

    /// The bytes of some copies of one picture, in their order: from the cache, or made and left there.
    ///
    /// # Errors
    /// If the picture cannot be read. That it is damaged is the author's mistake.
    pub fn copies(&self, set: &CopySet, wanted: &[&Copy]) -> Result<Result<Vec<Vec<u8>>, Broken>, Error> {
        let kept = self.inputs.cache().pictures();
        let mut found: Vec<Option<Vec<u8>>> = wanted.iter().map(|copy| kept.get(&name(set, copy))).collect();
        if found.iter().any(Option::is_none) {
            let Some(measured) = self.pictures.get(&set.file) else { return Ok(Ok(Vec::new())) };
            let bytes = match self.inputs.read_picture(&set.file, LARGEST) {
                Ok((bytes, _)) => bytes,
                Err(ReadFailure::Io(error)) => return Err(error),
                Err(ReadFailure::TooLarge(_)) => Vec::new(),
            };
            let broken = |why: String| Broken { diagnostic: damaged(&set.file, &why), document: None };
            let quality = self.editions.first().map_or(80, |first| first.config.images.quality);
            let missing = wanted.iter().zip(&found).filter(|(_, found)| found.is_none());
            let missing: Vec<&Copy> = missing.map(|(copy, _)| *copy).collect();
            let work = match Work::begin(&bytes, &measured.examined, &missing, &set.credit, quality, &self.bounds) {
                Ok(work) => work,
                Err(why) => return Ok(Err(broken(why))),
            };
            for (copy, found) in wanted.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
                match work.make(copy) {
                    Ok(made) => {
                        kept.keep(&name(set, copy), &made);
                        *found = Some(made);
                    }
                    Err(why) => return Ok(Err(broken(why))),
                }
            }
        }
        Ok(Ok(found.into_iter().flatten().collect()))
    }
}

/// What the cache calls a copy: all that it is made from.
fn name(set: &CopySet, copy: &Copy) -> String {
    let key = planted::either(Bug::CopyOfOtherPicture, Fingerprint::default(), set.copies.key);
    format!("{key}-{}.{}", copy.width, copy.format.extension())
}
