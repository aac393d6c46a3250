//! The rules, one file each; a file's name is the rule's.

mod http_link;
mod long_paragraph;
mod orphan_article;
mod skipped_heading;
mod unsorted_terms;
mod unused_source;
mod vague_link_text;

use super::Rule;

/// Every rule.
pub const ALL: &[&Rule] = &[
    &http_link::RULE,
    &long_paragraph::RULE,
    &orphan_article::RULE,
    &skipped_heading::RULE,
    &unsorted_terms::RULE,
    &unused_source::RULE,
    &vague_link_text::RULE,
];
