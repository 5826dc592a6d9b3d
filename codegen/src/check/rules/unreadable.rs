//! Expressions that have no value where they stand, or whose form is not quite the standard's.

use crate::{
    diagnostic::{Code, Diagnostic, names::Named},
    elaborate::{
        NoValue, View,
        place::Place,
        read::{Note, Refused},
    },
    load,
    model::{arazzo, faults},
    resolve::workflow::{ResolvedTarget, asyncapi},
};

/// The report of an expression at `at` that reads nothing; `None` where that was reported.
pub(crate) fn unreadable(view: &View, refused: &Refused, at: &Place<'_>) -> Option<Diagnostic> {
    let new = |code, message: &str| Diagnostic::new(code, at.place(), message);
    Some(match *refused {
        Refused::Reported => return None,
        Refused::Component => new(Code::ComponentAsValue, "`$components` is not a value")
            .help("components are named by `reference` in a list of parameters or actions"),
        Refused::Message => asyncapi::out_of_place("$message", at.place())
            .help("read `$response.body` or `$response.header.NAME`"),
        Refused::NoSelf => new(Code::NoSelf, "the document has no `$self`")
            .help("add `$self` to the root of the document (Arazzo 1.1)"),
        Refused::SourceField { source, field } => {
            let message = format!("`{field}` of a source description is not a value");
            new(Code::NotAValue, &message).help(format!(
                "`url`, `name` and `type` are the values of a source description: `$sourceDescriptions.{source}.url`"
            ))
        }
        Refused::NoExchange(why) => no_exchange(why, at),
        Refused::NestedRequest => {
            let message = "a workflow step has no request of its own";
            Diagnostic::error(Code::NestedExchange, at.place(), message)
                .help("read the called workflow's outputs instead: `$outputs.<name>`")
        }
        Refused::ResponsePart(name) => {
            let message = format!("a response has no query or path: `{name}`");
            new(Code::InvalidExpression, &message).help("`$response` has `header` and `body`")
        }
        Refused::Unknown {
            named,
            name,
            ref known,
        } => unknown(named, name, known, at),
        Refused::UnknownOutput {
            step,
            name,
            ref known,
        } => unknown_output(view, step, (name, known), at)?,
        Refused::OwnOutputs(name) => {
            let message = "`$outputs` cannot be read while the workflow's outputs are computed";
            new(Code::SelfReference, message).help(steps_with_output(view, name))
        }
        Refused::OwnOutput { step, name } => own_output(view, step, name, at)?,
        Refused::NoOutputs => {
            let message =
                "`$outputs` means the outputs of the workflow that a step has just called";
            new(Code::NoOutputsHere, message)
                .help("read another step's output with `$steps.<stepId>.outputs.<name>`")
        }
        Refused::TooEarly { step, own } => too_early(view.step(step)?, own, at),
        Refused::OwnRun(name) => {
            let message = format!("workflow `{name}` reads its own outputs while it runs");
            new(Code::SelfReference, &message)
                .help("read the step's output: `$steps.<stepId>.outputs.<name>`")
        }
        Refused::NeverRuns(name) => {
            let message = format!("workflow `{name}` never runs before this is read");
            new(Code::WorkflowNeverRuns, &message)
                .about_missing_name()
                .help(format!(
                    "list `{name}` in `dependsOn`, or call it in an earlier step"
                ))
        }
    })
}

fn no_exchange(why: NoValue, at: &Place<'_>) -> Diagnostic {
    let (code, why) = match why {
        NoValue::BeforeResponse => (
            Code::ResponseBeforeRequest,
            "there is no response yet where the request is built",
        ),
        _ => (
            Code::ResponseOutsideStep,
            "requests and responses belong to steps, and a workflow's outputs read the steps' outputs",
        ),
    };
    let message = format!("`{}` cannot be read here: {why}", at.text());
    Diagnostic::error(code, at.place(), message)
        .help("give the value as an output of a step, and read `$steps.<stepId>.outputs.<name>`")
}

/// A name that none of the `known` is, with its nearest relative.
fn unknown(named: Named<'_>, name: &str, known: &[String], at: &Place<'_>) -> Diagnostic {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    named.undeclared(at.name(name, !named.leads_on()), name, &known)
}

