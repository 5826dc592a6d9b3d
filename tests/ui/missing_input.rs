//! A required input that is not given.

use arazzo_workflows::sentry::provision_project_key::Inputs;

fn main() {
    let _ = Inputs {
        organization_id_or_slug: "acme".into(),
        team_id_or_slug: "core".into(),
        project_name: "demo".into(),
        platform: None,
    };
}
