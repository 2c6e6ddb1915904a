//! Bytes as they came.

use std::cell::Cell;

use js_sys::Uint8Array;
use taskscope_core::task::Pieces;

use crate::dom::Kept;

/// What was sent, in the pieces that it came in. They lie outside of the page's own memory, which never shrinks.
#[derive(Debug, Default)]
pub struct Sent {
    pieces: Vec<Uint8Array>,
    length: usize,
    /// The piece that was read last, and where it begins.
    last: Cell<(usize, usize)>,
}

impl Sent {
    /// Adds a piece behind the others.
    pub fn push(&mut self, piece: Uint8Array) {
        self.length += piece.length() as usize;
        self.pieces.push(piece);
    }

    /// All of them, in one.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.length);
        self.read(0, self.length, &mut bytes);
        bytes
    }

    /// Keeps them for later; `None` where the browser can't.
    #[must_use]
    pub fn kept(&self) -> Option<Kept> {
        Kept::of(&self.pieces)
    }
}

impl From<&[u8]> for Sent {
    fn from(bytes: &[u8]) -> Self {
        Self { pieces: vec![Uint8Array::from(bytes)], length: bytes.len(), ..Self::default() }
    }
}

impl Pieces for Sent {
    fn length(&self) -> usize {
        self.length
    }

    fn read(&self, start: usize, most: usize, into: &mut Vec<u8>) {
        let (mut nth, mut begin) = Some(self.last.get()).filter(|(_, begin)| *begin <= start).unwrap_or_default();
        let (mut at, mut left) = (start, most.min(self.length.saturating_sub(start)));
        while let Some(piece) = self.pieces.get(nth).filter(|_| left > 0) {
            let (from, length) = (at - begin, piece.length() as usize);
            let more = length.saturating_sub(from).min(left);
            if more > 0 {
                let had = into.len();
                into.resize(had + more, 0);
                let part = piece.subarray(from as u32, (from + more) as u32);
                into.get_mut(had..).into_iter().for_each(|slot| part.copy_to(slot));
                (at, left) = (at + more, left - more);
                self.last.set((nth, begin));
            }
            (nth, begin) = (nth + 1, begin + length);
        }
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn any_part_can_be_had_from_any_pieces() {
        let all: Vec<u8> = (0..100).collect();
        for size in [1, 3, 50, 99, 100] {
            let mut sent = Sent::default();
            sent.push(Uint8Array::from(&[][..]));
            all.chunks(size).for_each(|piece| sent.push(Uint8Array::from(piece)));
            assert_eq!(sent.length(), 100);
            assert_eq!(sent.bytes(), all);
            for (start, most) in [(0, 7), (7, 20), (27, 1000), (5, 1), (99, 2), (100, 1), (200, 5), (0, 0)] {
                let mut into = vec![255];
                sent.read(start, most, &mut into);
                let end = (start + most).min(100);
                let wanted = [&[255], all.get(start..end).unwrap_or_default()].concat();
                assert_eq!(into, wanted, "{most} from {start} on, in pieces of {size}");
            }
        }
    }
}
