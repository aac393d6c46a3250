use super::super::parts::Parts;
use super::super::process::Cost;
use super::super::results::Run;
use super::super::work::Work;
use super::*;

fn run(articles: usize, kind: Kind, peer: Peer, wall: f64, peak: f64) -> Run {
    let cost = Cost { wall, cpu: wall * 1.8, peak };
    Run::of(articles, 0, kind, peer, cost)
}

fn did(mut run: Run, rendered: Option<usize>, written: usize, changed: Option<usize>) -> Run {
    run.work = Some(Work { pages: 10_547, rendered, written, removed: 0 });
    run.changed = changed;
    run
}

fn results(runs: Vec<Run>) -> Results {
    Results { runs, parts: Vec::new() }
}

fn rows(table: &str) -> Vec<&str> {
    table.lines().skip(2).collect()
}

#[test]
fn each_goal_is_a_row_with_its_verdict() {
    let n = 10_000;
    let results = results(vec![
        did(run(n, Kind::Cold, Peer::Byline, 2.0, 300e6), Some(10_547), 10_548, None),
        run(n, Kind::Cold, Peer::Hugo, 38.0, 2.7e9),
        run(n, Kind::Cold, Peer::HugoRelated, 25.0, 3.0e9),
        run(n, Kind::Cold, Peer::Floor, 1.0, 90e6),
        did(run(n, Kind::Unchanged, Peer::Byline, 0.1, 60e6), Some(0), 0, None),
        did(run(n, Kind::Body, Peer::Byline, 0.2, 60e6), Some(1), 1, None),
        did(run(n, Kind::Title, Peer::Byline, 0.3, 60e6), Some(24), 24, Some(16)),
        run(n, Kind::Ready, Peer::Byline, 0.4, 120e6),
        Run {
            // The slowest two of forty are above the 95th percentile.
            saves: Some((0..40).map(|number| if number < 38 { 0.02 } else { 0.3 }).collect()),
            ..run(n, Kind::Saved, Peer::Byline, 20.0, 160e6)
        },
        Run {
            query: Some(167_046),
            ..did(run(n, Kind::Indexed, Peer::Byline, 2.8, 300e6), Some(10_548), 11_610, None)
        },
    ]);
    let expected = "\
| 10,000 | cold build | 1/20 of Hugo | 2.00 s | Hugo: 38.0 s | 1/19 | 10,547 / 10,548 | missed by 5 % |
| 10,000 | cold build | 1/12 of Hugo, related given | 2.00 s | Hugo, related given: 25.0 s | 1/12 | 10,547 / 10,548 | met |
| 10,000 | cold build | aim: 2.5 times the floor | 2.00 s | floor: 1.00 s | 2.0 | 10,547 / 10,548 | met |
| 10,000 | cold build, peak of memory | 1/8 of Hugo | 300 MB | Hugo: 2.70 GB | 1/9.0 | – | met |
| 10,000 | second build, nothing changed | 1/15 of its cold build or 120 ms | 100 ms | cold: 2.00 s | 1/20 | 0 / 0 | met |
| 10,000 | build after one body edit | 1/12 of its cold build or 150 ms | 200 ms | cold: 2.00 s | 1/10 | 1 / 1 | missed by 20 % |
| 10,000 | build after one title edit | the pages that change | 300 ms | cold: 2.00 s | 1/6.7 | 24 / 24; 16 changed | missed by 50 % |
| 10,000 | preview: from its start to its first page | 1/4 of its cold build | 400 ms | cold: 2.00 s | 1/5.0 | – | met |
| 10,000 | preview: from a save to the answer that shows it, median | 25 ms | 20 ms | – | – | – | met |
| 10,000 | the same, 95th percentile | 60 ms | 20 ms | – | – | – | met |
| 10,000 | language server: from a keystroke to what is said of it, 95th percentile | 50 ms | – | – | – | – | – |
| 10,000 | check of the site, without a cache | its cold build | – | cold: 2.00 s | – | – | – |
| 10,000 | check after one body edit | its cold build | – | cold: 2.00 s | – | – | – |
| 10,000 | indexing: what the search adds to a cold build | 1/2 of its cold build | 800 ms | cold: 2.00 s | 1/2.5 | 10,548 / 11,610 | met |
| 10,000 | one query of the search, compressed, at most | 200 KB | 167 KB | – | – | – | met |";
    assert_eq!(rows(&reach(&results, &[n])).join("\n"), expected);
}

#[test]
fn what_is_not_installed_has_no_figures_and_small_sites_have_few_goals() {
    let cold = did(run(1_000, Kind::Cold, Peer::Byline, 0.2, 60e6), None, 1_104, None);
    let table = reach(&results(vec![cold]), &[1_000]);
    let rows = rows(&table);
    let time =
        "| 1,000 | cold build | 1/20 of Hugo | 200 ms | Hugo: not installed | not installed | not told / 1,104 | – |";
    assert_eq!(rows[0], time);
    let memory = "| 1,000 | cold build, peak of memory | – | 60 MB | Hugo: not installed | not installed | – | – |";
    assert_eq!(rows[3], memory);
}

#[test]
fn growth_is_compared_with_the_smallest_site() {
    let results = results(vec![
        run(1_000, Kind::Cold, Peer::Byline, 0.2, 60e6),
        run(10_000, Kind::Cold, Peer::Byline, 2.2, 300e6),
        run(100_000, Kind::Cold, Peer::Byline, 19.0, 3.3e9),
    ]);
    let expected = "\
| 1,000 | 200 ms | 200 µs | 1.00 | 60 MB | 60 KB | 1.00 | linear | – |
| 10,000 | 2.20 s | 220 µs | 1.10 | 300 MB | 30 KB | 0.50 | linear | missed by 10 % |
| 100,000 | 19.0 s | 190 µs | 0.95 | 3.30 GB | 33 KB | 0.55 | linear, 3 GB | missed by 10 % |";
    assert_eq!(rows(&growth(&results, &[1_000, 10_000, 100_000])).join("\n"), expected);
}

#[test]
fn what_somebody_leaves_out_stands_below_the_counts() {
    let full: Vec<f64> = PARTS.iter().map(|part| part.least.unwrap_or(7.0)).collect();
    let without: Vec<f64> =
        PARTS.iter().zip(&full).map(|(part, count)| if part.name == "sitemap" { 0.0 } else { *count }).collect();
    let counted = vec![(200, Peer::Byline, Parts(without)), (200, Peer::Hugo, Parts(full))];
    let text = parts(&Results { runs: Vec::new(), parts: counted }, 200);
    assert!(text.starts_with("| on an article's page, mean | in the corpus | byline | Hugo |\n"), "{text}");
    assert!(text.contains("\n| sources | 6.0 | 6.0 | 6.0 |\n"), "{text}");
    assert!(text.contains("\n| in the site: sitemap | 1 | 0 | 1 |\n"), "{text}");
    assert!(text.ends_with("\nMissing in byline: sitemap.\n"), "{text}");
}
