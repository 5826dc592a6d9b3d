//! `invalid-schema`, `unknown-keyword`, `undeclared-property` and `invalid-default`: schemas of inputs that do not say what was
//! meant (Arazzo 1.1, section 4.6.4 `inputs`; JSON Schema 2020-12).

mod keywords;

use serde_json::Value;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity},
    load::{Documents, Node, Place},
    model::{arazzo, faults},
    nearest::{is_typo, nearest},
    resolve::workflow::{ResolvedTarget, WorkflowId, World},
    types::{Kinds, Wire},
};

use super::super::literal::Literal;

use keywords::{Holds, KEYWORDS, TYPES, meant};

/// Documents nest no deeper.
const MAX_DEPTH: usize = 64;

/// Looks through the inputs of all workflows and of all components, where they stand.
pub(in super::super) fn check(world: &World, documents: &Documents, diagnostics: &mut Diagnostics) {
    let mut lost = Vec::new();
    for id in world.ids() {
        let misspelt = world.workflow(id).map(|found| &found.misspelt_inputs);
        if let Some(misspelt) = misspelt.filter(|all| !all.is_empty() && takes_inputs(world, id)) {
            lost.extend(misspelt.iter().map(Node::key));
        }
    }
    for description in &world.descriptions {
        let root = &description.model.node;
        let of_workflows = root.get("workflows").map(|all| all.items());
        let of_workflows = of_workflows.into_iter().flatten();
        let schemas = of_workflows.filter_map(|workflow| workflow.get("inputs"));
        let components = root.get("components").and_then(|all| all.get("inputs"));
        let components = components.map(|all| all.members()).unwrap_or_default();
        let mut rule = Rule {
            documents,
            lost: &lost,
            diagnostics,
        };
        let schemas = schemas.chain(components.into_iter().map(|(_, schema)| schema));
        // What is no schema at all the reader reported.
        for schema in schemas.filter(|schema| schema.as_object().is_some()) {
            let bare = arazzo::bare_inputs(&schema);
            if bare.is_empty() && !arazzo::other_inputs(&schema) {
                rule.schema(&schema, 0);
            }
            for (_, input) in bare.iter().filter(|(_, input)| input.as_object().is_some()) {
                rule.schema(input, 1);
            }
        }
    }
}

/// Whether a workflow reads inputs, or is called with some.
fn takes_inputs(world: &World, id: WorkflowId) -> bool {
    let model = world.model(id);
    if model.is_some_and(|model| model.node.value().to_string().contains("$inputs.")) {
        return true;
    }
    let ids = world.ids().into_iter();
    let callers = ids.filter_map(|caller| world.workflow(caller));
    callers.flat_map(|caller| &caller.steps).any(|step| {
        let called = matches!(step.target, Some(ResolvedTarget::Workflow(target)) if target == id);
        let mut actions = step.on_success.iter().chain(&step.on_failure);
        called && step.parameters.iter().any(|given| !given.inherited)
            || actions.any(|action| action.workflow == Some(id) && !action.parameters.is_empty())
    })
}

/// Looks at the words of one schema, not at what is inside it: for schemas that other people wrote.
pub(super) fn words(schema: &Node, documents: &Documents, diagnostics: &mut Diagnostics) {
    let mut rule = Rule {
        documents,
        lost: &[],
        diagnostics,
    };
    // Habits that mean what they mean: Swagger 2.0 has `file`.
    let habit = schema.str_at("type");
    if !habit.is_some_and(|name| matches!(name, "any" | "file")) {
        rule.types(schema);
    }
    for (key, value) in schema.members() {
        // A word in front makes a name of its own: `isRequired`, `x-examples`.
        let near = |(known, _): &(&str, Holds)| is_typo(&key, known) && first(&key) == first(known);
        if KEYWORDS.iter().all(|(keyword, _)| *keyword != key) && KEYWORDS.iter().any(near) {
            rule.unknown(&key, &value);
        }
    }
}

fn first(name: &str) -> Option<char> {
    name.chars()
        .next()
        .map(|letter| letter.to_ascii_lowercase())
}

struct Rule<'a> {
    documents: &'a Documents,
    /// Misspelt keywords without which inputs are lost that something reads or gives.
    lost: &'a [Place],
    diagnostics: &'a mut Diagnostics,
}

