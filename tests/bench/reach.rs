//! What byline has to reach, and whether it does.

use super::figures::{self, Spread};
use super::peers::Peer;
use super::process::Cost;
use super::results::{Kind, Results};

/// A figure of byline beside another one.
pub struct Goal {
    /// What is built.
    pub kind: Kind,
    /// What is looked at.
    pub figure: Figure,
    /// Whose cold build it is compared with.
    pub beside: Peer,
    /// What is to be reached.
    pub reach: Reach,
    /// The size from which on it is to be reached.
    pub from: usize,
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The time from start to end.
    Time,
    /// The peak of memory.
    Memory,
    /// By how much the time is longer than that of the cold build.
    Added,
    /// The most that one query of the search loads.
    Query,
    /// The time from a save to the answer that shows it, at the median.
    Save,
    /// The same, which 95 of 100 saves do not exceed.
    SlowSave,
    /// The time from a keystroke to what is said of it, which 95 of 100 do not exceed.
    Key,
}

/// What is to be reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reach {
    /// At most this multiple of the other figure.
    Times(f64),
    /// At most this multiple, or so many seconds if they are more.
    TimesOr(f64, f64),
    /// As many pages are rendered as are not what they were.
    Pages,
    /// At most so many bytes.
    Bytes(f64),
    /// At most so many seconds.
    Seconds(f64),
}

/// The goals, in the order of the table.
pub const GOALS: [Goal; 15] = [
    goal(Kind::Cold, Figure::Time, Peer::Hugo, Reach::Times(1.0 / 20.0), 1),
    goal(Kind::Cold, Figure::Time, Peer::HugoRelated, Reach::Times(1.0 / 12.0), 10_000),
    goal(Kind::Cold, Figure::Time, Peer::Floor, Reach::Times(2.5), 10_000),
    goal(Kind::Cold, Figure::Memory, Peer::Hugo, Reach::Times(1.0 / 8.0), 10_000),
    goal(Kind::Unchanged, Figure::Time, Peer::Byline, Reach::TimesOr(1.0 / 15.0, 0.120), 10_000),
    goal(Kind::Body, Figure::Time, Peer::Byline, Reach::TimesOr(1.0 / 12.0, 0.150), 10_000),
    goal(Kind::Title, Figure::Time, Peer::Byline, Reach::Pages, 1),
    goal(Kind::Ready, Figure::Time, Peer::Byline, Reach::Times(1.0 / 4.0), 1_000),
    goal(Kind::Saved, Figure::Save, Peer::Byline, Reach::Seconds(0.025), 10_000),
    goal(Kind::Saved, Figure::SlowSave, Peer::Byline, Reach::Seconds(0.060), 10_000),
    goal(Kind::Typed, Figure::Key, Peer::Byline, Reach::Seconds(0.050), 10_000),
    goal(Kind::Checked, Figure::Time, Peer::Byline, Reach::Times(1.0), 10_000),
    goal(Kind::CheckedAgain, Figure::Time, Peer::Byline, Reach::Times(1.0), 10_000),
    goal(Kind::Indexed, Figure::Added, Peer::Byline, Reach::Times(1.0 / 2.0), 1_000),
    goal(Kind::Indexed, Figure::Query, Peer::Byline, Reach::Bytes(200e3), 1),
];

const fn goal(kind: Kind, figure: Figure, beside: Peer, reach: Reach, from: usize) -> Goal {
    Goal { kind, figure, beside, reach, from }
}

impl Figure {
    /// The figure in what a run cost.
    pub fn of(self) -> fn(&Cost) -> f64 {
        match self {
            Figure::Time | Figure::Added | Figure::Query | Figure::Save | Figure::SlowSave | Figure::Key => {
                |cost| cost.wall
            }
            Figure::Memory => |cost| cost.peak,
        }
    }

    /// Whether it is compared with what some other build cost.
    pub fn is_compared(self) -> bool {
        match self {
            Figure::Time | Figure::Memory | Figure::Added => true,
            Figure::Query | Figure::Save | Figure::SlowSave | Figure::Key => false,
        }
    }
}

