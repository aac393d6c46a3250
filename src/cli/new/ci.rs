//! `byline new ci`.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::{make, say_next};
use crate::cli::terminal::Terminal;
use crate::cli::{Outcome, check_root};
use crate::error::Error;
use crate::scaffold::ci::{Service, downloads, files};

#[derive(Debug, Args)]
pub struct CiArguments {
    /// The service that publishes the site
    #[arg(value_enum, value_name = "SERVICE")]
    service: ServiceArgument,
}

/// A service that publishes a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ServiceArgument {
    /// GitHub Pages
    GithubPages,
    /// GitLab Pages
    GitlabPages,
    /// Netlify, from a repository on GitHub
    Netlify,
    /// Cloudflare Pages, from a repository on GitHub
    CloudflarePages,
    /// A server that is reached by SSH, from a repository on GitHub
    Server,
}

impl ServiceArgument {
    pub fn service(self) -> Service {
        match self {
            ServiceArgument::GithubPages => Service::GithubPages,
            ServiceArgument::GitlabPages => Service::GitlabPages,
            ServiceArgument::Netlify => Service::Netlify,
            ServiceArgument::CloudflarePages => Service::CloudflarePages,
            ServiceArgument::Server => Service::Server,
        }
    }
}

/// Makes the files, and says what has to be set besides.
pub fn run(root: &Path, arguments: CiArguments, terminal: &Terminal) -> Result<Outcome, Error> {
    check_root(root)?;
    let service = arguments.service.service();
    let files = files(service)?;
    make(root, &files, terminal)?;
    let mut next = Vec::new();
    if downloads().is_none() {
        next.push("write where released programs are into BYLINE_DOWNLOADS, at the top of each".to_owned());
    }
    let first = files.first().map(|file| file.path.as_str()).unwrap_or_default();
    next.push(format!("read the first lines of {first}: they say what {} has to be told", service.name()));
    next.push("commit the files, and push".to_owned());
    say_next(&next, terminal)?;
    Ok(Outcome::Done)
}
