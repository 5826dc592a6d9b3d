//! Bodies that an engine looks into which knows JSON alone: XML is read for it by the schema (decision D-55), JSON lines as a
//! list (decision D-119).

use crate::{
    elaborate::place::Place,
    load::Node,
    plan::{Origin, Read},
    resolve::workflow::ResolvedTarget,
};

use super::super::{
    family::{Family, family},
    scope::{Found, Scope},
    workflow_builder::WorkflowBuilder,
};

impl WorkflowBuilder<'_, '_> {
    /// The context at `node` of a JSONPath or a JSON Pointer: a body that may come as XML is what its schema makes of it,
    /// and JSON lines are a list.
    pub(in super::super) fn structured_context(
        &mut self,
        context: Read,
        node: &Node,
        scope: &Scope,
    ) -> Read {
        let whole = matches!(context.origin, Origin::WholeBody | Origin::Text);
        if !whole || !context.access.is_empty() || !self.may_answer_otherwise(scope) {
            return context;
        }
        let span = 0..context.text.len();
        let at = Place { node, span };
        let Found {
            origin,
            ty,
            missing,
        } = self.leaf(&mut Vec::new(), &at, scope);
        Read {
            origin,
            ty,
            missing,
            ..context
        }
    }

    fn may_answer_otherwise(&self, scope: &Scope) -> bool {
        let Some(ResolvedTarget::Operation { operation, .. }) = self.target(scope) else {
            return false;
        };
        let mut media = operation
            .responses
            .iter()
            .flat_map(|response| &response.content);
        media.any(|media| media.lines || family(&media.name) == Family::Xml)
    }
}
