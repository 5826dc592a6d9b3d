//! Runs a workflow, its prerequisites first.

use std::any::Any;
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::rc::Rc;

use arazzo_runtime::{Handled, StepError};
use serde_json::Value;

use super::{FAILED, complain, preview, print};
use crate::arguments::{Order, Settings};
use crate::exchange::{self, Transport};
use crate::invocation::{Finished, Invocation, Refused};
use crate::record::Record;
use crate::registry::Workflow;
use crate::report;

/// Runs what is ordered and prints the outcome.
pub(super) fn execute(mut order: Order) -> Result<ExitCode, Refused> {
    check_inputs(&order)?;
    let mask = preview::mask(&order);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Refused(format!("there is no runtime: {error}")))?;
    if let Some(format) = order.settings.exchanges.dry_run() {
        print(&runtime.block_on(preview::text(&order, &mask, format))?);
        return Ok(ExitCode::SUCCESS);
    }
    let live = || order.settings.transport();
    let (exchanges, transport) = exchange::Session::begin(&order.settings.exchanges, &mask, live)?;
    order.settings.limits.start();
    let session = Session::new(&order, transport);
    let ended = runtime.block_on(session.run());
    // What was exchanged is written whatever came of it.
    let problems = exchanges.end();
    let (finished, record) = ended?;
    let succeeded = finished.ending.is_ok() && problems.is_empty();
    if order.json {
        print(&format!(
            "{}\n",
            report::json(order.workflow, &finished, &record)
        ));
    } else {
        report::tell(&finished);
    }
    for problem in problems {
        complain(&format!("error: {problem}\n"));
    }
    Ok(if succeeded {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(FAILED)
    })
}

/// The runs of one order.
struct Session<'o> {
    order: &'o Order,
    settings: Rc<Settings>,
    transport: Transport,
    /// Completed prerequisites by key; each runs once.
    completed: BTreeMap<&'static str, Rc<dyn Any>>,
    /// Failures that actions of prerequisites handled.
    handled: Vec<Handled>,
}

impl<'o> Session<'o> {
    fn new(order: &'o Order, transport: Transport) -> Self {
        Self {
            order,
            settings: Rc::new(order.settings.clone()),
            transport,
            completed: BTreeMap::new(),
            handled: Vec::new(),
        }
    }

    async fn run(mut self) -> Result<(Finished, Record), Refused> {
        let record = Record::new();
        let Order {
            workflow, inputs, ..
        } = self.order;
        if let Some(error) = self.prepare(workflow).await? {
            return Ok((self.failed(error), record));
        }
        let inputs = Value::Object(inputs.clone());
        let mut finished = self.workflow(workflow, inputs, &record).await?;
        finished.handled.splice(0..0, self.handled);
        Ok((finished, record))
    }

    /// Runs what has to be completed before a workflow, in list order. Returns the error of the first that failed.
    async fn prepare(&mut self, workflow: &'static Workflow) -> Result<Option<StepError>, Refused> {
        for key in workflow.prerequisites {
            if self.completed.contains_key(key) {
                continue;
            }
            let all = self.order.document.workflows;
            let Some(prerequisite) = all.iter().find(|candidate| candidate.key == *key) else {
                return Err(Refused(format!("there is no workflow `{key}`")));
            };
            // Boxed, because a prerequisite has prerequisites. The generator has refused circles.
            if let Some(error) = Box::pin(self.prepare(prerequisite)).await? {
                return Ok(Some(StepError::dependency(workflow.id, error)));
            }
            let inputs = self.order.inputs_of(prerequisite);
            let finished = self.workflow(prerequisite, inputs, &Record::new()).await?;
            self.handled.extend(finished.handled);
            match (finished.ending, finished.run) {
                (Err(error), _) => return Ok(Some(StepError::dependency(workflow.id, error))),
                (Ok(_), Some(run)) => drop(self.completed.insert(prerequisite.key, run)),
                (Ok(_), None) => {}
            }
        }
        Ok(None)
    }

    async fn workflow(
        &self,
        workflow: &Workflow,
        inputs: Value,
        record: &Record,
    ) -> Result<Finished, Refused> {
        let invocation = Invocation {
            settings: Rc::clone(&self.settings),
            transport: self.transport.clone(),
            inputs,
            prerequisites: self.completed.clone(),
            record: record.clone(),
        };
        let finished = (workflow.run)(&invocation).await;
        finished
            .map_err(|Refused(message)| Refused(format!("workflow `{}`: {message}", workflow.id)))
    }

    /// A run that did not begin because a prerequisite failed.
    fn failed(self, error: StepError) -> Finished {
        Finished {
            outputs: Value::Null,
            shown: Value::Null,
            steps: Value::Null,
            ending: Err(error),
            handled: self.handled,
            run: None,
        }
    }
}

/// Refuses inputs that do not fit, of whatever workflow: a request that is sent cannot be taken back.
fn check_inputs(order: &Order) -> Result<(), Refused> {
    let before = order.document.before(order.workflow).into_iter();
    let mut problems: Vec<String> = before
        .map(|prerequisite| (prerequisite, order.inputs_of(prerequisite)))
        .chain([(order.workflow, Value::Object(order.inputs.clone()))])
        .filter_map(|(workflow, inputs)| {
            let Refused(problem) = (workflow.check)(&inputs).err()?;
            Some(format!("workflow `{}`: {problem}", workflow.id))
        })
        .collect();
    problems.dedup();
    match problems.as_slice() {
        [] => Ok(()),
        _ => Err(Refused(problems.join("\nerror: "))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, json};

    use super::*;
    use crate::invocation::{Running, check};
    use crate::registry::Document;

    fn run(_: &Invocation) -> Running<'_> {
        Box::pin(async { Err(Refused::new("it ran")) })
    }

    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct None {}

    static DOCUMENT: Document = Document::new("shop", "").workflows(&[
        Workflow::describe("signIn")
            .checked_by(check::<None>)
            .run(run),
        Workflow::describe("order")
            .prerequisites(&["signIn"])
            .checked_by(check::<None>)
            .run(run),
    ]);

    #[test]
    fn nothing_runs_before_the_inputs_of_all_workflows_fit() {
        let some = Map::from_iter([("a".to_owned(), json!(1))]);
        let refused = |own: &Map<String, Value>, before: &Map<String, Value>| {
            let order = Order {
                document: &DOCUMENT,
                workflow: &DOCUMENT.workflows[1],
                inputs: own.clone(),
                prerequisite_inputs: vec![("signIn".to_owned(), before.clone())],
                settings: Settings::default(),
                json: true,
            };
            execute(order).unwrap_err().to_string()
        };
        let none = Map::new();
        let order = "workflow `order`: the inputs do not fit: unknown field";
        let sign_in = "workflow `signIn`: the inputs do not fit: unknown field";
        assert!(refused(&some, &none).starts_with(order));
        assert!(refused(&none, &some).starts_with(sign_in));
        let both = refused(&some, &some);
        assert!(both.starts_with(sign_in) && both.contains(&format!("\nerror: {order}")));
        assert_eq!(refused(&none, &none), "workflow `signIn`: it ran");
    }
}
