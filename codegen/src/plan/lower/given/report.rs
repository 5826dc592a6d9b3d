//! Words for parameters that are given for nothing.

use crate::{
    diagnostic::{Code, Diagnostic, names::no_parameter},
    elaborate::declaration::{same_name, variable},
    load::Place,
    model::arazzo::Location,
    nearest::meant,
    resolve::operation::Operation,
};

use super::{
    Use, component,
    verdict::{Verdict, Wanted, place, wanted as wanted_by},
};

/// Uses of one parameter that are told together; the first speaks for all.
pub(super) struct Finding<'u> {
    uses: Vec<&'u Use<'u>>,
    /// Whether the component is at fault, rather than what refers to it.
    component: bool,
}

/// What a report is made of.
struct Told<'u> {
    name: &'u str,
    location: Location,
    operation: &'u Operation,
    /// Where the name stands, or what refers to it.
    name_place: Place,
    /// The same of `in`.
    in_place: Place,
    /// Whether the underlined text can be replaced.
    exact: bool,
    /// Whether several operations are concerned.
    several: bool,
}

impl<'u> Finding<'u> {
    /// Of a component that is wrong wherever it is used.
    pub(super) fn at_component(uses: Vec<&'u Use<'u>>) -> Self {
        Self {
            uses,
            component: true,
        }
    }

    /// Of an entry in the list of a step or a workflow.
    pub(super) fn at_entry(uses: Vec<&'u Use<'u>>) -> Self {
        Self {
            uses,
            component: false,
        }
    }

    /// What is said, where an operation is known.
    pub(super) fn report(&self) -> Option<Diagnostic> {
        let first = *self.uses.first()?;
        let told = self.told(first)?;
        let mut found = match &first.verdict {
            Verdict::Fits => return None,
            Verdict::Misplaced(wanted) => told.misplaced(wanted),
            Verdict::Misspelt(wanted) => told.misspelt(wanted),
            Verdict::Stray { given } => told.stray(given.as_ref()),
        };
        if self
            .uses
            .iter()
            .any(|one| !one.verdict.agrees(&first.verdict))
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
        Some(match ids.all(|id| id == first.id) {
            true => found.step(first.id),
            false => found,
        })
    }

    fn told(&self, first: &'u Use<'u>) -> Option<Told<'u>> {
        let parameter = first.parameter;
        let exact = self.component || component(first).is_none();
        let (_, written) = parameter.location.as_ref()?;
        let at = |node: &crate::load::Node| match exact {
            true => node.place(),
            false => parameter.node.place(),
        };
        let operation = first.operation?;
        Some(Told {
            name: parameter.name.text.trim(),
            location: place(parameter)?,
            operation,
            name_place: at(&parameter.name.node),
            in_place: at(written),
            exact,
            several: self.uses.iter().any(|one| {
                let other = one.operation.map(|other| &other.node);
                other != Some(&operation.node)
            }),
        })
    }
}

impl Told<'_> {
    fn misplaced(&self, wanted: &Wanted) -> Diagnostic {
        let path = &self.operation.path;
        let message = format!(
            "the operation declares `{}` {}, not {}",
            wanted.name,
            in_words(wanted.location),
            in_words(self.location)
        );
        let place = self.in_place.clone();
        let lost = [wanted.location, self.location].contains(&Location::Path);
        let mut found = match lost {
            true => Diagnostic::error(Code::MisplacedParameter, place, message),
            false => Diagnostic::warning(Code::MisplacedParameter, place, message),
        };
        found = found.label(match (wanted.location, self.location) {
            (Location::Path, _) => format!("`{path}` lacks its `{{{}}}`", wanted.name),
            (_, Location::Path) => format!("`{path}` has no place for it"),
            _ => "sent all the same".to_owned(),
        });
        if let Some(declared) = &wanted.node {
            found = found.also(declared, "declared here");
        }
        let right = wanted.location.word();
        if !self.exact {
            return found.help(format!(
                "the component says `in: {}`: write the parameter here, with `in: {right}`",
                self.location.word()
            ));
        }
        match self.is_only(wanted) {
            true => found.fix(right),
            false => found.suggest(right),
        }
    }

    /// Whether nothing else has the name.
    fn is_only(&self, only: &Wanted) -> bool {
        let all = wanted_by(self.operation);
        let named = all
            .iter()
            .filter(|wanted| same_name(wanted.location, &wanted.name, self.name));
        self.location != Location::Querystring && named.clone().all(|wanted| wanted == only)
    }

    fn misspelt(&self, wanted: &Wanted) -> Diagnostic {
        let mut found = self.undeclared();
        found = match (self.location, &wanted.node) {
            (Location::Path, _) => found.help(format!("the path has `{{{}}}`", wanted.name)),
            (_, declared) => {
                let help = format!("`{}` has a similar name", wanted.name);
                let found = found.help(help);
                match declared {
                    Some(declared) => found.also(declared, "declared here"),
                    None => found,
                }
            }
        };
        if !self.exact {
            return found;
        }
        let all = wanted_by(self.operation);
        let here = all.iter().filter(|other| other.location == self.location);
        match meant(self.name, here.map(|other| other.name.as_str())) {
            Some(meant) if meant.name() == wanted.name => found.correct(meant, meant.name()),
            _ => found.suggest(&wanted.name),
        }
    }

    fn stray(&self, given: Option<&Wanted>) -> Diagnostic {
        let found = self.undeclared();
        let Some(given) = given else {
            return found;
        };
        let found = match &given.node {
            Some(declared) => found.also(declared, "declared here"),
            None => found,
        };
        let name = &given.name;
        let remove = match self.location {
            Location::Path => ": remove this one",
            _ => "",
        };
        if given.location != self.location {
            let place = in_words(given.location);
            return found.help(format!(
                "`{name}` is declared {place}, and is given there, too{remove}"
            ));
        }
        found.help(format!(
            "`{name}`, which has a similar name, is given, too{remove}"
        ))
    }

    /// That nothing has this name.
    fn undeclared(&self) -> Diagnostic {
        let (name, place) = (self.name, self.name_place.clone());
        let path = &self.operation.path;
        if self.location == Location::Path && variable(path, name).is_none() {
            return Diagnostic::new(
                Code::UndeclaredPathParameter,
                place,
                format!("the path `{path}` has no `{{{name}}}`"),
            )
            .label("not in the path");
        }
        no_parameter(place, self.location.word(), name, self.several)
    }
}

/// Where a parameter goes.
fn in_words(location: Location) -> &'static str {
    match location {
        Location::Path => "in the path",
        Location::Query => "in the query",
        Location::Querystring => "as the whole query",
        Location::Header => "as a header",
        Location::Cookie => "as a cookie",
    }
}
