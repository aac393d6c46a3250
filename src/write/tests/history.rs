//! Any history of an output, drawn at random.

use proptest::prelude::*;

use super::*;

/// What happens to an output between two builds, or a build.
#[derive(Clone, Debug)]
enum Event {
    Build(Files),
    /// A file of byline's is changed, by its rank among them.
    Edit(prop::sample::Index, String),
    /// A file of byline's is removed.
    Delete(prop::sample::Index),
    /// A file of its own, if nothing is in the way.
    Foreign(String, String),
}

/// Few names, so that files and folders often want one place.
fn path() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["a", "b", "c"]), 1..4).prop_map(|parts| parts.join("/"))
}

fn site() -> impl Strategy<Value = Files> {
    prop::collection::btree_map(path(), prop::sample::select(vec!["1", "2", "long"]).prop_map(str::to_owned), 0..8)
        .prop_map(|mut files| {
            let paths: BTreeSet<String> = files.keys().cloned().collect();
            files.retain(|path, _| !tree::folders_of(path).any(|folder| paths.contains(folder)));
            files
        })
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => site().prop_map(Event::Build),
        1 => (any::<prop::sample::Index>(), "[12x]{1,4}").prop_map(|(at, text)| Event::Edit(at, text)),
        1 => any::<prop::sample::Index>().prop_map(Event::Delete),
        1 => (path(), "[12x]{1,4}").prop_map(|(path, text)| Event::Foreign(path, text)),
    ]
}

fn folders(files: &Files) -> impl Iterator<Item = String> {
    files.keys().flat_map(|path| tree::folders_of(path)).map(|folder| format!("{folder}/"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn after_any_history_the_output_is_a_fresh_build_and_the_foreign_files(events in prop::collection::vec(event(), 1..12)) {
        let place = Place::new();
        let mut own = Files::new();
        // With every second build this knows less than there is to know, as a cache that was lost.
        let mut seen = Seen::default();
        let mut foreign = Files::new();
        for event in events {
            match event {
                Event::Edit(at, text) if !own.is_empty() => {
                    let path = at.get(&own.keys().collect::<Vec<_>>()).to_string();
                    if place.output().join(&path).is_file() {
                        place.put(&path, &text);
                    }
                }
                Event::Delete(at) if !own.is_empty() => {
                    let path = at.get(&own.keys().collect::<Vec<_>>()).to_string();
                    let _ = fs::remove_file(place.output().join(path));
                }
                Event::Foreign(path, text) => {
                    let on_disk = place.output().join(&path);
                    // Before a first build every foreign file would be refused.
                    let free = place.output().exists() && !own.contains_key(&path) && !on_disk.exists();
                    let blocked = tree::folders_of(&path)
                        .any(|folder| own.contains_key(folder) || place.output().join(folder).is_file());
                    if free && !blocked {
                        place.put(&path, &text);
                        foreign.insert(path, text);
                    }
                }
                Event::Build(files) => {
                    let before = state_of(&place.output());
                    let clash = files.keys().any(|path| {
                        foreign.keys().any(|mine| {
                            mine == path || tree::folders_of(mine).any(|folder| folder == path)
                                || tree::folders_of(path).any(|folder| folder == mine)
                        })
                    });
                    let built = if files.len() % 2 == 0 {
                        place.build_kept(&seen, &files).map(|(report, next)| {
                            seen = next;
                            report
                        })
                    } else {
                        place.build_at(&place.output(), false, &files)
                    };
                    prop_assert_eq!(built.is_err(), clash, "{:?}", built);
                    let Ok(report) = built else {
                        let after = state_of(&place.output());
                        // Staging in the output touches the time of the folder, and of nothing in it.
                        prop_assert_eq!(after, before);
                        continue;
                    };
                    prop_assert_eq!(report.files, files.len());
                    own = files;
                    let fresh = Place::new();
                    fresh.build_at(&fresh.output(), false, &own).unwrap();
                    let mut expected = tree_of(&fresh.output());
                    expected.extend(foreign.clone());
                    expected.extend(folders(&foreign).map(|folder| (folder, String::new())));
                    prop_assert_eq!(tree_of(&place.output()), expected);
                    let touched = state_of(&place.output());
                    let (again, _) = place.build_kept(&seen, &own).unwrap();
                    prop_assert_eq!(again.kept, own.len());
                    prop_assert_eq!(again.written + again.removed, 0);
                    prop_assert_eq!(state_of(&place.output()), touched);
                }
                _ => {}
            }
        }
    }
}
