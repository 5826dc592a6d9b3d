//! Criteria become tests of the emitted code.

use std::ops::Range;

use serde_json::{Number, Value as Json};

use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    expression::{self, Comparison, Condition, Language, OperandKind},
    load::Node,
    model::{
        arazzo::{self, CriterionKind, Engine, Text as Written},
        faults,
        texts::Query,
    },
    plan::{Criterion, Operand, Origin, Read, Test},
    types::Shape,
};

use super::{nonstandard, scope::Scope, workflow_builder::WorkflowBuilder};

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
                let written = criterion.condition.text.trim();
                let text = match (&criterion.kind, &criterion.context) {
                    (CriterionKind::Json(value), Some(context)) => {
                        format!("{} == {value}", context.text)
                    }
                    _ => written.to_owned(),
                };
                Some(Criterion { test, text })
            })
            .collect()
    }

    /// The context is needed last, so that what is wrong with the condition is told whatever is wrong with that.
    fn test(&mut self, criterion: &arazzo::Criterion, scope: &Scope) -> Option<Test> {
        match &criterion.kind {
            CriterionKind::Simple => self.simple(&criterion.condition, scope),
            CriterionKind::Json(value) => self.equals(criterion, value, scope),
            CriterionKind::Regex => {
                let context = self.context(criterion, scope);
                let node = &criterion.condition.node;
                let query = self.texts().query(node)?;
                let pattern = self.engine_text(&query.given, node, Language::Regex, scope)?;
                self.warn_flags(query, node, scope)?;
                self.check_engine_text(query, node, Language::Regex, scope)?;
                Some(Test::Regex {
                    pattern,
                    context: context?,
                })
            }
            CriterionKind::Engine(kind) => {
                let node = &criterion.condition.node;
                let query = self.texts().query(node);
                if let Some(member) = query.and_then(|query| query.member.as_ref())
                    && let Some(context) = &criterion.context
                    && self.is_member(context, &member.name)
                {
                    return self.member_test(criterion, member, scope);
                }
                let context = self.context(criterion, scope);
                match kind.engine {
                    Engine::JsonPath => {
                        let context =
                            context.map(|context| self.structured_context(context, node, scope));
                        self.jsonpath_test(criterion, query?, context, scope)
                    }
                    Engine::XPath => {
                        let expression =
                            self.checked_engine_text(query?, node, Language::XPath, scope)?;
                        Some(Test::XPath {
                            expression,
                            context: context?,
                        })
                    }
                    Engine::JsonPointer => {
                        self.report(
                            faults::invalid_value(
                                kind.node.place(),
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

    /// Flags at the beginning of a pattern hold for all of it (decision D-61), with a warning; `None` where that is an error.
    fn warn_flags(&mut self, query: &Query, node: &Node, scope: &Scope) -> Option<()> {
        let Some(standard) = query.flags.clone() else {
            return Some(());
        };
        let text = node.as_str().unwrap_or_default();
        let flags: String = text.split_inclusive(')').take(1).collect();
        let message = format!(
            "`{flags}` is not part of ECMA-262, whose flags belong to a group: read as flags of the whole pattern"
        );
        let found = nonstandard::condition(node, message, standard);
        (self.tolerate(found, scope) == Severity::Warning).then_some(())
    }

    /// `context`, which regex, jsonpath and xpath criteria need; its absence was reported by the reader.
    fn context(&mut self, criterion: &arazzo::Criterion, scope: &Scope) -> Option<Read> {
        let context = criterion.context.as_ref()?;
        self.expression_at(&context.node, scope)
    }

    /// A JSON object or array as a simple condition: the context equals it.
    fn equals(
        &mut self,
        criterion: &arazzo::Criterion,
        value: &Json,
        scope: &Scope,
    ) -> Option<Test> {
        let condition = &criterion.condition.node;
        let found = nonstandard::literal_condition(condition);
        let refused = self.tolerate(found, scope) == Severity::Error;
        let context = self.context(criterion, scope)?;
        let expected = Operand::Json(value.clone());
        (!refused).then(|| Test::Compare(Operand::Read(context), Comparison::Equal, expected))
    }

    fn simple(&mut self, text: &Written, scope: &Scope) -> Option<Test> {
        let simple = self.texts().condition(&text.node)?;
        if simple.read.is_err() {
            let tolerated = simple.tolerated.as_ref()?;
            let (why, standard) = (tolerated.why, tolerated.standard.clone());
            self.tolerate(nonstandard::condition(&text.node, why, standard), scope);
        }
        let elaborated = self.builder.elaborated;
        let condition = elaborated.condition(self.id, scope.step?, &text.node)?;
        self.condition(condition, &text.node, scope)
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
            Diagnostic::new(
                Code::TruthyOperand,
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
        return Test::Status(comparison.mirrored(), code);
    }
    Test::Compare(left, comparison, right)
}

fn small(number: &Number) -> Option<u16> {
    Json::Number(number.clone())
        .as_u64()
        .and_then(|value| u16::try_from(value).ok())
}
