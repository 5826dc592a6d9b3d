//! What documents call their schemas.

use super::References;
use crate::load::Node;

/// Places whose keys are names of schemas.
const SHELVES: &[&str] = &["schemas", "$defs", "definitions", "inputs"];

/// Titles longer than this are sentences, not names.
const MAX_TITLE: usize = 40;

/// The name of a schema that is a component, a definition or a whole file.
pub(super) fn component(schema: &Node) -> Option<String> {
    let mut tokens = schema.pointer().tokens().collect::<Vec<_>>().into_iter();
    match (tokens.next_back(), tokens.next_back()) {
        (None, _) => {
            let file = schema.document().name.rsplit(['/', '\\']).next()?;
            let stem = file.split('.').next()?;
            (!stem.is_empty()).then(|| stem.to_owned())
        }
        (Some(name), Some(shelf)) if SHELVES.contains(&shelf.as_str()) => Some(name),
        _ => None,
    }
}

/// What a branch of `oneOf` or `anyOf` is called: its component's name, else a short title.
pub(super) fn branch(schema: &Node, refs: &dyn References) -> Option<String> {
    let target = refs.resolve(schema).unwrap_or_else(|| schema.clone());
    let title = || {
        let title = target.str_at("title")?;
        let fits = !title.trim().is_empty() && title.len() <= MAX_TITLE;
        fits.then(|| title.to_owned())
    };
    component(&target).or_else(title)
}
