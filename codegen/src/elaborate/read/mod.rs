//! What an expression reads where it stands: whose value, the way into it, and whether it may be missing there.
//!
//! Which schemas describe it is a question of its own ([`super::known`], [`super::answers`]), and so is its type in Rust,
//! which the plan decides.

mod exchange;
mod outputs;
mod refused;

use crate::{
    diagnostic::names::Named,
    expression::{Access, Expression, Reference, Spanned, is_identifier},
    model::arazzo::{self, SourceKind},
    resolve::workflow::{Content, WorkflowId},
};

use super::{
    named::{Name, find, token},
    standing::At,
    view::View,
};

pub(crate) use refused::{Note, Refused};

/// What an expression reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Read {
    /// Whose value.
    pub(crate) origin: Origin,
    /// The way into it: what dots walk, the pointer, then `.name` and `[n]` behind the expression.
    pub(crate) way: Vec<String>,
    /// Whether there may be nothing, whatever the schemas say.
    pub(crate) missing: bool,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// `$self`, a field of a source description, the `Accept` that the operation has.
    Constant(String),
    Url,
    Method,
    StatusCode,
    /// One of the step's parameters, before it is serialised.
    Parameter(usize),
    /// The body that was sent.
    RequestBody,
    /// The `Content-Type` that was sent.
    ContentType,
    /// The idempotency key that was sent (decision D-136).
    IdempotencyKey,
    /// What the operation declares and the step does not send.
    Nothing,
    /// A header of the response.
    Header(String),
    /// The body of the response.
    Body,
    /// One of the workflow's inputs.
    Input(usize),
    /// An output of the step itself, whose run is just over.
    OwnOutput(usize),
    /// An output of a step that has run before.
    Step {
        /// In execution order.
        step: usize,
        output: usize,
        /// Whether it has run on every path that leads here.
        definite: bool,
    },
    /// An input or output of another workflow.
    Workflow {
        id: WorkflowId,
        run: RunOf,
        value: Value,
    },
}

/// Which run of another workflow is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RunOf {
    /// The one that the step has just called.
    JustCalled,
    /// The latest one that a step or action has called.
    Latest,
    /// The one that this workflow waited for.
    Prerequisite,
}

/// A value of a workflow, by its place among those that are declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Value {
    Input(usize),
    Output(usize),
}

/// Where an expression stands: in the step at a place in execution order, or outside of all.
pub(crate) type Standing = (Option<usize>, At);

type Found<'e> = Result<Read, Refused<'e>>;

impl Read {
    fn of(origin: Origin) -> Self {
        Self {
            origin,
            way: Vec::new(),
            missing: false,
        }
    }
}

