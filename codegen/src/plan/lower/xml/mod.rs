//! Descriptions of XML bodies from the schemas of an operation: of what a step sends and reads, and no more.

mod context;
mod list;
mod need;
mod request;
mod response;
mod table;

pub(super) use need::Need;
pub(super) use request::described;
