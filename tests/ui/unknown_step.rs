//! An answer for a step that there is not.

use arazzo_runtime::testing::Script;
use arazzo_workflows::sentry::provision_project_key::steps;

fn main() {
    Script::new().on(steps::PAY).reply(201, ());
}
