//! What becomes of everything that was found: which findings are reported, once each, and how serious they are. Pure
//! functions from the findings of all stages to the report; no stage knows of them.

use std::{
    collections::{BTreeSet, HashMap, HashSet, hash_map::Entry},
    hash::Hash,
};

use crate::{
    diagnostic::{ALLOW, Code, Diagnostic, Diagnostics, Severity},
    load::{DocumentId, Documents, Node, Part, Place, Pointer},
};

/// Which warnings are errors and which are nothing. Errors stay errors, as no code can be emitted for them, but for those of
/// codes that may be allowed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// All warnings are errors, except those that are allowed.
    pub deny_warnings: bool,
    /// Codes of warnings that are errors.
    pub deny: Vec<Code>,
    /// Codes of warnings that are not reported, unless they are denied by name.
    pub allow: Vec<Code>,
}

impl Policy {
    /// What is reported of everything that was `found`.
    pub fn reported(&self, found: Diagnostics, documents: &Documents) -> Vec<Diagnostic> {
        let found = without_yielding(found.into_iter().collect());
        let found = without_used(found, documents);
        let found = with_steps(found, documents);
        let found = without_allowed(found, documents);
        let found = once_per_name(found, documents);
        self.applied(found)
    }

    /// Applies `--deny` and `--allow`.
    fn applied(&self, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
        found.retain_mut(|found| {
            if is_fixed(found) {
                return true;
            }
            let denied = self.deny.contains(&found.code);
            if self.allow.contains(&found.code) && !denied {
                return false;
            }
            if denied || self.deny_warnings {
                found.severity = Severity::Error;
            }
            true
        });
        found
    }
}

/// Whether nobody can allow it.
fn is_fixed(found: &Diagnostic) -> bool {
    found.severity == Severity::Error && !found.code.may_be_allowed()
}

/// Codes whose findings yield to those of the other codes about the same value, unless these are less serious: what they say
/// is then a consequence.
const YIELDING: [(&[Code], &[Code]); 3] = [
    // How a way is written that leads nowhere does not matter.
    (&[Code::DottedWalk], &[Code::UndeclaredPointer]),
    // What was meant as an expression was not meant to be sent as it is, and fits nowhere.
    (
        &[
            Code::LiteralMismatch,
            Code::MissingBodyProperty,
            Code::ReadOnlyMember,
            Code::UnknownBodyProperty,
        ],
        &[Code::MisspeltExpression],
    ),
    // Nor was it meant as a JSON document.
    (&[Code::MisspeltExpression], &[Code::InvalidJsonPayload]),
];

/// The value that a finding is about.
fn value(found: &Diagnostic) -> (DocumentId, &Pointer) {
    (found.primary.place.document, &found.primary.place.pointer)
}

fn without_yielding(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut stronger: HashMap<(DocumentId, &Pointer), Vec<&Diagnostic>> = HashMap::new();
    for one in &found {
        if YIELDING.iter().any(|(_, to)| to.contains(&one.code)) {
            stronger.entry(value(one)).or_default().push(one);
        }
    }
    let yields = |one: &Diagnostic| {
        let rows = YIELDING
            .iter()
            .filter(|(codes, _)| codes.contains(&one.code));
        let others = stronger.get(&value(one)).into_iter().flatten();
        rows.into_iter().any(|(_, to)| {
            let mut others = others.clone().filter(|other| to.contains(&other.code));
            others.any(|other| {
                other.severity >= one.severity && overlap(&one.primary.place, &other.primary.place)
            })
        })
    };
    let kept: Vec<bool> = found.iter().map(|one| !yields(one)).collect();
    let found = found.into_iter().zip(kept);
    found
        .filter_map(|(one, kept)| kept.then_some(one))
        .collect()
}

/// Whether two parts of one value have something in common.
fn overlap(one: &Place, other: &Place) -> bool {
    match (&one.part, &other.part) {
        (Part::Within(one), Part::Within(other)) => {
            one.start < other.end && other.start < one.end || one == other
        }
        _ => true,
    }
}

