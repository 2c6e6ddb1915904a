//! Where a task comes from: OCP's API, a file or a paste, or a link that carries it.
//!
//! ```text
//!   address ──► loader ──► api | snapshot ──► bytes ──► open() ──► Loaded | LoadError
//!                 ▲ poll: asks again while something can still change
//! ```

mod api;
mod comparison;
mod config;
mod error;
mod loader;
mod open;
mod poll;
mod recent;
mod retry;
mod sent;
mod snapshot;

pub use api::fetch_log;
pub use comparison::follow_comparison;
pub use config::Config;
pub use error::{Detail, ErrorKind, LoadError};
pub use loader::{follow_address, open_payload};
pub use open::{Payload, read_payload};
pub use recent::{Recent, recent};
use sent::Sent;
pub use snapshot::snapshot_of;
