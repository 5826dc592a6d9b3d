//! A runtime expression becomes a read: where the value comes from, its type, and whether it may be missing.

use std::{ops::Range, rc::Rc};

use crate::{
    diagnostic::{Code, Diagnostic, Severity, names::Named},
    elaborate::{
        NoValue,
        named::{find, token},
    },
    expression::{
        self, Access, Expression, Message, Reference, Spanned, SyntaxError, Template, Tolerated,
    },
    load::Node,
    model::{arazzo, faults, texts::All},
    plan::{Origin, Read},
    resolve::{workflow::ResolvedTarget, workflow::asyncapi},
    types::{Shape, Type},
};

use super::{
    nonstandard,
    place::Place,
    scope::{At, Scope},
    workflow::WorkflowBuilder,
};

/// A string that is not as the standard has it: why, what it means all the same, and the values that it names together.
pub(super) type Broken<'e, T> = (&'e SyntaxError, Option<(T, &'e Tolerated)>, Option<&'e All>);

/// A value before the way into it is applied.
pub(super) struct Found {
    pub(super) origin: Origin,
    pub(super) ty: Type,
    pub(super) missing: bool,
}

impl WorkflowBuilder<'_, '_> {
    /// The expression that the whole string at `node` is.
    pub(super) fn expression_at(&mut self, node: &Node, scope: &Scope) -> Option<Read> {
        let length = node.as_str()?.len();
        let whole = self.texts().expression(node)?;
        let standard = whole.standard.as_ref();
        let meant = standard.map(|(expression, tolerated)| (expression, tolerated));
        let expression = match &whole.read {
            Ok(expression) => expression,
            Err(error) => {
                let all = whole.all.as_ref();
                self.tolerated_expression((error, meant, all), node, scope)?
            }
        };
        self.read(expression, &[], node, 0..length, scope)
    }

