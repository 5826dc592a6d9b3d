//! What `--help` and `list` print.

use serde_json::{Value, json};

use super::{Document, Input, InputKind, Workflow, inputs, settings};

const OPTIONS: &str = "\
Options of a run:
  --inputs JSON|@FILE|-                  all inputs as an object
  --input NAME=VALUE                     one input
  --prerequisite-inputs WORKFLOW=JSON    inputs of a workflow that has to run before
  --document NAME                        where several documents have the workflow
  --server [SOURCE=]URL                  another server
  --document-url SOURCE=URL              where a description comes from, for relative servers
  --server-variable SOURCE.NAME=VALUE    a variable of a server's URL
  --credential [SOURCE.]SCHEME=VALUE     a token, a key, user:password, or a client certificate in PEM (@FILE)
  --max-steps N                          step executions at most (1000)
  --poll-interval SECONDS                pause between rounds of polling (1)
  --timeout SECONDS                      for a request at most (30)
  --max-retry-after SECONDS              the longest delay that a server can ask for before a retry (3600)
  --deadline SECONDS                     for all together at most, workflows that run before included
  --json                                 print the outcome as one object
";

/// The program.
pub(super) fn overview(program: &str, documents: &[Document]) -> String {
    let mut out = format!(
        "Usage:\n  {program} list [--json]\n  {program} run WORKFLOW [OPTIONS]\n  {program} WORKFLOW-IN-KEBAB-CASE \
         [--INPUT VALUE]... [OPTIONS]\n  {program} WORKFLOW --help\n\n{OPTIONS}"
    );
    let mut variables: Vec<String> = documents
        .iter()
        .flat_map(|document| document.schemes)
        .map(|(_, scheme)| settings::variable(scheme))
        .collect();
    variables.sort();
    variables.dedup();
    if !variables.is_empty() {
        out.push_str(&format!(
            "\nCredentials also come from the environment:\n  {}\n",
            variables.join("\n  ")
        ));
    }
    out
}

/// One workflow and its flags.
pub(super) fn workflow(program: &str, workflow: &Workflow) -> String {
    let mut out = format!(
        "{}\n\nUsage: {program} {} [OPTIONS]\n",
        workflow.summary,
        inputs::kebab(workflow.key)
    );
    if !workflow.inputs.is_empty() {
        out.push_str("\nInputs:\n");
        for input in workflow.inputs {
            out.push_str(&line(input));
        }
    }
    for key in workflow.prerequisites {
        out.push_str(&format!("\nRuns `{key}` first.\n"));
    }
    out.push('\n');
    out.push_str(OPTIONS);
    out
}

fn line(input: &Input) -> String {
    let value = match input.kind {
        InputKind::Text => "TEXT",
        InputKind::Boolean => "BOOLEAN",
        InputKind::Json => "JSON",
    };
    let flag = format!("--{} {value}", inputs::kebab(input.name));
    let required = if input.required { "" } else { " (optional)" };
    format!("  {flag:<38} {}{required}\n", input.summary)
}

/// All workflows.
pub(super) fn list(documents: &[Document], json: bool) -> String {
    if json {
        let all: Value = documents
            .iter()
            .flat_map(|document| document.workflows.iter().map(|it| entry(document, it)))
            .collect();
        return format!("{all:#}\n");
    }
    let mut out = String::new();
    for document in documents {
        out.push_str(&format!("{}: {}\n", document.name, document.title));
        for workflow in document.workflows {
            out.push_str(&format!("  {:<38} {}\n", workflow.key, workflow.summary));
        }
    }
    out
}

fn entry(document: &Document, workflow: &Workflow) -> Value {
    let inputs: Vec<Value> = workflow
        .inputs
        .iter()
        .map(|input| json!({"name": input.name, "required": input.required}))
        .collect();
    json!({
        "document": document.name,
        "workflow": workflow.key,
        "summary": workflow.summary,
        "inputs": inputs,
        "prerequisites": workflow.prerequisites,
    })
}
