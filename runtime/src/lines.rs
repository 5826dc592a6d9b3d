//! JSON lines and JSON text sequences (RFC 7464) as the list of their values (decision D-119).

use serde::de::IgnoredAny;

use crate::misfit;

/// What every record of a JSON text sequence begins with.
const RECORD: char = '\u{1e}';

/// All values of `text` as the text of one JSON array. Lines and records without anything are passed over.
///
/// # Errors
/// Which line or record is not JSON, and why, without quoting it.
pub(crate) fn array(text: &str) -> Result<String, String> {
    // The character stands nowhere in JSON, so it says that these are records, which may have line breaks inside.
    let (unit, separator) = match text.contains(RECORD) {
        true => ("record", RECORD),
        false => ("line", '\n'),
    };
    let first = match text.starts_with(RECORD) {
        true => 0,
        false => 1,
    };
    let mut array = String::with_capacity(text.len().saturating_add(2));
    array.push('[');
    for (number, value) in (first..).zip(text.split(separator)) {
        let value = value.trim_matches(BLANKS);
        if value.is_empty() {
            continue;
        }
        serde_json::from_str::<IgnoredAny>(value).map_err(|error| {
            format!("{unit} {number} is not JSON: {}", misfit::describe(&error))
        })?;
        if array.len() > 1 {
            array.push(',');
        }
        array.push_str(value);
    }
    array.push(']');
    Ok(array)
}

/// What may stand around a value (RFC 8259, section 2).
const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_an_element() {
        let lines = "{\"id\": 1}\r\n\n  [2, 3]\t\n\"a\\nb\"\n12345678901234567890.10\n";
        assert_eq!(
            array(lines).as_deref(),
            Ok("[{\"id\": 1},[2, 3],\"a\\nb\",12345678901234567890.10]")
        );
        assert_eq!(array(" \n\n").as_deref(), Ok("[]"));
        assert_eq!(array("").as_deref(), Ok("[]"));
    }

    #[test]
    fn records_may_have_line_breaks_inside() {
        let records = "\u{1e}{\n  \"id\": 1\n}\n\u{1e}\n\u{1e}2\n";
        assert_eq!(array(records).as_deref(), Ok("[{\n  \"id\": 1\n},2]"));
    }

    #[test]
    fn what_is_broken_is_named_and_not_quoted() {
        assert_eq!(
            array("{\"id\": 1}\n\n{\"secret\": \"abc"),
            Err("line 3 is not JSON: EOF while parsing a string".to_owned())
        );
        assert_eq!(
            array("1 2"),
            Err("line 1 is not JSON: trailing characters".to_owned())
        );
        assert_eq!(
            array("\u{1e}1\n\u{1e}{\n"),
            Err("record 2 is not JSON: EOF while parsing an object".to_owned())
        );
    }
}
