//! The public function of a workflow and the module of the same name: its types and the code behind it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{Borrow, Plan, Workflow},
    types::Type,
};

use super::{
    context::{Engines, Module},
    definitions, docs, flow,
    flow::Functions,
    inputs,
    names::ident,
    outputs, render, results, takes,
};

/// A workflow's items, and the engines that they use.
pub(super) fn items(plan: &Plan, document: usize, workflow: &Workflow) -> (TokenStream, Engines) {
    let module = Module::new(plan, document, workflow);
    let functions = flow::functions(&module);
    let mut parts = vec![inputs::structure(&module), outputs::structure(&module)];
    parts.extend(outputs::partial(&module));
    parts.extend(outputs::steps(&module));
    parts.extend(prerequisites(&module));
    parts.push(aliases(&module));
    let roots: Vec<&Type> = public_types(workflow);
    parts.extend(definitions::definitions(&module, roots));
    parts.push(start(&module, &functions));
    parts.extend(called(&module));
    parts.extend(functions.items);
    // Those of the workflow's outputs; steps have taken theirs.
    parts.extend(module.take_structs());
    if module.workflow.has_step_outputs() {
        parts.extend(results::completed(&module));
    }
    let body = render::spaced(parts);
    let uses = module.imports.uses(&body);
    let name = ident(&workflow.ident);
    let blank = (!uses.is_empty()).then(render::blank);
    let link = docs::link(&workflow.ident, &format!("fn@{}", workflow.ident));
    let documentation = docs::doc(&format!("Types of {link}."));
    let tokens = quote! {
        #documentation
        pub mod #name {
            #uses
            #blank
            #body
        }
    };
    (
        render::spaced([function(&module), tokens]),
        module.engines.get(),
    )
}

/// Types that public structs mention.
fn public_types(workflow: &Workflow) -> Vec<&Type> {
    let inputs = workflow.inputs.iter().map(|input| &input.ty);
    let outputs = workflow.outputs.iter().map(|output| &output.ty);
    let steps = workflow
        .steps
        .iter()
        .flat_map(|step| step.outputs.iter().map(|output| &output.ty));
    inputs.chain(outputs).chain(steps).collect()
}

/// The public function.
fn function(module: &Module<'_>) -> TokenStream {
    let workflow = module.workflow;
    let name = ident(&workflow.ident);
    let id = &workflow.id;
    let documentation = docs::doc(&documentation(module));
    let client = if module.foreign() {
        quote!(super::Client)
    } else {
        quote!(Client)
    };
    let transport = quote!(::arazzo_runtime::Transport);
    let prerequisites = (!workflow.prerequisites.is_empty()).then(|| {
        (
            quote!(, prerequisites: #name::Prerequisites<'_>),
            quote!(, prerequisites),
        )
    });
    let (parameter, argument) = prerequisites.unzip();
    quote! {
        #documentation
        pub async fn #name<T: #transport>(
            client: &#client<T>,
            inputs: #name::Inputs
            #parameter
        ) -> Result<#name::Run, #name::Failure> {
            #name::start(&client.0.call(#id), inputs #argument).await
        }
    }
}

/// What a reader of the function should know.
fn documentation(module: &Module<'_>) -> String {
    let workflow = module.workflow;
    let mut text = match &workflow.documentation {
        Some(text) => docs::prose(text),
        None => format!("Runs the workflow {}.", docs::code(&workflow.id)),
    };
    let schemes = workflow
        .credentials
        .iter()
        .filter_map(|index| module.plan.schemes.get(*index));
    let credentials: Vec<String> = schemes
        .map(|scheme| {
            let builder = if module.foreign() {
                "super::ClientBuilder"
            } else {
                "ClientBuilder"
            };
            let path = format!("{builder}::{}", scheme.method);
            format!("- {}", docs::link(&scheme.method, &path))
        })
        .collect();
    if !credentials.is_empty() {
        text.push_str("\n\n# Credentials\n\n");
        text.push_str(&credentials.join("\n"));
    }
    text.push_str("\n\n# Errors\n\n");
    text.push_str("The step that failed, why, and the outputs of the steps before it.");
    if workflow.ends_on_failure {
        text.push_str(" A failure action can end the workflow; the failure names it then.");
    }
    text
}

