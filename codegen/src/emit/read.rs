//! Runtime expressions as Rust expressions.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{
        Access, How, InputField, Leaf, Origin, OutputField, Read, Reading, Side, StepCall, Value,
    },
    types::{Shape, Type},
};

use super::{
    body,
    context::{self, Scope, Site},
    literal,
    names::{bare, ident},
    path::{Form, Got, Walk},
    types, value,
};

/// The value of a runtime expression.
pub(super) fn read(scope: &Scope<'_, '_>, read: &Read) -> Got {
    let read = &effective(scope, read);
    match origin(scope, read) {
        Start::Done(got) => got,
        Start::Walk(mut walk) => {
            into(&mut walk, &read.access, &read.ty);
            let mut got = walk.finish();
            if read.ty.shape == Shape::Value {
                got.nullable = false;
            }
            got
        }
    }
}

/// The expression with the type that it has in the emitted code: a body read leaf by leaf yields JSON values.
pub(super) fn effective(scope: &Scope<'_, '_>, read: &Read) -> Read {
    let ty = match &read.origin {
        Origin::WholeBody | Origin::RequestBody | Origin::Nothing => Type::value(),
        Origin::Body { .. } if !reads_struct(scope) => Type::value(),
        Origin::Header(_) => Type::new(Shape::String),
        Origin::RequestParameter { index } => match own_parameter(scope, *index) {
            Some(source) if read.access.is_empty() => value::type_of(scope, source),
            _ => return read.clone(),
        },
        _ => return read.clone(),
    };
    Read { ty, ..read.clone() }
}

/// Whether parts of the body come out of a private struct here.
fn reads_struct(scope: &Scope<'_, '_>) -> bool {
    let declared = own_reading(scope).is_some_and(|reading| matches!(reading.how, How::Struct(_)));
    declared && scope.site == Site::Response && !scope.lenient.get()
}

/// Where a read begins.
enum Start {
    /// A place to walk on from.
    Walk(Walk),
    /// Nothing to walk into: the value itself.
    Done(Got),
}

