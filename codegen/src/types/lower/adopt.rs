//! Types of other workflows, for values that come out of their runs.

use super::Lowering;
use crate::{
    resolve::workflow::WorkflowId,
    types::{Definition, Kind, Shape, Type, TypeId, Types},
};

impl Lowering<'_> {
    /// `ty`, a type of the arena `types` of the workflow `home`, as a type of this arena, which belongs to `own`. Named
    /// types stay those of the module that defines them.
    pub fn adopt(&mut self, own: WorkflowId, home: WorkflowId, types: &Types, ty: &Type) -> Type {
        let shape = match &ty.shape {
            Shape::List(of) => Shape::List(Box::new(self.adopt(own, home, types, of))),
            Shape::Map(of) => Shape::Map(Box::new(self.adopt(own, home, types, of))),
            Shape::Tuple(of) => {
                let of = of.iter().map(|ty| self.adopt(own, home, types, ty));
                Shape::Tuple(of.collect())
            }
            Shape::Named(id) => Shape::Named(self.adopted(own, home, types, *id)),
            other => other.clone(),
        };
        Type {
            shape,
            nullable: ty.nullable,
        }
    }

    fn adopted(&mut self, own: WorkflowId, home: WorkflowId, types: &Types, id: TypeId) -> TypeId {
        let definition = types.get(id);
        let origin = definition.home.unwrap_or((home, id));
        if origin.0 == own {
            return origin.1;
        }
        if let Some(known) = self.adopted.get(&origin) {
            return *known;
        }
        let new = self.types.add(Definition {
            home: Some(origin),
            ..definition.clone()
        });
        // Before its parts, which may mention it.
        self.adopted.insert(origin, new);
        let mut kind = definition.kind.clone();
        let mut parts: Vec<&mut Type> = Vec::new();
        match &mut kind {
            Kind::Struct { fields, additional } => {
                parts.extend(fields.iter_mut().map(|field| &mut field.ty));
                parts.extend(additional);
            }
            Kind::Enum { .. } => {}
            Kind::Union { variants, .. } => {
                parts.extend(variants.iter_mut().map(|variant| &mut variant.ty));
            }
        }
        for part in parts {
            *part = self.adopt(own, home, types, part);
        }
        if let Some(definition) = self.types.get_mut(new) {
            definition.kind = kind;
        }
        new
    }
}
