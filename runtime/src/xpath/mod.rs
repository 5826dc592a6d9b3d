//! XPath 1.0 criteria, selectors and replacement targets over XML text.
//!
//! A prefix in an expression means what the document declares it to mean: Arazzo has no place to bind prefixes.
//! Names without a prefix are in no namespace, as XPath 1.0 section 2.3 says, whatever the document's default is.

mod comparison;
mod document;
mod prefixes;
mod replace;
mod rewrite;
mod source;

use std::borrow::Cow;
use std::fmt;

use serde_json::{Number, Value};
use sxd_document::dom::Document;
use sxd_xpath::{Context, Factory};

use crate::engine::{self, Literals, nests_too_deep, outside_literals};
use crate::replace::ReplaceError;

/// An XPath 1.0 expression.
///
/// Whatever cannot be evaluated (no expression, no XML, an unknown prefix) holds never and selects nothing; the
/// engine reports it.
pub struct XPath {
    text: Cow<'static, str>,
}

/// Longest expression that is parsed, not counting string literals: the tree of `a or a or …` is as deep as the
/// expression is long, and is walked by recursion.
const MAX_LENGTH: usize = 1000;

impl XPath {
    /// An expression known when the program is built; meant for a `static`.
    #[must_use]
    pub const fn new(text: &'static str) -> Self {
        Self {
            text: Cow::Borrowed(text),
        }
    }

    /// An expression put together while the workflow runs.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Self {
            text: Cow::Owned(text.to_owned()),
        }
    }

    /// The expression as written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the result is true: a true boolean, a number that is neither zero nor NaN, a string or a set of nodes that is not empty.
    #[must_use]
    pub fn holds(&self, xml: Option<&str>) -> bool {
        self.evaluate(xml, |value, _| value.boolean())
            .unwrap_or(false)
    }

    /// What the expression selects: the text of a single node, an array of the texts of several in document
    /// order, or the string, number or boolean that it computes. `None` if there is no node.
    #[must_use]
    pub fn select(&self, xml: Option<&str>) -> Option<Value> {
        self.evaluate(xml, |value, _| json(value))?
    }

    /// The document with the text of every selected element, attribute or text node replaced; all else stays as
    /// it is written. An expression that selects nothing changes nothing.
    ///
    /// # Errors
    /// If the text is not XML, the expression does not select nodes that have a text to replace, or the value
    /// holds characters that XML cannot.
    pub fn replace(&self, xml: &str, value: &str) -> Result<String, ReplaceError> {
        let refuse = |reason| ReplaceError::new(self.shown(), reason);
        if !value.chars().all(replace::is_allowed) {
            return Err(refuse("the value has characters that XML cannot hold"));
        }
        let edits = self.evaluate(Some(xml), |selected, document| {
            replace::edits(xml, &selected, &document, value)
        });
        let edits = edits
            .ok_or_else(|| refuse("the payload is not XML, or the target is not XPath 1.0"))?
            .map_err(refuse)?;
        if edits.is_empty() {
            engine::report("xpath", "a replacement selected nothing");
        }
        Ok(replace::apply(xml, edits))
    }

    /// Hands the result and its document to `then`, because neither outlives the parsed tree.
    fn evaluate<R>(
        &self,
        xml: Option<&str>,
        then: impl FnOnce(sxd_xpath::Value<'_>, Document<'_>) -> R,
    ) -> Option<R> {
        let xml = xml?;
        let result = self.try_evaluate(xml, then);
        result
            .map_err(|problem| engine::report("xpath", problem))
            .ok()
    }

    fn try_evaluate<R>(
        &self,
        xml: &str,
        then: impl FnOnce(sxd_xpath::Value<'_>, Document<'_>) -> R,
    ) -> Result<R, &'static str> {
        let text = self.text.trim();
        let length = outside_literals(text, Literals::Plain).count();
        if length > MAX_LENGTH || nests_too_deep(text, Literals::Plain) {
            return Err("the expression is too long or too deep");
        }
        let compiled = Factory::new()
            .build(&rewrite::rewritten(text))
            .ok()
            .flatten()
            .ok_or("the expression is not XPath 1.0")?;
        let package = document::parse(xml).ok_or("the text is not XML")?;
        let document = package.as_document();
        let top = document::top(&document).ok_or("the text is not XML")?;
        let mut context = Context::new();
        comparison::define(&mut context);
        for prefix in prefixes::of(text) {
            let uri = document::elements(top)
                .find_map(|element| element.namespace_uri_for_prefix(prefix));
            context.set_namespace(
                prefix,
                uri.ok_or("the document does not declare a prefix of the expression")?,
            );
        }
        let value = compiled
            .evaluate(&context, document.root())
            .map_err(|_| "the expression cannot be evaluated")?;
        Ok(then(value, document))
    }

    /// The expression for an error message: one made at run time may hold values.
    fn shown(&self) -> &str {
        match &self.text {
            Cow::Borrowed(text) => text,
            Cow::Owned(_) => "an XPath made at run time",
        }
    }
}

