//! Stands in for the engines and formats whose feature is off, so that generated code which needs one has a single error:
//! that of `require_features!`. Nothing here is ever run by such code, as it does not compile.

#[cfg(any(test, not(feature = "regex")))]
pub mod regex {
    //! Needs the feature `regex`.

    use crate::condition::Operand;

    /// Needs the feature `regex`.
    #[derive(Debug)]
    pub struct Regex;

    impl Regex {
        /// Needs the feature `regex`.
        #[must_use]
        pub const fn new(_: &'static str) -> Self {
            Self
        }

        /// Needs the feature `regex`.
        #[must_use]
        pub fn is_match<'a>(&self, _: impl Into<Operand<'a>>) -> bool {
            false
        }
    }

    /// Needs the feature `regex`.
    #[must_use]
    pub fn is_match<'a>(_: &str, _: impl Into<Operand<'a>>) -> bool {
        false
    }
}

#[cfg(any(test, not(feature = "jsonpath")))]
pub mod jsonpath {
    //! Needs the feature `jsonpath`.

    use serde_json::Value;

    /// Needs the feature `jsonpath`.
    #[derive(Debug)]
    pub struct JsonPath;

    impl JsonPath {
        /// Needs the feature `jsonpath`.
        #[must_use]
        pub const fn new(_: &'static str) -> Self {
            Self
        }

        /// Needs the feature `jsonpath`.
        #[must_use]
        pub fn parse(_: &str) -> Self {
            Self
        }

        /// Needs the feature `jsonpath`.
        #[must_use]
        pub fn exists(&self, _: Option<&Value>) -> bool {
            false
        }

        /// Needs the feature `jsonpath`.
        #[must_use]
        pub fn select(&self, _: Option<&Value>) -> Option<Value> {
            None
        }

        /// Needs the feature `jsonpath`.
        #[must_use]
        pub fn holds(&self, _: Option<&Value>) -> bool {
            false
        }
    }
}

#[cfg(any(test, not(feature = "xpath")))]
pub mod xpath {
    //! Needs the feature `xpath`.

    use serde_json::Value;

    use crate::replace::ReplaceError;

    /// Needs the feature `xpath`.
    #[derive(Debug)]
    pub struct XPath;

    impl XPath {
        /// Needs the feature `xpath`.
        #[must_use]
        pub const fn new(_: &'static str) -> Self {
            Self
        }

        /// Needs the feature `xpath`.
        #[must_use]
        pub fn parse(_: &str) -> Self {
            Self
        }

        /// Needs the feature `xpath`.
        #[must_use]
        pub fn holds(&self, _: Option<&str>) -> bool {
            false
        }

        /// Needs the feature `xpath`.
        #[must_use]
        pub fn select(&self, _: Option<&str>) -> Option<Value> {
            None
        }

        /// Needs the feature `xpath`.
        ///
        /// # Errors
        /// None.
        pub fn replace(&self, xml: &str, _: &str) -> Result<String, ReplaceError> {
            Ok(xml.to_owned())
        }
    }
}

#[cfg(any(test, not(feature = "xml")))]
pub mod xml {
    //! Needs the feature `xml`.

    use crate::flatten::Node;
    use crate::redirect::StatusPattern;

    const NEEDS: &str = "needs the feature `xml`";

    /// Needs the feature `xml`.
    #[derive(Clone, Copy, Debug)]
    pub struct Xml;

