//! Runtime expressions as Rust expressions.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{
        Access, Borrow, InputField, Origin, OutputField, Presence, Read, Side, Step, StepOutput,
        Value,
    },
    types::{Shape, Type},
};

use super::{
    context, got, message,
    names::{bare, ident},
    path::{Form, Got, Walk, closure_name},
    scope::{Scope, Site},
    start::{Start, movable_access, nothing},
    types, value,
};

/// The value of a runtime expression.
pub(super) fn read(scope: &Scope<'_, '_>, read: &Read) -> Got {
    let read = &effective(scope, read);
    match origin(scope, read) {
        Start::Done(got) => got,
        Start::Walk(mut walk) => {
            if let Some((Access::Json(pointer), before)) = read.access.split_last() {
                into(&mut walk, before, &Type::new(Shape::Bool));
                let mut got = inside(scope, walk.finish(), pointer);
                if read.ty.shape == Shape::SecretValue {
                    got.tokens = got::hidden(scope, &got.tokens);
                }
                return got;
            }
            into(&mut walk, &read.access, &read.ty);
            let mut got = walk.finish();
            if read.ty.shape == Shape::Value {
                got.nullable = false;
            }
            got
        }
    }
}

/// A part of a typed value that has no field of its own: looked up in its JSON.
fn inside(scope: &Scope<'_, '_>, got: Got, pointer: &str) -> Got {
    let helper = scope.module.rt("json");
    let (tokens, missing) = got::borrowed(got, &Shape::Bool);
    let tokens = if missing {
        quote!(#tokens.and_then(|value| #helper::at(value, #pointer)))
    } else {
        quote!(#helper::at(#tokens, #pointer))
    };
    Got {
        tokens,
        form: Form::Owned,
        missing: true,
        nullable: false,
    }
}

/// The expression with the type that it has in the emitted code: a body read leaf by leaf yields JSON values.
pub(super) fn effective(scope: &Scope<'_, '_>, read: &Read) -> Read {
    let ty = match &read.origin {
        Origin::WholeBody | Origin::RequestBody | Origin::Nothing => Type::value(),
        Origin::Body { .. } if !message::reads_struct(scope) => Type::value(),
        Origin::Header(_) => Type::new(Shape::String),
        Origin::RequestParameter { index } => match message::own_parameter(scope, *index) {
            Some(source) if read.access.is_empty() => value::type_of(scope, source),
            _ => return read.clone(),
        },
        _ => return read.clone(),
    };
    Read { ty, ..read.clone() }
}

fn origin(scope: &Scope<'_, '_>, read: &Read) -> Start {
    match &read.origin {
        Origin::Input { field } => match scope.module.workflow.inputs.get(*field) {
            Some(input) => from_input(&quote!(inputs), input),
            None => nothing(scope),
        },
        Origin::Step { step, output, .. } => from_step(scope, *step, *output),
        Origin::OwnOutput { output } => from_own_output(scope, *output),
        Origin::Prerequisite { index, side } => {
            let Some(prerequisite) = scope.module.workflow.prerequisites.get(*index) else {
                return nothing(scope);
            };
            let field = ident(&prerequisite.ident);
            from_run(
                scope,
                &quote!(prerequisites.#field),
                scope.module.target(prerequisite.workflow),
                *side,
            )
        }
        Origin::Called { slot, side } => from_called(scope, *slot, *side),
        Origin::JustCalled { workflow, side } => match scope.site {
            Site::Failure | Site::Request | Site::Workflow => nothing(scope),
            Site::Response | Site::Nested => {
                scope.use_run();
                from_run(scope, &quote!(run), scope.module.target(*workflow), *side)
            }
        },
        Origin::Body { leaf } => message::from_body(scope, *leaf, read),
        Origin::WholeBody => {
            let body = scope.whole_body(if message::reads_struct(scope) {
                "value"
            } else {
                "body"
            });
            Start::Walk(Walk::new(
                quote!(#body),
                "body",
                true,
                false,
                movable(scope, &read.access),
            ))
        }
        Origin::Text => message::whole_of_response(scope, &quote!(text())),
        Origin::Bytes => message::whole_of_response(scope, &quote!(binary())),
        Origin::Header(name) => message::from_response(scope, &quote!(header(#name)), true),
        Origin::SentContentType => {
            message::from_response(scope, &quote!(sent_content_type()), true)
        }
        Origin::SentIdempotencyKey => {
            message::from_response(scope, &quote!(sent_idempotency_key()), true)
        }
        Origin::Url => message::from_response(scope, &quote!(url()), false),
        Origin::Method => message::from_response(scope, &quote!(method()), false),
        Origin::StatusCode => Start::Done(message::status(scope, &read.ty)),
        Origin::RequestParameter { index } => from_parameter(scope, *index, read),
        Origin::RequestBody => message::from_request_body(scope),
        Origin::Nothing => nothing(scope),
        Origin::Constant(text) => Start::Done(Got {
            tokens: quote!(#text),
            form: Form::Text,
            missing: false,
            nullable: false,
        }),
    }
}

/// A field of somebody's inputs.
fn from_input(holder: &TokenStream, input: &InputField) -> Start {
    let mut walk = Walk::new(holder.clone(), "inputs", false, false, false);
    let nullable = types::is_option(&input.ty);
    walk.field(&input.ident, input.missing, nullable, false);
    Start::Walk(walk)
}

/// An output of a step of this workflow.
fn from_step(scope: &Scope<'_, '_>, index: usize, output: usize) -> Start {
    let Some(step) = scope.module.step(index) else {
        return nothing(scope);
    };
    let Some(field) = step.outputs.get(output) else {
        return nothing(scope);
    };
    if scope.module.goes_back() || scope.through_done {
        return from_kept(step, done(step), field);
    }
    let name = scope.module.step_name(index);
    let presence = match scope.own_step() {
        Some(own) if scope.own == Some(index) && own.takes.kept != Borrow::Nothing => {
            return from_kept(step, quote!(kept), field);
        }
        Some(own) => own.takes.steps.get(&index).copied().unwrap_or_default(),
        None => match (step.at_end, scope.module.keeps_outputs(index)) {
            (Presence::Completed, false) => Presence::Completed,
            (Presence::Attempted, _) => return from_kept(step, done(step), field),
            _ => return from_completed(step, done(step), field),
        },
    };
    match presence {
        Presence::Completed => {
            let walk = Walk::new(quote!(#name), &step.ident, false, false, false);
            Start::Walk(into_output(walk, field))
        }
        Presence::Possible => {
            let walk = Walk::of_option(quote!(#name), &step.ident);
            Start::Walk(into_output(walk, field))
        }
        Presence::Attempted => {
            let mut walk = Walk::of_option(quote!(#name), &step.ident);
            find(&mut walk, step, field);
            Start::Walk(walk)
        }
    }
}

/// The place where a run keeps a step's outputs.
fn done(step: &Step) -> TokenStream {
    let done = ident(&step.ident);
    quote!(done.#done)
}

/// An output out of a place that keeps what there is of a step's outputs.
fn from_kept(step: &Step, place: TokenStream, field: &StepOutput) -> Start {
    let mut walk = Walk::new(place, bare(&step.ident), true, false, false);
    if !step.has_attempt_type() {
        return Start::Walk(into_output(walk, field));
    }
    find(&mut walk, step, field);
    Start::Walk(walk)
}

/// The same where no failed attempt can have left anything behind.
fn from_completed(step: &Step, place: TokenStream, field: &StepOutput) -> Start {
    if !step.has_attempt_type() {
        return from_kept(step, place, field);
    }
    let completed = quote!(#place.as_ref().and_then(|outputs| outputs.completed()));
    let walk = Walk::of_option(completed, bare(&step.ident));
    Start::Walk(into_output(walk, field))
}

fn into_output(mut walk: Walk, field: &StepOutput) -> Walk {
    let missing = context::partial_option(field);
    walk.field(&field.ident, missing, types::is_option(&field.ty), false);
    walk
}

/// Into an output of a completed step or of what a failed attempt left behind, whichever there is.
fn find(walk: &mut Walk, step: &Step, field: &StepOutput) {
    let (outputs, name) = (closure_name(&step.ident), ident(&field.ident));
    let nested = types::is_option(&field.ty).then(|| quote!(.nested()));
    let optional = quote!(#outputs.#name #nested.as_ref());
    let completed = match context::partial_option(field) {
        true => optional.clone(),
        false => quote!(Some(&#outputs.#name)),
    };
    let call = quote!(find(|#outputs| #completed, |#outputs| #optional));
    walk.find(&call, &field.ident, types::is_option(&field.ty));
}

/// An output of the step itself, in its actions.
fn from_own_output(scope: &Scope<'_, '_>, output: usize) -> Start {
    let (Some(index), Some(step)) = (scope.own, scope.own_step()) else {
        return nothing(scope);
    };
    let Some(field) = step.outputs.get(output) else {
        return nothing(scope);
    };
    if scope.outputs_named {
        let walk = Walk::new(quote!(outputs), &step.ident, false, false, false);
        return Start::Walk(into_output(walk, field));
    }
    if scope.module.goes_back() {
        return from_kept(step, done(step), field);
    }
    match scope.module.keeps_outputs(index) {
        true => from_kept(step, quote!(kept), field),
        false => nothing(scope),
    }
}

/// An output or input of a finished run.
fn from_run(
    scope: &Scope<'_, '_>,
    run: &TokenStream,
    workflow: Option<&crate::plan::Workflow>,
    side: Side,
) -> Start {
    let Some(workflow) = workflow else {
        return nothing(scope);
    };
    match side {
        Side::Input(index) => match workflow.inputs.get(index) {
            Some(input) => from_input(&quote!(#run.inputs), input),
            None => nothing(scope),
        },
        Side::Output(index) => match workflow.outputs.get(index) {
            Some(output) => {
                let mut walk = Walk::new(quote!(#run.outputs), "outputs", false, false, false);
                let nullable = types::is_option(&output.ty);
                walk.field(&output.ident, output.missing, nullable, false);
                Start::Walk(walk)
            }
            None => nothing(scope),
        },
    }
}

/// An output or input of the latest run of a called workflow, if it ran.
fn from_called(scope: &Scope<'_, '_>, slot: usize, side: Side) -> Start {
    let Some(slot) = scope.module.workflow.called.get(slot) else {
        return nothing(scope);
    };
    let Some(workflow) = scope.module.target(slot.workflow) else {
        return nothing(scope);
    };
    let field = ident(&slot.ident);
    let mut walk = Walk::new(quote!(called.#field), &slot.ident, true, false, false);
    match side {
        Side::Input(index) => {
            let Some(input) = workflow.inputs.get(index) else {
                return nothing(scope);
            };
            walk.field("inputs", false, false, false);
            walk.field(
                &input.ident,
                input.missing,
                types::is_option(&input.ty),
                false,
            );
        }
        Side::Output(index) => {
            let Some(OutputField {
                ident, missing, ty, ..
            }) = workflow.outputs.get(index)
            else {
                return nothing(scope);
            };
            walk.field("outputs", false, false, false);
            walk.field(ident, *missing, types::is_option(ty), false);
        }
    }
    Start::Walk(walk)
}

/// Follows the accesses of an expression.
fn into(walk: &mut Walk, access: &[Access], ty: &Type) {
    let last = access.len().saturating_sub(1);
    for (position, step) in access.iter().enumerate() {
        let untyped = match access.get(position + 1) {
            Some(next) => matches!(next, Access::Pointer(_)),
            None => position == last && ty.shape == Shape::Value,
        };
        match step {
            Access::Field {
                ident,
                missing,
                nullable,
                boxed,
            } => {
                walk.field(ident, *missing, *nullable && !untyped, *boxed);
            }
            Access::Element { index, nullable } => {
                let call = if *index == 0 {
                    quote!(first())
                } else {
                    quote!(get(#index))
                };
                walk.find(&call, "element", *nullable && !untyped);
            }
            Access::Key { key, nullable } => {
                walk.find(&quote!(get(#key)), "value", *nullable && !untyped)
            }
            Access::Pointer(pointer) | Access::Json(pointer) => {
                walk.find(&quote!(pointer(#pointer)), "value", false)
            }
        }
    }
}

fn movable(scope: &Scope<'_, '_>, access: &[Access]) -> bool {
    scope.moving && movable_access(access)
}

/// The value of a parameter of the own request, evaluated again: nothing it reads changes during an attempt.
fn from_parameter(scope: &Scope<'_, '_>, index: usize, read_of: &Read) -> Start {
    match message::own_parameter(scope, index) {
        Some(Value::Read(source)) => {
            let mut joined = source.clone();
            joined.access.extend(read_of.access.iter().cloned());
            joined.ty = read_of.ty.clone();
            Start::Done(read(scope, &joined))
        }
        Some(other) => Start::Done(value::got(scope, other)),
        None => nothing(scope),
    }
}
