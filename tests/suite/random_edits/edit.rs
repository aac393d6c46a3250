//! The edits: each is a name, how often it comes, and what it does.

use super::bench::Bench;
use super::cache::Cache;
use super::output::Output;
use super::random::Random;
use super::site::Site;
use super::{cache as c, documents as d, files as f, output as o, places as p};

/// What an edit does; it says so.
#[derive(Clone, Copy)]
pub enum Act {
    /// Changes the site.
    Site(fn(&mut Site, &mut Random) -> String),
    /// Changes the output.
    Output(fn(&mut Output, &mut Random) -> String),
    /// Changes the cache.
    Cache(fn(&mut Cache, &mut Random) -> String),
    /// Changes how the site lies on the disk.
    Place(fn(&mut Bench<'_>, &mut Random) -> String),
    /// Builds once into another output.
    Elsewhere,
    /// Changes one word of one article.
    Word,
    /// Changes the site, and interrupts the build of that.
    Interrupt,
    /// Changes nothing.
    Nothing,
}

/// One edit: the same seed means the same, as far as the site allows.
#[derive(Clone, Copy)]
pub struct Edit {
    pub act: Act,
    pub seed: u64,
}

/// The edits that make the site to begin with.
const FIRST: &[fn(&mut Site, &mut Random) -> String] = &[
    d::new_section,
    d::new_section,
    d::new_person,
    d::new_person,
    d::set_source,
    d::set_source,
    d::set_bib_source,
    f::new_picture,
    f::new_picture,
    d::new_article,
    d::new_article,
    d::new_article,
    d::new_article,
    d::new_article,
    d::new_article,
    d::new_article,
    d::new_article,
    d::new_article,
    f::new_picture,
    f::sidecar,
    d::new_article,
    f::new_static,
    f::new_static,
    f::override_theme,
    f::set_setting,
    f::set_setting,
    f::set_setting,
    f::set_per_page,
    d::set_aliases,
    f::set_redirect,
    f::set_redirect,
    d::new_home,
    d::set_tags,
    d::set_tags,
    d::set_tags,
    d::set_series,
    d::set_series,
    d::set_series,
    d::set_related,
    d::new_introduction,
    f::set_language,
    d::translate,
    d::translate,
];

/// What is edited, and how often.
const LATER: &[(usize, Act)] = &[
    (12, Act::Word),
    (2, Act::Nothing),
    (5, Act::Interrupt),
    (6, Act::Site(d::new_article)),
    (2, Act::Site(d::new_section)),
    (1, Act::Site(d::new_home)),
    (3, Act::Site(d::new_introduction)),
    (2, Act::Site(d::new_person)),
    (1, Act::Site(d::copy_article)),
    (6, Act::Site(d::translate)),
    (3, Act::Site(d::hide_translation)),
    (6, Act::Site(d::set_title)),
    (9, Act::Site(d::set_name)),
    (5, Act::Site(d::set_shown_field)),
    (3, Act::Site(d::set_slug)),
    (10, Act::Site(d::set_article_field)),
    (3, Act::Site(d::set_section_field)),
    (3, Act::Site(d::set_person_field)),
    (4, Act::Site(d::set_date)),
    (3, Act::Site(d::set_expiry)),
    (4, Act::Site(d::set_aliases)),
    (5, Act::Site(d::set_tags)),
    (4, Act::Site(d::set_series)),
    (4, Act::Site(d::set_part)),
    (3, Act::Site(d::set_related)),
    (4, Act::Site(d::set_news)),
    (3, Act::Site(d::set_authors)),
    (4, Act::Site(d::rename_author)),
    (4, Act::Site(d::remove_field)),
    (6, Act::Site(d::add_block)),
    (2, Act::Site(d::remove_block)),
    (1, Act::Site(d::swap_blocks)),
    (4, Act::Site(d::rename)),
    (4, Act::Site(d::move_article)),
    (3, Act::Site(d::article_or_bundle)),
    (2, Act::Site(d::rename_person)),
    (3, Act::Site(d::rename_folder)),
    (2, Act::Site(d::delete)),
    (3, Act::Site(d::delete_article)),
    (6, Act::Site(d::set_source)),
    (3, Act::Site(d::set_bib_source)),
    (4, Act::Site(d::set_heading)),
    (4, Act::Site(d::cite_again)),
    (6, Act::Site(d::cite_elsewhere)),
    (1, Act::Site(d::delete_source)),
    (1, Act::Site(d::split_ledger)),
    (2, Act::Site(f::new_picture)),
    (6, Act::Site(f::replace_picture)),
    (2, Act::Site(f::move_picture)),
    (2, Act::Site(f::sidecar)),
    (2, Act::Site(f::new_static)),
    (3, Act::Site(f::replace_static)),
    (4, Act::Site(f::file_or_folder)),
    (1, Act::Site(f::change_case)),
    (2, Act::Site(f::page_becomes_static)),
    (3, Act::Site(f::delete_file)),
    (3, Act::Site(f::override_theme)),
    (5, Act::Site(f::edit_theme)),
    (7, Act::Site(f::set_setting)),
    (5, Act::Site(f::set_parsing)),
    (1, Act::Site(f::set_per_page)),
    (5, Act::Site(f::set_redirect)),
    (3, Act::Site(f::set_language)),
    (8, Act::Site(f::set_rows)),
    (3, Act::Site(f::promise)),
    (4, Act::Site(f::unlock)),
    (3, Act::Site(f::remove_setting)),
    (8, Act::Site(f::set_now)),
    (4, Act::Site(f::set_argument)),
    (4, Act::Site(f::mistake)),
    (4, Act::Output(o::remove_file)),
    (5, Act::Output(o::edit_file)),
    (2, Act::Output(o::link_file)),
    (6, Act::Output(o::add_foreign)),
    (2, Act::Output(o::add_foreign_page)),
    (1, Act::Output(o::remove_foreign)),
    (1, Act::Output(o::folder_for_file)),
    (1, Act::Output(o::file_for_folder)),
    (1, Act::Output(o::lose_manifest)),
    (1, Act::Output(o::remove_output)),
    (12, Act::Place(p::disguise)),
    (2, Act::Place(p::touch)),
    (2, Act::Place(p::accept)),
    (2, Act::Place(p::relocate)),
    (2, Act::Elsewhere),
    (1, Act::Cache(c::remove)),
    (1, Act::Cache(c::remove_file)),
    (2, Act::Cache(c::flip)),
    (2, Act::Cache(c::garble)),
    (1, Act::Cache(c::cut_off)),
    (1, Act::Cache(c::fill)),
    (1, Act::Cache(c::interrupt)),
    (4, Act::Cache(c::restore)),
];

/// The edits that make a site, before its first build.
pub fn first(random: &mut Random) -> Vec<Edit> {
    FIRST.iter().map(|act| Edit { act: Act::Site(*act), seed: random.next() }).collect()
}

/// What is edited in a case in which time passes: articles come and go, and mostly nothing else does.
const WHILE_TIME_PASSES: &[(usize, Act)] = &[
    (8, Act::Site(f::set_now)),
    (4, Act::Site(d::set_expiry)),
    (4, Act::Site(d::set_news)),
    (2, Act::Site(d::set_date)),
    (1, Act::Site(f::set_argument)),
    (1, Act::Word),
    (1, Act::Nothing),
];

/// An edit of a site.
pub fn later(random: &mut Random) -> Edit {
    one_of(LATER, random)
}

/// An edit while time passes.
pub fn while_time_passes(random: &mut Random) -> Edit {
    one_of(WHILE_TIME_PASSES, random)
}

fn one_of(acts: &[(usize, Act)], random: &mut Random) -> Edit {
    let mut number = random.below(acts.iter().map(|(weight, _)| weight).sum());
    let mut act = Act::Nothing;
    for (weight, one) in acts {
        act = *one;
        match number.checked_sub(*weight) {
            Some(rest) => number = rest,
            None => break,
        }
    }
    Edit { act, seed: random.next() }
}

/// An edit of the site alone.
pub fn of_site(random: &mut Random, site: &mut Site) -> String {
    loop {
        if let Edit { act: Act::Site(act), seed } = later(random) {
            return act(site, &mut Random::new(seed));
        }
    }
}
