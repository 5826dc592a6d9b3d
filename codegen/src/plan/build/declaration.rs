//! What an operation declares of a parameter, and the variables of its path.

use crate::{
    model::arazzo::Location,
    plan::Style,
    resolve::operation::{Operation, Parameter, Style as DeclaredStyle},
};

/// The operation's declaration of a parameter.
pub(super) fn declared<'a>(
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
pub(super) fn same_name(location: Location, left: &str, right: &str) -> bool {
    match location {
        Location::Header => left.eq_ignore_ascii_case(right),
        Location::Querystring => true,
        _ => left == right,
    }
}

/// Names between braces, `+` and `*` of reserved expansion left off.
pub(super) fn template_variables(path: &str) -> Vec<String> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|(name, _)| name.trim_matches(|c| c == '+' || c == '*').to_owned())
        .collect()
}

/// Whether the path has a place for the name.
pub(super) fn in_template(path: &str, name: &str) -> bool {
    template_variables(path)
        .iter()
        .any(|variable| variable == name)
}

pub(super) fn style(declared: DeclaredStyle) -> Style {
    match declared {
        DeclaredStyle::Simple => Style::Simple,
        DeclaredStyle::Label => Style::Label,
        DeclaredStyle::Matrix => Style::Matrix,
        DeclaredStyle::Form => Style::Form,
        DeclaredStyle::SpaceDelimited => Style::SpaceDelimited,
        DeclaredStyle::PipeDelimited => Style::PipeDelimited,
        DeclaredStyle::DeepObject => Style::DeepObject,
        DeclaredStyle::Cookie => Style::Cookie,
    }
}

pub(super) fn style_name(style: DeclaredStyle) -> &'static str {
    match style {
        DeclaredStyle::Simple => "simple",
        DeclaredStyle::Label => "label",
        DeclaredStyle::Matrix => "matrix",
        DeclaredStyle::Form => "form",
        DeclaredStyle::SpaceDelimited => "spaceDelimited",
        DeclaredStyle::PipeDelimited => "pipeDelimited",
        DeclaredStyle::DeepObject => "deepObject",
        DeclaredStyle::Cookie => "cookie",
    }
}

pub(super) fn default_style(location: Location) -> Style {
    match location {
        Location::Path | Location::Header => Style::Simple,
        Location::Query | Location::Cookie | Location::Querystring => Style::Form,
    }
}

/// The value of `in`.
pub(super) fn word(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::Querystring => "querystring",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}
