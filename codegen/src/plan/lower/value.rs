//! JSON of the document becomes a value of the emitted code: literals, expressions, templates, deep objects.

use serde_json::Value as Json;

use crate::{
    load::Node,
    model::{
        arazzo,
        texts::{Doubt, Form, Standard},
    },
    plan::{Member, Object, Value},
    types::{Names, field_ident, type_ident},
};

use super::{scope::Scope, workflow_builder::WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    /// The value that `node` stands for; objects are named `name` and below.
    pub(super) fn value(&mut self, node: &Node, name: &str, scope: &Scope) -> Option<Value> {
        if arazzo::is_selector(node, self.version()) {
            return self.selector(node, scope);
        }
        match node.value() {
            Json::String(_) => self.string(node, name, scope),
            Json::Array(_) => {
                let items: Vec<Option<Value>> = node
                    .items()
                    .iter()
                    .map(|item| self.value(item, &format!("{name}Item"), scope))
                    .collect();
                let items: Vec<Value> = items.into_iter().collect::<Option<_>>()?;
                Some(match literals(&items) {
                    Some(literals) => Value::Literal(Json::Array(literals)),
                    None => Value::Array(items),
                })
            }
            Json::Object(_) => self.object(node, name, scope),
            _ => Some(Value::Literal(node.literal())),
        }
    }

    fn object(&mut self, node: &Node, name: &str, scope: &Scope) -> Option<Value> {
        let mut idents = Names::new();
        let mut members = Vec::new();
        let mut whole = true;
        for (key, member) in node.members() {
            let nested = format!("{name}{}", type_ident(&key));
            let Some(value) = self.value(&member, &nested, scope) else {
                whole = false;
                continue;
            };
            members.push(Member {
                ident: idents.claim(&field_ident(&key)),
                name: key,
                value,
                required: false,
            });
        }
        if !whole {
            return None;
        }
        let constant: Option<serde_json::Map<String, Json>> = members
            .iter()
            .map(|member| match &member.value {
                Value::Literal(json) => Some((member.name.clone(), json.clone())),
                _ => None,
            })
            .collect();
        Some(match constant {
            Some(map) => Value::Literal(Json::Object(map)),
            None => Value::Object(Object {
                name: self.type_name(name),
                members,
            }),
        })
    }

    fn string(&mut self, node: &Node, name: &str, scope: &Scope) -> Option<Value> {
        let written = self.texts().value(node)?;
        if let Some(all) = written
            .all
            .as_ref()
            .and_then(|all| self.all_values(all, node))
        {
            return self.object_of_all(&all, node, name, scope);
        }
        match &written.form {
            Form::Every(every, path) => self.every_element((every, path.as_ref()), node, scope),
            Form::Plain(doubt) => self.literal(doubt, node, scope),
            Form::Expression(whole) => {
                let read = self.read(&whole.value, &[], node, whole.span.clone(), scope)?;
                Some(Value::Read(read))
            }
            Form::Template(parts, doubt) => {
                self.warn_of_text(parts, doubt, node, scope);
                let parts = match self.unbraced(doubt) {
                    Some((tolerated, all)) => self.embraced(tolerated, all, node, scope)?,
                    None => parts,
                };
                Some(Value::Template(self.template_parts(parts, node, scope)?))
            }
            Form::Invalid(error, standard) => {
                let standard = standard.as_ref().map(Standard::parts);
                let broken = (error, standard, written.all.as_ref());
                let template = self.tolerated_template(broken, node, scope)?;
                self.tolerated_value(template, node, scope)
            }
        }
    }

    /// Text that is data, unless it plainly embeds an expression without braces (tolerance table).
    fn literal(&mut self, doubt: &Doubt, node: &Node, scope: &Scope) -> Option<Value> {
        let Some((tolerated, parts)) = self.unbraced(doubt) else {
            self.warn_misspelt(doubt, node, scope);
            return Some(Value::Literal(node.value().clone()));
        };
        let parts = self.embraced(tolerated, parts, node, scope)?;
        Some(Value::Template(self.template_parts(parts, node, scope)?))
    }
}

fn literals(items: &[Value]) -> Option<Vec<Json>> {
    items
        .iter()
        .map(|item| match item {
            Value::Literal(json) => Some(json.clone()),
            _ => None,
        })
        .collect()
}
