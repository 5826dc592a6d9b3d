//! A workflow that another one depends on (`dependsOn`) and one that a step calls (`workflowId`).
//!
//! The first is run once and its run stored; each further run is given it. Who forgets it gets no program. The second is
//! run by the generated code, and its failure has a type.
//!
//! `cargo run --example prerequisite` makes two reports in one workspace, at a stand-in that it starts itself.

use std::error::Error;

use arazzo_workflows::reports::errors::CreateLinkError;
use arazzo_workflows::reports::monthly_report::{Declared, Inputs, Prerequisites};
use arazzo_workflows::reports::{Client, monthly_report, open_workspace, share_file};
use sentry_stand_in::{Reports, Server};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let reports = Reports::default();
    let server = Server::start(move |request| reports.answer(request))?;
    let client = Client::builder().base_url(server.url()).api_key("key");
    let client = client.build()?;
    let stored = open(&client, "Acme").await?;
    for month in ["2026-10", "2026-11"] {
        println!("{}", report(&client, &stored, month).await?);
    }
    Ok(())
}

/// Opens a workspace, and gives back the run as it is stored.
async fn open(client: &Client, customer: &str) -> Result<String, Box<dyn Error>> {
    let run = open_workspace(client, open_workspace::Inputs::new(customer)).await?;
    Ok(serde_json::to_string(&run)?)
}

/// A report in the workspace that `stored` opened, perhaps in another process, days ago.
async fn report(client: &Client, stored: &str, month: &str) -> Result<String, Box<dyn Error>> {
    let opened: open_workspace::Run = serde_json::from_str(stored)?;
    let prerequisites = Prerequisites {
        open_workspace: &opened,
    };
    let run = monthly_report(client, Inputs::new(month), prerequisites).await;
    Ok(match run {
        Ok(run) => run.outputs.url,
        Err(failure) => match failure.declared() {
            // The failure of the called workflow, seen from the calling one.
            Ok(Declared::Share(inner)) => unshared(inner),
            _ => return Err(failure.into()),
        },
    })
}

fn unshared(inner: share_file::Declared) -> String {
    match inner {
        share_file::Declared::Link(CreateLinkError::Forbidden(why)) => {
            format!("the report is there, and stays where it is: {}", why.detail)
        }
        other => format!("{other:?}"),
    }
}

#[cfg(test)]
mod tests {
    use arazzo_runtime::testing::Script;
    use monthly_report::steps;
    use serde_json::json;

    use super::*;

    #[tokio::test]
    async fn the_stored_run_says_where_the_report_goes() {
        let script = Script::new();
        let client = Client::builder().transport(script.clone()).api_key("key");
        let client = client.build().unwrap();
        script
            .on(open_workspace::steps::OPEN)
            .reply(201, json!({"id": "w 7"}));
        let stored = open(&client, "Acme").await.unwrap();
        script
            .on(steps::START)
            .reply(202, json!({"id": "e1", "state": "queued"}));
        script
            .on(steps::READY)
            .reply(200, json!({"id": "e1", "state": "done", "fileId": "f1"}));
        script
            .on(share_file::steps::LINK)
            .reply(403, json!({"detail": "Internal."}));
        assert_eq!(
            report(&client, &stored, "2026-11").await.unwrap(),
            "the report is there, and stays where it is: Internal."
        );
        script
            .request(steps::START)
            .assert_path("/v1/workspaces/w%207/exports");
        script
            .request(share_file::steps::LINK)
            .assert_json(json!({"days": 7}));
    }
}
