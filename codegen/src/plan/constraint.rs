//! What the schemas of inputs ask of their values, where it is checked before the first request.

/// A constraint on values of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraint {
    /// JSON Pointer into the inputs; `*` stands for all elements or members, and `~2` for a member of that name.
    pub at: String,
    /// What is asked.
    pub rule: Rule,
    /// Whether the value must not be shown.
    pub secret: bool,
}

/// What is asked of a value. Numbers are given by their digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// `minimum` and the like: a number.
    Bound(Bound, String),
    /// `minLength` and the like: a count.
    Size(Size, usize),
    /// `pattern`
    Pattern(String),
    /// `enum` or `const`: the JSON of each value.
    Enum(Vec<String>),
    /// `format`: a word that the runtime can judge.
    Format(&'static str),
}

/// A bound of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// `minimum`
    Minimum,
    /// `exclusiveMinimum`
    ExclusiveMinimum,
    /// `maximum`
    Maximum,
    /// `exclusiveMaximum`
    ExclusiveMaximum,
}

/// A bound of lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// `minLength`
    MinLength,
    /// `maxLength`
    MaxLength,
    /// `minItems`
    MinItems,
    /// `maxItems`
    MaxItems,
}