    /// An expression in a form that the tolerance table reads as meant; where there is no such form `error` is reported, and
    /// under `--strict` the form.
    pub(super) fn tolerated_expression<'e>(
        &mut self,
        (error, meant, all): Broken<'e, &'e Expression>,
        node: &Node,
        scope: &Scope,
    ) -> Option<&'e Expression> {
        let Some((expression, tolerated)) = meant else {
            if !self.lacks_all_values(all, node, scope) {
                self.syntax_error(Code::InvalidExpression, node, error.clone(), scope);
            }
            return None;
        };
        let found = nonstandard::expression(node, tolerated);
        (self.tolerate(found, scope) == Severity::Warning).then_some(expression)
    }

    /// The same for a string that may embed expressions. What it embeds stands where it does in the text as given.
    pub(super) fn tolerated_template<'e>(
        &mut self,
        (error, standard, all): Broken<'e, &'e Template>,
        node: &Node,
        scope: &Scope,
    ) -> Option<&'e Template> {
        let meant = standard.filter(|(_, tolerated)| {
            let mut references = tolerated.references.iter();
            references.all(|reference| self.declares(&reference.value))
        });
        let Some((template, tolerated)) = meant else {
            if !self.lacks_all_values(all, node, scope) {
                self.syntax_error(Code::InvalidExpression, node, error.clone(), scope);
            }
            return None;
        };
        let found = nonstandard::expression(node, tolerated);
        (self.tolerate(found, scope) == Severity::Warning).then_some(template)
    }

    /// Resolves `expression`, which stands at `span` of the string at `node`, with `access` applied to it.
    pub(super) fn read(
        &mut self,
        expression: &Expression,
        access: &[Spanned<Access>],
        node: &Node,
        span: Range<usize>,
        scope: &Scope,
    ) -> Option<Read> {
        let mut tokens: Vec<String> = access.iter().map(|access| token(&access.value)).collect();
        let text = node
            .as_str()
            .and_then(|text| text.get(span.clone()))
            .unwrap_or_default()
            .to_owned();
        let at = Place { node, span };
        let found = match expression {
            Expression::Url => self.exchange(Origin::Url, Type::new(Shape::String), &at, scope),
            Expression::Method => {
                self.exchange(Origin::Method, Type::new(Shape::String), &at, scope)
            }
            Expression::StatusCode => {
                self.exchange(Origin::StatusCode, Type::new(Shape::Int32), &at, scope)
            }
            Expression::SelfUri => self.self_uri(&at, scope),
            Expression::Request(message) => self.request(message, &mut tokens, &at, scope),
            Expression::Response(message) => self.response(message, &mut tokens, &at, scope),
            Expression::Input(reference) => self.input(reference, &mut tokens, &at, scope),
            Expression::Output(reference) => self.own_output(reference, &mut tokens, &at, scope),
            Expression::Step { step, output } => {
                self.step_output_read(step, output, &mut tokens, &at, scope)
            }
            Expression::Workflow {
                workflow,
                side,
                name,
            } => self.workflow_value(workflow, *side, name, &mut tokens, &at, scope),
            Expression::SourceDescription { name, reference } => {
                self.source_field(name, reference, &at, scope)
            }
            Expression::Component { .. } => {
                self.report(
                    Diagnostic::new(
                        Code::ComponentAsValue,
                        at.place(),
                        "`$components` is not a value",
                    )
                    .help("components are named by `reference` in a list of parameters or actions"),
                    scope,
                );
                None
            }
            Expression::Message => {
                self.report(
                    asyncapi::out_of_place("$message", at.place())
                        .help("read `$response.body` or `$response.header.NAME`"),
                    scope,
                );
                None
            }
        }?;
        let secret = match found.origin {
            Origin::RequestBody => self.sent_secret(&tokens, scope),
            _ => None,
        };
        let mut read = self.descend(found, &tokens, text, &at, scope)?;
        if let Some(secret) = secret {
            read.ty = secret;
        }
        Some(read)
    }

    /// Something of the step's own exchange.
    fn exchange(
        &mut self,
        origin: Origin,
        ty: Type,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<Found> {
        self.needs_exchange(at, scope)?;
        let nested = self.calls_workflow(scope);
        // A failure action may have no response to look at, and a workflow step has only those of the workflow it called.
        let missing = nested || (scope.at == At::FailureAction && origin == Origin::StatusCode);
        if nested {
            self.warn_nested_exchange(at, scope);
        }
        Some(Found {
            origin,
            ty,
            missing,
        })
    }

    pub(super) fn warn_nested_exchange(&mut self, at: &Place<'_>, scope: &Scope) {
        self.report(
            Diagnostic::warning(
                Code::NestedExchange,
                at.place(),
                "a workflow step has no request of its own",
            )
            .label("the last exchange inside the called workflow")
            .help("read the called workflow's outputs instead: `$outputs.<name>`"),
            scope,
        );
    }

    /// Reports an expression that needs an exchange where there is none.
    pub(super) fn needs_exchange(&mut self, at: &Place<'_>, scope: &Scope) -> Option<()> {
        let (code, why) = match scope.at.without_exchange() {
            None => return Some(()),
            Some(NoValue::BeforeResponse) => (
                Code::ResponseBeforeRequest,
                "there is no response yet where the request is built",
            ),
            Some(_) => (
                Code::ResponseOutsideStep,
                "requests and responses belong to steps, and a workflow's outputs read the steps' outputs",
            ),
        };
        let message = format!("`{}` cannot be read here: {why}", at.text());
        self.report(
            Diagnostic::error(code, at.place(), message).help(
                "give the value as an output of a step, and read `$steps.<stepId>.outputs.<name>`",
            ),
            scope,
        );
        None
    }

    fn self_uri(&mut self, at: &Place<'_>, scope: &Scope) -> Option<Found> {
        match self.self_constant() {
            Some(uri) => Some(constant(uri)),
            None => {
                self.report(
                    Diagnostic::new(Code::NoSelf, at.place(), "the document has no `$self`")
                        .help("add `$self` to the root of the document (Arazzo 1.1)"),
                    scope,
                );
                None
            }
        }
    }

    /// A field of a source description, as written.
    fn source_field(
        &mut self,
        name: &Spanned<String>,
        reference: &Spanned<String>,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<Found> {
        let description = self.description();
        let mut sources = description.sources.iter();
        let Some(source) = sources.find(|source| source.name.text == name.value) else {
            let names = || description.source_names();
            if description.unread_sources.may_declare(&name.value, names()) {
                return None;
            }
            let known = names().map(str::to_owned).collect();
            self.unknown(Named::Source, &name.value, known, at, scope);
            return None;
        };
        let field = match reference.value.as_str() {
            "url" => Some(source.url.text.clone()),
            "name" => Some(source.name.text.clone()),
            // A type that cannot be read was reported.
            "type" if source.kind.is_none() && source.node.get("type").is_some() => return None,
            "type" => self.source_type(source).map(str::to_owned),
            _ => None,
        };
        if let Some(field) = field {
            return Some(constant(field));
        }
        self.report(
            Diagnostic::new(
                Code::NotAValue,
                at.place(),
                format!(
                    "`{}` of a source description is not a value",
                    reference.value
                ),
            )
            .help(format!(
                "`url`, `name` and `type` are the values of a source description: `$sourceDescriptions.{}.url`",
                name.value
            )),
            scope,
        );
        None
    }

    pub(super) fn input(
        &mut self,
        reference: &Reference,
        tokens: &mut Vec<String>,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<Found> {
        let inputs = Rc::clone(&self.inputs);
        let names: Vec<&str> = inputs.iter().map(|field| field.name.as_str()).collect();
        let Some(name) = find(reference, &names) else {
            let names = names.into_iter().map(str::to_owned).collect();
            self.unknown_input(&reference.name.value, names, at, scope);
            return None;
        };
        let field = name.index;
        let input = inputs.get(field)?;
        self.warn_dotted(&format!("$inputs.{}", input.name), &name.walked, at, scope);
        tokens.splice(..0, name.way);
        self.warn_unusual(&input.name, at, scope);
        Some(Found {
            origin: Origin::Input { field },
            ty: input.ty.clone(),
            missing: input.missing,
        })
    }

    /// The grammar of 1.1 has identifiers where that of 1.0 has any characters (decision D-53).
    pub(super) fn warn_unusual(&mut self, input: &str, at: &Place<'_>, scope: &Scope) {
        let written = self.description.node.get("arazzo").is_some();
        let newer = written && self.version() >= arazzo::Version::V1_1;
        if !newer || expression::is_identifier(input) {
            return;
        }
        self.tolerate(
            faults::nonstandard_input(at.name(input, true), input),
            scope,
        );
    }

    fn unknown_input(&mut self, name: &str, known: Vec<String>, at: &Place<'_>, scope: &Scope) {
        let names = known.iter().map(String::as_str);
        if self.resolved.unread_inputs.may_declare(name, names) {
            return;
        }
        self.unknown(Named::Input, name, known, at, scope);
    }

    fn request(
        &mut self,
        message: &Message,
        tokens: &mut Vec<String>,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<Found> {
        self.needs_exchange(at, scope)?;
        if self.calls_workflow(scope) {
            self.report(
                Diagnostic::error(
                    Code::NestedExchange,
                    at.place(),
                    "a workflow step has no request of its own",
                )
                .help("read the called workflow's outputs instead: `$outputs.<name>`"),
                scope,
            );
            return None;
        }
        self.request_value(message, tokens, at, scope)
    }

    pub(super) fn warn_dotted(
        &mut self,
        base: &str,
        walked: &[String],
        at: &Place<'_>,
        scope: &Scope,
    ) {
        if walked.is_empty() {
            return;
        }
        let standard = format!("{base}#{}", crate::load::Pointer::from_tokens(walked));
        let found = Diagnostic::new(
            Code::DottedWalk,
            at.place(),
            "a dotted path is not a name: read as a way into the value",
        )
        .help(format!("the standard form is `{standard}`"))
        .fix(standard);
        // Inside a simple condition dots are operators (decision D-06).
        if scope.at != At::Criteria && !at.condition() {
            self.tolerate(found, scope);
        }
    }

    /// Reports an unknown name with its nearest relative.
    pub(super) fn unknown(
        &mut self,
        named: Named<'_>,
        name: &str,
        known: Vec<String>,
        at: &Place<'_>,
        scope: &Scope,
    ) {
        let found = unknown(named, name, &known, at);
        self.report(found, scope);
    }

    /// Whether the step of `scope` calls a workflow.
    pub(super) fn calls_workflow(&self, scope: &Scope) -> bool {
        matches!(self.target(scope), Some(ResolvedTarget::Workflow(_)))
    }
}

/// The report of an unknown name with its nearest relative.
pub(super) fn unknown(
    named: Named<'_>,
    name: &str,
    known: &[String],
    at: &Place<'_>,
) -> Diagnostic {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    named.undeclared(at.name(name, !named.leads_on()), name, &known)
}

pub(super) fn constant(text: String) -> Found {
    Found {
        origin: Origin::Constant(text),
        ty: Type::new(Shape::String),
        missing: false,
    }
}
