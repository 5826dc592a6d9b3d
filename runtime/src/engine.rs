//! Where criterion engines say that they could not evaluate something.
//!
//! An expression that cannot be evaluated counts as not met, which must not pass unnoticed. Engines live in
//! statics and know neither step nor client, so they leave a note for the step.

/// Reports that `engine` failed on an expression; `problem` must not quote values, which may be secret.
#[cfg_attr(
    not(any(feature = "regex", feature = "jsonpath", feature = "xpath")),
    allow(dead_code)
)]
pub(crate) fn report(engine: &'static str, problem: &str) {
    crate::notes::push(engine, problem);
}

/// Brackets inside one another that an expression may have. Parsers recurse, and an expression may contain
/// what a server said.
#[cfg(any(feature = "jsonpath", feature = "xpath"))]
pub(crate) const MAX_NESTING: usize = 16;

/// Whether brackets nest deeper than [`MAX_NESTING`]; those in string literals do not count.
#[cfg(any(feature = "jsonpath", feature = "xpath"))]
pub(crate) fn nests_too_deep(expression: &str, literals: Literals) -> bool {
    let mut depth = 0_usize;
    outside_literals(expression, literals).any(|byte| {
        match byte {
            b'(' | b'[' => depth = depth.saturating_add(1),
            b')' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > MAX_NESTING
    })
}

/// How a language writes quotes inside string literals.
#[cfg(any(feature = "jsonpath", feature = "xpath"))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Literals {
    /// With a backslash before them, as JSONPath does.
    #[cfg(feature = "jsonpath")]
    Escaped,
    /// Not at all, as in XPath.
    #[cfg(feature = "xpath")]
    Plain,
}

/// The bytes of an expression that are not in its string literals.
#[cfg(any(feature = "jsonpath", feature = "xpath"))]
pub(crate) fn outside_literals(expression: &str, literals: Literals) -> impl Iterator<Item = u8> {
    let backslash = match literals {
        #[cfg(feature = "jsonpath")]
        Literals::Escaped => Some(b'\\'),
        #[cfg(feature = "xpath")]
        Literals::Plain => None,
    };
    let (mut quote, mut escaped) = (None, false);
    expression.bytes().filter(move |byte| match quote {
        None => {
            quote = Some(*byte).filter(|byte| matches!(byte, b'\'' | b'"'));
            quote.is_none()
        }
        Some(open) => {
            if *byte == open && !escaped {
                quote = None;
            }
            escaped = !escaped && Some(*byte) == backslash;
            false
        }
    })
}
