//! An input of another type than its schema says.

use arazzo_workflows::sentry::provision_project_key::Inputs;

fn main() {
    let _ = Inputs {
        project_name: 7,
        ..Inputs::new("acme", "core", "demo", "ci")
    };
}
