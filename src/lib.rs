//! taskscope in the browser.
