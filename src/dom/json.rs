//! Small JSON documents, read and written by the browser: it has a parser already, the bundle needs no second one.

use js_sys::{JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A JSON value.
#[derive(Clone, Debug)]
pub struct Json(JsValue);

impl From<Json> for JsValue {
    fn from(json: Json) -> Self {
        json.0
    }
}

impl Json {
    /// Parses a text; `None` where it is no JSON.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        JSON::parse(text).ok().map(Self)
    }

    /// A member of an object; what is not there is a value without text, number and entries.
    #[must_use]
    pub fn get(&self, name: &str) -> Self {
        Self(Reflect::get(&self.0, &name.into()).unwrap_or(JsValue::UNDEFINED))
    }

    /// Whether there is a value at all.
    #[must_use]
    pub fn is_there(&self) -> bool {
        !self.0.is_undefined() && !self.0.is_null()
    }

    /// Whether it is an object or a list.
    #[must_use]
    pub fn is_object(&self) -> bool {
        self.0.is_object()
    }

    /// The text of a string.
    #[must_use]
    pub fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    /// A number.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    /// The entries of a list; none of anything else.
    #[must_use]
    pub fn entries(&self) -> Vec<Self> {
        if js_sys::Array::is_array(&self.0) {
            js_sys::Array::from(&self.0).iter().map(Self).collect()
        } else {
            Vec::new()
        }
    }

    /// What another page sent.
    #[must_use]
    pub fn sent(event: &web_sys::MessageEvent) -> Self {
        Self(event.data())
    }

    /// Any value as it would be written into a text: a list with commas between its entries, nothing for `null`. `None`
    /// where no value is given.
    #[must_use]
    pub fn written(&self) -> Option<String> {
        if self.0.is_undefined() {
            return None;
        }
        // By a call that is caught: an object may refuse to be a text.
        let list = js_sys::Array::of1(&self.0);
        let join: js_sys::Function = Reflect::get(&list, &"join".into()).ok()?.dyn_into().ok()?;
        join.call1(&list, &"".into()).ok()?.as_string()
    }

    /// Sends this to another window, if that shows a page of `origin`.
    pub fn send(&self, to: &web_sys::Window, origin: &str) {
        // Fails for an origin that is none.
        let _ = to.post_message(&self.0, origin);
    }

    /// Sets a member of an object.
    #[must_use]
    pub fn with(self, name: &str, value: impl Into<JsValue>) -> Self {
        // Fails for frozen objects alone.
        let _ = Reflect::set(&self.0, &name.into(), &value.into());
        self
    }

    /// An object of texts.
    #[must_use]
    pub fn object(members: &[(&str, &str)]) -> Self {
        let object = js_sys::Object::new();
        for (name, text) in members {
            // Fails for frozen objects alone.
            let _ = Reflect::set(&object, &(*name).into(), &(*text).into());
        }
        Self(object.into())
    }

    /// A list of values, as a text.
    #[must_use]
    pub fn list_text(values: impl Iterator<Item = Self>) -> String {
        let list: js_sys::Array = values.map(|value| value.0).collect();
        JSON::stringify(&list).map(String::from).unwrap_or_default()
    }
}
