//! Turns a plan into Rust source: tokens, one parse, formatted text.
//!
//! Nothing is decided here that a document could have a say in; where a choice is made, it is one of style.

mod actions;
mod attempt;
mod body;
mod client;
mod condition;
mod constraint;
mod context;
mod convert;
mod crate_files;
mod crate_metadata;
mod crate_readme;
mod definitions;
mod docs;
mod engines;
mod error;
mod errors;
mod example;
mod failure;
mod flow;
mod forward;
mod got;
mod inputs;
mod leave;
mod literal;
mod message;
mod names;
mod nested;
mod outputs;
mod path;
mod payload;
mod projection;
mod read;
mod record;
mod registry;
mod render;
mod request;
mod results;
mod scope;
mod security;
mod settings;
mod start;
mod starter;
mod step;
mod step_names;
mod success;
mod takes;
mod types;
mod unions;
mod value;
mod visibility;
mod workflow;
mod xml;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    plan::{Document, Plan},
    settings::Visibility,
};
use context::Engines;
use names::Imports;

pub use crate_files::{Dependency, crate_files};
pub use error::EmitError;
pub use registry::picture_file;
pub use settings::check_settings;
pub use starter::{Starter, starter_files};

/// What keeps rustfmt from a file of its own: it would lay out lines differently, and on stable no setting keeps it away.
pub const NOT_FORMATTED: &str = "#![cfg_attr(rustfmt, rustfmt_skip)]";

/// What keeps a file of its own from warnings where its module is private: no crate calls all that is emitted.
pub const PARTLY_USED: &str = "#![allow(dead_code, unreachable_pub)]";

/// The types that stand at the root of a generated module.
const ROOT: [&str; 2] = ["Client", "ClientBuilder"];

/// The generated module as source text: items only, to be included in a module.
///
/// # Errors
/// A defect of the emitter.
pub fn module(plan: &Plan) -> Result<String, EmitError> {
    emitted(plan, plan.visibility).map(|(text, _)| text)
}

/// The same to be included in a private module, where no inner attribute can stand.
///
/// # Errors
/// A defect of the emitter.
pub fn included(plan: &Plan) -> Result<String, EmitError> {
    let (items, _) = items(plan, plan.visibility);
    render::file(match plan.visibility {
        Visibility::Public => visibility::to_include(items),
        Visibility::Crate => items,
    })
}

/// The text, and the engines that it uses.
fn emitted(plan: &Plan, visibility: Visibility) -> Result<(String, Engines), EmitError> {
    let (items, used) = items(plan, visibility);
    Ok((render::file(items)?, used))
}

/// The items, and the engines that they use.
fn items(plan: &Plan, visibility: Visibility) -> (TokenStream, Engines) {
    let imports = Imports::new(&ROOT.iter().map(|name| (*name).to_owned()).collect());
    let mut used = Engines::default();
    let mut all = vec![client::client(plan, &imports)];
    for (index, document) in plan.documents.iter().enumerate() {
        let (items, engines) = self::document(plan, index, document, &imports);
        used = used.or(engines);
        all.push(items);
    }
    let (errors, engines) = errors::module(plan);
    used = used.or(engines);
    all.push(errors);
    all.push(client::statics(plan, &imports));
    all.push(security::statics(plan, &imports));
    let body = render::spaced(all);
    let uses = imports.uses(&body);
    let required = engines::requirements(used).unwrap_or_default();
    let items = visibility::of_items(render::spaced([required, uses, body]), visibility);
    (items, used)
}

/// The workflows of one document; those of others than the entry document in a module of their own.
fn document(
    plan: &Plan,
    index: usize,
    document: &Document,
    root: &Imports,
) -> (TokenStream, Engines) {
    let own = Imports::new(&BTreeSet::new());
    let imports = match document.module {
        Some(_) => &own,
        None => root,
    };
    let mut used = Engines::default();
    let mut parts = Vec::new();
    for workflow in document
        .workflows
        .iter()
        .filter(|workflow| !workflow.omitted)
    {
        let (items, engines) = workflow::items(plan, index, workflow, imports);
        used = used.or(engines);
        parts.push(items);
    }
    let items = render::spaced(parts);
    let Some(module) = &document.module else {
        return (items, used);
    };
    let name = names::ident(module);
    let documentation = docs::doc(&format!(
        "Workflows of “{}”.",
        docs::headline(&document.title)
    ));
    let items = render::spaced([imports.uses(&items), items]);
    (quote!(#documentation pub mod #name { #items }), used)
}
