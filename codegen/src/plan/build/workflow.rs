//! Builds the plan of one workflow, step by step; what steps ask of each other is built when first asked for.

use std::rc::Rc;

use crate::{
    diagnostic::{Diagnostic, Severity},
    expression::Expression,
    load::Node,
    model::arazzo::{self, Description, Version},
    plan::{
        Access, CalledSlot, Control, InputField, OutputField, Parameter, Prerequisite, Step,
        StepOutput, Value, Workflow, WorkflowRef,
    },
    resolve::workflow::{ResolvedTarget, ResolvedWorkflow, WorkflowId},
    types::{Lowering, Names, Type, definite_assignment::Flow, field_ident, type_ident},
};

use super::{
    Builder,
    needs::Needs,
    response::ReadingBuilder,
    scope::{At, Scope},
};

/// Something built when first asked for.
#[derive(Debug, Clone, Default)]
pub(super) enum Slot<T> {
    /// Nobody asked yet.
    #[default]
    Pending,
    /// Being built: asking again means a circle.
    Running,
    /// Built.
    Done(T),
}

/// The plan of one workflow in the making.
pub(super) struct WorkflowBuilder<'b, 'a> {
    pub(super) builder: &'b mut Builder<'a>,
    pub(super) id: WorkflowId,
    pub(super) description: Rc<Description>,
    pub(super) resolved: &'a ResolvedWorkflow,
    pub(super) flow: Rc<Flow>,
    pub(super) inputs: Rc<Vec<InputField>>,
    /// The workflow's types: of its inputs, then of what its steps hand on.
    pub(super) lowering: Lowering<'a>,
    pub(super) parameters: Vec<Slot<Vec<Parameter>>>,
    pub(super) outputs: Vec<Vec<Slot<StepOutput>>>,
    pub(super) readings: Vec<ReadingBuilder>,
    pub(super) observed_bodies: Vec<bool>,
    pub(super) called: Vec<CalledSlot>,
    pub(super) prerequisites: Vec<(WorkflowId, Prerequisite)>,
    pub(super) step_idents: Vec<(String, String)>,
}

impl<'b, 'a> WorkflowBuilder<'b, 'a> {
    /// Ready to build workflow `id`.
    pub(super) fn new(builder: &'b mut Builder<'a>, id: WorkflowId) -> Option<Self> {
        let world = builder.world;
        let description = Rc::clone(&world.descriptions.get(id.description)?.model);
        let resolved = world.workflow(id)?;
        let model = description.workflows.get(id.workflow)?;
        let count = resolved.steps.len();
        let inputs = builder.inputs(id);
        let mut lowering = builder.lowering(id);
        let mut idents = Names::new();
        let step_idents = resolved
            .steps
            .iter()
            .filter_map(|step| model.steps.get(step.index))
            .map(|step| {
                (
                    idents.claim(&field_ident(&step.id.text)),
                    lowering.reserve(&type_ident(&step.id.text)),
                )
            })
            .collect();
        let output_counts = resolved
            .steps
            .iter()
            .filter_map(|step| model.steps.get(step.index))
            .map(|step| step.outputs.len());
        let outputs = output_counts
            .map(|count| vec![Slot::Pending; count])
            .collect();
        let mut names = Names::new();
        let prerequisites = builder
            .prerequisites(id)
            .into_iter()
            .map(|target| {
                let name = world
                    .model(target)
                    .map_or("", |workflow| workflow.id.text.as_str());
                let ident = names.claim(&field_ident(name));
                (
                    target,
                    Prerequisite {
                        ident,
                        workflow: reference(target),
                    },
                )
            })
            .collect();
        Some(Self {
            flow: builder.flow(id),
            id,
            description: Rc::clone(&description),
            resolved,
            inputs,
            lowering,
            parameters: vec![Slot::Pending; count],
            outputs,
            readings: vec![ReadingBuilder::default(); count],
            observed_bodies: vec![false; count],
            called: Vec::new(),
            prerequisites,
            step_idents,
            builder,
        })
    }

