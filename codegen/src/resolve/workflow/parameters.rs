//! The parameters of a step: the workflow's, overridden by name and place by the step's (Arazzo 1.1, section 4.6.4).

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    model::arazzo::{self, Location, OrReference, Parameter},
};

use super::{ResolvedParameter, Resolver, components};

impl Resolver<'_> {
    /// Workflow-level parameters that the step does not override, then the step's own.
    pub(super) fn parameters(
        &self,
        workflow: &arazzo::Workflow,
        step: &arazzo::Step,
        calls_workflow: bool,
        diagnostics: &mut Diagnostics,
    ) -> Vec<ResolvedParameter> {
        let id = Some(step.id.text.as_str());
        let own = self.parameter_list(&step.parameters, id, diagnostics);
        report_duplicates(&own, id, diagnostics);
        if !calls_workflow {
            report_without_location(&own, &step.id.text, diagnostics);
        }
        let mut all: Vec<ResolvedParameter> = self
            .parameter_list(&workflow.parameters, None, diagnostics)
            .into_iter()
            .map(|parameter| ResolvedParameter {
                inherited: true,
                ..parameter
            })
            .filter(|parameter| !own.iter().any(|mine| same(mine, parameter, calls_workflow)))
            .collect();
        all.extend(own);
        all
    }

    /// A list with its references resolved.
    pub(super) fn parameter_list(
        &self,
        list: &[OrReference<Parameter>],
        step: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Vec<ResolvedParameter> {
        list.iter()
            .filter_map(|entry| self.parameter(entry, step, diagnostics))
            .collect()
    }

    fn parameter(
        &self,
        entry: &OrReference<Parameter>,
        step: Option<&str>,
        diagnostics: &mut Diagnostics,
    ) -> Option<ResolvedParameter> {
        let (node, parameter, value) = match entry {
            OrReference::Inline(parameter) => (&parameter.node, parameter, None),
            OrReference::Reference(reusable) => {
                let all = &self.model.components.parameters;
                let found = components::find(reusable, "parameters", all, step, diagnostics)?;
                (&reusable.node, found, reusable.value.clone())
            }
        };
        Some(ResolvedParameter {
            node: node.clone(),
            name: parameter.name.clone(),
            location: parameter.location.clone(),
            value: value.unwrap_or_else(|| parameter.value.clone()),
            inherited: false,
        })
    }
}

/// Whether two parameters mean the same thing; header names are compared without case.
fn same(left: &ResolvedParameter, right: &ResolvedParameter, ignore_location: bool) -> bool {
    let place =
        |parameter: &ResolvedParameter| parameter.location.as_ref().map(|(location, _)| *location);
    let header = place(left) == Some(Location::Header);
    let names = if header {
        left.name.text.eq_ignore_ascii_case(&right.name.text)
    } else {
        left.name.text == right.name.text
    };
    names && (ignore_location || place(left) == place(right))
}

fn report_duplicates(
    list: &[ResolvedParameter],
    step: Option<&str>,
    diagnostics: &mut Diagnostics,
) {
    for (index, parameter) in list.iter().enumerate() {
        let Some(first) = list
            .iter()
            .take(index)
            .find(|earlier| same(earlier, parameter, false))
        else {
            continue;
        };
        // Two entries written out in place were already reported where they were read.
        if first.node.get("reference").is_none() && parameter.node.get("reference").is_none() {
            continue;
        }
        let mut found = Diagnostic::error(
            "duplicate-parameter",
            &parameter.node,
            format!("duplicate parameter `{}`", parameter.name.text),
        )
        .label("given a second time")
        .also(&first.node, "first given here");
        if let Some(step) = step {
            found = found.step(step);
        }
        diagnostics.push(found);
    }
}

fn report_without_location(list: &[ResolvedParameter], step: &str, diagnostics: &mut Diagnostics) {
    for parameter in list
        .iter()
        .filter(|parameter| parameter.location.is_none() && parameter.node.get("in").is_none())
    {
        diagnostics.push(
            Diagnostic::error(
                "missing-field",
                &parameter.node,
                format!(
                    "parameter `{}` of an operation step has no `in`",
                    parameter.name.text
                ),
            )
            .label("`in` is missing")
            .help("write `in: path`, `in: query`, `in: header` or `in: cookie`")
            .step(step),
        );
    }
}
