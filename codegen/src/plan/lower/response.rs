//! `$response.…`: what a step reads from its response, and of which type.

use crate::{
    elaborate::place::Place,
    plan::{Origin, Value},
    resolve::workflow::ResolvedTarget,
    types::{self, Enums, Lowering, Shape, Type},
};

use super::{
    declared::Declared,
    projection::LeafUse,
    read::Found,
    scope::{At, Scope},
    workflow::WorkflowBuilder,
};

impl WorkflowBuilder<'_, '_> {
    /// What lies at `way` of the response's body.
    pub(super) fn body_value(
        &mut self,
        way: &mut Vec<String>,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Found {
        let whole = |origin, ty| Found {
            origin,
            ty,
            missing: true,
        };
        if self.calls_workflow(scope) {
            return whole(Origin::WholeBody, Type::value());
        }
        if !way.is_empty() {
            return self.leaf(way, at, scope);
        }
        if let Some((origin, shape)) = self.content(scope) {
            return whole(origin, Type::new(shape));
        }
        match self.described(at, scope) {
            Some(declared) if !declared.mixed => self.leaf(way, at, scope),
            Some(declared) => whole(Origin::WholeBody, declared.ty),
            None => whole(Origin::WholeBody, Type::value()),
        }
    }

    /// What is declared of the whole body, if it is handed on and that is more than some object or array.
    fn described(&mut self, at: &Place<'_>, scope: &Scope) -> Option<Declared> {
        if scope.at != At::Outputs {
            return None;
        }
        let vague = |ty: &Type| match &ty.shape {
            Shape::Value => true,
            Shape::List(of) | Shape::Map(of) => of.shape == Shape::Value,
            _ => false,
        };
        let lines = self.is_list_of_lines(scope);
        self.declared_at(&[], at, scope)
            .filter(|declared| lines || !vague(&declared.ty))
    }

    pub(super) fn leaf(
        &mut self,
        tokens: &mut Vec<String>,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Found {
        let tokens = std::mem::take(tokens);
        let typed = scope.at == At::Outputs;
        let declared = if typed {
            self.declared_at(&tokens, at, scope)
        } else {
            None
        };
        let step = scope.step.unwrap_or_default();
        let Some(reading) = self.readings.get_mut(step) else {
            return Found {
                origin: Origin::WholeBody,
                ty: Type::new(Shape::Value),
                missing: true,
            };
        };
        reading.select |= !typed
            || declared
                .as_ref()
                .is_none_or(|declared| declared.way.is_none());
        let found = reading.leaves.iter().position(|leaf| leaf.tokens == tokens);
        let leaf = found.unwrap_or_else(|| {
            reading.leaves.push(LeafUse {
                tokens,
                ty: Type::new(Shape::Value),
                missing: true,
                way: None,
            });
            reading.leaves.len() - 1
        });
        match declared {
            Some(declared) => {
                if let Some(used) = reading.leaves.get_mut(leaf) {
                    used.ty = declared.ty.clone();
                    used.missing = declared.missing;
                    used.way = declared.way;
                }
                Found {
                    origin: Origin::Body { leaf },
                    ty: declared.ty,
                    missing: declared.missing,
                }
            }
            None => Found {
                origin: Origin::Body { leaf },
                ty: Type::new(Shape::Value),
                missing: true,
            },
        }
    }

    /// The type of a header: text, also where a called workflow got it.
    pub(super) fn header_type(&mut self, name: &str, scope: &Scope) -> Type {
        let text = Type::new(Shape::String);
        if scope.at != At::Outputs {
            return text;
        }
        let Some(ResolvedTarget::Operation { operation, .. }) = self.target(scope) else {
            return text;
        };
        let Some(success) = scope.step.and_then(|step| self.success(step)) else {
            return text;
        };
        let headers = success
            .responses(&operation)
            .into_iter()
            .flat_map(|response| &response.headers);
        let Some(schema) = headers
            .filter(|header| header.name.eq_ignore_ascii_case(name))
            .find_map(|header| header.schema.clone())
        else {
            return text;
        };
        let references = self.builder.references();
        let ty = Lowering::new(references, Enums::AsString).lower(&schema, "Header");
        match ty.shape {
            Shape::Int32 | Shape::Int64 | Shape::Number | Shape::Bool => Type::new(ty.shape),
            _ => text,
        }
    }

    /// Rustdoc of an output: the description of the schema it is read from.
    pub(super) fn output_documentation(&mut self, step: usize, value: &Value) -> Option<String> {
        let Value::Read(read) = value else {
            return None;
        };
        let Origin::Body { leaf } = read.origin else {
            return None;
        };
        let tokens = self.readings.get(step)?.leaves.get(leaf)?.tokens.clone();
        let ResolvedTarget::Operation { operation, .. } =
            self.resolved.steps.get(step)?.target.as_ref()?
        else {
            return None;
        };
        let mut responses = self.success(step)?.responses(operation).into_iter();
        let schema = responses.find_map(|response| response.structured()?.schema.clone())?;
        match types::walk(&schema, &tokens, self.builder.references()) {
            types::Walk::Found(found) => found.explanation(),
            _ => None,
        }
    }
}
