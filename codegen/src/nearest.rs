//! Whether a name that somebody probably meant may be written without asking.

pub use arazzo_syntax::nearest::{is_typo, nearest, resembling};

use arazzo_syntax::nearest::{LONGEST, has_same_letters, within_an_edit};

/// The name that was meant, as far as that can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant<'a> {
    /// Beyond doubt: it may be written without asking.
    Certain(&'a str),
    /// A person should look at it.
    Likely(&'a str),
}

impl<'a> Meant<'a> {
    /// The name.
    pub fn name(self) -> &'a str {
        match self {
            Self::Certain(name) | Self::Likely(name) => name,
        }
    }
}

/// The candidate that `name` was meant to be, if any is close enough to be worth proposing.
///
/// What is certain is written without anybody looking at it, so it has to be beyond doubt. It is if only this candidate
/// differs in nothing but case and separators, or else is the only one that a typo leads from. Words with an
/// edit more are often words of their own: `paid` and `unpaid`, `valid` and `invalid`.
pub fn meant<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Meant<'a>> {
    let all = sorted(name, candidates);
    if let Some(styled) = restyled(name, &all) {
        return Some(Meant::Certain(styled));
    }
    let near = nearest(name, all.iter().copied())?;
    let mut close = all.iter().filter(|known| within_an_edit(name, known));
    Some(match (close.next(), close.next()) {
        (Some(only), None) if *only == near && is_sure_typo(name, near) => Meant::Certain(near),
        _ => Meant::Likely(near),
    })
}

/// Whether `name` resembles one candidate and no other, so much that it can hardly be a name of its own.
pub fn resembles_one<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> bool {
    let all = sorted(name, candidates);
    if restyled(name, &all).is_some() {
        return true;
    }
    let mut typos = all.iter().filter(|known| is_typo(name, known));
    match (typos.next(), typos.next()) {
        (Some(only), None) => nearest(name, all.iter().copied()) == Some(only),
        _ => false,
    }
}

fn sorted<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut all: Vec<&str> = resembling(name, candidates).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The only one of `all` that differs from `name` in nothing but case and separators. A sign at the beginning and what
/// parts numbers are no separators: `-created` sorts the other way round.
fn restyled<'a>(name: &str, all: &[&'a str]) -> Option<&'a str> {
    let bare = |name: &str| -> String {
        let letters = name.chars().enumerate();
        let letters = letters.filter(|(at, letter)| !(*letter == '_' || *letter == '-' && *at > 0));
        letters
            .flat_map(|(_, letter)| letter.to_lowercase())
            .collect()
    };
    if name.len() > LONGEST {
        return None;
    }
    let own = bare(name);
    let same = |known: &&&str| bare(known) == own && numbers(known).eq(numbers(name));
    let alike = all.iter().filter(|known| has_same_letters(name, known));
    let mut styled = alike.filter(same);
    match (styled.next(), styled.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Whether nothing but a typo tells `name` from `known`: one edit, neither of the first letter, where prefixes
/// begin that turn the meaning round, nor of a number.
fn is_sure_typo(name: &str, known: &str) -> bool {
    let first = |name: &str| name.chars().next().map(char::to_lowercase);
    let same_start = first(name)
        .into_iter()
        .flatten()
        .eq(first(known).into_iter().flatten());
    within_an_edit(name, known)
        && same_start
        && is_typo(name, known)
        && numbers(name).eq(numbers(known))
}

/// The numbers in a name.
fn numbers(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.split(|letter: char| !letter.is_numeric());
    parts.filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_one_near_name_is_certain() {
        let known = ["created_at", "updated_at", "pet", "pets"];
        assert_eq!(
            meant("createdAt", known),
            Some(Meant::Certain("created_at"))
        );
        assert_eq!(
            meant("updated_ta", known),
            Some(Meant::Certain("updated_at"))
        );
        assert_eq!(meant("petz", known), Some(Meant::Likely("pet")));
        assert_eq!(meant("weather", known), None);
    }

    #[test]
    fn one_typo_is_certain() {
        for (name, known) in [
            ("avialable", "available"),
            ("availabl", "available"),
            ("availlable", "available"),
            ("Availabel", "available"),
            ("next2Page", "next_2_page"),
            ("page1_totl", "page1_total"),
        ] {
            assert_eq!(meant(name, [known]), Some(Meant::Certain(known)), "{name}");
        }
    }

    #[test]
    fn words_that_may_be_meant_are_never_certain() {
        for (name, known) in [
            ("paid", "unpaid"),
            ("active", "inactive"),
            ("valid", "invalid"),
            ("typical", "atypical"),
            ("enabled", "disabled"),
            ("page1", "page2"),
            ("page", "page2"),
            ("v1-1", "v11"),
            ("-created", "created"),
            ("avialabel", "available"),
        ] {
            for (name, known) in [(name, known), (known, name)] {
                let certain = matches!(meant(name, [known]), Some(Meant::Certain(_)));
                assert!(!certain, "{name} is not {known}");
            }
        }
        // Two names are as near.
        let known = ["pending", "pendant"];
        assert_eq!(meant("pendang", known), Some(Meant::Likely("pendant")));
    }

    #[test]
    fn what_can_hardly_be_a_name_of_its_own_resembles_one() {
        let known = ["updated_at", "created_at", "pet", "pets"];
        assert!(resembles_one("udpated_ta", known));
        assert!(resembles_one("createdAt", known));
        assert!(!resembles_one("petz", known));
        assert!(!resembles_one("weather", known));
    }
}
