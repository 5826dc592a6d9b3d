//! The typed way into a value: struct fields, elements, map entries, and a JSON Pointer once nothing is known.

use arazzo_syntax::pointer::index;

use crate::{
    check::no_member,
    elaborate::place::Place,
    load::Pointer,
    plan::{Access, Origin, Read},
    types::{Kind, Shape, Type, TypeId},
};

use super::{
    scope::{Found, Scope},
    workflow_builder::WorkflowBuilder,
};

impl WorkflowBuilder<'_, '_> {
    /// Applies `tokens` to what was found.
    pub(super) fn descend(
        &mut self,
        found: Found,
        tokens: &[String],
        text: String,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<Read> {
        let Found {
            origin,
            mut ty,
            mut missing,
        } = found;
        let mut access = Vec::new();
        for (index, token) in tokens.iter().enumerate() {
            if ty.nullable {
                missing = true;
            }
            match self.enter(&ty, token) {
                Inner::Typed {
                    access: step,
                    ty: next,
                    missing: absent,
                } => {
                    access.extend(step);
                    ty = next;
                    missing |= absent;
                }
                Inner::Unknown => {
                    let rest = Pointer::from_tokens(tokens.iter().skip(index));
                    let rest = rest.as_str().to_owned();
                    access.push(match ty.shape {
                        Shape::Value => Access::Pointer(rest),
                        _ => Access::Json(rest),
                    });
                    ty = Type::new(match self.lowering.types().hold_secret(&ty) {
                        true => Shape::SecretValue,
                        false => Shape::Value,
                    });
                    missing = true;
                    break;
                }
                Inner::Nothing { declared } => {
                    // An input's fields are the caller's types; what a response holds may still surprise.
                    let input = matches!(origin, Origin::Input { .. });
                    self.report_nothing(token, &declared, input, at, scope);
                    if input {
                        return None;
                    }
                    return Some(Read {
                        origin: Origin::Nothing,
                        access: Vec::new(),
                        ty: Type::new(Shape::Value),
                        missing: true,
                        text,
                    });
                }
            }
        }
        Some(Read {
            origin,
            access,
            ty,
            missing,
            text,
        })
    }

    /// Reports a `pointer` into `context` that leads where its type has nothing; `None` if no code can follow it.
    pub(super) fn check_way(
        &mut self,
        context: &Read,
        pointer: &Pointer,
        at: &Place<'_>,
        scope: &Scope,
    ) -> Option<()> {
        let mut ty = context.ty.clone();
        for token in pointer.tokens() {
            match self.enter(&ty, &token) {
                Inner::Typed { ty: next, .. } => ty = next,
                Inner::Unknown => break,
                Inner::Nothing { declared } => {
                    let input = matches!(context.origin, Origin::Input { .. });
                    self.report_nothing(&token, &declared, input, at, scope);
                    return (!input).then_some(());
                }
            }
        }
        Some(())
    }

    /// The type of what lies at `tokens`, if the types on the way say so.
    pub(super) fn type_at(&self, ty: &Type, tokens: &[String]) -> Option<Type> {
        let mut ty = ty.clone();
        for token in tokens {
            match self.enter(&ty, token) {
                Inner::Typed { ty: next, .. } => ty = next,
                Inner::Unknown | Inner::Nothing { .. } => return None,
            }
        }
        Some(ty)
    }

    fn enter(&self, ty: &Type, token: &str) -> Inner {
        match &ty.shape {
            Shape::Value | Shape::SecretValue => Inner::Unknown,
            Shape::List(item) => match index(token) {
                Some(index) => Inner::Typed {
                    access: vec![Access::Element {
                        index,
                        nullable: item.nullable,
                    }],
                    ty: (**item).clone(),
                    missing: true,
                },
                None => Inner::Nothing {
                    declared: Vec::new(),
                },
            },
            Shape::Map(value) => Inner::Typed {
                access: vec![Access::Key {
                    key: token.to_owned(),
                    nullable: value.nullable,
                }],
                ty: (**value).clone(),
                missing: true,
            },
            Shape::Named(id) => match &self.lowering.types().get(*id).kind {
                Kind::Struct { fields, additional } => {
                    let declared = fields.iter().find(|field| field.name == token);
                    match (declared, additional) {
                        (Some(field), _) => Inner::Typed {
                            access: vec![Access::Field {
                                ident: field.ident.clone(),
                                missing: !field.required,
                                nullable: field.ty.nullable,
                                boxed: field.boxed,
                            }],
                            ty: field.ty.clone(),
                            missing: !field.required,
                        },
                        (None, Some(of)) => self.undeclared(*id, of, token),
                        (None, None) => Inner::Nothing {
                            declared: fields.iter().map(|field| field.name.clone()).collect(),
                        },
                    }
                }
                Kind::Enum { .. } => Inner::Nothing {
                    declared: Vec::new(),
                },
                Kind::Union { .. } => Inner::Unknown,
            },
            Shape::Tuple(_) | Shape::Own(_) => Inner::Unknown,
            _ => Inner::Nothing {
                declared: Vec::new(),
            },
        }
    }

    /// A member that the struct keeps in its map.
    fn undeclared(&self, id: TypeId, of: &Type, token: &str) -> Inner {
        let map = Access::Field {
            ident: self.lowering.types().get(id).additional_ident(),
            missing: false,
            nullable: false,
            boxed: false,
        };
        let entry = Access::Key {
            key: token.to_owned(),
            nullable: of.nullable,
        };
        Inner::Typed {
            access: vec![map, entry],
            ty: of.clone(),
            missing: true,
        }
    }

    fn report_nothing(
        &mut self,
        token: &str,
        declared: &[String],
        error: bool,
        at: &Place<'_>,
        scope: &Scope,
    ) {
        let (whole, part) = (at.place(), at.name(token, true));
        let found = no_member(token, declared, whole, part);
        let found = if error { found } else { found.into_warning() };
        self.report(found, scope);
    }
}

/// What one token of a pointer leads to.
enum Inner {
    Typed {
        access: Vec<Access>,
        ty: Type,
        missing: bool,
    },
    Unknown,
    Nothing {
        declared: Vec<String>,
    },
}
