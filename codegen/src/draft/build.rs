//! Puts a draft together, step after step.

use crate::{
    diagnostic::Diagnostics,
    expression::expression_in_literal,
    load::{Documents, Node},
    model::openapi::{Location, Parameter},
    resolve::operation,
    types::Conjunction,
};

use super::{
    inputs::Inputs,
    listing::Listed,
    names::{Taken, camel, is_generic, noun, noun_before, words},
    schema::{Described, only_value},
    step::{Given, Source, Step, response_schema},
    wire::{self, Need},
};

/// The steps so far.
pub(super) struct Builder<'a> {
    pub(super) described: Described<'a>,
    pub(super) root: &'a Node,
    pub(super) inputs: Inputs,
    pub(super) steps: Vec<Step>,
    pub(super) ids: Taken,
}

impl<'a> Builder<'a> {
    pub(super) fn new(described: Described<'a>, root: &'a Node) -> Self {
        Self {
            described,
            root,
            inputs: Inputs::default(),
            steps: Vec::new(),
            ids: Taken::default(),
        }
    }

    pub(super) fn documents(&self) -> &'a Documents {
        self.described.documents
    }

    /// Adds a step that calls this operation.
    pub(super) fn step(&mut self, listed: &Listed) {
        // What is wrong with it `check` says.
        let mut diagnostics = Diagnostics::new(false);
        let documents = self.documents();
        let read = operation::read(&listed.located, self.root, documents, &mut diagnostics);
        let Some(operation) = read else {
            return;
        };
        let name = match &listed.id {
            Some(id) => words(id),
            None => [words(&listed.method), noun(&listed.path)].concat(),
        };
        let id = self.ids.take([camel(&name)], "step");
        let noun = noun(&listed.path);
        let mut step = Step {
            id,
            listed: listed.clone(),
            noun,
            response: response_schema(&operation),
            given: Vec::new(),
            body: None,
            outputs: Vec::new(),
            optional: Vec::new(),
            without_body: false,
            operation,
        };
        for parameter in step.operation.parameters.clone() {
            self.parameter(&parameter, &mut step);
        }
        self.undeclared(&mut step);
        if let Some(body) = step.operation.request_body.clone() {
            step.body = self.body(&body, &mut step);
        }
        self.steps.push(step);
    }

    fn parameter(&mut self, parameter: &Parameter, step: &mut Step) {
        // One without a name, or called like an expression, cannot be given.
        let name = parameter.name.trim();
        let named = !name.is_empty() && expression_in_literal(name, "the name").is_none();
        let usable = !parameter.ignored && named;
        let Some(location) = place(parameter.location).filter(|_| usable) else {
            return;
        };
        if !parameter.required {
            if !parameter.deprecated {
                step.optional.push(parameter.name.clone());
            }
            return;
        }
        let about = match parameter.location {
            Location::Path => noun_before(&step.operation.path, &parameter.name),
            _ => step.noun.clone(),
        };
        let (value, comments) = self.value_of(parameter, location, &about, step);
        step.given.push(Given {
            name: parameter.name.clone(),
            location,
            about,
            value,
            comments,
        });
    }

    /// Variables of the path that no parameter declares.
    fn undeclared(&mut self, step: &mut Step) {
        let path = step.operation.path.clone();
        let variables = path.split('{').skip(1);
        for variable in variables.filter_map(|rest| rest.split('}').next()) {
            let name = operation::plain_variable(variable);
            let is_it = |given: &Given| {
                given.location == "path" && operation::plain_variable(&given.name) == name
            };
            if name.is_empty() || step.given.iter().any(is_it) {
                continue;
            }
            let about = noun_before(&path, variable);
            let schema = [("type".to_owned(), "string".into())].into_iter().collect();
            let input = self.inputs.add(name, &about, &step.id, schema, None);
            step.given.push(Given {
                name: name.to_owned(),
                location: "path",
                about,
                value: Source::Input(input),
                comments: vec!["The API does not declare this parameter.".to_owned()],
            });
        }
    }

    fn value_of(
        &mut self,
        parameter: &Parameter,
        location: &'static str,
        about: &[String],
        step: &Step,
    ) -> (Source, Vec<String>) {
        let of_content = parameter
            .content
            .as_ref()
            .and_then(|(_, schema)| schema.clone());
        let schemas: Vec<Node> = parameter
            .schema
            .clone()
            .or(of_content)
            .into_iter()
            .collect();
        let all = Conjunction::all(&schemas, self.documents());
        if let Some(value) = only_value(&all) {
            return (Source::Literal(value), Vec::new());
        }
        // The same parameter of an earlier step has the same value.
        let same = |given: &&Given| {
            given.name == parameter.name
                && given.location == location
                && (!is_generic(&words(&given.name)) || given.about == about)
        };
        let mut earlier = self.steps.iter().rev();
        if let Some(given) = earlier.find_map(|step| step.given.iter().find(same)) {
            return (given.value.clone(), Vec::new());
        }
        let need = Need {
            name: parameter.name.clone(),
            about: about.to_vec(),
            kinds: all.kinds(),
            nullable: location != "path" && all.nullable(),
            in_path: location == "path",
        };
        if let Some(wired) = self.wired(&need, &all) {
            return wired;
        }
        let schema = self.described.input(&schemas);
        let told = parameter
            .node
            .str_at("description")
            .or(all.text("description"));
        let name = self
            .inputs
            .add(&parameter.name, about, &step.id, schema, told);
        (Source::Input(name), Vec::new())
    }

    /// The output of an earlier step that a value can be had from. Files and secrets are
    /// nobody's output.
    pub(super) fn wired(
        &mut self,
        need: &Need,
        all: &Conjunction,
    ) -> Option<(Source, Vec<String>)> {
        let apart = matches!(all.text("format"), Some("binary" | "byte" | "password"));
        if apart || !all.choices().is_empty() {
            return None;
        }
        let produced: Vec<_> = self.steps.iter().map(Step::produced).collect();
        let (index, wire) = wire::find(need, &produced, self.documents())?;
        let step = self.steps.get_mut(index)?;
        let name = step.output(&wire.output, wire.tokens.clone());
        let named = wire.tokens.iter().filter(|token| *token != "0");
        let member = named.cloned().collect::<Vec<_>>().join("/");
        let from = &step.id;
        let comment = match wire.first_of_list {
            true => format!("Guessed: `{member}` of the first one that `{from}` lists."),
            false => format!("Guessed by its name: `{member}` in the response of `{from}`."),
        };
        Some((Source::Output(step.id.clone(), name), vec![comment]))
    }
}

fn place(location: Location) -> Option<&'static str> {
    match location {
        Location::Path => Some("path"),
        Location::Query => Some("query"),
        Location::Header => Some("header"),
        Location::Cookie => Some("cookie"),
        Location::Querystring => None,
    }
}
