//! Runs of other programs, and what they cost.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde::Serialize;
use wait4::{ResUse, Wait4};

/// What a run cost.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Cost {
    /// Seconds from its start to its end, or until it had done what it was started for.
    pub wall: f64,
    /// Seconds of all processors.
    pub cpu: f64,
    /// The most memory that it had at once, in bytes.
    ///
    /// The system counts from before a program replaces the one that started it: this program must stay small.
    pub peak: f64,
}

/// Runs a program to its end; what it prints goes to `log`, and a failure is an error that shows it.
pub fn run(command: &mut Command, log: &Path) -> io::Result<Cost> {
    let output = File::create(log)?;
    command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
    let start = Instant::now();
    let mut child = command.spawn().map_err(|cause| failure(command, &cause.to_string()))?;
    let used = child.wait4()?;
    let wall = start.elapsed().as_secs_f64();
    if !used.status.success() {
        let told = fs::read_to_string(log).unwrap_or_default();
        let tail: Vec<&str> = told.lines().rev().take(20).collect();
        return Err(failure(
            command,
            &format!("{}\n{}", used.status, tail.into_iter().rev().collect::<Vec<_>>().join("\n")),
        ));
    }
    Ok(cost(wall, &used))
}

/// Ends a program that would go on; it has cost so much time until what it was started for was done.
pub fn end(mut child: Child, wall: Duration) -> io::Result<Cost> {
    child.kill()?;
    Ok(cost(wall.as_secs_f64(), &child.wait4()?))
}

fn cost(wall: f64, used: &ResUse) -> Cost {
    let cpu = (used.rusage.utime + used.rusage.stime).as_secs_f64();
    Cost { wall, cpu, peak: used.rusage.maxrss as f64 }
}

fn failure(command: &Command, cause: &str) -> io::Error {
    io::Error::other(format!("cannot run `{}`: {cause}", command.get_program().to_string_lossy()))
}

/// Waits until what was written before is on the disk, so that the next run does not pay for it.
pub fn settle() {
    // A system without this command measures a little less evenly.
    let _ = Command::new("sync").status();
    thread::sleep(Duration::from_millis(200));
}
