//! The commands, made for the workflows that there are.

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, Command, value_parser};
use clap_complete::Shell;

use crate::arguments::{self, Kind};
use crate::engine;
use crate::journal;
use crate::registry::{Document, Workflow};
use crate::words::{credential_variable, input_variable, kebab};

/// Commands that are no workflows.
pub(super) const COMMANDS: [&str; 9] = [
    "batch",
    "completions",
    "describe",
    "help",
    "list",
    "resume",
    "run",
    "show",
    "worker",
];

/// A workflow, and where it is from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Selected {
    pub(super) document: &'static Document,
    pub(super) workflow: &'static Workflow,
}

/// The program as its crate made it.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) documents: &'static [Document],
}

impl Program {
    /// All commands, of which those of the selected workflow have the flags of its inputs.
    pub(super) fn command(&self, selected: Option<Selected>) -> Command {
        self.commands(selected, |workflow| {
            selected.is_some_and(|it| std::ptr::eq(it.workflow, workflow))
        })
    }

    /// All commands, with all flags.
    pub(super) fn whole(&self) -> Command {
        self.commands(None, |_| true)
    }

    fn commands(
        &self,
        selected: Option<Selected>,
        has_flags: impl Fn(&Workflow) -> bool,
    ) -> Command {
        let workflows = self.workflows(selected).into_iter().map(|(name, it)| {
            let path = format!("{} {name}", self.name);
            let own = Some(it.workflow).filter(|workflow| has_flags(workflow));
            arguments::add(about(Command::new(name), it), &path, own)
        });
        let run = Command::new("run")
            .about("Run a workflow by its id")
            .override_usage(format!("{} run <WORKFLOW> [OPTIONS]", self.name))
            .arg(workflow_argument());
        let run = match selected {
            Some(it) => {
                let path = format!("{} run {}", self.name, it.workflow.key);
                arguments::add(about(run, it), &path, Some(it.workflow))
            }
            None => arguments::add(run, "", None),
        };
        Command::new(self.name.clone())
            .bin_name(self.name.clone())
            .version(self.version.clone())
            .about(self.about())
            .after_help(self.variables())
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommands(workflows)
            .subcommands([self.batch(selected), describe(), list(), run, completions()])
            .subcommands(journal::commands())
            .subcommand(engine::command())
    }

    fn batch(&self, selected: Option<Selected>) -> Command {
        let workflow = selected.map_or("<WORKFLOW>", |it| it.workflow.key);
        let usage = format!(
            "{} batch {workflow} --inputs <FILE> --output <FILE> [OPTIONS]",
            self.name
        );
        let command = Command::new("batch")
            .about("Run a workflow for each line of a file")
            .override_usage(usage)
            .arg(workflow_argument());
        arguments::add_batch(command, engine::options())
    }

    /// The workflows that have a command of their own, by its name. Where several have one name the selected counts.
    fn workflows(&self, selected: Option<Selected>) -> BTreeMap<String, Selected> {
        let documents = self.documents.iter();
        let all = documents.flat_map(|document| {
            let workflows = document.workflows.iter();
            workflows.map(move |workflow| Selected { document, workflow })
        });
        let named = all.chain(selected).map(|it| (kebab(it.workflow.key), it));
        let own = named.filter(|(name, _)| !name.is_empty() && !COMMANDS.contains(&name.as_str()));
        own.collect()
    }

    fn about(&self) -> String {
        let titles: Vec<&str> = self.documents.iter().map(|it| it.title).collect();
        match titles.as_slice() {
            [title] => (*title).to_owned(),
            _ => "Runs workflows".to_owned(),
        }
    }

    /// The variables of the environment that are read.
    fn variables(&self) -> String {
        let schemes = self.documents.iter().flat_map(|document| document.schemes);
        environment(schemes.map(|it| credential_variable(it.name)).collect())
    }
}

/// What a workflow is for, and what belongs to it besides its flags.
fn about(command: Command, selected: Selected) -> Command {
    let Selected { document, workflow } = selected;
    let mut after = String::new();
    let before = document.before(workflow);
    for before in &before {
        let inputs: Vec<&str> = before.inputs.iter().map(|it| it.name).collect();
        let inputs = match inputs.as_slice() {
            [] => String::new(),
            names => format!(
                ", with `{}` by --prerequisite-inputs '{}=JSON'",
                names.join("`, `"),
                before.key
            ),
        };
        after.push_str(&format!("Runs `{}` before{inputs}.\n", before.key));
    }
    let credentials = workflow.credentials.iter();
    let mut variables: Vec<_> = credentials.map(|(_, it)| credential_variable(it)).collect();
    for workflow in before.into_iter().chain([workflow]) {
        let fields = workflow.inputs.iter();
        let secret = fields.filter(|it| Kind::of(workflow, it) == Kind::Secret);
        variables.extend(secret.map(|it| input_variable(it.name)));
    }
    after.push_str(&environment(variables));
    command.about(workflow.summary).after_help(after)
}

fn workflow_argument() -> Arg {
    Arg::new("workflow")
        .value_name("WORKFLOW")
        .required(true)
        .help("The workflow")
}

fn json(help: &'static str) -> Arg {
    Arg::new("json")
        .long("json")
        .action(ArgAction::SetTrue)
        .help(help)
}

fn list() -> Command {
    Command::new("list")
        .about("List the workflows")
        .arg(json("As JSON, with the JSON Schema of inputs and outputs"))
}

fn describe() -> Command {
    Command::new("describe")
        .about("Say what a workflow takes, does and results in")
        .arg(workflow_argument())
        .arg(arguments::document())
        .arg(json("As JSON"))
}

fn completions() -> Command {
    let shell = Arg::new("shell")
        .value_name("SHELL")
        .required(true)
        .value_parser(value_parser!(Shell));
    Command::new("completions")
        .about("Print the script by which a shell completes arguments")
        .arg(shell)
}

/// The variables of the environment that are read.
fn environment(mut variables: Vec<String>) -> String {
    variables.sort();
    variables.dedup();
    if variables.is_empty() {
        return String::new();
    }
    let variables = variables.join("\n  ");
    format!("Secrets also come from the environment:\n  {variables}")
}