/// Leaves out that nothing uses an input or an output whose name a misspelt expression has: it probably meant that.
fn without_used(mut found: Vec<Diagnostic>, documents: &Documents) -> Vec<Diagnostic> {
    let mut names: BTreeSet<(DocumentId, String)> = BTreeSet::new();
    for one in (found.iter()).filter(|one| one.code == Code::MisspeltExpression) {
        let place = &one.primary.place;
        let document = documents.get(place.document);
        let written = document.and_then(|document| Node::root(document).at(&place.pointer));
        let written = written.as_ref().and_then(Node::as_str);
        let meant = one.suggestion.as_ref();
        let meant = meant.map(|meant| meant.replacement.as_str());
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        for text in written.into_iter().chain(meant) {
            let words = text.split(|c: char| !is_part(c));
            names.extend(words.map(|word| (place.document, word.to_owned())));
        }
    }
    found.retain(|one| {
        let place = &one.primary.place;
        let last = place.pointer.tokens().last();
        let unused = matches!(one.code, Code::UnusedInput | Code::UnusedOutput);
        !(unused && last.is_some_and(|name| names.contains(&(place.document, name))))
    });
    found
}

/// Names the step that a finding stands in, where the stage that found it did not know of steps.
fn with_steps(mut found: Vec<Diagnostic>, documents: &Documents) -> Vec<Diagnostic> {
    for one in found.iter_mut().filter(|one| one.step.is_none()) {
        let place = &one.primary.place;
        let tokens: Vec<String> = place.pointer.tokens().take(4).collect();
        if let [workflows, workflow, steps, step] = tokens.as_slice()
            && workflows == "workflows"
            && steps == "steps"
        {
            one.step = documents.get(place.document).and_then(|document| {
                let workflows = Node::root(document).get(workflows)?;
                let steps = workflows.item(workflow.parse().ok()?)?.get(steps)?;
                let step = steps.item(step.parse().ok()?)?;
                step.str_at("stepId").map(str::to_owned)
            });
        }
    }
    found
}

/// Leaves out the warnings that the documents allow by `x-arazzo-codegen-allow: [code]` on an object: those about it or anything
/// in it. Errors stay, but for those of codes that [may be allowed](Code::may_be_allowed).
fn without_allowed(mut found: Vec<Diagnostic>, documents: &Documents) -> Vec<Diagnostic> {
    let all = documents.all().into_iter();
    let lists: HashSet<DocumentId> = all
        .filter(|document| document.text.contains(ALLOW))
        .map(|document| document.id)
        .collect();
    found.retain(|one| {
        let listed = lists.contains(&one.primary.place.document);
        // What is wrong with a list is not for the list to allow.
        let fixed = is_fixed(one) || one.code == Code::UnknownCode;
        fixed || !listed || !is_allowed(documents, one)
    });
    found
}

fn is_allowed(documents: &Documents, found: &Diagnostic) -> bool {
    let place = &found.primary.place;
    let Some(document) = documents.get(place.document) else {
        return false;
    };
    let mut node = Node::root(document);
    let mut way = Pointer::root();
    let mut tokens = place.pointer.tokens();
    loop {
        let listed = node.get(ALLOW).is_some_and(|list| {
            let items = list.items();
            let mut codes = items.iter().filter_map(Node::as_str);
            codes.any(|code| Code::find(code) == Some(found.code))
        });
        if listed {
            return true;
        }
        let Some(token) = tokens.next() else {
            return false;
        };
        way = way.join(&token);
        match node.at(&way) {
            Some(next) => node = next,
            None => return false,
        }
    }
}

/// What makes two reports about a missing name one: the code, the message, and the workflow they are about.
type Name = (Code, String, DocumentId, Option<String>);

/// Keeps the first report of every name that nothing has, in the order of the text, and says there how many others there
/// are: it is one mistake however often the name is used in a workflow.
fn once_per_name(found: Vec<Diagnostic>, documents: &Documents) -> Vec<Diagnostic> {
    let mut uses: HashMap<Name, Vec<(usize, usize)>> = HashMap::new();
    for (index, one) in found.iter().enumerate() {
        if let Some(name) = name(one) {
            uses.entry(name)
                .or_default()
                .push((position(documents, one), index));
        }
    }
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for all in uses.values() {
        // An alias is the text of its anchor once more.
        let places: BTreeSet<usize> = all.iter().map(|(at, _)| *at).collect();
        if let Some((_, first)) = all.iter().min() {
            counts.insert(*first, places.len());
        }
    }
    let found = found.into_iter().enumerate();
    let found = found.filter_map(|(index, mut one)| {
        if name(&one).is_none() {
            return Some(one);
        }
        match counts.get(&index)?.saturating_sub(1) {
            0 => return Some(one),
            1 => one.notes.push("and 1 more place".to_owned()),
            more => one.notes.push(format!("and {more} more places")),
        }
        // Where all use one name, it may as well be the declaration that has the typo.
        if let Some(meant) = &mut one.suggestion {
            meant.certain = false;
        }
        Some(one)
    });
    found.collect()
}

