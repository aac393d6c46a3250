//! `byline serve`: the preview that editors keep open all day.
//!
//! In: a site, and what happens to its files. Out: its pages to a browser, each as a build writes it but for the one line
//! that loads the preview's script.
//!
//! 1. [`watch`] hints at what may have changed on the disk.
//! 2. [`run`] is the desk: it lets a [`Session`](crate::build::session::Session) look again, keeps the last good site, and
//!    answers questions ([`message`]) about it one by one.
//! 3. [`server`] takes requests: [`guard`] and [`access`] refuse what is not for it, [`address`] says which file is meant,
//!    [`range`] and [`body`] send it, with a name that [`media_type`](crate::media_type) gives it; [`events`] tells browsers what has changed.
//! 4. [`page`] adds the line to a page; [`scripts`] are the files that it loads.
//! 5. [`desk`] is the editor's desk: what is known of a page, of the site, and where things were written.
//!
//! Invariant: what is served is one finished pass, never two halves; at every quiet moment it is what `build` writes.
//! Nothing is written but the cache.

mod access;
mod address;
mod body;
mod desk;
mod events;
mod guard;
pub(crate) mod message;
mod page;
mod range;
mod run;
mod scripts;
mod server;
pub(crate) mod watch;

use std::collections::BTreeSet;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::build;
use crate::build::{session, settings};
use crate::diagnostics::Diagnostic;
use crate::error::Error;
use crate::fingerprint::print;
use crate::text::RelPath;

use access::Own;
use events::Hub;
use run::{Desk, Home};
use server::Server;

/// The port that is tried first.
pub const PORT: u16 = 4321;

/// What a preview is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// What is built; its instant holds for every pass if `is_fixed`.
    pub build: build::Options,
    /// Whether the instant was given; else it is the clock's at each pass.
    pub is_fixed: bool,
    /// The port; a free one near the usual one by default.
    pub port: Option<u16>,
    /// The address to listen on.
    pub bind: IpAddr,
    /// Whether the browser follows what is saved.
    pub follow: bool,
    /// Whether files are looked at again and again instead of being watched.
    pub poll: bool,
}

/// What a preview tells its terminal.
pub enum Told<'t> {
    /// Where it can be seen; the port that was taken by somebody else, if another had to be used.
    Serving {
        /// The address of the home page's host.
        url: &'t str,
        /// The address of the home page, which lies below that of its host if the site does.
        home: &'t str,
        /// The port that was wanted.
        taken: Option<u16>,
    },
    /// The site has moved, for the settings say that it lies elsewhere on its host.
    Moved {
        /// The address of the home page.
        home: &'t str,
    },
    /// The words of one article were changed, and nothing else.
    Page {
        /// Its file.
        file: &'t RelPath,
        /// Its address.
        address: &'t str,
        /// How long it took.
        took: Duration,
    },
    /// The whole site was looked at.
    Site {
        /// What was said to have changed.
        files: &'t BTreeSet<RelPath>,
        /// The author's mistakes, sorted.
        diagnostics: &'t [Diagnostic],
        /// The texts of files that are not on disk.
        built_in: &'t [(RelPath, String)],
        /// Whether it is shown; else the last good one is.
        is_shown: bool,
        /// Whether there is a good one.
        has_site: bool,
        /// How long it took.
        took: Duration,
    },
    /// A page that somebody asked for cannot be made, for a mistake in the theme.
    Broken {
        /// Its address.
        address: &'t str,
        /// The mistake.
        mistake: &'t Diagnostic,
        /// The texts of files that are not on disk.
        built_in: &'t [(RelPath, String)],
        /// Whether it is shown as it was last; else it is not.
        was_good: bool,
    },
    /// A page that somebody asked for is shown, and would not be published.
    Refused {
        /// Its address.
        address: &'t str,
        /// What rules that are set to `error` have found on it.
        mistakes: &'t [Diagnostic],
        /// The texts of files that are not on disk.
        built_in: &'t [(RelPath, String)],
    },
    /// The machine failed; the preview tries again.
    Failed(&'t Error),
    /// Something that the person should know.
    Warning(&'t str),
}

/// Told what a preview does, from any thread.
pub trait Listener: Send + Sync {
    /// Something happened.
    fn told(&self, told: &Told<'_>);
}

/// Serves the site until the process ends.
///
/// # Errors
/// A failure of the machine at the start; later ones are told.
pub fn serve(options: &Options, listener: Arc<dyn Listener>) -> Result<(), Error> {
    let (socket, taken) = listen(options.bind, options.port)?;
    let at = socket.local_addr().map_err(|cause| Error::new("listen for requests", cause.to_string()))?;
    let hub = Arc::new(Hub::default());
    let (sender, messages) = mpsc::channel();
    let server = Server {
        own: Own { port: at.port(), bind: options.bind },
        root: options.build.root.clone(),
        follow: options.follow,
        hub: Arc::clone(&hub),
        desk: sender.clone(),
    };
    let failed = |cause: std::io::Error| Error::new("start the preview's server", cause.to_string());
    let ending = sender.clone();
    let served = Arc::clone(&listener);
    let answering = move || {
        if let Err(error) = server::run(socket, server) {
            served.told(&Told::Failed(&error));
        }
        let _ = ending.send(message::Message::End);
    };
    thread::Builder::new().name("server".to_owned()).spawn(answering).map_err(failed)?;
    let warned = Arc::clone(&listener);
    let watch = watch::watch(&options.build.root, options.poll, sender, move |text| warned.told(&Told::Warning(text)))?;
    session::open(&options.build, |session| {
        let host = if options.bind.is_unspecified() || options.bind.is_loopback() {
            "localhost".to_owned()
        } else {
            SocketAddr::new(options.bind, 0).to_string().trim_end_matches(":0").to_owned()
        };
        let url = format!("http://{host}:{}/", at.port());
        // What is wrong with the settings is told by the first pass.
        let base_path = settings::read(&session.places().root, &options.build)?.value;
        let base_path = base_path.map(|settings| settings.config.base_path).unwrap_or_default();
        let home = Home { host: url.trim_end_matches('/').to_owned(), base_path };
        listener.told(&Told::Serving { url: &url, home: &home.address(), taken });
        let is_fixed = options.is_fixed;
        let desk = Desk {
            session,
            messages,
            watch,
            hub,
            listener: &*listener,
            is_fixed,
            follow: options.follow,
            nonce: nonce(),
        };
        desk.run(home)
    })
}

/// What tells this run of the preview from any other.
fn nonce() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    print(&(since.as_nanos(), std::process::id()))
}

/// Opens the port that was asked for, else the usual one, else the next that is free; and the one that was taken.
fn listen(bind: IpAddr, port: Option<u16>) -> Result<(TcpListener, Option<u16>), Error> {
    let wanted = port.unwrap_or(PORT);
    let failed = |cause: &std::io::Error| {
        let error = Error::new(format!("listen on {}", SocketAddr::new(bind, wanted)), cause.to_string());
        error.with_help("another program may use the port: name another with `--port N`, or `--port 0` for any")
    };
    match TcpListener::bind((bind, wanted)) {
        Ok(socket) => Ok((socket, None)),
        Err(cause) if cause.kind() == std::io::ErrorKind::AddrInUse && port.is_none() => {
            let near = (1..=20).find_map(|more| TcpListener::bind((bind, wanted.checked_add(more)?)).ok());
            let any = || TcpListener::bind((bind, 0)).ok();
            near.or_else(any).map(|socket| (socket, Some(wanted))).ok_or_else(|| failed(&cause))
        }
        Err(cause) => Err(failed(&cause)),
    }
}
