//! Follows `$ref` to what it means: pointers, anchors, embedded schema resources, other files.
//!
//! A reference is judged only when something needs what it leads to, so a document may hold broken ones that nobody meets.

mod everything;
mod fragment;
mod resource;
pub mod siblings;

use crate::{
    diagnostic::{Code, Diagnostic},
    load::{Documents, LoadError, LoadErrorKind, Node},
};

pub use everything::open_all;

/// References followed inside each other before giving up.
const DEPTH: usize = 64;

/// Why a `$ref` leads nowhere.
#[derive(Debug, Clone)]
pub struct ReferenceError {
    /// The value of the `$ref` that cannot be followed, which may be further along than the one asked about.
    pub at: Node,
    /// One sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    load: Option<Box<LoadError>>,
}

impl ReferenceError {
    fn new(at: &Node, message: impl Into<String>) -> Self {
        Self {
            at: at.clone(),
            message: message.into(),
            help: None,
            load: None,
        }
    }

    fn loading(at: &Node, error: LoadError) -> Self {
        Self {
            help: error.help.clone(),
            load: Some(Box::new(error.clone())),
            ..Self::new(at, error.message)
        }
    }

    fn with_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Why the document that it leads to could not be read, if that is what is wrong.
    pub fn loading_error(&self) -> Option<&LoadError> {
        self.load.as_deref()
    }

    /// Whether there is nothing to be read, rather than a file that has to be mended or allowed.
    pub fn leads_nowhere(&self) -> bool {
        let absent = |kind| matches!(kind, LoadErrorKind::Unreadable | LoadErrorKind::Network);
        self.load.as_ref().is_none_or(|error| absent(error.kind))
    }

    /// What to report where everything else stands without what the reference was to describe (D-57).
    pub fn tolerated(&self, note: &str) -> Diagnostic {
        let mut found = Diagnostic::warning(Code::UnresolvedReference, &self.at, &self.message)
            .label("leads nowhere")
            .note(note);
        found.help.clone_from(&self.help);
        found
    }

    /// The error to report.
    pub fn diagnostic(&self) -> Diagnostic {
        let mut found = match &self.load {
            Some(error) => error.diagnostic_at(&self.at, "referred to here"),
            None => Diagnostic::error(Code::UnresolvedReference, &self.at, self.message.clone())
                .label("leads nowhere"),
        };
        found.help.clone_from(&self.help);
        found
    }
}

/// What the object at `node` stands for: the end of its chain of `$ref`, or itself where it has none.
///
/// # Errors
/// If a reference of the chain is malformed, leads nowhere or leads back to itself.
pub fn resolve(node: &Node, documents: &Documents) -> Result<Node, ReferenceError> {
    resolve_below(node, documents, 0)
}

/// One step of a chain: what the `$ref` of `node` points at, itself perhaps a reference again. `None` without `$ref`.
///
/// # Errors
/// If the reference is malformed or leads nowhere.
pub fn target(node: &Node, documents: &Documents) -> Result<Option<Node>, ReferenceError> {
    match node.get("$ref") {
        Some(reference) => follow(&reference, documents, 0).map(Some),
        None => Ok(None),
    }
}

fn resolve_below(node: &Node, documents: &Documents, depth: usize) -> Result<Node, ReferenceError> {
    let mut here = node.clone();
    let mut seen: Vec<Node> = Vec::new();
    while let Some(reference) = here.get("$ref") {
        if seen.contains(&reference) {
            return Err(ReferenceError::new(
                &reference,
                "this `$ref` leads back to itself",
            ));
        }
        if depth + seen.len() > DEPTH {
            return Err(ReferenceError::new(
                &reference,
                format!("more than {DEPTH} references follow each other"),
            ));
        }
        here = follow(&reference, documents, depth + seen.len() + 1)?;
        seen.push(reference);
    }
    Ok(here)
}

/// What the URI `text` names when it stands at `from`, where the standard has URIs without `$ref`.
///
/// # Errors
/// If it leads nowhere.
pub fn at_uri(from: &Node, text: &str, documents: &Documents) -> Result<Node, ReferenceError> {
    named(from, text, documents, 0)
}

/// What the `$ref` whose value is `reference` points at.
fn follow(reference: &Node, documents: &Documents, depth: usize) -> Result<Node, ReferenceError> {
    match reference.as_str() {
        Some(text) => named(reference, text, documents, depth),
        None => Err(ReferenceError::new(reference, "`$ref` must be a string")),
    }
}

