//! Who is measured, and how each is run.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Serialize;

use super::corpus::Flavour;
use super::hugo::Hugo;

/// Who builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Peer {
    /// byline.
    Byline,
    /// Hugo, which looks for related articles itself.
    Hugo,
    /// Hugo with related articles given in the front matter.
    HugoRelated,
    /// The least that any generator does.
    Floor,
}

impl Peer {
    /// All, in the order in which they take turns.
    pub const ALL: [Peer; 4] = [Peer::Byline, Peer::Hugo, Peer::HugoRelated, Peer::Floor];

    /// Its name in tables.
    pub fn title(self) -> &'static str {
        match self {
            Peer::Byline => "byline",
            Peer::Hugo => "Hugo",
            Peer::HugoRelated => "Hugo, related given",
            Peer::Floor => "floor",
        }
    }

    /// The corpus that it builds.
    pub fn flavour(self) -> Flavour {
        match self {
            Peer::Byline | Peer::Floor => Flavour::Byline,
            Peer::Hugo => Flavour::Hugo,
            Peer::HugoRelated => Flavour::HugoRelated,
        }
    }
}

/// The programs that are measured.
pub struct Tools {
    /// byline.
    pub byline: PathBuf,
    /// This program, which is the floor and writes corpora if it is asked to. Without it there is no floor.
    pub itself: Option<PathBuf>,
    /// Hugo, where it is installed.
    pub hugo: Option<Hugo>,
}

/// What a build reads and writes.
pub struct Folders<'a> {
    /// The corpus.
    pub site: &'a Path,
    /// Where the built site goes.
    pub output: &'a Path,
    /// A folder for what Hugo keeps.
    pub cache: &'a Path,
    /// The files that the floor writes.
    pub manifest: &'a Path,
}

impl Tools {
    /// How a peer builds; nothing if it is not there.
    pub fn command(&self, peer: Peer, folders: &Folders<'_>) -> Option<Command> {
        match peer {
            Peer::Byline => {
                let mut command = self.byline("build", folders.site);
                command.arg("--output").arg(folders.output);
                Some(command)
            }
            Peer::Hugo | Peer::HugoRelated => {
                let mut command = Command::new(&self.hugo.as_ref()?.program);
                command.arg("--source").arg(folders.site).arg("--destination").arg(folders.output);
                command.arg("--noBuildLock").arg("--cacheDir").arg(folders.cache);
                Some(command)
            }
            Peer::Floor => {
                let mut command = Command::new(self.itself.as_ref()?);
                command.arg("--floor").arg(folders.site.join("content")).arg(folders.output).arg(folders.manifest);
                Some(command)
            }
        }
    }

    /// How byline shows a site while it is written.
    pub fn preview(&self, site: &Path) -> Command {
        let mut command = self.byline("serve", site);
        command.args(["--port", "0"]);
        command
    }

    /// A command of byline for a site.
    pub fn byline(&self, name: &str, site: &Path) -> Command {
        let mut command = Command::new(&self.byline);
        command.args([name, "--root"]).arg(site);
        command.env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
        command
    }
}
