//! The command line of a generated crate: runs its workflows from a shell.
//!
//! The crate says what there is in a static list of [`Document`]s and hands over to [`main`]. What the command line
//! takes and prints is described by `BIN --help`; `run --json` is meant for programs.
//!
//! Exit status: 0 success, 1 the workflow failed, 2 wrong usage or inputs.

mod arguments;
mod execute;
mod help;
mod inputs;
mod journal;
mod limits;
mod place;
mod report;
mod settings;
mod unknown;

use std::any::Any;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::process::ExitCode;
use std::rc::Rc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::builder::{BuildError, ClientBuilder};
use crate::error::StepError;
use crate::misfit;
use crate::run::{Failure, Handled, Run, Termination};
use crate::secret::redacted;
use arguments::Command;
use journal::Journal;
use settings::Settings;

/// The workflows of one generated module.
#[derive(Debug)]
pub struct Document {
    /// The module's name.
    pub name: &'static str,
    /// `info.title`
    pub title: &'static str,
    /// Source description and name of each security scheme in use.
    pub schemes: &'static [(&'static str, &'static str)],
    /// Those among them whose credential is a client certificate.
    pub certificates: &'static [(&'static str, &'static str)],
    /// Source descriptions, each with the variables of its servers.
    pub sources: &'static [(&'static str, &'static [&'static str])],
    /// Its workflows.
    pub workflows: &'static [Workflow],
}

/// A workflow that can be run.
#[derive(Debug)]
pub struct Workflow {
    /// `workflowId`
    pub id: &'static str,
    /// Unique in the document: the id, with the module before it (`lib.login`) for workflows of other documents.
    pub key: &'static str,
    /// One line.
    pub summary: &'static str,
    /// What it takes.
    pub inputs: &'static [Input],
    /// Whether its schema allows for inputs of other names, which have no effect.
    pub open: bool,
    /// Keys of the workflows that have to be completed before, in order.
    pub prerequisites: &'static [&'static str],
    /// Checks inputs before anything runs: [`check`].
    pub check: fn(&Value) -> Result<(), Refused>,
    /// Runs it.
    pub run: for<'a> fn(&'a Invocation) -> Running<'a>,
}

/// An input of a workflow.
#[derive(Debug)]
pub struct Input {
    /// Its name in the document.
    pub name: &'static str,
    /// Whether the workflow cannot run without it.
    pub required: bool,
    /// How a value on the command line is read.
    pub kind: InputKind,
    /// One line.
    pub summary: &'static str,
}

/// How the value of an input is read from an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// As it stands.
    Text,
    /// `true` or `false`; a flag without a value is `true`.
    Boolean,
    /// As JSON; what is no JSON is a text.
    Json,
}

impl Document {
    /// The workflows that have to be completed before `workflow`, each once.
    fn before(&self, workflow: &Workflow) -> Vec<&'static Workflow> {
        let mut found: Vec<&'static Workflow> = Vec::new();
        let mut open: Vec<&str> = workflow.prerequisites.to_vec();
        while let Some(key) = open.pop() {
            let next = self.workflows.iter().find(|it| it.key == key);
            if let Some(next) = next.filter(|next| found.iter().all(|it| it.key != next.key)) {
                open.extend(next.prerequisites);
                found.push(next);
            }
        }
        found.reverse();
        found
    }
}

/// Whether a workflow can be given these inputs.
///
/// # Errors
/// They do not have the form that the workflow asks for.
pub fn check<I: DeserializeOwned>(inputs: &Value) -> Result<(), Refused> {
    fitting::<I>(inputs.clone()).map(drop)
}

fn fitting<I: DeserializeOwned>(inputs: Value) -> Result<I, Refused> {
    misfit::fit(&inputs).map_err(|misfit| Refused(format!("the inputs do not fit: {misfit}")))
}

/// A run under way.
pub type Running<'a> = Pin<Box<dyn Future<Output = Result<Finished, Refused>> + 'a>>;

/// What a workflow's run function is given.
#[derive(Debug)]
pub struct Invocation {
    settings: Rc<Settings>,
    inputs: Value,
    prerequisites: BTreeMap<&'static str, Rc<dyn Any>>,
    journal: Journal,
}

