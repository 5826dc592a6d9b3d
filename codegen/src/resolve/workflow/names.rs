//! What the expressions of each workflow can name.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use crate::{
    expression::{Names, Signature, Values},
    load::{Documents, Node},
    model::{
        arazzo::{self, Unread},
        texts::Texts,
    },
    nearest::is_typo,
    resolve::reference,
};

use super::{ResolvedTarget, ResolvedWorkflow, WorkflowId, World};

/// Schemas looked at for the inputs of one workflow.
const MAX_SCHEMAS: usize = 256;

fn sources(model: &arazzo::Description) -> Values<()> {
    let names = model.source_names().map(|name| (name.to_owned(), ()));
    names.collect()
}

/// Reads the strings of every workflow of `world`, with the names that its expressions can use.
pub(super) fn provide(world: &mut World, documents: &Documents) {
    let signatures: BTreeMap<WorkflowId, Signature> = world
        .ids()
        .into_iter()
        .filter_map(|id| Some((id, signature(world.model(id)?, documents))))
        .collect();
    for description in 0..world.descriptions.len() {
        let Some(found) = world.descriptions.get(description) else {
            continue;
        };
        let model = Rc::clone(&found.model);
        let local = |workflow| WorkflowId {
            description,
            workflow,
        };
        let workflows = model.workflows.iter().enumerate();
        let workflows = workflows.filter_map(|(index, workflow)| {
            let signature = signatures.get(&local(index))?;
            Some((workflow.id.text.clone(), signature.clone()))
        });
        let shared = Names {
            workflows: Rc::new(workflows.collect()),
            sources: Rc::new(sources(&model)),
            ..Names::default()
        };
        let all: Vec<Rc<Names>> = model
            .workflows
            .iter()
            .zip(&found.workflows)
            .enumerate()
            .map(|(index, (workflow, resolved))| {
                let named = Named {
                    world,
                    signatures: &signatures,
                    id: local(index),
                };
                Rc::new(named.names(workflow, resolved, &shared))
            })
            .collect();
        let workflows = world.descriptions.get_mut(description);
        let workflows = workflows.into_iter().flat_map(|found| &mut found.workflows);
        for ((resolved, workflow), names) in workflows.zip(&model.workflows).zip(all) {
            let texts = Rc::new(texts(names, (workflow, resolved), model.version));
            for step in &mut resolved.steps {
                step.texts = Rc::clone(&texts);
            }
            resolved.texts = texts;
        }
    }
}

/// What the strings of a workflow say.
fn texts(
    names: Rc<Names>,
    (workflow, resolved): (&arazzo::Workflow, &ResolvedWorkflow),
    version: arazzo::Version,
) -> Texts {
    let mut texts = Texts::new(names);
    for (_, output) in &workflow.outputs {
        texts.read_output(output, version);
    }
    for step in &resolved.steps {
        let actions = || step.on_success.iter().chain(&step.on_failure);
        let handed_on = actions().flat_map(|action| &action.parameters);
        for parameter in step.parameters.iter().chain(handed_on) {
            texts.read_value(&parameter.value, version);
        }
        for criterion in actions().flat_map(|action| &action.model.criteria) {
            texts.read_criterion(criterion);
        }
        if let Some(model) = workflow.steps.get(step.index) {
            texts_of_step(model, version, &mut texts);
        }
    }
    texts
}

fn texts_of_step(step: &arazzo::Step, version: arazzo::Version, texts: &mut Texts) {
    if let Some(body) = &step.request_body {
        if let Some(payload) = &body.payload {
            texts.read_value(payload, version);
        }
        for replacement in &body.replacements {
            texts.read_replacement(replacement, version);
        }
    }
    for criterion in &step.success_criteria {
        texts.read_criterion(criterion);
    }
    for (_, output) in &step.outputs {
        texts.read_output(output, version);
    }
}

/// A workflow whose names are put together.
struct Named<'a> {
    world: &'a World,
    signatures: &'a BTreeMap<WorkflowId, Signature>,
    id: WorkflowId,
}

