//! What was measured.

use serde::Serialize;

use super::parts::Parts;
use super::peers::Peer;
use super::process::Cost;
use super::work::Work;

/// What is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A site that was never built: there is neither output nor cache.
    Cold,
    /// The same once more.
    Unchanged,
    /// After a sentence was added to one article.
    Body,
    /// After one article got another title.
    Title,
    /// The preview of a site that was built: nothing is built, but it answers.
    Ready,
    /// The preview while one article after the other is saved.
    Saved,
    /// The language server while somebody writes into an article.
    Typed,
    /// As cold, but with the search, which the others build without.
    Indexed,
    /// A check of a site that was never built.
    Checked,
    /// A check after a sentence was added to one article.
    CheckedAgain,
}

impl Kind {
    /// All, in the order in which they are built.
    pub const ALL: [Kind; 10] = [
        Kind::Cold,
        Kind::Unchanged,
        Kind::Body,
        Kind::Title,
        Kind::Ready,
        Kind::Saved,
        Kind::Typed,
        Kind::Indexed,
        Kind::Checked,
        Kind::CheckedAgain,
    ];

    /// Its name in tables.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Cold => "cold build",
            Kind::Unchanged => "second build, nothing changed",
            Kind::Body => "build after one body edit",
            Kind::Title => "build after one title edit",
            Kind::Ready => "preview: from its start to its first page",
            Kind::Saved => "preview, while articles are saved",
            Kind::Typed => "language server, while somebody writes",
            Kind::Indexed => "cold build with the search",
            Kind::Checked => "check of the site, without a cache",
            Kind::CheckedAgain => "check after one body edit",
        }
    }
}

/// One build.
#[derive(Clone, Debug, Serialize)]
pub struct Run {
    /// How many articles the site has.
    pub articles: usize,
    /// The round, from 0.
    pub round: usize,
    /// What was built.
    pub kind: Kind,
    /// Who built.
    pub peer: Peer,
    /// What it cost.
    #[serde(flatten)]
    pub cost: Cost,
    /// What byline says that it did.
    pub work: Option<Work>,
    /// After a new title: how many pages are not what they were, those among them that show the title and those whose
    /// related articles are others now, because words of titles are among what articles share.
    pub changed: Option<usize>,
    /// With the search: the most that one query loads, in bytes.
    pub query: Option<usize>,
    /// With the preview: the seconds from each save to the answer that shows it; with the language server: from each
    /// keystroke to the message that says what is wrong now.
    pub saves: Option<Vec<f64>>,
}

impl Run {
    /// A run of which nothing is known but its cost.
    pub fn of(articles: usize, round: usize, kind: Kind, peer: Peer, cost: Cost) -> Run {
        Run { articles, round, kind, peer, cost, work: None, changed: None, query: None, saves: None }
    }
}

/// All builds, and what is on the pages.
#[derive(Debug, Default)]
pub struct Results {
    /// The builds in the order in which they were done.
    pub runs: Vec<Run>,
    /// What is on the pages of a site of so many articles, by who built it.
    pub parts: Vec<(usize, Peer, Parts)>,
}

impl Results {
    /// The builds of one kind, round by round.
    pub fn of(&self, articles: usize, kind: Kind, peer: Peer) -> Vec<&Run> {
        let runs = self.runs.iter().filter(|run| (run.articles, run.kind, run.peer) == (articles, kind, peer));
        runs.collect()
    }

    /// A figure of the builds of one kind, round by round.
    pub fn figures(&self, articles: usize, kind: Kind, peer: Peer, figure: fn(&Cost) -> f64) -> Vec<f64> {
        self.of(articles, kind, peer).iter().map(|run| figure(&run.cost)).collect()
    }
}
