//! The known name that somebody probably meant.

/// `there is no WHAT `NAME``, with the nearest of the known names, or all of them if none is near.
pub(super) fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let rest = match (nearest(name, known), known) {
        (Some(near), _) => format!("; did you mean `{near}`?"),
        (None, []) => String::new(),
        (None, known) => format!("; known are `{}`", known.join("`, `")),
    };
    format!("there is no {what} `{name}`{rest}")
}

/// The nearest of the known names, if one is near.
pub(super) fn nearest<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let letters = name.chars().count();
    // Two, because letters that changed places are two edits.
    let limit = if letters < 4 {
        1
    } else {
        (letters / 3).clamp(2, 4)
    };
    let distances = known.iter().map(|known| (distance(name, known), *known));
    let near = distances
        .filter(|(edits, _)| *edits <= limit && *edits < letters)
        .min_by_key(|(edits, _)| *edits);
    near.map(|(_, near)| near)
}

/// Insertions, deletions and replacements between two names, without regard to case.
fn distance(left: &str, right: &str) -> usize {
    let letters = |name: &str| -> Vec<char> { name.to_lowercase().chars().collect() };
    let (left, right) = (letters(left), letters(right));
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, one) in left.iter().enumerate() {
        let mut corner = row;
        let mut before = row.saturating_add(1);
        let mut line = vec![before];
        for (other, over) in right.iter().zip(above.iter().skip(1)) {
            let replaced = corner.saturating_add(usize::from(one != other));
            before = replaced
                .min(before.saturating_add(1))
                .min(over.saturating_add(1));
            line.push(before);
            corner = *over;
        }
        above = line;
    }
    above.last().copied().unwrap_or_default()
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

    #[test]
    fn edits_are_counted() {
        for (left, right, edits) in [
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("a", "A", 0),
            ("ab", "ba", 2),
        ] {
            assert_eq!(distance(left, right), edits, "{left} {right}");
        }
    }
}
