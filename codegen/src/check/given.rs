//! Parameters that are given for nothing: one report for a typo, where it was made, however many steps it reaches.

use std::collections::BTreeSet;

use crate::{
    diagnostic::Diagnostic,
    elaborate::given::{Use, Verdict, grouped, place},
    load::{Node, Place},
    model::arazzo::Location,
    resolve::operation::Operation,
};

/// What there is to say, each at the place where all that say the same come together.
pub(super) fn findings<'u>(uses: &'u [Use<'u>]) -> Vec<Finding<'u>> {
    let mut found = Vec::new();
    let mut told = BTreeSet::new();
    let of = |index: usize| Some((index, uses.get(index)?));
    for group in grouped(uses, |_, one| component(one)) {
        let group: Vec<(usize, &Use)> = group.into_iter().filter_map(of).collect();
        let fits = group.iter().any(|(_, one)| one.verdict == Verdict::Fits);
        let typos: Vec<&Use> = group
            .iter()
            .map(|(_, one)| *one)
            .filter(|one| is_typo(one))
            .collect();
        let Some(first) = typos.first().filter(|_| !fits) else {
            continue;
        };
        if typos.iter().all(|one| one.verdict.agrees(&first.verdict)) {
            told.extend(group.iter().map(|(index, _)| *index));
            found.extend(Finding::new(typos, true));
        }
    }
    let entry = |index: usize, one: &Use<'u>| {
        let open = is_typo(one) && !told.contains(&index);
        open.then_some(&one.parameter.node)
    };
    for group in grouped(uses, entry) {
        let group = group.into_iter().filter_map(of);
        found.extend(Finding::new(group.map(|(_, one)| one).collect(), false));
    }
    found
}

/// Whether there is something to say. That a workflow's parameter is undeclared is no typo (decision D-27).
fn is_typo(one: &Use) -> bool {
    match one.verdict {
        Verdict::Fits => false,
        Verdict::Misplaced(_) | Verdict::Misspelt(_) => true,
        Verdict::Stray { .. } => !one.parameter.inherited,
    }
}

/// The name of the component that the parameter is, if it is one.
fn component<'u>(one: &Use<'u>) -> Option<&'u Node> {
    let name = &one.parameter.name.node;
    let own = name.pointer().as_str();
    let here = own.strip_prefix(one.parameter.node.pointer().as_str());
    let here = here.is_some_and(|rest| rest.starts_with('/'));
    (!here).then_some(name)
}

/// Uses of one parameter that are told together; the first speaks for all.
pub(super) struct Finding<'u> {
    uses: Vec<&'u Use<'u>>,
    /// Whether the component is at fault, wherever it is used, rather than an entry in the list of a step or a workflow.
    component: bool,
    pub(super) verdict: &'u Verdict,
    pub(super) name: &'u str,
    pub(super) location: Location,
    pub(super) operation: &'u Operation,
    /// Where the name stands, or what refers to it.
    pub(super) name_place: Place,
    /// The same of `in`.
    pub(super) in_place: Place,
    /// Whether the underlined text can be replaced.
    pub(super) exact: bool,
    /// Whether several operations are concerned.
    pub(super) several: bool,
}

impl<'u> Finding<'u> {
    /// Nothing where no operation is known.
    fn new(uses: Vec<&'u Use<'u>>, component: bool) -> Option<Self> {
        let first = *uses.first()?;
        let parameter = first.parameter;
        let exact = component || self::component(first).is_none();
        let (_, written) = parameter.location.as_ref()?;
        let at = |node: &Node| match exact {
            true => node.place(),
            false => parameter.node.place(),
        };
        let operation = first.operation?;
        Some(Self {
            component,
            verdict: &first.verdict,
            name: parameter.name.text.trim(),
            location: place(parameter)?,
            operation,
            name_place: at(&parameter.name.node),
            in_place: at(written),
            exact,
            several: uses.iter().any(|one| {
                let other = one.operation.map(|other| &other.node);
                other != Some(&operation.node)
            }),
            uses,
        })
    }

    /// What is said of the first use, said of all.
    pub(super) fn of_all(&self, mut found: Diagnostic) -> Diagnostic {
        let Some(first) = self.uses.first() else {
            return found;
        };
        if self
            .uses
            .iter()
            .any(|one| !one.verdict.agrees(self.verdict))
        {
            // Other operations would need it to be something else.
            found.suggestion = found.suggestion.map(|mut suggestion| {
                suggestion.certain = false;
                suggestion
            });
        }
        if self.component {
            found = found.also(&first.parameter.node, "used here");
        } else if component(first).is_some() {
            found = found.also(&first.parameter.name.node, "the component");
        }
        let mut ids = self.uses.iter().map(|one| one.id);
        match ids.all(|id| id == first.id) {
            true => found.step(first.id),
            false => found,
        }
    }
}

/// Where a parameter goes.
pub(super) fn in_words(location: Location) -> &'static str {
    match location {
        Location::Path => "in the path",
        Location::Query => "in the query",
        Location::Querystring => "as the whole query",
        Location::Header => "as a header",
        Location::Cookie => "as a cookie",
    }
}

#[cfg(test)]
mod tests;
