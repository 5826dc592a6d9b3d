//! What is printed where, and the exit status: 0 fine, 1 refused, 2 wrong usage.

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use arazzo_codegen::report::Report;

pub(crate) const REFUSED: u8 = 1;
pub(crate) const WRONG_USAGE: u8 = 2;

/// Reports to stderr.
pub(crate) fn conclude(report: &Report) -> ExitCode {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    complain(&report.human(io::stderr().is_terminal() && !plain));
    status(report)
}

/// What a report makes of the call.
pub(crate) fn status(report: &Report) -> ExitCode {
    match report.has_errors() {
        true => ExitCode::from(REFUSED),
        false => ExitCode::SUCCESS,
    }
}

/// Prints to stdout. A reader that has gone away is no failure of ours.
pub(crate) fn print(text: &str, status: ExitCode) -> ExitCode {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
    {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(REFUSED),
        _ => status,
    }
}

/// Prints to stderr. There is nobody to tell if that fails.
pub(crate) fn complain(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
