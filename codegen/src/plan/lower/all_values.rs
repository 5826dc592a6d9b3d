//! `$inputs` and `$steps.s.outputs` with no name behind them: the object of all (decision D-66).

use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    expression::{Expression, Reference, Spanned},
    load::Node,
    model::texts::All as Named,
    plan::{Member, Object, Value},
    types::{Names, field_ident, type_ident},
};

use super::{
    nonstandard,
    scope::{At, Scope},
    workflow::WorkflowBuilder,
};

/// Every value that a text names together, and the expression of each.
pub(super) type All = Vec<(String, Expression)>;

impl WorkflowBuilder<'_, '_> {
    /// The values that `all` names, if there are any.
    pub(super) fn all_values(&self, all: &Named, node: &Node) -> Option<All> {
        let reference = |name: &String| Reference {
            name: whole(name, node),
            pointer: None,
        };
        let all: All = match all {
            Named::Inputs => {
                let names = self.inputs.iter().map(|field| &field.name);
                let read = |name| (String::clone(name), Expression::Input(reference(name)));
                names.map(read).collect()
            }
            Named::Outputs(id) => {
                let names = self.output_names(self.step_named(id)?);
                let read = |name: &String| {
                    let (step, output) = (whole(id, node), reference(name));
                    (name.clone(), Expression::Step { step, output })
                };
                names.iter().map(read).collect()
            }
        };
        (!all.is_empty()).then_some(all)
    }

    /// Whether `all` names the values of a step that is not there, which is reported, or of what could not be read.
    pub(super) fn lacks_all_values(
        &mut self,
        all: Option<&Named>,
        node: &Node,
        scope: &Scope,
    ) -> bool {
        let texts = self.texts();
        let id = match all {
            None => return false,
            Some(Named::Inputs) => return texts.lacks_inputs(!self.inputs.is_empty()),
            Some(Named::Outputs(id)) => id,
        };
        if self.step_named(id).is_some() {
            return texts.lacks_outputs();
        }
        let output = Reference {
            name: whole(id, node),
            pointer: None,
        };
        let step = whole(id, node);
        let expression = Expression::Step { step, output };
        let length = node.as_str().map_or(0, str::len);
        self.read(&expression, &[], node, 0..length, scope);
        true
    }

    /// The object of all, called `name`, unless `--strict` forbids it.
    pub(super) fn object_of_all(
        &mut self,
        all: &All,
        node: &Node,
        name: &str,
        scope: &Scope,
    ) -> Option<Value> {
        let text = node.as_str()?.to_owned();
        let written = text.trim().trim_matches(['{', '}']);
        let (first, _) = all.first()?;
        let standard = match scope.at {
            At::Outputs | At::WorkflowOutputs => "make each an output of its own, such as",
            _ => "write the object, with members such as",
        };
        let found = nonstandard::all_values(node, written, "read as the object of all of them")
            .help(format!("{standard} `{first}: {written}.{first}`"));
        if self.tolerate(found, scope) == Severity::Error {
            return None;
        }
        let mut idents = Names::new();
        let mut members = Vec::new();
        for (key, expression) in all {
            let read = self.read(expression, &[], node, 0..text.len(), scope)?;
            members.push(Member {
                ident: idents.claim(&field_ident(key)),
                name: key.clone(),
                value: Value::Read(read),
                required: false,
            });
        }
        let name = self.type_name(name);
        Some(Value::Object(Object { name, members }))
    }

    /// The object of all as an output called `name`. A secret among them keeps it from being one, as output and all.
    pub(super) fn output_of_all(&mut self, all: &All, node: &Node, scope: &Scope) -> Option<Value> {
        let output = node.pointer().tokens().last().unwrap_or_default();
        let name = format!("{}Output", type_ident(&output));
        let value = self.object_of_all(all, node, &name, scope)?;
        if value.holds_secret(self.lowering.types()) {
            let message = "an object of all would show a secret among them";
            let found = Diagnostic::new(Code::InvalidExpression, node, message)
                .help("make each an output of its own: a secret stays one there");
            self.report(found, scope);
            return None;
        }
        Some(value)
    }
}

/// A name that stands for the whole text at `node`.
fn whole(name: &str, node: &Node) -> Spanned<String> {
    Spanned {
        value: name.to_owned(),
        span: 0..node.as_str().map_or(0, str::len),
    }
}
