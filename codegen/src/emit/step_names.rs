//! The steps of a workflow as constants, by which tests answer their requests.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{DeclaredResponse, Entry, OperationCall, Step, StepCall, Workflow},
    types::constant_ident,
};

use super::names::ident;

/// The module `steps`, if a step sends requests.
pub(super) fn module(workflow: &Workflow) -> Option<TokenStream> {
    let reached = workflow.steps.iter();
    let reached = reached.filter(|step| step.entry != Entry::Never);
    let mut taken = BTreeSet::new();
    let constants: Vec<TokenStream> = reached
        .filter_map(|step| match &step.call {
            StepCall::Operation(call) => Some(constant(step, call, &mut taken)),
            StepCall::Workflow(_) => None,
        })
        .collect();
    let id = &workflow.id;
    (!constants.is_empty()).then(|| quote!(::arazzo_runtime::steps! { #id; #(#constants)* }))
}

/// A constant of its own name, and what the operation declares.
fn constant(step: &Step, call: &OperationCall, taken: &mut BTreeSet<String>) -> TokenStream {
    let wanted = constant_ident(&step.ident);
    let mut name = wanted.clone();
    let mut number = 2_usize;
    while !taken.insert(name.clone()) {
        name = format!("{wanted}_{number}");
        number = number.saturating_add(1);
    }
    let name = ident(&name);
    let responses = call.responses.iter().map(|response| {
        let (status, media_types) = (status(response), &response.media_types);
        quote!(#status #(#media_types)*)
    });
    let declared = (!call.responses.is_empty()).then(|| quote!(: #(#responses),*));
    let id = &step.id;
    quote!(#name = #id #declared;)
}

/// `201`, `4XX` or `default`: a number or a word.
fn status(response: &DeclaredResponse) -> TokenStream {
    response.status.parse().unwrap_or_default()
}
