//! The error responses that operations declare (4XX, 5XX, `default`), as enums with their bodies (decision D-135).

use std::collections::BTreeMap;

use crate::{
    elaborate::content::json_schemas,
    load::{DocumentId, Pointer},
    plan::{
        DeclaredBy, DeclaredErrors, Entry, ErrorResponse, Errors, OperationErrors, Plan, Statuses,
        StepCall, WorkflowRef,
    },
    resolve::{
        operation::{Operation, Response, StatusPattern},
        workflow::WorkflowId,
    },
    types::{Conjunction, Enums, Lowering, Names, References, bare, type_ident, variant_ident},
};

use super::Builder;

/// The error responses met so far.
pub(super) struct ErrorsBuilder<'a> {
    /// A reference that leads nowhere is no finding here: the workflow does without the body that it describes.
    refs: &'a dyn References,
    lowering: Lowering<'a>,
    /// By the place of the operation; `None` if none of its error responses has a body that is typed.
    known: BTreeMap<(DocumentId, Pointer), Option<usize>>,
    operations: Vec<OperationErrors>,
}

impl<'a> ErrorsBuilder<'a> {
    pub(super) fn new(refs: &'a dyn References) -> Self {
        Self {
            refs,
            lowering: Lowering::new(refs, Enums::Open),
            known: BTreeMap::new(),
            operations: Vec::new(),
        }
    }

    /// The error responses of an operation, as an index.
    pub(super) fn of(&mut self, operation: &Operation) -> Option<usize> {
        let node = &operation.node;
        let key = (node.document().id, node.pointer().clone());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        let found = self.add(operation);
        self.known.insert(key, found);
        found
    }

    fn add(&mut self, operation: &Operation) -> Option<usize> {
        let mut declared = declared(operation);
        let typed = |(_, response): &(Statuses, &Response)| json_schemas(response).is_some();
        // A response to HEAD has no body (RFC 9110, section 9.3.2).
        if operation.method == "HEAD" || !declared.iter().any(typed) {
            return None;
        }
        declared.sort_by_key(|(statuses, _)| *statuses);
        declared.dedup_by_key(|(statuses, _)| *statuses);
        let ranges = declared
            .iter()
            .filter(|(statuses, _)| matches!(statuses, Statuses::Range(_)));
        if ranges.count() == 2 {
            // They leave nothing to `default`.
            declared.retain(|(statuses, _)| *statuses != Statuses::Rest);
        }
        let plain = format!("{} {}", operation.method.to_lowercase(), operation.path);
        let name = type_ident(operation.id.as_deref().unwrap_or(&plain));
        let ident = self.lowering.reserve(&format!("{name}Error"));
        let responses = declared.into_iter();
        let responses =
            responses.map(|(statuses, response)| self.response(&name, statuses, response));
        let responses = responses.collect();
        let method_and_path = format!("{} {}", operation.method, operation.path);
        self.operations.push(OperationErrors {
            ident,
            operation: operation.id.clone().unwrap_or(method_and_path),
            responses,
        });
        Some(self.operations.len() - 1)
    }

    fn response(&mut self, name: &str, statuses: Statuses, response: &Response) -> ErrorResponse {
        let ident = variant(statuses);
        let body = json_schemas(response).map(|schemas| {
            let schemas = schemas.iter();
            let places: Vec<Conjunction> = schemas
                .map(|schema| Conjunction::of(schema, self.refs))
                .collect();
            self.lowering
                .lower_refused(&places, &format!("{name} {ident}"))
        });
        ErrorResponse {
            ident,
            statuses,
            body,
            documentation: response.node.str_at("description").map(str::to_owned),
        }
    }

    pub(super) fn finish(self) -> Errors {
        Errors {
            operations: self.operations,
            type_names: self.lowering.type_names(),
            types: self.lowering.finish(),
            extras: BTreeMap::new(),
        }
    }
}