impl fmt::Debug for XPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("XPath").field(&self.shown()).finish()
    }
}

fn json(value: sxd_xpath::Value<'_>) -> Option<Value> {
    match value {
        sxd_xpath::Value::Boolean(value) => Some(Value::Bool(value)),
        sxd_xpath::Value::String(text) => Some(Value::String(text)),
        sxd_xpath::Value::Number(number) => number_value(number),
        sxd_xpath::Value::Nodeset(nodes) => {
            let mut texts: Vec<Value> = nodes
                .document_order()
                .iter()
                .map(|node| Value::String(node.string_value()))
                .collect();
            if texts.len() > 1 {
                Some(Value::Array(texts))
            } else {
                texts.pop()
            }
        }
    }
}

/// XPath knows only floats, JSON texts tell `2` from `2.0`; a whole number becomes an integer.
fn number_value(number: f64) -> Option<Value> {
    let whole = format!("{number:.0}").parse::<i64>().ok();
    match whole.filter(|_| number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0) {
        Some(whole) => Some(Value::from(whole)),
        None => Number::from_f64(number).map(Value::Number),
    }
}

#[cfg(test)]
mod tests {
    use super::XPath;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const ORDER: &str = "\u{feff}<?xml version='1.0' encoding=\"UTF-8\"?>\r\n<!DOCTYPE order [<!ENTITY e 'x'>]>\r\n\
        <order n='7' xmlns:i='urn:items' xml:lang='en'><!-- first --><i:item id=\"a\">A &amp; B</i:item>\
        <i:item id='b'><![CDATA[<raw>]]> x</i:item><total  currency = 'EUR' net=''>12.50</total><none/><mix>one<b/>two</mix></order>\n";

    fn holds(path: &str) -> bool {
        XPath::parse(path).holds(Some(ORDER))
    }

    fn select(path: &str) -> Option<Value> {
        XPath::parse(path).select(Some(ORDER))
    }

    /// As libxml2 answers.
    #[test]
    fn a_comparison_holds_if_some_node_makes_it_hold() {
        const SHOP: &str = "<shop open='true'><item><price>10</price></item><item><price>20</price></item><name>a</name></shop>";
        let holds = |path: &str| XPath::parse(path).holds(Some(SHOP));
        for path in [
            "//price > 15",
            "//price >= 20",
            "15 < //price",
            "//price < 15",
            "//price != 10",
            "//price = 10",
            "boolean(//price > 15)",
            "//price > //price",
            "//price < //price",
            "//price != //price",
            "/shop/item/price > 15",
            "//item[price > 15]",
            "//price > '15'",
            "//name != 'b'",
            "not(//nope != '')",
            "not(//nope > 0)",
            "not(//name > 0)",
            "//name != 1",
            "//price >= true()",
            "//nope < true()",
            "//price != false()",
            "count(//item[price != 10]) = 1",
            "sum(//price) > 29 and 29 < sum(//price)",
            "not(//name != //name)",
        ] {
            assert!(holds(path), "{path}");
        }
        for path in [
            "//price > 20",
            "//price < 10",
            "//nope != ''",
            "//nope = ''",
            "//name != 'a'",
            "//name < 1",
        ] {
            assert!(!holds(path), "{path}");
        }
    }

