//! Stands in for the engines whose feature is off, so that generated code which needs one has a single error: that of
//! `require_features!`. Nothing here is ever run by such code, as it does not compile.

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

#[cfg(all(test, feature = "regex", feature = "jsonpath", feature = "xpath"))]
mod tests {
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
}
