//! An output that the workflow does not have.

use arazzo_workflows::sentry::provision_project_key::Run;

fn slug(run: &Run) -> &str {
    &run.outputs.project_slgu
}

fn main() {}
