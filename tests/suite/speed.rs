//! The benchmark does what it says. Its own tests, in `tests/bench`, run here too; what is asserted is work, never time.

#[path = "../bench/main.rs"]
mod bench;

use std::fs::{self, File};
use std::path::PathBuf;
use std::sync::LazyLock;

use self::bench::peers::{Peer, Tools};
use self::bench::results::{Kind, Results};
use self::bench::runs::Bench;
use self::bench::work::Work;

const ARTICLES: usize = 30;

/// What two rounds of a small site came to, and their raw figures; a save that no answer shows is an error.
static MEASURED: LazyLock<(Results, String)> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let tools = Tools { byline: PathBuf::from(env!("CARGO_BIN_EXE_byline")), itself: None, hugo: None };
    let raw = folder.path().join("raw.jsonl");
    let file = File::create(&raw).expect("a file");
    let mut bench = Bench::new(&tools, folder.path().join("run"), file).expect("a folder");
    bench.measure(ARTICLES, 2).expect("builds");
    bench.remove().expect("what was built goes away");
    assert!(!folder.path().join("run").exists());
    (bench.results, fs::read_to_string(raw).expect("the raw figures"))
});

fn work(kind: Kind) -> Vec<Work> {
    let runs = MEASURED.0.of(ARTICLES, kind, Peer::Byline);
    runs.iter().map(|run| run.work.expect("what byline did")).collect()
}

#[test]
fn builds_do_no_more_than_what_changed() {
    let written = |kind| work(kind).iter().map(|work| work.written).collect::<Vec<_>>();
    assert_eq!(written(Kind::Unchanged), [0, 0]);
    // The page, and the feed of the newest articles, which holds it.
    assert_eq!(written(Kind::Body), [2, 2]);
    for title in MEASURED.0.of(ARTICLES, Kind::Title, Peer::Byline) {
        let (work, changed) = (title.work.expect("what byline did"), title.changed.expect("pages"));
        assert!((2..ARTICLES).contains(&changed) && work.rendered == Some(changed), "{title:?}");
    }
}

#[test]
fn every_round_begins_with_the_same_site_and_nothing_built() {
    let cold = work(Kind::Cold);
    assert_eq!(cold[0], cold[1]);
    assert!(cold[0].pages > ARTICLES && cold[0].written > cold[0].pages, "{cold:?}");
}

#[test]
fn the_search_is_made_in_a_cold_build_of_its_own_and_a_query_loads_little_of_it() {
    let (cold, indexed) = (work(Kind::Cold), work(Kind::Indexed));
    assert_eq!(indexed[0], indexed[1]);
    assert_eq!(indexed[0].pages, cold[0].pages + 1, "the page of the search");
    assert!(indexed[0].written > cold[0].written + 3 && indexed[0].rendered == Some(indexed[0].pages), "{indexed:?}");
    let queries: Vec<usize> =
        MEASURED.0.of(ARTICLES, Kind::Indexed, Peer::Byline).iter().filter_map(|run| run.query).collect();
    assert!(matches!(queries[..], [50_000..=200_000]), "{queries:?}");
}

#[test]
fn the_preview_answers_and_shows_every_save() {
    for run in MEASURED.0.of(ARTICLES, Kind::Saved, Peer::Byline) {
        let saves = run.saves.as_ref().expect("the time of each save");
        assert!(saves.len() == ARTICLES / 5 && saves.iter().all(|seconds| *seconds > 0.0), "{run:?}");
    }
    assert_eq!(MEASURED.0.of(ARTICLES, Kind::Ready, Peer::Byline).len(), 2);
}

#[test]
fn every_keystroke_is_answered_and_the_site_is_checked() {
    for run in MEASURED.0.of(ARTICLES, Kind::Typed, Peer::Byline) {
        let keys = run.saves.as_ref().expect("the time of each keystroke");
        assert!(keys.len() == 40 && keys.iter().all(|seconds| *seconds > 0.0), "{run:?}");
    }
    assert_eq!(MEASURED.0.of(ARTICLES, Kind::Typed, Peer::Byline).len(), 2);
    assert_eq!(MEASURED.0.of(ARTICLES, Kind::Checked, Peer::Byline).len(), 2);
}

#[test]
fn every_build_is_a_line_of_the_raw_figures() {
    let raw = &MEASURED.1;
    assert_eq!(raw.lines().count(), 2 * Kind::ALL.len(), "{raw}");
    assert!(raw.contains("\"kind\":\"cold\",\"peer\":\"byline\",\"wall\":"), "{raw}");
}

#[test]
fn the_pages_of_the_corpus_have_what_the_corpus_has() {
    let [(ARTICLES, Peer::Byline, parts)] = MEASURED.0.parts.as_slice() else { panic!("{:?}", MEASURED.0.parts) };
    let not_yet = ["related articles", "pages of tags", "feeds", "sitemap"];
    for missing in parts.missing() {
        assert!(not_yet.iter().any(|name| missing.starts_with(name)), "{missing}");
    }
}
