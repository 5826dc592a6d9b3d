//! `constant-condition`: a regular expression between slashes, as other languages write it. The slashes are part of the pattern, so
//! that nothing can stand before `^` or after `$`.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    load::Node,
    model::arazzo::CriterionKind,
};

use super::super::super::subject::Subject;

pub(in crate::check) fn check(subject: &Subject, diagnostics: &mut Diagnostics) {
    for list in subject.lists() {
        for parsed in &list.criteria {
            let condition = &parsed.criterion.condition;
            if matches!(parsed.criterion.kind, CriterionKind::Regex)
                && let Some(slashed) = Slashed::of(condition.text.trim())
            {
                diagnostics.push(slashed.report(&condition.node).step(&list.step.id.text));
            }
        }
    }
}

/// `/pattern/flags` that never matches.
#[derive(Debug, PartialEq)]
struct Slashed<'a> {
    pattern: &'a str,
    flags: &'a str,
}

impl<'a> Slashed<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let (pattern, flags) = text.strip_prefix('/')?.rsplit_once('/')?;
        let are_flags = flags.chars().all(|flag| "dgimsuvy".contains(flag));
        let after = pattern.ends_with('$') && !pattern.ends_with("\\$");
        let never = pattern.starts_with('^') || after;
        // One of several branches may do without the slashes.
        (are_flags && never && !pattern.contains('|')).then_some(Self { pattern, flags })
    }

    fn report(&self, node: &Node) -> Diagnostic {
        let text = node.as_str().unwrap_or_default();
        let start = text.len() - text.trim_start().len();
        let place = node.within(start..start + text.trim().len());
        let found = Diagnostic::new(
            Code::ConstantCondition,
            place,
            "this never matches: the slashes are part of the pattern",
        )
        .label("never holds");
        let pattern = self.pattern;
        match self.flags {
            "" => found
                .help(format!("write `{pattern}`"))
                .fix(pattern),
            flags if flags.contains('i') => found
                .help(format!("write `{pattern}`; there are no flags: where case does not matter, name both letters, as in `[aA]`"))
                .suggest(pattern),
            flags => found
                .help(format!("write `{pattern}`; there are no flags such as `{flags}`"))
                .suggest(pattern),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::testing::step, Slashed};

    #[test]
    fn patterns_that_may_match_are_fine() {
        for text in [
            "^/pets/$", "/pets/", "/pets/i", "/a\\$/", "/^a|b/", "/", "//",
        ] {
            assert_eq!(Slashed::of(text), None, "{text}");
        }
    }

    #[test]
    fn patterns_that_never_match_are_told() {
        for (text, pattern, flags) in [
            ("/^[0-9A-F]{8}$/i", "^[0-9A-F]{8}$", "i"),
            ("/^a/", "^a", ""),
            ("/a$/gm", "a$", "gm"),
        ] {
            assert_eq!(
                Slashed::of(text),
                Some(Slashed { pattern, flags }),
                "{text}"
            );
        }
        let criterion =
            "successCriteria: [{context: $response.body#/name, type: regex, condition: ' /^R/i'}]";
        assert_eq!(
            step(criterion),
            ["constant-condition 0: this never matches: the slashes are part of the pattern"]
        );
    }
}
