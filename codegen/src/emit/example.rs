//! An example call of a workflow: values by their types, the call in a shell and the call in Rust.

use std::collections::BTreeSet;

use heck::ToShoutySnakeCase;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use serde_json::{Map, Value as Json, json};

use crate::{
    plan::{Document, InputField, Plan, Scheme, SchemeKind, StepCall, Workflow, WorkflowRef},
    shell,
    types::{Definition, Kind, Kinds, Shape, Type, TypeId, Types},
};

use super::{
    EmitError,
    inputs::{self, Constructor},
    literal,
    names::{bare, ident},
    registry, render,
    types::is_option,
};

/// Names that a module would hide in the example if it were imported.
const NEEDED: [&str; 2] = ["std", "arazzo_runtime"];

/// As many calls before its own an example in the documentation has at most.
const MOST_BEFORE: usize = 16;

/// The environment variable that a command line takes the credential of a scheme from.
pub(super) fn variable(scheme: &Scheme) -> String {
    format!("ARAZZO_CREDENTIAL_{}", scheme.name.to_shouty_snake_case())
}

/// The call of a workflow in a shell, in the folder of the crate.
pub(super) fn in_shell(plan: &Plan, target: WorkflowRef, several: bool) -> Option<String> {
    let (document, workflow) = target_of(plan, target)?;
    let mut lines = vec![format!(
        "cargo run -q -- run {}",
        shell::word(&registry::key(document, workflow))
    )];
    if several {
        lines.push(format!("--document {}", shell::word(&plan.module)));
    }
    let given = workflow.inputs.iter().filter(|field| field.is_required());
    lines.extend(given.map(|field| input_option(workflow, field)));
    for before in before(plan, target, usize::MAX) {
        let (document, workflow) = target_of(plan, before)?;
        let inputs = inputs(workflow);
        if !inputs.is_empty() {
            let inputs = Json::Object(inputs);
            let value = format!("{}={inputs}", registry::key(document, workflow));
            lines.push(format!("--prerequisite-inputs {}", shell::word(&value)));
        }
    }
    Some(lines.join(" \\\n    "))
}

/// The option that gives an input. A secret comes from the environment: the history of the shell would keep it.
fn input_option(workflow: &Workflow, field: &InputField) -> String {
    let name = &field.name;
    let text = match value(workflow, field) {
        Json::String(text) if field.ty.shape == Shape::Secret => {
            let name = shell::word(&format!("{name}="));
            return format!("--input {name}\"${text}\"");
        }
        Json::String(text) => text,
        other => other.to_string(),
    };
    format!("--input {}", shell::word(&format!("{name}={text}")))
}

