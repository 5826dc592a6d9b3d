//! `relative-server`: a server whose URL is relative to a document that is a local file.

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::Elaborated,
    resolve::{
        operation::{Server, ServerLevel},
        workflow::{ResolvedTarget, WorkflowId, World},
    },
};

pub(in super::super) fn check(elaborated: &Elaborated, diagnostics: &mut Diagnostics) {
    let (world, omitted) = (elaborated.world, elaborated.omitted());
    // The client knows the servers at the root of each document, as its first operation sees them that has none of its own.
    let mut roots = BTreeSet::new();
    let resolved = |id: WorkflowId| Some((id, world.workflow(id)?));
    for (id, workflow) in world.ids().into_iter().filter_map(resolved) {
        for step in &workflow.steps {
            let Some(ResolvedTarget::Operation { source, operation }) = &step.target else {
                continue;
            };
            let used = match operation.server_level {
                ServerLevel::Root => roots.insert(*source),
                _ => !omitted.contains(&id),
            };
            let first = operation.servers.first().filter(|_| used);
            if let Some(found) = first.and_then(relative)
                && !is_published(world, *source)
            {
                diagnostics.push(found);
            }
        }
    }
}

/// Whether a source is not a local file, so that its servers are relative to its URL.
fn is_published(world: &World, source: usize) -> bool {
    let source = world.sources.get(source);
    let url = source.map_or("", |source| source.model.url.text.as_str());
    url.starts_with("http://") || url.starts_with("https://")
}

fn relative(server: &Server) -> Option<Diagnostic> {
    if server.url.contains("://") || server.url.starts_with('{') {
        return None;
    }
    let message = format!(
        "server `{}` is relative, and the document is a local file",
        server.url
    );
    Some(
        Diagnostic::new(Code::RelativeServer, &server.node.get("url")?, message)
            .label("relative to nothing")
            .help("give the client a base URL, or the URL that the document is published at"),
    )
}
