//! The six comparison operators, and when a bare operand holds.

use std::cmp::Ordering;

use serde_json::{Number, Value};

use super::operand::{Kind, Operand};

/// `left == right`.
#[must_use]
pub fn equal<'l, 'r>(left: impl Into<Operand<'l>>, right: impl Into<Operand<'r>>) -> bool {
    equal_kinds(&left.into().0, &right.into().0)
}

/// `left != right`: exactly the negation of [`equal`].
#[must_use]
pub fn not_equal<'l, 'r>(left: impl Into<Operand<'l>>, right: impl Into<Operand<'r>>) -> bool {
    !equal(left, right)
}

/// `left < right`.
#[must_use]
pub fn less<'l, 'r>(left: impl Into<Operand<'l>>, right: impl Into<Operand<'r>>) -> bool {
    order(left.into(), right.into()).is_some_and(Ordering::is_lt)
}

/// `left <= right`.
#[must_use]
pub fn less_or_equal<'l, 'r>(left: impl Into<Operand<'l>>, right: impl Into<Operand<'r>>) -> bool {
    order(left.into(), right.into()).is_some_and(Ordering::is_le)
}

/// `left > right`.
#[must_use]
pub fn greater<'l, 'r>(left: impl Into<Operand<'l>>, right: impl Into<Operand<'r>>) -> bool {
    order(left.into(), right.into()).is_some_and(Ordering::is_gt)
}

/// `left >= right`.
#[must_use]
pub fn greater_or_equal<'l, 'r>(
    left: impl Into<Operand<'l>>,
    right: impl Into<Operand<'r>>,
) -> bool {
    order(left.into(), right.into()).is_some_and(Ordering::is_ge)
}

/// Whether a bare operand holds: `false`, null, zero and whatever is empty do not, everything else does.
#[must_use]
pub fn truthy<'a>(operand: impl Into<Operand<'a>>) -> bool {
    let operand = operand.into();
    match (&operand.0, operand.0.scalar()) {
        (_, Some(scalar)) => scalar.holds(),
        (Kind::Json(value), None) => match value.as_ref() {
            Value::Array(items) => !items.is_empty(),
            Value::Object(members) => !members.is_empty(),
            _ => true,
        },
        (_, None) => true,
    }
}

fn equal_kinds(left: &Kind<'_>, right: &Kind<'_>) -> bool {
    if let (Kind::Json(left), Kind::Json(right)) = (left, right) {
        return same_value(left, right);
    }
    match (left.scalar(), right.scalar()) {
        (Some(left), Some(right)) => left.equals(&right),
        _ => false,
    }
}

fn order(left: Operand<'_>, right: Operand<'_>) -> Option<Ordering> {
    left.0.scalar()?.order(&right.0.scalar()?)
}

/// Equality inside structures.
///
/// Strings are compared exactly here, unlike at the top: ignoring case is what the specification says of the
/// string operands of a condition, while two structures are equal when they are the same JSON value, and JSON
/// knows no other equality of strings (RFC 8259 section 8.3). For the same reason `"1"` is not `1` in here.
fn same_value(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => same_number(left, right),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| same_value(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, left)| right.get(key).is_some_and(|right| same_value(left, right)))
        }
        _ => left == right,
    }
}

