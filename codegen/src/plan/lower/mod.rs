//! Builds the plan from what was resolved: values, criteria and actions typed and checked, clients and types named.

mod action;
mod all_values;
mod body;
mod calls;
mod client;
mod condition;
mod constraint;
mod credentials;
mod descend;
mod described;
mod disposition;
mod encoding;
mod engine_text;
mod errors;
mod exits;
mod finish;
mod given;
mod inputs;
mod jsonpath;
mod lookup;
mod media_type;
mod members;
mod misspelt;
mod naming;
mod narrow;
mod nested;
mod nesting;
mod nonstandard;
mod omit;
mod operation;
mod origin;
mod outputs;
mod parameter_literal;
mod part_text;
mod parts;
mod payload;
mod projection;
mod quoted;
mod read;
mod references;
mod replacement;
mod request;
mod response;
mod root_filter;
mod scope;
mod secret;
mod selector;
mod type_settings;
mod unsupported;
mod value;
mod workflow;
mod written;
mod xml;

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use crate::{
    diagnostic::Diagnostics,
    elaborate::{Elaborated, Needs},
    load::Documents,
    plan::{Document, InputField, OutputField, Plan, Workflow},
    resolve::workflow::{WorkflowId, World},
    types::{Lowering, Names, module_ident, reserved::ROOT},
};

use errors::ErrorsBuilder;
use references::Followed;
use secret::Secrets;
use workflow::WorkflowBuilder;

/// How many calls hand a secret on, one after another, to inputs that do not say that they hold one. Each is found in a
/// round of its own.
const MAX_ROUNDS: usize = 16;

/// Builds the plan of everything; `module` names the emitted module.
pub fn build(elaborated: &Elaborated, module: &str, diagnostics: &mut Diagnostics) -> Plan {
    let mut secrets = Secrets::default();
    let mut rounds = 0..MAX_ROUNDS;
    loop {
        let references = Followed::new(elaborated.documents);
        let mut found_here = diagnostics.branch();
        let mut builder = Builder::new(elaborated, &references, &secrets, &mut found_here);
        builder.clients();
        let omitted = builder.omitted();
        let order = elaborated.calls().order().iter();
        for id in order.filter(|id| !omitted.contains(id)) {
            builder.workflow(*id);
        }
        let found = std::mem::take(&mut builder.found_secrets);
        if found.is_empty() || rounds.next().is_none() {
            builder.report_depth();
            builder.report_handed_on(&found);
            builder.report_given(&omitted);
            builder.report_omitted(&omitted);
            references.report(builder.diagnostics);
            let plan = builder.finish(module);
            diagnostics.extend(found_here);
            return plan;
        }
        // That an input is given a secret shows in its callers, which are built after it: once more, with its new type.
        secrets.add(found);
    }
}

/// What callers of a workflow need to know of it.
pub(super) struct Signature {
    pub(super) inputs: Rc<Vec<InputField>>,
    pub(super) outputs: Vec<OutputField>,
}

/// The plan in the making.
pub(super) struct Builder<'a> {
    pub(super) elaborated: &'a Elaborated<'a>,
    pub(super) world: &'a World,
    references: &'a Followed<'a>,
    /// Inputs and outputs that are secret although no schema says so.
    secrets: &'a Secrets,
    /// More of them, which were taken for something else so far.
    found_secrets: Secrets,
    pub(super) diagnostics: &'a mut Diagnostics,
    inputs: BTreeMap<WorkflowId, Rc<Vec<InputField>>>,
    lowerings: BTreeMap<WorkflowId, Lowering<'a>>,
    needs: BTreeMap<WorkflowId, Needs>,
    workflows: BTreeMap<WorkflowId, Option<Workflow>>,
    idents: BTreeMap<WorkflowId, String>,
    errors: ErrorsBuilder<'a>,
    pub(super) plan: Plan,
    /// For each source of the world, its API in the plan.
    pub(super) apis: Vec<Option<usize>>,
}

