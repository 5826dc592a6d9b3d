//! Reads the documents that source descriptions lead to, each once.

use std::{rc::Rc, sync::Arc};

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, Severity},
    expression::expression_in_literal,
    load::{Document, Documents, LoadError, LoadErrorKind, Node, Place},
    model::{
        arazzo::{self, SourceDescription, SourceKind},
        openapi::{DocumentKind, kind, newer_version, scalar, unsupported_version},
    },
    resolve::operation::OperationIds,
};

use super::{ApiDocument, Content, ResolvedDescription, Source, World};

/// Reads `entry` and, transitively, the Arazzo documents its sources lead to.
pub(super) fn read_all(
    entry: &Arc<Document>,
    documents: &Documents,
    diagnostics: &mut Diagnostics,
) -> Option<World> {
    let model = arazzo::read(&Node::root(Arc::clone(entry)), diagnostics)?;
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
    let document = Arc::clone(model.node.document());
    for source in &model.sources {
        let content = match documents.open_source(&source.name.text, &source.url.text, &document) {
            Ok(found) => content(source, &found, world, diagnostics),
            Err(error) if source.kind == Some(SourceKind::AsyncApi) && !error.in_file() => {
                Content::AsyncApi(None)
            }
            Err(error) => unusable(unreadable(source, &error), world),
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
    document: &Arc<Document>,
    world: &mut World,
    diagnostics: &mut Diagnostics,
) -> Content {
    let root = Node::root(Arc::clone(document));
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
            Diagnostic::new(
                Code::SourceTypeMismatch,
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
        DocumentKind::OpenApi(_) => {
            report_newer(source, &root, diagnostics);
            let operations = Rc::new(OperationIds::read(&root));
            Content::OpenApi(ApiDocument { root, operations })
        }
        DocumentKind::AsyncApi => Content::AsyncApi(Some(root)),
        DocumentKind::Arazzo => match known {
            Some(index) => Content::Arazzo(index),
            None => arazzo_content(source, &root, world, diagnostics),
        },
        DocumentKind::Unknown => unusable(unknown(source, &root), world),
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
        None => Content::Unusable(None),
    }
}

/// What several sources cannot be used for is one mistake, told at the first of them.
fn unusable(found: Diagnostic, world: &World) -> Content {
    let mut told = world
        .sources
        .iter()
        .filter_map(|source| match &source.content {
            Content::Unusable(why) => why.as_deref(),
            _ => None,
        });
    let known = told.find(|known| known.code == found.code && known.primary == found.primary);
    Content::Unusable(Some(Box::new(known.cloned().unwrap_or(found))))
}

/// Why the document of a source cannot be read: told in that document if that is where the mistake is.
fn unreadable(source: &SourceDescription, error: &LoadError) -> Diagnostic {
    let name = &source.name.text;
    let url = &source.url.node;
    if error.in_file() {
        return error.diagnostic_at(url, &label(source));
    }
    let field = format!("the `url` of source description `{name}`");
    if let Some(message) = expression_in_literal(&source.url.text, &field) {
        return Diagnostic::error(Code::UnreadableSource, url, message).help(
            "the document is read when the code is generated: write where it is, such as `url: ./api.yaml`",
        );
    }
    let message = format!("source description `{name}` cannot be read: {error}");
    let code = match error.kind {
        LoadErrorKind::Vendored => error.kind.code(),
        _ => Code::UnreadableSource,
    };
    let found = Diagnostic::error(code, url, message);
    match &error.help {
        Some(help) => found.help(help),
        None => found,
    }
}

/// The words beside the `url` of a source whose document is at fault.
fn label(source: &SourceDescription) -> String {
    format!("read for source description `{}`", source.name.text)
}

/// Why a document that can be parsed is no source: it has a version with other rules, or is something else.
fn unknown(source: &SourceDescription, root: &Node) -> Diagnostic {
    if let Some((version, message)) = unsupported_version(root) {
        return Diagnostic::error(Code::UnsupportedVersion, &version, message)
            .also(&source.url.node, label(source))
            .help("Swagger 2.0 and OpenAPI 3.0, 3.1 and 3.2 are supported");
    }
    let message = format!(
        "source description `{}` is neither an OpenAPI nor an Arazzo document",
        source.name.text
    );
    Diagnostic::error(Code::UnreadableSource, &source.url.node, message)
        .help("such a document has `openapi`, `swagger` or `arazzo` at its root")
}

/// Tells that a later version of OpenAPI is read as the last one that is known.
fn report_newer(source: &SourceDescription, root: &Node, diagnostics: &mut Diagnostics) {
    if let Some(version) = newer_version(root) {
        let text = scalar(&version).unwrap_or_default();
        diagnostics.tolerate(
            Diagnostic::warning(
                Code::UnsupportedVersion,
                &version,
                format!("OpenAPI {text} is not known yet"),
            )
            .label("read as 3.2")
            .also(&source.url.node, label(source)),
        );
    }
}

/// Warns of sources that cannot be read. What needed one reported it as an error, which this one is.
pub(super) fn unneeded(world: &World, diagnostics: &mut Diagnostics) {
    for source in &world.sources {
        let Content::Unusable(Some(why)) = &source.content else {
            continue;
        };
        let mut found = (**why).clone();
        found.severity = Severity::Warning;
        diagnostics.push(found);
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

/// The report of a source that something looks for workflows in.
pub(super) fn without_workflows(place: Place, name: &str) -> Diagnostic {
    let message = format!("source description `{name}` holds operations, not workflows");
    Diagnostic::new(Code::WrongSourceKind, place, message).label("not an Arazzo document")
}

/// The report of a source that something looks for operations in.
pub(super) fn without_operations(place: Place, name: &str) -> Diagnostic {
    let message = format!("source description `{name}` holds workflows, not operations");
    Diagnostic::new(Code::WrongSourceKind, place, message).label("an Arazzo document")
}
