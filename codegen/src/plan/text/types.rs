//! Types of a plan as text.

use std::fmt::{self, Formatter};

use crate::types::{Definition, Kind, Shape, Type, Types};

use super::Printer;

impl Printer<'_> {
    /// The named types that callers meet.
    pub(super) fn types(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let workflow = self.workflow;
        let inputs = workflow.inputs.iter().map(|field| &field.ty);
        let steps = workflow.steps.iter().flat_map(|step| &step.outputs);
        let steps = steps.map(|output| &output.ty);
        let outputs = workflow.outputs.iter().map(|field| &field.ty);
        self.named(inputs.chain(steps).chain(outputs), f)
    }

    /// The named types that `roots` mention.
    pub(super) fn named<'t>(
        &self,
        roots: impl Iterator<Item = &'t Type>,
        f: &mut Formatter<'_>,
    ) -> fmt::Result {
        let types = &self.workflow.types;
        for id in types.reachable(roots) {
            let definition = types.get(id);
            writeln!(
                f,
                "  type {} {}",
                definition.name,
                self.definition(definition)
            )?;
        }
        Ok(())
    }

    fn definition(&self, definition: &Definition) -> String {
        match &definition.kind {
            Kind::Struct { fields, additional } => {
                let members = fields.iter().map(|field| {
                    let mark = if field.required { "" } else { "?" };
                    let boxed = if field.boxed { "boxed " } else { "" };
                    format!("{}{mark}: {boxed}{}", field.name, self.ty(&field.ty, false))
                });
                let rest = additional
                    .iter()
                    .map(|of| format!("..: {}", self.ty(of, false)));
                let members: Vec<String> = members.chain(rest).collect();
                format!("{{ {} }}", members.join(", "))
            }
            Kind::Enum { variants, other } => {
                let texts: Vec<String> = variants
                    .iter()
                    .map(|(_, text)| format!("{text:?}"))
                    .collect();
                format!("= {} | {other}", texts.join(" | "))
            }
            Kind::Union {
                variants,
                tag,
                other,
            } => {
                let types: Vec<String> = variants
                    .iter()
                    .map(|variant| format!("{}({})", variant.ident, self.ty(&variant.ty, false)))
                    .collect();
                let tag = tag.as_ref().map(|tag| {
                    let texts: Vec<&str> =
                        tag.mapping.iter().map(|(text, _)| text.as_str()).collect();
                    format!(" by {} {texts:?}", tag.property)
                });
                match tag {
                    Some(tag) => format!("= {} | {other}{tag}", types.join(" | ")),
                    None => format!("= {}", types.join(" | ")),
                }
            }
        }
    }

    pub(super) fn ty(&self, ty: &Type, missing: bool) -> String {
        let name = type_name(ty, &self.workflow.types);
        if missing { format!("{name}?") } else { name }
    }
}

fn type_name(ty: &Type, types: &Types) -> String {
    let name = match &ty.shape {
        Shape::List(of) => format!("[{}]", type_name(of, types)),
        Shape::Map(of) => format!("map of {}", type_name(of, types)),
        Shape::Tuple(of) => format!(
            "({})",
            of.iter()
                .map(|of| type_name(of, types))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        Shape::Named(id) => types.get(*id).name.clone(),
        Shape::Own(own) => own.path.clone(),
        Shape::SecretValue => "secret value".to_owned(),
        shape => format!("{shape:?}").to_lowercase(),
    };
    if ty.nullable {
        format!("{name} or null")
    } else {
        name
    }
}
