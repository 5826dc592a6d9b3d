//! Reads of other workflows' runs: `$workflows.…`, and `$outputs.…` of the workflow just called.

use crate::{
    diagnostic::{Code, Diagnostic, names::Named},
    elaborate::named::{Name, find},
    expression::{Reference, Side as Which, Spanned},
    plan::{Origin, Side},
    resolve::workflow::{ResolvedTarget, WorkflowId},
    types::{Lowering, Type},
};

use super::{
    place::Place,
    read::Found,
    read_step::self_reference,
    scope::{At, Scope},
    workflow::WorkflowBuilder,
};

impl WorkflowBuilder<'_, '_> {
    pub(super) fn workflow_value(
        &mut self,
        name: &Spanned<String>,
        side: Which,
        reference: &Reference,
        tokens: &mut Vec<String>,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<Found> {
        let Some(target) = self
            .builder
            .elaborated
            .view(self.id)?
            .workflow_named(&name.value)
        else {
            let description = self.description();
            let ids = || description.workflow_ids();
            if description.unread_workflows.may_declare(&name.value, ids()) {
                return None;
            }
            let known = ids().map(str::to_owned).collect();
            self.unknown(Named::Workflow, &name.value, known, at, scope);
            return None;
        };
        let just = matches!(self.target(scope), Some(ResolvedTarget::Workflow(called)) if called == target)
            && !matches!(scope.at, At::Request | At::WorkflowOutputs);
        if just {
            return self.called_value(target, side, reference, tokens, at, scope, None);
        }
        if let Some(slot) = self.slot_before(target, scope) {
            return self.called_value(target, side, reference, tokens, at, scope, Some(slot));
        }
        if let Some(index) = self.prerequisite(target) {
            let (origin_side, ty, missing) =
                self.side_of(target, side, reference, tokens, at, scope)?;
            return Some(Found {
                origin: Origin::Prerequisite {
                    index,
                    side: origin_side,
                },
                ty,
                missing,
            });
        }
        if self.resolved.calls_unknown {
            return None;
        }
        let found = if target == self.id {
            let message = format!(
                "workflow `{}` reads its own outputs while it runs",
                name.value
            );
            self_reference(at, message)
                .help("read the step's output: `$steps.<stepId>.outputs.<name>`")
        } else {
            let message = format!("workflow `{}` never runs before this is read", name.value);
            Diagnostic::new(Code::WorkflowNeverRuns, at.place(), message)
                .about_missing_name()
                .help(format!(
                    "list `{}` in `dependsOn`, or call it in an earlier step",
                    name.value
                ))
        };
        self.report(found, scope);
        None
    }

    /// A value of a called workflow: of the call just finished, or of its latest run where `slot` is given.
    #[allow(clippy::too_many_arguments)]
    pub(super) fn called_value(
        &mut self,
        target: WorkflowId,
        side: Which,
        reference: &Reference,
        tokens: &mut Vec<String>,
        at: &Place<'_>,
        scope: &Scope,
        slot: Option<usize>,
    ) -> Option<Found> {
        let (side, ty, missing) = self.side_of(target, side, reference, tokens, at, scope)?;
        Some(match slot {
            Some(slot) => Found {
                origin: Origin::Called { slot, side },
                ty,
                missing: true,
            },
            None => {
                let failed = scope.at == At::FailureAction;
                Found {
                    origin: Origin::JustCalled {
                        workflow: self.reference(target),
                        side,
                    },
                    ty,
                    missing: missing || failed,
                }
            }
        })
    }

    fn side_of(
        &mut self,
        target: WorkflowId,
        side: Which,
        reference: &Reference,
        tokens: &mut Vec<String>,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<(Side, Type, bool)> {
        let signature = self.builder.signature(target);
        let fields: Vec<(String, Type, bool)> = match side {
            Which::Inputs => {
                let of = |field: &crate::plan::InputField| {
                    (field.name.clone(), field.ty.clone(), field.missing)
                };
                signature.inputs.iter().map(of).collect()
            }
            Which::Outputs => signature
                .outputs
                .iter()
                .map(|field| (field.name.clone(), field.ty.clone(), field.missing))
                .collect(),
        };
        let names: Vec<String> = fields.iter().map(|(name, ..)| name.clone()).collect();
        let Some(Name { index, way, .. }) = find(reference, &names) else {
            if self.was_reported(target, side, &reference.name.value, &names) {
                return None;
            }
            let named = match side {
                Which::Inputs => Named::Input,
                Which::Outputs => Named::Output,
            };
            self.unknown(named, &reference.name.value, names, at, scope);
            return None;
        };
        tokens.splice(..0, way);
        if side == Which::Inputs {
            self.warn_unusual(names.get(index)?, at, scope);
        }
        let (_, ty, missing) = fields.get(index)?.clone();
        let ty = self.adopt(target, &ty);
        let side = if side == Which::Inputs {
            Side::Input(index)
        } else {
            Side::Output(index)
        };
        Some((side, ty, missing))
    }

    /// Whether an input or output of another workflow is declared, or may be, and has been reported.
    fn was_reported(&self, target: WorkflowId, side: Which, name: &str, known: &[String]) -> bool {
        let world = self.builder.world;
        let (Some(model), Some(resolved)) = (world.model(target), world.workflow(target)) else {
            return false;
        };
        let mut outputs = model.outputs.iter().map(|(output, _)| output);
        let known = known.iter().map(String::as_str);
        match side {
            Which::Inputs => resolved.unread_inputs.may_declare(name, known),
            Which::Outputs => {
                outputs.any(|output| output == name)
                    || model.unread.outputs.may_declare(name, known)
            }
        }
    }

    /// A type of another workflow as one of this workflow; JSON where its types are not known yet, in a circle of calls.
    fn adopt(&mut self, home: WorkflowId, ty: &Type) -> Type {
        if ty.mentions().is_empty() {
            return ty.clone();
        }
        let built = self.builder.workflows.get(&home).and_then(Option::as_ref);
        let types = match built {
            Some(workflow) => Some(&workflow.types),
            None => self.builder.lowerings.get(&home).map(Lowering::types),
        };
        match types {
            Some(types) => self.lowering.adopt(self.id, home, types, ty),
            None => Type::value(),
        }
    }
}
