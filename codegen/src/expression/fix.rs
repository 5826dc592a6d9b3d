//! Deviations from the standard whose meaning is plain: where they are, and what to write instead.

use std::ops::Range;

use super::{Condition, Expression, Spanned, SyntaxError, Template, TemplatePart};

/// One place where a text deviates from the standard, and its standard form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The deviating bytes of the text as it was given.
    pub span: Range<usize>,
    /// What to write instead of them.
    pub replacement: String,
    /// What is wrong with them: one sentence without a full stop.
    pub why: &'static str,
}

/// A text that the standard does not allow, in its standard form.
///
/// Whether it is read as meant or refused is for the caller to decide.
#[derive(Debug, Clone, PartialEq)]
pub struct Tolerated {
    /// The whole text in its standard form.
    pub standard: String,
    /// What the first of [`Tolerated::fixes`] is about: one sentence without a full stop.
    pub why: &'static str,
    /// Every deviation, from left to right.
    pub fixes: Vec<Fix>,
    /// Expressions found without braces inside longer text, with their bytes in the text as given.
    /// They were meant as expressions only if what they name is declared, which the caller checks, or if the text
    /// [embraces](Self::embraces) them.
    pub references: Vec<Spanned<Expression>>,
    /// What a simple condition says, its operands placed in the text as given.
    pub condition: Option<Condition>,
}

impl Tolerated {
    /// A template of the standard form, its expressions placed in the text as it was given.
    pub fn in_place(&self, mut template: Template) -> Template {
        match &mut template {
            Template::Literal(_) => {}
            Template::Whole(whole) => whole.span = as_given(&self.fixes, &whole.span),
            Template::Parts(parts) => {
                for part in parts {
                    if let TemplatePart::Expression(embedded) = part {
                        embedded.span = as_given(&self.fixes, &embedded.span);
                    }
                }
            }
        }
        template
    }

    /// Whether `reference` stands between braces of another form, as in `{ $inputs.x }`: nothing but an expression can be
    /// meant, be it of a declared name or not.
    pub fn embraces(&self, reference: &Spanned<Expression>) -> bool {
        let span = &reference.span;
        let around = |fix: &Fix| fix.span.start < span.start && span.end < fix.span.end;
        self.fixes.iter().any(around)
    }
}

/// Where bytes of a text come from to which `fixes` were applied.
pub(super) fn as_given(fixes: &[Fix], span: &Range<usize>) -> Range<usize> {
    let (mut start, mut end) = (span.start, span.end);
    for fix in fixes {
        let replaced = fix.span.start + fix.replacement.len();
        let taken_away = fix.span.start == start && fix.replacement.is_empty();
        if fix.span.start < start || taken_away {
            start = (start + fix.span.end).saturating_sub(replaced);
        }
        if fix.span.start < end {
            end = (end + fix.span.end).saturating_sub(replaced);
        }
    }
    start..end.max(start)
}

/// Whether a parser refuses deviations or collects them.
#[derive(Debug, Clone)]
pub(super) enum Deviations {
    Refuse,
    Collect(Vec<Fix>),
}

impl Deviations {
    /// Notes a deviation, or refuses it with `help`.
    pub(super) fn note(
        &mut self,
        span: Range<usize>,
        replacement: String,
        why: &'static str,
        help: impl Into<String>,
    ) -> Result<(), SyntaxError> {
        match self {
            Self::Refuse => Err(SyntaxError::new(span, why)
                .help(help)
                .replace_by(replacement)),
            Self::Collect(fixes) => {
                fixes.push(Fix {
                    span,
                    replacement,
                    why,
                });
                Ok(())
            }
        }
    }

    /// The same attitude with nothing collected.
    pub(super) fn fresh(&self) -> Self {
        match self {
            Self::Refuse => Self::Refuse,
            Self::Collect(_) => Self::Collect(Vec::new()),
        }
    }

    pub(super) fn extend(&mut self, more: Vec<Fix>) {
        if let Self::Collect(fixes) = self {
            fixes.extend(more);
        }
    }

    pub(super) fn into_fixes(self) -> Vec<Fix> {
        match self {
            Self::Refuse => Vec::new(),
            Self::Collect(fixes) => fixes,
        }
    }
}

/// `text` with every fix applied. Fixes that overlap an earlier one are left out.
pub(super) fn apply(text: &str, fixes: &[Fix]) -> String {
    let mut sorted: Vec<&Fix> = fixes.iter().collect();
    sorted.sort_by_key(|fix| (fix.span.start, fix.span.end));
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for fix in sorted {
        let Some(between) = text.get(done..fix.span.start) else {
            continue;
        };
        result.push_str(between);
        result.push_str(&fix.replacement);
        done = fix.span.end;
    }
    result.push_str(text.get(done..).unwrap_or(""));
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(span: Range<usize>, replacement: &str) -> Fix {
        Fix {
            span,
            replacement: replacement.to_owned(),
            why: "",
        }
    }

    #[test]
    fn fixes_apply_from_left_to_right_and_insertions_keep_their_place() {
        assert_eq!(apply("abc", &[fix(2..3, "C"), fix(0..0, "<")]), "<abC");
        assert_eq!(apply("abc", &[fix(0..2, "x"), fix(1..3, "y")]), "xc");
    }
}
