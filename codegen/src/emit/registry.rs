//! The list of workflows behind the command line of a generated crate.

mod remark;
mod request;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{Document, InputField, Plan, Scheme, SchemeKind, StepCall, Workflow, WorkflowRef},
    types::{Kind, Shape},
};

use super::{
    client, docs,
    names::{ident, names_in},
};

/// The program: `main` and the static list.
pub(super) fn program(crate_name: &str, plans: &[Plan]) -> TokenStream {
    let crate_name = ident(crate_name);
    let documents = plans.iter().map(|plan| document(&crate_name, plan));
    let documents = quote!(#(#documents),*);
    let mut standing = BTreeSet::new();
    names_in(documents.clone(), &mut standing);
    // Workflows need not have inputs.
    let used = ["Input", "InputKind", "Workflow"]
        .into_iter()
        .filter(|name| standing.contains(*name))
        .map(ident);
    quote! {
        use std::process::ExitCode;
        __blank_line!();
        use ::arazzo_runtime::cli::{self, Document #(, #used)*};
        __blank_line!();
        fn main() -> ExitCode {
            cli::main(env!("CARGO_BIN_NAME"), DOCUMENTS)
        }
        __blank_line!();
        /// The workflows of this crate.
        static DOCUMENTS: &[Document] = &[#documents];
    }
}

fn document(crate_name: &proc_macro2::Ident, plan: &Plan) -> TokenStream {
    let (name, title) = (&plan.module, docs::plain(&plan.title));
    let module = ident(name);
    let module = quote!(::#crate_name::#module);
    let scheme = |scheme: &Scheme| {
        let (source, name) = (client::source(plan, scheme), &scheme.name);
        quote!((#source, #name))
    };
    let is_certificate = |scheme: &&Scheme| matches!(scheme.kind, SchemeKind::MutualTls);
    let schemes = plan.schemes.iter().map(scheme);
    let certificates = plan.schemes.iter().filter(is_certificate).map(scheme);
    let sources = plan.apis.iter().enumerate().map(|(index, api)| {
        let (name, variables) = (&api.source, variables(plan, index));
        quote!((#name, &[#(#variables),*]))
    });
    let workflows = plan.documents.iter().flat_map(|document| {
        let shown = document
            .workflows
            .iter()
            .filter(|workflow| !workflow.omitted);
        shown.map(|workflow| self::workflow(plan, &module, document, workflow))
    });
    quote! {
        Document {
            name: #name,
            title: #title,
            schemes: &[#(#schemes),*],
            certificates: &[#(#certificates),*],
            sources: &[#(#sources),*],
            workflows: &[#(#workflows),*],
        }
    }
}

/// The variables of all servers of an API, those of operations included.
fn variables(plan: &Plan, api: usize) -> BTreeSet<&str> {
    let root = plan.apis.get(api).into_iter().flat_map(|api| &api.servers);
    let workflows = plan
        .documents
        .iter()
        .flat_map(|document| &document.workflows);
    let own = workflows
        .flat_map(|workflow| &workflow.steps)
        .filter_map(|step| match &step.call {
            StepCall::Operation(call) if call.api == api => call.servers.as_ref(),
            _ => None,
        });
    let servers = root.chain(own.flatten());
    let variables = servers.flat_map(|server| &server.variables);
    variables.map(|variable| variable.name.as_str()).collect()
}

/// The key of a workflow: its id, after the module's name for those of other documents.
fn key(document: &Document, workflow: &Workflow) -> String {
    match &document.module {
        Some(module) => format!("{module}.{}", workflow.id),
        None => workflow.id.clone(),
    }
}

fn key_of(plan: &Plan, target: WorkflowRef) -> Option<String> {
    let document = plan.documents.get(target.document)?;
    Some(key(document, document.workflows.get(target.workflow)?))
}

fn workflow(
    plan: &Plan,
    module: &TokenStream,
    document: &Document,
    workflow: &Workflow,
) -> TokenStream {
    let (id, key) = (&workflow.id, key(document, workflow));
    let summary = docs::plain(workflow.documentation.as_deref().unwrap_or_default());
    let inputs = workflow.inputs.iter().map(|one| input(workflow, one));
    let open = workflow.open;
    let keys: Vec<String> = workflow
        .prerequisites
        .iter()
        .filter_map(|one| key_of(plan, one.workflow))
        .collect();
    let home = match &document.module {
        Some(inner) => {
            let inner = ident(inner);
            quote!(#module::#inner)
        }
        None => module.clone(),
    };
    let name = ident(&workflow.ident);
    let prerequisites = (!workflow.prerequisites.is_empty()).then(|| {
        let fields = workflow.prerequisites.iter().zip(&keys).map(|(one, key)| {
            let field = ident(&one.ident);
            quote!(#field: invocation.prerequisite(#key)?)
        });
        quote!(, #home::#name::Prerequisites { #(#fields),* })
    });
    quote! {
        Workflow {
            id: #id,
            key: #key,
            summary: #summary,
            inputs: &[#(#inputs),*],
            open: #open,
            prerequisites: &[#(#keys),*],
            check: cli::check::<#home::#name::Inputs>,
            run: |invocation| {
                Box::pin(async move {
                    let client = #module::Client::builder()
                        .configure(|builder| invocation.configure(builder))
                        .build()?;
                    let inputs = invocation.inputs()?;
                    invocation.finish(#home::#name(&client, inputs #prerequisites).await)
                })
            },
        }
    }
}

fn input(workflow: &Workflow, input: &InputField) -> TokenStream {
    let name = &input.name;
    let required = !input.missing;
    let kind = match &input.ty.shape {
        Shape::String | Shape::Secret | Shape::Bytes => quote!(Text),
        Shape::Named(id) if matches!(workflow.types.get(*id).kind, Kind::Enum { .. }) => {
            quote!(Text)
        }
        Shape::Bool => quote!(Boolean),
        _ => quote!(Json),
    };
    let summary = docs::plain(input.documentation.as_deref().unwrap_or_default());
    quote! {
        Input { name: #name, required: #required, kind: InputKind::#kind, summary: #summary }
    }
}
