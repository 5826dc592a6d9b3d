//! What each parameter of a step is to the operation: declared, meant for something that is, or neither.

use crate::{
    load::Node,
    model::arazzo::{Location, Unread},
    nearest::{Meant, is_typo, meant, nearest},
    resolve::{
        operation::{Operation, SecurityKind},
        workflow::{ResolvedParameter, ResolvedStep},
    },
};

use super::super::declaration::{
    declared, in_fragment, in_key, same_name, template_variables, variable,
};

/// Headers that OpenAPI leaves to security schemes, bodies and content negotiation, so that documents cannot declare them.
const IMPLIED: [&str; 3] = ["authorization", "accept", "content-type"];

/// Something that the operation takes: a variable of its path, or a parameter that it declares elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wanted {
    pub(crate) name: String,
    pub(crate) location: Location,
    pub(crate) required: bool,
    /// Its declaration; variables of a path may lack one.
    pub(crate) node: Option<Node>,
}

/// What a parameter is to the operation that it is sent with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Declared, or nobody knows.
    Fits,
    /// The operation has one of this name in another place, and nothing else is given for it.
    Misplaced(Wanted),
    /// The operation has one of nearly this name in the same place, and nothing else is given for it.
    Misspelt(Wanted),
    /// Nothing that the operation declares; `given` is what it resembles and what is given beside it.
    Stray { given: Option<Wanted> },
}

impl Verdict {
    /// What the parameter was meant for.
    pub(super) fn claim(&self) -> Option<&Wanted> {
        match self {
            Self::Misplaced(wanted) | Self::Misspelt(wanted) => Some(wanted),
            Self::Fits | Self::Stray { .. } => None,
        }
    }

    /// Whether both say the same, of whatever operation.
    pub(crate) fn agrees(&self, other: &Self) -> bool {
        let same = |left: &Wanted, right: &Wanted| {
            left.name == right.name && left.location == right.location
        };
        match (self, other) {
            (Self::Misplaced(left), Self::Misplaced(right))
            | (Self::Misspelt(left), Self::Misspelt(right)) => same(left, right),
            (Self::Stray { given: None }, Self::Stray { given: None }) => true,
            _ => false,
        }
    }
}

/// The verdicts on the parameters of a step, in their order.
pub(super) fn verdicts(step: &ResolvedStep, operation: &Operation) -> Vec<Verdict> {
    let wanted = wanted(operation);
    // What was reported may have been meant for anything that it can be called.
    let reported = |wanted: &Wanted| step.unread_parameters.may_declare(&wanted.name, []);
    let free = wanted
        .iter()
        .filter(|wanted| !is_given(step, wanted.location, &wanted.name) && !reported(wanted));
    let mut claims = Claims {
        wanted: &wanted,
        free: free.collect(),
        found: step
            .parameters
            .iter()
            .map(|parameter| {
                (
                    parameter,
                    fits(parameter, operation).then_some(Verdict::Fits),
                )
            })
            .collect(),
    };
    // The step's own come first. What goes into the path must be meant for something in it.
    for inherited in [false, true] {
        claims.by_name(inherited, |location| location == Location::Path);
        claims.by_place(inherited);
        claims.by_name(inherited, |_| true);
    }
    claims.verdicts()
}

/// Who is meant for what, in the making.
struct Claims<'w> {
    wanted: &'w [Wanted],
    /// What nothing is given for.
    free: Vec<&'w Wanted>,
    found: Vec<(&'w ResolvedParameter, Option<Verdict>)>,
}

impl<'w> Claims<'w> {
    /// Lets parameters claim what has nearly their name in the same place.
    fn by_name(&mut self, inherited: bool, here: impl Fn(Location) -> bool) {
        for (parameter, slot) in &mut self.found {
            let judged = slot.is_some() || parameter.inherited != inherited;
            if judged || !place(parameter).is_some_and(&here) {
                continue;
            }
            if let Some(claimed) = misspelt(parameter, self.wanted, &self.free) {
                self.free.retain(|wanted| *wanted != claimed);
                *slot = Some(Verdict::Misspelt(claimed.clone()));
            }
        }
    }

    /// Lets parameters claim what has their name in another place, unless several could.
    fn by_place(&mut self, inherited: bool) {
        let open: Vec<(usize, &ResolvedParameter)> = self
            .found
            .iter()
            .enumerate()
            .filter(|(_, (parameter, slot))| slot.is_none() && parameter.inherited == inherited)
            .map(|(index, (parameter, _))| (index, *parameter))
            .collect();
        for (index, parameter) in &open {
            let Some(claimed) = misplaced(parameter, &self.free) else {
                continue;
            };
            let could = |other: &ResolvedParameter| {
                same_name(claimed.location, &claimed.name, other.name.text.trim())
            };
            if open.iter().filter(|(_, other)| could(other)).count() > 1 {
                continue;
            }
            self.free.retain(|wanted| *wanted != claimed);
            if let Some((_, slot)) = self.found.get_mut(*index) {
                *slot = Some(Verdict::Misplaced(claimed.clone()));
            }
        }
    }

    fn verdicts(self) -> Vec<Verdict> {
        let (wanted, free) = (self.wanted, self.free);
        let verdict = |(parameter, found): (&ResolvedParameter, Option<Verdict>)| {
            found.unwrap_or_else(|| Verdict::Stray {
                given: twin(parameter, wanted, &free).cloned(),
            })
        };
        self.found.into_iter().map(verdict).collect()
    }
}

