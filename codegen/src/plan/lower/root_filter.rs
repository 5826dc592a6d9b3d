//! JSONPath queries as criteria, above all those that are nothing but a filter: `$[?@.status == 'done']` (decision D-64).

use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    elaborate::{
        known::Point,
        root_filter::{Root, root},
    },
    expression::{Expression, Language, engine::query::Logical},
    load::Node,
    model::{
        arazzo,
        texts::{self, JsonPath},
    },
    plan::{Read, Test, Text},
};

use super::{
    scope::{At, Scope},
    workflow_builder::WorkflowBuilder,
};

impl<'a> WorkflowBuilder<'_, 'a> {
    /// A criterion that is a query of RFC 9535: it holds if it finds something.
    pub(super) fn query_test(
        &mut self,
        criterion: &arazzo::Criterion,
        (text, path): (Text, &JsonPath),
        context: Option<Read>,
        scope: &Scope,
    ) -> Option<Test> {
        let query = path.read.as_ref().ok()?;
        let written = criterion.context.as_ref();
        let expression = written.and_then(|context| self.context_expression(&context.node));
        if let (Some(filter), Some(expression)) = (query.leading_filter(), expression) {
            const INSTEAD: &str = "for a condition on the object itself write a simple condition: `$response.body#/NAME == 'VALUE'`";
            match self.tested_by(filter, expression, scope) {
                Root::List => {}
                // With something behind it the filter is hardly one of the root itself.
                Root::Unknown if !query.is_one_segment() => {}
                Root::Object if query.is_one_segment() => {
                    let node = &criterion.condition.node;
                    return self.object_test(path.filter.as_ref()?, node, context, scope);
                }
                Root::Members | Root::Object | Root::Unknown => {
                    self.warn_members(&criterion.condition.node, INSTEAD, scope);
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

    /// Warns where the filter of a selector is applied to an object: there is no other reading of it. What nothing is known of
    /// is rather a list.
    pub(super) fn check_selected(
        &mut self,
        context: &Node,
        (query, node): (&JsonPath, &Node),
        scope: &Scope,
    ) {
        const INSTEAD: &str = "`$.NAME` is a member of the object itself";
        let Ok(path) = &query.read else {
            return;
        };
        let expression = self.context_expression(context);
        if let (Some(filter), Some(expression)) = (path.leading_filter(), expression)
            && let Root::Members | Root::Object = self.tested_by(filter, expression, scope)
        {
            self.warn_members(node, INSTEAD, scope);
        }
    }

    /// The expression that a context is as the standard has it.
    fn context_expression(&self, context: &Node) -> Option<&'a Expression> {
        self.texts().expression(context)?.read.as_ref().ok()
    }

    fn tested_by(&self, filter: &Logical, expression: &Expression, scope: &Scope) -> Root {
        let Some(index) = scope.step else {
            return Root::List;
        };
        let Some(view) = self.builder.elaborated.view(self.id) else {
            return Root::List;
        };
        let every: Vec<u16> = (100..600).collect();
        let statuses = match (view.success(index), scope.at) {
            (Some(success), At::Criteria | At::SuccessAction | At::Outputs | At::Context) => {
                &success.usual
            }
            _ => &every,
        };
        let point = Point {
            step: Some(index),
            at: scope.at,
            possible: statuses,
        };
        root(&view, point, expression, filter)
    }

    fn warn_members(&mut self, node: &Node, instead: &str, scope: &Scope) {
        let found = Diagnostic::warning(
            Code::RootFilter,
            node,
            "a filter at the root tests the elements of a list, or the values of an object's members, never the root itself",
        )
        .label("the root may be an object")
        .help(instead);
        self.report(found, scope);
    }

    /// The filter applied to the object itself.
    fn object_test(
        &mut self,
        test: &texts::Test,
        node: &Node,
        context: Option<Read>,
        scope: &Scope,
    ) -> Option<Test> {
        let found = Diagnostic::warning(
            Code::RootFilter,
            node,
            "a filter at the root tests the values of an object's members, and these have no such names",
        )
        .label("read as a test of the object at the root")
        .help(match &test.simple {
            Some(form) => format!(
                "the standard form is a simple condition, without `type` and `context`: `{}`",
                form.condition
            ),
            None => "write a simple condition, without `type` and `context`".to_owned(),
        });
        if self.tolerate(found, scope) == Severity::Error {
            return None;
        }
        let expression = self.engine_text(&test.given, node, Language::JsonPath, scope)?;
        Some(Test::JsonPathHolds {
            expression,
            context: context?,
        })
    }

    /// Warns of `count(@.pets)`: a query of one node, which is there or not.
    pub(super) fn warn_counted_ones(
        &mut self,
        path: &JsonPath,
        text: &str,
        node: &Node,
        scope: &Scope,
    ) {
        let Some(path) = path.counted.clone() else {
            return;
        };
        let found = Diagnostic::new(
            Code::CountedNode,
            match node.as_str() == Some(text) {
                true => node.within(path.clone()),
                false => node.place(),
            },
            "`count()` of a query that selects one node at most is 0 or 1",
        )
        .label("selects one node, or none");
        let meant = text.get(path).map(|path| format!("{path}[*]"));
        let found = match meant {
            Some(meant) => {
                let found = found.help(format!("the number of elements is `count({meant})`"));
                match node.as_str() == Some(text) {
                    true => found.suggest(meant),
                    false => found,
                }
            }
            None => found,
        };
        self.report(found, scope);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::told;

    const API: &str = "
openapi: 3.1.0
info: {title: harbours, version: '1'}
servers: [{url: 'https://harbours.example'}]
paths:
  /berths:
    get:
      operationId: find
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema: SCHEMA
";

    const BERTH: &str = "{type: object, properties: {id: {type: string}, status: {type: string}}}";
    const MEMBERS: &str = "root-filter: a filter at the root tests the elements of a list, or the values of an object's members, never the root itself";
    const OBJECT: &str = "root-filter: a filter at the root tests the values of an object's members, and these have no such names";

    /// What is said of a step with `fields` whose answer has the schema.
    fn step(schema: &str, fields: &str) -> Vec<String> {
        told(
            &API.replace("SCHEMA", schema),
            &format!(
                "workflows:\n- workflowId: w\n  steps:\n  - {{stepId: s, operationId: find, {fields}}}\n"
            ),
        )
    }

    fn criterion(schema: &str, query: &str) -> Vec<String> {
        let fields = format!(
            "successCriteria: [{{context: $response.body, type: jsonpath, condition: \"{query}\"}}]"
        );
        step(schema, &fields)
    }

    fn selector(schema: &str, query: &str) -> Vec<String> {
        let fields = format!(
            "outputs: {{o: {{context: $response.body, type: jsonpath, selector: \"{query}\"}}}}"
        );
        step(schema, &fields)
    }

    #[test]
    fn what_follows_the_filter_does_not_make_the_root_a_list() {
        assert_eq!(criterion(BERTH, "$[?@.status == 'x']"), [OBJECT]);
        assert_eq!(criterion(BERTH, "$[?@.status == 'x'].id"), [MEMBERS]);
    }

    #[test]
    fn members_whose_values_declare_the_names_are_meant() {
        let map = format!("{{type: object, additionalProperties: {BERTH}}}");
        let named =
            format!("{{type: object, properties: {{east: {BERTH}, count: {{type: integer}}}}}}");
        let pattern = format!("{{type: object, patternProperties: {{'^b': {BERTH}}}}}");
        let list_or_map = format!("{{oneOf: [{{type: array, items: {BERTH}}}, {map}]}}");
        for schema in [&map, &named, &pattern, &list_or_map] {
            for query in ["$[?@.status == 'x']", "$[?@.status == 'x'].id"] {
                assert_eq!(criterion(schema, query), Vec::<String>::new(), "{schema}");
                assert_eq!(selector(schema, query), Vec::<String>::new(), "{schema}");
            }
        }
        let texts = "{type: object, additionalProperties: {type: string}}";
        assert_eq!(criterion(texts, "$[?@ == 'x']"), Vec::<String>::new());
        // No value has the name.
        assert_eq!(selector(texts, "$[?@.status == 'x']"), [MEMBERS]);
        assert_eq!(selector(&map, "$[?@.depth == 'x']"), [MEMBERS]);
    }

    #[test]
    fn of_what_is_unknown_only_a_bare_filter_is_told() {
        let nothing = Vec::<String>::new();
        assert_eq!(criterion("{}", "$[?@.status == 'x']"), [MEMBERS]);
        assert_eq!(criterion("{}", "$[?@.status == 'x'].id"), nothing);
        assert_eq!(selector("{}", "$[?@.status == 'x']"), nothing);
        assert_eq!(selector("{}", "$[?@.status == 'x'].id"), nothing);
        assert_eq!(selector("{type: object}", "$[?@.status == 'x']"), [MEMBERS]);
    }
}
