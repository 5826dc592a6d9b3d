//! An input that the workflow does not have.

use arazzo_workflows::sentry::provision_project_key::Inputs;

fn main() {
    let _ = Inputs {
        organization_id_or_slug: "acme".into(),
        team_id_or_slug: "core".into(),
        project_nmae: "demo".into(),
        platform: None,
        key_name: "ci".into(),
    };
}
