//! byline: a static site generator for people who publish articles.
//!
//! # The map
//!
//! An article exists three times: **as written** ([`parse`]), **as connected** ([`resolve`]), **as shown** ([`compose`]).
//! Each stage turns one into the next and keeps nothing.
//!
//! ```text
//! discover → parse  →  resolve  →  compose  →  render → write
//!  files     one       the whole   a plain     bytes    only what
//!            file      site        view per             changed
//!            at a                  page
//!            time
//! ```
//!
//! Verbs are stages, nouns are things; the same feature has the same file name in each stage. Read in this order:
//!
//! 1. [`text`], [`date`], [`route`], [`slug`], [`html`], [`fs`], [`fingerprint`], [`error`], [`guard`], [`media_type`]: small things.
//! 2. [`diagnostics`]: the author's mistakes. Every one has a [`Code`](diagnostics::Code), a place and a way out.
//! 3. [`decode`]: YAML and TOML as values with places; [`config`]: `site.toml` and what a theme declares, typed.
//! 4. The stages: [`discover`], [`parse`], [`resolve`], [`lint`], [`compose`], [`render`], [`write`](mod@write); before them
//!    [`media`], which reads pictures and makes copies of them.
//!    Each `mod.rs` says what comes in, what goes out, and in which steps. [`schema`] tells editors what [`parse`] and
//!    [`config`] read.
//! 5. [`external`] asks other sites whether they answer. [`build`] runs the stages, [`serve`] runs them again and again for
//!    a browser, [`lsp`] for an editor; [`showcase`] is a magazine to look at a theme with; [`scaffold`] makes what a site begins with, [`import`] a site of
//!    another generator's; `deploy`, a feature, publishes what was built; [`cli`] is the only code that prints. [`planted`] holds the bugs that the tests plant.
//!
//! Imports point from later to earlier in this list, and each outside crate is imported by one module: its door.
//! `tests/suite/architecture.rs` holds both.
//!
//! # Where does a feature go?
//!
//! Say, a glossary: one new file of the same name in `parse` (what the author writes), `resolve` (what it is connected
//! to) and `compose` (what the reader sees), a template, a golden site in `tests/sites`, a problem file for each mistake,
//! and one-line registrations, among them what its page shows of others, in [`compose::brief`]: the compiler asks for it
//! there. `build` and `write` stay as they are: if they don't, it is in the wrong place. What only machines read, such as
//! a feed or the sitemap, is made without a template: a file of its own in [`compose::files`], with a brief and parts as a
//! page has.
//!
//! # Five sentences that stay true
//!
//! 1. A parse result depends on nothing but that one file, the pre-processors that it was given to and what they read, the
//!    parse options and byline's version; it holds its diagnostics too.
//! 2. `resolve` reads only the [facts](parse::document::Facts) of documents, never their
//!    [prose](parse::document::Prose); `compose` is a pure function of the [`Site`](resolve::Site) and the prose of its
//!    page.
//! 3. A view ([`compose::view`]) is the complete list of what its page shows. A template can reach nothing else: no site,
//!    no disk, no clock, no environment, no network, no randomness.
//! 4. A page is a function of its template with all that it includes, of its view, and of byline's version; the view is
//!    a function of what all pages share, of its [brief](compose::brief::Brief) and of its prose.
//! 5. What lies in the output is a function of the inputs alone. Only files that byline's manifest lists are ever
//!    removed, and a non-empty folder without a manifest is refused, not emptied.
//!
//! From these follows that an incremental build is byte for byte a clean build. Caches live in [`build::cache`] and never
//! inside a stage.
//!
//! # Two kinds of failure
//!
//! The author's mistakes are [`Diagnostic`](diagnostics::Diagnostic)s: many, and they never abort a stage; with one of
//! level error nothing is written. The machine's failures are one [`Error`](error::Error) that names the path and what
//! was being done. Exit codes: 0 clean or warnings, 1 the author's errors, 2 the machine's failure or a wrong command
//! line, 130 when interrupted.
//!
//! # Choices worth knowing
//!
//! - YAML is read into a tree with places ([`decode`]), because a diagnostic must point into the value that is wrong, and
//!   `serde_yaml` gives no places. A reader of our own takes the YAML that people write, in a tenth of the time; all else,
//!   and everything that is wrong, goes to saphyr-parser, and tests hold the two against each other and against
//!   `serde_yaml`, which otherwise reads the theme's words.
//! - Body, sections and questions of an article, wherever they are written, become one Markdown text that is parsed once
//!   ([`parse::markdown`]): numbering, ids and footnotes are in reading order, and both ways to write a section give the
//!   same bytes by construction.
//! - The theme's components are rendered while a page is composed ([`compose::Components`]), so a view holds finished
//!   HTML and a template stays plain.
//! - Time zones come from the database that is compiled in, never from the machine.
//! - A page's [brief](compose::brief) is all that it shows of the site besides its own document, and the composer has no
//!   other way to the site. The parts of the brief, with those of the document, the settings and the theme, are the
//!   page's key, so an unchanged page is not even composed.
//! - A site in several languages is one [`Edition`](build::output::Edition) for each: all are connected together, and each
//!   has its own settings, documents and pages.
//! - The preview is [`build::session`]: a pass is a build up to the output as a value. What happened on the disk is a hint
//!   and never an input. An article of which words alone changed is shown before the pass that it causes, because all
//!   that the rest of the site may show of it, its facts, [says the same](parse::document::Facts::says_the_same).
//! - A pre-processor is given an article before it is parsed, and the body that it returns carries the way back to the
//!   author's file ([`build::preprocessors`]), as a text of YAML does. So no later stage knows of it, and every place in a
//!   fact or a diagnostic is one that the author can go to.
//! - What a site has promised to keep, `urls.lock`, is an input: a build reads it ([`resolve::lock`]), and
//!   `byline urls accept` alone writes it.
//! - `resolve` always runs in full: for ten thousand articles it takes about a tenth of a second, and its diagnostics then
//!   have the places that the files have now. What is kept between builds are the facts of unchanged documents,
//!   never their prose, which is parsed again for the few pages that need it, and never the site. Beside the facts lie
//!   the words of each article, from which the search is made ([`parse::search`], [`compose::files::search`]), and which
//!   articles are related, with the print of all that tells it ([`resolve::related`]).
//! - What rules find in words and on pages is kept, too, with the print of all that a rule may know of them: a rule of words
//!   is given no site, but what [`lint::words`] lists, and a page has the parts that a build knows it by.
//! - After an edit of words alone, what all other pages are made from is what the last build says: the facts of what
//!   changed say the same, and all else that a build reads is what it was.

pub mod build;
pub mod cli;
pub mod compose;
pub mod config;
pub mod date;
pub mod decode;
#[cfg(feature = "deploy")]
pub mod deploy;
pub mod diagnostics;
pub mod discover;
pub mod error;
pub mod external;
pub mod fingerprint;
pub mod fs;
pub mod guard;
pub mod html;
pub mod import;
pub mod lint;
pub mod lsp;
pub mod media;
pub mod media_type;
pub mod parse;
pub mod planted;
pub mod render;
pub mod resolve;
pub mod route;
pub mod scaffold;
pub mod schema;
pub mod serve;
pub mod showcase;
pub mod slug;
pub mod text;
pub mod write;
