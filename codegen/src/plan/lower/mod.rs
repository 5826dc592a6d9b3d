//! Builds the plan from what was resolved: values, criteria and actions typed and checked, clients and types named.

mod action;
mod all_values;
mod body;
mod builder;
mod calls;
mod client;
mod condition;
mod constraint;
mod credentials;
mod descend;
mod described;
mod disposition;
mod documentation;
mod encoding;
mod engine_text;
mod errors;
mod exits;
mod family;
mod finish;
mod inputs;
mod jsonpath;
mod locate;
mod lookup;
mod media_type;
mod members;
mod misspelt;
mod naming;
mod narrow;
mod nested;
mod nesting;
mod nonstandard;
mod object_of_all;
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
mod secrets;
mod selector;
mod syntax;
mod template;
mod type_settings;
mod unsupported;
mod value;
mod value_type;
mod workflow;
mod workflow_builder;
mod written;
mod xml;

use crate::{
    diagnostic::Diagnostics,
    elaborate::Elaborated,
    plan::{Document, Plan, Workflow},
    resolve::workflow::WorkflowId,
    types::{Names, module_ident, reserved::ROOT},
};

use builder::Builder;
use documentation::documentation;
use references::Followed;
use secrets::Secrets;
use workflow_builder::WorkflowBuilder;

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
        builder.name_workflows();
        builder.clients();
        let omitted = elaborated.omitted();
        let order = elaborated.calls().order().iter();
        let order = order.filter(|id| !omitted.contains(id));
        order.clone().for_each(|id| builder.make_inputs(*id));
        order.for_each(|id| builder.make_workflow(*id));
        let found = std::mem::take(&mut builder.found_secrets);
        if found.is_empty() || rounds.next().is_none() {
            builder.report_handed_on(&found);
            references.report(builder.diagnostics);
            let plan = builder.finish(module);
            diagnostics.extend(found_here);
            return plan;
        }
        // That an input is given a secret shows in its callers, which are built after it: once more, with its new type.
        secrets.add(found);
    }
}

impl Builder<'_> {
    /// Builds a workflow.
    fn make_workflow(&mut self, id: WorkflowId) {
        let ident = self.idents.get(&id).cloned().unwrap_or_default();
        let built = WorkflowBuilder::new(self, id).and_then(|builder| builder.build(ident));
        self.workflows.insert(id, built);
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
            plan.documentation = documentation(
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
