//! Lists of actions.

use std::collections::HashMap;

use crate::{
    diagnostic::Code,
    load::Node,
    model::arazzo::{Action, OrReference, Text},
};

use super::{
    Reader,
    action::{After, action},
    fields::Object,
    report_duplicate,
    reusable::{component_key, or_reference},
};

/// Reads the list of actions in field `name`. Sets `unread` where some are broken.
pub(super) fn actions(
    reader: &mut Reader<'_>,
    object: &Object,
    name: &str,
    after: After,
    unread: &mut bool,
) -> Vec<OrReference<Action>> {
    *unread |= object.has_no_list(name);
    let mut read = Vec::new();
    let items = reader.list(object, name);
    for item in items.into_iter().flat_map(|(_, items)| items) {
        let kind = after.component_field();
        let one = or_reference(reader, &item, kind, |reader, node| {
            action(reader, node, after)
        });
        *unread |= one.is_none();
        read.extend(one);
    }
    duplicates(reader, &read, after);
    read
}

/// Reports actions with the name of an earlier one in the list.
fn duplicates(reader: &mut Reader<'_>, items: &[OrReference<Action>], after: After) {
    let mut seen: HashMap<String, Node> = HashMap::new();
    for item in items {
        let Some(name) = name(reader, item, after) else {
            continue;
        };
        match seen.get(&name.text) {
            Some(first) => {
                report_duplicate(reader, Code::DuplicateAction, "action name", &name, first);
            }
            None => {
                seen.insert(name.text, name.node);
            }
        }
    }
}

/// The name of an entry; a reference has the name of the component, not its key.
fn name(reader: &Reader<'_>, item: &OrReference<Action>, after: After) -> Option<Text> {
    let reusable = match item {
        OrReference::Inline(action) => return Some(action.name.clone()),
        OrReference::Reference(reusable) => reusable,
    };
    let field = after.component_field();
    let key = component_key(&reusable.reference.text, field)?;
    let index = *reader.index.get(&(field, key.to_owned()))?;
    let components = match after {
        After::Success => &reader.components.success_actions,
        After::Failure => &reader.components.failure_actions,
    };
    let (_, action) = components.get(index)?;
    Some(Text {
        text: action.name.text.clone(),
        node: reusable.reference.node.clone(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{findings, with_fields};

    #[test]
    fn names_are_unique_in_a_list_also_through_references() {
        let mut document = with_fields(json!({ "onFailure": [
            { "name": "again", "type": "end" },
            { "name": "Again", "type": "end" },
            { "reference": "$components.failureActions.x" },
        ] }));
        document["components"] =
            json!({ "failureActions": { "x": { "name": "again", "type": "retry" } } });
        assert_eq!(
            findings(document),
            [
                "error duplicate-action /workflows/0/steps/0/onFailure/2/reference: duplicate action name `again`"
            ]
        );
    }
}
