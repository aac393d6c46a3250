//! The rules that look at pages as they are built, where what they find keeps a site from being built.
//!
//! What was found on a page is so again as long as neither the page nor the rules change: only pages that are made are
//! looked at, and all of them when there are other rules than at the last build.

use std::collections::BTreeMap;

use super::cache::{Cache, LookedAtPages};
use super::lints;
use super::output::Edition;
use crate::compose::PageKey;
use crate::diagnostics::Code;
use crate::error::Error;
use crate::fingerprint::print;
use crate::lint::{Chosen, Wrong};

/// The rules of a build that look at pages.
pub struct PageRules<'b> {
    chosen: Chosen,
    print: u64,
    /// What the last build found, by the path of the page, if it had the same rules.
    before: Option<&'b BTreeMap<String, Vec<Wrong>>>,
}

impl<'b> PageRules<'b> {
    /// Those among the chosen ones; `None` if there is none.
    pub fn of(chosen: &Chosen, cache: &'b Cache) -> Option<PageRules<'b>> {
        let chosen = chosen.of_pages();
        if chosen.is_empty() {
            return None;
        }
        let print = print(&chosen.codes().map(Code::name).collect::<Vec<_>>());
        let before = Some(&cache.state().pages_looked_at);
        let before = before.filter(|before| before.rules == print).map(|before| &before.found);
        Some(PageRules { chosen, print, before })
    }

    /// What is wrong with a page that was made.
    pub fn of_made(&self, edition: &Edition, key: PageKey, html: &[u8]) -> Vec<Wrong> {
        lints::of_page(edition, key, html, &self.chosen)
    }

    /// What is wrong with a page that lies in the output as it is; `read` gives its bytes.
    ///
    /// # Errors
    /// If it has to be read and cannot be.
    pub fn of_kept(
        &self,
        path: &str,
        edition: &Edition,
        key: PageKey,
        read: impl FnOnce() -> Result<Vec<u8>, Error>,
    ) -> Result<Vec<Wrong>, Error> {
        match self.before {
            Some(before) => Ok(before.get(path).cloned().unwrap_or_default()),
            None => Ok(self.of_made(edition, key, &read()?)),
        }
    }

    /// What the next build may know of it.
    pub fn state(&self, found: BTreeMap<String, Vec<Wrong>>) -> LookedAtPages {
        LookedAtPages { rules: self.print, found }
    }
}
