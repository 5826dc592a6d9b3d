//! Members of a body that its schema requires: without their value nothing is sent (D-63).

use serde_json::Value as Json;

use crate::{
    load::{Node, Pointer},
    model::arazzo::{Replacement as Written, RequestBody, selects},
    plan::{Member, Value},
    resolve::operation::MediaType,
    types::{Additional, Conjunction, References},
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

    /// The required member that only a replacement puts into the payload, and that would be missing with its value.
    pub(super) fn filled(
        &self,
        written: &Written,
        body: &RequestBody,
        declared: Option<&MediaType>,
    ) -> Option<String> {
        let way = constant_way(written)?;
        let (name, above) = way.split_last()?;
        let others = body.replacements.iter();
        let others = others.filter(|other| other.target.node != written.target.node);
        let apart = |other: Vec<String>| !way.starts_with(&other);
        if !others
            .map(constant_way)
            .all(|other| other.is_some_and(apart))
        {
            return None;
        }
        let version = self.version();
        let holds = |payload: &Json| {
            let parent = payload.pointer(Pointer::from_tokens(above).as_str());
            // What only a run knows may have it.
            let parent = parent.filter(|parent| !selects(parent, version));
            let members = parent.and_then(Json::as_object);
            members.is_none_or(|members| members.contains_key(name))
        };
        let held = match &body.payload {
            None => !above.is_empty(),
            Some(payload) if payload.value().is_string() => {
                let text = self.json_text(payload)?;
                text.has_dynamic_names() || holds(&text.document)
            }
            Some(payload) => holds(payload.value()),
        };
        let marks = Marks {
            refs: self.builder.references(),
            replaced: &[],
        };
        let schema = declared?.schema.as_ref()?;
        let required = !held && marks.requires(std::slice::from_ref(schema), &way);
        required.then(|| name.clone())
    }
}

/// Schemas of a member, declared or not. What the name of one has to match is not looked at.
fn schemas_of(whole: &Conjunction, name: &str) -> Vec<Node> {
    let declared = whole.property(name);
    match whole.additional() {
        Additional::Schemas(schemas) if declared.is_empty() && whole.patterns().is_empty() => {
            schemas
        }
        _ => declared,
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
                    let schemas = schemas_of(&whole, &member.name);
                    let here = at.join(&member.name);
                    self.value(&mut member.value, &schemas, &here);
                    if required.contains(&member.name) && !self.is_read_only(&schemas) {
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

    fn is_read_only(&self, schemas: &[Node]) -> bool {
        Conjunction::all(schemas, self.refs).flag("readOnly")
    }

    /// Whether the schema requires what lies at the end of a way.
    fn requires(&self, schemas: &[Node], way: &[String]) -> bool {
        let whole = Conjunction::all(schemas, self.refs);
        let Some((name, rest)) = way.split_first() else {
            return false;
        };
        let below = schemas_of(&whole, name);
        if rest.is_empty() {
            return whole.required().contains(name) && !self.is_read_only(&below);
        }
        let index: Option<usize> = name.parse().ok();
        match index.filter(|_| below.is_empty()) {
            Some(index) => {
                let (prefix, items) = (whole.prefix(), whole.items());
                self.requires(prefix.get(index).unwrap_or(&items), rest)
            }
            None => self.requires(&below, rest),
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