fn same_number(left: &Number, right: &Number) -> bool {
    if let (Some(left), Some(right)) = (left.as_i64(), right.as_i64()) {
        return left == right;
    }
    equal(left, right)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    /// Which of `== != < <= > >=` hold.
    fn holding(left: &Value, right: &Value) -> String {
        let mut names = Vec::new();
        for (name, holds) in [
            ("==", equal(left, right)),
            ("!=", not_equal(left, right)),
            ("<", less(left, right)),
            ("<=", less_or_equal(left, right)),
            (">", greater(left, right)),
            (">=", greater_or_equal(left, right)),
        ] {
            if holds {
                names.push(name);
            }
        }
        names.join(" ")
    }

    #[test]
    fn table_of_operators() {
        for (left, right, expected) in [
            (json!(1), json!(1.0), "== <= >="),
            (json!(1), json!("1"), "== <= >="),
            (json!("1.0"), json!(1), "== <= >="),
            (json!("10"), json!(9), "!= > >="),
            (json!("10"), json!("9"), "!= > >="),
            (json!("1"), json!("1.0"), "!= <= >="),
            (json!("b"), json!("A"), "!= > >="),
            (json!("Active"), json!("aCTIVE"), "== <= >="),
            (json!("x"), json!(1), "!="),
            (json!(""), json!(0), "!="),
            (json!(true), json!(true), "=="),
            (json!(true), json!("true"), "!="),
            (json!(true), json!(1), "!="),
            (json!(null), json!(null), "=="),
            (json!(null), json!(0), "!="),
            (json!(null), json!(""), "!="),
            (json!([1, {"a": 2.0}]), json!([1.0, {"a": 2}]), "=="),
            (json!([1]), json!(["1"]), "!="),
            (json!(["A"]), json!(["a"]), "!="),
            (json!([]), json!({}), "!="),
            (json!({"a": 1, "b": 2}), json!({"b": 2, "a": 1}), "=="),
            (json!({"a": null}), json!({}), "!="),
        ] {
            assert_eq!(holding(&left, &right), expected, "{left} {right}");
        }
    }

    #[test]
    fn big_numbers_are_exact() {
        assert!(less(9_007_199_254_740_992_i64, 9_007_199_254_740_993_i64));
        assert!(not_equal("9007199254740993", 9_007_199_254_740_992_i64));
        assert!(equal(u64::MAX, "18446744073709551615"));
        assert!(greater(u128::MAX, u64::MAX));
        assert!(not_equal(u64::MAX, 18_446_744_073_709_551_616.0_f64));
        let (one, other) = (json!({"n": u64::MAX}), json!({"n": u64::MAX - 1}));
        assert!(not_equal(&one, &other));
        assert!(equal(0.1_f32, 0.1_f64));
    }

    #[test]
    fn missing_is_null() {
        let absent: Option<&str> = None;
        assert!(equal(absent, Operand::null()));
        assert!(not_equal(Some("x"), Operand::null()));
        assert!(!less(absent, "a"));
        assert!(equal(Some(&3_i32), 3_u8));
        assert!(equal(None::<&String>, &Value::Null));
    }

    #[test]
    fn what_is_empty_or_zero_does_not_hold() {
        for value in [
            json!(null),
            json!(false),
            json!(0),
            json!(0.0),
            json!(""),
            json!([]),
            json!({}),
        ] {
            assert!(!truthy(&value), "{value}");
        }
        for value in [
            json!(true),
            json!(-1),
            json!(0.1),
            json!("false"),
            json!("0"),
            json!([null]),
            json!({"a": 0}),
        ] {
            assert!(truthy(&value), "{value}");
        }
        assert!(!truthy(None::<bool>));
    }

    #[test]
    fn anything_serialisable_is_an_operand() {
        #[derive(serde::Serialize)]
        struct Pet<'a> {
            name: &'a str,
        }
        assert!(equal(
            Operand::json(&Pet { name: "x" }),
            json!({"name": "x"})
        ));
        assert!(equal(Operand::json("a"), "A"));
    }

    fn scalar() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "[a-cA-C0-9.e-]{0,3}".prop_map(Value::from),
            Just(json!([1])),
        ]
    }

    proptest! {
        #[test]
        fn operators_agree_with_each_other(left in scalar(), right in scalar()) {
            prop_assert_eq!(equal(&left, &right), equal(&right, &left));
            prop_assert_eq!(equal(&left, &right), !not_equal(&left, &right));
            prop_assert_eq!(less(&left, &right), greater(&right, &left));
            prop_assert_eq!(less_or_equal(&left, &right), greater_or_equal(&right, &left));
            prop_assert!(!(less(&left, &right) && greater(&left, &right)));
            prop_assert!(equal(&left, &left));
        }
    }
}
