//! Streams to the browser and back.
#![allow(clippy::expect_used)]

use futures_util::stream::{StreamExt, iter, repeat};
use wasm_bindgen::prelude::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use wasm_streams::ReadableStream;

wasm_bindgen_test_configure!(run_in_browser);

/// What comes out again of what went in.
async fn through_the_browser(chunks: Vec<Result<JsValue, JsValue>>) -> Vec<Result<JsValue, JsValue>> {
    let raw = ReadableStream::from_stream(iter(chunks)).into_raw();
    ReadableStream::from_raw(raw).into_stream().collect().await
}

#[wasm_bindgen_test]
async fn all_chunks_come_through_in_order() {
    let chunks: Vec<_> = (0..5).map(|n| Ok(JsValue::from(n))).collect();
    assert_eq!(through_the_browser(chunks.clone()).await, chunks);
    assert_eq!(through_the_browser(Vec::new()).await, []);
}

#[wasm_bindgen_test]
async fn an_error_ends_it() {
    let chunks = vec![Err("broken".into()), Ok(JsValue::from(1))];
    assert_eq!(through_the_browser(chunks).await, [Err("broken".into())]);
}

#[wasm_bindgen_test]
async fn a_reader_may_let_go_of_a_stream_without_end() {
    let raw = ReadableStream::from_stream(repeat(JsValue::from(1)).map(Ok)).into_raw();
    assert!(JsFuture::from(raw.cancel()).await.is_ok());
}
