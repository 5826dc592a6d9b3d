//! Workflows that use everything that a step, an action and an output can say.

use serde_json::{Map, Value, json};

use super::{
    api::{Body, Kind, Operation},
    random::Random,
};

/// A workflow that later ones may call.
pub(crate) struct Workflow {
    pub(crate) document: Value,
    id: String,
    /// Names and whether they have to be given.
    inputs: Vec<(String, bool)>,
    outputs: Vec<String>,
}

/// What the workflow under construction may read so far.
#[derive(Default)]
struct Known {
    inputs: Vec<String>,
    outputs: Vec<String>,
}

/// Builds a workflow over `operations`, which may call those `before` it.
pub(crate) struct Author<'a> {
    pub(crate) random: &'a mut Random,
    pub(crate) kinds: &'a [Kind],
    pub(crate) operations: &'a [Operation],
    /// Whether the document is of Arazzo 1.1.
    pub(crate) newer: bool,
}

impl Author<'_> {
    pub(crate) fn workflow(&mut self, id: String, before: &[Workflow]) -> Workflow {
        let mut known = Known::default();
        let (mut inputs, mut properties) = (Vec::new(), Map::new());
        for kind in self.random.some(self.kinds, 20) {
            // A reference leads into the API, not into this document.
            if kind.schema.to_string().contains("$ref") {
                continue;
            }
            let name = format!("in-{}", kind.name);
            let mut schema = kind.schema.clone();
            let given = self
                .random
                .percent(30)
                .then(|| default(kind.name))
                .flatten();
            if let (Some(given), Some(schema)) = (&given, schema.as_object_mut()) {
                schema.insert("default".to_owned(), given.clone());
            }
            known.inputs.push(format!("$inputs.{name}"));
            let inside = kind.pointers.iter();
            known
                .inputs
                .extend(inside.map(|at| format!("$inputs.{name}#{at}")));
            properties.insert(name.clone(), schema);
            inputs.push((name, given.is_none() && self.random.percent(80)));
        }
        let ids: Vec<String> = (0..=self.random.below(4))
            .map(|index| format!("s{index}"))
            .collect();
        let steps: Vec<Value> = ids
            .iter()
            .map(|step| self.step(step, &ids, &mut known, before))
            .collect();
        let outputs: Map<String, Value> = self
            .random
            .some(&known.outputs, 60)
            .into_iter()
            .enumerate()
            .map(|(index, read)| (format!("r{index}"), json!(read)))
            .collect();
        let mut document = json!({"workflowId": id, "steps": steps});
        if let Some(document) = document.as_object_mut() {
            let required: Vec<&String> = inputs
                .iter()
                .filter(|(_, required)| *required)
                .map(|(name, _)| name)
                .collect();
            let schema = json!({"type": "object", "properties": properties, "required": required});
            document.insert("inputs".to_owned(), schema);
            if !outputs.is_empty() {
                document.insert("outputs".to_owned(), Value::Object(outputs.clone()));
            }
            if self.random.percent(15) {
                document.insert(
                    "failureActions".to_owned(),
                    json!([{"name": "all", "type": "retry"}]),
                );
            }
        }
        Workflow {
            document,
            id,
            inputs,
            outputs: outputs.keys().cloned().collect(),
        }
    }

    fn step(&mut self, id: &str, ids: &[String], known: &mut Known, before: &[Workflow]) -> Value {
        let mut step = Map::new();
        step.insert("stepId".to_owned(), json!(id));
        let called = self
            .random
            .percent(20)
            .then(|| self.random.pick(before))
            .flatten();
        let mut reads = match called {
            Some(called) => self.call(&mut step, called, known),
            None => self.request(&mut step, known),
        };
        let tests = reads.clone();
        reads.push(self.read(known));
        let mut outputs = Map::new();
        for index in 0..self.random.below(5) {
            let read = self.random.word(&reads);
            let selected =
                self.newer && read.starts_with("$response.body") && self.random.percent(15);
            let value = if selected {
                json!({"context": read, "selector": "$.a[*]", "type": "jsonpath"})
            } else {
                json!(read)
            };
            outputs.insert(format!("o{index}"), value);
        }
        known.outputs.extend(
            outputs
                .keys()
                .map(|name| format!("$steps.{id}.outputs.{name}")),
        );
        if !outputs.is_empty() {
            step.insert("outputs".to_owned(), outputs.into());
        }
        if self.random.percent(60) {
            let criteria = [self.criterion(&tests, known), self.criterion(&tests, known)];
            step.insert("successCriteria".to_owned(), json!(criteria));
        }
        for (field, types) in [
            ("onSuccess", ["end", "goto", "goto"]),
            ("onFailure", ["end", "goto", "retry"]),
        ] {
            let actions: Vec<Value> = (0..self.random.below(3))
                .map(|index| {
                    let kind = self.random.word(&types);
                    let mut action = json!({"name": format!("{field}{index}"), "type": kind});
                    if let Some(action) = action.as_object_mut() {
                        if kind == "goto" {
                            action.insert("stepId".to_owned(), json!(self.random.word(ids)));
                        }
                        if kind == "retry" && self.random.percent(50) {
                            action.insert("retryAfter".to_owned(), json!(0.01));
                        }
                        if self.random.percent(70) {
                            let criteria = [self.criterion(&tests, known)];
                            action.insert("criteria".to_owned(), json!(criteria));
                        }
                    }
                    action
                })
                .collect();
            if !actions.is_empty() {
                step.insert(field.to_owned(), json!(actions));
            }
        }
        step.into()
    }

    /// A step that calls a workflow; what it can read from the run.
    fn call(
        &mut self,
        step: &mut Map<String, Value>,
        called: &Workflow,
        known: &Known,
    ) -> Vec<String> {
        step.insert("workflowId".to_owned(), json!(called.id));
        let mut parameters = Vec::new();
        for (name, required) in &called.inputs {
            if *required || self.random.percent(40) {
                parameters.push(json!({"name": name, "value": self.value(known, 0)}));
            }
        }
        if !parameters.is_empty() {
            step.insert("parameters".to_owned(), json!(parameters));
        }
        let outputs = called.outputs.iter();
        outputs
            .map(|name| format!("$outputs.{name}"))
            .chain(["$statusCode".to_owned()])
            .collect()
    }

    /// A step that calls an operation; what it can read from the exchange.
    fn request(&mut self, step: &mut Map<String, Value>, known: &Known) -> Vec<String> {
        let Some(operation) = self.random.pick(self.operations) else {
            return Vec::new();
        };
        step.insert("operationId".to_owned(), json!(operation.id));
        let mut reads = operation.reads.clone();
        let mut parameters = Vec::new();
        for (name, place, required) in &operation.parameters {
            if *required || self.random.percent(50) {
                let value = match *name {
                    "list" => self.value(known, 1),
                    _ => self.text(known),
                };
                parameters.push(json!({"name": name, "in": place, "value": value}));
                if *place != "cookie" {
                    reads.push(format!("$request.{place}.{name}"));
                }
            }
        }
        step.insert("parameters".to_owned(), json!(parameters));
        let payload = match operation.body {
            Some(Body::Json) => self.value(known, 0),
            Some(Body::Form) => json!({"f": self.text(known), "n": 1, "l": [self.text(known)]}),
            Some(Body::Text) => json!(format!("some {{{}}} text", self.read(known))),
            None => return reads,
        };
        let mut body = json!({"payload": payload});
        if let (Some(member), Some(body)) = (
            payload.as_object().and_then(|it| it.keys().next()),
            body.as_object_mut(),
        ) && self.random.percent(30)
        {
            let replacement =
                json!({"target": format!("/{member}"), "value": self.value(known, 1)});
            body.insert("replacements".to_owned(), json!([replacement]));
        }
        step.insert("requestBody".to_owned(), body);
        reads.push("$request.body".to_owned());
        reads
    }

    fn read(&mut self, known: &Known) -> String {
        let all: Vec<&String> = known.inputs.iter().chain(&known.outputs).collect();
        match self.random.pick(&all) {
            Some(read) => (*read).clone(),
            None => "text".to_owned(),
        }
    }

    fn text(&mut self, known: &Known) -> Value {
        let read = self.read(known);
        match self.random.below(5) {
            0 => json!(format!("a-{{{read}}}-b")),
            1 => json!("text"),
            _ => json!(read),
        }
    }

    fn value(&mut self, known: &Known, depth: usize) -> Value {
        match self.random.below(if depth > 2 { 5 } else { 9 }) {
            0 => json!([1, "a", null]),
            1 => json!({"k": [1, {"z": 2.5}]}),
            2 => json!(true),
            3 => json!(format!("{{{}}}!", self.read(known))),
            4 => json!(self.read(known)),
            5 => (0..self.random.below(4))
                .map(|_| self.value(known, depth + 1))
                .collect(),
            6 => {
                let names = ["a", "type", "x y"];
                let members = self.random.some(&names, 60);
                let members = members
                    .into_iter()
                    .map(|name| ((*name).to_owned(), self.value(known, depth + 1)));
                Value::Object(members.collect())
            }
            _ => json!(self.read(known)),
        }
    }

    fn criterion(&mut self, reads: &[String], known: &Known) -> Value {
        let bodies: Vec<&String> = reads
            .iter()
            .filter(|read| read.starts_with("$response"))
            .collect();
        let body = self.random.word(&bodies);
        let condition = match self.random.below(9) {
            0 => return json!({"context": "$statusCode", "type": "regex", "condition": "^2"}),
            1 if !body.is_empty() => {
                return json!({"context": body, "type": "regex", "condition": "^a+"});
            }
            2 if !body.is_empty() => {
                return json!({"context": body, "type": "jsonpath", "condition": "$[?@.a == 1]"});
            }
            3 if !body.is_empty() => format!("{body} == 'a'"),
            4 if !body.is_empty() => format!("!{body} || {body} > 3"),
            5 if !body.is_empty() => format!("{body} != null"),
            6 => format!("{} == 1", self.read(known)),
            7 => "$statusCode == 200 || $statusCode == 404".to_owned(),
            _ => "$statusCode >= 200 && $statusCode < 300".to_owned(),
        };
        json!({"condition": condition})
    }
}

/// A default of a kind that may have one.
fn default(kind: &str) -> Option<Value> {
    match kind {
        "text" => Some(json!("given")),
        "whole" => Some(json!(7)),
        "flag" => Some(json!(true)),
        "word" => Some(json!("b")),
        "texts" => Some(json!(["x"])),
        "thing" => Some(json!({"a": "q"})),
        _ => None,
    }
}
