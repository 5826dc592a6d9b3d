//! The program: which command, and what becomes of it.

mod command;
mod execute;
mod preview;
mod print;
mod select;

use std::process::ExitCode;

use clap::ArgMatches;
use clap::error::ErrorKind;

use crate::arguments::{Environment, Order};
use crate::invocation::Refused;
use crate::list;
use crate::registry::Document;
use command::Program;
use select::Selected;

pub(crate) use print::{complain, print};

const FAILED: u8 = 1;
const WRONG_USAGE: u8 = 2;

/// The whole program: its name and version, and the workflows that it runs.
pub fn main(name: &str, version: &str, documents: &'static [Document]) -> ExitCode {
    let environment = |name: &str| std::env::var(name).ok();
    let given = std::env::args_os().skip(1).map(|argument| {
        let text = argument.into_string();
        text.map_err(|_| Refused::new("an argument is not UTF-8"))
    });
    let program = Program {
        name: name.to_owned(),
        version: version.to_owned(),
        documents,
    };
    let done = given.collect::<Result<_, _>>();
    match done.and_then(|given| dispatch(&program, given, &environment)) {
        Ok(code) => code,
        Err(Refused(message)) => {
            complain(&format!("error: {message}\nTry `{name} --help`.\n"));
            ExitCode::from(WRONG_USAGE)
        }
    }
}

/// Does what the arguments say.
fn dispatch(
    program: &Program,
    given: Vec<String>,
    environment: Environment<'_>,
) -> Result<ExitCode, Refused> {
    let (given, selected) = select::select(program, given)?;
    let names = std::iter::once(program.name.clone()).chain(given);
    let matches = match program.command(selected).try_get_matches_from(names) {
        Ok(matches) => matches,
        Err(error) => return Ok(answered(&error)),
    };
    match matches.subcommand() {
        Some(("list", matches)) => {
            print(&list::list(program.documents, matches.get_flag("json")));
            Ok(ExitCode::SUCCESS)
        }
        Some((_, matches)) => run(selected, matches, environment),
        None => Ok(ExitCode::SUCCESS),
    }
}

fn run(
    selected: Option<Selected>,
    matches: &ArgMatches,
    environment: Environment<'_>,
) -> Result<ExitCode, Refused> {
    let Some(Selected { document, workflow }) = selected else {
        return Err(Refused::new("`run` needs the name of a workflow"));
    };
    let order = Order::new(document, workflow, matches, environment)?;
    execute::execute(order)
}

/// Prints what was asked for (help, the version), or what is wrong with the arguments.
fn answered(error: &clap::Error) -> ExitCode {
    let text = error.render().to_string();
    if error.use_stderr() && error.kind() != ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        complain(&text);
        return ExitCode::from(WRONG_USAGE);
    }
    print(&text);
    ExitCode::SUCCESS
}
