//! What reaches the server, with what its parser would overlook made visible.
//!
//! The parser drops a fragment from the target of a request as if it had not been there, and RFC 9112 has none there: a
//! `#` in a request line is turned into a byte that no target can have, so that the request is refused as malformed.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// A byte that no target of a request can have.
const REFUSED: u8 = 0x7f;

/// A connection.
pub struct Guarded {
    stream: TcpStream,
    scan: Scan,
}

impl Guarded {
    pub fn new(stream: TcpStream) -> Guarded {
        Guarded { stream, scan: Scan::default() }
    }
}

/// Where in a sequence of request heads the reader is; requests with a body end their connection.
#[derive(Default)]
struct Scan {
    in_headers: bool,
    /// Whether the line has anything but its end.
    is_filled: bool,
}

impl Scan {
    fn pass(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            match *byte {
                b'\n' => {
                    self.in_headers = self.is_filled;
                    self.is_filled = false;
                }
                b'\r' => {}
                b'#' if !self.in_headers => {
                    *byte = REFUSED;
                    self.is_filled = true;
                }
                _ => self.is_filled = true,
            }
        }
    }
}

impl AsyncRead for Guarded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        if let Some(new) = buffer.filled_mut().get_mut(before..) {
            self.scan.pass(new);
        }
        read
    }
}

impl AsyncWrite for Guarded {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passed(text: &str, pieces: usize) -> String {
        let mut bytes = text.as_bytes().to_vec();
        let mut scan = Scan::default();
        bytes.chunks_mut(pieces).for_each(|chunk| scan.pass(chunk));
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn a_fragment_in_a_request_line_is_made_visible_and_a_header_stays_as_it_is() {
        let two = "GET /#a HTTP/1.1\r\nA: #b\r\n\r\nGET /c#d HTTP/1.1\r\n\r\n";
        let refused = "GET /\u{7f}a HTTP/1.1\r\nA: #b\r\n\r\nGET /c\u{7f}d HTTP/1.1\r\n\r\n";
        for pieces in [1, 2, 3, 7, 1_000] {
            assert_eq!(passed(two, pieces), refused);
        }
        assert_eq!(passed("\r\n\r\nGET /#a HTTP/1.1\n\n", 5), "\r\n\r\nGET /\u{7f}a HTTP/1.1\n\n");
    }
}
