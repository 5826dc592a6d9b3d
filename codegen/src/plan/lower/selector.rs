//! Selector Objects: a context, and what an engine finds in it (Arazzo 1.1, section "Selector Object").

use crate::{
    diagnostic::Severity,
    elaborate::place::Place,
    expression::{
        EveryElement, Language,
        engine::query::{Path, Selector as Selects},
    },
    load::Node,
    model::{
        arazzo::{self, Engine},
        texts::PointerText,
    },
    plan::{Origin, Query, Read, Selector, Text, Value},
    types::{Shape, Type},
};

use super::{
    nonstandard,
    scope::{At, Scope},
    workflow_builder::WorkflowBuilder,
};

impl WorkflowBuilder<'_, '_> {
    pub(super) fn selector(&mut self, node: &Node, scope: &Scope) -> Option<Value> {
        let version = self.version();
        let selector = arazzo::selector(node, version, self.builder.diagnostics)?;
        match selector.kind.engine {
            Engine::JsonPointer => self.pointed(&selector, scope),
            Engine::JsonPath => self.queried(&selector, scope),
            Engine::XPath => {
                let context = self.expression_at(&selector.context.node, &of_context(scope))?;
                let node = &selector.selector.node;
                let written = self.texts().query(node)?;
                let text = self.checked_engine_text(written, node, Language::XPath, scope)?;
                let found = Found {
                    context: as_it_comes(context),
                    query: Query::XPath(text),
                    text: selector.selector.text.clone(),
                };
                Some(self.selected(found, None, &selector.context.node, scope))
            }
        }
    }

    /// What a JSON Pointer finds.
    fn pointed(&mut self, selector: &arazzo::Selector, scope: &Scope) -> Option<Value> {
        let of_context = of_context(scope);
        let (node, context_node) = (&selector.selector.node, &selector.context.node);
        let mut pointer = self.texts().pointer(node)?;
        let member = pointer.member.as_ref();
        let member = member.filter(|member| self.is_member(&selector.context, &member.name));
        let context = match member {
            Some(member) => {
                pointer = &member.query;
                let rest = &pointer.given.text;
                let base = format!("{}.{}", selector.context.text.trim(), member.name);
                let standard = match rest.is_empty() {
                    true => format!("`{base}`"),
                    false if !rest.contains('{') => format!("`{base}#{rest}`"),
                    false => format!("`context: {base}` with `selector: {rest}`"),
                };
                self.member_context(&selector.context, member, &standard, &of_context)?
            }
            None => self.expression_at(context_node, &of_context)?,
        };
        let context = as_it_comes(self.structured_context(context, context_node, &of_context));
        let query = self.pointer_into(&context, (pointer, node), scope)?;
        let text = pointer.given.text.clone();
        if let Text::Constant(_) = query {
            let tokens = pointer.pointer.as_ref()?.tokens().collect();
            if let Some(found) = self.narrowed_to(&context, tokens, context_node, &of_context) {
                return Some(Value::Read(Read { text, ..found }));
            }
        }
        let found = Found {
            context,
            query: Query::Pointer(query),
            text,
        };
        Some(self.selected(found, None, context_node, scope))
    }

    /// What a JSONPath finds.
    fn queried(&mut self, selector: &arazzo::Selector, scope: &Scope) -> Option<Value> {
        let of_context = of_context(scope);
        let (node, context_node) = (&selector.selector.node, &selector.context.node);
        let mut written = self.texts().query(node)?;
        let member = written.member.as_ref();
        let member = member.filter(|member| self.is_member(&selector.context, &member.name));
        let context = match member {
            Some(member) => {
                written = &member.query;
                let base = format!("{}.{}", selector.context.text.trim(), member.name);
                let rest = &written.given.text;
                let standard = format!("`context: {base}` with `selector: {rest}`");
                self.member_context(&selector.context, member, &standard, &of_context)?
            }
            None => self.expression_at(context_node, &of_context)?,
        };
        let context = as_it_comes(self.structured_context(context, context_node, &of_context));
        self.braced(written, node, scope)?;
        let query = self.jsonpath_text(written, node, scope)?;
        self.check_engine_text(written, node, Language::JsonPath, scope)?;
        let path = written.path.as_ref()?;
        self.check_selected(context_node, (path, node), &of_context);
        let constant = matches!(query, Text::Constant(_));
        let path = path.read.as_ref().ok().filter(|_| constant);
        let text = written.text.clone();
        if let Some(path) = path
            && let Some(found) = self.narrowed_by(&context, path, context_node, &of_context)
        {
            return Some(Value::Read(Read { text, ..found }));
        }
        let found = Found {
            context,
            query: Query::JsonPath(query),
            text,
        };
        Some(self.selected(found, path, context_node, scope))
    }

