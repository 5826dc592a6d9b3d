//! Workflows with everything they name found: sources, operations, workflows, components, steps.

mod actions;
pub(crate) mod asyncapi;
mod components;
mod dependency_cycles;
mod embraced;
mod foreign_steps;
mod inputs;
mod names;
mod order;
mod own_sources;
mod parameters;
mod places;
mod reference;
mod resolver;
mod size;
mod sources;
mod target;
mod unknown;
mod world;

use std::{collections::HashMap, rc::Rc, sync::Arc};

pub use inputs::leads_into_broken_components;
use resolver::Resolver;
pub use world::*;

use crate::{
    diagnostic::Diagnostics,
    load::{Document, Documents},
    model::{arazzo, texts::References},
};

/// Finds everything that the document at `entry` and the Arazzo documents it reaches name.
pub fn resolve(
    entry: &Arc<Document>,
    documents: &Documents,
    diagnostics: &mut Diagnostics,
) -> Option<World> {
    let mut world = sources::read_all(entry, documents, diagnostics)?;
    if size::exceeded(&world, documents, diagnostics) {
        return None;
    }
    for description in 0..world.descriptions.len() {
        let Some(model) = world
            .descriptions
            .get(description)
            .map(|found| Rc::clone(&found.model))
        else {
            continue;
        };
        let references = References::of(&model);
        let workflows: Vec<_> = (0..model.workflows.len())
            .map(|workflow| {
                Resolver {
                    world: &world,
                    documents,
                    model: &model,
                    references: &references,
                    description,
                }
                .workflow(workflow, diagnostics)
            })
            .collect();
        if let Some(found) = world.descriptions.get_mut(description) {
            found.workflows = workflows;
        }
    }
    names::provide(&mut world, documents);
    dependency_cycles::dependency_cycles(&world, diagnostics);
    sources::unneeded(&world, diagnostics);
    Some(world)
}

impl Resolver<'_> {
    fn workflow(&self, index: usize, diagnostics: &mut Diagnostics) -> ResolvedWorkflow {
        let Some(workflow) = self.model.workflows.get(index) else {
            return ResolvedWorkflow::default();
        };
        let mut depends_on: Vec<_> = workflow
            .depends_on
            .iter()
            .filter_map(|text| {
                Some((
                    self.workflow_reference(text, None, diagnostics)?,
                    text.node.clone(),
                ))
            })
            .collect();
        let order = order::execution_order(workflow, diagnostics);
        let mut steps: Vec<ResolvedStep> = order
            .steps
            .into_iter()
            .filter_map(|step| self.step(workflow, step, diagnostics))
            .collect();
        for step in &mut steps {
            step.waits_for_unknown = order.unknown.contains(&step.index);
        }
        let calls_unknown = workflow.unread.dependencies
            || depends_on.len() < workflow.depends_on.len()
            || workflow.unread.steps.nameless == usize::MAX
            || steps.iter().any(|step| calls_unknown(workflow, step));
        self.add_foreign_runs(workflow, index, &steps, &mut depends_on);
        // Actions name steps by their place in the document; control flow wants their place in the order.
        let (unread_inputs, misspelt_inputs) = self.unread_inputs(workflow, diagnostics);
        let mut resolved = ResolvedWorkflow {
            steps,
            depends_on,
            unread_inputs,
            misspelt_inputs,
            calls_unknown,
            texts: Rc::default(),
        };
        let position: HashMap<usize, usize> = resolved
            .steps
            .iter()
            .map(|step| step.index)
            .zip(0..)
            .collect();
        let place = |index: usize| position.get(&index).copied();
        for step in &mut resolved.steps {
            for action in step.on_success.iter_mut().chain(&mut step.on_failure) {
                action.step = action.step.and_then(place);
            }
        }
        resolved
    }

    fn step(
        &self,
        workflow: &arazzo::Workflow,
        index: usize,
        diagnostics: &mut Diagnostics,
    ) -> Option<ResolvedStep> {
        let step = workflow.steps.get(index)?;
        let asyncapi = self.is_asyncapi(step);
        self.report_asyncapi_fields(step, asyncapi, diagnostics);
        self.check_foreign_steps(step, diagnostics);
        let target = if asyncapi {
            None
        } else {
            self.target(step, diagnostics)
        };
        self.report_places(step, target.as_ref(), diagnostics);
        let calls_workflow = matches!(step.target, Some(arazzo::Target::WorkflowId(_)));
        let (parameters, unread_parameters) =
            self.parameters(workflow, step, calls_workflow, diagnostics);
        let success = self.actions(workflow, step, actions::When::Success, diagnostics);
        let failure = self.actions(workflow, step, actions::When::Failure, diagnostics);
        Some(ResolvedStep {
            index,
            target,
            asyncapi,
            parameters,
            unread_parameters,
            leads_anywhere: success.lead_anywhere || failure.lead_anywhere,
            on_success: success.all,
            on_failure: failure.all,
            waits_for_unknown: false,
            texts: Rc::default(),
        })
    }
}

/// Whether `step` calls, or may go on as, a workflow that is not known.
fn calls_unknown(workflow: &arazzo::Workflow, step: &ResolvedStep) -> bool {
    let target = workflow.steps.get(step.index).map(|step| &step.target);
    let workflow = matches!(target, Some(None | Some(arazzo::Target::WorkflowId(_))));
    step.leads_anywhere || step.target.is_none() && workflow
}
