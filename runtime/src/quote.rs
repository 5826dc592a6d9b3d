//! Values at their places in a text of some language: none of them can change what is around it.

use std::fmt;

use serde::Serialize;
use serde::de::IgnoredAny;

use crate::json::{literal, text};
use crate::percent::{Keep, encode};

/// Inside a string of JSON: the value's text, escaped.
#[must_use]
pub fn json_string<T: Serialize + ?Sized>(value: &T) -> String {
    let quoted = literal(&text(value));
    let inner = quoted.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    inner.unwrap_or_default().to_owned()
}

/// One JSON value. Text that is a number, `true`, `false` or `null` stands as it is, any other text is quoted.
#[must_use]
pub fn json_value<T: Serialize + ?Sized>(value: &T) -> String {
    let text = text(value);
    let is_text = literal(value).starts_with('"');
    if is_text && !is_scalar(&text) {
        return literal(&text);
    }
    text
}

/// Whether a text is a JSON number, boolean or null, and nothing around it.
fn is_scalar(text: &str) -> bool {
    let begins =
        text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | 't' | 'f' | 'n'));
    begins
        && !text.ends_with(char::is_whitespace)
        && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Between the tags of XML.
#[must_use]
pub fn xml_text<T: Serialize + ?Sized>(value: &T) -> String {
    escaped(&text(value), |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        // Read as a line feed otherwise (XML 1.0, section 2.11).
        '\r' => Some("&#13;"),
        _ => None,
    })
}

/// Inside the quotes of an attribute of XML, whichever they are.
#[must_use]
pub fn xml_attribute<T: Serialize + ?Sized>(value: &T) -> String {
    escaped(&text(value), |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&apos;"),
        // Read as spaces otherwise (XML 1.0, section 3.3.3).
        '\t' => Some("&#9;"),
        '\n' => Some("&#10;"),
        '\r' => Some("&#13;"),
        _ => None,
    })
}

/// Inside a CDATA section, which is interrupted for a value that could end it.
#[must_use]
pub fn xml_cdata<T: Serialize + ?Sized>(value: &T) -> String {
    let text = text(value);
    if text.is_empty() || text.contains([']', '>']) {
        return format!("]]>{}<![CDATA[", xml_text(&text));
    }
    text
}

/// Inside a comment of XML, where nothing can be escaped: what could end it is only readable.
#[must_use]
pub fn xml_comment<T: Serialize + ?Sized>(value: &T) -> String {
    let text = text(value);
    if text.is_empty() {
        return " ".to_owned();
    }
    escaped(&text, |c| match c {
        '-' => Some("&#45;"),
        '>' => Some("&gt;"),
        _ => None,
    })
}

/// Where XML takes only a name, or a part of one.
///
/// # Errors
/// If the value has characters that no name has.
pub fn xml_name<T: Serialize + ?Sized>(value: &T) -> Result<String, NoName> {
    let text = text(value);
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.');
    match text.chars().all(fits) && !text.starts_with('-') && !text.is_empty() {
        true => Ok(text),
        false => Err(NoName(())),
    }
}

/// A value that is no name of XML; does not say which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoName(());

impl fmt::Display for NoName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value stands where XML takes only a name, and is none")
    }
}

impl std::error::Error for NoName {}

/// In a form, or in a query that is written like one: percent-encoded.
#[must_use]
pub fn form<T: Serialize + ?Sized>(value: &T) -> String {
    encode(&text(value), Keep::Form)
}

fn escaped(text: &str, escape: impl Fn(char) -> Option<&'static str>) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match escape(c) {
            Some(escape) => out.push_str(escape),
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn text_inside_a_string_of_json_is_escaped() {
        assert_eq!(
            json_string("\",\"admin\":true,\"x\":\""),
            r#"\",\"admin\":true,\"x\":\""#
        );
        assert_eq!(json_string("a\\\n\u{1}é"), r"a\\\n\u0001é");
        assert_eq!(json_string(&json!({"a": "x"})), r#"{\"a\":\"x\"}"#);
        assert_eq!(json_string(&json!(null)), "null");
        assert_eq!(json_string(&200.0), "200");
    }

    #[test]
    fn a_value_of_json_is_one_value() {
        for text in [
            "12",
            "-1.50e3",
            "12345678901234567890123.45",
            "1e999",
            "true",
            "null",
        ] {
            assert_eq!(json_value(text), text);
        }
        for text in [
            "x y",
            "1,\"admin\":true",
            "{}",
            "[1]",
            "01",
            " 1",
            "1 ",
            "1\n",
            "nul",
            "NaN",
            "",
            "\"a\"",
        ] {
            let written = json_value(text);
            assert_eq!(
                serde_json::from_str::<Value>(&written).ok(),
                Some(json!(text)),
                "{text}"
            );
        }
        assert_eq!(json_value(&json!({"a": [1, "2"]})), r#"{"a":[1,"2"]}"#);
        assert_eq!(json_value(&7.0), "7");
        assert_eq!(json_value(&json!(null)), "null");
    }

    #[test]
    fn text_in_xml_is_text() {
        assert_eq!(xml_text("<&\">'"), "&lt;&amp;\"&gt;'");
        assert_eq!(xml_attribute("<&\">'\n"), "&lt;&amp;&quot;&gt;&apos;&#10;");
        assert_eq!(xml_cdata("<&"), "<&");
        assert_eq!(xml_cdata("]]><b/>"), "]]>]]&gt;&lt;b/&gt;<![CDATA[");
        assert_eq!(xml_comment("a--><b/>"), "a&#45;&#45;&gt;<b/&gt;");
        assert_eq!(xml_name("n:item-1"), Ok("n:item-1".to_owned()));
        for text in ["a b", "a/", "a>", "", "-a", "a=\"1\""] {
            assert_eq!(xml_name(text), Err(NoName(())), "{text}");
        }
    }

    #[test]
    fn text_in_a_form_is_percent_encoded() {
        assert_eq!(form("x&c=2 é"), "x%26c%3D2+%C3%A9");
    }
}
