//! What a step reads from its response: which schemas can apply, the type at a pointer, what is read into.

use crate::{
    diagnostic::Diagnostic,
    expression::{Comparison, Condition, Expression, Message, OperandKind},
    load::{Node, Pointer},
    model::arazzo::{CriterionKind, Step},
    plan::{
        Access, How, Leaf, Origin, Projection, ProjectionField, ProjectionShape, ProjectionType,
        Reading, Value,
    },
    resolve::{
        operation::{Operation, Response, is_json},
        workflow::ResolvedTarget,
    },
    types::{self, Enums, Lowering, Names, Shape, Type, field_ident},
};

use super::{
    read::{Found, Place},
    scope::{At, Scope},
    workflow::WorkflowBuilder,
};

/// What has been asked of a step's response so far.
#[derive(Debug, Clone, Default)]
pub(super) struct ReadingBuilder {
    leaves: Vec<LeafUse>,
    /// Whether something reads leaves before success is known, or where the schema is silent.
    select: bool,
}

/// A pointer that is read.
#[derive(Debug, Clone)]
struct LeafUse {
    tokens: Vec<String>,
    ty: Type,
    missing: bool,
    /// How the schema leads there; `None` where it does not say.
    way: Option<Vec<Way>>,
}

/// One container on the way to a leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Way {
    Member {
        name: String,
        required: bool,
        nullable: bool,
    },
    Element {
        index: usize,
        nullable: bool,
    },
}

/// What a schema says about a pointer.
struct Declared {
    ty: Type,
    missing: bool,
    way: Option<Vec<Way>>,
}

