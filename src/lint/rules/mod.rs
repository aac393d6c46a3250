//! The rules, one file each; a file's name is the rule's. One that looks at articles and at what they share is there twice.

mod alt_is_caption;
mod alt_is_file_name;
mod changed_without_update;
mod claim_without_source;
mod contrast;
mod date_in_the_future;
mod duplicate_source_address;
mod empty_section;
mod full_address;
mod heading_order;
mod heavy_image;
mod house_style;
mod http_link;
mod incomplete_structured_data;
mod landmarks;
mod long_dek;
mod long_paragraph;
mod long_section;
mod long_title;
mod missing_translation;
mod nameless_control;
mod no_access_date;
mod no_alt;
mod no_biography;
mod no_credit;
mod no_licence;
mod no_sources;
mod old_source;
mod orphan_article;
mod page_language;
mod redirect_in_use;
mod repeated_heading;
mod repeated_id;
mod review_due;
mod reviewer_is_author;
mod self_citation;
mod skipped_heading;
mod small_image;
mod statement_for_a_question;
mod structured_data;
mod table_without_headers;
mod unlinked_mention;
mod unsorted_terms;
mod unused_source;
mod updated_before_published;
mod updated_without_change;
mod vague_link_text;

use super::{Looks, Rule};
use crate::diagnostics::Code;

pub use house_style::Wording;
pub use unlinked_mention::Titles;

/// Every rule.
pub const ALL: &[&Rule] = &[
    &alt_is_caption::RULE,
    &alt_is_file_name::RULE,
    &changed_without_update::RULE,
    &claim_without_source::RULE,
    &contrast::RULE,
    &date_in_the_future::RULE,
    &duplicate_source_address::RULE,
    &empty_section::RULE,
    &full_address::RULE,
    &heading_order::RULE,
    &heavy_image::RULE,
    &house_style::RULE,
    &http_link::RULE,
    &http_link::OF_SITE,
    &incomplete_structured_data::RULE,
    &landmarks::RULE,
    &long_dek::RULE,
    &long_paragraph::RULE,
    &long_section::RULE,
    &long_title::RULE,
    &missing_translation::RULE,
    &nameless_control::RULE,
    &no_access_date::RULE,
    &no_alt::RULE,
    &no_biography::RULE,
    &no_credit::RULE,
    &no_licence::RULE,
    &no_sources::RULE,
    &old_source::RULE,
    &orphan_article::RULE,
    &page_language::RULE,
    &redirect_in_use::RULE,
    &repeated_heading::RULE,
    &repeated_id::RULE,
    &review_due::RULE,
    &reviewer_is_author::RULE,
    &self_citation::RULE,
    &skipped_heading::RULE,
    &skipped_heading::OF_SITE,
    &small_image::RULE,
    &statement_for_a_question::RULE,
    &structured_data::RULE,
    &table_without_headers::RULE,
    &unlinked_mention::RULE,
    &unsorted_terms::RULE,
    &unused_source::RULE,
    &updated_before_published::RULE,
    &updated_without_change::RULE,
    &vague_link_text::RULE,
];

/// Whether a code is found on pages as they are built.
pub(super) fn look_at_pages(code: Code) -> bool {
    ALL.iter().any(|rule| rule.code == code && matches!(rule.looks, Looks::Page(_)))
}
