//! Arazzo and OpenAPI objects as plain data, each node knowing its place; no logic.

pub mod arazzo;
pub(crate) mod faults;
pub mod openapi;
mod read;
pub mod texts;
pub mod unread;
