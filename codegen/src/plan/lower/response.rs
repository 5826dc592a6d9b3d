//! `$response.…`: what a step reads from its response, and of which type.

use crate::{
    elaborate::{answers::Answers, content::Content, place::Place},
    load::Node,
    plan::{Origin, Value},
    types::{Enums, Lowering, Shape, Step, Type, Untyped},
};

use super::{
    scope::{At, Found, Scope},
    workflow_builder::{LeafUse, WorkflowBuilder},
};

/// What the responses declare of a pointer.
pub(super) struct Declared {
    pub(super) ty: Type,
    pub(super) missing: bool,
    /// How the schemas lead there; `None` where they do not say, or not the same.
    pub(super) way: Option<Vec<Step>>,
    /// Whether the body may be text, which the type includes if it is that of the whole body.
    pub(super) mixed: bool,
}

impl<'a> WorkflowBuilder<'_, 'a> {
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
        let lines = self.answers(scope).is_some_and(|it| it.is_list_of_lines());
        self.declared_at(&[], at.node, scope)
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
            self.declared_at(&tokens, at.node, scope)
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
        let answers = self.answers(scope);
        let schema = answers.as_ref().and_then(|answers| answers.header(name));
        let Some(schema) = schema else {
            return text;
        };
        let references = self.builder.references();
        let ty = Lowering::new(references, Enums::AsString).lower(schema, "Header");
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
        let refs = self.builder.references();
        self.view.answers(step, refs)?.explanation(&tokens)
    }

    /// The declared responses that a success of the step can have got.
    pub(super) fn answers(&self, scope: &Scope) -> Option<Answers<'a>> {
        self.view.answers(scope.step?, self.builder.references())
    }

    /// The whole body where no response is JSON: text or bytes (decision D-37), if all responses agree.
    fn content(&self, scope: &Scope) -> Option<(Origin, Shape)> {
        if scope.at != At::Outputs {
            return None;
        }
        Some(match self.answers(scope)?.content()? {
            Content::Text => (Origin::Text, Shape::String),
            Content::Bytes => (Origin::Bytes, Shape::Bytes),
        })
    }

    /// What the responses that can be a success say about a pointer.
    pub(super) fn declared_at(
        &mut self,
        tokens: &[String],
        node: &Node,
        scope: &Scope,
    ) -> Option<Declared> {
        let declared = match self.answers(scope)?.declared(tokens, node) {
            Ok(declared) => declared,
            Err(reason) => {
                let known = |reason: &Untyped| self.untyped.contains(reason);
                let new = reason.filter(|reason| !known(reason));
                self.untyped.extend(new);
                return None;
            }
        };
        let mut names = tokens.iter().rev();
        let last = names.find(|token| token.parse::<usize>().is_err());
        let last = last.map_or("Body", String::as_str);
        let hint = format!("{} {last}", self.step_type(scope));
        let mut ty = self.lowering.lower_kept(&declared.places, &hint);
        let untyped = self.lowering.take_untyped();
        self.untyped.extend(untyped);
        if ty.shape == Shape::Value {
            ty.nullable = false;
        }
        Some(Declared {
            ty,
            missing: declared.missing,
            way: declared.way,
            mixed: declared.mixed,
        })
    }
}
