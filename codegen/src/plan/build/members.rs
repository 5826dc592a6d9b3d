//! Members of a body that its schema requires: without their value nothing is sent (D-63).

use serde_json::Value as Json;

use crate::{
    load::{Node, Pointer},
    model::arazzo::RequestBody,
    plan::{Member, Value},
    resolve::operation::MediaType,
    types::{Conjunction, References},
};

use super::{payload::constant_way, workflow::WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    /// Marks the members of a payload that must have a value.
    pub(super) fn require_members(
        &self,
        payload: &mut Value,
        body: &RequestBody,
        declared: Option<&MediaType>,
    ) {
        let Some(media) = declared else { return };
        let targets: Option<Vec<Vec<String>>> =
            body.replacements.iter().map(constant_way).collect();
        // Who knows what the others put there.
        let Some(replaced) = targets else { return };
        let marks = Marks {
            refs: self.builder.references(),
            replaced: &replaced,
        };
        match &media.schema {
            Some(schema) => marks.value(payload, std::slice::from_ref(schema), &Pointer::root()),
            None => marks.fields(payload, media),
        }
    }
}

/// What decides about a member.
struct Marks<'a> {
    refs: &'a dyn References,
    /// Where replacements put values.
    replaced: &'a [Vec<String>],
}

impl Marks<'_> {
    /// Alternatives of a schema say nothing here: nobody knows which of them is meant.
    fn value(&self, value: &mut Value, schemas: &[Node], at: &Pointer) {
        let whole = Conjunction::all(schemas, self.refs);
        match value {
            Value::Object(object) => {
                let required = whole.required();
                for member in &mut object.members {
                    let schemas = whole.property(&member.name);
                    let here = at.join(&member.name);
                    self.value(&mut member.value, &schemas, &here);
                    let read_only = Conjunction::all(&schemas, self.refs).flag("readOnly");
                    if required.contains(&member.name) && !read_only {
                        self.mark(member, &here);
                    }
                }
            }
            Value::Array(items) => {
                let (prefix, rest) = (whole.prefix(), whole.items());
                for (index, item) in items.iter_mut().enumerate() {
                    let schemas = prefix.get(index).unwrap_or(&rest);
                    self.value(item, schemas, &at.join(&index.to_string()));
                }
            }
            _ => {}
        }
    }

    /// The fields of a form of Swagger 2.0, which has no schema.
    fn fields(&self, payload: &mut Value, media: &MediaType) {
        let Value::Object(object) = payload else {
            return;
        };
        for member in &mut object.members {
            let mut fields = media.encoding.iter();
            let required = fields.any(|field| {
                let flag = field.node.get("required");
                field.name == member.name && flag.is_some_and(|it| it.value() == &Json::Bool(true))
            });
            if required {
                self.mark(member, &Pointer::root().join(&member.name));
            }
        }
    }

    fn mark(&self, member: &mut Member, at: &Pointer) {
        let at: Vec<String> = at.tokens().collect();
        member.required = !self.replaced.iter().any(|target| at.starts_with(target));
    }
}
