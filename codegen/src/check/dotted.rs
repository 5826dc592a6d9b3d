//! Dots in the pointers of simple conditions: part of a member's name, or an access to a member of it (decision D-10).
//!
//! The grammar of JSON Pointers takes `/@odata.nextLink` for one member, that of conditions allows `.name` behind an
//! expression. What a schema declares is meant, longer names first; where it declares none of the readings the pointer is
//! read as it is written.

use crate::{
    expression::{Condition, Operand, OperandKind, access_pointer},
    load::Documents,
    resolve::workflow::{WorkflowId, World},
};

use super::{known::described_at, subject::View};

/// `condition` with the pointers that are meant; it stands in the step at `step`, in execution order.
pub(crate) fn settled(
    condition: Condition,
    world: &World,
    documents: &Documents,
    workflow: WorkflowId,
    step: Option<usize>,
) -> Condition {
    let view = View::of(world, documents, workflow);
    match (view, step) {
        (Some(view), Some(step)) => settle(condition, &view, step),
        _ => condition,
    }
}

/// The same for what rules look at.
pub(super) fn settle(mut condition: Condition, view: &View, step: usize) -> Condition {
    condition.each_operand(&mut |operand| settle_operand(operand, view, step));
    condition
}

fn settle_operand(operand: &mut Operand, view: &View, step: usize) {
    let readings = operand.dotted_readings();
    let declared = readings.iter().find(|reading| {
        let OperandKind::Expression(expression) = &reading.kind else {
            return false;
        };
        let way = access_pointer(reading.access.iter().map(|access| &access.value));
        described_at(view, step, expression, way.tokens().collect())
    });
    if let Some(meant) = declared.or(readings.first()) {
        *operand = meant.clone();
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{code, told};

    const API: &str = "
openapi: 3.1.0
info: {title: harbours, version: '1'}
servers: [{url: 'https://harbours.example'}]
paths:
  /berths:
    get:
      operationId: berths
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: object
                properties:
                  '@odata.nextLink': {type: string}
                  a.b: {type: object, properties: {c: {type: string}}}
                  a: {type: object, properties: {b: {type: string}, x.y: {type: string}}}
";

    fn step(fields: &str) -> String {
        format!(
            "workflows:\n- workflowId: w\n  steps:\n  - {{stepId: s, operationId: berths, {fields}}}\n"
        )
    }

    #[test]
    fn what_the_schema_declares_is_not_missed_whatever_asks_for_it() {
        for condition in [
            "$response.body#/@odata.nextLink == ''",
            "$response.body#/@odata.nextLink > 'x'",
            "$response.body#/a.b.c == 'x'",
            "$response.body#/a.b == 'x'",
            "$response.body#/a.x.y == 'x'",
        ] {
            let criteria = format!("[{{condition: \"{condition}\"}}]");
            let own = step(&format!("successCriteria: {criteria}"));
            let action = step(&format!(
                "onFailure: [{{name: e, type: end, criteria: {criteria}}}]"
            ));
            let missed = |text: &str| {
                let mut told = told(API, text).into_iter();
                told.any(|told| told.starts_with("undeclared-pointer"))
            };
            // An object that is compared with a text is another matter.
            let both = [missed(&own), missed(&action)];
            assert_eq!(both, [false, false], "{condition}");
        }
        assert_eq!(
            told(
                API,
                &step("successCriteria: [{condition: \"$response.body#/@odata.next == ''\"}]")
            ),
            ["undeclared-pointer: the response's schema declares no `@odata.next`"]
        );
    }

    #[test]
    fn the_longest_declared_name_is_walked_into() {
        let text = step("successCriteria: [{condition: \"$response.body#/a.b.c == 'x'\"}]");
        let code = code(API, &text);
        assert!(code.contains("[\"/a.b/c\"]"), "{code}");
    }
}
