//! Copies in AVIF, which a byline with the feature `avif` makes where a site asks for them.

use super::{build, copies, holds, make, page, site};

const SETTINGS: &str =
    "title = \"S\"\nbase_url = \"https://s.example\"\n[images]\nwidths = [16, 32]\nformats = [\"webp\", \"avif\"]\n";

/// A photograph that is kept as PNG: hardly two of its pixels have the same colour.
fn taken_png(width: usize, height: usize) -> Vec<u8> {
    let mut state: u32 = 1;
    let mut grain = |byte: u8| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        byte + (state >> 27) as u8
    };
    let rows: Vec<u8> = make::fields(width, height).into_iter().map(&mut grain).collect();
    make::png(width, height, png::ColorType::Rgb, png::BitDepth::Eight, &rows)
}

/// Where a name stands in a file, as the first of them all.
fn at(bytes: &[u8], name: &[u8]) -> usize {
    bytes.windows(name.len()).position(|window| window == name).expect("a box")
}

/// The size that an AVIF says its picture has.
fn size(bytes: &[u8]) -> (u32, u32) {
    let at = at(bytes, b"ispe") + 8;
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
    (number(at), number(at + 4))
}

#[test]
fn avif_is_offered_before_webp_in_the_widths_of_the_site_and_not_of_what_is_drawn() {
    let pictures: [(&str, &[u8]); 3] =
        [("a.jpg", &make::jpeg(64, 48)), ("b.png", &make::plain_png(64, 48)), ("c.png", &taken_png(64, 48))];
    let folder = site(SETTINGS, "![A quay](a.jpg)\n\n![Drawn](b.png)\n\n![Taken](c.png)", &pictures);
    build(folder.path(), &[]);
    let made = copies(folder.path());
    let of = |end: &str| made.keys().filter(|path| path.ends_with(end)).collect::<Vec<_>>();
    assert_eq!((of(".avif").len(), of(".webp").len(), of(".jpg").len(), of(".png").len()), (4, 6, 2, 4));
    assert!(!of(".avif").iter().any(|path| path.contains("/b-")));
    let stem = of(".avif")[0].strip_suffix("-16.avif").expect("the smallest one first");
    let html = page(folder.path());
    let source = |format: &str| {
        format!(
            "<source type=\"image/{format}\" srcset=\"/{stem}-16.{format} 16w, /{stem}-32.{format} 32w\" sizes=\"(min-width"
        )
    };
    let (avif, webp) = (html.find(&source("avif")), html.find(&source("webp")));
    assert!(avif.is_some() && avif < webp, "{html}");
    assert_eq!(html.matches("image/avif").count(), 2, "{html}");
    let named = html.split("/assets/pictures/").skip(1).filter_map(|rest| rest.split(['"', ' ']).next());
    for name in named {
        assert!(made.contains_key(&format!("assets/pictures/{name}")), "{name} is not there");
    }
    for path in of(".avif") {
        let width = if path.contains("-16.") { 16 } else { 32 };
        assert_eq!(&made[path][4..12], b"ftypavif");
        assert_eq!(size(&made[path]), (width, width * 3 / 4), "{path}");
    }
}

#[test]
fn an_avif_carries_the_credit_and_nothing_of_place_and_camera_and_is_upright() {
    let body = "![A](a.jpg){credit=\"Agency & Co\" license=\"https://l.example/\" copyright=\"© Agency\" \
        digital_source=\"trainedAlgorithmicMedia\"}";
    let folder = site(SETTINGS, body, &[("a.jpg", &make::photo(64, 48, 6))]);
    build(folder.path(), &[]);
    let made: Vec<_> = copies(folder.path()).into_iter().filter(|(path, _)| path.ends_with(".avif")).collect();
    assert_eq!(made.len(), 2);
    let term = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
    for (path, bytes) in made {
        for said in [
            "<photoshop:Credit>Agency &amp; Co</photoshop:Credit>",
            make::CREATOR,
            "© Agency",
            "https://l.example/",
            term,
        ] {
            assert!(holds(&bytes, said), "{path} does not say `{said}`");
        }
        assert!(make::PRIVATE.iter().all(|private| !holds(&bytes, private)), "{path}");
        let (width, height) = size(&bytes);
        assert!(width < height, "{path} lies on its side");
        // Readers look for an item of this type, which describes the picture.
        assert!(holds(&bytes, "mimeXMP\0application/rdf+xml\0"), "{path}");
        assert!(at(&bytes, b"cdsc") > at(&bytes, b"iref"), "{path}");
    }
}

#[test]
fn copies_in_avif_are_the_same_from_any_number_of_threads_and_go_when_nobody_asks_for_them() {
    // The wide copy is of two tiles, which an encoder with threads would make for their number.
    let settings = SETTINGS.replace("32", "640");
    let made = ["1", "3"].map(|jobs| {
        let folder = site(&settings, "![A](a.jpg)", &[("a.jpg", &make::photo(700, 500, 1))]);
        build(folder.path(), &["--jobs", jobs]);
        build(folder.path(), &["--verify"]);
        let made = copies(folder.path());
        super::write(&folder.path().join("site.toml"), super::SETTINGS.as_bytes());
        build(folder.path(), &[]);
        assert!(!copies(folder.path()).keys().any(|path| path.ends_with(".avif")));
        let kept = super::tree(&folder.path().join(".byline/pictures"));
        assert!(!kept.is_empty() && !kept.keys().any(|name| name.ends_with(".avif")), "{:?}", kept.keys());
        made
    });
    assert!(made[0] == made[1]);
}
