//! `byline deploy`: publishes what was built to a folder or a bucket.

use std::path::{Path, PathBuf};

use clap::Args;

use super::build::{print_mistakes, size};
use super::interrupt::Interrupt;
use super::progress::Watch;
use super::terminal::{ERROR, GOOD, Terminal};
use super::texts::shown;
use super::{Outcome, check_root, now};
use crate::build::{Options, Places, settings};
use crate::config::site::deploy::Place;
use crate::deploy::plan::{Plan, Upload};
use crate::deploy::{self, Adopt, Order};
use crate::diagnostics::{Diagnosed, Diagnostic, Format, escaped};
use crate::error::Error;

const EXAMPLES: &str = "\
Examples:
  byline build && byline deploy          publish to the place that `[deploy] to` in site.toml names
  byline deploy --dry-run                say what would be uploaded, replaced and removed
  byline deploy ../live                  copy to a folder
  byline deploy s3://review-example      publish to a bucket of Amazon S3, or what speaks as it does
  byline deploy gs://review-example/en   below a path in a bucket of Google Cloud Storage
  byline deploy 'az://$web'              to a container of Azure Blob Storage

Only what changed is uploaded: files before the pages that show them, and what is no longer part
of the site is removed last. Files that byline did not publish are left alone. What to log in with
comes from the environment, such as AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.";

#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct DeployArguments {
    /// Where to: s3://BUCKET/PREFIX, gs://BUCKET/PREFIX, az://CONTAINER/PREFIX, or a folder
    /// [default: `[deploy] to` in site.toml]
    #[arg(value_name = "TO", value_parser = place, verbatim_doc_comment)]
    to: Option<Place>,

    /// The folder that the site was built into [default: public in the site's folder]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,

    /// Say what would be done, and do nothing
    #[arg(short = 'n', long)]
    dry_run: bool,

    /// How many files may be removed; if there are more, nothing is done
    /// [default: `[deploy] max_removals`, else a tenth of what is published, and at least 50]
    #[arg(long, value_name = "N", verbatim_doc_comment)]
    max_removals: Option<usize>,

    /// Replace what is in the way though byline did not publish it
    #[arg(long)]
    adopt: bool,
}

fn place(text: &str) -> Result<Place, String> {
    let folder_from_here = |place| match place {
        // In site.toml it is relative to that file, and here to where one stands.
        Place::Folder(folder) => std::path::absolute(&folder)
            .map_or(Place::Folder(folder), |path| Place::Folder(path.to_string_lossy().into_owned())),
        bucket => bucket,
    };
    Place::read(text).map(folder_from_here).map_err(|(message, help)| format!("{message}; {help}"))
}

/// Decides what to do, says so, does it, and sums up.
pub fn run(root: &Path, arguments: DeployArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    let DeployArguments { to, output, dry_run, max_removals, adopt } = arguments;
    check_root(root)?;
    let options = Options {
        root: root.to_owned(),
        output,
        base_url: None,
        drafts: false,
        future: false,
        now: now::from_environment()?,
        jobs: None,
        force: false,
    };
    let Diagnosed { value: settings, diagnostics } = settings::read(root, &options)?;
    let Some(settings) = settings.filter(|_| !diagnostics.iter().any(Diagnostic::is_error)) else {
        print_mistakes(root, &diagnostics, &[], Format::Human, terminal)?;
        terminal.say(&format!("{ERROR}nothing was published{ERROR:#}: site.toml has errors\n"))?;
        return Ok(Outcome::Mistakes);
    };
    let config = settings.config;
    let Some(place) = to.as_ref().or(config.deploy.to.as_ref()) else {
        return Err(Error::new("deploy", "no place to deploy to is named").with_help(
            "write `to = \"s3://BUCKET\"` below `[deploy]` in site.toml, or name it: `byline deploy ../live`",
        ));
    };
    let places = Places::of(&options)?;
    let adopt = if adopt { Adopt::WhatIsInTheWay } else { Adopt::Nothing };
    let order = Order {
        root,
        output: &places.output,
        cache: &places.cache,
        site: &config.root_url,
        place,
        settings: &config.deploy,
        adopt,
    };
    let interrupt = Interrupt::listen()?;
    let watch = Watch::interruptible(terminal.is_watched(), false, interrupt.clone());
    let prepared = deploy::prepare(&order, &watch);
    watch.end();
    let prepared = match (prepared, interrupt.code()) {
        (Err(_), Some(code)) => return interrupted(code, "nothing was published", terminal),
        (prepared, _) => prepared?,
    };
    let (plan, destination) = (&prepared.plan, prepared.destination());
    let most = max_removals.or(config.deploy.max_removals).unwrap_or_else(|| plan.most_removals());
    if dry_run {
        terminal.print(steps(plan).as_bytes())?;
    }
    let removals = plan.removed().count();
    if removals > most {
        return Err(too_many(removals, most, destination));
    }
    if dry_run {
        terminal.say(&summary(plan, "would deploy to", destination))?;
        return Ok(Outcome::Done);
    }
    let watch = Watch::interruptible(terminal.is_watched(), false, interrupt.clone());
    let done = prepared.carry_out(&watch);
    watch.end();
    match (done, interrupt.code()) {
        (Err(_), Some(code)) => interrupted(code, "deploy again to go on from there", terminal),
        (Err(error), None) => Err(match error.help {
            None => error.with_help("deploy again to go on from there"),
            Some(_) => error,
        }),
        (Ok(()), _) => {
            terminal.say(&summary(plan, "deployed to", destination))?;
            Ok(Outcome::Done)
        }
    }
}

fn interrupted(code: u8, then: &str, terminal: &Terminal) -> Result<Outcome, Error> {
    terminal.say(&format!("{ERROR}interrupted{ERROR:#}: {then}\n"))?;
    Ok(Outcome::Interrupted(code))
}

fn too_many(removals: usize, most: usize, destination: &str) -> Error {
    let cause = format!("{removals} files would be removed, and at most {most} may be; nothing was done");
    Error::new(format!("deploy to {destination}"), cause)
        .with_help(format!("`--dry-run` says which; if they are to go, write `--max-removals {removals}`"))
}

/// What is to be done, in order, one line each.
fn steps(plan: &Plan) -> String {
    let upload = |Upload { file, replaces }: &Upload| {
        let what = if *replaces { "replace" } else { "upload" };
        format!("{what} {} {}\n", file.record.size, escaped(&file.path))
    };
    let uploads = plan.uploads().map(upload);
    uploads.chain(plan.removed().map(|path| format!("remove {}\n", escaped(path)))).collect()
}

/// Such as `deployed to s3://review: 12 uploaded, 3 replaced, 1 removed, 1,204 unchanged, 0.4 MB`.
fn summary(plan: &Plan, what: &str, destination: &str) -> String {
    let replaced = plan.uploads().filter(|upload| upload.replaces).count();
    let uploaded = plan.uploads().count() - replaced;
    let bytes = plan.uploads().map(|upload| upload.file.record.size).sum();
    let [uploaded, replaced, removed, unchanged] =
        [uploaded, replaced, plan.removed().count(), plan.unchanged].map(grouped);
    let destination = shown(Path::new(destination));
    format!(
        "{GOOD}{what}{GOOD:#} {destination}: {uploaded} uploaded, {replaced} replaced, {removed} removed, {unchanged} unchanged, {}\n",
        size(bytes)
    )
}

/// A number with a comma before each three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_read_in_threes() {
        let said = [0, 12, 999, 1_000, 12_345, 1_234_567].map(grouped);
        assert_eq!(said, ["0", "12", "999", "1,000", "12,345", "1,234,567"]);
    }
}
