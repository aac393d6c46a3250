//! The pictures that pages show: what is known of each, whose it is, and which copies there are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::Edition;
use crate::build::cache::FileState;
use crate::build::inputs::Inputs;
use crate::diagnostics::{Code, Diagnostic};
use crate::error::Error;
use crate::fs::{ReadFailure, Signature};
use crate::media::examine::MOST_MEGAPIXELS;
use crate::media::{self, Bounds, Copies, Credit, Examined, Fault, plan};
use crate::planted::{self, Bug};
use crate::resolve::{Picture, PictureCopy, Site};
use crate::route::Route;
use crate::text::RelPath;
use crate::write::Record;

/// More bytes than a picture has that is read.
const LARGEST: u64 = 256 << 20;

/// A picture that was examined.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The file's signature, if that stands for what was read.
    pub signature: Option<Signature>,
    /// What it contained; `None` if it is gone.
    pub content: Option<Record>,
    /// What is known of it.
    pub examined: Arc<Examined>,
}

impl Measured {
    /// What is known of the file; `None` if it is gone.
    pub fn state(&self, path: &RelPath) -> Option<FileState> {
        let Measured { signature, content, examined } = self;
        let picture = Some(Arc::clone(examined));
        Some(FileState {
            path: path.clone(),
            signature: *signature,
            content: (*content)?,
            facts: None,
            words: None,
            picture,
            processed: None,
        })
    }
}

/// The copies of one picture with one credit.
#[derive(Clone, Debug)]
pub struct CopySet {
    /// The picture.
    pub file: RelPath,
    /// Whose it is.
    pub credit: Credit,
    /// Its copies.
    pub copies: Copies,
}

/// What is made of pictures.
#[derive(Debug, Default)]
pub struct Plan {
    /// Whose each published picture is: what the first page says that shows it with a credit.
    pub credits: BTreeMap<RelPath, Credit>,
    /// Each set once, in the order of the pages that show them.
    pub sets: Vec<CopySet>,
}

/// The pictures that pages show, sorted.
pub(super) fn pictures<'s>(sites: impl Iterator<Item = &'s Site>) -> Vec<RelPath> {
    let of_site = |site: &'s Site| {
        let referring = site.referring();
        let shown = referring.flat_map(|(image, connections)| image.into_iter().chain(&connections.pictures));
        let shown = shown.chain(&site.navigation.logo).filter_map(|picture| picture.file.clone());
        let in_html = site.referring().flat_map(|(_, connections)| &connections.shown);
        shown.chain(in_html.filter(|path| is_picture(path)).cloned())
    };
    let mut pictures: Vec<RelPath> = sites.flat_map(of_site).collect();
    pictures.sort();
    pictures.dedup();
    pictures
}

/// Whether a file is a picture by its name.
fn is_picture(path: &RelPath) -> bool {
    const PICTURES: [&str; 7] = ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];
    PICTURES.iter().any(|known| path.extension().eq_ignore_ascii_case(known))
}

/// Examines pictures, but for those that have not changed since the cache saw them.
pub(super) fn measure(
    inputs: &Inputs,
    pictures: Vec<RelPath>,
    bounds: &Bounds,
) -> Result<BTreeMap<RelPath, Measured>, Error> {
    let measured = |path: RelPath| -> Result<(RelPath, Measured), Error> {
        let unchanged = inputs.unchanged(&path)?;
        if let Some(known) = planted::either(Bug::PictureOfOldSize, inputs.file(&path), unchanged)
            && let Some(examined) = &known.picture
        {
            let (signature, content, examined) = (known.signature, Some(known.content), Arc::clone(examined));
            return Ok((path, Measured { signature, content, examined }));
        }
        let unknown = || Arc::new(Examined { fault: Some(Fault::Unknown), orientation: 1, ..Examined::default() });
        let measured = match inputs.read_picture(&path, LARGEST) {
            Ok((bytes, FileState { signature, content, .. })) => {
                // A file that was copied or checked out anew has other times, and is what it was.
                let known = inputs.file(&path);
                let same =
                    planted::either(Bug::PictureKnownByName, known, known.filter(|known| known.content == content));
                let examined = same.and_then(|known| known.picture.clone());
                let examined = examined.unwrap_or_else(|| Arc::new(media::examine(&bytes, path.extension(), bounds)));
                Measured { signature, content: Some(content), examined }
            }
            Err(ReadFailure::TooLarge(_)) => {
                let FileState { signature, content, .. } = inputs.state(&path)?;
                Measured { signature, content: Some(content), examined: unknown() }
            }
            // A page without what the picture says would be wrong, and the next build would not know.
            Err(ReadFailure::Io(error)) => return Err(error),
        };
        Ok((path, measured))
    };
    pictures.into_par_iter().map(measured).collect()
}

