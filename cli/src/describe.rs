//! What `describe` prints: a workflow with all that it does, as text or as JSON.

use serde_json::{Value, json};

use crate::arguments::Kind;
use crate::list;
use crate::registry::{Document, Field, Scheme, Workflow};
use crate::step::{Call, Step};
use crate::table::columns;
use crate::words::credential_variable;

/// The workflow as text.
pub(crate) fn text(document: &Document, workflow: &Workflow) -> String {
    let mut out = format!("{} (document {})\n", workflow.key, document.name);
    if !workflow.summary.is_empty() {
        out.push_str(&format!("{}\n", workflow.summary));
    }
    section(
        &mut out,
        "Inputs",
        &fields(workflow, workflow.inputs, "required", ""),
    );
    let credentials: Vec<Vec<String>> = credentials(document, workflow).map(credential).collect();
    section(&mut out, "Credentials", &columns(2, &credentials));
    let before = document.before(workflow);
    let before = before
        .iter()
        .map(|it| vec![it.key.to_owned(), it.summary.to_owned()]);
    section(
        &mut out,
        "Runs before",
        &columns(2, &before.collect::<Vec<_>>()),
    );
    let several = document.sources.len() > 1;
    let mut steps = String::new();
    for (index, step) in workflow.steps.iter().enumerate() {
        let next = workflow.steps.get(index.saturating_add(1));
        steps.push_str(&self::step(index, step, next, several));
    }
    section(&mut out, "Steps", &steps);
    section(
        &mut out,
        "Outputs",
        &fields(workflow, workflow.outputs, "", "may be absent"),
    );
    out
}

fn section(out: &mut String, title: &str, text: &str) {
    if !text.is_empty() {
        out.push_str(&format!("\n{title}\n{text}"));
    }
}

/// Inputs or outputs, with a word for those that are always there and one for the others.
fn fields(workflow: &Workflow, fields: &[Field], always: &str, maybe: &str) -> String {
    let row = |field: &Field| {
        let word = if field.required { always } else { maybe };
        vec![
            field.name.to_owned(),
            Kind::of(workflow, field).word(),
            word.to_owned(),
            field.about(),
        ]
    };
    columns(2, &fields.iter().map(row).collect::<Vec<_>>())
}

/// The schemes that the workflow can use.
fn credentials<'d>(
    document: &'d Document,
    workflow: &'d Workflow,
) -> impl Iterator<Item = &'d Scheme> {
    let own = |scheme: &&Scheme| workflow.credentials.contains(&(scheme.source, scheme.name));
    document.schemes.iter().filter(own)
}

fn credential(scheme: &Scheme) -> Vec<String> {
    let name = scheme.name;
    vec![
        format!("{name} of {}", scheme.source),
        scheme.kind.word().to_owned(),
        format!("--credential {name}={}", scheme.kind.placeholder()),
        format!("or {}", credential_variable(name)),
    ]
}

fn step(index: usize, step: &Step, next: Option<&Step>, several: bool) -> String {
    let called = match step.call {
        Call::Operation {
            source,
            method,
            path,
        } if several => format!("{method} {path} ({source})"),
        Call::Operation { method, path, .. } => format!("{method} {path}"),
        Call::Workflow(key) => format!("workflow {key}"),
    };
    let mut out = format!("  {}. {}: {called}\n", index.saturating_add(1), step.id);
    if !step.summary.is_empty() {
        out.push_str(&format!("     {}\n", step.summary));
    }
    let mut line = |word: &str, text: &str| out.push_str(&format!("     {word:<12}{text}\n"));
    let default = match step.call {
        Call::Operation { .. } => "the status is 2xx",
        Call::Workflow(_) => "the workflow succeeds",
    };
    match step.criteria {
        [] => line("succeeds if", default),
        criteria => line("succeeds if", &criteria.join(" and ")),
    }
    let follows = match next {
        Some(next) => format!("step `{}` follows", next.id),
        None => "the workflow is complete".to_owned(),
    };
    actions(&mut line, "success", step.on_success, &follows);
    actions(&mut line, "failure", step.on_failure, "the workflow fails");
    for (position, (name, value)) in step.outputs.iter().enumerate() {
        let word = if position == 0 { "outputs" } else { "" };
        line(word, &format!("{name} = {value}"));
    }
    out
}

/// What may follow, one a line, and what follows else.
fn actions(line: &mut impl FnMut(&str, &str), word: &str, actions: &[&str], else_: &str) {
    for (position, action) in actions.iter().enumerate() {
        line(if position == 0 { word } else { "" }, action);
    }
    match actions {
        [] => line(word, else_),
        _ => line("", &format!("else {else_}")),
    }
}

/// The workflow as JSON: what `list --json` says of it, and its steps.
pub(crate) fn json(document: &Document, workflow: &Workflow) -> String {
    let mut out = list::entry(document, workflow);
    let steps: Value = workflow.steps.iter().map(step_json).collect();
    let credentials: Value = credentials(document, workflow)
        .map(|it| json!({"source": it.source, "scheme": it.name, "variable": credential_variable(it.name)}))
        .collect();
    if let Some(members) = out.as_object_mut() {
        members.insert("credentials".to_owned(), credentials);
        members.insert("steps".to_owned(), steps);
    }
    format!("{out:#}\n")
}

fn step_json(step: &Step) -> Value {
    let mut out = json!({
        "step": step.id,
        "summary": step.summary,
        "criteria": step.criteria,
        "onSuccess": step.on_success,
        "onFailure": step.on_failure,
        "outputs": step.outputs.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect::<serde_json::Map<_, _>>(),
    });
    let called = match step.call {
        Call::Operation {
            source,
            method,
            path,
        } => vec![("source", source), ("method", method), ("path", path)],
        Call::Workflow(key) => vec![("workflow", key)],
    };
    if let Some(members) = out.as_object_mut() {
        members.extend(
            called
                .into_iter()
                .map(|(name, it)| (name.to_owned(), it.into())),
        );
    }
    out
}
