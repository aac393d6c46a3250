//! The tests of byline from outside, in one binary.

mod cli;
