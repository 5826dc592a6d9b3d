//! Finds the namespace prefixes an XPath expression uses, since the engine must know them all before it evaluates.

/// The prefixes an expression uses: names before a single colon, outside string literals.
pub(super) fn of(expression: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = expression;
    while !rest.is_empty() {
        let end = rest.find(['\'', '"']).unwrap_or(rest.len());
        let code = rest.get(..end).unwrap_or("");
        for (at, _) in code.match_indices(':') {
            let (before, after) = (
                code.get(..at).unwrap_or(""),
                code.get(at.saturating_add(1)..).unwrap_or(""),
            );
            let axis = before.ends_with(':') || after.starts_with(':');
            let prefix = last_name(before);
            if !axis && !prefix.is_empty() {
                found.push(prefix);
            }
        }
        let literal = rest.get(end..).unwrap_or("");
        let quote = literal.chars().next().unwrap_or('\'');
        rest = literal
            .get(1..)
            .and_then(|literal| literal.split_once(quote))
            .map_or("", |(_, after)| after);
    }
    found
}

/// The name that a text ends with, or nothing; in `1-a` that is `a`, since no name begins with a digit.
fn last_name(text: &str) -> &str {
    let part_of_name =
        |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.') || !c.is_ascii();
    text.strip_prefix(text.trim_end_matches(part_of_name))
        .unwrap_or("")
        .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.'))
}

#[cfg(test)]
mod tests {
    #[test]
    fn prefixes_are_told_from_axes_and_literals() {
        assert_eq!(
            super::of("child::a:b | @c:* | 'd:e' | \"f':g\" | h:i('j:k') + 1-l-m:n"),
            ["a", "c", "h", "l-m"]
        );
    }
}
