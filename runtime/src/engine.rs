//! Where criterion engines say that they could not evaluate something.
//!
//! An expression that cannot be evaluated counts as not met, which must not pass unnoticed. Engines live in
//! statics and know neither step nor client, so they speak through `tracing`, whose spans know both.

/// Reports that `engine` failed on an expression; `problem` must not quote values, which may be secret.
#[cfg_attr(
    not(any(feature = "regex", feature = "jsonpath", feature = "xpath")),
    allow(dead_code)
)]
pub(crate) fn report(engine: &'static str, problem: &str) {
    #[cfg(feature = "tracing")]
    tracing::warn!(engine, problem, "criterion engine");
    #[cfg(not(feature = "tracing"))]
    let _ = (engine, problem);
}

/// Brackets inside one another that an expression may have. Parsers recurse, some of them try every level
/// twice, and an expression may contain what a server said.
pub(crate) const MAX_NESTING: usize = 16;

/// Whether brackets nest deeper than [`MAX_NESTING`]; those in quotes do not count.
#[cfg_attr(not(any(feature = "jsonpath", feature = "xpath")), allow(dead_code))]
pub(crate) fn nests_too_deep(expression: &str) -> bool {
    let (mut depth, mut quote) = (0_usize, None);
    for byte in expression.bytes() {
        match (quote, byte) {
            (Some(open), close) if open == close => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"') => quote = Some(byte),
            (None, b'(' | b'[') => depth = depth.saturating_add(1),
            (None, b')' | b']') => depth = depth.saturating_sub(1),
            (None, _) => {}
        }
        if depth > MAX_NESTING {
            return true;
        }
    }
    false
}
