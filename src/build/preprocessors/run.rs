//! One run of a program: its input, its output, and the limits that stop it.

use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::Program;

/// How many bytes a program may write.
pub const LARGEST: usize = 8 << 20;
/// How many bytes of what it complains are kept.
const COMPLAINT: usize = 4096;
/// How often a program that does not end is looked after.
const TICK: Duration = Duration::from_millis(20);
/// The variables of byline's own environment that a program sees, besides those that it is given.
const INHERITED: &[&str] = if cfg!(windows) { &["PATH", "HOME", "SYSTEMROOT"] } else { &["PATH", "HOME"] };

/// Why a program returned nothing.
#[derive(Debug)]
pub struct Failure {
    /// What happened, in words that go on after `the pre-processor NAME`.
    pub what: String,
    /// The beginning of what it wrote to its standard error.
    pub complaint: String,
    /// What to do.
    pub help: String,
    /// Whether its time was over.
    pub is_too_slow: bool,
}

impl Failure {
    /// What happened, and what to do.
    pub fn new(what: impl Into<String>, help: impl Into<String>) -> Failure {
        Failure { what: what.into(), complaint: String::new(), help: help.into(), is_too_slow: false }
    }
}

/// Runs a program in the site's folder with an input, until it ends, its time is over or nobody wants it any more.
///
/// No shell reads its words. Its environment has `PATH` and `HOME` of byline's own, `LANG=C.UTF-8`, and the site's folder
/// as `BYLINE_ROOT`.
///
/// # Errors
/// If it does not start, fails, writes too much or takes too long.
pub fn run(
    program: &Program,
    root: &Path,
    input: Vec<u8>,
    is_interrupted: &dyn Fn() -> bool,
) -> Result<Vec<u8>, Failure> {
    let mut child = command(program, root).spawn().map_err(|cause| not_started(program, &cause))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program need not read all of it; that it went away is said by what it did not return.
        let write = move || drop(stdin.write_all(&input));
        begin(&mut child, "preprocessor-in", write)?;
    }
    let (sender, heard) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        let sender = sender.clone();
        let read = move || drop(sender.send(Heard::Output(read_up_to(stdout, LARGEST + 1))));
        begin(&mut child, "preprocessor-out", read)?;
    }
    if let Some(stderr) = child.stderr.take() {
        let read = move || drop(sender.send(Heard::Complaint(complaint(stderr))));
        begin(&mut child, "preprocessor-err", read)?;
    }
    let ended = listen(program, &mut child, &heard, is_interrupted);
    // Also what it started and left behind: nothing of it goes on once byline does.
    let status = end(&mut child);
    let Ended { output, complaint } = ended.map_err(|failure| {
        // It is heard as soon as nobody can write any more.
        Failure { complaint: last_words(&heard), ..failure }
    })?;
    let status = status.map_err(|cause| Failure::new(format!("was lost: {cause}"), "build again"))?;
    if status.success() {
        return Ok(output);
    }
    let what = match status.code() {
        Some(code) => format!("ended with exit code {code}"),
        None => format!("was ended by the system ({status})"),
    };
    let help = if complaint.is_empty() {
        "it complained about nothing: run its command by hand, in the site's folder"
    } else {
        "it must end with exit code 0; what an author did wrong belongs into `diagnostics` of what it returns"
    };
    Err(Failure { complaint, ..Failure::new(what, help) })
}

fn command(program: &Program, root: &Path) -> Command {
    let name = &program.command[0];
    let is_local = name.contains('/') && !name.starts_with('/');
    let mut command = if is_local { Command::new(root.join(name)) } else { Command::new(name) };
    command.args(&program.command[1..]).current_dir(root).env_clear();
    command.envs(INHERITED.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
    command.env("LANG", "C.UTF-8").env("BYLINE_ROOT", root);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        // A group of its own, so that what it starts can be ended with it.
        command.process_group(0);
    }
    command
}

fn not_started(program: &Program, cause: &io::Error) -> Failure {
    let name = &program.command[0];
    let is_local = name.contains('/');
    match cause.kind() {
        ErrorKind::NotFound if is_local => Failure::new(
            format!("does not start: there is no program `{name}`, or none that its first line names"),
            "the first word of `command` is a path in the site's folder, or the name of a program that is installed",
        ),
        ErrorKind::NotFound => Failure::new(
            format!("does not start: the program `{name}` is not installed"),
            "install it; a program of the site is written with its folder, such as `tools/charts`",
        ),
        ErrorKind::PermissionDenied => Failure::new(
            format!("does not start: `{name}` may not be run"),
            "make it executable (`chmod +x`), or name what runs it: `command = [\"python3\", \"tools/charts.py\"]`",
        ),
        _ => Failure::new(format!("does not start: {cause}"), "look at `command` in site.toml"),
    }
}

