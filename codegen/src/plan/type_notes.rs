//! Why a type is no better than JSON, place by place: what `check --explain-types` prints.

use crate::{
    load::Place,
    types::{Definition, Kind, Shape, Type, Untyped},
};

use super::{Plan, Workflow};

/// Something about the types of a workflow that nobody is warned about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeNote {
    /// `workflowId`
    pub workflow: String,
    /// The Rust item that is a `serde_json::Value` or holds some: `search::Inputs.filter`. `None` where a keyword was put
    /// aside without changing a type.
    pub item: Option<String>,
    /// Whether it is a `serde_json::Value` itself.
    pub whole: bool,
    /// The schema, or what else keeps it from having a type.
    pub place: Place,
    /// The reason: a clause such as `the schema gives no type`.
    pub reason: String,
}

impl Plan {
    /// Every place of inputs and outputs that is a `serde_json::Value`, and every keyword put aside.
    pub fn type_notes(&self) -> Vec<TypeNote> {
        let mut notes = Vec::new();
        for document in &self.documents {
            for workflow in document.workflows.iter().filter(|found| !found.omitted) {
                let module = match &document.module {
                    Some(module) => format!("{module}::{}", workflow.ident),
                    None => workflow.ident.clone(),
                };
                Notes {
                    workflow,
                    module,
                    notes: &mut notes,
                }
                .all();
            }
        }
        notes
    }
}

struct Notes<'a> {
    workflow: &'a Workflow,
    module: String,
    notes: &'a mut Vec<TypeNote>,
}

impl Notes<'_> {
    fn all(&mut self) {
        let workflow = self.workflow;
        let mut roots: Vec<&Type> = Vec::new();
        for input in &workflow.inputs {
            roots.push(&input.ty);
            self.add(
                &format!("Inputs.{}", input.ident),
                &input.ty,
                &input.untyped,
            );
        }
        for step in &workflow.steps {
            for output in &step.outputs {
                roots.push(&output.ty);
                let item = format!("{}.{}", step.type_ident, output.ident);
                self.add(&item, &output.ty, &output.untyped);
            }
        }
        for output in &workflow.outputs {
            roots.push(&output.ty);
            let item = format!("Outputs.{}", output.ident);
            self.add(&item, &output.ty, &output.untyped);
        }
        for id in workflow.types.reachable(roots) {
            let definition = workflow.types.get(id);
            // Those of other modules are theirs to explain.
            if definition.home.is_none() {
                self.definition(definition);
            }
        }
        for (node, note) in &workflow.notes {
            self.push(TypeNote {
                workflow: workflow.id.clone(),
                item: None,
                whole: false,
                place: node.place(),
                reason: note.clone(),
            });
        }
    }

    fn definition(&mut self, definition: &Definition) {
        let name = &definition.name;
        match &definition.kind {
            Kind::Struct { fields, additional } => {
                for field in fields {
                    let item = format!("{name}.{}", field.ident);
                    self.add(&item, &field.ty, &field.untyped);
                }
                if let Some(of) = additional {
                    let item = format!("{name}.{}", definition.additional_ident());
                    self.add(&item, of, &definition.untyped);
                }
            }
            Kind::Enum { .. } => {}
            Kind::Union { variants, .. } => {
                for variant in variants {
                    let item = format!("{name}::{}", variant.ident);
                    self.add(&item, &variant.ty, &variant.untyped);
                }
            }
        }
    }

    fn add(&mut self, item: &str, ty: &Type, untyped: &[Untyped]) {
        for Untyped { node, reason } in untyped {
            self.push(TypeNote {
                workflow: self.workflow.id.clone(),
                item: Some(format!("{}::{item}", self.module)),
                whole: ty.shape == Shape::Value,
                place: node.place(),
                reason: reason.clone(),
            });
        }
    }

    fn push(&mut self, note: TypeNote) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}
