//! The public function of a workflow and the module of the same name: its types and the code behind it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{Borrow, Entry, Plan, Step, StepCall, Workflow},
    types::Type,
};

use super::{
    constraint,
    context::{Engines, Module},
    definitions, docs, errors, example, flow,
    flow::Functions,
    inputs,
    names::{Imports, ident},
    outputs, render, results, step_names, takes,
};

/// A workflow's items, and the engines that they use; `outside` are the imports of the module that they stand in.
pub(super) fn items(
    plan: &Plan,
    document: usize,
    workflow: &Workflow,
    outside: &Imports,
) -> (TokenStream, Engines) {
    let module = Module::new(plan, document, workflow);
    let functions = flow::functions(&module);
    let mut parts = vec![inputs::items(&module), outputs::structure(&module)];
    parts.extend(outputs::partial(&module));
    parts.extend(outputs::steps(&module));
    parts.extend(prerequisites(&module));
    parts.push(aliases(&module));
    parts.extend(step_names::module(workflow));
    parts.extend(errors::declared(&module));
    let roots: Vec<&Type> = public_types(workflow);
    parts.extend(definitions::definitions(&module, roots));
    parts.extend(constraint::constraints(&module));
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
        render::spaced([function(&module, outside), tokens]),
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
fn function(module: &Module<'_>, outside: &Imports) -> TokenStream {
    let workflow = module.workflow;
    let name = ident(&workflow.ident);
    let id = &workflow.id;
    let documentation = docs::doc(&documentation(module));
    let client = if module.foreign() {
        quote!(super::Client)
    } else {
        quote!(Client)
    };
    let transport = outside.rt("Transport");
    let prerequisites = (!workflow.prerequisites.is_empty()).then(|| {
        (
            quote!(, prerequisites: #name::Prerequisites<'_>),
            quote!(, prerequisites),
        )
    });
    let (parameter, argument) = prerequisites.unzip();
    let version = &workflow.version;
    quote! {
        #documentation
        pub async fn #name<T: #transport>(
            client: &#client<T>,
            inputs: #name::Inputs
            #parameter
        ) -> Result<#name::Run, #name::Failure> {
            #name::start(&client.0.call(#id).version(#version), inputs #argument).await
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
    text.push_str(&steps(module));
    if let Some(picture) = &workflow.picture {
        text.push_str("\n\n");
        text.push_str(&docs::fenced("mermaid", picture));
    }
    if let Some(example) = example::in_docs(module.plan, module.target_ref()) {
        text.push_str("\n\n# Example\n\n");
        text.push_str(&docs::fenced("text", &example));
    }
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

/// The steps in the order in which they run, with what each calls.
fn steps(module: &Module<'_>) -> String {
    let runs = |step: &&Step| step.entry != Entry::Never;
    let steps = module.workflow.steps.iter().filter(runs);
    let lines: Vec<String> = steps
        .enumerate()
        .map(|(index, step)| {
            let (number, id) = (index.saturating_add(1), docs::code(&step.id));
            let told = step.documentation.as_deref().map(docs::headline);
            let told = told.filter(|line| !line.is_empty());
            let told = told.map(|line| format!(": {line}")).unwrap_or_default();
            format!("{number}. {id}, {}{told}", called_by(module, step))
        })
        .collect();
    match lines.is_empty() {
        true => String::new(),
        false => format!("\n\n# Steps\n\n{}", lines.join("\n")),
    }
}

/// The operation or workflow that a step calls.
fn called_by(module: &Module<'_>, step: &Step) -> String {
    match &step.call {
        StepCall::Operation(call) => {
            let operation = docs::code(&format!("{} {}", call.method, call.path));
            let api = module.plan.apis.get(call.api);
            match api.filter(|_| module.plan.apis.len() > 1) {
                Some(api) => format!("{operation} of {}", docs::code(&api.source)),
                None => operation,
            }
        }
        StepCall::Workflow(call) => match module.target(call.workflow) {
            Some(target) if call.workflow.document == module.document => {
                let link = docs::link(&target.ident, &format!("fn@{}", target.ident));
                format!("workflow {link}")
            }
            Some(target) => format!("workflow {}", docs::code(&target.id)),
            None => "a workflow".to_owned(),
        },
    }
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
    let declared = !module.workflow.declared.is_empty();
    let outputs = match module.workflow.has_partial_outputs() {
        true => Some(quote!(, PartialOutputs)),
        false => declared.then(|| quote!(, ())),
    };
    let declared = declared.then(|| quote!(, Declared));
    let blank = render::blank();
    quote! {
        /// A completed run.
        pub type Run = ::arazzo_runtime::Run<Inputs, Outputs, #steps>;
        #blank
        /// Why a run failed, and what it had achieved.
        pub type Failure = ::arazzo_runtime::Failure<#partial #outputs #declared>;
    }
}

/// `start`, which callers in other workflows share with the public function.
fn start(module: &Module<'_>, functions: &Functions) -> TokenStream {
    let workflow = module.workflow;
    let visibility = module.visible_to_callers();
    let (transport, call) = (module.rt("Transport"), module.rt("Call"));
    let takes = &workflow.run_takes;
    // Demanded from the caller even where nothing of them is read.
    let prerequisites = (!workflow.prerequisites.is_empty()).then(|| {
        match takes.prerequisites || workflow.outputs_take.prerequisites {
            true => quote!(, prerequisites: Prerequisites<'_>),
            false => quote!(, _: Prerequisites<'_>),
        }
    });
    let steps = match workflow.has_step_outputs() {
        true => quote!(done),
        false => quote!(()),
    };
    let done = workflow.has_step_outputs().then(|| {
        let mutable = (takes.done == Borrow::Exclusive).then(|| quote!(mut));
        quote!(let #mutable done = PartialSteps::default();)
    });
    let called = workflow.keeps_called().then(|| {
        let mutable = (takes.called == Borrow::Exclusive).then(|| quote!(mut));
        quote!(let #mutable called = Called::default();)
    });
    let arguments = takes::arguments_of_owner(takes);
    let run = constraint::checked(module, quote!(run(call #(, #arguments)*).await));
    let ended = ended(module, functions);
    let over = match workflow.has_partial_outputs() {
        false => quote!(call.over(inputs, result, #steps)),
        true => {
            let takes = &workflow.outputs_take;
            let (inputs, done) = (
                unused(takes.inputs, "inputs"),
                unused(takes.done != Borrow::Nothing, "done"),
            );
            let arguments = takes::arguments_of_closure(takes);
            quote! {
                call.over_with(inputs, result, #steps, |#inputs, #done| partial_outputs(#(#arguments),*))
            }
        }
    };
    quote! {
        #visibility async fn start<T: #transport>(
            call: &#call<'_, T>,
            inputs: Inputs
            #prerequisites
        ) -> Result<Run, Failure> {
            #done
            #called
            let result = #run;
            #ended
            #over
        }
    }
}

/// A parameter of a closure.
fn unused(used: bool, name: &str) -> TokenStream {
    let name = ident(name);
    match used {
        true => quote!(#name),
        false => quote!(_),
    }
}

/// The outputs of a run, and how it ended.
fn ended(module: &Module<'_>, functions: &Functions) -> TokenStream {
    let workflow = module.workflow;
    if !workflow.ends_early() {
        let termination = module.rt("Termination");
        return quote!(let result = result.map(|outputs| (outputs, #termination::Completed)););
    }
    let arguments = takes::arguments_of_owner(&workflow.outputs_take);
    match functions.outputs_fail {
        None => quote!(let result = result.map(|termination| (Outputs {}, termination));),
        Some(false) => quote! {
            let result = result.map(|termination| (outputs(#(#arguments),*), termination));
        },
        Some(true) => quote! {
            let result = result.and_then(|termination| Ok((outputs(call #(, #arguments)*)?, termination)));
        },
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
        #[derive(Default)]
        struct Called { #(#fields,)* }
    })
}
