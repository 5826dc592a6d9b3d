//! Names for the credentials that operations ask for.

use std::collections::BTreeMap;

use crate::types::{Names, reserved};

use super::{Plan, StepCall};

impl Plan {
    /// Gives each distinct requirement of its operations a static of its own, beside those of APIs and schemes.
    pub(crate) fn name_requirements(&mut self) {
        let mut names = self.statics();
        let workflows = self
            .documents
            .iter()
            .flat_map(|document| &document.workflows);
        let calls = workflows
            .flat_map(|workflow| &workflow.steps)
            .filter_map(|step| match &step.call {
                StepCall::Operation(call) => Some(call),
                StepCall::Workflow(_) => None,
            });
        let mut requirements = BTreeMap::new();
        for requirement in calls.map(|call| &call.security) {
            if requirement.iter().all(Vec::is_empty) || requirements.contains_key(requirement) {
                continue;
            }
            let name = names.claim(&self.wanted(requirement));
            requirements.insert(requirement.clone(), name);
        }
        self.requirements = requirements;
    }

    /// The names of values at the root of the module.
    fn statics(&self) -> Names {
        let entry = self.documents.first();
        let workflows = entry.into_iter().flat_map(|document| &document.workflows);
        let functions = workflows.map(|workflow| workflow.ident.as_str());
        let apis = self.apis.iter().map(|api| api.constant.as_str());
        let schemes = self.schemes.iter().map(|scheme| scheme.constant.as_str());
        let own = reserved::STATICS.iter().copied();
        Names::reserving(own.chain(functions).chain(apis).chain(schemes))
    }

    /// `WITH_BEARER_AUTH`, `WITH_A_AND_B_OR_C`.
    fn wanted(&self, requirement: &[Vec<usize>]) -> String {
        let alternatives = requirement.iter().map(|together| {
            let schemes = together.iter().filter_map(|index| self.schemes.get(*index));
            let names: Vec<&str> = schemes.map(|scheme| scheme.constant.as_str()).collect();
            match names.as_slice() {
                [] => "NOTHING".to_owned(),
                names => names.join("_AND_"),
            }
        });
        let alternatives: Vec<String> = alternatives.collect();
        format!("WITH_{}", alternatives.join("_OR_"))
    }
}
