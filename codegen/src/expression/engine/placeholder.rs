//! Checking texts whose final form is known only when the workflow runs.

use std::ops::Range;

use crate::expression::{
    Expression, Language, Names, Spanned, SyntaxError, Template, TemplatePart, engine_text,
};

/// What could be told about a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked<T> {
    /// What the check gave, for the text itself or with placeholders for what is embedded.
    pub info: T,
    /// The text taken apart: [`Template::Literal`] if nothing is embedded, else [`Template::Parts`].
    pub template: Template,
}

impl<T> Checked<T> {
    /// Whether the text is put together while the workflow runs, so that only a run can tell if it is valid.
    pub fn is_dynamic(&self) -> bool {
        matches!(self.template, Template::Parts(_))
    }
}

/// Applies `check` to a text of `language` that embeds runtime expressions as `template` says.
///
/// Embedded expressions are replaced by samples of what a run puts there: literals of several kinds. The text passes if
/// it is valid with one kind, because then some value makes it valid.
///
/// # Errors
///
/// Where no value makes the text valid: then the error is that of the first kind, placed in the text as written.
pub fn check_template<T>(
    text: &str,
    template: Template,
    language: Language,
    check: impl Fn(&str) -> Result<T, SyntaxError>,
) -> Result<Checked<T>, SyntaxError> {
    let Template::Parts(parts) = &template else {
        return check(text).map(|info| Checked { info, template });
    };
    let samples = engine_text(language, parts)?.samples;
    let kinds = samples.iter().map(|kinds| kinds.len()).max();
    let mut first_error = None;
    for kind in 0..kinds.unwrap_or_default() {
        let samples: Vec<&str> = samples
            .iter()
            .filter_map(|kinds| kinds.get(kind).or(kinds.last()).copied())
            .collect();
        match check(&filled(parts, &samples)) {
            Ok(info) => return Ok(Checked { info, template }),
            Err(error) => {
                first_error.get_or_insert((error, samples));
            }
        }
    }
    Err(match first_error {
        Some((error, samples)) => in_text(error, text, &template.expressions(), &samples),
        None => SyntaxError::new(0..text.len(), "this text cannot become valid"),
    })
}

fn filled(parts: &[TemplatePart], samples: &[&str]) -> String {
    let mut samples = samples.iter();
    parts
        .iter()
        .map(|part| match part {
            TemplatePart::Text(text) => text.as_str(),
            TemplatePart::Expression(_) => samples.next().copied().unwrap_or_default(),
        })
        .collect()
}

/// `error`, whose span counts in the text with samples, placed in the text as written.
fn in_text(
    error: SyntaxError,
    text: &str,
    embedded: &[&Spanned<Expression>],
    samples: &[&str],
) -> SyntaxError {
    let replaced: Vec<(Range<usize>, usize)> = embedded
        .iter()
        .zip(samples)
        .map(|(expression, sample)| {
            let braced = expression.span.start.saturating_sub(1)..expression.span.end + 1;
            (braced, sample.len())
        })
        .collect();
    let start = original(error.span.start, &replaced, false);
    let end = original(error.span.end, &replaced, true);
    let whole = start..end.max(start);
    let inside = text.get(whole.clone()).is_some();
    let touched = replaced
        .iter()
        .any(|(range, _)| range.start < whole.end && whole.start < range.end);
    SyntaxError {
        span: if inside { whole } else { 0..text.len() },
        replacement: error.replacement.filter(|_| inside && !touched),
        ..error
    }
}

/// Where `at`, a position in the text with samples, is in the text as written; inside a sample that
/// is the start or the end of what it replaced.
fn original(at: usize, replaced: &[(Range<usize>, usize)], end: bool) -> usize {
    // `filled` and `written` are the ends of what has been passed in either text.
    let (mut filled, mut written) = (0, 0);
    for (range, sample) in replaced {
        let between = range.start - written;
        if at < filled + between || (end && at == filled + between) {
            break;
        }
        filled += between;
        if at < filled + sample || (end && at == filled + sample) {
            return if end { range.end } else { range.start };
        }
        filled += sample;
        written = range.end;
    }
    written + (at - filled)
}

