//! Letter case that does not matter: comparing text as the specification wants strings compared.

use std::cmp::Ordering;

/// Order of the two texts, letter case aside.
///
/// Lower, upper, lower again comes within a hair of Unicode's case folding with the standard library alone:
/// `ẞ`, `ß` and `SS` agree, and so do the two forms of a small sigma. The dotless `ı` is kept apart from `i`, as in Unicode.
pub(super) fn order(left: &str, right: &str) -> Ordering {
    if left.is_ascii() && right.is_ascii() {
        let lower = |text: &'_ str| {
            text.bytes()
                .map(|byte| byte.to_ascii_lowercase())
                .collect::<Vec<_>>()
        };
        return if left.eq_ignore_ascii_case(right) {
            Ordering::Equal
        } else {
            lower(left).cmp(&lower(right))
        };
    }
    folded(left).cmp(folded(right))
}

fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().flat_map(|letter| {
        let dotless = (letter == 'ı').then_some(letter);
        let other = (letter != 'ı').then_some(letter);
        let other = other
            .into_iter()
            .flat_map(char::to_lowercase)
            .flat_map(char::to_uppercase);
        dotless
            .into_iter()
            .chain(other.flat_map(char::to_lowercase))
    })
}

#[cfg(test)]
mod tests {
    use super::order;
    use std::cmp::Ordering;

    #[test]
    fn case_is_ignored_beyond_ascii() {
        for (left, right) in [
            ("ACTIVE", "active"),
            ("ÄÖÜ", "äöü"),
            ("ΟΔΟΣ", "οδος"),
            ("ΟΔΟΣ", "οδοσ"),
            ("straße", "STRASSE"),
            ("ẞ", "ß"),
            ("И", "и"),
            ("ǅ", "ǆ"),
            ("\u{212a}", "k"),
        ] {
            assert_eq!(order(left, right), Ordering::Equal, "{left} {right}");
        }
    }

    #[test]
    fn different_letters_stay_different() {
        assert_eq!(order("ı", "i"), Ordering::Greater);
        assert_eq!(order("a", "B"), Ordering::Less);
        assert_eq!(order("é", "e"), Ordering::Greater);
        assert_eq!(order("ab", "A"), Ordering::Greater);
    }
}
