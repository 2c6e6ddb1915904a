//! taskscope in the browser: fetches one task of OceanBase Cloud Platform and shows its timeline and its dependency
//! graph.
//!
//! ```text
//!  source ──► taskscope_core (task, insight, layout) ──► view ──► the screen
//!                                                         ▲
//!                                                         └── state ◄──► the address, the keyboard
//! ```

mod dom;
pub mod embed;
mod source;
pub mod state;
mod text;
mod view;

// These tests run where the program runs.
#[cfg(test)]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
