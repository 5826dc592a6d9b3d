//! The object of all inputs, or of all outputs of a step (decision D-66).

use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    load::Node,
    plan::{Member, Object, Value},
    types::{Names, field_ident, type_ident},
};

use super::{
    all_values::All,
    nonstandard,
    scope::{At, Scope},
    workflow_builder::WorkflowBuilder,
};

impl WorkflowBuilder<'_, '_> {
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
