//! What a JSONPath asks, and what a text that is none was meant to ask (decisions D-62, D-64).

use std::ops::Range;

use crate::expression::{
    Expression, Language, Names, SyntaxError, Tolerated,
    engine::{
        JsonPathTest, SimpleForm, counted_one, counting_query, jsonpath_query, jsonpath_test,
        normalise_draft,
        query::{Logical, Path},
        root_filter_text,
    },
};

use super::{Embedded, Given};

/// What a JSONPath asks.
#[derive(Debug)]
pub struct JsonPath {
    /// The form of RFC 9535 for a query of the draft that is the same in every run, or why there is none.
    pub normal: Option<Result<String, SyntaxError>>,
    /// The tree of that, or of the text with samples of what it embeds.
    pub read: Result<Path, SyntaxError>,
    /// A query of one node that is counted.
    pub counted: Option<Range<usize>>,
    /// A query that counts nodes in another way than the standard.
    pub counting: Option<Counting>,
    /// A test where a query belongs.
    pub test: Option<Test>,
    /// The test that the only filter of a query at the root is.
    pub filter: Option<Test>,
    /// The tree of the text as it is written.
    pub written: Option<As>,
}

/// What a text is as it is written.
#[derive(Debug)]
pub enum As {
    /// A query.
    Query(Path),
    /// A test.
    Test(Box<Logical>),
}

/// A query that counts nodes in another way than the standard, in its standard form.
#[derive(Debug)]
pub struct Counting {
    /// The deviation.
    pub tolerated: Tolerated,
    /// The standard form.
    pub given: Given,
}

/// A test where a query belongs.
#[derive(Debug)]
pub struct Test {
    /// What it asks.
    pub test: JsonPathTest,
    /// The logical expression.
    pub given: Given,
    /// The query that finds something where it holds.
    pub query: Option<String>,
    /// The simple condition that says the same of the context.
    pub simple: Option<SimpleForm>,
}

impl JsonPath {
    /// Reads what is written, of which `given` is the form that the engine gets, and which looks into `context`.
    pub(super) fn read(
        names: &Names,
        (written, given): (&str, &Given),
        draft: bool,
        context: Option<&Expression>,
    ) -> Self {
        let constant = matches!(given.embedded, Embedded::Nothing);
        let normal = (draft && constant).then(|| normalise_draft(&given.text));
        let text = match &normal {
            Some(Ok(normal)) => normal,
            _ => &given.text,
        };
        let read = names.check_text(text, Language::JsonPath, jsonpath_query);
        let read = read.map(|checked| checked.info);
        let otherwise = |text: &str| Test::read(names, text, context);
        let (counting, test) = match read {
            Ok(_) => (None, None),
            Err(_) => {
                let counting = counting_query(text);
                let counting = counting.map(|tolerated| Counting::of(names, tolerated));
                (counting, otherwise(text))
            }
        };
        let as_written = match jsonpath_query(written) {
            Ok(path) => Some(As::Query(path)),
            Err(_) => jsonpath_test(written).map(|test| As::Test(Box::new(test.tree))),
        };
        let filter = match &read {
            Ok(path) if path.leading_filter().is_some() => root_filter_text(&given.text),
            _ => None,
        };
        Self {
            counted: counted_one(text),
            counting,
            test,
            filter: filter.and_then(otherwise),
            written: as_written,
            normal,
            read,
        }
    }

    /// What the text as it is written asks.
    pub fn tree(&self) -> Option<Logical> {
        Some(match self.written.as_ref()? {
            As::Query(path) => Logical::holds(path.clone()),
            As::Test(tree) => Logical::clone(tree),
        })
    }

    /// The query that the text as it is written is.
    pub fn query(&self) -> Option<&Path> {
        match self.written.as_ref()? {
            As::Query(path) => Some(path),
            As::Test(_) => None,
        }
    }

    /// Whether the text as it is written is a query.
    pub(super) fn is_query(&self) -> bool {
        self.query().is_some()
    }
}

impl Counting {
    fn of(names: &Names, tolerated: Tolerated) -> Self {
        let given = Given::read(names, &tolerated.standard, Some(Language::JsonPath));
        Self { tolerated, given }
    }
}

impl Test {
    fn read(names: &Names, text: &str, context: Option<&Expression>) -> Option<Self> {
        let test = jsonpath_test(text)?;
        Some(Self {
            given: Given::read(names, &test.condition, Some(Language::JsonPath)),
            query: test.query(text),
            simple: context.and_then(|context| test.simple(context)),
            test,
        })
    }
}
