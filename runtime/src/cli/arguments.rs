//! Reads the arguments: which workflow, with which inputs and settings.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs;
use std::io::Read as _;

use serde_json::{Map, Value};

use super::limits::Limits;
use super::settings::{self, Settings};
use super::unknown::unknown;
use super::{Document, Input, InputKind, Refused, Workflow, inputs, place};

/// What is asked for.
#[derive(Debug)]
pub(super) enum Command {
    Help,
    WorkflowHelp(&'static Workflow),
    List { json: bool },
    Run(Box<Order>),
}

/// A run that is asked for.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) document: &'static Document,
    pub(super) workflow: &'static Workflow,
    pub(super) inputs: Map<String, Value>,
    /// Inputs of prerequisites, by id or key.
    pub(super) prerequisite_inputs: Vec<(String, Value)>,
    pub(super) settings: Settings,
    pub(super) json: bool,
}

/// The arguments that are left.
struct Arguments(VecDeque<String>);

impl Arguments {
    fn new(given: Vec<OsString>) -> Result<Self, Refused> {
        let text = |argument: OsString| {
            argument
                .into_string()
                .map_err(|_| refuse("an argument is not UTF-8"))
        };
        given
            .into_iter()
            .map(text)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    fn next(&mut self) -> Option<String> {
        self.0.pop_front()
    }

    /// The value of an option: what followed `=`, or the next argument.
    fn value(&mut self, option: &str, inline: Option<String>) -> Result<String, Refused> {
        inline
            .or_else(|| self.next())
            .ok_or_else(|| refuse(&format!("`{option}` needs a value")))
    }
}

pub(super) fn refuse(message: &str) -> Refused {
    Refused(message.to_owned())
}

/// Reads all arguments.
pub(super) fn parse(
    documents: &'static [Document],
    given: Vec<OsString>,
) -> Result<Command, Refused> {
    let mut arguments = Arguments::new(given)?;
    let Some(first) = arguments.next() else {
        return Ok(Command::Help);
    };
    match first.as_str() {
        "help" | "--help" | "-h" => Ok(Command::Help),
        "list" => match arguments.next().as_deref() {
            None => Ok(Command::List { json: false }),
            Some("--json") => Ok(Command::List { json: true }),
            Some(other) => Err(refuse(&format!("`list` does not know `{other}`"))),
        },
        "run" => {
            let Some(name) = arguments.next() else {
                return Err(refuse("`run` needs the name of a workflow"));
            };
            if matches!(name.as_str(), "--help" | "-h") {
                return Ok(Command::Help);
            }
            order(documents, &name, arguments, false)
        }
        name if name.starts_with('-') => Err(refuse(&format!("unknown option `{name}`"))),
        name => order(documents, name, arguments, true),
    }
}

/// A run with its options; `typed` allows one flag an input.
fn order(
    documents: &'static [Document],
    name: &str,
    mut arguments: Arguments,
    typed: bool,
) -> Result<Command, Refused> {
    // The document decides which inputs there are, so it is looked for first.
    let wanted = document_option(&arguments)?;
    let (document, workflow) = find(documents, name, wanted.as_deref(), typed)?;
    let mut order = Order {
        document,
        workflow,
        inputs: Map::new(),
        prerequisite_inputs: Vec::new(),
        settings: Settings::default(),
        json: false,
    };
    let mut single = Vec::new();
    while let Some(argument) = arguments.next() {
        if matches!(argument.as_str(), "--help" | "-h") {
            return Ok(Command::WorkflowHelp(workflow));
        }
        let (option, inline) = match argument.split_once('=') {
            Some((option, value)) if option.starts_with("--") => {
                (option.to_owned(), Some(value.to_owned()))
            }
            _ => (argument, None),
        };
        option_of(
            &mut order,
            &mut single,
            &mut arguments,
            &option,
            inline,
            typed,
        )?;
    }
    // Single inputs win over the object that `--inputs` gives, wherever they stand.
    order.inputs.extend(single);
    inputs::check(workflow, order.inputs.keys())?;
    for (name, given) in &order.prerequisite_inputs {
        let prerequisite = prerequisite(document, workflow, name)?;
        inputs::check(
            prerequisite,
            given.as_object().into_iter().flat_map(Map::keys),
        )?;
    }
    order.settings.check(document)?;
    Ok(Command::Run(Box::new(order)))
}

/// The workflow of this id or key among those that have to be completed before `workflow`.
fn prerequisite(
    document: &Document,
    workflow: &Workflow,
    name: &str,
) -> Result<&'static Workflow, Refused> {
    let mut found = document.before(workflow);
    found.sort_by_key(|it| it.key);
    let wanted = found.iter().find(|it| it.key == name || it.id == name);
    let keys = || found.iter().map(|it| it.key).collect::<Vec<_>>();
    let what = format!("workflow before `{}` called", workflow.id);
    let refused = || Refused(unknown(&what, name, &keys()));
    wanted.copied().ok_or_else(refused)
}

/// The value of `--document`, wherever it stands.
fn document_option(arguments: &Arguments) -> Result<Option<String>, Refused> {
    let mut all = arguments.0.iter();
    while let Some(argument) = all.next() {
        if let Some(name) = argument.strip_prefix("--document=") {
            return Ok(Some(name.to_owned()));
        }
        if argument == "--document" {
            return all
                .next()
                .cloned()
                .map(Some)
                .ok_or_else(|| refuse("`--document` needs a value"));
        }
    }
    Ok(None)
}