impl<'a> Builder<'a> {
    fn new(
        elaborated: &'a Elaborated<'a>,
        references: &'a Followed<'a>,
        secrets: &'a Secrets,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let world = elaborated.world;
        let mut builder = Self {
            elaborated,
            world,
            references,
            secrets,
            found_secrets: Secrets::default(),
            diagnostics,
            inputs: BTreeMap::new(),
            lowerings: BTreeMap::new(),
            needs: BTreeMap::new(),
            workflows: BTreeMap::new(),
            idents: BTreeMap::new(),
            errors: ErrorsBuilder::new(references.documents()),
            plan: Plan::default(),
            apis: vec![None; world.sources.len()],
        };
        builder.name_workflows();
        builder
    }

    fn documents(&self) -> &'a Documents {
        self.references.documents()
    }

    /// Builds a workflow.
    fn workflow(&mut self, id: WorkflowId) {
        let ident = self.idents.get(&id).cloned().unwrap_or_default();
        let built = WorkflowBuilder::new(self, id).and_then(|builder| builder.build(ident));
        self.workflows.insert(id, built);
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
                value: crate::plan::Value::Literal(serde_json::Value::Null),
                text: String::new(),
                proven: false,
                untyped: Vec::new(),
            })
            .collect()
    }

    /// What no run of a workflow can do without.
    fn needs(&mut self, id: WorkflowId) -> Needs {
        if let Some(found) = self.needs.get(&id) {
            return found.clone();
        }
        let mut required: BTreeMap<WorkflowId, BTreeSet<String>> = BTreeMap::new();
        for (callee, _) in self.callees(id) {
            // In a circle of calls, what one needs depends on what it needs.
            let names = if self.elaborated.calls().in_one_circle(id, callee) {
                BTreeSet::new()
            } else {
                self.required_inputs(callee)
            };
            required.insert(callee, names);
        }
        let Some(view) = self.elaborated.view(id) else {
            return Needs::default();
        };
        let needs = Needs::of(&view, &|target, name| match target {
            crate::resolve::workflow::ResolvedTarget::Workflow(callee) => required
                .get(callee)
                .is_some_and(|names| names.contains(name)),
            crate::resolve::workflow::ResolvedTarget::Operation { .. } => false,
        });
        self.needs.insert(id, needs.clone());
        needs
    }

    fn required_inputs(&mut self, id: WorkflowId) -> BTreeSet<String> {
        let inputs = self.inputs(id);
        inputs
            .iter()
            .filter(|field| field.is_required())
            .map(|field| field.name.clone())
            .collect()
    }

    /// The functions at the root of the module, those of the entry document.
    pub(super) fn functions(&self) -> impl Iterator<Item = &str> {
        let entry = self.idents.iter().filter(|(id, _)| id.description == 0);
        entry.map(|(_, ident)| ident.as_str())
    }

    fn finish(mut self, module: &str) -> Plan {
        let own = ROOT.iter().copied();
        let mut modules = Names::reserving(own.chain(self.functions()));
        let mut plan = std::mem::take(&mut self.plan);
        plan.module = module.to_owned();
        plan.visibility = self.documents().settings().visibility;
        if let Some(entry) = self.world.descriptions.first() {
            plan.title = entry.model.title.clone();
            plan.place = Some(entry.model.node.place());
            plan.documentation = workflow::documentation(
                entry.model.summary.as_deref(),
                entry.model.description.as_deref(),
            );
        }
        for (description, resolved) in self.world.descriptions.iter().enumerate() {
            let workflows = (0..resolved.model.workflows.len())
                .map(|workflow| {
                    let id = WorkflowId {
                        description,
                        workflow,
                    };
                    let left_out = || Workflow {
                        omitted: true,
                        ..Workflow::default()
                    };
                    self.workflows
                        .remove(&id)
                        .flatten()
                        .unwrap_or_else(left_out)
                })
                .collect();
            let name = (description > 0).then(|| resolved.name.as_deref().unwrap_or("other"));
            plan.documents.push(Document {
                module: name.map(|name| modules.claim(&module_ident(name))),
                title: resolved.model.title.clone(),
                workflows,
            });
        }
        plan.name_requirements();
        plan.settle();
        self.declare_errors(&mut plan);
        let (settings, refs) = (self.documents().settings(), self.references());
        plan.errors = self.errors.finish();
        plan.apply_type_settings(settings, refs);
        plan.name_versions();
        plan
    }
}
