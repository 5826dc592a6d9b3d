//! What the operators of a `simple` condition mean: six comparisons, truth of a bare operand, `.name` and `[n]`.
//!
//! The specification leaves much of this open; the reading here, which is [`arazzo_syntax`]'s for scalars, is:
//!
//! - A missing value behaves as `null`, and `null` equals nothing but `null`.
//! - Two strings are equal without regard to letter case (Unicode, not only ASCII).
//! - Numbers compare by their decimal text, never through a float: 2^53 and 2^53+1 differ.
//! - A string that is a JSON number compares with a number as that number, whichever the operator.
//! - Two strings are ordered as numbers if both are numeric, else as text without regard to case.
//! - Ordering involving `null`, a boolean, an array or an object holds for none of the four operators.
//! - Arrays and objects are equal when they are the same JSON value: any key order, exact numbers, exact strings.

mod compare;
mod operand;

pub use compare::{equal, greater, greater_or_equal, less, less_or_equal, not_equal, truthy};
pub use operand::Operand;

use serde_json::Value;

/// The `.name` operator: the member called `name`, if the value is an object that has it.
#[must_use]
pub fn member<'v>(value: Option<&'v Value>, name: &str) -> Option<&'v Value> {
    value?.as_object()?.get(name)
}

/// The `[n]` operator: the element at `index`, counted from zero, if the value is an array that long.
#[must_use]
pub fn index(value: Option<&Value>, index: usize) -> Option<&Value> {
    value?.as_array()?.get(index)
}

#[cfg(test)]
mod tests {
    use super::{index, member};
    use serde_json::json;

    #[test]
    fn member_and_index_walk_and_miss() {
        let value = json!({"a": [{"b": 7}], "": 1});
        let first = index(member(Some(&value), "a"), 0);
        assert_eq!(member(first, "b"), Some(&json!(7)));
        assert_eq!(member(Some(&value), ""), Some(&json!(1)));
        assert_eq!(index(member(Some(&value), "a"), 1), None);
        assert_eq!(member(member(Some(&value), "a"), "0"), None);
        assert_eq!(member(None, "a"), None);
    }
}
