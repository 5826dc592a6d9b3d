//! What is said of a name that nothing has.

use arazzo_syntax::nearest::nearest;

/// `there is no WHAT `NAME``, with the nearest of the known names, or all of them if none is near.
pub(crate) fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let rest = match (nearest(name, known.iter().copied()), known) {
        (Some(near), _) => format!("; did you mean `{near}`?"),
        (None, []) => String::new(),
        (None, known) => format!("; known are `{}`", known.join("`, `")),
    };
    format!("there is no {what} `{name}`{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_proposed_else_all_are_told() {
        for (name, told) in [
            (
                "orderID",
                "there is no input `orderID`; did you mean `orderId`?",
            ),
            (
                "total",
                "there is no input `total`; known are `orderId`, `count`",
            ),
            ("coutn", "there is no input `coutn`; did you mean `count`?"),
        ] {
            assert_eq!(unknown("input", name, &["orderId", "count"]), told);
        }
        assert_eq!(unknown("input", "x", &[]), "there is no input `x`");
    }
}
