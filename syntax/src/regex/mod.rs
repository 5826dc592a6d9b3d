//! Regular expressions of ECMA-262: whether the runtime can evaluate one, and what it is in the dialect of its engine.
//!
//! The engine shares most syntax but not all meanings: its shorthands know Unicode, its `$`, its escapes and its character
//! classes differ, and it has constructs that ECMA-262 lacks. So nothing is passed through unread: each construct is
//! recognised and written anew.
//!
//! There are two measures for one reading. A program that runs takes everything that can only mean one thing: the lenient
//! syntax of annex B, and flags for the rest of a pattern, as in `(?i)`. Whoever writes a document is told more (decision
//! D-32): escapes that mean something in other dialects and a mere letter in this one, half surrogate pairs, look-around and
//! back references inside a look-behind, and sizes that the engine would not compile.

mod class;
mod escape;
mod fault;
mod group;
mod input;
mod reader;
mod size;

pub use fault::Fault;
pub use group::leading_flags;

use reader::Reader;

/// The pattern in the dialect of the engine.
///
/// # Errors
///
/// If it can mean nothing, with the first offending bytes.
pub fn translate(pattern: &str) -> Result<String, Fault> {
    let mut reader = Reader::new(pattern);
    reader.read().map(|()| reader.out)
}

/// Checks that a pattern is one to write into a document.
///
/// # Errors
///
/// If it is not, with the first offending bytes.
pub fn check(pattern: &str) -> Result<(), Fault> {
    let mut reader = Reader::new(pattern);
    let read = reader.read();
    reader.refused.map_or(read, Err)
}

#[cfg(test)]
mod tests;
