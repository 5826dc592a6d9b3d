//! Kills workers and the database: nothing that was answered is asked for again, and every run ends.
//!
//! PostgreSQL is the one that the system has. Without it these tests say that they were left out.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

mod batch;
mod cost;
mod engine;
mod kill;
mod nested;
mod runs;
mod visit;
mod worker;
