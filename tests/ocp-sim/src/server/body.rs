//! Bodies that flow: pieces arrive through a channel, at whatever pace the sender likes.

use axum::body::{Body, Bytes};
use http_body::Frame;
use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// What the sender may send: bytes, or the failure that breaks the connection.
pub(super) type Piece = Result<Bytes, io::Error>;

/// A body and where its pieces go in. It ends when the sender is dropped.
pub(super) fn flowing() -> (Sender<Piece>, Body) {
    let (sender, receiver) = channel(4);
    (sender, Body::new(Flowing(receiver)))
}

struct Flowing(Receiver<Piece>);

impl http_body::Body for Flowing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

/// A body that `write` fills on a thread of its own, in pieces of 64 KiB: a big task is never whole in memory.
pub(super) fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static) -> Body {
    let (sender, body) = flowing();
    tokio::task::spawn_blocking(move || {
        let mut out = Pieces { sender, piece: Vec::with_capacity(PIECE) };
        // The only failure is a reader that has gone: nobody is left to be told.
        let _ = write(&mut out).and_then(|()| out.flush());
    });
    body
}

const PIECE: usize = 64 * 1024;

struct Pieces {
    sender: Sender<Piece>,
    piece: Vec<u8>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.sender.blocking_send(Ok(Bytes::from(piece))).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
