//! The commands, made for the workflows that there are.

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, Command};

use super::select::Selected;
use crate::arguments;
use crate::registry::Document;
use crate::words::{credential_variable, kebab};

/// Commands that are no workflows.
pub(super) const COMMANDS: [&str; 3] = ["help", "list", "run"];

/// The program as its crate made it.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) documents: &'static [Document],
}

impl Program {
    /// All commands; those that run a workflow have the flags of the selected one.
    pub(super) fn command(&self, selected: Option<Selected>) -> Command {
        let workflows = self.workflows(selected).into_iter().map(|(name, it)| {
            let own = selected.filter(|own| std::ptr::eq(own.workflow, it.workflow));
            let command = Command::new(name).about(it.workflow.summary);
            arguments::add(command, own.map(|own| own.workflow))
        });
        let run = Command::new("run").about("Run a workflow by its id").arg(
            Arg::new("workflow")
                .value_name("WORKFLOW")
                .required(true)
                .help("The workflow"),
        );
        let run = arguments::add(run, selected.map(|it| it.workflow));
        let list = Command::new("list").about("List the workflows").arg(
            Arg::new("json")
                .long("json")
                .action(ArgAction::SetTrue)
                .help("As JSON, with the JSON Schema of inputs and outputs"),
        );
        Command::new(self.name.clone())
            .bin_name(self.name.clone())
            .version(self.version.clone())
            .about(self.about())
            .after_help(self.variables())
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommands(workflows)
            .subcommands([run, list])
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
        let mut variables: Vec<String> = schemes.map(|it| credential_variable(it.name)).collect();
        variables.sort();
        variables.dedup();
        if variables.is_empty() {
            return String::new();
        }
        let variables = variables.join("\n  ");
        format!("Credentials also come from the environment:\n  {variables}")
    }
}
