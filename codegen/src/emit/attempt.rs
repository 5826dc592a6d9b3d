//! One attempt of a step: what it sends or calls, whether that succeeded, and the outputs it yields.

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{
    How, OperationCall, Origin, Poll, ProjectionShape, Read, Reading, Step, StepCall, StepOutput,
    Test, Value,
};

use super::{
    condition, context,
    convert::{self, Mode, Target},
    leave, message,
    names::assign,
    names::{bare, ident},
    nested, projection, render, request,
    scope::{Scope, Site},
    start,
};

/// What comes after an attempt in the same function, given the scope and the struct literal of the outputs.
pub(super) type Finish<'f> = &'f dyn Fn(&Scope<'_, '_>, Option<TokenStream>) -> TokenStream;

/// Writes the attempt of the scope's step and what follows it. `keep` says that the latter reads the response or run.
pub(super) fn attempt(
    scope: &Scope<'_, '_>,
    step: &Step,
    keep: bool,
    finish: Finish<'_>,
) -> TokenStream {
    match &step.call {
        StepCall::Operation(call) => operation(scope, step, call, keep, finish),
        StepCall::Workflow(call) => {
            let after = scope.at(Site::Nested);
            let checks = criteria(&after, step);
            let rest = rest(&after, step, keep, finish);
            let readings = after.readings(&[]);
            let kept = !rest.never && (keep || call.slot.is_some());
            let statements = nested::statements(scope, call, kept || after.uses_run());
            let (early, late) = (rest.early, rest.late);
            quote!(#statements #readings #checks #early #late)
        }
    }
}

fn operation(
    scope: &Scope<'_, '_>,
    step: &Step,
    call: &OperationCall,
    keep: bool,
    finish: Finish<'_>,
) -> TokenStream {
    let before = scope.at(Site::Request);
    let sending = request::statements(&before, call);
    let after = scope.at(Site::Response);
    let checks = criteria(&after, step);
    let rest = rest(&after, step, keep, finish);
    let readings = after.readings(&pointers(&call.reading));
    let used = keep && !rest.never || after.responded();
    let decoded = match &call.reading.how {
        How::Struct(projection) if reads_body(step) && !rest.never => {
            let ty = projection::declare(scope.module, projection);
            match projection.shape {
                ProjectionShape::Whole(_) => quote!(let body: #ty = step.decode_whole(&response)?;),
                _ => quote!(let body: #ty = step.decode(&response)?;),
            }
        }
        _ => TokenStream::new(),
    };
    let send = if used {
        quote!(let response = step.send(request).await?;)
    } else {
        quote!(step.send(request).await?;)
    };
    let (early, late) = (rest.early, rest.late);
    quote!(#sending #send #readings #checks #early #decoded #late)
}

/// What follows the criteria of an attempt.
struct Rest {
    /// What needs no outputs.
    early: TokenStream,
    /// The outputs, and what follows them.
    late: TokenStream,
    /// Whether no answer is ever final, so that there are no outputs and nothing follows.
    never: bool,
}

fn rest(scope: &Scope<'_, '_>, step: &Step, keep: bool, finish: Finish<'_>) -> Rest {
    let by_outputs = step.polls.iter().position(Poll::reads_outputs);
    let (early, late) = step.polls.split_at(by_outputs.unwrap_or(step.polls.len()));
    let early = polls(scope, early);
    scope.judge();
    if early.always {
        return Rest {
            early: early.code,
            late: TokenStream::new(),
            never: true,
        };
    }
    let outputs = outputs(scope, step, !keep);
    let hoisted = scope.take_hoisted();
    let late = match outputs {
        Some(literal) if !late.is_empty() => {
            let Polls { code, always } = polls(&scope.with_outputs_named(), late);
            let finish = (!always).then(|| finish(scope, Some(quote!(outputs))));
            quote!(#hoisted let outputs = #literal; #code #finish)
        }
        outputs => {
            let finish = finish(scope, outputs);
            quote!(#hoisted #finish)
        }
    };
    Rest {
        early: early.code,
        late,
        never: false,
    }
}

/// Whether any output reads the response's body.
fn reads_body(step: &Step) -> bool {
    let mut reads = step.outputs.iter().flat_map(|output| output.value.reads());
    reads.any(|read| matches!(read.origin, Origin::Body { .. }))
}

/// The leaves' pointers.
pub(super) fn pointers(reading: &Reading) -> Vec<String> {
    reading
        .leaves
        .iter()
        .map(|leaf| leaf.pointer.clone())
        .collect()
}

/// The success criteria: the first that does not hold ends the attempt.
fn criteria(scope: &Scope<'_, '_>, step: &Step) -> TokenStream {
    let mut out = TokenStream::new();
    for criterion in &step.criteria {
        if matches!(criterion.test, Test::Successful) {
            // Of a called workflow, that it completed says the same.
            if scope.site == Site::Response {
                scope.respond();
                out.extend(quote!(step.succeeded(&response)?;));
            }
            continue;
        }
        let Some(holds) = condition::all_hold(scope, [&criterion.test]) else {
            continue;
        };
        let text = &criterion.text;
        out.extend(scope.take_hoisted());
        out.extend(quote!(step.require(#text, #holds)?;));
    }
    out
}

/// Answers that are not final, each an `if` that ends the attempt.
struct Polls {
    code: TokenStream,
    /// Whether the last one always ends it: nothing can follow.
    always: bool,
}

fn polls(scope: &Scope<'_, '_>, polls: &[Poll]) -> Polls {
    let mut code = TokenStream::new();
    for poll in polls {
        let holds = condition::all_hold(scope, poll.tests().iter());
        code.extend(scope.take_hoisted());
        let name = &poll.name;
        let Some(holds) = holds else {
            code.extend(quote!(Err(step.not_final(#name))));
            return Polls { code, always: true };
        };
        code.extend(quote!(if #holds { return Err(step.not_final(#name)); }));
    }
    Polls {
        code,
        always: false,
    }
}

/// The outputs as a struct literal. `moving` allows taking parts of the body instead of cloning them.
fn outputs(scope: &Scope<'_, '_>, step: &Step, moving: bool) -> Option<TokenStream> {
    if step.outputs.is_empty() {
        return None;
    }
    let ty = context::partial_type(step);
    let fields: Vec<TokenStream> = step
        .outputs
        .iter()
        .enumerate()
        .map(|(index, output)| {
            let later = step.outputs.get(index + 1..).unwrap_or_default();
            match moving && is_last_use(scope, output, later) {
                true => field(&scope.moving(), output, Mode::Step),
                false => field(scope, output, Mode::Step),
            }
        })
        .collect();
    Some(quote!(#ty { #(#fields),* }))
}

/// `name: value` of one output.
fn field(scope: &Scope<'_, '_>, output: &StepOutput, mode: Mode) -> TokenStream {
    let name = ident(&output.ident);
    let target = Target {
        ty: &output.ty,
        optional: mode == Mode::Lenient || context::partial_option(output),
        name: &output.name,
    };
    let value = convert::kept(scope, &output.value, &target, mode);
    assign(&name, &value)
}

/// The outputs of a failed attempt that got a response: what fits, the rest counts as missing (decision D-40).
pub(super) fn outputs_after_failure(scope: &Scope<'_, '_>, step: &Step) -> TokenStream {
    let StepCall::Operation(call) = &step.call else {
        return TokenStream::new();
    };
    let after = scope.at_failed_response();
    let fields: Vec<TokenStream> = step
        .outputs
        .iter()
        .map(|output| field(&after, output, Mode::Lenient))
        .collect();
    let readings = after.readings(&pointers(&call.reading));
    let hoisted = after.take_hoisted();
    let ty = context::attempt_type(step);
    let (place, kept) = (
        leave::place(scope.module, scope.own.unwrap_or_default(), step),
        scope
            .module
            .kept_of_failure(step, &quote!(#ty { #(#fields),* })),
    );
    let blank = render::blank();
    // A step may hand on what it read no response for.
    let condition = match after.responded() {
        true => quote!(let Some(response) = failure.response()),
        false => quote!(failure.response().is_some()),
    };
    quote! {
        if #condition {
            #readings
            #hoisted
            #place = Some(#kept);
        }
        #blank
    }
}

/// Whether no later output needs what `output` would move out of its variable.
fn is_last_use(scope: &Scope<'_, '_>, output: &StepOutput, later: &[StepOutput]) -> bool {
    let Value::Read(own) = &output.value else {
        return false;
    };
    if !start::movable_access(&own.access) {
        return false;
    }
    let Some(root) = root(scope, own) else {
        return false;
    };
    let later = later.iter().flat_map(|output| output.value.reads());
    let mut others = later.filter_map(|read| self::root(scope, read));
    others.all(|other| !other.starts_with(&root) && !root.starts_with(&other))
}

/// The way to what a read moves: through the fields up to the first that is optional.
fn root(scope: &Scope<'_, '_>, read: &Read) -> Option<Vec<String>> {
    let leaf = match read.origin {
        Origin::Body { leaf } => leaf,
        Origin::WholeBody => return Some(Vec::new()),
        _ => return None,
    };
    let reading = message::own_reading(scope)?;
    if !matches!(reading.how, How::Struct(_)) {
        return Some(vec![leaf.to_string()]);
    }
    let mut way = Vec::new();
    for access in reading.leaves.get(leaf)?.path.iter().chain(&read.access) {
        let crate::plan::Access::Field {
            ident,
            missing,
            nullable,
            ..
        } = access
        else {
            way.push("0".to_owned());
            break;
        };
        way.push(bare(ident).to_owned());
        if *missing || *nullable {
            break;
        }
    }
    Some(way)
}
