//! What workflows, steps and fields are called in Rust: by their names in the document, or as a setting says (D-129).

use crate::{
    plan::StepTypes,
    resolve::workflow::WorkflowId,
    settings::{Setting, Subject},
    types::{Lowering, Names, Wanted, field_ident, function_ident, reserved::ROOT, type_ident},
};

use super::Builder;

impl<'a> Builder<'a> {
    fn setting(&self, subject: Subject, key: &str) -> Option<&'a Setting> {
        self.documents().settings().find(subject, key)
    }

    /// What a workflow is called in the document.
    pub(super) fn workflow_name(&self, id: WorkflowId) -> &'a str {
        let model = self.world.model(id);
        model.map_or("", |workflow| workflow.id.text.as_str())
    }

    /// A workflow, for a name of its own.
    pub(super) fn wanted_workflow(&self, id: WorkflowId) -> Wanted<'a> {
        let name = self.workflow_name(id);
        let setting = self.setting(Subject::RenameWorkflow, name);
        Wanted::new(name, setting, function_ident)
    }

    /// Names the functions of all workflows.
    pub(super) fn name_workflows(&mut self) {
        for (description, resolved) in self.world.descriptions.iter().enumerate() {
            let workflows = 0..resolved.model.workflows.len();
            let ids = workflows.map(|workflow| WorkflowId {
                description,
                workflow,
            });
            let ids: Vec<WorkflowId> = ids.collect();
            let wanted: Vec<Wanted<'_>> = ids.iter().map(|id| self.wanted_workflow(*id)).collect();
            let idents = Names::reserving(ROOT.iter().copied()).assign(&wanted);
            self.idents.extend(ids.into_iter().zip(idents));
        }
    }

    /// The functions and fields of steps, and the types of their outputs.
    pub(super) fn step_names(
        &self,
        workflow: WorkflowId,
        steps: &[&str],
        lowering: &mut Lowering<'_>,
    ) -> Vec<(String, String, StepTypes)> {
        let owner = self.workflow_name(workflow);
        let settings = steps.iter().map(|step| {
            let key = format!("{owner}/{step}");
            (*step, self.setting(Subject::RenameStep, &key))
        });
        let settings: Vec<_> = settings.collect();
        let wanted = settings
            .iter()
            .map(|(name, setting)| Wanted::new(name, *setting, field_ident));
        let fields = Names::new().assign(&wanted.collect::<Vec<_>>());
        let types = settings.iter().map(|(name, setting)| {
            let wanted = type_ident(setting.map_or(name, |setting| setting.value.as_str()));
            let ty = lowering.reserve(&wanted);
            let plain = ty.strip_prefix("r#").unwrap_or(&ty);
            let types = StepTypes {
                partial: lowering.reserve(&format!("Partial{plain}")),
                attempt: lowering.reserve(&format!("{plain}Attempt")),
                after: lowering.reserve(&format!("After{plain}")),
            };
            if let Some(setting) = setting.filter(|_| ty != wanted) {
                setting.collides(&format!("the type `{wanted}`"));
            }
            (ty, types)
        });
        let all = fields.into_iter().zip(types);
        all.map(|(field, (ty, types))| (field, ty, types)).collect()
    }

    /// The setting that renames an input or output.
    pub(super) fn field_setting(&self, owner: &str, side: &str, name: &str) -> Option<&'a Setting> {
        self.setting(Subject::RenameField, &format!("{owner}/{side}/{name}"))
    }

    /// Fields of inputs or outputs: `owner` is the workflow or the step in it, `side` is `inputs` or `outputs`.
    pub(super) fn field_names<'n>(
        &self,
        owner: &str,
        side: &str,
        names: impl Iterator<Item = &'n str>,
    ) -> Vec<String> {
        let wanted = names.map(|name| {
            let setting = self.field_setting(owner, side, name);
            Wanted::new(name, setting, field_ident)
        });
        Names::new().assign(&wanted.collect::<Vec<_>>())
    }
}