    /// Builds everything.
    pub(super) fn build(mut self, ident: String) -> Option<Workflow> {
        let model = self.model().cloned()?;
        let mut steps: Vec<Step> = (0..self.resolved.steps.len())
            .filter_map(|step| self.step(step))
            .collect();
        let needs = self.needs();
        self.promote(&mut steps, &needs);
        let outputs = self.workflow_outputs(&model, &steps);
        self.finish_readings(&mut steps, &outputs);
        self.finish_slots(&mut steps);
        self.pace(&mut steps);
        let ends_on_failure = steps.iter().any(|step| {
            step.on_failure
                .iter()
                .any(|action| matches!(action.kind, crate::plan::ActionKind::End))
        });
        Some(Workflow {
            omitted: false,
            id: model.id.text.clone(),
            ident,
            documentation: documentation(model.summary.as_deref(), model.description.as_deref()),
            inputs: self.inputs.to_vec(),
            types: self.lowering.finish(),
            outputs,
            credentials: self.builder.credentials(self.id),
            control: if self.flow.jumps {
                Control::Jumps
            } else {
                Control::Linear
            },
            prerequisites: self
                .prerequisites
                .into_iter()
                .map(|(_, prerequisite)| prerequisite)
                .collect(),
            called: self.called,
            ends_on_failure,
            steps,
        })
    }

    fn step(&mut self, index: usize) -> Option<Step> {
        let model = self.step_model(index)?.clone();
        let (ident, type_ident) = self.step_idents.get(index).cloned()?;
        let target = self.resolved.steps.get(index)?.target.clone();
        let call = match &target {
            Some(ResolvedTarget::Operation { source, operation }) => {
                self.operation_call(index, &model, *source, operation)
            }
            Some(ResolvedTarget::Workflow(target)) => {
                self.step_workflow_call(index, &model, *target)
            }
            None => None,
        };
        let criteria_scope = self.scope(index, At::Criteria);
        let criteria = if model.success_criteria.is_empty() {
            vec![crate::plan::Criterion {
                test: crate::plan::Test::Successful,
                text: "status is 2xx".to_owned(),
            }]
        } else {
            self.criteria(&model.success_criteria, &criteria_scope)
        };
        for output in 0..model.outputs.len() {
            self.step_output(index, output);
        }
        let on_success = self.success_actions(index);
        let on_failure = self.failure_actions(index);
        let outputs = self
            .outputs
            .get(index)?
            .iter()
            .filter_map(|slot| match slot {
                Slot::Done(output) => Some(output.clone()),
                _ => None,
            });
        Some(Step {
            id: model.id.text.clone(),
            ident,
            type_ident,
            documentation: model.description.clone(),
            outputs: outputs.collect(),
            call: call?,
            criteria,
            on_success,
            on_failure,
            timeout: model.timeout.map(std::time::Duration::from_millis),
            definite: self.flow.at_completion.contains(&index),
            outputs_after_failure: false,
        })
    }

    /// Type of a step's output and whether it may be absent after success.
    pub(super) fn output_type(&mut self, step: usize, output: usize) -> (Type, bool) {
        self.step_output(step, output);
        match self
            .outputs
            .get(step)
            .and_then(|outputs| outputs.get(output))
        {
            Some(Slot::Done(found)) => (found.ty.clone(), found.missing),
            _ => (Type::new(crate::types::Shape::Value), true),
        }
    }

    fn step_output(&mut self, step: usize, output: usize) {
        if !matches!(
            self.outputs
                .get(step)
                .and_then(|outputs| outputs.get(output)),
            Some(Slot::Pending)
        ) {
            return;
        }
        self.set_output(step, output, Slot::Running);
        let built = self.build_output(step, output);
        self.set_output(step, output, built.map_or(Slot::Running, Slot::Done));
    }

    fn build_output(&mut self, step: usize, output: usize) -> Option<StepOutput> {
        let model = self.step_model(step)?;
        let (name, node) = model.outputs.get(output)?.clone();
        let idents = unique_fields(model.outputs.iter().map(|(name, _)| name.as_str()));
        let scope = self.scope(step, At::Outputs);
        let value = self.output_value(&node, &scope)?;
        let (ty, missing) = self.type_of(&value);
        let documentation = self.output_documentation(step, &value);
        Some(StepOutput {
            ident: idents.get(output)?.clone(),
            name,
            ty,
            missing,
            promoted: false,
            text: written(&node),
            value,
            documentation,
        })
    }

