//! Stage 6: finished bytes → the output folder, changing only what changed.
//!
//! In: the paths and bytes of the output, one by one from every core. Out: a [`WriteReport`].
//!
//! Invariant: nothing outside the output is written, nothing that byline did not write is removed, and nothing is put in
//! place before everything has been made.
