//! Reports about actions that several steps share, those of a workflow and of components: what is pointless after one step may
//! matter after another, so such a report is made only if it holds for every step that uses the action.

use std::collections::{HashMap, HashSet};

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    load::{DocumentId, Node, Pointer},
    resolve::workflow::WorkflowId,
};

use super::subject::Subject;

/// A step of some workflow.
type User = (WorkflowId, String);

/// Collects what rules say, and holds back what is about a shared action until all of its users have been looked at.
#[derive(Default)]
pub(super) struct Shared {
    /// Of each action, by its place.
    users: HashMap<At, Vec<User>>,
    held: Vec<Held>,
}

struct Held {
    action: At,
    user: User,
    found: Diagnostic,
}

/// Where an action stands.
type At = (DocumentId, Pointer);

impl Shared {
    /// Hands on what `found` says about `subject` itself, and keeps the rest.
    pub(super) fn sort(
        &mut self,
        subject: &Subject,
        found: Diagnostics,
        diagnostics: &mut Diagnostics,
    ) {
        let uses = uses(subject);
        let actions: HashSet<&At> = uses.iter().map(|(action, _)| action).collect();
        for found in found {
            let place = &found.primary.place;
            let around = std::iter::successors(Some(place.pointer.clone()), Pointer::parent);
            let mut around = around.map(|pointer| (place.document, pointer));
            let action = around.find(|at| actions.contains(at));
            match (action, found.step.clone()) {
                (Some(action), Some(step)) => self.held.push(Held {
                    action,
                    user: (subject.id, step),
                    found,
                }),
                _ => diagnostics.push(found),
            }
        }
        for (action, user) in uses {
            self.users.entry(action).or_default().push(user);
        }
    }

    /// Reports what holds for every user.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        let says = |found: &'_ Diagnostic| (found.code, found.primary.place.clone());
        let mut told: HashMap<_, HashSet<&User>> = HashMap::new();
        for held in &self.held {
            told.entry(says(&held.found))
                .or_default()
                .insert(&held.user);
        }
        // Whether every user of the action has been told the same, which is found once for all of them.
        let mut known = HashMap::new();
        for one in &self.held {
            let said = (says(&one.found), one.action.clone());
            let all = *known.entry(said).or_insert_with_key(|(said, action)| {
                let told = told.get(said);
                let mut users = self.users.get(action).into_iter().flatten();
                users.all(|user| told.is_some_and(|told| told.contains(user)))
            });
            if all {
                diagnostics.push(one.found.clone());
            }
        }
    }
}

/// The actions that `subject` uses and that may have other users, with the steps that use them.
fn uses(subject: &Subject) -> Vec<(At, User)> {
    let mut all = Vec::new();
    for (_, step, resolved) in subject.steps() {
        for action in resolved.on_success.iter().chain(&resolved.on_failure) {
            for node in [&action.node, &action.model.node] {
                if !is_part(node, &step.node) {
                    let at = (node.document().id, node.pointer().clone());
                    all.push((at, (subject.id, step.id.text.clone())));
                }
            }
        }
    }
    all
}

fn is_part(node: &Node, whole: &Node) -> bool {
    node.document().id == whole.document().id && node.pointer().is_in(whole.pointer())
}
