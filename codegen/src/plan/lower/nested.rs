//! Calls of workflows: steps with `workflowId`, transfers and retry helpers (Arazzo 1.1, section 4.6.5).

use crate::{
    diagnostic::{Code, Diagnostic, names::no_input_of},
    load::Place,
    model::{
        arazzo::{self, Unread},
        faults,
    },
    nearest::nearest,
    plan::{Argument, StepCall, Value, WorkflowCall},
    resolve::workflow::{ResolvedAction, ResolvedParameter, WorkflowId},
    types::{Shape, Type, type_ident},
};

use super::{
    scope::{At, Scope},
    workflow_builder::WorkflowBuilder,
};

/// The parameters of a call.
struct Given<'p> {
    parameters: &'p [ResolvedParameter],
    /// Those that were reported.
    unread: &'p Unread,
}

impl WorkflowBuilder<'_, '_> {
    /// The call of a workflow step.
    pub(super) fn step_workflow_call(
        &mut self,
        index: usize,
        step: &arazzo::Step,
        target: WorkflowId,
    ) -> Option<StepCall> {
        let scope = self.scope(index, At::Request);
        let resolved = self.resolved.steps.get(index)?;
        let parameters = resolved.parameters.clone();
        let unread = resolved.unread_parameters.clone();
        for parameter in &parameters {
            if let Some((_, node)) = parameter.location.as_ref().filter(|_| !parameter.inherited) {
                self.report(
                    faults::ignored_field(
                        node.place(),
                        "`in` means nothing where a workflow is called: parameters are its inputs",
                    ),
                    &scope,
                );
            }
        }
        let place = step.id.node.place();
        Some(StepCall::Workflow(self.workflow_call(
            target,
            Given {
                parameters: &parameters,
                unread: &unread,
            },
            place,
            None,
            &scope,
        )?))
    }

    /// The call of a `goto` or `retry` action.
    pub(super) fn action_workflow_call(
        &mut self,
        action: &ResolvedAction,
        target: WorkflowId,
        scope: &Scope,
    ) -> Option<WorkflowCall> {
        let place = action.node.place();
        let help = match self.version() {
            arazzo::Version::V1_0 => {
                "Arazzo 1.0 gives an action no way to pass inputs; 1.1 has `parameters` on actions"
            }
            arazzo::Version::V1_1 => "pass it in the action's `parameters`",
        };
        let given = Given {
            parameters: &action.parameters,
            unread: &action.unread_parameters,
        };
        self.workflow_call(target, given, place, Some(help), scope)
    }

    fn workflow_call(
        &mut self,
        target: WorkflowId,
        given: Given<'_>,
        place: Place,
        help: Option<&str>,
        scope: &Scope,
    ) -> Option<WorkflowCall> {
        let signature = self.builder.signature(target);
        let parameters = given.parameters;
        let name = self
            .builder
            .world
            .model(target)
            .map(|workflow| workflow.id.text.clone())
            .unwrap_or_default();
        let mut inputs: Vec<Argument> = Vec::new();
        let mut whole = true;
        for parameter in parameters {
            let Some(field) = signature
                .inputs
                .iter()
                .position(|field| field.name == parameter.name.text)
            else {
                let called = self.builder.world.workflow(target);
                let known = signature.inputs.iter().map(|field| field.name.as_str());
                let reported = called.is_some_and(|called| {
                    let unread = &called.unread_inputs;
                    unread.may_declare(&parameter.name.text, known)
                });
                if !parameter.inherited && !reported {
                    self.report_unknown_input(parameter, &name, &signature.inputs, scope);
                    whole = false;
                }
                continue;
            };
            let type_name = format!(
                "{}{}",
                self.step_type(scope),
                type_ident(&parameter.name.text)
            );
            let Some(value) = self.value(&parameter.value, &type_name, scope) else {
                whole = false;
                continue;
            };
            if let Some(input) = signature.inputs.get(field) {
                self.keep_secret(target, input, &value, parameter, scope);
            }
            let same_type = signature
                .inputs
                .get(field)
                .is_some_and(|field| self.fits(&value, &field.ty));
            inputs.push(Argument {
                field,
                value,
                same_type,
            });
        }
        let needed = signature.inputs.iter().filter(|field| field.is_required());
        let names = needed.map(|field| field.name.clone());
        let mut missing: Vec<String> = names
            .filter(|name| {
                !parameters
                    .iter()
                    .any(|parameter| parameter.name.text == *name)
            })
            .collect();
        whole &= missing.is_empty();
        let mut unread = given.unread.clone();
        for parameter in parameters.iter().filter(|parameter| !parameter.inherited) {
            let name = parameter.name.text.as_str();
            if !signature.inputs.iter().any(|field| field.name == name) {
                // What was meant by it is not missing as well.
                unread.add(nearest(name, missing.iter().map(String::as_str)));
            }
        }
        unread.explain(&mut missing, |declared, name| declared == name);
        for field in missing {
            let report = Diagnostic::new(
                Code::MissingInput,
                place.clone(),
                format!("workflow `{name}` needs input `{field}`, which is not given"),
            )
            .help(help.map_or_else(
                || format!("add a parameter `{field}` with its value"),
                str::to_owned,
            ));
            self.report(report, scope);
        }
        if !whole {
            return None;
        }
        let prerequisites = self
            .builder
            .prerequisites(target)
            .into_iter()
            .filter_map(|needed| self.prerequisite(needed))
            .collect();
        let future = self.builder.future(self.id, target);
        Some(WorkflowCall {
            workflow: self.reference(target),
            inputs,
            slot: None,
            prerequisites,
            future,
        })
    }

    fn report_unknown_input(
        &mut self,
        parameter: &ResolvedParameter,
        workflow: &str,
        inputs: &[crate::plan::InputField],
        scope: &Scope,
    ) {
        let inputs: Vec<&str> = inputs.iter().map(|field| field.name.as_str()).collect();
        let (name, place) = (&parameter.name.text, parameter.name.node.place());
        self.report(no_input_of(workflow, place, name, &inputs), scope);
    }

    /// Whether a value's Rust type is `ty` as it stands.
    fn fits(&self, value: &Value, ty: &Type) -> bool {
        match value {
            Value::Read(read) => read.ty == *ty && ty.mentions().is_empty(),
            Value::Template(_) => ty.shape == self.type_of(value).0.shape,
            Value::Literal(json) => match &ty.shape {
                Shape::String | Shape::Secret => json.is_string(),
                Shape::Bool => json.is_boolean(),
                Shape::Int32 | Shape::Int64 => json.as_i64().is_some(),
                Shape::Value => true,
                _ => false,
            },
            Value::Object(_) | Value::Array(_) | Value::Selector(_) => ty.shape == Shape::Value,
        }
    }
}
