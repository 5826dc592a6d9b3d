//! What the names in expressions mean: an input, a step and its output, a workflow and what it has.

use crate::{
    expression::{Access, Expression, Reference, split_reference},
    resolve::workflow::{ResolvedTarget, ResolvedWorkflow, WorkflowId},
};

use super::view::View;

/// A declared name, and the way into its value (decision D-06).
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Name {
    /// Which of the declared ones.
    pub(crate) index: usize,
    /// What a dotted name walks.
    pub(crate) walked: Vec<String>,
    /// That, then the pointer.
    pub(crate) way: Vec<String>,
}

/// The declared name that `reference` begins with, the longest one.
pub(crate) fn find<S: AsRef<str>>(reference: &Reference, declared: &[S]) -> Option<Name> {
    let (name, accesses) = split_reference(&reference.name.value, declared)?;
    let index = declared.iter().position(|known| known.as_ref() == name)?;
    let walked: Vec<String> = accesses.iter().map(token).collect();
    let pointer = reference
        .pointer
        .iter()
        .flat_map(|pointer| pointer.value.tokens());
    Some(Name {
        index,
        way: walked.iter().cloned().chain(pointer).collect(),
        walked,
    })
}

/// The token of a pointer that leads where an access does.
pub(crate) fn token(access: &Access) -> String {
    match access {
        Access::Member(name) => name.clone(),
        Access::Index(index) => index.to_string(),
    }
}

/// The workflows that steps and actions call.
fn called_by(resolved: &ResolvedWorkflow) -> impl Iterator<Item = WorkflowId> {
    resolved.steps.iter().flat_map(|step| {
        let target = match step.target {
            Some(ResolvedTarget::Workflow(target)) => Some(target),
            _ => None,
        };
        let actions = step.on_success.iter().chain(&step.on_failure);
        target
            .into_iter()
            .chain(actions.filter_map(|action| action.workflow))
    })
}

impl View<'_> {
    /// The output of the step at `step`, in execution order, that `reference` names.
    pub(crate) fn output(&self, step: usize, reference: &Reference) -> Option<Name> {
        let model = self.model.steps.get(self.resolved.steps.get(step)?.index)?;
        let names: Vec<&str> = model
            .outputs
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        find(reference, &names)
    }

    /// The input that `reference` names.
    pub(crate) fn input(&self, reference: &Reference) -> Option<Name> {
        find(reference, self.inputs())
    }

    /// The workflow that the step at `step` calls.
    pub(crate) fn called(&self, step: usize) -> Option<WorkflowId> {
        match self.resolved.steps.get(step)?.target {
            Some(ResolvedTarget::Workflow(target)) => Some(target),
            _ => None,
        }
    }

    /// The workflow of this document, or one called or depended on from another, that `name` means.
    pub(crate) fn workflow_named(&self, name: &str) -> Option<WorkflowId> {
        let named = |id: &WorkflowId| {
            let model = self.world.model(*id);
            model.is_some_and(|model| model.id.text == name)
        };
        let here = self.world.descriptions.get(self.id.description)?;
        let here = (0..here.workflows.len()).map(|workflow| WorkflowId {
            workflow,
            ..self.id
        });
        let own = called_by(self.resolved);
        here.chain(own).chain(self.awaited()).find(named)
    }

    /// The workflows that this one, or one that it comes to call, depends on.
    fn awaited(&self) -> impl Iterator<Item = WorkflowId> {
        let world = self.world;
        let mut reached = vec![self.id];
        let mut next = 0;
        while let Some(id) = reached.get(next) {
            let called = world.workflow(*id).into_iter().flat_map(called_by);
            let new: Vec<WorkflowId> = called.filter(|id| !reached.contains(id)).collect();
            reached.extend(new);
            next += 1;
        }
        let waits = reached.into_iter().filter_map(|id| world.workflow(id));
        waits.flat_map(|waits| waits.depends_on.iter().map(|(target, _)| *target))
    }

    /// Whether an expression names something that exists, for text that may or may not be meant as an expression.
    pub(crate) fn declares(&self, expression: &Expression) -> bool {
        match expression {
            Expression::Input(reference) => self.input(reference).is_some(),
            Expression::Step { step, .. } => self.step_named(&step.value).is_some(),
            Expression::Workflow { workflow, .. } => self.workflow_named(&workflow.value).is_some(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::parse;

    fn found(expression: &str, declared: &[&str]) -> Option<(usize, Vec<String>, Vec<String>)> {
        let expression = parse(expression).unwrap();
        let name = find(expression.reference().unwrap(), declared)?;
        Some((name.index, name.walked, name.way))
    }

    fn tokens(tokens: &[&str]) -> Vec<String> {
        tokens.iter().map(|token| (*token).to_owned()).collect()
    }

    #[test]
    fn a_name_is_as_long_as_it_is_declared_and_dots_walk_on() {
        let declared = ["a", "a.b"];
        for (expression, index, walked, way) in [
            ("$inputs.a", 0, vec![], vec![]),
            ("$inputs.a#/x/0", 0, vec![], vec!["x", "0"]),
            ("$inputs.a.b", 1, vec![], vec![]),
            ("$inputs.a.b.c[2]", 1, vec!["c", "2"], vec!["c", "2"]),
            ("$inputs.a.x#/y", 0, vec!["x"], vec!["x", "y"]),
        ] {
            let expected = (index, tokens(&walked), tokens(&way));
            assert_eq!(found(expression, &declared), Some(expected), "{expression}");
        }
        assert_eq!(found("$inputs.b.a", &declared), None);
    }
}
