//! Which fields need a `Box`: those by way of which a type would hold itself.

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

/// Strongly connected components.
pub(crate) struct Components {
    /// The component of each node, named after one of its nodes.
    pub(crate) of: Vec<usize>,
    /// The nodes of each; edges lead from earlier components to later ones.
    pub(crate) members: Vec<Vec<usize>>,
}

/// Finds the strongly connected components (Kosaraju's two passes, without recursion).
pub(crate) fn components(edges: &[Vec<usize>]) -> Components {
    let mut backwards = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        for to in targets {
            if let Some(sources) = backwards.get_mut(*to) {
                sources.push(from);
            }
        }
    }
    let mut done = vec![false; edges.len()];
    let mut order = Vec::new();
    for start in 0..edges.len() {
        visit(start, edges, &mut done, &mut order);
    }
    let mut of = vec![usize::MAX; edges.len()];
    let mut all = Vec::new();
    let mut done = vec![false; edges.len()];
    for start in order.into_iter().rev() {
        let mut members = Vec::new();
        visit(start, &backwards, &mut done, &mut members);
        for member in &members {
            if let Some(slot) = of.get_mut(*member) {
                *slot = start;
            }
        }
        if !members.is_empty() {
            all.push(members);
        }
    }
    Components { of, members: all }
}

/// Appends what can be reached from `start` and was not done yet, successors before their predecessors.
fn visit(start: usize, edges: &[Vec<usize>], done: &mut [bool], order: &mut Vec<usize>) {
    let mut stack = vec![(start, 0_usize)];
    if !enter(start, done) {
        return;
    }
    while let Some((node, next)) = stack.last_mut() {
        let node = *node;
        let target = edges
            .get(node)
            .and_then(|targets| targets.get(*next))
            .copied();
        *next = next.saturating_add(1);
        match target {
            Some(target) if enter(target, done) => stack.push((target, 0)),
            Some(_) => {}
            None => {
                order.push(node);
                stack.pop();
            }
        }
    }
}

/// Marks `node` as done; whether it was not before.
fn enter(node: usize, done: &mut [bool]) -> bool {
    match done.get_mut(node) {
        Some(flag) => !std::mem::replace(flag, true),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn cycles_share_a_component() {
        // 0 -> 1 -> 2 -> 1, 3 -> 0
        let found = components(&[vec![1], vec![2], vec![1], vec![0]]);
        assert_eq!(found.members.len(), 3);
        let found = found.of;
        assert_eq!(found[1], found[2]);
        assert_ne!(found[0], found[1]);
        assert_ne!(found[3], found[0]);
    }
}