fn unknown_output(
    view: &View,
    step: usize,
    (name, known): (&str, &[String]),
    at: &Place<'_>,
) -> Option<Diagnostic> {
    let model = view.step(step)?;
    let outputs = model.node.get("outputs");
    let place = outputs.map_or_else(|| model.id.node.place(), |node| node.key());
    let found = unknown(Named::OutputOf(&model.id.text), name, known, at);
    let mut found = found.also(place, "the step's outputs");
    if let Some(help) = handed_out(view, step, name) {
        // What has a similar name is not what was meant.
        found.help = Some(help);
        found.suggestion = None;
    }
    Some(found)
}

/// How to hand on an output of the workflow that `step` calls, if there is one.
fn handed_out(view: &View, step: usize, name: &str) -> Option<String> {
    let called = view.world.model(view.called(step)?)?;
    let outputs = called.outputs.iter().map(|(output, _)| output);
    let output = outputs
        .filter(|output| begins_with(name, output))
        .max_by_key(|output| output.len())?;
    let (id, step) = (&called.id.text, &view.step(step)?.id.text);
    Some(format!(
        "workflow `{id}` has it: add `{output}: $outputs.{output}` to the `outputs` of step `{step}`"
    ))
}

/// Whether `name` is a declared one, or goes on behind it.
fn begins_with(name: &str, declared: &str) -> bool {
    let rest = name.strip_prefix(declared);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// What to read instead of `$outputs.name`: the outputs of that name that steps have.
fn steps_with_output(view: &View, name: &str) -> String {
    let has = |step: &&arazzo::Step| step.outputs.iter().any(|(output, _)| output == name);
    let found: Vec<String> = view
        .model
        .steps
        .iter()
        .filter(has)
        .take(3)
        .map(|step| format!("`$steps.{}.outputs.{name}`", step.id.text))
        .collect();
    match found.is_empty() {
        true => "read the step's output: `$steps.<stepId>.outputs.<name>`".to_owned(),
        false => format!("read the step's output: {}", found.join(" or ")),
    }
}

fn own_output(view: &View, step: usize, name: &str, at: &Place<'_>) -> Option<Diagnostic> {
    let model = view.step(step)?;
    let message = format!(
        "step `{}` reads its own outputs while they are computed",
        model.id.text
    );
    let found = Diagnostic::new(Code::SelfReference, at.place(), message);
    let resolved = view.resolved.steps.get(step)?;
    Some(found.help(match resolved.target {
        Some(ResolvedTarget::Workflow(_)) => {
            format!("the outputs of the workflow that it calls are read with `$outputs.{name}`")
        }
        _ => {
            let mut own = model.outputs.iter().filter(|(output, _)| output == name);
            let made_of = own.find_map(|(_, node)| node.as_str());
            let made_of = made_of.unwrap_or("$response.body#/…");
            format!("read what the output is made of: `{made_of}`")
        }
    }))
}

fn too_early(step: &arazzo::Step, own: bool, at: &Place<'_>) -> Diagnostic {
    let name = &step.id.text;
    let (message, help) = match own {
        true => (
            format!("step `{name}` reads its own output before it has one"),
            "read an input, or the output of an earlier step",
        ),
        false => (
            format!("step `{name}` cannot have run before this is read"),
            "move the step before this one, or let an action lead from it to here",
        ),
    };
    let found = Diagnostic::new(Code::OutputBeforeStep, at.place(), message)
        .label("never set at this point")
        .help(help);
    match own {
        true => found,
        false => found.also(&step.id.node, "the step that sets it"),
    }
}

/// The report of what is unusual about the expression at `at`.
pub(crate) fn noted(note: &Note, at: &Place<'_>) -> Diagnostic {
    match note {
        Note::Dotted { base, walked } => {
            let standard = format!("{base}#{}", load::Pointer::from_tokens(walked));
            let message = "a dotted path is not a name: read as a way into the value";
            Diagnostic::new(Code::DottedWalk, at.place(), message)
                .help(format!("the standard form is `{standard}`"))
                .fix(standard)
        }
        Note::UnusualInput(name) => faults::nonstandard_input(at.name(name, true), name),
        Note::Nested => {
            let message = "a workflow step has no request of its own";
            Diagnostic::warning(Code::NestedExchange, at.place(), message)
                .label("the last exchange inside the called workflow")
                .help("read the called workflow's outputs instead: `$outputs.<name>`")
        }
    }
}
