//! The syntax trees of runtime expressions, templates and simple conditions.
//! Positions are byte ranges inside the string that was parsed.

use std::ops::Range;

use serde_json::Number;

use crate::load::Pointer;

/// A runtime expression (Arazzo 1.1, section 4.8 "Runtime Expressions").
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expression {
    /// `$url`
    Url,
    /// `$method`
    Method,
    /// `$statusCode`
    StatusCode,
    /// `$self`
    SelfUri,
    /// `$request.…`
    Request(Message),
    /// `$response.…`
    Response(Message),
    /// `$inputs.name[#pointer]`
    Input(Reference),
    /// `$outputs.name[#pointer]`
    Output(Reference),
    /// `$steps.step.outputs.name[#pointer]`
    Step {
        /// The `stepId`.
        step: Spanned<String>,
        /// The output of that step.
        output: Reference,
    },
    /// `$workflows.workflow.inputs.name[#pointer]` and `….outputs.…`
    Workflow {
        /// The `workflowId`.
        workflow: Spanned<String>,
        /// Whether inputs or outputs are read.
        side: Side,
        /// Which of them.
        name: Reference,
    },
    /// `$sourceDescriptions.name.reference`
    SourceDescription {
        /// The source description's name.
        name: Spanned<String>,
        /// `url`, or an operationId or workflowId; may hold dots.
        reference: Spanned<String>,
    },
    /// `$components.kind.key`
    Component {
        /// `parameters`, `successActions`, `failureActions`.
        kind: Spanned<String>,
        /// May hold dots.
        key: Spanned<String>,
    },
    /// `$message.…` (AsyncAPI)
    Message,
}

/// What of a request or a response is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// `header.token`
    Header(Spanned<String>),
    /// `query.name` (requests only)
    Query(Spanned<String>),
    /// `path.name` (requests only)
    Path(Spanned<String>),
    /// `body[#pointer]`; `#` alone is the whole body, as is no pointer.
    Body(Option<Spanned<Pointer>>),
}

/// Which values of a called workflow are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// `inputs`
    Inputs,
    /// `outputs`
    Outputs,
}

/// A name, which may hold dots, and a pointer into its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Everything up to `#` or the end.
    pub name: Spanned<String>,
    /// What follows `#`.
    pub pointer: Option<Spanned<Pointer>>,
}

/// A piece of syntax and its place in the parsed string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The piece.
    pub value: T,
    /// Its bytes.
    pub span: Range<usize>,
}

/// What a string in a value position means (decisions D-07, D-08).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Template {
    /// No expression: the string is data.
    Literal(String),
    /// The whole string is one expression; the value keeps its type.
    Whole(Spanned<Expression>),
    /// Text with embedded `{$…}`.
    Parts(Vec<TemplatePart>),
}

/// A piece of an embedding string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplatePart {
    /// Text as it stands.
    Text(String),
    /// An embedded expression; the span excludes the braces.
    Expression(Spanned<Expression>),
}

/// A simple condition (decision D-10).
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// `a || b`
    Or(Box<Condition>, Box<Condition>),
    /// `a && b`
    And(Box<Condition>, Box<Condition>),
    /// `!a`
    Not(Box<Condition>),
    /// `a == b` and its kin
    Compare(Operand, Comparison, Operand),
    /// A bare operand: its truth value (decision D-11).
    Truthy(Operand),
}

/// The six comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// What a comparison compares.
#[derive(Debug, Clone, PartialEq)]
pub struct Operand {
    /// Literal or expression.
    pub kind: OperandKind,
    /// `.name` and `[n]` applied to it, in order.
    pub access: Vec<Spanned<Access>>,
    /// The bytes of the operand with its accesses.
    pub span: Range<usize>,
}

/// The start of an [`Operand`].
#[derive(Debug, Clone, PartialEq)]
pub enum OperandKind {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A JSON number; keeps its digits.
    Number(Number),
    /// `'text'`
    Text(String),
    /// A runtime expression.
    Expression(Expression),
}

/// `.name` or `[n]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// `.name`
    Member(String),
    /// `[n]`
    Index(u64),
}

/// Why a string could not be parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The offending bytes.
    pub span: Range<usize>,
    /// One sentence without a full stop.
    pub message: String,
    /// What to write instead, if that is clear.
    pub help: Option<String>,
    /// Exact replacement of the bytes of `span`, if that is clear.
    pub replacement: Option<String>,
    /// Whether the replacement is the only one that can be meant, so that it may be written without asking.
    pub certain: bool,
}

impl Condition {
    /// Every operand, from left to right.
    pub fn operands(&self) -> Vec<&Operand> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    /// Changes every operand, from left to right.
    pub fn each_operand(&mut self, change: &mut dyn FnMut(&mut Operand)) {
        match self {
            Self::Or(left, right) | Self::And(left, right) => {
                left.each_operand(change);
                right.each_operand(change);
            }
            Self::Not(inner) => inner.each_operand(change),
            Self::Compare(left, _, right) => {
                change(left);
                change(right);
            }
            Self::Truthy(operand) => change(operand),
        }
    }

    fn collect<'a>(&'a self, found: &mut Vec<&'a Operand>) {
        match self {
            Self::Or(left, right) | Self::And(left, right) => {
                left.collect(found);
                right.collect(found);
            }
            Self::Not(inner) => inner.collect(found),
            Self::Compare(left, _, right) => found.extend([left, right]),
            Self::Truthy(operand) => found.push(operand),
        }
    }
}

impl Operand {
    /// Whether this operand is a literal.
    pub fn is_literal(&self) -> bool {
        !matches!(self.kind, OperandKind::Expression(_))
    }
}

impl Comparison {
    /// The comparison that says the same with its sides exchanged.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            same => same,
        }
    }
}
