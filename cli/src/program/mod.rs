//! The program: which command, and what becomes of it.

mod command;
mod complete;
mod execute;
mod interrupt;
mod select;

use std::process::ExitCode;

use clap::ArgMatches;
use clap::error::ErrorKind;
use clap_complete::Shell;

use crate::arguments::{Batch, Environment, Order, ask};
use crate::describe;
use crate::engine;
use crate::journal;
use crate::list;
use crate::print::{complain, print};
use crate::refused::Refused;
use crate::registry::Document;
use crate::status::WRONG_USAGE;
use command::{Program, Selected};

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
            complain(&format!("error: {message}\n"));
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
    let name = &program.name;
    let (given, selected) =
        select::select(program, given).map_err(|error| with_help(&error, name))?;
    let helped = match (given.as_slice(), selected) {
        ([first, second, ..], Some(_)) if matches!(first.as_str(), "run" | "batch") => {
            format!("{name} {first} {second}")
        }
        ([first, ..], _) => format!("{name} {first}"),
        _ => name.clone(),
    };
    obey(program, given, selected, environment).map_err(|error| with_help(&error, &helped))
}

/// The same with a word about where more is said.
fn with_help(Refused(message): &Refused, command: &str) -> Refused {
    Refused(format!("{message}\nTry `{command} --help`."))
}

fn obey(
    program: &Program,
    given: Vec<String>,
    selected: Option<Selected>,
    environment: Environment<'_>,
) -> Result<ExitCode, Refused> {
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
        Some(("describe", matches)) => {
            let Selected { document, workflow } = chosen(selected, "describe")?;
            print(&match matches.get_flag("json") {
                true => describe::json(document, workflow),
                false => describe::text(document, workflow),
            });
            Ok(ExitCode::SUCCESS)
        }
        Some(("completions", matches)) => {
            if let Some(shell) = matches.get_one::<Shell>("shell") {
                print(&complete::script(program.whole(), *shell));
            }
            Ok(ExitCode::SUCCESS)
        }
        Some(("show", matches)) => {
            print(&journal::show(matches)?);
            Ok(ExitCode::SUCCESS)
        }
        Some(("resume", matches)) => {
            let resumed = journal::Resumed::new(program.documents, matches)?;
            let order = Order::resumed(&resumed, matches, environment)?;
            execute::execute(order)
        }
        Some(("worker", matches)) => {
            engine::work(program.documents, matches, environment)?;
            Ok(ExitCode::SUCCESS)
        }
        Some(("batch", matches)) => batch(selected, matches, environment),
        Some((_, matches)) => run(selected, matches, environment),
        None => Ok(ExitCode::SUCCESS),
    }
}

fn run(
    selected: Option<Selected>,
    matches: &ArgMatches,
    environment: Environment<'_>,
) -> Result<ExitCode, Refused> {
    let Selected { document, workflow } = chosen(selected, "run")?;
    let mut order = Order::new(document, workflow, matches, environment)?;
    order.take_secrets(environment);
    order.ask_for_secrets(&ask)?;
    execute::execute(order)
}

fn batch(
    selected: Option<Selected>,
    matches: &ArgMatches,
    environment: Environment<'_>,
) -> Result<ExitCode, Refused> {
    let Selected { document, workflow } = chosen(selected, "batch")?;
    let batch = Batch::new(matches)?;
    let mut order = Order::of_batch(document, workflow, matches, environment)?;
    order.take_secrets(environment);
    let engine = engine::of_batch(matches, environment)?;
    crate::batch::execute(&order, &batch, engine.as_deref())
}

fn chosen(selected: Option<Selected>, command: &str) -> Result<Selected, Refused> {
    selected.ok_or_else(|| {
        Refused(format!(
            "the name of the workflow comes first: `{command} WORKFLOW [OPTIONS]`"
        ))
    })
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