/// What the operation takes, the variables of its path first.
pub(crate) fn wanted(operation: &Operation) -> Vec<Wanted> {
    let variables = template_variables(&operation.path).into_iter();
    let mut found: Vec<Wanted> = variables
        .map(|name| Wanted {
            location: Location::Path,
            required: true,
            node: declared(operation, Location::Path, &name).map(|found| found.node.clone()),
            name,
        })
        .collect();
    let elsewhere = operation
        .parameters
        .iter()
        .filter(|declared| declared.location != Location::Path && !declared.ignored);
    found.extend(elsewhere.map(|declared| Wanted {
        name: declared.name.clone(),
        location: declared.location,
        required: declared.required,
        node: Some(declared.node.clone()),
    }));
    found
}

/// Whether the step gives a parameter there under this name.
pub(crate) fn is_given(step: &ResolvedStep, location: Location, name: &str) -> bool {
    step.parameters.iter().any(|parameter| {
        place(parameter) == Some(location) && same_name(location, parameter.name.text.trim(), name)
    })
}

/// Where a parameter goes.
pub(crate) fn place(parameter: &ResolvedParameter) -> Option<Location> {
    parameter.location.as_ref().map(|(location, _)| *location)
}

/// Whether the client sends something under this name on its own, to identify itself.
pub(crate) fn is_credential(operation: &Operation, wanted: Location, wanted_name: &str) -> bool {
    let uses = operation.security.iter().flatten();
    uses.map(|used| &used.scheme.kind).any(|kind| match kind {
        SecurityKind::ApiKey { location, name } => {
            *location == wanted && same_name(wanted, name, wanted_name)
        }
        _ => false,
    })
}

/// Whether the operation declares the parameter, or may do so.
fn fits(parameter: &ResolvedParameter, operation: &Operation) -> bool {
    let Some(location) = place(parameter) else {
        return true;
    };
    let name = parameter.name.text.trim();
    if location == Location::Path {
        return variable(&operation.path, name).is_some();
    }
    let implied = || {
        location == Location::Header
            && IMPLIED
                .iter()
                .any(|header| name.eq_ignore_ascii_case(header))
    };
    let known = operation.parameters.iter();
    let known = known.map(|declared| declared.name.as_str());
    declared(operation, location, name).is_some()
        || implied()
        || is_of_key(operation, location, name)
        || is_credential(operation, location, name)
        || variable(&operation.path, name).is_none()
            && operation.unread_parameters.may_declare(name, known)
}

/// Whether the path's key names the parameter. What its fragment names goes wherever the API wants it.
fn is_of_key(operation: &Operation, location: Location, name: &str) -> bool {
    let path = &operation.path;
    match location {
        Location::Query => in_key(path, name) || in_fragment(path, name),
        Location::Header => in_fragment(path, name),
        _ => false,
    }
}

/// What has the parameter's name, in another place.
fn misplaced<'w>(parameter: &ResolvedParameter, free: &[&'w Wanted]) -> Option<&'w Wanted> {
    let name = parameter.name.text.trim();
    let mut named = free.iter().copied().filter(|wanted| {
        // The whole query has a name that nobody sends.
        wanted.location != Location::Querystring && same_name(wanted.location, &wanted.name, name)
    });
    named.next()
}

/// What has nearly the parameter's name, in the same place.
fn misspelt<'w>(
    parameter: &ResolvedParameter,
    wanted: &'w [Wanted],
    free: &[&'w Wanted],
) -> Option<&'w Wanted> {
    let resembled = resembled(parameter, wanted)?;
    let name = parameter.name.text.trim();
    // A workflow's parameters are sent to operations that do not declare them, too (decision D-27): they may well be
    // called something like what is left out.
    let sure = || {
        let names = wanted.iter().map(|wanted| wanted.name.as_str());
        is_typo(name, &resembled.name) || matches!(meant(name, names), Some(Meant::Certain(_)))
    };
    let likely = !parameter.inherited || resembled.required || sure();
    (likely && free.contains(&resembled)).then_some(resembled)
}

/// What the parameter resembles and need not be given for.
fn twin<'w>(
    parameter: &ResolvedParameter,
    wanted: &'w [Wanted],
    free: &[&Wanted],
) -> Option<&'w Wanted> {
    let name = parameter.name.text.trim();
    let same = wanted.iter().find(|wanted| {
        wanted.location != Location::Querystring && same_name(wanted.location, &wanted.name, name)
    });
    let found = same.or_else(|| resembled(parameter, wanted))?;
    (!free.contains(&found)).then_some(found)
}

/// What has the nearest name in the parameter's place.
fn resembled<'w>(parameter: &ResolvedParameter, wanted: &'w [Wanted]) -> Option<&'w Wanted> {
    let location = place(parameter)?;
    let mut here = wanted.iter().filter(|wanted| wanted.location == location);
    let names = here.clone().map(|wanted| wanted.name.as_str());
    let name = nearest(parameter.name.text.trim(), names)?;
    here.find(|wanted| wanted.name == name)
}

/// Parameters of a step that were reported and may have been meant for a variable of the path.
pub(super) fn unread<'v>(
    step: &ResolvedStep,
    verdicts: impl Iterator<Item = &'v Verdict>,
) -> Unread {
    let mut unread = step.unread_parameters.clone();
    for (parameter, verdict) in step.parameters.iter().zip(verdicts) {
        match (&parameter.location, verdict) {
            // A workflow's parameters may do without a place, and need not be in every path.
            (None, _) if !parameter.inherited || parameter.node.get("in").is_some() => {
                unread.add(Some(parameter.name.text.trim()));
            }
            (Some((Location::Path, _)), Verdict::Stray { given: None }) if !parameter.inherited => {
                unread.add(None);
            }
            _ => {}
        }
    }
    unread
}
