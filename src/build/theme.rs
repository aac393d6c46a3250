//! `byline theme check`: what is wrong or doubtful in the templates of a site and of its theme, without an article.

use crate::build::{Options, in_pool, settings};
use crate::diagnostics::{self, Diagnostic};
use crate::discover;
use crate::error::Error;
use crate::render::{self, Renderer};
use crate::text::RelPath;

/// What was found.
#[derive(Debug)]
pub struct Report {
    /// Mistakes and doubts, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts of files that are not on disk, for showing source lines.
    pub built_in: Vec<(RelPath, String)>,
    /// The theme that the site has chosen.
    pub theme: String,
}

/// Looks at the site's templates and its theme; nothing is written.
///
/// # Errors
/// A failure of the machine.
pub fn check(options: &Options) -> Result<Report, Error> {
    in_pool(options, || look(options))
}

fn look(options: &Options) -> Result<Report, Error> {
    let mut diagnostics = Vec::new();
    let built_in = render::built_in_texts();
    let Some(settings) = settings::read(&options.root, options)?.collect(&mut diagnostics) else {
        return Ok(Report { diagnostics, built_in, theme: String::new() });
    };
    let config = &settings.config;
    // What is wrong with the names of articles is no matter of the theme.
    let inventory = discover::discover(&options.root, &config.exclude)?.value;
    let further = config.languages.keys().map(String::as_str);
    let languages: Vec<&str> = std::iter::once(config.language.as_str()).chain(further).collect();
    let _ = Renderer::load(&inventory, &options.root, &config.theme, &languages, &config.root_path)?
        .collect(&mut diagnostics);
    diagnostics.extend(render::inspect(&inventory, &options.root, config)?);
    diagnostics::sort(&mut diagnostics);
    Ok(Report { diagnostics, built_in, theme: config.theme.name.value.clone() })
}
