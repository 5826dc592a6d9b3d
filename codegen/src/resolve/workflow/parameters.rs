//! The parameters of a step: the workflow's, overridden by name and place by the step's (Arazzo 1.1, section 4.6.4).

use crate::{
    diagnostic::Diagnostics,
    model::arazzo::{self, Location, OrReference, Parameter, Unread},
};

use super::{ResolvedParameter, Resolver, components};

impl Resolver<'_> {
    /// Workflow-level parameters that the step does not override, then the step's own; and those that are unread.
    pub(super) fn parameters(
        &self,
        workflow: &arazzo::Workflow,
        step: &arazzo::Step,
        calls_workflow: bool,
        diagnostics: &mut Diagnostics,
    ) -> (Vec<ResolvedParameter>, Unread) {
        let id = Some(step.id.text.as_str());
        let mut unread = step.unread.parameters.clone();
        unread.extend(&workflow.unread.parameters);
        let own = self.parameter_list(&step.parameters, id, &mut unread, diagnostics);
        let mut all: Vec<ResolvedParameter> = self
            .parameter_list(&workflow.parameters, None, &mut unread, diagnostics)
            .into_iter()
            .map(|parameter| ResolvedParameter {
                inherited: true,
                ..parameter
            })
            .filter(|parameter| !own.iter().any(|mine| same(mine, parameter, calls_workflow)))
            .collect();
        all.extend(own);
        for parameter in all.iter().filter(|_| !calls_workflow) {
            // Where it goes was reported, or nobody knows: whoever needs it need not miss it.
            if parameter.location.is_none() {
                unread.add(Some(parameter.name.text.trim()));
            }
        }
        (all, unread)
    }

    /// A list with its references resolved; those that lead nowhere are `unread`.
    pub(super) fn parameter_list(
        &self,
        list: &[OrReference<Parameter>],
        step: Option<&str>,
        unread: &mut Unread,
        diagnostics: &mut Diagnostics,
    ) -> Vec<ResolvedParameter> {
        let mut found = Vec::new();
        for entry in list {
            match self.parameter(entry, step, diagnostics) {
                Some(parameter) => found.push(parameter),
                None => unread.add(None),
            }
        }
        found
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
                let named = (reusable, &self.model.references);
                let found = components::find(named, "parameters", all, step, diagnostics)?;
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
