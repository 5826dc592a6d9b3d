//! Extensions of other tools that change a request: they are not supported, and leaving them out in silence would send
//! another request than the one that is meant.

use crate::{
    diagnostic::{Code, Diagnostic},
    load::Node,
};

use super::{Reader, shape::Shape};

/// An extension, the objects that have it (all where there are none), and what to do instead.
const KNOWN: &[(&str, &[&str], &str)] = &[
    (
        "x-security",
        &[],
        "declare the scheme under `security` in the API description: the builder of the client takes the credentials",
    ),
    ("x-operation", &["a step"], DESCRIBE),
    (
        "x-serverUrl",
        &["a source description"],
        "the server is that of the API description, or what is given when the workflow is run",
    ),
];

/// What to do instead of a request that no API description describes.
pub(super) const DESCRIBE: &str =
    "describe the operation in OpenAPI and name it with `operationId`";

impl Reader<'_> {
    /// Reports member `key` of an object if it is such an extension.
    pub(super) fn extension(&mut self, object: &Node, shape: &Shape, (key, member): (&str, &Node)) {
        let known = KNOWN.iter().find(|(name, objects, _)| {
            *name == key && (objects.is_empty() || objects.contains(&shape.what))
        });
        let Some((_, _, help)) = known else {
            return;
        };
        // That a step has nothing else to call is one report.
        let targets = ["operationId", "operationPath", "workflowId"];
        if key == "x-operation" && !targets.iter().any(|target| object.get(target).is_some()) {
            return;
        }
        let message = format!("extension `{key}` is not supported");
        self.report(
            Diagnostic::new(Code::UnsupportedExtension, member.key(), message)
                .label("ignored, although it changes the request")
                .help(*help),
        );
    }
}
