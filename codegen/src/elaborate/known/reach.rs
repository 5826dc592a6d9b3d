//! How far the schemas lead along a way that they do not describe to its end.

use crate::{
    expression::Expression,
    load::Node,
    nearest::{meant, resembling},
    types::{Inside, Walk, walk},
};

use super::{
    super::{read::Origin, statuses, view::View},
    Point,
    source::Source,
};

/// How far a way is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reach {
    /// The letters of the tokens that are declared, each with what parts it from the next.
    pub(crate) letters: usize,
    /// Whether all tokens are declared.
    pub(crate) whole: bool,
    /// Whether the schema has no such value, rather than nothing to say about it.
    pub(crate) undeclared: bool,
    /// Whether a near name in place of the first token that is not declared leads to the end.
    pub(crate) near: bool,
}

/// How far the way below an expression is declared by the schema that leads furthest; `None` where there is no schema.
pub(crate) fn reach(
    view: &View,
    point: Point<'_>,
    expression: &Expression,
    way: Vec<String>,
) -> Option<Reach> {
    let source = Source::of(view, point, expression, way)?;
    let all = schemas(&source);
    let reaches = all
        .iter()
        .map(|(schema, way)| along(schema, way, &source.view));
    reaches.max_by_key(|reach| (!reach.undeclared, reach.near, reach.letters))
}

fn along(schema: &Node, way: &[String], view: &View) -> Reach {
    let letters = |end: usize| way.iter().take(end).map(|token| token.len() + 1).sum();
    let (at, undeclared, near) = match walk(schema, way, view.documents) {
        Walk::Found(_) => (way.len(), false, false),
        Walk::Unknown { at, .. } => (at, false, false),
        Walk::Undeclared {
            at,
            inside,
            declared,
            ..
        } => {
            let near = inside == Inside::Object && is_near(schema, way, at, &declared, view);
            (at, true, near)
        }
    };
    Reach {
        letters: letters(at),
        whole: at == way.len(),
        undeclared,
        near,
    }
}

fn is_near(schema: &Node, way: &[String], at: usize, declared: &[String], view: &View) -> bool {
    let Some(token) = way.get(at) else {
        return false;
    };
    let leads_on = |name: &&str| {
        let mut better = way.to_vec();
        if let Some(token) = better.get_mut(at) {
            *token = (*name).to_owned();
        }
        matches!(walk(schema, &better, view.documents), Walk::Found(_))
    };
    let names = resembling(token, declared.iter().map(String::as_str));
    meant(token, names.filter(leads_on)).is_some()
}

/// The schemas that a value is described by, each with the whole way in it.
fn schemas(source: &Source) -> Vec<(Node, Vec<String>)> {
    let Some(operation) = source.operation().filter(|_| source.origin == Origin::Body) else {
        return source.input().into_iter().collect();
    };
    let responses = statuses::answering(operation, &source.possible).into_iter();
    let media = responses.flat_map(|response| response.every_structured());
    let schemas = media.filter_map(|media| media.schema.clone());
    schemas.map(|schema| (schema, source.way.clone())).collect()
}
