//! What is answered to a question, from the site as it is shown now.

use super::{Desk, Revised, State, Told, json};
use crate::build::preview::{File, PageAt, Preview};
use crate::compose::PageKey;
use crate::date::Instant;
use crate::diagnostics::Diagnostic;
use crate::media_type;
use crate::serve::desk::problem;
use crate::serve::message::{Answer, Question};
use crate::serve::page::{self, Wrong};
use crate::serve::{address, desk};

impl Desk<'_> {
    /// Answers a question; `preview` is none as long as there is no site.
    pub(super) fn answer(
        &self,
        preview: Option<&Preview<'_>>,
        revised: &Revised,
        state: &mut State,
        question: &Question,
    ) -> Answer {
        let now = state.now.unwrap_or_else(Instant::now);
        let found = |address: &str| {
            let preview = preview?;
            let meant = address::meant(address, preview.output().base_path())?;
            let page = preview.page(&meant.file)?;
            Some((desk::Shown { preview, revision: revised.of(page), now }, page))
        };
        match question {
            Question::File(address) => match preview {
                Some(preview) => self.file(preview, revised, address, now, state),
                None => Answer::Unmade(self.without_site()),
            },
            Question::Desk => {
                let edition = self.edition(state);
                let mut mistakes: Vec<Diagnostic> = state.broken.iter().map(|(_, mistake)| mistake.clone()).collect();
                mistakes.dedup();
                mistakes.extend_from_slice(&state.diagnostics);
                let view =
                    desk::overview::view(preview, &edition, now, &mistakes, &self.texts(state), state.link.as_deref());
                Answer::Json(json(&view))
            }
            Question::Findings(from) => {
                let edition = self.edition(state);
                let link = state.link.as_deref();
                let at = (now, *from);
                let view = desk::findings::view(preview, &edition, at, &state.diagnostics, &self.texts(state), link);
                Answer::Json(json(&view))
            }
            Question::Page(address) => {
                let view = found(address)
                    .and_then(|(shown, key)| desk::page::view(&shown, key, &state.diagnostics, &self.texts(state)));
                view.map_or(Answer::Nothing, |view| Answer::Json(json(&view)))
            }
            Question::Source { address, wanted } => {
                let root = &self.session.places().root;
                let place = found(address).and_then(|(shown, page)| desk::place::find(&shown, page, wanted, root));
                place.map_or(Answer::Nothing, |place| Answer::Json(json(&place)))
            }
        }
    }

    fn file(&self, preview: &Preview<'_>, revised: &Revised, address: &str, now: Instant, state: &mut State) -> Answer {
        const NOT_FOUND: &str = "404.html";
        let base_path = preview.output().base_path();
        let Some(meant) = address::meant(address, base_path) else {
            if address == "/" {
                return Answer::Home(format!("{base_path}/"));
            }
            // The site lies below a path of its host: the way there is its home page.
            return self.made(preview, revised, NOT_FOUND, false, now, state).unwrap_or(Answer::Nothing);
        };
        if let Some(answer) = self.made(preview, revised, &meant.file, true, now, state) {
            return answer;
        }
        if meant.folder.is_some_and(|folder| preview.has(&folder)) {
            return Answer::Moved;
        }
        self.made(preview, revised, NOT_FOUND, false, now, state).unwrap_or(Answer::Nothing)
    }

    fn made(
        &self,
        preview: &Preview<'_>,
        revised: &Revised,
        path: &str,
        is_found: bool,
        now: Instant,
        state: &mut State,
    ) -> Option<Answer> {
        let page = preview.page(path);
        let line = |wrong: Option<Wrong<'_>>| {
            let shown = page.and_then(|page| {
                let edition = preview.edition(page)?;
                let PageKey::Article(id) = page.key else { return None };
                Some(desk::state(&edition.site().articles.get(id)?.facts.fields, edition.config(), now))
            });
            page::line(shown.unwrap_or_default(), self.follow, wrong)
        };
        let failed = |title: &str, text: &str| Answer::Unmade(page::own(title, text, &line(None)));
        Some(match preview.file(path, page.and_then(|page| revised.of(page))) {
            Ok(None) => return None,
            Ok(Some(File::Copied(from))) => Answer::File { path: path.to_owned(), from, is_found },
            Ok(Some(File::Made(bytes))) => {
                if let Some(page) = page {
                    state.good.keep(path, &bytes);
                    state.broken.retain(|(broken, _)| *broken != page);
                    state.said_broken.retain(|(broken, _)| *broken != page);
                }
                if !media_type::is_html(path) {
                    return Some(Answer::Made { path: path.to_owned(), bytes, is_found });
                }
                let refused = page.map(|page| preview.refused(page, &bytes, now)).unwrap_or_default();
                let problems = problem::problems(&refused, &self.texts(state), state.link.as_deref());
                if let Some(page) = page {
                    self.tell_refused(page, path, &refused, &problems, state);
                }
                let line = line(Some(Wrong::OfPage(&json(&problems))).filter(|_| !problems.is_empty()));
                let bytes = page::inject(bytes, &line);
                Answer::Made { path: path.to_owned(), bytes, is_found }
            }
            Ok(Some(File::Broken(broken))) => {
                if let Some(page) = page {
                    self.tell_broken(page, path, &broken.diagnostic, state);
                }
                if let Some(good) = state.good.get(path) {
                    let link = state.link.as_deref();
                    let mistakes = json(&problem::problems([&broken.diagnostic], &self.texts(state), link));
                    let bytes = page::inject(good.to_vec(), &line(Some(Wrong::OfTheme(&mistakes))));
                    return Some(Answer::Made { path: path.to_owned(), bytes, is_found });
                }
                let place = broken.diagnostic.place.as_ref().map(|place| format!(" ({})", place.path));
                let text = format!("{}{}", broken.diagnostic.message, place.unwrap_or_default());
                failed("This page cannot be made", &text)
            }
            Err(error) => failed("This page cannot be made now", &error.to_string()),
        })
    }

    /// Says that a page cannot be made, unless that has been said.
    fn tell_broken(&self, page: PageAt, path: &str, mistake: &Diagnostic, state: &mut State) {
        let problem = problem::problems([mistake], &self.texts(state), None).pop();
        let is_said = state.said_broken.iter().any(|(_, said)| Some(said) == problem.as_ref());
        state.broken.retain(|(known, _)| *known != page);
        state.broken.push((page, mistake.clone()));
        if !is_said {
            let address = address_of(path);
            let was_good = state.good.get(path).is_some();
            let built_in = &state.built_in;
            self.listener.told(&Told::Broken { address: &address, mistake, built_in, was_good });
        }
        state.said_broken.retain(|(known, _)| *known != page);
        state.said_broken.extend(problem.map(|problem| (page, problem)));
    }

    /// Says what would keep a page from being published, unless that has been said.
    fn tell_refused(
        &self,
        page: PageAt,
        path: &str,
        mistakes: &[Diagnostic],
        problems: &[problem::Problem],
        state: &mut State,
    ) {
        let is_said = match state.said_refused.iter().find(|(known, _)| *known == page) {
            Some((_, said)) => said == problems,
            None => problems.is_empty(),
        };
        if is_said {
            return;
        }
        state.said_refused.retain(|(known, _)| *known != page);
        if !problems.is_empty() {
            state.said_refused.push((page, problems.to_vec()));
            let address = address_of(path);
            self.listener.told(&Told::Refused { address: &address, mistakes, built_in: &state.built_in });
        }
    }

    fn without_site(&self) -> Vec<u8> {
        let text = "The site has mistakes. They are listed below, and the page appears as soon as they are mended.";
        page::own("There is nothing to show yet", text, &page::line(page::State::Unbuilt, self.follow, None))
    }
}

/// The address of a page, without the path of the site.
fn address_of(path: &str) -> String {
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
}
