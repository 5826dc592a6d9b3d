//! The workflows of a document as the requests that they send: to show those, and to know what must not be shown.

use serde_json::{Map, Value};

use crate::arguments::Order;
use crate::exchange::{Format, Mask, Preview, Previewed, hide_secrets};
use crate::refused::Refused;
use crate::registry::{Document, Workflow};

/// The requests of an order, prerequisites first, as text.
///
/// # Errors
/// The client cannot be built.
pub(crate) async fn text(order: &Order, mask: &Mask, format: Format) -> Result<String, Refused> {
    let workflows = workflows(order);
    let configure = |builder| order.settings.apply(builder);
    let apis = order.document.apis;
    let mut preview = Preview::new(apis, &workflows, configure, mask.clone(), format)?;
    for (key, inputs) in inputs(order) {
        preview.add(key, &inputs).await;
    }
    Ok(preview.finish())
}

/// The secrets of an order: credentials, and passwords among the inputs.
pub(crate) fn mask(order: &Order) -> Mask {
    Secrets::new(order).mask(order, &Value::Object(order.inputs.clone()))
}

/// What is known of the secrets of an order, to make masks of it.
#[derive(Clone)]
pub(crate) struct Secrets {
    workflows: Vec<Previewed>,
}

impl Secrets {
    pub(crate) fn new(order: &Order) -> Self {
        Self {
            workflows: workflows(order),
        }
    }

    /// Whether any input is one.
    pub(crate) fn are_inputs(&self) -> bool {
        let mut schemas = self.workflows.iter().map(|it| it.inputs.to_string());
        schemas.any(|schema| schema.contains("\"password\"") || schema.contains("\"writeOnly\""))
    }

    /// The secrets among these inputs.
    pub(crate) fn of_inputs(&self, workflow: &Workflow, inputs: &Value) -> Mask {
        let mask = Mask::new();
        hide_secrets(&self.workflows, workflow.key, inputs, &mask);
        mask
    }

    /// The secrets of a run with these inputs, and of what runs before.
    pub(crate) fn mask(&self, order: &Order, own: &Value) -> Mask {
        let mask = Mask::new();
        order.settings.hide(&mask);
        for (key, inputs) in inputs(order) {
            let is_own = key == order.workflow.key;
            let inputs = if is_own { own } else { &inputs };
            hide_secrets(&self.workflows, key, inputs, &mask);
        }
        mask
    }
}

/// The workflows that an order runs, in their order, and their inputs.
fn inputs(order: &Order) -> Vec<(&'static str, Value)> {
    let mut before = Vec::new();
    prerequisites(order.document, order.workflow, &mut before);
    let before = before.into_iter();
    let before = before.map(|workflow| (workflow.key, order.inputs_before(workflow)));
    let own = (order.workflow.key, Value::Object(order.inputs.clone()));
    before.chain([own]).collect()
}

/// What runs before a workflow: what that depends on first, each once.
fn prerequisites(document: &Document, workflow: &Workflow, before: &mut Vec<&'static Workflow>) {
    for key in workflow.prerequisites {
        let found = document.workflows.iter().find(|it| it.key == *key);
        if let Some(found) = found.filter(|it| before.iter().all(|known| known.key != it.key)) {
            prerequisites(document, found, before);
            before.push(found);
        }
    }
}

fn workflows(order: &Order) -> Vec<Previewed> {
    let workflows = order.document.workflows.iter();
    let previewed = workflows.map(|workflow| Previewed {
        id: workflow.id,
        key: workflow.key,
        steps: workflow.steps,
        inputs: schema(workflow),
    });
    previewed.collect()
}

/// The JSON Schema of all inputs.
fn schema(workflow: &Workflow) -> Value {
    let properties = workflow.inputs.iter();
    let properties = properties.map(|field| (field.name.to_owned(), field.schema()));
    let types = workflow.types.iter();
    let types = types.filter_map(|(name, schema)| {
        Some(((*name).to_owned(), serde_json::from_str(schema).ok()?))
    });
    Value::Object(Map::from_iter([
        ("properties".to_owned(), Value::Object(properties.collect())),
        ("$defs".to_owned(), Value::Object(types.collect())),
    ]))
}
