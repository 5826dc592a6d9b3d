//! Values that the style of a parameter or of a form's member has no standard form for: what nests, and under `deepObject`
//! whatever is no object.

use serde_json::Value as Json;

use crate::{
    diagnostic::{Code, Diagnostic, Severity},
    load::Node,
    model::{arazzo::Location, openapi::Encoding},
    plan::{Read, Value},
    resolve::{
        operation::{MediaType, Parameter as Declared, Style},
        workflow::ResolvedParameter,
    },
    types::{Conjunction, Field, Kind, Kinds, Shape, Type, TypeId},
};

use super::{scope::Scope, workflow_builder::WorkflowBuilder};

/// How a value is made, as far as a style cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Made {
    Scalar,
    /// A list of scalars.
    List,
    /// An object of scalars.
    Object,
    /// Lists or objects in one another.
    Nested,
    /// An object that holds lists or objects where its optional members are there.
    PerhapsNested,
    Unknown,
}

impl WorkflowBuilder<'_, '_> {
    /// Reports a parameter whose style has no standard form for its value; `None` where it cannot be sent. What is not
    /// declared has the style of its place.
    pub(super) fn check_nesting(
        &mut self,
        parameter: &ResolvedParameter,
        value: &Value,
        (declared, location): (Option<&Declared>, Location),
        scope: &Scope,
    ) -> Option<()> {
        let as_content = declared.is_some_and(|declared| declared.content.is_some());
        if as_content || location == Location::Querystring {
            return Some(());
        }
        let made = self.made_by(value);
        let style = declared.map_or(location.style(), |declared| declared.style);
        if let (Style::DeepObject, Some(declared)) = (style, declared) {
            return self.check_brackets(
                &parameter.value,
                made,
                (Style::DeepObject.name(), &declared.node),
                scope,
            );
        }
        if !matches!(made, Made::Nested | Made::PerhapsNested) {
            return Some(());
        }
        let written = !matches!(value, Value::Read(_) | Value::Selector(_));
        let certain = |read: &Read| match read.missing || read.ty.nullable {
            true => Made::Unknown,
            false => self.made_of_type(&read.ty),
        };
        let refused = written && self.made_with(value, &certain) == Made::Nested;
        if !written && declared.is_some_and(|declared| self.takes_no_container(declared)) {
            // That the value is none of these is said of its type.
            return Some(());
        }
        let message = format!("style `{}` cannot carry nested values", style.name());
        let found = match refused {
            true => Diagnostic::error(Code::UnserialisableParameter, &parameter.value, message),
            false => Diagnostic::warning(Code::UnserialisableParameter, &parameter.value, message),
        };
        let mut found = found.label(match (refused, made) {
            (true, _) => "nested",
            (false, Made::Nested) => "nested: the step fails with it",
            (false, _) => "the step fails where members that nest are there",
        });
        if let Some(declared) = declared {
            found = found.also(&declared.node, "declared here");
        }
        self.report(found, scope);
        (!refused).then_some(())
    }

    fn takes_no_container(&self, declared: &Declared) -> bool {
        let schema = declared.schema.as_ref();
        let kinds =
            schema.and_then(|schema| Conjunction::of(schema, self.builder.references()).kinds());
        kinds.is_some_and(|kinds| !kinds.meets(Kinds::ARRAY.or(Kinds::OBJECT)))
    }

    /// The same of the members of a form.
    pub(super) fn check_form_nesting(
        &mut self,
        payload: &Node,
        value: &Value,
        media: Option<&MediaType>,
        scope: &Scope,
    ) {
        for encoding in media.into_iter().flat_map(|media| &media.encoding) {
            let Some(made) = self.made_of_member(value, &encoding.name) else {
                continue;
            };
            let place = payload.get(&encoding.name);
            let place = place.as_ref().unwrap_or(payload);
            let nested = matches!(made, Made::Nested | Made::PerhapsNested);
            if is_styled(encoding) && (nested || in_brackets(encoding)) {
                let style = encoding.style.unwrap_or(Style::Form).name();
                self.check_brackets(place, made, (style, &encoding.node), scope);
            }
        }
    }

