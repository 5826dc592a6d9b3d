//! Runs a workflow, its prerequisites first.

use std::any::Any;
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::rc::Rc;

use arazzo_runtime::{AnyTransport, Handled, StepError};
use serde_json::Value;

use super::interrupt::until_interrupted;
use super::{FAILED, INTERRUPTED, complain, preview, print};
use crate::arguments::{Order, Settings};
use crate::exchange;
use crate::invocation::{Finished, Invocation, Refused};
use crate::journal::Keeping;
use crate::progress::Progress;
use crate::record::Record;
use crate::registry::Workflow;
use crate::report::{self, Ran};

/// Runs what is ordered and prints the outcome.
pub(super) fn execute(mut order: Order) -> Result<ExitCode, Refused> {
    order.check_inputs()?;
    if !order.json {
        let notes = order.notes().into_iter();
        notes.for_each(|note| complain(&format!("note: {note}\n")));
    }
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
    let keeping = Keeping::begin(&order)?;
    let transport = match &keeping {
        Some(keeping) => keeping.transport(transport),
        None => transport,
    };
    order.settings.limits.start();
    let record = Record::new();
    let session = Session::new(&order, transport, record.clone());
    let ended = runtime.block_on(until_interrupted(session.run()));
    // What was exchanged, and what happened, is written whatever came of it.
    let mut problems = exchanges.write();
    if let (Some(file), None | Some(Ok(_))) = (&order.settings.picture, &ended) {
        problems.extend(file.write(order.workflow, &record).err());
    }
    let tell = |problems: &[String]| {
        let problems = problems.iter();
        problems.for_each(|problem| complain(&format!("error: {problem}\n")));
    };
    let Some(ran) = ended else {
        tell(&problems);
        complain("error: interrupted\n");
        return Ok(ExitCode::from(INTERRUPTED));
    };
    let ran = ran?;
    if let Some(keeping) = &keeping {
        let ended = keeping.end(&ran.finished);
        problems.extend(ended.err().map(|error| error.to_string()));
    }
    // Only people have read the error by then.
    let error = ran.finished.ending.as_ref().err().filter(|_| !order.json);
    problems.extend(exchanges.difference(error));
    let succeeded = ran.finished.ending.is_ok() && problems.is_empty();
    if order.json {
        print(&format!("{}\n", report::json(order.workflow, &ran, &mask)));
    } else {
        report::tell(&order, &ran, &mask);
    }
    tell(&problems);
    Ok(if succeeded {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(FAILED)
    })
}

/// Progress on standard error; without a spinner where exchanges are printed there as well.
fn progress(order: &Order) -> Progress {
    match order.settings.exchanges.is_verbose() {
        true => Progress::lines(std::io::stderr()),
        false => Progress::stderr(),
    }
}

/// The runs of one order.
struct Session<'o> {
    order: &'o Order,
    settings: Rc<Settings>,
    transport: AnyTransport,
    /// Completed prerequisites by key; each runs once.
    completed: BTreeMap<&'static str, Rc<dyn Any>>,
    /// Failures that actions of prerequisites handled.
    handled: Vec<Handled>,
    /// What ran before, in order.
    before: Vec<(&'static str, Record)>,
    /// What happens in the workflow itself.
    record: Record,
    progress: Option<Progress>,
}

impl<'o> Session<'o> {
    fn new(order: &'o Order, transport: AnyTransport, record: Record) -> Self {
        Self {
            order,
            settings: Rc::new(order.settings.clone()),
            transport,
            completed: BTreeMap::new(),
            handled: Vec::new(),
            before: Vec::new(),
            record,
            progress: (!order.json).then(|| progress(order)),
        }
    }

    async fn run(mut self) -> Result<Ran, Refused> {
        let ran = self.run_all().await;
        if let Some(progress) = &self.progress {
            progress.finish();
        }
        let mut finished = ran?;
        finished.handled.splice(0..0, self.handled);
        Ok(Ran {
            finished,
            record: self.record,
            before: self.before,
        })
    }

    async fn run_all(&mut self) -> Result<Finished, Refused> {
        let Order {
            workflow, inputs, ..
        } = self.order;
        if let Some(error) = self.prepare(workflow).await? {
            return Ok(not_begun(error));
        }
        let inputs = Value::Object(inputs.clone());
        let progress = self.progress.clone();
        self.workflow(workflow, inputs, &self.record, progress)
            .await
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
            let inputs = self.order.inputs_before(prerequisite);
            let (id, record) = (prerequisite.id, Record::new());
            self.before.push((id, record.clone()));
            let title = format!("{id}, before {}", workflow.id);
            let progress = self.progress.as_ref().map(|it| it.section(&title));
            let finished = self
                .workflow(prerequisite, inputs, &record, progress)
                .await?;
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
        progress: Option<Progress>,
    ) -> Result<Finished, Refused> {
        let invocation = Invocation {
            settings: Rc::clone(&self.settings),
            transport: self.transport.clone(),
            inputs,
            prerequisites: self.completed.clone(),
            record: record.clone(),
            progress,
        };
        let finished = (workflow.run)(&invocation).await;
        finished
            .map_err(|Refused(message)| Refused(format!("workflow `{}`: {message}", workflow.id)))
    }
}

/// A run that did not begin because a prerequisite failed.
fn not_begun(error: StepError) -> Finished {
    Finished {
        outputs: Value::Null,
        shown: Value::Null,
        steps: Value::Null,
        shown_steps: Value::Null,
        ending: Err(error),
        handled: Vec::new(),
        run: None,
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
                before: vec![(&DOCUMENT.workflows[0], before.clone())],
                settings: Settings::default(),
                journal: std::option::Option::None,
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
