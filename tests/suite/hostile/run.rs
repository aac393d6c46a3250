//! One run of byline with its limits, and what came of it.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use wait4::Wait4;

/// No run may take longer, on whatever machine: what takes so long hangs.
const PATIENCE: Duration = Duration::from_secs(120);
/// The most memory that a run may take, in bytes.
const MEMORY: u64 = 1 << 30;
/// How often its memory is looked at: nothing fills [`MEMORY`] in so short a time.
const LOOK: Duration = Duration::from_millis(20);

/// What came of a run.
#[derive(Clone, Debug)]
pub struct Run {
    /// The exit code; `None` if a signal ended it.
    pub code: Option<i32>,
    /// Standard output and standard error.
    pub said: Vec<u8>,
    /// How long it computed, on all processors.
    pub computed: Duration,
    /// The most memory that it had when it was last looked at, in bytes.
    pub memory: u64,
    pub hung: bool,
}

impl Run {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.said).into_owned()
    }

    /// What is wrong with it whatever it ran over: a panic, a signal, too much time or memory.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.hung {
            faults.push("it hung".to_owned());
        } else if !matches!(self.code, Some(0 | 1 | 2 | 130)) {
            faults.push(format!("it ended with {:?}", self.code));
        }
        let text = self.text();
        if text.contains("panicked at") || text.contains("mistake of its own") || text.contains("overflowed its stack")
        {
            faults.push(format!("it panicked: {text:.600}"));
        }
        if self.memory > MEMORY {
            faults.push(format!("it took {} MiB", self.memory >> 20));
        }
        faults
    }
}

/// A command in a folder, without what the tests' own environment would change.
pub fn command(program: &Path, folder: &Path, arguments: &[String]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder);
    command.env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
    command
}

/// Runs to the end, or until it hangs; `meanwhile` is told the process's id once it runs.
pub fn run(mut command: Command, meanwhile: impl FnOnce(u32)) -> Run {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|cause| panic!("{command:?}: {cause}"));
    let reader = |stream: Option<Box<dyn Read + Send>>| {
        thread::spawn(move || {
            let mut bytes = Vec::new();
            // What a killed process leaves is enough.
            let _ = stream.expect("a stream").read_to_end(&mut bytes);
            bytes
        })
    };
    let out = reader(child.stdout.take().map(|stream| Box::new(stream) as Box<dyn Read + Send>));
    let err = reader(child.stderr.take().map(|stream| Box::new(stream) as Box<dyn Read + Send>));
    let id = child.id();
    let (ended, has_ended) = mpsc::channel::<()>();
    let guard = thread::spawn(move || {
        let began = Instant::now();
        let mut memory = 0;
        while has_ended.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
            memory = memory.max(most_memory(id).unwrap_or_default());
            if began.elapsed() > PATIENCE {
                signal(id, "KILL");
                return (true, memory);
            }
        }
        (false, memory)
    });
    meanwhile(id);
    let used = child.wait4().expect("the process ends");
    // The guard is gone only if it gave up.
    let _ = ended.send(());
    let (hung, memory) = guard.join().expect("a guard");
    let said = [out.join().expect("a reader"), err.join().expect("a reader")].concat();
    Run { code: used.status.code(), said, computed: used.rusage.utime + used.rusage.stime, memory, hung }
}

/// The most memory that a process had so far, in bytes.
///
/// What `wait4` tells counts the process that started it, too: it was a copy of that one until it ran its own program.
fn most_memory(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes << 10)
}

#[test]
fn the_memory_of_a_run_is_its_own_and_not_that_of_the_tests() {
    let own = vec![1_u8; 300 << 20];
    let mut sleep = Command::new("sleep");
    sleep.arg("0.5");
    let run = run(sleep, |_| {});
    assert_eq!(own.iter().map(|byte| usize::from(*byte)).sum::<usize>(), 300 << 20);
    assert!(run.memory > 0 && run.memory < 100 << 20, "sleep takes {} MiB", run.memory >> 20);
}

/// Sends a signal to one process.
pub fn signal(id: u32, name: &str) {
    // It may have ended meanwhile.
    let _ = Command::new("kill").args([format!("-{name}"), id.to_string()]).stderr(Stdio::null()).status();
}
