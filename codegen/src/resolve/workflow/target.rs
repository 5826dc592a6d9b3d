//! What a step calls: `operationId`, `operationPath`, `workflowId` (Arazzo 1.1, section 4.6.5).

mod id;
mod path;
mod reports;

use std::rc::Rc;

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    model::arazzo::{self, Target},
    resolve::operation::{self, Located},
};

use super::{ApiDocument, Content, ResolvedTarget, Resolver};

impl Resolver<'_> {
    /// Finds what `step` calls.
    pub(super) fn target(
        &self,
        step: &arazzo::Step,
        diagnostics: &mut Diagnostics,
    ) -> Option<ResolvedTarget> {
        let id = step.id.text.as_str();
        match step.target.as_ref()? {
            Target::OperationId(text) => self.operation_id(text, step, diagnostics),
            Target::OperationPath(text) => self.operation_path(text, id, diagnostics),
            Target::WorkflowId(text) => self
                .workflow_reference(text, Some(id), diagnostics)
                .map(ResolvedTarget::Workflow),
            Target::ChannelPath(_) => None,
        }
    }

    fn read(
        &self,
        source: usize,
        located: &Located,
        diagnostics: &mut Diagnostics,
    ) -> Option<ResolvedTarget> {
        let Content::OpenApi(ApiDocument { root, .. }) = &self.world.sources.get(source)?.content
        else {
            return None;
        };
        let operation = operation::read(located, root, self.documents, diagnostics)?;
        Some(ResolvedTarget::Operation {
            source,
            operation: Rc::new(operation),
        })
    }
}

/// Reports what may hide an operation that is not found; whether there is anything.
fn report_all(found: Vec<Diagnostic>, diagnostics: &mut Diagnostics) -> bool {
    let any = !found.is_empty();
    found.into_iter().for_each(|found| diagnostics.push(found));
    any
}
