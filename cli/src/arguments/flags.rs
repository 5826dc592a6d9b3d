//! The flags of a workflow's own inputs: `--organization-id-or-slug TEXT`.

use std::collections::BTreeSet;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, ArgMatches, Command};
use serde_json::{Map, Value};

use super::kind::Kind;
use crate::invocation::Refused;
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
}

/// The flags of a workflow. A name that an option has already is no flag's: `timeout` is `--input-timeout`.
pub(crate) fn flags(workflow: &Workflow) -> Vec<Flag> {
    let options = super::options::all();
    let mut taken: BTreeSet<String> = options
        .iter()
        .filter_map(Arg::get_long)
        .map(str::to_owned)
        .collect();
    taken.insert("help".to_owned());
    let mut found = Vec::new();
    for field in workflow.inputs {
        let name = kebab(field.name);
        let names = [name.clone(), format!("input-{name}")];
        let Some(long) = names
            .into_iter()
            .find(|it| !name.is_empty() && !taken.contains(it))
        else {
            continue;
        };
        taken.insert(long.clone());
        let kind = Kind::of(workflow, field);
        found.push(Flag { field, kind, long });
    }
    found
}

/// Adds the flags to the command that runs the workflow.
pub(crate) fn add(command: Command, workflow: &Workflow) -> Command {
    let flags = flags(workflow);
    let longs: BTreeSet<String> = flags.iter().map(|flag| flag.long.clone()).collect();
    let mut command = command;
    for flag in flags {
        let mut arg = flag.arg();
        let name = flag.field.name;
        // The name as the document has it will do as well.
        let is_plain = name
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
        let is_free = command
            .get_arguments()
            .all(|it| it.get_long() != Some(name));
        if is_plain && is_free && !name.starts_with('-') && !longs.contains(name) {
            arg = arg.alias(name);
        }
        command = command.arg(arg);
    }
    command
}

impl Flag {
    /// What tells it from other arguments.
    fn id(&self) -> String {
        id(self.field)
    }

    fn arg(&self) -> Arg {
        let arg = Arg::new(self.id())
            .long(self.long.clone())
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
        let schema = self.field.schema();
        let description = schema.get("description").and_then(Value::as_str);
        let mut help = description.unwrap_or_default().to_owned();
        let mut note = |text: String| {
            if !help.is_empty() {
                help.push(' ');
            }
            help.push_str(&text);
        };
        if self.field.required {
            note("[required]".to_owned());
        }
        if let Some(default) = schema.get("default") {
            note(match default {
                Value::String(text) => format!("[default: {text}]"),
                other => format!("[default: {other}]"),
            });
        }
        if self.kind == Kind::Secret {
            let variable = input_variable(self.field.name);
            note(format!("[secret: better by {variable}]"));
        }
        help
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
