//! `type-mismatch`: a value whose type, by the schemas it comes from, can never fit the schema of the place it goes to.

mod default;
mod json_text;
mod places;
mod selector;
#[cfg(test)]
mod tests;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::{
        At, View,
        known::{self, Known},
    },
    expression::{Expression, TemplatePart},
    load::Node,
    model::{
        arazzo,
        texts::{Form, Texts, Written},
    },
    types::{Conjunction, Given, Kinds, Misfit, Wire, never_fits},
};

use super::super::{literal::Literal, subject::Subject};

/// Payloads are followed this deep.
const MAX_DEPTH: usize = 32;

pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) {
    let view = subject.view;
    for (index, step, resolved) in subject.steps() {
        let mut judge = Judge {
            view,
            version: subject.version(),
            step: index,
            at: At::Request,
            id: &step.id.text,
            diagnostics,
        };
        judge.step(step, resolved);
    }
}

/// Where a value goes.
#[derive(Clone)]
struct Place {
    /// What it is called in a report: "parameter `limit`".
    name: String,
    /// All of these describe it.
    schemas: Vec<Node>,
    wire: Wire,
}

/// What judges the values of one step.
struct Judge<'a, 'd> {
    view: View<'a>,
    version: arazzo::Version,
    /// In execution order.
    step: usize,
    /// Which part of it is judged.
    at: At,
    id: &'a str,
    diagnostics: &'d mut Diagnostics,
}

impl Judge<'_, '_> {
    /// Judges a value, and the values inside it.
    fn value(&mut self, value: &Node, place: &Place, depth: usize) {
        if depth > MAX_DEPTH || place.schemas.is_empty() {
            return;
        }
        if arazzo::is_selector(value, self.version) {
            self.selector(value, place);
            return;
        }
        if let Some(text) = value.as_str() {
            return self.text(value, text, place);
        }
        let kind = Kinds::of(value.value());
        if !kind.meets(Kinds::ARRAY.or(Kinds::OBJECT))
            || !holds_expression(value, &self.view.resolved.texts)
        {
            return;
        }
        // An object that is written into a form is meant to be the JSON text of its part.
        let as_text = place.wire == Wire::Form && kind == Kinds::OBJECT;
        let misfit = self.misfit(Given::Kind(kind), place);
        if let Some(misfit) = misfit.filter(|_| !as_text) {
            return self.report(value, &misfit, place, None, "this value");
        }
        let refs = self.view.documents;
        let schema = Conjunction::all(&place.schemas, refs);
        if schema.split(refs).is_some() {
            // Which branch is meant cannot be told.
            return;
        }
        if kind == Kinds::ARRAY {
            if schema.prefix().is_empty() {
                let element = place.part(format!("an element of {}", place.name), schema.items());
                for item in value.items() {
                    self.value(&item, &element, depth + 1);
                }
            }
            return;
        }
        for (name, member) in value.members() {
            let part = place.part(format!("`{name}`"), schema.property(&name));
            self.value(&member, &part, depth + 1);
        }
    }

    /// Judges what is written of a value that the plan does not judge where it is built.
    fn literal(&mut self, value: &Node, place: &Place) {
        let literal = Literal {
            node: value,
            inner: None,
            place: &place.name,
            schemas: &place.schemas,
            wire: place.wire,
            body: false,
        };
        for mismatch in
            literal.mismatches(self.version, &self.view.resolved.texts, self.view.documents)
        {
            self.diagnostics
                .push(literal.report(&mismatch).step(self.id));
        }
    }

    fn text(&mut self, value: &Node, text: &str, place: &Place) {
        let texts = &self.view.resolved.texts;
        let Some(written) = texts.value(value) else {
            return;
        };
        if self.lacks_value(written) {
            return;
        }
        match &written.form {
            Form::Every(..) => {
                let list = Known::of(Kinds::ARRAY);
                self.known(value, &list, &format!("`{text}`"), place);
            }
            Form::Expression(_) | Form::Invalid(..) => {
                if let Some(expression) = written.expression() {
                    self.expression(value, expression, text, place);
                }
            }
            Form::Template(parts, _) => self.embedding(value, parts, place),
            Form::Plain(_) => {}
        }
    }

    /// Where values are judged.
    fn place(&self) -> (usize, At) {
        (self.step, self.at)
    }

    /// Whether an expression has no value here, which is an error of its own.
    fn has_none(&self, expression: &Expression) -> bool {
        self.view
            .has_no_value(expression, (Some(self.step), self.at))
    }

    /// Whether a text reads something that has no value here.
    fn lacks_value(&self, written: &Written) -> bool {
        match &written.form {
            Form::Every(every, _) => self.has_none(&every.list),
            Form::Invalid(..) => written.expression().is_some_and(|read| self.has_none(read)),
            Form::Plain(_) | Form::Expression(_) | Form::Template(..) => {
                let all = written.expressions();
                all.iter().any(|read| self.has_none(&read.value))
            }
        }
    }