/// What is wrong with pictures, sorted.
pub(super) fn faults(pictures: &BTreeMap<RelPath, Measured>) -> Vec<Diagnostic> {
    let known = pictures.iter().filter(|(_, measured)| measured.content.is_some());
    known.filter_map(|(path, measured)| Some(diagnostic(path, measured.examined.fault.as_ref()?))).collect()
}

fn diagnostic(path: &RelPath, fault: &Fault) -> Diagnostic {
    let of = |code: Code, message: String| Diagnostic::in_file(code, path, message);
    match fault {
        Fault::Unknown => {
            let message = "byline does not know this format, and publishes the file as it is, with all that it may say \
                of place and camera";
            of(Code::UnreadablePicture, message.to_owned()).help("save it as JPEG, PNG, WebP, GIF or SVG")
        }
        Fault::CutOff => damaged(path, "it ends before it is whole"),
        Fault::Shapeless => damaged(path, "it does not say how wide and how high it is"),
        Fault::Empty(width, height) => damaged(path, &format!("it says that it is {width} by {height} pixels large")),
        Fault::Unsafe(why) => {
            let help = "save it as plain SVG in UTF-8, without a document type of its own";
            of(Code::DamagedPicture, format!("this drawing {why}")).help(help)
        }
        Fault::Huge(width, height) => {
            let message =
                format!("this picture is {width} by {height} pixels large, and {MOST_MEGAPIXELS} million are too many");
            of(Code::HugePicture, message).help("save a smaller copy: no screen shows so many pixels")
        }
        Fault::Cleaned(removed) => {
            let message = format!("this drawing is published without {}", removed.join(", "));
            of(Code::UnsafeDrawing, message).help("take it out of the file: a drawing is to show something and no more")
        }
    }
}

/// The picture cannot be decoded.
pub(super) fn damaged(path: &RelPath, why: &str) -> Diagnostic {
    let message = format!("this picture is damaged: {why}");
    Diagnostic::in_file(Code::DamagedPicture, path, message).help("save it again, or take another one")
}

/// Notes with every picture what is known of its file, and plans what is made of it.
pub(super) fn plan<'e>(
    editions: impl Iterator<Item = &'e mut Edition>,
    measured: &BTreeMap<RelPath, Measured>,
) -> Plan {
    let mut plan = Plan::default();
    // By path and not by key alone: one picture in two files of different names has copies of both names.
    let mut known: BTreeSet<String> = BTreeSet::new();
    for Edition { site, config, .. } in editions {
        for picture in site.pictures_mut() {
            let Some((file, measured)) =
                picture.file.clone().and_then(|file| Some((file.clone(), measured.get(&file)?)))
            else {
                continue;
            };
            complete(picture, &measured.examined);
            let Some(content) = measured.content else { continue };
            let credit = picture.credits();
            let copies =
                media::plan::copies(file.file_name(), content.hash, &measured.examined, &credit, &config.images);
            if let Some(copies) = copies {
                let url = |path: &str| Route::new(format!("/{path}")).href(&config.root_path);
                let copy = |copy: &media::Copy| PictureCopy {
                    url: url(&copy.path),
                    width: copy.width,
                    height: copy.height,
                    format: copy.format,
                };
                picture.copies = copies.copies.iter().map(copy).collect();
                if let (true, Some((width, height)), Some(format)) = (copies.with_own, picture.size, picture.format) {
                    picture.copies.push(PictureCopy { url: picture.url.clone(), width, height, format });
                }
                if copies.copies.first().is_some_and(|copy| known.insert(copy.path.clone())) {
                    plan.sets.push(CopySet { file: file.clone(), credit: credit.clone(), copies });
                }
            }
            let published = plan.credits.entry(file).or_default();
            if published.is_empty() {
                *published = credit;
            }
        }
    }
    plan
}

/// What the file says stands where the article and the sidecar say nothing.
fn complete(picture: &mut Picture, examined: &Examined) {
    picture.size = examined.size;
    picture.format = examined.format;
    picture.tint = examined.tint;
    let credit =
        planted::either(Bug::PictureWithoutOwnCredit, picture.credits(), picture.credits().or(&examined.credit));
    let Credit { creator, line, copyright, license, digital_source } = credit;
    picture.creator = creator;
    picture.credit = line;
    picture.copyright = copyright;
    picture.license = license;
    picture.digital_source = digital_source;
}

/// What tells a picture as it is published from every other.
pub(super) fn published_key(content: Record, credit: &Credit) -> u64 {
    plan::published_key(content.hash, planted::either(Bug::PublishedWithoutCredit, &Credit::default(), credit)).half()
}
