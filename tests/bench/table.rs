//! The tables.

use super::figures::{self, Spread};
use super::parts::PARTS;
use super::peers::Peer;
use super::reach::{Figure, GOALS, Goal, Reach, Verdict};
use super::results::{Kind, Results};

/// What a cell holds that has nothing to say.
const NOTHING: &str = "–";

/// The table of the README: what byline has to reach, for each size.
pub fn reach(results: &Results, sizes: &[usize]) -> String {
    let heads = ["articles", "what", "reach", "byline", "beside", "ratio", "pages rendered / files written", ""];
    let rows = sizes.iter().flat_map(|articles| GOALS.iter().map(|goal| goal_row(results, *articles, goal)));
    table(&heads, rows)
}

fn goal_row(results: &Results, articles: usize, goal: &Goal) -> Vec<String> {
    let (own, other) = (goal.own(results, articles), goal.other(results, articles));
    let shown = |figures: &[f64]| Spread::of(figures).map(|spread| spread.shown(format(goal.figure)));
    let (other_shown, ratio) = match shown(&other) {
        _ if !goal.figure.is_compared() => (NOTHING.to_owned(), None),
        Some(other_shown) => (other_shown, Spread::of_ratios(&own, &other).map(|spread| spread.shown(figures::ratio))),
        None => ("not installed".to_owned(), Some("not installed".to_owned())),
    };
    let beside = if goal.beside == Peer::Byline { "cold" } else { goal.beside.title() };
    vec![
        figures::whole(articles as f64),
        match goal.figure {
            Figure::Time => goal.kind.title().to_owned(),
            Figure::Memory => format!("{}, peak of memory", goal.kind.title()),
            Figure::Added => "indexing: what the search adds to a cold build".to_owned(),
            Figure::Query => "one query of the search, compressed, at most".to_owned(),
            Figure::Save => "preview: from a save to the answer that shows it, median".to_owned(),
            Figure::SlowSave => "the same, 95th percentile".to_owned(),
            Figure::Key => "language server: from a keystroke to what is said of it, 95th percentile".to_owned(),
        },
        if articles < goal.from { NOTHING.to_owned() } else { reach_shown(goal) },
        shown(&own).unwrap_or_else(|| NOTHING.to_owned()),
        if goal.figure.is_compared() { format!("{beside}: {other_shown}") } else { other_shown },
        ratio.unwrap_or_else(|| NOTHING.to_owned()),
        match goal.figure {
            Figure::Time | Figure::Added => work(results, articles, goal.kind),
            Figure::Memory | Figure::Query | Figure::Save | Figure::SlowSave | Figure::Key => NOTHING.to_owned(),
        },
        goal.verdict(results, articles).map_or_else(|| NOTHING.to_owned(), Verdict::shown),
    ]
}

fn format(figure: Figure) -> fn(f64) -> String {
    match figure {
        Figure::Time | Figure::Added | Figure::Save | Figure::SlowSave | Figure::Key => figures::seconds,
        Figure::Memory | Figure::Query => figures::bytes,
    }
}

fn reach_shown(goal: &Goal) -> String {
    let other = match goal.beside {
        Peer::Byline => "of its cold build".to_owned(),
        peer => format!("of {}", peer.title()),
    };
    match goal.reach {
        Reach::Times(times) if times > 1.0 => format!("aim: {times} times the {}", goal.beside.title()),
        Reach::Times(1.0) => "its cold build".to_owned(),
        Reach::Times(times) => format!("1/{:.0} {other}", 1.0 / times),
        Reach::TimesOr(times, seconds) => format!("1/{:.0} {other} or {}", 1.0 / times, figures::seconds(seconds)),
        Reach::Pages => "the pages that change".to_owned(),
        Reach::Bytes(bytes) => figures::bytes(bytes),
        Reach::Seconds(seconds) => figures::seconds(seconds),
    }
}

/// What byline did in the builds of one kind: pages rendered and files written, and how many changed with a new title.
fn work(results: &Results, articles: usize, kind: Kind) -> String {
    let runs = results.of(articles, kind, Peer::Byline);
    let work: Vec<_> = runs.iter().filter_map(|run| run.work).collect();
    if work.is_empty() {
        return NOTHING.to_owned();
    }
    let rendered: Option<Vec<f64>> = work.iter().map(|work| work.rendered.map(|count| count as f64)).collect();
    let rendered = rendered.and_then(|counts| Spread::of(&counts));
    let written: Vec<f64> = work.iter().map(|work| work.written as f64).collect();
    let changed: Vec<f64> = runs.iter().filter_map(|run| run.changed).map(|count| count as f64).collect();
    let [rendered, written, changed] = [rendered, Spread::of(&written), Spread::of(&changed)]
        .map(|spread| spread.map(|spread| spread.shown(figures::whole)));
    let mut text =
        format!("{} / {}", rendered.as_deref().unwrap_or("not told"), written.as_deref().unwrap_or("not told"));
    if let Some(changed) = changed {
        text.push_str(&format!("; {changed} changed"));
    }
    text
}

