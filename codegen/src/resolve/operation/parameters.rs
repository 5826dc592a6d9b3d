//! Parameters of an operation: the path item's, overridden by name and place (OpenAPI 3.1, sections 4.8.9, 4.8.10 and 4.8.12).

use crate::{
    diagnostic::{Code, Diagnostic},
    load::Node,
    model::openapi::{Location, OpenApiVersion, Parameter, Style, scalar},
};

use super::{Reader, flag};

/// Header parameters whose definition is ignored (OpenAPI 3.1, section 4.8.12.2).
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// What holds for a parameter that nobody can read.
pub(super) const UNREAD_PARAMETER: &str =
    "the parameter counts as undeclared: what a step gives is sent in the default style";

impl Reader<'_> {
    pub(super) fn parameters(&mut self, operation: &Node, layers: &[Node]) -> Vec<Parameter> {
        let mut all = Vec::new();
        // The innermost layer of a path item is overridden by what stands beside the `$ref` to it.
        for holder in layers.iter().rev().chain([operation]) {
            let own = self.own_parameters(holder);
            merge(&mut all, own);
        }
        all
    }

    fn own_parameters(&mut self, holder: &Node) -> Vec<Parameter> {
        let mut own: Vec<Parameter> = Vec::new();
        for entry in self.list(holder, "parameters") {
            let Some(parameter) = self.parameter(&entry) else {
                self.unread_parameters.add(entry.str_at("name"));
                continue;
            };
            match own.iter().find(|first| same(first, &parameter)) {
                Some(first) => self.diagnostics.push(duplicate(&entry, first)),
                None => own.push(parameter),
            }
        }
        own
    }

    fn parameter(&mut self, entry: &Node) -> Option<Parameter> {
        let node = self.follow_or(entry, UNREAD_PARAMETER)?;
        let (name, place) = self.name_and_place(&node)?;
        let location = match place.as_str() {
            "path" => Location::Path,
            "query" => Location::Query,
            "querystring" => Location::Querystring,
            "header" => Location::Header,
            "cookie" => Location::Cookie,
            _ => {
                let place = node.get("in").unwrap_or(node);
                let help = "it is one of `path`, `query`, `header` and `cookie`; since 3.2 also `querystring`";
                self.unusable(
                    &place,
                    format!("parameter `{name}` has an unknown `in`"),
                    help,
                );
                return None;
            }
        };
        let style = self.style(&node, location);
        let schema = node.get("schema");
        let content = match schema {
            Some(_) => None,
            None => self.first_content(&node),
        };
        let given = node.get("explode").and_then(|node| node.value().as_bool());
        let ignored = location == Location::Header && is_ignored(&name);
        Some(Parameter {
            location,
            required: location == Location::Path || flag(&node, "required"),
            style,
            explode: given.unwrap_or(style.explodes()),
            allow_reserved: flag(&node, "allowReserved") && self.reserves(location),
            schema,
            content,
            deprecated: flag(&node, "deprecated"),
            ignored,
            name,
            node,
        })
    }

    /// `name` and `in`, which every parameter needs.
    pub(super) fn name_and_place(&mut self, node: &Node) -> Option<(String, String)> {
        let mut field = |key: &str, help: &str| {
            let found = node.get(key).and_then(|value| scalar(&value));
            if found.is_none() {
                self.unusable(node, format!("a parameter needs `{key}`"), help);
            }
            found
        };
        let name = field("name", "write the name that is sent")?;
        let place = field(
            "in",
            "write `in: path`, `in: query`, `in: header` or `in: cookie`",
        )?;
        Some((name, place))
    }

    /// Whether `allowReserved` has a meaning for parameters there (OpenAPI 3.2, section "Parameter Object"; before, only
    /// for queries).
    fn reserves(&self, location: Location) -> bool {
        match location {
            Location::Query => true,
            Location::Path | Location::Cookie => self.version >= OpenApiVersion::V3_2,
            Location::Header | Location::Querystring => false,
        }
    }

    /// `style`, or the default of the place where the style given cannot be used there.
    fn style(&mut self, node: &Node, location: Location) -> Style {
        let default = location.style();
        let Some(given) = node.get("style") else {
            return default;
        };
        let style = given.as_str().and_then(Style::named);
        let usable = style.filter(|style| match location {
            Location::Path => matches!(style, Style::Simple | Style::Label | Style::Matrix),
            Location::Header => *style == Style::Simple,
            Location::Cookie => matches!(style, Style::Form | Style::Cookie),
            Location::Query => is_for_queries(*style),
            Location::Querystring => false,
        });
        usable.unwrap_or_else(|| {
            self.unusable_style(&given, default);
            default
        })
    }

    /// A style that means nothing where it stands.
    pub(super) fn unusable_style(&mut self, given: &Node, instead: Style) {
        let name = given.as_str().unwrap_or_default();
        let message = format!("style `{name}` cannot be used here");
        let help = format!("`{}` is used instead", instead.name());
        self.report_style(given, message, &help);
    }

    pub(super) fn report_style(&mut self, given: &Node, message: String, help: &str) {
        let found = Diagnostic::new(Code::UnusableStyle, given, message).help(help);
        self.diagnostics.push(found);
    }
}