    fn expression(&mut self, value: &Node, expression: &Expression, text: &str, place: &Place) {
        let Some(known) = known::before_request(&self.view, self.place(), expression, Vec::new())
        else {
            return;
        };
        if !self.known(value, &known, &format!("`{text}`"), place) {
            self.default(value, expression, place);
        }
    }

    /// Judges what is known of a value, which a report calls `what`; whether it never fits.
    fn known(&mut self, value: &Node, known: &Known, what: &str, place: &Place) -> bool {
        let given = match known.alternatives.as_slice() {
            [] => Given::Kind(known.kinds),
            all => Given::Described(all, known.nullable),
        };
        let misfit = self.misfit(given, place);
        if let Some(misfit) = &misfit {
            self.report(value, misfit, place, Some(known), what);
        }
        misfit.is_some()
    }

    /// Text with expressions in it is text, whatever they are.
    fn embedding(&mut self, value: &Node, parts: &[TemplatePart], place: &Place) {
        if place.wire != Wire::Json {
            return;
        }
        let Some(misfit) = self.misfit(Given::Kind(Kinds::STRING), place) else {
            return;
        };
        let name = &place.name;
        let mut found = Diagnostic::new(
            Code::TypeMismatch,
            value,
            format!(
                "{name} takes {}, and this is always a string",
                misfit.wanted
            ),
        )
        .label("braces make it a string");
        found = match parts {
            [TemplatePart::Expression(only)] => {
                let bare = value.as_str().and_then(|text| text.get(only.span.clone()));
                let bare = bare.unwrap_or_default();
                found
                    .help(format!("without braces, `{bare}` keeps its type"))
                    .suggest(bare)
            }
            _ => found.help("an expression that stands alone, without braces, keeps its type"),
        };
        if let Some(schema) = place.schemas.first() {
            found = found.also(schema, "the schema");
        }
        self.diagnostics.push(found.step(self.id));
    }

    fn misfit(&self, given: Given, place: &Place) -> Option<Misfit> {
        never_fits(given, &place.schemas, place.wire, self.view.documents)
    }

    fn report(
        &mut self,
        value: &Node,
        misfit: &Misfit,
        place: &Place,
        known: Option<&Known>,
        what: &str,
    ) {
        let (name, wanted) = (&place.name, &misfit.wanted);
        let list = misfit
            .kinds
            .is_some_and(|(given, _)| given.within(Kinds::ARRAY));
        let given = match place.wire {
            Wire::Text { .. } if list => "a list",
            _ => misfit.given.as_str(),
        };
        let message = match misfit.pointer.is_root() {
            true => format!("{name} takes {wanted}, and {what} is {given}"),
            false => format!(
                "{name} takes {wanted} at `{}`, where {what} has {given}",
                misfit.pointer
            ),
        };
        let mut found = Diagnostic::new(Code::TypeMismatch, value, message).label("never fits");
        if let Some(schema) = place.schemas.first() {
            found = found.also(schema, format!("{name} is described here"));
        }
        if let Some(source) = known.and_then(|known| known.schema.as_ref()) {
            found = found.also(source, "the value is described here");
        }
        found = found.help(match known {
            Some(_) => help(misfit, place),
            None => format!("write {wanted} here"),
        });
        self.diagnostics.push(found.step(self.id));
    }
}

impl Place {
    /// A place inside this one.
    fn part(&self, name: String, schemas: Vec<Node>) -> Self {
        Self {
            name,
            schemas,
            ..self.clone()
        }
    }
}

/// What to do about it.
fn help(misfit: &Misfit, place: &Place) -> String {
    let wanted = &misfit.wanted;
    match misfit.kinds {
        Some((given, wanted)) if wanted.within(Kinds::ARRAY) && !given.meets(Kinds::ARRAY) => {
            match place.wire {
                Wire::Json => "write a list with this value as its element: `[…]`",
                Wire::Text { .. } | Wire::Form => {
                    "it goes out as a list of one: write `[…]` around it if that is meant"
                }
            }
            .to_owned()
        }
        Some((given, _)) if given.within(Kinds::ARRAY) && place.wire != Wire::Json => {
            "hand on one of its elements, with a pointer: `#/0`".to_owned()
        }
        Some((given, _)) if given.within(Kinds::ARRAY.or(Kinds::OBJECT)) => {
            format!("hand on the part of it that is {wanted}, with a pointer: `#/…`")
        }
        Some((given, _)) if place.wire == Wire::Json && given.within(Kinds::STRING) => {
            format!("a string is not {wanted} in JSON: declare both alike")
        }
        _ => format!("hand on {wanted}, or declare the value as what it really is"),
    }
}

/// Whether any text in a value reads something.
fn holds_expression(value: &Node, texts: &Texts) -> bool {
    let holds = |value: &Node| holds_expression(value, texts);
    match texts.value(value) {
        Some(written) => written.holds_expression(),
        None => {
            let mut members = value.members().into_iter().map(|(_, member)| member);
            value.items().iter().any(holds) || members.any(|member| holds(&member))
        }
    }
}
