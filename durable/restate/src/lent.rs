//! A journal for runs that cannot borrow.

use std::future::{Future, pending};
use std::time::Duration;

use arazzo_runtime::{Entry, Journal, JournalError, Kept, Live, RunId};
use tokio::sync::{mpsc, oneshot};

/// The journal of an invocation for a run that cannot borrow it, such as one whose transport is an
/// [`AnyTransport`](arazzo_runtime::AnyTransport). What the run asks for is done by the handler, to which this goes back
/// over a channel.
#[derive(Debug)]
pub struct LentJournal {
    run: RunId,
    asks: mpsc::UnboundedSender<Ask>,
}

/// What a run asks of its journal.
#[derive(Debug)]
enum Ask {
    Keep {
        key: String,
        /// Nothing is kept: it is to happen.
        begin: oneshot::Sender<()>,
        happened: oneshot::Receiver<Result<Entry, JournalError>>,
        kept: oneshot::Sender<Result<Entry, JournalError>>,
    },
    Sleep {
        key: String,
        duration: Duration,
        slept: oneshot::Sender<Result<(), JournalError>>,
    },
}

/// Does `work` with a journal that is `journal`, until the work is done.
pub(crate) async fn lend<J: Journal, F: Future>(
    journal: &J,
    work: impl FnOnce(LentJournal) -> F,
) -> F::Output {
    let (asks, mut asked) = mpsc::unbounded_channel();
    let run = journal.run();
    let serve = async {
        while let Some(ask) = asked.recv().await {
            serve(journal, ask).await;
        }
        pending().await
    };
    tokio::select! {
        output = work(LentJournal { run, asks }) => output,
        never = serve => never,
    }
}

/// Whoever asked may have gone; then nobody wants the answer.
async fn serve(journal: &impl Journal, ask: Ask) {
    match ask {
        Ask::Keep {
            key,
            begin,
            happened,
            kept,
        } => {
            let live = async move {
                begin.send(()).ok();
                happened.await.unwrap_or_else(|_| Err(gone()))
            };
            let result = journal.keep(&key, Box::pin(live)).await;
            kept.send(result).ok();
        }
        Ask::Sleep {
            key,
            duration,
            slept,
        } => {
            let result = match journal.sleep(&key, duration) {
                Some(sleep) => sleep.await,
                None => Err(JournalError::lasting("the engine has no timers")),
            };
            slept.send(result).ok();
        }
    }
}

impl Journal for LentJournal {
    fn run(&self) -> RunId {
        self.run.clone()
    }

    fn keep<'a>(&'a self, key: &'a str, live: Live<'a>) -> Kept<'a, Entry> {
        Box::pin(async move {
            let (begin, begun) = oneshot::channel();
            let (happens, happened) = oneshot::channel();
            let (tell, kept) = oneshot::channel();
            let ask = Ask::Keep {
                key: key.to_owned(),
                begin,
                happened,
                kept: tell,
            };
            self.asks.send(ask).map_err(|_| gone())?;
            let happens = async move {
                // Otherwise it is played back.
                if begun.await.is_ok() {
                    happens.send(live.await).ok();
                }
                pending().await
            };
            tokio::select! {
                kept = kept => kept.unwrap_or_else(|_| Err(gone())),
                never = happens => never,
            }
        })
    }

    fn sleep<'a>(&'a self, key: &'a str, duration: Duration) -> Option<Kept<'a, ()>> {
        Some(Box::pin(async move {
            let (slept, wake) = oneshot::channel();
            let ask = Ask::Sleep {
                key: key.to_owned(),
                duration,
                slept,
            };
            self.asks.send(ask).map_err(|_| gone())?;
            wake.await.unwrap_or_else(|_| Err(gone()))
        }))
    }
}

fn gone() -> JournalError {
    JournalError::new("the handler has ended")
}
