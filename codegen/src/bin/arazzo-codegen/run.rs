//! Does what a command says.

use std::{path::Path, process::ExitCode};

use arazzo_codegen::{
    CrateError, CrateOptions, Fate, GraphOptions, Runtime, SourceFileError, Stale,
    diagnostic::Code, one_move::in_one_move, report::Report,
};
use clap::CommandFactory;
use clap_complete::Shell;
use similar::TextDiff;

use crate::{
    command::{Call, Check, Crate, Format, Generate, Graph, Verb},
    init,
    mend::mend,
    output::{REFUSED, WRONG_USAGE, complain, conclude, print, status},
    reading::{checking, compiling, generator, with},
    usage::WrongUsage,
    values::{self, RuntimeGit},
    vendor,
};

/// Runs a call to its exit status.
pub(crate) fn run(call: Call) -> ExitCode {
    match call.verb.unwrap_or(Verb::Generate(call.generate)) {
        Verb::Generate(generate) => source(&generate),
        Verb::Check(check) => run_check(&check),
        Verb::Crate(wanted) => write_crate(wanted),
        Verb::Graph(graph) => draw(&graph),
        Verb::Init(wanted) => init::run(&wanted),
        Verb::Vendor(wanted) => match vendor::run(&wanted) {
            true => ExitCode::SUCCESS,
            false => ExitCode::from(REFUSED),
        },
        Verb::Explain(explain) => {
            let text = explain.code.map(Code::explanation);
            let text = text.map_or_else(values::codes, str::to_owned);
            print(&text, ExitCode::SUCCESS)
        }
        Verb::Completions(completions) => complete(completions.shell),
    }
}

/// Tells what is wrong with the arguments.
pub(crate) fn wrong_usage(wrong: &WrongUsage) -> ExitCode {
    complain(&wrong.to_string());
    ExitCode::from(WRONG_USAGE)
}

fn source(
    Generate {
        input,
        settings,
        output,
        check,
    }: &Generate,
) -> ExitCode {
    let generator = compiling(input, settings);
    let (done, report) = match output {
        None => {
            let (source, report) = generator.generate();
            return deliver(&source, None, &report);
        }
        Some(path) if *check => generator.check_written(path),
        Some(path) => {
            let (written, report) = generator.write_to(path);
            (written.map(drop), report)
        }
    };
    let status = conclude(&report);
    let error = match done {
        Ok(()) => return status,
        Err(SourceFileError::Documents) => return ExitCode::from(REFUSED),
        Err(error) => error,
    };
    complain(&format!("error: {error}\n"));
    match error {
        SourceFileError::Stale(stale) => print(&difference(&stale), ExitCode::from(REFUSED)),
        _ => ExitCode::from(REFUSED),
    }
}

/// What has to change in a stale file, as a unified diff.
fn difference(stale: &Stale) -> String {
    let Some(written) = &stale.written else {
        return String::new();
    };
    let path = stale.path.display();
    let lines = TextDiff::from_lines(written.as_str(), stale.current.as_str());
    let mut difference = lines.unified_diff();
    difference.header(
        &format!("{path} as it is"),
        &format!("{path} as it has to be"),
    );
    difference.to_string()
}

fn run_check(check: &Check) -> ExitCode {
    let mended = !check.fix || mend(check);
    let checking = checking(check);
    let report = checking.explain_types(check.explain_types).check();
    let status = match mended {
        true => status(&report),
        false => ExitCode::from(REFUSED),
    };
    match check.format {
        Format::Human => conclude(&report),
        Format::Json => return print(&report.json(), status),
        Format::Sarif => return print(&report.sarif(), status),
    };
    status
}

fn draw(graph: &Graph) -> ExitCode {
    let generator = generator(&graph.reading, std::slice::from_ref(&graph.spec));
    let generator = with(generator, &graph.settings);
    let options = GraphOptions {
        workflow: graph.workflow.clone(),
        format: graph.format().into(),
        data: graph.data,
    };
    let (drawing, report) = generator.graph(&options);
    deliver(&drawing, graph.output.as_deref(), &report)
}

fn complete(shell: Shell) -> ExitCode {
    let mut script = Vec::new();
    let mut command = Call::command();
    clap_complete::generate(shell, &mut command, "arazzo-codegen", &mut script);
    print(&String::from_utf8_lossy(&script), ExitCode::SUCCESS)
}

fn write_crate(wanted: Crate) -> ExitCode {
    let runtime = match (wanted.runtime, wanted.runtime_git) {
        (Some(path), _) => Runtime::Path(path),
        (None, Some(RuntimeGit { url, rev })) => Runtime::Git { url, rev },
        (None, None) => Runtime::default(),
    };
    let options = CrateOptions {
        output: wanted.output,
        package: wanted.package,
        runtime,
        force: wanted.force,
    };
    let (written, report) = compiling(&wanted.input, &wanted.settings).write_crate(&options);
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
        Some(path) if is_of_somebody_else(path, text) => {
            complain(&format!(
                "error: {} is not a picture of this format, and is not overwritten; delete it first, or choose another file\n",
                path.display()
            ));
            ExitCode::from(REFUSED)
        }
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

/// Whether a file is there that does not begin as the picture does: each format has a first word of its own.
fn is_of_somebody_else(path: &Path, picture: &str) -> bool {
    let first = |text: &str| text.split_whitespace().next().map(str::to_owned);
    let file = std::fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() > 0);
    let content = std::fs::read(path).unwrap_or_default();
    file && first(&String::from_utf8_lossy(&content)) != first(picture)
}
