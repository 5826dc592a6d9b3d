//! Values that have to be numbers and are none.

use crate::{diagnostic::Diagnostic, expression::expression_in_literal, load::Node, model::faults};

use super::fields::kind;

/// The report of the value of field `name` at `node`, which is not `what` it has to be: a number.
pub(super) fn not_a_number(node: &Node, name: &str, what: &str) -> Diagnostic {
    let text = node.as_str().unwrap_or_default();
    let wrong = |message: String| faults::wrong_type(node.place(), message);
    if let Some(message) = expression_in_literal(text, &format!("`{name}`")) {
        let such = example(name);
        return wrong(message).help(format!("write {what}, such as `{name}: {such}`"));
    }
    let unsigned = text.trim_start_matches(['-', '+']).to_ascii_lowercase();
    // YAML has them, JSON does not, and so they were read as text.
    if matches!(unsigned.as_str(), ".inf" | ".nan") {
        return wrong(format!("`{name}` must be a finite number, not `{text}`"));
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_infinite() && text.contains(|c: char| c.is_ascii_digit()) => {
            wrong(format!("`{name}` is too large"))
        }
        Ok(number) if number.is_finite() => {
            wrong(format!("`{name}` must be {what}, not {}", kind(node)))
                .help(format!("write it without quotes: `{name}: {text}`"))
                .fix_value(text)
        }
        _ => {
            let found = wrong(format!("`{name}` must be {what}, not {}", kind(node)));
            match duration(text, name) {
                Some((number, unit)) => found
                    .help(format!(
                        "write the {unit} without their unit: `{name}: {number}`"
                    ))
                    .fix_value(number),
                None => found.help(format!("write {what}, such as `{name}: {}`", example(name))),
            }
        }
    }
}

fn example(name: &str) -> u32 {
    if name == "timeout" { 5000 } else { 5 }
}

/// A duration with its unit in the unit of field `name`, and that unit: `2s`, `500 ms`, `1 minute`.
fn duration(text: &str, name: &str) -> Option<(String, &'static str)> {
    let (own, unit) = match name {
        "timeout" => (1, "milliseconds"),
        "retryAfter" => (1000, "seconds"),
        _ => return None,
    };
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, written) = text.split_at_checked(end)?;
    let milliseconds = match written.trim().to_ascii_lowercase().as_str() {
        "ms" | "msec" | "millisecond" | "milliseconds" => 1,
        "s" | "sec" | "secs" | "second" | "seconds" => 1000,
        "m" | "min" | "mins" | "minute" | "minutes" => 60_000,
        "h" | "hour" | "hours" => 3_600_000,
        _ => return None,
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    // Three digits are what a millisecond needs of a second, in whole numbers.
    let digits = format!("{whole}{fraction:0<3}");
    if fraction.len() > 3 || whole.is_empty() {
        return None;
    }
    let thousandths = digits.parse::<u64>().ok()?.checked_mul(milliseconds)?;
    let per_own = own * 1000;
    let (units, rest) = (thousandths / per_own, thousandths % per_own);
    if rest == 0 {
        return Some((units.to_string(), unit));
    }
    let fraction = format!("{:06}", rest * (1_000_000 / per_own));
    let exact = (rest * 1_000_000) % per_own == 0 && own == 1000;
    exact.then(|| (format!("{units}.{}", fraction.trim_end_matches('0')), unit))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{findings, with_fields};

    #[test]
    fn what_is_wrong_with_a_number_is_said() {
        for (text, told) in [
            (".inf", "must be a finite number, not `.inf`"),
            ("-.INF", "must be a finite number, not `-.INF`"),
            (".nan", "must be a finite number, not `.nan`"),
            ("1e400", "is too large"),
            ("5", "must be a number, not a string"),
            ("soon", "must be a number, not a string"),
        ] {
            let action = json!({ "name": "r", "type": "retry", "retryAfter": text });
            assert_eq!(
                findings(with_fields(json!({ "onFailure": [action] }))),
                [format!(
                    "error wrong-type /workflows/0/steps/0/onFailure/0/retryAfter: `retryAfter` {told}"
                )]
            );
        }
    }

    #[test]
    fn durations_are_numbers_in_the_unit_of_their_field() {
        for (text, name, expected) in [
            ("2s", "retryAfter", Some("2")),
            ("500 ms", "retryAfter", Some("0.5")),
            ("1 minute", "retryAfter", Some("60")),
            ("1.5s", "timeout", Some("1500")),
            ("0.5ms", "timeout", None),
            ("soon", "retryAfter", None),
            ("2s", "retryLimit", None),
        ] {
            let found = super::duration(text, name).map(|(number, _)| number);
            assert_eq!(found.as_deref(), expected, "{text} as {name}");
        }
    }
}
