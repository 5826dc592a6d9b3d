//! What a workflow has to say of itself for its requests to be shown.

use serde_json::{Map, Value};

use crate::step::Step;

/// A workflow whose requests can be shown.
#[derive(Clone, Debug)]
pub struct Previewed {
    /// `workflowId`
    pub id: &'static str,
    /// The name by which others call it: the id, or one that is unique where that is not.
    pub key: &'static str,
    /// Its steps, in their order.
    pub steps: &'static [Step],
    /// The JSON Schema of its inputs, of which the defaults and the passwords count. It may refer to its `$defs`.
    pub inputs: Value,
}

impl Previewed {
    /// The inputs with their defaults.
    pub(super) fn filled(&self, inputs: Value) -> Value {
        let properties = self.inputs.get("properties").and_then(Value::as_object);
        let defaults = properties
            .into_iter()
            .flatten()
            .filter_map(|(name, schema)| Some((name.clone(), schema.get("default")?.clone())));
        let mut filled: Map<String, Value> = defaults.collect();
        if let Value::Object(given) = inputs {
            filled.extend(given);
        }
        Value::Object(filled)
    }
}
