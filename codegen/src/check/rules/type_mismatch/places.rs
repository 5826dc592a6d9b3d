//! The places that a step's values go to, each with the schema that describes it there.

use crate::{
    elaborate::At,
    load::Node,
    model::{
        arazzo::{Location, RequestBody, Step},
        texts::{Form, Texts},
    },
    resolve::{
        operation::{Operation, Parameter, is_json},
        workflow::{ResolvedParameter, ResolvedStep, ResolvedTarget, WorkflowId},
    },
    types::{Conjunction, Walk, Wire, walk},
};

use super::{super::super::literal::described, Judge, Place};

/// An index that only the schema of all elements describes.
const BEYOND_ANY_PREFIX: &str = "999999";

impl Judge<'_, '_> {
    /// Judges what a step sends, or hands to the workflows that it and its actions call.
    pub(super) fn step(&mut self, step: &Step, resolved: &ResolvedStep) {
        match &resolved.target {
            Some(ResolvedTarget::Operation { operation, .. }) => {
                self.parameters(&resolved.parameters, operation);
                if let Some(body) = &step.request_body {
                    self.body(body, operation);
                }
            }
            Some(ResolvedTarget::Workflow(target)) => self.inputs(&resolved.parameters, *target),
            None => {}
        }
        let success = resolved.on_success.iter();
        let success = success.map(|action| (At::SuccessAction, action));
        let failure = resolved.on_failure.iter();
        let failure = failure.map(|action| (At::FailureAction, action));
        for (at, action) in success.chain(failure) {
            self.at = at;
            if let Some(target) = action.workflow {
                self.inputs(&action.parameters, target);
            }
        }
    }

    fn parameters(&mut self, given: &[ResolvedParameter], operation: &Operation) {
        let texts = &self.view.resolved.texts;
        for parameter in given {
            let Some((location, _)) = &parameter.location else {
                continue;
            };
            let name = parameter.name.text.trim();
            let declared = operation.parameters.iter().find(|declared| {
                let header = *location == Location::Header;
                declared.location == *location
                    && (declared.name == name || header && declared.name.eq_ignore_ascii_case(name))
            });
            let Some(place) = declared.and_then(of_parameter) else {
                continue;
            };
            match *location == Location::Querystring && is_document(&parameter.value, texts) {
                true => self.json_text(&parameter.value, &place),
                false => self.value(&parameter.value, &place, 0),
            }
        }
    }

    fn inputs(&mut self, given: &[ResolvedParameter], target: WorkflowId) {
        let Some(called) = self.view.world.model(target) else {
            return;
        };
        let Some(inputs) = &called.inputs else { return };
        let inputs = Conjunction::of(inputs, self.view.documents);
        for parameter in given {
            let name = &parameter.name.text;
            let place = Place {
                name: format!("input `{name}` of workflow `{}`", called.id.text),
                schemas: inputs.property(name),
                wire: Wire::Json,
            };
            self.literal(&parameter.value, &place);
            self.value(&parameter.value, &place, 0);
        }
    }

    fn body(&mut self, body: &RequestBody, operation: &Operation) {
        let texts = &self.view.resolved.texts;
        let declared =
            operation
                .request_body
                .as_ref()
                .and_then(|declared| match &body.content_type {
                    Some(written) => declared.media_type_for(&written.text),
                    None => declared.default_media_type(),
                });
        let Some(media) = declared else { return };
        let name = body
            .content_type
            .as_ref()
            .map_or(&media.name, |written| &written.text);
        let name = name.trim().to_ascii_lowercase();
        let form =
            name.starts_with("application/x-www-form-urlencoded") || name.starts_with("multipart/");
        let wire = match form {
            true => Wire::Form,
            false if is_json(&name) || name == "*/*" => Wire::Json,
            false => return,
        };
        let Some(schema) = &media.schema else { return };
        let place = Place {
            name: "the body".to_owned(),
            schemas: vec![schema.clone()],
            wire,
        };
        match &body.payload {
            Some(payload) if is_document(payload, texts) && wire == Wire::Json => {
                self.json_text(payload, &place);
            }
            Some(payload) if is_document(payload, texts) => {}
            Some(payload) => self.value(payload, &place, 0),
            None => {}
        }
        for replacement in &body.replacements {
            let target = texts.pointer(&replacement.target.node);
            let way = target.and_then(|target| target.pointer.as_ref());
            let Some(way) = way.filter(|_| wire == Wire::Json) else {
                continue;
            };
            let tokens: Vec<String> = way.tokens().collect();
            if let Some(schema) = self
                .at(schema, &tokens)
                .or_else(|| self.appended(schema, tokens))
            {
                let place = place.part(format!("`{way}`"), vec![schema]);
                self.literal(&replacement.value, &place);
                self.value(&replacement.value, &place, 0);
            }
        }
    }

    /// The one schema of an element that `way` appends to a list (decision D-43).
    fn appended(&self, schema: &Node, mut way: Vec<String>) -> Option<Node> {
        if way.pop()? != "-" {
            return None;
        }
        way.push(BEYOND_ANY_PREFIX.to_owned());
        self.at(schema, &way)
    }

    /// The one schema at `way`.
    fn at(&self, schema: &Node, way: &[String]) -> Option<Node> {
        match walk(schema, way, self.view.documents) {
            Walk::Found(found) => match found.places.as_slice() {
                [only] if only.choices().is_empty() => match only.parts() {
                    [part] => Some(part.clone()),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        }
    }
}

/// Text that is a whole document, or the encoded body.
fn is_document(payload: &Node, texts: &Texts) -> bool {
    let written = texts.value(payload);
    written.is_some_and(|written| !matches!(written.form, Form::Expression(_)))
}

fn of_parameter(declared: &Parameter) -> Option<Place> {
    let (schema, wire) = described(declared)?;
    Some(Place {
        name: format!("parameter `{}`", declared.name),
        schemas: vec![schema.clone()],
        wire,
    })
}
