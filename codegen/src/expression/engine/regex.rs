//! Checks regular expressions: ECMA-262 as far as the runtime's engine carries it (decision D-32).

use arazzo_syntax::regex::{self, Fault};

use crate::expression::SyntaxError;

/// Checks that `pattern` is a regular expression the runtime can evaluate.
///
/// # Errors
///
/// Where it is not, with the offending bytes.
pub fn check_regex(pattern: &str) -> Result<(), SyntaxError> {
    regex::check(pattern).map_err(reported)
}

fn reported(fault: Fault) -> SyntaxError {
    SyntaxError {
        help: fault.help.map(str::to_owned),
        replacement: fault.replacement.map(str::to_owned),
        ..SyntaxError::new(fault.span, fault.message)
    }
}

/// For a pattern that begins with flags, `(?i)a|b`: the pattern of ECMA-262 that says the same (decision D-61).
pub fn flags_of_all(pattern: &str) -> Option<String> {
    let (length, flags) = regex::leading_flags(pattern)?;
    Some(format!("(?{flags}:{})", pattern.get(length..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_at_the_beginning_hold_for_all() {
        for (pattern, standard) in [
            ("(?i)a|b", "(?i:a|b)"),
            ("(?im)^a$", "(?im:^a$)"),
            ("(?i)(?s)(?i).", "(?is:.)"),
        ] {
            assert_eq!(check_regex(pattern), Ok(()), "{pattern}");
            assert_eq!(flags_of_all(pattern).as_deref(), Some(standard));
        }
        for pattern in ["(?i:a)", "(i)a", "a(?i)b", "(?)a", "(?x)a"] {
            assert_eq!(flags_of_all(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn what_is_wrong_comes_with_its_correction() {
        let error = check_regex(r"a\Z").unwrap_err();
        assert_eq!(error.span, 1..3);
        assert_eq!(error.replacement.as_deref(), Some("$"));
        assert_eq!(error.help.as_deref(), Some("`$` stands for the end"));
    }
}
