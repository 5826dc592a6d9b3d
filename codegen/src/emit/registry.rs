//! The list of workflows behind the command line of a generated crate.

mod given;
mod remark;
mod request;
mod schema;
mod steps;

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::plan::{Document, Plan, Scheme, SchemeKind, StepCall, Workflow, WorkflowRef};

use super::{
    client::source,
    docs,
    names::{ident, names_in},
    render,
};

/// The program: `main`, and a module for each document.
pub(super) fn program(crate_name: &str, plans: &[Plan]) -> TokenStream {
    let library = ident(crate_name);
    let modules = plans.iter().map(|plan| ident(&plan.module));
    let main = quote! {
        use ::std::process::ExitCode;
        __blank_line!();
        fn main() -> ExitCode {
            let documents = &[#(#modules::DOCUMENT),*];
            ::arazzo_cli::main(env!("CARGO_BIN_NAME"), env!("CARGO_PKG_VERSION"), documents)
        }
    };
    let documents = plans.iter().map(|plan| document(&library, plan));
    render::spaced([main].into_iter().chain(documents))
}

/// What the modules use of the command line's library.
const USED: [&str; 8] = [
    "Document",
    "Field",
    "Invocation",
    "Refused",
    "Scheme",
    "Step",
    "Workflow",
    "check",
];

/// The module of a document: the document, its workflows, and the client that they are run with.
fn document(library: &Ident, plan: &Plan) -> TokenStream {
    let (name, title) = (&plan.module, docs::plain(&plan.title));
    let module = ident(name);
    let schemes = plan.schemes.iter().map(|scheme| self::scheme(plan, scheme));
    let schemes = list("schemes", schemes);
    let sources = plan.apis.iter().enumerate().map(|(index, api)| {
        let (name, variables) = (&api.source, variables(plan, index));
        quote!((#name, &[#(#variables),*]))
    });
    let sources = list("sources", sources);
    let apis = list("apis", request::apis(plan));
    let workflows: Vec<TokenStream> = plan
        .documents
        .iter()
        .flat_map(|document| {
            let shown = document.workflows.iter().filter(|it| !it.omitted);
            shown.map(|workflow| self::workflow(plan, document, workflow))
        })
        .collect();
    let handed_over = (!workflows.is_empty()).then(|| quote!(.workflows(WORKFLOWS)));
    let documentation = docs::doc(&docs::headline(&plan.title));
    let mut items = vec![quote! {
        pub(super) const DOCUMENT: Document =
            Document::new(#name, #title) #sources #apis #schemes #handed_over;
    }];
    if !workflows.is_empty() {
        items.push(quote!(static WORKFLOWS: &[Workflow] = &[#(#workflows),*];));
        items.push(client());
    }
    let items = render::spaced(items);
    let mut standing = BTreeSet::new();
    names_in(items.clone(), &mut standing);
    let standing = |name: &&str| standing.contains(*name);
    let used = USED.into_iter().chain(request::USED).filter(standing);
    let used = BTreeSet::from_iter(used).into_iter().map(ident);
    let of_runtime: Vec<Ident> = request::USED_OF_RUNTIME
        .into_iter()
        .filter(standing)
        .map(ident)
        .collect();
    let of_runtime =
        (!of_runtime.is_empty()).then(|| quote!(use ::arazzo_runtime::{#(#of_runtime),*};));
    let generated = (!workflows.is_empty()).then(|| quote!(use ::#library::#module as generated;));
    quote! {
        #documentation
        mod #module {
            use ::arazzo_cli::{#(#used),*};
            #of_runtime
            #generated
            __blank_line!();
            #items
        }
    }
}

/// The function that makes the client of a run.
fn client() -> TokenStream {
    quote! {
        fn client(invocation: &Invocation) -> Result<generated::Client, Refused> {
            let client = invocation.shared(|| {
                let builder = generated::Client::builder();
                let builder = builder.configure(|builder| invocation.configure(builder));
                builder.transport(invocation.transport()).build()
            })?;
            Ok(client.for_run(invocation.options()).over(invocation.transport()))
        }
    }
}

/// The call that hands over a list, unless that is empty.
fn list(method: &str, items: impl IntoIterator<Item = TokenStream>) -> Option<TokenStream> {
    let items: Vec<TokenStream> = items.into_iter().collect();
    let method = ident(method);
    (!items.is_empty()).then(|| quote!(.#method(&[#(#items),*])))
}

fn scheme(plan: &Plan, scheme: &Scheme) -> TokenStream {
    let (source, name) = (source(plan, scheme), &scheme.name);
    let kind = match &scheme.kind {
        SchemeKind::Basic => "basic",
        SchemeKind::Bearer => "bearer",
        SchemeKind::ApiKeyHeader(_) | SchemeKind::ApiKeyQuery(_) | SchemeKind::ApiKeyCookie(_) => {
            "api_key"
        }
        SchemeKind::OAuth2 { .. } => "oauth2",
        SchemeKind::OpenIdConnect { .. } => "open_id_connect",
        SchemeKind::Http(_) => "http",
        SchemeKind::MutualTls => "mutual_tls",
    };
    let kind = ident(kind);
    quote!(Scheme::#kind(#source, #name))
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
pub(super) fn key(document: &Document, workflow: &Workflow) -> String {
    match &document.module {
        Some(module) => format!("{module}.{}", workflow.id),
        None => workflow.id.clone(),
    }
}

/// The key of a workflow of the plan.
pub(super) fn key_of(plan: &Plan, target: WorkflowRef) -> Option<String> {
    let document = plan.documents.get(target.document)?;
    Some(key(document, document.workflows.get(target.workflow)?))
}

fn workflow(plan: &Plan, document: &Document, workflow: &Workflow) -> TokenStream {
    let (id, key) = (&workflow.id, key(document, workflow));
    let summary = docs::plain(workflow.documentation.as_deref().unwrap_or_default());
    let inputs = workflow.inputs.iter().map(|one| {
        let schema = schema::input(workflow, one);
        field(&one.name, !one.is_required(), &schema)
    });
    let outputs = workflow.outputs.iter().map(|one| {
        let schema = schema::output(workflow, one);
        field(&one.name, one.missing, &schema)
    });
    let keys: Vec<String> = workflow
        .prerequisites
        .iter()
        .filter_map(|one| key_of(plan, one.workflow))
        .collect();
    let credentials = workflow.credentials.iter();
    let credentials = credentials
        .filter_map(|index| plan.schemes.get(*index))
        .map(|scheme| {
            let (source, name) = (source(plan, scheme), &scheme.name);
            quote!((#source, #name))
        });
    let steps = workflow.steps.iter().enumerate();
    let steps = steps.map(|(index, step)| steps::step(plan, workflow, index, step));
    let described = [
        (key != *id).then(|| quote!(.key(#key))),
        (!summary.is_empty()).then(|| quote!(.summary(#summary))),
        list("inputs", inputs),
        workflow.open.then(|| quote!(.open())),
        list("outputs", outputs),
        list("types", schema::types(workflow)),
        list("credentials", credentials),
        list("prerequisites", keys.iter().map(|key| quote!(#key))),
        list("steps", steps),
        Some(picture(plan, document, workflow)),
    ];
    let described = described.into_iter().flatten();
    let function = function(document, workflow);
    let run = run(&function, workflow, &keys);
    quote! {
        Workflow::describe(#id) #(#described)* .checked_by(check::<#function::Inputs>).run(#run)
    }
}

fn picture(plan: &Plan, document: &Document, workflow: &Workflow) -> TokenStream {
    let file = picture_file(plan, document, workflow);
    quote!(.picture(include_str!(#file)))
}

/// The file with the picture of a workflow of a crate, below `src`.
pub fn picture_file(plan: &Plan, document: &Document, workflow: &Workflow) -> String {
    let names = [
        Some(&plan.module),
        document.module.as_ref(),
        Some(&workflow.ident),
    ];
    let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
    format!("pictures/{}.svg", names.join("."))
}

/// The path of the workflow's function, and of the module of the same name.
fn function(document: &Document, workflow: &Workflow) -> TokenStream {
    let name = ident(&workflow.ident);
    match &document.module {
        Some(inner) => {
            let inner = ident(inner);
            quote!(generated::#inner::#name)
        }
        None => quote!(generated::#name),
    }
}

/// The closure that runs the workflow. `keys` are those of its prerequisites.
fn run(function: &TokenStream, workflow: &Workflow, keys: &[String]) -> TokenStream {
    let prerequisites = (!workflow.prerequisites.is_empty()).then(|| {
        let fields = workflow.prerequisites.iter().zip(keys).map(|(one, key)| {
            let field = ident(&one.ident);
            quote!(#field: it.prerequisite(#key)?)
        });
        quote! {
            let prerequisites = #function::Prerequisites { #(#fields),* };
        }
    });
    let argument = prerequisites.is_some().then(|| quote!(, prerequisites));
    quote! {
        |it| {
            Box::pin(async move {
                let client = client(it)?;
                #prerequisites
                it.finish(#function(&client, it.inputs()? #argument).await)
            })
        }
    }
}

fn field(name: &str, missing: bool, schema: &TokenStream) -> TokenStream {
    let kind = ident(if missing { "optional" } else { "required" });
    quote!(Field::#kind(#name, #schema))
}
