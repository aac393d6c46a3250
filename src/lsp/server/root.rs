//! Where the site is.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Instant as Stopwatch;

use gen_lsp_types as types;
use serde_json::json;

use super::{Event, Server};
use crate::error::Error;
use crate::lsp::{Options, background, uri};
use crate::resolve::SETTINGS;
use crate::serve::message::Message as Hint;
use crate::serve::watch;

impl Server<'_> {
    /// Looks for the site where the editor works.
    ///
    /// # Errors
    /// A root that was named and is none.
    pub(super) fn begin(&mut self, client: &types::InitializeParams) -> Result<(), Error> {
        if self.abilities.watches {
            let kinds = json!({ "watchers": [{ "globPattern": "**/*" }] });
            let id = "byline-files";
            let registration =
                json!({ "id": id, "method": "workspace/didChangeWatchedFiles", "registerOptions": kinds });
            self.out.ask("client/registerCapability", json!({ "registrations": [registration] }));
        }
        if let Some(root) = &self.options.root {
            return self.take_root(root);
        }
        let folders = match &client.workspace_folders_initialize_params.workspace_folders {
            Some(types::WorkspaceFolders::WorkspaceFolderList(folders)) => {
                folders.iter().map(|folder| folder.uri.clone()).collect()
            }
            _ => Vec::new(),
        };
        #[expect(deprecated, reason = "it is what clients say that know no folders")]
        let root_uri = &client.root_uri;
        let folders: Vec<PathBuf> = folders.iter().chain(root_uri).filter_map(uri::path).collect();
        let has_site = |folder: &&PathBuf| folder.join(SETTINGS).is_file();
        let root = folders.iter().find(has_site).cloned().or_else(|| folders.iter().find_map(|folder| nearest(folder)));
        root.map_or(Ok(()), |root| self.take_root(&root))
    }

    /// Takes the folder of a site, and begins to look at it.
    pub(super) fn take_root(&mut self, root: &Path) -> Result<(), Error> {
        let root = root.canonicalize().map_err(|cause| Error::io("open the folder", root, &cause))?;
        let Options { root: _, build, runs, is_fixed } = self.options;
        let build = crate::build::Options { root: root.clone(), ..build.clone() };
        let (jobs, taken) = mpsc::channel();
        background::start(build, *runs, *is_fixed, self.abilities.encoding, taken, self.events.clone())?;
        if !self.abilities.watches {
            let (sender, hints) = mpsc::channel();
            let events = self.events.clone();
            let watch = watch::watch(&root, false, sender, |_| {})?;
            let forward = move || {
                // As long as this thread lives, the site is watched.
                let _watch = watch;
                while let Ok(Hint::Changed(_)) = hints.recv() {
                    if events.send(Event::Hinted).is_err() {
                        return;
                    }
                }
            };
            let started = thread::Builder::new().name("hints".to_owned()).spawn(forward);
            started.map_err(|cause| Error::new("watch the site", cause.to_string()))?;
        }
        self.root = Some(root);
        self.jobs = Some(jobs);
        self.due = Some(Stopwatch::now());
        Ok(())
    }
}

/// The nearest folder with a site.toml, from a path upwards.
pub(super) fn nearest(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| folder.join(SETTINGS).is_file()).map(Path::to_owned)
}
