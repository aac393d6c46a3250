//! A new person.

use std::path::Path;

use super::fill::{Value, Values};
use super::folder::SiteFolder;
use super::{NewFile, archetype, short_slug};
use crate::error::Error;
use crate::slug::slugify;

/// The file of a new person: `content/people/ID.md`; the name is also taken as an id, `jane-example`.
///
/// # Errors
/// A name without letters, an archetype that cannot be used.
pub fn file(root: &Path, site: &SiteFolder, name: &str, role: Option<&str>) -> Result<NewFile, Error> {
    let (name, language) = site.without_language(name.trim());
    let (id, name) = identity(name);
    if id.is_empty() {
        return Err(Error::new(format!("make the person {name}"), "the name has no letter and no digit")
            .with_help("write the name as readers know it, such as `byline new person \"Jane Example\"`"));
    }
    let role = role.map_or(Value::Nothing, |role| Value::Text(role.to_owned()));
    let values = Values::from([("name", Value::Text(name)), ("id", Value::Text(id.clone())), ("role", role)]);
    Ok(NewFile::new(format!("content/people/{id}{language}.md"), archetype::filled(root, &["person.md"], &values)?))
}

/// The id and the name: of `jane-example` the name is made, of `Jane Example` the id.
pub fn identity(written: &str) -> (String, String) {
    let written = written.trim();
    let id = short_slug(written);
    if slugify(written) != written {
        return (id, written.to_owned());
    }
    let parts = written.split('-').map(super::title_of);
    (id, parts.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::identity;

    #[test]
    fn a_person_is_named_by_name_or_by_id() {
        let both = |id: &str, name: &str| (id.to_owned(), name.to_owned());
        assert_eq!(identity("Jane Example"), both("jane-example", "Jane Example"));
        assert_eq!(identity("jane-example"), both("jane-example", "Jane Example"));
        assert_eq!(identity("Jürgen O'Neill"), both("jürgen-oneill", "Jürgen O'Neill"));
    }
}
