//! `invalid-schema`, `unknown-keyword` and `dynamic-reference` for schemas of operations, as far as a step sends or reads
//! something through them.

use std::collections::{BTreeSet, HashSet};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::{
        operation,
        reads::{self, Reading},
    },
    expression::{Expression, Message, access_pointer},
    load::{DocumentId, Documents, Node, Place, Pointer},
    model::arazzo::{self, Step},
    resolve::{operation::Operation, workflow::ResolvedStep},
    types::Conjunction,
};

use super::{super::subject::Subject, input_schema};

/// Values are followed this deep.
const MAX_DEPTH: usize = 32;

/// Of what is handed on as a whole, this many schemas are looked at.
const MAX_INSIDE: usize = 512;

pub(in super::super) fn check(
    subjects: &[Subject],
    documents: &Documents,
    diagnostics: &mut Diagnostics,
) {
    let mut used = Used {
        documents,
        diagnostics,
        told: HashSet::new(),
        inside: BTreeSet::new(),
    };
    for subject in subjects {
        for lists in subject.criteria() {
            let (step, resolved) = (lists.own.step, lists.own.resolved);
            if let Some(operation) = operation(resolved) {
                used.parameters(resolved, operation);
                used.body(step, operation, subject.version());
                let readings = reads::after_response(lists);
                used.responses(step, resolved, operation, &readings);
            }
        }
    }
}

/// The schemas that something goes through.
struct Used<'a> {
    documents: &'a Documents,
    diagnostics: &'a mut Diagnostics,
    /// Those that were looked at.
    told: HashSet<Place>,
    /// Those that something handed on as a whole is made of.
    inside: BTreeSet<(DocumentId, Pointer)>,
}