impl Named<'_> {
    fn names(
        &self,
        workflow: &arazzo::Workflow,
        resolved: &ResolvedWorkflow,
        shared: &Names,
    ) -> Names {
        let steps = workflow.steps.iter();
        let steps: Values<Vec<String>> = steps
            .map(|step| (step.id.text.clone(), output_names(&step.outputs)))
            .collect();
        let called: BTreeSet<WorkflowId> = self.called(resolved).collect();
        let own = workflow
            .steps
            .iter()
            .flat_map(|step| output_names(&step.outputs));
        let of_called = called.iter().filter_map(|id| self.signatures.get(id));
        let of_called = of_called.flat_map(|found| found.outputs.iter().cloned());
        let outputs: BTreeSet<String> = own.chain(of_called).collect();
        let foreign = called
            .iter()
            .filter(|id| id.description != self.id.description);
        let foreign = foreign.filter_map(|id| {
            let model = self.world.model(*id)?;
            Some((model.id.text.clone(), self.signatures.get(id)?.clone()))
        });
        let inputs = self.signatures.get(&self.id);
        Names {
            own: Some(workflow.id.text.clone()),
            inputs: inputs.map(|found| found.inputs.clone()).unwrap_or_default(),
            outputs: outputs.into_iter().collect(),
            unread_inputs: workflow.unread.inputs != Unread::default(),
            unread_outputs: unread_outputs(workflow),
            steps,
            called: self.outputs_called(workflow, resolved),
            foreign: foreign.collect(),
            ..shared.clone()
        }
    }

    /// The outputs of the workflow that each step calls.
    fn outputs_called(
        &self,
        workflow: &arazzo::Workflow,
        resolved: &ResolvedWorkflow,
    ) -> BTreeMap<String, Vec<String>> {
        let steps = resolved.steps.iter().filter_map(|step| {
            let Some(ResolvedTarget::Workflow(target)) = &step.target else {
                return None;
            };
            let id = &workflow.steps.get(step.index)?.id.text;
            Some((id.clone(), self.signatures.get(target)?.outputs.clone()))
        });
        steps.collect()
    }

    /// The workflows that this one calls, goes on as or depends on.
    fn called<'r>(&self, resolved: &'r ResolvedWorkflow) -> impl Iterator<Item = WorkflowId> + 'r {
        let by_steps = resolved.steps.iter().filter_map(|step| match &step.target {
            Some(ResolvedTarget::Workflow(target)) => Some(*target),
            _ => None,
        });
        let actions = resolved
            .steps
            .iter()
            .flat_map(|step| step.on_success.iter().chain(&step.on_failure));
        let by_actions = actions.filter_map(|action| action.workflow);
        let depends_on = resolved.depends_on.iter().map(|(target, _)| *target);
        by_steps.chain(by_actions).chain(depends_on)
    }
}

/// Whether there are steps or outputs of steps that could not be read.
fn unread_outputs(workflow: &arazzo::Workflow) -> bool {
    let read = Unread::default();
    workflow.unread.steps != read
        || workflow
            .steps
            .iter()
            .any(|step| step.unread.outputs != read)
}

fn output_names(outputs: &[(String, Node)]) -> Vec<String> {
    outputs.iter().map(|(name, _)| name.clone()).collect()
}

fn signature(workflow: &arazzo::Workflow, documents: &Documents) -> Signature {
    let schema = workflow.inputs.as_ref();
    Signature {
        inputs: schema.map_or_else(Vec::new, |schema| properties(schema, documents)),
        outputs: output_names(&workflow.outputs),
    }
}

/// The properties that `schema` declares, by whatever keyword, be it misspelt.
fn properties(schema: &Node, documents: &Documents) -> Vec<String> {
    let bare = arazzo::bare_inputs(schema).into_iter();
    let mut names: BTreeSet<String> = bare.map(|(name, _)| name).collect();
    let mut seen = BTreeSet::new();
    let mut open = vec![schema.clone()];
    while let Some(schema) = open.pop() {
        let here = (schema.document().id, schema.pointer().clone());
        if seen.len() >= MAX_SCHEMAS || !seen.insert(here) {
            continue;
        }
        let keywords = schema.members();
        let declared = keywords.iter().filter(|(keyword, value)| {
            keyword == "properties" || value.value().is_object() && is_typo(keyword, "properties")
        });
        let declared = declared.flat_map(|(_, properties)| properties.members());
        names.extend(declared.map(|(name, _)| name));
        for keyword in ["allOf", "anyOf", "oneOf"] {
            open.extend(schema.get(keyword).iter().flat_map(Node::items));
        }
        for keyword in ["then", "else"] {
            open.extend(schema.get(keyword));
        }
        open.extend(reference::target(&schema, documents).ok().flatten());
    }
    names.into_iter().collect()
}
