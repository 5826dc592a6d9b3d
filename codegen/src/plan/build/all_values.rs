//! `$inputs` and `$steps.s.outputs` with no name behind them: the object of all (decision D-66).

use crate::{
    diagnostic::{Diagnostic, Severity},
    expression::{Expression, Reference, Spanned},
    load::Node,
    plan::{Member, Object, Value},
    types::{Names, field_ident},
};

use super::{scope::Scope, workflow::WorkflowBuilder};

/// Every value that a text names together, and the expression of each.
pub(super) type All = Vec<(String, Expression)>;

impl WorkflowBuilder<'_, '_> {
    /// What `text` names, if it names all inputs or all outputs of a step and there are any.
    pub(super) fn all_values(&self, text: &str) -> Option<All> {
        let reference = |name: &String| Reference {
            name: whole(name, text),
            pointer: None,
        };
        let all: All = if text == "$inputs" {
            let names = self.inputs.iter().map(|field| &field.name);
            let read = |name| (String::clone(name), Expression::Input(reference(name)));
            names.map(read).collect()
        } else {
            let id = text.strip_prefix("$steps.")?.strip_suffix(".outputs")?;
            let names = self.output_names(self.step_named(id)?);
            let read = |name: &String| {
                let (step, output) = (whole(id, text), reference(name));
                (name.clone(), Expression::Step { step, output })
            };
            names.iter().map(read).collect()
        };
        (!all.is_empty()).then_some(all)
    }

    /// Whether `text` names all values of a step that is not there, which is reported, or of what could not be read.
    pub(super) fn lacks_all_values(&mut self, text: &str, node: &Node, scope: &Scope) -> bool {
        let names = self.names();
        if text.trim() == "$inputs" {
            return names.unread_inputs || !names.inputs.is_empty();
        }
        let id = text.trim().strip_prefix("$steps.");
        let Some(id) = id.and_then(|rest| rest.strip_suffix(".outputs")) else {
            return false;
        };
        if self.step_named(id).is_some() {
            return names.unread_outputs;
        }
        let (step, output) = (whole(id, text), whole(id, text));
        let output = Reference {
            name: output,
            pointer: None,
        };
        let expression = Expression::Step { step, output };
        self.read(&expression, &[], node, 0..text.len(), scope);
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
        let written = text.trim();
        let message = format!("`{written}` alone is no value: values are read by their names");
        let (first, _) = all.first()?;
        let found = Diagnostic::warning("nonstandard-expression", node, message)
            .label("read as the object of all of them")
            .help(format!(
                "write the object, with members such as `{first}: {written}.{first}`"
            ));
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
}

fn whole(name: &str, text: &str) -> Spanned<String> {
    Spanned {
        value: name.to_owned(),
        span: 0..text.len(),
    }
}
