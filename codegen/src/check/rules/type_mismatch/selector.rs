//! What a Selector Object finds: the value at the end of its way, or a list of all.

use crate::{
    elaborate::known::{Known, before_request},
    load::Node,
    model::texts::Embedded,
    types::Kinds,
};

use super::{Judge, Place};

impl Judge<'_, '_> {
    pub(super) fn selector(&mut self, selector: &Node, place: &Place) {
        if let Some(known) = self.selected(selector) {
            let written = selector.get("selector");
            let text = written.as_ref().and_then(Node::as_str).unwrap_or_default();
            self.known(selector, &known, &format!("what `{text}` finds"), place);
        }
    }

    fn selected(&self, selector: &Node) -> Option<Known> {
        let texts = &self.view.resolved.texts;
        let context = texts.expression(&selector.get("context")?)?;
        let expression = context.read.as_ref().ok()?;
        let query = selector.get("selector")?;
        let (given, way) = match (texts.pointer(&query), texts.query(&query)) {
            (Some(pointer), _) => (&pointer.given, pointer.pointer.as_ref()?.tokens().collect()),
            (None, query) => {
                let query = query?;
                let path = query.path.as_ref()?.read.as_ref().ok()?;
                if !path.is_singular() {
                    // All that is found, however many (decision D-35).
                    return Some(Known::of(Kinds::ARRAY));
                }
                (&query.given, path.tokens()?)
            }
        };
        let known = before_request(&self.view, self.place(), expression, way);
        known.filter(|_| matches!(given.embedded, Embedded::Nothing))
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
              schema:
                type: object
                properties:
                  id: {type: string}
                  tags: {type: array, items: {type: string}}
  /berths/{tag}:
    get:
      operationId: show
      parameters:
      - {name: tag, in: path, required: true, schema: {type: string}}
      - {name: tags, in: query, schema: {type: array, items: {type: string}}}
      responses: {'200': {description: ok}}
";

    /// What is said of a value that goes to the text in the path, and to the list in the query.
    fn given(value: &str) -> (usize, usize) {
        let mismatches = |parameters: &str| {
            let text = format!(
                "workflows:
- workflowId: w
  steps:
  - {{stepId: one, operationId: find, outputs: {{all: $response.body, tags: $response.body#/tags}}}}
  - {{stepId: two, operationId: show, parameters: [{parameters}]}}
  outputs: {{all: $steps.one.outputs.all, tags: $steps.one.outputs.tags}}
"
            );
            let told = told(API, &text).into_iter();
            told.filter(|told| told.starts_with("type-mismatch"))
                .count()
        };
        let path = mismatches(&format!("{{name: tag, in: path, value: {value}}}"));
        let query = mismatches(&format!(
            "{{name: tag, in: path, value: a}}, {{name: tags, in: query, value: {value}}}"
        ));
        (path, query)
    }

    fn selected(selector: &str, kind: &str) -> (usize, usize) {
        given(&format!(
            "{{context: $steps.one.outputs.all, selector: '{selector}', type: {kind}}}"
        ))
    }

    #[test]
    fn a_list_is_told_however_it_is_read() {
        let list = (1, 0);
        assert_eq!(given("$steps.one.outputs.tags"), list);
        assert_eq!(given("'$steps.one.outputs.tags[*]'"), list);
        assert_eq!(selected("$.tags", "jsonpath"), list);
        assert_eq!(selected("$.tags[*]", "jsonpath"), list);
        assert_eq!(selected("/tags", "jsonpointer"), list);
    }

    #[test]
    fn one_value_is_judged_by_its_own_schema() {
        for (selector, kind) in [
            ("$.id", "jsonpath"),
            ("$.tags[0]", "jsonpath"),
            ("/id", "jsonpointer"),
            ("/{$steps.one.outputs.tags}", "jsonpointer"),
            ("$.tags[-1]", "jsonpath"),
        ] {
            let (path, _) = selected(selector, kind);
            assert_eq!(path, 0, "{selector}");
        }
    }
}
