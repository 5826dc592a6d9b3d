//! JSONPath (RFC 9535) criteria, selectors and replacement targets.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use serde_json::Value;

use crate::engine::{self, Literals, nests_too_deep};

/// A JSONPath expression, parsed when it is first used and kept from then on.
///
/// What cannot be parsed selects nothing and holds never; the engine reports it.
pub struct JsonPath {
    text: Cow<'static, str>,
    query: OnceLock<Option<serde_json_path::JsonPath>>,
    test: OnceLock<Option<serde_json_path::JsonPath>>,
}

impl JsonPath {
    /// An expression known when the program is built; meant for a `static`.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self {
            text: Cow::Borrowed(text),
            query: OnceLock::new(),
            test: OnceLock::new(),
        }
    }

    /// An expression put together while the workflow runs.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self {
            text: Cow::Owned(text.to_owned()),
            query: OnceLock::new(),
            test: OnceLock::new(),
        }
    }

    /// The expression as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the query selects at least one node, whatever that node holds.
    #[must_use]
    pub fn exists(&self, value: Option<&Value>) -> bool {
        match (self.query(), structured(value)) {
            (Some(query), Some(value)) => !query.query(value).is_empty(),
            _ => false,
        }
    }

    /// What the query selects: the value itself if the query is singular (RFC 9535 section 2.3.5.1), else an array of all values.
    ///
    /// `None` if a singular query finds nothing, or there is nothing to query.
    #[must_use]
    pub fn select(&self, value: Option<&Value>) -> Option<Value> {
        let nodes = self.query()?.query(structured(value)?);
        if is_singular(&self.text) {
            nodes.first().cloned()
        } else {
            Some(Value::Array(nodes.into_iter().cloned().collect()))
        }
    }

    /// Whether a logical expression (RFC 9535 section 2.3.5), such as `@.status == "done"`, holds with the value as `@`.
    #[must_use]
    pub fn holds(&self, value: Option<&Value>) -> bool {
        let test = self
            .test
            .get_or_init(|| compile(&format!("$[?({})]", self.text)));
        match (test, structured(value)) {
            // A filter looks at the children of what it is applied to, so the value is made one.
            (Some(test), Some(value)) => !test.query(&Value::Array(vec![value.clone()])).is_empty(),
            _ => false,
        }
    }

    /// JSON Pointers to all selected nodes; `None` if the expression is no query.
    pub(crate) fn locations(&self, value: &Value) -> Option<Vec<String>> {
        let nodes = self.query()?.query_located(value);
        Some(
            nodes
                .locations()
                .map(|location| location.to_json_pointer())
                .collect(),
        )
    }

    fn query(&self) -> Option<&serde_json_path::JsonPath> {
        self.query.get_or_init(|| compile(&self.text)).as_ref()
    }
}

/// Shows the expression only where it was part of the program: others may hold values put in at run time.
impl fmt::Debug for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.text {
            Cow::Borrowed(text) => f.debug_tuple("JsonPath").field(text).finish(),
            Cow::Owned(_) => f.write_str("JsonPath(..)"),
        }
    }
}

/// JSONPath looks into arrays and objects; text, numbers and the rest have no inside.
fn structured(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| value.is_array() || value.is_object())
}

fn compile(text: &str) -> Option<serde_json_path::JsonPath> {
    let parsed = if nests_too_deep(text, Literals::Escaped) {
        None
    } else {
        serde_json_path::JsonPath::parse(text.trim()).ok()
    };
    if parsed.is_none() {
        engine::report("jsonpath", "the expression is not RFC 9535");
    }
    parsed
}

/// Whether a valid query has only name and index selectors, one a segment, and no descendant segment.
fn is_singular(text: &str) -> bool {
    let mut rest = text
        .trim()
        .strip_prefix('$')
        .unwrap_or_default()
        .trim_start();
    while !rest.is_empty() {
        let after = match rest.strip_prefix('.') {
            Some(name) if name.starts_with(['.', '*']) => None,
            Some(name) => Some(
                name.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_' || !c.is_ascii()),
            ),
            None => rest.strip_prefix('[').and_then(after_single_selector),
        };
        match after {
            Some(after) => rest = after.trim_start(),
            None => return false,
        }
    }
    true
}

