//! How a step's body is read: a private struct of just what is used, or pointer by pointer.

use crate::{
    load::Pointer,
    plan::{
        Access, How, Leaf, Projection, ProjectionField, ProjectionShape, ProjectionType, Reading,
    },
    types::{self, Names, Step, Type, field_ident},
};

use super::workflow_builder::{LeafUse, WorkflowBuilder};

impl WorkflowBuilder<'_, '_> {
    /// Decides how a step's body is read; `after_failure` says that this also happens after an attempt that failed.
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
                .map(|(_, name, _)| name.as_str())
                .unwrap_or_default()
        );
        let tree = if built.select {
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
            xml: self.xml_reading(step, &built, after_failure).map(Box::new),
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
        let ways: Vec<(Vec<Step>, Type)> = leaves
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

    fn shape(&mut self, ways: &[(Vec<Step>, Type)], name: &str) -> Option<ProjectionShape> {
        match ways.first()?.0.first()? {
            Step::Element { index, nullable } => {
                let (index, nullable) = (*index, *nullable);
                let rest = rest_of(
                    ways,
                    |way| matches!(way, Step::Element { index: other, .. } if *other == index),
                )?;
                let of = self.projection_type(&rest, &format!("{name}Element"))?;
                // A struct cannot be read from an element that is null.
                if nullable && matches!(of, ProjectionType::Nested(_)) {
                    return None;
                }
                Some(ProjectionShape::Element {
                    index,
                    of: Box::new(of),
                })
            }
            Step::Member { .. } => {
                let mut idents = Names::new();
                let mut fields: Vec<ProjectionField> = Vec::new();
                for (way, _) in ways {
                    let Some(Step::Member {
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
                    let inside: Vec<(Vec<Step>, Type)> = ways
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

    fn projection_type(
        &mut self,
        rest: &[(Vec<Step>, Type)],
        name: &str,
    ) -> Option<ProjectionType> {
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

fn is_member(way: Option<&Step>, wanted: &str) -> bool {
    matches!(way, Some(Step::Member { name, .. }) if name == wanted)
}

/// The ways without their first step, if that is the same for all.
fn rest_of(
    ways: &[(Vec<Step>, Type)],
    same: impl Fn(&Step) -> bool,
) -> Option<Vec<(Vec<Step>, Type)>> {
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
                nullable: matches!(&**of, ProjectionType::Leaf(ty) if ty.nullable),
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
