//! JSONPath in criteria and selectors: queries, and tests that were written where a query belongs.

use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    expression::{self, Expression, Language, Names, Quotes, Spanned, engine::JsonPathTest},
    load::Pointer,
    model::arazzo::{self, Engine, Text as Written},
    plan::{Read, Test, Text},
};

use super::{nonstandard, scope::Scope, workflow::WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    /// A criterion of type `jsonpath`: a query that must find something, or a test in its place.
    pub(super) fn jsonpath_test(
        &mut self,
        criterion: &arazzo::Criterion,
        kind: &arazzo::ExpressionType,
        context: Option<Read>,
        scope: &Scope,
    ) -> Option<Test> {
        let condition = &self.braced(&criterion.condition, scope)?;
        let text = self.jsonpath_text(condition, kind, scope)?;
        let written = match &text {
            Text::Constant(query) => query.as_str(),
            Text::Dynamic(_) => condition.text.as_str(),
        };
        self.warn_counted_ones(written, &condition.node, scope);
        let checked = self.names().check_text(
            written,
            Language::JsonPath,
            expression::engine::jsonpath_query,
        );
        let error = match checked {
            Ok(query) => return self.query_test(criterion, text, &query.info, context, scope),
            Err(error) => error,
        };
        if let Some(counting) = expression::engine::counting_query(written) {
            let standard = counting.standard.clone();
            let found = nonstandard::condition(&condition.node, counting.why, standard);
            if self.tolerate(found, scope) == Severity::Error {
                return None;
            }
            let node = &condition.node;
            let query = self.engine_text(&counting.standard, node, Language::JsonPath, scope)?;
            let context = context?;
            return Some(Test::JsonPathExists { query, context });
        }
        let Some(test) = expression::engine::jsonpath_test(written) else {
            let place = (written, &condition.node);
            self.syntax_error_in(Language::JsonPath.code(), place, error, scope);
            return None;
        };
        let found = standard_form(self.names(), &test, criterion, written);
        if self.tolerate(found, scope) == Severity::Error {
            return None;
        }
        let expression = self.test_text(&test, condition, scope)?;
        Some(Test::JsonPathHolds {
            expression,
            context: context?,
        })
    }

    /// The input or output that a JSONPath or JSON Pointer over all of them looks into, and the same looking into that.
    pub(super) fn member_of_all(
        &self,
        context: &arazzo::Text,
        query: &str,
        engine: Engine,
    ) -> Option<(String, String)> {
        let all = self.all_values(context.text.trim())?;
        let found = match engine {
            Engine::JsonPath if !query.contains("$inputs") => {
                expression::engine::within_member(query)?
            }
            Engine::JsonPointer => first_token(query)?,
            Engine::JsonPath | Engine::XPath => return None,
        };
        all.iter()
            .any(|(name, _)| *name == found.0)
            .then_some(found)
    }

    /// `context`, which stands for all inputs or outputs, read as the one called `name`: `standard` says the same.
    pub(super) fn member_context(
        &mut self,
        context: &arazzo::Text,
        name: &str,
        standard: &str,
        scope: &Scope,
    ) -> Option<Read> {
        let written = context.text.trim();
        let read_as = format!("read as `{written}.{name}`");
        let found = nonstandard::all_values(&context.node, written, read_as)
            .help(format!("the standard form is {standard}"));
        if self.tolerate(found, scope) == Severity::Error {
            return None;
        }
        let member = self.names().parse(&format!("{written}.{name}")).ok()?;
        self.read(&member, &[], &context.node, 0..context.text.len(), scope)
    }

    /// A JSONPath over all inputs or outputs, read as one over the one that it begins with.
    pub(super) fn member_test(
        &mut self,
        criterion: &arazzo::Criterion,
        (name, rest): &(String, String),
        scope: &Scope,
    ) -> Option<Test> {
        let context = criterion.context.as_ref()?;
        let base = format!("{}.{name}", context.text.trim());
        let input = self.names().parse(&base).ok()?;
        let test = expression::engine::jsonpath_test(rest);
        let form = test.as_ref().and_then(|test| test.simple(&input));
        let query = match &test {
            Some(test) => test.query(rest),
            None => Some(rest.clone()),
        };
        let standard = match (query, form) {
            (Some(query), _) => format!("`context: {base}` with `condition: {query}`"),
            (None, Some(form)) => {
                format!(
                    "the simple condition `{}`, without `context`",
                    form.condition
                )
            }
            (None, None) => format!("`context: {base}` with a query that looks into it"),
        };
        let context = self.member_context(context, name, &standard, scope)?;
        Some(match test {
            Some(test) => Test::JsonPathHolds {
                expression: Text::Constant(test.condition),
                context,
            },
            None => Test::JsonPathExists {
                query: Text::Constant(rest.clone()),
                context,
            },
        })
    }

    /// The logical expression of a tolerated test.
    pub(super) fn test_text(
        &mut self,
        test: &JsonPathTest,
        condition: &Written,
        scope: &Scope,
    ) -> Option<Text> {
        self.engine_text(&test.condition, &condition.node, Language::JsonPath, scope)
    }

    /// The text with braces around the expressions that stand in quotes without them: `'$inputs.name'` (decision D-62).
    pub(super) fn braced(&mut self, condition: &Written, scope: &Scope) -> Option<Written> {
        let Some(tolerated) = self.names().tolerated(&condition.text) else {
            return Some(condition.clone());
        };
        let is_quoted = |reference: &Spanned<Expression>| {
            let mut quotes = Quotes::default();
            quotes.pass(
                condition
                    .text
                    .get(..reference.span.start)
                    .unwrap_or_default(),
            );
            quotes.is_open()
        };
        let references = &tolerated.references;
        if references.is_empty() || !references.iter().all(is_quoted) {
            return Some(condition.clone());
        }
        for reference in references {
            // Nobody compares with such a text as it stands: a name that is not declared is reported as any other.
            let span = reference.span.clone();
            self.read(&reference.value, &[], &condition.node, span, scope)?;
        }
        let found = nonstandard::unbraced(&condition.node, &tolerated);
        (self.tolerate(found, scope) == Severity::Warning).then(|| Written {
            text: tolerated.standard,
            node: condition.node.clone(),
        })
    }

    /// The text of a JSONPath; a draft form is normalised.
    pub(super) fn jsonpath_text(
        &mut self,
        condition: &Written,
        kind: &arazzo::ExpressionType,
        scope: &Scope,
    ) -> Option<Text> {
        let text = self.engine_text(&condition.text, &condition.node, Language::JsonPath, scope)?;
        match (&text, kind.version.as_deref()) {
            (Text::Constant(query), Some(version)) if version.starts_with("draft-goessner") => {
                match expression::engine::normalise_draft(query) {
                    Ok(normal) => Some(Text::Constant(normal)),
                    Err(error) => {
                        self.syntax_error(Language::JsonPath.code(), &condition.node, error, scope);
                        None
                    }
                }
            }
            _ => Some(text),
        }
    }
}

