//! Runtime expressions as Rust expressions.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{
        Access, Borrow, InputField, Origin, OutputField, Presence, Read, Side, Step, StepOutput,
    },
    types::{Shape, Type},
};

use super::{
    context, literal, message,
    names::{bare, ident},
    path::{Form, Got, Walk, closure_name},
    scope::{Scope, Site},
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
                    got.tokens = value::hidden(scope, &got.tokens);
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
    let (tokens, missing) = value::borrowed(got, &Shape::Bool);
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

/// Where a read begins.
pub(super) enum Start {
    /// A place to walk on from.
    Walk(Walk),
    /// Nothing to walk into: the value itself.
    Done(Got),
}

fn origin(scope: &Scope<'_, '_>, read: &Read) -> Start {
    match &read.origin {
        Origin::Input { field } => match scope.module.workflow.inputs.get(*field) {
            Some(input) => from_input(scope, &quote!(inputs), input, read, true),
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
                read,
            )
        }
        Origin::Called { slot, side } => from_called(scope, *slot, *side),
        Origin::JustCalled { workflow, side } => match scope.site {
            Site::Failure | Site::Request | Site::Workflow => nothing(scope),
            Site::Response | Site::Nested => {
                scope.use_run();
                from_run(
                    scope,
                    &quote!(run),
                    scope.module.target(*workflow),
                    *side,
                    read,
                )
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
        Origin::Url => message::from_response(scope, &quote!(url()), false),
        Origin::Method => message::from_response(scope, &quote!(method()), false),
        Origin::StatusCode => Start::Done(message::status(scope, &read.ty)),
        Origin::RequestParameter { index } => message::from_parameter(scope, *index, read),
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

/// A value that is never there.
pub(super) fn nothing(scope: &Scope<'_, '_>) -> Start {
    let json = scope.module.imports.item("serde_json", "Value");
    let tokens = quote!(None::<&#json>);
    Start::Done(Got {
        tokens,
        form: Form::Ref,
        missing: true,
        nullable: false,
    })
}

/// An input, with its default filled in. `own`: of this workflow, so that its named types are those of this module.
fn from_input(
    scope: &Scope<'_, '_>,
    holder: &TokenStream,
    input: &InputField,
    read: &Read,
    own: bool,
) -> Start {
    let field = ident(&input.ident);
    let nullable = types::is_option(&input.ty);
    let plain = Walk::new(
        quote!(#holder.#field),
        &input.ident,
        input.missing,
        nullable,
        false,
    );
    let Some(json) = input.default.as_ref().filter(|_| input.missing) else {
        return Start::Walk(plain);
    };
    let Some(default) = default_of(scope, json, &input.ty, own) else {
        return fitting_default(scope, &quote!(#holder.#field), json, input, nullable);
    };
    if !read.access.is_empty() {
        let or = or_default(&default);
        let name = scope.variable(bare(&input.ident), &quote!(#holder.#field.clone() #or));
        return Start::Walk(Walk::new(
            quote!(#name),
            &input.ident,
            false,
            nullable,
            false,
        ));
    }
    let got = match (
        &input.ty.shape,
        nullable,
        input.default.as_ref().and_then(|json| json.as_str()),
    ) {
        (Shape::String, false, Some(text)) => Got {
            tokens: quote!(#holder.#field.as_deref().unwrap_or(#text)),
            form: Form::Text,
            missing: false,
            nullable,
        },
        _ if types::is_copy(&input.ty) => Got {
            tokens: quote!(#holder.#field.unwrap_or(#default)),
            form: Form::Owned,
            missing: false,
            nullable,
        },
        _ => Got {
            tokens: {
                let or = or_default(&default);
                quote!(#holder.#field.clone() #or)
            },
            form: Form::Owned,
            missing: false,
            nullable,
        },
    };
    Start::Done(got)
}

/// A default as an expression of the input's type, where it can be written as one.
fn default_of(
    scope: &Scope<'_, '_>,
    json: &serde_json::Value,
    ty: &Type,
    own: bool,
) -> Option<TokenStream> {
    let known = own || ty.mentions().is_empty();
    known
        .then(|| literal::typed(scope.module, json, ty))
        .flatten()
}

/// A default that is read from its JSON: a union, a map, bytes, whatever has no literal. It may turn out not to fit its
/// type, and then there is none.
fn fitting_default(
    scope: &Scope<'_, '_>,
    place: &TokenStream,
    json: &serde_json::Value,
    input: &InputField,
    nullable: bool,
) -> Start {
    let (helper, json) = (scope.module.rt("json"), literal::json(scope.module, json));
    let value = quote!(#place.clone().or_else(|| #helper::fitting(#json)));
    let name = scope.variable(bare(&input.ident), &value);
    Start::Walk(Walk::new(
        quote!(#name),
        &input.ident,
        true,
        nullable,
        false,
    ))
}

/// `.unwrap_or(..)`, lazily where the default takes work.
fn or_default(default: &TokenStream) -> TokenStream {
    let works = |token| matches!(token, proc_macro2::TokenTree::Group(_));
    if default.clone().into_iter().any(works) {
        quote!(.unwrap_or_else(|| #default))
    } else {
        quote!(.unwrap_or(#default))
    }
}

/// An output of a step of this workflow.
fn from_step(scope: &Scope<'_, '_>, index: usize, output: usize) -> Start {
    let Some(step) = scope.module.step(index) else {
        return nothing(scope);
    };
    let Some(field) = step.outputs.get(output) else {
        return nothing(scope);
    };
    if scope.module.goes_back() || scope.through_done.get() {
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
    let completed = match context::partial_option(field) {
        true => quote!(#outputs.#name.as_ref()),
        false => quote!(Some(&#outputs.#name)),
    };
    let call = quote!(find(|#outputs| #completed, |#outputs| #outputs.#name.as_ref()));
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
    if let Some(own) = scope.own_outputs.borrow().as_ref() {
        let walk = Walk::new(own.clone(), &step.ident, false, false, false);
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
    read: &Read,
) -> Start {
    let Some(workflow) = workflow else {
        return nothing(scope);
    };
    match side {
        Side::Input(index) => match workflow.inputs.get(index) {
            Some(input) => from_input(scope, &quote!(#run.inputs), input, read, false),
            None => nothing(scope),
        },
        Side::Output(index) => match workflow.outputs.get(index) {
            Some(output) => {
                let field = ident(&output.ident);
                let place = quote!(#run.outputs.#field);
                Start::Walk(Walk::new(
                    place,
                    &output.ident,
                    output.missing,
                    types::is_option(&output.ty),
                    false,
                ))
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
            if let Some(json) = input.default.as_ref().filter(|_| input.missing) {
                return default_of_run(scope, &quote!(called.#field), json, input);
            }
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

/// The input of a run that may not have happened: its default only counts if it did.
fn default_of_run(
    scope: &Scope<'_, '_>,
    run: &TokenStream,
    json: &serde_json::Value,
    input: &InputField,
) -> Start {
    let field = ident(&input.ident);
    let value = match default_of(scope, json, &input.ty, false) {
        Some(default) => {
            let or = or_default(&default);
            let clone = (!types::is_copy(&input.ty)).then(|| quote!(.clone()));
            quote!(map(|run| run.inputs.#field #clone #or))
        }
        None => {
            let (helper, json) = (scope.module.rt("json"), literal::json(scope.module, json));
            quote!(and_then(|run| run.inputs.#field.clone().or_else(|| #helper::fitting(#json))))
        }
    };
    let name = scope.variable(bare(&input.ident), &quote!(#run.as_ref().#value));
    Start::Walk(Walk::new(
        quote!(#name),
        &input.ident,
        true,
        types::is_option(&input.ty),
        false,
    ))
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
    scope.moving.get() && movable_access(access)
}

/// Whether the way can be taken by value.
pub(super) fn movable_access(access: &[Access]) -> bool {
    access
        .iter()
        .all(|access| matches!(access, Access::Field { boxed: false, .. }))
}
