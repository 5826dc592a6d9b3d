//! What operations ask for as credentials: one static for each distinct requirement.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::{Plan, StepCall};

use super::names::ident;

/// Name of the static for a requirement: `WITH_BEARER_AUTH`, `WITH_A_AND_B_OR_C`.
pub(super) fn constant(plan: &Plan, requirement: &[Vec<usize>]) -> Option<String> {
    if requirement.iter().all(Vec::is_empty) {
        return None;
    }
    let alternatives = requirement.iter().map(|together| {
        let names = together.iter().filter_map(|index| plan.schemes.get(*index));
        let names: Vec<&str> = names.map(|scheme| scheme.constant.as_str()).collect();
        if names.is_empty() {
            "NOTHING".to_owned()
        } else {
            names.join("_AND_")
        }
    });
    Some(format!(
        "WITH_{}",
        alternatives.collect::<Vec<_>>().join("_OR_")
    ))
}

/// The statics for all requirements of the plan.
pub(super) fn statics(plan: &Plan) -> TokenStream {
    let mut seen = BTreeSet::new();
    let mut out = TokenStream::new();
    let workflows = plan
        .documents
        .iter()
        .flat_map(|document| &document.workflows);
    for step in workflows.flat_map(|workflow| &workflow.steps) {
        let StepCall::Operation(call) = &step.call else {
            continue;
        };
        let Some(name) = constant(plan, &call.security) else {
            continue;
        };
        if !seen.insert(name.clone()) {
            continue;
        }
        let name = ident(&name);
        let alternatives = call.security.iter().map(|together| {
            let schemes = together.iter().filter_map(|index| plan.schemes.get(*index));
            let schemes = schemes.map(|scheme| ident(&scheme.constant));
            quote!(&[#(&#schemes),*])
        });
        out.extend(quote!(static #name: &[&[&::arazzo_runtime::Scheme]] = &[#(#alternatives),*];));
    }
    out
}
