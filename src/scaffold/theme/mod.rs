//! A theme of the site's own, and copies of the default theme's files to change.

use super::fill::{Value, Values, fill};
use super::{NewFile, short_slug};
use crate::diagnostics::nearest;
use crate::error::Error;
use crate::render;

const FILES: [(&str, &str); 3] = [
    ("theme.toml", include_str!("theme.toml")),
    ("css/theme.css", include_str!("theme.css")),
    ("templates/article.html", include_str!("article.html")),
];

/// The name of the folder, and the files of a theme that extends the default one.
///
/// # Errors
/// A name of which no folder can be made, or that of the theme that it extends.
pub fn files(name: &str) -> Result<(String, Vec<NewFile>), Error> {
    let folder = short_slug(name);
    if folder.is_empty() || folder == "default" {
        let why = "a theme needs a name of its own, such as `review`";
        return Err(Error::new(format!("make the theme `{name}`"), why));
    }
    let values: Values = [("name", Value::Text(name.to_owned()))].into_iter().collect();
    let file =
        |(path, text): (&str, &str)| Ok(NewFile::new(format!("themes/{folder}/{path}"), fill_in(path, text, &values)?));
    let files = FILES.into_iter().map(file).collect::<Result<Vec<NewFile>, Error>>()?;
    Ok((folder, files))
}

/// Templates are full of braces that are no places to fill.
fn fill_in(path: &str, text: &str, values: &Values) -> Result<String, Error> {
    if path.ends_with(".html") { Ok(text.to_owned()) } else { fill(path, text, values) }
}

/// What theme authors read: every field of every view.
const README: &str = include_str!("../../../themes/README.md");

/// The default theme's files that a site may have instead, and what there is to read about them, by the paths that they would have in the site.
pub fn copies() -> Vec<NewFile> {
    let of_site = |path: &str| {
        let below = path.strip_prefix("themes/default/")?;
        ["templates/", "i18n/"].iter().any(|folder| below.starts_with(folder)).then(|| below.to_owned())
    };
    render::built_in_texts()
        .into_iter()
        .filter_map(|(path, text)| Some(NewFile::new(of_site(path.as_str())?, text)))
        .chain([NewFile::new("themes/README.md".to_owned(), README.to_owned())])
        .collect()
}

/// The copy of a file, named by its path in the site or by its end: `article.html`, `components/figure.html`, `figure`.
///
/// # Errors
/// A name of which there is no file, or that means several.
pub fn copy(name: &str) -> Result<NewFile, Error> {
    let copies = copies();
    let is_meant = |path: &str| {
        let stem = path.rsplit('/').next().and_then(|file| file.split('.').next());
        path == name || path.ends_with(&format!("/{name}")) || stem == Some(name)
    };
    let exact = copies.iter().find(|file| file.path == name || file.path == format!("templates/{name}"));
    let meant: Vec<&NewFile> = copies.iter().filter(|file| is_meant(&file.path)).collect();
    match (exact, meant.as_slice()) {
        (Some(file), _) => Ok(file.clone()),
        (None, [file]) => Ok(NewFile::clone(file)),
        (None, []) => {
            let names = copies.iter().flat_map(|file| [Some(file.path.as_str()), file.path.strip_prefix("templates/")]);
            let near = nearest(name, names.flatten()).map(|near| format!("; did you mean `{near}`?"));
            let why = format!("the default theme has no such file{}", near.unwrap_or_default());
            Err(Error::new(format!("copy `{name}`"), format!("{why}; `byline theme copy` lists them")))
        }
        (None, several) => {
            let names = several.iter().map(|file| format!("`{}`", file.path)).collect::<Vec<_>>().join(" or ");
            Err(Error::new(format!("copy `{name}`"), format!("which one: {names}?")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_named_as_its_author_likes_and_lies_in_a_folder_that_every_disk_can_hold() {
        let (folder, files) = files("The \"Harbour\" Review").expect("a theme");
        assert_eq!(folder, "the-harbour-review");
        let toml = files.iter().find(|file| file.path.ends_with("theme.toml")).expect("the settings");
        assert_eq!(toml.path, "themes/the-harbour-review/theme.toml");
        assert!(toml.text.contains(r#"name = "The \"Harbour\" Review""#), "{}", toml.text);
        assert!(super::files("default").is_err() && super::files("//").is_err());
    }

    #[test]
    fn a_file_is_copied_by_its_path_or_by_its_name_and_a_misspelt_one_is_guessed() {
        for (name, path) in [
            ("article.html", "templates/article.html"),
            ("article", "templates/article.html"),
            ("templates/404.html", "templates/404.html"),
            ("components/figure.html", "templates/components/figure.html"),
            ("figure", "templates/components/figure.html"),
            ("de.yml", "i18n/de.yml"),
            ("README.md", "themes/README.md"),
        ] {
            assert_eq!(copy(name).expect("a file").path, path, "{name}");
        }
        assert!(copy("aticle.html").expect_err("no file").to_string().contains("did you mean `article.html`?"));
        assert!(copy("series").expect_err("two files").to_string().contains("which one"));
    }
}