    #[test]
    fn results_are_true_the_way_xpath_says() {
        for path in [
            "/order",
            "count(//none) = 1",
            "'x'",
            "1",
            "/order/total > 12",
            "not(/order/refund)",
            "//total/@currency = 'EUR'",
            "/order/none",
        ] {
            assert!(holds(path), "{path}");
        }
        for path in [
            "/order/refund",
            "''",
            "0",
            "0 div 0",
            "count(//refund)",
            "/order/total = '12.5'",
            "false()",
        ] {
            assert!(!holds(path), "{path}");
        }
    }

    #[test]
    fn selects_texts_and_computed_values() {
        assert_eq!(select("/order/total"), Some(json!("12.50")));
        assert_eq!(select("/order/@n"), Some(json!("7")));
        assert_eq!(select("//i:item"), Some(json!(["A & B", "<raw> x"])));
        assert_eq!(select("//i:item[1]/text()"), Some(json!("A & B")));
        assert_eq!(select("//mix/text()"), Some(json!(["one", "two"])));
        assert_eq!(select("count(//i:item)"), Some(json!(2)));
        assert_eq!(select("/order/total * 2 + 0.5"), Some(json!(25.5)));
        assert_eq!(select("/order/total = 12.5"), Some(json!(true)));
        assert_eq!(select("string(/order/refund)"), Some(json!("")));
        assert_eq!(select("/order/refund"), None);
        assert_eq!(select("number('x')"), None);
        assert_eq!(select("/order/@xml:lang"), Some(json!("en")));
    }

    #[test]
    fn prefixes_mean_what_the_document_says() {
        static TYPED: XPath = XPath::new("//p:a = 1");
        let xml = Some("<o xmlns='urn:d'><p:a xmlns:p='urn:p'>1</p:a></o>");
        assert!(TYPED.holds(xml));
        assert!(XPath::new("//*[local-name() = 'a']").holds(xml));
        assert!(!XPath::new("/o").holds(xml));
        assert!(!XPath::new("//q:a").holds(xml));
        assert!(!XPath::new("not(//q:a)").holds(xml));
        assert!(XPath::new("contains('x:y', \"'z:\") or child::*").holds(xml));
    }

    #[test]
    fn what_is_no_xml_or_no_xpath_never_holds() {
        for text in [
            "",
            " ",
            "{\"a\": 1}",
            "<a>",
            "<a></b>",
            "text",
            "<a/><b/>",
            "<a>&e;</a>",
            "<!-- x -->",
            "<!DOCTYPE a><!DOCTYPE",
            "<a b='1' b='2'/>",
            "<p:a/>",
            "<a>]]></a>",
        ] {
            assert!(!XPath::new("true()").holds(Some(text)), "{text}");
        }
        for path in [
            "",
            "/",
            "//",
            "a[",
            "$x",
            "f()",
            "1 +",
            "/order[",
            "é:",
            ":a",
            "a:",
            "::",
            "'",
            "order/@",
            "/order/total[position() = $v]",
        ] {
            assert_eq!(holds(path), path == "/", "{path}");
        }
        assert!(!XPath::new("true()").holds(None));
    }

