//! `replacements` of a request body: puts one value into a payload that is already built.

use std::fmt;

use arazzo_syntax::pointer::{index, unescape};
use serde_json::Value;

/// Why a replacement cannot be made; names the place, never the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplaceError {
    target: String,
    reason: &'static str,
}

impl ReplaceError {
    pub(crate) fn new(target: &str, reason: &'static str) -> Self {
        Self {
            target: target.to_owned(),
            reason,
        }
    }
}

impl fmt::Display for ReplaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot replace `{}`: {}", self.target, self.reason)
    }
}

impl std::error::Error for ReplaceError {}

/// Sets what a JSON Pointer (RFC 6901) names.
///
/// A member that is not there is added to its object, an element one past the end (or `-`) is appended to its
/// array. A missing value leaves the payload as it is.
///
/// # Errors
/// If the text is no pointer, or there is nothing that could hold the target.
pub fn pointer(
    payload: &mut Value,
    pointer: &str,
    value: Option<Value>,
) -> Result<(), ReplaceError> {
    let Some(value) = value else { return Ok(()) };
    let Some((parent, token)) = pointer.rsplit_once('/') else {
        if !pointer.is_empty() {
            return Err(ReplaceError::new(pointer, "a JSON Pointer begins with `/`"));
        }
        *payload = value;
        return Ok(());
    };
    let token = unescape(token);
    match payload.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.insert(token.into_owned(), value);
            Ok(())
        }
        Some(Value::Array(items)) => {
            let at = if token == "-" {
                Some(items.len())
            } else {
                index(&token)
            };
            let Some(at) = at else {
                return Err(ReplaceError::new(
                    pointer,
                    "its parent is an array, whose elements have numbers",
                ));
            };
            if at == items.len() {
                items.push(value);
            } else if let Some(item) = items.get_mut(at) {
                *item = value;
            } else {
                return Err(ReplaceError::new(pointer, "the array is too short"));
            }
            Ok(())
        }
        Some(_) => Err(ReplaceError::new(
            pointer,
            "its parent is neither an object nor an array",
        )),
        None => Err(ReplaceError::new(
            pointer,
            "its parent is not in the payload",
        )),
    }
}

/// Sets every node a JSONPath query selects; a query that selects nothing, or a missing value, changes nothing.
///
/// # Errors
/// If the expression is no RFC 9535 query.
#[cfg(feature = "jsonpath")]
pub fn jsonpath(
    payload: &mut Value,
    path: &crate::jsonpath::JsonPath,
    value: Option<Value>,
) -> Result<(), ReplaceError> {
    let Some(value) = value else { return Ok(()) };
    let Some(targets) = path.locations(payload) else {
        return Err(ReplaceError::new(
            path.as_str(),
            "it is not a JSONPath query",
        ));
    };
    if targets.is_empty() {
        crate::engine::report("jsonpath", "a replacement selected nothing");
    }
    for target in targets {
        // A target inside an earlier one is gone by now; the earlier one was set whole.
        if let Some(place) = payload.pointer_mut(&target) {
            *place = value.clone();
        }
    }
    Ok(())
}

/// Needs the feature `jsonpath`.
///
/// # Errors
/// None.
#[cfg(not(feature = "jsonpath"))]
#[doc(hidden)]
pub fn jsonpath(
    _: &mut Value,
    _: &crate::jsonpath::JsonPath,
    _: Option<Value>,
) -> Result<(), ReplaceError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::pointer;
    use serde_json::{Value, json};

    fn replaced(mut payload: Value, target: &str, value: Value) -> Option<Value> {
        pointer(&mut payload, target, Some(value))
            .ok()
            .map(|()| payload)
    }

    #[test]
    fn sets_adds_and_appends() {
        assert_eq!(
            replaced(json!({"a": {"b": 1}}), "/a/b", json!("x")),
            Some(json!({"a": {"b": "x"}}))
        );
        assert_eq!(
            replaced(json!({}), "/new", json!(1)),
            Some(json!({"new": 1}))
        );
        assert_eq!(
            replaced(json!({}), "/x~1y~0", json!(1)),
            Some(json!({"x/y~": 1}))
        );
        assert_eq!(replaced(json!([1, 2]), "/0", json!(9)), Some(json!([9, 2])));
        assert_eq!(replaced(json!([1]), "/1", json!(2)), Some(json!([1, 2])));
        assert_eq!(
            replaced(json!({"a": []}), "/a/-", json!(2)),
            Some(json!({"a": [2]}))
        );
        assert_eq!(replaced(json!(1), "", json!(null)), Some(json!(null)));
        assert_eq!(replaced(json!({}), "/", json!(1)), Some(json!({"": 1})));
    }

    #[test]
    fn refuses_what_has_no_place() {
        for (payload, target) in [
            (json!({}), "/a/b"),
            (json!([1]), "/2"),
            (json!([1, 2]), "/01"),
            (json!([1]), "/x"),
            (json!({"a": 1}), "/a/b"),
            (json!({}), "a"),
        ] {
            assert_eq!(
                replaced(payload.clone(), target, json!(1)),
                None,
                "{payload} {target}"
            );
        }
    }

    #[test]
    fn says_which_target_and_why() {
        let error = pointer(&mut json!({}), "/a/b", Some(json!("s3cret"))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot replace `/a/b`: its parent is not in the payload"
        );
    }

    #[test]
    fn a_missing_value_changes_nothing() {
        let mut payload = json!({"a": 1});
        pointer(&mut payload, "/a", None).unwrap();
        pointer(&mut payload, "/x/y", None).unwrap();
        assert_eq!(payload, json!({"a": 1}));
    }

    #[cfg(feature = "jsonpath")]
    #[test]
    fn a_query_sets_every_match() {
        use crate::jsonpath::JsonPath;
        let set = |mut payload: Value, path: &'static str| {
            super::jsonpath(&mut payload, &JsonPath::new(path), Some(json!(0))).map(|()| payload)
        };
        assert_eq!(
            set(json!({"i": [{"n": 1}, {"n": 2}]}), "$.i[*].n"),
            Ok(json!({"i": [{"n": 0}, {"n": 0}]}))
        );
        assert_eq!(
            set(json!({"a/b": {"x~": 1}}), "$['a/b']['x~']"),
            Ok(json!({"a/b": {"x~": 0}}))
        );
        assert_eq!(set(json!({"a": {"a": 1}}), "$..a"), Ok(json!({"a": 0})));
        assert_eq!(set(json!({"a": 1}), "$.b"), Ok(json!({"a": 1})));
        assert!(set(json!({"a": 1}), "$.").is_err());
    }
}
