//! Addresses on other sites, asked politely whether they still answer.
//!
//! In: addresses, and the [`Verdicts`] of earlier runs. Out: a verdict for each address.
//!
//! 1. [`address`] takes an address apart: its host decides with whom it waits in a row.
//! 2. Addresses whose verdict is fresh are not asked. The others are asked host by host, one after the other and never
//!    faster than the [`Pace`]; many hosts at once.
//! 3. [`robots`] says whether a host wants to be asked at all.
//! 4. [`mod@ask`] sends a request, follows redirects, and tells what came of it; it is the door of the HTTP client.
//!    Without the feature `links`, `absent` is in its place.
//! 5. [`verdict`] is what came of it and since when; a page is held for dead only after two runs a day apart.
//!
//! Invariant: nothing but the addresses and what robots.txt says is asked for, no answer is kept but its verdict, and a
//! host that refuses, is slow or makes mistakes is never called dead.

pub mod address;
#[cfg_attr(not(feature = "links"), path = "absent.rs")]
mod ask;
mod robots;
pub mod verdict;

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant as Stopwatch};

use crate::date::Instant;

use ask::Client;
use robots::Robots;
pub use verdict::{Class, Verdict, Verdicts};

/// Whether this byline can ask.
pub const IS_THERE: bool = cfg!(feature = "links");

/// How many hosts are asked at once.
const HOSTS_AT_ONCE: usize = 16;

/// How fast one host is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// How long to wait between two requests to one host.
    pub between: Duration,
    /// How long to wait for an answer.
    pub patience: Duration,
}

/// Asks every address whose verdict is not fresh, and notes what came of it; `step` is told of each address.
pub fn ask<'a>(
    addresses: impl IntoIterator<Item = &'a str>,
    verdicts: &mut Verdicts,
    pace: Pace,
    now: Instant,
    step: &(dyn Fn(&str, Stopwatch) + Sync),
) {
    let mut by_host: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for address in addresses {
        if verdicts.is_fresh(address, now) {
            step(address, Stopwatch::now());
        } else if let Some(host) = address::host(address) {
            by_host.entry(host).or_default().push(address);
        }
    }
    let waiting: Mutex<VecDeque<Vec<&str>>> = Mutex::new(by_host.into_values().collect());
    let answers: Mutex<Vec<(&str, Class)>> = Mutex::new(Vec::new());
    let client = Client::new(pace.patience);
    let work = || {
        loop {
            let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some(of_host) = next else { return };
            ask_host(&client, &of_host, pace, &mut |address, class, started| {
                answers.lock().unwrap_or_else(PoisonError::into_inner).push((address, class));
                step(address, started);
            });
        }
    };
    thread::scope(|scope| {
        for _ in 0..HOSTS_AT_ONCE {
            scope.spawn(work);
        }
    });
    let mut answers = answers.into_inner().unwrap_or_else(PoisonError::into_inner);
    // Where no host can be found at all it is not they who are gone.
    if answers.iter().all(|(_, class)| *class == ask::no_host()) {
        let offline = Class::Unknown("no host can be found: is there a network?".to_owned());
        answers.iter_mut().for_each(|(_, class)| class.clone_from(&offline));
    }
    for (address, class) in answers {
        verdicts.note(address, class, now);
    }
}

/// Asks the addresses of one host, one after the other.
fn ask_host<'a>(client: &Client, addresses: &[&'a str], pace: Pace, told: &mut dyn FnMut(&'a str, Class, Stopwatch)) {
    let Some(first) = addresses.first() else { return };
    let robots = Robots::of(client, first);
    for address in addresses {
        let started = Stopwatch::now();
        thread::sleep(pace.between);
        let class = if robots.allow(address) {
            client.ask(address, pace.between)
        } else {
            Class::Blocked("robots.txt".to_owned())
        };
        told(address, class, started);
    }
}
