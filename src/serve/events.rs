//! The streams of server-sent events, by which pages learn that they have changed.
//!
//! A stream whose reader is too slow ends; the browser opens another, and is told how things stand.

use std::sync::{Mutex, PoisonError};

use hyper::body::Bytes;
use tokio::sync::mpsc::{self, Receiver, Sender};

/// How many streams are open at most.
const STREAMS: usize = 100;

/// How many events wait for a slow reader.
const WAITING: usize = 16;

/// Everybody who listens.
#[derive(Default)]
pub struct Hub {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    streams: Vec<Sender<Bytes>>,
    /// What a new stream is told first.
    hello: Bytes,
}

impl Hub {
    /// Opens a stream; `None` if there are too many.
    pub fn open(&self) -> Option<Receiver<Bytes>> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.streams.retain(|stream| !stream.is_closed());
        if inner.streams.len() >= STREAMS {
            return None;
        }
        let (sender, receiver) = mpsc::channel(WAITING);
        // The channel is new and has room.
        let _ = sender.try_send(inner.hello.clone());
        inner.streams.push(sender);
        Some(receiver)
    }

    /// Says what a new stream is told first.
    pub fn greet(&self, json: &str) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).hello = event("hello", json);
    }

    /// Tells all streams.
    pub fn tell(&self, name: &str, json: &str) {
        self.send(&event(name, json));
    }

    /// Keeps streams open that nobody has told anything for a while, and notices those that were closed.
    pub fn keep_alive(&self) {
        self.send(&Bytes::from_static(b": still here\n\n"));
    }

    fn send(&self, bytes: &Bytes) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.streams.retain(|stream| stream.try_send(bytes.clone()).is_ok());
    }

    #[cfg(test)]
    fn streams(&self) -> usize {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).streams.len()
    }
}

/// An event as it is sent; JSON has no line breaks.
fn event(name: &str, json: &str) -> Bytes {
    Bytes::from(format!("event: {name}\ndata: {json}\n\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_stream_is_greeted_and_told_what_happens_from_then_on() {
        let hub = Hub::default();
        hub.greet("{\"edition\":1}");
        let mut stream = hub.open().expect("a stream");
        hub.tell("changed", "{}");
        assert_eq!(stream.try_recv().unwrap(), "event: hello\ndata: {\"edition\":1}\n\n");
        assert_eq!(stream.try_recv().unwrap(), "event: changed\ndata: {}\n\n");
    }

    #[test]
    fn a_stream_that_nobody_reads_ends_and_a_closed_one_makes_room() {
        let hub = Hub::default();
        let unread = hub.open().expect("a stream");
        let closed = hub.open().expect("a stream");
        drop(closed);
        for _ in 0..10_000 {
            hub.tell("changed", "{}");
        }
        assert_eq!(hub.streams(), 0);
        assert_eq!(unread.len(), WAITING);
        let open: Vec<_> = (0..STREAMS + 1).map(|_| hub.open()).collect();
        assert!(open[STREAMS - 1].is_some() && open[STREAMS].is_none());
        drop(open);
        assert!(hub.open().is_some());
    }
}
