//! The body of an answer: at once, or piece by piece.

use std::convert::Infallible;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::sync::mpsc::{self, Receiver};

/// How much of a file is read at once.
const PIECE: usize = 64 * 1024;

/// A body.
pub enum Sent {
    /// All of it.
    Whole(Option<Bytes>),
    /// What comes through a channel, and how many bytes are still to come if that is known.
    Pieces(Receiver<Bytes>, Option<u64>),
}

impl Sent {
    /// A body that is there.
    pub fn whole(bytes: impl Into<Bytes>) -> Sent {
        Sent::Whole(Some(bytes.into()))
    }

    /// The bytes of a file from one offset to before another; at most a few pieces are in memory.
    pub fn file(mut file: File, from: u64, to: u64) -> Sent {
        let (sender, receiver) = mpsc::channel(2);
        tokio::spawn(async move {
            if file.seek(SeekFrom::Start(from)).is_err() {
                return;
            }
            let mut left = to.saturating_sub(from);
            while left > 0 {
                let mut piece = vec![0; usize::try_from(left).unwrap_or(PIECE).min(PIECE)];
                // A file that has become shorter ends the connection: its length was promised.
                let Ok(read) = file.read(&mut piece) else { return };
                if read == 0 {
                    return;
                }
                piece.truncate(read);
                left -= read as u64;
                if sender.send(Bytes::from(piece)).await.is_err() {
                    return;
                }
            }
        });
        Sent::Pieces(receiver, Some(to.saturating_sub(from)))
    }
}

impl Body for Sent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match &mut *self {
            Sent::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Sent::Pieces(receiver, left) => receiver.poll_recv(context).map(|piece| {
                let piece = piece?;
                if let Some(left) = left {
                    *left = left.saturating_sub(piece.len() as u64);
                }
                Some(Ok(Frame::data(piece)))
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Sent::Whole(None) | Sent::Pieces(_, Some(0)))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Sent::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Sent::Pieces(_, Some(left)) => SizeHint::with_exact(*left),
            Sent::Pieces(_, None) => SizeHint::default(),
        }
    }
}
