//! What an operation declares of a parameter, and the variables of its path.

use crate::{
    model::arazzo::Location,
    resolve::operation::{Operation, Parameter, plain_variable},
};

/// The operation's declaration of a parameter.
pub(crate) fn declared<'a>(
    operation: &'a Operation,
    location: Location,
    name: &str,
) -> Option<&'a Parameter> {
    operation
        .parameters
        .iter()
        .find(|declared| declared.location == location && same_name(location, &declared.name, name))
}

/// Whether two names in a place are the same. A query string is sent whole, so that its name does not matter.
pub(crate) fn same_name(location: Location, left: &str, right: &str) -> bool {
    match location {
        Location::Header => left.eq_ignore_ascii_case(right),
        Location::Querystring => true,
        Location::Path => plain_variable(left) == plain_variable(right),
        Location::Query | Location::Cookie => left == right,
    }
}

/// Names between braces, `+` and `*` of reserved expansion left off.
pub(crate) fn template_variables(path: &str) -> Vec<String> {
    expressions(path)
        .map(|expression| plain_variable(expression).to_owned())
        .collect()
}

/// The variable of the path that `name` means: its own, or `Key+` where the path has `{Key+}` (D-59).
pub(crate) fn variable<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let mut all = expressions(path);
    let found = all.find(|expression| *expression == name || plain_variable(expression) == name)?;
    Some(plain_variable(found))
}

fn expressions(path: &str) -> impl Iterator<Item = &str> {
    let open = path.split('{').skip(1);
    open.filter_map(|rest| rest.split_once('}'))
        .map(|(expression, _)| expression)
}

/// Whether the key of the path sends something under this name in its own query: `/r?kind=items`.
pub(crate) fn in_key(path: &str, name: &str) -> bool {
    let query = path.split('#').next().unwrap_or_default();
    query
        .split_once('?')
        .is_some_and(|(_, query)| has_pair(query, name))
}

/// Whether the fragment of the path's key has this name: `/#Action=List` tells operations apart by what they are sent with.
pub(crate) fn in_fragment(path: &str, name: &str) -> bool {
    path.split_once('#')
        .is_some_and(|(_, fragment)| has_pair(fragment, name))
}

fn has_pair(pairs: &str, name: &str) -> bool {
    let mut names = pairs.split('&').map(|pair| pair.split('=').next());
    names.any(|known| known == Some(name))
}
