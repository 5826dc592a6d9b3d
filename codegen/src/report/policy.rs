//! What the user makes of warnings: `--deny` and `--allow`.

use crate::diagnostic::{Code, Diagnostics, Severity};

/// Which warnings are errors and which are nothing. Errors stay errors, as no code can be emitted for them, but for those of
/// codes that may be allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// All warnings are errors, except those that are allowed.
    pub deny_warnings: bool,
    /// Codes of warnings that are errors.
    pub deny: Vec<Code>,
    /// Codes of warnings that are not reported, unless they are denied by name.
    pub allow: Vec<Code>,
}

impl Policy {
    /// Applies the policy to what was found.
    pub fn apply(&self, diagnostics: &mut Diagnostics) {
        diagnostics.retain(|diagnostic| {
            let error = diagnostic.severity == Severity::Error;
            if error && !diagnostic.code.may_be_allowed() {
                return true;
            }
            let denied = self.deny.contains(&diagnostic.code);
            if self.allow.contains(&diagnostic.code) && !denied {
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

    fn applied(policy: Policy) -> Vec<(Code, Severity)> {
        let node = Node::root(Document::parse("a.yaml", "a: 1").unwrap());
        let mut diagnostics = Diagnostics::new(false);
        diagnostics.push(Diagnostic::new(Code::UnusedInput, &node, "1"));
        diagnostics.push(Diagnostic::new(Code::UnusedOutput, &node, "2"));
        diagnostics.push(Diagnostic::new(Code::UnknownStep, &node, "3"));
        diagnostics.push(Diagnostic::error(Code::MisspeltExpression, &node, "4"));
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
            allow: vec![
                Code::UnusedInput,
                Code::UnknownStep,
                Code::MisspeltExpression,
            ],
        };
        assert_eq!(
            applied(policy),
            [
                (Code::UnusedOutput, Severity::Error),
                (Code::UnknownStep, Severity::Error)
            ]
        );
    }

    #[test]
    fn a_denied_code_is_an_error_alone() {
        let policy = Policy {
            deny: vec![Code::UnusedOutput],
            ..Policy::default()
        };
        let expected = [
            (Code::UnusedInput, Severity::Warning),
            (Code::UnusedOutput, Severity::Error),
            (Code::UnknownStep, Severity::Error),
            (Code::MisspeltExpression, Severity::Error),
        ];
        assert_eq!(applied(policy), expected);
    }
}
