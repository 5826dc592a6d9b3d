//! The plan in the making: what is shared by all that build it.

use std::{collections::BTreeMap, rc::Rc};

use crate::{
    diagnostic::Diagnostics,
    elaborate::Elaborated,
    load::Documents,
    plan::{InputField, OutputField, Plan, Value, Workflow},
    resolve::workflow::{WorkflowId, World},
    types::{Enums, Lowering, References, Shape, Type},
};

use super::{errors::ErrorsBuilder, references::Followed, secrets::Secrets};

/// What callers of a workflow need to know of it.
pub(super) struct Signature {
    pub(super) inputs: Rc<Vec<InputField>>,
    pub(super) outputs: Vec<OutputField>,
}

/// The plan in the making.
pub(super) struct Builder<'a> {
    pub(super) elaborated: &'a Elaborated<'a>,
    pub(super) world: &'a World,
    pub(super) references: &'a Followed<'a>,
    /// Inputs and outputs that are secret although no schema says so.
    pub(super) secrets: &'a Secrets,
    /// More of them, which were taken for something else so far.
    pub(super) found_secrets: Secrets,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) inputs: BTreeMap<WorkflowId, Rc<Vec<InputField>>>,
    pub(super) lowerings: BTreeMap<WorkflowId, Lowering<'a>>,
    pub(super) workflows: BTreeMap<WorkflowId, Option<Workflow>>,
    pub(super) idents: BTreeMap<WorkflowId, String>,
    pub(super) errors: ErrorsBuilder<'a>,
    pub(super) plan: Plan,
    /// For each source of the world, its API in the plan.
    pub(super) apis: Vec<Option<usize>>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(
        elaborated: &'a Elaborated<'a>,
        references: &'a Followed<'a>,
        secrets: &'a Secrets,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let world = elaborated.world;
        Self {
            elaborated,
            world,
            references,
            secrets,
            found_secrets: Secrets::default(),
            diagnostics,
            inputs: BTreeMap::new(),
            lowerings: BTreeMap::new(),
            workflows: BTreeMap::new(),
            idents: BTreeMap::new(),
            errors: ErrorsBuilder::new(references.documents()),
            plan: Plan::default(),
            apis: vec![None; world.sources.len()],
        }
    }

    pub(super) fn documents(&self) -> &'a Documents {
        self.references.documents()
    }

    /// Follows references in the documents of this run.
    pub(super) fn references(&self) -> &'a dyn References {
        self.references
    }

    /// The types of a workflow so far, for whoever goes on with them: those of its inputs at first.
    pub(super) fn lowering(&mut self, id: WorkflowId) -> Lowering<'a> {
        let documents = self.references();
        self.lowerings
            .remove(&id)
            .unwrap_or_else(|| Lowering::new(documents, Enums::Open))
    }

    /// Fields of a workflow's inputs; none of one that is left out.
    pub(super) fn inputs(&self, id: WorkflowId) -> Rc<Vec<InputField>> {
        self.inputs.get(&id).cloned().unwrap_or_default()
    }

    /// Inputs and outputs of a workflow. What another one calls or waits for was built before it; of one that calls itself,
    /// outputs are JSON values that may be missing.
    pub(super) fn signature(&mut self, id: WorkflowId) -> Signature {
        let inputs = self.inputs(id);
        let built = self.workflows.get(&id).and_then(Option::as_ref);
        let outputs = match built.filter(|_| !self.is_recursive(id)) {
            Some(workflow) => workflow.outputs.clone(),
            None => self.loose_outputs(id),
        };
        Signature { inputs, outputs }
    }

    fn loose_outputs(&self, id: WorkflowId) -> Vec<OutputField> {
        let names = self
            .world
            .model(id)
            .into_iter()
            .flat_map(|workflow| &workflow.outputs)
            .map(|(name, _)| name);
        let names: Vec<&String> = names.collect();
        let workflow = self.workflow_name(id);
        let idents = self.field_names(workflow, "outputs", names.iter().map(|name| name.as_str()));
        let fields = names.into_iter().zip(idents);
        fields
            .map(|(name, ident)| OutputField {
                name: name.clone(),
                ident,
                ty: self.loose_type(id, name),
                missing: true,
                value: Value::Literal(serde_json::Value::Null),
                text: String::new(),
                proven: false,
                untyped: Vec::new(),
            })
            .collect()
    }

    /// Whether `id` can come to call itself.
    pub(super) fn is_recursive(&self, id: WorkflowId) -> bool {
        self.elaborated.calls().is_recursive(id)
    }

    /// Whether an input of a workflow, or part of it, is hidden. Of a workflow that is not built yet, which is one that
    /// can come to call itself, only what is a secret as a whole.
    pub(super) fn hides(&self, id: WorkflowId, ty: &Type) -> bool {
        let built = self.workflows.get(&id).and_then(Option::as_ref);
        ty.is_secret() || built.is_some_and(|workflow| workflow.types.hold_secret(ty))
    }

    /// Type of an output of a workflow that can come to call itself: any JSON.
    pub(super) fn loose_type(&self, id: WorkflowId, output: &str) -> Type {
        let secret = self.secrets.outputs.contains(&(id, output.to_owned()));
        Type::new(if secret {
            Shape::SecretValue
        } else {
            Shape::Value
        })
    }

    /// The functions at the root of the module, those of the entry document.
    pub(super) fn functions(&self) -> impl Iterator<Item = &str> {
        let entry = self.idents.iter().filter(|(id, _)| id.description == 0);
        entry.map(|(_, ident)| ident.as_str())
    }
}