fn begin(child: &mut Child, name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Failure> {
    let started = thread::Builder::new().name(name.to_owned()).spawn(work);
    started.map(drop).map_err(|cause| {
        let _ = end(child);
        Failure::new(format!("cannot be listened to: {cause}"), "let fewer threads work: `--jobs 1`")
    })
}

/// What is heard of a program.
enum Heard {
    Output(io::Result<Vec<u8>>),
    Complaint(String),
}

/// What was heard of a program that ended by itself.
struct Ended {
    output: Vec<u8>,
    complaint: String,
}

fn listen(
    program: &Program,
    child: &mut Child,
    heard: &Receiver<Heard>,
    is_interrupted: &dyn Fn() -> bool,
) -> Result<Ended, Failure> {
    let until = Instant::now() + program.timeout;
    let (mut output, mut complaint) = (None, None);
    let mut wait = Duration::from_micros(200);
    loop {
        if is_interrupted() {
            return Err(Failure::new("was interrupted", "build again"));
        }
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(too_slow(program));
        }
        let has_ended = has_ended(child);
        match (&mut output, &mut complaint) {
            (Some(output), Some(complaint)) => {
                if has_ended {
                    return Ok(Ended { output: std::mem::take(output), complaint: std::mem::take(complaint) });
                }
                thread::sleep(wait.min(left));
                wait = (wait * 2).min(TICK);
                continue;
            }
            // Something that it started goes on and could still write.
            _ if has_ended => end_group(child),
            _ => {}
        }
        match heard.recv_timeout(TICK.min(left)) {
            Ok(Heard::Output(Ok(written))) if written.len() > LARGEST => {
                let what = format!("wrote more than {} MiB for this article", LARGEST >> 20);
                return Err(Failure::new(what, "return the body alone, and keep what is large in files of the site"));
            }
            Ok(Heard::Output(Ok(written))) => output = Some(written),
            Ok(Heard::Output(Err(cause))) => {
                return Err(Failure::new(format!("cannot be read from: {cause}"), "build again"));
            }
            Ok(Heard::Complaint(said)) => complaint = Some(said),
            Err(RecvTimeoutError::Timeout) => {}
            // Both threads are gone without a word, which only a panic in them could do.
            Err(RecvTimeoutError::Disconnected) => return Err(Failure::new("cannot be read from", "build again")),
        }
    }
}

fn too_slow(program: &Program) -> Failure {
    let Program { name, timeout, .. } = program;
    let more = timeout.as_secs() * 3;
    let what = format!("took longer than {} seconds for this article, and was ended", timeout.as_secs());
    let help = format!("make it faster, or give it more time: `timeout = {more}` below `[preprocessors.{name}]`");
    Failure { is_too_slow: true, ..Failure::new(what, help) }
}

/// What a program that was ended had complained about.
fn last_words(heard: &Receiver<Heard>) -> String {
    let until = Instant::now() + Duration::from_millis(500);
    // The time is over only if something still holds its standard error that could not be ended.
    while let Ok(one) = heard.recv_timeout(until.saturating_duration_since(Instant::now())) {
        if let Heard::Complaint(said) = one {
            return said;
        }
    }
    String::new()
}

/// Whether a program has ended. On Unix it is not yet laid to rest, so that no other can have got its number.
fn has_ended(child: &mut Child) -> bool {
    #[cfg(unix)]
    {
        use rustix::process::{WaitId, WaitIdOptions, waitid};
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        number(child).is_none_or(|number| !matches!(waitid(WaitId::Pid(number), options), Ok(None)))
    }
    #[cfg(not(unix))]
    {
        !matches!(child.try_wait(), Ok(None))
    }
}

/// Ends what a program started.
fn end_group(child: &Child) {
    #[cfg(unix)]
    if let Some(number) = number(child) {
        // That there is nobody in it is what is wanted.
        let _ = rustix::process::kill_process_group(number, rustix::process::Signal::KILL);
    }
    #[cfg(not(unix))]
    let _ = child;
}

#[cfg(unix)]
fn number(child: &Child) -> Option<rustix::process::Pid> {
    rustix::process::Pid::from_raw(i32::try_from(child.id()).ok()?)
}

/// Ends a program with whatever else it started, and says how it ended.
fn end(child: &mut Child) -> io::Result<ExitStatus> {
    end_group(child);
    // What has ended already cannot be ended.
    let _ = child.kill();
    child.wait()
}

fn read_up_to(from: impl Read, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The beginning of what a program complains about; it is listened to until the end, so that it does not wait.
fn complaint(mut from: impl Read) -> String {
    let mut bytes = Vec::new();
    // What cannot be read any more is no complaint.
    let _ = from.by_ref().take(COMPLAINT as u64).read_to_end(&mut bytes);
    let is_cut = bytes.len() == COMPLAINT;
    let _ = io::copy(&mut from, &mut io::sink());
    let mut text = String::from_utf8_lossy(&bytes).trim().to_owned();
    if is_cut {
        text.push_str(" …");
    }
    text
}
