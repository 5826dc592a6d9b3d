//! `shadowed-action`: an action that never applies, because an earlier one of its list does whenever it would
//! (Arazzo 1.1, section 4.6.5: the first action that matches is taken).

use std::collections::BTreeSet;

use crate::{
    diagnostic::{Code, Diagnostic, Diagnostics},
    flow::unconditional,
    load::Place,
    model::{
        arazzo::{ActionKind, Criterion, Step},
        texts::Texts,
    },
    resolve::workflow::{ResolvedAction, ResolvedStep},
};

use super::super::subject::Subject;

/// Reports them; the places of the actions that come first and always apply, for rules that would tell what follows from that.
pub(in super::super) fn check(subject: &Subject, diagnostics: &mut Diagnostics) -> Vec<Place> {
    let mut hiding = Vec::new();
    for (_, step, resolved) in subject.steps() {
        for list in [&resolved.on_success, &resolved.on_failure] {
            // A step's own actions are there to come before those of the workflow.
            let (mine, shared): (Vec<_>, Vec<_>) = list
                .iter()
                .partition(|action| action.node.pointer().is_in(step.node.pointer()));
            hiding.extend(in_list(&mine, step, resolved, diagnostics));
            in_list(&shared, step, resolved, diagnostics);
        }
    }
    hiding
}

fn in_list(
    list: &[&ResolvedAction],
    step: &Step,
    resolved: &ResolvedStep,
    diagnostics: &mut Diagnostics,
) -> Vec<Place> {
    let mut hiding = Vec::new();
    let asked: Vec<BTreeSet<Asked>> = list
        .iter()
        .map(|action| asked(action, &resolved.texts))
        .collect();
    for (index, (action, asked_later)) in list.iter().zip(&asked).enumerate() {
        let mut before = list.iter().zip(&asked).take(index);
        let Some((earlier, _)) = before.find(|(earlier, asked)| hides(earlier, asked, asked_later))
        else {
            continue;
        };
        let label = if unconditional(earlier) {
            hiding.push(earlier.node.place());
            "always applies"
        } else {
            "has the same criteria"
        };
        diagnostics.push(
            Diagnostic::new(
                Code::ShadowedAction,
                place(action),
                format!(
                    "action `{}` never applies: `{}` comes first",
                    action.model.name.text, earlier.model.name.text
                ),
            )
            .label("never reached")
            .also(place(earlier), label)
            .help("put the more special action first, or remove one")
            .step(&step.id.text),
        );
    }
    hiding
}

/// Where an action is named: a component may be hidden in one list and of use in another, so that is the reference to it.
fn place(action: &ResolvedAction) -> Place {
    if action.node.pointer() == action.model.node.pointer() {
        action.model.name.node.place()
    } else {
        action.node.place()
    }
}

/// Whether `earlier` is taken whenever `later` could be. A retry gives way once its limit is reached (decision D-17).
fn hides(earlier: &ResolvedAction, asked: &BTreeSet<Asked>, asked_later: &BTreeSet<Asked>) -> bool {
    earlier.model.kind != ActionKind::Retry && asked.is_subset(asked_later)
}

/// What a criterion asks: its type, context and condition.
type Asked = (Option<String>, Option<String>, String);

/// What the criteria of an action ask.
fn asked(action: &ResolvedAction, texts: &Texts) -> BTreeSet<Asked> {
    let asked = |criterion: &Criterion| {
        let kind = criterion.node.get("type");
        let kind = kind.map(|node| node.value().to_string());
        let context = criterion.context.as_ref().map(|text| text.text.clone());
        let simple = texts.condition(&criterion.condition.node);
        let condition = match simple.and_then(|simple| simple.condition()) {
            Some(condition) => condition.to_string(),
            None => criterion.condition.text.trim().to_owned(),
        };
        (kind, context, condition)
    };
    action.model.criteria.iter().map(asked).collect()
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
    fn spaces_count_inside_texts_only() {
        let actions = |one: &str, other: &str| {
            step(&format!(
                "onFailure: [{{name: a, type: end, criteria: [{{condition: \"{one}\"}}]}}, {{name: b, type: end, criteria: [{{condition: \"{other}\"}}]}}]"
            ))
        };
        assert_eq!(
            actions("$url=='a b'", "$url == 'a b'"),
            ["shadowed-action 1: action `b` never applies: `a` comes first"]
        );
        assert_eq!(
            actions("$url == 'a b'", "$url == 'a  b'"),
            Vec::<String>::new()
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
