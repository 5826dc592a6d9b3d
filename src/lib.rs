//! Typed API workflows: the crate to copy when you compile Arazzo documents into your own.
//!
//! `build.rs` names the documents, this file includes what was generated from them, and
//! `examples/provision_project_key` calls it. Each document becomes a module with a client, and each of its workflows a
//! function with a module of the same name for its types:
//!
//! ```
//! use arazzo_workflows::sentry::{Client, provision_project_key, provision_project_key::Inputs};
//!
//! # async fn provision() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::builder().bearer_auth("a token").build()?;
//! let inputs = Inputs { platform: Some("rust".into()), ..Inputs::new("acme", "core", "demo", "ci") };
//! let run = provision_project_key(&client, inputs).await?;
//! println!("{} {:?}", run.outputs.key_id, run.outputs.dsn_public);
//! # Ok(())
//! # }
//! ```

/// Setting up projects at Sentry, from `specs/sentry/provision-project-key.arazzo.yaml`.
pub mod sentry {
    arazzo_runtime::include_workflows!("provision_project_key");
}

/// Reports that take their time, from `specs/reports/monthly-report.arazzo.yaml`: polling, a workflow that another one
/// calls, and one that has to run before.
pub mod reports {
    arazzo_runtime::include_workflows!("monthly_report");
}
