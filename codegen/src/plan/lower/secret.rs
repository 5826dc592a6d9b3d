//! Values that come from secrets: they stay secrets wherever they go (decision D-117).

use crate::{
    diagnostic::{Code, Diagnostic},
    expression::Expression,
    load::{Node, Pointer},
    model::texts::{Form, embedded},
    plan::{InputField, Value},
    resolve::workflow::{ResolvedParameter, WorkflowId},
    types::{Shape, Type},
};

use super::{
    Builder,
    all_values::All,
    scope::{At, Scope},
    secrets::{Secrets, hidden},
    workflow_builder::WorkflowBuilder,
};

impl Builder<'_> {
    /// Refuses what hands secrets on further than is followed: `found` is what that ended with.
    pub(super) fn report_handed_on(&mut self, found: &Secrets) {
        for (id, name) in found.inputs.iter().chain(&found.outputs) {
            let Some(workflow) = self.world.model(*id) else {
                continue;
            };
            let message = format!(
                "a secret comes to `{name}` by too many calls whose inputs do not say that they hold one"
            );
            self.diagnostics.push(
                Diagnostic::error(Code::LimitExceeded, &workflow.id.node, message)
                    .help("write `format: password` in the schema of each input that takes it"),
            );
        }
    }
}

impl WorkflowBuilder<'_, '_> {
    /// Notes that an output of a workflow that can come to call itself is a secret.
    pub(super) fn note_secret_output(&mut self, name: &str, ty: &Type) {
        let output = (self.id, name.to_owned());
        if self.lowering.types().hold_secret(ty) && !self.builder.secrets.outputs.contains(&output)
        {
            self.builder.found_secrets.outputs.insert(output);
        }
    }

    /// Keeps what is handed to an input of a called workflow a secret there, or says why it will be shown.
    pub(super) fn keep_secret(
        &mut self,
        target: WorkflowId,
        input: &InputField,
        value: &Value,
        parameter: &ResolvedParameter,
        scope: &Scope,
    ) {
        if !value.holds_secret(self.lowering.types()) || self.builder.hides(target, &input.ty) {
            return;
        }
        if hidden(&input.ty.shape).is_some() {
            let input = (target, input.name.clone());
            self.builder.found_secrets.inputs.insert(input);
            return;
        }
        let name = &input.name;
        let message = format!(
            "a secret is handed to input `{name}`, whose schema does not say that it holds one"
        );
        self.report(
            Diagnostic::new(Code::ExposedSecret, &parameter.value, message)
                .label("shown by whatever shows that input")
                .help("write `format: password` in the schema of the part that takes the secret"),
            scope,
        );
    }

    /// The type of what the step sends at `tokens` of its body, if that holds a secret.
    pub(super) fn sent_secret(&mut self, tokens: &[String], scope: &Scope) -> Option<Type> {
        let body = scope
            .step
            .and_then(|step| self.resolved.steps.get(step))
            .and_then(|step| self.model()?.steps.get(step.index))
            .and_then(|step| step.request_body.clone())?;
        let pointer = Pointer::from_tokens(tokens);
        let mut replaced = body.replacements.iter();
        if let Some(last) = replaced.rfind(|it| it.target.text.trim() == pointer.as_str()) {
            return self.secret_at(&last.value, &[], false, scope);
        }
        let mut replaced = body.replacements.iter();
        let replaced = replaced.any(|it| {
            overlap(it.target.text.trim(), pointer.as_str())
                && self.secret_at(&it.value, &[], false, scope).is_some()
        });
        if replaced {
            return Some(Type::new(Shape::SecretValue));
        }
        self.secret_at(&body.payload?, tokens, true, scope)
    }

