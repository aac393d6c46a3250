//! The tests that run byline as its users do. How to add a case: tests/README.md.

mod architecture;
mod cli;
mod golden;
mod incremental;
mod output;
mod problems;
mod random_edits;
mod round_trip;
mod speed;
mod structured_data;
mod support;
