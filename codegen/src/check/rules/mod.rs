//! One file a rule.

pub(super) mod bytes_payload;
pub(super) mod constant_condition;
pub(super) mod endless_loop;
pub(super) mod endless_recursion;
pub(super) mod identifier_collision;
pub(super) mod input_schema;
pub(super) mod jsonpath_names;
pub(super) mod never_equal;
pub(super) mod operation_schema;
pub(super) mod pointless_guard;
pub(super) mod replacement_target;
pub(super) mod shadowed_action;
#[cfg(test)]
pub(super) mod testing;
pub(super) mod type_mismatch;
pub(super) mod undeclared_header;
pub(super) mod undeclared_pointer;
pub(super) mod undeclared_status;
pub(super) mod unfit_query;
pub(super) mod unknown_code;
pub(super) mod unpaced_loop;
pub(super) mod unreachable_step;
pub(super) mod unused_component;
pub(super) mod unused_input;
pub(super) mod unused_output;

use serde_json::Value;

/// Whether a string below `value` is `text` and nothing else.
fn is_somewhere(value: &Value, text: &str) -> bool {
    match value {
        Value::String(found) => found.trim() == text,
        Value::Array(items) => items.iter().any(|item| is_somewhere(item, text)),
        Value::Object(members) => members.values().any(|item| is_somewhere(item, text)),
        _ => false,
    }
}

/// Whether some text holds `name`, not as the start of a longer name.
fn mentions(value: &Value, name: &str) -> bool {
    match value {
        Value::String(text) => text.match_indices(name).any(|(at, _)| {
            let rest = text.get(at + name.len()..).unwrap_or_default();
            !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_' || next == '-')
        }),
        Value::Array(items) => items.iter().any(|item| mentions(item, name)),
        Value::Object(members) => members.values().any(|member| mentions(member, name)),
        _ => false,
    }
}
