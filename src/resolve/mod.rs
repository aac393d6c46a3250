//! Stage 3: documents → the site. The article **as connected**.
//!
//! In: the facts of all documents. Out: a [`Site`].
//!
//! Invariant: nothing here reads prose, so an edit of words alone leaves the site as it is.

/// The site.
pub struct Site;