    /// `[*]` behind the name of a list: what the Selector Object finds that reads the same (decision D-60).
    pub(super) fn every_element(
        &mut self,
        (every, path): (&EveryElement, Option<&Path>),
        node: &Node,
        scope: &Scope,
    ) -> Option<Value> {
        // Of a list that is not there nothing is read, in any form.
        let span = every.span.clone();
        let context = self.read(&every.list, &[], node, span, &of_context(scope))?;
        let object = every.selector_object(node.document().json);
        let found = nonstandard::every_element(node, &object);
        let found = match self.version() >= arazzo::Version::V1_1 {
            true => found.fix_value(object),
            false => found,
        };
        if self.tolerate(found, scope) == Severity::Error {
            return None;
        }
        let found = Found {
            context: as_it_comes(context),
            query: Query::JsonPath(Text::Constant(every.query.clone())),
            text: every.query.clone(),
        };
        Some(self.selected(found, path, node, scope))
    }

    /// What a query finds in a context. A list of many, by a `path` that is the same in every run, is typed where the schema
    /// says what its elements are; it is there whenever the context is, since what is absent in it is passed over.
    fn selected(&mut self, found: Found, path: Option<&Path>, node: &Node, scope: &Scope) -> Value {
        let Found {
            context,
            query,
            text,
        } = found;
        let (whole, absent) = self.context_type(&context, node, scope);
        let elements = path.and_then(|path| self.selected_elements(&whole, path));
        let (ty, missing) = match elements {
            Some(elements) => (Type::new(Shape::List(Box::new(elements))), absent),
            None => (Type::value(), true),
        };
        Value::Selector(Box::new(Selector {
            context,
            query,
            text,
            ty,
            missing,
        }))
    }

    /// The type of a context, and whether it may be missing or null. A body that engines get as JSON has a schema all the same.
    fn context_type(&mut self, context: &Read, node: &Node, scope: &Scope) -> (Type, bool) {
        let leaf = match context.origin {
            Origin::Body { leaf } => Some(leaf),
            _ => None,
        };
        let leaves = scope.step.and_then(|step| self.readings.get(step));
        let tokens = leaf.and_then(|leaf| Some(leaves?.leaves.get(leaf)?.tokens.clone()));
        let whole = context.origin == Origin::WholeBody && !self.calls_workflow(scope);
        if scope.at == At::Outputs
            && context.access.is_empty()
            && let Some(tokens) = tokens.or(whole.then(Vec::new))
            && let Some(declared) = self.declared_at(&tokens, node, scope)
            && !declared.mixed
        {
            let missing = declared.missing || declared.ty.nullable;
            return (declared.ty, missing);
        }
        (context.ty.clone(), context.missing || context.ty.nullable)
    }

    /// The type of the nodes that a JSONPath of any number of nodes finds in a value of type `ty`.
    fn selected_elements(&self, ty: &Type, path: &Path) -> Option<Type> {
        if path.is_singular() {
            return None;
        }
        let mut ty = ty.clone();
        for segment in &path.segments {
            let [selector] = segment.selectors.as_slice() else {
                return None;
            };
            ty = match (&selector.value, &ty.shape) {
                _ if segment.descendants => return None,
                (Selects::Name(name), _) => self.type_at(&ty, std::slice::from_ref(name))?,
                (_, Shape::List(of)) => (**of).clone(),
                _ => return None,
            };
        }
        (!ty.holds_value()).then_some(ty)
    }

    /// The pointer of a selector, which leads somewhere in its context as far as the context's type tells.
    fn pointer_into(
        &mut self,
        context: &Read,
        (pointer, node): (&PointerText, &Node),
        scope: &Scope,
    ) -> Option<Text> {
        let text = match self.pointer_text(pointer, node, scope)? {
            Text::Constant(_) => self.constant_pointer(pointer, node, scope)?,
            dynamic @ Text::Dynamic(_) => return Some(dynamic),
        };
        // Of a pointer over all inputs or outputs what is left stands at the end.
        let end = node.as_str().map_or(text.len(), str::len);
        let at = Place {
            node,
            span: end.saturating_sub(text.len())..end,
        };
        self.check_way(context, pointer.pointer.as_ref()?, &at, scope)?;
        Some(Text::Constant(text))
    }
}

