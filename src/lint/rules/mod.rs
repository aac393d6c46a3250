//! The rules, one file each; a file's name is the rule's.

mod empty_section;
mod http_link;
mod long_dek;
mod long_paragraph;
mod long_section;
mod long_title;
mod orphan_article;
mod repeated_heading;
mod skipped_heading;
mod statement_for_a_question;
mod unsorted_terms;
mod unused_source;
mod vague_link_text;

use super::Rule;

/// Every rule.
pub const ALL: &[&Rule] = &[
    &empty_section::RULE,
    &http_link::RULE,
    &long_dek::RULE,
    &long_paragraph::RULE,
    &long_section::RULE,
    &long_title::RULE,
    &orphan_article::RULE,
    &repeated_heading::RULE,
    &skipped_heading::RULE,
    &statement_for_a_question::RULE,
    &unsorted_terms::RULE,
    &unused_source::RULE,
    &vague_link_text::RULE,
];
