//! What is shown of files that are open, and of those that are not.

use std::sync::Arc;
use std::thread;

use gen_lsp_types as types;

use super::Server;
use crate::build::draft;
use crate::diagnostics::{self, Diagnostic};
use crate::discover;
use crate::lint::Ran;
use crate::lsp::background::{New, Passed};
use crate::lsp::desk::Text;
use crate::lsp::known::Known;
use crate::lsp::open::Open;
use crate::lsp::positions::Lines;
use crate::lsp::{report, uri};
use crate::resolve::single::{Draft, Mistakes};
use crate::text::RelPath;

impl Server<'_> {
    /// Takes what a pass found.
    pub(super) fn passed(&mut self, Passed { versions, new }: Passed) {
        self.is_busy = false;
        self.has_passed = true;
        self.failure.clear();
        // Also where all is as it was: then it is as these versions have it.
        for (path, version) in &versions {
            if let Some(open) = self.open.get_mut(path) {
                open.seen(*version);
            }
        }
        if let Some(new) = new {
            let New { known, findings, is_behind, changed } = *new;
            if is_behind {
                self.look_at_all_later();
            }
            if let Some(known) = known {
                let options = |known: &Known| known.output.parse_options().print();
                if self.known.as_ref().map(options) != Some(options(&known)) {
                    self.open.values_mut().for_each(Open::forget);
                }
                // To take a large site apart takes longer than a keystroke may.
                let old = self.known.replace(known);
                let _ = thread::Builder::new().spawn(move || drop(old));
            }
            self.findings = findings;
            for (path, found) in changed {
                if !self.open.contains_key(&path) {
                    self.publish(&path, None, &found);
                }
                self.told.insert(path, found);
            }
        }
        self.stale = self.open.keys().cloned().collect();
        self.show_stale();
        self.answer_waiting();
    }

    pub(super) fn publish(&self, path: &RelPath, version: Option<i32>, found: &[types::Diagnostic]) {
        let Some(root) = &self.root else { return };
        let uri = self.open.get(path).map_or_else(|| uri::of(&path.on_disk(root)), |open| open.uri.clone());
        let params = types::PublishDiagnosticsParams { uri, version, diagnostics: found.to_vec() };
        self.out.notify("textDocument/publishDiagnostics", params);
    }

    /// Shows what is wrong with the open files that have changed.
    pub(super) fn show_stale(&mut self) {
        if !self.has_passed {
            return;
        }
        let mut stale = std::mem::take(&mut self.stale);
        stale.sort();
        stale.dedup();
        for path in stale {
            let Some(found) = self.found(&path) else { continue };
            let Some(open) = self.open.get(&path) else { continue };
            let text = text_of(open);
            let others = &mut |path: &RelPath| {
                let root = self.root.as_ref()?;
                match self.open.get(path) {
                    Some(open) => Some((open.uri.clone(), text_of(open))),
                    None => {
                        let text = std::fs::read(path.on_disk(root)).ok()?;
                        let text: Arc<str> = String::from_utf8_lossy(&text).into();
                        let lines = Lines::new(&text, self.abilities.encoding);
                        Some((uri::of(&path.on_disk(root)), Text { text, lines }))
                    }
                }
            };
            let shown: Vec<(Diagnostic, types::Diagnostic)> =
                found.into_iter().map(|one| (one.clone(), report::diagnostic(&one, &text, others))).collect();
            let diagnostics: Vec<types::Diagnostic> = shown.iter().map(|(_, one)| one.clone()).collect();
            self.publish(&path, Some(open.version), &diagnostics);
            self.shown.insert(path, shown);
        }
    }

    /// What is wrong with an open file as it stands now.
    fn found(&mut self, path: &RelPath) -> Option<Vec<Diagnostic>> {
        let none = Vec::new();
        let open = self.open.get_mut(path)?;
        let moved = |open: &Open, found: &Vec<Diagnostic>| {
            found.iter().filter_map(|one| report::moved(one, open)).collect::<Vec<Diagnostic>>()
        };
        let is_document = path.below("content").is_some() && discover::is_document(path);
        let (Some(known), Some(levels), true) = (&self.known, &self.findings.levels, is_document) else {
            return Some(moved(open, self.findings.judged.get(path).unwrap_or(&none)));
        };
        let (live, is_new) = open.read(known.output.parse_options());
        self.documents += usize::from(is_new);
        // What the document refers to is looked up at once; what else the site said of it holds until it is looked at.
        let looked = live.document.as_ref().and_then(Draft::of).and_then(|draft| known.connected.look(draft));
        let (Mistakes { before, now }, article) =
            looked.map_or_else(Default::default, |looked| (looked.mistakes, looked.article));
        let of_site = self.findings.of_site.get(path).unwrap_or(&none).iter();
        let mut found = moved(open, &of_site.filter(|one| !before.contains(one)).cloned().collect());
        found.extend(now);
        found.extend(live.diagnostics.iter().cloned());
        if let Some(article) = article {
            found.extend(draft::look(&known.output, article, open.text.as_bytes(), &known.chosen, known.now));
        }
        let allowances = live.references().map_or(&[][..], |references| &references.allowances);
        let mut found = levels.of_document(path, allowances).judge(found, Ran::Sources);
        found.retain(|one| one.place.as_ref().is_some_and(|place| place.path == *path));
        diagnostics::sort(&mut found);
        Some(found)
    }
}

fn text_of(open: &Open) -> Text {
    Text { text: Arc::clone(&open.text), lines: open.lines.clone() }
}
