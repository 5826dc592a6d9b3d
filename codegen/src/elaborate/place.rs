//! Where an expression stands.

use std::ops::Range;

use crate::load::{self, Node};

/// Where an expression stands inside a string.
pub(crate) struct Place<'a> {
    pub(crate) node: &'a Node,
    pub(crate) span: Range<usize>,
}

impl Place<'_> {
    /// The expression.
    pub(crate) fn place(&self) -> load::Place {
        self.node.within(self.span.clone())
    }

    /// The expression as written.
    pub(crate) fn text(&self) -> &str {
        self.node
            .as_str()
            .and_then(|text| text.get(self.span.clone()))
            .unwrap_or_default()
    }

    /// `name` inside the expression: the first or the last piece between dots that is it.
    pub(crate) fn name(&self, name: &str, last: bool) -> load::Place {
        let text = self.text();
        let is_name = |next: char| next.is_alphanumeric() || matches!(next, '_' | '-');
        let whole = |at: &usize| {
            let before = text.get(..*at).unwrap_or_default();
            let after = text.get(at + name.len()..).unwrap_or_default();
            before.ends_with(['.', '/']) && !after.starts_with(is_name)
        };
        let mut found = text.match_indices(name).map(|(at, _)| at).filter(whole);
        let found = if last { found.last() } else { found.next() };
        match found {
            Some(at) if !name.is_empty() => {
                let start = self.span.start + at;
                self.node.within(start..start + name.len())
            }
            _ => self.place(),
        }
    }

    /// Whether the string is a condition, where dots are operators.
    pub(crate) fn condition(&self) -> bool {
        self.node.pointer().tokens().last().as_deref() == Some("condition")
    }
}
