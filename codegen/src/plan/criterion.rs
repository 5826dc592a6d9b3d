//! Conditions of the emitted code.

use serde_json::{Number, Value as Json};

use crate::expression::Comparison;

use super::value::{Read, TemplatePart};

/// A criterion: what must hold, and its text for failures.
#[derive(Debug, Clone)]
pub struct Criterion {
    /// What must hold.
    pub test: Test,
    /// The condition as written; `status is 2xx` for the default.
    pub text: String,
}

/// A condition.
#[derive(Debug, Clone)]
pub enum Test {
    /// The default of a step without criteria: status 200–299 (decision D-01).
    Successful,
    /// Known at build time.
    Constant(bool),
    /// The failure is an answer that the retry of this name repeats the step for (decision D-56).
    Repeats(String),
    /// `$statusCode` against a number, the most frequent criterion: a plain comparison of `u16`. In a failure action there may
    /// be no status; a missing one is unequal to every number and neither less nor greater.
    Status(Comparison, u16),
    /// Both.
    And(Box<Test>, Box<Test>),
    /// Either.
    Or(Box<Test>, Box<Test>),
    /// The contrary.
    Not(Box<Test>),
    /// A comparison (decision D-12).
    Compare(Operand, Comparison, Operand),
    /// A bare operand's truth (decision D-11).
    Truthy(Operand),
    /// Something is there, `null` included: what a JSONPath of one node finds.
    Exists(Read),
    /// Regular expression found in the context's text.
    Regex {
        /// The pattern.
        pattern: Text,
        /// The context.
        context: Read,
    },
    /// JSONPath query with at least one node.
    JsonPathExists {
        /// The query.
        query: Text,
        /// The context.
        context: Read,
    },
    /// JSONPath logical expression over `@`, the context being `@` (tolerated form).
    JsonPathHolds {
        /// The expression.
        expression: Text,
        /// The context.
        context: Read,
    },
    /// XPath 1.0 with a true effective boolean value.
    XPath {
        /// The expression.
        expression: Text,
        /// The context.
        context: Read,
    },
}

/// An operand of a comparison.
#[derive(Debug, Clone)]
pub enum Operand {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number with all its digits.
    Number(Number),
    /// A string.
    Text(String),
    /// An array or an object.
    Json(Json),
    /// A value; missing behaves as null (decision D-05e).
    Read(Read),
}

/// Text for an engine.
#[derive(Debug, Clone)]
pub enum Text {
    /// Known at build time: compiled once.
    Constant(String),
    /// With embedded expressions: compiled when it is evaluated.
    Dynamic(Vec<TemplatePart>),
}
