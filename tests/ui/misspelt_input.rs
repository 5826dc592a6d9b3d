//! An input that the workflow does not have.

use arazzo_workflows::sentry::provision_project_key::Inputs;

fn main() {
    let _ = Inputs {
        platfrom: None,
        ..Inputs::new("acme", "core", "demo", "ci")
    };
}