/// The name that `found` misses.
fn name(found: &Diagnostic) -> Option<Name> {
    if !found.misses_name || !found.code.is_once_per_name() {
        return None;
    }
    let place = &found.primary.place;
    let workflow: Vec<String> = place.pointer.tokens().take(2).collect();
    let home = workflow.first().is_some_and(|field| field == "workflows");
    let home = home.then(|| workflow.join("/"));
    Some((found.code, found.message.clone(), place.document, home))
}

/// Where a report is in its document.
fn position(documents: &Documents, found: &Diagnostic) -> usize {
    let place = &found.primary.place;
    let document = documents.get(place.document);
    document.map_or(0, |document| document.range(place).start)
}

/// Leaves out what says the same as an earlier finding about the same text, which YAML may have in several places by aliases.
pub(super) fn once_per_text(found: Vec<Diagnostic>, documents: &Documents) -> Vec<Diagnostic> {
    merged(found, |one| {
        let place = &one.primary.place;
        let found = documents.find(place)?;
        let words = (one.code, one.message.clone());
        Some((place.document, found.range.start, words))
    })
}

/// Leaves out what says the same as an earlier finding with an equal key.
fn merged<K: Eq + Hash>(
    found: Vec<Diagnostic>,
    key: impl Fn(&Diagnostic) -> Option<K>,
) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(found.len());
    let mut known: HashMap<K, usize> = HashMap::new();
    for one in found {
        let earlier = key(&one).and_then(|key| match known.entry(key) {
            Entry::Occupied(earlier) => Some(*earlier.get()),
            Entry::Vacant(first) => {
                first.insert(kept.len());
                None
            }
        });
        match earlier.and_then(|index| kept.get_mut(index)) {
            Some(earlier) => earlier.share(&one),
            None => kept.push(one),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Document;

    fn applied(policy: Policy) -> Vec<(Code, Severity)> {
        let node = Node::root(Document::parse("a.yaml", "a: 1").unwrap());
        let found = vec![
            Diagnostic::new(Code::UnusedInput, &node, "1"),
            Diagnostic::new(Code::UnusedOutput, &node, "2"),
            Diagnostic::new(Code::UnknownStep, &node, "3"),
            Diagnostic::error(Code::MisspeltExpression, &node, "4"),
        ];
        let found = policy.applied(found).into_iter();
        found.map(|it| (it.code, it.severity)).collect()
    }

    #[test]
    fn named_codes_beat_all_warnings() {
        let policy = Policy {
            deny_warnings: true,
            deny: Vec::new(),
            allow: vec![
                Code::UnusedInput,
                Code::UnknownStep,
                Code::MisspeltExpression,
            ],
        };
        assert_eq!(
            applied(policy),
            [
                (Code::UnusedOutput, Severity::Error),
                (Code::UnknownStep, Severity::Error)
            ]
        );
    }

    #[test]
    fn a_denied_code_is_an_error_alone() {
        let policy = Policy {
            deny: vec![Code::UnusedOutput],
            ..Policy::default()
        };
        let expected = [
            (Code::UnusedInput, Severity::Warning),
            (Code::UnusedOutput, Severity::Error),
            (Code::UnknownStep, Severity::Error),
            (Code::MisspeltExpression, Severity::Error),
        ];
        assert_eq!(applied(policy), expected);
    }

    #[test]
    fn a_finding_yields_to_one_about_the_same_part_that_is_as_serious() {
        let node = Node::root(Document::parse("a.yaml", "text").unwrap());
        let codes = |walk: Severity, at: std::ops::Range<usize>| {
            let mut dotted = Diagnostic::new(Code::DottedWalk, node.within(0..2), "dotted");
            dotted.severity = walk;
            let nowhere = Diagnostic::warning(Code::UndeclaredPointer, node.within(at), "none");
            let kept = without_yielding(vec![dotted, nowhere]).into_iter();
            kept.map(|one| one.code).collect::<Vec<_>>()
        };
        let both = [Code::DottedWalk, Code::UndeclaredPointer];
        assert_eq!(codes(Severity::Warning, 1..2), [Code::UndeclaredPointer]);
        assert_eq!(codes(Severity::Error, 1..2), both);
        assert_eq!(codes(Severity::Warning, 2..4), both);
    }
}
