//! `misplaced-parameter`: a step gives in one place what its operation declares in another.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::{
        declaration::same_name,
        given::{Verdict, Wanted, wanted as all_wanted},
    },
    model::arazzo::Location,
};

use super::super::given::{Finding, in_words};

pub(in super::super) fn check(findings: &[Finding], diagnostics: &mut Diagnostics) {
    for finding in findings {
        if let Verdict::Misplaced(wanted) = finding.verdict {
            diagnostics.push(finding.of_all(misplaced(finding, wanted)));
        }
    }
}

fn misplaced(finding: &Finding, wanted: &Wanted) -> Diagnostic {
    let path = &finding.operation.path;
    let message = format!(
        "the operation declares `{}` {}, not {}",
        wanted.name,
        in_words(wanted.location),
        in_words(finding.location)
    );
    let place = finding.in_place.clone();
    let lost = [wanted.location, finding.location].contains(&Location::Path);
    let mut found = match lost {
        true => Diagnostic::error(Code::MisplacedParameter, place, message),
        false => Diagnostic::warning(Code::MisplacedParameter, place, message),
    };
    found = found.label(match (wanted.location, finding.location) {
        (Location::Path, _) => format!("`{path}` lacks its `{{{}}}`", wanted.name),
        (_, Location::Path) => format!("`{path}` has no place for it"),
        _ => "sent all the same".to_owned(),
    });
    if let Some(declared) = &wanted.node {
        found = found.also(declared, "declared here");
    }
    let right = wanted.location.word();
    if !finding.exact {
        return found.help(format!(
            "the component says `in: {}`: write the parameter here, with `in: {right}`",
            finding.location.word()
        ));
    }
    match is_only(finding, wanted) {
        true => found.fix(right),
        false => found.suggest(right),
    }
}

/// Whether nothing else has the name.
fn is_only(finding: &Finding, only: &Wanted) -> bool {
    let all = all_wanted(finding.operation);
    let named = all
        .iter()
        .filter(|wanted| same_name(wanted.location, &wanted.name, finding.name));
    finding.location != Location::Querystring && named.clone().all(|wanted| wanted == only)
}
