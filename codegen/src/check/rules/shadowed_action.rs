//! `shadowed-action`: an action that never applies, because an earlier one of its list does whenever it would
//! (Arazzo 1.1, section 4.6.5: the first action that matches is taken).

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    model::arazzo::ActionKind,
    resolve::workflow::ResolvedAction,
};

use super::super::{
    graph::unconditional,
    subject::{Subject, below},
};

pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) {
    for (_, step, resolved) in subject.steps() {
        for list in [&resolved.on_success, &resolved.on_failure] {
            let own = |action: &&ResolvedAction| {
                below(action.node.pointer().as_str(), step.node.pointer().as_str())
            };
            let (mine, shared): (Vec<_>, Vec<_>) = list.iter().partition(own);
            in_list(&mine, Some(&step.id.text), diagnostics);
            // The workflow's own list is the same for every step: told once.
            in_list(&shared, None, diagnostics);
        }
    }
}

fn in_list(list: &[&ResolvedAction], step: Option<&str>, diagnostics: &mut Diagnostics) {
    for (index, action) in list.iter().enumerate() {
        let Some(earlier) = list
            .iter()
            .take(index)
            .find(|earlier| hides(earlier, action))
        else {
            continue;
        };
        let label = if unconditional(earlier) {
            "always applies"
        } else {
            "has the same criteria"
        };
        let mut found = Diagnostic::warning(
            "shadowed-action",
            action.model.name.node.place(),
            format!(
                "action `{}` never applies: `{}` comes first",
                action.model.name.text, earlier.model.name.text
            ),
        )
        .label("never reached")
        .also(&earlier.model.name.node, label)
        .help("put the more special action first, or remove one");
        if let Some(step) = step {
            found = found.step(step);
        }
        diagnostics.push(found);
    }
}

/// Whether `earlier` is taken whenever `later` could be. A retry gives way once its limit is reached (decision D-17).
fn hides(earlier: &ResolvedAction, later: &ResolvedAction) -> bool {
    earlier.model.kind != ActionKind::Retry
        && earlier.model.criteria.iter().all(|criterion| {
            later.model.criteria.iter().any(|other| {
                same_text(&other.condition.text, &criterion.condition.text)
                    && other.node.get("type").map(|node| node.value().clone())
                        == criterion.node.get("type").map(|node| node.value().clone())
                    && other.context.as_ref().map(|context| &context.text)
                        == criterion.context.as_ref().map(|context| &context.text)
            })
        })
}

fn same_text(left: &str, right: &str) -> bool {
    left.split_whitespace().eq(right.split_whitespace())
}

#[cfg(test)]
mod tests {
    use super::super::testing::step;

    #[test]
    fn the_first_that_applies_is_taken() {
        assert_eq!(
            step("onFailure: [{name: a, type: end}, {name: b, type: retry}]"),
            ["shadowed-action 1: action `b` never applies: `a` comes first"]
        );
        let same = "criteria: [{condition: $statusCode == 404}]";
        assert_eq!(
            step(&format!(
                "onFailure: [{{name: a, type: end, {same}}}, {{name: b, type: retry, {same}}}]"
            )),
            ["shadowed-action 1: action `b` never applies: `a` comes first"]
        );
    }

    #[test]
    fn a_retry_gives_way() {
        assert_eq!(
            step("onFailure: [{name: a, type: retry}, {name: b, type: end}]"),
            Vec::<String>::new()
        );
    }
}
