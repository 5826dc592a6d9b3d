//! Names that nothing has, whichever stage looks them up.

use crate::{
    load::Place,
    nearest::{meant, nearest},
};

use super::{Code, Diagnostic};

/// What a name is to name.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Named<'a> {
    Component,
    Input,
    /// Of a workflow.
    Output,
    /// Of the step with this id.
    OutputOf(&'a str),
    /// A parameter that a step sends, in this place.
    Parameter(&'a str),
    Source,
    Step,
    Workflow,
}

impl Named<'_> {
    pub(crate) fn code(self) -> Code {
        match self {
            Self::Component => Code::UnknownComponent,
            Self::Input => Code::UndeclaredInput,
            Self::Output | Self::OutputOf(_) => Code::UnknownOutput,
            Self::Parameter(_) => Code::UndeclaredParameter,
            Self::Source => Code::UnknownSource,
            Self::Step => Code::UnknownStep,
            Self::Workflow => Code::UnknownWorkflow,
        }
    }

    /// In words: `step`.
    pub(crate) fn what(self) -> String {
        match self {
            Self::Component => "component".to_owned(),
            Self::Input => "input".to_owned(),
            Self::Output => "output".to_owned(),
            Self::OutputOf(step) => format!("output of step `{step}` named"),
            Self::Parameter(location) => format!("{location} parameter"),
            Self::Source => "source description".to_owned(),
            Self::Step => "step".to_owned(),
            Self::Workflow => "workflow".to_owned(),
        }
    }

    /// Whether more names may stand behind it in an expression.
    pub(crate) fn leads_on(self) -> bool {
        matches!(self, Self::Step | Self::Source | Self::Workflow)
    }

    fn missing(self, place: Place, name: &str) -> Diagnostic {
        let message = format!("there is no {} `{name}`", self.what());
        Diagnostic::error(self.code(), place, message).about_missing_name()
    }

    /// The report of a field that refers to `name`, which none of the `known` is.
    pub(crate) fn unknown(self, place: Place, name: &str, known: &[&str]) -> Diagnostic {
        let what = self.what();
        let found = self.missing(place, name).label(format!("unknown {what}"));
        let similar = |name: &str| format!("a {what} with a similar name exists: `{name}`");
        let none = || format!("the document declares no {what}");
        with_known(found, name, known, similar, none, |all| {
            format!("known: {}", listed(all))
        })
    }

    /// The report of an expression that reads `name`, which none of the `known` is.
    pub(crate) fn undeclared(self, place: Place, name: &str, known: &[&str]) -> Diagnostic {
        let found = self.missing(place, name).label("not declared");
        if name.contains("[]") {
            return found.help(
                "`[]` has no index: `[0]` is the first element, and a Selector Object of type `jsonpath` reads them all",
            );
        }
        let none = || "none is declared".to_owned();
        with_known(found, name, known, has_similar_name, none, |all| {
            format!("declared: {}", quoted(all))
        })
    }
}

/// Says what may have been meant by `name`: a `similar` one, or any of those there are.
fn with_known(
    found: Diagnostic,
    name: &str,
    known: &[&str],
    similar: impl Fn(&str) -> String,
    none: impl Fn() -> String,
    some: impl Fn(&[&str]) -> String,
) -> Diagnostic {
    // What has no name was reported.
    let known: Vec<&str> = known
        .iter()
        .copied()
        .filter(|name| !name.is_empty())
        .collect();
    match meant(name, known.iter().copied()) {
        Some(near) => found.help(similar(near.name())).correct(near, near.name()),
        None if known.is_empty() => found.help(none()),
        None => found.help(some(&known)),
    }
}

fn has_similar_name(name: &str) -> String {
    format!("`{name}` has a similar name")
}

/// The report of a parameter that gives a called workflow an input which it does not have.
pub(crate) fn no_input_of(workflow: &str, place: Place, name: &str, inputs: &[&str]) -> Diagnostic {
    let message = format!("workflow `{workflow}` declares no input `{name}`");
    let found = Diagnostic::new(Code::UndeclaredInput, place, message);
    let none = || "it declares no inputs".to_owned();
    with_known(found, name, inputs, has_similar_name, none, |all| {
        let all: Vec<String> = all.iter().map(|name| format!("`{name}`")).collect();
        format!("its inputs: {}", all.join(", "))
    })
}

/// The report of a parameter that the operation, or none of `several`, takes.
pub(crate) fn no_parameter(place: Place, location: &str, name: &str, several: bool) -> Diagnostic {
    let message = match several {
        true => format!("no operation here declares a {location} parameter `{name}`"),
        false => format!("the operation declares no {location} parameter `{name}`"),
    };
    Diagnostic::warning(Code::UndeclaredParameter, place, message).label("sent all the same")
}

/// The report of a file that is `given` for a source which no document has.
pub(crate) fn no_source_for(given: &str, place: Place, near: Option<&str>) -> Diagnostic {
    let message = format!("`{given}` is for a source that no document has");
    let found = Diagnostic::new(Code::UnknownSource, place, message)
        .label("none of these has this name or URL");
    match near {
        Some(near) => found.help(format!("did you mean `{near}`?")),
        None => found,
    }
}

/// The report of a workflow to be drawn that is none of `all`.
pub(crate) fn no_workflow_to_draw(id: &str, place: Place, all: &[&str]) -> Diagnostic {
    let message = format!("there is no workflow `{id}` to draw");
    let help = match nearest(id, all.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the workflows are `{}`", all.join("`, `")),
    };
    Diagnostic::new(Code::UnknownWorkflow, place, message).help(help)
}

/// The first eight names.
fn quoted(names: &[&str]) -> String {
    let shown = names.iter().take(8).map(|name| format!("`{name}`"));
    shown.collect::<Vec<_>>().join(", ")
}

/// The first eight names, and how many more there are.
pub(crate) fn listed(names: &[&str]) -> String {
    match names.len().saturating_sub(8) {
        0 => quoted(names),
        more => format!("{} and {more} more", quoted(names)),
    }
}
