//! What to do about a run that failed: what the server said, typed as the API describes it, and what to remove again.
//!
//! `cargo run --example failures` shows a run whose key is refused after its project was made, against a stand-in that it
//! starts itself.

use std::error::Error;

use arazzo_runtime::BodyError;
use arazzo_workflows::sentry::errors::{CreateProjectClientKeyError, CreateProjectError};
use arazzo_workflows::sentry::provision_project_key::{Declared, Failure, Inputs};
use arazzo_workflows::sentry::{Client, provision_project_key};
use sentry_stand_in::{Endpoint, Reply, Sentry, Server};

const TOKEN: &str = "stand-in-token";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = refusing(
        "createKey",
        403,
        r#"{"detail":"This token mints no keys."}"#,
    )?;
    let report = provision(&server.url()).await?;
    println!("{report}");
    Ok(())
}

/// Sets up a project. What a failed run leaves behind is removed, and said.
async fn provision(url: &str) -> Result<String, Box<dyn Error>> {
    let client = Client::builder().base_url(url).bearer_auth(TOKEN).build()?;
    let inputs = Inputs {
        organization_id_or_slug: "acme".into(),
        team_id_or_slug: "core".into(),
        project_name: "demo".into(),
        platform: None,
        key_name: "ci".into(),
    };
    Ok(match provision_project_key(&client, inputs).await {
        Ok(run) => format!("key {}", run.outputs.key_id),
        Err(failure) => {
            let removed = clean_up(url, &failure).await?;
            format!("{}\n{removed}", advice(&failure))
        }
    })
}

/// What to tell people: each answer that the API declares has a variant, and its body a type.
fn advice(failure: &Failure) -> String {
    match failure.declared() {
        Ok(Declared::CreateProject(CreateProjectError::BadRequest(fields))) => {
            let fields = fields.iter();
            let lines = fields.map(|(name, what)| format!("{name}: {}", what.join(" ")));
            lines.collect::<Vec<_>>().join("\n")
        }
        Ok(Declared::CreateProject(CreateProjectError::Conflict(problem))) => {
            format!("choose another name: {}", problem.detail)
        }
        Ok(Declared::CreateKey(CreateProjectClientKeyError::Forbidden(problem))) => {
            format!("ask for another token: {}", problem.detail)
        }
        // Other answers that are declared: the failure names step, reason and status.
        Ok(_) => failure.to_string(),
        Err(BodyError::NoResponse) if failure.may_have_been_processed() => {
            format!("see whether it was done: {failure}")
        }
        Err(_) => {
            let text = failure.response().and_then(|response| response.text());
            format!("{failure}\n{}", text.unwrap_or_default())
        }
    }
}

/// Removes what the run had made by then, which its partial outputs know.
async fn clean_up(url: &str, failure: &Failure) -> Result<String, reqwest::Error> {
    let Some(project) = &failure.steps.create_project else {
        return Ok("nothing is left behind".to_owned());
    };
    let slug = &project.project_slug;
    let request = reqwest::Client::new().delete(format!("{url}/projects/acme/{slug}/"));
    let response = request.bearer_auth(TOKEN).send().await?;
    response.error_for_status()?;
    Ok(format!("removed project `{slug}`"))
}

/// A stand-in for Sentry that answers one step so, and removes projects.
fn refusing(step: &'static str, status: u16, body: &'static str) -> std::io::Result<Server> {
    let sentry = Sentry::new(TOKEN);
    Server::start(move |request| {
        let reached = Endpoint::of(request).map(|endpoint| endpoint.step());
        match request.method.as_str() {
            "DELETE" => Reply::json(200, ""),
            _ if reached == Some(step) => Reply::json(status, body),
            _ => sentry.answer(request),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn report(step: &'static str, status: u16, body: &'static str) -> String {
        let server = refusing(step, status, body).expect("a port");
        provision(&server.url()).await.expect("a report")
    }

    #[tokio::test]
    async fn what_the_server_said_is_typed_and_what_it_made_is_removed() {
        assert_eq!(
            report("createKey", 403, r#"{"detail":"no"}"#).await,
            "ask for another token: no\nremoved project `demo`"
        );
        assert_eq!(
            report("createProject", 400, r#"{"name":["Too long."]}"#).await,
            "name: Too long.\nnothing is left behind"
        );
        assert_eq!(
            report("createProject", 409, r#"{"detail":"taken"}"#).await,
            "choose another name: taken\nnothing is left behind"
        );
    }

    #[tokio::test]
    async fn an_answer_that_nobody_declared_is_shown_as_it_came() {
        let page = report("createProject", 502, "<h1>Bad gateway</h1>").await;
        assert!(
            page.contains("(status 502)\n<h1>Bad gateway</h1>"),
            "{page}"
        );
    }
}