/// The call of a workflow in Rust: an async function.
///
/// # Errors
/// A defect of the emitter.
pub(super) fn in_rust(
    library: &str,
    plan: &Plan,
    target: WorkflowRef,
) -> Result<String, EmitError> {
    let (library, module) = (ident(library), ident(&plan.module));
    let hides = NEEDED.contains(&plan.module.as_str());
    let (import, root, client) = match hides {
        true => {
            let root = quote!(#library::#module);
            (TokenStream::new(), root.clone(), quote!(#root::Client))
        }
        false => (
            quote!(use #library::#module::{self, Client};),
            quote!(#module),
            quote!(Client),
        ),
    };
    let root = quote!(#root::);
    let before = before(plan, target, usize::MAX);
    let all = before.iter().chain([&target]);
    let schemes: BTreeSet<usize> = all.flat_map(|one| needed(plan, *one)).collect();
    let credentials = schemes.iter().filter_map(|index| plan.schemes.get(*index));
    let credentials = credentials.map(credential);
    let calls = calls(plan, &root, &before, target);
    render::file(render::spaced([
        import,
        quote! {
            async fn example() -> Result<(), Box<dyn std::error::Error>> {
                let client = #client::builder() #(#credentials)* .build()?;
                #calls
                println!("{:#?}", run.outputs);
                Ok(())
            }
        },
    ]))
}

/// The statements of a call with the items of the module in scope, for documentation; none where so many others have to run
/// before that nobody would read them.
pub(super) fn in_docs(plan: &Plan, target: WorkflowRef) -> Option<String> {
    let before = before(plan, target, MOST_BEFORE + 1);
    if before.len() > MOST_BEFORE {
        return None;
    }
    let calls = calls(plan, &TokenStream::new(), &before, target);
    let file = render::file(quote!(async fn example() { #calls })).ok()?;
    let mut lines: Vec<&str> = file.lines().skip(1).collect();
    lines.pop();
    let inner = lines
        .iter()
        .map(|line| line.strip_prefix("    ").unwrap_or(line));
    Some(Vec::from_iter(inner).join("\n"))
}

/// The statements that run a workflow after those that it waits for. `root` is what stands before names of the module.
fn calls(
    plan: &Plan,
    root: &TokenStream,
    before: &[WorkflowRef],
    target: WorkflowRef,
) -> TokenStream {
    let calls = before.iter().chain([&target]).map(|one| {
        let run = match *one == target {
            true => format_ident!("run"),
            false => run_ident(plan, *one),
        };
        call(plan, root, &run, *one)
    });
    quote!(#(#calls)*)
}

fn target_of(plan: &Plan, target: WorkflowRef) -> Option<(&Document, &Workflow)> {
    let document = plan.documents.get(target.document)?;
    Some((document, document.workflows.get(target.workflow)?))
}

/// The workflows that have to run before, each after those that it needs itself: all, or some if there are more than `most`.
fn before(plan: &Plan, target: WorkflowRef, most: usize) -> Vec<WorkflowRef> {
    let mut found = Vec::new();
    let mut known = BTreeSet::from([target]);
    // Workflows, and how many of their prerequisites were looked at.
    let mut open = vec![(target, 0)];
    while let Some((one, next)) = open.last_mut() {
        let workflow = target_of(plan, *one).map(|(_, workflow)| workflow);
        let prerequisite = workflow.and_then(|workflow| workflow.prerequisites.get(*next));
        *next += 1;
        match prerequisite.map(|prerequisite| prerequisite.workflow) {
            Some(inner) if known.len() <= most => {
                if known.insert(inner) {
                    open.push((inner, 0));
                }
            }
            _ => {
                found.extend(open.pop().map(|(one, _)| one));
            }
        }
    }
    found.pop();
    found
}

/// The schemes that a call needs: the first alternative of each step, as long as it calls no workflow that has its own.
fn needed(plan: &Plan, target: WorkflowRef) -> Vec<usize> {
    let Some((_, workflow)) = target_of(plan, target) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for step in &workflow.steps {
        match &step.call {
            StepCall::Operation(call) => found.extend(call.security.first().into_iter().flatten()),
            StepCall::Workflow(_) => return workflow.credentials.clone(),
        }
    }
    found
}

/// The call of the builder's method for a scheme.
fn credential(scheme: &Scheme) -> TokenStream {
    let (method, variable) = (ident(&scheme.method), variable(scheme));
    match scheme.kind {
        SchemeKind::Basic => quote!(.#method("USER", std::env::var("PASSWORD")?)),
        SchemeKind::MutualTls => {
            quote!(.#method(arazzo_runtime::Identity::from_pem(std::fs::read("client.pem")?)))
        }
        _ => quote!(.#method(std::env::var(#variable)?)),
    }
}

/// The variable for the run of a workflow that others wait for.
fn run_ident(plan: &Plan, target: WorkflowRef) -> proc_macro2::Ident {
    let name = target_of(plan, target).map_or("", |(_, workflow)| workflow.ident.as_str());
    format_ident!("run_of_{}", bare(name))
}

/// The statements that run a workflow and keep its run.
fn call(
    plan: &Plan,
    root: &TokenStream,
    run: &proc_macro2::Ident,
    target: WorkflowRef,
) -> TokenStream {
    let Some((document, workflow)) = target_of(plan, target) else {
        return TokenStream::new();
    };
    let home = match &document.module {
        Some(inner) => {
            let inner = ident(inner);
            quote!(#root #inner::)
        }
        None => root.clone(),
    };
    let name = ident(&workflow.ident);
    let name = quote!(#home #name);
    let inputs = inputs_expression(&name, workflow);
    let prerequisites = (!workflow.prerequisites.is_empty()).then(|| {
        let fields = workflow.prerequisites.iter().map(|one| {
            let (field, run) = (ident(&one.ident), run_ident(plan, one.workflow));
            quote!(#field: &#run)
        });
        let given = quote!(let prerequisites = #name::Prerequisites { #(#fields),* };);
        (given, quote!(, prerequisites))
    });
    let (given, argument) = prerequisites.unzip();
    quote! {
        let inputs = #inputs;
        #given
        let #run = #name(&client, inputs #argument).await?;
    }
}

fn inputs_expression(module: &TokenStream, workflow: &Workflow) -> TokenStream {
    let required = workflow.inputs.iter().filter(|field| field.is_required());
    let constructor = Constructor::of(&workflow.inputs);
    let given: Option<Vec<_>> = required
        .map(|field| field_value(workflow, field, constructor))
        .collect();
    match given {
        Some(given) => inputs::expression(module, &workflow.inputs, &given),
        None => {
            let inputs = literal::json_by_path(&Json::Object(self::inputs(workflow)));
            quote!(::arazzo_runtime::serde_json::from_value(#inputs)?)
        }
    }
}

/// The value of a required field; nothing where its type takes more than a word.
fn field_value(
    workflow: &Workflow,
    field: &InputField,
    constructor: Constructor,
) -> Option<TokenStream> {
    let text = placeholder(&field.name);
    // `new` takes whatever becomes one.
    let converts = constructor == Constructor::New && !is_option(&field.ty);
    let value = match field.ty.shape {
        Shape::Bool => quote!(true),
        Shape::Int32 | Shape::Int64 => quote!(1),
        Shape::Number if converts => quote!(1.5),
        Shape::String | Shape::Value if converts => quote!(#text),
        Shape::Secret if converts => quote!(std::env::var(#text)?),
        Shape::String => quote!(#text.to_owned()),
        Shape::Value => quote!(#text.into()),
        Shape::Number => quote!(1.5.into()),
        Shape::Secret => quote!(std::env::var(#text)?.into()),
        Shape::Named(id) if converts => match &workflow.types.get(id).kind {
            Kind::Enum { variants, .. } => {
                let first = variants.first().map_or(&text, |(_, word)| word);
                quote!(#first)
            }
            Kind::Struct { .. } | Kind::Union { .. } => return None,
        },
        _ => return None,
    };
    Some(match is_option(&field.ty) {
        true => quote!(Some(#value)),
        false => value,
    })
}

/// The inputs that a call cannot do without.
pub(super) fn inputs(workflow: &Workflow) -> Map<String, Json> {
    let required = workflow.inputs.iter().filter(|field| field.is_required());
    required
        .map(|field| (field.name.clone(), value(workflow, field)))
        .collect()
}

fn value(workflow: &Workflow, field: &InputField) -> Json {
    Value::of(&workflow.types).example(&field.ty, &field.name)
}

/// What stands for a text: the name of what it is, such as `PROJECT_NAME`.
fn placeholder(name: &str) -> String {
    let text = name.to_shouty_snake_case();
    match text.is_empty() {
        true => "TEXT".to_owned(),
        false => text,
    }
}

/// Makes values up.
struct Value<'t> {
    types: &'t Types,
    /// The types that are being made up, so that none of them is within itself.
    open: Vec<TypeId>,
}

impl<'t> Value<'t> {
    fn of(types: &'t Types) -> Self {
        Self {
            types,
            open: Vec::new(),
        }
    }

    fn example(&mut self, ty: &Type, name: &str) -> Json {
        match &ty.shape {
            Shape::Bool => json!(true),
            Shape::Int32 | Shape::Int64 => json!(1),
            Shape::Number => json!(1.5),
            Shape::String | Shape::Secret | Shape::SecretValue | Shape::Value => {
                json!(placeholder(name))
            }
            Shape::Own(own) => match own.kinds {
                Kinds::BOOLEAN => json!(true),
                Kinds::INTEGER | Kinds::NUMBER => json!(1),
                Kinds::ARRAY => json!([]),
                Kinds::OBJECT => json!({}),
                _ => json!(placeholder(name)),
            },
            Shape::Bytes => json!("dGV4dA=="),
            Shape::List(of) => {
                let recursive = of.mentions().iter().any(|id| self.open.contains(id));
                Json::Array(Vec::from_iter((!recursive).then(|| self.example(of, name))))
            }
            Shape::Map(_) => json!({}),
            Shape::Tuple(of) => of.iter().map(|ty| self.example(ty, name)).collect(),
            Shape::Named(id) if self.open.contains(id) => Json::Null,
            Shape::Named(id) => {
                self.open.push(*id);
                let value = self.named(self.types.get(*id), name);
                self.open.pop();
                value
            }
        }
    }

    fn named(&mut self, definition: &Definition, name: &str) -> Json {
        match &definition.kind {
            Kind::Struct { fields, .. } => {
                let sent = fields
                    .iter()
                    .filter(|field| field.required && !field.read_only);
                sent.map(|field| (field.name.clone(), self.example(&field.ty, &field.name)))
                    .collect()
            }
            Kind::Enum { variants, .. } => {
                let first = variants.first().map(|(_, text)| text.clone());
                json!(first.unwrap_or_else(|| placeholder(name)))
            }
            Kind::Union { variants, tag, .. } => {
                let Some(first) = variants.first() else {
                    return Json::Null;
                };
                let mut value = self.example(&first.ty, name);
                let tag = tag.as_ref().and_then(|tag| {
                    let (word, _) = tag.mapping.iter().find(|(_, index)| *index == 0)?;
                    Some((tag.property.clone(), json!(word)))
                });
                if let (Json::Object(members), Some((property, word))) = (&mut value, tag) {
                    members.insert(property, word);
                }
                value
            }
        }
    }
}
