//! Sets up a Sentry project and its client key through the generated workflow, and shows each step as it completes.
//!
//! Without further ado it talks to a stand-in that it starts itself; with a token in the environment, to Sentry.

mod options;
mod report;

use std::process::ExitCode;

use arazzo_workflows::sentry::{Client, provision_project_key};
use options::Options;
use report::Progress;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let options = match Options::read() {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{}", options::HELP);
            return ExitCode::SUCCESS;
        }
        Err(problem) => {
            eprintln!("{problem}\nTry `--help`.");
            return ExitCode::from(2);
        }
    };
    match provision(options).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// All that a program has to do to run a workflow: a client, inputs, a call.
async fn provision(options: Options) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let place = options.place()?;
    report::introduce(&place, &options);
    let progress = Progress::new(&place.url);
    let client = Client::builder()
        .base_url(&place.url)
        .bearer_auth(&place.token)
        .configure(|runtime| runtime.observer(progress))
        .build()?;
    let inputs = provision_project_key::Inputs {
        platform: options.platform,
        ..provision_project_key::Inputs::new(
            options.organization,
            options.team,
            options.project_name,
            options.key_name,
        )
    };
    let organization = inputs.organization_id_or_slug.clone();
    Ok(match provision_project_key(&client, inputs).await {
        Ok(run) => {
            report::success(&run);
            ExitCode::SUCCESS
        }
        Err(failure) => {
            report::failure(&failure, &place, &organization);
            ExitCode::FAILURE
        }
    })
}
