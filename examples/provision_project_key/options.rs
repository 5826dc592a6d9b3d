//! What to create, and where: arguments and environment.

use std::{env, io};

use sentry_stand_in::{Endpoint, Reply, Sentry, Server};

/// What `--help` prints.
pub(crate) const HELP: &str = "\
Sets up a Sentry project and its client key, step by step.

Usage: cargo run --example provision_project_key -- [OPTIONS]

  --project-name NAME   what people call the project          [demo]
  --platform PLATFORM   the platform its code runs on         [left out]
  --key-name NAME       what people call the key              [ci]
  --fail-at STEP        let the stand-in refuse a step: createProject, confirmProject, createKey or listKeys
  --help                this text

Nothing leaves the machine unless these are set:

  SENTRY_AUTH_TOKEN     a token that may create projects; now a project is created at Sentry
  SENTRY_ORG            the organization, by id or slug
  SENTRY_TEAM           the team that the project will belong to, by id or slug
  SENTRY_URL            a self-hosted Sentry                  [https://sentry.io]

Examples:

  cargo run --example provision_project_key -- --project-name demo --platform rust --key-name ci
  cargo run --example provision_project_key -- --fail-at createKey
";

const STEPS: [&str; 4] = ["createProject", "confirmProject", "createKey", "listKeys"];

/// What was asked for.
pub(crate) struct Options {
    pub(crate) organization: String,
    pub(crate) team: String,
    pub(crate) project_name: String,
    pub(crate) platform: Option<String>,
    pub(crate) key_name: String,
    fail_at: Option<String>,
    /// The token, when it is Sentry that is asked.
    token: Option<String>,
}

/// Where requests go.
pub(crate) struct Place {
    pub(crate) url: String,
    pub(crate) token: String,
    pub(crate) stand_in: bool,
}

impl Options {
    /// Reads arguments and environment; none if help is wanted.
    pub(crate) fn read() -> Result<Option<Self>, String> {
        let token = variable("SENTRY_AUTH_TOKEN");
        let setting = |name: &str, otherwise: &str| match (variable(name), &token) {
            (Some(value), _) => Ok(value),
            (None, None) => Ok(otherwise.to_owned()),
            (None, Some(_)) => Err(format!("SENTRY_AUTH_TOKEN is set, {name} is not")),
        };
        let mut options = Self {
            organization: setting("SENTRY_ORG", "acme")?,
            team: setting("SENTRY_TEAM", "core")?,
            project_name: "demo".to_owned(),
            platform: None,
            key_name: "ci".to_owned(),
            fail_at: None,
            token,
        };
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            if matches!(argument.as_str(), "--help" | "-h") {
                return Ok(None);
            }
            let mut value = || {
                arguments
                    .next()
                    .ok_or(format!("`{argument}` needs a value"))
            };
            match argument.as_str() {
                "--project-name" => options.project_name = value()?,
                "--platform" => options.platform = Some(value()?),
                "--key-name" => options.key_name = value()?,
                "--fail-at" => options.fail_at = Some(step(value()?)?),
                _ => return Err(format!("there is no argument `{argument}`")),
            }
        }
        if options.token.is_some() && options.fail_at.is_some() {
            return Err("`--fail-at` is for the stand-in; SENTRY_AUTH_TOKEN is set".to_owned());
        }
        Ok(Some(options))
    }

    /// Sentry if there is a token for it, else a stand-in that is started here.
    pub(crate) fn place(&self) -> io::Result<Place> {
        if let Some(token) = self.token.clone() {
            let host = variable("SENTRY_URL").unwrap_or_else(|| "https://sentry.io".to_owned());
            let url = format!("{}/api/0", host.trim_end_matches('/'));
            return Ok(Place {
                url,
                token,
                stand_in: false,
            });
        }
        let token = "stand-in-token".to_owned();
        let (sentry, fail_at) = (Sentry::new(token.clone()), self.fail_at.clone());
        let server = Server::start(move |request| {
            let step = Endpoint::of(request).map(|endpoint| endpoint.step());
            if fail_at.is_some() && step == fail_at.as_deref() {
                return Reply::json(
                    403,
                    r#"{"detail":"The stand-in was told to refuse this step."}"#,
                );
            }
            sentry.answer(request)
        })?;
        Ok(Place {
            url: server.url(),
            token,
            stand_in: true,
        })
    }
}

fn step(name: String) -> Result<String, String> {
    if STEPS.contains(&name.as_str()) {
        return Ok(name);
    }
    Err(format!(
        "there is no step `{name}`; the steps are {}",
        STEPS.join(", ")
    ))
}

/// A variable of the environment that is set to something.
fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}
