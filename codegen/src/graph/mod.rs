//! Draws workflows: their steps, and where each leads after success and after failure.

mod data;
mod dot;
mod from_plan;
mod html;
mod illustrate;
pub mod layout;
mod links;
mod markup;
mod mermaid;
mod model;
mod svg;
pub mod text;
mod words;

pub use dot::dot;
pub use from_plan::of;
pub use html::{Finding, Page, Signatures, html};
pub use illustrate::illustrate;
pub use mermaid::mermaid;
pub use model::*;
pub use svg::{attribute, svg};