impl Invocation {
    /// Applies what the command line says about servers, credentials and limits.
    pub fn configure(&self, builder: ClientBuilder) -> ClientBuilder {
        self.settings.apply(builder).observer(self.journal.clone())
    }

    /// The inputs.
    ///
    /// # Errors
    /// They do not have the form that the workflow asks for.
    pub fn inputs<I: DeserializeOwned>(&self) -> Result<I, Refused> {
        fitting(self.inputs.clone())
    }

    /// The completed run of a prerequisite.
    ///
    /// # Errors
    /// There is none: a defect of the generated list.
    pub fn prerequisite<R: 'static>(&self, key: &str) -> Result<&R, Refused> {
        let run = self
            .prerequisites
            .get(key)
            .and_then(|run| run.downcast_ref());
        run.ok_or_else(|| Refused(format!("prerequisite `{key}` has not run")))
    }

    /// Takes the result of the generated function.
    ///
    /// # Errors
    /// Outputs that have no JSON form.
    pub fn finish<I, O, S, P, Q>(
        &self,
        result: Result<Run<I, O, S>, Failure<P, Q>>,
    ) -> Result<Finished, Refused>
    where
        I: 'static,
        O: Serialize + 'static,
        S: Serialize + 'static,
        P: Serialize,
        Q: Serialize,
    {
        let json = |value: Result<Value, serde_json::Error>| {
            value.map_err(|error| Refused(error.to_string()))
        };
        Ok(match result {
            Ok(run) => Finished {
                outputs: json(serde_json::to_value(&run.outputs))?,
                shown: json(redacted(&run.outputs))?,
                steps: json(serde_json::to_value(&run.steps))?,
                ending: Ok(run.termination),
                handled: run.handled.clone(),
                run: Some(Rc::new(run)),
            },
            Err(failure) => Finished {
                outputs: json(serde_json::to_value(&failure.outputs))?,
                shown: json(redacted(&failure.outputs))?,
                steps: json(serde_json::to_value(&failure.steps))?,
                ending: Err(failure.error),
                handled: failure.handled,
                run: None,
            },
        })
    }
}

/// A run that came to an end, good or bad.
pub struct Finished {
    outputs: Value,
    /// The outputs as a person may see them.
    shown: Value,
    /// Outputs by step.
    steps: Value,
    ending: Result<Termination, StepError>,
    /// Failures that actions handled, in order.
    handled: Vec<Handled>,
    /// The typed run, for workflows that depend on it.
    run: Option<Rc<dyn Any>>,
}

impl fmt::Debug for Finished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Finished")
            .field("ending", &self.ending)
            .finish_non_exhaustive()
    }
}

/// Why nothing was run: wrong usage, inputs or settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused(String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

impl From<BuildError> for Refused {
    fn from(error: BuildError) -> Self {
        Self(error.to_string())
    }
}

const FAILED: u8 = 1;
const WRONG_USAGE: u8 = 2;

/// The whole program.
pub fn main(program: &str, documents: &'static [Document]) -> ExitCode {
    let given: Vec<OsString> = std::env::args_os().skip(1).collect();
    let environment = |name: &str| std::env::var(name).ok();
    match dispatch(program, documents, given, &environment) {
        Ok(code) => code,
        Err(Refused(message)) => {
            report::complain(&format!("error: {message}\nTry `{program} --help`.\n"));
            ExitCode::from(WRONG_USAGE)
        }
    }
}

/// Does what the arguments say.
fn dispatch(
    program: &str,
    documents: &'static [Document],
    given: Vec<OsString>,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<ExitCode, Refused> {
    match arguments::parse(documents, given)? {
        Command::Help => report::print(&help::overview(program, documents)),
        Command::WorkflowHelp(workflow) => report::print(&help::workflow(program, workflow)),
        Command::List { json } => report::print(&help::list(documents, json)),
        Command::Run(order) => return execute::execute(*order, environment),
    }
    Ok(ExitCode::SUCCESS)
}
