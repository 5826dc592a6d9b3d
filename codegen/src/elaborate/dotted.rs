//! Dots in the pointers of simple conditions: part of a member's name, or an access to a member of it (decision D-10).
//!
//! The grammar of JSON Pointers takes `/@odata.nextLink` for one member, that of conditions allows `.name` behind an
//! expression. What a schema declares is meant, longer names first. Where it declares none of the readings, the one that it
//! leads furthest along is meant: a member of an object that is not described, or a slip of the pen in one that is. Else
//! the pointer is read as it is written.

use crate::expression::{Condition, Expression, Operand, OperandKind, access_pointer};

use super::{
    known::{Point, Reach, described_at, reach},
    standing::At,
    view::View,
};

/// `condition` with the pointers that are meant; it stands at a place of a step.
pub(super) fn settle(mut condition: Condition, view: &View, place: (usize, At)) -> Condition {
    condition.each_operand(&mut |operand| settle_operand(operand, view, place));
    condition
}

fn settle_operand(operand: &mut Operand, view: &View, place: (usize, At)) {
    let readings = operand.dotted_readings();
    let declared = readings.iter().find(|reading| {
        looked_into(reading)
            .is_some_and(|(expression, way)| described_at(view, place, expression, way))
    });
    let meant = declared.or_else(|| furthest(&readings, view, place));
    if let Some(meant) = meant.or(readings.first()) {
        *operand = meant.clone();
    }
}

/// The expression of an operand, and the way below it.
fn looked_into(operand: &Operand) -> Option<(&Expression, Vec<String>)> {
    let OperandKind::Expression(expression) = &operand.kind else {
        return None;
    };
    let way = access_pointer(operand.access.iter().map(|access| &access.value));
    Some((expression, way.tokens().collect()))
}

/// Of readings that no schema describes, the one that is meant rather than what is written, which comes first.
fn furthest<'o>(readings: &'o [Operand], view: &View, place: (usize, At)) -> Option<&'o Operand> {
    let (step, at) = place;
    // As for what is described: the schemas of a success, or of any answer.
    [200..300, 100..600].into_iter().find_map(|statuses| {
        let possible: Vec<u16> = statuses.collect();
        let point = Point {
            step: Some(step),
            at,
            possible: &possible,
        };
        let reached = readings.iter().filter_map(|reading| {
            let (expression, way) = looked_into(reading)?;
            Some((reading, reach(view, point, expression, way)?))
        });
        choose(reached.collect())
    })
}

/// What a schema says nothing against comes before what it lacks, and of that what a near name mends before the rest.
fn choose(mut all: Vec<(&Operand, Reach)>) -> Option<&Operand> {
    let (_, written) = *all.first()?;
    let rank = |reach: &Reach| (!reach.undeclared, reach.near);
    let best = all.iter().map(|(_, reach)| rank(reach)).max()?;
    all.retain(|(_, reach)| rank(reach) == best);
    let longest = all.iter().map(|(_, reach)| reach.letters).max()?;
    if rank(&written) == best && written.letters == longest {
        // Nothing is known at all, or nothing speaks for another reading.
        return (written.whole || written.near || longest > 0)
            .then(|| all.first().map(|(written, _)| *written))
            .flatten();
    }
    all.retain(|(_, reach)| reach.letters == longest);
    // A name is as long as it is declared; inside of what is not described, dots walk.
    let mut whole = all.iter().filter(|(_, reach)| reach.whole || reach.near);
    let meant = whole.next().or(all.last());
    meant.map(|(meant, _)| *meant)
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
                  free: {}
                  object: {type: object}
                  harbour: {type: object, properties: {depth: {type: string}}}
                  list: {type: array, items: {type: object, properties: {id: {type: string}}}}
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

    #[test]
    fn dots_walk_into_an_object_that_is_not_described() {
        for (condition, pointer) in [
            ("$response.body#/free.any == 'x'", "[\"/free/any\"]"),
            (
                "$response.body#/free.any.thing == 'x'",
                "[\"/free/any/thing\"]",
            ),
            ("$response.body#/object.any == 'x'", "[\"/object/any\"]"),
        ] {
            let text = step(&format!(
                "successCriteria: [{{condition: \"{condition}\"}}]"
            ));
            assert_eq!(told(API, &text), Vec::<String>::new(), "{condition}");
            let code = code(API, &text);
            assert!(code.contains(pointer), "{code}");
        }
    }

    #[test]
    fn what_is_missing_is_told_of_the_member_that_is_declared() {
        for (condition, message) in [
            (
                "$response.body#/a.nope == 'x'",
                "the response's schema declares no `nope`",
            ),
            (
                "$response.body#/harbr.depth == 'x'",
                "the response's schema declares no `harbr`",
            ),
            (
                "$response.body#/harbour.dept == 'x'",
                "the response's schema declares no `dept`",
            ),
            (
                "$response.body#/a.x.yy == 'x'",
                "the response's schema declares no `x.yy`",
            ),
            (
                "$response.body#/list.length > 0",
                "`list` is an array: it has no `length`",
            ),
            (
                "$response.body#/@odata.nextLnk == 'x'",
                "the response's schema declares no `@odata.nextLnk`",
            ),
            (
                "$response.body#/no.such == 'x'",
                "the response's schema declares no `no.such`",
            ),
        ] {
            let text = step(&format!(
                "successCriteria: [{{condition: \"{condition}\"}}]"
            ));
            let expected = format!("undeclared-pointer: {message}");
            assert_eq!(told(API, &text), [expected], "{condition}");
        }
    }

    #[test]
    fn an_open_object_may_have_members_with_dots() {
        let open = API.replace(
            "type: object\n                properties:",
            "type: object\n                additionalProperties: true\n                properties:",
        );
        let text = step("successCriteria: [{condition: \"$response.body#/harbour.name == 'x'\"}]");
        assert_eq!(told(&open, &text), Vec::<String>::new());
        let code = code(&open, &text);
        assert!(code.contains("[\"/harbour.name\"]"), "{code}");
    }
}
