//! Publishing: a finished output → a folder or a bucket that has the same files, changing only what changed.
//!
//! In: an [`Order`]. Out: a [`Prepared`] deploy, whose [`Plan`] says what would be done; then what was done.
//!
//! 1. `output` says which files byline's build has finished, and that nobody changed them since.
//! 2. `headers` says what a host is told of each: media type, and for how long it may be kept.
//! 3. [`destination`] is the place: it is listed, and byline's list of what it published there, [`manifest`], is read.
//! 4. [`plan`] compares the two and decides; [`order`] knows which files come before which.
//! 5. [`Prepared::carry_out`] publishes group by group, and removes last, pages before their files.
//!
//! Invariant: nothing is replaced or removed that byline did not publish, unless it is adopted; nothing outside the
//! destination is touched; and a deploy that ends at any point is finished by the next.
//!
//! # What an interruption leaves behind
//!
//! 1. Before anything else the list in the destination is replaced by one that has all old files and all new ones, where
//!    those that are being published are marked: their content is not known. A file that is not marked is as the list
//!    says, and a marked one is byline's, whether it is there or not.
//! 2. The files are published, then what is no longer part of the site is removed.
//! 3. The list of what is there now replaces the other.
//!
//! Whatever ends a deploy between 1 and 3, the next publishes what is marked and goes on from there.

pub mod destination;
mod headers;
pub mod manifest;
pub mod order;
mod output;
pub mod plan;
#[cfg(test)]
mod tests;

use std::path::Path;

use crate::build::Progress;
use crate::config::site::Deploy;
use crate::config::site::deploy::Place;
use crate::error::Error;

use destination::Destination;
use manifest::Manifest;
use output::Output;
pub use plan::{Adopt, Plan, Refusal};

/// What is to be published, and where.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The folder of site.toml.
    pub root: &'a Path,
    /// The folder that the site was built into.
    pub output: &'a Path,
    /// The cache folder; need not exist.
    pub cache: &'a Path,
    /// The address of the site's home page.
    pub site: &'a str,
    /// Where it is published.
    pub place: &'a Place,
    /// `[deploy]`: how the place is reached.
    pub settings: &'a Deploy,
    /// What is taken for byline's though it did not publish it.
    pub adopt: Adopt,
}

/// A deploy of which everything is decided and nothing done.
#[derive(Debug)]
pub struct Prepared {
    /// What is to be done.
    pub plan: Plan,
    output: Output,
    destination: Destination,
}

/// Looks at the output and at the destination, and decides what to do; changes nothing.
///
/// # Errors
/// If no build has finished or somebody changed what it made, if the destination cannot be reached, or if something is
/// there that byline did not publish.
pub fn prepare(order: &Order<'_>, progress: &dyn Progress) -> Result<Prepared, Error> {
    let Order { root, output, cache, site, place, settings, adopt } = *order;
    let output = Output::open(output, progress)?;
    progress.stage("comparing", 0);
    let destination = match place {
        Place::Folder(folder) => Destination::folder(root, output.folder(), cache, folder)?,
        Place::Bucket { storage, bucket, prefix } => Destination::bucket(*storage, bucket, prefix, settings)?,
    };
    let manifest = match destination.manifest()?.as_deref().map(Manifest::parse) {
        None => None,
        Some(Ok(manifest)) => Some(manifest),
        Some(Err(_)) if adopt == Adopt::WhatIsInTheWay => None,
        Some(Err(why)) => return Err(damaged(&destination, &why)),
    };
    let found = plan::Found { manifest, present: destination.list()? };
    let files = match (place, settings.compressed) {
        (_, None) => output.files(),
        (Place::Bucket { .. }, Some(format)) => output.files_compressed(format)?,
        (Place::Folder(_), Some(_)) => return Err(no_headers(&destination)),
    };
    let plan = plan::plan(site, files, &found, adopt).map_err(|why| refused(&destination, site, &why))?;
    Ok(Prepared { plan, output, destination })
}

impl Prepared {
    /// The destination, as people write it.
    pub fn destination(&self) -> &str {
        self.destination.name()
    }

    /// Does what is planned.
    ///
    /// # Errors
    /// If a file cannot be published or removed, or if `progress` is interrupted; the next deploy goes on from there.
    pub fn carry_out(&self, progress: &dyn Progress) -> Result<(), Error> {
        let Prepared { plan, output, destination } = self;
        let Plan { groups, removals, unchanged: _, published: _, meanwhile, afterwards } = plan;
        if let Some(manifest) = meanwhile {
            destination.write_manifest(&manifest.text())?;
        }
        progress.stage("publishing", plan.uploads().count());
        if let Destination::Folder(folder) = destination {
            folder.remove(&plan::in_the_way(plan), progress)?;
        }
        for group in groups {
            destination.publish(group, output, progress)?;
        }
        progress.stage("removing", plan.removed().count());
        for group in removals {
            destination.remove(group, progress)?;
        }
        if let Some(manifest) = afterwards {
            destination.write_manifest(&manifest.text())?;
        }
        Ok(())
    }
}

/// Ends a deploy that nobody wants any more.
fn go_on(progress: &dyn Progress) -> Result<(), Error> {
    if progress.is_interrupted() { Err(Error::new("finish the deploy", "it was interrupted")) } else { Ok(()) }
}

fn no_headers(destination: &Destination) -> Error {
    let cause = "`compressed` needs a host that is told of each file how it is compressed, and a folder tells nothing";
    Error::new(format!("deploy to {}", destination.name()), cause).with_help(
        "delete `compressed` in site.toml: the copies of `[compress]` lie beside the files, where a server finds them",
    )
}

fn damaged(destination: &Destination, why: &str) -> Error {
    let name = manifest::NAME;
    Error::new(format!("read `{name}` in {}", destination.name()), why)
        .with_help("it says which files byline published there; put it back, or take over what is there with `--adopt`")
}

fn refused(destination: &Destination, site: &str, why: &Refusal) -> Error {
    let doing = format!("deploy to {}", destination.name());
    match why {
        Refusal::Foreign(path) => {
            Error::new(doing, format!("it is not empty, and byline did not publish what is there, such as `{path}`"))
                .with_help("name an empty place, or replace what has the names of the site's files with `--adopt`")
        }
        Refusal::InTheWay(paths) => {
            let first = paths.first().map_or("", String::as_str);
            let cause = match paths.len().saturating_sub(1) {
                0 => format!("`{first}` is in the way, and byline did not publish it"),
                more => format!("`{first}` and {more} more are in the way, and byline did not publish them"),
            };
            Error::new(doing, cause).with_help("move it elsewhere, or replace it with `--adopt`")
        }
        Refusal::OtherSite(other) => {
            Error::new(doing, format!("another site is published there, `{other}`, and this one is `{site}`"))
                .with_help(
                    "name another place; if this site takes its place, or its address changed, say so with `--adopt`",
                )
        }
    }
}
