//! One report where every output of a step reads what another status describes: the criterion is the typo, not the pointers.

use crate::{
    diagnostic::Diagnostic,
    elaborate::{
        criteria::List,
        reads::Reading,
        statuses::{every, holds},
    },
    resolve::operation::{Operation, Response, StatusPattern},
};

use super::{super::super::subject::Subject, declares, report::warning, way};

/// The report, where a response that the criteria rule out declares all that is read.
pub(super) fn report(
    subject: &Subject,
    operation: &Operation,
    list: &List,
    responses: &[&Response],
    readings: &[Reading],
) -> Option<Diagnostic> {
    let first = readings.first().filter(|_| readings.len() > 1)?;
    let meant = operation.responses.iter().find(|other| {
        let ruled_out = !responses.iter().any(|left| left.node == other.node);
        let mut ways = readings.iter().map(way);
        ruled_out && ways.all(|way| declares(other, &way, subject))
    })?;
    let criterion = list.criteria.iter().find(|parsed| {
        let Some(condition) = &parsed.condition else {
            return false;
        };
        let mut statuses = every().filter(|status| {
            status
                .and_then(|status| operation.response_for(status))
                .is_some_and(|response| response.node == meant.node)
        });
        statuses.any(|status| holds(condition, status) == Some(false))
    })?;
    let left: Vec<String> = responses.iter().map(|left| words(left)).collect();
    let found = warning(
        first.place(),
        format!(
            "none of the {} values that outputs read from the body is declared for {}",
            readings.len(),
            left.join(" or ")
        ),
    )
    .label("probably never there")
    .also(criterion.node(), "leaves nothing else")
    .also(meant.node.key(), "declares them all")
    .help(format!(
        "the response for {} declares them all: does the criterion name the status that was meant?",
        words(meant)
    ));
    Some(found)
}

/// What a response is for.
fn words(response: &Response) -> String {
    match response.status {
        StatusPattern::Exact(status) => format!("status {status}"),
        StatusPattern::Range(digit) => format!("status {digit}XX"),
        StatusPattern::Default => "any other status".to_owned(),
    }
}
