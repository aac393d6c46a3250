//! The magazine that does not exist: its files as they are in the folder `site`, and the drawings in `pictures`.
//!
//! The tests in the browser and their screenshots are of the same magazine, with photographs in place of the drawings.

/// The files below the site's folder: path and text.
pub const FILES: [(&str, &str); 37] = [
    ("content/_index.md", include_str!("site/content/_index.md")),
    ("content/about/_index.md", include_str!("site/content/about/_index.md")),
    ("content/about/corrections-policy.md", include_str!("site/content/about/corrections-policy.md")),
    ("content/about/editorial-policy.md", include_str!("site/content/about/editorial-policy.md")),
    ("content/about/newsletter.md", include_str!("site/content/about/newsletter.md")),
    ("content/coast/_index.ar.md", include_str!("site/content/coast/_index.ar.md")),
    ("content/coast/_index.md", include_str!("site/content/coast/_index.md")),
    ("content/coast/autumn.md", include_str!("site/content/coast/autumn.md")),
    ("content/coast/ferry.md", include_str!("site/content/coast/ferry.md")),
    ("content/coast/harbour.ar.md", include_str!("site/content/coast/harbour.ar.md")),
    ("content/coast/harbour.md", include_str!("site/content/coast/harbour.md")),
    ("content/coast/marsh.md", include_str!("site/content/coast/marsh.md")),
    ("content/coast/spring.md", include_str!("site/content/coast/spring.md")),
    ("content/coast/summer.md", include_str!("site/content/coast/summer.md")),
    ("content/coast/winter.md", include_str!("site/content/coast/winter.md")),
    ("content/culture/_index.md", include_str!("site/content/culture/_index.md")),
    ("content/culture/benches.md", include_str!("site/content/culture/benches.md")),
    ("content/culture/book.md", include_str!("site/content/culture/book.md")),
    ("content/culture/foghorn.md", include_str!("site/content/culture/foghorn.md")),
    ("content/health/_index.md", include_str!("site/content/health/_index.md")),
    ("content/health/ears.md", include_str!("site/content/health/ears.md")),
    ("content/health/salt.md", include_str!("site/content/health/salt.md")),
    ("content/health/sea-swimming.md", include_str!("site/content/health/sea-swimming.md")),
    ("content/mark.svg", include_str!("site/content/mark.svg")),
    ("content/people/ines-varga.md", include_str!("site/content/people/ines-varga.md")),
    ("content/people/jun-park.md", include_str!("site/content/people/jun-park.md")),
    ("content/people/mara-lindqvist.md", include_str!("site/content/people/mara-lindqvist.md")),
    ("content/people/samir-haddad.md", include_str!("site/content/people/samir-haddad.md")),
    ("content/people/tomas-okafor.md", include_str!("site/content/people/tomas-okafor.md")),
    ("content/science/_index.md", include_str!("site/content/science/_index.md")),
    ("content/science/gauge.md", include_str!("site/content/science/gauge.md")),
    ("content/science/noise.md", include_str!("site/content/science/noise.md")),
    ("content/science/two-tides.md", include_str!("site/content/science/two-tides.md")),
    ("content/series/a-year-of-water/_index.md", include_str!("site/content/series/a-year-of-water/_index.md")),
    ("content/tags/tides/_index.md", include_str!("site/content/tags/tides/_index.md")),
    ("i18n/ar.yml", include_str!("site/i18n/ar.yml")),
    ("site.toml", include_str!("site/site.toml")),
];

/// The drawings: name and text. An article names a photograph, `harbour.jpg`; the drawing of that name stands for it.
pub const PICTURES: [(&str, &str); 11] = [
    ("cliffs", include_str!("pictures/cliffs.svg")),
    ("fog", include_str!("pictures/fog.svg")),
    ("harbour", include_str!("pictures/harbour.svg")),
    ("ines", include_str!("pictures/ines.svg")),
    ("mara", include_str!("pictures/mara.svg")),
    ("marsh", include_str!("pictures/marsh.svg")),
    ("moon", include_str!("pictures/moon.svg")),
    ("samir", include_str!("pictures/samir.svg")),
    ("swimmer", include_str!("pictures/swimmer.svg")),
    ("tomas", include_str!("pictures/tomas.svg")),
    ("wave", include_str!("pictures/wave.svg")),
];

/// The folders whose articles show each drawing.
pub const PLACES: [(&str, &[&str]); 6] = [
    ("content", &["harbour", "marsh", "cliffs", "wave"]),
    ("content/coast", &["harbour", "marsh", "cliffs", "fog"]),
    ("content/culture", &["fog", "cliffs"]),
    ("content/health", &["swimmer"]),
    ("content/people", &["mara", "tomas", "ines", "samir"]),
    ("content/science", &["moon", "wave"]),
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_of_the_magazine_is_in_the_program() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/showcase");
        let mut open = vec![folder.join("site"), folder.join("pictures")];
        let mut count = 0;
        while let Some(next) = open.pop() {
            if next.is_dir() {
                open.extend(next.read_dir().expect("a folder").map(|entry| entry.expect("an entry").path()));
            } else {
                let text = std::fs::read_to_string(&next).expect("a text");
                let path = next.strip_prefix(folder.join("site")).ok().map(|path| path.display().to_string());
                let name = next.file_stem().expect("a name").to_string_lossy();
                let has = |list: &[(&str, &str)], name: &str| list.contains(&(name, text.as_str()));
                assert!(
                    path.map_or_else(|| has(&PICTURES, &name), |path| has(&FILES, &path)),
                    "{} is not in the list",
                    next.display()
                );
                count += 1;
            }
        }
        assert_eq!(count, FILES.len() + PICTURES.len());
    }
}
