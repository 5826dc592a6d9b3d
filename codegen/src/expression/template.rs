//! What a string in a value position means: data, one expression, or text with embedded expressions.

use std::ops::Range;

use super::{
    Expression, Spanned, SyntaxError, Template, TemplatePart, fix::Deviations, names::Names,
    parse::within, roots::known_root,
};

/// Reads a string in a value position: see [`Names::template`].
pub(super) fn read(names: &Names, text: &str) -> Result<Template, SyntaxError> {
    if ["$url", "$method", "$statusCode", "$self", "$inputs"].contains(&text)
        || known_root(text).is_some()
    {
        let (value, _) = within(names, text, 0..text.len(), Deviations::Refuse)?;
        return Ok(Template::Whole(Spanned {
            value,
            span: 0..text.len(),
        }));
    }
    embedded_with(names, text, &mut Deviations::Refuse)
}

/// Reads embedded expressions, whose deviations are refused or collected.
pub(super) fn embedded_with(
    names: &Names,
    text: &str,
    deviations: &mut Deviations,
) -> Result<Template, SyntaxError> {
    let mut parts = Vec::new();
    let mut done = 0;
    while let Some((open, close)) = next_embedded(text, done)? {
        push_text(&mut parts, text.get(done..open));
        let inner = open + 1..close;
        let (value, fixes) = within(names, text, inner.clone(), deviations.fresh())
            .map_err(|error| visible(error, &inner))?;
        deviations.extend(fixes);
        parts.push(TemplatePart::Expression(Spanned { value, span: inner }));
        done = close + 1;
    }
    if parts.is_empty() {
        return Ok(Template::Literal(text.to_owned()));
    }
    push_text(&mut parts, text.get(done..));
    Ok(Template::Parts(parts))
}

/// An expression that ends too early lacks something at an empty place: the expression is shown instead.
fn visible(error: SyntaxError, inner: &Range<usize>) -> SyntaxError {
    if error.span.is_empty() && error.replacement.is_none() {
        let span = inner.clone();
        return SyntaxError { span, ..error };
    }
    error
}

/// The next `{$…}` from `from` on: the positions of its braces.
fn next_embedded(text: &str, from: usize) -> Result<Option<(usize, usize)>, SyntaxError> {
    let Some(open) = find(text, "{$", from) else {
        return Ok(None);
    };
    let Some(close) = find(text, "}", open) else {
        let end = text
            .get(open..)
            .and_then(|rest| rest.lines().next())
            .map_or(text.len(), |line| open + line.len());
        return Err(
            SyntaxError::new(open..end, "this embedded expression is not closed")
                .help("write `}` after the expression"),
        );
    };
    if close == open + 2 {
        return Err(SyntaxError::new(
            open..close + 1,
            "this embedded expression is empty",
        ));
    }
    Ok(Some((open, close)))
}

pub(super) fn find(text: &str, what: &str, from: usize) -> Option<usize> {
    text.get(from..)?.find(what).map(|at| from + at)
}

fn push_text(parts: &mut Vec<TemplatePart>, text: Option<&str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        parts.push(TemplatePart::Text(text.to_owned()));
    }
}

impl Template {
    /// The expressions of this template with their bytes, from left to right.
    pub fn expressions(&self) -> Vec<&Spanned<Expression>> {
        match self {
            Self::Literal(_) => Vec::new(),
            Self::Whole(expression) => vec![expression],
            Self::Parts(parts) => parts
                .iter()
                .filter_map(|part| match part {
                    TemplatePart::Text(_) => None,
                    TemplatePart::Expression(expression) => Some(expression),
                })
                .collect(),
        }
    }
}

impl Names {
    /// Reads a string in a value position (decisions D-07 and D-08).
    ///
    /// A string that is exactly one expression is that expression. Any `{$…}` embeds one, and the first `}` closes
    /// it. Everything else is data, braces and dollar signs included.
    ///
    /// # Errors
    ///
    /// Where the string begins with a known root and `.` without being an expression, and where what is embedded
    /// is empty, malformed or not closed.
    pub fn template(&self, text: &str) -> Result<Template, SyntaxError> {
        read(self, text)
    }

    /// Reads a string in which expressions count only where they are embedded as `{$…}`, such as the condition of
    /// a `regex`, `jsonpath` or `xpath` criterion. Never gives [`Template::Whole`].
    ///
    /// # Errors
    ///
    /// Where what is embedded is empty, malformed or not closed.
    pub fn embedded(&self, text: &str) -> Result<Template, SyntaxError> {
        embedded_with(self, text, &mut Deviations::Refuse)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::{embedded, template};

    fn literal(text: &str) {
        assert_eq!(template(text), Ok(Template::Literal(text.to_owned())));
    }

    #[test]
    fn data_that_looks_like_an_expression_stays_data() {
        for text in [
            "",
            "hello",
            "$5.00",
            "$.items[*]",
            "$ref",
            "$urls",
            "$workflow.a.outputs.b",
            "price: $inputs",
            "{a: 1}",
            "{ $inputs.a }",
            "query($id: ID!) { node(id: $id) { id } }",
        ] {
            literal(text);
        }
    }

    #[test]
    fn a_whole_expression_keeps_its_type() {
        let Ok(Template::Whole(whole)) = template("$inputs.name") else {
            panic!("not a whole expression");
        };
        assert_eq!(whole.span, 0..12);
        assert!(matches!(
            template("$statusCode"),
            Ok(Template::Whole(Spanned {
                value: Expression::StatusCode,
                ..
            }))
        ));
    }

    #[test]
    fn a_known_root_that_does_not_parse_is_an_error() {
        for (text, span) in [
            ("$response.bdy", 10..13),
            ("$inputs.", 8..8),
            ("$inputs.a b", 9..10),
            ("$url.x", 4..5),
            ("$steps.a.outputs", 16..16),
            ("$inputs.a\n", 9..10),
        ] {
            let error = template(text).unwrap_err();
            assert_eq!(error.span, span, "{text}: {error}");
        }
    }

    #[test]
    fn expressions_are_embedded_several_times() {
        let text = "a {$inputs.x}{$steps.s.outputs.o#/p} {b}";
        let template = template(text).unwrap();
        let spans: Vec<_> = template
            .expressions()
            .iter()
            .map(|expression| text.get(expression.span.clone()).unwrap())
            .collect();
        assert_eq!(spans, ["$inputs.x", "$steps.s.outputs.o#/p"]);
        assert_eq!(template.to_string(), text);
    }

    #[test]
    fn the_first_brace_closes() {
        let Ok(Template::Parts(parts)) = template("{$response.body#/a}b}") else {
            panic!("not embedding");
        };
        assert_eq!(parts.last(), Some(&TemplatePart::Text("b}".to_owned())));
    }

    #[test]
    fn embedded_nonsense_is_an_error_with_its_place() {
        for (text, span, message) in [
            ("a{$}", 1..4, "empty"),
            ("a{$inputs.}", 2..10, "the name of an input"),
            ("a{$inputs.b\nc", 1..11, "not closed"),
            ("a{$nope.b}", 2..7, "no runtime expression"),
            ("a{$inputs.b c}", 11..12, "white space"),
        ] {
            let error = template(text).unwrap_err();
            assert_eq!(error.span, span, "{text}: {error}");
            assert!(error.message.contains(message), "{text}: {error}");
        }
    }

    #[test]
    fn conditions_of_engines_are_never_whole_expressions() {
        let text = "$response.x";
        assert_eq!(embedded(text), Ok(Template::Literal(text.to_owned())));
    }
}
