//! Why an expression reads nothing, and what is unusual about one that does.

use crate::{diagnostic::names::Named, model::arazzo::Unread};

use super::super::standing::NoValue;

/// Why an expression has no value where it stands.
#[derive(Debug)]
pub(crate) enum Refused<'e> {
    /// What it names was reported, or may be something that was.
    Reported,
    /// `$components` is no value.
    Component,
    /// `$message` belongs to AsyncAPI.
    Message,
    /// The document has no `$self`.
    NoSelf,
    /// A field of a source description that is no value.
    SourceField { source: &'e str, field: &'e str },
    /// The exchange of a step where there is none.
    NoExchange(NoValue),
    /// The request of a step that calls a workflow.
    NestedRequest,
    /// A query or path of a response, by its name.
    ResponsePart(&'e str),
    /// A name that nothing has.
    Unknown {
        named: Named<'e>,
        name: &'e str,
        known: Vec<String>,
    },
    /// An output that the step at this place in execution order does not have.
    UnknownOutput {
        step: usize,
        name: &'e str,
        known: Vec<String>,
    },
    /// Outputs of the workflow, by a name, while they are computed.
    OwnOutputs(&'e str),
    /// An output of the step at this place while its outputs are computed.
    OwnOutput { step: usize, name: &'e str },
    /// `$outputs` where no workflow was just called.
    NoOutputs,
    /// An output of a step that cannot have run before; `own`: of the step itself.
    TooEarly { step: usize, own: bool },
    /// A workflow that reads its own run.
    OwnRun(&'e str),
    /// A workflow that nothing runs before.
    NeverRuns(&'e str),
}

impl<'e> Refused<'e> {
    /// The name that none of the `known` is, unless it may be one that could not be read.
    pub(super) fn unknown<S: AsRef<str>>(
        named: Named<'e>,
        name: &'e str,
        unread: &Unread,
        known: &[S],
    ) -> Self {
        if unread.may_declare(name, known.iter().map(AsRef::as_ref)) {
            return Self::Reported;
        }
        let known = known.iter().map(|known| known.as_ref().to_owned());
        Self::Unknown {
            named,
            name,
            known: known.collect(),
        }
    }
}

/// What is unusual about an expression that is read all the same.
#[derive(Debug)]
pub(crate) enum Note {
    /// Dots behind the name that ends `base` walk into its value (decision D-06).
    Dotted { base: String, walked: Vec<String> },
    /// The name of an input is no identifier, where the grammar has only these.
    UnusualInput(String),
    /// A step that calls a workflow has no exchange of its own.
    Nested,
}

impl Note {
    /// That dots walk, if they do.
    pub(super) fn dotted(base: impl FnOnce() -> String, walked: Vec<String>) -> Option<Self> {
        (!walked.is_empty()).then(|| Self::Dotted {
            base: base(),
            walked,
        })
    }
}
