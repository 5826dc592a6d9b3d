//! Reports about actions that several steps share, those of a workflow and of components: what is pointless after one step may
//! matter after another, so such a report is made only if it holds for every step that uses the action.

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    load::{Node, Place},
    resolve::workflow::WorkflowId,
};

use super::subject::{Subject, below};

/// A step of some workflow.
type User = (WorkflowId, String);

/// Collects what rules say, and holds back what is about a shared action until all of its users have been looked at.
#[derive(Default)]
pub(super) struct Shared {
    uses: Vec<(Place, User)>,
    held: Vec<Held>,
}

struct Held {
    action: Place,
    user: User,
    found: Diagnostic,
}

impl Shared {
    /// Hands on what `found` says about `subject` itself, and keeps the rest.
    pub(super) fn sort(
        &mut self,
        subject: &Subject,
        found: Diagnostics,
        diagnostics: &mut Diagnostics,
    ) {
        let uses = uses(subject);
        for found in found {
            let place = &found.primary.place;
            let action = uses.iter().find(|(action, _)| holds(action, place));
            match (action, found.step.clone()) {
                (Some((action, _)), Some(step)) => self.held.push(Held {
                    action: action.clone(),
                    user: (subject.id, step),
                    found,
                }),
                _ => diagnostics.push(found),
            }
        }
        self.uses.extend(uses);
    }

    /// Reports what holds for every user.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        let says = |held: &Held, found: &Diagnostic| {
            held.found.code == found.code && held.found.primary.place == found.primary.place
        };
        for one in &self.held {
            let mut users = self.uses.iter().filter(|(action, _)| *action == one.action);
            let all = users.all(|(_, user)| {
                let mut same = self.held.iter().filter(|held| says(held, &one.found));
                same.any(|held| held.user == *user)
            });
            if all {
                diagnostics.push(one.found.clone());
            }
        }
    }
}

/// The actions that `subject` uses and that may have other users, with the steps that use them.
fn uses(subject: &Subject) -> Vec<(Place, User)> {
    let mut all = Vec::new();
    for (_, step, resolved) in subject.steps() {
        for action in resolved.on_success.iter().chain(&resolved.on_failure) {
            for node in [&action.node, &action.model.node] {
                if !is_part(node, &step.node) {
                    all.push((node.place(), (subject.id, step.id.text.clone())));
                }
            }
        }
    }
    all
}

fn is_part(node: &Node, whole: &Node) -> bool {
    holds(&whole.place(), &node.place())
}

fn holds(whole: &Place, part: &Place) -> bool {
    whole.document == part.document && below(part.pointer.as_str(), whole.pointer.as_str())
}
