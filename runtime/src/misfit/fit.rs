//! The second look at JSON that did not fit: whole numbers may be written `5.0`, and of members that come twice the
//! last one counts.

use serde::de::DeserializeOwned;
use serde_json::{Number, Value};

use super::in_body;

/// Below this every whole `f64` is the number that was written.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A value as a type.
///
/// # Errors
/// Where it does not fit and what was expected there, without the value.
pub(crate) fn fit<D: DeserializeOwned>(value: Value) -> Result<D, String> {
    D::deserialize(&value).or_else(|_| again(value))
}

/// A value that did not fit as it came, with its whole numbers as integers (JSON Schema 2020-12 core, section 4.2.3).
///
/// # Errors
/// As for [`fit`].
pub(crate) fn again<D: DeserializeOwned>(mut value: Value) -> Result<D, String> {
    whole_numbers(&mut value);
    // Errors know their place only in a text.
    let text = value.to_string();
    serde_json::from_str(&text).map_err(|error| in_body(&error, text.as_bytes()))
}

/// Writes numbers whose fraction is zero without it.
fn whole_numbers(value: &mut Value) {
    match value {
        Value::Number(number) => {
            if let Some(whole) = whole(number) {
                *number = whole;
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(whole_numbers),
        Value::Object(members) => members.values_mut().for_each(whole_numbers),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

fn whole(number: &Number) -> Option<Number> {
    if number.is_i64() || number.is_u64() {
        return None;
    }
    let float = number.as_f64()?;
    let integer = float.fract() == 0.0 && float.abs() < EXACT;
    integer
        .then(|| format!("{float:.0}").parse::<i64>().ok())
        .flatten()
        .map(Number::from)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Order {
        id: i64,
        #[serde(default)]
        lines: Vec<Line>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Line {
        count: i32,
        price: f64,
    }

    fn read(text: &str) -> Result<Order, String> {
        fit(serde_json::from_str(text).expect("JSON"))
    }

    #[test]
    fn numbers_without_a_fraction_are_integers() {
        let order = read(
            r#"{"id": 1e3, "lines": [{"count": -2.0, "price": 5}, {"count": -0.0, "price": 2.5}]}"#,
        );
        let line = |count, price| Line { count, price };
        let lines = vec![line(-2, 5.0), line(0, 2.5)];
        assert_eq!(order, Ok(Order { id: 1000, lines }));
    }

    #[test]
    fn what_still_does_not_fit_is_told_with_its_place() {
        for (text, told) in [
            (
                r#"{"id": 5.0, "lines": [{"count": 1.5, "price": 1}]}"#,
                "invalid type: floating point, expected i32 at `/lines/0/count`",
            ),
            (
                r#"{"id": 99999999999999999999}"#,
                "number out of range, expected i64 (-9223372036854775808 to 9223372036854775807) at `/id`",
            ),
            (
                r#"{"id": 1, "lines": [{"count": 3000000000.0, "price": 1}]}"#,
                "number out of range, expected i32 (-2147483648 to 2147483647) at `/lines/0/count`",
            ),
            (r#"{"lines": []}"#, "missing field `id`"),
        ] {
            assert_eq!(read(text), Err(told.to_owned()), "{text}");
        }
        assert_eq!(
            fit::<i64>(json!("s3cret")),
            Err("invalid type: string, expected i64".to_owned())
        );
    }

    #[test]
    fn digits_that_a_float_lost_are_not_made_up() {
        assert!(read(r#"{"id": 9007199254740993.0}"#).is_err());
    }
}