    /// What is sent in brackets although no standard says so.
    fn check_brackets(
        &mut self,
        place: &Node,
        made: Made,
        (style, declared): (&str, &Node),
        scope: &Scope,
    ) -> Option<()> {
        let (what, form) = match made {
            Made::Object | Made::Unknown => return Some(()),
            Made::Scalar => ("a value that is no object", "name=x"),
            Made::List => ("a list", "name[]=x&name[]=y"),
            Made::Nested | Made::PerhapsNested => ("nested values", "name[0][member]=x"),
        };
        let message = format!("style `{style}` has no standard form for {what}");
        let found = Diagnostic::new(Code::NonstandardStyle, place, message)
            .label(format!("sent as `{form}`"))
            .help("it is what servers that declare this read; others may not")
            .also(declared, "declared here");
        (self.tolerate(found, scope) == Severity::Warning).then_some(())
    }

    fn made_of_member(&self, payload: &Value, name: &str) -> Option<Made> {
        match payload {
            Value::Object(object) => {
                let mut members = object.members.iter();
                let member = members.find(|member| member.name == name)?;
                Some(self.made_by(&member.value))
            }
            Value::Literal(json) => json.get(name).map(made_of_json),
            _ => None,
        }
    }

    fn made_by(&self, value: &Value) -> Made {
        self.made_with(value, &|read| self.made_of_type(&read.ty))
    }

    fn made_with(&self, value: &Value, of_read: &dyn Fn(&Read) -> Made) -> Made {
        let made = |value| self.made_with(value, of_read);
        match value {
            Value::Literal(json) => made_of_json(json),
            Value::Template(_) => Made::Scalar,
            Value::Array(items) => joined(Made::List, items.iter().map(made)),
            Value::Object(object) => {
                let members = object.members.iter();
                joined(Made::Object, members.map(|member| made(&member.value)))
            }
            Value::Read(read) => of_read(read),
            Value::Selector(_) => Made::Unknown,
        }
    }

    fn made_of_type(&self, ty: &Type) -> Made {
        match &ty.shape {
            Shape::Value | Shape::SecretValue => Made::Unknown,
            Shape::Own(own) if !own.is_scalar() => Made::Unknown,
            Shape::List(of) => joined(Made::List, std::iter::once(self.made_of_type(of))),
            Shape::Tuple(of) => joined(Made::List, of.iter().map(|of| self.made_of_type(of))),
            Shape::Map(of) => match joined(Made::Unknown, std::iter::once(self.made_of_type(of))) {
                Made::Nested => Made::PerhapsNested,
                other => other,
            },
            Shape::Named(id) => self.made_of_named(*id),
            _ => Made::Scalar,
        }
    }

    /// A named type: a text of some choice, an object, or one of several.
    fn made_of_named(&self, id: TypeId) -> Made {
        let fields = match &self.lowering.types().get(id).kind {
            Kind::Struct { fields, .. } => fields,
            Kind::Enum { .. } => return Made::Scalar,
            _ => return Made::Unknown,
        };
        // What is inside of a member does not matter: it nests by being no scalar.
        let nests = |field: &&Field| match &field.ty.shape {
            Shape::List(_) | Shape::Tuple(_) | Shape::Map(_) => true,
            Shape::Own(own) => !own.is_scalar(),
            Shape::Named(id) => {
                matches!(self.lowering.types().get(*id).kind, Kind::Struct { .. })
            }
            _ => false,
        };
        let nested: Vec<&Field> = fields.iter().filter(nests).collect();
        let certain = |field: &&Field| field.required && !field.ty.nullable;
        match nested.iter().any(certain) {
            true => Made::Nested,
            false if nested.is_empty() => Made::Object,
            false => Made::PerhapsNested,
        }
    }
}

fn is_styled(encoding: &Encoding) -> bool {
    encoding.style.is_some() || encoding.explode.is_some() || encoding.allow_reserved
}

fn in_brackets(encoding: &Encoding) -> bool {
    encoding.style == Some(Style::DeepObject)
}

fn made_of_json(json: &Json) -> Made {
    match json {
        Json::Null => Made::Unknown,
        Json::Array(items) => joined(Made::List, items.iter().map(made_of_json)),
        Json::Object(members) => joined(Made::Object, members.values().map(made_of_json)),
        _ => Made::Scalar,
    }
}

