//! The runtime expressions that look at a step's response, with their places.

use crate::{
    expression::{self, Expression, OperandKind, Template},
    load::{Node, Place},
    model::arazzo::Step,
    resolve::workflow::ResolvedStep,
};

use super::criteria;

/// Expressions in outputs, criteria and actions of a step.
pub(super) fn after_response(step: &Step, resolved: &ResolvedStep) -> Vec<(Expression, Place)> {
    let mut found = Vec::new();
    for (_, node) in &step.outputs {
        match node.get("context") {
            Some(context) => strings(&context, &mut found),
            None => strings(node, &mut found),
        }
    }
    let actions = resolved.on_success.iter().chain(&resolved.on_failure);
    let criteria = step
        .success_criteria
        .iter()
        .chain(actions.flat_map(|action| &action.model.criteria));
    for criterion in criteria {
        if let Some(context) = &criterion.context {
            strings(&context.node, &mut found);
        }
        let parsed = criteria::parsed(criterion);
        let operands = parsed
            .condition
            .iter()
            .flat_map(|condition| condition.operands());
        for operand in operands {
            if let OperandKind::Expression(expression) = &operand.kind {
                found.push((expression.clone(), parsed.place(&operand.span)));
            }
        }
    }
    found
}

/// The expressions of a string, in its standard form or a tolerated one.
fn strings(node: &Node, found: &mut Vec<(Expression, Place)>) {
    let Some(text) = node.as_str() else { return };
    let whole = |expression| (expression, node.place());
    match expression::template(text) {
        Ok(template @ (Template::Whole(_) | Template::Parts(_))) => {
            let all = template.expressions();
            found.extend(
                all.into_iter()
                    .map(|read| (read.value.clone(), node.within(read.span.clone()))),
            );
        }
        Ok(Template::Literal(_)) | Err(_) => {
            let standard = expression::tolerated(text).map(|found| found.standard);
            let parsed = standard.and_then(|text| expression::parse(&text).ok());
            found.extend(parsed.map(whole));
        }
    }
}
