//! Runs a workflow, its prerequisites first.

use std::any::Any;
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::rc::Rc;

use serde_json::{Map, Value};

use crate::error::StepError;
use crate::run::Handled;

use super::arguments::{Order, refuse};
use super::journal::Journal;
use super::settings::Settings;
use super::{FAILED, Finished, Invocation, Refused, Workflow, report};

/// Runs what is ordered and prints the outcome.
pub(super) fn execute(
    order: Order,
    environment: &dyn Fn(&str) -> Option<String>,
) -> Result<ExitCode, Refused> {
    let mut settings = order.settings.clone();
    settings.add_environment(order.document, environment);
    settings.take_certificates(order.document)?;
    check_inputs(&order)?;
    settings.limits.start();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| refuse(&format!("there is no runtime: {error}")))?;
    let (finished, journal) = runtime.block_on(Session::new(&order, settings).run(&order))?;
    let succeeded = finished.ending.is_ok();
    if order.json {
        report::print(&format!(
            "{}\n",
            report::json(order.workflow, &finished, &journal)
        ));
    } else {
        report::tell(&finished);
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
    /// Completed prerequisites by key; each runs once.
    completed: BTreeMap<&'static str, Rc<dyn Any>>,
    /// Failures that actions of prerequisites handled.
    handled: Vec<Handled>,
}

impl<'o> Session<'o> {
    fn new(order: &'o Order, settings: Settings) -> Self {
        Self {
            order,
            settings: Rc::new(settings),
            completed: BTreeMap::new(),
            handled: Vec::new(),
        }
    }

    async fn run(mut self, order: &Order) -> Result<(Finished, Journal), Refused> {
        let journal = Journal::new(!order.json);
        if let Some(error) = self.prepare(order.workflow).await? {
            return Ok((self.failed(error), journal));
        }
        let mut finished = self
            .workflow(
                order.workflow,
                Value::Object(order.inputs.clone()),
                &journal,
            )
            .await?;
        finished.handled.splice(0..0, self.handled);
        Ok((finished, journal))
    }

    /// Runs what has to be completed before a workflow, in list order. Returns the error of the first that failed.
    async fn prepare(&mut self, workflow: &'static Workflow) -> Result<Option<StepError>, Refused> {
        for key in workflow.prerequisites {
            if self.completed.contains_key(key) {
                continue;
            }
            let all = self.order.document.workflows;
            let Some(prerequisite) = all.iter().find(|candidate| candidate.key == *key) else {
                return Err(refuse(&format!("there is no workflow `{key}`")));
            };
            // Boxed, because a prerequisite has prerequisites. The generator has refused circles.
            if let Some(error) = Box::pin(self.prepare(prerequisite)).await? {
                return Ok(Some(StepError::dependency(workflow.id, error)));
            }
            let finished = self
                .workflow(
                    prerequisite,
                    inputs_of(self.order, prerequisite),
                    &Journal::new(false),
                )
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
        journal: &Journal,
    ) -> Result<Finished, Refused> {
        let invocation = Invocation {
            settings: Rc::clone(&self.settings),
            inputs,
            prerequisites: self.completed.clone(),
            journal: journal.clone(),
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
        .map(|prerequisite| (prerequisite, inputs_of(order, prerequisite)))
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

/// Inputs of a prerequisite, by its id or key; none given means none.
fn inputs_of(order: &Order, workflow: &Workflow) -> Value {
    let given = order.prerequisite_inputs.iter().rev();
    let mut fitting = given.filter(|(name, _)| name == workflow.key || name == workflow.id);
    fitting
        .next()
        .map(|(_, inputs)| inputs.clone())
        .unwrap_or_else(|| Value::Object(Map::new()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Document, Running};
    use super::*;

    fn run(_: &Invocation) -> Running<'_> {
        Box::pin(async { Err(refuse("it ran")) })
    }

    fn no_inputs(inputs: &Value) -> Result<(), Refused> {
        match inputs == &json!({}) {
            true => Ok(()),
            false => Err(refuse("too many")),
        }
    }

    const WORKFLOW: Workflow = Workflow {
        id: "signIn",
        key: "signIn",
        summary: "",
        inputs: &[],
        open: false,
        prerequisites: &[],
        check: no_inputs,
        run,
    };

    static DOCUMENT: Document = Document {
        name: "shop",
        title: "",
        schemes: &[],
        certificates: &[],
        sources: &[],
        workflows: &[
            WORKFLOW,
            Workflow {
                id: "order",
                key: "order",
                prerequisites: &["signIn"],
                ..WORKFLOW
            },
        ],
    };

    #[test]
    fn nothing_runs_before_the_inputs_of_all_workflows_fit() {
        let some = Map::from_iter([("a".to_owned(), json!(1))]);
        let refused = |own: &Map<String, Value>, before: &Map<String, Value>| {
            let order = Order {
                document: &DOCUMENT,
                workflow: &DOCUMENT.workflows[1],
                inputs: own.clone(),
                prerequisite_inputs: vec![("signIn".to_owned(), Value::Object(before.clone()))],
                settings: Settings::default(),
                json: true,
            };
            execute(order, &|_| None).unwrap_err().to_string()
        };
        let none = Map::new();
        assert_eq!(refused(&some, &none), "workflow `order`: too many");
        assert_eq!(refused(&none, &some), "workflow `signIn`: too many");
        assert_eq!(
            refused(&some, &some),
            "workflow `signIn`: too many\nerror: workflow `order`: too many"
        );
        assert_eq!(refused(&none, &none), "workflow `signIn`: it ran");
    }
}
