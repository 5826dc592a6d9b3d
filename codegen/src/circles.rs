//! Circles of anything that leads to each other: types, steps, workflows.

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