/// The first token of a JSON Pointer, and the pointer behind it.
fn first_token(pointer: &str) -> Option<(String, String)> {
    let inside = pointer.strip_prefix('/')?;
    let (first, rest) = inside.split_at(inside.find('/').unwrap_or(inside.len()));
    // Only a run knows which one a value names.
    let name = Pointer::parse(&format!("/{first}")).filter(|_| !first.contains('{'))?;
    let name = name.tokens().next()?;
    Some((name, rest.to_owned()))
}

/// A test where a query belongs, read from `text`, and what to write instead.
fn standard_form(
    names: &Names,
    test: &JsonPathTest,
    criterion: &arazzo::Criterion,
    text: &str,
) -> Diagnostic {
    let condition = &criterion.condition;
    let found = Diagnostic::new(
        Code::JsonpathTest,
        &condition.node,
        "a JSONPath condition is a query: it holds when it finds a node, so a comparison stands inside a filter",
    )
    .label("a test, not a query")
    .note("read as the test, applied to the context itself");
    let found = match test
        .fixes
        .iter()
        .find(|fix| fix.replacement.contains("count"))
    {
        Some(fix) => found.note(fix.why),
        None => found,
    };
    // A query keeps `type` and `context` as they are, so that it can stand in the place of the test.
    if let Some(query) = test.query(text) {
        return found
            .help(format!("the standard form is the query `{query}`"))
            .suggest(query);
    }
    let written = criterion.context.as_ref().map(|context| &context.text);
    let context = written.and_then(|text| names.parse(text.trim()).ok());
    let Some(form) = context.and_then(|context| test.simple(&context)) else {
        return found.help("write a simple condition, or a filter that looks at the children of what stands before it");
    };
    let form_of = if form.counts {
        "a simple condition, which looks for elements instead of counting them,"
    } else {
        "a simple condition"
    };
    let found = found.help(format!(
        "the standard form is {form_of} without `type` and `context`: `{}`",
        form.condition
    ));
    if form.nulls {
        return found.note("a simple condition takes what is missing for `null`");
    }
    found
}
