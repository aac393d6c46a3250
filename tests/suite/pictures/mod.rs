//! Pictures from the file to the page: copies, credit, privacy, and what is broken or hostile.

#[cfg(feature = "avif")]
mod avif;
pub mod make;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::support::{byline, repository, told, tree, write};
use make::PRIVATE;

const SETTINGS: &str = "title = \"S\"\nbase_url = \"https://s.example\"\n[images]\nwidths = [16, 32]\n";
const NOW: [&str; 2] = ["--now", "2026-01-15T12:00:00Z"];

/// A site of one article, with these pictures beside it.
fn site(settings: &str, body: &str, pictures: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    write(&folder.path().join("site.toml"), settings.as_bytes());
    write(&folder.path().join("content/a/b.md"), format!("---\ntitle: T\n---\n\n{body}\n").as_bytes());
    for (name, bytes) in pictures {
        write(&folder.path().join("content/a").join(name), bytes);
    }
    folder
}

fn build(folder: &Path, arguments: &[&str]) -> String {
    let run = byline(folder, &[&["build"], &NOW[..], arguments].concat());
    assert_eq!(run.status.code(), Some(0), "{}", told(&run));
    told(&run)
}

/// What a build that fails says.
fn fails(folder: &Path) -> String {
    let run = byline(folder, &[&["build"], &NOW[..]].concat());
    assert_eq!(run.status.code(), Some(1), "{}", told(&run));
    told(&run)
}

fn output(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    tree(&folder.join("public"))
}

/// The copies of pictures in the output.
fn copies(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    output(folder).into_iter().filter(|(path, _)| path.starts_with("assets/pictures/")).collect()
}

