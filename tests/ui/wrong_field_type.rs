//! An input of another type than its schema says.

use arazzo_workflows::sentry::provision_project_key::Inputs;

fn main() {
    let _ = Inputs {
        organization_id_or_slug: "acme".into(),
        team_id_or_slug: "core".into(),
        project_name: 7,
        platform: None,
        key_name: "ci".into(),
    };
}
