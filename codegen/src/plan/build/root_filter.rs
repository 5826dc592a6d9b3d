//! JSONPath queries as criteria, above all those that are nothing but a filter: `$[?@.status == 'done']` (decision D-64).

use crate::{
    check::root_filter::{Context, Root, root},
    diagnostic::{Diagnostic, Severity},
    expression::{
        self, Expression,
        engine::query::{Logical, Path},
    },
    load::Node,
    model::arazzo,
    plan::{Read, Test, Text},
};

use super::{
    scope::{At, Scope},
    success::success_of,
    workflow::WorkflowBuilder,
};

impl WorkflowBuilder<'_, '_> {
    /// A criterion that is a query of RFC 9535: it holds if it finds something.
    pub(super) fn query_test(
        &mut self,
        criterion: &arazzo::Criterion,
        text: Text,
        query: &Path,
        context: Option<Read>,
        scope: &Scope,
    ) -> Option<Test> {
        let written = criterion
            .context
            .as_ref()
            .map(|context| context.text.trim());
        let expression = written.and_then(|text| self.names().parse(text).ok());
        if let (Some(filter), Some(expression)) = (query.root_filter(), expression) {
            match self.tested_by(filter, &expression, scope) {
                Root::List => {}
                Root::Members => self.warn_members(&criterion.condition.node, scope),
                Root::Object => {
                    return self.object_test(criterion, &expression, context, scope);
                }
            }
        }
        let context = context?;
        let node = &criterion.condition.node;
        if matches!(text, Text::Constant(_))
            && let Some(found) = self.narrowed_by(&context, query, node, scope)
        {
            return Some(Test::Exists(found));
        }
        Some(Test::JsonPathExists {
            query: text,
            context,
        })
    }

    fn tested_by(&self, filter: &Logical, expression: &Expression, scope: &Scope) -> Root {
        let Some(index) = scope.step else {
            return Root::List;
        };
        let step = self.resolved.steps.get(index);
        let step = step.and_then(|step| self.model()?.steps.get(step.index));
        let statuses: Vec<u16> = match (step, scope.at) {
            (Some(step), At::Criteria | At::SuccessAction) => success_of(step, self.names()),
            _ => (100..600).collect(),
        };
        let context = Context {
            world: self.builder.world,
            documents: self.builder.documents(),
            workflow: self.id,
            step: index,
            statuses: &statuses,
        };
        root(&context, expression, filter)
    }

    fn warn_members(&mut self, node: &Node, scope: &Scope) {
        let found = Diagnostic::warning(
            "root-filter",
            node,
            "a filter at the root tests the elements of a list, or the values of an object's members, never the root itself",
        )
        .label("the root may be an object")
        .help("for a condition on the object itself write a simple condition: `$response.body#/NAME == 'VALUE'`");
        self.report(found, scope);
    }

    /// The filter applied to the object itself.
    fn object_test(
        &mut self,
        criterion: &arazzo::Criterion,
        object: &Expression,
        context: Option<Read>,
        scope: &Scope,
    ) -> Option<Test> {
        let condition = &criterion.condition;
        let filter = expression::engine::root_filter_text(&condition.text)?;
        let test = expression::engine::jsonpath_test(filter)?;
        let found = Diagnostic::warning(
            "root-filter",
            &condition.node,
            "a filter at the root tests the values of an object's members, and these have no such names",
        )
        .label("read as a test of the object at the root")
        .help(match test.simple(object) {
            Some(form) => format!(
                "the standard form is a simple condition, without `type` and `context`: `{}`",
                form.condition
            ),
            None => "write a simple condition, without `type` and `context`".to_owned(),
        });
        if self.tolerate(found, scope) == Severity::Error {
            return None;
        }
        let expression = self.test_text(&test, condition, scope)?;
        Some(Test::JsonPathHolds {
            expression,
            context: context?,
        })
    }

    /// Warns of `count(@.pets)`: a query of one node, which is there or not.
    pub(super) fn warn_counted_ones(&mut self, text: &str, node: &Node, scope: &Scope) {
        let Some(path) = expression::engine::counted_one(text) else {
            return;
        };
        let found = Diagnostic::warning(
            "counted-node",
            node.within(path.clone()),
            "`count()` of a query that selects one node at most is 0 or 1",
        )
        .label("selects one node, or none");
        let meant = text.get(path).map(|path| format!("{path}[*]"));
        let found = match meant {
            Some(meant) => found
                .help(format!("the number of elements is `count({meant})`"))
                .suggest(meant),
            None => found,
        };
        self.report(found, scope);
    }
}
