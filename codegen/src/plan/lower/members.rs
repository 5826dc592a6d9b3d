//! Members of a body that its schema requires: without their value nothing is sent (D-63).

use serde_json::Value as Json;

use crate::{
    load::{Node, Pointer},
    model::arazzo::{RequestBody, selects},
    plan::{Member, Needed, Replacement, ReplacementTarget, Text, Value},
    resolve::operation::MediaType,
    types::{Additional, Conjunction, References},
};

use super::workflow_builder::WorkflowBuilder;

impl WorkflowBuilder<'_, '_> {
    /// Marks the members of a payload, and the replacements, that must have a value; what only all of them together can tell
    /// is returned.
    pub(super) fn require_members(
        &self,
        payload: &mut Value,
        replacements: &mut [Replacement],
        body: &RequestBody,
        declared: Option<&MediaType>,
    ) -> Vec<Needed> {
        let Some(media) = declared else {
            return Vec::new();
        };
        let puts: Vec<Put> = replacements.iter().map(|one| self.put(one)).collect();
        let mut marks = Marks {
            refs: self.builder.references(),
            puts: &puts,
            needed: Vec::new(),
        };
        match &media.schema {
            Some(schema) => marks.value(payload, std::slice::from_ref(schema), &Pointer::root()),
            None => marks.fields(payload, media),
        }
        for (index, replacement) in replacements.iter_mut().enumerate() {
            if let Some(way) = self.lacked(&puts, index, body, media, &marks) {
                let text = text_of(&replacement.value).unwrap_or_default();
                replacement.fills = marks.put_in(&way, index, text);
            }
        }
        marks.needed
    }

    fn put(&self, replacement: &Replacement) -> Put {
        let way = match &replacement.target {
            ReplacementTarget::Pointer(Text::Constant(pointer)) => Pointer::parse(pointer),
            _ => None,
        };
        Put {
            way: way.map(|way| way.tokens().collect()),
            missing: self.type_of(&replacement.value).1,
        }
    }

    /// The way to the required member that the replacement at `index` puts into a payload that has none.
    fn lacked(
        &self,
        puts: &[Put],
        index: usize,
        body: &RequestBody,
        media: &MediaType,
        marks: &Marks<'_>,
    ) -> Option<Vec<String>> {
        let way = puts.get(index)?.way.clone()?;
        let (name, above) = way.split_last()?;
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
        let schema = media.schema.as_ref()?;
        let required = !held && marks.requires(std::slice::from_ref(schema), &way);
        required.then_some(way)
    }
}

/// Where a replacement puts its value.
struct Put {
    /// `None` where only a run knows.
    way: Option<Vec<String>>,
    /// Whether it may have no value, and then changes nothing.
    missing: bool,
}

/// What replacements do to a place.
enum Covered {
    /// Nothing.
    Not,
    /// One of them puts a value there, or in place of something around it.
    Surely,
    /// Only a run knows; these replace something around it.
    Perhaps(Vec<usize>),
}

fn covered<'p>(way: &[String], puts: impl Iterator<Item = (usize, &'p Put)>) -> Covered {
    let mut perhaps = None;
    for (index, put) in puts {
        let inside = put.way.as_ref().map(|target| way.strip_prefix(&**target));
        match inside {
            Some(Some(_)) if !put.missing => return Covered::Surely,
            None | Some(Some([])) => {
                perhaps.get_or_insert_with(Vec::new);
            }
            Some(Some(_)) => perhaps.get_or_insert_with(Vec::new).push(index),
            Some(None) => {}
        }
    }
    perhaps.map_or(Covered::Not, Covered::Perhaps)
}

/// The expression of a value that may be missing.
fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::Read(read) if read.missing => Some(&read.text),
        Value::Selector(selector) if selector.missing => Some(&selector.text),
        _ => None,
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
    puts: &'a [Put],
    /// What has to be looked for after the replacements.
    needed: Vec<Needed>,
}

impl Marks<'_> {
    /// Alternatives of a schema say nothing here: nobody knows which of them is meant.
    fn value(&mut self, value: &mut Value, schemas: &[Node], at: &Pointer) {
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
    fn fields(&mut self, payload: &mut Value, media: &MediaType) {
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

    /// The name of a required member at `way` that the replacement at `index` alone brings.
    fn put_in(&mut self, way: &[String], index: usize, text: &str) -> Option<String> {
        let name = way.last()?;
        let others = self.puts.iter().enumerate();
        match covered(way, others.filter(|(other, _)| *other != index)) {
            Covered::Not => Some(name.clone()),
            Covered::Surely => None,
            Covered::Perhaps(unless) => {
                if self.puts.get(index).is_some_and(|put| put.missing) {
                    self.need(way, text, unless);
                }
                None
            }
        }
    }

    fn mark(&mut self, member: &mut Member, at: &Pointer) {
        let way: Vec<String> = at.tokens().collect();
        match covered(&way, self.puts.iter().enumerate()) {
            Covered::Not => member.required = true,
            Covered::Surely => {}
            Covered::Perhaps(unless) => {
                if let Some(text) = text_of(&member.value) {
                    self.need(&way, text, unless);
                }
            }
        }
    }

    fn need(&mut self, way: &[String], text: &str, unless: Vec<usize>) {
        let pointer = Pointer::from_tokens(way).as_str().to_owned();
        let known = self.needed.iter().any(|needed| needed.pointer == pointer);
        if let (false, Some(name)) = (known, way.last()) {
            self.needed.push(Needed {
                pointer,
                name: name.clone(),
                text: text.to_owned(),
                unless,
            });
        }
    }
}

#[cfg(test)]
mod tests;