impl Goal {
    /// The figures of byline, round by round.
    pub fn own(&self, results: &Results, articles: usize) -> Vec<f64> {
        let runs = results.of(articles, self.kind, Peer::Byline);
        let figures = runs.iter().map(|run| self.figure.of()(&run.cost));
        let saves = |share| runs.iter().filter_map(|run| figures::within(run.saves.as_ref()?, share)).collect();
        match self.figure {
            Figure::Time | Figure::Memory => figures.collect(),
            Figure::Added => figures.zip(self.other(results, articles)).map(|(own, cold)| own - cold).collect(),
            Figure::Query => runs.iter().filter_map(|run| run.query).map(|bytes| bytes as f64).collect(),
            Figure::Save => saves(0.5),
            Figure::SlowSave | Figure::Key => saves(0.95),
        }
    }

    /// The figures that they are compared with.
    pub fn other(&self, results: &Results, articles: usize) -> Vec<f64> {
        results.figures(articles, Kind::Cold, self.beside, self.figure.of())
    }

    /// Whether the goal is reached; nothing if it is none at this size or was not measured.
    pub fn verdict(&self, results: &Results, articles: usize) -> Option<Verdict> {
        if articles < self.from {
            return None;
        }
        let (own, other) = (self.own(results, articles), self.other(results, articles));
        match self.reach {
            Reach::Times(times) => Verdict::within(&own, &allowed(&other, times, 0.0)),
            Reach::TimesOr(times, seconds) => Verdict::within(&own, &allowed(&other, times, seconds)),
            Reach::Pages => {
                let runs = results.of(articles, self.kind, Peer::Byline);
                let counts = runs.iter().map(|run| Some((run.work?.rendered?, run.changed?)));
                Verdict::of_pages(&counts.collect::<Option<Vec<_>>>()?)
            }
            Reach::Bytes(most) | Reach::Seconds(most) => Verdict::within(&own, &vec![most; own.len()]),
        }
    }
}

fn allowed(other: &[f64], times: f64, at_least: f64) -> Vec<f64> {
    other.iter().map(|other| (other * times).max(at_least)).collect()
}

/// Whether something is reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// It is.
    Met,
    /// It is not, by this share of what is allowed.
    Missed(f64),
}

impl Verdict {
    /// Compares figures with what is allowed, round by round, by the median of the quotients.
    pub fn within(own: &[f64], allowed: &[f64]) -> Option<Verdict> {
        let quotient = Spread::of_ratios(own, allowed)?.median;
        Some(if quotient <= 1.0 { Verdict::Met } else { Verdict::Missed(quotient - 1.0) })
    }

    /// Compares pages rendered with pages that changed; every round counts.
    pub fn of_pages(rounds: &[(usize, usize)]) -> Option<Verdict> {
        let over = rounds.iter().map(|(rendered, changed)| *rendered as f64 / *changed as f64);
        let most = over.max_by(f64::total_cmp)?;
        Some(if most > 1.0 { Verdict::Missed(most - 1.0) } else { Verdict::Met })
    }

    /// As the table says it.
    pub fn shown(self) -> String {
        match self {
            Verdict::Met => "met".to_owned(),
            Verdict::Missed(share) if share >= 9.0 => format!("missed by {:.0} times", share),
            Verdict::Missed(share) => format!("missed by {:.0} %", (share * 100.0).round().max(1.0)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_met_up_to_what_is_allowed() {
        assert_eq!(Verdict::within(&[1.0, 9.0, 2.0], &[2.0, 2.0, 2.0]), Some(Verdict::Met));
        assert_eq!(Verdict::within(&[2.5], &[2.0]), Some(Verdict::Missed(0.25)));
        assert_eq!(Verdict::within(&[1.0], &[]), None);
    }

    #[test]
    fn a_short_time_is_allowed_however_short_the_cold_build_was() {
        assert_eq!(allowed(&[0.3, 6.0], 1.0 / 12.0, 0.150), [0.150, 0.5]);
    }

    #[test]
    fn pages_are_met_only_if_exactly_those_that_change_are_rendered() {
        assert_eq!(Verdict::of_pages(&[(4, 4), (7, 7)]), Some(Verdict::Met));
        assert_eq!(Verdict::of_pages(&[(4, 4), (9, 6)]), Some(Verdict::Missed(0.5)));
        assert_eq!(Verdict::of_pages(&[]), None);
    }

    #[test]
    fn verdicts_say_by_how_much() {
        let shown = [Verdict::Met, Verdict::Missed(0.114), Verdict::Missed(0.001), Verdict::Missed(30.2)];
        assert_eq!(shown.map(Verdict::shown), ["met", "missed by 11 %", "missed by 1 %", "missed by 30 times"]);
    }
}
