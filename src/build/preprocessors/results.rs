//! What pre-processors returned, so that no program runs twice for the same.
//!
//! A result is kept by all that it is made from: the article, the programs and what they read. In memory it is held for
//! as long as there is room; in the cache it lies as a file, which is as good in another build and on another machine.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::build::cache::Cache;
use crate::text::Span;

/// How many bytes of bodies are held in memory.
const HELD: usize = 128 << 20;

/// What all programs together made of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The Markdown below the front matter.
    pub body: String,
    /// What they say is wrong in the article.
    pub findings: Vec<Found>,
}

/// What a program says is wrong. It outlives another byline, so it is no diagnostic yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What site.toml calls the program.
    pub by: String,
    /// Where in the author's file; in all of it without.
    pub span: Option<Span>,
    /// What, in words.
    pub message: String,
    /// Whether the site is written all the same.
    pub is_warning: bool,
}

/// The results that are held in memory.
#[derive(Default)]
pub struct Results(Mutex<Held>);

#[derive(Default)]
struct Held {
    by_name: BTreeMap<String, Arc<Made>>,
    size: usize,
}

impl Results {
    /// A result by the name that it is kept by.
    pub fn get(&self, cache: &Cache, name: &str) -> Option<Arc<Made>> {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner).by_name.get(name).cloned();
        held.or_else(|| {
            let made = Arc::new(cache.preprocessed(name)?);
            self.hold(name, &made);
            Some(made)
        })
    }

    /// Keeps a result, in memory and in a cache, if there is one.
    pub fn keep(&self, cache: Option<&Cache>, name: &str, made: &Arc<Made>) {
        self.hold(name, made);
        if let Some(cache) = cache {
            cache.keep_preprocessed(name, made);
        }
    }

    fn hold(&self, name: &str, made: &Arc<Made>) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Held { by_name, size } = &mut *held;
        if *size + made.body.len() <= HELD && !by_name.contains_key(name) {
            *size += made.body.len();
            by_name.insert(name.to_owned(), Arc::clone(made));
        }
    }

    /// Lets go of what is not used; it may still be in the cache.
    pub fn retain(&self, is_used: impl Fn(&str) -> bool) {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Held { by_name, size } = &mut *held;
        by_name.retain(|name, _| is_used(name));
        *size = by_name.values().map(|made| made.body.len()).sum();
    }
}
