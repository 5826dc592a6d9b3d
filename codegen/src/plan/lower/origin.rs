//! Where a value is found when a workflow runs, and of which type it is there.

use crate::{
    elaborate::place::Place,
    elaborate::read::{self, RunOf},
    plan::{CalledSlot, Origin, Side},
    resolve::workflow::WorkflowId,
    types::{Lowering, Names, Shape, Type, field_ident},
};

use super::{
    scope::{Found, Scope},
    workflow_builder::WorkflowBuilder,
};

impl WorkflowBuilder<'_, '_> {
    /// Where `origin` is found. Of a body the way into it is taken, as far as it is read alone.
    pub(super) fn found(
        &mut self,
        origin: read::Origin,
        way: &mut Vec<String>,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<Found> {
        let text = Type::new(Shape::String);
        let (origin, ty, missing) = match origin {
            read::Origin::Constant(value) => (Origin::Constant(value), text, false),
            read::Origin::Url => (Origin::Url, text, false),
            read::Origin::Method => (Origin::Method, text, false),
            read::Origin::StatusCode => (Origin::StatusCode, Type::new(Shape::Int32), false),
            read::Origin::Parameter(index) => return self.sent_parameter(index, scope),
            read::Origin::RequestBody => {
                self.observe_body(scope);
                (Origin::RequestBody, Type::value(), false)
            }
            read::Origin::ContentType => (Origin::SentContentType, text, false),
            read::Origin::IdempotencyKey => (Origin::SentIdempotencyKey, text, false),
            read::Origin::Nothing => (Origin::Nothing, Type::value(), false),
            read::Origin::Header(name) => {
                let ty = self.header_type(&name, scope);
                (Origin::Header(name), ty, false)
            }
            read::Origin::Body => return Some(self.body_value(way, at, scope)),
            read::Origin::Input(index) => {
                // What is no object declares none, which was reported.
                let name = self.view.inputs().get(index)?;
                let field = self.inputs.iter().position(|field| field.name == *name)?;
                let input = self.inputs.get(field)?;
                (Origin::Input { field }, input.ty.clone(), input.missing)
            }
            read::Origin::OwnOutput(output) => {
                let (ty, missing) = self.output_type(scope.step?, output);
                (Origin::OwnOutput { output }, ty, missing)
            }
            read::Origin::Step {
                step,
                output,
                definite,
            } => {
                let (ty, missing) = self.output_type(step, output);
                let origin = Origin::Step {
                    step,
                    output,
                    definite,
                };
                (origin, ty, missing)
            }
            read::Origin::Workflow { id, run, value } => {
                let (side, ty, missing) = self.value_of_run(id, value)?;
                (self.run_of(id, run, side)?, ty, missing)
            }
        };
        Some(Found {
            origin,
            ty,
            missing,
        })
    }

    /// Type of a step's output and whether it may be absent after success. One that is not made yet reads itself by way of others.
    fn output_type(&self, step: usize, output: usize) -> (Type, bool) {
        let outputs = self.outputs.get(step);
        match outputs.and_then(|outputs| outputs.get(output)?.as_ref()) {
            Some(found) => (found.ty.clone(), found.missing),
            None => (Type::value(), true),
        }
    }

    /// The parameter that was resolved as this one, as it is sent; `None` where its value was reported.
    fn sent_parameter(&self, index: usize, scope: &Scope) -> Option<Found> {
        let parameters = self.parameters.get(scope.step?)?;
        let index = parameters.iter().position(|(of, _)| *of == index)?;
        let (_, sent) = parameters.get(index)?;
        let (ty, missing) = self.type_of(&sent.value);
        Some(Found {
            origin: Origin::RequestParameter { index },
            ty,
            missing,
        })
    }

    fn run_of(&mut self, id: WorkflowId, run: RunOf, side: Side) -> Option<Origin> {
        Some(match run {
            RunOf::JustCalled => Origin::JustCalled {
                workflow: self.reference(id),
                side,
            },
            RunOf::Latest => Origin::Called {
                slot: self.slot(id),
                side,
            },
            RunOf::Prerequisite => Origin::Prerequisite {
                index: self.prerequisite(id)?,
                side,
            },
        })
    }

    /// Where the latest run of a called workflow is kept.
    fn slot(&mut self, target: WorkflowId) -> usize {
        let workflow = self.reference(target);
        let mut known = self.called.iter();
        if let Some(slot) = known.position(|slot| slot.workflow == workflow) {
            return slot;
        }
        let model = self.builder.world.model(target);
        let name = model.map_or("", |workflow| workflow.id.text.as_str());
        let mut idents = Names::reserving(self.called.iter().map(|slot| slot.ident.as_str()));
        let ident = idents.claim(&field_ident(name));
        self.called.push(CalledSlot { ident, workflow });
        self.called.len() - 1
    }

    /// An input or output of another workflow. One that could not be built was reported.
    fn value_of_run(&mut self, id: WorkflowId, value: read::Value) -> Option<(Side, Type, bool)> {
        let signature = self.builder.signature(id);
        let (side, ty, missing) = match value {
            read::Value::Input(index) => {
                let view = self.builder.elaborated.view(id)?;
                let name = view.inputs().get(index)?;
                let mut inputs = signature.inputs.iter().enumerate();
                let (index, field) = inputs.find(|(_, field)| field.name == *name)?;
                (Side::Input(index), field.ty.clone(), field.missing)
            }
            read::Value::Output(index) => {
                let (name, _) = self.builder.world.model(id)?.outputs.get(index)?;
                let mut outputs = signature.outputs.iter().enumerate();
                let (index, field) = outputs.find(|(_, field)| field.name == *name)?;
                (Side::Output(index), field.ty.clone(), field.missing)
            }
        };
        Some((side, self.adopt(id, &ty), missing))
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