/// The responses that are errors, with their statuses.
fn declared(operation: &Operation) -> Vec<(Statuses, &Response)> {
    let all = operation.responses.iter();
    all.filter_map(|response| {
        let statuses = match response.status {
            StatusPattern::Exact(status @ 400..=599) => Statuses::Exact(status),
            StatusPattern::Range(class @ 4..=5) => Statuses::Range(class),
            StatusPattern::Default => Statuses::Rest,
            StatusPattern::Exact(_) | StatusPattern::Range(_) => return None,
        };
        Some((statuses, response))
    })
    .collect()
}

/// A variant's name: what the status is called (RFC 9110, section 15; RFC 6585; the IANA registry).
fn variant(statuses: Statuses) -> String {
    let status = match statuses {
        Statuses::Range(4) => return "ClientError".to_owned(),
        Statuses::Range(_) => return "ServerError".to_owned(),
        Statuses::Rest => return "Other".to_owned(),
        Statuses::Exact(status) => status,
    };
    let name = match status {
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        407 => "ProxyAuthenticationRequired",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        414 => "UriTooLong",
        415 => "UnsupportedMediaType",
        416 => "RangeNotSatisfiable",
        417 => "ExpectationFailed",
        421 => "MisdirectedRequest",
        422 => "UnprocessableContent",
        423 => "Locked",
        424 => "FailedDependency",
        425 => "TooEarly",
        426 => "UpgradeRequired",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        431 => "RequestHeaderFieldsTooLarge",
        451 => "UnavailableForLegalReasons",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        505 => "HttpVersionNotSupported",
        507 => "InsufficientStorage",
        508 => "LoopDetected",
        511 => "NetworkAuthenticationRequired",
        _ => return format!("Status{status}"),
    };
    name.to_owned()
}

impl Builder<'_> {
    /// Gives every workflow the variants of its `Declared`: those that it calls come before it. What leads back to it in a
    /// circle has none, because the enum would hold itself.
    pub(super) fn declare_errors(&self, plan: &mut Plan) {
        for id in self.elaborated.calls().order() {
            let declared = self.declared_by_steps(*id, plan);
            if let Some(workflow) = plan.workflow_mut(WorkflowRef::from(*id)) {
                workflow.declared = declared;
            }
        }
    }

    fn declared_by_steps(&self, id: WorkflowId, plan: &Plan) -> Vec<DeclaredErrors> {
        let steps = plan.workflow(WorkflowRef::from(id));
        let steps = steps.into_iter().flat_map(|workflow| &workflow.steps);
        let mut names = Names::new();
        let mut found = Vec::new();
        for (index, step) in steps.enumerate() {
            let by = match &step.call {
                _ if step.entry == Entry::Never => None,
                StepCall::Operation(call) => call.errors.map(DeclaredBy::Operation),
                StepCall::Workflow(call) => self
                    .can_declare(id, call.workflow, plan)
                    .then_some(DeclaredBy::Workflow(call.workflow)),
            };
            found.extend(by.map(|by| DeclaredErrors {
                ident: names.claim_type(&variant_ident(bare(&step.ident))),
                step: index,
                by,
            }));
        }
        found
    }

    /// Whether the steps of `target`, which `caller` calls, can fail with something declared.
    fn can_declare(&self, caller: WorkflowId, target: WorkflowRef, plan: &Plan) -> bool {
        let id = WorkflowId {
            description: target.document,
            workflow: target.workflow,
        };
        let workflow = plan.workflow(target);
        workflow.is_some_and(|workflow| !workflow.declared.is_empty())
            && !self.elaborated.calls().in_one_circle(caller, id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variant_is_called_as_its_status_is() {
        assert_eq!(variant(Statuses::Exact(404)), "NotFound");
        assert_eq!(variant(Statuses::Exact(499)), "Status499");
        assert_eq!(variant(Statuses::Range(5)), "ServerError");
        assert_eq!(variant(Statuses::Rest), "Other");
    }
}
