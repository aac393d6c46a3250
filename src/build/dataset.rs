//! The rows of the files that queries name.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::inputs::Inputs;
use super::settings::Settings;
use crate::config::dataset::Query;
use crate::diagnostics::{Code, Diagnosed, Diagnostic};
use crate::discover::Inventory;
use crate::error::Error;
use crate::parse::dataset::{self, Dataset, LARGEST};
use crate::resolve::dataset::Answer;
use crate::text::{RelPath, Spanned};

/// Answers the queries of site.toml and those of the theme that it does not replace, in the order of their names.
///
/// A file is read once, however many queries name it. One that the theme names need not be there.
///
/// # Errors
/// A failure of the machine, or a file that lies outside of the site.
pub fn answer(
    inputs: &Inputs,
    inventory: &Inventory,
    settings: &Settings,
    of_theme: &BTreeMap<String, (RelPath, Query)>,
) -> Result<Diagnosed<Vec<Answer>>, Error> {
    let mut diagnostics = Vec::new();
    let mut queries: BTreeMap<&str, (&RelPath, &Query)> =
        of_theme.iter().map(|(name, (theme, query))| (name.as_str(), (theme, query))).collect();
    let own = settings.config.queries.iter().map(|(name, query)| (name.as_str(), (settings.path(), query)));
    queries.extend(own);
    let is_there = |file: &RelPath| inventory.data.binary_search(file).is_ok();
    for Query { file, templates: _ } in settings.config.queries.values().filter(|query| !is_there(&query.file.value)) {
        diagnostics.push(missing(inventory, settings.path(), file));
    }
    let mut files: Vec<&RelPath> = queries.values().map(|(_, query)| &query.file.value).collect();
    files.sort_unstable();
    files.dedup();
    files.retain(|file| is_there(file));
    let read: Vec<Diagnosed<Option<Dataset>>> =
        files.par_iter().map(|file| read(inputs, file)).collect::<Result<_, _>>()?;
    let read = read.into_iter().map(|read| read.collect(&mut diagnostics).map(Arc::new));
    let datasets: BTreeMap<&RelPath, Option<Arc<Dataset>>> = files.into_iter().zip(read).collect();
    let answers = queries.into_iter().map(|(name, (declared_in, Query { file, templates }))| {
        let dataset = datasets.get(&file.value).cloned().flatten();
        Answer::new(name.to_owned(), templates.clone(), declared_in.clone(), dataset)
    });
    Ok(Diagnosed { value: answers.collect(), diagnostics })
}

fn read(inputs: &Inputs, file: &RelPath) -> Result<Diagnosed<Option<Dataset>>, Error> {
    Ok(match inputs.read_text(file, LARGEST)? {
        Ok(text) => {
            let Diagnosed { value, diagnostics } = dataset::read(file, &text);
            Diagnosed { value: Some(value), diagnostics }
        }
        Err(fault) => Diagnosed { value: None, diagnostics: vec![*fault] },
    })
}

fn missing(inventory: &Inventory, settings: &RelPath, file: &Spanned<RelPath>) -> Diagnostic {
    let message = format!("there is no file `{}`", file.value);
    Diagnostic::new(Code::MissingAsset, settings, file.span, message)
        .did_you_mean(file.value.as_str(), inventory.data.iter().map(RelPath::as_str))
        .help("the path of a file of data is relative to site.toml")
}
