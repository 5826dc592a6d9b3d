//! The flags of a workflow's own inputs: `--organization-id-or-slug TEXT`.

use std::collections::BTreeSet;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, ArgMatches, Command};
use serde_json::{Map, Value};

use super::kind::Kind;
use crate::refused::Refused;
use crate::registry::{Field, Workflow};
use crate::words::{input_variable, kebab};

/// Where help lists them.
const HEADING: &str = "Inputs";

/// The flag of an input.
pub(crate) struct Flag {
    pub(crate) field: &'static Field,
    pub(crate) kind: Kind,
    /// Its name, without dashes.
    pub(crate) long: String,
    /// The input's name as the document has it, which will do as well.
    alias: Option<&'static str>,
}

/// The flags of a workflow. A name that an option has already is no flag's: `timeout` is `--input-timeout`.
pub(crate) fn flags(workflow: &Workflow) -> Vec<Flag> {
    let options = super::options::all();
    let longs = options.iter().filter_map(Arg::get_long);
    let mut taken: BTreeSet<String> = longs.chain(["help"]).map(str::to_owned).collect();
    let mut found = Vec::new();
    for field in workflow.inputs {
        let name = kebab(field.name);
        let mut names = [name.clone(), format!("input-{name}")].into_iter();
        let free = names.find(|it| !name.is_empty() && !taken.contains(it));
        // `--input NAME=VALUE` is for all inputs.
        let Some(long) = free else { continue };
        taken.insert(long.clone());
        found.push(Flag {
            field,
            kind: Kind::of(workflow, field),
            long,
            alias: None,
        });
    }
    for flag in &mut found {
        let name = flag.field.name;
        if is_plain(name) && taken.insert(name.to_owned()) {
            flag.alias = Some(name);
        }
    }
    found
}

/// Whether a name can be a flag as it is.
fn is_plain(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|c| c.is_ascii_alphanumeric())
        && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// Adds the flags to the command that runs the workflow, and is called as `path`.
pub(crate) fn add(command: Command, path: &str, workflow: &Workflow) -> Command {
    let flags = flags(workflow);
    let required = flags.iter().filter(|flag| flag.field.required);
    let required: String = required.map(|flag| format!("{} ", flag.usage())).collect();
    let command = command.override_usage(format!("{path} {required}[OPTIONS]"));
    command.args(flags.iter().map(Flag::arg))
}

impl Flag {
    /// What tells it from other arguments.
    fn id(&self) -> String {
        id(self.field)
    }

    fn arg(&self) -> Arg {
        let arg = Arg::new(self.id())
            .long(self.long.clone())
            .aliases(self.alias)
            .help(self.help())
            .help_heading(HEADING)
            .value_name(self.kind.placeholder())
            .allow_negative_numbers(true);
        match &self.kind {
            Kind::Boolean => arg
                .num_args(0..=1)
                .default_missing_value("true")
                .value_parser(Known(vec!["true".to_owned(), "false".to_owned()])),
            Kind::Text(known) if !known.is_empty() => arg.value_parser(Known(known.clone())),
            _ => arg,
        }
    }

    /// What it is for, and what happens without it.
    fn help(&self) -> String {
        let mut parts = vec![self.field.about()];
        parts.retain(|about| !about.is_empty());
        if self.field.required {
            parts.push("[required]".to_owned());
        }
        if self.kind == Kind::Secret {
            let variable = input_variable(self.field.name);
            let asked = if self.field.required {
                ", or asked for"
            } else {
                ""
            };
            parts.push(format!("[secret: better by {variable}{asked}]"));
        }
        parts.join(" ")
    }

    /// The flag with what stands for its value: `--count <INTEGER>`.
    pub(crate) fn usage(&self) -> String {
        format!("--{} <{}>", self.long, self.kind.placeholder())
    }
}

fn id(field: &Field) -> String {
    format!("input {}", field.name)
}

/// Takes the values of the flags.
///
/// # Errors
/// A value is not of the input's kind.
pub(crate) fn take(
    workflow: &Workflow,
    matches: &ArgMatches,
    inputs: &mut Map<String, Value>,
) -> Result<(), Refused> {
    for flag in flags(workflow) {
        if let Some(text) = matches.get_one::<String>(&flag.id()) {
            let value = flag.kind.read(&format!("--{}", flag.long), text)?;
            inputs.insert(flag.field.name.to_owned(), value);
        }
    }
    Ok(())
}

/// Takes any text, and knows some that help and completions list.
#[derive(Clone)]
struct Known(Vec<String>);

impl TypedValueParser for Known {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(
            self.0.iter().map(|value| PossibleValue::new(value.clone())),
        ))
    }
}
