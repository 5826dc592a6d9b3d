//! Values that the style of a parameter or of a form's member has no standard form for: what nests, and under `deepObject`
//! whatever is no object.

use serde_json::Value as Json;

use crate::{
    diagnostic::{Diagnostic, Severity},
    load::Node,
    model::openapi::Encoding,
    plan::Value,
    resolve::{
        operation::{MediaType, Parameter as Declared, Style},
        workflow::ResolvedParameter,
    },
    types::{Kind, Shape, Type},
};

use super::{scope::Scope, workflow::WorkflowBuilder};

/// How a value is made, as far as a style cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    Scalar,
    /// A list of scalars.
    List,
    /// An object of scalars.
    Object,
    /// Lists or objects in one another.
    Nested,
    Unknown,
}

impl WorkflowBuilder<'_, '_> {
    /// Reports a parameter whose style has no standard form for its value; `None` where it cannot be sent.
    pub(super) fn check_nesting(
        &mut self,
        parameter: &ResolvedParameter,
        value: &Value,
        declared: &Declared,
        scope: &Scope,
    ) -> Option<()> {
        if declared.content.is_some() {
            return Some(());
        }
        let made = self.made_by(value);
        if declared.style == Style::DeepObject {
            return self.check_brackets(
                &parameter.value,
                made,
                (Style::DeepObject.name(), &declared.node),
                scope,
            );
        }
        if made != Made::Nested {
            return Some(());
        }
        let name = declared.style.name();
        let written = !matches!(value, Value::Read(_) | Value::Selector(_));
        let message = format!("style `{name}` cannot carry nested values");
        let found = match written {
            true => Diagnostic::error("unserialisable-parameter", &parameter.value, message),
            false => Diagnostic::warning("unserialisable-parameter", &parameter.value, message),
        };
        let found = found.label(if written {
            "nested"
        } else {
            "nested: the step fails with it"
        });
        self.report(found.also(&declared.node, "declared here"), scope);
        (!written).then_some(())
    }

    /// The same of the members of a form.
    pub(super) fn check_form_nesting(
        &mut self,
        payload: &Node,
        value: &Value,
        media: Option<&MediaType>,
        scope: &Scope,
    ) {
        for encoding in media.into_iter().flat_map(|media| &media.encoding) {
            let Some(made) = self.made_of_member(value, &encoding.name) else {
                continue;
            };
            let place = payload.get(&encoding.name);
            let place = place.as_ref().unwrap_or(payload);
            if is_styled(encoding) && (made == Made::Nested || in_brackets(encoding)) {
                let style = encoding.style.unwrap_or(Style::Form).name();
                self.check_brackets(place, made, (style, &encoding.node), scope);
            }
        }
    }

    /// What is sent in brackets although no standard says so.
    fn check_brackets(
        &mut self,
        place: &Node,
        made: Made,
        (style, declared): (&str, &Node),
        scope: &Scope,
    ) -> Option<()> {
        let (what, form) = match made {
            Made::Object | Made::Unknown => return Some(()),
            Made::Scalar => ("a value that is no object", "name=x"),
            Made::List => ("a list", "name[]=x&name[]=y"),
            Made::Nested => ("nested values", "name[0][member]=x"),
        };
        let message = format!("style `{style}` has no standard form for {what}");
        let found = Diagnostic::warning("nonstandard-style", place, message)
            .label(format!("sent as `{form}`"))
            .help("it is what servers that declare this read; others may not")
            .also(declared, "declared here");
        (self.tolerate(found, scope) == Severity::Warning).then_some(())
    }

    fn made_of_member(&self, payload: &Value, name: &str) -> Option<Made> {
        match payload {
            Value::Object(object) => {
                let mut members = object.members.iter();
                let member = members.find(|member| member.name == name)?;
                Some(self.made_by(&member.value))
            }
            Value::Literal(json) => json.get(name).map(made_of_json),
            _ => None,
        }
    }

    fn made_by(&self, value: &Value) -> Made {
        match value {
            Value::Literal(json) => made_of_json(json),
            Value::Template(_) => Made::Scalar,
            Value::Array(items) => joined(Made::List, items.iter().map(|item| self.made_by(item))),
            Value::Object(object) => {
                let members = object.members.iter();
                joined(
                    Made::Object,
                    members.map(|member| self.made_by(&member.value)),
                )
            }
            Value::Read(read) => self.made_of_type(&read.ty),
            Value::Selector(_) => Made::Unknown,
        }
    }

    fn made_of_type(&self, ty: &Type) -> Made {
        match &ty.shape {
            Shape::Value | Shape::SecretValue => Made::Unknown,
            Shape::List(of) => match &of.shape {
                Shape::Value => Made::List,
                Shape::List(_) | Shape::Map(_) => Made::Nested,
                Shape::Named(id) if !self.is_enum(*id) => Made::Nested,
                _ => Made::List,
            },
            Shape::Map(_) => Made::Unknown,
            Shape::Named(id) if !self.is_enum(*id) => Made::Unknown,
            _ => Made::Scalar,
        }
    }

    /// Whether a named type is a text of some choice, or may be anything: a union.
    fn is_enum(&self, id: crate::types::TypeId) -> bool {
        !matches!(self.lowering.types().get(id).kind, Kind::Struct { .. })
    }
}

fn is_styled(encoding: &Encoding) -> bool {
    encoding.style.is_some() || encoding.explode.is_some() || encoding.allow_reserved
}

fn in_brackets(encoding: &Encoding) -> bool {
    encoding.style == Some(Style::DeepObject)
}

fn made_of_json(json: &Json) -> Made {
    match json {
        Json::Null => Made::Unknown,
        Json::Array(items) => joined(Made::List, items.iter().map(made_of_json)),
        Json::Object(members) => joined(Made::Object, members.values().map(made_of_json)),
        _ => Made::Scalar,
    }
}

/// A list or object with these in it.
fn joined(outer: Made, mut inner: impl Iterator<Item = Made>) -> Made {
    match inner.any(|made| matches!(made, Made::List | Made::Object | Made::Nested)) {
        true => Made::Nested,
        false => outer,
    }
}
