//! `invalid-schema` and `unknown-keyword` for schemas of operations, as far as a step sends or reads something through them.

use crate::{
    diagnostic::Diagnostics,
    expression::{Expression, Message, access_pointer},
    load::{Documents, Node, Place},
    model::arazzo::{self, Step},
    resolve::{operation::Operation, workflow::ResolvedStep},
    types::Conjunction,
};

use super::{
    super::{
        reads,
        subject::{Subject, operation},
    },
    input_schema,
};

/// Values are followed this deep.
const MAX_DEPTH: usize = 32;

pub(in super::super) fn check(
    subjects: &[Subject],
    documents: &Documents,
    diagnostics: &mut Diagnostics,
) {
    let mut used = Used {
        documents,
        diagnostics,
        told: Vec::new(),
    };
    for subject in subjects {
        for (_, step, resolved) in subject.steps() {
            if let Some(operation) = operation(resolved) {
                used.parameters(resolved, operation);
                used.body(step, operation, subject.version());
                used.responses(step, resolved, operation);
            }
        }
    }
}

/// The schemas that something goes through.
struct Used<'a> {
    documents: &'a Documents,
    diagnostics: &'a mut Diagnostics,
    /// Those that were looked at.
    told: Vec<Place>,
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

    fn responses(&mut self, step: &Step, resolved: &ResolvedStep, operation: &Operation) {
        for reading in reads::after_response(step, resolved) {
            let Expression::Response(Message::Body(pointer)) = &reading.expression else {
                continue;
            };
            let pointer = pointer.iter().flat_map(|pointer| pointer.value.tokens());
            let access = access_pointer(reading.access.iter().map(|access| &access.value));
            let tokens: Vec<String> = pointer.chain(access.tokens()).collect();
            for response in &operation.responses {
                let schema = response.json().and_then(|media| media.schema.clone());
                self.read(&Vec::from_iter(schema), &tokens);
            }
        }
    }

    fn read(&mut self, schemas: &[Node], way: &[String]) {
        if schemas.is_empty() {
            return;
        }
        let all = self.conjunction(schemas);
        let Some((token, rest)) = way.split_first() else {
            return;
        };
        let index = token.parse::<usize>().is_ok();
        for schema in all {
            let members = schema.property(token);
            match members.is_empty() && index {
                true => self.read(&schema.items(), rest),
                false => self.read(&members, rest),
            }
        }
    }

    /// Looks at the schemas that hold together here, and returns the choices they leave.
    fn conjunction(&mut self, schemas: &[Node]) -> Vec<Conjunction> {
        let all = Conjunction::all(schemas, self.documents);
        let choices = all.alternatives(self.documents).all;
        for schema in std::iter::once(&all).chain(&choices) {
            for node in schema.parts().iter().chain(schema.seen()) {
                let place = node.place();
                if !self.told.contains(&place) {
                    self.told.push(place);
                    input_schema::words(node, self.documents, self.diagnostics);
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
}
