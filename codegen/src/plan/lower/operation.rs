//! The HTTP call of a step, put together.

use std::rc::Rc;

use crate::{
    elaborate::idempotency,
    model::arazzo::{self, Location},
    plan::{DeclaredResponse, OperationCall, Reading, StepCall},
    resolve::{
        operation::{Operation, Response, ServerLevel, StatusPattern},
        workflow::ResolvedTarget,
    },
};

use super::{client, scope::At, workflow_builder::WorkflowBuilder};

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
        let parameters = self.parameters.get(index)?.iter();
        let parameters: Vec<_> = parameters.map(|(_, sent)| sent.clone()).collect();
        let body = self.body(step, operation, &scope);
        let own_accept = parameters.iter().any(|parameter| {
            parameter.location == Location::Header && parameter.name.eq_ignore_ascii_case("accept")
        });
        let own = operation.server_level != ServerLevel::Root;
        let servers = own.then(|| operation.servers.iter().map(client::server).collect());
        Some(StepCall::Operation(Box::new(OperationCall {
            api,
            operation_id: operation.id.clone(),
            summary: operation.summary.clone(),
            method: operation.method.clone(),
            path: operation.path.clone(),
            servers,
            parameters,
            idempotency: self.sends_key(index),
            body,
            accept: (!own_accept).then(|| operation.accept().join(", ")),
            security: self.builder.security(source, operation),
            redirects: redirects(operation),
            responses: declared(operation),
            lines: reads_lines(operation),
            reading: Reading::default(),
            errors: self.builder.errors.of(operation),
        })))
    }
}

impl WorkflowBuilder<'_, '_> {
    /// Whether the request of a step has an idempotency key that the document does not give.
    pub(super) fn sends_key(&self, index: usize) -> bool {
        let step = self.resolved.steps.get(index);
        step.is_some_and(|step| match &step.target {
            Some(ResolvedTarget::Operation { operation, .. }) => {
                idempotency::sends_key(step, operation, self.builder.references())
            }
            _ => false,
        })
    }
}

/// Whether a response is JSON lines that are read as a list (decision D-119).
fn reads_lines(operation: &Operation) -> bool {
    let all = operation.responses.iter();
    all.flat_map(|response| &response.content)
        .any(|media| media.lines)
}

/// All responses; none if some could not be read, since nobody could say then what is not among them.
fn declared(operation: &Operation) -> Vec<DeclaredResponse> {
    let all = operation.responses.iter();
    match operation.unread_responses {
        true => Vec::new(),
        false => all.map(declared_response).collect(),
    }
}

fn declared_response(response: &Response) -> DeclaredResponse {
    let media_types = response.content.iter().map(|media| media.name.trim());
    DeclaredResponse {
        status: match response.status {
            StatusPattern::Exact(status) => status.to_string(),
            StatusPattern::Range(digit) => format!("{digit}XX"),
            StatusPattern::Default => "default".to_owned(),
        },
        media_types: media_types.map(str::to_owned).collect(),
    }
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
