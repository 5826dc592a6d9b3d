//! A workflow run for each line of a file: `batch`.
//!
//! Lines are read on a thread of their own, so that a slow producer holds up no run that is under way. The file of
//! results is the book: a line is written when its run has ended, and nothing that has a line is run again (D-144).

mod book;
mod fingerprint;
mod identity;
mod inputs;
mod journals;
mod line;
mod meter;
pub(crate) mod outcome;
mod remote;
mod summary;

use std::fs;
use std::path::PathBuf;
use std::pin::pin;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use arazzo_batch::{Ended, Paced, Runs};
use arazzo_runtime::{AnyTransport, ReqwestTransport, RunOptions};
use futures_util::future::{Either, pending, select};
use futures_util::stream::{Stream, poll_fn};
use serde_json::Value;
use tokio::sync::mpsc;

use crate::arguments::{Batch, Order};
use crate::engine::asked::Engine;
use crate::journal::Keeping;
use crate::preview::Secrets;
use crate::print::{complain, print};
use crate::record::Record;
use crate::refused::Refused;
use crate::report;
use crate::session::{Session, not_begun, progress};
use crate::status::{FAILED, INTERRUPTED};
use book::{Book, Known, Opened};
use identity::Identity;
use inputs::{Entry, Lines, Rules};
use meter::Meter;
use outcome::{Attempts, Outcome};
use remote::Remote;
use summary::Summary;

/// How many lines are read ahead.
const AHEAD: usize = 64;

/// How long nothing may end before that is worth a word.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs what is ordered, here or on an engine, and says what came of it.
pub(crate) fn execute(
    order: &Order,
    batch: &Batch,
    engine: Option<&dyn Engine>,
) -> Result<ExitCode, Refused> {
    order.check_prerequisites()?;
    let transport = Paced::new(order.settings.transport()?, batch.pace);
    let secrets = Secrets::new(order);
    let rules = Rules::new(order, &secrets);
    // The columns of a table are looked at before a file is begun for its results.
    let lines = Lines::open(batch, rules.clone())?;
    if let Some(folder) = &batch.journal {
        let made = fs::create_dir_all(folder);
        let folder = folder.display();
        made.map_err(|error| Refused(format!("cannot write to `{folder}`: {error}")))?;
    }
    let is_new = batch.output.as_ref().is_some_and(|path| !path.exists());
    let opened = match &batch.output {
        Some(path) => Book::open(path, order.workflow.id, batch.retry_failed)?,
        None => Book::stdout(),
    };
    if let Some(folder) = &batch.journal {
        journals::clear(folder, &opened.known);
    }
    let total = match &batch.inputs {
        Some(_) => Some(Lines::open(batch, rules)?.survey(&opened.known)?),
        None => None,
    };
    notes(order, &opened);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Refused(format!("there is no runtime: {error}")))?;
    let identity = match (engine, &batch.output) {
        (Some(_), Some(path)) => Some(Identity::open(path, is_new, &opened.again)?),
        (Some(_), None) => {
            return Err(Refused::new(
                "an engine needs a file as `--output`, beside which it is kept which runs have begun",
            ));
        }
        (None, _) => None,
    };
    let job = Job {
        order,
        batch,
        secrets,
        transport,
    };
    let engine = engine.zip(identity);
    runtime.block_on(job.run(engine, lines, opened, total))
}

/// What there is to say of the results that are there already.
fn notes(order: &Order, opened: &Opened) {
    let mut notes = Vec::new();
    let name = opened.known.name();
    if opened.torn {
        notes.push(format!(
            "the last line of {name} was cut off in the middle, and its run is begun again"
        ));
    }
    if !opened.again.is_empty() {
        notes.push(format!(
            "{} that failed are taken out of {name} and run again",
            opened.again.len()
        ));
    }
    if !order.json {
        let notes = notes.iter();
        notes.for_each(|note| complain(&format!("note: {note}\n")));
    }
}

/// All runs of an order.
struct Job<'o> {
    order: &'o Order,
    batch: &'o Batch,
    secrets: Secrets,
    transport: Paced<ReqwestTransport>,
}

