//! The command line of workflows compiled from Arazzo documents, and its parts for applications.

pub mod exchange;
