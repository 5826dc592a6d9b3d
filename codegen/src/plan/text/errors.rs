//! Error responses of a plan as text.

use std::fmt::{self, Formatter};

use crate::plan::{DeclaredBy, Errors, Plan, Statuses};

use super::Printer;

/// The enums of operations, and the types that their bodies mention.
pub(super) fn errors(plan: &Plan, f: &mut Formatter<'_>) -> fmt::Result {
    let Errors { operations, .. } = &plan.errors;
    if operations.is_empty() {
        return Ok(());
    }
    writeln!(f, "\nerrors")?;
    let holder = plan.errors.as_workflow();
    let printer = Printer {
        plan,
        workflow: &holder,
    };
    for operation in operations {
        writeln!(f, "  {} of {}", operation.ident, operation.operation)?;
        for response in &operation.responses {
            let statuses = match response.statuses {
                Statuses::Exact(status) => status.to_string(),
                Statuses::Range(class) => format!("{class}XX"),
                Statuses::Rest => "default".to_owned(),
            };
            let body = response.body.as_ref();
            let body = body.map_or_else(String::new, |ty| format!(": {}", printer.ty(ty, false)));
            writeln!(f, "    {statuses} {}{body}", response.ident)?;
        }
    }
    let responses = operations.iter().flat_map(|operation| &operation.responses);
    printer.named(responses.filter_map(|response| response.body.as_ref()), f)
}

impl Printer<'_> {
    /// What steps can fail with that is declared.
    pub(super) fn declared(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for declared in &self.workflow.declared {
            let by = match declared.by {
                DeclaredBy::Operation(index) => {
                    let operation = self.plan.errors.operations.get(index);
                    operation
                        .map_or("", |operation| &operation.ident)
                        .to_owned()
                }
                DeclaredBy::Workflow(target) => format!("declared by {}", self.name(target)),
            };
            writeln!(f, "  declared {}: {by}", declared.ident)?;
        }
        Ok(())
    }
}
