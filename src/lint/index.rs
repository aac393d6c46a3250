//! What rules look up in a site, made when the first of them asks and kept for all articles.

use std::sync::{Arc, OnceLock};

use super::rules::{Titles, Wording};
use crate::config::house_style::HouseStyle;
use crate::resolve::Site;

/// What rules look up in the site in one language.
///
/// It is kept with the site, so that one article can be looked at without all others.
#[derive(Default)]
pub struct Index {
    house_style: Arc<HouseStyle>,
    titles: OnceLock<Titles>,
    wording: OnceLock<Wording>,
}

impl Index {
    /// That of a site with a house style, which may have no words.
    pub fn new(house_style: Arc<HouseStyle>) -> Index {
        Index { house_style, ..Index::default() }
    }

    /// The titles of the site's articles.
    pub fn titles(&self, site: &Site) -> &Titles {
        self.titles.get_or_init(|| Titles::of(site))
    }

    /// The words that articles in a language avoid.
    pub fn wording(&self, language: &str) -> &Wording {
        self.wording.get_or_init(|| Wording::of(&self.house_style, language))
    }
}
