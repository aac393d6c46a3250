//! The rules, one file each; a file's name is the rule's.

mod claim_without_source;
mod empty_section;
mod house_style;
mod http_link;
mod long_dek;
mod long_paragraph;
mod long_section;
mod long_title;
mod orphan_article;
mod repeated_heading;
mod skipped_heading;
mod statement_for_a_question;
mod unlinked_mention;
mod unsorted_terms;
mod unused_source;
mod vague_link_text;

use super::Rule;

pub use house_style::Wording;
pub use unlinked_mention::Titles;

/// Every rule.
pub const ALL: &[&Rule] = &[
    &claim_without_source::RULE,
    &empty_section::RULE,
    &house_style::RULE,
    &http_link::RULE,
    &long_dek::RULE,
    &long_paragraph::RULE,
    &long_section::RULE,
    &long_title::RULE,
    &orphan_article::RULE,
    &repeated_heading::RULE,
    &skipped_heading::RULE,
    &statement_for_a_question::RULE,
    &unlinked_mention::RULE,
    &unsorted_terms::RULE,
    &unused_source::RULE,
    &vague_link_text::RULE,
];
