//! Reads the documents that source descriptions lead to, each once.

use std::rc::Rc;

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    load::{Document, Documents, Node},
    model::{
        arazzo::{self, SourceDescription, SourceKind},
        openapi::{DocumentKind, kind},
    },
};

use super::{Content, ResolvedDescription, Source, World};

/// Reads `entry` and, transitively, the Arazzo documents its sources lead to.
pub(super) fn read_all(
    entry: &Rc<Document>,
    documents: &Documents,
    diagnostics: &mut Diagnostics,
) -> Option<World> {
    let model = arazzo::read(&Node::root(Rc::clone(entry)), diagnostics)?;
    let mut world = World {
        descriptions: vec![description(model, None)],
        sources: Vec::new(),
    };
    let mut next = 0;
    while next < world.descriptions.len() {
        read_sources(next, &mut world, documents, diagnostics);
        next += 1;
    }
    Some(world)
}

fn description(model: arazzo::Description, name: Option<String>) -> ResolvedDescription {
    ResolvedDescription {
        model: Rc::new(model),
        sources: Vec::new(),
        name,
        workflows: Vec::new(),
    }
}

fn read_sources(
    index: usize,
    world: &mut World,
    documents: &Documents,
    diagnostics: &mut Diagnostics,
) {
    let Some(model) = world
        .descriptions
        .get(index)
        .map(|found| Rc::clone(&found.model))
    else {
        return;
    };
    let document = Rc::clone(model.node.document());
    for source in &model.sources {
        let content = match documents.open_source(&source.name.text, &source.url.text, &document) {
            Ok(found) => content(source, &found, world, diagnostics),
            Err(error) => Content::Unusable {
                message: format!(
                    "source description `{}` cannot be read: {}",
                    source.name.text, error.message
                ),
                help: error.help,
            },
        };
        let id = world.sources.len();
        world.sources.push(Source {
            description: index,
            model: source.clone(),
            content,
        });
        if let Some(found) = world.descriptions.get_mut(index) {
            found.sources.push(id);
        }
    }
}

fn content(
    source: &SourceDescription,
    document: &Rc<Document>,
    world: &mut World,
    diagnostics: &mut Diagnostics,
) -> Content {
    let root = Node::root(Rc::clone(document));
    let known = known(&root, world);
    let found = match known {
        Some(_) => DocumentKind::Arazzo,
        None => kind(&root),
    };
    let declared = source.kind;
    let contradicts = match (&found, declared) {
        (_, None) | (DocumentKind::Unknown, _) => false,
        (DocumentKind::OpenApi(_), Some(kind)) => kind != SourceKind::OpenApi,
        (DocumentKind::Arazzo, Some(kind)) => kind != SourceKind::Arazzo,
        (DocumentKind::AsyncApi, Some(kind)) => kind != SourceKind::AsyncApi,
    };
    if contradicts && let Some(node) = source.node.get("type") {
        diagnostics.push(
            Diagnostic::error(
                "source-type-mismatch",
                &node,
                format!(
                    "source description `{}` is not what its `type` says",
                    source.name.text
                ),
            )
            .label(format!("the document found is {}", name(&found)))
            .help(format!("write `type: {}`", type_name(&found)))
            .suggest(type_name(&found)),
        );
    }
    match found {
        DocumentKind::OpenApi(_) => Content::OpenApi(root),
        DocumentKind::AsyncApi => Content::AsyncApi(root),
        DocumentKind::Arazzo => match known {
            Some(index) => Content::Arazzo(index),
            None => arazzo_content(source, &root, world, diagnostics),
        },
        DocumentKind::Unknown => Content::Unusable {
            message: format!(
                "source description `{}` is neither an OpenAPI nor an Arazzo document",
                source.name.text
            ),
            help: Some(
                "such a document has `openapi`, `swagger` or `arazzo` at its root".to_owned(),
            ),
        },
    }
}

/// The Arazzo document with this root, if it was read before.
fn known(root: &Node, world: &World) -> Option<usize> {
    let mut read = world.descriptions.iter();
    read.position(|found| found.model.node.document().id == root.document().id)
}

fn arazzo_content(
    source: &SourceDescription,
    root: &Node,
    world: &mut World,
    diagnostics: &mut Diagnostics,
) -> Content {
    match arazzo::read(root, diagnostics) {
        Some(model) => {
            world
                .descriptions
                .push(description(model, Some(source.name.text.clone())));
            Content::Arazzo(world.descriptions.len() - 1)
        }
        None => Content::Unusable {
            message: format!(
                "source description `{}` leads to an Arazzo document with errors",
                source.name.text
            ),
            help: None,
        },
    }
}

/// Warns of sources that cannot be read and that nothing needed: what needs one reports it as an error.
pub(super) fn unneeded(world: &World, diagnostics: &mut Diagnostics) {
    for source in &world.sources {
        let Content::Unusable { message, help } = &source.content else {
            continue;
        };
        let place = source.model.url.node.place();
        let told = diagnostics
            .iter()
            .any(|found| found.code == "unreadable-source" && found.primary.place == place);
        if told {
            continue;
        }
        let found = Diagnostic::warning("unreadable-source", place, message);
        diagnostics.push(match help {
            Some(help) => found.help(help),
            None => found,
        });
    }
}

fn name(kind: &DocumentKind) -> &'static str {
    match kind {
        DocumentKind::OpenApi(_) => "an OpenAPI document",
        DocumentKind::Arazzo => "an Arazzo document",
        DocumentKind::AsyncApi => "an AsyncAPI document",
        DocumentKind::Unknown => "of another kind",
    }
}

fn type_name(kind: &DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Arazzo => "arazzo",
        DocumentKind::AsyncApi => "asyncapi",
        DocumentKind::OpenApi(_) | DocumentKind::Unknown => "openapi",
    }
}
