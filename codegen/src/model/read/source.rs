//! The Source Description Object.

use crate::{
    load::Node,
    model::{
        arazzo::{SourceDescription, SourceKind, Text, Unread},
        faults,
    },
};

use super::{
    Reader,
    choice::Choice,
    fields::{Shape, content, field},
    is_name,
};

/// Arazzo 1.1, section 4.6.3.
const SOURCE: Shape = Shape {
    what: "a source description",
    identity: &["name", "url"],
    fields: &[field("name"), field("url"), field("type")],
};

const KINDS: &[Choice<SourceKind>] = &[
    Choice::new("openapi", SourceKind::OpenApi),
    Choice::new("arazzo", SourceKind::Arazzo),
    Choice::new_1_1("asyncapi", SourceKind::AsyncApi),
];

/// Reads a source description; one without a `url` leads nowhere and is `unread`.
pub(super) fn source(
    reader: &mut Reader<'_>,
    node: &Node,
    unread: &mut Unread,
) -> Option<SourceDescription> {
    let Some(object) = reader.object(node, &SOURCE) else {
        unread.add(None);
        return None;
    };
    let name = reader.required_text(&object, "name");
    let url = reader.required_text(&object, "url");
    let kind = reader.text(&object, "type");
    let kind = kind.and_then(|text| reader.choice(&text, "source type", KINDS));
    if let Some(name) = &name {
        check_name(reader, name);
    }
    let given = name.as_ref().map(|name| name.text.as_str());
    if name.is_none() || url.is_none() {
        unread.add(given);
    }
    Some(SourceDescription {
        node: node.clone(),
        name: name.unwrap_or_else(|| object.nameless("name")),
        url: url?,
        kind,
    })
}

/// Generators are known to put file names here; nothing depends on the name unless an expression has it.
fn check_name(reader: &mut Reader<'_>, name: &Text) {
    if is_name(&name.text, false) {
        return;
    }
    let what = "the name of a source description";
    reader.tolerate(
        faults::invalid_name(content(&name.node), &name.text, what)
            .help("use letters, digits, `-` and `_` only"),
    );
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::{findings, in_1_1, sound, with_fields};
    use crate::model::arazzo::SourceKind;

    fn with_source(source: Value) -> Value {
        let mut document = with_fields(json!({}));
        document["sourceDescriptions"] = json!([source]);
        document
    }

    #[test]
    fn type_may_be_left_out() {
        let read = sound(with_source(json!({ "name": "a-B_1", "url": "./x.yaml" })));
        assert_eq!(read.sources[0].kind, None);
        assert_eq!(read.sources[0].url.text, "./x.yaml");
    }

    #[test]
    fn asyncapi_needs_1_1() {
        let document = with_source(json!({ "name": "a", "url": "b", "type": "asyncapi" }));
        let read = sound(in_1_1(document.clone()));
        assert_eq!(read.sources[0].kind, Some(SourceKind::AsyncApi));
        assert_eq!(
            findings(document),
            [
                "error field-needs-1-1 /sourceDescriptions/0/type: source type `asyncapi` needs Arazzo 1.1, but this description declares 1.0"
            ]
        );
    }

    #[test]
    fn mistakes_are_all_reported() {
        let document = with_source(json!({ "name": "my api", "type": "wsdl" }));
        assert_eq!(
            findings(document),
            [
                "error missing-field /sourceDescriptions/0/name: source description `my api` has no `url`",
                "error invalid-value /sourceDescriptions/0/type: `wsdl` is not a source type",
                "warning invalid-name /sourceDescriptions/0/name: `my api` cannot be the name of a source description",
            ]
        );
    }
}
