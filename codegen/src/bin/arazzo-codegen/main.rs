//! The command line: reads arguments, calls the library, prints its report.

mod arguments;
mod command;
mod help;
mod mend;
mod run;
mod write;

use std::process::ExitCode;

fn main() -> ExitCode {
    let command = arguments::from_env().and_then(command::parse);
    match command {
        Ok(command) => run::run(command),
        Err(wrong) => run::wrong_usage(&wrong),
    }
}