impl Names {
    /// Applies `check` to a text that may embed expressions: see [`check_template`].
    ///
    /// # Errors
    ///
    /// Where what is embedded is malformed, and where no value makes the text valid.
    pub fn check_text<T>(
        &self,
        text: &str,
        language: Language,
        check: impl Fn(&str) -> Result<T, SyntaxError>,
    ) -> Result<Checked<T>, SyntaxError> {
        check_template(text, self.embedded(text)?, language, check)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::*;
    use crate::expression::Language::{JsonPath, Regex, XPath};
    use crate::expression::engine::{check_jsonpath, check_regex, check_xpath};

    #[test]
    fn constant_texts_are_checked_as_they_are() {
        let checked = check_text("$.a", JsonPath, check_jsonpath).unwrap();
        assert!(checked.info.singular && !checked.is_dynamic());
        assert!(check_text(r"^\d{2}$", Regex, check_regex).is_ok());
        assert!(check_text("(", Regex, check_regex).is_err());
    }

    #[test]
    fn texts_with_expressions_need_one_value_that_makes_them_valid() {
        for text in [
            "$[?@.id == {$inputs.id}]",
            "$[?@.id == '{$inputs.id}']",
            "$[{$inputs.field}]",
            "$.items[{$inputs.index}]",
        ] {
            assert!(
                check_text(text, JsonPath, check_jsonpath)
                    .unwrap()
                    .is_dynamic(),
                "{text}"
            );
        }
        assert!(
            check_text("^{$inputs.code}$", Regex, check_regex)
                .unwrap()
                .is_dynamic()
        );
        assert!(
            check_text("//pet[id = '{$inputs.id}']", XPath, check_xpath)
                .unwrap()
                .is_dynamic()
        );
    }

    #[test]
    fn a_value_is_one_literal() {
        for text in [
            "$.{$inputs.a}",
            "$.a{$inputs.a}",
            "$[1{$inputs.a}]",
            "$[{$inputs.a}{$inputs.b}]",
            "{$inputs.a}.b",
        ] {
            assert!(
                check_text(text, JsonPath, check_jsonpath).is_err(),
                "{text}"
            );
        }
        for text in [
            "//a{$inputs.a}",
            "//a[1{$inputs.a}]",
            "{$inputs.a}",
            "//{$inputs.a}b",
        ] {
            assert!(check_text(text, XPath, check_xpath).is_err(), "{text}");
        }
        for text in [
            "(?{$inputs.a}:x)",
            "(?<{$inputs.a}>x)",
            "\\{$inputs.a}",
            "\\p{{$inputs.a}}",
        ] {
            assert!(check_text(text, Regex, check_regex).is_err(), "{text}");
        }
    }

    #[test]
    fn a_literal_alone_selects_nothing() {
        for (language, text) in [(JsonPath, "{$inputs.a}"), (XPath, "{$inputs.a}")] {
            let error = check_text(text, language, |_| Ok(())).unwrap_err();
            assert_eq!(text.get(error.span), Some(text));
            assert!(
                error.message.contains("selects nothing"),
                "{}",
                error.message
            );
        }
        assert!(check_text("{$inputs.a} == $.b", JsonPath, |_| Ok(())).is_ok());
    }

    #[test]
    fn errors_are_placed_in_the_text_as_written() {
        let text = "//a[id = {$inputs.id}]/b == 'x{$inputs.y}'";
        let error = check_text(text, XPath, check_xpath).unwrap_err();
        assert_eq!(text.get(error.span.clone()), Some("=="));
        assert_eq!(error.replacement.as_deref(), Some("="));
        let text = "$[?{$inputs.a}{$inputs.b} = 1]";
        let error = check_text(text, JsonPath, check_jsonpath).unwrap_err();
        assert!(text.get(error.span).is_some());
        assert!(check_text("{$inputs.}", Regex, check_regex).is_err());
    }
}
