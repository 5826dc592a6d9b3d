//! What the user makes of warnings: `--deny` and `--allow`.

use crate::{
    check::catalogue,
    diagnostic::{Diagnostics, Severity},
};

/// Which warnings are errors and which are nothing. Errors stay errors, as no code can be emitted for them, but for those of
/// codes that may be allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// All warnings are errors, except those that are allowed.
    pub deny_warnings: bool,
    /// Codes of warnings that are errors.
    pub deny: Vec<String>,
    /// Codes of warnings that are not reported, unless they are denied by name.
    pub allow: Vec<String>,
}

impl Policy {
    /// Applies the policy to what was found.
    pub fn apply(&self, diagnostics: &mut Diagnostics) {
        diagnostics.retain(|diagnostic| {
            let error = diagnostic.severity == Severity::Error;
            if error && !catalogue::may_be_allowed(diagnostic.code) {
                return true;
            }
            let named = |codes: &[String]| codes.iter().any(|code| code == diagnostic.code);
            let denied = named(&self.deny);
            if named(&self.allow) && !denied {
                return false;
            }
            if denied || self.deny_warnings {
                diagnostic.severity = Severity::Error;
            }
            true
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::Diagnostic,
        load::{Document, Node},
    };

    fn applied(policy: Policy) -> Vec<(&'static str, Severity)> {
        let node = Node::root(Document::parse("a.yaml", "a: 1").unwrap());
        let mut diagnostics = Diagnostics::new(false);
        diagnostics.push(Diagnostic::warning("one", &node, "1"));
        diagnostics.push(Diagnostic::warning("two", &node, "2"));
        diagnostics.push(Diagnostic::error("three", &node, "3"));
        diagnostics.push(Diagnostic::error("misspelt-expression", &node, "4"));
        policy.apply(&mut diagnostics);
        diagnostics
            .iter()
            .map(|it| (it.code, it.severity))
            .collect()
    }

    #[test]
    fn named_codes_beat_all_warnings() {
        let policy = Policy {
            deny_warnings: true,
            deny: Vec::new(),
            allow: vec!["one".into(), "three".into(), "misspelt-expression".into()],
        };
        assert_eq!(
            applied(policy),
            [("two", Severity::Error), ("three", Severity::Error)]
        );
    }

    #[test]
    fn a_denied_code_is_an_error_alone() {
        let policy = Policy {
            deny: vec!["two".into()],
            ..Policy::default()
        };
        let expected = [
            ("one", Severity::Warning),
            ("two", Severity::Error),
            ("three", Severity::Error),
            ("misspelt-expression", Severity::Error),
        ];
        assert_eq!(applied(policy), expected);
    }
}
