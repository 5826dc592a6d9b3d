//! Outputs of steps and of the workflow: their values, their types, and what a completed run proves present.

use crate::{
    elaborate::Needs,
    load::Node,
    model::{
        arazzo,
        texts::{Form, Standard},
    },
    plan::{Access, OutputField, Step, StepOutput, Value},
    types::{Type, Untyped},
};

use super::{
    scope::{At, Scope},
    workflow_builder::WorkflowBuilder,
};

impl WorkflowBuilder<'_, '_> {
    /// Makes an output of a step.
    pub(super) fn make_output(&mut self, step: usize, output: usize) {
        let made = self.build_output(step, output);
        let outputs = self.outputs.get_mut(step);
        if let Some(found) = outputs.and_then(|outputs| outputs.get_mut(output)) {
            *found = made;
        }
    }

    fn build_output(&mut self, step: usize, output: usize) -> Option<StepOutput> {
        let model = self.step_model(step)?;
        let (name, node) = model.outputs.get(output)?.clone();
        let ident = self.output_idents.get(step)?.get(output)?.clone();
        let scope = self.scope(step, At::Outputs);
        let before = std::mem::take(&mut self.untyped);
        let value = self.output_value(&node, &scope);
        let untyped = std::mem::replace(&mut self.untyped, before);
        let value = value?;
        let (ty, missing) = self.type_of(&value);
        let untyped = reasons(&ty, &node, &value, untyped);
        let documentation = self.output_documentation(step, &value);
        Some(StepOutput {
            ident,
            name,
            ty,
            missing,
            promoted: false,
            text: written(&node),
            value,
            documentation,
            untyped,
        })
    }

    /// The value of an output: an expression or a selector (Arazzo 1.1, section 4.6.4 `outputs`).
    pub(super) fn output_value(&mut self, node: &Node, scope: &Scope) -> Option<Value> {
        if !node.value().is_string() {
            // Nothing else may stand here, so that the reader reported what is not a whole one.
            let fields = ["context", "selector", "type"];
            let whole = fields.iter().all(|field| node.get(field).is_some());
            let selector = whole && self.version() >= arazzo::Version::V1_1;
            return if selector {
                self.selector(node, scope)
            } else {
                None
            };
        }
        let written = self.texts().value(node)?;
        if let Some(all) = written
            .all
            .as_ref()
            .and_then(|all| self.all_values(all, node))
        {
            return self.output_of_all(&all, node, scope);
        }
        let whole = 0..node.as_str()?.len();
        match &written.form {
            Form::Every(every, path) => self.every_element((every, path.as_ref()), node, scope),
            Form::Plain(_) => None,
            Form::Template(parts, _) => {
                Some(Value::Template(self.template_parts(parts, node, scope)?))
            }
            Form::Expression(read) => Some(Value::Read(self.read(
                &read.value,
                &[],
                node,
                whole,
                scope,
            )?)),
            Form::Invalid(error, standard) => {
                let all = written.all.as_ref();
                let standard = standard.as_ref();
                // An error inside braces is one of an expression in longer text.
                if !node.as_str()?.trim_start().starts_with('$') {
                    let broken = (error, standard.map(Standard::parts), all);
                    let template = self.tolerated_template(broken, node, scope)?;
                    return self.tolerated_value(template, node, scope);
                }
                let meant = standard
                    .and_then(|standard| Some((standard.expression()?, &standard.tolerated)));
                let read = self.tolerated_expression((error, meant, all), node, scope)?;
                Some(Value::Read(self.read(read, &[], node, whole, scope)?))
            }
        }
    }

    pub(super) fn workflow_outputs(
        &mut self,
        model: &arazzo::Workflow,
        steps: &[Step],
    ) -> Vec<OutputField> {
        let scope = Scope {
            step: None,
            id: None,
            at: At::WorkflowOutputs,
        };
        let names = model.outputs.iter().map(|(name, _)| name.as_str());
        let idents = self.builder.field_names(&model.id.text, "outputs", names);
        let mut fields = Vec::new();
        for ((name, node), ident) in model.outputs.iter().zip(idents) {
            let Some(value) = self.output_value(node, &scope) else {
                continue;
            };
            let (ty, missing) = self.type_of(&value);
            let proven = missing && proven(&value, steps);
            let loose = self.builder.is_recursive(self.id);
            let (ty, missing) = if loose {
                self.note_secret_output(name, &ty);
                (self.builder.loose_type(self.id, name), true)
            } else {
                (ty, missing && !proven)
            };
            let untyped = if loose {
                let reason = "the workflow can come to call itself".to_owned();
                let node = node.clone();
                vec![Untyped { node, reason }]
            } else {
                reasons(&ty, node, &value, Vec::new())
            };
            fields.push(OutputField {
                name: name.clone(),
                ident,
                ty,
                missing,
                value,
                text: written(node),
                proven: proven && !loose,
                untyped,
            });
        }
        fields
    }

    /// Marks what a completed run proves present (decision D-50).
    pub(super) fn promote(&self, steps: &mut [Step], needs: &Needs) {
        for (index, step) in steps.iter_mut().enumerate() {
            let definite = step.definite;
            for output in &mut step.outputs {
                output.promoted = definite
                    && output.missing
                    && needs.outputs.contains(&(index, output.name.clone()));
            }
        }
    }
}

/// Whether the value is an output that a completed run proves present, read as a whole.
fn proven(value: &Value, steps: &[Step]) -> bool {
    let Value::Read(read) = value else {
        return false;
    };
    let crate::plan::Origin::Step {
        step,
        output,
        definite: true,
    } = read.origin
    else {
        return false;
    };
    let whole = !read.access.iter().any(|access| {
        !matches!(
            access,
            Access::Field {
                missing: false,
                nullable: false,
                ..
            }
        )
    });
    whole
        && steps
            .get(step)
            .and_then(|step| step.outputs.get(output))
            .is_some_and(|output| output.promoted)
}

/// Why a value of type `ty` is no better than JSON: as found, or because of what it reads.
fn reasons(ty: &Type, node: &Node, value: &Value, found: Vec<Untyped>) -> Vec<Untyped> {
    if !ty.holds_value() {
        return Vec::new();
    }
    if !found.is_empty() {
        return found;
    }
    let reason = match value {
        Value::Selector(_) => "no schema says what a selector finds",
        // What a selector reads alone.
        Value::Read(_) if node.as_object().is_some() => "no schema says what a selector finds",
        Value::Object(_) => "it is an object of several values",
        _ => "what it reads is JSON",
    };
    let node = node.clone();
    let reason = reason.to_owned();
    vec![Untyped { node, reason }]
}

fn written(node: &Node) -> String {
    node.as_str()
        .map_or_else(|| node.value().to_string(), str::to_owned)
}
