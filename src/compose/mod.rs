//! Stage 4: the site and one page's prose → the page's view. The article **as shown**.
//!
//! In: the [`Site`](crate::resolve::Site), the prose of the page, the theme's components. Out: a [`Page`].
//!
//! Invariant: a view is the complete list of what its page shows.

pub mod view;

use crate::diagnostics::Diagnostic;
use crate::html::{Html, Value};
use crate::route::Route;

/// A page that can be rendered.
pub struct Page {
    /// Where it stands.
    pub route: Route,
    /// The template's name without `.html`: `article`, `home`, …
    pub template: String,
    /// The names that the template sees: `site`, `words`, `meta` and `page` (see [`view`]).
    pub view: Vec<(&'static str, Value)>,
}

/// The theme's components, as `compose` calls them.
pub trait Components: Sync {
    /// Renders a component to HTML; `body` is the content of a container.
    ///
    /// # Errors
    /// A mistake in the theme: the template's diagnostic.
    fn render(
        &self,
        name: &str,
        arguments: Vec<(&'static str, Value)>,
        body: Option<Html>,
    ) -> Result<Html, Box<Diagnostic>>;
}