impl Used<'_> {
    fn parameters(&mut self, step: &ResolvedStep, operation: &Operation) {
        for parameter in &step.parameters {
            let name = parameter.name.text.trim();
            let declared = operation.parameters.iter().find(|declared| {
                let located = parameter.location.as_ref();
                declared.name == name
                    && located.is_some_and(|(location, _)| *location == declared.location)
            });
            if let Some(schema) = declared.and_then(|declared| declared.schema.as_ref()) {
                self.conjunction(std::slice::from_ref(schema));
            }
        }
    }

    fn body(&mut self, step: &Step, operation: &Operation, version: arazzo::Version) {
        let (Some(body), Some(declared)) = (&step.request_body, &operation.request_body) else {
            return;
        };
        let media = match &body.content_type {
            Some(written) => declared.media_type_for(&written.text),
            None => declared.default_media_type(),
        };
        let schema = media.and_then(|media| media.schema.clone());
        if let (Some(schema), Some(payload)) = (schema, &body.payload) {
            self.sent(payload, &[schema], version, 0);
        }
    }

    fn sent(&mut self, value: &Node, schemas: &[Node], version: arazzo::Version, depth: usize) {
        if depth > MAX_DEPTH || schemas.is_empty() {
            return;
        }
        let all = self.conjunction(schemas);
        if arazzo::is_selector(value, version) {
            return;
        }
        for schema in all {
            for (name, member) in value.members() {
                self.sent(&member, &schema.property(&name), version, depth + 1);
            }
            // What one element goes through, all do.
            if let Some(first) = value.items().first() {
                self.sent(first, &schema.items(), version, depth + 1);
            }
        }
    }

    fn responses(
        &mut self,
        step: &Step,
        resolved: &ResolvedStep,
        operation: &Operation,
        readings: &[Reading],
    ) {
        let outputs = reads::in_outputs(step, &resolved.texts).len();
        for (index, reading) in readings.iter().enumerate() {
            let Expression::Response(Message::Body(pointer)) = &reading.expression else {
                continue;
            };
            let pointer = pointer.iter().flat_map(|pointer| pointer.value.tokens());
            let access = access_pointer(reading.access.iter().map(|access| &access.value));
            let tokens: Vec<String> = pointer.chain(access.tokens()).collect();
            for response in &operation.responses {
                let schema = response.json().and_then(|media| media.schema.clone());
                let last = self.read(Vec::from_iter(schema), &tokens);
                // What outputs hand on has a type, inside and out.
                if index < outputs {
                    self.inside(last);
                }
            }
        }
    }

    /// Follows the way; what it leads to.
    fn read(&mut self, schemas: Vec<Node>, way: &[String]) -> Vec<Node> {
        if schemas.is_empty() {
            return Vec::new();
        }
        let all = self.conjunction(&schemas);
        let Some((token, rest)) = way.split_first() else {
            return schemas;
        };
        let index = token.parse::<usize>().is_ok();
        let mut last = Vec::new();
        for schema in all {
            let members = schema.property(token);
            last.extend(match members.is_empty() && index {
                true => self.read(schema.items(), rest),
                false => self.read(members, rest),
            });
        }
        last
    }

    /// Looks for references that are not followed in all that values of these schemas are made of.
    fn inside(&mut self, schemas: Vec<Node>) {
        let mut open = schemas;
        while let Some(schema) = open.pop() {
            let key = (schema.document().id, schema.pointer().clone());
            if self.inside.len() >= MAX_INSIDE || !self.inside.insert(key) {
                continue;
            }
            let all = Conjunction::of(&schema, self.documents);
            for schema in all.alternatives(self.documents).all {
                for node in schema.seen() {
                    self.dynamic(node);
                }
                let members = schema.properties().into_iter();
                open.extend(members.flat_map(|(_, schemas)| schemas));
                open.extend(schema.items());
            }
        }
    }

    /// A reference whose target depends on the way that leads to it.
    fn dynamic(&mut self, schema: &Node) {
        for keyword in ["$dynamicRef", "$recursiveRef"] {
            let Some(reference) = schema.get(keyword) else {
                continue;
            };
            let message = format!("`{keyword}` is not followed: the value can be any JSON");
            self.diagnostics.push(
                Diagnostic::new(Code::DynamicReference, reference.key(), message)
                    .label("typed as any JSON value")
                    .help("write `$ref` if no other schema extends this one"),
            );
        }
    }

    /// Looks at the schemas that hold together here, and returns the choices they leave.
    fn conjunction(&mut self, schemas: &[Node]) -> Vec<Conjunction> {
        let all = Conjunction::all(schemas, self.documents);
        let choices = all.alternatives(self.documents).all;
        for schema in std::iter::once(&all).chain(&choices) {
            for node in schema.parts().iter().chain(schema.seen()) {
                let place = node.place();
                if self.told.insert(place) {
                    input_schema::words(node, self.documents, self.diagnostics);
                    self.dynamic(node);
                }
            }
        }
        choices
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::document;

    fn told(fields: &str) -> Vec<String> {
        let found = document(&format!(
            "workflows:\n- workflowId: w\n  steps:\n  - stepId: s\n    operationId: weighPet\n    {fields}"
        ));
        let ours = ["invalid-schema", "unknown-keyword"];
        let ours = found.into_iter().filter(|(code, ..)| ours.contains(code));
        ours.map(|(code, _, message)| format!("{code}: {message}"))
            .collect()
    }

    #[test]
    fn only_what_is_sent_or_read_is_looked_at() {
        assert_eq!(told("outputs: {a: $statusCode}"), Vec::<String>::new());
        assert_eq!(
            told("outputs: {a: $response.body#/unit}"),
            Vec::<String>::new()
        );
        let unit = "parameters: [{name: unit, in: query, value: kg}]";
        assert_eq!(told(unit), ["invalid-schema: there is no type `strng`"]);
        assert_eq!(
            told("outputs: {a: $response.body#/weight}"),
            ["invalid-schema: there is no type `nubmer`"]
        );
        assert_eq!(
            told("outputs: {a: $response.body#/scale/id}"),
            ["unknown-keyword: JSON Schema has no keyword `propertes`"]
        );
    }

    #[test]
    fn references_that_are_not_followed_are_told_where_something_goes_through_them() {
        let told = |output: &str| {
            let found = document(&format!(
                "workflows:\n- workflowId: w\n  steps:\n  - stepId: s\n    operationId: showTree\n    outputs: {{a: {output}}}"
            ));
            let ours = found.into_iter();
            ours.filter(|(code, ..)| *code == "dynamic-reference")
                .count()
        };
        assert_eq!(told("$response.body#/name"), 0);
        assert_eq!(told("$response.body#/children/0"), 1);
        assert_eq!(told("$response.body#/children/0/name"), 1);
        assert_eq!(told("$response.body"), 1);
    }
}