/// `Prerequisites`.
fn prerequisites(module: &Module<'_>) -> Option<TokenStream> {
    let workflow = module.workflow;
    if workflow.prerequisites.is_empty() {
        return None;
    }
    let fields = workflow.prerequisites.iter().map(|prerequisite| {
        let name = ident(&prerequisite.ident);
        let target = module.module_of(prerequisite.workflow);
        let id = module
            .target(prerequisite.workflow)
            .map_or("", |target| target.id.as_str());
        let documentation = docs::doc(&format!("A completed run of {}.", docs::code(id)));
        quote!(#documentation pub #name: &'a #target::Run)
    });
    let link = docs::link(&workflow.ident, &format!("fn@super::{}", workflow.ident));
    let text = format!("Runs that have to be completed before {link}.");
    let documentation = docs::doc(&text);
    Some(quote! {
        #documentation
        #[derive(Debug, Clone, Copy)]
        pub struct Prerequisites<'a> { #(#fields,)* }
    })
}

/// `Run` and `Failure`.
fn aliases(module: &Module<'_>) -> TokenStream {
    let steps = if module.workflow.has_step_outputs() {
        quote!(Steps)
    } else {
        quote!(())
    };
    let partial = if module.workflow.has_step_outputs() {
        quote!(PartialSteps)
    } else {
        quote!(())
    };
    let outputs = module
        .workflow
        .has_partial_outputs()
        .then(|| quote!(, PartialOutputs));
    let blank = render::blank();
    quote! {
        /// A completed run.
        pub type Run = ::arazzo_runtime::Run<Inputs, Outputs, #steps>;
        #blank
        /// Why a run failed, and what it had achieved.
        pub type Failure = ::arazzo_runtime::Failure<#partial #outputs>;
    }
}

/// `start`, which callers in other workflows share with the public function.
fn start(module: &Module<'_>, functions: &Functions) -> TokenStream {
    // Callers in the root module and, for workflows of other documents, in modules beside this one's parent.
    let visibility = if module.foreign() {
        quote!(pub(in super::super))
    } else {
        quote!(pub(super))
    };
    let (transport, call) = (module.rt("Transport"), module.rt("Call"));
    let takes = &module.workflow.run_takes;
    // Demanded from the caller even where nothing of them is read.
    let prerequisites =
        (!module.workflow.prerequisites.is_empty()).then(|| match takes.prerequisites {
            true => quote!(, prerequisites: Prerequisites<'_>),
            false => quote!(, _: Prerequisites<'_>),
        });
    let done = module.workflow.has_step_outputs().then(|| {
        let mutable = (takes.done == Borrow::Exclusive).then(|| quote!(mut));
        quote!(let #mutable done = PartialSteps::default();)
    });
    let called = module.workflow.keeps_called().then(|| {
        let mutable = (takes.called == Borrow::Exclusive).then(|| quote!(mut));
        quote!(let #mutable called = Called::default();)
    });
    let arguments = takes::arguments_of_owner(takes);
    let run = quote!(run(call #(, #arguments)*).await);
    let run = match with_outputs(module, functions) {
        Some(outputs) => quote!(let result = #run; match result #outputs),
        None => quote!(match #run),
    };
    let (success, failure) = (success(module, functions), failure(module));
    quote! {
        /// Runs the workflow as a part of `call`.
        #visibility async fn start<T: #transport>(
            call: &#call<'_, T>,
            inputs: Inputs
            #prerequisites
        ) -> Result<Run, Failure> {
            #done
            #called
            #run {
                #success
                #failure
            }
        }
    }
}

/// Evaluates the outputs where `run` only says how the workflow ended.
fn with_outputs(module: &Module<'_>, functions: &Functions) -> Option<TokenStream> {
    let arguments = takes::arguments_of_owner(&module.workflow.outputs_take);
    Some(if functions.outputs_fail? {
        quote!(.and_then(|termination| Ok((outputs(call #(, #arguments)*)?, termination))))
    } else {
        quote!(.map(|termination| (outputs(#(#arguments),*), termination)))
    })
}

/// The arm for a run that came to its end.
fn success(module: &Module<'_>, functions: &Functions) -> TokenStream {
    let steps = if module.workflow.has_step_outputs() {
        quote!(steps)
    } else {
        quote!(())
    };
    let (pattern, outputs, termination) = match (
        module.workflow.ends_early(),
        functions.outputs_fail.is_some(),
    ) {
        (false, _) => {
            let termination = module.rt("Termination");
            (
                quote!(outputs),
                quote!(outputs),
                quote!(#termination::Completed),
            )
        }
        (true, true) => (
            quote!((outputs, termination)),
            quote!(outputs),
            quote!(termination),
        ),
        (true, false) => (quote!(termination), quote!(Outputs {}), quote!(termination)),
    };
    let completed = module
        .workflow
        .has_step_outputs()
        .then(|| quote!(let steps = call.completed(done.completed())?;));
    quote! {
        Ok(#pattern) => {
            #completed
            Ok(call.finished(inputs, #outputs, #steps, #termination))
        }
    }
}

/// The arm for a run that failed.
fn failure(module: &Module<'_>) -> TokenStream {
    let steps = if module.workflow.has_step_outputs() {
        quote!(done)
    } else {
        quote!(())
    };
    if !module.workflow.has_partial_outputs() {
        return quote!(Err(error) => Err(call.failed(error, #steps, ())),);
    }
    let arguments = takes::arguments_of_owner(&module.workflow.outputs_take);
    quote! {
        Err(error) => {
            let outputs = partial_outputs(#(#arguments),*);
            Err(call.failed(error, #steps, outputs))
        }
    }
}

/// `Called`: the latest runs of called workflows that are read later.
fn called(module: &Module<'_>) -> Option<TokenStream> {
    if !module.workflow.keeps_called() {
        return None;
    }
    let fields = module.workflow.called.iter().map(|slot| {
        let name = ident(&slot.ident);
        let target = module.module_of(slot.workflow);
        quote!(#name: Option<#target::Run>)
    });
    Some(quote! {
        /// The latest runs of called workflows.
        #[derive(Default)]
        struct Called { #(#fields,)* }
    })
}
