//! Which runtime expressions a value, a test or a criterion reads, for those who decide what must be kept.

use super::{Criterion, Operand, Origin, Query, Read, TemplatePart, Test, Text, Value};

impl Value {
    /// All reads, at any depth, in document order.
    pub fn reads(&self) -> Vec<&Read> {
        match self {
            Self::Literal(_) => Vec::new(),
            Self::Read(read) => vec![read],
            Self::Template(parts) => of_parts(parts),
            Self::Object(object) => object
                .members
                .iter()
                .flat_map(|member| member.value.reads())
                .collect(),
            Self::Array(items) => items.iter().flat_map(Self::reads).collect(),
            Self::Selector(selector) => {
                let mut found = vec![&selector.context];
                found.extend(match &selector.query {
                    Query::Pointer(text) | Query::JsonPath(text) | Query::XPath(text) => {
                        text.reads()
                    }
                });
                found
            }
        }
    }
}

impl Text {
    /// Reads embedded in the text.
    pub fn reads(&self) -> Vec<&Read> {
        match self {
            Self::Constant(_) => Vec::new(),
            Self::Dynamic(parts) => of_parts(parts),
        }
    }
}

impl Criterion {
    /// All reads of the condition.
    pub fn reads(&self) -> Vec<&Read> {
        self.test.reads()
    }
}

impl Test {
    /// All reads, left to right.
    pub fn reads(&self) -> Vec<&Read> {
        match self {
            Self::Successful | Self::Constant(_) | Self::Repeats(_) | Self::Status(..) => {
                Vec::new()
            }
            Self::And(left, right) | Self::Or(left, right) => {
                let mut found = left.reads();
                found.extend(right.reads());
                found
            }
            Self::Not(inner) => inner.reads(),
            Self::Compare(left, _, right) => left.read().into_iter().chain(right.read()).collect(),
            Self::Exists(read) => vec![read],
            Self::Truthy(operand) => operand.read().into_iter().collect(),
            Self::Regex {
                pattern: text,
                context,
            }
            | Self::JsonPathExists {
                query: text,
                context,
            }
            | Self::JsonPathHolds {
                expression: text,
                context,
            }
            | Self::XPath {
                expression: text,
                context,
            } => {
                let mut found = vec![context];
                found.extend(text.reads());
                found
            }
        }
    }
}

impl Test {
    /// Whether it asks for the status, which needs no expression.
    pub fn asks_status(&self) -> bool {
        match self {
            Self::Successful | Self::Status(..) => true,
            Self::And(left, right) | Self::Or(left, right) => {
                left.asks_status() || right.asks_status()
            }
            Self::Not(inner) => inner.asks_status(),
            _ => false,
        }
    }
}

impl Origin {
    /// The step whose output it is, if it is one of another step.
    pub fn step(&self) -> Option<usize> {
        match self {
            Self::Step { step, .. } => Some(*step),
            _ => None,
        }
    }

    /// Whether it is a part of the step's own response.
    pub fn is_of_response(&self) -> bool {
        matches!(
            self,
            Self::Body { .. }
                | Self::WholeBody
                | Self::Text
                | Self::Bytes
                | Self::Header(_)
                | Self::StatusCode
                | Self::SentContentType
                | Self::SentIdempotencyKey
                | Self::Url
                | Self::Method
        )
    }
}

impl Operand {
    fn read(&self) -> Option<&Read> {
        match self {
            Self::Read(read) => Some(read),
            _ => None,
        }
    }
}

fn of_parts(parts: &[TemplatePart]) -> Vec<&Read> {
    parts
        .iter()
        .filter_map(|part| match part {
            TemplatePart::Value(read) | TemplatePart::Quoted(read, ..) => Some(read),
            TemplatePart::Text(_) => None,
        })
        .collect()
}
