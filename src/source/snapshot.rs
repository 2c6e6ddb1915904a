//! A whole task inside a link: the payload, deflated, in letters that a fragment may hold.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStream, ReadableWritablePair, Response};

use super::{Detail, ErrorKind, LoadError};
use crate::dom::Kept;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The name of RFC 1951 in the Compression Streams standard.
const DEFLATE: &str = "deflate-raw";

#[wasm_bindgen]
extern "C" {
    type CompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;

    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// The data of a link that carries this payload; `None` where the browser can't compress.
pub async fn snapshot_of(payload: &Kept) -> Option<String> {
    let stream = CompressionStream::new(DEFLATE).ok()?;
    piped(&payload.stream(), stream.unchecked_ref()).await.map(|bytes| to_letters(&bytes))
}

/// The payload that a link carries.
///
/// # Errors
/// [`ErrorKind::Malformed`] where the link was cut or changed, or the browser can't unpack it.
pub(super) async fn unpack(data: &str) -> Result<Vec<u8>, LoadError> {
    let damaged = || LoadError::new(ErrorKind::Malformed, Detail::CutLink);
    let bytes = from_letters(data).ok_or_else(damaged)?;
    let too_old = |_| LoadError::new(ErrorKind::Malformed, Detail::NoUnpacking);
    let stream = DecompressionStream::new(DEFLATE).map_err(too_old)?;
    let body = Kept::of(&[Uint8Array::from(&bytes[..])]).ok_or_else(damaged)?.stream();
    piped(&body, stream.unchecked_ref()).await.ok_or_else(damaged)
}

async fn piped(body: &ReadableStream, through: &ReadableWritablePair) -> Option<Vec<u8>> {
    let answer = Response::new_with_opt_readable_stream(Some(&body.pipe_through(through))).ok()?;
    let buffer = JsFuture::from(answer.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Base64url without padding (RFC 4648 §5).
fn to_letters(bytes: &[u8]) -> String {
    let letter = |bits: u32| LETTERS.get(bits as usize & 63).map_or('A', |&letter| char::from(letter));
    let mut text = String::with_capacity(bytes.len() * 4 / 3 + 3);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().enumerate().fold(0, |bits, (place, &byte)| bits | u32::from(byte) << (16 - 8 * place));
        text.extend((0..=chunk.len()).map(|place| letter(bits >> (18 - 6 * place))));
    }
    text
}

/// The inverse of [`to_letters`]; `None` for any other letter, or a length that no bytes have.
fn from_letters(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    // A chat may have put a full stop behind the link.
    let text = text.trim_end_matches(['=', '.', ',', ')', '。', '，', '）']);
    for chunk in text.as_bytes().chunks(4) {
        let mut bits = 0;
        for (place, letter) in chunk.iter().enumerate() {
            let value = LETTERS.iter().position(|other| other == letter)?;
            bits |= u32::try_from(value).ok()? << (18 - 6 * place);
        }
        let [_, high, middle, low] = bits.to_be_bytes();
        bytes.extend([high, middle, low].into_iter().take(chunk.len().checked_sub(1).filter(|&count| count > 0)?));
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test]
    fn letters_bring_back_every_byte() {
        let all: Vec<u8> = (0..=255).collect();
        for length in 0..all.len() {
            let letters = to_letters(&all[..length]);
            for end in ["", "=", ".", "。", ")."] {
                assert_eq!(from_letters(&format!("{letters}{end}")).as_deref(), Some(&all[..length]), "{end}");
            }
        }
    }

    #[wasm_bindgen_test]
    fn letters_that_no_bytes_have_are_refused() {
        for text in ["A", "AAAAA", "A+", "A/", "é"] {
            assert_eq!(from_letters(text), None, "{text}");
        }
    }
}
