//! Drafts a workflow over operations of an API: something to begin with, in which every guess is marked.
//!
//! Inputs come from required parameters and bodies, values that an earlier response seems to have are taken from there, and
//! the statuses of success are those declared. It reads the API as the compiler does, and says nothing of its mistakes:
//! `check` does, of the draft as of any document.

mod body;
mod build;
mod inputs;
mod listing;
mod names;
mod results;
mod schema;
mod step;
mod wire;
mod yaml;

use crate::load::{Documents, Node};

use self::{
    build::Builder,
    inputs::short,
    names::{camel, words},
    results::{credentials, is_anonymous, results},
    schema::Described,
    yaml::{Entry, Item, Yaml, entry},
};

pub use listing::{Listed, NotOne, operations};

/// A drafted workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The Arazzo document, in YAML.
    pub text: String,
    /// `workflowId`.
    pub workflow: String,
    /// The name of the source description.
    pub source: String,
}

/// Drafts a workflow that calls the operations `wanted`, in this order, of the API at `root`. `url` is how the draft, which
/// lies elsewhere, names the document of the API; `file` is its name.
///
/// # Errors
/// All names that do not mean one operation.
pub fn draft(
    root: &Node,
    url: &str,
    file: &str,
    wanted: &[String],
    documents: &Documents,
) -> Result<Draft, Vec<NotOne>> {
    let all = operations(root, documents);
    let mut found = Vec::new();
    let mut wrong = Vec::new();
    for asked in wanted {
        match listing::find(asked, &all) {
            Ok(listed) => found.push(listed),
            Err(error) => wrong.push(error),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let described = Described {
        documents,
        api: root.document(),
        url,
    };
    let mut builder = Builder::new(described, root);
    for listed in found {
        builder.step(listed);
    }
    let unique = |id: &Option<String>| {
        let mut same = all
            .iter()
            .filter(|other| other.id.is_some() && other.id == *id);
        same.next().is_some() && same.next().is_none()
    };
    Ok(written(builder, root, url, file, unique))
}

/// The whole document.
fn written(
    mut builder: Builder,
    root: &Node,
    url: &str,
    file: &str,
    unique: impl Fn(&Option<String>) -> bool,
) -> Draft {
    let documents = builder.described.documents;
    let source = source_name(file);
    let workflow = workflow_id(&builder);
    let outputs = outputs(&mut builder);
    let title = root
        .get("info")
        .and_then(|info| short(info.str_at("title")?));
    let title = title.unwrap_or_else(|| source.clone());
    let steps: Vec<Item> = (builder.steps.iter())
        .map(|step| {
            step.written(
                &source,
                unique(&step.listed.id) && names_itself(step),
                documents,
            )
        })
        .collect();
    let mut members = vec![entry("workflowId", Yaml::text(&workflow))];
    let mut summary = entry("summary", Yaml::text(summary(&builder)));
    summary.comments.extend(needed(&builder));
    members.push(summary);
    members.extend(builder.inputs.written());
    members.push(entry("steps", Yaml::List(steps)));
    members.extend(outputs);
    let described = Yaml::Map(vec![
        entry("name", Yaml::text(&source)),
        entry("url", Yaml::text(url)),
        entry("type", Yaml::text("openapi")),
    ]);
    let info = Yaml::Map(vec![
        entry("title", Yaml::text(format!("Workflows over {title}"))),
        entry("version", Yaml::text("0.1.0")),
    ]);
    let document = Yaml::Map(vec![
        entry("arazzo", Yaml::text("1.0.1"))
            .with_comment("A draft. What was guessed is marked: look at it first."),
        entry("info", info),
        entry("sourceDescriptions", Yaml::list(vec![described])),
        entry("workflows", Yaml::list(vec![Yaml::Map(members)])),
    ]);
    Draft {
        text: document.document(),
        workflow,
        source,
    }
}

/// A name for the source description: that of the file, without the words that most of them have.
fn source_name(file: &str) -> String {
    const SILENT: [&str; 10] = [
        "openapi",
        "swagger",
        "spec",
        "specification",
        "index",
        "api",
        "master",
        "main",
        "original",
        "description",
    ];
    let mut words = words(file.split('.').next().unwrap_or_default());
    words.retain(|word| !SILENT.contains(&word.as_str()));
    let name = camel(&words);
    match name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        true => name,
        false => "api".to_owned(),
    }
}

/// What the first and the last step do.
fn workflow_id(builder: &Builder) -> String {
    let ids: Vec<&str> = builder.steps.iter().map(|step| step.id.as_str()).collect();
    match ids.as_slice() {
        [] => "workflow".to_owned(),
        [only] => (*only).to_owned(),
        [first, .., last] => camel(&[words(first), vec!["then".to_owned()], words(last)].concat()),
    }
}

fn summary(builder: &Builder) -> String {
    if let [only] = builder.steps.as_slice()
        && let Some(own) = only.operation.summary.as_deref().and_then(short)
    {
        return own;
    }
    let steps: Vec<String> = builder
        .steps
        .iter()
        .map(|step| step.listed.by_path())
        .collect();
    match steps.as_slice() {
        [first, second, third, .., last]
            if steps.len() > 4 || first.len() + second.len() + third.len() > 120 =>
        {
            format!("{first}, then {} more, then {last}", steps.len() - 2)
        }
        all => all.join(", then "),
    }
}

/// What the client needs for these operations, if anything.
fn needed(builder: &Builder) -> Option<String> {
    let mut all: Vec<String> = Vec::new();
    let mut optional = true;
    for step in &builder.steps {
        optional &= is_anonymous(&step.operation);
        for credential in credentials(&step.operation) {
            if !all.contains(&credential) {
                all.push(credential);
            }
        }
    }
    let verb = if optional { "may be" } else { "is" };
    let all = all.join(", ");
    (!all.is_empty()).then(|| format!("The client {verb} given credentials: {all}."))
}

/// The outputs of the workflow: what created things are called, and what the last step came by.
fn outputs(builder: &mut Builder) -> Option<Entry> {
    let documents = builder.described.documents;
    let mut read: Vec<(String, String)> = Vec::new();
    for step in &builder.steps {
        if step.operation.method == "POST" {
            let own = step.outputs.iter();
            read.extend(own.map(|(name, _)| (name.clone(), step.id.clone())));
        }
    }
    if let Some(last) = builder.steps.last_mut() {
        read.extend(results(last, documents));
    }
    let mut taken = names::Taken::default();
    let mut seen: Vec<(String, String)> = Vec::new();
    let mut entries = Vec::new();
    for (name, step) in read {
        // What the last step repeats of an earlier one need not be given twice.
        let again = seen.iter().any(|(known, _)| *known == name);
        if again {
            continue;
        }
        seen.push((name.clone(), step.clone()));
        let free = taken.take([name.clone()], "output");
        entries.push(entry(
            &free,
            Yaml::text(format!("$steps.{step}.outputs.{name}")),
        ));
    }
    keep_used(&mut builder.steps, &seen);
    (!entries.is_empty()).then(|| entry("outputs", Yaml::Map(entries)))
}

/// Leaves out the outputs of steps that neither a step nor an output of the workflow reads: `read` are the latter.
fn keep_used(steps: &mut [step::Step], read: &[(String, String)]) {
    let mut used: Vec<(String, String)> = read.to_vec();
    for (step, name) in steps.iter().flat_map(step::Step::reads) {
        used.push((name.to_owned(), step.to_owned()));
    }
    for step in steps {
        let id = &step.id;
        let is_used = |name: &String| used.iter().any(|(known, of)| known == name && of == id);
        step.outputs.retain(|(name, _)| is_used(name));
    }
}

/// Whether an `operationId` can stand in a step as it is: nothing in it is read as something else.
fn names_itself(step: &step::Step) -> bool {
    let usable = |letter: char| letter.is_ascii_alphanumeric() || "_-/:".contains(letter);
    let id = step.listed.id.as_deref().unwrap_or_default();
    !id.is_empty() && id.chars().all(usable)
}
