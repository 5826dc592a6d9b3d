//! How the scalars of a `simple` condition compare (decision D-12), and which of them hold alone (D-11).

mod decimal;
mod fold;

use std::cmp::Ordering;

pub use decimal::Decimal;

/// One side of a comparison that has no inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scalar<'a> {
    /// `null`, or nothing at all.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Integer(i128),
    /// A number, as text in JSON's grammar.
    Number(&'a str),
    /// A text, which counts as a number where it is one in JSON's grammar.
    Text(&'a str),
}

impl Scalar<'_> {
    /// Whether both are equal: texts without regard to letter case, numbers by their decimal text, `null` nothing but
    /// `null`.
    #[must_use]
    pub fn equals(&self, other: &Scalar<'_>) -> bool {
        match (self, other) {
            (Scalar::Null, Scalar::Null) => true,
            (Scalar::Bool(left), Scalar::Bool(right)) => left == right,
            (Scalar::Text(left), Scalar::Text(right)) => fold::order(left, right).is_eq(),
            _ => self.numeric_order(other).is_some_and(Ordering::is_eq),
        }
    }

    /// Which of both comes first: numbers by value, two texts that are not both numbers without regard to letter case.
    /// `None` where there is no order: with `null`, a boolean, or a text beside a number.
    #[must_use]
    pub fn order(&self, other: &Scalar<'_>) -> Option<Ordering> {
        self.numeric_order(other).or_else(|| match (self, other) {
            (Scalar::Text(left), Scalar::Text(right)) => Some(fold::order(left, right)),
            _ => None,
        })
    }

    /// Whether the value holds where it stands alone.
    #[must_use]
    pub fn holds(&self) -> bool {
        match self {
            Scalar::Null => false,
            Scalar::Bool(value) => *value,
            Scalar::Integer(number) => *number != 0,
            Scalar::Number(text) => Decimal::parse(text).is_some_and(|number| !number.is_zero()),
            Scalar::Text(text) => !text.is_empty(),
        }
    }

    fn numeric_order(&self, other: &Scalar<'_>) -> Option<Ordering> {
        if let (Scalar::Integer(left), Scalar::Integer(right)) = (self, other) {
            return Some(left.cmp(right));
        }
        self.with_decimal(|left| other.with_decimal(|right| left.order(&right)))
            .flatten()
    }

    fn with_decimal<R>(&self, then: impl FnOnce(Decimal<'_>) -> R) -> Option<R> {
        match self {
            Scalar::Integer(number) => Decimal::parse(&number.to_string()).map(then),
            Scalar::Number(text) | Scalar::Text(text) => Decimal::parse(text).map(then),
            Scalar::Null | Scalar::Bool(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Scalar::{Bool, Integer, Null, Number, Text};
    use std::cmp::Ordering::{Equal, Greater, Less};

    #[test]
    fn scalars_are_ordered_where_there_is_an_order() {
        for (left, right, expected) in [
            (Text("a"), Text("B"), Some(Less)),
            (Text("a"), Text("A"), Some(Equal)),
            (Text("10"), Text("9"), Some(Greater)),
            (Text("10"), Text("9a"), Some(Less)),
            (Text("10"), Integer(9), Some(Greater)),
            (Number("1e3"), Integer(1000), Some(Equal)),
            (Text("x"), Integer(9), None),
            (Null, Null, None),
            (Bool(true), Bool(true), None),
        ] {
            assert_eq!(left.order(&right), expected, "{left:?} {right:?}");
        }
    }

    #[test]
    fn equality_knows_kinds() {
        assert!(Text("1.0").equals(&Integer(1)) && !Text("1.0").equals(&Text("1")));
        assert!(Null.equals(&Null) && !Null.equals(&Text("")) && !Bool(true).equals(&Text("true")));
        assert!(Text("0").holds() && !Number("0.0").holds() && !Null.holds() && !Text("").holds());
    }
}
