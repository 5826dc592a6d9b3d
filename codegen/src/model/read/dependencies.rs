//! The `dependsOn` list of a workflow or a step.

use std::collections::HashMap;

use crate::{
    diagnostic::{Code, Diagnostic},
    load::Node,
    model::arazzo::Text,
};

use super::{Reader, fields::Object};

/// Reads field `dependsOn`: texts, each once. Sets `unread` where there are others.
pub(super) fn dependencies(
    reader: &mut Reader<'_>,
    object: &Object,
    unread: &mut bool,
) -> Vec<Text> {
    *unread |= object.has_no_list("dependsOn");
    let items = reader.list(object, "dependsOn");
    let mut seen: HashMap<String, Node> = HashMap::new();
    let mut read = Vec::new();
    for item in items.into_iter().flat_map(|(_, items)| items) {
        let Some(text) = reader.string(&item, "an entry of `dependsOn`") else {
            *unread = true;
            continue;
        };
        if let Some(first) = seen.get(&text.text) {
            let message = format!("duplicate `{}` in `dependsOn`", text.text);
            reader.report(
                Diagnostic::new(Code::DuplicateDependency, &text.node, message)
                    .also(first, "first named here")
                    .help("remove it: each dependency runs once"),
            );
            continue;
        }
        seen.insert(text.text.clone(), text.node.clone());
        read.push(text);
    }
    read
}
