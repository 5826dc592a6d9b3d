//! `init`: a crate to start from, with a sample or with a draft over somebody's API.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use arazzo_codegen::{
    draft::Listed,
    load::{Caller, Options},
    starter::{Described, Specs, describe, sample, write_starter},
};
use clap::Args;

use crate::output::{REFUSED, complain, conclude, print};

/// What stands below the options.
pub(crate) const AFTER_HELP: &str = "\
Without --openapi the crate has a small workflow, and something to run it against. With it, the workflow is
drafted: inputs come from required parameters and bodies, what an earlier response has is taken from there, and
every guess is marked by a comment. Without --operations the operations are listed, and nothing is written.

Examples:
  arazzo-codegen init my-tasks
  arazzo-codegen init my-pets --openapi petstore.yaml --filter pet
  arazzo-codegen init my-pets --openapi petstore.yaml --operations 'addPet,GET /pet/{petId}'";

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// The folder of the crate; files that are there are never overwritten
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The OpenAPI description to draft a workflow over; it is copied
    #[arg(long, value_name = "FILE")]
    openapi: Option<PathBuf>,
    #[arg(
        long,
        value_name = "ID,ID...",
        value_delimiter = ',',
        requires = "openapi",
        help = "The operations to call, in this order: by operationId, or as 'METHOD /path'"
    )]
    operations: Vec<String>,
    /// List the operations that mention TEXT, in whatever they are called
    #[arg(
        long,
        value_name = "TEXT",
        requires = "openapi",
        conflicts_with = "operations"
    )]
    filter: Option<String>,
}

/// Writes the crate, or lists operations.
pub(crate) fn run(wanted: &Init) -> ExitCode {
    let Some(path) = &wanted.openapi else {
        return write(&wanted.folder, &sample());
    };
    let options = Options {
        caller: Caller::CommandLine,
        ..Options::default()
    };
    let described = match describe(path, options) {
        Ok(described) => described,
        Err(error) => return refused(&error.to_string()),
    };
    if wanted.operations.is_empty() {
        return list(&described, wanted.filter.as_deref().unwrap_or_default());
    }
    match described.draft(&wanted.operations) {
        Ok(specs) => write(&wanted.folder, &specs),
        Err(error) => refused(&error.to_string()),
    }
}

fn refused(error: &str) -> ExitCode {
    complain(&format!("error: {error}\n"));
    ExitCode::from(REFUSED)
}

fn write(folder: &Path, specs: &Specs) -> ExitCode {
    let (written, report) = write_starter(folder, specs);
    let files = match written {
        Ok(files) => files,
        Err(error) => return refused(&error.to_string()),
    };
    for file in files {
        complain(&format!("wrote {}\n", file.display()));
    }
    let status = conclude(&report);
    let folder = folder.display();
    complain(&match report.has_errors() {
        false if specs.has_server() => format!(
            "\nNow: cd {folder} && cargo run --example server\n\
             and in another shell: cd {folder} && cargo run -- --help\n"
        ),
        false => format!("\nNow: cd {folder} && cargo run -- --help\n"),
        true => {
            format!("\nThe files are in {folder}: mend these errors there, then `cargo run`.\n")
        }
    });
    status
}

/// The operations on stdout, one a line.
fn list(described: &Described, filter: &str) -> ExitCode {
    let all = described.operations();
    let shown: Vec<&Listed> = all.iter().filter(|it| it.mentions(filter)).collect();
    if shown.is_empty() {
        let what = match all.is_empty() {
            true => "the description has no operations".to_owned(),
            false => format!("none of the {} operations mentions `{filter}`", all.len()),
        };
        return refused(&what);
    }
    let id = |listed: &Listed| listed.id.clone().unwrap_or_else(|| "-".to_owned());
    let width = |of: &dyn Fn(&Listed) -> String, most: usize| {
        let lengths = shown.iter().map(|listed| of(listed).chars().count());
        lengths.filter(|length| *length <= most).max().unwrap_or(0)
    };
    let (ids, paths) = (width(&id, 56), width(&Listed::by_path, 88));
    let mut text = String::new();
    for listed in &shown {
        let deprecated = if listed.deprecated {
            "(deprecated) "
        } else {
            ""
        };
        let summary = listed.summary.as_deref().unwrap_or_default();
        let summary = summary.split_whitespace().collect::<Vec<_>>().join(" ");
        let line = format!(
            "{:ids$}  {:paths$}  {deprecated}{summary}",
            id(listed),
            listed.by_path(),
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    complain("name some, in the order of their calls: --operations ID,ID or 'METHOD /path'\n");
    print(&text, ExitCode::SUCCESS)
}
