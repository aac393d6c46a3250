//! Random sites, random ends, random foreign files: whatever came before, a deploy that is let finish makes it right.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::headers::Headers;
use super::manifest::Manifest;
use super::plan::{Adopt, File, Found, Plan, Refusal, plan};
use crate::write::Record;

const SITE: &str = "https://review.example";

/// Paths of each rank.
const PATHS: [&str; 8] = [
    "index.html",
    "a/index.html",
    "a/b/index.html",
    "c/index.html",
    "style.css",
    "a/quay.jpg",
    "feed.xml",
    "paper.pdf",
];

/// A site: the content of each file.
type Files = BTreeMap<&'static str, u8>;

/// Whose a stored object is, and what it contains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Object {
    Own(u8),
    Foreign,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Destination {
    list: Option<String>,
    objects: BTreeMap<String, Object>,
}

/// Of different sizes for some contents, and of one size for others.
fn bytes(content: u8) -> Vec<u8> {
    vec![content; usize::from(content / 2) + 1]
}

impl Destination {
    fn plan(&self, site: &Files, adopt: Adopt) -> Result<Plan, Refusal> {
        let file = |(path, content): (&&str, &u8)| {
            let record = Record::of(&bytes(*content));
            let headers = Headers::of(path, record, None);
            File { path: (*path).to_owned(), from: (*path).to_owned(), record, headers }
        };
        let size = |object: &Object| match object {
            Object::Own(content) => bytes(*content).len() as u64,
            Object::Foreign => 2,
        };
        let present = self.objects.iter().map(|(path, object)| (path.clone(), size(object))).collect();
        let manifest = self.list.as_ref().map(|list| Manifest::parse(list.as_bytes()).expect("a list"));
        plan(SITE, site.iter().map(file).collect(), &Found { manifest, present }, adopt)
    }

    /// Does the first `steps` of a plan, in its order; gives whether that was all.
    fn carry_out(&mut self, plan: &Plan, site: &Files, steps: usize) -> bool {
        let mut left = steps;
        let mut may = || {
            let may = left > 0;
            left = left.saturating_sub(1);
            may
        };
        if let Some(list) = &plan.meanwhile {
            if !may() {
                return false;
            }
            self.list = Some(list.text());
        }
        for upload in plan.uploads() {
            if !may() {
                return false;
            }
            let path = &upload.file.path;
            assert_eq!(upload.replaces, self.objects.contains_key(path));
            self.objects.insert(path.clone(), Object::Own(site[path.as_str()]));
        }
        for path in plan.removed() {
            if !may() {
                return false;
            }
            assert!(self.objects.remove(path).is_some(), "only what is there is removed");
        }
        if let Some(list) = &plan.afterwards {
            if !may() {
                return false;
            }
            self.list = Some(list.text());
        }
        true
    }

    fn foreign(&self) -> Vec<&String> {
        self.objects.iter().filter(|(_, object)| **object == Object::Foreign).map(|(path, _)| path).collect()
    }
}

/// What happens to a destination.
#[derive(Clone, Debug)]
enum Event {
    /// A deploy that ends after so many steps.
    Deploy(Files, usize),
    /// Somebody puts a file of theirs at an address that is free.
    Foreign(&'static str),
    /// Somebody removes an object.
    Removed(&'static str),
}

fn files() -> impl Strategy<Value = Files> {
    proptest::collection::btree_map(proptest::sample::select(&PATHS[..]), 0_u8..6, 0..PATHS.len())
}

fn event() -> impl Strategy<Value = Event> {
    let path = || proptest::sample::select(&PATHS[..]);
    prop_oneof![
        6 => (files(), 0_usize..24).prop_map(|(files, steps)| Event::Deploy(files, steps)),
        1 => path().prop_map(Event::Foreign),
        1 => path().prop_map(Event::Removed),
    ]
}

proptest! {
    #[test]
    fn whatever_ended_before_the_next_deploy_makes_it_right(
        events in proptest::collection::vec(event(), 0..8),
        last in files(),
    ) {
        let mut destination = Destination::default();
        for event in events {
            match event {
                Event::Deploy(site, steps) => {
                    let foreign: Vec<String> = destination.foreign().into_iter().cloned().collect();
                    if let Ok(plan) = destination.plan(&site, Adopt::Nothing) {
                        destination.carry_out(&plan, &site, steps);
                    }
                    prop_assert_eq!(destination.foreign(), foreign.iter().collect::<Vec<_>>());
                }
                // What is put where byline's list has a file is byline's from then on.
                Event::Foreign(path) => {
                    let listed = destination.list.as_ref().is_some_and(|list| list.contains(&format!("\"{path}\"")));
                    if !listed && !destination.objects.contains_key(path) {
                        destination.objects.insert(path.to_owned(), Object::Foreign);
                    }
                }
                Event::Removed(path) => {
                    destination.objects.remove(path);
                }
            }
        }
        let adopted = destination.clone();
        if let Ok(plan) = destination.plan(&last, Adopt::Nothing) {
            let mut expected: BTreeMap<String, Object> =
                destination.foreign().into_iter().map(|path| (path.clone(), Object::Foreign)).collect();
            expected.extend(last.iter().map(|(path, content)| ((*path).to_owned(), Object::Own(*content))));
            prop_assert!(destination.carry_out(&plan, &last, usize::MAX));
            prop_assert_eq!(&destination.objects, &expected);
            // And the one after it has nothing to do.
            let plan = destination.plan(&last, Adopt::Nothing);
            prop_assert!(plan.is_ok_and(|plan| plan.uploads().count() + plan.removed().count() == 0
                && plan.meanwhile.is_none() && plan.afterwards.is_none() && plan.unchanged == last.len()));
        }
        // With `--adopt` nothing refuses, and the site is there whoever else was.
        let mut destination = adopted;
        let plan = destination.plan(&last, Adopt::WhatIsInTheWay).expect("a plan");
        prop_assert!(destination.carry_out(&plan, &last, usize::MAX));
        for (path, content) in &last {
            prop_assert_eq!(destination.objects.get(*path), Some(&Object::Own(*content)));
        }
    }
}