fn named(
    reference: &Node,
    text: &str,
    documents: &Documents,
    depth: usize,
) -> Result<Node, ReferenceError> {
    let (uri, fragment) = text.trim().split_once('#').unwrap_or((text.trim(), ""));
    let mut failure = None;
    for resource in resource::candidates(reference, uri, documents)? {
        match fragment::find(&resource, fragment, reference, documents, depth) {
            Ok(found) => return Ok(found),
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    Err(failure
        .unwrap_or_else(|| ReferenceError::new(reference, format!("`{text}` leads nowhere"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{load::Pointer, resolve::testing::files};

    /// What the node at `pointer` of the first document stands for, or why it stands for nothing.
    fn resolved(texts: &[(&str, &str)], pointer: &str) -> Result<String, String> {
        let (documents, root) = files(texts);
        let node = root.at(&Pointer::parse(pointer).unwrap()).unwrap();
        match resolve(&node, &documents) {
            Ok(found) => Ok(format!("{found:?}")),
            Err(error) => Err(format!("{:?}: {}", error.at, error.message)),
        }
    }

    fn local(text: &str) -> Result<String, String> {
        resolved(&[("a/api.yaml", text)], "/use")
    }

    #[test]
    fn escapes_and_percent_signs_are_decoded() {
        let found = local("use: {$ref: '#/paths/~1a%7Bid%7D~0/get'}\npaths: {'/a{id}~': {get: 1}}");
        assert_eq!(found, Ok("a/api.yaml#/paths/~1a{id}~0/get".into()));
        let raw = local("use: {$ref: '#/x/a%20b'}\nx: {'a%20b': 1}");
        assert_eq!(raw, Ok("a/api.yaml#/x/a%20b".into()));
    }

    #[test]
    fn chains_cross_files_and_each_hop_is_relative_to_its_own_file() {
        let found = resolved(
            &[
                ("a/api.yaml", "use: {$ref: 'parts/one.yaml#/x'}"),
                ("a/parts/one.yaml", "x: {$ref: '../two.yaml#/y'}"),
                ("a/two.yaml", "y: {z: 1}"),
            ],
            "/use",
        );
        assert_eq!(found, Ok("a/two.yaml#/y".into()));
    }

    #[test]
    fn pointers_pass_through_references_and_into_lists() {
        let found = local(
            "use: {$ref: '#/list/1/schema/type'}\nlist: [1, {$ref: '#/shared'}]\nshared: {schema: {type: text}}",
        );
        assert_eq!(found, Ok("a/api.yaml#/shared/schema/type".into()));
        assert!(local("use: {$ref: '#/list/01'}\nlist: [1, 2]").is_err());
    }

    #[test]
    fn circles_end_in_an_error_wherever_they_are_entered() {
        let found = local("use: {$ref: '#/a'}\na: {$ref: '#/b'}\nb: {$ref: '#/a'}");
        assert_eq!(
            found,
            Err("a/api.yaml#/a/$ref: this `$ref` leads back to itself".into())
        );
        assert!(local("use: {$ref: '#/use/deeper'}").is_err());
        assert!(local("use: {$ref: '#/a/x/y'}\na: {$ref: '#/a/x'}").is_err());
    }

    #[test]
    fn the_broken_link_of_a_chain_is_the_one_reported() {
        let found =
            local("use: {$ref: '#/a'}\na: {$ref: '#/components/Nope'}\ncomponents: {nope: 1}");
        assert_eq!(
            found,
            Err("a/api.yaml#/a/$ref: `#/components/Nope` leads nowhere: `/components` has no `Nope`".into())
        );
    }

    #[test]
    fn a_bare_name_is_an_anchor_and_a_forgotten_slash_is_explained() {
        let found = local("use: {$ref: '#pet'}\ncomponents: {schemas: {Pet: {$anchor: pet}}}");
        assert_eq!(found, Ok("a/api.yaml#/components/schemas/Pet".into()));
        let (documents, root) = files(&[("a.yaml", "use: {$ref: '#x/y'}\nx: {y: 1}")]);
        let error = resolve(&root.get("use").unwrap(), &documents).unwrap_err();
        assert_eq!(
            error.help.as_deref(),
            Some("a JSON Pointer begins with `/`: `#/x/y`")
        );
        let (documents, root) = files(&[("a.yaml", "use: {$ref: '#/x/Pets'}\nx: {Pet: 1}")]);
        let error = resolve(&root.get("use").unwrap(), &documents).unwrap_err();
        assert_eq!(error.help.as_deref(), Some("there is `/x/Pet`"));
    }

    #[test]
    fn identities_inside_a_document_are_found_without_any_file() {
        let text = "
openapi: 3.1.0
use: {$ref: 'https://example.com/tree.json#/$defs/node'}
components:
  schemas:
    Tree:
      $id: https://example.com/tree.json
      $defs: {node: {type: object}}
      properties: {own: {$ref: '#/$defs/node'}, root: {$ref: '#/use'}}";
        let node = "a/api.yaml#/components/schemas/Tree/$defs/node";
        let at = |pointer| resolved(&[("a/api.yaml", text)], pointer);
        assert_eq!(at("/use"), Ok(node.into()));
        assert_eq!(
            at("/components/schemas/Tree/properties/own"),
            Ok(node.into())
        );
        // Strictly nothing is there below the schema's own root; the document's root is what the author meant.
        assert_eq!(
            at("/components/schemas/Tree/properties/root"),
            Ok(node.into())
        );
    }

    #[test]
    fn an_identity_is_the_base_of_the_references_in_its_schema() {
        let found = resolved(
            &[
                (
                    "a/api.yaml",
                    "use: {$id: schemas/tree.json, items: {$ref: node.json}}",
                ),
                ("a/schemas/node.json", "{}"),
                ("a/beside.json", "{}"),
            ],
            "/use/items",
        );
        assert_eq!(found, Ok("a/schemas/node.json#".into()));
        let beside = resolved(
            &[
                (
                    "a/api.yaml",
                    "use: {$id: schemas/tree.json, items: {$ref: beside.json}}",
                ),
                ("a/beside.json", "{}"),
            ],
            "/use/items",
        );
        assert_eq!(beside, Ok("a/beside.json#".into()));
    }

    #[test]
    fn a_name_that_looks_like_a_file_gets_the_right_advice() {
        let (documents, root) = files(&[("a.yaml", "use: {$ref: Pet}\ndefinitions: {Pet: {}}")]);
        let error = resolve(&root.get("use").unwrap(), &documents).unwrap_err();
        assert_eq!(
            error.help.as_deref(),
            Some("to refer to a schema of this document write `#/definitions/Pet`")
        );
        assert_eq!(error.diagnostic().code, Code::UnreadableDocument);
    }
}
