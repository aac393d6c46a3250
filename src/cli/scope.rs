//! What the commands share that look at a site: which articles are in it, as of when, and with how many threads.

use std::path::Path;

use clap::Args;

use super::now;
use crate::build::{Now, Options};
use crate::error::Error;

/// Which articles are in the site, and as of when.
#[derive(Debug, Args)]
pub struct Scope {
    /// Take in articles with `draft: true`, too
    #[arg(long)]
    drafts: bool,

    /// Take in articles whose date of publication has not come yet, too
    #[arg(long)]
    future: bool,

    /// Do all as of this date (2026-01-31) or instant (2026-01-31T09:00:00Z)
    /// [default: the instant in SOURCE_DATE_EPOCH, else the clock]
    #[arg(long, value_name = "DATE", value_parser = now::parse, verbatim_doc_comment)]
    now: Option<Now>,

    /// How many threads to use [default: one for each processor]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

impl Scope {
    /// Whether the instant is given, so that it does not pass.
    pub fn is_fixed(&self) -> bool {
        self.now.is_some() || std::env::var_os("SOURCE_DATE_EPOCH").is_some()
    }

    /// What a build of the site below a root is asked for, with the address and the output of site.toml.
    ///
    /// # Errors
    /// A `SOURCE_DATE_EPOCH` that is no instant.
    pub fn options(self, root: &Path) -> Result<Options, Error> {
        let Scope { drafts, future, now, jobs } = self;
        let now = match now {
            Some(now) => now,
            None => now::from_environment()?,
        };
        let jobs = jobs.map(usize::from);
        Ok(Options { root: root.to_owned(), output: None, base_url: None, drafts, future, now, jobs, force: false })
    }
}