fn origin(scope: &Scope<'_, '_>, read: &Read) -> Start {
    match &read.origin {
        Origin::Input { field } => {
            scope.need(|needs| needs.inputs = true);
            match scope.module.workflow.inputs.get(*field) {
                Some(input) => from_input(scope, &quote!(inputs), input, read),
                None => nothing(),
            }
        }
        Origin::Step { step, output, .. } => from_step(scope, *step, *output),
        Origin::OwnOutput { output } => from_own_output(scope, *output),
        Origin::Prerequisite { index, side } => {
            scope.need(|needs| needs.prerequisites = true);
            let Some(prerequisite) = scope.module.workflow.prerequisites.get(*index) else {
                return nothing();
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
            Site::Failure | Site::Request | Site::Workflow => nothing(),
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
        Origin::Body { leaf } => from_body(scope, *leaf, read),
        Origin::WholeBody => {
            let body = scope.whole_body(if reads_struct(scope) { "value" } else { "body" });
            Start::Walk(Walk::new(
                quote!(#body),
                "body",
                true,
                false,
                movable(scope, &read.access),
            ))
        }
        Origin::Header(name) => from_response(scope, &quote!(header(#name)), true),
        Origin::Url => from_response(scope, &quote!(url()), false),
        Origin::Method => from_response(scope, &quote!(method()), false),
        Origin::StatusCode => Start::Done(status(scope, &read.ty)),
        Origin::RequestParameter { index } => from_parameter(scope, *index, read),
        Origin::RequestBody => from_request_body(scope),
        Origin::Nothing => nothing(),
        Origin::Constant(text) => Start::Done(Got {
            tokens: quote!(#text),
            form: Form::Text,
            missing: false,
            nullable: false,
        }),
    }
}

/// A value that is never there.
fn nothing() -> Start {
    let tokens = quote!(None::<&::arazzo_runtime::serde_json::Value>);
    Start::Done(Got {
        tokens,
        form: Form::Ref,
        missing: true,
        nullable: false,
    })
}

/// An input, with its default filled in.
fn from_input(
    scope: &Scope<'_, '_>,
    holder: &TokenStream,
    input: &InputField,
    read: &Read,
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
    let default = input.default.as_ref().filter(|_| input.missing);
    let Some(default) = default.and_then(|json| literal::typed(scope.module, json, &input.ty))
    else {
        return Start::Walk(plain);
    };
    if !read.access.is_empty() {
        let name = scope.locals.fresh(bare(&input.ident));
        scope.hoist(quote!(let #name = #holder.#field.clone().unwrap_or_else(|| #default);));
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
            tokens: quote!(#holder.#field.clone().unwrap_or_else(|| #default)),
            form: Form::Owned,
            missing: false,
            nullable,
        },
    };
    Start::Done(got)
}

/// An output of another step: from its variable in straight-line code, else from what is done.
fn from_step(scope: &Scope<'_, '_>, index: usize, output: usize) -> Start {
    let Some(step) = scope.module.step(index) else {
        return nothing();
    };
    let Some(field) = step.outputs.get(output) else {
        return nothing();
    };
    let mut walk = if scope.module.state_machine || scope.through_done.get() {
        scope.need(|needs| needs.done = true);
        let done = ident(&step.ident);
        Walk::new(quote!(done.#done), bare(&step.ident), true, false, false)
    } else {
        scope.need(|needs| {
            needs.steps.insert(index);
        });
        let name = scope.module.step_name(index);
        Walk::new(quote!(#name), &step.ident, false, false, false)
    };
    walk.field(
        &field.ident,
        context::partial_option(step, field),
        types::is_option(&field.ty),
        false,
    );
    Start::Walk(walk)
}

/// An output of the step itself, in its actions.
fn from_own_output(scope: &Scope<'_, '_>, output: usize) -> Start {
    let Some(step) = scope.own_step() else {
        return nothing();
    };
    let Some(field) = step.outputs.get(output) else {
        return nothing();
    };
    let mut walk = match scope.own_outputs.borrow().as_ref() {
        Some(own) => Walk::new(own.clone(), &step.ident, false, false, false),
        None if scope.module.state_machine => {
            scope.need(|needs| needs.done = true);
            let done = ident(&step.ident);
            Walk::new(quote!(done.#done), bare(&step.ident), true, false, false)
        }
        None => return nothing(),
    };
    walk.field(
        &field.ident,
        context::partial_option(step, field),
        types::is_option(&field.ty),
        false,
    );
    Start::Walk(walk)
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
        return nothing();
    };
    match side {
        Side::Input(index) => match workflow.inputs.get(index) {
            Some(input) => from_input(scope, &quote!(#run.inputs), input, read),
            None => nothing(),
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
            None => nothing(),
        },
    }
}

/// An output or input of the latest run of a called workflow, if it ran.
fn from_called(scope: &Scope<'_, '_>, slot: usize, side: Side) -> Start {
    scope.need(|needs| needs.called = true);
    let Some(slot) = scope.module.workflow.called.get(slot) else {
        return nothing();
    };
    let Some(workflow) = scope.module.target(slot.workflow) else {
        return nothing();
    };
    let field = ident(&slot.ident);
    let mut walk = Walk::new(quote!(called.#field), &slot.ident, true, false, false);
    match side {
        Side::Input(index) => {
            let Some(input) = workflow.inputs.get(index) else {
                return nothing();
            };
            walk.field("inputs", false, false, false);
            walk.field(
                &input.ident,
                input.missing,
                types::is_option(&input.ty),
                false,
            );
            if let Some(default) = input.default.as_ref().filter(|_| input.missing)
                && let Some(default) = literal::typed(scope.module, default, &input.ty)
            {
                return with_default(scope, walk, input, &default);
            }
        }
        Side::Output(index) => {
            let Some(OutputField {
                ident, missing, ty, ..
            }) = workflow.outputs.get(index)
            else {
                return nothing();
            };
            walk.field("outputs", false, false, false);
            walk.field(ident, *missing, types::is_option(ty), false);
        }
    }
    Start::Walk(walk)
}

/// The input of a run that may not have happened: its default only counts if it did.
fn with_default(
    scope: &Scope<'_, '_>,
    walk: Walk,
    input: &InputField,
    default: &TokenStream,
) -> Start {
    let got = walk.finish().tokens;
    let name = scope.locals.fresh(bare(&input.ident));
    scope.hoist(quote!(let #name = #got.cloned().unwrap_or_else(|| #default);));
    Start::Walk(Walk::new(
        quote!(#name),
        &input.ident,
        false,
        types::is_option(&input.ty),
        false,
    ))
}

/// A part of the response's body.
fn from_body(scope: &Scope<'_, '_>, index: usize, read: &Read) -> Start {
    let Some(reading) = own_reading(scope) else {
        return nothing();
    };
    let Some(leaf) = reading.leaves.get(index) else {
        return nothing();
    };
    let moving = scope.moving.get() && movable_access(&read.access);
    match &reading.how {
        How::Struct(_) if reads_struct(scope) => {
            scope.respond();
            let mut walk = Walk::new(quote!(body), "body", false, false, moving);
            project(&mut walk, leaf);
            Start::Walk(walk)
        }
        _ => {
            let name = scope.leaf(index, &leaf_name(leaf));
            Start::Walk(Walk::new(quote!(#name), "value", true, false, moving))
        }
    }
}

/// What the own step reads from its response.
pub(super) fn own_reading<'p>(scope: &Scope<'_, 'p>) -> Option<&'p Reading> {
    match &scope.own_step()?.call {
        StepCall::Operation(call) => Some(&call.reading),
        StepCall::Workflow(_) => None,
    }
}

/// Walks through the private struct to a leaf.
fn project(walk: &mut Walk, leaf: &Leaf) {
    let last = leaf.path.len().saturating_sub(1);
    for (position, access) in leaf.path.iter().enumerate() {
        let untyped = position == last && leaf.ty.shape == Shape::Value;
        match access {
            Access::Field {
                ident,
                missing,
                nullable,
                boxed,
            } => {
                walk.field(ident, *missing, *nullable && !untyped, *boxed);
            }
            Access::Element { nullable, .. } => walk.nth(*nullable && !untyped),
            Access::Key { key, nullable } => {
                walk.find(&quote!(get(#key)), "value", *nullable && !untyped)
            }
            Access::Pointer(pointer) => walk.find(&quote!(pointer(#pointer)), "value", false),
        }
    }
}

/// A name for the variable of a leaf: the last part of its pointer that is a word.
fn leaf_name(leaf: &Leaf) -> String {
    use heck::ToSnakeCase;
    let words = leaf
        .pointer
        .rsplit('/')
        .map(|token| token.replace(|c: char| !c.is_ascii_alphanumeric(), " "));
    let mut names = words.map(|token| token.to_snake_case());
    names
        .find(|name| {
            name.starts_with(|c: char| c.is_ascii_lowercase())
                && syn::parse_str::<syn::Ident>(name).is_ok()
        })
        .unwrap_or_else(|| "found".to_owned())
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
            Access::Pointer(pointer) => walk.find(&quote!(pointer(#pointer)), "value", false),
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

/// Something that the response knows as text.
fn from_response(scope: &Scope<'_, '_>, call: &TokenStream, optional: bool) -> Start {
    scope.respond();
    let chain = if optional {
        quote!(and_then)
    } else {
        quote!(map)
    };
    let (tokens, missing) = match scope.site {
        Site::Response => (quote!(response.#call), optional),
        Site::Failure => (
            quote!(failure.response().#chain(|response| response.#call)),
            true,
        ),
        _ => (
            quote!(response.as_ref().#chain(|response| response.#call)),
            true,
        ),
    };
    Start::Done(Got {
        tokens,
        form: Form::Text,
        missing,
        nullable: false,
    })
}

/// `$statusCode` as the integer type that is wanted.
fn status(scope: &Scope<'_, '_>, ty: &Type) -> Got {
    scope.respond();
    let wide = match ty.shape {
        Shape::Int64 => Some(quote!(i64::from)),
        Shape::Int32 => Some(quote!(i32::from)),
        _ => None,
    };
    let (tokens, missing) = match (scope.site, wide) {
        (Site::Response, Some(wide)) => (quote!(#wide(response.status())), false),
        (Site::Response, None) => (quote!(response.status()), false),
        (site, wide) => {
            let status = match site {
                Site::Failure => quote!(failure.status()),
                _ => quote!(response.as_ref().map(|response| response.status())),
            };
            let map = wide.map(|wide| quote!(.map(#wide)));
            (quote!(#status #map), true)
        }
    };
    Got {
        tokens,
        form: Form::Owned,
        missing,
        nullable: false,
    }
}

/// The value of a parameter of the own request, evaluated again: nothing it reads changes during an attempt.
fn from_parameter(scope: &Scope<'_, '_>, index: usize, read_of: &Read) -> Start {
    match own_parameter(scope, index) {
        Some(Value::Read(source)) => {
            let mut joined = source.clone();
            joined.access.extend(read_of.access.iter().cloned());
            joined.ty = read_of.ty.clone();
            Start::Done(read(scope, &joined))
        }
        Some(other) => Start::Done(value::got(scope, other)),
        None => nothing(),
    }
}

/// The value that the own request sends as a parameter.
fn own_parameter<'p>(scope: &Scope<'_, 'p>, index: usize) -> Option<&'p Value> {
    match &scope.own_step()?.call {
        StepCall::Operation(call) => call.parameters.get(index).map(|parameter| &parameter.value),
        StepCall::Workflow(_) => None,
    }
}

/// The body that was sent; outside of its attempt it is made again from the values it was made from.
fn from_request_body(scope: &Scope<'_, '_>) -> Start {
    let Some(StepCall::Operation(call)) = scope.own_step().map(|step| &step.call) else {
        return nothing();
    };
    let Some(sent) = &call.body else {
        return nothing();
    };
    if scope.site != Site::Response {
        body::to_send(scope, sent);
    }
    Start::Walk(Walk::new(
        quote!(to_send),
        "value",
        body::is_optional(scope, sent),
        false,
        false,
    ))
}
