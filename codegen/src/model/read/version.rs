//! Whether a document is an Arazzo description at all, and of which version.

use serde_json::Value;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    load::Node,
    model::{arazzo::Version, faults},
};

use super::{
    Reader,
    fields::{Object, Shape, kind},
};

/// What the versions of other descriptions are called.
const OTHERS: [(&str, &str); 3] = [
    ("openapi", "an OpenAPI"),
    ("swagger", "a Swagger 2.0"),
    ("asyncapi", "an AsyncAPI"),
];

const BEGINNING: &str = "an Arazzo description begins with `arazzo: 1.0.1` or `arazzo: 1.1.0`";

/// Reports that a description does not say its version, but perhaps that of something else.
pub(super) fn missing(reader: &mut Reader<'_>, object: &Object) {
    let Some((_, other)) = other_version(&object.node) else {
        return reader.missing(object, "arazzo");
    };
    reader.report(
        faults::missing_field(other.key(), &object.title(), "arazzo")
            .label("the version of another kind of document")
            .help("write `arazzo: 1.1.0` instead"),
    );
}

/// Whether the member `key` of the root is the version of something else, which stands where `arazzo` should.
pub(super) fn stands_for_it(shape: &Shape, root: &Node, key: &str) -> bool {
    shape.identity == ["arazzo"] && other_version(root).is_some_and(|(name, _)| name == key)
}

fn other_version(root: &Node) -> Option<(&'static str, Node)> {
    (OTHERS.iter()).find_map(|(name, _)| Some((*name, root.get(name)?)))
}

/// Whether there is a point in reading on: the wrong file gets one report instead of one for every missing field.
pub(super) fn is_arazzo(root: &Node, diagnostics: &mut Diagnostics) -> bool {
    if root.document().text.trim().is_empty() {
        let message = format!("`{}` is empty", root.document().name);
        let found = Diagnostic::new(Code::NotArazzo, root, message);
        diagnostics.push(found.help(BEGINNING));
        return false;
    }
    let Some(members) = root.as_object() else {
        diagnostics.push(Diagnostic::new(
            Code::NotArazzo,
            root,
            format!("an Arazzo description is an object, not {}", kind(root)),
        ));
        return false;
    };
    let looks_like_it = |key: &String| key.eq_ignore_ascii_case("arazzo") || key == "workflows";
    if members.keys().any(looks_like_it) {
        return true;
    }
    let other = (OTHERS.iter()).find_map(|(key, what)| Some((root.get(key)?, what)));
    diagnostics.push(match other {
        Some((member, what)) => {
            let message = format!("this is {what} document, not an Arazzo description");
            Diagnostic::new(Code::NotArazzo, member.key(), message)
                .help("name the Arazzo description that has it under `sourceDescriptions`")
        }
        None => {
            Diagnostic::new(Code::NotArazzo, root, "this is no Arazzo description").help(BEGINNING)
        }
    });
    false
}

/// The feature version; the patch part never matters (Arazzo 1.1, section 4.1). The newest where none is given.
pub(super) fn version(root: &Node, diagnostics: &mut Diagnostics) -> Option<Version> {
    let Some(node) = root.get("arazzo") else {
        return Some(Version::V1_1);
    };
    let text = match node.value() {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let parts: Vec<&str> = text.splitn(3, '.').collect();
    let (version, patch) = match *parts.as_slice() {
        ["1", "0", patch] if is_patch(patch) => (Version::V1_0, true),
        ["1", "1", patch] if is_patch(patch) => (Version::V1_1, true),
        ["1", "0"] => (Version::V1_0, false),
        ["1", "1"] => (Version::V1_1, false),
        _ => {
            let message = match node.value() {
                Value::String(_) | Value::Number(_) => {
                    format!("Arazzo version `{text}` is not supported")
                }
                _ => format!("`arazzo` must be a version, not {}", kind(&node)),
            };
            diagnostics.push(
                Diagnostic::error(Code::UnsupportedVersion, &node, message)
                    .help("versions 1.0.x and 1.1.x are supported"),
            );
            return None;
        }
    };
    if !patch {
        let full = if version == Version::V1_0 {
            "1.0.1"
        } else {
            "1.1.0"
        };
        diagnostics.push(
            Diagnostic::new(
                Code::IncompleteVersion,
                &node,
                format!("version `{text}` lacks its last part"),
            )
            .help(format!("write `{full}`"))
            .fix(full),
        );
    }
    Some(version)
}

/// The last part of a version: a number, perhaps with a pre-release tag.
fn is_patch(patch: &str) -> bool {
    let number = patch.split('-').next().unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{findings, read_with, sound, with_fields};
    use crate::model::arazzo::Version;

    #[test]
    fn patch_versions_make_no_difference() {
        let mut document = with_fields(json!({}));
        for (text, version) in [
            ("1.0.0", Version::V1_0),
            ("1.0.1", Version::V1_0),
            ("1.1.0", Version::V1_1),
            ("1.1.7-rc1", Version::V1_1),
        ] {
            document["arazzo"] = json!(text);
            assert_eq!(sound(document.clone()).version, version, "{text}");
        }
    }

    #[test]
    fn other_versions_are_refused_and_nothing_else_is_said() {
        for version in [
            json!("2.0.0"),
            json!("1.2.0"),
            json!("latest"),
            json!(2),
            json!("1.0.x"),
        ] {
            let document = json!({ "arazzo": version, "workflows": 7 });
            let (description, findings) = read_with(document, false);
            assert!(description.is_none());
            assert_eq!(findings.len(), 1, "{findings:?}");
            assert!(findings[0].starts_with("error unsupported-version /arazzo: "));
        }
    }

    #[test]
    fn a_version_without_its_last_part_is_understood() {
        let mut document = with_fields(json!({}));
        document["arazzo"] = json!(1.1);
        assert_eq!(
            findings(document.clone()),
            ["warning incomplete-version /arazzo: version `1.1` lacks its last part"]
        );
        let (_, strict) = read_with(document, true);
        assert!(strict[0].starts_with("error incomplete-version"));
    }

    #[test]
    fn the_wrong_file_gets_one_report() {
        assert_eq!(
            findings(json!({ "openapi": "3.1.0", "info": {}, "paths": {} })),
            [
                "error not-arazzo /openapi key: this is an OpenAPI document, not an Arazzo description"
            ]
        );
        assert_eq!(findings(json!({})).len(), 1);
        assert_eq!(
            findings(json!([1])),
            ["error not-arazzo : an Arazzo description is an object, not a list"]
        );
    }
}