impl<'e> View<'e> {
    /// What `expression` reads, with `access` behind it. Deviations from the standard are noted, be it read or not.
    pub(crate) fn read(
        &self,
        expression: &'e Expression,
        access: &[Spanned<Access>],
        standing: Standing,
        notes: &mut Vec<Note>,
    ) -> Found<'e> {
        let mut read = match expression {
            Expression::Url => self.exchange(Origin::Url, standing, notes),
            Expression::Method => self.exchange(Origin::Method, standing, notes),
            Expression::StatusCode => self.exchange(Origin::StatusCode, standing, notes),
            Expression::SelfUri => self.self_uri(),
            Expression::Request(message) => self.request(message, standing),
            Expression::Response(message) => self.response(message, standing, notes),
            Expression::Input(reference) => self.read_input(reference, notes),
            Expression::Output(reference) => self.own(reference, standing, notes),
            Expression::Step { step, output } => self.of_step(step, output, standing, notes),
            Expression::Workflow {
                workflow,
                side,
                name,
            } => self.of_workflow(workflow, (*side, name), standing, notes),
            Expression::SourceDescription { name, reference } => self.source(name, reference),
            Expression::Component { .. } => Err(Refused::Component),
            Expression::Message => Err(Refused::Message),
        }?;
        read.way
            .extend(access.iter().map(|access| token(&access.value)));
        Ok(read)
    }

    /// Whether an expression names something that has no value where it stands (decision D-147).
    pub(crate) fn has_no_value(&self, expression: &'e Expression, standing: Standing) -> bool {
        let read = self.read(expression, &[], standing, &mut Vec::new());
        matches!(
            read,
            Err(Refused::NoExchange(_)
                | Refused::OwnOutputs(_)
                | Refused::OwnOutput { .. }
                | Refused::NoOutputs
                | Refused::TooEarly { .. })
        )
    }

    fn read_input(&self, reference: &'e Reference, notes: &mut Vec<Note>) -> Found<'e> {
        let names = self.inputs();
        let Some(Name { index, walked, way }) = find(reference, names) else {
            let name = &reference.name.value;
            let unread = &self.resolved.unread_inputs;
            return Err(Refused::unknown(Named::Input, name, unread, names));
        };
        if let Some(name) = names.get(index) {
            notes.extend(Note::dotted(|| format!("$inputs.{name}"), walked));
            notes.extend(self.unusual(name));
        }
        Ok(Read {
            way,
            ..Read::of(Origin::Input(index))
        })
    }

    /// The grammar of 1.1 has identifiers where that of 1.0 has any characters (decision D-53).
    fn unusual(&self, input: &str) -> Option<Note> {
        let description = &self.world.descriptions.get(self.id.description)?.model;
        let written = description.node.get("arazzo").is_some();
        let newer = written && description.version >= arazzo::Version::V1_1;
        (newer && !is_identifier(input)).then(|| Note::UnusualInput(input.to_owned()))
    }

    fn self_uri(&self) -> Found<'e> {
        let description = self.world.descriptions.get(self.id.description);
        let model = description.map(|description| &description.model);
        let named = model.filter(|model| model.self_uri.is_some());
        let uri = named.map(|model| model.node.document().base.clone());
        let uri = uri.ok_or(Refused::NoSelf)?;
        Ok(Read::of(Origin::Constant(uri)))
    }

    /// A field of a source description, as written.
    fn source(&self, name: &'e Spanned<String>, field: &'e Spanned<String>) -> Found<'e> {
        let description = self.world.descriptions.get(self.id.description);
        let description = &description.ok_or(Refused::Reported)?.model;
        let mut sources = description.sources.iter();
        let Some(source) = sources.find(|source| source.name.text == name.value) else {
            let unread = &description.unread_sources;
            let known: Vec<&str> = description.source_names().collect();
            return Err(Refused::unknown(Named::Source, &name.value, unread, &known));
        };
        let value = match field.value.as_str() {
            "url" => Some(source.url.text.clone()),
            "name" => Some(source.name.text.clone()),
            // A type that cannot be read was reported.
            "type" if source.kind.is_none() && source.node.get("type").is_some() => {
                return Err(Refused::Reported);
            }
            "type" => self.source_type(source).map(str::to_owned),
            _ => None,
        };
        match value {
            Some(value) => Ok(Read::of(Origin::Constant(value))),
            None => Err(Refused::SourceField {
                source: &name.value,
                field: &field.value,
            }),
        }
    }

    /// The `type` of a source: as given, or what its document is.
    fn source_type(&self, source: &arazzo::SourceDescription) -> Option<&'static str> {
        if let Some(kind) = source.kind {
            return Some(kind.word());
        }
        let place = source.node.place();
        let mut sources = self.world.sources.iter();
        let found = sources.find(|found| found.model.node.place() == place)?;
        let kind = match &found.content {
            Content::OpenApi(_) => SourceKind::OpenApi,
            Content::Arazzo(_) => SourceKind::Arazzo,
            Content::AsyncApi(_) => SourceKind::AsyncApi,
            Content::Unusable(_) => return None,
        };
        Some(kind.word())
    }
}
