//! Stage 5: a page's view and its template → bytes.
//!
//! In: the theme's files, once; then pages. Out: their bytes.
//!
//! Invariant: a template reaches its view and nothing else: no site, no disk, no clock, no randomness.
