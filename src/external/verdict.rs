//! What came of asking, and since when: kept in the cache as JSON.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::date::Instant;

/// What came of asking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "class", content = "of")]
pub enum Class {
    /// It is there.
    Ok,
    /// It has gone for good to another address, which is there.
    Moved(String),
    /// Somebody or something is not let in; people may be. Why.
    Blocked(String),
    /// Nobody can tell: a fault of the server, no answer in time. Why.
    Unknown(String),
    /// It is not there. Why.
    Dead(String),
}

/// A verdict on an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// What came of asking.
    #[serde(flatten)]
    pub class: Class,
    /// When it was asked last, in seconds since 1970.
    pub asked: i64,
    /// Since when it is what it is, in seconds since 1970.
    pub since: i64,
}

/// An hour, in seconds.
const HOUR: i64 = 3_600;
/// For how long an address that answered is not asked again.
const FRESH: i64 = 7 * 24 * HOUR;
/// How long after the first time an address must be dead still; a little less than a day, as nightly runs are not exact.
const CERTAIN: i64 = 20 * HOUR;
/// For how long one that did not answer is left in peace.
const PAUSE: i64 = HOUR;

impl Verdict {
    /// Whether it was dead in two runs a day apart.
    pub fn is_certainly_dead(&self) -> bool {
        matches!(self.class, Class::Dead(_)) && self.asked - self.since >= CERTAIN
    }
}

/// The verdicts of all runs, by address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdicts(BTreeMap<String, Verdict>);

impl Verdicts {
    /// Reads what [`Verdicts::text`] wrote; of anything else nothing.
    pub fn read(text: &str) -> Verdicts {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// For the cache: an address a line.
    pub fn text(&self) -> String {
        let line = |(address, verdict): (&String, &Verdict)| {
            let [address, verdict] = [serde_json::to_string(address), serde_json::to_string(verdict)];
            Some(format!("  {}: {}", address.ok()?, verdict.ok()?))
        };
        format!("{{\n{}\n}}\n", self.0.iter().filter_map(line).collect::<Vec<String>>().join(",\n"))
    }

    /// What is known of an address.
    pub fn of(&self, address: &str) -> Option<&Verdict> {
        self.0.get(address)
    }

    /// Whether it need not be asked again.
    pub fn is_fresh(&self, address: &str, now: Instant) -> bool {
        let Some(Verdict { class, asked, since }) = self.0.get(address) else { return false };
        let now = now.seconds();
        let lasts = match class {
            Class::Ok | Class::Moved(_) => FRESH,
            Class::Dead(_) if now - since >= CERTAIN && asked - since < CERTAIN => 0,
            Class::Blocked(_) | Class::Unknown(_) | Class::Dead(_) => PAUSE,
        };
        (0..lasts).contains(&(now - asked))
    }

    /// Notes what came of asking an address.
    pub fn note(&mut self, address: &str, class: Class, now: Instant) {
        let asked = now.seconds();
        let is_dead = |class: &Class| matches!(class, Class::Dead(_));
        // Dead is dead, whatever the server says of it each time.
        let same = self.0.get(address).filter(|known| known.class == class || is_dead(&known.class) && is_dead(&class));
        let since = same.map_or(asked, |known| known.since.min(asked));
        self.0.insert(address.to_owned(), Verdict { class, asked, since });
    }

    /// Forgets what is no longer linked to.
    pub fn keep(&mut self, is_used: impl Fn(&str) -> bool) {
        self.0.retain(|address, _| is_used(address));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Instant {
        Instant::from_seconds(1_700_000_000 + hours * HOUR).expect("an instant")
    }

    fn dead() -> Class {
        Class::Dead("404".to_owned())
    }

    #[test]
    fn an_address_is_dead_after_two_runs_a_day_apart() {
        let mut verdicts = Verdicts::default();
        let certain = |verdicts: &Verdicts| verdicts.of("a").expect("a verdict").is_certainly_dead();
        verdicts.note("a", dead(), at(0));
        assert!(!certain(&verdicts));
        assert!(!verdicts.is_fresh("a", at(2)), "it is asked again in the meantime");
        verdicts.note("a", Class::Dead("410".to_owned()), at(2));
        assert!(!certain(&verdicts));
        verdicts.note("a", dead(), at(24));
        assert!(certain(&verdicts));
        verdicts.note("a", Class::Unknown("no answer".to_owned()), at(48));
        verdicts.note("a", dead(), at(72));
        assert!(!certain(&verdicts), "it has to be dead both times and not be anything else between");
    }

    #[test]
    fn what_answered_is_left_in_peace_for_a_week() {
        let mut verdicts = Verdicts::default();
        verdicts.note("a", Class::Ok, at(0));
        assert!(verdicts.is_fresh("a", at(7 * 24 - 1)) && !verdicts.is_fresh("a", at(7 * 24)));
        assert!(!verdicts.is_fresh("a", at(-1)), "a clock that was wrong is not believed");
        assert!(!verdicts.is_fresh("b", at(0)));
    }

    #[test]
    fn verdicts_are_read_as_they_were_written_and_nonsense_is_nothing() {
        let mut verdicts = Verdicts::default();
        verdicts.note("https://a.example/\"", Class::Moved("https://b.example/".to_owned()), at(0));
        verdicts.note("https://b.example/", Class::Ok, at(1));
        assert_eq!(Verdicts::read(&verdicts.text()), verdicts);
        assert_eq!(Verdicts::read("[1"), Verdicts::default());
    }
}
