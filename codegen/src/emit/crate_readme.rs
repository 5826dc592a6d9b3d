//! `README.md` of a crate: every workflow with what goes in and comes out, what it needs, and an example call.

use std::collections::BTreeMap;

use crate::{
    plan::{Document, Plan, Scheme, SchemeKind, Workflow, WorkflowRef},
    types::{Kind, Shape, Type, Types},
};

use super::{EmitError, client, docs, example, registry};

/// How many words of an enum are listed.
const MAX_WORDS: usize = 8;

/// The text. `command` writes the crate, in its folder.
///
/// # Errors
/// A defect of the emitter.
pub(super) fn readme(
    package: &str,
    library: &str,
    plans: &[Plan],
    command: &str,
) -> Result<String, EmitError> {
    let mut out = format!(
        "\n# {package}\n\n\
         Compiled from Arazzo documents: an async function a workflow, typed, in the library `{library}`, and a command line \
         over all of them.\n\n\
         ```sh\ncargo run -q -- list\n```\n",
    );
    let mut keys: BTreeMap<String, usize> = BTreeMap::new();
    for (plan, target) in shown(plans) {
        let (document, workflow) = (plan.documents.get(target.document), workflow(plan, target));
        if let (Some(document), Some(workflow)) = (document, workflow) {
            *keys.entry(registry::key(document, workflow)).or_default() += 1;
        }
    }
    for plan in plans {
        out.push_str(&format!("\n## {}\n", docs::headline(&plan.title)));
        if let Some(prose) = &plan.documentation {
            out.push_str(&format!("\n{}\n", docs::prose(prose)));
        }
        for (plan, target) in shown(std::slice::from_ref(plan)) {
            section(library, plan, target, &keys, &mut out)?;
        }
    }
    out.push_str(&about_files(command));
    Ok(out)
}

/// The workflows that there is code for.
fn shown(plans: &[Plan]) -> impl Iterator<Item = (&Plan, WorkflowRef)> {
    plans.iter().flat_map(|plan| {
        let documents = plan.documents.iter().enumerate();
        documents.flat_map(move |(document, of)| {
            let all = of.workflows.iter().enumerate();
            all.filter(|(_, workflow)| !workflow.omitted)
                .map(move |(workflow, _)| (plan, WorkflowRef { document, workflow }))
        })
    })
}

fn workflow(plan: &Plan, target: WorkflowRef) -> Option<&Workflow> {
    let document: &Document = plan.documents.get(target.document)?;
    document.workflows.get(target.workflow)
}

fn section(
    library: &str,
    plan: &Plan,
    target: WorkflowRef,
    keys: &BTreeMap<String, usize>,
    out: &mut String,
) -> Result<(), EmitError> {
    let document = plan.documents.get(target.document);
    let (Some(document), Some(workflow)) = (document, workflow(plan, target)) else {
        return Ok(());
    };
    let key = registry::key(document, workflow);
    out.push_str(&format!("\n### {}\n", docs::code(&key)));
    if let Some(prose) = &workflow.documentation {
        out.push_str(&format!("\n{}\n", docs::prose(prose)));
    }
    inputs(workflow, out);
    outputs(workflow, out);
    prerequisites(plan, workflow, out);
    credentials(plan, workflow, out);
    let several = keys.get(&key).is_some_and(|count| *count > 1);
    let shell = example::in_shell(plan, target, several).unwrap_or_default();
    let rust = example::in_rust(library, plan, target)?;
    out.push_str(&format!(
        "\n```sh\n{shell}\n```\n\n```rust,no_run\n{rust}```\n"
    ));
    Ok(())
}

fn inputs(workflow: &Workflow, out: &mut String) {
    if workflow.inputs.is_empty() {
        return;
    }
    out.push_str("\n| Input | Type | |\n|---|---|---|\n");
    for field in &workflow.inputs {
        let mut ty = words(&workflow.types, &field.ty);
        if !field.is_required() {
            ty.push_str(", optional");
        }
        let mut text = field
            .documentation
            .as_deref()
            .map(docs::prose)
            .unwrap_or_default();
        if let Some(default) = &field.default {
            let default = docs::code(&default.json.to_string());
            let end = match text.trim_end().chars().last() {
                None | Some('.' | '!' | '?' | ':') => "",
                Some(_) => ".",
            };
            text = format!("{}{end} Default: {default}.", text.trim_end());
        }
        row([&docs::code(&field.name), &ty, &text], out);
    }
    if workflow.open {
        out.push_str("\nInputs of other names are taken as well.\n");
    }
}