    #[test]
    fn depth_and_length_are_limited() {
        let deep = |n: usize| format!("{}{}", "<a>".repeat(n), "</a>".repeat(n));
        assert!(XPath::new("//a").holds(Some(&deep(200))));
        assert!(!XPath::new("//a").holds(Some(&deep(100_000))));
        for (open, close) in [("(", ")"), ("not(", ")"), ("a[", "]")] {
            assert!(!holds(&format!(
                "{}1{}",
                open.repeat(50_000),
                close.repeat(50_000)
            )));
        }
        assert!(!holds(&"-".repeat(50_000)));
        for unit in ["-", "1 or ", "0+", "1|", "//*", "a/", "a[1]"] {
            let _ = holds(&format!("{}1", unit.repeat(998 / unit.len())));
        }
        assert!(holds(&format!("{}1", "0+".repeat(400))));
        assert!(holds(&format!(
            "string-length('{}') = 5000",
            "(".repeat(5000)
        )));
        assert!(!holds(&format!(
            "'\\' or {}1{}",
            "(".repeat(450),
            ")".repeat(450)
        )));
    }

    fn replaced(path: &str, value: &str) -> String {
        XPath::parse(path).replace(ORDER, value).unwrap()
    }

    #[test]
    fn replaces_text_and_keeps_everything_else() {
        let changed = |from: &str, to: &str| ORDER.replacen(from, to, 1);
        assert_eq!(
            replaced("/order/total", "<9>"),
            changed("12.50", "&lt;9&gt;")
        );
        assert_eq!(
            replaced("//i:item[2]", "z"),
            changed("<![CDATA[<raw>]]> x", "z")
        );
        assert_eq!(
            replaced("//i:item[1]/text()", "z"),
            changed("A &amp; B", "z")
        );
        assert_eq!(replaced("//mix/text()[2]", "z"), changed("two", "z"));
        assert_eq!(
            replaced("//none", "z"),
            changed("<none/>", "<none>z</none>")
        );
        assert_eq!(
            replaced("//@currency", "a\"'\n"),
            changed("'EUR'", "'a&quot;&apos;&#10;'")
        );
        assert_eq!(replaced("//@net", "1"), changed("net=''", "net='1'"));
        assert_eq!(replaced("/order/@xml:lang", "de"), changed("'en'", "'de'"));
        assert_eq!(
            replaced("//i:item/@id", "q"),
            changed("\"a\"", "\"q\"").replacen("'b'", "'q'", 1)
        );
        assert_eq!(replaced("//refund", "1"), ORDER);
        assert_eq!(
            replaced("/order | //total", "1").matches("total").count(),
            0
        );
    }

    #[test]
    fn refuses_targets_without_a_text() {
        for path in ["//comment()", "/", "count(//a)", "//x:y", "["] {
            assert!(XPath::parse(path).replace(ORDER, "v").is_err(), "{path}");
        }
        assert!(XPath::new("/a").replace("{}", "v").is_err());
        let error = XPath::new("/order/total")
            .replace(ORDER, "s3cret\0")
            .unwrap_err();
        assert_eq!(
            error.to_string(),
            "cannot replace `/order/total`: the value has characters that XML cannot hold"
        );
    }

    proptest! {
        #[test]
        fn what_was_put_in_is_read_back(value in "\\PC{0,12}", path in prop::sample::select(vec!["/order/total", "//i:item[2]", "//@net", "//none", "//mix/text()[1]"])) {
            let xml = XPath::parse(path).replace(ORDER, &value).unwrap();
            let read = XPath::parse(path).select(Some(&xml));
            let lost = value.is_empty() && path.ends_with("text()[1]");
            prop_assert!(lost || read == Some(Value::String(value)));
        }

        #[test]
        fn any_expression_and_any_text_are_survived(path in "[-a-c:/@\\[\\]()*.|='\"$0-9 ]{0,12}", xml in "[<>/a-c&;!='\" x#0-9?\\[\\]-]{0,16}") {
            let _ = XPath::parse(&path).select(Some(ORDER));
            let _ = XPath::parse(&path).replace(ORDER, "v");
            let _ = XPath::new("//a").replace(&format!("<a>{xml}</a>"), "v");
            let _ = XPath::new("//a").holds(Some(&xml));
        }
    }
}
