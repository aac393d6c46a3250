//! The tests that run byline as its users do. How to add a case: tests/README.md.

mod addresses;
mod architecture;
#[cfg(feature = "cards")]
mod cards;
mod changed;
mod checks;
mod cli;
mod compressed;
mod connections;
mod copies;
#[cfg(feature = "csl")]
mod csl;
mod dataset;
mod dependencies;
#[cfg(all(unix, feature = "deploy"))]
mod deploy;
mod diff;
mod due;
mod examples;
mod explain;
#[cfg(feature = "links")]
mod external;
mod feeds;
mod fixes;
#[cfg(target_os = "linux")]
mod fuzz;
mod golden;
#[cfg(unix)]
mod handbook;
mod history;
#[cfg(target_os = "linux")]
mod hostile;
mod imports;
mod incremental;
mod languages;
mod lists;
mod lsp;
mod next;
mod output;
mod pictures;
#[cfg(unix)]
mod preprocessors;
mod problems;
mod random_edits;
mod round_trip;
mod scaffold;
mod schema;
mod serve;
#[cfg(unix)]
mod services;
mod sitemap_schema;
mod speed;
mod structured_data;
mod support;
mod themes;
