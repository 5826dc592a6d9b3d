//! Does what a command says. Exit status: 0 fine, 1 refused, 2 wrong usage.

use std::{
    io::{self, IsTerminal, Write},
    path::Path,
    process::ExitCode,
};

use arazzo_codegen::{
    CrateError, CrateOptions, Fate, Generator,
    load::Caller,
    report::{Policy, Report},
};

use crate::{
    arguments::WrongUsage,
    command::{Command, Format, Input, no_such_code},
    mend::mend,
    write::in_one_move,
};

const REFUSED: u8 = 1;
const WRONG_USAGE: u8 = 2;

/// Runs a command to its exit status.
pub(crate) fn run(command: Command) -> ExitCode {
    match command {
        Command::Generate { input, output } => {
            let (source, report) = generator(input).generate();
            deliver(&source, output.as_deref(), &report)
        }
        Command::Check {
            input,
            format,
            policy,
            fix,
            explain_types,
        } => {
            let mended = !fix || mend(&input, &policy);
            let report = checking(input, policy).explain_types(explain_types).check();
            let status = match mended {
                true => status(&report),
                false => ExitCode::from(REFUSED),
            };
            match format {
                Format::Human => conclude(&report),
                Format::Json => return print(&report.json(), status),
                Format::Sarif => return print(&report.sarif(), status),
            };
            status
        }
        Command::Crate { input, options } => write_crate(input, &options),
        Command::Graph {
            input,
            workflow,
            format,
        } => {
            let (drawing, report) = generator(input).graph(workflow.as_deref(), format);
            deliver(&drawing, None, &report)
        }
        Command::Explain(code) => match arazzo_codegen::explain(&code) {
            Some(text) => print(text, ExitCode::SUCCESS),
            None => wrong_usage(&no_such_code(&code)),
        },
        Command::Print(text) => print(&text, ExitCode::SUCCESS),
    }
}

/// Tells what is wrong with the arguments.
pub(crate) fn wrong_usage(WrongUsage(wrong): &WrongUsage) -> ExitCode {
    complain(&format!("error: {wrong}\nTry `arazzo-codegen --help`.\n"));
    ExitCode::from(WRONG_USAGE)
}

fn generator(input: Input) -> Generator {
    let mut generator = Generator::new()
        .caller(Caller::CommandLine)
        .strict(input.strict);
    if let Some(root) = input.root {
        generator = generator.root(root);
    }
    for (name, path) in input.sources {
        generator = generator.source(name, path);
    }
    for path in input.identities {
        generator = generator.source_by_identity(path);
    }
    for (name, path) in input.specs {
        generator = match name {
            Some(name) => generator.named_document(name, path),
            None => generator.document(path),
        };
    }
    generator
}

pub(crate) fn checking(input: Input, policy: Policy) -> Generator {
    generator(input).unused(true).policy(policy)
}

fn write_crate(input: Input, options: &CrateOptions) -> ExitCode {
    let (written, report) = generator(input).write_crate(options);
    let status = conclude(&report);
    match written {
        Ok(files) => {
            for file in &files {
                let path = options.output.join(&file.path);
                let path = path.display();
                complain(&match &file.fate {
                    Fate::Written => format!("wrote {path}\n"),
                    Fate::Unchanged => format!("unchanged {path}\n"),
                    Fate::Kept(why) => format!("kept {path}: {why}\n"),
                    Fate::Removed => format!("removed {path}: its document is no longer given\n"),
                });
            }
            status
        }
        Err(error) => {
            complain(&format!("error: {error}\n"));
            match error {
                CrateError::Runtime(_) => ExitCode::from(WRONG_USAGE),
                CrateError::Refused { .. } | CrateError::Failed(_) => ExitCode::from(REFUSED),
            }
        }
    }
}

/// Reports, then writes the result unless it was refused.
fn deliver(text: &str, output: Option<&Path>, report: &Report) -> ExitCode {
    let status = conclude(report);
    match output {
        _ if report.has_errors() => status,
        None => print(text, status),
        Some(path) => match in_one_move(path, text.as_bytes()) {
            Ok(()) => status,
            Err(error) => {
                complain(&format!(
                    "error: cannot write {}: {error}\n",
                    path.display()
                ));
                ExitCode::from(REFUSED)
            }
        },
    }
}

/// Reports to stderr.
fn conclude(report: &Report) -> ExitCode {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    complain(&report.human(io::stderr().is_terminal() && !plain));
    status(report)
}

fn status(report: &Report) -> ExitCode {
    match report.has_errors() {
        true => ExitCode::from(REFUSED),
        false => ExitCode::SUCCESS,
    }
}

/// Prints to stdout. A reader that has gone away is no failure of ours.
fn print(text: &str, status: ExitCode) -> ExitCode {
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
