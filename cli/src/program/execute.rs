//! Runs a workflow, its prerequisites first.

use std::process::ExitCode;

use super::interrupt::until_interrupted;
use crate::arguments::Order;
use crate::exchange;
use crate::journal::Keeping;
use crate::preview;
use crate::print::{complain, print};
use crate::record::Record;
use crate::refused::Refused;
use crate::report;
use crate::session::{Session, progress};
use crate::status::{FAILED, INTERRUPTED};

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
    order.settings.limits.start();
    let record = Record::new();
    let progress = (!order.json).then(|| progress(&order));
    let session = Session::new(&order, transport, progress).keeping(keeping.as_ref());
    let ended = runtime.block_on(until_interrupted(session.run(record.clone())));
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

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::arguments::settings::Settings;
    use crate::invocation::{Invocation, Running, check};
    use crate::registry::{Document, Workflow};

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
