//! Criteria become tests of the emitted code.

use std::ops::Range;

use serde_json::{Number, Value as Json};

use crate::{
    diagnostic::{Diagnostic, Severity},
    expression::{
        self, Comparison, Condition, Expression, OperandKind, SyntaxError, Template,
        TemplatePart as Syntax,
    },
    load::Node,
    model::arazzo::{self, CriterionKind, Engine, Text as Written},
    plan::{Criterion, Operand, Origin, Read, TemplatePart, Test, Text},
    types::Shape,
};

use super::{scope::Scope, workflow::WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    /// Criteria in order; those that cannot be understood were reported and are left out.
    pub(super) fn criteria(
        &mut self,
        criteria: &[arazzo::Criterion],
        scope: &Scope,
    ) -> Vec<Criterion> {
        criteria
            .iter()
            .filter_map(|criterion| {
                let test = self.test(criterion, scope)?;
                Some(Criterion {
                    test,
                    text: criterion.condition.text.trim().to_owned(),
                })
            })
            .collect()
    }

    fn test(&mut self, criterion: &arazzo::Criterion, scope: &Scope) -> Option<Test> {
        match &criterion.kind {
            CriterionKind::Simple => self.simple(&criterion.condition, scope),
            CriterionKind::Regex => {
                let context = self.context(criterion, scope)?;
                let pattern = self.engine_text(&criterion.condition, scope)?;
                if let Text::Constant(text) = &pattern {
                    self.engine_checked(
                        "invalid-regex",
                        &criterion.condition.node,
                        expression::engine::check_regex(text),
                        scope,
                    )?;
                }
                Some(Test::Regex { pattern, context })
            }
            CriterionKind::Engine(kind) => {
                let context = self.context(criterion, scope)?;
                match kind.engine {
                    Engine::JsonPath => {
                        self.jsonpath_test(&criterion.condition, kind, context, scope)
                    }
                    Engine::XPath => {
                        let expression = self.engine_text(&criterion.condition, scope)?;
                        if let Text::Constant(text) = &expression {
                            let checked = expression::engine::check_xpath(text);
                            self.engine_checked(
                                "invalid-xpath",
                                &criterion.condition.node,
                                checked,
                                scope,
                            )?;
                        }
                        Some(Test::XPath {
                            expression,
                            context,
                        })
                    }
                    Engine::JsonPointer => {
                        self.report(
                            Diagnostic::error(
                                "invalid-value",
                                &kind.node,
                                "a criterion cannot be of type `jsonpointer`",
                            )
                            .help("use `jsonpath`, or a simple condition with `$response.body#/…`"),
                            scope,
                        );
                        None
                    }
                }
            }
        }
    }

    /// `context`, which regex, jsonpath and xpath criteria need; its absence was reported by the reader.
    fn context(&mut self, criterion: &arazzo::Criterion, scope: &Scope) -> Option<Read> {
        let context = criterion.context.as_ref()?;
        self.expression_at(&context.node, scope)
    }

    fn simple(&mut self, text: &Written, scope: &Scope) -> Option<Test> {
        match expression::condition(&text.text) {
            Ok(condition) => self.condition(&condition, &text.node, scope),
            Err(error) => {
                let Some(tolerated) = expression::tolerated_condition(&text.text) else {
                    self.syntax_error("invalid-condition", &text.node, error, scope);
                    return None;
                };
                self.tolerate(
                    Diagnostic::warning("nonstandard-condition", &text.node, tolerated.why)
                        .help(format!("the standard form is `{}`", tolerated.standard))
                        .fix(tolerated.standard.clone()),
                    scope,
                );
                let condition = expression::condition(&tolerated.standard).ok()?;
                self.condition(&condition, &text.node, scope)
            }
        }
    }

    fn condition(&mut self, condition: &Condition, node: &Node, scope: &Scope) -> Option<Test> {
        Some(match condition {
            Condition::And(left, right) => {
                let (left, right) = (
                    self.condition(left, node, scope),
                    self.condition(right, node, scope),
                );
                Test::And(Box::new(left?), Box::new(right?))
            }
            Condition::Or(left, right) => {
                let (left, right) = (
                    self.condition(left, node, scope),
                    self.condition(right, node, scope),
                );
                Test::Or(Box::new(left?), Box::new(right?))
            }
            Condition::Not(inner) => Test::Not(Box::new(self.condition(inner, node, scope)?)),
            Condition::Truthy(operand) => {
                let found = self.operand(operand, node, scope)?;
                self.warn_truthy(&found, operand.span.clone(), node, scope);
                Test::Truthy(found)
            }
            Condition::Compare(left, comparison, right) => {
                let (left, right) = (
                    self.operand(left, node, scope),
                    self.operand(right, node, scope),
                );
                compare(left?, *comparison, right?)
            }
        })
    }

    /// Decision D-11: what counts as true is ours to say unless the value is a boolean.
    fn warn_truthy(&mut self, operand: &Operand, span: Range<usize>, node: &Node, scope: &Scope) {
        let Operand::Read(read) = operand else {
            return;
        };
        if read.ty.shape == Shape::Bool {
            return;
        }
        self.report(
            Diagnostic::warning(
                "truthy-operand",
                node.within(span),
                format!("`{}` is not known to be a boolean", read.text),
            )
            .label("holds unless it is false, null, absent, 0, '', [] or {}")
            .help("compare it with something"),
            scope,
        );
    }

    fn operand(
        &mut self,
        operand: &expression::Operand,
        node: &Node,
        scope: &Scope,
    ) -> Option<Operand> {
        Some(match &operand.kind {
            OperandKind::Null => Operand::Null,
            OperandKind::Bool(value) => Operand::Bool(*value),
            OperandKind::Number(value) => Operand::Number(value.clone()),
            OperandKind::Text(value) => Operand::Text(value.clone()),
            OperandKind::Expression(expression) => Operand::Read(self.read(
                expression,
                &operand.access,
                node,
                operand.span.clone(),
                scope,
            )?),
        })
    }

    fn jsonpath_test(
        &mut self,
        condition: &Written,
        kind: &arazzo::ExpressionType,
        context: Read,
        scope: &Scope,
    ) -> Option<Test> {
        let text = self.jsonpath_text(condition, kind, scope)?;
        let written = match &text {
            Text::Constant(query) => query.as_str(),
            Text::Dynamic(_) => condition.text.as_str(),
        };
        let checked = expression::engine::check_text(written, expression::engine::check_jsonpath);
        let Err(error) = checked else {
            return Some(Test::JsonPathExists {
                query: text,
                context,
            });
        };
        match expression::engine::jsonpath_test(written) {
            Some(test) => {
                let standard = format!("$[?{}]", test.condition);
                let found = Diagnostic::warning(
                    "jsonpath-test",
                    &condition.node,
                    "a JSONPath condition is a query: it holds when it finds a node, so a comparison stands inside a filter",
                )
                .label("a test, not a query")
                .note("read as the test, applied to the context itself")
                .help(format!(
                    "a filter applies to the children of the context: `{standard}`; or write a simple condition"
                ));
                if self.tolerate(found, scope) == Severity::Error {
                    return None;
                }
                let expression = self.test_text(&test, condition, scope)?;
                Some(Test::JsonPathHolds {
                    expression,
                    context,
                })
            }
            None => {
                self.syntax_error("invalid-jsonpath", &condition.node, error, scope);
                None
            }
        }
    }

    /// The logical expression of a tolerated test; what is embedded in it stands for whole values.
    fn test_text(
        &mut self,
        test: &expression::engine::JsonPathTest,
        condition: &Written,
        scope: &Scope,
    ) -> Option<Text> {
        if test.values.is_empty() {
            return Some(Text::Constant(test.condition.clone()));
        }
        let mut parts = Vec::new();
        let mut done = 0;
        for value in &test.values {
            // The spans exclude the braces.
            let text = test.condition.get(done..value.span.start.saturating_sub(1));
            parts.push(TemplatePart::Text(text.unwrap_or_default().to_owned()));
            let length = condition.text.len();
            let read = self.read(&value.value, &[], &condition.node, 0..length, scope)?;
            parts.push(TemplatePart::Json(read));
            done = value.span.end + 1;
        }
        let rest = test.condition.get(done..).unwrap_or_default();
        parts.push(TemplatePart::Text(rest.to_owned()));
        Some(Text::Dynamic(parts))
    }

    /// The text of a JSONPath; a draft form is normalised.
    pub(super) fn jsonpath_text(
        &mut self,
        condition: &Written,
        kind: &arazzo::ExpressionType,
        scope: &Scope,
    ) -> Option<Text> {
        let text = self.engine_text(condition, scope)?;
        match (&text, kind.version.as_deref()) {
            (Text::Constant(query), Some(version)) if version.starts_with("draft-goessner") => {
                match expression::engine::normalise_draft(query) {
                    Ok(normal) => Some(Text::Constant(normal)),
                    Err(error) => {
                        self.syntax_error("invalid-jsonpath", &condition.node, error, scope);
                        None
                    }
                }
            }
            _ => Some(text),
        }
    }

    /// Text for an engine, constant unless something is embedded in it.
    pub(super) fn engine_text(&mut self, text: &Written, scope: &Scope) -> Option<Text> {
        match expression::embedded(&text.text) {
            Ok(Template::Parts(parts))
                if parts
                    .iter()
                    .any(|part| matches!(part, Syntax::Expression(_))) =>
            {
                Some(Text::Dynamic(
                    self.template_parts(&parts, &text.node, scope)?,
                ))
            }
            Ok(_) => Some(Text::Constant(text.text.clone())),
            Err(error) => {
                self.syntax_error("invalid-expression", &text.node, error, scope);
                None
            }
        }
    }

    pub(super) fn engine_checked<T>(
        &mut self,
        code: &'static str,
        node: &Node,
        checked: Result<T, SyntaxError>,
        scope: &Scope,
    ) -> Option<T> {
        checked
            .map_err(|error| self.syntax_error(code, node, error, scope))
            .ok()
    }

    /// Reports a syntax error inside the string at `node`.
    pub(super) fn syntax_error(
        &mut self,
        code: &'static str,
        node: &Node,
        error: SyntaxError,
        scope: &Scope,
    ) {
        let span: Range<usize> = error.span;
        let place = if span.is_empty() {
            node.place()
        } else {
            node.within(span)
        };
        let mut found = Diagnostic::error(code, place, error.message);
        if let Some(help) = error.help {
            found = found.help(help);
        }
        if let Some(replacement) = error.replacement {
            found = found.suggest(replacement);
        }
        self.report(found, scope);
    }
}

/// A comparison; the status against a whole number in range becomes a plain one.
fn compare(left: Operand, comparison: Comparison, right: Operand) -> Test {
    let status = |operand: &Operand| matches!(operand, Operand::Read(read) if read.origin == Origin::StatusCode && read.access.is_empty());
    let number = |operand: &Operand| match operand {
        Operand::Number(number) => small(number),
        _ => None,
    };
    if status(&left)
        && let Some(code) = number(&right)
    {
        return Test::Status(comparison, code);
    }
    if status(&right)
        && let Some(code) = number(&left)
    {
        return Test::Status(mirrored(comparison), code);
    }
    Test::Compare(left, comparison, right)
}

fn small(number: &Number) -> Option<u16> {
    Json::Number(number.clone())
        .as_u64()
        .and_then(|value| u16::try_from(value).ok())
}

fn mirrored(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        same => same,
    }
}

impl Expression {
    /// Whether the expression reads the exchange of the step it stands in.
    pub fn reads_exchange(&self) -> bool {
        matches!(
            self,
            Self::Url | Self::Method | Self::StatusCode | Self::Request(_) | Self::Response(_)
        )
    }
}
