//! `invalid-condition`: a simple condition that does not parse, not even in a form that is tolerated.

use crate::{
    diagnostic::{Code, Diagnostics},
    elaborate::{Elaborated, criterion::Parsed},
    expression::SyntaxError,
    model::{arazzo::CriterionKind, texts::Texts},
};

pub(in super::super) fn check(elaborated: &Elaborated, diagnostics: &mut Diagnostics) {
    for view in elaborated.generated() {
        let lists = elaborated.criteria(view.id).iter();
        for list in lists.flat_map(|lists| lists.all()) {
            for parsed in &list.criteria {
                if let Some(error) = error(parsed, &view.resolved.texts) {
                    let found = error.clone().report(Code::InvalidCondition, parsed.node());
                    diagnostics.push(found.step(&list.step.id.text));
                }
            }
        }
    }
}

fn error<'t>(parsed: &Parsed, texts: &'t Texts) -> Option<&'t SyntaxError> {
    let simple = matches!(parsed.criterion.kind, CriterionKind::Simple);
    let condition = texts.condition(parsed.node()).filter(|_| simple)?;
    let error = condition.read.as_ref().err();
    error.filter(|_| condition.tolerated.is_none())
}