/// What follows `'name']` or `-1]`; `None` if anything else stands in the brackets.
fn after_single_selector(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let after = match text.chars().next()? {
        quote @ ('\'' | '"') => {
            let mut escaped = false;
            let inside = text.strip_prefix(quote)?;
            let end = inside.find(|c| {
                let ends = c == quote && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            })?;
            inside.get(end..)?.strip_prefix(quote)?
        }
        '-' | '0'..='9' => text.trim_start_matches(|c: char| c == '-' || c.is_ascii_digit()),
        _ => return None,
    };
    after.trim_start().strip_prefix(']')
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn exists(path: &'static str, value: Value) -> bool {
        JsonPath::new(path).exists(Some(&value))
    }

    fn holds(test: &'static str, value: Value) -> bool {
        JsonPath::new(test).holds(Some(&value))
    }

    #[test]
    fn a_node_is_enough_whatever_it_holds() {
        assert!(exists("$.flag", json!({"flag": false})));
        assert!(exists("$.flag", json!({"flag": null})));
        assert!(!exists("$.flag", json!({})));
        assert!(exists("$[?@.x]", json!({"a": {"x": 1}})));
        assert!(exists("$[?@.x > 1]", json!([{"x": 1}, {"x": 2}])));
        assert!(exists("$[?match(@.s, 'a.c')]", json!([{"s": "abc"}])));
    }

    #[test]
    fn one_static_serves_many_threads() {
        static LONG: JsonPath = JsonPath::new("$[?length(@.name) > 1]");
        let found = std::thread::scope(|scope| {
            let threads =
                [(); 4].map(|()| scope.spawn(|| LONG.exists(Some(&json!([{"name": "ab"}])))));
            threads.map(|thread| thread.join().unwrap())
        });
        assert_eq!(found, [true; 4]);
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        let path = JsonPath::new("$");
        assert!(!path.exists(None));
        assert!(!path.exists(Some(&json!("text"))));
        assert_eq!(path.select(Some(&json!("text"))), None);
        assert!(!JsonPath::new("@ == 'text'").holds(Some(&json!("text"))));
    }

    #[test]
    fn what_is_no_query_selects_nothing() {
        for text in ["", "$.", "$.a == 1", "$[?@.a", "a"] {
            assert!(!exists(text, json!({"a": 1})), "{text}");
            assert_eq!(
                JsonPath::parse(text).select(Some(&json!({"a": 1}))),
                None,
                "{text}"
            );
        }
    }

    #[test]
    fn singular_queries_give_the_value_others_a_list() {
        let body = json!({"a": [{"b": 1}, {"b": 2}], "x.y": 3, "it's]": 4});
        let select = |path| JsonPath::parse(path).select(Some(&body));
        assert_eq!(select("$.a[0].b"), Some(json!(1)));
        assert_eq!(select("$['a'] [-1] [\"b\"]"), Some(json!(2)));
        assert_eq!(select("$['x.y']"), Some(json!(3)));
        assert_eq!(select("$['it\\'s]']"), Some(json!(4)));
        assert_eq!(select("$"), Some(body.clone()));
        assert_eq!(select("$.a[5]"), None);
        assert_eq!(select("$.a[*].b"), Some(json!([1, 2])));
        assert_eq!(select("$.a[0:1].b"), Some(json!([1])));
        assert_eq!(select("$..b"), Some(json!([1, 2])));
        assert_eq!(select("$.a[0, 1].b"), Some(json!([1, 2])));
        assert_eq!(select("$.a[?@.b == 9]"), Some(json!([])));
        assert_eq!(select("$.*[0].b"), Some(json!([1])));
    }

    #[test]
    fn tests_are_applied_to_the_root() {
        assert!(holds("@.status == \"done\"", json!({"status": "done"})));
        assert!(!holds("@.status == 'done'", json!({"status": "open"})));
        assert!(holds(
            "length(@.items) > 1 && @.ok == true",
            json!({"items": [1, 2], "ok": true})
        ));
        assert!(holds("!@.error", json!({})));
        assert!(holds("count(@[*]) == 2 || @.x", json!([1, 2])));
        assert!(!holds("@.a ==", json!({"a": 1})));
        assert!(!holds("@.b, *", json!({"a": 1})));
        assert!(!JsonPath::new("@.a").holds(None));
    }

    #[test]
    fn deep_nesting_is_refused_not_followed() {
        for (open, close) in [
            ("(", ")"),
            ("@[?", "]"),
            ("!(", ")"),
            ("count($[?", "])==1"),
        ] {
            let text = format!("$[?{}@.a{}]", open.repeat(20_000), close.repeat(20_000));
            assert!(!JsonPath::parse(&text).exists(Some(&json!([{"a": 1}]))));
        }
        let text = format!(
            "$[?@.b == '\\'' || {}@.a{}]",
            "(".repeat(20_000),
            ")".repeat(20_000)
        );
        assert!(!JsonPath::parse(&text).exists(Some(&json!([{"a": 1}]))));
        let text = format!(
            "$[?{}@.a{}]",
            "(".repeat(engine::MAX_NESTING - 1),
            ")".repeat(engine::MAX_NESTING - 1)
        );
        assert!(JsonPath::parse(&text).exists(Some(&json!([{"a": 1}]))));
    }

    #[test]
    fn an_expression_made_at_run_time_is_not_shown() {
        assert_eq!(
            format!("{:?}", JsonPath::parse("$['s3cret']")),
            "JsonPath(..)"
        );
        assert_eq!(format!("{:?}", JsonPath::new("$.a")), "JsonPath(\"$.a\")");
    }
}
