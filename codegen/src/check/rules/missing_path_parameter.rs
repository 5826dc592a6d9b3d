//! `missing-path-parameter`: a step gives nothing for a variable of its operation's path.

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    elaborate::{
        declaration::{template_variables, variable},
        given::{Caller, Given},
    },
    model::arazzo::Location,
};

pub(in super::super) fn check(given: &Given, diagnostics: &mut Diagnostics) {
    for caller in &given.callers {
        let path = &caller.operation.path;
        let mut missing = template_variables(path);
        missing.retain(|name| given.lacks(caller, Location::Path, name));
        let means = |given: &str, name: &str| variable(path, given) == Some(name);
        given.unread(caller).explain(&mut missing, means);
        for name in missing {
            diagnostics.push(not_given(caller, &name));
        }
    }
}

fn not_given(caller: &Caller, name: &str) -> Diagnostic {
    Diagnostic::new(
        Code::MissingPathParameter,
        &caller.step.id.node,
        format!("path parameter `{name}` is not given"),
    )
    .label(format!("`{}` needs `{{{name}}}`", caller.operation.path))
    .help(format!(
        "add `- name: {name}`, `in: path` and its `value` to the step's parameters"
    ))
    .step(&caller.step.id.text)
}
