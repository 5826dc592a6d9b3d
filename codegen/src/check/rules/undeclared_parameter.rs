//! `undeclared-parameter` and, where it is for the path, `undeclared-path-parameter`: a step gives what its operation does not
//! declare, misspelt or not.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics, names::no_parameter},
    elaborate::{
        declaration::variable,
        given::{Verdict, Wanted, wanted as all_wanted},
    },
    model::arazzo::Location,
    nearest::meant,
};

use super::super::given::{Finding, in_words};

pub(in super::super) fn check(findings: &[Finding], diagnostics: &mut Diagnostics) {
    for finding in findings {
        let found = match finding.verdict {
            Verdict::Misspelt(wanted) => misspelt(finding, wanted),
            Verdict::Stray { given } => stray(finding, given.as_ref()),
            Verdict::Fits | Verdict::Misplaced(_) => continue,
        };
        diagnostics.push(finding.of_all(found));
    }
}

fn misspelt(finding: &Finding, wanted: &Wanted) -> Diagnostic {
    let mut found = undeclared(finding);
    found = match (finding.location, &wanted.node) {
        (Location::Path, _) => found.help(format!("the path has `{{{}}}`", wanted.name)),
        (_, declared) => {
            let help = format!("`{}` has a similar name", wanted.name);
            let found = found.help(help);
            match declared {
                Some(declared) => found.also(declared, "declared here"),
                None => found,
            }
        }
    };
    if !finding.exact {
        return found;
    }
    let all = all_wanted(finding.operation);
    let here = all
        .iter()
        .filter(|other| other.location == finding.location);
    match meant(finding.name, here.map(|other| other.name.as_str())) {
        Some(meant) if meant.name() == wanted.name => found.correct(meant, meant.name()),
        _ => found.suggest(&wanted.name),
    }
}

fn stray(finding: &Finding, given: Option<&Wanted>) -> Diagnostic {
    let found = undeclared(finding);
    let Some(given) = given else {
        return found;
    };
    let found = match &given.node {
        Some(declared) => found.also(declared, "declared here"),
        None => found,
    };
    let name = &given.name;
    let remove = match finding.location {
        Location::Path => ": remove this one",
        _ => "",
    };
    if given.location != finding.location {
        let place = in_words(given.location);
        return found.help(format!(
            "`{name}` is declared {place}, and is given there, too{remove}"
        ));
    }
    found.help(format!(
        "`{name}`, which has a similar name, is given, too{remove}"
    ))
}

/// That nothing has this name.
fn undeclared(finding: &Finding) -> Diagnostic {
    let (name, place) = (finding.name, finding.name_place.clone());
    let path = &finding.operation.path;
    if finding.location == Location::Path && variable(path, name).is_none() {
        return Diagnostic::new(
            Code::UndeclaredPathParameter,
            place,
            format!("the path `{path}` has no `{{{name}}}`"),
        )
        .label("not in the path");
    }
    no_parameter(place, finding.location.word(), name, finding.several)
}
