//! The inputs: all as an object, one by one, or those of workflows that run before.

use std::fs;
use std::io::Read as _;

use clap::ArgMatches;
use serde_json::{Map, Value};

use super::kind::Kind;
use super::{flags, pair, place, values};
use crate::invocation::Refused;
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
    for given in values(matches, "input") {
        let names = workflow.inputs.iter().map(|input| input.name);
        let (name, value) = named("input", given, names)?;
        let kind = field(workflow, name).map_or(Kind::Any, |field| Kind::of(workflow, field));
        let value = kind.read(&format!("--input {name}"), value)?;
        inputs.insert(name.to_owned(), value);
    }
    flags::take(workflow, matches, &mut inputs)?;
    check(workflow, inputs.keys())?;
    Ok(inputs)
}

/// Inputs of workflows that have to be completed before, by id or key.
pub(super) fn of_prerequisites(
    document: &Document,
    workflow: &Workflow,
    matches: &ArgMatches,
) -> Result<Vec<(String, Map<String, Value>)>, Refused> {
    let option = "prerequisite-inputs";
    let known = document.before(workflow);
    let mut all = Vec::new();
    for given in values(matches, option) {
        let names = known.iter().flat_map(|it| [it.key, it.id]);
        let (name, value) = named(option, given, names)?;
        let prerequisite = prerequisite(&known, workflow, name)?;
        let inputs = object(option, value)?;
        check(prerequisite, inputs.keys())?;
        all.push((name.to_owned(), inputs));
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

/// The input of this name.
fn field(workflow: &Workflow, name: &str) -> Option<&'static Field> {
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
