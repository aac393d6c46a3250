//! A document as it is being written, before the site is connected anew.
//!
//! In: the site as it was connected last, and the document as it stands now. Out: what the rules find in it ([`look`]), and
//! which of its links, citations, people, pictures and components lead nowhere ([`Connected`]).

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread;

use super::lints::subject;
use super::output::{Edition, Output};
use super::{Options, site};
use crate::date::Instant;
use crate::diagnostics::Diagnostic;
use crate::error::Error;
use crate::lint::{self, Chosen};
use crate::parse::passages;
use crate::resolve::single::{self, Draft, Looked, Mistakes};
use crate::resolve::{Article, Connections, Picture};
use crate::text::RelPath;

/// The site as it was connected last, ready to connect single documents to it in well below a millisecond each.
///
/// What stands ready borrows from the site, so it lives on a thread of its own, which ends with this value.
pub struct Connected {
    ask: Sender<(Draft, Sender<Option<Looked>>)>,
}

impl Connected {
    /// Gives everything its place again, as it was at `now`, and comes back when it is ready.
    ///
    /// # Errors
    /// If no thread can be started.
    pub fn new(output: Arc<Output>, options: &Options, now: Instant) -> Result<Connected, Error> {
        let (ask, asked) = mpsc::channel::<(Draft, Sender<Option<Looked>>)>();
        let (ready, waits) = mpsc::channel::<()>();
        let options = options.clone();
        let work = move || {
            // Where another document is read than the author's, what is wrong stands in neither of the two.
            let rewritten: BTreeSet<RelPath> = output.rewritten().into_keys().cloned().collect();
            site::connected_from(&output, now, &options, |inputs| {
                single::standing(inputs, |standing| {
                    drop(ready);
                    for (draft, answer) in asked {
                        let mut looked = standing.look(&draft);
                        if let Some(looked) = looked.as_mut().filter(|_| rewritten.contains(draft.path())) {
                            looked.mistakes = Mistakes::default();
                        }
                        // Who asked may have gone.
                        let _ = answer.send(looked);
                    }
                });
            });
        };
        let started = thread::Builder::new().name("drafts".to_owned()).spawn(work);
        started.map_err(|cause| Error::new("look at what is being written", cause.to_string()))?;
        // It says nothing: that it is ready, or has failed, is that nobody can say it any more.
        let _ = waits.recv();
        Ok(Connected { ask })
    }

    /// Connects a document; `None` unless it is a public page of its own.
    pub fn look(&self, draft: Draft) -> Option<Looked> {
        let (answer, answered) = mpsc::channel();
        self.ask.send((draft, answer)).ok()?;
        answered.recv().ok()?
    }
}

/// What the chosen rules find in an article as it is connected now; nothing in one that is not public. `bytes` is what it
/// says.
pub fn look(output: &Output, draft: Article, bytes: &[u8], chosen: &Chosen, now: Instant) -> Vec<Diagnostic> {
    let path = &draft.facts.path;
    let find =
        |edition: &Edition| edition.site().articles.binary_search_by(|article| article.facts.path.cmp(path)).ok();
    let Some((edition, at)) = output.editions().iter().find_map(|edition| Some((edition, find(edition)?))) else {
        return Vec::new();
    };
    let Some(known) = edition.site().articles.get(at) else { return Vec::new() };
    let passages =
        if chosen.reads_words() { passages::of_article(path, bytes, output.parse_options()) } else { Vec::new() };
    let article = completed(draft, known);
    lint::of_article(&subject(output, edition, now), &article, &passages, chosen)
}

/// The article with what the site made of it: what other articles and the files of its pictures tell.
fn completed(draft: Article, known: &Article) -> Article {
    let examined = |picture: Picture| {
        let shown = known.connections.pictures.iter().chain(&known.lead_image);
        let same = shown.filter(|one| one.file.is_some()).find(|one| one.file == picture.file);
        let Some(same) = same.cloned() else { return picture };
        Picture {
            size: same.size,
            format: same.format,
            tint: same.tint,
            copies: same.copies,
            credit: picture.credit.or(same.credit),
            credit_url: picture.credit_url.or(same.credit_url),
            license: picture.license.or(same.license),
            creator: picture.creator.or(same.creator),
            copyright: picture.copyright.or(same.copyright),
            digital_source: picture.digital_source.or(same.digital_source),
            ..picture
        }
    };
    let Connections { links, pictures, shown, calls, marks, sources } = draft.connections;
    let pictures = pictures.into_iter().map(examined).collect();
    Article {
        connections: Connections { links, pictures, shown, calls, marks, sources },
        lead_image: draft.lead_image.map(examined),
        mentioned_in: known.mentioned_in.clone(),
        related: known.related.clone(),
        has_card: known.has_card,
        translations: known.translations.clone(),
        ..draft
    }
}
