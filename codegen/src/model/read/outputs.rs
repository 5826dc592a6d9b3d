//! The `outputs` map of a step or a workflow.

use crate::{
    load::Node,
    model::{
        arazzo::{Unread, Version},
        faults,
    },
};

use super::{
    Reader,
    fields::{Object, kind, whole},
    is_name, selector,
};

/// The outputs, the ones reported here included: their names exist.
pub(super) fn outputs(
    reader: &mut Reader<'_>,
    object: &Object,
    unread: &mut Unread,
) -> Vec<(String, Node)> {
    if object.has_no_map("outputs") || reader.has_twice(object, "outputs") {
        *unread = Unread::anything();
    }
    let outputs = reader.map(object, "outputs");
    for (name, value) in &outputs {
        if !is_name(name, true) && !reader.is_no_string(value) {
            check_name(reader, name, value, unread);
        }
        output(reader, name, value);
    }
    outputs
}

/// Names outside their pattern are read as they are written (decision D-54).
fn check_name(reader: &mut Reader<'_>, name: &str, value: &Node, unread: &mut Unread) {
    const HELP: &str = "use letters, digits, `-`, `_` and `.` only";
    if name.trim().is_empty() {
        // No expression can write it: one that seems to mean it has no mistake of its own.
        unread.add(None);
        let what = "the name of this output";
        reader.report(faults::empty_name(value.key(), what).help(HELP));
        return;
    }
    reader.tolerate(faults::nonstandard_output(value.key(), name).help(HELP));
}

fn output(reader: &mut Reader<'_>, name: &str, value: &Node) {
    if value.as_str().is_some() {
        return;
    }
    let selector_like = selector::resembles(value);
    if selector_like && reader.version >= Version::V1_1 {
        selector::selector(reader, value);
    } else if selector_like {
        reader.needs_1_1(
            whole(value),
            &format!("output `{name}`, a Selector Object,"),
        );
    } else {
        let scalar = !value.value().is_array() && !value.value().is_object();
        let place = if scalar { value.place() } else { whole(value) };
        let message = format!(
            "output `{name}` must be a runtime expression, not {}",
            kind(value)
        );
        reader.report(faults::wrong_type(place, message).help(
            "write where the value comes from, such as `$response.body#/id` or `$steps.<stepId>.outputs.<name>`",
        ));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{findings, in_1_1, sound, with_fields};

    const AT: &str = "/workflows/0/steps/0/outputs";

    #[test]
    fn names_keep_their_order() {
        let outputs = json!({ "z": "$url", "a.b-c_9": "$method" });
        let read = sound(with_fields(json!({ "outputs": outputs })));
        let names: Vec<_> = read.workflows[0].steps[0]
            .outputs
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        assert_eq!(names, ["z", "a.b-c_9"]);
    }

    #[test]
    fn names_and_values_are_checked() {
        let outputs = json!({ "a b": "$url", "n": 7, "none": null });
        assert_eq!(
            findings(with_fields(json!({ "outputs": outputs }))),
            [
                format!(
                    "warning invalid-name {AT}/a b key: `a b` is no standard name for an output"
                ),
                format!(
                    "error wrong-type {AT}/n: output `n` must be a runtime expression, not a number"
                ),
                format!(
                    "error wrong-type {AT}/none: output `none` must be a runtime expression, not null"
                ),
            ]
        );
    }

    #[test]
    fn selectors_need_1_1() {
        let document = with_fields(json!({
            "outputs": { "n": { "context": "$response.body", "selector": "/a", "type": "jsonpointer" } }
        }));
        sound(in_1_1(document.clone()));
        assert_eq!(
            findings(document),
            [format!(
                "error field-needs-1-1 {AT}/n key: output `n`, a Selector Object, needs Arazzo 1.1, but this description declares 1.0"
            )]
        );
    }
}