/// A query, written as `text`, and what it is applied to.
struct Found {
    context: Read,
    query: Query,
    text: String,
}

/// Where the context of a selector stands.
fn of_context(scope: &Scope) -> Scope {
    Scope {
        at: match scope.at {
            At::Outputs => At::Context,
            at => at,
        },
        ..scope.clone()
    }
}

/// What an engine is applied to: the body as it comes, of whatever type.
fn as_it_comes(mut context: Read) -> Read {
    if matches!(context.origin, Origin::Text | Origin::Bytes) {
        context.origin = Origin::WholeBody;
        context.ty = Type::value();
    }
    context
}

#[cfg(test)]
mod tests {
    use crate::testing::{code, told};

    const API: &str = "
openapi: 3.1.0
info: {title: harbours, version: '1'}
servers: [{url: 'https://harbours.example'}]
paths:
  /berths:
    get:
      operationId: find
      parameters: [{name: q, in: query, schema: {}}]
      responses:
        '200':
          description: ok
          content:
            application/json:
              schema:
                type: object
                required: [id, deep]
                properties:
                  id: {type: string}
                  deep: {type: object, required: [id], properties: {id: {type: string}}}
                  items: {type: array, items: {type: object, properties: {id: {type: string}}}}
";

    fn reading(selector: &str) -> String {
        format!(
            "workflows:
- workflowId: w
  inputs: {{type: object, required: [t], properties: {{t: {{type: string}}}}}}
  steps:
  - {{stepId: one, operationId: find, parameters: [{{name: q, in: query, value: $inputs.t}}], outputs: {{id: $response.body#/id, deep: $response.body#/deep, all: $response.body}}}}
  - {{stepId: two, operationId: find, parameters: [{{name: q, in: query, value: {{{selector}}}}}]}}
  outputs: {{id: $steps.one.outputs.id, deep: $steps.one.outputs.deep, all: $steps.one.outputs.all}}
"
        )
    }

    /// The code, but for the text of the selector, which failures name.
    fn emitted(text: &str) -> Vec<String> {
        let code = code(API, text);
        let lines = code.lines().filter(|line| !line.contains("selector"));
        lines.map(str::to_owned).collect()
    }

    #[test]
    fn a_pointer_over_all_values_looks_into_the_one_that_it_names() {
        for (selector, same) in [
            (
                "context: $inputs, selector: /t, type: jsonpointer",
                "context: $inputs.t, selector: '', type: jsonpointer",
            ),
            (
                "context: $steps.one.outputs, selector: /id, type: jsonpointer",
                "context: $steps.one.outputs.id, selector: '', type: jsonpointer",
            ),
            (
                "context: $steps.one.outputs, selector: /deep/id, type: jsonpointer",
                "context: $steps.one.outputs.deep, selector: /id, type: jsonpointer",
            ),
        ] {
            let told = told(API, &reading(selector));
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0].starts_with("nonstandard-expression: "), "{told:?}");
            assert!(
                emitted(&reading(selector)) == emitted(&reading(same)),
                "{selector}"
            );
        }
        let undeclared = told(
            API,
            &reading("context: $inputs, selector: '/{$inputs.t}', type: jsonpointer"),
        );
        let refused = |told: &String| told.starts_with("invalid-expression: ");
        assert!(undeclared.iter().any(refused), "{undeclared:?}");
    }

    #[test]
    fn a_filter_of_an_object_is_told() {
        let told = |query: &str, body: &str| {
            let selector = format!("context: {body}, selector: \"{query}\", type: jsonpath");
            told(API, &reading(&selector))
        };
        let members = [
            "root-filter: a filter at the root tests the elements of a list, or the values of an object's members, never the root itself",
        ];
        let all = "$steps.one.outputs.all";
        assert_eq!(told("$[?@.id == 'x']", all), members);
        assert_eq!(told("$[?@.id == 'x'].id", all), members);
        assert_eq!(told("$.items[?@.id == 'x'].id", all), Vec::<String>::new());
    }

    #[test]
    fn an_expression_in_quotes_is_its_value_in_any_jsonpath() {
        let query = |name: &str| {
            reading(&format!(
                "context: $steps.one.outputs.all, selector: \"$.items[?@.id == '{name}'].id\", type: jsonpath"
            ))
        };
        let told = told(API, &query("$inputs.t"));
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("unbraced-expression: "), "{told:?}");
        assert!(emitted(&query("$inputs.t")) == emitted(&query("{$inputs.t}")));
    }
}
