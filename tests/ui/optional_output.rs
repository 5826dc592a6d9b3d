//! An output that the schema does not promise, used as if it did.

use arazzo_workflows::sentry::provision_project_key::Run;

fn dsn(run: &Run) -> &str {
    &run.outputs.dsn_public
}

fn main() {}