/// Replaces what `over` overrides, in place, and adds the rest.
pub(super) fn merge(all: &mut Vec<Parameter>, over: Vec<Parameter>) {
    for parameter in over {
        match all.iter_mut().find(|known| same(known, &parameter)) {
            Some(known) => *known = parameter,
            None => all.push(parameter),
        }
    }
}

/// Whether two parameters mean the same thing; header names are compared without case.
fn same(left: &Parameter, right: &Parameter) -> bool {
    let names = match left.location {
        Location::Header => left.name.eq_ignore_ascii_case(&right.name),
        _ => left.name == right.name,
    };
    names && left.location == right.location
}

fn duplicate(entry: &Node, first: &Parameter) -> Diagnostic {
    let message = format!("the operation declares parameter `{}` twice", first.name);
    Diagnostic::new(Code::DuplicateDeclaration, entry, message)
        .label("ignored")
        .also(&first.node, "the first one counts")
}

pub(super) fn is_ignored(header: &str) -> bool {
    IGNORED_HEADERS
        .iter()
        .any(|ignored| header.eq_ignore_ascii_case(ignored))
}

/// Whether a query, or a form, can be written in this style.
pub(super) fn is_for_queries(style: Style) -> bool {
    matches!(
        style,
        Style::Form | Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::testing::{described, read, sound, text};

    #[test]
    fn operation_parameters_override_those_of_the_path_item_in_their_place() {
        let operation = sound(&text(
            "
paths:
  /x/{id}:
    parameters:
    - {name: id, in: path, schema: {type: string}}
    - {name: X-A, in: header}
    - {name: limit, in: query}
    get:
      operationId: op
      parameters:
      - {name: limit, in: query, required: true, style: pipeDelimited}
      - {name: x-a, in: header, required: true}
      - {name: id, in: query}",
        ));
        assert_eq!(
            described(&operation),
            ["Path id!", "Header x-a!", "Query limit!", "Query id"]
        );
        assert_eq!(operation.parameters[2].style, Style::PipeDelimited);
        assert!(!operation.parameters[2].explode);
    }

    #[test]
    fn style_and_explode_have_the_defaults_of_their_place() {
        let operation = sound(&text(
            "
paths:
  /x/{p}:
    get:
      operationId: op
      parameters:
      - {name: p, in: path}
      - {name: q, in: query}
      - {name: h, in: header}
      - {name: c, in: cookie, style: cookie}
      - {name: d, in: query, style: deepObject}
      - {name: f, in: query, explode: false}",
        ));
        let found: Vec<_> = operation
            .parameters
            .iter()
            .map(|p| (p.style, p.explode))
            .collect();
        let expected = [
            (Style::Simple, false),
            (Style::Form, true),
            (Style::Simple, false),
            (Style::Cookie, true),
            (Style::DeepObject, false),
            (Style::Form, false),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_style_that_its_place_does_not_know_is_replaced_with_a_warning() {
        let (operation, found) = read(&[(
            "api.yaml",
            "openapi: 3.0.0\npaths: {/x: {get: {operationId: op, parameters: [{name: q, in: query, style: simple}, {name: q, in: query}]}}}",
        )]);
        assert_eq!(operation.parameters[0].style, Style::Form);
        assert_eq!(
            found,
            [
                "warning /paths/~1x/get/parameters/0/style: style `simple` cannot be used here",
                "warning /paths/~1x/get/parameters/1: the operation declares parameter `q` twice",
            ]
        );
    }

    #[test]
    fn a_parameter_with_content_has_its_media_type_and_schema() {
        let operation = sound(
            "
openapi: 3.2.0
paths:
  /x:
    query:
      operationId: op
      parameters:
      - {name: filter, in: query, content: {application/json: {schema: {type: object}}}}
      - {name: all, in: querystring, content: {application/x-www-form-urlencoded: {}}}
      - {name: AUTHORIZATION, in: header, schema: {type: string}}",
        );
        assert_eq!(operation.method, "QUERY");
        let content = operation.parameters[0].content.as_ref().unwrap();
        assert_eq!(content.0, "application/json");
        assert!(content.1.is_some());
        assert_eq!(operation.parameters[1].location, Location::Querystring);
        assert!(operation.parameters[2].ignored);
        assert!(!operation.parameters[0].ignored);
    }
}