fn page(folder: &Path) -> String {
    fs::read_to_string(folder.join("public/a/b/index.html")).expect("a page")
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_picture_that_html_shows_is_published_without_place_and_camera_and_one_that_is_offered_as_a_file_as_it_is() {
    let photo = make::photo(64, 48, 1);
    let body = "<img src=\"shown.jpg\" alt=\"A\"> and [the original](offered.jpg)";
    let folder = site(SETTINGS, body, &[("shown.jpg", &photo), ("offered.jpg", &photo)]);
    build(folder.path(), &[]);
    let output = output(folder.path());
    assert!(PRIVATE.iter().all(|private| !holds(&output["a/shown.jpg"], private)));
    assert_eq!(output["a/offered.jpg"], photo);
}

#[test]
fn every_file_that_is_made_of_a_picture_carries_the_credit_and_nothing_of_place_and_camera() {
    let credit = "{credit=\"Agency & Co\" license=\"https://l.example/\" copyright=\"© Agency\"}";
    let names = ["photo.jpg", "photo.webp", "plain.png", "moving.gif"];
    let body = names.map(|name| format!("![A]({name}){credit}\n\n")).concat();
    let pictures: [(&str, &[u8]); 4] = [
        ("photo.jpg", &make::photo(64, 48, 1)),
        ("photo.webp", &make::photo_in_webp(64, 48)),
        ("plain.png", &make::plain_png(64, 48)),
        ("moving.gif", &make::gif()),
    ];
    for (_, bytes) in pictures {
        assert!(PRIVATE.iter().any(|private| holds(bytes, private)));
    }
    let folder = site(SETTINGS, &body, &pictures);
    build(folder.path(), &[]);
    let files: Vec<_> = output(folder.path()).into_iter().filter(|(path, _)| !path.ends_with(".html")).collect();
    let mut of_pictures = 0;
    for (path, bytes) in files {
        if !["jpg", "png", "webp", "gif"].iter().any(|end| path.ends_with(end)) {
            continue;
        }
        of_pictures += 1;
        for private in PRIVATE {
            assert!(!holds(&bytes, private), "{path} says `{private}`");
        }
        assert!(holds(&bytes, "<photoshop:Credit>Agency &amp; Co</photoshop:Credit>"), "{path} has no credit");
        assert_eq!(holds(&bytes, make::CREATOR), path.contains("photo"), "{path}");
        assert!(holds(&bytes, "https://l.example/") && holds(&bytes, "© Agency"), "{path}");
    }
    // Four as they are published; of the photographs two widths in their own format, and of two of them in WebP, too.
    assert_eq!(of_pictures, 4 + 3 * 2 + 2 * 2);
}

#[test]
fn a_plain_picture_becomes_a_responsive_one() {
    let folder = site(SETTINGS, "![A quay](<Der Kai.jpg>)", &[("Der Kai.jpg", &make::jpeg(64, 48))]);
    build(folder.path(), &[]);
    let made = copies(folder.path());
    let names: Vec<&str> = made.keys().map(String::as_str).collect();
    let stem = names[0].strip_suffix("-16.jpg").expect("the smallest one first");
    assert!(stem.starts_with("assets/pictures/der-kai-"), "{stem}");
    assert_eq!(names, ["-16.jpg", "-16.webp", "-32.jpg", "-32.webp"].map(|end| format!("{stem}{end}")));
    let html = page(folder.path());
    let set = |end: &str| format!("srcset=\"/{stem}-16.{end} 16w, /{stem}-32.{end} 32w\"");
    assert!(html.contains(&format!("<source type=\"image/webp\" {}", set("webp"))), "{html}");
    assert!(
        html.contains(&format!(
            "<img src=\"/{stem}-32.jpg\" alt=\"A quay\" data-tint=\"lime dull mid\" {}",
            set("jpg")
        )),
        "{html}"
    );
    assert!(html.contains("width=\"64\" height=\"48\" loading=\"lazy\""), "{html}");
    for (path, bytes) in made {
        let width = if path.contains("-16.") { 16 } else { 32 };
        let (wide, high, pixels) = make::decoded(&bytes);
        assert_eq!((wide, high), (width, width * 3 / 4), "{path}");
        let corners = [0, wide - 1, wide * (high - 1), wide * high - 1];
        assert_eq!(corners.map(|at| make::field(&pixels[at * 3..])), [0, 1, 2, 3], "{path}");
    }
}

#[test]
fn one_picture_in_two_files_has_copies_of_both_names() {
    let photo = make::photo(64, 48, 1);
    let folder = site(SETTINGS, "![A](one.jpg)\n\n![B](two.jpg)", &[("one.jpg", &photo), ("two.jpg", &photo)]);
    build(folder.path(), &[]);
    let (page, copies) = (page(folder.path()), copies(folder.path()));
    let shown: Vec<&str> =
        page.split("/assets/pictures/").skip(1).filter_map(|rest| rest.split(['"', ' ']).next()).collect();
    assert!(shown.iter().any(|name| name.starts_with("one-")) && shown.iter().any(|name| name.starts_with("two-")));
    for name in shown {
        assert!(copies.contains_key(&format!("assets/pictures/{name}")), "{name}");
    }
}

#[test]
fn a_picture_that_is_not_wider_than_the_widest_copy_is_shown_in_its_own_width_too() {
    let folder = site(SETTINGS, "![A](a.jpg)", &[("a.jpg", &make::jpeg(24, 24))]);
    build(folder.path(), &[]);
    let html = page(folder.path());
    assert!(html.contains("16w, /a/a.jpg 24w\""), "{html}");
    assert!(html.contains("-24.webp 24w\""), "{html}");
    assert_eq!(copies(folder.path()).len(), 3);
}

#[test]
fn a_lead_image_loads_first_and_a_card_of_another_site_gets_one_file() {
    let folder = site(SETTINGS, "", &[("a.jpg", &make::jpeg(64, 48))]);
    write(
        &folder.path().join("content/a/b.md"),
        b"---\ntitle: T\nimage:\n  src: a.jpg\n  alt: A\n  digital_source: trainedAlgorithmicMedia\n---\nText.\n",
    );
    build(folder.path(), &[]);
    let html = page(folder.path());
    assert!(html.contains("fetchpriority=\"high\"") && !html.contains("loading=\"lazy\""), "{html}");
    let og = html.split("property=\"og:image\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
    assert!(og.is_some_and(|og| og.starts_with("https://s.example/assets/pictures/a-") && og.ends_with("-32.jpg")));
    assert!(html.contains("og:image:width\" content=\"32\""), "{html}");
    assert!(html.contains("Made with AI"), "{html}");
    assert!(
        html.contains("\"digitalSourceType\":\"https://schema.org/TrainedAlgorithmicMediaDigitalSource\""),
        "{html}"
    );
    assert!(html.contains("\"contentUrl\":\"https://s.example/a/a.jpg\""), "{html}");
    let term = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
    assert!(copies(folder.path()).values().all(|bytes| holds(bytes, term)));
}

#[test]
fn a_picture_is_upright_whichever_way_the_camera_was_held() {
    // What is in the upper left, upper right, lower left and lower right of the stored picture, when it is shown.
    let shown = [
        [0, 1, 2, 3],
        [1, 0, 3, 2],
        [3, 2, 1, 0],
        [2, 3, 0, 1],
        [0, 2, 1, 3],
        [2, 0, 3, 1],
        [3, 1, 2, 0],
        [1, 3, 0, 2],
    ];
    for (orientation, fields) in (1..).zip(shown) {
        let photo = make::photo(64, 48, orientation);
        let folder = site(SETTINGS, "![A](a.jpg)", &[("a.jpg", &photo)]);
        build(folder.path(), &[]);
        let (width, height) = if orientation > 4 { (48, 64) } else { (64, 48) };
        assert!(page(folder.path()).contains(&format!("width=\"{width}\" height=\"{height}\"")), "{orientation}");
        for (path, bytes) in copies(folder.path()) {
            let (wide, high, pixels) = make::decoded(&bytes);
            assert_eq!(wide < high, orientation > 4, "{path}");
            let corners = [0, wide - 1, wide * (high - 1), wide * high - 1];
            assert_eq!(corners.map(|at| make::field(&pixels[at * 3..])), fields, "{orientation}: {path}");
        }
        let published = &output(folder.path())["a/a.jpg"];
        assert_eq!(holds(published, "Exif\0\0"), orientation != 1, "{orientation}");
    }
}

#[test]
fn pictures_of_unusual_kinds_have_their_colours() {
    let transparent: Vec<u8> = (0..64 * 48).map(|at| u8::from(at % 64 >= 32)).collect();
    let deep: Vec<u8> = make::fields(64, 48).iter().flat_map(|byte| [*byte, 7]).collect();
    let pictures: [(&str, Vec<u8>); 4] = [
        ("inks.jpg", make::cmyk(64, 48)),
        ("deep.png", make::png(64, 48, png::ColorType::Rgb, png::BitDepth::Sixteen, &deep)),
        ("palette.png", make::png(64, 48, png::ColorType::Indexed, png::BitDepth::Eight, &transparent)),
        // By its name it is something else.
        ("wrong.png", make::jpeg(64, 48)),
    ];
    let pictures: Vec<(&str, &[u8])> = pictures.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let body = "![A](inks.jpg)\n\n![B](deep.png)\n\n![C](palette.png)\n\n![D](wrong.png)";
    let folder = site(SETTINGS, body, &pictures);
    build(folder.path(), &[]);
    let made = copies(folder.path());
    assert_eq!(made.len(), 16);
    for (path, bytes) in made {
        let (wide, high, pixels) = make::decoded(&bytes);
        let channels = pixels.len() / wide / high;
        let corner = |at: usize| &pixels[at * channels..(at + 1) * channels];
        if path.contains("palette") {
            assert_eq!((corner(0)[3], corner(wide - 1)[3]), (255, 0), "{path}");
            continue;
        }
        let corners = [0, wide - 1, wide * (high - 1), wide * high - 1];
        assert_eq!(corners.map(|at| make::field(corner(at))), [0, 1, 2, 3], "{path}");
        assert!(!path.contains("wrong") || !path.ends_with(".png"), "{path} is named by what it is");
    }
}

#[test]
fn the_place_of_a_picture_has_its_colour_and_another_one_when_the_picture_is_replaced() {
    let plain = |pixel: [u8; 3]| make::png(10, 8, png::ColorType::Rgb, png::BitDepth::Eight, &pixel.repeat(80));
    let see_through = make::png(10, 8, png::ColorType::Rgba, png::BitDepth::Eight, &[20, 30, 90, 9].repeat(80));
    let pictures: [(&str, &[u8]); 4] = [
        ("a.png", &plain([30, 60, 160])),
        ("b.png", &see_through),
        ("c.gif", &make::gif()),
        ("d.svg", b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'/>"),
    ];
    let folder =
        site(SETTINGS, "![A](a.png)\n\n![B](b.png)\n\n![C](c.gif)\n\n![D](d.svg)\n\nIn ![a](a.png) line.", &pictures);
    build(folder.path(), &[]);
    let html = page(folder.path());
    assert!(html.contains("<img src=\"/a/a.png\" alt=\"A\" data-tint=\"blue dark\""), "{html}");
    assert_eq!(html.matches("data-tint=\"blue dark\"").count(), 2, "of the figure, and within a line");
    assert_eq!(html.matches("data-tint").count(), 2, "{html}");
    write(&folder.path().join("content/a/a.png"), &plain([160, 60, 30]));
    build(folder.path(), &[]);
    assert_eq!(page(folder.path()).matches("data-tint=\"red mid\"").count(), 2, "{}", page(folder.path()));
}

#[test]
fn what_moves_is_kept_as_it_moves() {
    let folder = site(SETTINGS, "![A](a.gif)", &[("a.gif", &make::gif())]);
    build(folder.path(), &[]);
    let published = output(folder.path())["a/a.gif"].clone();
    assert!(published.len() < make::gif().len() && holds(&published, "NETSCAPE2.0"), "only the comment is gone");
    assert!(copies(folder.path()).is_empty());
}

#[test]
fn a_drawing_is_published_without_what_runs_or_loads_something() {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\" onload=\"alert(1)\"><script>alert(2)</script>\
        <image href=\"https://t.example/track.png\"/><path d=\"M0 0h4v3z\"/></svg>";
    let folder = site(SETTINGS, "![A](a.svg){credit=\"Jo <b>\"}", &[("a.svg", drawing.as_bytes())]);
    let said = build(folder.path(), &[]);
    assert!(said.contains("warning[unsafe-drawing]: this drawing is published without the handler `onload`, `<script>`, a reference to `https://t.example/track.png`"), "{said}");
    let published = String::from_utf8(output(folder.path())["a/a.svg"].clone()).expect("text");
    assert!(published.contains("<path d=\"M0 0h4v3z\"/>") && published.contains("Jo &lt;b&gt;"), "{published}");
    assert!(!published.contains("alert") && !published.contains("t.example"), "{published}");
}

#[test]
fn what_a_file_says_of_its_author_is_text_wherever_it_stands() {
    let hostile = make::creator("&lt;script&gt;alert(1)&lt;/script&gt;\" onload=\"x &amp;amp; </rdf:li><rdf:li>]]&gt;");
    let photo = make::with_xmp(64, 48, 1, &make::xmp(&hostile));
    let folder = site(SETTINGS, "![A](a.jpg)", &[("a.jpg", &photo)]);
    build(folder.path(), &[]);
    let html = page(folder.path());
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot; onload=&quot;x &amp;amp;"), "{html}");
    assert!(!html.contains("<script>alert"), "{html}");
}

#[test]
fn the_article_goes_before_the_sidecar_and_the_sidecar_before_the_file() {
    let properties = format!(
        "{}<photoshop:Credit>File</photoshop:Credit><dc:rights><rdf:Alt><rdf:li>File</rdf:li></rdf:Alt></dc:rights>",
        make::creator("File")
    );
    let photo = make::with_xmp(64, 48, 1, &make::xmp(&properties));
    let folder = site(SETTINGS, "![A](a.jpg){credit=\"Article\"}", &[("a.jpg", &photo)]);
    write(&folder.path().join("content/a/a.jpg.yml"), b"credit: Sidecar\ncopyright: Sidecar\n");
    build(folder.path(), &[]);
    for bytes in copies(folder.path()).values() {
        assert!(holds(bytes, "<photoshop:Credit>Article<"));
        assert!(holds(bytes, "x-default\">Sidecar<"));
        assert!(holds(bytes, "<rdf:li>File<"));
    }
}

#[test]
fn a_picture_that_is_broken_is_named_and_nothing_is_written() {
    let whole = make::jpeg(64, 48);
    let png = make::plain_png(64, 48);
    let mut wrong = png.clone();
    let mut empty = png.clone();
    empty[16..24].fill(0);
    let mut flat = whole.clone();
    let frame = flat.windows(2).position(|marker| marker == [0xff, 0xc0]).expect("a frame");
    flat[frame + 5..frame + 7].fill(0);
    let webp = make::webp(64, 48);
    let gif = make::gif();
    let data = wrong.windows(4).position(|kind| kind == b"IDAT").expect("data");
    wrong[data + 4..data + 12].fill(0xff);
    for (name, bytes, why) in [
        ("cut.jpg", &whole[..whole.len() / 2], "it ends before it is whole"),
        ("cut.png", &png[..png.len() - 12], "it ends before it is whole"),
        ("wrong.png", &wrong, "this picture is damaged"),
        ("empty.jpg", b"", "it ends before it is whole"),
        ("cut.webp", &webp[..webp.len() / 2], "it ends before it is whole"),
        ("begun.webp", &webp[..16], "it does not say how wide and how high it is"),
        ("begun.jpg", &whole[..30], "it does not say how wide and how high it is"),
        ("begun.png", &png[..20], "it does not say how wide and how high it is"),
        ("begun.gif", &gif[..12], "it does not say how wide and how high it is"),
        ("empty.png", &empty, "it says that it is 0 by 0 pixels large"),
        ("flat.jpg", &flat, "it says that it is 64 by 0 pixels large"),
        ("cut.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><g>", "this drawing ends before it is whole"),
        ("bomb.svg", b"<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>", "this drawing declares entities"),
    ] {
        let folder = site(SETTINGS, &format!("![A]({name})"), &[(name, bytes)]);
        let said = fails(folder.path());
        assert!(said.contains("error[damaged-picture]") && said.contains(why), "{name}: {said}");
        assert!(said.contains(&format!("content/a/{name}")), "{said}");
        assert!(!folder.path().join("public").exists());
    }
}

#[test]
fn a_picture_that_claims_a_hundred_million_pixels_is_refused_before_it_is_decoded() {
    for (width, height) in [(12_000, 9_000), (60_000, 60_000), (u32::MAX >> 1, u32::MAX >> 1)] {
        let folder = site(SETTINGS, "![A](a.png)", &[("a.png", &make::header_of(width, height))]);
        let said = fails(folder.path());
        assert!(
            said.contains(&format!("error[huge-picture]: this picture is {width} by {height} pixels large")),
            "{said}"
        );
    }
}

#[test]
fn a_file_that_is_no_known_picture_is_copied_with_a_warning() {
    let folder = site(SETTINGS, "![A](a.jpg)", &[("a.jpg", b"no picture")]);
    let said = build(folder.path(), &[]);
    assert!(said.contains("warning[unreadable-picture]"), "{said}");
    assert_eq!(output(folder.path())["a/a.jpg"], b"no picture");
}

#[test]
fn copies_are_the_same_from_any_number_of_threads() {
    let body: String = (0..6).map(|number| format!("![A](p{number}.jpg)\n\n")).collect();
    let pictures: Vec<(String, Vec<u8>)> =
        (0..6).map(|number| (format!("p{number}.jpg"), make::photo(64 + number, 48, 1))).collect();
    let pictures: Vec<(&str, &[u8])> = pictures.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let [one, many] = ["1", "5"].map(|jobs| {
        let folder = site(SETTINGS, &body, &pictures);
        build(folder.path(), &["--jobs", jobs]);
        copies(folder.path())
    });
    assert_eq!(one.len(), 24);
    assert!(one == many);
}

#[test]
fn copies_are_made_once_kept_on_another_machine_and_removed_with_their_picture() {
    let folder = site(SETTINGS, "![A](a.jpg)", &[("a.jpg", &make::jpeg(64, 48))]);
    build(folder.path(), &[]);
    let cache = folder.path().join(".byline/pictures");
    let made = copies(folder.path());
    assert_eq!((made.len(), fs::read_dir(&cache).expect("a cache").count()), (4, 4));
    // A copy in the cache that says something else shows that it is taken from there: its sum is right, too.
    let fresh = tempfile::tempdir().expect("a temporary folder");
    for name in ["site.toml", "content/a/b.md", "content/a/a.jpg"] {
        write(&fresh.path().join(name), &fs::read(folder.path().join(name)).expect("a file"));
    }
    for (path, bytes) in tree(&folder.path().join(".byline")) {
        // As CI restores it: without what belongs to one program.
        if path.starts_with("pictures/") || path == "CACHEDIR.TAG" || path == ".gitignore" {
            write(&fresh.path().join(".byline").join(path), &bytes);
        }
    }
    let before: Vec<_> = tree(&fresh.path().join(".byline/pictures")).into_iter().collect();
    build(fresh.path(), &[]);
    assert!(copies(fresh.path()) == made);
    assert_eq!(tree(&fresh.path().join(".byline/pictures")).into_iter().collect::<Vec<_>>(), before);
    // One that is damaged is made again.
    let one = cache.join(fs::read_dir(&cache).expect("a cache").next().expect("a copy").expect("a copy").file_name());
    let mut bytes = fs::read(&one).expect("a copy");
    bytes.truncate(bytes.len() - 3);
    fs::write(&one, bytes).expect("damaged");
    fs::remove_dir_all(folder.path().join("public")).expect("removed");
    build(folder.path(), &[]);
    assert!(copies(folder.path()) == made);
    write(&folder.path().join("content/a/b.md"), b"---\ntitle: T\n---\nNo picture.\n");
    build(folder.path(), &[]);
    assert!(!cache.exists() && copies(folder.path()).is_empty());
}

#[test]
fn a_site_that_wants_no_copies_gets_none_and_loses_place_and_camera_all_the_same() {
    let settings = format!("{SETTINGS}responsive = false\n");
    let folder = site(&settings, "![A](a.jpg)", &[("a.jpg", &make::photo(64, 48, 6))]);
    build(folder.path(), &[]);
    assert!(copies(folder.path()).is_empty() && !page(folder.path()).contains("srcset"));
    let published = &output(folder.path())["a/a.jpg"];
    assert!(PRIVATE.iter().all(|private| !holds(published, private)));
}

#[test]
fn an_output_with_pictures_is_verified() {
    let folder = site(
        SETTINGS,
        "![A](a.jpg) and ![B](b.svg)",
        &[("a.jpg", &make::photo(64, 48, 1)), ("b.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>")],
    );
    build(folder.path(), &[]);
    build(folder.path(), &["--verify"]);
}

#[test]
fn copies_are_named_after_all_that_makes_them() {
    let lock = fs::read_to_string(repository().join("Cargo.lock")).expect("a lock file");
    let made_with = [byline::media::plan::MADE_WITH, byline::media::plan::AVIF_MADE_WITH];
    let crates = made_with.map(|one| one.split_once(';').expect("crates and a number").0);
    for one in crates.iter().flat_map(|crates| crates.split(", ")) {
        let (name, version) = one.split_once(' ').expect("a name and a version");
        assert!(
            lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"\n")),
            "{one} is not what Cargo.lock has: correct the constant, so that no copy of before is taken for one of now"
        );
    }
}