    /// The value of an output: an expression or a selector (Arazzo 1.1, section 4.6.4 `outputs`).
    fn output_value(&mut self, node: &Node, scope: &Scope) -> Option<Value> {
        if arazzo::is_selector(node, self.version()) || !node.value().is_string() {
            return match self.value(node, "Output", scope)? {
                selector @ Value::Selector(_) => Some(selector),
                _ => {
                    self.report_literal_output(node, scope);
                    None
                }
            };
        }
        match crate::expression::template(node.as_str()?.trim()) {
            Ok(crate::expression::Template::Literal(_)) => {
                match self.tolerated_expression(node.as_str()?, node, scope) {
                    Some(expression) => Some(Value::Read(self.read(
                        &expression,
                        &[],
                        node,
                        0..node.as_str()?.len(),
                        scope,
                    )?)),
                    None => {
                        self.report_literal_output(node, scope);
                        None
                    }
                }
            }
            Ok(crate::expression::Template::Parts(parts)) => {
                Some(Value::Template(self.template_parts(&parts, node, scope)?))
            }
            Ok(crate::expression::Template::Whole(_)) | Err(_) => {
                Some(Value::Read(self.expression_at(node, scope)?))
            }
        }
    }

    fn report_literal_output(&mut self, node: &Node, scope: &Scope) {
        self.report(
            Diagnostic::error("literal-output", node, "an output is a runtime expression, not a literal")
                .label("expected an expression")
                .help("write an expression such as `$response.body#/id` or `$steps.<stepId>.outputs.<name>`"),
            scope,
        );
    }

    fn workflow_outputs(&mut self, model: &arazzo::Workflow, steps: &[Step]) -> Vec<OutputField> {
        let scope = Scope {
            step: None,
            id: None,
            at: At::WorkflowOutputs,
        };
        let idents = unique_fields(model.outputs.iter().map(|(name, _)| name.as_str()));
        let mut fields = Vec::new();
        for ((name, node), ident) in model.outputs.iter().zip(idents) {
            let Some(value) = self.output_value(node, &scope) else {
                continue;
            };
            let (ty, missing) = self.type_of(&value);
            let proven = missing && proven(&value, steps);
            let loose = self.builder.is_recursive(self.id);
            let (ty, missing) = if loose {
                (Type::new(crate::types::Shape::Value), true)
            } else {
                (ty, missing && !proven)
            };
            fields.push(OutputField {
                name: name.clone(),
                ident,
                ty,
                missing,
                value,
                text: written(node),
                proven: proven && !loose,
            });
        }
        fields
    }

    /// Marks what a completed run proves present (decision D-50).
    fn promote(&self, steps: &mut [Step], needs: &Needs) {
        for (index, step) in steps.iter_mut().enumerate() {
            let definite = step.definite;
            for output in &mut step.outputs {
                output.promoted = definite
                    && output.missing
                    && needs.outputs.contains(&(index, output.name.clone()));
            }
        }
    }

    fn needs(&mut self) -> Needs {
        self.builder.needs(self.id)
    }

    pub(super) fn model(&self) -> Option<&arazzo::Workflow> {
        self.description.workflows.get(self.id.workflow)
    }

    pub(super) fn description(&self) -> Rc<Description> {
        Rc::clone(&self.description)
    }

    pub(super) fn version(&self) -> Version {
        self.description.version
    }

    pub(super) fn self_constant(&self) -> Option<String> {
        let node = &self.description.node;
        self.description
            .self_uri
            .as_ref()
            .map(|_| node.document().base.clone())
    }

    pub(super) fn step_model(&self, step: usize) -> Option<&arazzo::Step> {
        self.model()?
            .steps
            .get(self.resolved.steps.get(step)?.index)
    }

    pub(super) fn step_named(&self, name: &str) -> Option<usize> {
        (0..self.resolved.steps.len()).find(|step| {
            self.step_model(*step)
                .is_some_and(|step| step.id.text == name)
        })
    }

    pub(super) fn step_names(&self) -> Vec<String> {
        self.model()
            .into_iter()
            .flat_map(|model| &model.steps)
            .map(|step| step.id.text.clone())
            .collect()
    }