impl Rule<'_> {
    fn schema(&mut self, schema: &Node, depth: usize) {
        if depth > MAX_DEPTH || schema.value().is_boolean() {
            return;
        }
        if schema.as_object().is_none() {
            self.no_schema(schema);
            return;
        }
        self.types(schema);
        self.required(schema);
        self.default(schema);
        for (key, value) in schema.members() {
            match KEYWORDS.iter().find(|(keyword, _)| *keyword == key) {
                None => self.unknown(&key, &value),
                Some((_, holds)) => self.keyword(&key, &value, *holds, depth + 1),
            }
        }
    }

    fn no_schema(&mut self, node: &Node) {
        let report = Diagnostic::new(Code::InvalidSchema, node, "a schema is an object")
            .label("read as if it said nothing");
        let report = match node.as_str().and_then(meant) {
            Some(name) => report.help(format!("write `{{type: {name}}}`")),
            None => report,
        };
        self.diagnostics.push(report);
    }

    fn types(&mut self, schema: &Node) {
        let Some(node) = schema.get("type") else {
            return;
        };
        let all = match node.value() {
            Value::Array(_) => node.items(),
            _ => vec![node],
        };
        for one in all {
            let name = one.as_str();
            if name.is_some_and(|name| TYPES.contains(&name)) {
                continue;
            }
            let message = match name {
                Some(name) => format!("there is no type `{name}`"),
                None => "a type is named by a string".to_owned(),
            };
            let report =
                Diagnostic::new(Code::InvalidSchema, &one, message).label("read as any type");
            self.diagnostics.push(match name.and_then(meant) {
                Some(meant) => report.suggest(meant),
                None => report.help(format!("types: `{}`", TYPES.join("`, `"))),
            });
        }
    }

    fn required(&mut self, schema: &Node) {
        let (Some(required), Some(properties)) = (schema.get("required"), schema.get("properties"))
        else {
            return;
        };
        let Some(declared) = properties.as_object() else {
            return;
        };
        // With others beside it, the properties may be declared elsewhere.
        if ["$ref", "allOf", "anyOf", "oneOf", "patternProperties"]
            .iter()
            .any(|keyword| schema.get(keyword).is_some())
        {
            return;
        }
        for item in required.items() {
            let Some(name) = item.as_str().filter(|name| !declared.contains_key(*name)) else {
                continue;
            };
            let report = Diagnostic::new(
                Code::UndeclaredProperty,
                &item,
                format!("`{name}` is required, but `properties` does not declare it"),
            )
            .also(properties.key(), "declared here");
            self.diagnostics
                .push(match nearest(name, declared.keys().map(String::as_str)) {
                    Some(near) => report.suggest(near),
                    None => report.help("declare it, or take it out of `required`"),
                });
        }
    }

    fn default(&mut self, schema: &Node) {
        let Some(default) = schema.get("default") else {
            return;
        };
        let schemas = std::slice::from_ref(schema);
        let literal = Literal {
            node: &default,
            inner: None,
            place: "the default",
            schemas,
            wire: Wire::Json,
            body: false,
        };
        for mismatch in literal.every_mismatch(self.documents) {
            let place = literal.place_of(&mismatch);
            let why = mismatch.words();
            let message = format!("the default does not fit its own schema: {why}");
            let found = Diagnostic::new(Code::InvalidDefault, place, message)
                .also(schema.key(), "the schema");
            self.diagnostics.push(literal.correct(found, &mismatch));
        }
    }

    fn keyword(&mut self, key: &str, value: &Node, holds: Holds, depth: usize) {
        match holds {
            Holds::Anything => {}
            Holds::Schema => self.schema(value, depth),
            Holds::SchemaOrList => match value.value() {
                Value::Array(_) => self.schemas(value.items(), depth),
                _ => self.schema(value, depth),
            },
            Holds::Schemas => match value.value() {
                Value::Array(_) => self.schemas(value.items(), depth),
                _ => self.wrong(key, value, "a list of schemas"),
            },
            Holds::NamedSchemas => match value.value() {
                Value::Object(_) => {
                    let all = value.members().into_iter().map(|(_, schema)| schema);
                    self.schemas(all.collect(), depth);
                }
                _ => self.wrong(key, value, "an object of schemas, by name"),
            },
            Holds::Names if value.value().is_boolean() => {
                let report = Diagnostic::new(
                    Code::InvalidSchema,
                    value,
                    "`required` lists the properties that an object has to have",
                )
                .label("means nothing here")
                .help("name the property in `required` beside the `properties` that declare it");
                self.diagnostics.push(report);
            }
            Holds::Names | Holds::Values => {
                if !value.value().is_array() {
                    self.wrong(key, value, "a list");
                }
            }
        }
    }

    fn schemas(&mut self, all: Vec<Node>, depth: usize) {
        for schema in all {
            self.schema(&schema, depth);
        }
    }

    fn wrong(&mut self, key: &str, value: &Node, wanted: &str) {
        let found = Kinds::of(value.value()).words(value.value().is_null());
        let message = format!("`{key}` is {wanted}");
        self.diagnostics.push(
            Diagnostic::new(Code::InvalidSchema, value, message)
                .label(format!("{found}, read as if it were not there")),
        );
    }

    fn unknown(&mut self, key: &str, value: &Node) {
        let typo = KEYWORDS.iter().find(|(known, _)| is_typo(key, known));
        let Some((known, _)) = typo else { return };
        let mut found = faults::unknown_keyword(value.key(), key)
            .label("ignored")
            .help(format!("a keyword with a similar name exists: `{known}`"))
            .suggest(*known);
        if self.lost.contains(&value.key()) {
            found.severity = Severity::Error;
            found = found.note("the inputs below it are not declared, and the workflow takes them");
        }
        self.diagnostics.push(found);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::workflow;

    /// Codes and messages for a workflow with these `properties` of its inputs.
    fn found(properties: &str) -> Vec<String> {
        let fields = format!(
            "inputs: {{type: object, properties: {properties}}}\nsteps: [{{stepId: s, operationId: listPets}}]"
        );
        workflow(&fields)
            .into_iter()
            .filter(|(code, ..)| *code != "unused-input")
            .map(|(code, _, message)| format!("{code}: {message}"))
            .collect()
    }

    #[test]
    fn types_that_do_not_exist_are_told() {
        assert_eq!(
            found("{a: {type: strng}, b: {type: [string, 'null']}, c: {type: 1}}"),
            [
                "invalid-schema: there is no type `strng`",
                "invalid-schema: a type is named by a string"
            ]
        );
        assert_eq!(
            found("{a: string}"),
            ["invalid-schema: a schema is an object"]
        );
    }

    #[test]
    fn keywords_hold_what_they_hold() {
        assert_eq!(
            found("{a: {type: object, properties: [], required: true, enum: 1, anyOf: {}}}"),
            [
                "invalid-schema: `properties` is an object of schemas, by name",
                "invalid-schema: `required` lists the properties that an object has to have",
                "invalid-schema: `enum` is a list",
                "invalid-schema: `anyOf` is a list of schemas",
            ]
        );
    }

    #[test]
    fn typos_are_told_and_other_keywords_are_free() {
        assert_eq!(
            found("{a: {type: object, propertes: {}, x-a: 1, nullable: true, widget: date}}"),
            ["unknown-keyword: JSON Schema has no keyword `propertes`"]
        );
    }

    #[test]
    fn required_properties_are_declared() {
        assert_eq!(
            found("{a: {type: object, properties: {name: {}}, required: [nmae, name]}}"),
            ["undeclared-property: `nmae` is required, but `properties` does not declare it"]
        );
        let elsewhere =
            "{a: {properties: {name: {}}, required: [b], allOf: [{properties: {b: {}}}]}}";
        assert_eq!(found(elsewhere), [""; 0]);
    }

    #[test]
    fn defaults_fit() {
        assert_eq!(
            found(
                "{a: {type: integer, default: abc}, b: {enum: [x, y], default: x}, c: {type: array, items: {type: string}, default: [1]}, d: {enum: [red, blue], default: rde}}"
            ),
            [
                "invalid-default: the default does not fit its own schema: expected an integer, found the string `abc`",
                "invalid-default: the default does not fit its own schema: at `/0`: expected a string, found the number 1",
                "invalid-default: the default does not fit its own schema: expected one of `red`, `blue`, found `rde`",
            ]
        );
    }
}
