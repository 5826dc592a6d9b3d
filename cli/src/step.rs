//! A step of a workflow, as the document describes it.

use crate::exchange::preview::plan::{Called, Given, Request};

/// A step of a workflow.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub(crate) id: &'static str,
    pub(crate) call: Call,
    pub(crate) summary: &'static str,
    pub(crate) criteria: &'static [&'static str],
    pub(crate) on_success: &'static [&'static str],
    pub(crate) on_failure: &'static [&'static str],
    pub(crate) outputs: &'static [(&'static str, &'static str)],
    pub(crate) request: Request,
    pub(crate) inputs: &'static [(&'static str, Given)],
    pub(crate) remark: &'static str,
    pub(crate) called: &'static [Called],
}

/// What a step calls.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Call {
    /// An operation of a source description.
    Operation {
        source: &'static str,
        method: &'static str,
        path: &'static str,
    },
    /// A workflow, by its key.
    Workflow(&'static str),
}

impl Step {
    /// A step by `stepId` that calls an operation of a source description, by method and path template.
    pub const fn operation(
        id: &'static str,
        source: &'static str,
        method: &'static str,
        path: &'static str,
    ) -> Self {
        let call = Call::Operation {
            source,
            method,
            path,
        };
        Self::new(id, call)
    }

    /// A step by `stepId` that calls the workflow of this key.
    pub const fn workflow(id: &'static str, key: &'static str) -> Self {
        Self::new(id, Call::Workflow(key))
    }

    const fn new(id: &'static str, call: Call) -> Self {
        Self {
            id,
            call,
            summary: "",
            criteria: &[],
            on_success: &[],
            on_failure: &[],
            outputs: &[],
            request: Request::new(),
            inputs: &[],
            remark: "",
            called: &[],
        }
    }

    /// What it does, in one line.
    #[must_use]
    pub const fn summary(self, summary: &'static str) -> Self {
        Self { summary, ..self }
    }

    /// The success criteria, as written; all have to hold.
    #[must_use]
    pub const fn criteria(self, criteria: &'static [&'static str]) -> Self {
        Self { criteria, ..self }
    }

    /// What may follow success, in words; the first that fits, else the next step.
    #[must_use]
    pub const fn on_success(self, actions: &'static [&'static str]) -> Self {
        Self {
            on_success: actions,
            ..self
        }
    }

    /// What may follow failure, in words; the first that fits, else the workflow fails.
    #[must_use]
    pub const fn on_failure(self, actions: &'static [&'static str]) -> Self {
        Self {
            on_failure: actions,
            ..self
        }
    }

    /// Its outputs and their values, as written.
    #[must_use]
    pub const fn outputs(self, outputs: &'static [(&'static str, &'static str)]) -> Self {
        Self { outputs, ..self }
    }

    /// What it sends to its operation, as far as that is known before a run.
    #[must_use]
    pub const fn request(self, request: Request) -> Self {
        Self { request, ..self }
    }

    /// What it hands to its workflow, as far as that is known before a run.
    #[must_use]
    pub const fn inputs(self, inputs: &'static [(&'static str, Given)]) -> Self {
        Self { inputs, ..self }
    }

    /// When it runs, in words, if that is not once and just after the step before it.
    #[must_use]
    pub const fn remark(self, remark: &'static str) -> Self {
        Self { remark, ..self }
    }

    /// The workflows that its actions call.
    #[must_use]
    pub const fn called(self, called: &'static [Called]) -> Self {
        Self { called, ..self }
    }
}
