//! A workflow of the plan: its types, its steps and how control moves between them.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use crate::{
    load::Node,
    types::{Constant, Type, Types, Untyped},
};

use super::{
    WorkflowRef,
    action::{Action, Exit, Poll, WorkflowCall},
    constraint::Constraint,
    criterion::Criterion,
    errors::DeclaredErrors,
    operation::OperationCall,
    takes::{Presence, Takes},
    value::Value,
};

/// A workflow: a function, and a module of the same name with its types.
#[derive(Debug, Clone, Default)]
pub struct Workflow {
    /// Whether it is left out of the emitted code; nothing else refers to it then, and the rest is not filled in.
    pub omitted: bool,
    /// `workflowId`.
    pub id: String,
    /// Name of function and module.
    pub ident: String,
    /// What this version of it is known by, a hash of its plan (decision D-157).
    pub version: String,
    /// Rustdoc: summary, then description.
    pub documentation: Option<String>,
    /// Fields of `Inputs`.
    pub inputs: Vec<InputField>,
    /// What is checked of the inputs before the first request.
    pub constraints: Vec<Constraint>,
    /// Whether the schema says that there may be inputs of other names.
    pub open: bool,
    /// Named types that inputs and outputs mention; emitted in the module.
    pub types: Types,
    /// Names of all types in its module, of private ones too.
    pub type_names: BTreeSet<String>,
    /// What settings add to types of its module, by their names.
    pub extras: BTreeMap<String, Extra>,
    /// Fields of `Outputs`.
    pub outputs: Vec<OutputField>,
    /// Steps in execution order.
    pub steps: Vec<Step>,
    /// How control moves.
    pub control: Control,
    /// Runs that the caller must hand in (decision D-42), with the field of `Prerequisites`.
    pub prerequisites: Vec<Prerequisite>,
    /// Called workflows whose runs are read later.
    pub called: Vec<CalledSlot>,
    /// Schemes ([`super::Plan::schemes`]) that its steps can use, nested calls included, for documentation.
    pub credentials: Vec<usize>,
    /// What its steps can fail with that an operation declares: the variants of `Declared`.
    pub declared: Vec<DeclaredErrors>,
    /// Whether a failure action `end` can end it, so that a failure carries outputs.
    pub ends_on_failure: bool,
    /// What `run` takes, which runs the steps.
    pub run_takes: Takes,
    /// What evaluates the outputs when the steps are through takes.
    pub outputs_take: Takes,
    /// The picture of its flow as Mermaid, for documentation.
    pub picture: Option<String>,
    /// Schemas of which something was put aside, and what.
    pub notes: Vec<(Node, String)>,
}

/// What settings add to a type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extra {
    /// Paths of traits that are derived beside those that a run needs.
    pub derives: Vec<String>,
    /// Attributes, as they are written in Rust.
    pub attributes: Vec<String>,
}

/// How control moves between steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Control {
    #[default]
    /// From each step to later ones, to itself, to an early end, or to a failure: straight-line code.
    Forward,
    /// Some action leads back: a loop over a match of steps.
    Back,
}

/// A field of `Inputs`.
#[derive(Debug, Clone)]
pub struct InputField {
    /// JSON name.
    pub name: String,
    /// Rust field.
    pub ident: String,
    /// Its type.
    pub ty: Type,
    /// Whether the field is an `Option` because the caller may leave it out and nothing fills in.
    pub missing: bool,
    /// Fills in where the caller leaves it out.
    pub default: Option<InputDefault>,
    /// Rustdoc.
    pub documentation: Option<String>,
    /// Why the type, or part of it, is no better than a JSON value.
    pub untyped: Vec<Untyped>,
}

impl InputField {
    /// Whether the caller has to give it.
    pub fn is_required(&self) -> bool {
        !self.missing && self.default.is_none()
    }
}

/// What an input is if the caller leaves it out (decision D-41).
#[derive(Debug, Clone)]
pub struct InputDefault {
    /// As written.
    pub json: serde_json::Value,
    /// As a value of the input's type.
    pub constant: Constant,
}

