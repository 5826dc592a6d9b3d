//! Small documents in memory for the tests of this stage.

use crate::{
    diagnostic::{Diagnostics, Severity},
    load::{Documents, Memory, Node, Options},
};

use super::operation::{self, Found, Operation};

/// Documents of which the first is the OpenAPI document; its root.
pub(crate) fn files(files: &[(&str, &str)]) -> (Documents, Node) {
    let memory: Memory = files.iter().map(|(path, text)| (*path, *text)).collect();
    let documents = Documents::new(Box::new(memory), Options::default());
    let first = documents.open_path(files[0].0.as_ref()).unwrap();
    (documents, Node::root(first))
}

/// The operation `op` of an OpenAPI document, and `severity pointer: message` of what was found.
pub(crate) fn read(texts: &[(&str, &str)]) -> (Operation, Vec<String>) {
    let (documents, root) = files(texts);
    let Found::One(located) = operation::OperationIds::read(&root).find("op", &documents) else {
        panic!("no single operation `op`");
    };
    let mut diagnostics = Diagnostics::new(false);
    let operation = operation::read(&located, &root, &documents, &mut diagnostics).unwrap();
    let found = diagnostics.into_iter().map(|found| {
        let severity = match found.severity {
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        format!(
            "{severity} {}: {}",
            found.primary.place.pointer, found.message
        )
    });
    let found = found.collect();
    (operation, found)
}

/// [`read`] of a single document in which nothing may be wrong.
pub(crate) fn sound(text: &str) -> Operation {
    let (operation, found) = read(&[("api/openapi.yaml", text)]);
    assert_eq!(found, Vec::<String>::new());
    operation
}

/// An OpenAPI 3.1 document with these lines.
pub(crate) fn text(lines: &str) -> String {
    format!("openapi: 3.1.0\n{lines}")
}

/// `In name` of each parameter, with a mark for what is required.
pub(crate) fn described(operation: &Operation) -> Vec<String> {
    let parameters = operation.parameters.iter();
    parameters
        .map(|parameter| {
            let mark = if parameter.required { "!" } else { "" };
            format!("{:?} {}{mark}", parameter.location, parameter.name)
        })
        .collect()
}