/// Who executes the runs.
enum Runner<'o> {
    Here(Session<'o>),
    Engine(Remote<'o>),
}

impl Runner<'_> {
    /// Completes when it is time to wonder why nothing ends. Here it is known why: servers are slow.
    async fn stalled(&self) {
        match self {
            Self::Here(_) => pending().await,
            Self::Engine(_) => tokio::time::sleep(PATIENCE).await,
        }
    }
}

/// How it ended.
enum End {
    Done,
    Interrupted,
    Refused(Refused),
    /// A result cannot be written.
    Lost(String),
}

impl Job<'_> {
    async fn run(
        &self,
        engine: Option<(&dyn Engine, Identity)>,
        lines: Lines,
        opened: Opened,
        total: Option<u64>,
    ) -> Result<ExitCode, Refused> {
        let order = self.order;
        let runner = match engine {
            Some((engine, identity)) => {
                let mut remote = Remote::new(order, engine, identity);
                if let Some(problem) = remote.prepare().await? {
                    complain(&format!("error: {problem}\n"));
                    return Ok(ExitCode::from(FAILED));
                }
                Runner::Engine(remote)
            }
            None => {
                let transport = AnyTransport::new(self.transport.clone());
                let progress = (!order.json).then(|| progress(order));
                let mut session = Session::new(order, transport, progress);
                if let Some(error) = session.prepare().await? {
                    let ran = session.ran(not_begun(error), Record::new());
                    report::tell(order, &ran, &self.secrets.mask(order, &Value::Null));
                    return Ok(ExitCode::from(FAILED));
                }
                Runner::Here(session)
            }
        };
        let Opened {
            mut book, known, ..
        } = opened;
        let mut summary = Summary::after(known.count(), known.failed());
        let mut meter = match order.json {
            true => Meter::silent(),
            false => Meter::stderr(total.map(|total| total.saturating_sub(known.count()))),
        };
        let entries = entries(lines, known);
        let end = self
            .all(&runner, entries, &mut book, &mut summary, &mut meter)
            .await;
        meter.finish();
        self.conclude(end, &summary, &meter)
    }

    /// Runs all lines, and writes down what came of each.
    async fn all(
        &self,
        runner: &Runner<'_>,
        entries: impl Stream<Item = Result<Entry, Refused>>,
        book: &mut Book,
        summary: &mut Summary,
        meter: &mut Meter,
    ) -> End {
        let run = |entry| self.one(runner, entry);
        let mut runs = Runs::of_stream(entries, self.batch.concurrency, run);
        let (mut end, mut interrupt) = (End::Done, pin!(interrupted()));
        let mut stalled = pin!(runner.stalled());
        let mut is_told = false;
        loop {
            let events = select(interrupt.as_mut(), stalled.as_mut());
            let next = match select(pin!(runs.next()), events).await {
                Either::Left((next, _)) => Some(next),
                Either::Right((Either::Left(_), _)) => None,
                Either::Right((Either::Right(_), _)) => {
                    if !is_told {
                        meter.note("nothing has ended for a while: is there a `worker` at work?");
                    }
                    is_told = true;
                    stalled.set(runner.stalled());
                    continue;
                }
            };
            stalled.set(runner.stalled());
            match next {
                Some(None) => return end,
                Some(Some(ended)) => match ended.result {
                    Ok(_) => {
                        if let Err(problem) = self.write(book, summary, ended) {
                            return End::Lost(problem);
                        }
                        meter.advance(summary, &self.transport.paused());
                    }
                    Err(refused) => {
                        runs.stop();
                        end = End::Refused(refused);
                    }
                },
                None if matches!(end, End::Interrupted) => return end,
                None => {
                    let under_way = runs.under_way();
                    meter.note(&match runner {
                        Runner::Here(_) => format!(
                            "interrupted: {under_way} runs come to their end; once more ends them now"
                        ),
                        Runner::Engine(_) => format!(
                            "interrupted: {under_way} runs are waited for; once more leaves them to the engine"
                        ),
                    });
                    runs.stop();
                    interrupt.set(interrupted());
                    end = End::Interrupted;
                }
            }
        }
    }

    /// Runs a line.
    async fn one(
        &self,
        runner: &Runner<'_>,
        entry: Result<Entry, Refused>,
    ) -> Result<(Entry, Outcome), Refused> {
        let mut entry = entry?;
        let inputs = match &mut entry.inputs {
            Ok(inputs) => std::mem::take(inputs),
            Err(problem) => {
                let outcome = Outcome::invalid(self.order.workflow, problem);
                return Ok((entry, outcome));
            }
        };
        let outcome = match runner {
            Runner::Here(session) => self.here(session, entry.index, inputs).await?,
            Runner::Engine(remote) => remote.run(&entry, inputs).await?,
        };
        Ok((entry, outcome))
    }

    /// Executes a run in this process.
    async fn here(
        &self,
        session: &Session<'_>,
        index: u64,
        inputs: Value,
    ) -> Result<Outcome, Refused> {
        let attempts = Attempts::default();
        let options = RunOptions::new().observer(attempts.clone());
        let workflow = self.order.workflow;
        let keeping = self.journal(index, &inputs).await?;
        let transport = match &keeping {
            Some(keeping) => keeping.transport(session.transport(), None),
            None => session.transport(),
        };
        let finished = session.workflow(workflow, inputs.clone(), options, transport);
        let finished = finished.await?;
        if let Some(keeping) = keeping {
            keeping.end(&finished)?;
        }
        let count = attempts.count();
        Ok(Outcome::of_run(
            self.order,
            &self.secrets,
            &inputs,
            &finished,
            count,
        ))
    }

    /// The journal of a line.
    async fn journal(&self, index: u64, inputs: &Value) -> Result<Option<Keeping>, Refused> {
        let Some(path) = self.journal_file(index) else {
            return Ok(None);
        };
        let again = self.batch.retry_failed;
        let keeping = Keeping::of_line(self.order, path, inputs.clone(), again).await?;
        Ok(Some(keeping))
    }

    fn journal_file(&self, index: u64) -> Option<PathBuf> {
        let folder = self.batch.journal.as_ref()?;
        Some(journals::file(folder, index))
    }

    /// Writes down what came of a line. Its journal is of no use any more if all went well.
    fn write(
        &self,
        book: &mut Book,
        summary: &mut Summary,
        ended: Ended<Result<(Entry, Outcome), Refused>>,
    ) -> Result<(), String> {
        let Ok((entry, outcome)) = ended.result else {
            return Ok(());
        };
        let line = line::line(&entry, &outcome, ended.started, ended.took);
        book.write(&line.map_err(|error| format!("a result has no JSON form: {error}"))?)?;
        if let (None, Some(path)) = (&outcome.reason, self.journal_file(entry.index)) {
            // One that stays is not asked again.
            let _ = fs::remove_file(path);
        }
        summary.add(entry.index, outcome.reason);
        Ok(())
    }

    fn conclude(&self, end: End, summary: &Summary, meter: &Meter) -> Result<ExitCode, Refused> {
        let is_interrupted = matches!(end, End::Interrupted);
        if self.order.json {
            let json = summary.json(self.order.workflow.id, meter.took(), is_interrupted);
            print(&format!("{json}\n"));
        } else {
            complain(&summary.text(meter.took()));
        }
        match end {
            End::Refused(refused) => Err(refused),
            End::Lost(problem) => {
                complain(&format!("error: {problem}\n"));
                Ok(ExitCode::from(FAILED))
            }
            End::Interrupted => {
                complain("error: interrupted; the same command goes on\n");
                Ok(ExitCode::from(INTERRUPTED))
            }
            End::Done if summary.is_success() => Ok(ExitCode::SUCCESS),
            End::Done => Ok(ExitCode::from(FAILED)),
        }
    }
}

/// The lines that have no result yet, read on a thread of their own.
fn entries(mut lines: Lines, known: Known) -> impl Stream<Item = Result<Entry, Refused>> {
    let (sender, mut receiver) = mpsc::channel(AHEAD);
    thread::spawn(move || {
        while let Some(entry) = lines.next(&known).transpose() {
            let is_last = entry.is_err();
            // Nobody wants any more.
            if sender.blocking_send(entry).is_err() || is_last {
                break;
            }
        }
    });
    poll_fn(move |context| receiver.poll_recv(context))
}

/// Completes with SIGINT (Ctrl-C); never where signals cannot be received, so that the program ends as ever.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        pending().await
    }
}
