//! Values in a JSON document that is written as text: each against the schema of its place.

use serde_json::Value;

use crate::{
    diagnostic::{Code, Diagnostic},
    elaborate::known,
    expression::{self, Expression, JsonText, Quoting, Spanned},
    load::Node,
    model::texts::Form,
    types::{Conjunction, Given, Kinds},
};

use super::{Judge, Place};

/// The places of a document, from left to right.
struct Places<'t> {
    node: &'t Node,
    text: &'t JsonText,
    next: std::vec::IntoIter<(Spanned<Expression>, Quoting)>,
}

impl Judge<'_, '_> {
    /// Judges what stands in the places of a text that is a JSON document.
    pub(super) fn json_text(&mut self, node: &Node, place: &Place) {
        let written = self.view.resolved.texts.value(node);
        let Some(written) = written.filter(|written| !self.lacks_value(written)) else {
            return;
        };
        let Form::Template(parts, _) = &written.form else {
            return;
        };
        let Ok(text) = expression::json_text(parts) else {
            return;
        };
        // Where members are named by a run, nobody knows which of them is described how.
        if text.has_dynamic_names() {
            return;
        }
        let expressions = written.expressions().into_iter().cloned();
        let all: Vec<_> = expressions.zip(text.places.iter().copied()).collect();
        let mut places = Places {
            node,
            text: &text,
            next: all.into_iter(),
        };
        self.inside(&text.document, place, &mut places);
    }

    // The reader bounds how deep a document nests.
    fn inside(&mut self, value: &Value, place: &Place, places: &mut Places) {
        match value {
            Value::String(text) => {
                for _ in 0..places.text.marks(text) {
                    if let Some((expression, quoting)) = places.next.next() {
                        self.placed(&expression, quoting, place, places.node);
                    }
                }
            }
            Value::Array(items) => {
                let schema = Conjunction::all(&place.schemas, self.view.documents);
                let plain =
                    schema.split(self.view.documents).is_none() && schema.prefix().is_empty();
                let schemas = if plain { schema.items() } else { Vec::new() };
                let element = place.part(format!("an element of {}", place.name), schemas);
                for item in items {
                    self.inside(item, &element, places);
                }
            }
            Value::Object(members) => {
                let schema = Conjunction::all(&place.schemas, self.view.documents);
                let plain = schema.split(self.view.documents).is_none();
                for (name, member) in members {
                    let schemas = if plain {
                        schema.property(name)
                    } else {
                        Vec::new()
                    };
                    let part = place.part(format!("`{name}`"), schemas);
                    self.inside(member, &part, places);
                }
            }
            _ => {}
        }
    }

    fn placed(
        &mut self,
        expression: &Spanned<Expression>,
        quoting: Quoting,
        place: &Place,
        node: &Node,
    ) {
        if place.schemas.is_empty() {
            return;
        }
        let braces = expression.span.start.saturating_sub(1)..expression.span.end + 1;
        let written = node.as_str().and_then(|text| text.get(braces.clone()));
        let written = written.unwrap_or_default();
        let known = match quoting {
            Quoting::JsonValue => {
                known::before_request(&self.view, self.place(), &expression.value, Vec::new())
            }
            _ => None,
        };
        let given = match &known {
            // Text may be a number, and stands as one then.
            Some(known) if known.kinds.meets(Kinds::STRING) => return,
            Some(known) if known.alternatives.is_empty() => Given::Kind(known.kinds),
            Some(known) => Given::Described(&known.alternatives, known.nullable),
            None if quoting == Quoting::JsonString => Given::Kind(Kinds::STRING),
            None => return,
        };
        let Some(misfit) = self.misfit(given, place) else {
            return;
        };
        let (name, wanted) = (&place.name, &misfit.wanted);
        let is = match known {
            Some(_) => format!("`{written}` is {}", misfit.given),
            None => "this is always a string".to_owned(),
        };
        let message = format!("{name} takes {wanted}, and {is}");
        let mut found = Diagnostic::new(Code::TypeMismatch, node.within(braces), message);
        found = match known {
            Some(_) => found.label("never fits").help(super::help(&misfit, place)),
            None => found
                .label("quotes make it a string")
                .help(format!("without quotes, `{written}` keeps its type")),
        };
        if let Some(schema) = place.schemas.first() {
            found = found.also(schema, "the schema");
        }
        self.diagnostics.push(found.step(self.id));
    }
}
