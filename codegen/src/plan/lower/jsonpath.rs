//! JSONPath in criteria and selectors: queries, and tests that were written where a query belongs.

use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    expression::Language,
    load::Node,
    model::{
        arazzo::{self, Text as Written},
        texts::{self, Counting, Member, Query},
    },
    plan::{Read, Test, Text},
};

use super::{nonstandard, scope::Scope, workflow_builder::WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    /// A criterion of type `jsonpath`: a query that must find something, or a test in its place.
    pub(super) fn jsonpath_test(
        &mut self,
        criterion: &arazzo::Criterion,
        query: &Query,
        context: Option<Read>,
        scope: &Scope,
    ) -> Option<Test> {
        let node = &criterion.condition.node;
        let path = query.path.as_ref()?;
        self.braced(query, node, scope)?;
        let text = self.jsonpath_text(query, node, scope)?;
        let written = match &text {
            Text::Constant(query) => query.as_str(),
            Text::Dynamic(_) => query.given.text.as_str(),
        };
        self.warn_counted_ones(path, written, node, scope);
        let error = match &path.read {
            Ok(_) => return self.query_test(criterion, (text, path), context, scope),
            Err(error) => error.clone(),
        };
        if let Some(Counting { tolerated, given }) = &path.counting {
            let standard = tolerated.standard.clone();
            let found = nonstandard::condition(node, tolerated.why, standard);
            if self.tolerate(found, scope) == Severity::Error {
                return None;
            }
            let query = self.engine_text(given, node, Language::JsonPath, scope)?;
            let context = context?;
            return Some(Test::JsonPathExists { query, context });
        }
        let Some(test) = &path.test else {
            let place = (written, node);
            self.syntax_error_in(Language::JsonPath.code(), place, error, scope);
            return None;
        };
        if self.tolerate(standard_form(test, node), scope) == Severity::Error {
            return None;
        }
        let expression = self.engine_text(&test.given, node, Language::JsonPath, scope)?;
        Some(Test::JsonPathHolds {
            expression,
            context: context?,
        })
    }

    /// `context`, which stands for all inputs or outputs, read as one of them: `standard` says the same.
    pub(super) fn member_context<T>(
        &mut self,
        context: &Written,
        member: &Member<T>,
        standard: &str,
        scope: &Scope,
    ) -> Option<Read> {
        let (written, name) = (context.text.trim(), &member.name);
        let read_as = format!("read as `{written}.{name}`");
        let found = nonstandard::all_values(&context.node, written, read_as)
            .help(format!("the standard form is {standard}"));
        if self.tolerate(found, scope) == Severity::Error {
            return None;
        }
        let member = member.expression.as_ref()?;
        self.read(member, &[], &context.node, 0..context.text.len(), scope)
    }

    /// A JSONPath over all inputs or outputs, read as one over the one that it begins with.
    pub(super) fn member_test(
        &mut self,
        criterion: &arazzo::Criterion,
        member: &Member<Query>,
        scope: &Scope,
    ) -> Option<Test> {
        let context = criterion.context.as_ref()?;
        let base = format!("{}.{}", context.text.trim(), member.name);
        let rest = &member.query.given.text;
        let test = member.query.path.as_ref()?.test.as_ref();
        let form = test.and_then(|test| test.simple.as_ref());
        let query = match test {
            Some(test) => test.query.as_ref(),
            None => Some(rest),
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
        let context = self.member_context(context, member, &standard, scope)?;
        Some(match test {
            Some(test) => Test::JsonPathHolds {
                expression: Text::Constant(test.test.condition.clone()),
                context,
            },
            None => Test::JsonPathExists {
                query: Text::Constant(rest.clone()),
                context,
            },
        })
    }

    /// Reports expressions that stand in quotes without braces: `'$inputs.name'` (decision D-62).
    pub(super) fn braced(&mut self, query: &Query, node: &Node, scope: &Scope) -> Option<()> {
        let Some(tolerated) = &query.braced else {
            return Some(());
        };
        for reference in &tolerated.references {
            // Nobody compares with such a text as it stands: a name that is not declared is reported as any other.
            let span = reference.span.clone();
            self.read(&reference.value, &[], node, span, scope)?;
        }
        let found = nonstandard::unbraced(node, tolerated);
        (self.tolerate(found, scope) == Severity::Warning).then_some(())
    }

    /// The text of a JSONPath; a draft form is normalised.
    pub(super) fn jsonpath_text(
        &mut self,
        query: &Query,
        node: &Node,
        scope: &Scope,
    ) -> Option<Text> {
        let text = self.engine_text(&query.given, node, Language::JsonPath, scope)?;
        match &query.path.as_ref()?.normal {
            Some(Ok(normal)) => Some(Text::Constant(normal.clone())),
            Some(Err(error)) => {
                self.syntax_error(Language::JsonPath.code(), node, error.clone(), scope);
                None
            }
            None => Some(text),
        }
    }
}

/// A test where a query belongs, and what to write instead.
fn standard_form(test: &texts::Test, node: &Node) -> Diagnostic {
    let found = Diagnostic::new(
        Code::JsonpathTest,
        node,
        "a JSONPath condition is a query: it holds when it finds a node, so a comparison stands inside a filter",
    )
    .label("a test, not a query")
    .note("read as the test, applied to the context itself");
    let mut fixes = test.test.fixes.iter();
    let found = match fixes.find(|fix| fix.replacement.contains("count")) {
        Some(fix) => found.note(fix.why),
        None => found,
    };
    // A query keeps `type` and `context` as they are, so that it can stand in the place of the test.
    if let Some(query) = &test.query {
        return found
            .help(format!("the standard form is the query `{query}`"))
            .suggest(query);
    }
    let Some(form) = &test.simple else {
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
