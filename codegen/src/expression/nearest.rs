//! Which known word an unknown one was probably meant to be.

/// The known word that differs from `word` in case only or by at most two edits, if there is one.
pub(super) fn nearest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    if word.chars().count() > 40 {
        return None;
    }
    let word = word.to_lowercase();
    known
        .iter()
        .map(|known| (edits(&word, &known.to_lowercase()), *known))
        .filter(|(edits, known)| *edits <= 2 && *edits < known.len().div_ceil(2))
        .min_by_key(|(edits, _)| *edits)
        .map(|(_, known)| known)
}

/// The number of characters to insert, delete or replace to turn `from` into `to`.
fn edits(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, left) in from.chars().enumerate() {
        let mut next = vec![line + 1];
        for ((right, over), diagonal) in to.iter().zip(row.iter().skip(1)).zip(row.iter()) {
            let replaced = diagonal + usize::from(left != *right);
            let before = next.last().copied().unwrap_or(0);
            next.push(replaced.min(over + 1).min(before + 1));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_small_slips_are_recognised() {
        let known = ["inputs", "workflows", "statusCode", "url"];
        assert_eq!(nearest("workflow", &known), Some("workflows"));
        assert_eq!(nearest("statuscode", &known), Some("statusCode"));
        assert_eq!(nearest("imputs", &known), Some("inputs"));
        assert_eq!(nearest("uri", &known), Some("url"));
        assert_eq!(nearest("datetime", &known), None);
        assert_eq!(nearest("", &known), None);
    }
}
