//! The rounds: everybody in turn, each time into a folder that was never there.
//!
//! Nothing is removed before the end: on some file systems new files cost many times as much for minutes after many were
//! removed.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::corpus;
use super::edits::{self, Edits};
use super::parts::Parts;
use super::peers::{Folders, Peer, Tools};
use super::preview;
use super::process;
use super::query;
use super::results::{Kind, Results, Run};
use super::typing;
use super::work::Work;

/// Measures in a folder of its own.
pub struct Bench<'a> {
    tools: &'a Tools,
    folder: PathBuf,
    raw: File,
    /// What was measured so far.
    pub results: Results,
}

/// A round of a site, whose articles are given by their paths below `content/`.
struct Round<'a> {
    articles: &'a [PathBuf],
    number: usize,
}

impl<'a> Bench<'a> {
    /// Measures in a new folder; every build becomes a line of JSON in `raw`.
    pub fn new(tools: &'a Tools, folder: PathBuf, raw: File) -> io::Result<Bench<'a>> {
        fs::create_dir_all(&folder)?;
        Ok(Bench { tools, folder, raw, results: Results::default() })
    }

    /// Builds a site of so many articles in every way, in so many rounds.
    pub fn measure(&mut self, articles: usize, rounds: usize) -> io::Result<()> {
        let peers: Vec<Peer> = Peer::ALL.into_iter().filter(|peer| self.is_there(*peer)).collect();
        self.write_corpora(articles, &peers)?;
        let paths = corpus::article_paths(articles);
        for number in 0..rounds {
            eprintln!("{articles} articles, round {} of {rounds}", number + 1);
            let round = Round { articles: &paths, number };
            for peer in &peers {
                self.cold(&round, *peer)?;
            }
            self.again(&round)?;
            self.previewed(&round)?;
            self.typed(&round)?;
            self.indexed(&round)?;
            self.checked(&round)?;
        }
        Ok(())
    }

    /// Builds a site of so many articles once with byline.
    pub fn measure_once(&mut self, articles: usize) -> io::Result<()> {
        eprintln!("{articles} articles");
        self.write_corpora(articles, &[Peer::Byline])?;
        let run = self.build(articles, 0, Kind::Cold, Peer::Byline)?;
        self.keep(run)
    }

    /// Removes everything that was built.
    pub fn remove(&self) -> io::Result<()> {
        fs::remove_dir_all(&self.folder)
    }

    fn is_there(&self, peer: Peer) -> bool {
        let nowhere = Path::new("");
        let folders = Folders { site: nowhere, output: nowhere, cache: nowhere, manifest: nowhere };
        self.tools.command(peer, &folders).is_some()
    }

    fn write_corpora(&self, articles: usize, peers: &[Peer]) -> io::Result<()> {
        for peer in peers.iter().filter(|peer| **peer != Peer::Floor) {
            let site = self.site(articles, *peer);
            fs::create_dir_all(&site)?;
            let flavour = peer.flavour();
            match &self.tools.itself {
                // Of its own process, so that this one stays small: see `Cost::peak`.
                Some(program) => {
                    let mut command = Command::new(program);
                    command.arg("--corpus").arg(articles.to_string()).arg(flavour.name()).arg(&site);
                    process::run(&mut command, &self.log(Peer::Floor))?;
                }
                None => corpus::write(articles, flavour, &site)?,
            }
        }
        Ok(())
    }

    fn cold(&mut self, round: &Round<'_>, peer: Peer) -> io::Result<()> {
        let articles = round.articles.len();
        if peer == Peer::Byline {
            self.put_cache_aside(round, Kind::Cold)?;
        }
        if peer == Peer::Floor && round.number == 0 {
            super::floor::list(&self.output(articles, Kind::Cold, Peer::Byline, 0), &self.manifest(articles))?;
        }
        let run = self.build(articles, round.number, Kind::Cold, peer)?;
        self.keep(run)?;
        if peer != Peer::Floor && round.number == 0 {
            let parts = Parts::count(&self.output(articles, Kind::Cold, peer, 0), round.articles)?;
            self.results.parts.push((articles, peer, parts));
        }
        Ok(())
    }

    /// The builds that follow a cold one.
    fn again(&mut self, round: &Round<'_>) -> io::Result<()> {
        let Round { articles, number } = *round;
        let run = self.build(articles.len(), number, Kind::Unchanged, Peer::Byline)?;
        self.keep(run)?;

        let mut edits = Edits::default();
        let sentence = format!("A sentence of round {number} that stood nowhere.");
        let article = &articles[(5 + 2 * number) % articles.len()];
        let peers: Vec<Peer> = [Peer::Byline, Peer::Hugo].into_iter().filter(|peer| self.is_there(*peer)).collect();
        for peer in peers {
            edits.add_sentence(&self.site(articles.len(), peer).join("content").join(article), &sentence)?;
            let run = self.build(articles.len(), number, Kind::Body, peer)?;
            self.keep(run)?;
            see(&self.output(articles.len(), Kind::Body, peer, number), article, &sentence)?;
        }

        let title = format!("A title of round {number} that stood nowhere");
        let article = &articles[(6 + 2 * number) % articles.len()];
        let output = self.output(articles.len(), Kind::Title, Peer::Byline, number);
        let before = edits::pages(&output)?;
        edits.retitle(&self.site(articles.len(), Peer::Byline).join("content").join(article), &title)?;
        let mut run = self.build(articles.len(), number, Kind::Title, Peer::Byline)?;
        see(&output, article, &title)?;
        let after = edits::pages(&output)?;
        run.changed = Some(after.iter().filter(|(path, hash)| before.get(*path) != Some(*hash)).count());
        self.keep(run)?;
        edits.undo()
    }

    /// The preview of the site that was built, which is started once to answer, and once to show what is saved.
    fn previewed(&mut self, round: &Round<'_>) -> io::Result<()> {
        let Round { articles, number } = *round;
        let site = self.site(articles.len(), Peer::Byline);
        process::settle();
        let cost = preview::ready(&mut self.tools.preview(&site), &articles[0])?;
        self.keep(Run::of(articles.len(), number, Kind::Ready, Peer::Byline, cost))?;
        process::settle();
        let (cost, saves) = preview::save(&mut self.tools.preview(&site), &site, articles, number)?;
        self.keep(Run { saves: Some(saves), ..Run::of(articles.len(), number, Kind::Saved, Peer::Byline, cost) })
    }

    /// The language server of the site that was built, while somebody writes into an article.
    fn typed(&mut self, round: &Round<'_>) -> io::Result<()> {
        let Round { articles, number } = *round;
        let site = self.site(articles.len(), Peer::Byline);
        process::settle();
        let article = &articles[(7 + 2 * number) % articles.len()];
        let (cost, keys) = typing::keystrokes(&mut self.tools.byline("lsp", &site), &site, article)?;
        self.keep(Run { saves: Some(keys), ..Run::of(articles.len(), number, Kind::Typed, Peer::Byline, cost) })
    }

    /// A check, for which nothing is known yet either, and one after an edit.
    fn checked(&mut self, round: &Round<'_>) -> io::Result<()> {
        let Round { articles, number } = *round;
        let site = self.site(articles.len(), Peer::Byline);
        self.put_cache_aside(round, Kind::Checked)?;
        let mut check = |kind| -> io::Result<()> {
            process::settle();
            let cost = process::run(&mut self.tools.byline("check", &site), &self.log(Peer::Byline))?;
            self.keep(Run::of(articles.len(), number, kind, Peer::Byline, cost))
        };
        check(Kind::Checked)?;
        let mut edits = Edits::default();
        let article = &articles[(8 + 2 * number) % articles.len()];
        edits.add_sentence(&site.join("content").join(article), "A sentence that no check has read.")?;
        check(Kind::CheckedAgain)?;
        edits.undo()
    }

    /// A cold build with the search, which has a row of its own: the others do what the other peers do.
    fn indexed(&mut self, round: &Round<'_>) -> io::Result<()> {
        let articles = round.articles.len();
        let mut edits = Edits::default();
        edits.turn_search_on(&self.site(articles, Peer::Byline))?;
        self.put_cache_aside(round, Kind::Indexed)?;
        let mut run = self.build(articles, round.number, Kind::Indexed, Peer::Byline)?;
        if round.number == 0 {
            let output = self.output(articles, Kind::Indexed, Peer::Byline, round.number);
            run.query = Some(query::most(&output, round.articles)?);
        }
        self.keep(run)?;
        edits.undo()
    }

    fn build(&self, articles: usize, round: usize, kind: Kind, peer: Peer) -> io::Result<Run> {
        let (site, output) = (self.site(articles, peer), self.output(articles, kind, peer, round));
        let cache = self.folder.join(format!("{articles}/cache-{}-{round}", peer.flavour().name()));
        let manifest = self.manifest(articles);
        let folders = Folders { site: &site, output: &output, cache: &cache, manifest: &manifest };
        let missing = || io::Error::other(format!("{} is not there", peer.title()));
        let mut command = self.tools.command(peer, &folders).ok_or_else(missing)?;
        let log = self.log(peer);
        process::settle();
        let cost = process::run(&mut command, &log)?;
        let work = if peer == Peer::Byline { Work::read(&fs::read_to_string(&log)?) } else { None };
        Ok(Run { work, ..Run::of(articles, round, kind, peer, cost) })
    }

    /// Keeps a build, and writes it to the raw figures.
    fn keep(&mut self, run: Run) -> io::Result<()> {
        writeln!(self.raw, "{}", serde_json::to_string(&run)?)?;
        self.results.runs.push(run);
        Ok(())
    }

    /// Moves byline's cache out of the site: to remove it would be felt by the next build.
    fn put_cache_aside(&self, round: &Round<'_>, before: Kind) -> io::Result<()> {
        let articles = round.articles.len();
        let aside = self.folder.join(format!("{articles}/cache-before-{before:?}-{}", round.number));
        match fs::rename(self.site(articles, Peer::Byline).join(".byline"), aside) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(cause),
            _ => Ok(()),
        }
    }

    fn site(&self, articles: usize, peer: Peer) -> PathBuf {
        self.folder.join(format!("{articles}/{}", peer.flavour().name()))
    }

    fn output(&self, articles: usize, kind: Kind, peer: Peer, round: usize) -> PathBuf {
        let name = match (kind, peer) {
            (_, Peer::Floor) => "floor",
            (Kind::Indexed, _) => "indexed",
            _ => peer.flavour().name(),
        };
        self.folder.join(format!("{articles}/output-{name}-{round}"))
    }

    fn manifest(&self, articles: usize) -> PathBuf {
        self.folder.join(format!("{articles}/manifest"))
    }

    fn log(&self, peer: Peer) -> PathBuf {
        self.folder.join(format!("{}.log", if peer == Peer::Floor { "floor" } else { peer.flavour().name() }))
    }
}

/// Sees that a built site shows a text on the page of an article.
fn see(output: &Path, article: &Path, text: &str) -> io::Result<()> {
    let page = edits::page(output, article);
    match fs::read_to_string(&page)?.contains(text) {
        true => Ok(()),
        false => Err(io::Error::other(format!("`{}` does not show what was edited", page.display()))),
    }
}