impl WorkflowBuilder<'_, '_> {
    /// `$response.…`
    pub(super) fn response(
        &mut self,
        message: &Message,
        tokens: &mut Vec<String>,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<Found> {
        self.needs_exchange(at, scope)?;
        let nested = self.calls_workflow(scope);
        if nested {
            self.warn_nested_exchange(at, scope);
        }
        match message {
            Message::Header(name) => {
                let ty = if nested {
                    Type::new(Shape::String)
                } else {
                    self.header_type(&name.value, scope)
                };
                Some(Found {
                    origin: Origin::Header(name.value.clone()),
                    ty,
                    missing: true,
                })
            }
            Message::Query(name) | Message::Path(name) => {
                self.report(
                    Diagnostic::error(
                        "invalid-expression",
                        at.place(),
                        format!("a response has no query or path: `{}`", name.value),
                    )
                    .help("`$response` has `header` and `body`"),
                    scope,
                );
                None
            }
            Message::Body(pointer) => {
                let pointer = pointer
                    .iter()
                    .flat_map(|pointer| pointer.value.tokens().collect::<Vec<_>>());
                *tokens = pointer.chain(tokens.drain(..)).collect();
                if nested || (tokens.is_empty() && !self.describes_body(at, scope)) {
                    return Some(Found {
                        origin: Origin::WholeBody,
                        ty: Type::new(Shape::Value),
                        missing: true,
                    });
                }
                Some(self.leaf(tokens, at, scope))
            }
        }
    }

    /// Whether the whole body is handed on and has a type: the schema describes more than some object or array.
    fn describes_body(&mut self, at: &Place<'_>, scope: &Scope) -> bool {
        if scope.at != At::Outputs {
            return false;
        }
        let vague = |ty: &Type| match &ty.shape {
            Shape::Value => true,
            Shape::List(of) | Shape::Map(of) => of.shape == Shape::Value,
            _ => false,
        };
        self.declared_at(&[], at, scope)
            .is_some_and(|declared| !vague(&declared.ty))
    }

    fn leaf(&mut self, tokens: &mut Vec<String>, at: &Place<'_>, scope: &Scope) -> Found {
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

    /// What the responses that can be a success say about a pointer.
    fn declared_at(
        &mut self,
        tokens: &[String],
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<Declared> {
        let ResolvedTarget::Operation { operation, .. } = self.target(scope)? else {
            return None;
        };
        let step = self.step_model(scope.step?)?.clone();
        let schemas: Vec<Option<Node>> = success_responses(&step, &operation)
            .into_iter()
            .map(json_schema)
            .collect();
        if schemas.is_empty() {
            return None;
        }
        let mut found: Option<Declared> = None;
        for schema in &schemas {
            let next = match schema {
                Some(schema) => self.declared_in(schema, tokens, at, scope, schemas.len() == 1),
                None => None,
            };
            let next = next?;
            found = Some(match found {
                None => next,
                Some(first) if first.ty == next.ty => Declared {
                    missing: first.missing || next.missing,
                    way: first.way.filter(|way| next.way.as_ref() == Some(way)),
                    ty: next.ty,
                },
                Some(_) => Declared {
                    ty: Type::new(Shape::Value),
                    missing: true,
                    way: None,
                },
            });
        }
        found
    }

    fn declared_in(
        &mut self,
        schema: &Node,
        tokens: &[String],
        at: &Place<'_>,
        scope: &Scope,
        only: bool,
    ) -> Option<Declared> {
        let references = self.builder.references();
        let walk = types::walk(schema, tokens, references);
        match walk {
            types::Walk::Found(found) => {
                let last = tokens
                    .iter()
                    .rev()
                    .find(|token| token.parse::<usize>().is_err());
                let hint = format!(
                    "{} {}",
                    self.step_type(scope),
                    last.map_or("Body", String::as_str)
                );
                let mut ty = self.lowering.lower_kept(&found.places, &hint);
                if ty.shape == Shape::Value {
                    ty.nullable = false;
                }
                let whole = tokens.is_empty();
                let way = (found.certain && (whole || !found.root_nullable))
                    .then(|| found.steps.iter().map(way).collect());
                Some(Declared {
                    missing: !found.guaranteed,
                    ty,
                    way,
                })
            }
            types::Walk::Undeclared {
                at: index,
                declared,
                ..
            } => {
                if only {
                    self.report_undeclared_pointer(tokens, index, &declared, schema, at, scope);
                }
                None
            }
            types::Walk::Unknown { .. } => None,
        }
    }

    fn report_undeclared_pointer(
        &mut self,
        tokens: &[String],
        index: usize,
        declared: &[String],
        schema: &Node,
        at: &Place<'_>,
        scope: &Scope,
    ) {
        let Some(token) = tokens.get(index) else {
            return;
        };
        let mut found = Diagnostic::warning(
            "undeclared-pointer",
            at.place(),
            format!("the response's schema declares no `{token}`"),
        )
        .label("probably never there")
        .also(schema, "the schema");
        if let Some(near) = crate::nearest::nearest(token, declared.iter().map(String::as_str)) {
            let mut better: Vec<&str> = tokens.iter().map(String::as_str).collect();
            if let Some(slot) = better.get_mut(index) {
                *slot = near;
            }
            found = found.help(format!(
                "the nearest declared pointer is `#{}`",
                Pointer::from_tokens(better)
            ));
        } else if !declared.is_empty() {
            let names: Vec<String> = declared
                .iter()
                .take(8)
                .map(|name| format!("`{name}`"))
                .collect();
            found = found.help(format!("declared there: {}", names.join(", ")));
        }
        self.report(found, scope);
    }

    fn header_type(&mut self, name: &str, scope: &Scope) -> Type {
        let text = Type::new(Shape::String);
        if scope.at != At::Outputs {
            return text;
        }
        let Some(ResolvedTarget::Operation { operation, .. }) = self.target(scope) else {
            return text;
        };
        let Some(step) = scope.step.and_then(|step| self.step_model(step)).cloned() else {
            return text;
        };
        let headers = success_responses(&step, &operation)
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
            Shape::Int32 | Shape::Int64 | Shape::Float32 | Shape::Float64 | Shape::Bool => {
                Type::new(ty.shape)
            }
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
        let model = self.step_model(step)?.clone();
        let schema = success_responses(&model, operation)
            .into_iter()
            .find_map(json_schema)?;
        match types::walk(&schema, &tokens, self.builder.references()) {
            types::Walk::Found(found) => found.documentation(),
            _ => None,
        }
    }

    /// Decides how a step's body is read.
    pub(super) fn reading(&mut self, step: usize, after_failure: bool) -> Reading {
        let Some(built) = self.readings.get(step).cloned() else {
            return Reading::default();
        };
        if built.leaves.is_empty() {
            return Reading::default();
        }
        let name = format!(
            "{}Response",
            self.step_idents
                .get(step)
                .map(|(_, name)| name.as_str())
                .unwrap_or_default()
        );
        let tree = if built.select || after_failure {
            None
        } else {
            self.projection(&built.leaves, &name)
        };
        let leaves = built
            .leaves
            .iter()
            .map(|leaf| self.plan_leaf(leaf, tree.as_ref()))
            .collect();
        Reading {
            how: tree.map_or(How::Select, How::Struct),
            leaves,
        }
    }

    fn plan_leaf(&self, leaf: &LeafUse, tree: Option<&Projection>) -> Leaf {
        let path = tree
            .and_then(|tree| path_in(tree, &leaf.tokens))
            .unwrap_or_default();
        Leaf {
            pointer: Pointer::from_tokens(&leaf.tokens).as_str().to_owned(),
            ty: leaf.ty.clone(),
            missing: leaf.missing,
            path,
        }
    }

    /// A struct of just the leaves, if they form a tree: no leaf inside another, one element of an array at the most.
    fn projection(&mut self, leaves: &[LeafUse], name: &str) -> Option<Projection> {
        let ways: Vec<(Vec<Way>, Type)> = leaves
            .iter()
            .map(|leaf| Some((leaf.way.clone()?, leaf.ty.clone())))
            .collect::<Option<_>>()?;
        let name = self.type_name(name);
        let shape = match ways.as_slice() {
            [(way, ty)] if way.is_empty() => ProjectionShape::Whole(ty.clone()),
            _ => self.shape(&ways, &name)?,
        };
        Some(Projection { name, shape })
    }

    fn shape(&mut self, ways: &[(Vec<Way>, Type)], name: &str) -> Option<ProjectionShape> {
        match ways.first()?.0.first()? {
            Way::Element { index, .. } => {
                let index = *index;
                let rest = rest_of(
                    ways,
                    |way| matches!(way, Way::Element { index: other, .. } if *other == index),
                )?;
                let of = self.projection_type(&rest, &format!("{name}Element"))?;
                Some(ProjectionShape::Element {
                    index,
                    of: Box::new(of),
                })
            }
            Way::Member { .. } => {
                let mut idents = Names::new();
                let mut fields: Vec<ProjectionField> = Vec::new();
                for (way, _) in ways {
                    let Some(Way::Member {
                        name: member,
                        required,
                        nullable,
                    }) = way.first()
                    else {
                        return None;
                    };
                    if fields.iter().any(|field| field.name == *member) {
                        continue;
                    }
                    let inside: Vec<(Vec<Way>, Type)> = ways
                        .iter()
                        .filter(|(way, _)| is_member(way.first(), member))
                        .cloned()
                        .collect();
                    let rest = rest_of(&inside, |way| is_member(Some(way), member))?;
                    let ty = self
                        .projection_type(&rest, &format!("{name}{}", types::type_ident(member)))?;
                    let nullable = match &ty {
                        ProjectionType::Leaf(ty) => ty.nullable,
                        ProjectionType::Nested(_) => *nullable,
                    };
                    fields.push(ProjectionField {
                        ident: idents.claim(&field_ident(member)),
                        name: member.clone(),
                        ty,
                        missing: !required,
                        nullable,
                    });
                }
                Some(ProjectionShape::Object(fields))
            }
        }
    }

    fn projection_type(&mut self, rest: &[(Vec<Way>, Type)], name: &str) -> Option<ProjectionType> {
        match rest {
            [(way, ty)] if way.is_empty() => Some(ProjectionType::Leaf(ty.clone())),
            _ if rest.iter().any(|(way, _)| way.is_empty()) => None,
            _ => {
                let name = self.type_name(name);
                let shape = self.shape(rest, &name)?;
                Some(ProjectionType::Nested(Projection { name, shape }))
            }
        }
    }
}

fn is_member(way: Option<&Way>, wanted: &str) -> bool {
    matches!(way, Some(Way::Member { name, .. }) if name == wanted)
}

/// The ways without their first step, if that is the same for all.
fn rest_of(
    ways: &[(Vec<Way>, Type)],
    same: impl Fn(&Way) -> bool,
) -> Option<Vec<(Vec<Way>, Type)>> {
    ways.iter()
        .map(|(way, ty)| {
            let (first, rest) = way.split_first()?;
            same(first).then(|| (rest.to_vec(), ty.clone()))
        })
        .collect()
}

/// Fields that lead to a leaf of a projection. An element is reached through its wrapper, which emission knows.
fn path_in(tree: &Projection, tokens: &[String]) -> Option<Vec<Access>> {
    if let ProjectionShape::Whole(_) = &tree.shape {
        return Some(Vec::new());
    }
    let (token, rest) = tokens.split_first()?;
    let (step, ty) = match &tree.shape {
        ProjectionShape::Object(fields) => {
            let field = fields.iter().find(|field| field.name == *token)?;
            let access = Access::Field {
                ident: field.ident.clone(),
                missing: field.missing,
                nullable: field.nullable,
                boxed: false,
            };
            (access, &field.ty)
        }
        ProjectionShape::Element { index, of } => (
            Access::Element {
                index: *index,
                nullable: false,
            },
            &**of,
        ),
        ProjectionShape::Whole(_) => return Some(Vec::new()),
    };
    let mut path = vec![step];
    if let ProjectionType::Nested(nested) = ty {
        path.extend(path_in(nested, rest)?);
    }
    Some(path)
}

fn way(step: &types::Step) -> Way {
    match step {
        types::Step::Member {
            name,
            required,
            nullable,
        } => Way::Member {
            name: name.clone(),
            required: *required,
            nullable: *nullable,
        },
        types::Step::Element { index, nullable } => Way::Element {
            index: *index,
            nullable: *nullable,
        },
    }
}

fn json_schema(response: &Response) -> Option<Node> {
    response
        .content
        .iter()
        .find(|media| is_json(&media.name))
        .and_then(|media| media.schema.clone())
}

/// The declared responses that the step's criteria leave possible: exact statuses if there are any, else ranges, else `default`.
pub(super) fn success_responses<'o>(step: &Step, operation: &'o Operation) -> Vec<&'o Response> {
    use crate::resolve::operation::StatusPattern;
    let statuses: Vec<u16> = (100..600)
        .filter(|status| possible(step, *status))
        .collect();
    let matching = |wanted: &dyn Fn(&StatusPattern) -> bool| -> Vec<&'o Response> {
        let used = statuses
            .iter()
            .filter_map(|status| operation.response_for(*status));
        let mut found: Vec<&Response> = Vec::new();
        for response in used.filter(|response| wanted(&response.status)) {
            if !found.iter().any(|known| known.node == response.node) {
                found.push(response);
            }
        }
        found
    };
    for wanted in [
        &(|status: &StatusPattern| matches!(status, StatusPattern::Exact(_)))
            as &dyn Fn(&StatusPattern) -> bool,
        &|status: &StatusPattern| matches!(status, StatusPattern::Range(_)),
        &|status: &StatusPattern| matches!(status, StatusPattern::Default),
    ] {
        let found = matching(wanted);
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Whether a response with `status` can meet the step's criteria, as far as they judge the status.
fn possible(step: &Step, status: u16) -> bool {
    if step.success_criteria.is_empty() {
        return (200..300).contains(&status);
    }
    step.success_criteria
        .iter()
        .all(|criterion| match criterion.kind {
            CriterionKind::Simple => crate::expression::condition(&criterion.condition.text)
                .map_or(true, |condition| judge(&condition, status) != Some(false)),
            CriterionKind::Regex | CriterionKind::Engine(_) => true,
        })
}

/// What a condition says of a status; `None` where that depends on something else.
fn judge(condition: &Condition, status: u16) -> Option<bool> {
    match condition {
        Condition::And(left, right) => match (judge(left, status), judge(right, status)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Condition::Or(left, right) => match (judge(left, status), judge(right, status)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        Condition::Not(inner) => judge(inner, status).map(|holds| !holds),
        Condition::Truthy(_) => None,
        Condition::Compare(left, comparison, right) => {
            let (number, mirrored) = match (&left.kind, &right.kind) {
                (OperandKind::Expression(Expression::StatusCode), other) => {
                    (status_number(other)?, false)
                }
                (other, OperandKind::Expression(Expression::StatusCode)) => {
                    (status_number(other)?, true)
                }
                _ => return None,
            };
            let (left, right) = if mirrored {
                (number, f64::from(status))
            } else {
                (f64::from(status), number)
            };
            Some(match comparison {
                Comparison::Equal => left == right,
                Comparison::NotEqual => left != right,
                Comparison::Less => left < right,
                Comparison::LessOrEqual => left <= right,
                Comparison::Greater => left > right,
                Comparison::GreaterOrEqual => left >= right,
            })
        }
    }
}

fn status_number(operand: &OperandKind) -> Option<f64> {
    match operand {
        OperandKind::Number(number) => number.as_f64(),
        OperandKind::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}