/// A field of `Outputs`.
#[derive(Debug, Clone)]
pub struct OutputField {
    /// JSON name.
    pub name: String,
    /// Rust field.
    pub ident: String,
    /// Its type.
    pub ty: Type,
    /// Whether it may be absent from a completed run.
    pub missing: bool,
    /// Its value.
    pub value: Value,
    /// The value as written.
    pub text: String,
    /// Whether the flow proves presence although the value's own type does not (decisions D-49, D-50): the value is unwrapped with a failure.
    pub proven: bool,
    /// Why the type, or part of it, is no better than a JSON value.
    pub untyped: Vec<Untyped>,
}

/// A workflow that must have completed before.
#[derive(Debug, Clone)]
pub struct Prerequisite {
    /// Field of `Prerequisites`.
    pub ident: String,
    /// Which workflow.
    pub workflow: WorkflowRef,
}

/// Where the latest run of a called workflow is kept.
#[derive(Debug, Clone)]
pub struct CalledSlot {
    /// Field of the private struct `Called`.
    pub ident: String,
    /// Which workflow.
    pub workflow: WorkflowRef,
}

/// A step.
#[derive(Debug, Clone)]
pub struct Step {
    /// `stepId`.
    pub id: String,
    /// Function and field: `create_project`.
    pub ident: String,
    /// Type of its outputs: `CreateProject`.
    pub type_ident: String,
    /// Other types that are named after it.
    pub types: StepTypes,
    /// Rustdoc.
    pub documentation: Option<String>,
    /// What it calls.
    pub call: StepCall,
    /// The `stepId`s that have to be completed before, as far as the flow does not prove it.
    pub after: Vec<String>,
    /// `dependsOn`: indices into [`Workflow::steps`].
    pub depends_on: Vec<usize>,
    /// All must hold for success.
    pub criteria: Vec<Criterion>,
    /// Its outputs.
    pub outputs: Vec<StepOutput>,
    /// Answers that count as failures for the retries of the same names, because they are not final.
    pub polls: Vec<Poll>,
    /// In order; the first that matches runs. Empty: go on.
    pub on_success: Vec<Action>,
    /// In order; the first that matches runs. None left: the workflow fails.
    pub on_failure: Vec<Action>,
    /// Where control can go from here, by which actions, in their order. A retry is no way out: the step goes on after it.
    pub exits: Vec<Exit>,
    /// `timeout` of an attempt.
    pub timeout: Option<Duration>,
    /// Whether the step has succeeded on every path to completion.
    pub definite: bool,
    /// What is there of its outputs when the workflow is completed.
    pub at_end: Presence,
    /// How control comes to it.
    pub entry: Entry,
    /// What the function of one attempt takes, where the step has one beside its own.
    pub attempt_takes: Takes,
    /// What its function takes.
    pub takes: Takes,
    /// Whether some read depends on outputs of a failed attempt: a failure action jumps or ends and something reads them.
    pub outputs_after_failure: bool,
}

/// Types that are named after a step besides that of its outputs. Each is emitted only where it is needed.
#[derive(Debug, Clone, Default)]
pub struct StepTypes {
    /// Of its outputs while it is not known that all are there: `PartialCreateProject`.
    pub partial: String,
    /// Of what a failed attempt leaves behind: `CreateProjectAttempt`.
    pub attempt: String,
    /// Of its ways on: `AfterCreateProject`.
    pub after: String,
}

/// How control comes to a step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    /// It never runs: no code is emitted for it.
    #[default]
    Never,
    /// As the helper of a retry only.
    Helper,
    /// From the step before it, or by a jump.
    Control,
}

/// What a step calls.
#[derive(Debug, Clone)]
pub enum StepCall {
    /// An HTTP operation.
    Operation(Box<OperationCall>),
    /// Another workflow.
    Workflow(WorkflowCall),
}

/// An output of a step.
#[derive(Debug, Clone)]
pub struct StepOutput {
    /// JSON name.
    pub name: String,
    /// Rust field.
    pub ident: String,
    /// Its type.
    pub ty: Type,
    /// Whether it may be absent although the step succeeded.
    pub missing: bool,
    /// Whether a completed run proves it present (decision D-50): `T` in `Steps`, `Option<T>` in `PartialSteps`.
    pub promoted: bool,
    /// Its value; reads [`super::Origin::Body`], headers, status and the like.
    pub value: Value,
    /// The value as written.
    pub text: String,
    /// Rustdoc, from the schema.
    pub documentation: Option<String>,
    /// Why the type, or part of it, is no better than a JSON value.
    pub untyped: Vec<Untyped>,
}
