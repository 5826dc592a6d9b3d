//! Exchanges with servers: as they happen ([`Verbose`]), as they were ([`Trace`], [`Replay`]), and as they would be
//! (`Preview`, of the feature `program`); none of them with its secrets ([`Mask`]).

mod har;
mod mask;
#[cfg(feature = "program")]
mod options;
#[cfg(feature = "program")]
pub(crate) mod preview;
mod replay;
mod trace;
mod verbose;
mod watch;

pub use mask::{MARK, Mask};
#[cfg(feature = "program")]
pub use preview::{Argument, Body, Called, Capture, Format, Given, Preview, Previewed, Request};
pub use replay::{Difference, Replay, ReplayError};
pub use trace::Trace;
pub use verbose::Verbose;
pub use watch::{Exchange, Outcome, Watched, Watcher};

#[cfg(feature = "program")]
pub(crate) use preview::hide_secrets;

#[cfg(feature = "program")]
pub(crate) use options::{Exchanges, Session, header, options};

/// Answers with these, in order.
#[cfg(test)]
fn script(answers: Vec<arazzo_runtime::testing::Answer>) -> arazzo_runtime::testing::Script {
    let script = arazzo_runtime::testing::Script::new();
    let on = script.on(arazzo_runtime::testing::Target::any());
    answers.into_iter().fold(on, |on, answer| match answer {
        Ok(reply) => on.answer(reply),
        Err(error) => on.fail(error),
    });
    script
}
