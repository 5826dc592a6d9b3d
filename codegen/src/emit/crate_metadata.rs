//! What a manifest says of a crate, taken from the documents.

use crate::plan::Plan;

use super::docs;

/// The Rust that the emitted code and the runtime need, which is the generator's own.
const RUST_VERSION: &str = env!("CARGO_PKG_RUST_VERSION");

/// A description in one line.
fn description(plans: &[Plan]) -> String {
    match plans {
        [only] => {
            let prose = only.documentation.as_deref().map(docs::plain);
            let prose = prose.filter(|prose| !prose.is_empty());
            prose.unwrap_or_else(|| docs::plain(&only.title))
        }
        several => {
            let titles: Vec<String> = several
                .iter()
                .map(|plan| docs::plain(&plan.title))
                .collect();
            titles.join("; ")
        }
    }
}

/// The keys of `[package]` that documents have a say in, one a line. `quoted` makes strings of TOML.
pub(super) fn keys(plans: &[Plan], quoted: impl Fn(&str) -> String) -> String {
    let mut keys = format!("description = {}\n", quoted(&description(plans)));
    keys.push_str(&format!("rust-version = {}\n", quoted(RUST_VERSION)));
    if let Some(license) = license(plans) {
        keys.push_str(&format!("license = {}\n", quoted(license)));
    }
    keys
}

/// The license of the APIs, if all of them have the same one.
fn license(plans: &[Plan]) -> Option<&str> {
    let mut all = plans
        .iter()
        .flat_map(|plan| &plan.apis)
        .map(|api| api.license.as_deref());
    let first = all.next().flatten()?;
    all.all(|other| other == Some(first)).then_some(first)
}
