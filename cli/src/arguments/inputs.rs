//! The inputs: all as an object, one by one, or those of workflows that run before.

use std::fs;
use std::io::Read as _;

use clap::ArgMatches;
use serde_json::{Map, Value};

use super::given::{pair, values};
use super::kind::Kind;
use super::{flags, place};
use crate::refused::Refused;
use crate::registry::{Document, Field, Workflow};
use crate::unknown::unknown;

/// The inputs of the workflow itself. Single ones win over the object that `--inputs` gives, wherever they stand.
pub(super) fn own(
    workflow: &Workflow,
    matches: &ArgMatches,
) -> Result<Map<String, Value>, Refused> {
    let mut inputs = match matches.get_one::<String>("inputs") {
        Some(given) => object("inputs", given)?,
        None => Map::new(),
    };
    single(workflow, matches, &mut inputs)?;
    flags::take(workflow, matches, &mut inputs)?;
    check(workflow, inputs.keys())?;
    Ok(inputs)
}

/// The inputs of all lines of a file that do not have them themselves.
pub(super) fn of_all_lines(
    workflow: &Workflow,
    matches: &ArgMatches,
) -> Result<Map<String, Value>, Refused> {
    let mut inputs = Map::new();
    single(workflow, matches, &mut inputs)?;
    check(workflow, inputs.keys())?;
    Ok(inputs)
}

/// Inputs one by one.
fn single(
    workflow: &Workflow,
    matches: &ArgMatches,
    inputs: &mut Map<String, Value>,
) -> Result<(), Refused> {
    for given in values(matches, "input") {
        let names = workflow.inputs.iter().map(|input| input.name);
        let (name, value) = named("input", given, names)?;
        let kind = field(workflow, name).map_or(Kind::Any, |field| Kind::of(workflow, field));
        let value = kind.read(&format!("--input {name}"), value)?;
        inputs.insert(name.to_owned(), value);
    }
    Ok(())
}

/// A workflow, and the inputs that it is given.
pub(crate) type Given = (&'static Workflow, Map<String, Value>);

/// The workflows that have to be completed before, with the inputs that are given for them.
pub(super) fn before(
    document: &Document,
    workflow: &Workflow,
    matches: &ArgMatches,
) -> Result<Vec<Given>, Refused> {
    let option = "prerequisite-inputs";
    let known = document.before(workflow);
    let mut all: Vec<_> = known.iter().map(|it| (*it, Map::new())).collect();
    for given in values(matches, option) {
        let names = known.iter().flat_map(|it| [it.key, it.id]);
        let (name, value) = named(option, given, names)?;
        let prerequisite = prerequisite(&known, workflow, name)?;
        let inputs = object(option, value)?;
        check(prerequisite, inputs.keys())?;
        // An id may be that of several workflows of several documents.
        let meant = all
            .iter_mut()
            .filter(|(it, _)| it.key == name || it.id == name);
        meant.for_each(|(_, own)| own.clone_from(&inputs));
    }
    Ok(all)
}

/// The workflow of this id or key among those that have to be completed before `workflow`.
fn prerequisite(
    before: &[&'static Workflow],
    workflow: &Workflow,
    name: &str,
) -> Result<&'static Workflow, Refused> {
    let mut found = before.to_vec();
    found.sort_by_key(|it| it.key);
    let wanted = found.iter().find(|it| it.key == name || it.id == name);
    let keys = || found.iter().map(|it| it.key).collect::<Vec<_>>();
    let what = format!("workflow before `{}` called", workflow.id);
    let refused = || Refused(unknown(&what, name, &keys()));
    wanted.copied().ok_or_else(refused)
}

/// The inputs of a line, with those that all lines share.
///
/// # Errors
/// A name is unknown, one is missing, or a value does not fit.
pub(crate) fn of_line(
    workflow: &Workflow,
    shared: &Map<String, Value>,
    own: Map<String, Value>,
) -> Result<Value, Refused> {
    check(workflow, own.keys())?;
    let mut inputs = shared.clone();
    inputs.extend(own);
    let required = workflow.inputs.iter().filter(|it| it.required);
    let missing = required.filter(|it| !inputs.contains_key(it.name));
    let missing: Vec<&str> = missing.map(|it| it.name).collect();
    if !missing.is_empty() {
        return Err(Refused(format!("there is no `{}`", missing.join("`, `"))));
    }
    let inputs = Value::Object(inputs);
    (workflow.check)(&inputs)?;
    Ok(inputs)
}

/// Refuses columns that are no inputs of the workflow, and those that stand there twice.
pub(crate) fn check_columns(workflow: &Workflow, names: &[String]) -> Result<(), Refused> {
    check(workflow, names)?;
    let twice = |(at, name): (usize, &String)| names.iter().take(at).any(|it| it == name);
    match names.iter().enumerate().find(|it| twice(*it)) {
        Some((_, name)) => Err(Refused(format!("there are two columns `{name}`"))),
        None => Ok(()),
    }
}

/// The input of this name.
pub(crate) fn field(workflow: &Workflow, name: &str) -> Option<&'static Field> {
    workflow.inputs.iter().find(|input| input.name == name)
}

/// Refuses names that are no inputs of the workflow.
fn check<'n>(
    workflow: &Workflow,
    names: impl IntoIterator<Item = &'n String>,
) -> Result<(), Refused> {
    let mut strange = names
        .into_iter()
        .filter(|name| !workflow.open && field(workflow, name).is_none());
    let Some(name) = strange.next() else {
        return Ok(());
    };
    let known: Vec<&str> = workflow.inputs.iter().map(|input| input.name).collect();
    let what = format!("input of workflow `{}` called", workflow.id);
    Err(Refused(unknown(&what, name, &known)))
}

/// `NAME=VALUE`, where a declared name may hold `=`.
fn named<'a>(
    option: &str,
    given: &'a str,
    declared: impl Iterator<Item = &'a str>,
) -> Result<(&'a str, &'a str), Refused> {
    match place::declared(given, declared) {
        Some((name, value)) => Ok((name, value)),
        None => pair(option, given),
    }
}

/// A JSON object: as it is, in a file (`@FILE`), or on standard input (`-`).
fn object(option: &str, given: &str) -> Result<Map<String, Value>, Refused> {
    let refuse = |message: String| Refused(format!("`--{option}`: {message}"));
    let text = match given.strip_prefix('@') {
        Some(file) => fs::read_to_string(file)
            .map_err(|error| refuse(format!("`{file}` cannot be read: {error}")))?,
        None if given == "-" => {
            let mut text = String::new();
            let read = std::io::stdin().read_to_string(&mut text);
            read.map_err(|error| refuse(format!("standard input cannot be read: {error}")))?;
            text
        }
        None => given.to_owned(),
    };
    match serde_json::from_str(&text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(refuse("inputs are a JSON object".to_owned())),
        Err(error) => Err(refuse(format!("this is not JSON: {error}"))),
    }
}
