//! What follows an attempt: success actions, failure actions, retries.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::plan::{
    Action, ActionKind, Criterion, Helper, Operand, Origin, Step, StepCall, Test, Text,
    WorkflowCall,
};

use super::{
    attempt,
    context::{Module, Scope, Site},
    names::{self, ident},
    nested, request,
    step::{self, Table},
    test,
};

/// How a value leaves the function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// As the value of the last expression.
    Value,
    /// By `return`.
    Return,
}

impl Ending {
    fn leave(self, value: &TokenStream) -> TokenStream {
        match self {
            Self::Value => quote!(Ok(#value)),
            Self::Return => quote!(return Ok(#value);),
        }
    }

    fn fail(self, error: &TokenStream) -> TokenStream {
        match self {
            Self::Value => quote!(Err(#error)),
            Self::Return => quote!(return Err(#error);),
        }
    }
}

/// Whether the action can ever run.
pub(super) fn can_run(action: &Action) -> bool {
    !matches!(action.kind, ActionKind::Retry { limit: 0, .. }) && !never(&action.criteria)
}

fn never(criteria: &[Criterion]) -> bool {
    criteria
        .iter()
        .any(|criterion| matches!(criterion.test, Test::Constant(false)))
}

/// Whether the action runs whenever its turn comes.
fn always(action: &Action) -> bool {
    action
        .criteria
        .iter()
        .all(|criterion| matches!(criterion.test, Test::Constant(true)))
}

/// The actions that can run: none after one that always does.
fn reachable(actions: &[Action]) -> Vec<&Action> {
    let mut out = Vec::new();
    for action in actions.iter().filter(|action| can_run(action)) {
        out.push(action);
        if always(action) && !matches!(action.kind, ActionKind::Retry { .. }) {
            break;
        }
    }
    out
}

/// Where the steps lead in a state machine: the next one by default, and the targets of jumps.
pub(super) fn targets(index: usize, step: &Step, count: usize) -> Vec<usize> {
    let mut out = Vec::new();
    let success = reachable(&step.on_success);
    if !success.last().is_some_and(|action| always(action)) {
        out.push(index.saturating_add(1));
    }
    for action in success.iter().chain(&reachable(&step.on_failure)) {
        match action.kind {
            ActionKind::Proceed => out.push(index.saturating_add(1)),
            ActionKind::Goto { step, .. } => out.push(step),
            ActionKind::End | ActionKind::Transfer(_) | ActionKind::Retry { .. } => {}
        }
    }
    out.retain(|target| *target < count);
    out
}

/// Stores the outputs, then chooses the success action. What it reads from the response the caller puts before it.
pub(super) fn after_success(
    scope: &Scope<'_, '_>,
    index: usize,
    step: &Step,
    outputs: Option<TokenStream>,
    ending: Ending,
) -> TokenStream {
    if scope.module.state_machine {
        jumping(scope, index, step, outputs, ending)
    } else {
        straight(scope, step, outputs, ending)
    }
}

/// In a state machine a step stores its outputs and returns where to go.
fn jumping(
    scope: &Scope<'_, '_>,
    index: usize,
    step: &Step,
    outputs: Option<TokenStream>,
    ending: Ending,
) -> TokenStream {
    let stored = outputs.map(|outputs| {
        scope.need(|needs| needs.done_mut = true);
        let done = ident(&step.ident);
        quote!(done.#done = Some(#outputs);)
    });
    let actions = reachable(&step.on_success);
    let mut code = TokenStream::new();
    let mut left = false;
    for action in actions {
        let condition = test::all_hold(
            scope,
            action.criteria.iter().map(|criterion| &criterion.test),
        );
        let hoisted = scope.take_hoisted();
        let last = condition.is_none();
        let how = if last { ending } else { Ending::Return };
        let branch = success_branch(scope, index, step, action, how);
        let inner = scope.take_hoisted();
        code.extend(match condition {
            Some(condition) => quote!(#hoisted if #condition { #inner #branch }),
            None => quote!(#hoisted #inner #branch),
        });
        left = last;
    }
    if !left {
        code.extend(ending.leave(&next(scope.module, index)));
    }
    quote!(#stored #code)
}

/// `At::Next`, or the end after the last step.
fn next(module: &Module<'_>, index: usize) -> TokenStream {
    at(module, index.saturating_add(1))
}

/// `At::Step`.
pub(super) fn at(module: &Module<'_>, index: usize) -> TokenStream {
    match module.step(index) {
        Some(step) => {
            let name = ident(&step.type_ident);
            quote!(At::#name)
        }
        None => end(module, &completed(module)),
    }
}

fn end(module: &Module<'_>, termination: &TokenStream) -> TokenStream {
    let end = module.end_variant();
    quote!(At::#end(#termination))
}

fn completed(module: &Module<'_>) -> TokenStream {
    let termination = module.rt("Termination");
    quote!(#termination::Completed)
}

fn ended(module: &Module<'_>, step: &Step, action: &Action) -> TokenStream {
    let termination = module.rt("Termination");
    let (step, action) = (&step.id, &action.name);
    quote!(#termination::Ended { step: #step, action: #action })
}

/// What a success action does in a state machine.
fn success_branch(
    scope: &Scope<'_, '_>,
    index: usize,
    step: &Step,
    action: &Action,
    ending: Ending,
) -> TokenStream {
    let module = scope.module;
    let name = &action.name;
    match &action.kind {
        ActionKind::Proceed | ActionKind::Retry { .. } => {
            let leave = ending.leave(&next(module, index));
            quote!(step.action(#name); #leave)
        }
        ActionKind::End => {
            let leave = ending.leave(&end(module, &ended(module, step, action)));
            quote!(step.action(#name); #leave)
        }
        ActionKind::Goto {
            step: target,
            paced,
        } => {
            let pause = paced.then(|| match step.call {
                StepCall::Operation(_) => {
                    scope.respond();
                    quote!(step.pace(&response).await;)
                }
                StepCall::Workflow(_) => quote!(step.pace(None).await;),
            });
            let leave = ending.leave(&at(module, *target));
            quote!(step.action(#name); #pause #leave)
        }
        ActionKind::Transfer(call) => {
            let transfer = transfer(scope, call);
            let leave = ending.leave(&end(module, &completed(module)));
            quote!(step.action(#name); #transfer #leave)
        }
    }
}

/// Runs another workflow to its end (decision D-22).
fn transfer(scope: &Scope<'_, '_>, call: &WorkflowCall) -> TokenStream {
    let started = nested::started(scope, call);
    let hoisted = scope.take_hoisted();
    let slot = call
        .slot
        .and_then(|slot| scope.module.workflow.called.get(slot));
    match slot {
        Some(slot) => {
            scope.need(|needs| needs.called_mut = true);
            let slot = ident(&slot.ident);
            quote!(#hoisted called.#slot = Some(#started.await.map_err(|failure| step.nested(failure.error))?);)
        }
        None => quote!(#hoisted #started.await.map_err(|failure| step.nested(failure.error))?;),
    }
}

/// In straight-line code a step returns its outputs, and how the workflow ended if an action ended it.
fn straight(
    scope: &Scope<'_, '_>,
    step: &Step,
    outputs: Option<TokenStream>,
    ending: Ending,
) -> TokenStream {
    if !step::ends(step) {
        return ending.leave(&outputs.unwrap_or_else(|| quote!(())));
    }
    let named = outputs.map(|outputs| {
        scope.own_outputs.replace(Some(quote!(outputs)));
        if outputs.to_string() == "outputs" {
            TokenStream::new()
        } else {
            quote!(let outputs = #outputs;)
        }
    });
    let ended = chain(scope, step);
    let hoisted = scope.take_hoisted();
    match named {
        None => {
            let leave = ending.leave(&ended);
            quote!(#hoisted #leave)
        }
        Some(named) => {
            let leave = ending.leave(&quote!((outputs, ended)));
            quote!(#named #hoisted let ended = #ended; #leave)
        }
    }
}

/// `if .. { Some(termination) } else { None }` over the success actions.
fn chain(scope: &Scope<'_, '_>, step: &Step) -> TokenStream {
    let mut code = TokenStream::new();
    let actions = reachable(&step.on_success);
    let conditional = actions.iter().any(|action| !always(action));
    for action in actions {
        let name = &action.name;
        let condition = test::all_hold(
            scope,
            action.criteria.iter().map(|criterion| &criterion.test),
        );
        let value = match &action.kind {
            ActionKind::End => {
                let ended = ended(scope.module, step, action);
                quote!(step.action(#name); Some(#ended))
            }
            ActionKind::Transfer(call) => {
                let hoisted = scope.take_hoisted();
                let transfer = transfer(scope, call);
                scope.hoist(hoisted);
                let completed = completed(scope.module);
                quote!(step.action(#name); #transfer Some(#completed))
            }
            _ => quote!(None),
        };
        match condition {
            Some(condition) => code.extend(quote!(if #condition { #value } else)),
            None if conditional => {
                code.extend(quote!({ #value }));
                return code;
            }
            None => return quote!({ #value }),
        }
    }
    quote!(#code { None })
}

/// What actions read from the response.
pub(super) fn readings(scope: &Scope<'_, '_>, step: &Step) -> TokenStream {
    match &step.call {
        StepCall::Operation(call) => scope.readings(&attempt::pointers(&call.reading)),
        StepCall::Workflow(_) => scope.readings(&[]),
    }
}

/// The counters of a step's retries.
pub(super) fn counters(scope: &Scope<'_, '_>, step: &Step) -> TokenStream {
    let mut out = TokenStream::new();
    for action in reachable(&step.on_failure) {
        if let ActionKind::Retry {
            ident,
            limit,
            after,
            ..
        } = &action.kind
        {
            let ty = scope.module.rt("Retry");
            let (variable, name) = (counter(scope.module, ident), &action.name);
            let (limit, after) = (
                proc_macro2::Literal::u32_unsuffixed(*limit),
                request::duration(scope, *after),
            );
            out.extend(quote!(let mut #variable = #ty::new(#name, #limit, #after);));
        }
    }
    out
}

/// The variable of a counter; helpers are called by their names, so it must not be one of theirs.
fn counter(module: &Module<'_>, name: &str) -> Ident {
    let own = names::private([name], "retry");
    let own = own.first().map_or(name, String::as_str);
    if module.is_step_name(own) {
        ident(&format!("{}_retry", names::bare(own)))
    } else {
        ident(own)
    }
}

/// The failure actions, each an `if` that leaves the function or goes round, and what happens if none does.
pub(super) fn after_failure(
    scope: &Scope<'_, '_>,
    step: &Step,
    table: &Table,
    ending: Ending,
) -> TokenStream {
    let after = scope.at(Site::Failure);
    let mut code = TokenStream::new();
    let mut left = false;
    for action in reachable(&step.on_failure) {
        let tests = action.criteria.iter().map(|criterion| &criterion.test);
        let condition = match &action.kind {
            ActionKind::Retry { ident, .. } => {
                let counter = counter(scope.module, ident);
                let condition = test::all_hold_and(&after, tests);
                let condition = condition.map(|condition| quote!(#condition &&));
                Some(quote!(#condition #counter.take()))
            }
            _ => test::all_hold(&after, tests),
        };
        let hoisted = after.take_hoisted();
        left = condition.is_none();
        let how = if left { ending } else { Ending::Return };
        let branch = failure_branch(&after, action, table, how);
        let inner = after.take_hoisted();
        code.extend(match condition {
            Some(condition) => quote!(#hoisted if #condition { #inner #branch }),
            None => quote!(#hoisted #inner #branch),
        });
    }
    if !left {
        code.extend(ending.fail(&quote!(failure)));
    }
    let readings = readings(&after, step);
    let kept = kept_outputs(scope, step);
    scope.absorb(&after);
    quote!(#kept #readings #code)
}

fn kept_outputs(scope: &Scope<'_, '_>, step: &Step) -> TokenStream {
    if step.outputs_after_failure && !step.outputs.is_empty() {
        attempt::outputs_after_failure(scope, step)
    } else {
        TokenStream::new()
    }
}

/// What a failure action does.
fn failure_branch(
    scope: &Scope<'_, '_>,
    action: &Action,
    table: &Table,
    ending: Ending,
) -> TokenStream {
    let module = scope.module;
    let name = &action.name;
    let index = scope.own.unwrap_or_default();
    match &action.kind {
        ActionKind::Proceed => {
            let next = next(module, index);
            let leave = ending.leave(&next);
            quote!(step.action(#name); #leave)
        }
        ActionKind::End => {
            let leave = ending.fail(&quote!(failure.ended_by(#name)));
            quote!(step.action(#name); #leave)
        }
        ActionKind::Goto {
            step: target,
            paced,
        } => {
            let pause = paced.then(|| quote!(step.pace(failure.response()).await;));
            let target = at(module, *target);
            let leave = ending.leave(&target);
            quote!(step.action(#name); #pause #leave)
        }
        ActionKind::Transfer(call) => {
            let transfer = transfer(scope, call);
            let end = end(module, &completed(module));
            let leave = ending.leave(&end);
            quote!(step.action(#name); #transfer #leave)
        }
        ActionKind::Retry { ident, helper, .. } => {
            let counter = counter(module, ident);
            let helper = helper.as_ref().map(|helper| help(scope, helper, table));
            quote!(#helper step.wait(&#counter, &failure).await; continue;)
        }
    }
}

/// Runs a helper once; the retry follows even if it fails (decision D-19).
fn help(scope: &Scope<'_, '_>, helper: &Helper, table: &Table) -> TokenStream {
    match helper {
        Helper::Step(index) => {
            let module = scope.module;
            let needs = table.needs(*index);
            scope.need(|own| own.merge(&needs));
            let name = module.step_name(*index);
            let mut arguments = vec![quote!(call)];
            arguments.extend(needs.arguments(module));
            let call = quote!(#name(#(#arguments),*));
            let recursive = scope.own.is_some_and(|own| leads_to(module, *index, own));
            let call = if recursive {
                quote!(Box::pin(#call))
            } else {
                call
            };
            quote!(let _ = #call.await;)
        }
        Helper::Workflow(call) => {
            let started = nested::started(scope, call);
            let hoisted = scope.take_hoisted();
            let slot = call
                .slot
                .and_then(|slot| scope.module.workflow.called.get(slot));
            match slot {
                Some(slot) => {
                    scope.need(|needs| needs.called_mut = true);
                    let slot = ident(&slot.ident);
                    quote!(#hoisted if let Ok(run) = #started.await { called.#slot = Some(run); })
                }
                None => quote!(#hoisted let _ = #started.await;),
            }
        }
    }
}

/// Whether running `from` as a helper can run `to` as a helper, which makes the functions recursive.
fn leads_to(module: &Module<'_>, from: usize, to: usize) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    let mut open = vec![from];
    while let Some(index) = open.pop() {
        if index == to {
            return true;
        }
        if seen.insert(index)
            && let Some(step) = module.step(index)
        {
            open.extend(step::helpers(step));
        }
    }
    false
}

/// Calls `visit` with the origin of every expression that the action reads, `None` for a status test.
pub(super) fn each_read(action: &Action, visit: &mut dyn FnMut(Option<&Origin>)) {
    for criterion in &action.criteria {
        each_read_of_test(&criterion.test, visit);
    }
    if let ActionKind::Transfer(call) = &action.kind {
        for argument in &call.inputs {
            attempt::each_read(&argument.value, &mut |read| visit(Some(&read.origin)));
        }
    }
}

fn each_read_of_test(test: &Test, visit: &mut dyn FnMut(Option<&Origin>)) {
    let mut operand = |operand: &Operand| {
        if let Operand::Read(read) = operand {
            visit(Some(&read.origin));
        }
    };
    match test {
        Test::Constant(_) => {}
        Test::Successful | Test::Status(..) => visit(None),
        Test::And(left, right) | Test::Or(left, right) => {
            each_read_of_test(left, visit);
            each_read_of_test(right, visit);
        }
        Test::Not(inner) => each_read_of_test(inner, visit),
        Test::Compare(left, _, right) => {
            operand(left);
            operand(right);
        }
        Test::Truthy(bare) => operand(bare),
        Test::Regex {
            pattern: text,
            context,
        }
        | Test::JsonPathExists {
            query: text,
            context,
        }
        | Test::JsonPathHolds {
            expression: text,
            context,
        }
        | Test::XPath {
            expression: text,
            context,
        } => {
            visit(Some(&context.origin));
            if let Text::Dynamic(parts) = text {
                let template = crate::plan::Value::Template(parts.clone());
                attempt::each_read(&template, &mut |read| visit(Some(&read.origin)));
            }
        }
    }
}
