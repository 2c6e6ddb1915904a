//! Streams of the browser as streams of Rust, and back: of the crate of this name, what `server_fn` asks for.
//!
//! Leptos brings `server_fn` along, and that the whole crate, whose three classes for scripts are in every program, asked
//! for or not: 11 KB of code and 3 KB of script that nothing calls. Here streams are made from closures: what is not
//! called is not in the program.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::stream::{LocalBoxStream, Stream, StreamExt, unfold};
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{ReadableStreamDefaultController as Controller, ReadableStreamDefaultReader as Reader};

/// A stream of the browser that can be read.
#[derive(Debug)]
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// What the browser gave.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// Reads from a stream of Rust, whenever the browser asks for more. An error ends it.
    ///
    /// # Panics
    ///
    /// Where the browser has no streams.
    pub fn from_stream(stream: impl Stream<Item = Result<JsValue, JsValue>> + 'static) -> Self {
        let stream = Rc::new(RefCell::new(Some(stream.boxed_local())));
        let rest = Rc::clone(&stream);
        let pull = Closure::<dyn FnMut(Controller) -> Promise>::new(move |controller: Controller| {
            let stream = Rc::clone(&rest);
            future_to_promise(async move {
                // Not kept borrowed while it waits: the reader may cancel meanwhile.
                let taken = stream.borrow_mut().take();
                let Some(mut left) = taken else { return Ok(JsValue::UNDEFINED) };
                match left.next().await {
                    Some(chunk) => {
                        controller.enqueue_with_chunk(&chunk?)?;
                        *stream.borrow_mut() = Some(left);
                    }
                    None => controller.close()?,
                }
                Ok(JsValue::UNDEFINED)
            })
        });
        let cancel = Closure::<dyn FnMut()>::new(move || drop(stream.borrow_mut().take()));
        let source = Object::new();
        for (name, call) in [("pull", pull.into_js_value()), ("cancel", cancel.into_js_value())] {
            // A new object takes any property.
            let _ = Reflect::set(&source, &name.into(), &call);
        }
        #[expect(clippy::expect_used, reason = "as in the crate whose place this takes")]
        Self(web_sys::ReadableStream::new_with_underlying_source(&source).expect("streams"))
    }

    /// What the browser takes.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// All that it holds, from here on. An error ends it.
    ///
    /// # Panics
    ///
    /// If somebody else reads it.
    pub fn into_stream(self) -> LocalBoxStream<'static, Result<JsValue, JsValue>> {
        let reader: Reader = self.0.get_reader().unchecked_into();
        unfold(Some(reader), |reader| async {
            let reader = reader?;
            let part = match JsFuture::from(reader.read()).await {
                Ok(part) => part,
                Err(error) => return Some((Err(error), None)),
            };
            let field = |name: &str| Reflect::get(&part, &name.into()).unwrap_or_default();
            (!field("done").is_truthy()).then(|| (Ok(field("value")), Some(reader)))
        })
        .boxed_local()
    }
}
