//! Queries of one value in a response's body: that value alone is read, as by an expression with a pointer, and the rest of
//! the body is skipped rather than built.

use crate::{
    elaborate::place::Place,
    expression::engine::query::Path,
    load::Node,
    plan::{Origin, Read},
};

use super::{
    scope::{Found, Scope},
    workflow_builder::WorkflowBuilder,
};

impl WorkflowBuilder<'_, '_> {
    /// The only value that a JSONPath finds in `context`, if that is the whole body of a response.
    pub(super) fn narrowed_by(
        &mut self,
        context: &Read,
        path: &Path,
        node: &Node,
        scope: &Scope,
    ) -> Option<Read> {
        let tokens = self.answers(scope)?.pointer_of(path)?;
        self.narrowed_to(context, tokens, node, scope)
    }

    /// The same of the value at a pointer.
    pub(super) fn narrowed_to(
        &mut self,
        context: &Read,
        mut tokens: Vec<String>,
        node: &Node,
        scope: &Scope,
    ) -> Option<Read> {
        let whole = context.origin == Origin::WholeBody && context.access.is_empty();
        if !whole || tokens.is_empty() || self.calls_workflow(scope) {
            return None;
        }
        let span = 0..node.as_str().map_or(0, str::len);
        let at = Place { node, span };
        let Found {
            origin,
            ty,
            missing,
        } = self.leaf(&mut tokens, &at, scope);
        Some(Read {
            origin,
            ty,
            missing,
            ..context.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::code;

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
              schema:
                type: object
                properties:
                  id: {type: string}
                  list: {type: array, items: {type: object, properties: {c: {type: string}}}}
                  map: {type: object, additionalProperties: {type: string}}
";

    /// The lines that look into the response to `fields` of the step.
    fn reading(fields: &str) -> String {
        let text = format!(
            "workflows:\n- workflowId: w\n  steps:\n  - {{stepId: s, operationId: find, {fields}}}\n  outputs: {{x: $steps.s.outputs.x}}\n"
        );
        let code = code(API, &text);
        let lines = code.lines().map(str::trim).filter(|line| {
            let reads = ["step.select", "step.body", "PATH", "is_some()", "is_none()"];
            reads.iter().any(|it| line.contains(it))
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn output(selector: &str, kind: &str) -> String {
        reading(&format!(
            "outputs: {{x: {{context: $response.body, selector: \"{selector}\", type: {kind}}}}}"
        ))
    }

    #[test]
    fn a_pointer_and_a_singular_path_skip_the_rest_of_the_body() {
        let id = "let [id] = step.select(&response, [\"/id\"])?;";
        assert_eq!(output("/id", "jsonpointer"), id);
        assert_eq!(output("$.id", "jsonpath"), id);
        assert_eq!(
            output("$.list[0]['c']", "jsonpath"),
            "let [c] = step.select(&response, [\"/list/0/c\"])?;"
        );
        assert_eq!(
            reading(
                "successCriteria: [{context: $response.body, type: jsonpath, condition: $.id}], outputs: {x: $statusCode}"
            ),
            "let [id] = step.select_for_criteria(&response, [\"/id\"])?;\nstep.require(\"$.id\", id.is_some())?;"
        );
    }

    #[test]
    fn what_a_pointer_would_read_otherwise_is_left_to_the_engine() {
        for path in [
            "$.map[0]",
            "$['0']",
            "$.list[-1]",
            "$.list[*]",
            "$..id",
            "$",
        ] {
            assert!(output(path, "jsonpath").contains("step.body("), "{path}");
        }
    }
}