/// One option and its value.
fn option_of(
    order: &mut Order,
    single: &mut Vec<(String, Value)>,
    arguments: &mut Arguments,
    option: &str,
    inline: Option<String>,
    typed: bool,
) -> Result<(), Refused> {
    let settings = &mut order.settings;
    match option {
        "--json" => order.json = true,
        "--document" => drop(arguments.value(option, inline)?),
        "--inputs" => order.inputs = object(&arguments.value(option, inline)?)?,
        "--input" => {
            let given = arguments.value(option, inline)?;
            let names = order.workflow.inputs.iter().map(|input| input.name);
            let (name, value) = named(option, &given, names)?;
            let kind =
                inputs::named(order.workflow, name).map_or(InputKind::Json, |input| input.kind);
            single.push((name.to_owned(), inputs::value(kind, value)?));
        }
        "--prerequisite-inputs" => {
            let given = arguments.value(option, inline)?;
            let known = order.document.before(order.workflow);
            let names = known.iter().flat_map(|it| [it.key, it.id]);
            let (name, value) = named(option, &given, names)?;
            order
                .prerequisite_inputs
                .push((name.to_owned(), Value::Object(object(value)?)));
        }
        "--server" => settings.servers.push(place::server(
            order.document,
            &arguments.value(option, inline)?,
        )),
        "--document-url" => {
            let given = arguments.value(option, inline)?;
            let url = settings::document_url(order.document, &given)?;
            settings.document_urls.push(url);
        }
        "--server-variable" => {
            let given = arguments.value(option, inline)?;
            settings
                .server_variables
                .push(settings::server_variable(order.document, &given)?);
        }
        "--credential" => {
            let given = arguments.value(option, inline)?;
            settings
                .credentials
                .push(settings::credential(order.document, &given)?);
        }
        limit if Limits::has(limit) => settings
            .limits
            .set(option, &arguments.value(option, inline)?)?,
        _ => {
            let input = typed
                .then(|| inputs::flag(order.workflow, option))
                .flatten();
            let input = input.ok_or_else(|| refuse(&format!("unknown option `{option}`")))?;
            let value = typed_value(input, arguments, option, inline)?;
            single.push((input.name.to_owned(), value));
        }
    }
    Ok(())
}

/// The value of an input's own flag; a boolean one may stand alone.
fn typed_value(
    input: &Input,
    arguments: &mut Arguments,
    option: &str,
    inline: Option<String>,
) -> Result<Value, Refused> {
    let alone = arguments
        .0
        .front()
        .is_none_or(|next| !matches!(next.as_str(), "true" | "false"));
    if input.kind == InputKind::Boolean && inline.is_none() && alone {
        return Ok(Value::Bool(true));
    }
    inputs::value(input.kind, &arguments.value(option, inline)?)
}

/// The workflow of this name: its id, its key, or its id in kebab case.
fn find(
    documents: &'static [Document],
    name: &str,
    document: Option<&str>,
    kebab: bool,
) -> Result<(&'static Document, &'static Workflow), Refused> {
    if let Some(document) = document
        && documents.iter().all(|known| known.name != document)
    {
        return Err(refuse(&format!("there is no document `{document}`")));
    }
    let candidates = documents
        .iter()
        .filter(|known| document.is_none_or(|wanted| known.name == wanted))
        .flat_map(|document| {
            document
                .workflows
                .iter()
                .map(move |workflow| (document, workflow))
        });
    let candidates: Vec<_> = candidates.collect();
    // An exact name wins over one that is only written differently.
    let rules: [&dyn Fn(&Workflow) -> bool; 3] = [
        &|workflow| workflow.key == name,
        &|workflow| workflow.id == name,
        &|workflow| kebab && inputs::kebab(workflow.key) == name,
    ];
    for rule in rules {
        let fitting: Vec<_> = candidates
            .iter()
            .filter(|(_, workflow)| rule(workflow))
            .collect();
        match fitting.as_slice() {
            [] => {}
            [found] => return Ok(**found),
            several => {
                let names: Vec<&str> = several.iter().map(|(document, _)| document.name).collect();
                let names = names.join(", ");
                return Err(refuse(&format!(
                    "several documents have `{name}`: say `--document` with one of {names}"
                )));
            }
        }
    }
    Err(refuse(&format!(
        "there is no workflow `{name}`; `list` shows those there are"
    )))
}

/// `NAME=VALUE`. Messages do not repeat the value, which may be secret.
pub(super) fn pair<'a>(option: &str, given: &'a str) -> Result<(&'a str, &'a str), Refused> {
    given
        .split_once('=')
        .ok_or_else(|| refuse(&format!("`{option}` wants NAME=VALUE")))
}

/// `NAME=VALUE`, where a declared name may hold `=`.
fn named<'a>(
    option: &str,
    given: &'a str,
    declared: impl Iterator<Item = &'a str>,
) -> Result<(&'a str, &'a str), Refused> {
    match place::declared(given, declared) {
        Some(found) => Ok(found),
        None => pair(option, given),
    }
}

/// A JSON object: as it is, in a file (`@FILE`), or on standard input (`-`).
fn object(given: &str) -> Result<Map<String, Value>, Refused> {
    let text = match given.strip_prefix('@') {
        Some(file) => fs::read_to_string(file)
            .map_err(|error| refuse(&format!("`{file}` cannot be read: {error}")))?,
        None if given == "-" => {
            let mut text = String::new();
            let read = std::io::stdin().read_to_string(&mut text);
            read.map_err(|error| refuse(&format!("standard input cannot be read: {error}")))?;
            text
        }
        None => given.to_owned(),
    };
    match serde_json::from_str(&text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(refuse("inputs are a JSON object")),
        Err(error) => Err(refuse(&format!("the inputs are not JSON: {error}"))),
    }
}

#[cfg(test)]
#[path = "arguments_tests.rs"]
mod tests;
