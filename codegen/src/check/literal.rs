//! `literal-mismatch`, and what is said of members of a body: values written in the document against the schemas of the place
//! they go to.

mod place;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::{
    diagnostic::{Code, Diagnostic},
    expression::JsonText,
    load::{Node, Place},
    model::{arazzo, texts::Texts},
    resolve::operation::{Parameter, Style, is_json},
    types::{Expected, Fault, Mismatch, References, Wire},
};

/// Members that a report lists.
const MAX_LISTED: usize = 8;

/// A value of the document, and where it goes.
#[derive(Clone, Copy)]
pub(crate) struct Literal<'a> {
    /// Where it stands.
    pub(crate) node: &'a Node,
    /// The document, where the text at `node` is one of its own.
    pub(crate) inner: Option<&'a JsonText>,
    /// What the place is called: "`limit`".
    pub(crate) place: &'a str,
    /// All of these describe it.
    pub(crate) schemas: &'a [Node],
    pub(crate) wire: Wire,
    /// Whether it is a request's body, whose members have codes of their own.
    pub(crate) body: bool,
}

impl Literal<'_> {
    /// What does not fit, what only a run knows apart.
    pub(crate) fn mismatches(
        &self,
        version: arazzo::Version,
        texts: &Texts,
        refs: &dyn References,
    ) -> Vec<Mismatch> {
        match self.inner {
            Some(text) => self.judge(&|value| text.is_dynamic(value), refs),
            None => self.judge(&|value| is_dynamic(value, version, texts), refs),
        }
    }

    /// What does not fit where no value is an expression.
    pub(crate) fn every_mismatch(&self, refs: &dyn References) -> Vec<Mismatch> {
        self.judge(&|_| false, refs)
    }

    fn judge(&self, dynamic: &dyn Fn(&Value) -> bool, refs: &dyn References) -> Vec<Mismatch> {
        let expected = Expected {
            refs,
            dynamic,
            wire: self.wire,
        };
        expected.mismatches(self.value(), self.schemas)
    }

    /// The value that is judged.
    fn value(&self) -> &Value {
        match self.inner {
            Some(text) => &text.document,
            None => self.node.value(),
        }
    }

    /// Where a mismatch stands.
    pub(crate) fn node_of(&self, mismatch: &Mismatch) -> Node {
        let mut node = self.node.clone();
        if self.inner.is_none() {
            for token in mismatch.pointer.tokens() {
                node = place::enter(&node, &token).unwrap_or(node);
            }
        }
        node
    }

    /// The text that is wrong, or lacks something.
    pub(crate) fn place_of(&self, mismatch: &Mismatch) -> Place {
        let lacks = matches!(
            mismatch.fault,
            Fault::Missing { .. } | Fault::MissingAny { .. }
        );
        let node = self.node_of(mismatch);
        match self.inner.is_none() && (mismatch.is_about_member() || lacks && self.body) {
            true => node.key(),
            false => node.place(),
        }
    }

    /// The report about a mismatch.
    pub(crate) fn report(&self, mismatch: &Mismatch) -> Diagnostic {
        let place = self.place_of(mismatch);
        let found = match (&mismatch.fault, self.body) {
            (Fault::Missing { name }, true) => {
                let message = format!("required property `{name}` is not in the payload");
                Diagnostic::new(Code::MissingBodyProperty, place, message)
                    .help(format!("add `{name}` with its value"))
            }
            (Fault::MissingAny { names }, true) => {
                let names = listed(names);
                let message = format!(
                    "none of the properties {names} is in the payload, and one is required"
                );
                Diagnostic::new(Code::MissingBodyProperty, place, message)
            }
            (Fault::ReadOnly { name }, true) => read_only_member(place, name),
            (Fault::Undeclared { name, .. }, true) => unknown_body_property(place, name),
            _ => self.mismatch(place, mismatch),
        };
        let found = self.correct(found, mismatch);
        let found = match &mismatch.schema {
            Some(schema) => found.also(schema, role(schema, &mismatch.fault)),
            None => found,
        };
        match mismatch.closest {
            true => found.note("none of the schema's alternatives fits: this is the closest one"),
            false => found,
        }
    }

    fn mismatch(&self, place: Place, mismatch: &Mismatch) -> Diagnostic {
        let inside = place::name(self, mismatch);
        let why = mismatch.fault.words();
        let message = format!("the value does not fit the schema of {inside}: {why}");
        Diagnostic::new(Code::LiteralMismatch, place, message)
    }

    /// Adds the listed value or the member that was meant.
    pub(crate) fn correct(&self, found: Diagnostic, mismatch: &Mismatch) -> Diagnostic {
        match (mismatch.meant(), &mismatch.fault) {
            (Some(meant), fault) => {
                let name = meant.name();
                let found = found.help(match fault {
                    Fault::Undeclared { .. } => format!("`{name}` has a similar name"),
                    _ => format!("did you mean `{name}`?"),
                });
                match mismatch.exact && self.inner.is_none() {
                    true => found.correct(meant, name),
                    false => found,
                }
            }
            (None, Fault::Undeclared { declared, .. }) if !declared.is_empty() => {
                found.help(format!("declared: {}", listed(declared)))
            }
            _ => found,
        }
    }
}

/// What a schema has to do with a fault.
fn role(schema: &Node, fault: &Fault) -> &'static str {
    match fault {
        Fault::Missing { .. } if schema.value().is_array() => "required here",
        Fault::Missing { .. } | Fault::ReadOnly { .. } | Fault::RuledOut { .. } => "declared here",
        _ => "the schema",
    }
}

/// Names in quotes, as many as are worth reading.
fn listed(names: &[String]) -> String {
    let names = names.iter().take(MAX_LISTED);
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

/// Whether only a run knows what a value becomes: an expression, text with some in it, a selector.
fn is_dynamic(value: &Value, version: arazzo::Version, texts: &Texts) -> bool {
    match value {
        // Text that embeds an expression in its own way is no literal.
        Value::String(text) => texts.is_dynamic(text),
        Value::Object(_) => arazzo::selects(value, version),
        _ => false,
    }
}

/// What describes the value of a parameter, and how it is sent.
pub(crate) fn described(declared: &Parameter) -> Option<(&Node, Wire)> {
    match (&declared.schema, &declared.content) {
        (Some(schema), _) => {
            let separators = match declared.style {
                Style::Simple => true,
                Style::Form | Style::SpaceDelimited | Style::PipeDelimited => !declared.explode,
                _ => false,
            };
            Some((schema, Wire::Text { lists: !separators }))
        }
        (None, Some((media, Some(schema)))) if is_json(media) => Some((schema, Wire::Json)),
        _ => None,
    }
}

/// The report of a member that requests should not have.
pub(super) fn read_only_member(place: Place, name: &str) -> Diagnostic {
    let message = format!("`{name}` is readOnly: a request should not set it");
    Diagnostic::new(Code::ReadOnlyMember, place, message)
}

/// The report of a member that a closed or a similar schema does not declare.
pub(super) fn unknown_body_property(place: Place, name: &str) -> Diagnostic {
    let message = format!("the schema declares no property `{name}`");
    Diagnostic::new(Code::UnknownBodyProperty, place, message)
}
