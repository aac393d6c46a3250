//! However a site is edited, what is served when all is quiet is what a clean build writes, and browsers are told of it.

use std::thread;
use std::time::{Duration, Instant};

use super::client::{PATIENCE, Preview, Visitor, without_line};
use crate::random_edits::watched::{Clean, CleanBuilds, Files, Watched, same_files};

/// How many edits.
const EDITS: usize = 300;
/// How many of them one preview sees.
const OF_ONE: usize = 50;
/// How long a preview may take to tell that an article has changed before it is not waited for.
const TOLD: Duration = Duration::from_millis(80);

#[test]
fn however_a_site_is_edited_what_is_served_is_what_a_clean_build_writes() {
    let mut tally = Tally::default();
    for case in 0..EDITS / OF_ONE {
        let seed = u64::try_from(case).expect("a small number") + 1;
        let seen = watch(seed, OF_ONE, None, PATIENCE, &CleanBuilds::default());
        let Tally { compared, revised, kept } = seen.unwrap_or_else(|(_, what)| panic!("case {case}: {what}"));
        tally.compared += compared;
        tally.revised += revised;
        tally.kept += kept;
    }
    println!("{tally:?}");
    let Tally { compared, revised, kept } = tally;
    assert!(compared > EDITS / 3 && revised > EDITS / 10 && kept > EDITS / 50, "sites are of every kind: {tally:?}");
}

/// What was looked at.
#[derive(Debug, Default)]
pub struct Tally {
    /// Sites without mistakes.
    pub compared: usize,
    /// Articles that were shown before the rest of the site.
    pub revised: usize,
    /// Sites with mistakes, in place of which the last good one was shown.
    pub kept: usize,
}

/// Edits a site so many times while a preview shows it, with a bug if one is planted; else which edit showed what is wrong.
pub fn watch(
    seed: u64,
    edits: usize,
    planted: Option<&str>,
    patience: Duration,
    clean_builds: &CleanBuilds,
) -> Result<Tally, (usize, String)> {
    let mut watched = Watched::new(seed, clean_builds);
    let preview = Preview::start_lowered(watched.root(), &["--now", watched.now()], planted);
    let events = preview.events();
    let mut tally = Tally::default();
    let mut good: Option<Files> = None;
    for edit in 0..edits {
        events.until_quiet(Duration::ZERO);
        let edited = watched.edit();
        // What is shown before the rest of the site is looked at is asked for at once: a moment later it may be mended.
        let told = if edited.is_of_article { events.next_within(TOLD) } else { None };
        let early = told.as_ref().and_then(|event| early(&preview, event));
        let clean = watched.clean();
        let mut result = see_mistakes(&preview, &clean, patience);
        if let (Ok(()), Some(early), Some(good)) = (&result, early, good.as_ref()) {
            tally.revised += 1;
            result = see_early(&early, good, &clean);
        }
        if let (Ok(()), Some(files)) = (&result, &clean.files) {
            tally.compared += 1;
            result = see(&preview, files, patience);
            let is_new = good.as_ref().is_some_and(|good| good != files);
            if result.is_ok() && is_new && told.is_none() && events.next_within(patience).is_none() {
                result = Err("what is served has changed, and no browser is told".to_owned());
            }
        }
        if let (Ok(()), true, Some(good)) = (&result, clean.is_barred, good.as_mut()) {
            tally.kept += 1;
            good.retain(|path, _| path.ends_with(".html") && !watched.is_copied(path));
            result = see(&preview, good, Duration::ZERO).map_err(|what| format!("the last good site: {what}"));
        }
        if let Err(what) = result {
            return Err((edit + 1, format!("{}: {what}\n{}", edited.what, preview.said())));
        }
        good = clean.files.or(good);
    }
    Ok(tally)
}

/// The page of an article that is shown before the rest of the site: its address, and what is served there.
fn early(preview: &Preview, (name, data): &(String, serde_json::Value)) -> Option<(String, Option<Vec<u8>>)> {
    let page = data["page"].as_str().filter(|_| name == "changed")?;
    let answer = preview.get(page);
    Some((page.to_owned(), (answer.status == 200).then(|| without_line(&answer.body))))
}

/// What is served early is the page of the new site; on a slow machine it may still be that of the one before.
fn see_early((address, found): &(String, Option<Vec<u8>>), before: &Files, clean: &Clean) -> Result<(), String> {
    let Some(after) = &clean.files else { return Err(format!("{address} is shown although the site has mistakes")) };
    let path = byline::route::decode(&format!("{}index.html", address.trim_start_matches('/'))).expect("an address");
    let is_of = |files: &Files| files.get(&path) == found.as_ref();
    if is_of(before) || is_of(after) { Ok(()) } else { Err(format!("{address} is shown as it never is in a build")) }
}

/// Waits until the desk lists what is wrong with the site.
fn see_mistakes(preview: &Preview, clean: &Clean, patience: Duration) -> Result<(), String> {
    let listed = || {
        let desk = preview.get("/__byline/desk.json").json();
        let problems = desk["problems"].as_array().expect("a list").iter();
        let mut codes: Vec<String> =
            problems.map(|problem| problem["code"].as_str().expect("a code").to_owned()).collect();
        codes.retain(|code| code != "template-error");
        codes.sort();
        if codes == clean.codes { Ok(()) } else { Err(format!("{:?} is wrong, and listed is {codes:?}", clean.codes)) }
    };
    wait(listed, patience)
}

/// Waits until what is served is what is wanted.
fn see(preview: &Preview, wanted: &Files, patience: Duration) -> Result<(), String> {
    let mut visitor = preview.visitor();
    let served = || {
        let served = wanted.keys().map(|path| (path.clone(), file(&mut visitor, path)));
        let served = served.filter_map(|(path, bytes)| Some((path, bytes?))).collect();
        same_files(wanted, &served)
    };
    wait(served, patience)
}

fn wait(mut look: impl FnMut() -> Result<(), String>, patience: Duration) -> Result<(), String> {
    let started = Instant::now();
    loop {
        match look() {
            Ok(()) => return Ok(()),
            Err(difference) if started.elapsed() > patience => return Err(difference),
            Err(_) => thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// A file as it is served, without the preview's line.
fn file(visitor: &mut Visitor, path: &str) -> Option<Vec<u8>> {
    let mut address = String::from("/");
    byline::route::encode_path(path, &mut address);
    let answer = visitor.get(&address);
    (answer.status == 200).then(|| without_line(&answer.body))
}
