//! What a service needs to build, check and publish a site.

use super::NewFile;
use super::fill::{Value, Values, fill};
use crate::error::Error;

/// A service that publishes a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// GitHub Pages, built by GitHub Actions.
    GithubPages,
    /// GitLab Pages, built by GitLab.
    GitlabPages,
    /// Netlify, which builds; GitHub Actions looks at pull requests and at the time.
    Netlify,
    /// Cloudflare Pages, built by GitHub Actions.
    CloudflarePages,
    /// A server that is reached by SSH, from GitHub Actions.
    Server,
}

const PULL_REQUEST: (&str, &str) =
    (".github/workflows/pull-request.yml", include_str!("ci/github/.github/workflows/pull-request.yml"));

impl Service {
    /// All of them.
    pub const ALL: [Service; 5] =
        [Service::GithubPages, Service::GitlabPages, Service::Netlify, Service::CloudflarePages, Service::Server];

    /// What the service is called.
    pub fn name(self) -> &'static str {
        match self {
            Service::GithubPages => "GitHub Pages",
            Service::GitlabPages => "GitLab Pages",
            Service::Netlify => "Netlify",
            Service::CloudflarePages => "Cloudflare Pages",
            Service::Server => "a server",
        }
    }

    fn texts(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Service::GithubPages => vec![
                (".github/workflows/publish.yml", include_str!("ci/github-pages/.github/workflows/publish.yml")),
                PULL_REQUEST,
            ],
            Service::GitlabPages => vec![(".gitlab-ci.yml", include_str!("ci/gitlab-pages/.gitlab-ci.yml"))],
            Service::Netlify => vec![
                ("netlify.toml", include_str!("ci/netlify/netlify.toml")),
                (".github/workflows/scheduled.yml", include_str!("ci/netlify/.github/workflows/scheduled.yml")),
                PULL_REQUEST,
            ],
            Service::CloudflarePages => vec![
                (".github/workflows/publish.yml", include_str!("ci/cloudflare-pages/.github/workflows/publish.yml")),
                PULL_REQUEST,
            ],
            Service::Server => vec![
                (".github/workflows/publish.yml", include_str!("ci/server/.github/workflows/publish.yml")),
                PULL_REQUEST,
            ],
        }
    }
}

/// Where released programs are, if byline was built from a repository that says so.
pub fn downloads() -> Option<String> {
    let repository = env!("CARGO_PKG_REPOSITORY");
    (!repository.is_empty()).then(|| format!("{}/releases/download", repository.trim_end_matches('/')))
}

/// Stands where [`downloads`] is not known.
pub const UNKNOWN_DOWNLOADS: &str = "https://example.org/byline/releases/download";

/// The files that a service reads.
///
/// # Errors
/// None that a site could cause: the files are byline's own.
pub fn files(service: Service) -> Result<Vec<NewFile>, Error> {
    let downloads = downloads().unwrap_or_else(|| UNKNOWN_DOWNLOADS.to_owned());
    let values = Values::from([
        ("version", Value::Text(env!("CARGO_PKG_VERSION").to_owned())),
        ("downloads", Value::Text(downloads)),
    ]);
    service.texts().into_iter().map(|(path, text)| Ok(NewFile::new(path, fill(path, text, &values)?))).collect()
}
