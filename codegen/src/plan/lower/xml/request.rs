//! Payloads that are sent as XML by the schema of the body (decision D-55).

use serde_json::Value as Json;

use crate::{
    diagnostic::{Code, Diagnostic},
    load::Node,
    model::arazzo::RequestBody,
    plan::{Value, XmlBody, XmlContent, XmlPlace},
    resolve::operation::{MediaType, Operation, is_json},
    types::Shape,
};

use super::{
    super::{
        family::{Family, family, media_type},
        scope::Scope,
        workflow_builder::WorkflowBuilder,
    },
    Need,
    table::{Builder, Way},
};

impl WorkflowBuilder<'_, '_> {
    /// How a payload is written as XML; `None` if it has no form.
    pub(in super::super) fn xml_body(
        &mut self,
        body: &RequestBody,
        payload: &Value,
        operation: &Operation,
        content_type: &str,
        scope: &Scope,
    ) -> Option<XmlBody> {
        let place = body.payload.as_ref().unwrap_or(&body.node);
        let media = described(operation, content_type);
        let schema = media.and_then(|media| media.schema.as_ref());
        // Replacements may add anything.
        let need = match body.replacements.is_empty() {
            true => Need::of(payload),
            false => Need::All,
        };
        let mut table = Builder::new(Way::Write, self.builder.references());
        let root = table.root(schema, &need);
        let (faults, table) = (table.faults, table.table);
        let mut whole = true;
        for fault in faults {
            let found = refused(place, fault.message);
            let found = match &fault.schema {
                Some(schema) => found.also(schema, "the schema"),
                None => found,
            };
            self.report(found, scope);
            whole = false;
        }
        if root.place == XmlPlace::Inline
            && let Some(message) = self.no_root(payload, body)
        {
            let found = Diagnostic::new(Code::XmlObjectPayload, place, message).help(
                "name the root with `xml: {name: …}` in the schema, or write the payload with the root as its only member",
            );
            let found = match schema {
                Some(schema) => found.also(schema, "the schema"),
                None => found,
            };
            self.report(found, scope);
            whole = false;
        }
        for name in self.unwritable(&table.objects, &root) {
            let message = format!("`{name}` is no name that an XML element or attribute can have");
            self.report(refused(place, message), scope);
            whole = false;
        }
        whole.then_some(XmlBody { table, root })
    }

    /// What is wrong with a payload that has to bring its root element along.
    fn no_root(&self, payload: &Value, body: &RequestBody) -> Option<String> {
        if !body.replacements.is_empty() {
            return None;
        }
        let members = match payload {
            Value::Object(object) => object.members.len(),
            Value::Literal(Json::Object(members)) => members.len(),
            Value::Array(_) | Value::Literal(Json::Array(_)) => {
                return Some("a list has no root element, and the schema names none".to_owned());
            }
            payload if matches!(self.type_of(payload).0.shape, Shape::List(_)) => {
                return Some("a list has no root element, and the schema names none".to_owned());
            }
            _ => return None,
        };
        (members != 1).then(|| {
            format!("an XML document has one root element: the schema names none, and the payload has {members} members")
        })
    }

    /// Names of the description that no element can have.
    fn unwritable(
        &self,
        objects: &[crate::plan::XmlObject],
        root: &crate::plan::XmlNode,
    ) -> Vec<String> {
        let members = objects.iter().flat_map(|object| &object.members);
        let mut found = Vec::new();
        for node in members.chain([root]) {
            let items: Vec<&crate::plan::XmlNode> = match &node.content {
                XmlContent::List(item) => vec![item],
                XmlContent::Tuple(first, others) => first.iter().chain([&**others]).collect(),
                _ => Vec::new(),
            };
            for node in [node].into_iter().chain(items) {
                let named = matches!(node.place, XmlPlace::Element | XmlPlace::Attribute);
                let bad = !is_name(&node.name) && !node.name.is_empty();
                if named && bad && !found.contains(&node.name) {
                    found.push(node.name.clone());
                }
            }
        }
        found
    }
}

fn refused(place: &Node, message: String) -> Diagnostic {
    Diagnostic::new(Code::XmlObjectPayload, place, message)
        .help("write the payload as XML text with `{$…}` where values go")
}

/// The media type whose schema describes what is sent: itself, or another notation of the same.
pub(in super::super) fn described<'a>(
    operation: &'a Operation,
    content_type: &str,
) -> Option<&'a MediaType> {
    let content = || operation.request_body.iter().flat_map(|body| &body.content);
    media_type(operation, content_type)
        .or_else(|| content().find(|media| family(&media.name) == Family::Xml))
        .or_else(|| content().find(|media| is_json(&media.name)))
}

/// Whether XML allows the name, roughly: the runtime is exact about it.
fn is_name(name: &str) -> bool {
    let starts = |letter: char| letter.is_alphabetic() || letter == '_';
    let continues = |letter: char| {
        starts(letter) || letter.is_numeric() || matches!(letter, '-' | '.' | '\u{b7}')
    };
    let plain = |part: &str| part.starts_with(starts) && part.chars().all(continues);
    name.split(':').count() <= 2 && name.split(':').all(plain)
}