    /// The type of what lies at `tokens` of a value, if that holds a secret. `document`: a text is one of the body's
    /// language. Mistakes in it are the same that are reported where it is sent.
    fn secret_at(
        &mut self,
        node: &Node,
        tokens: &[String],
        document: bool,
        scope: &Scope,
    ) -> Option<Type> {
        if node.as_str().is_some() {
            return self.secret_in(node, tokens, document, scope);
        }
        let is_selector = node.get("context").is_some() && node.get("selector").is_some();
        let inside = match tokens.split_first() {
            Some((token, rest)) if !is_selector => {
                let inside = match node.value().is_array() {
                    true => token
                        .parse()
                        .ok()
                        .and_then(|at: usize| node.items().get(at).cloned()),
                    false => node.get(token),
                };
                return self.secret_at(&inside?, rest, false, scope);
            }
            _ if node.value().is_array() => node.items(),
            _ => node.members().into_iter().map(|(_, node)| node).collect(),
        };
        let mut inside = inside.iter();
        let secret = inside.any(|node| self.secret_at(node, &[], false, scope).is_some());
        secret.then(|| Type::new(Shape::SecretValue))
    }

    /// The same for a text.
    fn secret_in(
        &mut self,
        node: &Node,
        tokens: &[String],
        document: bool,
        scope: &Scope,
    ) -> Option<Type> {
        let length = node.as_str()?.len();
        let (expressions, text_of): (Vec<(Expression, &[String])>, _) = match self.written(node)? {
            Written::Whole(expression) => (vec![(expression, tokens)], false),
            Written::Parts(parts) => {
                let parts = parts.into_iter().map(|part| (part, [].as_slice()));
                (parts.collect(), true)
            }
            Written::All(all) => {
                let (name, rest) = match tokens.split_first() {
                    Some((name, rest)) => (Some(name), rest),
                    None => (None, tokens),
                };
                let named = all
                    .into_iter()
                    .filter(|(all, _)| name.is_none_or(|name| name == all));
                (
                    named.map(|(_, expression)| (expression, rest)).collect(),
                    false,
                )
            }
        };
        let scope = Scope {
            at: At::Request,
            ..scope.clone()
        };
        // What is written in a text of the body's language is read by that; the text itself is no value.
        let is_text = text_of && tokens.is_empty() && !document;
        expressions.into_iter().find_map(|(expression, tokens)| {
            let at = (node, 0..length);
            let (read, _) = self.locate(&expression, &[], at, &scope)?;
            let ty = self.type_at(&read.ty, tokens).unwrap_or(read.ty);
            self.lowering
                .types()
                .hold_secret(&ty)
                .then_some(match ty.shape {
                    Shape::Secret if !text_of => ty,
                    _ if is_text => Type::new(Shape::Secret),
                    _ => Type::new(Shape::SecretValue),
                })
        })
    }

    /// The expressions in a text.
    fn written(&self, node: &Node) -> Option<Written> {
        let written = self.texts().value(node)?;
        if let Some(all) = written
            .all
            .as_ref()
            .and_then(|all| self.all_values(all, node))
        {
            return Some(Written::All(all));
        }
        Some(match &written.form {
            Form::Expression(whole) => Written::Whole(whole.value.clone()),
            Form::Plain(doubt) | Form::Template(_, doubt) => {
                let parts = self.unbraced(doubt).map(|(_, parts)| embedded(parts));
                let parts = parts.unwrap_or_else(|| written.expressions());
                Written::Parts(parts.into_iter().map(|it| it.value.clone()).collect())
            }
            Form::Every(..) | Form::Invalid(..) => Written::Parts(Vec::new()),
        })
    }
}

/// What a text of a payload is.
enum Written {
    /// An expression.
    Whole(Expression),
    /// Text with expressions in it.
    Parts(Vec<Expression>),
    /// An object of many values.
    All(All),
}

/// Whether a replacement at `target` may change what lies at `pointer`. One that is no constant pointer may change
/// anything.
fn overlap(target: &str, pointer: &str) -> bool {
    let below = |inner: &str, outer: &str| {
        let rest = inner.strip_prefix(outer);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let constant = target.is_empty() || target.starts_with('/') && !target.contains('{');
    !constant || below(target, pointer) || below(pointer, target)
}