fn outputs(workflow: &Workflow, out: &mut String) {
    if workflow.outputs.is_empty() {
        return;
    }
    out.push_str("\n| Output | Type | From |\n|---|---|---|\n");
    for field in &workflow.outputs {
        let mut ty = words(&workflow.types, &field.ty);
        if field.missing {
            ty.push_str(", may be absent");
        }
        row(
            [&docs::code(&field.name), &ty, &docs::code(&field.text)],
            out,
        );
    }
}

fn prerequisites(plan: &Plan, workflow: &Workflow, out: &mut String) {
    let keys: Vec<String> = workflow
        .prerequisites
        .iter()
        .filter_map(|one| Some(docs::code(&registry::key_of(plan, one.workflow)?)))
        .collect();
    if !keys.is_empty() {
        out.push_str(&format!(
            "\nRuns after {}, which the command line runs by itself.\n",
            keys.join(", ")
        ));
    }
}

fn credentials(plan: &Plan, workflow: &Workflow, out: &mut String) {
    let schemes = workflow.credentials.iter();
    let schemes: Vec<&Scheme> = schemes
        .filter_map(|index| plan.schemes.get(*index))
        .collect();
    if schemes.is_empty() {
        return;
    }
    out.push_str("\n| Credential | What | In the environment |\n|---|---|---|\n");
    for scheme in schemes {
        let name = match plan.apis.len() > 1 {
            true => format!("{}.{}", client::source(plan, scheme), scheme.name),
            false => scheme.name.clone(),
        };
        let mut what = kind(&scheme.kind).to_owned();
        if let Some(prose) = scheme.documentation.as_deref().map(docs::prose) {
            what.push_str(&format!(": {prose}"));
        }
        let variable = docs::code(&example::variable(scheme));
        row([&docs::code(&name), &what, &variable], out);
    }
}

/// What the command line takes as a credential.
fn kind(kind: &SchemeKind) -> &'static str {
    match kind {
        SchemeKind::Basic => "`user:password`",
        SchemeKind::Bearer => "a token",
        SchemeKind::ApiKeyHeader(_) | SchemeKind::ApiKeyQuery(_) | SchemeKind::ApiKeyCookie(_) => {
            "a key"
        }
        SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. } => "an access token",
        SchemeKind::Http(_) => "what follows the scheme's name in the header",
        SchemeKind::MutualTls => "a client certificate with its key, in PEM",
    }
}

/// A row of a table: no cell ends early.
fn row(cells: [&str; 3], out: &mut String) {
    let cells = cells.map(|cell| {
        let words: Vec<&str> = cell.split_whitespace().collect();
        words.join(" ").replace('|', "\\|")
    });
    out.push_str(&format!("| {} |\n", cells.join(" | ")));
}

/// A type as somebody who writes JSON reads it.
fn words(types: &Types, ty: &Type) -> String {
    let word = match &ty.shape {
        Shape::Bool => "boolean".to_owned(),
        Shape::Int32 | Shape::Int64 => "integer".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::String => "string".to_owned(),
        Shape::Secret => "string, secret".to_owned(),
        Shape::SecretValue => "any, secret".to_owned(),
        Shape::Bytes => "bytes in base64".to_owned(),
        Shape::List(of) => format!("list of {}", plural(words(types, of))),
        Shape::Map(of) => format!("object of {}", plural(words(types, of))),
        Shape::Tuple(_) => "list".to_owned(),
        Shape::Own(own) => own.kinds.word().unwrap_or("any").to_owned(),
        Shape::Value => "any".to_owned(),
        Shape::Named(id) => match &types.get(*id).kind {
            Kind::Struct { .. } => "object".to_owned(),
            Kind::Union { .. } => "one of several".to_owned(),
            Kind::Enum { variants, .. } if variants.len() > MAX_WORDS => "string".to_owned(),
            Kind::Enum { variants, .. } => {
                let words: Vec<_> = variants.iter().map(|(_, word)| docs::code(word)).collect();
                words.join(", ")
            }
        },
    };
    match ty.nullable && ty.shape != Shape::Value {
        true => format!("{word} or null"),
        false => word,
    }
}

fn plural(word: String) -> String {
    match word.bytes().all(|byte| byte.is_ascii_alphabetic()) && word != "any" {
        true => word + "s",
        false => word,
    }
}

/// What somebody has to know who looks after the files.
fn about_files(command: &str) -> String {
    format!(
        "\n## The files\n\n\
         All files were generated, and say so in their first line. What was edited is not overwritten; the rest follows the \
         documents, by this command in this folder (documents elsewhere are named without the way to them):\n\n\
         ```sh\n{command}\n```\n\n\
         Code hosts leave generated files out of diffs and statistics that a `.gitattributes` names:\n\n\
         ```text\nsrc/** linguist-generated\n```\n"
    )
}
