//! Finds the known name that somebody probably meant: the `did you mean` of every report.

/// Names longer than this are never compared: nobody mistypes them, and hostile documents hold long ones.
pub const LONGEST: usize = 200;

/// Names further apart than this resemble each other in nothing.
const MOST_EDITS: u32 = 4;

/// The candidate closest to `name`, if one is close enough to be worth proposing: equal but for case, or reached
/// by few edits for its length. Of equally close candidates the first.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = letters(name)?;
    let mut best: Option<(usize, &'a str)> = None;
    for candidate in resembling(name, candidates) {
        let Some(given) = letters(candidate) else {
            continue;
        };
        let mut limit = (wanted.len().max(given.len()) / 3).clamp(1, MOST_EDITS as usize);
        limit = limit.min(given.len().saturating_sub(1));
        if let Some((fewest, _)) = best {
            match fewest.checked_sub(1) {
                Some(fewer) => limit = limit.min(fewer),
                None => break,
            }
        }
        if let Some(edits) = distance(&wanted, &given, limit) {
            best = Some((edits, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The candidates that a look at their letters does not rule out: a document may have thousands of names, and as many that
/// are none of them.
pub fn resembling<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> impl Iterator<Item = &'a str> {
    let own = Letters::of(name);
    let candidates = candidates.into_iter();
    candidates.filter(move |candidate| own.resembles(Letters::of(candidate)))
}

/// Whether both have the same letters and digits, as far as [`resembling`] looks: what differs in no more than case and
/// separators does.
#[must_use]
pub fn has_same_letters(name: &str, known: &str) -> bool {
    Letters::of(name) == Letters::of(known)
}

/// Which letters and digits a name has, case aside, and how many.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Letters {
    /// A bit for each letter and digit, and one for all others.
    which: u64,
    count: usize,
}

impl Letters {
    fn of(name: &str) -> Self {
        let mut found = Self { which: 0, count: 0 };
        for letter in name.chars().take(LONGEST + 1) {
            let bit = match letter.to_ascii_lowercase() {
                letter @ 'a'..='z' => u32::from(letter) - u32::from('a'),
                digit @ '0'..='9' => u32::from(digit) - u32::from('0') + 26,
                _ if letter.is_ascii() => continue,
                _ => 36,
            };
            found.which |= 1 << bit;
            found.count += 1;
        }
        found
    }

    /// Whether edits as few as ever count can lead from one name to the other: each takes one letter away, and adds one.
    fn resembles(self, other: Self) -> bool {
        let differing = (self.which ^ other.which).count_ones();
        differing <= 2 * MOST_EDITS && self.count.abs_diff(other.count) <= MOST_EDITS as usize
    }
}

/// Whether one edit at most leads from one to the other, case aside.
#[must_use]
pub fn within_an_edit(name: &str, known: &str) -> bool {
    match (letters(name), letters(known)) {
        (Some(name), Some(known)) => distance(&name, &known, 1).is_some(),
        _ => false,
    }
}

/// Whether `name` is a typo for `known`: equal but for case, or at most two edits away and fewer than half of it.
#[must_use]
pub fn is_typo(name: &str, known: &str) -> bool {
    if !Letters::of(name).resembles(Letters::of(known)) {
        return false;
    }
    let (Some(name), Some(known)) = (letters(name), letters(known)) else {
        return false;
    };
    distance(&name, &known, 2).is_some_and(|edits| edits * 2 < known.len())
}

/// Lower case, so that a different case costs nothing; nothing for names too long to compare.
fn letters(name: &str) -> Option<Vec<char>> {
    if name.len() > LONGEST {
        return None;
    }
    Some(if name.is_ascii() {
        let lower = name.bytes().map(|letter| letter.to_ascii_lowercase());
        lower.map(char::from).collect()
    } else {
        name.chars().flat_map(char::to_lowercase).collect()
    })
}

/// Edits from one to the other, if they are no more than `limit`: insert, delete, replace, or swap two neighbours.
fn distance(from: &[char], to: &[char], limit: usize) -> Option<usize> {
    if from.len().abs_diff(to.len()) > limit {
        return None;
    }
    let (from, to) = without_common_ends(from, to);
    let mut before: Vec<usize> = vec![0; to.len() + 1];
    let mut previous: Vec<usize> = (0..=to.len()).collect();
    let mut current: Vec<usize> = Vec::with_capacity(to.len() + 1);
    let mut last = None;
    for (row, &left) in from.iter().enumerate() {
        current.clear();
        current.push(row + 1);
        let mut last_right = None;
        for (column, &right) in to.iter().enumerate() {
            let cost = |line: &[usize], at: usize| line.get(at).copied().unwrap_or(usize::MAX - 1);
            let replaced = cost(&previous, column) + usize::from(left != right);
            let edited = cost(&previous, column + 1).min(cost(&current, column)) + 1;
            let mut fewest = replaced.min(edited);
            if last == Some(right) && last_right == Some(left) && column > 0 {
                fewest = fewest.min(cost(&before, column - 1) + 1);
            }
            current.push(fewest);
            last_right = Some(right);
        }
        // A swap reaches back two rows.
        let least = |line: &[usize]| line.iter().min().copied().unwrap_or_default();
        if least(&current) > limit && least(&previous) >= limit {
            return None;
        }
        std::mem::swap(&mut before, &mut previous);
        std::mem::swap(&mut previous, &mut current);
        last = Some(left);
    }
    let edits = previous.last().copied().unwrap_or_default();
    (edits <= limit).then_some(edits)
}

/// What is left of both without the letters that both begin with and both end with: no edit is needed there.
fn without_common_ends<'a>(from: &'a [char], to: &'a [char]) -> (&'a [char], &'a [char]) {
    let same = |(one, other): &(&char, &char)| one == other;
    let start = from.iter().zip(to).take_while(same).count();
    let (from, to) = (
        from.get(start..).unwrap_or_default(),
        to.get(start..).unwrap_or_default(),
    );
    let end = from.iter().rev().zip(to.iter().rev());
    let end = end.take_while(same).count();
    (
        from.get(..from.len() - end).unwrap_or_default(),
        to.get(..to.len() - end).unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proposes_the_name_that_was_mistyped() {
        let known = ["getPet", "getPets", "listOrders"];
        assert_eq!(nearest("getPest", known), Some("getPet"));
        assert_eq!(nearest("LISTORDERS", known), Some("listOrders"));
        assert_eq!(nearest("listOdrers", known), Some("listOrders"));
        assert_eq!(nearest("deleteUser", known), None);
    }

    #[test]
    fn swapped_neighbours_are_one_edit() {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        let within = |from, to, limit| distance(&letters(from), &letters(to), limit);
        assert_eq!(within("nmae", "name", 1), Some(1));
        assert_eq!(within("kitten", "sitting", 3), Some(3));
        assert_eq!(within("kitten", "sitting", 2), None);
        assert_eq!(within("", "abc", 4), Some(3));
        assert_eq!(within("abab", "baba", 4), Some(2));
    }

    #[test]
    fn short_names_are_not_typos_for_each_other() {
        assert!(is_typo("sucessCriteria", "successCriteria"));
        assert!(is_typo("WorkflowID", "workflowId"));
        assert!(is_typo("nmae", "name"));
        assert!(!is_typo("id", "in"));
        assert!(!is_typo("note", "name"));
        assert!(!is_typo("$schema", "$self"));
    }

    #[test]
    fn long_names_are_left_alone() {
        let long = "a".repeat(100_000);
        assert_eq!(nearest(&long, [long.as_str()]), None);
    }
}