/// Everything that was measured, with processor time and memory.
pub fn costs(results: &Results, sizes: &[usize]) -> String {
    let heads = ["articles", "what", "who", "time", "processor time", "peak of memory"];
    let mut rows = Vec::new();
    for articles in sizes {
        for (kind, peer) in Kind::ALL.into_iter().flat_map(|kind| Peer::ALL.map(|peer| (kind, peer))) {
            let cell = |figure, format| {
                let figures = results.figures(*articles, kind, peer, figure);
                Spread::of(&figures).map(|spread| spread.shown(format))
            };
            let time = cell(|cost| cost.wall, figures::seconds);
            let processor = cell(|cost| cost.cpu, figures::seconds);
            let memory = cell(|cost| cost.peak, figures::bytes);
            if let (Some(time), Some(processor), Some(memory)) = (time, processor, memory) {
                let (kind, peer) = (kind.title().to_owned(), peer.title().to_owned());
                rows.push(vec![figures::whole(*articles as f64), kind, peer, time, processor, memory]);
            }
        }
    }
    table(&heads, rows)
}

/// What is on the pages, for each size, and below it what somebody leaves out.
pub fn parts(results: &Results, articles: usize) -> String {
    let counted: Vec<_> = results.parts.iter().filter(|(size, ..)| *size == articles).collect();
    let mut heads = vec!["on an article's page, mean", "in the corpus"];
    heads.extend(counted.iter().map(|(_, peer, _)| peer.title()));
    let rows = PARTS.iter().enumerate().map(|(place, part)| {
        let figure = |count: f64| {
            if part.is_of_site() || count >= 1_000.0 { figures::whole(count) } else { format!("{count:.1}") }
        };
        let least = part.least.map_or_else(|| NOTHING.to_owned(), figure);
        let name = if part.is_of_site() { format!("in the site: {}", part.name) } else { part.name.to_owned() };
        let mut row = vec![name, least];
        row.extend(counted.iter().map(|(.., parts)| figure(parts.0[place])));
        row
    });
    let mut text = table(&heads, rows);
    for (_, peer, parts) in counted {
        let missing = parts.missing();
        if !missing.is_empty() {
            text.push_str(&format!("\nMissing in {}: {}.\n", peer.title(), missing.join(", ")));
        }
    }
    text
}

/// How time and memory grow with the site.
pub fn growth(results: &Results, sizes: &[usize]) -> String {
    let heads = [
        "articles",
        "cold build",
        "for an article",
        "to linear",
        "peak of memory",
        "for an article",
        "to linear",
        "reach",
        "",
    ];
    let figures = |articles: usize, figure: Figure| {
        results.figures(articles, Kind::Cold, Peer::Byline, figure.of()).first().copied().unwrap_or(f64::NAN)
    };
    let first = sizes.iter().min().copied().unwrap_or_default();
    let rows = sizes.iter().map(|articles| {
        let linear = |figure| figures(*articles, figure) / figures(first, figure) / (*articles as f64 / first as f64);
        let each = |figure| figures(*articles, figure) / *articles as f64;
        let (time, memory) = (linear(Figure::Time), linear(Figure::Memory));
        let peak = figures(*articles, Figure::Memory);
        let limit = if *articles >= 100_000 { 3e9 } else { f64::INFINITY };
        let worst = time.max(memory).max(peak / limit);
        let verdict = if *articles == first { None } else { Verdict::within(&[worst], &[1.0]) };
        vec![
            figures::whole(*articles as f64),
            figures::seconds(figures(*articles, Figure::Time)),
            format!("{:.0} µs", each(Figure::Time) * 1e6),
            format!("{time:.2}"),
            figures::bytes(peak),
            figures::bytes(each(Figure::Memory)),
            format!("{memory:.2}"),
            if limit.is_finite() { "linear, 3 GB" } else { "linear" }.to_owned(),
            verdict.map_or_else(|| NOTHING.to_owned(), Verdict::shown),
        ]
    });
    table(&heads, rows)
}

fn table(heads: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = format!("| {} |\n|{}\n", heads.join(" | "), "---|".repeat(heads.len()));
    for row in rows {
        text.push_str(&format!("| {} |\n", row.join(" | ")));
    }
    text
}

#[cfg(test)]
mod tests;
