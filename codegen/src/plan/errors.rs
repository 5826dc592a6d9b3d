//! Error responses that operations declare: how a failure is typed.

use std::collections::{BTreeMap, BTreeSet};

use crate::types::{Type, Types};

use super::{Extra, Workflow, WorkflowRef};

/// The error responses of all operations that steps call, in one module that all workflows share.
#[derive(Debug, Clone, Default)]
pub struct Errors {
    /// One enum each.
    pub operations: Vec<OperationErrors>,
    /// The types of their bodies.
    pub types: Types,
    /// Names of all types in the module.
    pub type_names: BTreeSet<String>,
    /// What settings add to types of the module, by their names.
    pub extras: BTreeMap<String, Extra>,
}

impl Errors {
    /// A workflow without steps that has these types, for what writes types of a workflow.
    pub fn as_workflow(&self) -> Workflow {
        Workflow {
            types: self.types.clone(),
            type_names: self.type_names.clone(),
            extras: self.extras.clone(),
            ..Workflow::default()
        }
    }
}

/// The error responses of an operation, of which at least one has a body with a schema.
#[derive(Debug, Clone)]
pub struct OperationErrors {
    /// The enum: `CreateProjectError`.
    pub ident: String,
    /// `operationId`, or method and path, for documentation.
    pub operation: String,
    /// In the order in which statuses are compared: exact ones, ranges, `default`.
    pub responses: Vec<ErrorResponse>,
}

/// An error response.
#[derive(Debug, Clone)]
pub struct ErrorResponse {
    /// The variant: `NotFound`.
    pub ident: String,
    /// Its statuses.
    pub statuses: Statuses,
    /// The type of its JSON body, if it has one with a schema.
    pub body: Option<Type>,
    /// `description`.
    pub documentation: Option<String>,
}

/// Which statuses an error response is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Statuses {
    /// `404`
    Exact(u16),
    /// `4XX`, by the first digit.
    Range(u8),
    /// `default`: what is left of 4XX and 5XX.
    Rest,
}

/// A variant of a workflow's `Declared`: what a step can fail with.
#[derive(Debug, Clone)]
pub struct DeclaredErrors {
    /// The variant.
    pub ident: String,
    /// Index into [`super::Workflow::steps`].
    pub step: usize,
    /// Who declares it.
    pub by: DeclaredBy,
}

/// Who declares the error responses of a step.
#[derive(Debug, Clone, Copy)]
pub enum DeclaredBy {
    /// Its operation: an index into [`Errors::operations`].
    Operation(usize),
    /// The steps of the workflow that it calls.
    Workflow(WorkflowRef),
}
