//! What the reader chose, what was loaded, and how both reach the address.

mod address;
mod choice;
mod contrast;
mod loaded;
mod reactive;
mod scene;
mod session;
mod together;
mod voice;
mod zone;

pub use address::{Address, Notice, Route};
pub use choice::{Choice, Column, Pick, Sorting, TimeZone, View};
pub use contrast::{Contrast, Delta, Other};
pub use loaded::{Load, Loaded, Phase, Progress, Source};
pub use reactive::{Derived, Keep, Var, follow, keep, on_change};
pub use scene::Scene;
pub use session::{Asking, Same, Session, use_session};
pub use together::Together;
pub use voice::{Brief, Voice};
pub use zone::Zone;
