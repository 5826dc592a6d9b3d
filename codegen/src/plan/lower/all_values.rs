//! `$inputs` and `$steps.s.outputs` with no name behind them: the object of all (decision D-66).

use crate::{
    expression::{Expression, Reference, Spanned},
    load::Node,
    model::{arazzo::Text as Written, texts::All as Named},
};

use super::workflow_builder::WorkflowBuilder;

/// Every value that a text names together, and the expression of each.
pub(super) type All = Vec<(String, Expression)>;

impl WorkflowBuilder<'_, '_> {
    /// The values that `all` names, if there are any.
    pub(super) fn all_values(&self, all: &Named, node: &Node) -> Option<All> {
        let reference = |name: &String| Reference {
            name: whole(name, node),
            pointer: None,
        };
        let all: All = match all {
            Named::Inputs => {
                let names = self.inputs.iter().map(|field| &field.name);
                let read = |name| (String::clone(name), Expression::Input(reference(name)));
                names.map(read).collect()
            }
            Named::Outputs(id) => {
                let names = self.output_names(self.step_named(id)?);
                let read = |name: &String| {
                    let (step, output) = (whole(id, node), reference(name));
                    (name.clone(), Expression::Step { step, output })
                };
                names.iter().map(read).collect()
            }
        };
        (!all.is_empty()).then_some(all)
    }

    /// Whether a context that stands for all inputs or outputs has one called `name`.
    pub(super) fn is_member(&self, context: &Written, name: &str) -> bool {
        let whole = self.texts().expression(&context.node);
        let all = whole.and_then(|whole| whole.all.as_ref());
        let all = all.and_then(|all| self.all_values(all, &context.node));
        all.is_some_and(|all| all.iter().any(|(known, _)| known == name))
    }
}

/// A name that stands for the whole text at `node`.
pub(super) fn whole(name: &str, node: &Node) -> Spanned<String> {
    Spanned {
        value: name.to_owned(),
        span: 0..node.as_str().map_or(0, str::len),
    }
}