    /// Needs the feature `xml`.
    #[derive(Clone, Copy, Debug)]
    #[allow(
        missing_docs,
        dead_code,
        reason = "only what can be written of it matters"
    )]
    pub enum Content {
        Text,
        Number,
        Boolean,
        Scalar,
        Any,
        List(&'static Xml),
        Tuple(&'static [Xml], &'static Xml),
        Object(&'static [Xml]),
        Map(&'static [Xml], &'static Xml),
        Like(&'static Content),
    }

    /// Needs the feature `xml`.
    pub type ByStatus = &'static [(StatusPattern, Xml)];

    macro_rules! nodes {
        ($($node:ident),*) => {
            $(
                /// Needs the feature `xml`.
                #[must_use]
                pub const fn $node(_: &'static str, _: Content) -> Self {
                    Self
                }
            )*
        };
    }

    macro_rules! traits {
        ($($name:ident($($argument:ty)?)),*) => {
            $(
                /// Needs the feature `xml`.
                #[must_use]
                pub const fn $name(self $(, _: $argument)?) -> Self {
                    self
                }
            )*
        };
    }

    impl Xml {
        nodes!(element, attribute, text, cdata, inline);
        traits!(
            named(&'static str),
            namespace(&'static str),
            prefix(&'static str),
            nullable(),
            required()
        );
    }

    pub(crate) fn of_status(_: u16, _: ByStatus) -> Xml {
        Xml
    }

    pub(crate) fn is_xml(_: &str) -> bool {
        false
    }

    pub(crate) fn read(_: &str, _: &Xml) -> Result<Node, String> {
        Err(NEEDS.to_owned())
    }

    pub(crate) fn write(_: &Node, _: &Xml) -> Result<String, String> {
        Err(NEEDS.to_owned())
    }
}

#[cfg(all(
    test,
    feature = "regex",
    feature = "jsonpath",
    feature = "xpath",
    feature = "xml"
))]
mod tests {
    use crate::flatten::Node;
    use crate::redirect::StatusPattern;

    /// What generated code calls compiles against the engines and against what stands in for them.
    macro_rules! as_generated_code_calls {
        ($name:ident, $($engines:tt)*) => {
            #[test]
            fn $name() {
                use $($engines)*::{jsonpath::JsonPath, regex, regex::Regex, xpath::XPath};
                static PATTERN: Regex = Regex::new("a");
                static PATH: JsonPath = JsonPath::new("$.a");
                static XML: XPath = XPath::new("/b");
                let json = serde_json::json!({});
                assert!(!PATTERN.is_match("x") && !regex::is_match("a", "x"));
                assert!(!PATH.exists(Some(&json)) && !PATH.holds(Some(&json)));
                assert!(PATH.select(Some(&json)).is_none() && JsonPath::parse("$.a").select(None).is_none());
                assert!(!XML.holds(Some("<a/>")) && XML.select(Some("<a/>")).is_none());
                assert!(XPath::parse("/b").replace("<a/>", "x").is_ok());
            }
        };
    }

    as_generated_code_calls!(the_engines, crate);
    as_generated_code_calls!(what_stands_in, crate::absent);

    /// The same of descriptions of XML.
    macro_rules! as_generated_code_describes {
        ($name:ident, $($module:tt)*) => {
            #[test]
            fn $name() {
                use $($module)*::{Content, Xml, is_xml, of_status, read, write};
                static PET: Content = Content::Object(&[
                    Xml::attribute("id", Content::Number).nullable().required(),
                    Xml::element("mother", Content::Like(&PET)),
                    Xml::inline("tags", Content::List(&Xml::element("tag", Content::Text))),
                    Xml::inline("at", Content::Tuple(&[Xml::element("x", Content::Number)], &Xml::element("y", Content::Any))),
                    Xml::text("name", Content::Scalar),
                    Xml::cdata("note", Content::Any),
                ]);
                static ANSWERS: &[(StatusPattern, Xml)] = &[(
                    StatusPattern::Any,
                    Xml::element("pet", Content::Map(&[], &Xml::element("", Content::Boolean)))
                        .named("p").namespace("urn:p").prefix("p"),
                )];
                let root = of_status(200, ANSWERS);
                let pet = Xml::element("pet", PET);
                assert!(read("", &root).is_err() && write(&Node::List(Vec::new()), &pet).is_err());
                assert!(!is_xml("text/plain"));
            }
        };
    }

    as_generated_code_describes!(the_descriptions, crate::xml);
    as_generated_code_describes!(what_stands_in_for_them, crate::absent::xml);
}
