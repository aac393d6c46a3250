//! Ctrl+C, and the end that a CI service or a service manager asks for.
//!
//! A build that dies at once leaves its staging folder behind. So it is asked to end: it puts nothing in place, cleans up,
//! and ends soon. Once it has begun to put the new site in place it finishes, which takes a moment. Whoever cannot wait
//! asks a second time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::error::Error;

/// Whether somebody asked for the end.
#[derive(Clone, Debug, Default)]
pub struct Interrupt {
    /// The number of the signal; 0 is none.
    signal: Arc<AtomicUsize>,
}

impl Interrupt {
    /// Listens from now on, for the whole process.
    ///
    /// # Errors
    /// If the system does not let it.
    pub fn listen() -> Result<Interrupt, Error> {
        let interrupt = Interrupt::default();
        let again = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM] {
            let number = usize::try_from(signal).unwrap_or_default();
            // In this order: the first signal is noted, and from then on any ends the process.
            flag::register_conditional_shutdown(signal, i32::from(exit_code(number)), Arc::clone(&again))
                .and_then(|_| flag::register(signal, Arc::clone(&again)))
                .and_then(|_| flag::register_usize(signal, Arc::clone(&interrupt.signal), number))
                .map_err(|cause| Error::new("listen to Ctrl+C", cause.to_string()))?;
        }
        Ok(interrupt)
    }

    /// The exit code of a process that was asked to end: 130 after Ctrl+C.
    pub fn code(&self) -> Option<u8> {
        match self.signal.load(Ordering::Relaxed) {
            0 => None,
            signal => Some(exit_code(signal)),
        }
    }
}

/// What shells say of a process that a signal ended.
fn exit_code(signal: usize) -> u8 {
    128_u8.saturating_add(u8::try_from(signal).unwrap_or(u8::MAX))
}
