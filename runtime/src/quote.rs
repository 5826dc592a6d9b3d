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

/// Inside a string of a JSONPath, whichever its quotes are: escaped.
#[must_use]
pub fn jsonpath_text<T: Serialize + ?Sized>(value: &T) -> String {
    let escaped = json_string(value);
    escaped.replace("\\\"", "\\u0022").replace('\'', "\\u0027")
}

/// One literal of a JSONPath. Only what is no text stands as it is.
#[must_use]
pub fn jsonpath_literal<T: Serialize + ?Sized>(value: &T) -> String {
    let json = literal(value);
    if json.starts_with('"') {
        return json;
    }
    text(value)
}

/// In a pattern that is a string of a JSONPath: what matches the value's text and nothing else, inside of a class too.
#[must_use]
pub fn jsonpath_pattern<T: Serialize + ?Sized>(value: &T) -> String {
    regex(value).replace('\\', "\\\\")
}

/// One token of a JSON Pointer (RFC 6901, section 3).
#[must_use]
pub fn pointer_token<T: Serialize + ?Sized>(value: &T) -> String {
    text(value).replace('~', "~0").replace('/', "~1")
}

/// In a regular expression: what matches the value's text and nothing else, inside of a class too.
#[must_use]
pub fn regex<T: Serialize + ?Sized>(value: &T) -> String {
    // Letters and digits too: they would continue a reference before them.
    let escape = |c: char| match c.is_ascii() {
        true => format!("\\x{:02X}", u32::from(c)),
        false => c.to_string(),
    };
    text(value).chars().map(escape).collect()
}

/// A string of an XPath, which has no escapes: a text with both kinds of quotes is put together of several.
#[must_use]
pub fn xpath_string<T: Serialize + ?Sized>(value: &T) -> String {
    let text = text(value);
    if !text.contains('\'') {
        return format!("'{text}'");
    }
    if !text.contains('"') {
        return format!("\"{text}\"");
    }
    let pieces: Vec<String> = text.split('\'').map(|piece| format!("'{piece}'")).collect();
    format!("concat({})", pieces.join(", \"'\", "))
}

/// One literal of an XPath: a number, also one that was read as text, a boolean, or a string.
#[must_use]
pub fn xpath_literal<T: Serialize + ?Sized>(value: &T) -> String {
    match literal(value).as_str() {
        boolean @ ("true" | "false") => format!("{boolean}()"),
        _ => {
            let text = text(value);
            xpath_number(&text).unwrap_or_else(|| xpath_string(&text))
        }
    }
}

/// A number of JSON as XPath writes it: without an exponent.
fn xpath_number(text: &str) -> Option<String> {
    let begins = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    if !begins || !is_scalar(text) {
        return None;
    }
    if !text.contains(['e', 'E']) {
        return Some(text.to_owned());
    }
    let number: f64 = text.parse().ok()?;
    number.is_finite().then(|| number.to_string())
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

    const HOSTILE: [&str; 8] = [
        "' or '1'='1",
        "\" or \"1\"=\"1",
        "\\",
        ".*",
        "')] | //*[('",
        "it's \"both\"'",
        "",
        "\n\u{1}é\u{10FFFF}]-^",
    ];

    #[test]
    fn text_in_a_jsonpath_is_one_literal() {
        for text in HOSTILE {
            let inner = jsonpath_text(text);
            assert!(!inner.contains(['\'', '"']), "{inner}");
            let json = format!("\"{inner}\"");
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
            let json = jsonpath_literal(text);
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        }
        assert_eq!(jsonpath_literal("12"), "\"12\"");
        assert_eq!(jsonpath_literal(&12.0), "12");
        assert_eq!(jsonpath_literal(&json!(null)), "null");
    }

    #[test]
    fn text_in_an_xpath_is_one_literal() {
        assert_eq!(xpath_string("a"), "'a'");
        assert_eq!(xpath_string("' or '1'='1"), "\"' or '1'='1\"");
        assert_eq!(xpath_string("\""), "'\"'");
        assert_eq!(xpath_string("a'\""), "concat('a', \"'\", '\"')");
        assert_eq!(xpath_literal("12"), "12");
        assert_eq!(xpath_literal(&-1.5), "-1.5");
        assert_eq!(xpath_literal("1e3"), "1000");
        assert_eq!(xpath_literal("1e999"), "'1e999'");
        assert_eq!(xpath_literal("007"), "'007'");
        assert_eq!(xpath_literal(&true), "true()");
        assert_eq!(xpath_literal("true"), "'true'");
        assert_eq!(xpath_literal("1] | //*["), "'1] | //*['");
    }

    #[cfg(feature = "regex")]
    #[test]
    fn text_in_a_regex_matches_itself() {
        for text in HOSTILE {
            let pattern = format!("^{}$", regex(text));
            assert!(crate::regex::is_match(&pattern, text), "{text}");
            assert!(!crate::regex::is_match(&pattern, "other"), "{text}");
        }
        assert!(!crate::regex::is_match(&format!("(a){}", regex("1")), "aa"));
        let class = format!("^[{}]$", regex("^]a-c"));
        assert!(crate::regex::is_match(&class, "-"));
        assert!(!crate::regex::is_match(&class, "b"));
    }

    #[cfg(feature = "xpath")]
    #[test]
    fn an_xpath_finds_only_what_a_value_says() {
        for text in HOSTILE {
            let one = xpath_string(text);
            let path = crate::xpath::XPath::parse(&format!("/a[. = {one}]"));
            assert!(!path.holds(Some("<a>other</a>")), "{text}");
            let path = crate::xpath::XPath::parse(&format!("{one} = {one}"));
            assert!(path.holds(Some("<a/>")), "{text}");
        }
    }

    #[cfg(feature = "jsonpath")]
    #[test]
    fn a_jsonpath_finds_only_what_a_value_says() {
        let all = json!(HOSTILE);
        for text in HOSTILE {
            let inner = jsonpath_text(text);
            for quote in ['\'', '"'] {
                let path = format!("$[?@ == {quote}{inner}{quote}]");
                let found = crate::jsonpath::JsonPath::parse(&path).select(Some(&all));
                assert_eq!(found, Some(json!([text])), "{path}");
            }
        }
    }

    #[cfg(feature = "jsonpath")]
    #[test]
    fn text_in_a_pattern_of_a_jsonpath_matches_itself() {
        let all = json!(HOSTILE);
        for text in HOSTILE {
            let inner = jsonpath_pattern(text);
            for path in [
                format!("$[?match(@, '{inner}')]"),
                format!("$[?search(@, \"^(?:{inner}){{1}}$\")]"),
            ] {
                let found = crate::jsonpath::JsonPath::parse(&path).select(Some(&all));
                assert_eq!(found, Some(json!([text])), "{path}");
            }
        }
        let class = format!("$[?match(@, '[{}]')]", jsonpath_pattern("^]a-c&&"));
        let found = crate::jsonpath::JsonPath::parse(&class).select(Some(&json!(["-", "b", "&"])));
        assert_eq!(found, Some(json!(["-", "&"])));
    }

    #[test]
    fn a_value_is_one_token_of_a_pointer() {
        assert_eq!(pointer_token("a/b~1"), "a~1b~01");
        assert_eq!(pointer_token(&3), "3");
        let value = json!({"a/b~1": {"c": 1}});
        let pointer = format!("/{}/c", pointer_token("a/b~1"));
        assert_eq!(value.pointer(&pointer), Some(&json!(1)));
    }

    #[test]
    fn text_in_a_form_is_percent_encoded() {
        assert_eq!(form("x&c=2 é"), "x%26c%3D2+%C3%A9");
    }
}
