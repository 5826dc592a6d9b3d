//! Which fields need a `Box`: those by way of which a type would hold itself.

use crate::circles::components;

use super::shape::{Kind, Shape, Type, TypeId, Types};

/// Sets `boxed` and `recursive` throughout the arena.
pub(super) fn mark(types: &mut Types) {
    let count = types.len();
    let by_value: Vec<Vec<usize>> = types
        .iter()
        .map(|(_, definition)| {
            let inner = definition.types().into_iter();
            inner.flat_map(held).map(|id| id.0).collect()
        })
        .collect();
    let mentioned: Vec<Vec<usize>> = types
        .iter()
        .map(|(_, definition)| {
            let inner = definition.types().into_iter();
            inner.flat_map(Type::mentions).map(|id| id.0).collect()
        })
        .collect();
    let holding = components(&by_value).of;
    let mentioning = components(&mentioned).of;
    for index in 0..count {
        let own = holding.get(index).copied();
        let recursive = is_cycle(index, &mentioned, &mentioning);
        let cyclic = is_cycle(index, &by_value, &holding);
        let Some(definition) = types.get_mut(TypeId(index)) else {
            continue;
        };
        definition.recursive = recursive;
        let needs_box =
            |ty: &Type| cyclic && held(ty).iter().any(|id| holding.get(id.0).copied() == own);
        match &mut definition.kind {
            Kind::Struct { fields, .. } => {
                for field in fields {
                    field.boxed = needs_box(&field.ty);
                }
            }
            Kind::Union { variants, .. } => {
                for variant in variants {
                    variant.boxed = needs_box(&variant.ty);
                }
            }
            Kind::Enum { .. } => {}
        }
    }
}

/// Named types whose values lie inside a value of `ty` without a heap allocation between.
fn held(ty: &Type) -> Vec<TypeId> {
    match &ty.shape {
        Shape::Named(id) => vec![*id],
        Shape::Tuple(of) => of.iter().flat_map(held).collect(),
        _ => Vec::new(),
    }
}

/// Whether the node lies on a cycle: it shares its component with a successor.
fn is_cycle(node: usize, edges: &[Vec<usize>], component: &[usize]) -> bool {
    let own = component.get(node);
    let successors = edges.get(node).map(Vec::as_slice).unwrap_or_default();
    successors.iter().any(|to| component.get(*to) == own)
}
