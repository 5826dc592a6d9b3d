//! A required input that is not given.

use arazzo_workflows::sentry::provision_project_key::Inputs;

fn main() {
    let _ = Inputs::new("acme", "core", "demo");
}
