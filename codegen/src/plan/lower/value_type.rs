//! The type of a value.

use serde_json::Value as Json;

use crate::{
    plan::Value,
    types::{Shape, Type},
};

use super::workflow_builder::WorkflowBuilder;

impl WorkflowBuilder<'_, '_> {
    /// Type and presence of a value.
    pub(super) fn type_of(&self, value: &Value) -> (Type, bool) {
        let secret = value.holds_secret(self.lowering.types());
        let (shape, missing) = match value {
            Value::Read(read) => return (read.ty.clone(), read.missing),
            Value::Template(_) if secret => (Shape::Secret, false),
            Value::Selector(_) if secret => (Shape::SecretValue, true),
            Value::Object(_) | Value::Array(_) if secret => (Shape::SecretValue, false),
            Value::Template(_) | Value::Literal(Json::String(_)) => (Shape::String, false),
            Value::Literal(Json::Bool(_)) => (Shape::Bool, false),
            Value::Literal(Json::Number(number)) if number.is_i64() => (Shape::Int64, false),
            Value::Selector(selector) => return (selector.ty.clone(), selector.missing),
            Value::Literal(_) | Value::Object(_) | Value::Array(_) => (Shape::Value, false),
        };
        (Type::new(shape), missing)
    }
}