    pub(super) fn output_names(&self, step: usize) -> Vec<String> {
        self.step_model(step)
            .into_iter()
            .flat_map(|step| &step.outputs)
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// The workflow of this document, or one called or depended on from another, that `name` means.
    pub(super) fn workflow_named(&self, name: &str) -> Option<WorkflowId> {
        let here = self
            .description
            .workflows
            .iter()
            .position(|workflow| workflow.id.text == name);
        if let Some(workflow) = here {
            return Some(WorkflowId {
                description: self.id.description,
                workflow,
            });
        }
        let world = self.builder.world;
        let named = |id: &WorkflowId| {
            world
                .model(*id)
                .is_some_and(|workflow| workflow.id.text == name)
        };
        let called = self.builder.callees(self.id).into_iter().map(|(id, _)| id);
        called
            .chain(self.prerequisites.iter().map(|(id, _)| *id))
            .find(|id| named(id))
    }

    pub(super) fn prerequisite(&self, target: WorkflowId) -> Option<usize> {
        self.prerequisites.iter().position(|(id, _)| *id == target)
    }

    pub(super) fn target(&self, scope: &Scope) -> Option<ResolvedTarget> {
        self.resolved.steps.get(scope.step?)?.target.clone()
    }

    pub(super) fn target_place(&self, step: usize) -> Option<crate::load::Place> {
        Some(self.step_model(step)?.id.node.place())
    }

    pub(super) fn reference(&self, target: WorkflowId) -> WorkflowRef {
        reference(target)
    }

    pub(super) fn scope(&self, step: usize, at: At) -> Scope {
        Scope {
            step: Some(step),
            id: self.step_model(step).map(|step| step.id.text.clone()),
            at,
        }
    }

    /// The name that the private types of a step begin with.
    pub(super) fn step_type(&self, scope: &Scope) -> String {
        scope
            .step
            .and_then(|step| self.step_idents.get(step))
            .map_or_else(String::new, |(_, name)| name.clone())
    }

    pub(super) fn type_name(&mut self, wanted: &str) -> String {
        self.lowering.reserve(wanted)
    }

    /// Whether an expression names something that exists, for text that may or may not be meant as an expression.
    pub(super) fn declares(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Input(reference) => {
                let names: Vec<String> =
                    self.inputs.iter().map(|field| field.name.clone()).collect();
                names.contains(&reference.name.value)
                    || super::read::split(&reference.name.value, &names).is_some()
            }
            Expression::Step { step, .. } => self.step_named(&step.value).is_some(),
            Expression::Workflow { workflow, .. } => self.workflow_named(&workflow.value).is_some(),
            _ => false,
        }
    }

    pub(super) fn observe_body(&mut self, scope: &Scope) {
        if let Some(observed) = scope
            .step
            .and_then(|step| self.observed_bodies.get_mut(step))
        {
            *observed = true;
        }
    }

    pub(super) fn set_parameters(&mut self, step: usize, slot: Slot<Vec<Parameter>>) {
        if let Some(found) = self.parameters.get_mut(step) {
            *found = slot;
        }
    }

    fn set_output(&mut self, step: usize, output: usize, slot: Slot<StepOutput>) {
        if let Some(found) = self
            .outputs
            .get_mut(step)
            .and_then(|outputs| outputs.get_mut(output))
        {
            *found = slot;
        }
    }

    pub(super) fn report(&mut self, found: Diagnostic, scope: &Scope) {
        let found = match &scope.id {
            Some(step) => found.step(step),
            None => found,
        };
        self.builder.diagnostics.push(found);
    }

    /// Reports a tolerated deviation and says how serious it is.
    pub(super) fn tolerate(&mut self, found: Diagnostic, scope: &Scope) -> Severity {
        let found = match &scope.id {
            Some(step) => found.step(step),
            None => found,
        };
        self.builder.diagnostics.tolerate(found);
        if self.builder.diagnostics.strict() {
            Severity::Error
        } else {
            Severity::Warning
        }
    }
}

/// Whether the value is an output that a completed run proves present, read as a whole.
fn proven(value: &Value, steps: &[Step]) -> bool {
    let Value::Read(read) = value else {
        return false;
    };
    let crate::plan::Origin::Step {
        step,
        output,
        definite: true,
    } = read.origin
    else {
        return false;
    };
    let whole = !read.access.iter().any(|access| {
        !matches!(
            access,
            Access::Field {
                missing: false,
                nullable: false,
                ..
            }
        )
    });
    whole
        && steps
            .get(step)
            .and_then(|step| step.outputs.get(output))
            .is_some_and(|output| output.promoted)
}

fn reference(id: WorkflowId) -> WorkflowRef {
    WorkflowRef {
        document: id.description,
        workflow: id.workflow,
    }
}

/// Rust fields for JSON names, distinct.
pub(super) fn unique_fields<'n>(names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut idents = Names::new();
    names.map(|name| idents.claim(&field_ident(name))).collect()
}

fn written(node: &Node) -> String {
    node.as_str()
        .map_or_else(|| node.value().to_string(), str::to_owned)
}

/// Rustdoc from summary and description.
pub(super) fn documentation(summary: Option<&str>, description: Option<&str>) -> Option<String> {
    match (summary, description) {
        (Some(summary), Some(description)) => {
            Some(format!("{}\n\n{}", summary.trim(), description.trim()))
        }
        (Some(text), None) | (None, Some(text)) => Some(text.trim().to_owned()),
        (None, None) => None,
    }
}
