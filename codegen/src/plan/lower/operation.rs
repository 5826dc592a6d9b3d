//! The HTTP call of a step, put together.

use std::rc::Rc;

use crate::{
    model::arazzo::{self, Location},
    plan::{OperationCall, Reading, StepCall},
    resolve::operation::{Operation, ServerLevel, StatusPattern},
};

use super::{client, scope::At, workflow::WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    /// The call of an operation step.
    pub(super) fn operation_call(
        &mut self,
        index: usize,
        step: &arazzo::Step,
        source: usize,
        operation: &Rc<Operation>,
    ) -> Option<StepCall> {
        let api = self.builder.apis.get(source).copied().flatten()?;
        let scope = self.scope(index, At::Request);
        let parameters = self.parameters(index);
        let body = self.body(step, operation, &scope);
        let own_accept = parameters.iter().any(|parameter| {
            parameter.location == Location::Header && parameter.name.eq_ignore_ascii_case("accept")
        });
        let own = operation.server_level != ServerLevel::Root;
        if own {
            self.builder.warn_relative(source, &operation.servers);
        }
        let servers = own.then(|| operation.servers.iter().map(client::server).collect());
        Some(StepCall::Operation(Box::new(OperationCall {
            api,
            operation_id: operation.id.clone(),
            summary: operation.summary.clone(),
            method: operation.method.clone(),
            path: operation.path.clone(),
            servers,
            parameters,
            body,
            accept: (!own_accept).then(|| operation.accept().join(", ")),
            security: self.builder.security(source, operation),
            redirects: redirects(operation),
            lines: reads_lines(operation),
            reading: Reading::default(),
            errors: self.builder.errors.of(operation),
        })))
    }
}

/// Whether a response is JSON lines that are read as a list (decision D-119).
fn reads_lines(operation: &Operation) -> bool {
    let all = operation.responses.iter();
    all.flat_map(|response| &response.content)
        .any(|media| media.lines)
}

/// Declared 3xx statuses: `302`, or `3` for the whole range (decision D-36).
fn redirects(operation: &Operation) -> Vec<u16> {
    operation
        .responses
        .iter()
        .filter_map(|response| match response.status {
            StatusPattern::Exact(status) if (300..400).contains(&status) => Some(status),
            StatusPattern::Range(3) => Some(3),
            _ => None,
        })
        .collect()
}
