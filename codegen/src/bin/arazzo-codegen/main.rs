//! The command line: reads arguments, calls the library, prints its report.

mod command;
mod init;
mod input;
mod mend;
mod output;
mod reading;
mod run;
mod usage;
mod values;
mod vendor;

use std::process::ExitCode;

fn main() -> ExitCode {
    match usage::parse(std::env::args_os()) {
        Ok(call) => run::run(call),
        Err(usage::Stop::Asked(text)) => output::print(&text, ExitCode::SUCCESS),
        Err(usage::Stop::Wrong(wrong)) => run::wrong_usage(&wrong),
    }
}
