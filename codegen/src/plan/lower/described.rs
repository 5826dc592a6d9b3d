//! What API descriptions say of inputs: of the parameters and properties that they are sent as.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::{
    expression::Expression,
    load::Node,
    model::texts::Texts,
    plan::InputField,
    resolve::{
        operation::Operation,
        workflow::{ResolvedParameter, ResolvedTarget, WorkflowId},
    },
    types::{self, Conjunction, References, Walk},
};

use super::Builder;

/// What is said of a value.
#[derive(Debug, Default)]
struct Said {
    description: Option<String>,
    constraints: Option<String>,
}

impl Said {
    fn of(schema: &Conjunction) -> Self {
        Self {
            description: schema.documentation(),
            constraints: schema.constraints(),
        }
    }
}

impl Builder<'_> {
    /// Takes over what the first operation says that an input is sent to, where its own schema does not.
    pub(super) fn describe_inputs(&self, id: WorkflowId, fields: &mut [InputField]) {
        let (Some(model), Some(resolved)) = (self.world.model(id), self.world.workflow(id)) else {
            return;
        };
        let refs = self.references;
        let mut said = BTreeMap::new();
        for step in &resolved.steps {
            let Some(ResolvedTarget::Operation { operation, .. }) = &step.target else {
                continue;
            };
            for parameter in &step.parameters {
                if let Some(name) = input(&parameter.value, &resolved.texts) {
                    let found = of_parameter(operation, parameter, refs);
                    said.entry(name.to_owned()).or_insert(found);
                }
            }
            let body = model
                .steps
                .get(step.index)
                .and_then(|step| step.request_body.as_ref());
            if let Some(payload) = body.and_then(|body| body.payload.as_ref()) {
                of_payload(operation, (payload, &resolved.texts), refs, &mut said);
            }
        }
        let own = model
            .inputs
            .as_ref()
            .map(|schema| Conjunction::of(schema, refs));
        for field in fields {
            if let Some(said) = said.remove(&field.name) {
                take_over(field, said, own.as_ref(), refs);
            }
        }
    }
}

fn take_over(field: &mut InputField, said: Said, own: Option<&Conjunction>, refs: &dyn References) {
    let Some(text) = field.documentation.take() else {
        let both: Vec<String> = [said.description, said.constraints]
            .into_iter()
            .flatten()
            .collect();
        field.documentation = (!both.is_empty()).then(|| both.join("\n\n"));
        return;
    };
    let schemas = own.map(|own| own.property(&field.name)).unwrap_or_default();
    let mut constrained = schemas
        .iter()
        .filter_map(|schema| Conjunction::of(schema, refs).constraints());
    field.documentation = Some(match said.constraints {
        Some(more) if constrained.next().is_none() => format!("{text}\n\n{more}"),
        _ => text,
    });
}

/// The name of the input that a value is, as a whole.
fn input<'t>(value: &Node, texts: &'t Texts) -> Option<&'t str> {
    match texts.value(value)?.expression()? {
        Expression::Input(reference) if reference.pointer.is_none() => {
            Some(reference.name.value.as_str())
        }
        _ => None,
    }
}

fn of_parameter(operation: &Operation, given: &ResolvedParameter, refs: &dyn References) -> Said {
    let location = given.location.as_ref().map(|(location, _)| *location);
    let declared = operation.parameters.iter().find(|declared| {
        declared.name == given.name.text
            && location.is_none_or(|location| location == declared.location)
    });
    let Some(declared) = declared else {
        return Said::default();
    };
    let schema = declared.schema.as_ref();
    let mut said = schema
        .map(|schema| Said::of(&Conjunction::of(schema, refs)))
        .unwrap_or_default();
    let description = declared.node.str_at("description").map(str::trim);
    if let Some(text) = description.filter(|text| !text.is_empty()) {
        said.description = Some(text.to_owned());
    }
    said
}

fn of_payload(
    operation: &Operation,
    (payload, texts): (&Node, &Texts),
    refs: &dyn References,
    said: &mut BTreeMap<String, Said>,
) {
    let declared = operation.request_body.as_ref();
    let media_type = declared.and_then(|body| body.default_media_type());
    let Some(schema) = media_type.and_then(|media_type| media_type.schema.as_ref()) else {
        return;
    };
    let mut open = vec![(payload.clone(), Vec::new())];
    while let Some((node, tokens)) = open.pop() {
        if let Some(name) = input(&node, texts) {
            if !said.contains_key(name)
                && let Walk::Found(found) = types::walk(schema, &tokens, refs)
                && let [only] = found.places.as_slice()
            {
                said.insert(name.to_owned(), Said::of(only));
            }
            continue;
        }
        if matches!(node.value(), Json::Object(_)) {
            // The first member is the next one.
            for (name, member) in node.members().into_iter().rev() {
                let mut inner = tokens.clone();
                inner.push(name.to_owned());
                open.push((member, inner));
            }
        }
    }
}
