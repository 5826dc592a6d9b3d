//! Exchanges as they happen, as they were, and as they would be.

mod har;
mod mask;
mod preview;
mod replay;
mod trace;
mod verbose;
mod watch;

pub use mask::{MARK, Mask};
pub use preview::{Argument, Body, Capture, Format, Given, Operation, Preview, Previewed, Step};
pub use replay::{Difference, Replay, ReplayError};
pub use trace::Trace;
pub use verbose::Verbose;
pub use watch::{Exchange, Outcome, Watched, Watcher};
