//! Bytes that are seldom asked for.

use std::ops::Range;

use js_sys::{Array, Uint8Array};
use send_wrapper::SendWrapper;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, ReadableStream};

/// Bytes that the browser keeps for the page, outside of the page's memory; many of them on disk.
#[derive(Clone, Debug)]
pub struct Kept(SendWrapper<Blob>);

impl Kept {
    /// Keeps what these pieces come to; `None` where the browser can't.
    #[must_use]
    pub fn of(pieces: &[Uint8Array]) -> Option<Self> {
        let pieces: Array = pieces.iter().collect();
        Blob::new_with_u8_array_sequence(&pieces).ok().map(|blob| Self(SendWrapper::new(blob)))
    }

    /// A part of them, in bytes from the first, as a text; `None` where they are gone, as with a full disk.
    pub async fn text(&self, part: Range<u32>) -> Option<String> {
        let part = self.0.slice_with_f64_and_f64(part.start.into(), part.end.into()).ok()?;
        JsFuture::from(part.text()).await.ok()?.as_string()
    }

    /// All of them, as they are read.
    #[must_use]
    pub fn stream(&self) -> ReadableStream {
        self.0.stream()
    }

    /// All of them, as a file of a type.
    #[must_use]
    pub fn file(&self, media_type: &str) -> Option<Blob> {
        self.0.slice_with_f64_and_f64_and_content_type(0.0, self.0.size(), media_type).ok()
    }
}

/// A text as a file of a type.
#[must_use]
pub fn file_of(text: &str, media_type: &str) -> Option<Blob> {
    Kept::of(&[Uint8Array::from(text.as_bytes())])?.file(media_type)
}
