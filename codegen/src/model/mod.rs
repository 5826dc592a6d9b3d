//! Arazzo and OpenAPI objects as plain data, each node knowing its place; no logic.

pub mod arazzo;
pub mod openapi;
mod read;
pub mod unread;
