//! How the program ends, if not well.

pub(crate) const FAILED: u8 = 1;
pub(crate) const WRONG_USAGE: u8 = 2;
/// As shells have it for a program that ended by SIGINT.
pub(crate) const INTERRUPTED: u8 = 130;
