//! Error responses as operations declare them: the module `errors` at the root, and the enum `Declared` of a workflow.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::plan::{DeclaredBy, DeclaredErrors, ErrorResponse, OperationErrors, Plan, Statuses};

use super::{
    context::{Engines, Module},
    definitions, docs,
    names::ident,
    render, types,
};

/// The module `errors`, if any operation declares an error response with a body that is typed.
pub(super) fn module(plan: &Plan) -> (TokenStream, Engines) {
    let errors = &plan.errors;
    if errors.operations.is_empty() {
        return Default::default();
    }
    let holder = errors.as_workflow();
    let module = Module::new(plan, 0, &holder);
    let operations = errors.operations.iter();
    let mut parts: Vec<TokenStream> = operations.map(|one| operation(&module, one)).collect();
    let responses = errors.operations.iter().flat_map(|one| &one.responses);
    let roots = responses.filter_map(|response| response.body.as_ref());
    parts.extend(definitions::definitions(&module, roots));
    let body = render::spaced(parts);
    let uses = module.imports.uses(&body);
    let blank = render::blank();
    let tokens = quote! {
        /// Error responses that the operations declare, with their bodies.
        pub mod errors {
            #uses
            #blank
            #body
        }
    };
    (tokens, module.engines.get())
}

/// The enum of an operation.
fn operation(module: &Module<'_>, errors: &OperationErrors) -> TokenStream {
    let name = ident(&errors.ident);
    let text = format!("An error response of {}.", docs::code(&errors.operation));
    let documentation = docs::doc(&text);
    let variants = errors.responses.iter().map(|response| {
        let (documentation, name) = (docs::doc(&described(response)), ident(&response.ident));
        let body = response.body.as_ref().map(|ty| {
            let ty = types::rust(module, ty);
            quote!((#ty))
        });
        quote!(#documentation #name #body)
    });
    let arms = errors.responses.iter().map(|response| {
        let (statuses, name) = (statuses(response.statuses), ident(&response.ident));
        match response.body {
            Some(_) => quote!(#name(_): #statuses),
            None => quote!(#name: #statuses),
        }
    });
    let derive = types::derive(module, &errors.ident, &["Debug", "Clone"], &[], &[]);
    quote! {
        #documentation
        #derive
        #[non_exhaustive]
        pub enum #name { #(#variants,)* }
        __blank_line!();
        ::arazzo_runtime::error_responses!(#name { #(#arms),* });
    }
}

/// The statuses of a response, and what its description says.
fn described(response: &ErrorResponse) -> String {
    let statuses = match response.statuses {
        Statuses::Exact(status) => docs::code(&status.to_string()),
        Statuses::Range(class) => docs::code(&format!("{class}XX")),
        Statuses::Rest => "Any other status of 4XX and 5XX".to_owned(),
    };
    let text = response.documentation.as_deref().map(docs::prose);
    match text.filter(|text| !text.is_empty()) {
        Some(text) => format!("{statuses}: {text}"),
        None => format!("{statuses}."),
    }
}

fn statuses(statuses: Statuses) -> TokenStream {
    let literal = Literal::u16_unsuffixed;
    match statuses {
        Statuses::Exact(status) => {
            let status = literal(status);
            quote!(#status)
        }
        Statuses::Range(class) => {
            let first = u16::from(class).saturating_mul(100);
            let (first, last) = (literal(first), literal(first.saturating_add(99)));
            quote!(#first to #last)
        }
        Statuses::Rest => quote!(400 to 599),
    }
}

/// The enum `Declared` of a workflow, if any of its steps can fail with something declared.
pub(super) fn declared(module: &Module<'_>) -> Option<TokenStream> {
    let declared = &module.workflow.declared;
    if declared.is_empty() {
        return None;
    }
    let link = docs::link("declared", "::arazzo_runtime::Failure::declared");
    let text = format!(
        "What {link} returns: the error response that a step failed with, as its operation declares it."
    );
    let documentation = docs::doc(&text);
    let variants = declared.iter().map(|one| variant(module, one));
    let arms = declared.iter().map(|one| {
        let (name, id) = (ident(&one.ident), step_id(module, one));
        match one.by {
            DeclaredBy::Operation(_) => quote!(#name = #id),
            DeclaredBy::Workflow(_) => quote!(#name = call #id),
        }
    });
    let derive = types::derive(module, "Declared", &["Debug", "Clone"], &[], &[]);
    Some(quote! {
        #documentation
        #derive
        #[non_exhaustive]
        pub enum Declared { #(#variants,)* }
        __blank_line!();
        ::arazzo_runtime::declared!(Declared { #(#arms),* });
    })
}

fn variant(module: &Module<'_>, declared: &DeclaredErrors) -> TokenStream {
    let (name, id) = (
        ident(&declared.ident),
        docs::code(step_id(module, declared)),
    );
    match declared.by {
        DeclaredBy::Operation(index) => {
            let documentation = docs::doc(&format!("Step {id}."));
            let errors = module.root("errors");
            let operation = module.plan.errors.operations.get(index);
            let ty = ident(operation.map_or("_unknown", |operation| &operation.ident));
            quote!(#documentation #name(#errors::#ty))
        }
        DeclaredBy::Workflow(target) => {
            let text = format!("A step of the workflow that step {id} called.");
            let documentation = docs::doc(&text);
            let target = module.module_of(target);
            quote!(#documentation #name(#target::Declared))
        }
    }
}

fn step_id<'p>(module: &Module<'p>, declared: &DeclaredErrors) -> &'p str {
    module
        .step(declared.step)
        .map_or("", |step| step.id.as_str())
}
