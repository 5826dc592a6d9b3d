//! What to look at after a failure.

use arazzo_runtime::{Kind, StepError};

use crate::arguments::Order;
use crate::words::credential_variable;

/// Hints, the likeliest first.
pub(super) fn advice(order: &Order, error: &StepError) -> Vec<String> {
    match error.kind() {
        Kind::Criteria => of_status(order, error.status()),
        // Nobody was asked: what is wrong is in the recording, and said.
        Kind::Transport if order.settings.exchanges.is_replay() => Vec::new(),
        Kind::Transport => vec![
            "whether the server is reachable from here; `--server [SOURCE=]URL` names another, `http_proxy` a way to it"
                .to_owned(),
        ],
        Kind::Timeout => vec![
            "`--timeout` (for a request) and `--deadline` (for all), if the server is just slow".to_owned(),
        ],
        Kind::Config => vec![
            "`--server`, `--server-variable` and `--document-url`, which say where requests go".to_owned(),
        ],
        Kind::MissingValue | Kind::InvalidInput => {
            vec![format!("the inputs, and where the value comes from: `describe {}`", order.workflow.key)]
        }
        Kind::Journal => vec![
            "`show FILE`, which says what the journal has; `resume FILE --again` sends what may have been processed".to_owned(),
            "the server and the inputs, which have to be those that the run was begun with".to_owned(),
        ],
        Kind::StepLimit => vec![
            "a loop that does not end; `--max-steps` allows for more".to_owned(),
        ],
        _ => Vec::new(),
    }
}

fn of_status(order: &Order, status: Option<u16>) -> Vec<String> {
    match status {
        Some(401 | 403) => {
            let credentials = order.workflow.credentials.iter();
            let mut names: Vec<&str> = credentials.map(|(_, name)| *name).collect();
            names.dedup();
            let ways = names.iter().map(|name| {
                let variable = credential_variable(name);
                format!("the credential: `--credential {name}=VALUE` or {variable}")
            });
            ways.collect()
        }
        Some(404) => vec!["the inputs that are part of the path, and the server".to_owned()],
        Some(429) => vec!["how often the server is called; it asks to wait".to_owned()],
        Some(400..=499) => vec!["the inputs: the answer of the server may say which".to_owned()],
        Some(500..=599) => vec!["the server: the failure is on its side".to_owned()],
        _ => Vec::new(),
    }
}
