//! The part of a journal that is one workflow's, where another one with the same id has a part as well.

use arazzo_journal::FileJournal;
use arazzo_runtime::{Entry, Journal, Kept, Live, RunId};

use crate::arguments::Order;
use crate::registry::Workflow;

/// What sets a workflow apart from others of the same id that an order runs: its key. None if there are no others.
pub(crate) fn scope(order: &Order, workflow: &Workflow) -> Option<&'static str> {
    let before = order.document.before(order.workflow).into_iter();
    let mut all = before.chain([order.workflow]);
    let is_other = |it: &&Workflow| it.id == workflow.id && it.key != workflow.key;
    all.any(|it| is_other(&it)).then_some(workflow.key)
}

/// A journal whose keys begin with the scope. So does the id of the run, of which idempotency keys are made.
pub(super) struct Scoped {
    pub(super) journal: FileJournal,
    pub(super) scope: &'static str,
}

impl Journal for Scoped {
    fn run(&self) -> RunId {
        let run = self.journal.run();
        format!("{}:{}", self.scope, run.as_str()).into()
    }

    fn keep<'a>(&'a self, key: &'a str, live: Live<'a>) -> Kept<'a, Entry> {
        let key = format!("{}:{key}", self.scope);
        Box::pin(async move { self.journal.keep(&key, live).await })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;
    use crate::arguments::settings::Settings;
    use crate::invocation::{Invocation, Running};
    use crate::refused::Refused;
    use crate::registry::Document;

    fn run(_: &Invocation) -> Running<'_> {
        Box::pin(async { Err(Refused::new("not meant to run")) })
    }

    static DOCUMENT: Document = Document::new("shop", "").workflows(&[
        Workflow::describe("signIn").key("a.signIn").run(run),
        Workflow::describe("signIn").key("b.signIn").run(run),
        Workflow::describe("greet")
            .prerequisites(&["a.signIn"])
            .run(run),
        Workflow::describe("order")
            .prerequisites(&["greet", "b.signIn"])
            .run(run),
    ]);

    #[test]
    fn workflows_are_set_apart_whose_id_another_one_has() {
        let order = |index: usize| Order {
            document: &DOCUMENT,
            workflow: &DOCUMENT.workflows[index],
            inputs: Map::new(),
            before: Vec::new(),
            settings: Settings::default(),
            journal: None,
            json: true,
        };
        let scopes = |index: usize| {
            let order = order(index);
            let workflows = DOCUMENT.workflows.iter();
            workflows.map(|it| scope(&order, it)).collect::<Vec<_>>()
        };
        let set_apart = [Some("a.signIn"), Some("b.signIn"), None, None];
        assert_eq!(scopes(3), set_apart);
        // Nothing changes in journals of others.
        assert_eq!(scopes(2)[0], None);
    }
}