/// A list or object with these in it.
fn joined(outer: Made, mut inner: impl Iterator<Item = Made>) -> Made {
    let is_container = |made| !matches!(made, Made::Scalar | Made::Unknown);
    match inner.any(is_container) {
        true => Made::Nested,
        false => outer,
    }
}

/// The report of a value that no cookie can hold.
pub(super) fn no_cookie(value: &Node, declared: &Node) -> Diagnostic {
    let message = "style `cookie` sends a value as it is, and no cookie can hold this one";
    Diagnostic::error(Code::UnserialisableParameter, value, message)
        .label("white space, `\"`, `,`, `;`, `\\`, or a character beyond ASCII")
        .help("write the value with the escapes that the API reads")
        .also(declared, "declared here")
}

#[cfg(test)]
mod tests {
    use crate::testing::told;

    const API: &str = "
openapi: 3.1.0
info: {title: harbours, version: '1'}
servers: [{url: 'https://harbours.example'}]
paths:
  /berths:
    get:
      operationId: find
      parameters:
      - {name: form, in: query, schema: {type: object}}
      - {name: deep, in: query, style: deepObject, schema: {type: object}}
      - {name: X-Simple, in: header, schema: {type: object}}
      responses: {'200': {description: ok}}
";

    /// What is said of one parameter with an input of this schema.
    fn given(parameter: &str, schema: &str) -> Vec<String> {
        let told = told(
            API,
            &format!(
                "workflows:
- workflowId: w
  inputs: {{type: object, required: [o], properties: {{o: {schema}}}}}
  steps:
  - {{stepId: s, operationId: find, parameters: [{{{parameter}, value: $inputs.o}}]}}
"
            ),
        );
        let all = told.into_iter();
        all.filter(|told| !told.starts_with("type-mismatch"))
            .collect()
    }

    const CANNOT: &str = "unserialisable-parameter: style `form` cannot carry nested values";
    const BRACKETS: &str =
        "nonstandard-style: style `deepObject` has no standard form for nested values";
    const DEEP: &str = "{type: object, required: [a], properties: {a: {type: object, properties: {b: {type: string}}}}}";
    const PERHAPS: &str = "{type: object, properties: {a: {type: array, items: {type: string}}}}";
    const FLAT: &str = "{type: object, properties: {a: {type: string}}}";

    #[test]
    fn objects_that_hold_more_than_scalars_are_told() {
        for schema in [DEEP, PERHAPS] {
            assert_eq!(given("name: form, in: query", schema), [CANNOT]);
            assert_eq!(given("name: deep, in: query", schema), [BRACKETS]);
            assert_eq!(
                given("name: X-Simple, in: header", schema),
                ["unserialisable-parameter: style `simple` cannot carry nested values"]
            );
        }
        for name in [
            "name: form, in: query",
            "name: deep, in: query",
            "name: X-Simple, in: header",
        ] {
            assert_eq!(given(name, FLAT), Vec::<String>::new());
        }
    }

    #[test]
    fn what_is_not_declared_has_the_style_of_its_place() {
        let list = "{type: array, items: {type: object, properties: {a: {type: string}}}}";
        let undeclared = given("name: zz, in: query", list);
        assert!(undeclared.contains(&CANNOT.to_owned()), "{undeclared:?}");
        // This one is meant to be declared otherwise.
        let misspelt = given("name: depe, in: query", list);
        assert!(!misspelt.contains(&CANNOT.to_owned()), "{misspelt:?}");
    }

    #[test]
    fn what_is_written_so_is_refused_and_what_may_be_missing_is_not() {
        let step = |value: &str| {
            told(
                API,
                &format!(
                    "workflows:
- workflowId: w
  inputs: {{type: object, properties: {{o: {FLAT}}}}}
  steps:
  - {{stepId: s, operationId: find, parameters: [{{name: zz, in: query, value: {value}}}]}}
"
                ),
            )
        };
        assert!(step("[{a: b}]").contains(&CANNOT.to_owned()));
        assert!(step("{x: $inputs.o}").contains(&CANNOT.to_owned()));
    }
}
