//! What a document declares and nobody can read: whoever misses it later knows that it was reported already.

use crate::nearest::nearest;

/// Declarations of one kind that were reported and are not among those that could be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unread {
    /// The names of those that have one.
    pub names: Vec<String>,
    /// How many have no name that can be read.
    pub nameless: usize,
}

impl Unread {
    /// A list or an object that cannot be read at all: it may have declared anything.
    pub fn anything() -> Self {
        Self {
            names: Vec::new(),
            nameless: usize::MAX,
        }
    }

    /// Adds a declaration, by its name where it has one.
    pub fn add(&mut self, name: Option<&str>) {
        match name {
            Some(name) if !name.is_empty() => self.names.push(name.to_owned()),
            _ => self.nameless = self.nameless.saturating_add(1),
        }
    }

    /// Adds all of `other`.
    pub fn extend(&mut self, other: &Self) {
        self.names.extend(other.names.iter().cloned());
        self.nameless = self.nameless.saturating_add(other.nameless);
    }

    /// Whether `name`, which none of the `known` ones has, may be declared here. A name that is nearly a known one is
    /// more likely a typo for that, unless it is one that no expression can write, which was reported.
    pub fn may_declare<'k>(&self, name: &str, known: impl IntoIterator<Item = &'k str>) -> bool {
        let plain = |c: char| c.is_alphanumeric() || "_-.[]".contains(c);
        let written = (known.into_iter()).filter(|known| known.chars().all(plain));
        self.names.iter().any(|declared| declared == name)
            || self.nameless > 0 && nearest(name, written).is_none()
    }

    /// Takes away the `missing` names that may be declared here: those that a name `means`, then as many as have none.
    pub fn explain(&self, missing: &mut Vec<String>, means: impl Fn(&str, &str) -> bool) {
        missing.retain(|name| !self.names.iter().any(|declared| means(declared, name)));
        missing.truncate(missing.len().saturating_sub(self.nameless));
    }
}

/// The parts of a workflow or a step that were reported and left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnreadParts {
    /// Of `inputs`.
    pub inputs: Unread,
    /// Of `steps`.
    pub steps: Unread,
    /// Of `parameters`.
    pub parameters: Unread,
    /// Of `outputs`.
    pub outputs: Unread,
    /// Whether there are actions, which can lead anywhere.
    pub actions: bool,
    /// Whether there are entries of `dependsOn`.
    pub dependencies: bool,
    /// Whether there are success criteria.
    pub criteria: bool,
    /// Whether there is a `requestBody`.
    pub request_body: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nameless_declaration_can_have_any_name_but_a_misspelt_one() {
        let mut unread = Unread::default();
        assert!(!unread.may_declare("token", ["session"]));
        unread.add(None);
        assert!(unread.may_declare("token", ["session"]));
        assert!(!unread.may_declare("sesion", ["session"]));
    }

    #[test]
    fn a_name_is_that_name() {
        let mut unread = Unread::default();
        unread.add(Some("token"));
        assert!(unread.may_declare("token", ["tokens"]));
        assert!(!unread.may_declare("user", []));
    }

    #[test]
    fn each_declaration_explains_one_missing_name() {
        let mut unread = Unread::default();
        unread.add(Some("b"));
        unread.add(None);
        let mut missing = ["a", "b", "c"].map(str::to_owned).to_vec();
        unread.explain(&mut missing, |declared, name| declared == name);
        assert_eq!(missing, ["a"]);
        Unread::anything().explain(&mut missing, |_, _| false);
        assert!(missing.is_empty());
    }
}
