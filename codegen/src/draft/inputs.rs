//! The inputs of a draft, each asked for once.

use serde_json::{Map, Value};

use super::{
    names::{Taken, camel, is_generic, words},
    yaml::{Entry, Yaml, entry, plain},
};

/// Descriptions are cut: the API's description has the rest.
const LONGEST: usize = 160;

/// The inputs so far.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    taken: Taken,
    all: Vec<Input>,
}

#[derive(Debug)]
struct Input {
    name: String,
    schema: Map<String, Value>,
    description: Option<String>,
    required: bool,
}

impl Inputs {
    /// A new input for what a step calls `name`, which belongs to a thing of the kind `about`.
    pub(super) fn add(
        &mut self,
        name: &str,
        about: &[String],
        step: &str,
        schema: Map<String, Value>,
        description: Option<&str>,
    ) -> String {
        let own = words(name);
        let of_thing = match own.starts_with(about) {
            true => own.clone(),
            false => [about, own.as_slice()].concat(),
        };
        let of_step = [words(step), own.clone()].concat();
        let wanted = match is_generic(&own) {
            true => [camel(&of_thing), camel(&of_step), camel(&of_step)],
            false => [camel(&own), camel(&of_thing), camel(&of_step)],
        };
        let name = self.taken.take(wanted, "input");
        self.all.push(Input {
            name: name.clone(),
            schema,
            description: description.and_then(short),
            required: true,
        });
        name
    }

    /// The input of this name need not be given.
    pub(super) fn make_optional(&mut self, name: &str) {
        let named = self.all.iter_mut().filter(|input| input.name == name);
        named.for_each(|input| input.required = false);
    }

    /// The schema of the workflow's inputs; nothing if there are none.
    pub(super) fn written(self) -> Option<Entry> {
        if self.all.is_empty() {
            return None;
        }
        let required = self.all.iter().filter(|input| input.required);
        let required: Vec<Yaml> = required.map(|input| Yaml::text(&input.name)).collect();
        let properties = self.all.into_iter().map(|mut input| {
            if let Some(description) = input.description {
                input
                    .schema
                    .insert("description".to_owned(), description.into());
            }
            entry(&input.name, Yaml::of(&Value::Object(input.schema)))
        });
        let properties = entry("properties", Yaml::Map(properties.collect()));
        let mut members = vec![entry("type", Yaml::text("object"))];
        if !required.is_empty() {
            members.push(entry("required", Yaml::list(required)));
        }
        members.push(properties);
        Some(entry("inputs", Yaml::Map(members)))
    }
}

/// The beginning of a text, on one line; nothing if it says nothing.
pub(super) fn short(text: &str) -> Option<String> {
    let first = text
        .split("\n\n")
        .map(plain)
        .find(|line| !line.is_empty())?;
    if first.chars().count() <= LONGEST {
        return Some(first);
    }
    let cut: String = first.chars().take(LONGEST).collect();
    // A sentence is better than a word, a word better than a part of one.
    let end = cut.rfind(". ").map(|at| at + 1).or_else(|| cut.rfind(' '));
    let whole = end.and_then(|at| cut.get(..at)).unwrap_or(&cut);
    Some(match whole.ends_with('.') {
        true => whole.to_owned(),
        false => format!("{whole} …"),
    })
}
