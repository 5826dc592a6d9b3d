//! Exchanges with servers: as they happen ([`Verbose`]), as they were ([`Trace`], [`Replay`]), and as they would be
//! (`Preview`, of the feature `program`); none of them with its secrets ([`Mask`]).

mod har;
mod mask;
#[cfg(feature = "program")]
mod options;
#[cfg(feature = "program")]
mod preview;
mod replay;
mod trace;
mod transport;
mod verbose;
mod watch;

pub use mask::{MARK, Mask};
#[cfg(feature = "program")]
pub use preview::{Argument, Body, Called, Capture, Format, Given, Preview, Previewed, Request};
pub use replay::{Difference, Replay, ReplayError};
pub use trace::Trace;
pub use transport::Transport;
pub use verbose::Verbose;
pub use watch::{Exchange, Outcome, Watched, Watcher};

#[cfg(feature = "program")]
pub(crate) use preview::hide_secrets;

#[cfg(feature = "program")]
pub(crate) use options::{Exchanges, Session, header, options};
